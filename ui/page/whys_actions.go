package page

import (
	"debrief/model"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

func (s *whys) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "whys.next", Keys: []string{"a"}, Name: "ask why of it", Foot: "next why",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.add(s.Selected()) }},
		{ID: "whys.another", Keys: []string{"b"}, Name: "another answer to the same question", Foot: "another answer",
			Scope: sheet.InList, Do: s.another, Why: s.noWhy},
		{ID: "whys.root", Keys: []string{"r"}, Name: "mark it as a root cause, or not", Foot: "root", Scope: sheet.InList, Do: s.root, Why: s.noWhy},
		{ID: "whys.roots", Keys: []string{"R"}, Name: "show only the ways to roots, or all", Scope: sheet.InList, Do: s.showRoots},
		{ID: "whys.probe", Keys: []string{"P"}, Name: "ask a standing question of it: not caught before, why then, its category's", Foot: "standing question",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.probe(s.Ref()) }, Why: s.noPart},
		{ID: "whys.path", Keys: []string{"i"}, Name: "read the whole way from the cause to here", Scope: sheet.InList, Do: s.readPath, Why: s.noPart},
		{ID: "whys.stop", Keys: []string{"s"}, Name: "stop here, and say why", Foot: "stop", Scope: sheet.InList, Do: s.stop, Why: s.noWhy},
		{ID: "whys.category", Keys: []string{"c"}, Name: "what kind of cause it is",
			Scope: sheet.InList, Do: s.chooseCategory, Why: s.noWhy},
		{ID: "whys.evidence", Keys: []string{"space"}, Name: "the events that show it", Foot: "evidence",
			Scope: sheet.InList, Do: s.pickEvents, Why: s.noPart},
		{ID: "whys.action", Keys: []string{"A"}, Name: "an action from here", Scope: sheet.InList, Do: s.actionFromHere, Why: s.noPart},
		{ID: "whys.fold", Keys: []string{"h", "left"}, Name: "fold what is below",
			Scope: sheet.InList, Move: true, Do: func() tea.Cmd { return s.fold(true) }, Why: s.noPart},
		{ID: "whys.unfold", Keys: []string{"l", "right"}, Name: "unfold it",
			Scope: sheet.InList, Move: true, Do: func() tea.Cmd { return s.fold(false) }, Why: s.noPart},
		{ID: "whys.fold-all", Keys: []string{"z"}, Name: "fold every branch, or unfold all", Scope: sheet.InList, Do: s.foldAll},
		{ID: "whys.move", Keys: []string{"M"}, Name: "move it, with its branch, under any other answer", Foot: "move", Scope: sheet.InList, Do: s.move, Why: s.noWhy},
		{ID: "whys.indent", Keys: []string{"L"}, Name: "move it under the row above", Scope: sheet.InList, Do: s.indent, Why: s.noWhy},
		{ID: "whys.outdent", Keys: []string{"H"}, Name: "move it one level up", Scope: sheet.InList, Do: s.outdent, Why: s.noWhy},
	}
}

func (s *whys) noWhy() string { return s.needs("W", "Select an answer first.")() }

func (s *whys) another() tea.Cmd {
	part, _ := s.Post().Part(s.Ref())
	s.aimAt(part.Parent, s.Post().Get(part.Ref(), "question"))
	return s.OpenOwn()
}

func (s *whys) add(r *draw.Row) tea.Cmd {
	if r == nil {
		s.Desk.Warn("Dig deeper starts from a high-level cause: " + s.Key("phase.go.causes", "3") + " goes to Causes.")
		return nil
	}
	s.aimAt(r.Ref, "")
	return s.OpenOwn()
}

// root marks a root cause, and asks beside the line what kind it is and how it can be fixed.
func (s *whys) root() tea.Cmd {
	ref := s.Ref()
	if s.Post().Get(ref, "root") == "yes" {
		return s.Desk.Send(s.Set(ref, "root", "yes", "", ref+" is no root cause"))
	}
	cmd := s.Desk.Send(s.Set(ref, "root", "", "yes", "mark "+ref+" as a root cause"))
	s.Propose(s.aboutRoot(ref, false))
	s.List.Choose(ref, "")
	return cmd
}

func (s *whys) showRoots() tea.Cmd {
	ref := s.here()
	v := s.view()
	v.rootsOnly = !v.rootsOnly
	if v.rootsOnly {
		s.Desk.Say("Only the ways to root causes are shown: " + s.Key("whys.roots", "R") + " shows all.")
	}
	s.Refresh()
	s.List.Choose(ref, "")
	return nil
}

func (s *whys) stop() tea.Cmd { return s.askStop(s.Ref()) }

// fold hides what is below a row, and unfolds it. Where there is nothing to do it goes to the row above or below in the tree.
func (s *whys) fold(fold bool) tea.Cmd {
	ref, v := s.Ref(), s.view()
	branch := s.Post().Branch(ref)
	switch part, _ := s.Post().Part(ref); {
	case fold && (v.folded[ref] || len(branch) == 1):
		s.List.Choose(part.Parent, "")
	case !fold && !v.folded[ref] && len(branch) > 1:
		s.List.Choose(branch[1], "")
	default:
		v.folded[ref] = fold
		s.Refresh()
	}
	return nil
}

// foldAll leaves the causes alone in sight, and shows everything again.
func (s *whys) foldAll() tea.Cmd {
	v, ref := s.view(), s.here()
	all := true
	for _, c := range s.Post().Causes {
		all = all && (v.folded[c.Ref] || len(c.Whys) == 0)
	}
	v.folded = map[string]bool{}
	for _, c := range s.Post().Causes {
		v.folded[c.Ref] = !all && len(c.Whys) > 0
	}
	s.Refresh()
	if path := s.path(ref); len(path) > 0 && !s.List.Choose(ref, "") {
		s.List.Choose(path[0].ref, "")
	}
	return nil
}

// uncover unfolds every branch on the way to a part.
func (s *whys) uncover(ref string) {
	v := s.view()
	v.rootsOnly = false
	for _, x := range s.path(ref) {
		if x.ref != ref {
			v.folded[x.ref] = false
		}
	}
}

func (s *whys) actionFromHere() tea.Cmd {
	ref := s.Ref()
	page := newActionSheet(s.shelf)
	page.answers = ref
	cmd := s.Desk.Show("action", page)
	page.Refresh() // what it answers has a row, also where it is no root
	page.List.Choose(ref, "")
	return cmd
}

// indent hangs a why under the one above it on the same level.
func (s *whys) indent() tea.Cmd {
	ref := s.Ref()
	part, _ := s.Post().Part(ref)
	above := ""
	for _, p := range s.Post().Parts() {
		if p.Ref() == ref {
			break
		}
		if p.Kind.Letter == "W" && p.Parent == part.Parent {
			above = p.Ref()
		}
	}
	if above == "" {
		s.Desk.Warn("No answer stands above it on the same level.")
		return nil
	}
	return s.hang(ref, above, nil)
}

func (s *whys) outdent() tea.Cmd {
	ref := s.Ref()
	part, _ := s.Post().Part(ref)
	above, _ := s.Post().Part(part.Parent)
	if above.Kind.Letter != "W" {
		s.Desk.Warn("It stands right below its cause already.")
		return nil
	}
	return s.hang(ref, above.Parent, nil)
}

// hang moves a branch under a cause or an answer. Questions that nobody worded follow, so that the path reads on.
func (s *whys) hang(ref, under string, then func() tea.Cmd) tea.Cmd {
	return s.Apply(model.Edit{Label: "move " + ref + " under " + under, Do: func(p *model.Postmortem) error {
		return p.Reparent(ref, under)
	}}, func(model.Applied) tea.Cmd {
		if then == nil {
			return nil
		}
		return then()
	})
}
