package export_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"debrief/export"
	"debrief/export/page"
	"debrief/model"
)

// readBack is a page as it is read from Markdown, and as its tree says it without any markup.
func readBack(t *testing.T, p *model.Postmortem, dialect string) (got, want *page.Copy) {
	t.Helper()
	if p.Ref == "" {
		p.Ref = "PM-1"
	}
	g := page.Of(p, page.Team, noon)
	want, ours := page.Parse(g)
	if !ours {
		t.Fatal("the page does not know itself")
	}
	markdown := export.Page(page.Of(p, page.Team, noon), dialect)
	if got, ours = page.Parse(page.Read(markdown)); !ours {
		t.Fatalf("the page is not known again:\n%s", markdown)
	}
	return got, want
}

func sameCopy(t *testing.T, p *model.Postmortem, dialect string) {
	t.Helper()
	got, want := readBack(t, p, dialect)
	if a, b := model.Encode(got.Post, false), model.Encode(want.Post, false); !bytes.Equal(a, b) {
		t.Errorf("%s: the page reads back otherwise:\n%s", dialect, firstDifference(a, b))
	}
	read, built := page.Read(export.Page(page.Of(p, page.Team, noon), dialect)), page.Of(p, page.Team, noon)
	if a, b := emphasised(read), emphasised(built); !slices.Equal(a, b) {
		t.Errorf("%s: strong and emphasised are %q, want %q", dialect, a, b)
	}
}

// emphasised are the words of a page that stand out, in their order.
func emphasised(g *page.Page) (all []string) {
	for line := range g.Lines {
		for _, s := range line {
			if s.Style == page.Strong || s.Style == page.Emphasis {
				all = append(all, s.Text)
			}
		}
	}
	return all
}

func firstDifference(a, b []byte) string {
	x, y := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(x), len(y)) {
		if !bytes.Equal(x[i], y[i]) {
			at := 0
			for at < min(len(x[i]), len(y[i])) && x[i][at] == y[i][at] {
				at++
			}
			at = max(0, at-30)
			return "got  " + string(x[i][at:min(len(x[i]), at+160)]) + "\nwant " + string(y[i][at:min(len(y[i]), at+160)])
		}
	}
	return "one is longer"
}

func TestAPageReadsBackWithoutLoss(t *testing.T) {
	for _, dialect := range []string{"portable", "github"} {
		for _, p := range []*model.Postmortem{payments(t), example(t), model.New("Only a title", noon)} {
			p.Ref, p.Revision = "PM-1", 3
			sameCopy(t, p, dialect)
		}
		for start := range hostile {
			sameCopy(t, hostilePostmortem(t, start), dialect)
		}
	}
}

// TestTheExampleComesBackFromItsPage holds the grammar: what the page names is what the archive has.
func TestTheExampleComesBackFromItsPage(t *testing.T) {
	p := example(t)
	p.Revision = 7
	got, _ := readBack(t, p, "portable")
	if got.Step != 7 || got.Audience != page.Team {
		t.Errorf("the foot says step %d for %s", got.Step, got.Audience.Name())
	}
	want := p.Clone()
	for i := range want.Events { // what the page does not name
		e := &want.Events[i]
		e.Original, e.OriginalZone, e.Origin, e.Key, e.Raw = "", "", "", "", ""
		for j := range e.Also {
			e.Also[j].Origin, e.Also[j].Raw = "", ""
		}
	}
	got.Post.Last, got.Post.Phase, got.Post.Metrics = want.Last, want.Phase, want.Metrics
	notNamed := []string{"rank", "original", "original_zone", "origin", "key", "raw", "question", "commit", "tail", "events", "at", "hands", "test"}
	for _, c := range model.Diff(got.Post, want) {
		if !slices.Contains(notNamed, c.Field[strings.LastIndexByte(c.Field, '.')+1:]) {
			t.Errorf("%s %s: %q, want %q", c.Part, c.Field, c.Before, c.After)
		}
	}
}

// rounds is how many pages are tried; DEBRIEF_LONG tries many.
var rounds = map[bool]int{false: 15, true: 10000}[os.Getenv("DEBRIEF_LONG") != ""]

// TestRandomHostilePagesReadBack puts texts of pieces that mean something in Markdown everywhere.
func TestRandomHostilePagesReadBack(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"*", "_", "`", "``", "|", "\\", "[a](b)", "](", "<b>", "&amp;", "&#42;", "#", "# ", "- ", "+ ", "1. ", "> ", "~~", "$", "{", "}", "!", "![", "@mei",
		"#12", "GH-3", "http://a.example/x_y", "https://a.example/(b)", "mei@example.org", "word", "two words", " ", "  ", "(", ")", ":", ";", "; ", "*(W9; root cause)*", "**A1**",
		"é", "日本", "👍🏽", "\t", "closes #4", "import x", "export y", "---", "===", "[x] ", "E1", "by", ": ", "Why?", "\u202e", "\u200b", "a*b*c", "_a_", "'", "\"", "%", "^", "~", "=", "||", "\\|", "{{", "<!--", "-->"}
	text := func() string {
		s := ""
		for range 1 + rnd.IntN(8) {
			s += pieces[rnd.IntN(len(pieces))]
		}
		return s
	}
	known := hostile
	defer func() { hostile = known }()
	for range rounds {
		hostile = hostile[:0:0]
		for range 60 {
			hostile = append(hostile, text())
		}
		p := hostilePostmortem(t, 0)
		p.Title = text()
		sameCopy(t, p, "portable")
		sameCopy(t, p, "github")
		if t.Failed() {
			return
		}
	}
}
