package export_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"debrief/export"
	"debrief/export/page"
	"debrief/model"
)

// layout reads a template of one file.
func layout(t *testing.T, text string) *export.Template {
	t.Helper()
	got, err := export.ReadTemplate(fstest.MapFS{"page.tmpl": {Data: []byte(text)}}, "page.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTheBuiltInTemplateWritesThePage(t *testing.T) {
	built := layout(t, string(export.BuiltIn()))
	for _, p := range []*model.Postmortem{example(t), payments(t), hostilePostmortem(t, 3), model.New("Only a title", noon)} {
		for n := range page.Audiences() {
			g := page.Of(p, page.Audience(n), noon)
			for _, dialect := range export.Dialects() {
				got, err := built.Write(g, dialect)
				if err != nil {
					t.Fatal(err)
				}
				if want := export.Page(g, dialect); string(got) != string(want) {
					t.Errorf("%s in %s for %s differs:\n%s", p.Title, dialect, page.Audience(n).Name(), firstDifference(got, want))
				}
			}
		}
	}
}

// TestATemplateHasTheFieldsOfTheDocument writes somebody's own page.
func TestATemplateHasTheFieldsOfTheDocument(t *testing.T) {
	own := `{{heading 1 .title}}

{{.severity}}, recovered in {{length .metrics.ttr_seconds}}

{{range $i, $a := .actions}}
{{- add $i 1}}. {{strong $a.ref}} {{$a.title}}{{with $a.owner}}, {{.}}{{end}}{{with $a.due}}, by {{day .}}{{end}}{{if eq $a.status "done"}}: done{{end}}
{{end}}
{{- template "whys" .causes}}
{{define "whys"}}{{range .}}- {{with index . "answer"}}{{.}}{{end}}{{.ref}}
{{template "whys" .whys}}{{end}}{{end}}`
	p := payments(t)
	p.Actions[0].Title = "# a | <b> *x*"
	p.Causes[0].Whys = nil
	p.Causes = p.Causes[:1]
	own = strings.Replace(own, `{{with index . "answer"}}{{.}}{{end}}`, "", 1)
	got, err := layout(t, own).Write(page.Of(p, page.Company, noon), "portable")
	if err != nil {
		t.Fatal(err)
	}
	want := "# Payments 500s after deploy\n\nSEV1, recovered in 28 minutes\n\n1. **A1** \\# a &#124; &lt;b> \\*x\\*, Payments, by 2026-12-04\n"
	if !strings.HasPrefix(string(got), want) || !strings.HasSuffix(string(got), "\n- C1\n") {
		t.Errorf("the page is %s, want %s", got, want)
	}
}

// TestATemplateThatIsWrongSaysWhere holds each mistake against its line.
func TestATemplateThatIsWrongSaysWhere(t *testing.T) {
	whole := page.Of(example(t), page.Team, noon)
	for text, want := range map[string]string{
		"x\n{{.nothing}}":              `page.tmpl:2: <.nothing>: map has no entry for key "nothing"`,
		"{{":                           "page.tmpl:1: unclosed action",
		"a\nb\n{{if}}":                 "page.tmpl:3: missing value for if",
		"\n\n{{frobnicate .title}}":    `page.tmpl:3: function "frobnicate" not defined`,
		"{{printf \"%999999999d\" 1}}": "page.tmpl:1: a template has no function printf; it has add, clock, code, contents, day, emphasis, foot,",
		"{{.title | js}}":              "page.tmpl:1: a template has no function js;",
		"{{(html .title)}}":            "page.tmpl:1: a template has no function html;",
		"{{section \"Blame\"}}":        `page.tmpl:1: <section "Blame">: there is no section "Blame"; there are Summary, Impact, Actions,`,
		"x {{.events}}":                "page.tmpl:1: this is a list: go over it with range",
		"x {{.metrics}}":               "page.tmpl:1: this has fields of its own: name one of them",
		"{{template \"other\"}}":       `page.tmpl:1: <{{template "other"}}>: template "other" not defined`,
		"{{day .title}}":               `page.tmpl:1: <day .title>: "Example: Customers signed out by a key rotation" is no instant and no day`,
		"{{heading 7 .title}}":         "page.tmpl:1: <heading 7 .title>: a heading has a level from 1 to 3, and not 7",
		"":                             "page.tmpl is empty",
	} {
		made, err := export.ReadTemplate(fstest.MapFS{"page.tmpl": {Data: []byte(text)}}, "page.tmpl")
		if err == nil {
			_, err = made.Write(whole, "portable")
		}
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestATemplateWithoutAnEndIsEnded are those that would go on, or fill the memory.
func TestATemplateWithoutAnEndIsEnded(t *testing.T) {
	whole := page.Of(example(t), page.Team, noon)
	const endless, large = "it does not come to an end", "it writes more than 20 MB"
	for text, want := range map[string]string{
		"{{range 1000000000000}}{{end}}":                                        endless,
		"{{range 1000000}}{{range 1000000}}{{if eq 1 2}}x{{end}}{{end}}{{end}}": endless,
		"{{range 1000000000}}" + strings.Repeat("x", 1000) + "{{end}}":          large,
		"{{range 1000000}}{{section \"Timeline\"}}{{end}}":                      large,
		"{{template \"page.tmpl\" .}}":                                          endless,
		"{{define \"a\"}}{{template \"b\"}}{{end}}{{define \"b\"}}{{template \"a\"}}{{template \"a\"}}{{end}}{{template \"a\"}}": endless,
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := layout(t, text).Write(whole, "portable")
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "page.tmpl:") {
			t.Errorf("%.60q: %v, want %s", text, err, want)
		}
		if grown := int64(after.HeapInuse) - int64(before.HeapInuse); grown > 200<<20 {
			t.Errorf("%.60q holds %d MB", text, grown>>20)
		}
	}
}

func TestATemplateOfAFolderUsesItsPartials(t *testing.T) {
	folder := fstest.MapFS{
		"page.tmpl": {Data: []byte("{{template \"head.tmpl\" .}}\r\n\r\n{{section \"impact\"}}")}, "head.tmpl": {Data: []byte("\ufeff# {{.title}}")},
		"notes.txt": {Data: []byte("{{")},
	}
	names, err := export.TemplateNames(folder)
	if err != nil {
		t.Fatal(err)
	}
	made, err := export.ReadTemplate(folder, names...)
	if err != nil {
		t.Fatal(err)
	}
	got, err := made.Write(page.Of(payments(t), page.Team, noon), "mediawiki")
	if err != nil || !strings.HasPrefix(string(got), "# Payments 500s after deploy\n\n== Impact ==\n\n* ") {
		t.Errorf("the page is %s: %v", got, err)
	}
	if _, err := export.TemplateNames(fstest.MapFS{"other.tmpl": {}}); err == nil || err.Error() != "there is no page.tmpl in it" {
		t.Error(err)
	}
	folder["head.tmpl"].Data = []byte("one\n{{.title.x}}")
	if made, err = export.ReadTemplate(folder, names...); err == nil {
		_, err = made.Write(page.Of(payments(t), page.Team, noon), "portable")
	}
	if err == nil || !strings.HasPrefix(err.Error(), "head.tmpl:2: <.title.x>: ") {
		t.Errorf("the error is %v", err)
	}
}

// TestNoTextOfATemplateIsMarkup prints every hostile text in every dialect, at the start of a line, in a cell and in strong text.
func TestNoTextOfATemplateIsMarkup(t *testing.T) {
	made := layout(t, "# x\n\n{{.title}}\n\n- {{.title}}\n\n| a |\n| --- |\n| {{.title}} |\n\n{{strong .title}}\n")
	for _, text := range append(hostile, payloads...) {
		p := payments(t)
		p.Title = page.Line(text)
		if p.Title == "" {
			continue
		}
		got, err := made.Write(page.Of(p, page.Team, noon), "portable")
		if err != nil {
			t.Fatal(err)
		}
		g := page.Read(got)
		var all []string
		for line := range g.Lines {
			if said := line.Text(); said != "" {
				all = append(all, said)
			}
		}
		want := strings.TrimSpace(p.Title)
		if want := fmt.Sprint([]string{"x", want, want, want, want}); fmt.Sprint(all) != want {
			t.Errorf("%q is read as %q\n%s", p.Title, all, got)
		}
		web, err := layout(t, "<p>{{.title}}</p>").Write(page.Of(p, page.Team, noon), "html")
		if err != nil {
			t.Fatal(err)
		}
		title := page.Page{Blocks: []page.Block{{Paragraph: page.Spans{{Text: want}}}}}
		checkWebPage(t, &title, web)
	}
}

// TestWhatATemplateTellsIsLookedThrough writes the names that the document no longer has.
func TestWhatATemplateTellsIsLookedThrough(t *testing.T) {
	hide := func(s string) (string, int) { return s, strings.Count(s, "hunter2") }
	g := page.Of(payments(t), page.Public, noon)
	data, err := layout(t, "# {{.title}}\n\nAsk Mei\\_Tanaka, or joe@corp.example, or https://corp.example/x\n\nhunter2").Write(g, "portable")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range g.LeaksIn(string(data), hide) {
		got = append(got, l.At+": "+l.Why)
	}
	if len(got) < 4 || got[0] != "line 3: a name" || got[len(got)-1] != "line 5: a secret" {
		t.Errorf("what is found is %q", got)
	}
	for _, who := range []page.Audience{page.Company, page.Public} {
		g := page.Of(payments(t), who, noon)
		data, err := layout(t, "{{.title}}{{range .events}}{{.by}} {{.text}} {{.link}}{{end}}{{range .participants}}{{.name}} {{.handle}}{{end}}"+
			"{{range .actions}}{{.owner}}{{.title}}{{.done_when}}{{.ticket}}{{end}}").Write(g, "portable")
		if err != nil {
			t.Fatal(err)
		}
		if leaks := g.LeaksIn(string(data), nothingHidden); len(leaks) > 0 {
			t.Errorf("%s: %v", who.Name(), leaks)
		}
	}
}

func TestALayoutOnTheDiskIsRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(dir+"/page.tmpl", 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := export.ReadTemplate(os.DirFS(dir), "page.tmpl"); err == nil || err.Error() != "page.tmpl: it is no file" {
		t.Error(err)
	}
}
