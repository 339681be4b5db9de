package export

import (
	"slices"
	"strings"
	"time"

	"debrief/export/page"
	"debrief/model"
)

// dialects are the markups that a page is written in, by name. The first is the one that pastes into most wikis.
var dialects = []dialect{
	{"portable", "md", portable},
	{"github", "md", github},
	{"confluence-wiki", "txt", confluence},
	{"mediawiki", "wiki", mediawiki},
	{"html", "html", rich},
}

// writer is how a dialect writes what a page is made of.
type writer struct {
	blocks   func([]page.Block) string       // one below the other, without an end of the last line
	apart    string                          // what stands between blocks
	line     func(page.Spans) string         // that can stand anywhere in a block
	whole    func(title, body string) string // with what stands around a page; nil for nothing
	contents bool                            // a page has links to its sections
}

// emptyLine is what most markups put between blocks.
const emptyLine = "\n\n"

// Dialects are the names of the dialects.
func Dialects() []string {
	var names []string
	for _, d := range dialects {
		names = append(names, d.name)
	}
	return names
}

// Extension is what a file of the dialect ends with.
func Extension(dialect string) string { return named(dialect).extension }

// dialect is a markup: its name, what its files end with, and who writes it.
type dialect struct {
	name, extension string
	writer          writer
}

// named is the dialect of that name, the first for a name that is none.
func named(name string) dialect {
	i := slices.IndexFunc(dialects, func(d dialect) bool { return d.name == name })
	return dialects[max(i, 0)]
}

// Page is a page for a wiki in a dialect.
func Page(g *page.Page, dialect string) []byte {
	w := named(dialect).writer
	blocks := g.Blocks
	if w.contents {
		blocks = withContents(g)
	}
	return []byte(w.around(titleOf(g), w.blocks(blocks)))
}

func (w *writer) around(title, body string) string {
	if w.whole != nil {
		return w.whole(title, body)
	}
	return body + "\n"
}

// titleOf is what a page is called.
func titleOf(g *page.Page) string {
	for i := range g.Blocks {
		if g.Blocks[i].Level == 1 {
			return g.Blocks[i].Heading.Text()
		}
	}
	return "Postmortem"
}

// contents is a line of links to the sections of a page.
func contents(g *page.Page) page.Block {
	var links page.Spans
	for i := range g.Blocks {
		if b := &g.Blocks[i]; b.Level == 2 {
			if len(links) > 0 {
				links = append(links, page.Span{Text: " · "})
			}
			name := b.Heading.Text()
			links = append(links, page.Span{Text: name, To: "#" + anchor(name)})
		}
	}
	return page.Block{Paragraph: links}
}

// withContents are the blocks of a page with links to its sections above the first.
func withContents(g *page.Page) []page.Block {
	first := slices.IndexFunc(g.Blocks, func(b page.Block) bool { return b.Level == 2 })
	if first <= 0 { // a section by itself
		return g.Blocks
	}
	return slices.Insert(slices.Clone(g.Blocks), first, contents(g))
}

// anchor is what a section is called in an address, whose name is of fixed words.
func anchor(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

// Markdown is the whole page of a postmortem in the Markdown that pastes cleanly into most wikis.
func Markdown(p *model.Postmortem) []byte {
	return Page(page.Of(p, page.Team, time.Time{}), "portable")
}
