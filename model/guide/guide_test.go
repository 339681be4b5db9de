package guide

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"debrief/model"
)

func TestTheGuideHasOnePhaseForEachOfTheModel(t *testing.T) {
	var keys []string
	for _, p := range Phases() {
		keys = append(keys, p.Key)
		if p.Title == "" || len(p.Title) > 12 {
			t.Errorf("%s: the title %q does not fit the header", p.Key, p.Title)
		}
		if !strings.ContainsAny(p.Purpose, "?.") || strings.Contains(p.Purpose, "\n") {
			t.Errorf("%s: the purpose is not one sentence: %q", p.Key, p.Purpose)
		}
		if len(p.Questions) < 5 || len(p.Questions) > 8 {
			t.Errorf("%s has %d questions, want 5 to 8", p.Key, len(p.Questions))
		}
		for _, q := range p.Questions {
			if !strings.HasSuffix(q, "?") || strings.Contains(q, "\n") {
				t.Errorf("%s: not a question: %q", p.Key, q)
			}
		}
	}
	if !slices.Equal(keys, model.Phases) {
		t.Errorf("the phases are %v, want %v", keys, model.Phases)
	}
}

func TestTheOpeningIsReadWhenTheGroupAssembles(t *testing.T) {
	for _, p := range Phases() {
		if (p.Opening != "") != (p.Key == "assemble") {
			t.Errorf("%s: the opening is %q", p.Key, p.Opening)
		}
	}
	if n := strings.Count(Of("assemble").Opening, "\n\n"); n != 3 {
		t.Errorf("the opening has %d paragraphs, want 4", n+1)
	}
}

func TestWhatIsWrongWithAFileOfTheGuideIsSaid(t *testing.T) {
	for name, story := range map[string]struct{ file, text, want string }{
		"a name without a key":        {"causes.md", "# Causes\n\nWhere?\n\n## Ask\n\n- What?\n", "not like 3-causes.md"},
		"a section that nobody reads": {"7-share.md", "# Share\n\nWho reads it?\n\n## Questions\n\n- Who?\n", `no section "Questions"`},
		"no questions":                {"7-share.md", "# Share\n\nWho reads it?\n", "needs a title, a purpose and questions"},
	} {
		if _, err := parse(story.file, story.text); err == nil || !strings.Contains(err.Error(), story.want) {
			t.Errorf("%s: the error is %v, want it to say %q", name, err, story.want)
		}
	}
}

func TestASeventhPhaseIsOneFile(t *testing.T) {
	p, err := parse("7-share.md", "# Share\n\nWho else can\nlearn from it?\n\n## Ask\n\n- Who runs the\n  same thing?\n- Where do they read?\n")
	want := Phase{Key: "share", Title: "Share", Purpose: "Who else can learn from it?", Questions: []string{"Who runs the same thing?", "Where do they read?"}}
	if err != nil || p.Key != want.Key || p.Title != want.Title || p.Purpose != want.Purpose || !slices.Equal(p.Questions, want.Questions) {
		t.Errorf("got %+v, %v, want %+v", p, err, want)
	}
}

// TestTheCardsAreThere names those that the screens show.
func TestTheCardsAreThere(t *testing.T) {
	var keys []string
	for _, c := range Cards() {
		keys = append(keys, c.Key)
		if c.Title == "" || c.Text == "" || CardOf(c.Key) != c {
			t.Errorf("the card %s is %+v", c.Key, c)
		}
	}
	if want := []string{"closing", "hands", "round", "silence", "stall"}; !slices.Equal(keys, want) {
		t.Errorf("the cards are %v, want %v", keys, want)
	}
}

// TestEveryWayOfBeingInvolvedIsAskedAbout before the meeting, and everything that a timeline may not say.
func TestEveryWayOfBeingInvolvedIsAskedAbout(t *testing.T) {
	for _, section := range slices.Concat(asked, model.Words["involved"]) {
		for _, q := range Before().Questions[section] {
			if !strings.HasSuffix(q, "?") {
				t.Errorf("%s: not a question: %q", section, q)
			}
		}
		if len(Before().Questions[section]) == 0 {
			t.Errorf("nobody is asked about %s", section)
		}
	}
}

// TestATeamHasWordsOfItsOwn for what its folder has; for the rest ours stand, and one line says so.
func TestATeamHasWordsOfItsOwn(t *testing.T) {
	t.Cleanup(func() { _ = Use(nil) })
	own := "# Team\n\nWho is here?\n\n## Ask\n\n- Who is here?\n"
	whole := fstest.MapFS{}
	for _, name := range Files() {
		whole[name] = &fstest.MapFile{Data: File(name)}
	}
	if err := Use(whole); err != nil || len(Phases()) != len(model.Phases) {
		t.Errorf("a copy of the built-in guide: %v", err)
	}
	whole["1-assemble.md"] = &fstest.MapFile{Data: []byte(own)}
	delete(whole, "3-causes.md")
	whole["stall.md"] = &fstest.MapFile{Data: []byte("no title\x1b[31m")}
	whole["notes.md"] = &fstest.MapFile{Data: []byte("# Notes\n")}
	err := Use(whole)
	const want = "read stall.md: it needs a title and a text; no page of the guide is called notes.md; there is no 3-causes.md: the built-in words stand there"
	if err == nil || err.Error() != want {
		t.Errorf("the error is %v\nwant %s", err, want)
	}
	if p := Of("assemble"); p.Title != "Team" || !slices.Equal(p.Questions, []string{"Who is here?"}) {
		t.Errorf("the team's own phase is %+v", p)
	}
	var keys []string
	for _, p := range Phases() {
		keys = append(keys, p.Key)
	}
	if !slices.Equal(keys, model.Phases) || Of("causes").Title != "Causes" || CardOf("stall").Title != "When it stalls" {
		t.Errorf("the phases are %v", keys)
	}
	if err := Use(nil); err != nil || Of("assemble").Title != "Assemble" {
		t.Error("the built-in words do not come back")
	}
}
