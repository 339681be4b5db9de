package export

import (
	"fmt"
	"strings"

	"debrief/export/page"
)

// mediawiki writes a page in the markup of MediaWiki. Its heading is the name of the wiki's page, so sections begin at level 2.
func mediawiki(pg *page.Page) string {
	var blocks []string
	for _, b := range pg.Blocks {
		switch {
		case b.Heading != nil:
			mark := strings.Repeat("=", b.Level)
			blocks = append(blocks, mark+" "+wikitext(b.Heading)+" "+mark)
		case b.Paragraph != nil:
			blocks = append(blocks, wikitext(b.Paragraph))
		case b.List != nil:
			items := make([]string, len(b.List))
			for i, item := range b.List {
				items[i] = "* " + wikitext(item)
			}
			blocks = append(blocks, strings.Join(items, "\n"))
		case b.Table != nil:
			blocks = append(blocks, wikiTable(b.Table))
		}
	}
	return strings.Join(blocks, "\n\n") + "\n"
}

func wikiTable(t *page.Table) string {
	var b strings.Builder
	b.WriteString("{| class=\"wikitable\"\n")
	for _, h := range t.Heads {
		b.WriteString("! scope=\"col\" | " + wikiText(h) + "\n")
	}
	for _, row := range t.Rows {
		b.WriteString("|-\n")
		for _, cell := range row {
			b.WriteString(strings.TrimRight("| "+wikitext(cell), " ") + "\n")
		}
	}
	return b.String() + "|}"
}

func wikitext(line page.Spans) string {
	var b strings.Builder
	for _, s := range line {
		text := wikiText(s.Text)
		switch {
		case s.Text == "":
		case s.To != "":
			b.WriteString("[" + s.To + " " + text + "]")
		case s.Style == page.Code:
			b.WriteString("<code>" + text + "</code>")
		case s.Style == page.Strong:
			b.WriteString("'''" + text + "'''")
		case s.Style == page.Emphasis:
			b.WriteString("''" + text + "''")
		default:
			b.WriteString(text)
		}
	}
	return b.String()
}

// wikiText writes each sign that the markup gives a meaning by its number, and the words by which a page is told apart (~~~~, __NOTOC__,
// RFC 1, ISBN). An address between blanks stays one.
func wikiText(s string) string {
	words := strings.Split(s, " ")
	for i, word := range words {
		if page.Address(word) && plainURL().MatchString(word) {
			continue
		}
		var b strings.Builder
		for j, r := range word {
			switch {
			case strings.ContainsRune("&<>[]{}|'=~_\"", r),
				j == 0 && strings.ContainsRune("*#:;-+!", r),
				r == ':' && strings.HasPrefix(word[j:], "://"),
				r == '-' && j > 0 && word[j-1] == '-':
				fmt.Fprintf(&b, "&#%d;", r)
			default:
				b.WriteRune(r)
			}
		}
		words[i] = b.String()
		if i+1 < len(words) && (word == "RFC" || word == "PMID" || word == "ISBN") {
			words[i] += "&#32;"
			words[i+1] = "\x00" + words[i+1]
		}
	}
	return strings.ReplaceAll(strings.Join(words, " "), " \x00", "")
}
