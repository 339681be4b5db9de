package main

import (
	"strings"
	"testing"

	"debrief/model"
)

// TestWhatIsSaidBelowTheHitsHelps: a higher limit is named only where it prints more.
func TestWhatIsSaidBelowTheHitsHelps(t *testing.T) {
	hits := make([]model.Hit, 2)
	for want, found := range map[string]model.Found{
		"the first 2 of 9 postmortems: debrief search --limit 0": {Hits: hits, All: 9},
		"the first 2 of more than 9: debrief search --limit 0":   {Hits: hits, All: 9, More: true},
		"there may be more": {Hits: hits, All: 2, More: true},
	} {
		if got := howMany(found); !strings.HasPrefix(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
