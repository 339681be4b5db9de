package sheet

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestAKeyGoesOverWhatIsDrawnAsOne(t *testing.T) {
	const flag, heart, family, accent = "🇳🇴", "❤️", "👨\u200d👩\u200d👧", "e\u0301"
	left, right, back, del := tea.KeyPressMsg{Code: tea.KeyLeft}, tea.KeyPressMsg{Code: tea.KeyRight}, tea.KeyPressMsg{Code: tea.KeyBackspace}, tea.KeyPressMsg{Code: tea.KeyDelete}
	for _, way := range []struct {
		does string
		keys []tea.KeyPressMsg
		left string
	}{
		{"backspace takes a letter with its accent", []tea.KeyPressMsg{back}, "a" + flag + heart + family},
		{"and a family", []tea.KeyPressMsg{back, back}, "a" + flag + heart},
		{"and a heart with its colour", []tea.KeyPressMsg{back, back, back}, "a" + flag},
		{"and a flag", []tea.KeyPressMsg{back, back, back, back}, "a"},
		{"left goes over each with one key", []tea.KeyPressMsg{left, left, left, left, back}, flag + heart + family + accent},
		{"and so does right", []tea.KeyPressMsg{left, left, left, right, right, back}, "a" + flag + heart + accent},
		{"delete takes what follows", []tea.KeyPressMsg{left, left, del}, "a" + flag + heart + accent},
	} {
		l := NewLine("what happened", "a"+flag+heart+family+accent)
		for _, k := range way.keys {
			l.update(k)
		}
		if l.Text() != way.left {
			t.Errorf("%s: %q is left, want %q", way.does, l.Text(), way.left)
		}
	}
	l := NewLine("what happened", "one\n"+flag)
	l.Lines = true
	for range 2 {
		l.update(back)
	}
	if l.Text() != "one" {
		t.Errorf("backspace before a flag leaves %q, want what stood in the line above", l.Text())
	}
}
