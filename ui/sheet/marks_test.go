package sheet

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestWhatNobodySeesCanBeSeenAndTakenOutInTheLine(t *testing.T) {
	l := NewLine("Title", "pay\u202egnp.exe")
	if got := l.area.Value(); got != "pay<U+202E>gnp.exe" {
		t.Errorf("the line shows %q", got)
	}
	if got := l.Text(); got != l.was {
		t.Errorf("untouched it is %q, want %q", got, l.was)
	}
	for range len("gnp.exe") {
		l.area.SetCursorColumn(l.area.Column() - 1)
	}
	for range len("<U+202E>") {
		l.update(tea.KeyPressMsg{Code: tea.KeyBackspace})
	}
	if got := l.Text(); got != "paygnp.exe" {
		t.Errorf("without its mark it is %q", got)
	}
	l.update(tea.KeyPressMsg{Code: 'x', Text: "\u200bx"})
	l.insert("\u2066y\u2069")
	if got := l.Text(); got != "payxygnp.exe" {
		t.Errorf("what is typed and pasted brings what nobody sees: %q", got)
	}

	plain := NewLine("Title", "a note on <U+202E>")
	if got := plain.Text(); got != "a note on <U+202E>" {
		t.Errorf("words that look like a mark became %q", got)
	}
}
