package sheet

import (
	"errors"
	"strings"

	"debrief/model"
	"debrief/ui/ask"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// common is what can be done on every page: in its line, and with its list.
func (s *Sheet) common() []Action {
	move := func(by func() int) func() tea.Cmd {
		return func() tea.Cmd { s.List.Move(by()); return nil }
	}
	by := func(n int) func() int { return func() int { return n } }
	all := func() int { return len(s.List.Rows) }
	acts := []Action{
		{ID: "line.enter", Keys: []string{"enter"}, Name: "take what was typed or marked", Foot: "ok", Scope: Typing, Do: s.enter},
		{ID: "line.tab", Keys: []string{"tab"}, Name: "complete, else what the line says, else the next field", Foot: "tab",
			Scope: Typing, Do: s.tab, Why: s.noTab},
		{ID: "line.up", Keys: []string{"up"}, Name: "pick a row, while the line is empty", Foot: "rows", Scope: Typing, Move: true, Do: s.up},
		{ID: "line.down", Keys: []string{"down"}, Name: "pick a row, while the line is empty", Scope: Typing, Move: true, Do: s.down},
		{ID: "line.page-up", Keys: []string{"pgup"}, Name: "pick a row a page up, while the line is empty", Scope: Typing, Move: true,
			Do: func() tea.Cmd { return s.pickFar(-s.Room()) }},
		{ID: "line.page-down", Keys: []string{"pgdown"}, Name: "pick a row a page down, while the line is empty", Scope: Typing, Move: true,
			Do: func() tea.Cmd { return s.pickFar(s.Room()) }},
		{ID: "line.escape", Keys: []string{"esc"}, Name: "stop typing; the text is kept", Foot: "keys", Scope: Typing, Do: s.escape},
		{ID: "line.editor", Keys: []string{"ctrl+g"}, Name: "write it in your editor", Scope: Typing, Do: s.editorOnLine},
		{ID: "line.again", Keys: []string{"ctrl+r"}, Name: "try again to save what was refused", Scope: Always, Do: s.tryAgain, Why: s.nothingWaits},
		{ID: "list.up", Keys: []string{"up", "k"}, Name: "go up", Scope: InList, Move: true, Do: move(by(-1))},
		{ID: "list.down", Keys: []string{"down", "j"}, Name: "go down", Scope: InList, Move: true, Do: move(by(1))},
		{ID: "list.page-up", Keys: []string{"pgup"}, Name: "go a page up", Scope: InList, Move: true, Do: move(func() int { return -s.Room() })},
		{ID: "list.page-down", Keys: []string{"pgdown"}, Name: "go a page down", Scope: InList, Move: true, Do: move(s.Room)},
		{ID: "list.first", Keys: []string{"home", "g"}, Name: "go to the first", Scope: InList, Move: true, Do: move(func() int { return -all() })},
		{ID: "list.last", Keys: []string{"end", "G"}, Name: "go to the last", Scope: InList, Move: true, Do: func() tea.Cmd { return s.whenWhole(func() { s.List.Move(all()) }) }},
		{ID: "list.find", Keys: []string{"/"}, Name: "find on this page", Scope: InList, Do: func() tea.Cmd { return s.Open(s.findLine()) }},
	}
	if s.Page.More != nil {
		acts = append(acts, s.Page.More()...)
	}
	return append(acts,
		Action{ID: "page.close", Keys: []string{"q"}, Name: "go back", Foot: "back", Scope: InList, Do: s.leave},
		Action{ID: "page.escape", Keys: []string{"esc"}, Name: "close what lies above the page", Scope: InList, Do: s.leaveAbove, Why: s.nothingAbove},
	)
}

func (s *Sheet) noTab() string {
	if s.chooser != nil && s.chooser.OnTab == nil {
		return "There is nothing to go on to here."
	}
	if l := s.line; s.chooser == nil && l != nil && l.Tab == nil && l.OnTab == nil && l.offer == nil && (s.proposals == nil || !l.IsEmpty()) {
		return "There is nothing to complete here."
	}
	return ""
}

// NoRow is why something cannot be done with a row, "" when one is selected.
func (s *Sheet) NoRow() string {
	if s.Selected() == nil {
		return "Nothing is selected here."
	}
	return ""
}

// leave is q: from a sheet to the archive, from the archive to the shell.
func (s *Sheet) leave() tea.Cmd {
	if s.isPhase() {
		return s.Desk.Leave()
	}
	return s.Desk.Pop()
}

func (s *Sheet) isPhase() bool { return model.PhaseIndex(s.Page.Phase.Key) >= 0 }

// leaveAbove is esc in a list: it closes a page that lies above a sheet and never leaves a sheet.
func (s *Sheet) leaveAbove() tea.Cmd {
	if s.proposals != nil {
		s.proposals = nil
		return nil
	}
	if !s.isPhase() {
		return s.Desk.Pop()
	}
	return nil
}

func (s *Sheet) nothingAbove() string {
	if s.proposals == nil && s.isPhase() {
		return "Nothing lies above this page: " + s.Key("page.close", "q") + " goes back."
	}
	return ""
}

// EnterRow is enter in the list: what the page does on the row, else its field is edited; from the last row the line opens.
func (s *Sheet) EnterRow() tea.Cmd {
	r := s.Selected()
	if r == nil || s.List.AtEnd() && s.Page.Line != nil {
		return s.ToLine()
	}
	if s.Page.Enter != nil {
		if cmd, done := s.Page.Enter(r); done {
			return cmd
		}
	}
	return s.EditSelected()
}

// ToLine goes to the line at the bottom, or does what a does where there is none.
func (s *Sheet) ToLine() tea.Cmd {
	if l := s.ownLine(); l != nil {
		cmd := s.Open(l)
		s.followLine()
		return cmd
	}
	if s.Page.Add != nil {
		return s.Page.Add(s.Selected())
	}
	return nil
}

// OpenOwn opens the page's own line, for what the page has aimed it at.
func (s *Sheet) OpenOwn() tea.Cmd {
	s.chooser = nil
	if s.line != nil && s.line.Stays {
		s.followLine()
		return nil
	}
	return s.ToLine()
}

// EditSelected edits the field of the selected row.
func (s *Sheet) EditSelected() tea.Cmd {
	r := s.Selected()
	if r == nil {
		return nil
	}
	name := r.Field
	if name == "" {
		name = ask.MainField(r.Ref)
	}
	if !ask.Known(r.Ref, name) && s.Page.Enter != nil { // a list, or a row that stands for what is not there yet
		cmd, _ := s.Page.Enter(r)
		return cmd
	}
	return s.EditField(r.Ref, name)
}

// EditorOnSelected edits the selected row in the user's editor.
func (s *Sheet) EditorOnSelected() tea.Cmd { return s.editorOnRow() }

// whenWhole goes on once the list has all its rows.
func (s *Sheet) whenWhole(then func()) tea.Cmd {
	if s.Page.Whole != nil {
		if cmd := s.Page.Whole(then); cmd != nil {
			return cmd
		}
	}
	then()
	return nil
}

// findLine goes to the next row that holds the words: of those that are there, else of all.
func (s *Sheet) findLine() *Line {
	l := NewLine("Find", "")
	l.Key, l.Fleeting = "find", true
	l.Do = func(text string) (tea.Cmd, error) {
		if s.find(text, len(s.List.Rows)-1-s.List.Sel) {
			return nil, nil
		}
		nothing := errors.New("nothing on this page says " + model.Quote(model.Shorten(text, 60)))
		var err error
		say := func(nothing error) { err = nothing }
		cmd := s.whenWhole(func() {
			if !s.find(text, len(s.List.Rows)) {
				say(nothing)
			}
		})
		say = s.Desk.Fail // the line is closed once what is to be read is there
		return cmd, err
	}
	return l
}

// find selects the first row that holds the words, of so many behind the selected one; the first row follows the last.
func (s *Sheet) find(text string, most int) bool {
	text = strings.ToLower(text)
	for i := range most {
		at := (s.List.Sel + 1 + i) % len(s.List.Rows)
		r := &s.List.Rows[at]
		if !r.Heading && strings.Contains(strings.ToLower(r.Ref+" "+r.Lead+r.Text+" "+r.Tail), text) {
			s.List.Sel = at
			return true
		}
	}
	return false
}

// SelectNew puts the cursor on what a step made.
func (s *Sheet) SelectNew(applied model.Applied) tea.Cmd {
	if ref := applied.Step.Touched(); ref != "" {
		s.List.Choose(ref, "*")
	}
	return nil
}

// Uncovered selects the row of a part, and shows it where it is hidden.
func (s *Sheet) Uncovered(ref string) {
	if s.List.Choose(ref, "*") {
		return
	}
	if s.Page.Uncover != nil {
		s.Page.Uncover(ref)
		s.Refresh()
		s.List.Choose(ref, "*")
	}
}

// Row is a row that cannot be selected.
func Row(text string) draw.Row { return draw.Row{Heading: true, Text: text} }
