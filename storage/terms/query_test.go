package terms_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"debrief/storage/terms"
)

func said(q terms.Query) string {
	var all []string
	add := func(lead string, words []terms.Wanted) {
		for _, w := range words {
			if len(w.Apart) > 0 {
				w.Word += "|" + strings.Join(w.Apart, "&")
			}
			if len(w.Begins) > 0 {
				w.Word = strings.Join(w.Begins, "*|") + "*"
			}
			w.Word = strings.Join(append([]string{w.Word}, w.Joined...), "+")
			all = append(all, lead+w.Word)
		}
	}
	add("", q.Words)
	add("-", q.Without)
	for _, p := range q.Phrases {
		all = append(all, fmt.Sprintf("%q", p))
	}
	for _, f := range q.Filters {
		all = append(all, map[bool]string{true: "-"}[f.Not]+f.Name+":"+f.Is)
	}
	return strings.Join(all, " ")
}

func TestAQueryIsReadAsItIsMeant(t *testing.T) {
	for text, want := range map[string]string{
		"connection pools":                 "connection+connectionpool pool+connectionpool",
		"PagerDuty":                        "pagerduti|pager&duti",
		"pager duty":                       "pager+pagerduti duti+pagerduti",
		`"pager duty"`:                     `pager duti "pager duty"`,
		"Timed out":                        "timout|tim&out",
		"the site down":                    "the+thesit sitdown|sit&down",
		`"rolled back" deploy`:             `rollback deploi "rolled back"`,
		"pay* slow":                        "pay* slow",
		"pool -index":                      "pool -index",
		"severity:1 sev":                   "sev severity:SEV1",
		"Services:Payments":                "service:payments",
		`owner:"Mei Tanaka" status:open`:   "owner:mei tanaka status:open",
		"has:test before:2026-06":          "has:test before:2026-06",
		"v1.2.3 PM-7":                      "v1.2.3 pm-7",
		"http://x.example/a:8080":          "http x exampl a 8080",
		"“curly quotes”":                   `curli quot "curly quotes"`,
		"pool pool":                        "pool",
		"a -":                              "a",
		"pool AND index NOT slow":          "pool+poolindex index+poolindex -slow",
		`"AND" pool`:                       `and pool "AND"`,
		"-service:mail -tag:\"two words\"": "-service:mail -tag:two words",
		"pool NOT has:test":                "pool -has:test",
		"deleted":                          "delet+deletion", "promotions": "promotion+promot", `"deleted"`: `delet "deleted"`,
		"station state product production": "station+stationstat stat+stationstat+stateproduct product+stateproduct+productproduction production+productproduction",
		`"one" "one"`:                      `one "one"`,
	} {
		q, err := terms.Parse(text, false)
		if got := said(q); err != nil || got != want {
			t.Errorf("%s\n got %s (%v)\nwant %s", text, got, err, want)
		}
	}
	for text, want := range map[string]string{"conn": "conn*", "pool conn": "pool+poolconn conn*+poolconn", "pool ": "pool", `"pool`: `pool "pool"`, "before:20": "", "timed o": "tim o*", "timed out": "timout|tim&out", "timed outa": "tim+timedouta outa*+timedouta", "out": "out*", "timeo": "timeo*|timo*", "cache": "cache*"} {
		q, err := terms.Parse(text, true)
		if got := said(q); got != want {
			t.Errorf("while it is typed %q is %s (%v), want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", `"" - ""`, "-pool", "* ()", "AND NOT", "pool OR index", `-"`, ": && ||", "severity:9", "before:soon", "has:luck", "status:late", `pool -"one two"`, `pool NOT "one two"`, "severity:" + strings.Repeat("9", 5000)} {
		if q, err := terms.Parse(text, false); err == nil || strings.Contains(err.Error(), "\n") || len(err.Error()) > 150 {
			t.Errorf("%q is read as %s (%v)", text, said(q), err)
		}
	}
}

func FuzzQueries(f *testing.F) {
	for _, s := range []string{`a "b c" -d e:f before:2026 *`, `"""`, "- -- :", "服务 pay*", "owner:\"x", "0 \u0301 ", "0 \u0301"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, open bool) {
		q, err := terms.Parse(text, open)
		if err == nil && len(q.Words)+len(q.Filters) == 0 && !open {
			t.Fatalf("%q looks for nothing", text)
		}
		for _, w := range q.Words {
			if w.Word == "" || slices.Contains(w.Begins, "") {
				t.Fatalf("%q looks for no word", text)
			}
		}
	})
}
