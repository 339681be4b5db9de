package model

import (
	"slices"
	"testing"
	"time"
)

func TestWhatWasSetAsideIsAskedAgainWhenItsTextChanges(t *testing.T) {
	p := New("Payments 500s", time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC))
	p.Causes = []Cause{{Ref: "C1", Text: "The shift failed to check the plan"}}
	kept := Dismissal{Code: "why-missing", At: "C1"}
	p.Dismissed = []Dismissal{{Code: "blame", At: "C1", Text: "failed to check"}, kept}
	if err := p.Set("C1", "text", "The shift failed to check the plan"); err != nil || len(p.Dismissed) != 2 {
		t.Fatalf("the same text asks again: %v, %v", p.Dismissed, err)
	}
	if err := p.Set("C1", "text", "Two shifts failed to check the plan"); err != nil || !slices.Equal(p.Dismissed, []Dismissal{kept}) {
		t.Errorf("another text with the same words in it: %v, %v", p.Dismissed, err)
	}
}
