package page

import (
	"bytes"
	"html"
	"strings"

	"debrief/model/lazyregexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Read is what a Markdown text says, as blocks and spans: whatever in it is no heading, paragraph, list or table is left out. Blocks,
// items and rows know the lines where they stand.
func Read(markdown []byte) *Page {
	markdown = bytes.ReplaceAll(bytes.TrimPrefix(markdown, []byte("\xef\xbb\xbf")), []byte("\r\n"), []byte("\n"))
	r := reader{source: markdown}
	doc := goldmark.New(goldmark.WithExtensions(extension.Table, extension.TaskList)).Parser().Parse(text.NewReader(markdown))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		r.block(n)
	}
	return &r.page
}

type reader struct {
	source []byte
	page   Page
	at     int // how far lines were counted
	line   int
}

func (r *reader) block(n ast.Node) {
	b := Block{Line: r.lineOf(n)}
	switch n := n.(type) {
	case *ast.Heading:
		b.Level, b.Heading = n.Level, r.spans(n)
	case *ast.Paragraph:
		b.Paragraph = r.spans(n)
	case *ast.List:
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			b.Lines = append(b.Lines, r.lineOf(item))
			b.List, b.Tasks = append(b.List, r.spans(item)), append(b.Tasks, task(item))
		}
	case *east.Table:
		b.Table = &Table{}
		for row := n.FirstChild(); row != nil; row = row.NextSibling() {
			r.row(&b, row)
		}
	default:
		return
	}
	r.page.Blocks = append(r.page.Blocks, b)
}

// task reports whether an item begins with a box, and what is in it.
func task(item ast.Node) Task {
	text := item.FirstChild()
	if text == nil {
		return NoTask
	}
	box, there := text.FirstChild().(*east.TaskCheckBox)
	switch {
	case !there:
		return NoTask
	case box.IsChecked:
		return DoneTask
	}
	return OpenTask
}

func (r *reader) row(b *Block, row ast.Node) {
	var cells []Spans
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		cells = append(cells, r.spans(cell))
	}
	if _, head := row.(*east.TableHeader); head {
		for _, c := range cells {
			b.Table.Heads = append(b.Table.Heads, c.Text())
		}
		return
	}
	b.Table.Rows = append(b.Table.Rows, cells)
	b.Lines = append(b.Lines, r.lineOf(row))
}

// lineOf is the line in which a node's first text stands. Nodes are asked for in the order of the text.
func (r *reader) lineOf(n ast.Node) int {
	offset := -1
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering && offset < 0 {
			offset = t.Segment.Start
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	if offset >= r.at {
		r.line += bytes.Count(r.source[r.at:offset], []byte("\n"))
		r.at = offset
	}
	return r.line + 1
}

// spans are the words of a node in their styles. Strong and emphasised words are one span each, whatever stands in them.
func (r *reader) spans(n ast.Node) Spans {
	var all Spans
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			all = append(all, plain(r.textOf(c)))
		case *ast.String:
			all = append(all, plain(string(c.Value)))
		case *ast.CodeSpan:
			all = append(all, code(r.words(c)))
		case *ast.Emphasis:
			style := Emphasis
			if c.Level == 2 {
				style = Strong
			}
			all = append(all, Span{Style: style, Text: r.words(c)})
		case *ast.Link:
			all = append(all, Span{Text: r.words(c), To: unescaped(string(c.Destination))})
		case *ast.AutoLink:
			all = append(all, plain(string(c.Label(r.source))))
		case *east.TaskCheckBox, *ast.RawHTML, *ast.Image:
		default: // the text of an item stands in a block of its own
			all = append(all, r.spans(c)...)
		}
	}
	return together(all)
}

// words are the text below a node, without its styles.
func (r *reader) words(n ast.Node) (all string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if _, inCode := n.(*ast.CodeSpan); inCode {
				all += string(c.Segment.Value(r.source))
			} else {
				all += r.textOf(c)
			}
		case *ast.String:
			all += string(c.Value)
		case *ast.AutoLink:
			all += string(c.Label(r.source))
		default:
			all += r.words(c)
		}
	}
	return all
}

func (r *reader) textOf(t *ast.Text) string {
	s := unescaped(string(t.Segment.Value(r.source)))
	if t.SoftLineBreak() || t.HardLineBreak() {
		s += " "
	}
	return s
}

// entity is a character by its name or number, or one that a backslash keeps from meaning anything.
var entity = lazyregexp.New("\\\\[!-/:-@\\[-`{-~]|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);")

func unescaped(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	return entity().ReplaceAllStringFunc(s, func(x string) string {
		if x[0] == '\\' {
			return x[1:]
		}
		return html.UnescapeString(x)
	})
}
