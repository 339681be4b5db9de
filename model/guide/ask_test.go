package guide

import (
	"slices"
	"strings"
	"testing"

	"debrief/model"
)

func TestTheNextQuestionIsGrammaticalWithoutHelp(t *testing.T) {
	for answer, want := range map[string]string{
		"The two pipelines were split in June.":                        "Why is it that the two pipelines were split in June?",
		"A release shipped a query without its index":                  "Why is it that a release shipped a query without its index?",
		"Staging holds two percent of the rows, so the scan was fast.": "Why is it that staging holds two percent of the rows, so the scan was fast?",
		"Staging holds two percent of the rows":                        "Why is it that staging holds two percent of the rows?",
		"Nothing orders migrations and deploys.":                       "Why is it that nothing orders migrations and deploys?",
		"The pool has no alert of its own":                             "Why is it that the pool has no alert of its own?",
		"because the database became locked":                           "Why is it that the database became locked?",
		"Because there were too many writes...":                        "Why is it that there were too many writes?",
		"Because, at that hour, nobody was awake":                      "Why is it that at that hour, nobody was awake?",
		"Because of the split in June":                                 "Why did it come down to the split in June?",
		"Due to load":                                                  "Why did it come down to load?",
		"API keys expired at midnight":                                 "Why is it that API keys expired at midnight?",
		"PostgreSQL was restarted":                                     "Why is it that PostgreSQL was restarted?",
		"Kubernetes evicted the pod":                                   "Why is it that Kubernetes evicted the pod?",
		"W3 was never asked about":                                     "Why is it that W3 was never asked about?",
		"Deploy_check skipped the migration":                           "Why is it that Deploy_check skipped the migration?",
		"Config.yaml was read once":                                    "Why is it that Config.yaml was read once?",
		"Joe Smith was paged twice":                                    "Why is it that Joe Smith was paged twice?",
		"The Load Balancer kept the old node":                          "Why is it that the Load Balancer kept the old node?",
		"I didn't know of the flag":                                    "Why is it that I didn't know of the flag?",
		"It's never been tested":                                       "Why is it that it's never been tested?",
		"We deploy on Fridays":                                         "Why is it that we deploy on Fridays?",
		"Über-long names were cut off":                                 "Why is it that über-long names were cut off?",
		"The check fails":                                              "Why is it that the check fails?",
		"The index was missing. Nobody noticed.":                       "Why is it that the index was missing?",
		"The cache, e.g. Redis, was full":                              "Why is it that the cache, e.g. Redis, was full?",
		"Was it the pool?":                                             `What is behind "was it the pool"?`,
		"Missing index":                                                `What is behind "missing index"?`,
		"Missing tests":                                                `What is behind "missing tests"?`,
		"No alert on the pool":                                         `What is behind "no alert on the pool"?`,
		"Not tested":                                                   `What is behind "not tested"?`,
		"The misconfigured retry policy":                               `What is behind "the misconfigured retry policy"?`,
		"Two pipelines without dependencies":                           `What is behind "two pipelines without dependencies"?`,
		`The "fast" path`:                                              `What is behind 'the "fast" path'?`,
		"Didn't test it":                                               `What is behind "didn't test it"?`,
		"Human error":                                                  `What is behind "human error"?`,
		"No alert fired":                                               "Why is it that no alert fired?",
		"There was no alert on the pool.":                              "Why is it that there was no alert on the pool?",
		"The migration that adds the index ran after the deploy":       "Why is it that the migration that adds the index ran after the deploy?",
		"The runbook, written in spring, was out of date":              "Why is it that the runbook, written in spring, was out of date?",
		"At that hour, nobody was awake":                               "Why is it that at that hour, nobody was awake?",
		"`max_connections` was 20":                                     "Why is it that `max_connections` was 20?",
		"12 people were paged":                                         "Why is it that 12 people were paged?",
		"None of the alerts fired":                                     "Why is it that none of the alerts fired?",
		"Deploying on Friday is normal for us":                         "Why is it that deploying on Friday is normal for us?",
		"Nobody outside was told in time":                              "Why is it that nobody outside was told in time?",
		"Deploying on Friday":                                          `What is behind "deploying on Friday"?`,
		"A release that was not involved":                              `What is behind "a release that was not involved"?`,
		"A deploy whose migration has not run":                         `What is behind "a deploy whose migration has not run"?`,
		"The health checks the team wrote":                             `What is behind "the health checks the team wrote"?`,
		"A test that checks the index is there":                        `What is behind "a test that checks the index is there"?`,
		"The bug introduced in June":                                   `What is behind "the bug introduced in June"?`,
		"Error rate crosses 5 %":                                       `What is behind "error rate crosses 5 %"?`,
		"Old key accepted beside the new one":                          `What is behind "old key accepted beside the new one"?`,
		"Add an alert when the pool is full":                           `What is behind "add an alert when the pool is full"?`,
		"Too many writes, the database was locked":                     `What is behind "too many writes, the database was locked"?`,
		"While we were looking at the dashboard":                       `What is behind "while we were looking at the dashboard"?`,
		"Somebody awake":                                               `What is behind "somebody awake"?`,
		"error: the pool is empty | exit 1":                            `What is behind "error: the pool is empty | exit 1"?`,
		"Der Index fehlte in der Datenbank":                            `What is behind "Der Index fehlte in der Datenbank"?`,
		"El índice no estaba":                                          `What is behind "el índice no estaba"?`,
	} {
		if got := Ask(answer)[0]; got != want {
			t.Errorf("after %q\n asked %q\n  want %q", answer, got, want)
		}
	}
}

func TestKnownNamesKeepTheirCapitalLetter(t *testing.T) {
	if got, want := Ask("Mei rolled it back", "Mei Tanaka", "payments")[0], "Why is it that Mei rolled it back?"; got != want {
		t.Errorf("asked %q, want %q", got, want)
	}
}

func TestTheSameQuestionHasOtherWordings(t *testing.T) {
	got := Ask("The migration ran after the deploy.")
	if len(got) != 5 || got[1] != "What made that possible?" || got[4] != "What normally catches this?" {
		t.Errorf("the wordings are %q", got)
	}
	for _, nothing := range []string{"", "  ", "because", "Because…", "?!"} {
		if got := Ask(nothing); !slices.Equal(got, standing) {
			t.Errorf("after %q: asked %q, want the standing wordings", nothing, got)
		}
	}
}

func TestALongAnswerIsQuotedByItsFirstWords(t *testing.T) {
	got := Ask(strings.Repeat("The pool was empty and nobody knew, ", 20))[0]
	if !strings.HasPrefix(got, `What is behind "the pool was empty`) || !strings.HasSuffix(got, ` ..."?`) || len(got) > longest+30 {
		t.Errorf("asked %q", got)
	}
}

func TestEachCategoryHasItsOwnQuestion(t *testing.T) {
	for _, category := range model.Words["category"] {
		if len(CategoryProbes(category)) == 0 {
			t.Errorf("nothing is asked about %s", category)
		}
	}
	if got := CategoryProbes("human error"); len(got) != 2 {
		t.Errorf("about a human error is asked %q, want why it was possible and why it was not caught", got)
	}
}

func FuzzAsk(f *testing.F) {
	for _, s := range []string{"Because of X.", "a. B", "…", "I", "Ü", "because,", "\xff. A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		for _, q := range Ask(answer, answer) {
			if q[len(q)-1] != '?' {
				t.Errorf("after %q: not a question: %q", answer, q)
			}
		}
	})
}
