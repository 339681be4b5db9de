// Package preview renders Markdown for a terminal. Its rule: whatever the text says, nothing but colours and links to web
// pages and mail addresses reaches the terminal.
package preview

import (
	"fmt"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/lazyregexp"
	"debrief/ui/draw"

	"charm.land/glamour/v2"
	"charm.land/glamour/v2/ansi"
	"charm.land/glamour/v2/styles"
)

// Styles are the names that Render takes. Own is for a terminal of which nobody knows whether it is dark or light: text has the
// terminal's own colours. In mono there is no colour and no other escape sequence.
var Styles = []string{"dark", "light", "own", "mono"}

// Render draws Markdown in lines of at most width cells (80 when width is not positive). The result is safe to write to a
// terminal as it is.
func Render(markdown []byte, width int, style string) (string, error) {
	if width <= 0 {
		width = 80
	}
	if !slices.Contains(Styles, style) {
		return "", fmt.Errorf("%s is none of the styles %s", model.Quote(style), strings.Join(Styles, ", "))
	}
	look := glamour.WithStyles(painted(inks(style)))
	if style == "mono" {
		look = glamour.WithStandardStyle("notty")
	}
	r, err := glamour.NewTermRenderer(look, glamour.WithWordWrap(width))
	if err != nil {
		return "", fmt.Errorf("render Markdown in %s: %w", model.Quote(style), err)
	}
	out, err := r.Render(model.CleanLines(string(markdown)))
	if err != nil {
		return "", fmt.Errorf("render Markdown: %w", err)
	}
	if style == "mono" {
		return model.CleanLines(out), nil
	}
	return filter(out), nil
}

// ink is what a style paints with, as #rrggbb or a number of the 256 colours.
type ink struct{ heading, faint, code string }

// inks are those of the screens' theme; own has a few colours that can be read on black and on white alike.
func inks(style string) ink {
	if style == "own" {
		return ink{heading: "33", faint: "244", code: "166"}
	}
	i := draw.InksOf(style)
	return ink{heading: i.Accent, faint: i.Faint, code: i.Question}
}

// painted is Glamour's dark style without grounds, in these inks; text has the terminal's own colour.
func painted(in ink) ansi.StyleConfig {
	yes := true
	c := *styles.DefaultStyles["dark"]
	c.Document.Color = nil
	c.Heading.Color = &in.heading
	c.H1.StylePrimitive = ansi.StylePrimitive{Bold: &yes, Underline: &yes}
	c.H6.Color, c.LinkText.Color = nil, nil
	c.HorizontalRule.Color, c.ImageText.Color = &in.faint, &in.faint
	c.Link.Color, c.Image.Color = &in.heading, &in.heading
	c.Code.Color, c.Code.BackgroundColor = &in.code, nil
	c.CodeBlock.Color, c.CodeBlock.Chroma = nil, nil
	return c
}

// sequence is what Glamour itself writes: colours (SGR) and links (OSC 8, whose target is the group).
var sequence = lazyregexp.New(`\x1b\[[0-9;:]*m|\x1b\]8;[0-9A-Za-z=:_-]*;([^\x00-\x20\x7f-\x{9f}]*)(?:\x07|\x1b\\)`)

// filter keeps colours, links, and text that is safe to show. Filtering what goes into Glamour is not enough: it decodes
// &#27; into a live escape. What stands between two sequences is cleaned for itself, so that nothing can be put together
// around one.
func filter(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	last := 0
	for _, m := range sequence().FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(model.CleanLines(s[last:m[0]]))
		last = m[1]
		if m[2] < 0 || opensSafely(s[m[2]:m[3]]) {
			b.WriteString(s[m[0]:m[1]])
		}
	}
	b.WriteString(model.CleanLines(s[last:]))
	return b.String()
}

// opensSafely reports whether a link may be offered; "" ends one.
func opensSafely(target string) bool {
	if target != model.Clean(target) {
		return false
	}
	scheme, _, _ := strings.Cut(strings.ToLower(target), ":")
	return target == "" || scheme == "http" || scheme == "https" || scheme == "mailto"
}
