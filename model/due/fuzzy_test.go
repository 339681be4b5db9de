package due

import "testing"

func TestWordsThatNameNoDayAreFoundInADateOrInASentence(t *testing.T) {
	for text, want := range map[string]string{
		"soon": "soon", "ASAP": "ASAP", "next sprint": "next sprint", "This quarter": "This quarter", "Q3": "Q3", "Q3 2026": "Q3 2026", "2026-Q3": "2026-Q3",
		"H1 2027": "H1 2027", "end of month": "end of month", "EOM": "EOM", "TBD": "TBD", "December": "December", "Dec 2026": "Dec 2026", "2027": "2027",
		"ongoing": "ongoing", "2-3 weeks": "2-3 weeks", "(later)": "later", "long term": "long term", "mid-November": "mid-November", "sprint 42": "sprint 42",
		"by end of November": "by end of November", "week 48": "week 48", "this winter": "this winter", "when possible": "when possible",
		"1 sprint": "1 sprint", "3 days": "3 days", "Before launch": "Before launch", "end of week 2": "end of week 2", "H2": "H2",

		"Move the job to the new cluster later this year":          "later this year",
		"Add an alert on queue depth, targeting this sprint":       "targeting this sprint",
		"Split the pipelines in the coming weeks":                  "in the coming weeks",
		"Split the pipelines in the next few weeks.":               "in the next few weeks",
		"Rewrite the runbook when time permits":                    "when time permits",
		"Rotate the keys as soon as possible":                      "as soon as possible",
		"We will retire the old pool soon.":                        "soon",
		"Drop the old table (TBD)":                                 "TBD",
		"Load-test the pool by mid December":                       "by mid December",
		"Test restores by Q1, with the storage team":               "Q1",
		"Replace the balancer at some point":                       "at some point",
		"Announce the migration to be scheduled":                   "to be scheduled",
		"Alert as soon as the pool is full, done eventually":       "eventually",
		"Talk it over after vacation":                              "after vacation",
		"Measure restores in H1":                                   "in H1",
		"Have two rehearsals before our Feb release":               "before our Feb",
		"Ship the fix with the next release":                       "with the next release",
		"Renew next week's certificates before the end of quarter": "end of quarter",
	} {
		if got := Fuzzy(text); got != want && got != "the "+want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{
		"", "-", "4 Dec 2026", "2026-12-04", "by 2026-12-04", "by Dec 4", "by December 4th", "Fri", "next Friday", "tomorrow", "in 2 weeks", "4/12/2026",
		"Alert as soon as the pool is full", "Alert when certificates expire soon", "List the certificates expiring soon", "Page sooner",
		"Retry shortly after a refusal", "Read from the eventually consistent copy", "Undo the split that was made in June",
		"Keep logs for 14 days", "Page within three minutes", "Alert when sign-outs stay at five times last week's level", "Retry later",
		"Renew next week's certificates ahead of time", "Send the report every quarter", "Run the end-of-month jobs twice", "Keep a future-proof format",
		"Prefer the near copy where possible", "Set short-term credentials", "May the pool grow?", "Ask March Hare", "This restores the index",
		"Prevent this in the future", "Let the sprint board link here",
	} {
		if got := Fuzzy(text); got != "" {
			t.Errorf("%q: found %q, want nothing", text, got)
		}
	}
}
