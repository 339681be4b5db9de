package terms_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"debrief/storage/terms"
)

func of(text string) string {
	var all []string
	terms.Of(text, func(t terms.Term) { all = append(all, t.Word) })
	return strings.Join(all, " ")
}

// TestWhatPeopleTakeForOneWordIsOne: each line is of words that somebody who looks for one of them wants to find.
func TestWhatPeopleTakeForOneWordIsOne(t *testing.T) {
	for _, line := range []string{
		"connection connections Connection CONNECTIONS",
		"fail fails failed failing",
		"cache caches cached caching",
		"retry retries retried retrying",
		"policy policies",
		"crash crashes crashed crashing",
		"stop stops stopped stopping",
		"roll rolls rolled rolling",
		"café cafe Cafés",
		"Straße strasse",
		"time times timed timing",
		"expire expires expired expiring",
		"timeout timeouts", "rollback rollbacks",
	} {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			if got, want := terms.Word(w), terms.Word(words[0]); got != want {
				t.Errorf("%s is %q, and %s is %q", w, got, words[0], want)
			}
		}
	}
	for _, pair := range []string{"pool pole", "rate rating1", "bus busy", "status state", "access axis", "alert alter", "use us"} {
		a, b, _ := strings.Cut(pair, " ")
		if terms.Word(a) == terms.Word(b) {
			t.Errorf("%s and %s are both %q", a, b, terms.Word(a))
		}
	}
}

func TestNamesAreFoundWholeAndByTheirPieces(t *testing.T) {
	for text, want := range map[string]string{
		"/payments":                 "payment",
		"PM-7 again":                "pm-7 pm 7 again",
		"v1.2.3.":                   "v1.2.3 v1 2 3",
		"mei@example.org":           "mei@example.org mei exampl org",
		"pool_size":                 "pool siz",
		"connection-pool":           "connection pool",
		"it timed out":              "it tim out timout",
		"a timeout":                 "a timout",
		"rolled back, and rollback": "roll back rollback and rollback",
		"the fail-over failed over": "the fail over failover fail over failover",
		"障害報告":                      "障害 害報 報告",
		"障":                         "障",
		"":                          "",
		"?! -- ...":                 "",
	} {
		if got := of(text); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func FuzzTerms(f *testing.F) {
	for _, s := range []string{"timed out", "PM-7 v1.2.3", "mei@x.org", "障害報告書", "ภาษาไทย", "e\u0301te\u0301", "a--b..c", "\xff\xfe", strings.Repeat("x", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		terms.Of(text, func(x terms.Term) {
			if x.Word == "" || len(x.Word) > terms.Most || x.From < 0 || x.To > len(text) || x.From >= x.To {
				t.Fatalf("%q has the term %+v", text, x)
			}
			if utf8.ValidString(text) && !utf8.ValidString(x.Word) {
				t.Fatalf("%q is no text", x.Word)
			}
		})
		if a, b := of(text), of(text); a != b {
			t.Fatal("the same text has other terms")
		}
	})
}
