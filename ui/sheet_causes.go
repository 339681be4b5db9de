package ui

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// causes is the sheet of where the problem was introduced.
type causes struct{ *sheet }

func (s *causes) rows() []draw.Row {
	t := s.app.theme
	var rows []draw.Row
	for _, c := range s.pm().Causes {
		tail := []string{c.Role, strings.Join(c.Events, " ")}
		if c.Hands > 0 {
			tail = append(tail, say.Count(c.Hands, "hand", "hands"))
		}
		tail = slices.DeleteFunc(tail, func(x string) bool { return x == "" })
		rows = append(rows, draw.Row{Ref: c.Ref, Lead: draw.Pad(c.Ref, 4), LeadLook: t.Faint,
			Text: say.Safe(c.Text), Tail: strings.Join(tail, "  "), TailLook: t.Faint})
	}
	if len(rows) == 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "none yet: type where the problem was introduced"})
	}
	return rows
}

func (s *causes) capture() *prompt {
	p := newPrompt("Add", "")
	p.capture, p.draft = true, s.draftKey("cause")
	p.hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{"where it was introduced; then the events that show it: E6 E8", "#trigger  #contributing  #prolonging  #detection"}
		}
		return []string{orNothing(readTags(text, "cause", s.pm()).understood(), "a high-level cause; space says which events show it")}
	}
	p.says = func(line string) saying {
		return s.app.adds("C", model.Cause{Text: readTags(line, "cause", s.pm()).text})
	}
	p.submit = func(line string) tea.Cmd {
		tags := readTags(line, "cause", s.pm())
		if tags.text == "" {
			p.problem = "A cause needs a few words before its marks."
			return nil
		}
		return s.apply(p, model.Edit{Label: "add a cause", Do: func(pm *model.Postmortem) error {
			pm.Causes = append(pm.Causes, model.Cause{Text: tags.text, Role: tags.values["role"], Events: tags.events})
			return nil
		}}, s.selectNew)
	}
	return p
}

func orNothing(words []string, otherwise string) string {
	if len(words) == 0 {
		return otherwise
	}
	return strings.Join(words, ", ")
}

func (s *causes) actions() []Action {
	return []Action{
		{ID: "causes.role", Keys: []string{"c"}, Name: "its role: trigger, contributing, prolonging, detection gap", Foot: "role",
			Scope: inList, Do: func() tea.Cmd { return s.editField(s.list.Selected().Ref, "role") }, Why: s.noPart},
		{ID: "causes.events", Keys: []string{"space"}, Name: "the events that show it", Foot: "events",
			Scope: inList, Do: s.pickEvents, Why: s.noPart},
		{ID: "causes.hand-up", Keys: []string{"+"}, Name: "one more hand for it",
			Scope: inList, Do: func() tea.Cmd { return s.hands(1) }, Why: s.noPart},
		{ID: "causes.hand-down", Keys: []string{"-"}, Name: "one hand less",
			Scope: inList, Do: func() tea.Cmd { return s.hands(-1) }, Why: s.noPart},
	}
}

func (s *causes) hands(by int) tea.Cmd {
	ref := s.list.Selected().Ref
	return s.app.edit(model.Edit{Label: "count hands for " + ref, Do: func(p *model.Postmortem) error {
		for i := range p.Causes {
			if p.Causes[i].Ref == ref {
				p.Causes[i].Hands = max(p.Causes[i].Hands+by, 0)
				return nil
			}
		}
		return &model.ChangedError{Part: ref}
	}}, nil, nil)
}

// pickEvents opens the page on which events are ticked for the selected row.
func (s *sheet) pickEvents() tea.Cmd {
	return s.app.push(newEvidencePage(s.app, s.list.Selected().Ref))
}

func (s *causes) head(int, int) []string { return nil }

func (s *causes) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (s *causes) add(*draw.Row) tea.Cmd { return s.open(s.capture()) }

func (s *causes) detail(r *draw.Row, w int) []string {
	i := slices.IndexFunc(s.pm().Causes, func(c model.Cause) bool { return c.Ref == r.Ref })
	if i < 0 {
		return nil
	}
	c := s.pm().Causes[i]
	lines := draw.Wrap(c.Ref+"  "+model.Shorten(say.Safe(c.Text), 600), w)
	for _, ref := range c.Events {
		lines = append(lines, "shown by "+eventLine(s.pm(), ref))
	}
	return lines
}

// eventLine is an event in one line: its reference, its time, its text.
func eventLine(pm *model.Postmortem, ref string) string {
	e := pm.Event(ref)
	if e == nil {
		return ref
	}
	clock := ""
	if !e.At.IsZero() {
		clock = say.Clock(e.At, pm.Location(), false) + " "
	}
	return ref + "  " + clock + say.Safe(e.Text)
}
