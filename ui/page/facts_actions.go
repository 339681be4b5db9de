package page

import (
	"errors"
	"slices"
	"strings"

	"debrief/intake/capture"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// impactLine adds to the impact.
func (b base) impactLine() *sheet.Line {
	l := sheet.NewLine("Impact", "")
	l.Key = "impact"
	l.Hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{"a number, its unit, then what: 4180 requests payment attempts that failed. ~ for an estimate; enter alone ends"}
		}
		c, err := capture.ReadImpact(text)
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(c.Understood)}
	}
	l.Says = func(text string) ask.Saying {
		c, err := capture.ReadImpact(text)
		if err != nil {
			return ask.Saying{}
		}
		return ask.Adds(b.Post(), "I", c.Impact)
	}
	l.Enter = func(text string, _ map[string]string) (sheet.Job, error) {
		c, err := capture.ReadImpact(text)
		if err != nil {
			return sheet.Job{}, err
		}
		j := b.Job(c.Edit())
		j.Then = b.selectUnlessTyping
		return j, nil
	}
	l.Next = func(*sheet.Entry) tea.Cmd { return b.Open(b.impactLine()) } // there is seldom one figure only
	return l
}

func (s *facts) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "facts.moment", Keys: []string{"space"}, Name: "mark it as start, detection, mitigation or resolution", Foot: "moment",
			Scope: sheet.InList, Chooses: always, Do: s.chooseMoment, Why: s.noEvent},
		{ID: "facts.kind", Keys: []string{"c"}, Name: "what kind of event it is", Foot: "kind",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.EditField(s.Selected().Ref, "kind") }, Why: s.noEvent},
		{ID: "facts.confirm", Keys: []string{"+"}, Name: "this confirms the open thought",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.settleThought("confirmed") }, Why: s.noThought},
		{ID: "facts.rule-out", Keys: []string{"-"}, Name: "this rules the open thought out",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.settleThought("ruled out") }, Why: s.noThought},
		{ID: "facts.fold", Keys: []string{"z"}, Name: "fold or show noise", Scope: sheet.InList, Do: s.fold, Why: s.noNoise},
		{ID: "facts.noise", Keys: []string{"Z"}, Name: "call it noise, or not",
			Scope: sheet.InList, Do: func() tea.Cmd { r := s.Selected(); return s.Toggle(r.Ref, ask.FieldOf(r.Ref, "noise")) }, Why: s.noEvent},
		{ID: "facts.key", Keys: []string{"Y"}, Name: "call it a key event, which readers outside the team are shown, or not", Scope: sheet.InList,
			Do: func() tea.Cmd { r := s.Selected(); return s.Toggle(r.Ref, ask.FieldOf(r.Ref, "key_event")) }, Why: s.noEvent},
		{ID: "facts.bring-in", Keys: []string{"i"}, Name: "bring in a log, a chat, an export: from a file, or paste", Foot: "bring in", Scope: sheet.InList, Do: s.shelf.chooseFile},
		{ID: "facts.sort", Keys: []string{"S"}, Name: "put the events in time order", Scope: sheet.InList, Do: s.sort, Why: s.inOrder},
		{ID: "facts.filter", Keys: []string{"F"}, Name: "show some kinds or sources only", Scope: sheet.InList, Do: s.filter},
		{ID: "facts.merge", Keys: []string{"M"}, Name: "the same moment as the row above, told twice: make them one",
			Scope: sheet.InList, Do: s.merge, Why: s.noEventAbove},
		{ID: "facts.shift", Keys: []string{"X"}, Name: "shift all events of its source in time", Scope: sheet.InList, Do: s.shiftSource, Why: s.noEvent},
		{ID: "facts.cause", Keys: []string{"C"}, Name: "make it a high-level cause", Scope: sheet.InList, Do: s.makeCause, Why: s.noEvent},
		{ID: "facts.impact", Keys: []string{"I"}, Name: "add to the impact", Foot: "impact",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.Open(s.impactLine()) }},
	}
}

func (s *facts) noEvent() string { return s.needs("E", "Select an event first.")() }

func (s *facts) noNoise() string {
	if !slices.ContainsFunc(s.Post().Events, func(e model.Event) bool { return e.Noise }) {
		return "No event is called noise: there is nothing to fold. " + s.Key("facts.noise", "Z") + " calls one so."
	}
	return ""
}

func (s *facts) fold() tea.Cmd {
	s.unfolded = !s.unfolded
	s.Refresh()
	return nil
}

func (s *facts) chooseMoment() tea.Cmd {
	ref := s.Ref()
	is := strings.Fields(momentsByEvent(s.Post())[ref])
	choices := sheet.Choices(model.MomentNames, is)
	if len(is) > 0 {
		choices = append(choices, sheet.Choice{Name: "none of them"})
	}
	c := sheet.NewChooser(ref+" is when it", choices)
	c.Take = func(words []string) tea.Cmd {
		label := "mark " + ref + " as " + words[0]
		if words[0] == "" {
			label = "take the moment off " + ref
		}
		return s.Apply(model.Edit{Label: label, Do: func(pm *model.Postmortem) error { return pm.Mark(ref, words[0]) }}, nil)
	}
	return s.Choose(c)
}

// openThought is the hypothesis that + and - are about: the selected one, else the newest open one before the selected event.
func (s *facts) openThought() (thought, settledBy string) {
	r := s.Selected()
	if r == nil || s.Post().Event(r.Ref) == nil {
		return "", ""
	}
	if s.Post().Event(r.Ref).Kind == "hypothesis" {
		return r.Ref, ""
	}
	for i := range s.Post().Events {
		e := &s.Post().Events[i]
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
	label := thought + " " + outcome + by(settledBy)
	if e := s.Post().Event(thought); e != nil && e.Outcome == outcome && e.SettledBy == settledBy { // once more takes it back
		label, outcome, settledBy = thought+" is open again", "", ""
	}
	return s.Apply(model.Edit{Label: label, Do: func(p *model.Postmortem) error {
		e := p.Event(thought)
		if e == nil {
			return &model.ChangedError{Part: thought}
		}
		e.Outcome, e.SettledBy = outcome, settledBy
		return nil
	}}, nil)
}

func (s *facts) makeCause() tea.Cmd { return s.Open(s.causeLine(s.Ref())) }

// causeLine makes an event a cause, worded as the event is.
func (s *facts) causeLine(ref string) *sheet.Line {
	e := s.Post().Event(ref)
	if e == nil {
		return nil
	}
	l := sheet.NewLine("Cause", e.Text)
	l.Key = "cause " + ref
	l.Hint = func(string) []string { return []string{"where the problem was introduced, shown by " + ref} }
	l.Says = func(text string) ask.Saying { return ask.Adds(s.Post(), "C", model.Cause{Text: text}) }
	l.Enter = func(text string, _ map[string]string) (sheet.Job, error) {
		if text == "" {
			return sheet.Job{}, errors.New("a cause needs a few words")
		}
		return s.Job(model.Edit{Label: "make " + ref + " a cause", Do: func(pm *model.Postmortem) error {
			pm.Causes = append(pm.Causes, model.Cause{Text: text, Events: []string{ref}})
			return nil
		}}), nil
	}
	return l
}

func (s *facts) factLineOf(key string) *sheet.Line {
	if ref, ok := strings.CutPrefix(key, "cause "); ok {
		return s.causeLine(ref)
	}
	if ref, ok := strings.CutPrefix(key, rowKey); ok && s.Post().Event(ref) != nil {
		return s.eventLine(ref)
	}
	return s.lineOf(key)
}
