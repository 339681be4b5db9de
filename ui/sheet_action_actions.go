package ui

import (
	"strings"

	"debrief/intake"
	"debrief/model"
	"debrief/model/guide"

	tea "charm.land/bubbletea/v2"
)

func (s *actionSheet) actions() []Action {
	return []Action{
		{ID: "action.status", Keys: []string{"space"}, Name: "its status; of a parked thought: how it is settled", Foot: "status",
			Scope: inList, Do: s.status, Why: s.noActionOrParked},
		{ID: "action.scope", Keys: []string{"c"}, Name: "only this one, or the whole class", Foot: "class",
			Scope: inList, Do: s.switchScope, Why: s.noAction},
		{ID: "action.answers", Keys: []string{"C"}, Name: "the causes and whys that it answers",
			Scope: inList, Do: func() tea.Cmd { return s.app.push(newAnswersPage(s.app, s.list.selected().ref)) }, Why: s.noAction},
		{ID: "action.test", Keys: []string{"T"}, Name: "its regression test: name, file, command", Foot: "test",
			Scope: inList, Do: s.test, Why: s.noAction},
	}
}

func (s *sheet) noAction() string {
	if r := s.list.selected(); r != nil && strings.HasPrefix(r.ref, "A") {
		return ""
	}
	return "Select an action first."
}

func (s *actionSheet) noActionOrParked() string {
	if r := s.list.selected(); r != nil && strings.HasPrefix(r.ref, "K") {
		return ""
	}
	return s.noAction()
}

func (s *actionSheet) switchScope() tea.Cmd {
	ref := s.list.selected().ref
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
	return s.askTest(s.list.selected().ref, []string{"name", "file", "command"})
}

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
	ref := s.list.selected().ref
	if strings.HasPrefix(ref, "K") {
		return s.settleParked(ref)
	}
	return s.chooseStatus(ref)
}

// chooseStatus changes the status of an action; dropping one asks for the reason.
func (s *sheet) chooseStatus(ref string) tea.Cmd {
	is := s.pm().Get(ref, "status")
	p := newChooser(ref+" is", []choice{
		{key: "o", word: "open", on: is == "open"}, {key: "g", word: "doing", on: is == "doing"},
		{key: "d", word: "done", on: is == "done"}, {key: "x", word: "dropped", on: is == "dropped"},
	})
	p.choose = func(chosen []string) tea.Cmd {
		status, now := chosen[0], model.At(s.app.now())
		return s.apply(p, model.Edit{Label: "call " + ref + " " + status, Do: func(pm *model.Postmortem) error {
			return pm.SetStatus(ref, status, now)
		}}, func(model.Applied) tea.Cmd {
			if status == "dropped" {
				return s.editField(ref, "reason")
			}
			return nil
		})
	}
	return s.open(p)
}

// settleParked turns a parked thought into an action or into a recorded decision not to act.
func (s *actionSheet) settleParked(ref string) tea.Cmd {
	p := newChooser(ref+" becomes",
		[]choice{
			{key: "a", word: "action", name: "an action"},
			{key: "d", word: "declined", name: "a decision not to act"}, {key: "-", name: "open again"},
		})
	p.choose = func(chosen []string) tea.Cmd {
		switch chosen[0] {
		case "action":
			s.done(p)
			return s.open(s.parkedAction(ref))
		case "declined":
			return s.apply(p, s.settleEdit(ref, "declined"), func(model.Applied) tea.Cmd { return s.editField(ref, "reason") })
		}
		return s.apply(p, s.settleEdit(ref, ""), nil)
	}
	return s.open(p)
}

func (s *actionSheet) settleEdit(ref, outcome string) model.Edit {
	label := "decide not to act on " + ref
	if outcome == "" {
		label = "open " + ref + " again"
	}
	return model.Edit{Label: label, Do: func(p *model.Postmortem) error {
		if err := p.Set(ref, "outcome", outcome); err != nil {
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
			return []string{safe(err.Error())}
		}
		return []string{safe(c.Understood)}
	}
	p.submit = func(text string) tea.Cmd {
		c, err := intake.CaptureAction(text, s.context())
		if err != nil {
			p.problem = safe(err.Error())
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
