package export

import (
	"strings"

	"debrief/export/page"
	"debrief/model/lazyregexp"
)

// mediawiki is the markup of MediaWiki.
var mediawiki = writer{
	blocks: func(blocks []page.Block) string { return numberless(mediawikiMarkup.write(blocks)) },
	apart:  emptyLine,
	line:   func(line page.Spans) string { return numberless(mediawikiMarkup.line(line)) },
}

var mediawikiMarkup = &wiki{
	heading: func(level int, text string) string {
		mark := strings.Repeat("=", level)
		return mark + " " + text + " " + mark
	},
	link:     func(text, to string) string { return "[" + to + " " + text + "]" },
	strong:   [2]string{"'''", "'''"},
	emphasis: [2]string{"''", "''"},
	code:     [2]string{"<code>", "</code>"},
	means:    meansInMediaWiki,
	table:    mediawikiTable,
}

// numberless keeps a word before a number from making a link of it.
func numberless(s string) string { return magic().ReplaceAllString(s, "$1&#32;") }

// magic are the words before a number that MediaWiki makes a link of (RFC 1, PMID 1, ISBN 1).
var magic = lazyregexp.New(`\b(RFC|PMID|ISBN) `)

func meansInMediaWiki(word string, at int, r rune) bool {
	return strings.ContainsRune("&<>[]{}|'=~_\"", r) || at == 0 && strings.ContainsRune("*#:;-+!", r) ||
		r == ':' && strings.HasPrefix(word[at:], "://") || r == '-' && word[at-1] == '-'
}

func mediawikiTable(w *wiki, t *page.Table) string {
	var b strings.Builder
	b.WriteString("{| class=\"wikitable\"\n")
	for _, h := range t.Heads {
		b.WriteString("! scope=\"col\" | " + w.text(h, true) + "\n")
	}
	for _, row := range t.Rows {
		b.WriteString("|-\n")
		for _, cell := range row {
			b.WriteString(strings.TrimRight("| "+w.line(cell), " ") + "\n")
		}
	}
	return b.String() + "|}"
}
