package sheet

import (
	"strings"

	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// atEmptyLine reports whether the page's own line stands open with nothing in it: then the arrows pick a row.
func (s *Sheet) atEmptyLine() bool { return s.atOwnLine() && s.line.IsEmpty() }

// Picked is the row that was picked beside the open line and not used yet, nil for none. A selection that only followed an entry is
// not picked.
func (s *Sheet) Picked() *draw.Row {
	if !s.picked || !s.atEmptyLine() {
		return nil
	}
	return s.Selected()
}

// pick picks a row beside the open line: first the one that is selected, which is mostly the newest, then others. Below the last
// one is the line again.
func (s *Sheet) pick(by int) tea.Cmd {
	s.Desk.Hush()
	switch {
	case !s.picked:
		s.picked = s.Selected() != nil
	case by > 0 && s.List.AtEnd():
		s.picked = false
	default:
		s.List.Move(by)
	}
	if r := s.Picked(); r != nil && s.Page.Picked != nil {
		s.Page.Picked(r)
	}
	return nil
}

// pickFar picks a row so many rows away.
func (s *Sheet) pickFar(by int) tea.Cmd {
	if !s.atEmptyLine() {
		return nil
	}
	if !s.picked {
		s.pick(by)
	}
	return s.pick(by)
}

// bring is enter with a row that was picked: it comes into the line as it would be typed, else its field does.
func (s *Sheet) bring(r *draw.Row) tea.Cmd {
	s.picked = false
	if s.Page.Bring != nil {
		if l := s.Page.Bring(r); l != nil {
			return s.Open(l)
		}
	}
	if s.Page.Enter != nil {
		if cmd, done := s.Page.Enter(r); done {
			return cmd
		}
	}
	return s.EditSelected()
}

// spaceOnPicked is what space does in the list, for the row that was picked beside the line; false where that is text.
func (s *Sheet) spaceOnPicked() (tea.Cmd, bool) {
	act := s.spaceAction()
	if act == nil || s.Picked() == nil {
		return nil, false
	}
	return s.Desk.Dispatch(act.Call()), true
}

func (s *Sheet) spaceAction() *Action { return ByKey("space", InList, s.Actions()) }

// pickedHint says what can be done with the row that was picked.
func (s *Sheet) pickedHint(r *draw.Row) string {
	name := r.Ref
	if name == "" {
		name = "this"
	}
	said := []string{"enter brings " + name + " into the line"}
	if act := s.spaceAction(); act != nil && act.Foot != "" && act.Barred() == "" {
		said = append(said, "space: "+act.Foot)
	}
	return strings.Join(append(said, ": shows what can be done with it"), ", ")
}
