package ui

import (
	"strings"

	"debrief/intake"
	"debrief/model"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

func (s *facts) impactPrompt() *prompt {
	p := newPrompt("Impact", "")
	p.draft = s.draftKey("impact")
	p.hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{"a number, its unit, then what: 4180 requests payment attempts that failed. ~ for an estimate"}
		}
		c, err := intake.CaptureImpact(text)
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(c.Understood)}
	}
	p.says = func(text string) saying {
		c, err := intake.CaptureImpact(text)
		if err != nil {
			return saying{}
		}
		return s.app.adds("I", c.Impact)
	}
	p.submit = func(text string) tea.Cmd {
		if text == "" {
			s.done(p)
			return nil
		}
		c, err := intake.CaptureImpact(text)
		if err != nil {
			p.problem = say.Safe(err.Error())
			return nil
		}
		return s.apply(p, c.Edit(), s.selectNew)
	}
	return p
}

func (s *facts) actions() []Action {
	return []Action{
		{ID: "facts.moment", Keys: []string{"space"}, Name: "mark it as start, detection, mitigation or resolution", Foot: "moment",
			Scope: inList, Do: s.chooseMoment, Why: s.noEvent},
		{ID: "facts.kind", Keys: []string{"c"}, Name: "what kind of event it is", Foot: "kind",
			Scope: inList, Do: func() tea.Cmd { return s.editField(s.list.Selected().Ref, "kind") }, Why: s.noEvent},
		{ID: "facts.confirm", Keys: []string{"+"}, Name: "this confirms the open thought",
			Scope: inList, Do: func() tea.Cmd { return s.settleThought("confirmed") }, Why: s.noThought},
		{ID: "facts.rule-out", Keys: []string{"-"}, Name: "this rules the open thought out",
			Scope: inList, Do: func() tea.Cmd { return s.settleThought("ruled out") }, Why: s.noThought},
		{ID: "facts.fold", Keys: []string{"z"}, Name: "fold or show noise", Scope: inList, Do: s.fold},
		{ID: "facts.noise", Keys: []string{"Z"}, Name: "call it noise, or not",
			Scope: inList, Do: func() tea.Cmd { r := s.list.Selected(); return s.toggle(r.Ref, fieldOf(r.Ref, "noise")) }, Why: s.noEvent},
		{ID: "facts.bring-in", Keys: []string{"i"}, Name: "bring in a log, a chat, an export: from a file, or paste", Foot: "bring in", Scope: inList, Do: s.app.chooseFile},
		{ID: "facts.sort", Keys: []string{"S"}, Name: "put the events in time order", Scope: inList, Do: s.sort, Why: s.inOrder},
		{ID: "facts.filter", Keys: []string{"F"}, Name: "show some kinds or sources only", Scope: inList, Do: s.filter},
		{ID: "facts.merge", Keys: []string{"M"}, Name: "the same moment as the row above, told twice: make them one",
			Scope: inList, Do: s.merge, Why: s.noEventAbove},
		{ID: "facts.shift", Keys: []string{"X"}, Name: "shift all events of its source in time", Scope: inList, Do: s.shiftSource, Why: s.noEvent},
		{ID: "facts.cause", Keys: []string{"C"}, Name: "make it a high-level cause", Scope: inList, Do: s.makeCause, Why: s.noEvent},
		{ID: "facts.impact", Keys: []string{"I"}, Name: "add to the impact", Foot: "impact",
			Scope: inList, Do: func() tea.Cmd { return s.open(s.impactPrompt()) }},
	}
}

func (s *facts) noEvent() string {
	if r := s.list.Selected(); r != nil && strings.HasPrefix(r.Ref, "E") {
		return ""
	}
	return "Select an event first."
}

func (s *facts) fold() tea.Cmd {
	s.unfolded = !s.unfolded
	s.refresh()
	return nil
}

func (s *facts) chooseMoment() tea.Cmd {
	ref := s.list.Selected().Ref
	is := strings.Fields(momentsByEvent(s.pm())[ref])
	choices := append(wordChoices(model.MomentNames, is), choice{key: "-", name: "none of them"})
	p := newChooser(ref+" is when it", choices)
	p.choose = func(words []string) tea.Cmd {
		label := "mark " + ref + " as " + words[0]
		if words[0] == "" {
			label = "take the moment off " + ref
		}
		return s.apply(p, model.Edit{Label: label, Do: func(pm *model.Postmortem) error {
			return pm.Mark(ref, words[0])
		}}, nil)
	}
	return s.open(p)
}

// openThought is the hypothesis that + and - are about: the selected one, else the newest open one before the selected event.
func (s *facts) openThought() (thought, settledBy string) {
	r := s.list.Selected()
	if r == nil || s.pm().Event(r.Ref) == nil {
		return "", ""
	}
	if s.pm().Event(r.Ref).Kind == "hypothesis" {
		return r.Ref, ""
	}
	for i := range s.pm().Events {
		e := &s.pm().Events[i]
		if e.Ref == r.Ref {
			return thought, r.Ref
		}
		if e.Kind == "hypothesis" && (e.Outcome == "" || e.SettledBy == r.Ref) {
			thought = e.Ref
		}
	}
	return "", ""
}

func (s *facts) noThought() string {
	if thought, _ := s.openThought(); thought == "" {
		return "No open thought stands before this row."
	}
	return ""
}

func (s *facts) settleThought(outcome string) tea.Cmd {
	thought, settledBy := s.openThought()
	return s.app.edit(model.Edit{Label: thought + " " + outcome + by(settledBy), Do: func(p *model.Postmortem) error {
		e := p.Event(thought)
		if e == nil {
			return &model.ChangedError{Part: thought}
		}
		if e.Outcome == outcome && e.SettledBy == settledBy { // once more takes it back
			e.Outcome, e.SettledBy = "", ""
			return nil
		}
		e.Outcome, e.SettledBy = outcome, settledBy
		return nil
	}}, nil, nil)
}

func (s *facts) makeCause() tea.Cmd {
	e := s.pm().Event(s.list.Selected().Ref)
	ref := e.Ref
	p := newPrompt("Cause", e.Text)
	p.draft = s.draftKey("cause from " + ref)
	p.hint = func(string) []string { return []string{"where the problem was introduced, shown by " + ref} }
	p.says = func(text string) saying { return s.app.adds("C", model.Cause{Text: text}) }
	p.submit = func(text string) tea.Cmd {
		if text == "" {
			p.problem = "A cause needs a few words."
			return nil
		}
		return s.apply(p, model.Edit{Label: "make " + ref + " a cause", Do: func(pm *model.Postmortem) error {
			pm.Causes = append(pm.Causes, model.Cause{Text: text, Events: []string{ref}})
			return nil
		}}, nil)
	}
	return s.open(p)
}
