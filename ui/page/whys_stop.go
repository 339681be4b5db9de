package page

import (
	"slices"

	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// askStop asks why a branch ends. The page goes on to the next question, and whether the end is a root cause is asked beside the
// line, so that typing leaves it for later.
func (s *whys) askStop(ref string) tea.Cmd {
	is := ""
	if sheet.EntryID(ref) == "" {
		is = s.Post().Get(ref, "stop")
	}
	typing := s.Typing()
	label := ref + " stops here because it is"
	if sheet.EntryID(ref) != "" {
		label = "It stops here because it is"
	}
	c := sheet.NewChooser(label, sheet.Choices(model.Words["stop"], []string{is}))
	go_on := func() tea.Cmd {
		if !typing {
			return nil
		}
		s.pass(ref) // its end is on its way
		return s.onward()
	}
	c.Take = func(chosen []string) tea.Cmd {
		cmd := s.Desk.Send(s.Set(ref, "stop", is, chosen[0], ""))
		on := go_on()
		if root := s.aboutRoot(ref, true); root != nil {
			s.Propose(root)
		}
		return tea.Batch(cmd, on)
	}
	c.Skip = go_on
	c.Hint = "enter alone leaves it open"
	return s.Choose(c)
}

// aboutRoot are the choices about a root cause: what kind it is, whether it can be fixed now, and how deep the fix would go. offer
// asks first whether it is one. nil where nothing is left to choose.
func (s *whys) aboutRoot(ref string, offer bool) *sheet.Proposals {
	get := func(name string) string {
		if sheet.EntryID(ref) != "" {
			if name == "category" {
				return s.categoryOnItsWay(ref)
			}
			return ""
		}
		return s.Post().Get(ref, name)
	}
	var groups []sheet.Group
	if offer && get("root") == "" {
		groups = append(groups, sheet.NewGroup("root", "a root cause", []sheet.Choice{{Word: "yes"}, {Word: "no"}}, ""))
	}
	for _, f := range []struct{ name, label string }{{"category", "kind"}, {"fixable", "can it be fixed"}, {"fix", "the fix would be"}} {
		if get(f.name) == "" {
			groups = append(groups, sheet.NewGroup(f.name, f.label, sheet.Choices(model.Words[ask.FieldOf("W1", f.name).Words], nil), ""))
		}
	}
	label := ref
	if sheet.EntryID(ref) != "" {
		label = "The end"
	}
	return &sheet.Proposals{Label: label, Groups: groups, Take: func(chosen map[string]string) tea.Cmd { return s.setRoot(ref, offer, chosen) }}
}

// categoryOnItsWay is the category that an answer on its way was given in its line.
func (s *whys) categoryOnItsWay(ref string) string {
	for _, e := range s.Desk.Entries(s.Place()) {
		if sheet.OnItsWay(e.ID) == ref {
			_, rest := ask.SplitQuestion(e.Text)
			return ask.ReadTags(rest, "why", s.Post()).Values["category"]
		}
	}
	return ""
}

// setRoot records what was chosen about a root cause, as one step. Where that is its kind or its fix alone, whether it is a root cause
// stays to be asked.
func (s *whys) setRoot(ref string, offer bool, chosen map[string]string) tea.Cmd {
	root := chosen["root"]
	if root == "no" {
		delete(chosen, "root")
	}
	if len(chosen) == 0 {
		return nil
	}
	if offer && root == "" {
		open := s.aboutRoot(ref, true)
		open.Groups = open.Groups[:1]
		s.Propose(open)
	}
	job := sheet.Job{Post: s.Post().Ref, After: sheet.EntryID(ref), Edit: func(t sheet.Turn) (model.Edit, error) {
		return ask.MarkRoot(t.Ref(ref), chosen), nil
	}}
	return tea.Batch(s.Desk.Send(job), s.askHuman(ref, chosen["category"]))
}

// chooseCategory says what kind of cause an answer is, and names the question that belongs to it.
func (s *whys) chooseCategory() tea.Cmd {
	ref := s.Ref()
	c := s.FieldChooser(ref, ask.FieldOf(ref, "category"))
	c.Label = "What kind of cause is " + ref
	is := s.Post().Get(ref, "category")
	c.Take = func(chosen []string) tea.Cmd {
		cmd := s.Desk.Send(s.Set(ref, "category", is, chosen[0], ""))
		if own := guide.CategoryProbes(chosen[0]); len(own) > 0 && !slices.Contains(askedBelow(s.Post(), ref), own[0]) {
			s.Desk.Say("P asks: " + own[0])
		}
		return tea.Batch(cmd, s.askHuman(ref, chosen[0]))
	}
	return s.Choose(c)
}

func askedBelow(p *model.Postmortem, ref string) []string {
	above, _ := ask.AboveOf(p, ref)
	return above.Asked
}
