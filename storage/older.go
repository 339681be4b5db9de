package storage

import (
	"database/sql"
	"strings"
)

// An older archive that may only be read stays as it is, and lacks the columns that later migrations have added. What it would be
// given for them is read in their place.

// deletionsSince is the schema from which on a postmortem can be deleted.
const deletionsSince = 5

// proofSince is the schema from which on a run of a regression test keeps more than its exit status.
const proofSince = 4

var beforeDeletions = strings.NewReplacer("deleted_at IS NULL", "1 = 1", "deleted_at IS NOT NULL", "1 = 0")

var beforeProof = strings.NewReplacer(
	`"test_failing_runner"`, "''", `"test_failing_tests"`, "0", `"test_failing_command"`, "''", `"test_failing_despite"`, "''",
	`"test_passing_runner"`, "''", `"test_passing_tests"`, "0", `"test_passing_command"`, "''", `"test_passing_despite"`, "''",
	`"test_guard_says"`, "''",
)

// remoteSince is the schema from which on a participant may join from elsewhere.
const remoteSince = 8

var beforeRemote = strings.NewReplacer(`"remote"`, "0")

// publishedSince is the schema from which on events may be key, and a page that was published has an address.
const publishedSince = 9

var beforePublished = strings.NewReplacer(`"key_event"`, "0", `"published_url"`, "''")

// asOf is a reader whose queries are put in the words of an archive's schema.
func (r reader) asOf(schema int) reader {
	if schema >= schemaVersion {
		return r
	}
	return func(text string, args ...any) (*sql.Rows, error) {
		if schema < deletionsSince {
			text = beforeDeletions.Replace(text)
		}
		if schema < proofSince {
			text = beforeProof.Replace(text)
		}
		if schema < remoteSince {
			text = beforeRemote.Replace(text)
		}
		if schema < publishedSince {
			text = beforePublished.Replace(text)
		}
		return r(text, args...)
	}
}
