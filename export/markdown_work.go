package export

import (
	"slices"
	"strconv"
	"strings"

	"debrief/model"
)

// timeline is one row per event in the document's order, which may not be the order of time: what is odd is shown as it is.
// Noise is left out, and said to be.
func (w *writer) timeline() {
	w.heading(2, "Timeline")
	moments := map[string]string{}
	for _, m := range w.p.Moments.List() {
		if m.Moment != nil && m.Event != "" {
			moments[m.Event] = joined(", ", moments[m.Event], m.Name)
		}
	}
	settles := w.settles()
	var rows [][]string
	noise := 0
	for i := range w.p.Events {
		e := &w.p.Events[i]
		if e.Noise {
			noise++
			continue
		}
		what := joined(" ", cell(e.Text), w.asides(e, settles[e.Ref]))
		rows = append(rows, []string{w.short(e.At, e.Precision), model.Said(e.Kind), what, cell(e.By), source(e), moments[e.Ref], e.Ref})
	}
	w.table([]column{{"Time (" + w.zone + ")", true}, {"Kind", false}, {"What", true}, {"By", false}, {"Source", false}, {"Moment", false}, {"Ref", true}}, rows)
	if noise > 0 {
		w.paragraph("Left out as noise: " + plural(int64(noise), "event") + ".")
	}
}

// settles says, by the reference of an event, which thoughts it confirms or rules out.
func (w *writer) settles() map[string]string {
	settles := map[string]string{}
	verbs := map[string]string{"confirmed": "confirms ", "ruled out": "rules out "}
	for i := range w.p.Events {
		if e := &w.p.Events[i]; e.SettledBy != "" && verbs[e.Outcome] != "" {
			settles[e.SettledBy] = joined(", ", settles[e.SettledBy], verbs[e.Outcome]+e.Ref)
		}
	}
	return settles
}

// asides are what there is to say about an event behind its text.
func (w *writer) asides(e *model.Event, settles string) string {
	repeated := times(e.Count)
	if !e.Until.IsZero() {
		repeated = joined(" ", repeated, "until", w.short(e.Until, e.Precision))
	}
	outcome := e.Outcome
	if outcome != "" && e.SettledBy != "" {
		outcome += " by " + e.SettledBy
	}
	asides := []string{}
	for _, s := range []string{outcome, settles, when(!e.KnownThen, "known only later")} {
		if s != "" {
			asides = append(asides, s)
		}
	}
	for _, a := range e.Also { // two sources, two times: both are kept
		if at := w.short(a.At, ""); !a.At.IsZero() && at != w.short(e.At, "") {
			asides = append(asides, joined(" ", cell(a.Source), at))
		}
	}
	if len(asides) == 0 {
		return repeated
	}
	return joined(" ", repeated, "("+strings.Join(asides, "; ")+")")
}

func source(e *model.Event) string {
	if e.Link == "" {
		return e.Source
	}
	return link(e.Source, e.Link)
}

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
	seen := []string{run("failing", t.Failing), run("passing", t.Passing), when(!t.MergedAt.IsZero(), "merged")}
	if g := t.Guard; g != nil {
		if g.Found {
			seen = append(seen, joined(" ", "found", when(g.Where != "", "at"), cell(g.Where)))
		} else {
			seen = append(seen, "not found at the last look")
		}
	}
	seen = slices.DeleteFunc(seen, func(s string) bool { return s == "" })
	if len(seen) == 0 {
		return "not yet"
	}
	return strings.Join(seen, ", ")
}

func run(how string, r *model.Run) string {
	if r == nil {
		return ""
	}
	if commit := cell(r.Commit); commit != "" {
		return how + " (commit " + commit + ")"
	}
	return how
}
