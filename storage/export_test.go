package storage

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"debrief/model"
)

// BeforeRooms takes away what the migration has added that gave each terminal a row, and meetings a clock.
var BeforeRooms = []string{
	"DROP TABLE room_share", "DROP TABLE room", "DROP TABLE live",
	`CREATE TABLE live (postmortem INTEGER PRIMARY KEY REFERENCES postmortem, session TEXT NOT NULL, phase TEXT NOT NULL,
		selected TEXT NOT NULL, question TEXT NOT NULL, running TEXT, at TEXT NOT NULL) STRICT`,
	"INSERT INTO live SELECT 1, 'somebody', 'whys', 'W2', '', NULL, '2026-11-18T02:14:00Z' FROM postmortem WHERE postmortem = 1",
	"ALTER TABLE participant DROP COLUMN remote", // what came after it goes too
	"ALTER TABLE event DROP COLUMN key_event", "ALTER TABLE postmortem DROP COLUMN published_url",
	"DROP TABLE posting", "DROP TABLE word", "ALTER TABLE meta DROP COLUMN terms",
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

// ForgetWords makes the archive one whose words other rules have made.
func (a *Archive) ForgetWords() error {
	return a.edits.change(func() error { return a.edits.exec(wordsMade, 0) })
}

// Fill adds many postmortems as Create would, a thousand in a transaction, and makes the words of all of them at the end.
func (a *Archive) Fill(ctx context.Context, many iter.Seq[*model.Postmortem]) error {
	words := bulk{}
	next, stop := iter.Pull(many)
	defer stop()
	for more := true; more; {
		err := a.change(ctx, func() error {
			for range 1000 {
				var p *model.Postmortem
				if p, more = next(); !more {
					return nil
				}
				if err := a.fill(p, words); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return a.change(ctx, func() error { return words.write(ctx, a.edits) })
}

func (a *Archive) fill(p *model.Postmortem, words bulk) error {
	if err := a.giveRef(p, false); err != nil {
		return err
	}
	p.Settle()
	p.Revision = 1
	key, err := a.edits.writeRoot(p)
	if err != nil {
		return err
	}
	for _, part := range p.Parts()[1:] {
		if err := a.edits.writePart(key, part); err != nil {
			return err
		}
	}
	words.add(key, p)
	return a.journal(key, a.newStep(1, plan{label: "start", kind: "do"}, model.Diff(&model.Postmortem{}, p)))
}
