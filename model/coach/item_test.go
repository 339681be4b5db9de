package coach_test

import (
	"slices"
	"strings"
	"testing"

	"debrief/model/coach"
)

func TestAnItemOfADocumentIsAskedWhatAnActionNeeds(t *testing.T) {
	for name, c := range map[string]struct {
		item coach.Item
		want string
	}{
		"all is said":           {coach.Item{Title: "Alert at 80 %", Owner: "@mei", Due: "2026-12-04", Dated: true}, ""},
		"nothing but a verb":    {coach.Item{Title: "Improve our monitoring", Owner: "Mei", Due: "4 Dec", Dated: true}, "vague-action Improve our monitoring"},
		"a ticket says it":      {coach.Item{Owner: "Mei", Due: "4 Dec", Dated: true}, ""},
		"nobody and no day":     {coach.Item{Title: "Alert at 80 %"}, "owner-missing , due-missing "},
		"nobody yet":            {coach.Item{Title: "Alert at 80 %", Owner: "TBD", Due: "4 Dec", Dated: true}, "owner-missing TBD"},
		"a team":                {coach.Item{Title: "Alert at 80 %", Owner: "the platform team", Due: "4 Dec", Dated: true}, "owner-team the platform team"},
		"several":               {coach.Item{Title: "Alert at 80 %", Owner: "mei, joe", Due: "4 Dec", Dated: true}, "owner-many mei, joe"},
		"a sprint is no day":    {coach.Item{Title: "Alert at 80 %", Owner: "Mei", Due: "next sprint"}, "due-fuzzy next sprint"},
		"time told in passing":  {coach.Item{Text: "We will alert at 80 % later this year", Title: "Alert at 80 %", Owner: "Mei"}, "due-fuzzy later this year"},
		"a mark is not a date":  {coach.Item{Title: "Alert at 80 %", Owner: "Mei", Due: "-"}, "due-missing "},
		"words that the day is": {coach.Item{Text: "Alert at 80 % soon", Title: "Alert at 80 %", Owner: "Mei", Due: "4 Dec", Dated: true}, ""},
	} {
		var got []string
		for _, f := range coach.ReadItem(c.item) {
			if f.Phase != "action" || f.At != "actions" || f.Question == "" || f.Weight != coach.Missing {
				t.Errorf("%s: %+v", name, f)
			}
			got = append(got, f.Code+" "+f.Text)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestADocumentIsAskedForThePartsThatItDoesNotHave(t *testing.T) {
	if found := coach.Absent(true, true, true, true); len(found) > 0 {
		t.Errorf("a whole document is asked for %v", found)
	}
	var codes []string
	for _, f := range coach.Absent(false, false, false, false) {
		codes = append(codes, f.Code+" "+f.At)
	}
	if want := []string{"impact-missing impact", "timeline-missing timeline", "cause-missing causes", "action-missing actions"}; !slices.Equal(codes, want) {
		t.Errorf("asked for %q", codes)
	}
}
