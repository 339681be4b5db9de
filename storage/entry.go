package storage

import (
	"context"
	"fmt"
)

// done is what an entry has led to already, with the newest state of its postmortem; a step with N 0 where it has led to
// nothing yet.
func (a *Archive) done(entry string) (Applied, error) {
	if entry == "" {
		return Applied{}, nil
	}
	var key, n int64
	err := one(a.edits, "SELECT postmortem, n FROM step WHERE entry = ? AND entry <> ''", []any{entry}, &key, &n)
	if none(err) {
		return Applied{}, nil
	}
	if err != nil {
		return Applied{}, err
	}
	p, err := a.state(key)
	if err != nil {
		return Applied{}, err
	}
	all, err := a.steps(a.edits, key, n, n, true)
	if err == nil && len(all) != 1 {
		err = fmt.Errorf("step %d of %s cannot be read", n, p.Ref)
	}
	if err != nil {
		return Applied{}, err
	}
	return Applied{Postmortem: p, Step: all[0]}, nil
}

// entriesSince is the schema from which on a step keeps its entry.
const entriesSince = 3

// entryColumn is where the journal keeps the entry of a step. An older archive that may only be read has none.
func (a *Archive) entryColumn() string {
	if a.schema < entriesSince {
		return "''"
	}
	return "entry"
}

// atOnce is how many ids one look-up takes.
const atOnce = 500

// Entered gives those of the entries that are saved, in any order: they are in the journal of some postmortem, or a postmortem
// that was made has the entry's id as its own.
func (a *Archive) Entered(ctx context.Context, entries []string) (saved []string, err error) {
	if len(entries) == 0 || a.schema < entriesSince {
		return nil, nil
	}
	err = a.look(ctx, func(r reader) error {
		for rest := entries; len(rest) > 0; {
			some := rest[:min(atOnce, len(rest))]
			rest = rest[len(some):]
			list := marks(len(some))
			text := fmt.Sprintf(`SELECT entry FROM step WHERE entry <> '' AND entry IN (%s)
				UNION SELECT id FROM postmortem WHERE id IN (%s)`, list, list)
			args := make([]any, 0, 2*len(some))
			for range 2 {
				for _, id := range some {
					args = append(args, id)
				}
			}
			found, err := texts(r, text, args...)
			if err != nil {
				return err
			}
			saved = append(saved, found...)
		}
		return nil
	})
	return saved, err
}
