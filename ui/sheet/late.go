package sheet

import tea "charm.land/bubbletea/v2"

// Late is something that is asked for beside the program, again and again: only the newest answer counts.
type Late struct{ turn int }

// Answer is the message that brings what was asked for.
type Answer struct {
	of   *Late
	turn int
	take func() tea.Cmd
}

// Ask does the work beside the program. What the work gives back is run when it arrives, unless something was asked anew by then.
func (l *Late) Ask(work func() (take func() tea.Cmd)) tea.Cmd {
	turn := l.Turn()
	return func() tea.Msg { return Answer{l, turn, work()} }
}

// Turn makes every answer that is still awaited a late one, and numbers the next.
func (l *Late) Turn() int {
	l.turn++
	return l.turn
}

// Is reports whether a turn is still the newest.
func (l *Late) Is(turn int) bool { return l.turn == turn }

// Arrive takes the answer, or drops a late one.
func (a Answer) Arrive() tea.Cmd {
	if a.of != nil && a.of.turn != a.turn || a.take == nil {
		return nil
	}
	return a.take()
}

// Beside does something once, beside the program; what it gives back is run in any case.
func Beside(work func() (take func() tea.Cmd)) tea.Cmd {
	return func() tea.Msg { return Answer{take: work()} }
}
