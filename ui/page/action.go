package page

import (
	"slices"
	"strings"

	"debrief/intake/capture"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// actionSheet is the sheet of what changes, who sees it through, by when, and how we will know.
type actionSheet struct {
	base
	answers string // the root or cause that the next action answers; ask.NoTarget for none, "" for the first that has none
}

func newActions(h *Shelf) sheet.Screen { return newActionSheet(h) }

func newActionSheet(h *Shelf) *actionSheet {
	s := &actionSheet{base: h.put(phasePage("action"), true)}
	s.Page.Rows, s.Page.Line, s.Page.Actions, s.Page.Detail, s.Page.Add = s.rows, s.action, s.actions, s.detail, s.add
	s.Page.LineOf, s.Page.Bring, s.Page.Picked = s.actionLineOf, s.bring, s.picked
	s.Start(true)
	return s
}

func (s *actionSheet) rows() []draw.Row {
	if order := actionOrders[s.shelf.order]; order.key != nil {
		return s.ordered(order)
	}
	t := s.Desk.Look()
	var rows []draw.Row
	shown := map[string]bool{}
	for _, target := range ask.Targets(s.Post(), s.answers) {
		mine := ask.Answering(s.Post(), target.Ref)
		r := draw.Row{Ref: target.Ref, Lead: draw.Pad(target.Ref, 4), LeadLook: t.Faint,
			Text: target.Text, Look: t.Heading, Tail: say.Count(len(mine), "action", "actions"), TailLook: t.Faint}
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
	for i := range s.Post().Actions {
		a := &s.Post().Actions[i]
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

func (s *actionSheet) appendAction(rows []draw.Row, a *model.Action) []draw.Row {
	t := s.Desk.Look()
	owner, due := say.Safe(a.Owner), ""
	if a.Due != "" {
		due = a.Due.Time().Format("Mon 2 Jan")
		if late := a.Due.DaysUntil(model.DateOf(s.Desk.Now())); a.IsOpen() && late > 0 && !s.Desk.Room() {
			due = say.Late(late)
		}
	}
	if owner == "" {
		owner = "nobody yet"
	}
	if due == "" {
		due = "no day yet"
	}
	tail := []string{a.Scope, due, owner, a.Status} // who and whether matter more than how wide it reaches
	if a.Status == "open" {
		tail = []string{a.Scope, owner, due}
	}
	r := draw.Row{Ref: a.Ref, Lead: "  " + draw.Pad(a.Ref, 4), LeadLook: t.Faint, Text: say.Safe(a.Title), TailLook: t.Faint}
	r.Tail = draw.TailOf(tail...)
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
	t := s.Desk.Look()
	if len(s.Post().Parking) == 0 {
		return rows
	}
	rows = append(rows, draw.Row{Heading: true, Text: "Parked", Tail: "space settles one", TailLook: t.Faint})
	for _, k := range s.Post().Parking {
		r := draw.Row{Ref: k.Ref, Lead: "  " + draw.Pad(k.Ref, 4), LeadLook: t.Faint, Text: say.Safe(k.Text), Tail: "to settle", TailLook: t.Warn}
		if k.Outcome != "" {
			r.Tail, r.TailLook = strings.TrimSpace(k.Outcome+" "+k.Action), t.Faint
		}
		rows = append(rows, r)
	}
	return rows
}

// aimed is what the next action answers.
func (s *actionSheet) aimed() string {
	var taken []string
	for _, e := range s.Desk.Entries(s.Place()) {
		taken = append(taken, e.About["answers"])
	}
	return ask.Aimed(s.Post(), s.answers, taken)
}

// context is what a line for an action is read against, that answers a cause or a why.
func (b base) context(answers string) capture.Context {
	ctx := capture.Context{Post: b.Post(), Now: b.Desk.Now(), Owners: b.Desk.Owners()}
	if answers != ask.NoTarget {
		ctx.Selected = answers
	}
	return ctx
}

// action is the line in which one is added.
func (s *actionSheet) action() *sheet.Line {
	l := sheet.NewLine("Add", "")
	l.Key = "action"
	l.Hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{s.aimText() + "   what changes @owner by 4 dec"}
		}
		c, err := capture.ReadAction(text, s.context(s.aimed()))
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(c.Understood), "tab: another cause"}
	}
	l.Says = func(text string) ask.Saying { return s.saysAction(text, s.aimed()) }
	l.Tab = s.CompleteOwner
	l.OnTab = func() tea.Cmd {
		s.answers = ask.NextTarget(s.Post(), s.answers, s.aimed())
		return nil
	}
	l.TabIs = "another cause"
	l.About = func() map[string]string { return map[string]string{"answers": s.aimed()} }
	l.Enter = s.addAction
	l.Next = func(e *sheet.Entry) tea.Cmd {
		s.answers = ""
		return s.askMore(sheet.OnItsWay(e.ID), e.About["answers"])
	}
	return l
}

// addAction adds what a line says, as the answer to a cause or to none.
func (b base) addAction(text string, about map[string]string) (sheet.Job, error) {
	c, err := capture.ReadAction(text, b.context(about["answers"]))
	if err != nil {
		return sheet.Job{}, err
	}
	j := b.Job(c.Edit())
	j.Then = b.SelectNew
	return j, nil
}

// saysAction is a line for an action, for the coach.
func (b base) saysAction(text, answers string) ask.Saying {
	c, err := capture.ReadAction(text, b.context(answers))
	if err != nil {
		return ask.Saying{}
	}
	return ask.Adds(b.Post(), "A", c.Action)
}

func (s *actionSheet) aimText() string {
	if ref := s.aimed(); ref != ask.NoTarget {
		return "answers " + ref + " (tab: another)"
	}
	return "answers no cause (tab: one)"
}

// askMore asks of a new action, which is on its way, when it is done; then what its line left open is proposed.
func (b base) askMore(mark, answers string) tea.Cmd {
	return b.Open(b.doneLine(mark + " " + answers))
}

// doneLine says when an action is done. What reads like an action of its own is the next one, unless tab says that it is not. The key
// names the action, or its entry, and what it answers.
func (b base) doneLine(key string) *sheet.Line {
	ref, answers, _ := strings.Cut(key, " ")
	l := sheet.NewLine("Done when", "")
	l.Key = "done " + key
	onward := func() tea.Cmd {
		b.Propose(b.aboutAction(ref, answers))
		return nil
	}
	isNext := func(text string) bool {
		c, err := capture.ReadAction(text, b.context(ask.NoTarget))
		return err == nil && (c.Action.Owner != "" || c.Action.Due != "")
	}
	kept := false // what reads like an action was meant as it stands
	l.Hint = func(text string) []string {
		if isNext(text) {
			c, _ := capture.ReadAction(text, b.context(ask.NoTarget))
			return []string{"the next action: " + say.Safe(c.Understood), "tab: it says when this one is done"}
		}
		return []string{"something another person can check"}
	}
	l.Says = func(text string) ask.Saying {
		return ask.Adds(b.Post(), "A", model.Action{Title: "it", DoneWhen: text, Status: "open"})
	}
	l.Enter = func(text string, _ map[string]string) (sheet.Job, error) {
		if isNext(text) && !kept {
			return b.nextAction(text)
		}
		return b.Set(b.Desk.Ref(ref), "done_when", "", text, ""), nil
	}
	l.Empty = func() tea.Cmd {
		b.Close()
		return onward()
	}
	l.OnTab = func() tea.Cmd {
		if !isNext(l.Text()) {
			return nil
		}
		kept = true
		return b.Submit()
	}
	l.Next = func(e *sheet.Entry) tea.Cmd {
		if isNext(e.Text) && !kept {
			return b.askMore(sheet.OnItsWay(e.ID), ask.NoTarget)
		}
		return onward()
	}
	b.OfferOutcome(l, func() string { return ask.Area(b.Post(), targetOf(answers)) })
	return l
}

// nextAction is an action that was typed where something else was asked.
func (b base) nextAction(text string) (sheet.Job, error) {
	return b.addAction(text, map[string]string{"answers": ask.Aimed(b.Post(), "", nil)})
}

func targetOf(answers string) []string {
	if answers == "" || answers == ask.NoTarget {
		return nil
	}
	return []string{answers}
}

// aboutAction proposes what belongs to a new action: whether it reaches this one or the whole class, which is the question and is
// never proposed, and kind and area, where its cause says them.
func (b base) aboutAction(ref, answers string) *sheet.Proposals {
	is := b.Desk.Ref(ref)
	if sheet.EntryID(is) == "" {
		if a := b.Post().Action(is); a != nil {
			answers = strings.Join(a.Answers[:min(len(a.Answers), 1)], "")
		}
	}
	words := func(name string) []sheet.Choice {
		return sheet.Choices(model.Words[ask.FieldOf("A1", name).Words], nil)
	}
	groups := []sheet.Group{
		sheet.NewGroup("scope", "reaches", []sheet.Choice{{Word: "specific", Name: "only this one"}, {Word: "class", Name: "the whole class"}}, ""),
		sheet.NewGroup("kind", "kind", words("kind"), ask.Kind(b.Post(), targetOf(answers))),
		sheet.NewGroup("area", "area", words("area"), ask.Area(b.Post(), targetOf(answers))),
	}
	if sheet.EntryID(is) == "" {
		groups = slices.DeleteFunc(groups, func(g sheet.Group) bool { return b.Post().Get(is, g.Field) != "" })
	}
	label := is
	if sheet.EntryID(is) != "" {
		label = "It"
	}
	return &sheet.Proposals{Label: label, Groups: groups, Take: func(chosen map[string]string) tea.Cmd {
		return b.Desk.Send(sheet.Job{Post: b.Post().Ref, After: sheet.EntryID(b.Desk.Ref(ref)), Edit: func(t sheet.Turn) (model.Edit, error) {
			return ask.Characterise(t.Ref(ref), chosen), nil
		}})
	}}
}

func (s *actionSheet) actionLineOf(key string) *sheet.Line {
	if ref, ok := strings.CutPrefix(key, "parked "); ok {
		return s.parkedLine(ref)
	}
	return s.lineOf(key)
}

func (s *actionSheet) add(r *draw.Row) tea.Cmd {
	if r != nil {
		s.picked(r)
	}
	return s.ToLine()
}

// picked makes the next action answer the cause or the why that was picked, or what the picked action answers.
func (s *actionSheet) picked(r *draw.Row) {
	switch a := s.Post().Action(r.Ref); {
	case strings.HasPrefix(r.Ref, "W"), strings.HasPrefix(r.Ref, "C"):
		s.answers = r.Ref
	case a != nil && len(a.Answers) > 0: // another one beside it
		s.answers = a.Answers[0]
	}
}

func (s *actionSheet) detail(r *draw.Row) []string {
	if k := slices.IndexFunc(s.Post().Parking, func(k model.Parked) bool { return k.Ref == r.Ref }); k >= 0 && s.Post().Parking[k].Reason != "" {
		return []string{"Not acted on: " + say.Safe(s.Post().Parking[k].Reason)}
	}
	a := s.Post().Action(r.Ref)
	if a == nil {
		return nil
	}
	about := []string{a.Ref, a.Priority, a.Kind, a.Area, a.Scope, ask.StatusSaid(s.Post(), a)}
	if len(a.Answers) > 0 {
		about = append(about, "answers "+strings.Join(a.Answers, ", "))
	}
	if a.Ticket != "" {
		about = append(about, say.Safe(a.Ticket))
	}
	about = slices.DeleteFunc(about, func(x string) bool { return x == "" })
	return []string{strings.Join(about, ", ")}
}
