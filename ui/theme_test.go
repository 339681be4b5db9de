package ui

import (
	"image/color"
	"slices"
	"strings"
	"testing"

	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// TestColoursSayNothingThatWordsDoNot draws every sheet in each theme: without its colours it is the same.
func TestColoursSayNothingThatWordsDoNot(t *testing.T) {
	r := newRig(t, 120, 40)
	importPayments(r)
	for _, page := range []string{"1", "2", "3", "4", "5", "6", "f"} {
		r.press(page)
		r.wait()
		if r.app.Top().Typing() {
			r.press("esc")
		}
		drawn := map[string]string{}
		for _, theme := range []string{"mono", "light", "dark"} {
			r.app.window.look = draw.NewTheme(theme)
			r.redraw()
			lines := strings.Join(r.app.window.frame.Lines, "\n")
			if drawn[theme] = ansi.Strip(lines); theme != "mono" && lines == drawn[theme] {
				t.Errorf("page %s has no colour in %s", page, theme)
			}
		}
		if drawn["light"] != drawn["mono"] || drawn["dark"] != drawn["mono"] {
			t.Errorf("page %s says something else in mono:\n%s\n--- in dark\n%s", page, drawn["mono"], drawn["dark"])
		}
	}
}

func TestTheTerminalSaysWhichThemeItIsAndOneThatNeverAnswersIsDark(t *testing.T) {
	for _, x := range []struct {
		name, chosen string
		answer       color.Color
		want         string
	}{
		{"no answer", "", nil, "dark"},
		{"black", "", color.Black, "dark"},
		{"white", "", color.White, "light"},
		{"white, and dark is chosen", "dark", color.White, "dark"},
		{"white, and mono is chosen", "mono", color.White, "mono"},
	} {
		r := newRig(t, 80, 24)
		r.app.config.Theme = x.chosen
		if x.chosen == "" {
			r.app.window.look = draw.NewTheme("dark")
		} else {
			r.app.window.look = draw.NewTheme(x.chosen)
		}
		before := slices.Clone(r.app.window.frame.Lines)
		if x.answer != nil {
			r.send(tea.BackgroundColorMsg{Color: x.answer})
		}
		if got := r.app.window.look.Name; got != x.want || len(before) == 0 {
			t.Errorf("%s: the theme is %s, want %s; %d lines stood before the answer", x.name, got, x.want, len(before))
		}
	}
}
