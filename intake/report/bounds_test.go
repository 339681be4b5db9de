package report

import (
	"fmt"
	"strings"
	"testing"

	"debrief/intake"
)

// TestDocumentsThatTakeLong: what was made to take long is refused by a line that says what was expected, or costs no more than its size.
func TestDocumentsThatTakeLong(t *testing.T) {
	for name, data := range map[string]string{
		"lines":  strings.Repeat("a\n", mostLines),
		"breaks": "## Timeline\n" + strings.Repeat("10:00 a<br>", mostLines),
		"cells":  strings.Repeat("a|", mostLines*wideRow),
	} {
		_, err := Whole(intake.Input{Name: "long.md", Data: []byte(data)}, intake.Options{})
		if err == nil || !strings.Contains(err.Error(), "more than 30000 lines") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestEntriesOnOneLine: entries that share a long line keep no copy of it each, and are all there.
func TestEntriesOnOneLine(t *testing.T) {
	var line strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&line, "%02d:%02d the oven was turned down<br>", 8+i/60%16, i%60)
	}
	p := wholeDocument(t, "oven.md", "# Cold oven on 2026-03-02\n\n## Timeline\n\n"+line.String()+"\n").Incidents[0].Post
	kept := 0
	for i := range p.Events {
		kept += len(p.Events[i].Raw)
	}
	if len(p.Events) != 1000 || kept > 3*line.Len() {
		t.Errorf("%d events keep %d bytes of %d", len(p.Events), kept, line.Len())
	}
}

// TestEndlessActions: what has no end is no list of actions: the first make some, and of the others it is said why not.
func TestEndlessActions(t *testing.T) {
	r := wholeDocument(t, "flour.md", "# Flour outage\n\n## Action items\n\n"+strings.Repeat("- Order flour twice a week @mei\n", mostItems+2))
	if p := r.Incidents[0].Post; len(p.Actions) != mostItems || len(r.Dropped) != 2 || r.Dropped[0].Why != "a postmortem has 2000 actions at most" {
		t.Errorf("%d actions, %v", len(p.Actions), r.Dropped)
	}
}

// TestEndlessWhys: questions and answers without an end make a postmortem all the same, and what nests too deep is said.
func TestEndlessWhys(t *testing.T) {
	r := wholeDocument(t, "whys.md", "# Flour outage\n\n## Five whys\n\n"+strings.Repeat("**Why was there none?**\n\nIt was not ordered.\n\n", 150)+
		"**Why was it not seen?**\n")
	if len(r.Incidents) != 1 || len(r.Dropped) == 0 || r.Dropped[len(r.Dropped)-1].Why != "whys nest 100 deep at most" {
		t.Errorf("%d incidents, %v", len(r.Incidents), r.Dropped)
	}
}

// TestWhatATemplateLeft: an entry without its time, and that there are no actions, is no entry and no action, and the final root cause is a root.
func TestWhatATemplateLeft(t *testing.T) {
	r := wholeDocument(t, "flour.md", "# Flour outage\n\n## Timeline\n\n| Time | Event |\n|---|---|\n| 2026-03-02 HH:mm | Short description |\n"+
		"| 2026-03-02 10:00 | The mill stood still |\n\n## Five whys\n\n1. **Why was there none?** It was not ordered.\n\n"+
		"**Final root cause:** the list is kept by hand.\n\n## Action items\n\n_No action items — all of it was done the same day._\n")
	p := r.Incidents[0].Post
	if len(p.Events) != 1 || len(p.Actions) > 0 || len(r.Dropped) != 2 || r.Dropped[0].Line != 7 {
		t.Errorf("%s%v", inShort(p), r.Dropped)
	}
	if why := p.Causes[0].Whys[0]; len(why.Whys) != 1 || !why.Whys[0].Root || why.Whys[0].Answer != "the list is kept by hand." {
		t.Error(inShort(p))
	}
}

// TestQuestionsAtTheEnd: the last question of a document is asked, whether or not somebody has answered it.
func TestQuestionsAtTheEnd(t *testing.T) {
	p := wholeDocument(t, "flour.md", "# Flour outage\n\n## Five whys\n\n**Why was there none?**\n\nIt was not ordered.\n\n**Why was it not seen?**\n").Incidents[0].Post
	if got := inShort(p); !strings.Contains(got, "Why was it not seen?") {
		t.Error(got)
	}
}

// TestLinksThatTouchAWord: a link behind a word stays apart from it, and a plural behind one stays with it.
func TestLinksThatTouchAWord(t *testing.T) {
	p := wholeDocument(t, "oven.md", "# Cold oven\n\n## Impact\n\nIt took 60[loaves](https://oven.example/1) and two [tray](https://oven.example/2)s.\n").Incidents[0].Post
	if got, want := p.Impact[0].What, "It took 60 loaves (https://oven.example/1) and two tray (https://oven.example/2)s."; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
