package page

import (
	"context"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// entry is the line of a postmortem in the list, nil for one that is not there.
func (s *home) entry(ref string) *model.Entry {
	for _, list := range [][]model.Entry{s.shelf.archive.entries, s.shelf.archive.beside} {
		for i := range list {
			if list[i].Ref == ref {
				return &list[i]
			}
		}
	}
	return nil
}

func (s *home) noDelete() string {
	if s.entry(s.Ref()) == nil {
		return "There is nothing to delete here."
	}
	return ""
}

// delete takes the selected postmortem away: the example at once, any other one when a person has read what goes with it.
func (s *home) delete() tea.Cmd {
	ref := s.Ref()
	if s.entry(ref).IsExample() {
		return s.deletePost(ref)
	}
	archive, out := s.Desk.Archive(), s.Desk.Outside()
	return s.counting.Ask(func() func() tea.Cmd {
		pm, err := archive.Load(out.Context, ref)
		return func() tea.Cmd {
			switch {
			case err != nil:
				s.Desk.Fail(err)
			case s.Desk.Top().Base() == s.Sheet && !s.Typing() && s.Ref() == ref: // nobody has gone on meanwhile
				return s.askDelete(pm)
			}
			return nil
		}
	})
}

func (s *home) askDelete(pm *model.Postmortem) tea.Cmd {
	c := sheet.NewChooser("Delete "+pm.Ref+holding(pm, s.width() >= sheet.Roomy),
		[]sheet.Choice{{Word: "delete", Name: "delete all of it"}, {Word: "keep", Name: "keep it"}})
	c.Take = func(chosen []string) tea.Cmd {
		if chosen[0] == "keep" {
			return nil
		}
		return s.deletePost(pm.Ref)
	}
	return s.Choose(c)
}

// holding says what goes with a postmortem: " with 8 events, 2 causes and 3 actions", or "" where it holds none. Where there is no
// room for words, the letters of their references count them: all of it must stay in sight.
func holding(pm *model.Postmortem, roomy bool) string {
	var all []string
	for _, part := range []struct {
		n                 int
		one, many, letter string
	}{
		{len(pm.Events), "event", "events", "E"}, {len(pm.Causes), "cause", "causes", "C"}, {len(pm.Actions), "action", "actions", "A"},
	} {
		switch {
		case part.n > 0 && roomy:
			all = append(all, say.Count(part.n, part.one, part.many))
		case part.n > 0:
			all = append(all, say.Count(part.n, part.letter, part.letter))
		}
	}
	switch last := len(all) - 1; {
	case last < 0:
		return ""
	case last == 0 || !roomy:
		return " with " + strings.Join(all, ", ")
	default:
		return " with " + strings.Join(all[:last], ", ") + " and " + all[last]
	}
}

func (s *home) deletePost(ref string) tea.Cmd {
	archive := s.Desk.Archive()
	return s.Desk.Send(sheet.Job{
		Post: ref,
		Run:  func(ctx context.Context) (model.Applied, error) { return archive.Delete(ctx, ref) },
		Said: func(model.Step) string {
			return "Deleted " + ref + ". " + s.Key("archive.undo", "u") + " brings it back."
		},
		Then: func(model.Applied) tea.Cmd {
			a := &s.shelf.archive // the list that is on its way has it no more
			a.undo = append(a.undo, undoable{deleted: ref})
			gone := func(e model.Entry) bool { return e.Ref == ref }
			a.entries, a.beside = slices.DeleteFunc(a.entries, gone), slices.DeleteFunc(a.beside, gone)
			return s.shelf.Listed()
		},
	})
}

// undoLast is the place of what was done last from here, -1 for nothing. What somebody else has brought back meanwhile is there again,
// and does not count.
func (s *home) undoLast() int {
	for i, u := range slices.Backward(s.shelf.archive.undo) {
		if u.take != nil || s.entry(u.deleted) == nil {
			return i
		}
	}
	return -1
}

func (s *home) noUndo() string {
	if s.undoLast() < 0 {
		return "Nothing to take back here. Each postmortem takes back its own steps."
	}
	return ""
}

// undo makes the postmortem that was deleted last from here be there again, and selects it, or takes an import back.
func (s *home) undo() tea.Cmd {
	a, archive := &s.shelf.archive, s.Desk.Archive()
	last := s.undoLast()
	u := a.undo[last]
	a.undo = a.undo[:last]
	said := u.deleted + " is back, as it was."
	return s.Desk.Send(sheet.Job{
		Post: u.deleted,
		Run: func(ctx context.Context) (applied model.Applied, err error) {
			if u.take == nil {
				return archive.BringBack(ctx, u.deleted)
			}
			said, err = u.take(ctx)
			return applied, err
		},
		Said: func(model.Step) string { return said },
		Then: func(model.Applied) tea.Cmd {
			s.shelf.GoTo(u.deleted)
			return s.shelf.Listed()
		},
		Failed: func(*sheet.Entry, error) { a.undo = append(a.undo, u) },
	})
}
