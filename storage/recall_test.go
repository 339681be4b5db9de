package storage_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"debrief/model"
)

// remembered are incidents as they were written down, each with what somebody types who remembers it, and with the same kind of incident
// told by somebody else, in other words.
var remembered = []struct {
	title, service string
	events         []string
	asked, retold  string
}{
	{"Checkout refuses every third card", "checkout", []string{"The fraud score answered after nine seconds", "A regular expression backtracked on long surnames",
		"The rule for surnames was switched off"}, "regular expression surname",
		"Card payments hang. The process that scores fraud burns a whole core in a regular expression since a customer with a very long surname came."},
	{"Search finds nothing after the reindex", "search", []string{"An alias pointed at the empty index", "The job that swaps aliases ran before the copy was complete",
		"The alias was pointed back at the old index"}, "alias empty index swapped",
		"All queries come back without a hit: the reindex job moved the alias to an index that was still being copied."},
	{"Mail is late by six hours", "mail", []string{"The queue grew to 40,000 messages", "A relay in the second region greylisted us after the address had changed",
		"Its operator put the new address on the list"}, "greylisted relay address",
		"Password resets are not delivered. The relay answers that we are greylisted; we moved to a new address yesterday."},
	{"Clocks of the ledger ran apart", "ledger", []string{"Two hosts disagreed by eleven seconds", "The time daemon had been masked by the base image",
		"Entries were booked on the wrong day"}, "time daemon hosts disagree",
		"Bookings carry yesterday's date on one host. Its clock is behind: the base image comes with the time daemon masked."},
	{"Exports filled the disk of the reporting host", "reports", []string{"The disk was full at 03:10", "Temporary files of cancelled exports were never removed",
		"A timer removes them now"}, "cancelled exports temporary files",
		"No space left on the host for reports. Thousands of temporary files lie there from exports that people had cancelled."},
	{"The map was blank on telephones", "maps", []string{"Tiles came with the wrong content type", "The cache kept an error page for a day",
		"The cache was purged by hand"}, "cache kept error page tiles",
		"Tiles of the map do not show. The cache in front answers with an error page that it keeps, with a content type of text."},
	{"A feature flag turned on for everybody", "flags", []string{"The audience of the flag was a list with a blank line", "A blank line matched every account",
		"The flag was turned off within four minutes"}, "blank line flag audience",
		"Every account sees the beta. The audience of the flag is kept as lines, and an empty one of them matches all accounts."},
	{"Replica promoted with a day missing", "ledger", []string{"The primary lost its volume", "The replica had stopped replaying because a slot was full",
		"A day of bookings was replayed from the bank's files"}, "replica slot full promoted",
		"Failover went to a replica that had not replayed for hours: the replication slot was full and nobody was told."},
	{"Logins fail in one browser", "login", []string{"A cookie grew over four kilobytes", "Each tab added its own token to the cookie", "Tokens are kept on the server now"},
		"cookie token tab", "Some people cannot log in: the header is too large, as the cookie has a token for every tab that they ever opened."},
	{"Backups were encrypted with a key that nobody had", "backup", []string{"A restore was tried for an audit", "The key had been rotated, and the old one deleted",
		"Old keys are kept for as long as the backups"}, "restore key rotated",
		"The restore test failed as the archive cannot be decrypted; its key was deleted when keys were rotated in spring."},
	{"Webhooks were sent twice", "webhooks", []string{"A deploy stopped workers in the middle of a batch", "The batch was sent again from its beginning",
		"Each delivery has a number now"}, "webhook twice batch deploy",
		"Partners receive each delivery two times after we deploy: workers are stopped within a batch and begin it again."},
	{"Prices without tax for an hour", "pricing", []string{"The table of rates was empty after an import", "The import took a file of zero bytes for a whole one",
		"An empty file is refused now"}, "tax rates import zero bytes",
		"Invoices lack the tax. The nightly import loaded a file with nothing in it and replaced all rates."},
}

// TestWhatSomebodyRemembersLeadsToItAndWhatIsLikeItIsNamed: the right one is among the first three, for what is typed and for what is told.
func TestWhatSomebodyRemembersLeadsToItAndWhatIsLikeItIsNamed(t *testing.T) {
	var all []*model.Postmortem
	for i, one := range remembered {
		all = append(all, incident(i, one.title, one.service, one.events...))
	}
	for i := range 60 { // what an archive is full of beside them, in the words that all of them share
		all = append(all, incident(100+i, fmt.Sprint("Slow answers on a ", []string{"Monday", "Tuesday", "Friday"}[i%3]), fmt.Sprint("service-", i%7),
			"The queue grew and the host was slow", "A deploy was rolled back", "The cache was purged and the disk was cleaned", "The list of accounts was empty for an hour"))
	}
	a := archiveWith(t, all...)
	for i, one := range remembered {
		ref := fmt.Sprint("PM-", i+1)
		found, _ := search(t, a, one.asked)
		if first := strings.Fields(found); !slices.Contains(first[:min(len(first), 3)], ref) {
			t.Errorf("%s is asked for with %q, and found is %s", ref, one.asked, found)
		}
		told := model.New("What was told", noon)
		told.Summary = one.retold
		like := must[[]model.Likeness](t)(a.Similar(context.Background(), told, 3))
		if !slices.ContainsFunc(like, func(l model.Likeness) bool { return l.Ref == ref }) {
			t.Errorf("%s was told as %q, and like it is %+v", ref, one.retold, like)
		}
		for _, l := range like {
			if l.Near != (l.Ref == ref) {
				t.Errorf("%s was told as %q: %s is near is %v, with %d", ref, one.retold, l.Ref, l.Near, l.Score)
			}
		}
	}
	// Of five words two may be lacking where none has more of them.
	if got, _ := search(t, a, "regular expression surname penguin umbrella"); got != "PM-1" {
		t.Errorf("with two words wrong it finds %q", got)
	}
	if got, _ := search(t, a, "regular zebra penguin umbrella"); got != "" {
		t.Errorf("with one word right it finds %q", got)
	}
}
