package ui

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
	ruleGlyph  = "╌"
	guideGlyph = "╎ "
	cutMark    = ".."
)

// width is how many cells a line takes, escape sequences aside.
func width(s string) int {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}

// fit cuts a line to w cells and marks the cut.
func fit(s string, w int) string {
	if width(s) <= w {
		return s
	}
	if w <= len(cutMark) {
		return ansi.Truncate(s, max(w, 0), "")
	}
	return ansi.Truncate(s, w, cutMark)
}

// pad fills a line with spaces to w cells, or cuts it.
func pad(s string, w int) string {
	s = fit(s, w)
	if n := w - width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// between puts right at the right end of a line of w cells. Where both do not fit, right gives way.
func between(left, right string, w int) string {
	room := w - width(left) - width(right)
	if right == "" || room < 1 {
		return fit(left, w)
	}
	return left + strings.Repeat(" ", room) + right
}

// wrap breaks safe text into lines of at most w cells.
func wrap(s string, w int) []string {
	if w < 1 {
		return nil
	}
	return strings.Split(ansi.Wrap(s, w, " "), "\n")
}

// fill makes exactly h lines of them.
func fill(lines []string, h int) []string {
	if len(lines) > h {
		return lines[:max(h, 0)]
	}
	for len(lines) < h {
		lines = append(lines, "")
	}
	return lines
}
