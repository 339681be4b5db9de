package storage_test

import (
	"fmt"
	"iter"
	"testing"

	"debrief/model"
	"debrief/storage"
)

// TestWordsAreMadeAnewInAsManyTurnsAsTheyTake: what is written in one turn and in many is the same, and what is no word any more is gone.
func TestWordsAreMadeAnewInAsManyTurnsAsTheyTake(t *testing.T) {
	a, path := started(t)
	var all iter.Seq[*model.Postmortem] = func(yield func(*model.Postmortem) bool) {
		for i := range 600 {
			p := model.New(fmt.Sprintf("pool %d of shard %d", i, i%7), noon.AddDate(0, 0, i%50))
			p.Summary = fmt.Sprintf("queue %d waited", i%90)
			if !yield(p) {
				return
			}
		}
	}
	if err := a.ImportAll(ctx, "", all, func(_ storage.Applied, err error) {
		if err != nil {
			t.Error(err)
		}
	}); err != nil {
		t.Fatal(err)
	}
	is := must[string](t)(a.Postings(ctx))
	for _, most := range []int{1, 2000} {
		if err := a.GatherWords(ctx, most); err != nil {
			t.Fatal(err)
		}
		if anew := must[string](t)(a.Postings(ctx)); anew != is {
			t.Fatalf("made anew, %d at a time, they differ:\n%.3000s\n--- made anew\n%.3000s", most, is, anew)
		}
	}
	sameWordsAnew(t, a, path)
}
