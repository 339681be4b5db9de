// Package draw makes lines of text from values: the theme, widths in cells, the frame, the window of a list, the bar of an
// incident. Its rule: it knows no program, no archive and no key; what it is given it draws, and changes nothing but its caches.
package draw

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Frame is what a screen shows: lines that fit their width, and where the terminal's cursor stands, nil when nobody types.
type Frame struct {
	Lines  []string
	Cursor *tea.Cursor
}

// The program draws with ASCII and with glyphs of one cell in every terminal: East Asian Ambiguous ones, emoji and the usual
// box-drawing lines are not among them.
const (
	RuleGlyph  = "╌"
	GuideGlyph = "╎ "
	CutMark    = ".."
)

// Width is how many cells a line takes, escape sequences aside.
func Width(s string) int {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}

// Fit cuts a line to w cells and marks the cut.
func Fit(s string, w int) string {
	if Width(s) <= w {
		return s
	}
	if w <= len(CutMark) {
		return ansi.Truncate(s, max(w, 0), "")
	}
	return ansi.Truncate(s, w, CutMark)
}

// Pad fills a line with spaces to w cells, or cuts it.
func Pad(s string, w int) string {
	s = Fit(s, w)
	if n := w - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// Between puts right at the right end of a line of w cells. Where both do not fit, right gives way.
func Between(left, right string, w int) string {
	room := w - Width(left) - Width(right)
	if right == "" || room < 1 {
		return Fit(left, w)
	}
	return left + strings.Repeat(" ", room) + right
}

// Wrap breaks safe text into lines of at most w cells.
func Wrap(s string, w int) []string {
	if w < 1 {
		return nil
	}
	return strings.Split(ansi.Wrap(s, w, " "), "\n")
}

// Fill makes exactly h lines of them.
func Fill(lines []string, h int) []string {
	if len(lines) > h {
		return lines[:max(h, 0)]
	}
	for len(lines) < h {
		lines = append(lines, "")
	}
	return lines
}
