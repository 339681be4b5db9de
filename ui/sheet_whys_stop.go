package ui

import (
	"slices"

	"debrief/model"
	"debrief/model/guide"

	tea "charm.land/bubbletea/v2"
)

// askStop asks why a branch ends. Once that is saved the page goes on, to the next question where somebody types; whether the
// end is a root cause is asked above that, so that esc leaves it for later.
func (s *whys) askStop(ref string, then func() tea.Cmd) tea.Cmd {
	return s.open(s.wordPrompt(ref, "stop", ref+" stops here because it is", func() tea.Cmd {
		return tea.Batch(then(), s.askRoot(ref))
	}))
}

// wordPrompt chooses one word of a field and goes on.
func (s *whys) wordPrompt(ref, name, label string, then func() tea.Cmd) *prompt {
	p := s.fieldChooser(ref, fieldOf(ref, name))
	p.label, p.onTab = label, nil
	p.choose = func(chosen []string) tea.Cmd {
		if s.pm().Get(ref, name) == chosen[0] {
			s.done(p)
			return then()
		}
		e := model.SetFrom(ref, name, s.pm().Get(ref, name), chosen[0], labelFor("change", ref, name))
		return s.apply(p, e, func(model.Applied) tea.Cmd { return then() })
	}
	return p
}

func (s *whys) askRoot(ref string) tea.Cmd {
	s.list.Choose(ref, "")
	if s.pm().Get(ref, "root") == "yes" {
		return s.askCategory(ref)
	}
	p := newChooser("Is "+ref+" a root cause", []choice{{key: "y", word: "yes"}, {key: "n", word: "no"}})
	p.choose = func(chosen []string) tea.Cmd {
		if chosen[0] == "no" {
			s.done(p)
			return s.askHuman(ref)
		}
		return s.apply(p, model.SetFrom(ref, "root", "", "yes", "mark "+ref+" as a root cause"), func(model.Applied) tea.Cmd {
			return s.askCategory(ref)
		})
	}
	return s.open(p)
}

// askCategory asks of a root what kind it is, whether it can be fixed now, and how deep the fix would go.
func (s *whys) askCategory(ref string) tea.Cmd {
	end := func() tea.Cmd { return s.askHuman(ref) }
	ask := func(name, label string, then func() tea.Cmd) tea.Cmd {
		cmd := s.open(s.wordPrompt(ref, name, label, then))
		s.list.Choose(ref, "") // the line that is open below asks about another row by now
		return cmd
	}
	fix := func() tea.Cmd { return ask("fix", "The fix of "+ref+" would be", end) }
	fixable := func() tea.Cmd { return ask("fixable", "Can "+ref+" be fixed", fix) }
	if s.pm().Get(ref, "category") != "" {
		return fixable()
	}
	return ask("category", "What kind of cause is "+ref, fixable)
}

// askHuman goes on from what was called a human error: why it was possible, and why it was not caught.
func (s *whys) askHuman(ref string) tea.Cmd {
	if s.pm().Get(ref, "category") == "human error" && s.aimAtProbe(ref, guide.CategoryProbes("human error")) {
		return s.reopen()
	}
	return nil
}

// chooseCategory says what kind of cause an answer is, and names the question that belongs to it.
func (s *whys) chooseCategory() tea.Cmd {
	ref := s.list.Selected().Ref
	return s.open(s.wordPrompt(ref, "category", "What kind of cause is "+ref, func() tea.Cmd {
		own := guide.CategoryProbes(s.pm().Get(ref, "category"))
		if left := s.probes(ref); len(left) > 0 && slices.Contains(own, left[0]) {
			s.app.say("P asks: " + left[0])
		}
		return s.askHuman(ref)
	}))
}
