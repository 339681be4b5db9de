package ui

import (
	"strings"

	"debrief/model"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

func (s *whys) actions() []Action {
	return []Action{
		{ID: "whys.next", Keys: []string{"a"}, Name: "ask why of it", Foot: "next why",
			Scope: inList, Do: func() tea.Cmd { return s.add(s.list.Selected()) }},
		{ID: "whys.another", Keys: []string{"b"}, Name: "another answer to the same question", Foot: "another answer",
			Scope: inList, Do: s.another, Why: s.noWhy},
		{ID: "whys.root", Keys: []string{"r"}, Name: "mark it as a root cause, or not", Foot: "root", Scope: inList, Do: s.root, Why: s.noWhy},
		{ID: "whys.roots", Keys: []string{"R"}, Name: "show only the ways to roots, or all", Scope: inList, Do: s.showRoots},
		{ID: "whys.probe", Keys: []string{"P"}, Name: "ask a standing question of it: not caught before, why then, its category's", Foot: "standing question",
			Scope: inList, Do: func() tea.Cmd { return s.probe(s.list.Selected().Ref) }, Why: s.noPart},
		{ID: "whys.path", Keys: []string{"i"}, Name: "read the whole way from the cause to here", Scope: inList, Do: s.readPath, Why: s.noPart},
		{ID: "whys.stop", Keys: []string{"s"}, Name: "stop here, and say why", Foot: "stop", Scope: inList, Do: s.stop, Why: s.noWhy},
		{ID: "whys.category", Keys: []string{"c"}, Name: "what kind of cause it is",
			Scope: inList, Do: s.chooseCategory, Why: s.noWhy},
		{ID: "whys.evidence", Keys: []string{"space"}, Name: "the events that show it", Foot: "evidence",
			Scope: inList, Do: s.pickEvents, Why: s.noPart},
		{ID: "whys.action", Keys: []string{"A"}, Name: "an action from here", Scope: inList, Do: s.actionFromHere, Why: s.noPart},
		{ID: "whys.fold", Keys: []string{"h", "left"}, Name: "fold what is below",
			Scope: inList, Do: func() tea.Cmd { return s.fold(true) }, Why: s.noPart},
		{ID: "whys.unfold", Keys: []string{"l", "right"}, Name: "unfold it",
			Scope: inList, Do: func() tea.Cmd { return s.fold(false) }, Why: s.noPart},
		{ID: "whys.fold-all", Keys: []string{"z"}, Name: "fold every branch, or unfold all", Scope: inList, Do: s.foldAll},
		{ID: "whys.move", Keys: []string{"M"}, Name: "move it, with its branch, under any other answer", Foot: "move", Scope: inList, Do: s.Move, Why: s.noWhy},
		{ID: "whys.indent", Keys: []string{"L"}, Name: "move it under the row above", Scope: inList, Do: s.indent, Why: s.noWhy},
		{ID: "whys.outdent", Keys: []string{"H"}, Name: "move it one level up", Scope: inList, Do: s.outdent, Why: s.noWhy},
	}
}

func (s *whys) noWhy() string {
	if r := s.list.Selected(); r != nil && strings.HasPrefix(r.Ref, "W") {
		return ""
	}
	return "Select an answer first."
}

func (s *whys) another() tea.Cmd {
	part, _ := s.pm().Part(s.list.Selected().Ref)
	s.aimAt(part.Parent, s.pm().Get(part.Ref(), "question"))
	return s.open(s.capture())
}

func (s *whys) add(r *draw.Row) tea.Cmd {
	if r == nil {
		s.app.warn("Dig deeper starts from a high-level cause: 3 goes to Causes.")
		return nil
	}
	s.aimAt(r.Ref, "")
	return s.open(s.capture())
}

func (s *whys) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (s *whys) root() tea.Cmd {
	ref := s.list.Selected().Ref
	if s.pm().Get(ref, "root") == "yes" {
		return s.app.edit(model.SetFrom(ref, "root", "yes", "", ref+" is no root cause"), nil, nil)
	}
	return s.app.edit(model.SetFrom(ref, "root", "", "yes", "mark "+ref+" as a root cause"), func(model.Applied) tea.Cmd {
		return s.askCategory(ref)
	}, nil)
}

func (s *whys) showRoots() tea.Cmd {
	ref := s.here()
	v := s.View()
	v.rootsOnly = !v.rootsOnly
	s.refresh()
	s.list.Choose(ref, "")
	return nil
}

func (s *whys) stop() tea.Cmd {
	return s.askStop(s.list.Selected().Ref, func() tea.Cmd { return nil })
}

// fold hides what is below a row, and unfolds it. Where there is nothing to do it goes to the row above or below in the tree.
func (s *whys) fold(fold bool) tea.Cmd {
	ref, v := s.list.Selected().Ref, s.View()
	branch := s.pm().Branch(ref)
	switch part, _ := s.pm().Part(ref); {
	case fold && (v.folded[ref] || len(branch) == 1):
		s.list.Choose(part.Parent, "")
	case !fold && !v.folded[ref] && len(branch) > 1:
		s.list.Choose(branch[1], "")
	default:
		v.folded[ref] = fold
		s.refresh()
	}
	return nil
}

// foldAll leaves the causes alone in sight, and shows everything again.
func (s *whys) foldAll() tea.Cmd {
	v, ref := s.View(), s.here()
	all := true
	for _, c := range s.pm().Causes {
		all = all && (v.folded[c.Ref] || len(c.Whys) == 0)
	}
	v.folded = map[string]bool{}
	for _, c := range s.pm().Causes {
		v.folded[c.Ref] = !all && len(c.Whys) > 0
	}
	s.refresh()
	if path := s.path(ref); len(path) > 0 && !s.list.Choose(ref, "") {
		s.list.Choose(path[0].ref, "")
	}
	return nil
}

// uncover unfolds every branch on the way to a part.
func (s *whys) uncover(ref string) {
	v := s.View()
	v.rootsOnly = false
	for _, x := range s.path(ref) {
		if x.ref != ref {
			v.folded[x.ref] = false
		}
	}
}

func (s *whys) actionFromHere() tea.Cmd {
	ref := s.list.Selected().Ref
	cmd := s.app.show("action")
	if next, ok := s.app.top().(*sheet); ok {
		if page, ok := next.content.(*actionSheet); ok {
			page.answers = ref
			next.refresh() // what it answers has a row, also where it is no root
			next.list.Choose(ref, "")
			next.open(page.capture())
		}
	}
	return cmd
}

// indent hangs a why under the one above it on the same level.
func (s *whys) indent() tea.Cmd {
	ref := s.list.Selected().Ref
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
	return s.hang(ref, above, nil)
}

func (s *whys) outdent() tea.Cmd {
	ref := s.list.Selected().Ref
	part, _ := s.pm().Part(ref)
	above, _ := s.pm().Part(part.Parent)
	if above.Kind.Letter != "W" {
		s.app.warn("It stands right below its cause already.")
		return nil
	}
	return s.hang(ref, above.Parent, nil)
}

// hang moves a branch under a cause or an answer. A question that was proposed from what it stood under becomes the one that is
// proposed there, so that the path reads on.
func (s *whys) hang(ref, under string, then func() tea.Cmd) tea.Cmd {
	part, _ := s.pm().Part(ref)
	asked, asks := s.proposed(part.Parent), s.proposed(under)
	return s.app.edit(model.Edit{Label: "move " + ref + " under " + under, Do: func(p *model.Postmortem) error {
		if err := p.Reparent(ref, under); err != nil {
			return err
		}
		if asks == "" || p.Get(ref, "question") != asked {
			return nil
		}
		return p.Set(ref, "question", asks)
	}}, func(model.Applied) tea.Cmd {
		if then == nil {
			return nil
		}
		return then()
	}, nil)
}
