// Package page says what a postmortem's page holds: a tree of blocks and spans, without a mark of any markup. Who writes it in a
// dialect finds here what it says and in which order, and escapes each span for where it stands.
//
// The page has a grammar, so that it can be read back: in each block fixed words come first and one text of the user's comes last,
// but for an aside behind it. Text of the user's in the middle has a span of its own: names are emphasis, identifiers are code,
// numbers and references are strong, addresses are links.
package page

import (
	"cmp"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/cast"
)

// Style is how a span is set.
type Style byte

// The styles of spans.
const (
	Plain Style = iota
	Strong
	Emphasis
	Code
)

// Span is a piece of one line of text in one style. To is the address that it links to, or "".
type Span struct {
	Style Style
	Text  string
	To    string
}

// Spans is one line of text.
type Spans []Span

// Text is what the spans say, without their styles.
func (s Spans) Text() string {
	var b strings.Builder
	for _, x := range s {
		b.WriteString(x.Text)
	}
	return b.String()
}

// Block is a heading, a paragraph, a list, a table or a diagram: exactly one of its fields is filled, but for Level.
type Block struct {
	Level     int     // of a heading, from 1 to 3
	Heading   Spans   //
	Paragraph Spans   //
	List      []Spans // items of one level
	Tasks     []Task  // of a list of tasks, by item: how far each is
	Table     *Table
	Diagram   *Diagram

	Line  int   // where it stands in what was read, from 1
	Lines []int // where its items or rows stand
}

// Task says of an item whether it is a task, and how far it is.
type Task byte

// How far tasks are.
const (
	NoTask Task = iota
	OpenTask
	DoneTask
)

// Task is how far an item of the list is.
func (b *Block) Task(i int) Task {
	if i < len(b.Tasks) {
		return b.Tasks[i]
	}
	return NoTask
}

// line is where an item or a row stands, 0 in a page that was not read.
func (b *Block) line(i int) int {
	if i < len(b.Lines) {
		return b.Lines[i]
	}
	return 0
}

// Table has a cell for each head in each row. A cell is one line.
type Table struct {
	Heads []string
	Rows  [][]Spans
}

// Diagram is a picture that words beside it say too. A dialect draws those that it can.
type Diagram struct {
	Name  string
	Nodes []Node
}

// The diagrams by name.
const (
	WhysDiagram     = "whys"     // a tree of causes and answers
	TimelineDiagram = "timeline" // a line of events
	IncidentDiagram = "incident" // the moments on a line to scale
)

// Node is a box of a diagram, or a place on a line. Above is the place in Nodes of the one that it hangs on, or -1.
type Node struct {
	Text  string
	When  string // of a node on a line
	Above int
	Root  bool    // a root cause
	Part  float64 // of a line to scale: where on it the node stands, from 0 to 1
	Until string  // what is told of the time from there to the next node
}

// Page is the blocks of a page from top to bottom.
type Page struct {
	Blocks []Block

	of      *model.Postmortem // whom it tells of, and to whom
	who     Audience
	hosts   []string   // that it may lead to, where it is for the public
	names   *cast.Cast // what people are called on it, nil where by their names
	waiting [4]Spans   // headings below which nothing stands yet, by level
}

// Lines are the lines of text of the page: headings, paragraphs, items and cells, in their order.
func (g *Page) Lines(yield func(Spans) bool) {
	for i := range g.Blocks {
		b := &g.Blocks[i]
		lines := append([]Spans{b.Heading, b.Paragraph}, b.List...)
		if b.Table != nil {
			lines = append(lines, slices.Concat(b.Table.Rows...)...)
		}
		for _, line := range lines {
			if !yield(line) {
				return
			}
		}
	}
}

// Called is a text as those who will read the page may see it: people called otherwise, and without addresses that lead to somebody.
func (g *Page) Called(s string) string {
	if g.names == nil {
		return s
	}
	if s = g.names.Text(s); g.who == Public {
		s = webAddress().ReplaceAllStringFunc(s, func(to string) string { return cmp.Or(allowedOf(g.hosts, to), leftOut) })
	}
	return mailAddress().ReplaceAllString(s, leftOut)
}

// rename calls everybody in the texts of the page as names does.
func (g *Page) rename(names func(string) string) {
	for line := range g.Lines {
		for i := range line {
			line[i].Text = names(line[i].Text)
		}
	}
	for i := range g.Blocks {
		if d := g.Blocks[i].Diagram; d != nil {
			for j := range d.Nodes {
				d.Nodes[j].Text = names(d.Nodes[j].Text)
			}
		}
	}
}

// Document is the postmortem as those who will read the page may know it, but for its texts, which Called tells.
func (g *Page) Document() *model.Postmortem {
	p, _ := g.who.told(g.of, g.hosts)
	p.Notes, p.Dismissed = "", nil
	switch g.who {
	case Public:
		p.Participants, p.Causes, p.Lessons, p.Parking, p.Relations, p.FollowUp, p.Reread = nil, nil, nil, nil, nil, nil, nil
		p.Meeting, p.WhyNow, p.LikelyAgain, p.PublishedURL = nil, "", "", ""
		for i := range p.Actions {
			a := &p.Actions[i]
			p.Actions[i] = model.Action{Ref: a.Ref, Title: a.Title, Status: a.Status, Due: a.Due}
		}
	case PreRead:
		p.Causes, p.Actions, p.Lessons, p.Parking, p.FollowUp = nil, nil, nil, nil, nil
	case Team, Company:
	}
	return p
}

func (g *Page) heading(level int, words ...Span) {
	for l := level; l < len(g.waiting); l++ {
		g.waiting[l] = nil
	}
	g.waiting[level] = words
}

// add puts a block below the headings that wait for one. A section without a block has no heading either.
func (g *Page) add(b Block) {
	for l, h := range g.waiting {
		if h != nil {
			g.Blocks = append(g.Blocks, Block{Level: l, Heading: together(h)})
			g.waiting[l] = nil
		}
	}
	b.Heading, b.Paragraph = together(b.Heading), together(b.Paragraph)
	for i := range b.List {
		b.List[i] = together(b.List[i])
	}
	for i := 0; b.Table != nil && i < len(b.Table.Rows); i++ {
		for j := range b.Table.Rows[i] {
			b.Table.Rows[i][j] = together(b.Table.Rows[i][j])
		}
	}
	g.Blocks = append(g.Blocks, b)
}

// together makes one span of plain ones that stand beside each other, and leaves out empty ones.
func together(s Spans) (all Spans) {
	for _, x := range s {
		last := len(all) - 1
		switch {
		case x.Text == "":
		case last >= 0 && x.Style == Plain && x.To == "" && all[last].Style == Plain && all[last].To == "":
			all[last].Text += x.Text
		default:
			all = append(all, x)
		}
	}
	return all
}

// paragraph adds a line; one that says nothing is none.
func (g *Page) paragraph(words ...Span) {
	if Spans(words).Text() != "" {
		g.add(Block{Paragraph: words})
	}
}

// list adds the items that say something.
func (g *Page) list(items []Spans) {
	items = slices.DeleteFunc(items, func(s Spans) bool { return s.Text() == "" })
	if len(items) > 0 {
		g.add(Block{List: items})
	}
}

func (g *Page) table(heads []string, rows [][]Spans) {
	if len(rows) > 0 {
		g.add(Block{Table: &Table{heads, rows}})
	}
}

// Blocks are the paragraphs and lists of a text of several lines.
func Blocks(text string) []Block { return blocksOf(text) }

func plain(s string) Span    { return Span{Text: s} }
func strong(s string) Span   { return Span{Style: Strong, Text: strings.TrimSpace(s)} }
func emphasis(s string) Span { return Span{Style: Emphasis, Text: strings.TrimSpace(s)} }
func code(s string) Span     { return Span{Style: Code, Text: strings.TrimSpace(s)} }

// said are fixed words and the text of the user's that comes last.
func said(words Spans, text string) Spans {
	if text = Line(text); text == "" {
		return words
	}
	if len(words) > 0 {
		text = " " + text
	}
	return append(words, plain(text))
}

// aside puts what is worth saying behind a text, in brackets of its own.
func aside(s Spans, words ...string) Spans {
	if all := Joined("; ", words...); all != "" {
		if len(s) > 0 {
			s = append(s, plain(" "))
		}
		s = append(s, emphasis("("+all+")"))
	}
	return s
}
