package export

import (
	"slices"
	"strconv"
	"strings"

	"debrief/model"
)

func (w *writer) causes() {
	w.heading(2, "High-level causes")
	var rows [][]string
	for _, c := range w.p.Causes {
		rows = append(rows, []string{c.Ref, cell(c.Text), c.Role, strings.Join(c.Events, ", ")})
	}
	w.table([]column{{"Ref", true}, {"Cause", true}, {"Role", false}, {"Shown by", false}}, rows)
}

// whys is a numbered outline of plain paragraphs, "1.2.1 Why …? …": lists nest two levels at most in some wikis. The first
// number is the cause's place.
func (w *writer) whys() {
	w.heading(2, "Whys")
	for i := range w.p.Causes {
		c := &w.p.Causes[i]
		n := strconv.Itoa(i + 1)
		w.heading(3, n+" "+joined(" ", inline(c.Text), "("+c.Ref+")"))
		w.whysBelow(c.Whys, n)
	}
}

func (w *writer) whysBelow(whys []model.Why, above string) {
	for i := range whys {
		y := &whys[i]
		n := above + "." + strconv.Itoa(i+1)
		question := inline(y.Question)
		if question == "" {
			question = "Why?"
		}
		w.paragraph(joined(" ", n, question, inline(y.Answer), "("+details(y)+")"))
		w.whysBelow(y.Whys, n)
	}
}

// details are a why's reference and what was decided about it, in words.
func details(y *model.Why) string {
	category := inline(y.Category)
	if y.Root {
		category = joined(": ", "**root cause**", category)
	}
	evidence := ""
	if len(y.Events) > 0 {
		evidence = "shown by " + strings.Join(y.Events, ", ")
	}
	fixable := map[string]string{"now": "can be fixed now", "later": "can be fixed later", "no": "cannot be fixed"}[y.Fixable]
	fix := ""
	if y.Fix != "" {
		fix = y.Fix + " fix"
	}
	return joined("; ", y.Ref, category, fixable, fix, map[string]string{"known": "known", "likely": "likely", "guess": "a guess"}[y.Confidence],
		evidence, when(y.Stop != "", "stopped here: "+y.Stop), when(strings.TrimSpace(y.Answer) == "", "not answered yet"))
}

func (w *writer) actions() {
	w.heading(2, "Actions")
	var rows [][]string
	for i := range w.p.Actions {
		a := &w.p.Actions[i]
		status := a.Status
		if reason := cell(a.Reason); reason != "" {
			status = joined(": ", status, reason)
		}
		rows = append(rows, []string{a.Ref, cell(a.Title), a.Kind, a.Scope, a.Area, cell(a.Owner), string(a.Due), cell(a.DoneWhen),
			strings.Join(a.Answers, ", "), cell(a.Ticket), a.Priority, status})
	}
	w.table([]column{{"Ref", true}, {"Action", true}, {"Kind", false}, {"Scope", false}, {"Area", false}, {"Owner", true}, {"Due", true},
		{"Done when", false}, {"Answers", false}, {"Ticket", false}, {"Priority", false}, {"Status", true}}, rows)
}

// tests are the regression tests that actions promise, each with how far its loop has come (seed 1, "tests that don't
// forget").
func (w *writer) tests() {
	w.heading(3, "Regression tests")
	var rows [][]string
	for i := range w.p.Actions {
		a := &w.p.Actions[i]
		if t := a.Test; t != nil {
			rows = append(rows, []string{a.Ref, cell(t.Name), cell(t.File), cell(t.Command), loop(t), link("", t.Link)})
		}
	}
	w.table([]column{{"Ref", true}, {"Test", true}, {"File", false}, {"Command", false}, {"Seen", true}, {"Link", false}}, rows)
}

func loop(t *model.Test) string {
	seen := []string{run("failing", t.Failing), run("passing", t.Passing), when(!t.MergedAt.IsZero(), "merged"),
		when(t.Loop() == model.TestUnproven, model.TestUnproven), when(t.Loop() == model.TestDoubted, "not proven: "+cell(t.Doubt()))}
	seen = append(seen, guarded(t.Guard))
	seen = slices.DeleteFunc(seen, func(s string) bool { return s == "" })
	if len(seen) == 0 {
		return "not yet"
	}
	return strings.Join(seen, ", ")
}

// guarded is what the last look for a test found.
func guarded(g *model.Guard) string {
	switch {
	case g == nil:
		return ""
	case g.Says == "mentioned":
		return joined(" ", "not found at the last look, only mentioned", when(g.Where != "", "at"), cell(g.Where))
	case g.Says == "skipped":
		return joined(" ", "found", when(g.Where != "", "at"), cell(g.Where)) + ", but skipped"
	case g.Found:
		return joined(" ", "found", when(g.Where != "", "at"), cell(g.Where))
	}
	return "not found at the last look"
}

// run is one run, with what is known of it beside the exit status; where that is nothing, it says so.
func run(how string, r *model.Run) string {
	if r == nil {
		return ""
	}
	known := model.ExitStatusOnly
	if r.Runner != "" {
		known = joined(", ", cell(r.Runner), model.Tests(r.Tests))
	}
	if commit := cell(r.Commit); commit != "" {
		known = "commit " + commit + ", " + known
	}
	how += " (" + known + ")"
	if r.Despite != "" {
		how += ", despite a doubt: " + cell(r.Despite)
	}
	return how
}
