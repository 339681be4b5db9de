package export

import (
	"strings"

	"debrief/export/page"
)

// portable writes a page in the Markdown that wikis have in common: headings of level 1 to 3, paragraphs, bullet lists of one level and
// tables of one-line cells, one empty line between blocks; no front matter, no HTML. It compiles as MDX too.
func portable(pg *page.Page) string {
	w := markdown{}
	return w.write(pg)
}

// github writes what GitHub and GitLab show beside: diagrams (mermaid), and links to the sections.
func github(pg *page.Page) string {
	w := markdown{rich: true}
	return w.write(pg)
}

// markdown writes the blocks of a page one below the other.
type markdown struct {
	b    strings.Builder
	rich bool
}

func (w *markdown) write(pg *page.Page) string {
	sections := 0
	for _, b := range pg.Blocks {
		if w.rich && b.Level == 2 {
			if sections++; sections == 1 {
				w.block(contents(pg))
			}
		}
		w.block(w.marked(b))
	}
	return w.b.String()
}

func (w *markdown) block(text string) {
	if text == "" {
		return
	}
	if w.b.Len() > 0 {
		w.b.WriteByte('\n')
	}
	w.b.WriteString(text + "\n")
}

func (w *markdown) marked(b page.Block) string {
	switch {
	case b.Heading != nil:
		return strings.Repeat("#", b.Level) + " " + spans(b.Heading, 0)
	case b.Paragraph != nil:
		return first(b.Paragraph)
	case b.List != nil:
		items := make([]string, len(b.List))
		for i, item := range b.List {
			items[i] = "- " + first(item)
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

// contents are links to the sections of a page.
func contents(pg *page.Page) string {
	var links []string
	for _, b := range pg.Blocks {
		if name := b.Heading.Text(); b.Level == 2 {
			links = append(links, "["+name+"](#"+strings.ReplaceAll(strings.ToLower(name), " ", "-")+")")
		}
	}
	return strings.Join(links, " · ")
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
