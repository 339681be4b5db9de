package intake

import (
	"slices"
	"strings"
	"sync"
)

// kindWords are the openings and verbs from which the kind of an event follows. They are few on purpose: what they do not
// say stays a note, and somebody gives it its kind.
var kindWords = []struct {
	kind  string
	words []string
}{
	{"hypothesis", []string{"suspect", "suspects", "suspected", "suspecting", "thought", "hypothesis", "theory", "maybe", "might be", "could be", "we think", "thinks", "believed", "guess"}},
	{"decision", []string{"decide", "decides", "decided", "decision", "agreed to", "chose to", "opted to"}},
	{"communication", []string{"status page", "statuspage", "notified", "notifies", "notify", "informed", "informs", "announced", "announces", "announcement", "told", "posted", "posts", "tweeted", "tweets", "emailed", "e-mailed", "asked", "asks", "pinged", "pings", "escalated", "escalates", "incident declared", "declared an incident", "sends an email", "sent an email", "customers were"}},
	{"change", []string{"deployed", "deploys", "deploy", "merged", "released", "released version", "upgraded", "upgrade", "published", "rollout", "migration", "was replaced", "was merged"}},
	{"action", []string{"rolled back", "rolls back", "roll back", "rollback", "restarted", "restarts", "restart", "reverted", "reverts", "revert", "scaled", "scales", "increased", "increases", "disabled", "disables", "enabled", "enables", "deleted", "deletes", "removed", "removes", "blocked", "applied", "applies", "fixed", "fixes", "failed over", "drained", "cordoned", "rebooted", "paused", "stopped", "purged", "cleared", "switched", "starts investigating", "investigation started", "began investigating", "joins", "joined"}},
	{"signal", []string{"alert", "alerts", "alerted", "alarm", "alarms", "page", "paged", "pager", "pagerduty", "fires", "fired", "firing", "noticed", "notices", "observed", "observes", "detected", "detects", "reported", "reports", "report", "errors", "error rate", "down", "outage", "5xx", "503", "500s", "timeouts", "latency", "spike", "fails", "failing", "failed", "crash", "crashes", "crashed", "recovered", "recovers", "unavailable", "degraded", "oomkilled", "unreachable"}},
}

// kindPhrase is one of kindWords, found by its first word.
type kindPhrase struct {
	words []string
	kind  string
}

var kindPhrases = sync.OnceValue(func() map[string][]kindPhrase {
	m := map[string][]kindPhrase{}
	for _, k := range kindWords {
		for _, w := range k.words {
			words := strings.Fields(w)
			m[words[0]] = append(m[words[0]], kindPhrase{words: words, kind: k.kind})
		}
	}
	return m
})

// kindOf guesses the kind of an event: that of the word that comes first in its text.
func kindOf(text string) string {
	phrases := kindPhrases()
	words := strings.FieldsFunc(strings.ToLower(text[:min(len(text), 100)]), notInWord)
	for i, w := range words {
		for _, p := range phrases[w] {
			if len(words)-i >= len(p.words) && slices.Equal(words[i:i+len(p.words)], p.words) {
				return p.kind
			}
		}
	}
	return "note"
}

// IsThought reports whether the text of an entry says what somebody thought.
func IsThought(text string) bool { return kindOf(text) == "hypothesis" }

func notInWord(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-'
}
