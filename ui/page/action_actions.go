package page

import (
	"strings"

	"debrief/intake/capture"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

func (s *actionSheet) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "action.status", Keys: []string{"space"}, Name: "its status; of a parked thought: how it is settled", Foot: "status",
			Scope: sheet.InList, Chooses: always, Do: s.status, Why: s.noActionOrParked},
		{ID: "action.scope", Keys: []string{"c"}, Name: "only this one, or the whole class", Foot: "class",
			Scope: sheet.InList, Do: s.chooseScope, Why: s.noAction},
		{ID: "action.answers", Keys: []string{"C"}, Name: "the causes and whys that it answers",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.Desk.Push(s.shelf.answersPage(s.Ref())) }, Why: s.noAction},
		{ID: "action.test", Keys: []string{"T"}, Name: "its regression test: name, file, command", Foot: "test",
			Scope: sheet.InList, Do: s.test, Why: s.noAction},
		{ID: "action.order", Keys: []string{"s"}, Name: "show the list by cause, priority, owner or day", Foot: "order", Scope: sheet.InList, Do: s.nextOrder},
	}
}

func (b base) noAction() string { return b.needs("A", "Select an action first.")() }

func (s *actionSheet) noActionOrParked() string { return s.needs("AK", "Select an action first.")() }

func (s *actionSheet) chooseScope() tea.Cmd {
	ref := s.Ref()
	c := s.FieldChooser(ref, ask.FieldOf(ref, "scope"))
	c.Label = ref + " reaches"
	c.Choices[0].Name, c.Choices[1].Name = "only this one", "the whole class"
	return s.Choose(c)
}

// test asks for the regression test, a line each.
func (s *actionSheet) test() tea.Cmd { return s.askTest(s.Ref(), testFields) }

// testFields are what a regression test is asked for, in their order.
var testFields = []string{"name", "file", "command"}

func (s *actionSheet) askTest(ref string, names []string) tea.Cmd {
	if len(names) == 0 {
		return nil
	}
	l := s.FieldLine(ref, "test."+names[0])
	l.Hint = func(string) []string {
		return []string{"put " + s.Post().Ref + "/" + ref + " into the test, so that it leads back here"}
	}
	l.Next = func(*sheet.Entry) tea.Cmd { return s.askTest(ref, names[1:]) }
	return s.Open(l)
}

func (s *actionSheet) status() tea.Cmd {
	ref := s.Ref()
	if strings.HasPrefix(ref, "K") {
		return s.settleParked(ref)
	}
	return s.chooseStatus(ref)
}

// settleParked turns a parked thought into an action or into a recorded decision not to act, which has a reason.
func (b base) settleParked(ref string) tea.Cmd {
	is := b.Post().Get(ref, "outcome")
	choices := []sheet.Choice{
		{Word: "action", Name: "an action", On: is == "action"}, {Word: "declined", Name: "a decision not to act", On: is == "declined"},
	}
	if is != "" {
		choices = append(choices, sheet.Choice{Name: "open again"})
	}
	c := sheet.NewChooser(ref+" becomes", choices)
	c.Take = func(chosen []string) tea.Cmd {
		switch chosen[0] {
		case "action":
			if a := b.Post().Action(b.Post().Get(ref, "action")); a != nil {
				b.Desk.Say(ref + " is " + a.Ref + " already.")
				return b.shelf.ShowPart(a.Ref, "action")
			}
			return b.Open(b.parkedLine(ref))
		case "declined":
			return b.Open(b.reasonLine(b.Post().Ref, ref))
		}
		return b.Apply(ask.Settle("open "+ref+" again", ref, "", ""), nil)
	}
	return b.Choose(c)
}

// parkedLine makes a parked thought an action, worded as the thought is.
func (b base) parkedLine(ref string) *sheet.Line {
	l := sheet.NewLine("Action", b.Post().Get(ref, "text"))
	l.Key = "parked " + ref
	answers := func() string { return ask.Aimed(b.Post(), "", nil) }
	l.Tab = b.CompleteOwner
	l.Says = func(text string) ask.Saying { return b.saysAction(text, answers()) }
	l.Hint = func(text string) []string {
		c, err := capture.ReadAction(text, b.context(answers()))
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(c.Understood)}
	}
	l.About = func() map[string]string { return map[string]string{"answers": answers()} }
	l.Enter = func(text string, about map[string]string) (sheet.Job, error) {
		c, err := capture.ReadAction(text, b.context(about["answers"]))
		if err != nil {
			return sheet.Job{}, err
		}
		j := b.Job(ask.BecomesAction(c.Edit(), ref))
		j.Then = b.SelectNew
		return j, nil
	}
	l.Next = func(e *sheet.Entry) tea.Cmd { return b.askMore(sheet.OnItsWay(e.ID), e.About["answers"]) }
	return l
}
