package export

import (
	"strconv"
	"strings"

	"debrief/export/page"
	"debrief/model/patterns"
)

// Patterns is what the postmortems of an archive have in common as a page in a dialect, for a review: tables, because a wiki has no bars.
func Patterns(p *patterns.Patterns, dialect string) []byte {
	text := func(s string) page.Spans { return page.Spans{{Text: page.Line(s)}} }
	g := &page.Page{Blocks: []page.Block{{Level: 1, Heading: text("What our postmortems have in common")}, {Paragraph: text(p.Head() + ".")}}}
	for _, s := range p.Sections() {
		g.Blocks = append(g.Blocks, page.Block{Level: 2, Heading: text(s.Title)})
		if s.About != "" {
			g.Blocks = append(g.Blocks, page.Block{Paragraph: text(strings.ToUpper(s.About[:1]) + s.About[1:] + ".")})
		}
		g.Blocks = append(g.Blocks, patternsIn(&s, text))
	}
	for _, later := range p.Later() {
		g.Blocks = append(g.Blocks, page.Block{Paragraph: text(later)})
	}
	return Page(g, dialect)
}

// patternsIn is a table where there are figures, else a list.
func patternsIn(s *patterns.Section, text func(string) page.Spans) page.Block {
	figures := false
	for _, l := range s.Lines {
		figures = figures || l.Size > 0 || l.Cells != nil
	}
	if !figures {
		var b page.Block
		for _, l := range s.Lines {
			b.List = append(b.List, text(page.Joined("; ", l.Name, l.Said)))
		}
		return b
	}
	t := &page.Table{Heads: []string{"What", "How many"}}
	switch {
	case s.Long:
		t.Heads[1] = "How long"
	case len(s.Heads) > 0:
		t.Heads = append(append([]string{"Weekday"}, s.Heads...), "All")
	}
	for _, l := range s.Lines {
		row := []page.Spans{text(l.Name)}
		for _, n := range l.Cells {
			row = append(row, text(strconv.Itoa(n)))
		}
		t.Rows = append(t.Rows, append(row, text(l.Said)))
	}
	return page.Block{Table: t}
}

// Ties is what people said of a postmortem and others as the end of its page in a terminal; nothing where they said nothing.
func Ties(said []string) []byte {
	if len(said) == 0 {
		return nil
	}
	g := &page.Page{Blocks: []page.Block{{Level: 2, Heading: page.Spans{{Text: "Beside others"}}}}}
	var b page.Block
	for _, s := range said {
		b.List = append(b.List, page.Spans{{Text: page.Line(s)}})
	}
	g.Blocks = append(g.Blocks, b)
	return append([]byte("\n"), Page(g, "portable")...)
}
