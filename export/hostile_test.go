package export_test

import (
	"bytes"
	"html"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"debrief/export"
	"debrief/model"
)

var gfm = goldmark.New(goldmark.WithExtensions(extension.GFM))

// hostile are texts that mean something to one Markdown dialect or another.
var hostile = []string{
	"# not a heading", "ends in hashes ##", "+ plus", "- minus", "---", "* star", "1. one", "12) twelve", "> quote", "```", "~~~",
	"    indented", "===", "::: mermaid", "!!! note", "a | b || c \\| d \\\\| e |", "| --- | --- |", "`code` and ``more``", "`|`",
	"*bold* **bold** _it_ __it__ snake_case_name ~~gone~~ ~16:05", "<script>alert(1)</script> <b> <!-- c --> <https://x.example>",
	"&lt;b&gt; &#27;[31m &copy; AT&T R&D &", "[x] [text](javascript:alert(1)) ![img](http://x.example/a.png) [ref][1]", "[1]: http://x.example",
	"[[_TOC_]] {#id} {{template}} {% raw %} ${HOME} $a$ $5 and $6", "@mei and (@team/ops), not a@b or @", "#123 org/repo#45 C# !12 %%hidden%%",
	"@a`@b`#1#2 `@c", "mail mei@host.example or a_b@host.example.", "see https://x.example/a_b/c?q=1&r=2#frag, (https://x.example/d_(e)) end",
	"https://x.example/a|b https://x.example/*_*a* https://localhost:8080/#12", "javascript:alert(1) file:///etc/passwd www.x.example",
	"line one\nline two\r\n# line three\n\n- line four", "\x1b]52;c;ZXZpbA==\x07\x1b[31mred\x1b[0m \u202eright to left\u202c", "\u00a0no-break\u3000wide 日本語 עברית 👩‍💻",
	"back\\slash \\", "\\", "|", "a\tb", "trailing space ", "\x00\x01\x7f", "http://", "x:tada: ^up^ ==mark== --> (c)", "https://X.example/Ü",
}

// fill writes a hostile text into every text of a postmortem, each another one, and says how many there were.
func fill(v reflect.Value, n *int) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem(), n)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f, tag := v.Field(i), v.Type().Field(i).Tag
			name := tag.Get("json")
			if name == "-" || tag.Get("words") != "" || tag.Get("ref") != "" || name == "ref" || name == "zone" || name == "id" || name == "action" {
				continue
			}
			if f.Type() == reflect.TypeFor[model.Date]() {
				continue
			}
			if f.Kind() == reflect.String {
				text := hostile[*n%len(hostile)]
				if tag.Get("text") == "line" {
					text = strings.NewReplacer("\n", " ", "\r", " ").Replace(text)
				}
				f.SetString(text)
				*n++
				continue
			}
			if v.Type().Field(i).IsExported() {
				fill(f, n)
			}
		}
	case reflect.String:
		v.SetString(hostile[*n%len(hostile)])
		*n++
	}
}

// hostilePostmortem is the example with every text replaced, starting at one of the hostile texts.
func hostilePostmortem(t testing.TB, start int) *model.Postmortem {
	p := example(t)
	p.Title = "# *Hostile* <b> | `title` #"
	n := start
	for _, list := range []any{p.Participants, p.Impact, p.Events, p.Causes, p.Actions, p.Parking, p.Lessons, p.FollowUp, p.Reread, p.Services, p.Tags} {
		fill(reflect.ValueOf(list), &n)
	}
	for i := range p.Events {
		p.Events[i].KeyEvent = i%3 == 0
	}
	p.Summary, p.WhyNow = strings.Join(hostile, "\n"), strings.Join(hostile, "\n\n")
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestHostileTextIsShownAndDoesNothing(t *testing.T) {
	golden(t, "hostile.md", export.Markdown(hostilePostmortem(t, 0)))
	for start := range hostile {
		p := hostilePostmortem(t, start)
		page := export.Markdown(p)
		t.Run(strconv.Itoa(start), func(t *testing.T) {
			checkPortable(t, page)
			checkRows(t, page, p)
		})
	}
}

// checkRows counts the rows of each table and looks for the reference in its place at the end of each event's row.
func checkRows(t *testing.T, page []byte, p *model.Postmortem) {
	t.Helper()
	var rows []int
	var refs []string
	for n := gfm.Parser().Parse(text.NewReader(page)).FirstChild(); n != nil; n = n.NextSibling() {
		table, ok := n.(*east.Table)
		if !ok {
			continue
		}
		rows = append(rows, table.ChildCount()-1)
		if len(rows) == 2 {
			for row := table.FirstChild().NextSibling(); row != nil; row = row.NextSibling() {
				ref, _, _ := strings.Cut(rendered(row.LastChild(), page), " ")
				refs = append(refs, ref)
			}
		}
	}
	want := []string{""} // the day
	for i := range p.Events {
		for range 1 + len(p.Events[i].Also) {
			want = append(want, p.Events[i].Ref)
		}
	}
	if !slices.Equal(refs, want) {
		t.Errorf("the rows of the timeline end in %q, want %q", refs, want)
	}
	if counts := []int{len(p.Actions), len(want), len(p.Participants)}; !slices.Equal(rows, counts) {
		t.Errorf("the tables have %v rows, want %v", rows, counts)
	}
}

func TestOurOwnPagesArePortable(t *testing.T) {
	for _, p := range []*model.Postmortem{payments(t), example(t), model.New("Only a title", noon)} {
		checkPortable(t, export.Markdown(p))
	}
}

// checkPortable holds a page against the portable core: what a strict parser sees in it is only what the exporter means.
func checkPortable(t *testing.T, page []byte) {
	t.Helper()
	for i, line := range strings.Split(strings.TrimSuffix(string(page), "\n"), "\n") {
		if strings.TrimRight(line, " ") != line || strings.ContainsAny(line, "\t\r\x1b") || model.Clean(line) != line {
			t.Errorf("line %d is not clean: %q", i+1, line)
		}
	}
	if strings.Contains(string(page), "\n\n\n") || !strings.HasSuffix(string(page), "\n") {
		t.Error("blocks are not one empty line apart")
	}
	doc := gfm.Parser().Parse(text.NewReader(page))
	var open *ast.Heading
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock, *ast.CodeBlock, *ast.FencedCodeBlock, *ast.Blockquote, *ast.ThematicBreak, *ast.Image,
			*east.Strikethrough, *east.TaskCheckBox:
			t.Errorf("a %s came out of user text: %s", n.Kind(), rendered(n, page))
		case *ast.Heading:
			if n.Level > 3 || open != nil && open.NextSibling() == n && n.Level <= open.Level {
				t.Errorf("heading %q is too deep, or the one before it has nothing below", rendered(n, page))
			}
			open = n
		case *ast.List:
			if n.IsOrdered() {
				t.Error("a numbered list came out of user text")
			}
			if item, ok := n.Parent().(*ast.ListItem); ok {
				t.Errorf("a list inside a list: %s", rendered(item, page))
			}
		case *ast.Link:
			checkAddress(t, string(n.Destination))
		case *ast.AutoLink:
			checkAddress(t, string(n.URL(page)))
		case *east.Table:
			checkTable(t, n, page)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range linked.Split(renderedHTML(doc, page), -1) {
		if piece = html.UnescapeString(piece); mentionable(piece) {
			t.Errorf("wikis will link something in %q", piece)
		}
	}
	if open != nil && open.NextSibling() == nil && open.Level > 1 {
		t.Errorf("nothing stands below %q", rendered(open, page))
	}
}

func checkAddress(t *testing.T, to string) {
	t.Helper()
	for _, scheme := range []string{"http://", "https://", "mailto:"} {
		if strings.HasPrefix(to, scheme) || strings.Contains(to, "@") || strings.HasPrefix(to, "www.") {
			return
		}
	}
	t.Errorf("a link to %q", to)
}

// checkTable counts the cells of each row twice: as the parser sees them, and by the bars in the line, because the parser
// fills up and cuts off rows that do not fit.
func checkTable(t *testing.T, table *east.Table, page []byte) {
	t.Helper()
	columns := len(table.Alignments)
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		if row.ChildCount() != columns {
			t.Errorf("a row has %d cells of %d: %s", row.ChildCount(), columns, rendered(row, page))
		}
	}
	for _, line := range rowLines(table, page) {
		bars := 0
		for i := 0; i < len(line); i++ {
			switch line[i] {
			case '\\':
				i++
			case '|':
				bars++
			}
		}
		if bars != columns+1 {
			t.Errorf("a row has %d bars, want %d: %s", bars, columns+1, line)
		}
	}
}

// rowLines are the lines of a table that hold text, from the page itself.
func rowLines(table *east.Table, page []byte) []string {
	var all []string
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			if c.Lines().Len() == 0 {
				continue
			}
			at := c.Lines().At(0).Start
			start := bytes.LastIndexByte(page[:at], '\n') + 1
			line, _, _ := strings.Cut(string(page[start:]), "\n")
			all = append(all, line)
			break
		}
	}
	return all
}

// mentionable reports text that wikis would turn into a mention or a reference after Markdown is done.
func mentionable(s string) bool {
	for i := range len(s) - 1 {
		first := i == 0 || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", rune(s[i-1]))
		if s[i] == '@' && first && isAlnum(s[i+1]) || s[i] == '#' && s[i+1] >= '0' && s[i+1] <= '9' {
			return true
		}
	}
	return false
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// rendered is the text of a node as a reader sees it.
func rendered(n ast.Node, page []byte) string {
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(renderedHTML(n, page), "")))
}

func renderedHTML(n ast.Node, page []byte) string {
	var b strings.Builder
	if err := gfm.Renderer().Render(&b, page, n); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return b.String()
}

var (
	tags   = regexp.MustCompile(`<[^>]*>`)
	linked = regexp.MustCompile(`(?s)<(?:a|code)\b.*?</(?:a|code)>|<[^>]*>`)
)

// FuzzMarkdown holds what a reader sees against what was typed, in each kind of place that text can stand in.
func FuzzMarkdown(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Add(strings.Join(hostile, " "))
	f.Fuzz(func(t *testing.T, typed string) {
		want := seen(typed)
		if want == "" || len(typed) > 10_000 {
			t.Skip()
		}
		line := strings.NewReplacer("\n", " ", "\r", " ").Replace(typed)
		wantLine := seen(line)
		p := model.New(typed, noon)
		p.Ref = "PM-1"
		p.Events = []model.Event{{Ref: "E1", Text: line, KnownThen: true}}
		p.Lessons = []model.Lesson{{Ref: "L1", Kind: "lucky", Text: line}}
		p.Causes = []model.Cause{{Ref: "C1", Text: "x", Whys: []model.Why{{Ref: "W1", Question: "Why?", Answer: line}}}}
		page := export.Markdown(p)
		checkPortable(t, page)
		doc := gfm.Parser().Parse(text.NewReader(page))
		var got []string
		for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
			got = append(got, rendered(n, page))
		}
		// title, head, Timeline, table, Causes, C1 x, its role, whys, Lessons, lessons, Details, About this page, dates, foot
		if len(got) != 14 {
			t.Fatalf("the page has %d blocks, want 14:\n%s", len(got), page)
		}
		row := rendered(doc.FirstChild().NextSibling().NextSibling().NextSibling().LastChild().FirstChild().NextSibling(), page)
		for place, pair := range map[string][2]string{
			"the title": {got[0], want}, "a cell": {row, "note: " + wantLine}, "a list": {got[9], "We were lucky: " + wantLine}, "a why": {got[7], "1.1 Why? " + wantLine + " (W1)"},
		} {
			if pair[0] != strings.TrimSpace(pair[1]) && wantLine != "" {
				t.Errorf("%s shows %q, want %q\n%s", place, pair[0], pair[1], page)
			}
		}
	})
}

// seen is what a reader is to see of a typed text: safe, its lines behind one another, spaces as a browser shows them.
func seen(typed string) string {
	var lines []string
	for line := range strings.SplitSeq(model.CleanLines(typed), "\n") {
		if line = strings.Join(strings.FieldsFunc(line, func(r rune) bool { return r == ' ' }), " "); strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}

// What reads the rest of a word anew at each sign takes minutes here, and the test ends by its deadline.
func TestAFieldOfOneEndlessWordIsWritten(t *testing.T) {
	const most = 64 << 10 // bytes of a field
	for _, piece := range []string{"a", "x@", "#1", "GH-1-", "xGH-1", "a/#b", "_a@b.c", "&#1", "&#1;", "fixes a-1-GH-1.", "fixes https://x.example/1 ", "(https://x.example/)"} {
		p := model.New("One word", noon)
		p.Summary = strings.Repeat(piece, most/len(piece))
		if page := export.Markdown(p); len(page) < len(p.Summary) {
			t.Errorf("of %q again and again the page has %d bytes, want all %d", piece, len(page), len(p.Summary))
		}
	}
}
