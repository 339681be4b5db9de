package ui

import (
	"slices"
	"strings"

	"debrief/intake"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// actionSheet is the sheet of what changes, who sees it through, by when, and how we will know.
type actionSheet struct {
	*sheet
	answers string // the root or cause that the next action answers; "none" for none
}

func (s *actionSheet) rows() []draw.Row {
	if order := actionOrders[s.app.actionOrder]; order.key != nil {
		return s.ordered(order)
	}
	t := s.app.theme
	var rows []draw.Row
	shown := map[string]bool{}
	for _, target := range s.targets() {
		mine := s.answering(target.ref)
		r := draw.Row{Ref: target.ref, Lead: draw.Pad(target.ref, 4), LeadLook: t.Faint,
			Text: target.text, Look: t.Heading, Tail: say.Count(len(mine), "action", "actions"), TailLook: t.Faint}
		if len(mine) == 0 {
			r.Tail, r.TailLook = "no action yet", t.Warn
		}
		if len(mine) > 0 && !slices.ContainsFunc(mine, func(a *model.Action) bool { return !shown[a.Ref] }) {
			r.Tail = mine[0].Ref + " above"
		}
		rows = append(rows, r)
		for _, a := range mine {
			if !shown[a.Ref] {
				shown[a.Ref] = true
				rows = s.appendAction(rows, a)
			}
		}
	}
	rest := false
	for i := range s.pm().Actions {
		a := &s.pm().Actions[i]
		if shown[a.Ref] {
			continue
		}
		if !rest {
			rows, rest = append(rows, draw.Row{Heading: true, Text: "Answers no cause yet", Look: t.Warn, Tail: "C picks one", TailLook: t.Faint}), true
		}
		rows = s.appendAction(rows, a)
	}
	return s.appendParked(rows)
}

type actionTarget struct{ ref, text string }

// targets are what actions answer: the root causes, the causes that have none below them, and what was chosen for the next action.
func (s *actionSheet) targets() []actionTarget {
	var targets []actionTarget
	for i := range s.pm().Causes {
		c := &s.pm().Causes[i]
		roots := s.rootsBelow(c.Whys, nil)
		if len(roots) == 0 || c.Ref == s.answers {
			targets = append(targets, actionTarget{c.Ref, say.Safe(c.Text)})
		}
		targets = append(targets, roots...)
	}
	for _, a := range s.pm().Actions { // and whatever an action answers already
		for _, ref := range a.Answers {
			if !slices.ContainsFunc(targets, func(x actionTarget) bool { return x.ref == ref }) {
				targets = append(targets, actionTarget{ref, say.Safe(s.pm().Get(ref, mainField(ref)))})
			}
		}
	}
	return targets
}

func (s *actionSheet) rootsBelow(list []model.Why, roots []actionTarget) []actionTarget {
	for i := range list {
		if list[i].Root || list[i].Ref == s.answers {
			roots = append(roots, actionTarget{list[i].Ref, say.Safe(list[i].Answer)})
		}
		roots = s.rootsBelow(list[i].Whys, roots)
	}
	return roots
}

func (s *actionSheet) answering(ref string) []*model.Action {
	var mine []*model.Action
	for i := range s.pm().Actions {
		if slices.Contains(s.pm().Actions[i].Answers, ref) {
			mine = append(mine, &s.pm().Actions[i])
		}
	}
	return mine
}

func (s *actionSheet) appendAction(rows []draw.Row, a *model.Action) []draw.Row {
	t := s.app.theme
	owner, due := say.Safe(a.Owner), ""
	if a.Due != "" {
		due = a.Due.Time().Format("Mon 2 Jan")
		if late := a.Due.DaysUntil(model.DateOf(s.app.now().In(s.pm().Location()))); a.IsOpen() && late > 0 {
			due = say.Late(late)
		}
	}
	if owner == "" {
		owner = "nobody yet"
	}
	if due == "" {
		due = "no day yet"
	}
	tail := []string{owner, due, a.Scope, a.Status}
	r := draw.Row{Ref: a.Ref, Lead: "  " + draw.Pad(a.Ref, 4), LeadLook: t.Faint, Text: say.Safe(a.Title), TailLook: t.Faint}
	r.Tail = strings.Join(slices.DeleteFunc(tail, func(x string) bool { return x == "" }), "  ")
	if draw.Width(r.Tail) > s.mainWidth(s.app.w)/2 { // who, when and whether matter more than how wide it reaches
		r.Tail = strings.Join([]string{owner, due, a.Status}, "  ")
	}
	if a.Owner == "" || a.Due == "" {
		r.TailLook = t.Warn
	}
	rows = append(rows, r)
	done := draw.Row{Ref: a.Ref, Field: "done_when", Lead: "      Done when ", LeadLook: t.Faint, Text: say.Safe(a.DoneWhen)}
	if a.DoneWhen == "" {
		done.Text, done.Look = "not said yet", t.Warn
	}
	rows = append(rows, done)
	if a.Test != nil {
		rows = append(rows, draw.Row{Ref: a.Ref, Field: "test.name", Lead: "      Test ", LeadLook: t.Faint,
			Text: say.Safe(a.Test.Name), Tail: a.Test.State(), TailLook: t.Faint})
	}
	return rows
}

func (s *actionSheet) appendParked(rows []draw.Row) []draw.Row {
	t := s.app.theme
	if len(s.pm().Parking) == 0 {
		return rows
	}
	rows = append(rows, draw.Row{Heading: true, Text: "Parked", Tail: "space settles one", TailLook: t.Faint})
	for _, k := range s.pm().Parking {
		r := draw.Row{Ref: k.Ref, Lead: "  " + draw.Pad(k.Ref, 4), LeadLook: t.Faint, Text: say.Safe(k.Text), Tail: "to settle", TailLook: t.Warn}
		if k.Outcome != "" {
			r.Tail, r.TailLook = strings.TrimSpace(k.Outcome+" "+k.Action), t.Faint
		}
		rows = append(rows, r)
	}
	return rows
}

// aimed is what the next action answers: what was chosen, else the first root without an action.
func (s *actionSheet) aimed() string {
	targets := s.targets()
	if s.answers == "none" || slices.ContainsFunc(targets, func(x actionTarget) bool { return x.ref == s.answers }) {
		return s.answers
	}
	if _, there := s.pm().Part(s.answers); there && s.answers != "" {
		return s.answers
	}
	for _, target := range targets {
		if len(s.answering(target.ref)) == 0 {
			return target.ref
		}
	}
	return "none"
}

func (s *actionSheet) context() intake.CaptureContext {
	ctx := intake.CaptureContext{Post: s.pm(), Now: s.app.now().In(s.pm().Location()), Owners: s.app.owners}
	if ref := s.aimed(); ref != "none" {
		ctx.Selected = ref
	}
	return ctx
}

func (s *actionSheet) capture() *prompt {
	p := newPrompt("Add", "")
	p.capture, p.draft = true, s.draftKey("action")
	p.hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{s.aimText() + "   what changes @owner by 4 dec"}
		}
		c, err := intake.CaptureAction(text, s.context())
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(c.Understood), "tab: another cause"}
	}
	p.says = s.saysAction
	p.tab = s.completeOwner
	p.onTab = s.aimOnward
	p.submit = func(text string) tea.Cmd {
		c, err := intake.CaptureAction(text, s.context())
		if err != nil {
			p.problem = say.Safe(err.Error())
			return nil
		}
		return s.apply(p, c.Edit(), func(applied model.Applied) tea.Cmd {
			s.answers = ""
			s.selectNew(applied)
			return s.askMore(applied.Step.Touched())
		})
	}
	return p
}

// saysAction is a line for an action, for the coach.
func (s *actionSheet) saysAction(text string) saying {
	c, err := intake.CaptureAction(text, s.context())
	if err != nil {
		return saying{}
	}
	return s.app.adds("A", c.Action)
}

func (s *actionSheet) aimText() string {
	if ref := s.aimed(); ref != "none" {
		return "answers " + ref + " (tab: another)"
	}
	return "answers no cause (tab: one)"
}

// aimOnward makes the next action answer the next cause, and after the last one none.
func (s *actionSheet) aimOnward() tea.Cmd {
	targets := s.targets()
	at := slices.IndexFunc(targets, func(x actionTarget) bool { return x.ref == s.aimed() })
	s.answers = "none"
	if at+1 < len(targets) && (at >= 0 || len(targets) > 0) {
		s.answers = targets[at+1].ref
	}
	return nil
}

// askMore asks of a new action what its line left open: done when, this one or the class, which kind, which area.
func (s *actionSheet) askMore(ref string) tea.Cmd {
	a := s.pm().Action(ref)
	if a == nil {
		return nil
	}
	if s.pm().Get(ref, "done_when") == "" {
		return s.open(s.donePrompt(ref))
	}
	return s.askWords(ref)
}

func (s *actionSheet) donePrompt(ref string) *prompt {
	p := newPrompt("Done when", "")
	p.draft = s.draftKey(ref + ".done_when")
	p.says = s.says(ref, fieldOf(ref, "done_when"))
	p.submit = func(text string) tea.Cmd {
		if text == "" {
			s.done(p)
			return s.askWords(ref)
		}
		return s.apply(p, model.SetFrom(ref, "done_when", "", text, "say when "+ref+" is done"),
			func(model.Applied) tea.Cmd { return s.askWords(ref) })
	}
	s.offerOutcome(p, ref)
	return p
}

// askWords goes through the words that are still open, one key each; - leaves one open.
func (s *actionSheet) askWords(ref string) tea.Cmd {
	return s.askWord(ref, []string{"scope", "kind", "area"})
}

func (s *actionSheet) askWord(ref string, names []string) tea.Cmd {
	labels := map[string]string{"scope": "Only this one, or the whole class", "kind": "Does it correct, or prevent", "area": "It is about"}
	for len(names) > 0 && s.pm().Get(ref, names[0]) != "" {
		names = names[1:]
	}
	if len(names) == 0 {
		return nil
	}
	name, rest := names[0], names[1:]
	p := s.fieldChooser(ref, fieldOf(ref, name))
	p.label, p.onTab = labels[name], nil
	p.choose = func(chosen []string) tea.Cmd {
		if chosen[0] == "" {
			s.done(p)
			return s.askWord(ref, rest)
		}
		e := model.SetFrom(ref, name, "", chosen[0], labelFor("change", ref, name))
		return s.apply(p, e, func(model.Applied) tea.Cmd { return s.askWord(ref, rest) })
	}
	return s.open(p)
}

func (s *actionSheet) head(int, int) []string { return nil }

func (s *actionSheet) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (s *actionSheet) add(r *draw.Row) tea.Cmd {
	if r != nil && (strings.HasPrefix(r.Ref, "W") || strings.HasPrefix(r.Ref, "C")) {
		s.answers = r.Ref
	}
	return s.open(s.capture())
}

func (s *actionSheet) detail(r *draw.Row, w int) []string {
	if k := slices.IndexFunc(s.pm().Parking, func(k model.Parked) bool { return k.Ref == r.Ref }); k >= 0 && s.pm().Parking[k].Reason != "" {
		return append(draw.Wrap(r.Text, w), draw.Wrap("Not acted on: "+say.Safe(s.pm().Parking[k].Reason), w)...)
	}
	a := s.pm().Action(r.Ref)
	if a == nil {
		return nil
	}
	about := []string{a.Ref, a.Priority, a.Kind, a.Area, a.Scope, statusSaid(s.pm(), a)}
	if len(a.Answers) > 0 {
		about = append(about, "answers "+strings.Join(a.Answers, ", "))
	}
	if a.Ticket != "" {
		about = append(about, say.Safe(a.Ticket))
	}
	about = slices.DeleteFunc(about, func(x string) bool { return x == "" })
	lines := draw.Wrap(strings.Join(about, ", "), w)
	return append(lines, draw.Wrap(model.Shorten(say.Safe(a.Title), 600), w)...)
}
