package guide

import (
	"strings"
	"testing"

	"debrief/model"
)

func TestEveryWordOfAnActionIsExplained(t *testing.T) {
	for _, list := range []string{"scope", "action_kind", "area", "fix"} {
		for _, word := range model.Words[list] {
			if Meaning(list, word) == "" {
				t.Errorf("nothing says what %s means for %s", word, list)
			}
		}
	}
}

func TestASentenceToCompleteLeavesGapsAndNothingElseOpen(t *testing.T) {
	for _, area := range append([]string{""}, model.Words["area"]...) {
		text, gaps := Outcome(area), 0
		for at := FindGap(text); at >= 0; at = FindGap(text) {
			text = text[:at] + "the pool" + text[at+len(Gap):]
			gaps++
		}
		if gaps == 0 || strings.Contains(text, Gap) {
			t.Errorf("of %s the sentence %q has %d gaps", area, text, gaps)
		}
	}
}

func TestAGapIsAWordOfItsOwn(t *testing.T) {
	for text, want := range map[string]int{
		"": -1, "__": 0, "told by __": 8, "__, and": 0, "the file __init__.py is gone": -1, "__all__ and __": 12, "a__b": -1, "____": -1,
	} {
		if got := FindGap(text); got != want {
			t.Errorf("the gap of %q is at %d, want %d", text, got, want)
		}
	}
}
