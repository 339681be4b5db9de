package ask

import (
	"slices"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/guide"
)

func TestEveryQuestionThatASheetCanAnswerIsOneOfTheGuide(t *testing.T) {
	var all []string
	for _, phase := range guide.Phases() {
		all = append(all, phase.Questions...)
	}
	for q := range answered {
		if !slices.Contains(all, q) {
			t.Errorf("the guide does not ask %q", q)
		}
	}
}

func TestWhatASheetAnswersIsNotAskedAnyMore(t *testing.T) {
	p := model.New("Queue backlog", time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	questions := guide.Of("action").Questions
	asked := func(q string) bool { return slices.Contains(Unanswered(p, questions), q) }
	if !asked("By which day?") {
		t.Error("without an action nobody is asked for its day")
	}
	p.Actions = []model.Action{{Title: "one", Due: "2026-12-04"}, {Title: "two", Status: "dropped"}}
	if asked("By which day?") || !asked("Which small change could be finished this week?") {
		t.Errorf("with a day, these are asked: %q", Unanswered(p, questions))
	}
	p.Actions = append(p.Actions, model.Action{Title: "three"})
	if !asked("By which day?") {
		t.Error("a new action has no day, and nobody is asked for it")
	}
}

// TestAnOpenBranchIsAskedBeforeTheNextCause digs into the second of three causes and ends one of its two branches.
func TestAnOpenBranchIsAskedBeforeTheNextCause(t *testing.T) {
	p := model.New("Queue backlog", time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	p.Causes = []model.Cause{{Text: "one"}, {Text: "two", Whys: []model.Why{{Answer: "a", Root: true}, {Answer: "b"}}}, {Text: "three"}}
	p.Settle()
	skipped := map[string]bool{}
	for _, want := range []string{"W2", "C2", "C2", "C2", "C1", "C3", ""} {
		ref, given := NextWhy(p, "W1", skipped)
		if ref != want {
			t.Fatalf("after %v, %q is asked about %q; want %q", skipped, given, ref, want)
		}
		skipped[ref+given] = true
	}
}

// TestTheCauseWithMostHandsIsDugIntoFirst shows hands on three causes that nobody has asked about yet.
func TestTheCauseWithMostHandsIsDugIntoFirst(t *testing.T) {
	p := model.New("Queue backlog", time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	p.Causes = []model.Cause{{Text: "one", Hands: 1}, {Text: "two"}, {Text: "three", Hands: 4}}
	p.Settle()
	skipped := map[string]bool{}
	for _, want := range []string{"C3", "C1", "C2", ""} {
		ref, _ := NextWhy(p, "", skipped)
		if ref != want {
			t.Fatalf("after %v, %q is asked about; want %q", skipped, ref, want)
		}
		skipped[ref] = true
	}
}
