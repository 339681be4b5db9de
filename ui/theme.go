package ui

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// style paints text with escape sequences that were made once: a frame has hundreds of pieces, and composing each anew is
// what costs.
type style struct{ open, close string }

// paint wraps text; the text must be safe and must not be painted already.
func (s style) paint(text string) string {
	if s.open == "" || text == "" {
		return text
	}
	return s.open + text + s.close
}

// theme is every look on the screen, by meaning. Words carry the meaning; a look only helps. Nothing outside this file makes
// a style.
type theme struct {
	name     string // light, dark or mono: the preview's style too
	accent   style  // where we are: the phase, the selected row
	heading  style
	faint    style // what one may pass over: references, purpose, keys' names
	question style
	warn     style // something is missing or went wrong
	good     style
	key      style
	seen     style // blind time on the incident bar
	fixing   style // recovery time
	after    style
}

// The colours of the light and of the dark theme each keep a contrast of at least 4.5:1, on white and on black to #1e1e1e
// (WCAG 2.2, 1.4.3); a test measures them.
var (
	darkColours  = palette{accent: "#7cc4ff", faint: "#a0a8b0", question: "#e5c07b", warn: "#ff9b7a", good: "#8fd694"}
	lightColours = palette{accent: "#005a9c", faint: "#5a6168", question: "#7a4b00", warn: "#a32a00", good: "#1d6b2a"}
)

type palette struct{ accent, faint, question, warn, good string }

func newTheme(name string) *theme {
	plain := lipgloss.NewStyle()
	t := &theme{name: name, accent: made(plain.Bold(true)), heading: made(plain.Bold(true)), key: made(plain.Bold(true))}
	p := darkColours
	switch name {
	case "mono":
		t.question = made(plain.Italic(true))
		t.warn = made(plain.Bold(true))
		return t
	case "light":
		p = lightColours
	}
	ink := func(hex string) lipgloss.Style { return plain.Foreground(colour(hex)) }
	t.accent = made(ink(p.accent).Bold(true))
	t.faint, t.key = made(ink(p.faint)), made(ink(p.accent))
	t.question, t.warn, t.good = made(ink(p.question)), made(ink(p.warn)), made(ink(p.good))
	t.seen, t.fixing, t.after = made(ink(p.warn)), made(ink(p.accent)), made(ink(p.faint))
	return t
}

func colour(hex string) color.Color { return lipgloss.Color(hex) }

// made takes the sequences around a text out of a lipgloss style.
func made(s lipgloss.Style) style {
	const mark = "x"
	text := s.Render(mark)
	for i := range text {
		if text[i:i+1] == mark && (i == 0 || text[i-1] == 'm') {
			return style{open: text[:i], close: text[i+1:]}
		}
	}
	return style{}
}
