package export_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"debrief/export"
	"debrief/export/page"
	"debrief/model"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// payloads are what people try to make a browser run (OWASP, "XSS Filter Evasion"), each in the forms of forms.
var payloads = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<iframe src=javascript:alert(1)>`,
	`<a href=javascript:alert(1)>x</a>`, `javascript:alert(1)`, `<body onload=alert(1)>`, `<details open ontoggle=alert(1)>`, `<math><mtext><script>alert(1)</script>`,
	`<style>@import url(//x.example)</style>`, `<link rel=stylesheet href=//x.example>`, `<meta http-equiv=refresh content=0;url=//x.example>`, `<base href=//x.example/>`,
	`<form action=//x.example><input autofocus onfocus=alert(1)>`, `<object data=//x.example>`, `<embed src=//x.example>`, `<video><source onerror=alert(1)>`,
	`</title><script>alert(1)</script>`, `</style><script>alert(1)</script>`, `</textarea><script>alert(1)</script>`, `</svg></desc><script>alert(1)</script>`,
	`]]><script>alert(1)</script>`, `--><script>alert(1)</script>`, `<!--<script>alert(1)</script>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`https://x.example/"onmouseover="alert(1)`, `https://x.example/'><script>alert(1)</script>`, `https://x.example/<b>`, `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`, `&#60;script&#62;alert(1)&#60;/script&#62;`, `<scr<script>ipt>alert(1)</scr</script>ipt>`, "<script\n>alert(1)</script\n>", `<SCRIPT/SRC=//x.example>`,
	`<x onclick=alert(1)>y`, `<table background=javascript:alert(1)>`, `<td></td></tr></table><script>alert(1)</script>`, `<template><script>alert(1)</script></template>`, `＜script＞alert(1)＜/script＞`,
}

var forms = []string{"%s", `x" %s '`, `'>%s`}

// TestNoTextBecomesMarkupOfAWebPage puts each of them into every text, and holds the browser's tree against the page's.
func TestNoTextBecomesMarkupOfAWebPage(t *testing.T) {
	known := hostile
	defer func() { hostile = known }()
	tried := 0
	for _, payload := range payloads {
		for _, form := range forms {
			hostile = []string{fmt.Sprintf(form, payload)}
			p := hostilePostmortem(t, 0)
			p.Title = strings.ReplaceAll(hostile[0], "\n", " ")
			for _, who := range []page.Audience{page.Team, page.Company, page.Public} {
				g := page.Of(p, who, noon)
				checkWebPage(t, g, export.Page(g, "html"))
			}
			if tried++; t.Failed() {
				t.Fatalf("with %q", hostile[0])
			}
		}
	}
	if tried != 120 {
		t.Errorf("%d strings were tried", tried)
	}
}

func TestWebPagesOfAllKindsOfTextHoldTheirTree(t *testing.T) {
	for start := range hostile {
		p := hostilePostmortem(t, start)
		for _, who := range []page.Audience{page.Team, page.Company, page.Public, page.PreRead} {
			g := page.Of(p, who, noon)
			checkWebPage(t, g, export.Page(g, "html"))
		}
	}
	g := page.Of(model.New("Only a title", noon), page.Team, noon)
	checkWebPage(t, g, export.Page(g, "html"))
}

// TestAWebPageIsReadInItsOrder holds what who hears a page, or goes through it by its headings, relies on.
func TestAWebPageIsReadInItsOrder(t *testing.T) {
	g := page.Of(example(t), page.Team, noon)
	text := string(export.Page(g, "html"))
	for _, want := range []string{
		`<html lang="en">`, `<title>Example: Customers signed out by a key rotation</title>`, `<th scope="col">Owner</th>`, `<th scope="row">09:21</th>`,
		`<caption id="actions-table-1">Actions</caption>`, `role="img"`, `<desc id="picture-1-text">started at 09:02; detected at 09:21; mitigated at 10:02; resolved at 10:20</desc>`,
		`unseen for 19 minutes, then being mended for 41 minutes, then watched for 18 minutes`, `<a href="https://tracker.example/ACC-418">ACC-418</a>`,
		`because Instances report their version, and not the keys they hold.`, `(a root cause)`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	ids, named := regexp.MustCompile(` id="([^"]+)"`), regexp.MustCompile(`aria-(?:labelledby|describedby)="([^"]+)"`)
	var all []string
	for _, m := range ids.FindAllStringSubmatch(text, -1) {
		if slices.Contains(all, m[1]) {
			t.Errorf("two things are called %s", m[1])
		}
		all = append(all, m[1])
	}
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(all, m[1]) {
			t.Errorf("nothing is called %s", m[1])
		}
	}
	level := 0
	for _, b := range g.Blocks {
		if b.Heading != nil && b.Level > level+1 {
			t.Errorf("%q skips a level", b.Heading.Text())
		}
		if b.Heading != nil {
			level = b.Level
		}
	}
}

// mayHave are the elements of a web page and their attributes.
var mayHave = map[string][]string{
	"html": {"lang"}, "head": nil, "meta": {"charset", "content", "http-equiv", "name"}, "title": {"id"}, "style": nil, "body": nil, "main": nil,
	"h1": nil, "h2": {"id"}, "h3": nil, "p": nil, "ul": nil, "li": nil, "strong": nil, "em": nil, "code": nil, "a": {"href"},
	"div": {"aria-labelledby", "class", "role", "tabindex"}, "table": {"class"}, "caption": {"id"}, "thead": nil, "tbody": nil, "tr": nil,
	"th": {"scope"}, "td": {"class"},
	"figure": {"aria-labelledby", "class", "tabindex"}, "figcaption": nil, "desc": {"id"},
	"svg":  {"aria-describedby", "aria-labelledby", "class", "height", "role", "viewBox", "width"},
	"rect": {"class", "height", "rx", "stroke-width", "width", "x", "y"}, "text": {"dx", "text-anchor", "x", "y"},
	"path": {"class", "d"}, "line": {"class", "x1", "x2", "y1", "y2"},
}

// checkWebPage parses a page as a browser does and holds it against what the page says, block by block and line by line.
func checkWebPage(t *testing.T, g *page.Page, data []byte) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("there is a comment %q", n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		attributes, ok := mayHave[n.Data]
		if !ok {
			t.Errorf("there is an element %s", n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(attributes, a.Key) {
				t.Errorf("%s has %s=%q", n.Data, a.Key, a.Val)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") {
				t.Errorf("a link leads to %q", a.Val)
			}
		}
	}
	body := only(elements(doc, "main"))
	head := only(elements(doc, "head"))
	if got := len(elementsOf(head)); got != 7 {
		t.Errorf("the head has %d elements", got)
	}
	blocks := elementsOf(body)
	if len(blocks) != len(g.Blocks)-undrawn(g) {
		t.Fatalf("the page has %d blocks, want %d", len(blocks), len(g.Blocks)-undrawn(g))
	}
	at := 0
	for i := range g.Blocks {
		if b := &g.Blocks[i]; b.Diagram == nil || b.Diagram.Name != page.TimelineDiagram {
			checkWebBlock(t, b, blocks[at])
			at++
		}
	}
	checkSanitised(t, body)
}

// undrawn counts the pictures that a web page has none of: its timeline is a table.
func undrawn(g *page.Page) (n int) {
	for _, b := range g.Blocks {
		if b.Diagram != nil && b.Diagram.Name == page.TimelineDiagram {
			n++
		}
	}
	return n
}

func checkWebBlock(t *testing.T, b *page.Block, n *html.Node) {
	t.Helper()
	switch {
	case b.Heading != nil:
		checkWebLine(t, fmt.Sprintf("h%d", b.Level), b.Heading, n)
	case b.Paragraph != nil:
		checkWebLine(t, "p", b.Paragraph, n)
	case b.List != nil:
		items := elementsOf(n)
		if n.Data != "ul" || len(items) != len(b.List) {
			t.Fatalf("%s has %d items, want %d", n.Data, len(items), len(b.List))
		}
		for i, item := range b.List {
			checkWebLine(t, "li", item, items[i])
		}
	case b.Table != nil:
		rows := elements(n, "tr")
		if n.Data != "div" || len(rows) != 1+len(b.Table.Rows) {
			t.Fatalf("%s has %d rows, want %d", n.Data, len(rows), 1+len(b.Table.Rows))
		}
		for i, row := range b.Table.Rows {
			cells := elementsOf(rows[i+1])
			if len(cells) != len(row) {
				t.Fatalf("a row has %d cells, want %d", len(cells), len(row))
			}
			for k, cell := range row {
				checkWebLine(t, cells[k].Data, cell, cells[k])
			}
		}
	case b.Diagram != nil:
		if n.Data != "figure" || len(elements(n, "svg")) != 1 {
			t.Errorf("in the place of a picture there is %s", n.Data)
		}
	}
}

// checkWebLine holds a line: its text is the line's whole text, and there is a span for each of its own, and a link for each address.
func checkWebLine(t *testing.T, tag string, line page.Spans, n *html.Node) {
	t.Helper()
	if n.Data != tag {
		t.Errorf("in the place of %s there is %s", tag, n.Data)
	}
	if got := wordsOf(n); got != line.Text() {
		t.Errorf("%s says %q, want %q", tag, got, line.Text())
	}
	want := map[string]int{}
	for _, s := range line {
		switch {
		case s.To != "":
		case s.Style == page.Strong:
			want["strong"]++
		case s.Style == page.Emphasis:
			want["em"]++
		case s.Style == page.Code:
			want["code"]++
		}
	}
	for _, tag := range []string{"strong", "em", "code"} {
		if got := len(elements(n, tag)); got != want[tag] {
			t.Errorf("a line has %d %s, want %d: %q", got, tag, want[tag], line.Text())
		}
	}
}

// strict is a sanitiser that lets through what a web page of ours is made of.
var strict = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for tag, attributes := range mayHave {
		if slices.Contains([]string{"html", "head", "meta", "style", "body", "main"}, tag) {
			continue
		}
		p.AllowElements(tag)
		for _, a := range attributes {
			if a != "href" {
				p.AllowAttrs(a).OnElements(tag)
			}
		}
	}
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https")
	p.RequireParseableURLs(true)
	return p
}()

// checkSanitised holds that a sanitiser finds nothing to take away.
func checkSanitised(t *testing.T, body *html.Node) {
	t.Helper()
	var inner bytes.Buffer
	for c := range body.ChildNodes() {
		if err := html.Render(&inner, c); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := treeOf(t, strict.SanitizeBytes(inner.Bytes())), treeOf(t, inner.Bytes()); got != want {
		t.Errorf("a sanitiser changes the page:\n%s", firstDifference([]byte(got), []byte(want)))
	}
}

// treeOf is a fragment as a parser understands it.
func treeOf(t *testing.T, data []byte) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	var b strings.Builder
	if err == nil {
		err = html.Render(&b, doc)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func elements(n *html.Node, tag string) (all []*html.Node) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag {
			all = append(all, d)
		}
	}
	return all
}

func elementsOf(n *html.Node) (all []*html.Node) {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode {
			all = append(all, c)
		}
	}
	return all
}

func only(all []*html.Node) *html.Node {
	if len(all) != 1 {
		panic(fmt.Sprint("there are ", len(all), " of what there is one of"))
	}
	return all[0]
}

func wordsOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
