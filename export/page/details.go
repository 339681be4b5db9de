package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/lazyregexp"
)

// details are what few readers need.
func (w *writer) details() {
	w.heading(2, plain("Details"))
	w.doneWhen()
	w.tests()
	w.people()
	w.parked()
	w.about()
}

func (w *writer) doneWhen() {
	w.heading(3, plain("Done when"))
	var list Block
	for i := range w.p.Actions {
		a := &w.p.Actions[i]
		item := said(Spans{strong(a.Ref)}, a.DoneWhen)
		scope := map[string]string{"specific": "only this one", "class": "the whole class"}[a.Scope]
		item = aside(item, a.Kind, a.Area, scope, a.Priority, after("started ", w.full(a.StartedAt)), after("done ", w.full(a.DoneAt)),
			after("dropped ", w.full(a.DroppedAt)))
		if len(item) > 1 {
			list.List, list.Tasks = append(list.List, item), append(list.Tasks, taskOf(a.Status))
		}
		if reason := labelled(a.Ref+" reason", a.Reason); reason.Text() != "" {
			list.List, list.Tasks = append(list.List, reason), append(list.Tasks, NoTask)
		}
	}
	if len(list.List) > 0 {
		w.add(list)
	}
}

// taskOf is an action as a task. One that was dropped is none any more.
func taskOf(status string) Task {
	switch status {
	case "done":
		return DoneTask
	case "dropped":
		return NoTask
	}
	return OpenTask
}

// tests are the regression tests, each with how far its loop has come (seed 1, "tests that don't forget").
func (w *writer) tests() {
	w.heading(3, plain("Regression tests"))
	var items []Spans
	for i := range w.p.Actions {
		a := &w.p.Actions[i]
		t := a.Test
		if t == nil {
			continue
		}
		item := Spans{strong(a.Ref)}
		if name := Line(t.Name); name != "" {
			item = append(item, plain(" "), code(name))
		}
		if file := Line(t.File); file != "" {
			item = append(item, plain(" in "), code(file))
		}
		if !t.MergedAt.IsZero() {
			item = append(item, plain("; merged "+w.full(t.MergedAt)))
		}
		if to := Line(t.Link); to != "" {
			item = append(item, plain("; "), link("", to))
		}
		items = append(items, item)
		if command := Line(t.Command); command != "" {
			items = append(items, Spans{strong(a.Ref), plain(" run by "), code(command)})
		}
		items = append(items, w.run(a.Ref, "failing", t.Failing), w.run(a.Ref, "passing", t.Passing), doubted(a.Ref, t), w.guard(a.Ref, t.Guard))
	}
	w.list(items)
}

// shortCommit is how many digits of a commit tell it from others.
const shortCommit = 7

// runnerName is what the name of a test runner is made of.
var runnerName = lazyregexp.New(`^[A-Za-z][A-Za-z0-9 .+/]*$`)

// shortened is a commit with as many digits as tell it, and whether the tree was as committed.
func shortened(commit string) string {
	id, dirty := strings.CutSuffix(commit, "-dirty")
	if digits := []rune(id); len(digits) > shortCommit {
		id = string(digits[:shortCommit])
	}
	return id + when(dirty, "-dirty")
}

// run is one run of a test, with the last line of what it said.
func (w *writer) run(ref, result string, r *model.Run) Spans {
	if r == nil {
		return nil
	}
	words := " seen " + Joined(" ", result, w.full(r.At))
	item := Spans{strong(ref), plain(words)}
	if commit := Line(r.Commit); commit != "" {
		item = append(item, plain(" at "), code(shortened(commit)))
	}
	ran := ""
	if r.Tests > 0 {
		ran = model.Tests(r.Tests)
	}
	runner := Line(r.Runner)
	if !runnerName().MatchString(runner) {
		runner = ""
	}
	item = append(item, plain(", "+Joined(", ", "exit "+strconv.Itoa(r.ExitCode), runner, ran)))
	if tail := lastLine(r.Tail); tail != "" {
		item = append(item, plain(": "), code(tail))
	}
	return aside(item, when(runner == "", model.ExitStatusOnly), after("despite: ", Line(r.Despite)))
}

// doubted is why a test that was seen passing is not proven.
func doubted(ref string, t *model.Test) Spans {
	switch t.Loop() {
	case model.TestUnproven:
		return Spans{strong(ref), plain(" " + model.TestUnproven)}
	case model.TestDoubted:
		return Spans{strong(ref), plain(" not proven: " + Line(t.Doubt()))}
	}
	return nil
}

// lastLine is the last line of an output that says something of its own: the summaries that runners close with say what the run is
// known by already.
func lastLine(tail string) string {
	lines := strings.Split(model.CleanLines(tail), "\n")
	last := ""
	for _, l := range slices.Backward(lines) {
		s := Line(l)
		if s == "" {
			continue
		}
		if last == "" {
			last = s
		}
		if s != "FAIL" && !strings.HasPrefix(s, "FAIL ") && !strings.HasPrefix(s, "exit status ") && !strings.HasPrefix(s, "--- FAIL") {
			last = s
			break
		}
	}
	return model.Shorten(last, 161)
}

func (w *writer) guard(ref string, g *model.Guard) Spans {
	if g == nil {
		return nil
	}
	word := g.Says
	switch {
	case word == "there", word == "" && g.Found:
		word = "still there"
	case word == "":
		word = "lost"
	}
	item := Spans{strong(ref), plain(" " + Joined(" ", word, w.full(g.At)))}
	if where := Line(g.Where); where != "" {
		item = append(item, plain(" at "), code(where))
	}
	return item
}

// What stands above the columns of the tables; the timeline's first column is the time, with its zone.
var (
	actionHeads   = []string{"Action", "Owner", "Due", "Status"}
	timelineHeads = []string{"What happened", "Source"}
	peopleHeads   = []string{"Name", "Team", "Involved", "In the meeting"}
)

func (w *writer) people() {
	w.heading(3, plain("Who was there"))
	var rows [][]Spans
	for i := range w.p.Participants {
		rows = append(rows, person(&w.p.Participants[i]))
	}
	w.table(peopleHeads, rows)
}

func person(n *model.Participant) []Spans {
	name := said(nil, n.Name)
	if handle := strings.TrimLeft(Line(n.Handle), "@"); handle != "" && !strings.ContainsAny(handle, "|`\\") {
		name = append(name, plain(when(len(name) > 0, " ")), code(handle))
	}
	there := Joined(", ", when(n.Facilitator, "facilitator"), when(n.NoteTaker, "note-taker"), when(n.Invited, "invited"),
		when(n.Attended, "attended"), when(n.Remote, "from elsewhere"))
	return []Spans{name, said(nil, n.Team), {plain(strings.Join(n.Involved, ", "))}, {plain(there)}}
}

func (w *writer) parked() {
	w.heading(3, plain("Parked thoughts"))
	var items []Spans
	for _, k := range w.p.Parking {
		outcome := map[string]string{"": "open", "declined": "decided not to act", "action": Joined(" ", "became", k.Action)}[k.Outcome]
		if outcome == "became" {
			outcome = "becomes an action"
		}
		items = append(items, said(Spans{strong(k.Ref), plain(" " + Joined(", ", outcome, after("from ", k.Phase)) + ":")}, k.Text),
			labelled(k.Ref+" because", k.Reason))
	}
	w.list(items)
}

func (w *writer) about() {
	w.heading(3, plain("About this page"))
	p := w.p
	items := []Spans{labelled("Why this one", p.WhyNow), labelled("Likely again", p.LikelyAgain)}
	if tags := identifiers(p.Tags); tags != nil {
		items = append(items, append(Spans{strong("Tags:"), plain(" ")}, tags...))
	}
	items = append(items, labelled("Meeting", w.meeting()),
		labelled("Dates", Joined("; ", after("written ", w.full(p.CreatedAt)), after("reviewed ", w.full(p.ReviewedAt)),
			after("published ", w.full(p.PublishedAt)), after("closed ", w.full(p.ClosedAt)))))
	if r := p.Reread; r != nil {
		items = append(items, labelled("Read again", Joined("; ", after("due ", string(r.Due)), after("done ", w.full(r.DoneAt)))),
			labelled("Seen later", r.Missed))
	}
	w.list(append(items, related(p.Relations, nil)))
}

// relatedLabel begins the item that says what a postmortem is related to.
const relatedLabel = "Related:"

// related says which postmortems a postmortem is tied to, and links those that have an address.
func related(relations []model.Relation, addresses map[string]string) Spans {
	item := Spans{strong(relatedLabel)}
	for _, r := range relations {
		if r.Ref == "" {
			continue
		}
		word := map[string]string{"repeat of": " repeat of ", "related": " related to ", "": " related to "}[r.Kind]
		item = append(item, plain(when(len(item) > 1, ";")+word))
		if to := addresses[r.Ref]; to != "" {
			item = append(item, link(Line(r.Ref), to))
		} else {
			item = append(item, plain(Line(r.Ref)))
		}
	}
	if len(item) == 1 {
		return nil
	}
	return item
}

// LinkRelated makes links of the postmortems that a page says its own to be related to, where they were published: addresses has them by
// their references.
func (g *Page) LinkRelated(addresses map[string]string) {
	for i := range g.Blocks {
		for j, item := range g.Blocks[i].List {
			if len(item) > 0 && item[0].Style == Strong && item[0].Text == relatedLabel {
				g.Blocks[i].List[j] = together(related(g.of.Relations, addresses))
			}
		}
	}
}

// meeting is when the group met, and what it took.
func (w *writer) meeting() string {
	words := ""
	if m := w.p.Meeting; m != nil && !m.At.IsZero() {
		words = Joined(", ", w.full(m.At), minutes(m.Minutes))
	}
	var took []string
	for _, phase := range model.Phases {
		if seconds := w.p.Agenda.Taken[phase]; seconds > 0 {
			took = append(took, fmt.Sprintf("%s %d:%02d", phase, seconds/60, seconds%60))
		}
	}
	if len(took) > 0 {
		words = Joined("; ", words, "took "+strings.Join(took, ", ")+when(w.p.Agenda.Preset != "", " (agenda "+w.p.Agenda.Preset+")"))
	}
	return words
}
