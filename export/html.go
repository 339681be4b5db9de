package export

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"strconv"
	"strings"
	"sync"

	"debrief/export/page"
	"debrief/model"
)

// rich is a page as one HTML file that needs nothing else: no script, no request, light and dark, fit for paper, and read in its order
// by who hears it. Browsers let it be copied with its tables into what understands no Markdown.
var rich = writer{blocks: webBlocks, apart: "\n", line: styled, whole: webWhole}

func webBlocks(blocks []page.Block) string {
	w := &webPage{}
	for i := range blocks {
		w.block(&blocks[i])
	}
	return strings.TrimSuffix(w.b.String(), "\n")
}

func webWhole(title, body string) string {
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="` + policy() + `">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>` + html.EscapeString(title) + `</title>
<style>` + look + `</style>
</head>
<body>
<main>
` + body + `
</main>
</body>
</html>
`
}

//go:embed html.css
var look string

// policy allows the page its own look and nothing else (W3C, "Content Security Policy Level 3").
var policy = sync.OnceValue(func() string {
	sum := sha256.Sum256([]byte(look))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
})

// webPage writes blocks, one below the other.
type webPage struct {
	b       strings.Builder
	section string // what the heading above says
	anchor  string // of the section, "" above all
	ids     int    // of what is named by another
}

func (w *webPage) block(b *page.Block) {
	switch {
	case b.Heading != nil:
		w.section = b.Heading.Text()
		tag, id := "h"+strconv.Itoa(b.Level), ""
		if b.Level == 2 {
			w.anchor, w.ids = anchor(w.section), 0
			id = ` id="` + html.EscapeString(w.anchor) + `"`
		}
		w.b.WriteString("<" + tag + id + ">" + styled(b.Heading) + "</" + tag + ">\n")
	case b.Paragraph != nil:
		w.b.WriteString("<p>" + styled(b.Paragraph) + "</p>\n")
	case b.List != nil:
		w.b.WriteString("<ul>\n")
		for _, item := range b.List {
			w.b.WriteString("<li>" + styled(item) + "</li>\n")
		}
		w.b.WriteString("</ul>\n")
	case b.Table != nil:
		w.table(b.Table)
	case b.Diagram != nil:
		w.figure(b.Diagram)
	}
}

// name is an id for what is named by another.
func (w *webPage) name(kind string) string {
	w.ids++
	return html.EscapeString(page.Joined("-", w.anchor, kind, strconv.Itoa(w.ids)))
}

// table names its columns, its rows where the first cell says something, and itself for who does not see what stands above it.
func (w *webPage) table(t *page.Table) {
	id := w.name("table")
	fmt.Fprintf(&w.b, `<div class="wide" role="region" tabindex="0" aria-labelledby="%s">`+"\n<table%s>\n", id, timed(t))
	fmt.Fprintf(&w.b, `<caption id="%s">%s</caption>`+"\n<thead>\n<tr>", id, html.EscapeString(w.section))
	for _, h := range t.Heads {
		w.b.WriteString(`<th scope="col">` + html.EscapeString(h) + "</th>")
	}
	w.b.WriteString("</tr>\n</thead>\n<tbody>\n")
	for _, row := range t.Rows {
		w.b.WriteString("<tr>")
		for i, cell := range row {
			if text := styled(cell); i == 0 && text != "" {
				w.b.WriteString(`<th scope="row">` + text + "</th>")
			} else {
				w.b.WriteString("<td" + brief(cell) + ">" + text + "</td>")
			}
		}
		w.b.WriteString("</tr>\n")
	}
	w.b.WriteString("</tbody>\n</table>\n</div>\n")
}

// brief marks a cell that is too short to be broken where there is room.
func brief(cell page.Spans) string {
	if n := len(cell.Text()); n > 0 && n <= 16 {
		return ` class="brief"`
	}
	return ""
}

// timed marks a table whose rows begin with a time, which stays on one line.
func timed(t *page.Table) string {
	if strings.HasPrefix(t.Heads[0], "Time (") {
		return ` class="timed"`
	}
	return ""
}

// styled is a line of text in its styles.
func styled(line page.Spans) string {
	var b strings.Builder
	for _, s := range line {
		switch {
		case s.Text == "":
		case s.To != "":
			b.WriteString(linkTo(s.Text, s.To))
		case s.Style == page.Code:
			b.WriteString("<code>" + html.EscapeString(s.Text) + "</code>")
		case s.Style == page.Strong:
			b.WriteString("<strong>" + linked(s.Text) + "</strong>")
		case s.Style == page.Emphasis:
			b.WriteString("<em>" + linked(s.Text) + "</em>")
		default:
			b.WriteString(linked(s.Text))
		}
	}
	return b.String()
}

func linkTo(text, to string) string {
	return `<a href="` + html.EscapeString(to) + `">` + html.EscapeString(text) + "</a>"
}

// linked is text in which addresses on the web lead there.
func linked(s string) string {
	var b strings.Builder
	for {
		at := strings.Index(s, "://")
		if at < 0 {
			break
		}
		start := max(at-len("https"), 0)
		found := address().FindStringIndex(s[start:])
		if found == nil {
			break
		}
		start += found[0]
		whole := trimToken(s[start : start+found[1]-found[0]])
		b.WriteString(html.EscapeString(s[:start]))
		if model.IsAddress(whole) {
			b.WriteString(linkTo(whole, page.Destination(whole)))
		} else {
			b.WriteString(html.EscapeString(whole))
		}
		s = s[start+len(whole):]
	}
	return b.String() + html.EscapeString(s)
}
