package ui

import (
	"strings"

	"debrief/model"

	tea "charm.land/bubbletea/v2"
)

func (s *whys) actions() []Action {
	return []Action{
		{ID: "whys.next", Keys: []string{"a"}, Name: "ask why of it", Foot: "next why",
			Scope: inList, Do: func() tea.Cmd { return s.add(s.list.selected()) }},
		{ID: "whys.another", Keys: []string{"b"}, Name: "another answer to the same question", Foot: "another answer",
			Scope: inList, Do: s.another, Why: s.noWhy},
		{ID: "whys.root", Keys: []string{"r"}, Name: "mark it as a root cause, or not", Foot: "root", Scope: inList, Do: s.root, Why: s.noWhy},
		{ID: "whys.roots", Keys: []string{"R"}, Name: "show the roots only, or all", Scope: inList, Do: s.showRoots},
		{ID: "whys.stop", Keys: []string{"s"}, Name: "stop here, and say why", Foot: "stop", Scope: inList, Do: s.stop, Why: s.noWhy},
		{ID: "whys.category", Keys: []string{"c"}, Name: "what kind of cause it is",
			Scope: inList, Do: func() tea.Cmd { return s.editField(s.list.selected().ref, "category") }, Why: s.noWhy},
		{ID: "whys.evidence", Keys: []string{"space"}, Name: "the events that show it", Foot: "evidence",
			Scope: inList, Do: s.pickEvents, Why: s.noPart},
		{ID: "whys.action", Keys: []string{"A"}, Name: "an action from here", Scope: inList, Do: s.actionFromHere, Why: s.noPart},
		{ID: "whys.fold", Keys: []string{"h", "left"}, Name: "fold what is below",
			Scope: inList, Do: func() tea.Cmd { return s.fold(true) }, Why: s.noPart},
		{ID: "whys.unfold", Keys: []string{"l", "right"}, Name: "unfold it",
			Scope: inList, Do: func() tea.Cmd { return s.fold(false) }, Why: s.noPart},
		{ID: "whys.indent", Keys: []string{"L"}, Name: "hang it under the row above", Scope: inList, Do: s.indent, Why: s.noWhy},
		{ID: "whys.outdent", Keys: []string{"H"}, Name: "hang it one level up", Scope: inList, Do: s.outdent, Why: s.noWhy},
	}
}

func (s *whys) noWhy() string {
	if r := s.list.selected(); r != nil && strings.HasPrefix(r.ref, "W") {
		return ""
	}
	return "Select an answer first."
}

func (s *whys) another() tea.Cmd {
	part, _ := s.pm().Part(s.list.selected().ref)
	s.aimAt(part.Parent)
	s.asks = s.pm().Get(part.Ref(), "question")
	return s.open(s.capture())
}

func (s *whys) root() tea.Cmd {
	ref := s.list.selected().ref
	if s.pm().Get(ref, "root") == "yes" {
		return s.app.edit(model.SetFrom(ref, "root", "yes", "", ref+" is no root cause"), nil, nil)
	}
	return s.app.edit(model.SetFrom(ref, "root", "", "yes", "mark "+ref+" as a root cause"), func(model.Applied) tea.Cmd {
		return s.askCategory(ref, func() tea.Cmd { return nil })
	}, nil)
}

func (s *whys) showRoots() tea.Cmd {
	s.rootsOnly = !s.rootsOnly
	s.refresh()
	return nil
}

func (s *whys) stop() tea.Cmd {
	return s.askStop(s.list.selected().ref, func() tea.Cmd { return nil })
}

func (s *whys) fold(fold bool) tea.Cmd {
	s.folded[s.list.selected().ref] = fold
	s.refresh()
	return nil
}

func (s *whys) actionFromHere() tea.Cmd {
	ref := s.list.selected().ref
	cmd := s.app.show("action")
	if next, ok := s.app.top().(*sheet); ok {
		if page, ok := next.content.(*actionSheet); ok {
			page.answers = ref
			next.list.choose(ref, "")
			next.open(page.capture())
		}
	}
	return cmd
}

// indent hangs a why under the one above it on the same level.
func (s *whys) indent() tea.Cmd {
	ref := s.list.selected().ref
	part, _ := s.pm().Part(ref)
	above := ""
	for _, p := range s.pm().Parts() {
		if p.Ref() == ref {
			break
		}
		if p.Kind.Letter == "W" && p.Parent == part.Parent {
			above = p.Ref()
		}
	}
	if above == "" {
		s.app.warn("No answer stands above it on the same level.")
		return nil
	}
	return s.hang(ref, above)
}

func (s *whys) outdent() tea.Cmd {
	ref := s.list.selected().ref
	part, _ := s.pm().Part(ref)
	above, _ := s.pm().Part(part.Parent)
	if above.Kind.Letter != "W" {
		s.app.warn("It stands right below its cause already.")
		return nil
	}
	return s.hang(ref, above.Parent)
}

func (s *whys) hang(ref, under string) tea.Cmd {
	return s.app.edit(model.Edit{Label: "hang " + ref + " under " + under, Do: func(p *model.Postmortem) error {
		return p.Reparent(ref, under)
	}}, nil, nil)
}
