package ui

import (
	"strings"

	"debrief/intake"
	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

func (s *actionSheet) actions() []Action {
	return []Action{
		{ID: "action.status", Keys: []string{"space"}, Name: "its status; of a parked thought: how it is settled", Foot: "status",
			Scope: inList, Do: s.status, Why: s.noActionOrParked},
		{ID: "action.scope", Keys: []string{"c"}, Name: "only this one, or the whole class", Foot: "class",
			Scope: inList, Do: s.switchScope, Why: s.noAction},
		{ID: "action.answers", Keys: []string{"C"}, Name: "the causes and whys that it answers",
			Scope: inList, Do: func() tea.Cmd { return s.app.push(newAnswersPage(s.app, s.list.Selected().Ref)) }, Why: s.noAction},
		{ID: "action.test", Keys: []string{"T"}, Name: "its regression test: name, file, command", Foot: "test",
			Scope: inList, Do: s.test, Why: s.noAction},
		{ID: "action.order", Keys: []string{"s"}, Name: "show the list by cause, priority, owner or day", Foot: "order", Scope: inList, Do: s.nextOrder},
	}
}

func (s *sheet) noAction() string {
	if r := s.list.Selected(); r != nil && strings.HasPrefix(r.Ref, "A") {
		return ""
	}
	return "Select an action first."
}

func (s *actionSheet) noActionOrParked() string {
	if r := s.list.Selected(); r != nil && strings.HasPrefix(r.Ref, "K") {
		return ""
	}
	return s.noAction()
}

func (s *actionSheet) switchScope() tea.Cmd {
	ref := s.list.Selected().Ref
	is, to := s.pm().Get(ref, "scope"), "class"
	if is == "class" {
		to = "specific"
	}
	return s.app.edit(model.SetFrom(ref, "scope", is, to, labelFor("change", ref, "scope")), func(model.Applied) tea.Cmd {
		s.app.say(ref + " is " + to + " now: it " + guide.Meaning("scope", to) + ".")
		return nil
	}, nil)
}

// test asks for the regression test, a line each.
func (s *actionSheet) test() tea.Cmd {
	return s.askTest(s.list.Selected().Ref, testFields)
}

// testFields are what a regression test is asked for, in their order.
var testFields = []string{"name", "file", "command"}

func (s *actionSheet) askTest(ref string, names []string) tea.Cmd {
	if len(names) == 0 {
		return nil
	}
	f := fieldOf(ref, "test."+names[0])
	p := s.fieldPrompt(ref, f)
	was := s.pm().Get(ref, f.name)
	p.hint = func(string) []string {
		return []string{"put " + s.pm().Ref + "/" + ref + " into the test, so that it leads back here"}
	}
	p.submit = func(text string) tea.Cmd {
		return s.apply(p, model.SetFrom(ref, f.name, was, text, labelFor("change", ref, f.name)), func(model.Applied) tea.Cmd {
			return s.askTest(ref, names[1:])
		})
	}
	return s.open(p)
}

func (s *actionSheet) status() tea.Cmd {
	ref := s.list.Selected().Ref
	if strings.HasPrefix(ref, "K") {
		return s.settleParked(ref)
	}
	return s.chooseStatus(ref)
}

// settleParked turns a parked thought into an action or into a recorded decision not to act, which has a reason.
func (s *actionSheet) settleParked(ref string) tea.Cmd {
	is := s.pm().Get(ref, "outcome")
	p := newChooser(ref+" becomes", []choice{
		{key: "a", word: "action", name: "an action", on: is == "action"},
		{key: "d", word: "declined", name: "a decision not to act", on: is == "declined"}, {key: "-", name: "open again"},
	})
	p.choose = func(chosen []string) tea.Cmd {
		switch chosen[0] {
		case "action":
			s.done(p)
			if a := s.pm().Action(s.pm().Get(ref, "action")); a != nil {
				s.app.say(ref + " is " + a.Ref + " already.")
				return s.app.showPart(a.Ref, "action")
			}
			return s.open(s.parkedAction(ref))
		case "declined":
			s.done(p)
			return s.askReason(s.pm().Ref, ref, "why nobody acts on "+ref, func(reason string) model.Edit {
				return settleEdit("decide not to act on "+ref, ref, "declined", reason)
			}, nil)
		}
		return s.apply(p, settleEdit("open "+ref+" again", ref, "", ""), nil)
	}
	return s.open(p)
}

// settleEdit settles a parked thought without an action, or opens it again.
func settleEdit(label, ref, outcome, reason string) model.Edit {
	return model.Edit{Label: label, Do: func(p *model.Postmortem) error {
		if err := p.Set(ref, "outcome", outcome); err != nil {
			return err
		}
		if err := p.Set(ref, "reason", reason); err != nil {
			return err
		}
		return p.Set(ref, "action", "")
	}}
}

func (s *actionSheet) parkedAction(ref string) *prompt {
	p := newPrompt("Action", s.pm().Get(ref, "text"))
	p.draft = s.draftKey("action from " + ref)
	p.tab, p.says = s.completeOwner, s.saysAction
	p.hint = func(text string) []string {
		c, err := intake.CaptureAction(text, s.context())
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(c.Understood)}
	}
	p.submit = func(text string) tea.Cmd {
		c, err := intake.CaptureAction(text, s.context())
		if err != nil {
			p.problem = say.Safe(err.Error())
			return nil
		}
		e := c.Edit()
		add := e.Do
		e.Label = "make " + ref + " an action"
		e.Do = func(pm *model.Postmortem) error {
			if err := add(pm); err != nil {
				return err
			}
			pm.Settle() // the new action needs its number, so that the thought can point at it
			if err := pm.Set(ref, "outcome", "action"); err != nil {
				return err
			}
			return pm.Set(ref, "action", pm.Actions[len(pm.Actions)-1].Ref)
		}
		return s.apply(p, e, func(applied model.Applied) tea.Cmd { return s.askMore(applied.Step.Touched()) })
	}
	return p
}
