package guide_test

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/coach"
	"debrief/model/guide"
)

var update = flag.Bool("update", false, "write example.json in the form of the document")

func example(t testing.TB) *model.Postmortem {
	t.Helper()
	p, err := model.Decode(bytes.NewReader(guide.Example()), time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheExampleIsWrittenInTheFormOfTheDocument(t *testing.T) {
	b := model.Encode(example(t), false)
	if *update {
		if err := os.WriteFile("example.json", b, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(b, guide.Example()) {
		t.Error("example.json is not what the writer would write; go test ./model/guide -update writes it")
	}
}

func TestTheExampleSaysThatItIsOneAndLeavesNoQuestionOpen(t *testing.T) {
	p := example(t)
	if !p.IsExample() {
		t.Errorf("its id is %s, and debrief knows it by another", p.ID)
	}
	if !strings.HasPrefix(p.Title, "Example: ") || !slices.Contains(p.Tags, "example") {
		t.Errorf("the example is not marked: %q %q", p.Title, p.Tags)
	}
	findings := coach.Check(p, time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC))
	for _, f := range findings {
		t.Errorf("the coach still asks %s at %s: %s", f.Code, f.At, f.Question)
	}
	for _, phase := range coach.Progress(p, findings) {
		if !phase.OK() {
			t.Errorf("%s is not ok", phase.Phase)
		}
	}
}

func TestTheExampleShowsWhatAFullPostmortemHolds(t *testing.T) {
	p := example(t)
	if gaps := p.Gaps(); len(gaps) > 0 {
		t.Errorf("the timeline is silent for long after %s", gaps[0].After)
	}
	if f := p.Figures(); f.TTD == nil || *f.TTD != 19*60 || f.TTR == nil || *f.TTR != 41*60 {
		t.Errorf("the figures are %v, want 19 and 41 minutes", f)
	}
	kinds, lessons, roots, answered := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	people := map[string]bool{"": true}
	for _, n := range p.Participants {
		people[n.Name] = true
	}
	for i, e := range p.Events {
		kinds[e.Kind] = true
		if !people[e.By] {
			t.Errorf("%s is by %s, who has no seat", e.Ref, e.By)
		}
		if i > 0 && e.At.Time().Before(p.Events[i-1].At.Time()) {
			t.Errorf("%s is out of order", e.Ref)
		}
	}
	for _, l := range p.Lessons {
		lessons[l.Kind] = true
	}
	for _, a := range p.Actions {
		for _, ref := range a.Answers {
			answered[ref] = true
		}
		if !people[a.Owner] || a.DoneWhen == "" {
			t.Errorf("%s has no owner in the room or no outcome", a.Ref)
		}
	}
	var walk func([]model.Why)
	walk = func(whys []model.Why) {
		for _, w := range whys {
			roots[w.Ref] = w.Root
			if len(w.Whys) == 0 && w.Stop == "" || w.Root && !answered[w.Ref] {
				t.Errorf("%s ends without a reason, or is a root without an action", w.Ref)
			}
			walk(w.Whys)
		}
	}
	for _, c := range p.Causes {
		walk(c.Whys)
		if len(c.Events) == 0 {
			t.Errorf("nothing in the timeline shows %s", c.Ref)
		}
	}
	if len(kinds) != len(model.Words["kind"]) || len(lessons) != len(model.Words["lesson"]) {
		t.Errorf("the example shows the kinds %v and the lessons %v, want every one", kinds, lessons)
	}
}
