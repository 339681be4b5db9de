package storage

import (
	"cmp"
	"context"
	"fmt"
	"strings"
)

// BeforeRooms takes away what the migration has added that gave each terminal a row, and meetings a clock.
var BeforeRooms = []string{
	"DROP TABLE room_share", "DROP TABLE room", "DROP TABLE live",
	`CREATE TABLE live (postmortem INTEGER PRIMARY KEY REFERENCES postmortem, session TEXT NOT NULL, phase TEXT NOT NULL,
		selected TEXT NOT NULL, question TEXT NOT NULL, running TEXT, at TEXT NOT NULL) STRICT`,
	"INSERT INTO live SELECT 1, 'somebody', 'whys', 'W2', '', NULL, '2026-11-18T02:14:00Z' FROM postmortem WHERE postmortem = 1",
	"ALTER TABLE participant DROP COLUMN remote", // what came after it goes too
	"ALTER TABLE event DROP COLUMN key_event", "ALTER TABLE postmortem DROP COLUMN published_url",
	"DROP INDEX action_counted", "DROP INDEX why_counted", "DROP TABLE posting", "DROP TABLE word", "ALTER TABLE meta DROP COLUMN terms",
	"PRAGMA user_version = 6",
}

// Postings are all words of all postmortems, and where they stand.
func (a *Archive) Postings(ctx context.Context) (string, error) {
	var all strings.Builder
	err := a.look(ctx, func(r reader) error {
		var term string
		var uses, newest, key, places int64
		return each(r, `SELECT term, uses, newest, postmortem, places FROM posting JOIN word USING (word) ORDER BY term, newest, postmortem`, nil,
			func() error {
				fmt.Fprintln(&all, term, uses, newest, key, places)
				return nil
			}, &term, &uses, &newest, &key, &places)
	})
	return all.String(), err
}

// ForgetWords makes the archive one whose words other rules have made: they found none.
func (a *Archive) ForgetWords() error {
	return a.edits.change(func() error {
		return cmp.Or(a.edits.exec(wordsMade, 0), a.edits.exec("DELETE FROM posting"), a.edits.exec("DELETE FROM word"))
	})
}

// GatherWords makes all words anew, about so many postings at a time.
func (a *Archive) GatherWords(ctx context.Context, most int) error {
	return a.edits.change(func() error { return a.edits.gatherWords(ctx, most) })
}
