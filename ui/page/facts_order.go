package page

import (
	"errors"
	"strings"
	"time"

	"debrief/intake"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

func (s *facts) inOrder() string {
	if len(s.Post().OutOfOrder()) == 0 {
		return "The events are in time order already."
	}
	return ""
}

func (s *facts) sort() tea.Cmd {
	return s.Apply(model.Edit{Label: "put the events in time order", Do: func(p *model.Postmortem) error {
		p.SortEvents()
		return nil
	}}, nil)
}

// filter chooses which kinds and sources are shown. Nothing is deleted.
func (s *facts) filter() tea.Cmd {
	var choices []sheet.Choice
	for _, list := range []string{"kind", "source"} {
		for _, w := range model.Words[list] {
			name := w
			if list == "kind" {
				name = model.Said(w)
			}
			choices = append(choices, sheet.Choice{Word: list + " " + w, Name: name, On: s.only[list+" "+w]})
		}
	}
	c := sheet.NewChooser("Show only", choices)
	c.Many = true
	c.Hint = "space marks one, enter shows those"
	c.Take = func(chosen []string) tea.Cmd {
		s.only = map[string]bool{}
		for _, w := range chosen {
			s.only[w] = true
		}
		s.Refresh()
		return nil
	}
	return s.Choose(c)
}

// above is the event in the row above the selected one, "" where none is shown.
func (s *facts) above() string {
	for i := s.List.Sel - 1; i >= 0; i-- {
		if r := &s.List.Rows[i]; s.Post().Event(r.Ref) != nil {
			return r.Ref
		}
	}
	return ""
}

func (s *facts) noEventAbove() string {
	if why := s.noEvent(); why != "" {
		return why
	}
	if s.above() == "" {
		return "No event stands above this one."
	}
	return ""
}

// merge says with which event the selected one becomes one, and that nothing of it is lost.
func (s *facts) merge() tea.Cmd {
	ref, into := s.Ref(), s.above()
	c := sheet.NewChooser(ref+" tells the same as "+eventLine(s.Post(), into), []sheet.Choice{
		{Word: "one", Name: "make them one"}, {Word: "keep", Name: "keep both"},
	})
	c.Hint = "one row, with both times, both texts and what rests on either; " + s.Key("undo", "u") + " takes them apart"
	c.Take = func(chosen []string) tea.Cmd {
		if chosen[0] == "keep" {
			return nil
		}
		return s.Apply(model.Edit{Label: "make " + ref + " one with " + into, Do: func(p *model.Postmortem) error { return p.Merge(ref, into) }},
			func(model.Applied) tea.Cmd {
				s.List.Choose(into, "")
				return nil
			})
	}
	return s.Choose(c)
}

// shiftSource asks by how much a clock was off, and shifts all events that were read from the same stream and source.
func (s *facts) shiftSource() tea.Cmd {
	e := s.Post().Event(s.Selected().Ref)
	stream, source := intake.StreamOf(e.Origin), e.Source
	name := strings.TrimSpace(source + " from " + stream)
	if stream == "" {
		s.Desk.Warn("This event was typed here: " + s.Key("list.edit", "e") + " changes it, then " + s.Key("fields", "ctrl+o") + " its time.")
		return nil
	}
	n := 0
	for i := range s.Post().Events {
		if other := &s.Post().Events[i]; intake.StreamOf(other.Origin) == stream && other.Source == source {
			n++
		}
	}
	l := sheet.NewLine("Shift by", "")
	l.Hint = func(string) []string {
		return []string{say.Count(n, "event", "events") + ", " + say.Safe(name) + "; such as -1h or 90s"}
	}
	l.Do = func(text string) (tea.Cmd, error) {
		by, err := time.ParseDuration(strings.ReplaceAll(text, " ", ""))
		if err != nil || by == 0 {
			return nil, errors.New("give a length of time such as -1h, 30m or 90s")
		}
		return s.Apply(intake.Shift(stream, source, by), nil), nil
	}
	l.Empty = func() tea.Cmd { s.Close(); return nil }
	return s.Open(l)
}
