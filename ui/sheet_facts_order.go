package ui

import (
	"slices"
	"strings"
	"time"

	"debrief/intake"
	"debrief/model"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

func (s *facts) inOrder() string {
	if len(s.pm().OutOfOrder()) == 0 {
		return "The events are in time order already."
	}
	return ""
}

func (s *facts) sort() tea.Cmd {
	return s.app.edit(model.Edit{Label: "put the events in time order", Do: func(p *model.Postmortem) error {
		p.SortEvents()
		return nil
	}}, nil, nil)
}

// filter chooses which kinds and sources are shown. Nothing is deleted.
func (s *facts) filter() tea.Cmd {
	var choices []choice
	taken := map[string]bool{}
	for _, list := range []string{"kind", "source"} {
		for i, w := range model.Words[list] {
			name := w
			if list == "kind" {
				name = model.Said(w)
			}
			k := freeKey(name, i, taken)
			taken[k] = true
			choices = append(choices, choice{key: k, word: list + " " + w, name: name, on: s.only[list+" "+w]})
		}
	}
	p := newChooser("Show only", choices)
	p.many = true
	p.choose = func(chosen []string) tea.Cmd {
		s.only = map[string]bool{}
		for _, w := range chosen {
			s.only[w] = true
		}
		s.done(p)
		s.refresh()
		return nil
	}
	return s.open(p)
}

// above is the event before another one, "" for the first.
func (s *facts) above(ref string) string {
	i := slices.IndexFunc(s.pm().Events, func(e model.Event) bool { return e.Ref == ref })
	if i < 1 {
		return ""
	}
	return s.pm().Events[i-1].Ref
}

func (s *facts) noEventAbove() string {
	if why := s.noEvent(); why != "" {
		return why
	}
	if s.above(s.list.Selected().Ref) == "" {
		return "No event stands above this one."
	}
	return ""
}

func (s *facts) merge() tea.Cmd {
	ref := s.list.Selected().Ref
	into := s.above(ref)
	return s.app.edit(model.Edit{Label: "make " + ref + " one with " + into, Do: func(p *model.Postmortem) error { return p.Merge(ref, into) }},
		func(model.Applied) tea.Cmd {
			s.list.Choose(into, "")
			return nil
		}, nil)
}

// shiftSource asks by how much a clock was off, and shifts all events that were read from the same stream and source.
func (s *facts) shiftSource() tea.Cmd {
	e := s.pm().Event(s.list.Selected().Ref)
	stream, source := intake.StreamOf(e.Origin), e.Source
	name := strings.TrimSpace(source + " from " + stream)
	if stream == "" {
		s.app.warn("This event was typed here: e changes it, then ctrl+o its time.")
		return nil
	}
	n := 0
	for i := range s.pm().Events {
		if other := &s.pm().Events[i]; intake.StreamOf(other.Origin) == stream && other.Source == source {
			n++
		}
	}
	p := newPrompt("Shift by", "")
	p.hint = func(string) []string {
		return []string{say.Count(n, "event", "events") + ", " + say.Safe(name) + "; such as -1h or 90s"}
	}
	p.submit = func(text string) tea.Cmd {
		by, err := time.ParseDuration(strings.ReplaceAll(text, " ", ""))
		if err != nil || by == 0 {
			p.problem = "Give a length of time such as -1h, 30m or 90s."
			return nil
		}
		return s.apply(p, intake.Shift(stream, source, by), nil)
	}
	return s.open(p)
}
