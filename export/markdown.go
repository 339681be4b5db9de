package export

import (
	"strings"

	"debrief/export/page"
)

// portable is the Markdown that wikis have in common: headings of level 1 to 3, paragraphs, bullet lists of one level and
// tables of one-line cells, one empty line between blocks; no front matter, no HTML. It compiles as MDX too.
var portable = writer{blocks: (&markdown{}).write, apart: emptyLine, line: anywhere}

// github is what GitHub and GitLab show beside: diagrams (mermaid), lists of tasks, and links to the sections.
var github = writer{blocks: (&markdown{rich: true}).write, apart: emptyLine, line: anywhere, contents: true}

// markdown writes the blocks of a page one below the other.
type markdown struct{ rich bool }

func (w *markdown) write(blocks []page.Block) string {
	all := make([]string, 0, len(blocks))
	for i := range blocks {
		if text := w.marked(&blocks[i]); text != "" {
			all = append(all, text)
		}
	}
	return strings.Join(all, emptyLine)
}

// anywhere is a line of text that means nothing else at the start of a line, in a cell or in strong text.
func anywhere(line page.Spans) string {
	s := spans(line, inCell|inside)
	if len(line) > 0 && line[0].Style == page.Plain && line[0].To == "" {
		return atStart(s)
	}
	return s
}

func (w *markdown) marked(b *page.Block) string {
	switch {
	case b.Heading != nil:
		return strings.Repeat("#", b.Level) + " " + spans(b.Heading, 0)
	case b.Paragraph != nil:
		return first(b.Paragraph)
	case b.List != nil:
		items := make([]string, len(b.List))
		for i, item := range b.List {
			items[i] = "- " + w.box(b.Task(i)) + first(item)
		}
		return strings.Join(items, "\n")
	case b.Table != nil:
		return table(b.Table)
	case b.Diagram != nil && w.rich:
		if picture := mermaid(b.Diagram); picture != "" {
			return "```mermaid\n" + picture + "```"
		}
	}
	return ""
}

// box is what a task is ticked in.
func (w *markdown) box(t page.Task) string {
	switch {
	case t == page.NoTask || !w.rich:
		return ""
	case t == page.DoneTask:
		return "[x] "
	}
	return "[ ] "
}

func table(t *page.Table) string {
	var b strings.Builder
	for _, h := range t.Heads {
		b.WriteString("| " + escape(h, inCell) + " ")
	}
	b.WriteString("|\n" + strings.Repeat("| --- ", len(t.Heads)) + "|")
	for _, row := range t.Rows {
		b.WriteByte('\n')
		for _, cell := range row {
			b.WriteString("| " + spans(cell, inCell) + " ")
		}
		b.WriteByte('|')
	}
	return b.String()
}

// first is a line of text at the start of a block.
func first(line page.Spans) string {
	s := spans(line, 0)
	if len(line) > 0 && line[0].Style == page.Plain && line[0].To == "" {
		return atStart(s)
	}
	return s
}

// spans are a line of text in its styles.
func spans(line page.Spans, where place) string {
	var b strings.Builder
	for _, s := range line {
		switch {
		case s.Text == "":
		case s.To != "":
			writeLink(&b, s.Text, s.To, where)
		case s.Style == page.Code:
			b.WriteString(code(s.Text, where))
		case s.Style == page.Strong:
			b.WriteString("**" + escape(s.Text, where|inside) + "**")
		case s.Style == page.Emphasis:
			b.WriteString("*" + escape(s.Text, where|inside) + "*")
		default:
			b.WriteString(escape(s.Text, where))
		}
	}
	return b.String()
}
