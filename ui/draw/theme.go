package draw

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Style paints text with escape sequences that were made once: a frame has hundreds of pieces, and composing each anew is
// what costs.
type Style struct{ open, close string }

// Paint wraps text; the text must be safe and must not be painted already.
func (s Style) Paint(text string) string {
	if s.open == "" || text == "" {
		return text
	}
	return s.open + text + s.close
}

// Theme is every look on the screen, by meaning. Words carry the meaning; a look only helps. Nothing outside this file makes
// a style.
type Theme struct {
	Name     string // light, dark or mono: the preview's style too
	Air      bool   // rows stand apart where lines are free
	Accent   Style  // where we are: the phase, the selected row
	Heading  Style
	Faint    Style // what one may pass over: references, purpose, keys' names
	Question Style
	Warn     Style // something is missing or went wrong
	Good     Style
	Key      Style
	seen     Style // blind time on the incident bar
	fixing   Style // recovery time
	after    Style
}

// The colours of the light and of the dark theme each keep a contrast of at least 4.5:1, on white and on black to #1e1e1e
// (WCAG 2.2, 1.4.3); a test measures them.
var (
	darkInks  = Inks{Accent: "#7cc4ff", Faint: "#a0a8b0", Question: "#e5c07b", Warn: "#ff9b7a", Good: "#8fd694"}
	lightInks = Inks{Accent: "#005a9c", Faint: "#5a6168", Question: "#7a4b00", Warn: "#a32a00", Good: "#1d6b2a"}
)

// Inks are the colours of a theme, as #rrggbb. What is no Ink has the terminal's own colour; no theme has a ground of its own.
type Inks struct{ Accent, Faint, Question, Warn, Good string }

// InksOf are those of light or dark; mono has none.
func InksOf(theme string) Inks {
	switch theme {
	case "mono":
		return Inks{}
	case "light":
		return lightInks
	}
	return darkInks
}

// NewTheme is the theme of that name: light, dark or mono.
func NewTheme(name string) *Theme {
	plain := lipgloss.NewStyle()
	t := &Theme{Name: name, Accent: made(plain.Bold(true)), Heading: made(plain.Bold(true)), Key: made(plain.Bold(true))}
	if name == "mono" {
		t.Question = made(plain.Italic(true))
		t.Warn = made(plain.Bold(true))
		return t
	}
	p := InksOf(name)
	ink := func(hex string) lipgloss.Style { return plain.Foreground(colour(hex)) }
	t.Accent = made(ink(p.Accent).Bold(true))
	t.Faint, t.Key = made(ink(p.Faint)), made(ink(p.Accent))
	t.Question, t.Warn, t.Good = made(ink(p.Question)), made(ink(p.Warn)), made(ink(p.Good))
	t.seen, t.fixing, t.after = made(ink(p.Warn)), made(ink(p.Accent)), made(ink(p.Faint))
	return t
}

// ForRoom is the theme without anything that one may pass over: at the far end of a room, what is dim cannot be read.
func (t *Theme) ForRoom() *Theme {
	bright := *t
	bright.Faint, bright.Air = Style{}, true
	return &bright
}

func colour(hex string) color.Color { return lipgloss.Color(hex) }

// made takes the sequences around a text out of a lipgloss style.
func made(s lipgloss.Style) Style {
	const mark = "x"
	text := s.Render(mark)
	for i := range text {
		if text[i:i+1] == mark && (i == 0 || text[i-1] == 'm') {
			return Style{open: text[:i], close: text[i+1:]}
		}
	}
	return Style{}
}
