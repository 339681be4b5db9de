package export

import (
	"fmt"
	"strings"

	"debrief/export/page"
	"debrief/model"
)

// wiki is the markup of a wiki that is not Markdown: how it sets what a page is made of.
type wiki struct {
	heading                func(level int, text string) string
	link                   func(text, to string) string
	strong, emphasis, code [2]string                              // what stands before and behind
	means                  func(word string, at int, r rune) bool // whether a sign in a word would be markup
	table                  func(*wiki, *page.Table) string
}

// write writes the blocks of a page, one empty line apart. Diagrams are left out: words say the same.
func (w *wiki) write(all []page.Block) string {
	var blocks []string
	for _, b := range all {
		switch {
		case b.Heading != nil:
			blocks = append(blocks, w.heading(b.Level, w.line(b.Heading)))
		case b.Paragraph != nil:
			blocks = append(blocks, w.line(b.Paragraph))
		case b.List != nil:
			items := make([]string, len(b.List))
			for i, item := range b.List {
				items[i] = "* " + w.line(item)
			}
			blocks = append(blocks, strings.Join(items, "\n"))
		case b.Table != nil:
			blocks = append(blocks, w.table(w, b.Table))
		}
	}
	return strings.Join(blocks, emptyLine)
}

// line is a line of text in its styles.
func (w *wiki) line(line page.Spans) string {
	var b strings.Builder
	for _, s := range line {
		styled := s.To != "" || s.Style == page.Strong || s.Style == page.Emphasis
		text := w.text(s.Text, styled)
		switch {
		case s.Text == "":
		case s.To != "":
			b.WriteString(w.link(text, s.To))
		case s.Style == page.Code:
			b.WriteString(w.code[0] + text + w.code[1])
		case s.Style == page.Strong:
			b.WriteString(w.strong[0] + text + w.strong[1])
		case s.Style == page.Emphasis:
			b.WriteString(w.emphasis[0] + text + w.emphasis[1])
		default:
			b.WriteString(text)
		}
	}
	return b.String()
}

// text writes each sign that would be markup by its number; an address between blanks stays one, but where a mark follows it.
func (w *wiki) text(s string, styled bool) string {
	words := strings.Split(s, " ")
	for i, word := range words {
		if !styled && model.IsAddress(word) && plainURL().MatchString(word) {
			continue
		}
		var b strings.Builder
		for j, r := range word {
			if w.means(word, j, r) {
				fmt.Fprintf(&b, "&#%d;", r)
			} else {
				b.WriteRune(r)
			}
		}
		words[i] = b.String()
	}
	return strings.Join(words, " ")
}
