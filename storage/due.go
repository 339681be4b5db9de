package storage

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"debrief/model"
)

// open is what an index of the actions holds; a query must say it in the same words to use it.
const open = "status NOT IN ('done', 'dropped')"

// ActionLine is an action in a list of all postmortems: as much of it as fits on a line.
type ActionLine struct {
	Ref    string // PM-7/A3
	Title  string
	Owner  string
	Due    model.Date
	Status string

	key, rank int64
}

// Settled reports whether nobody has to see the action through any more.
func (l *ActionLine) Settled() bool { return l.Status == "done" || l.Status == "dropped" }

// actionLines names what a list shows of an action. The open ones come in the order of their index.
const (
	actionLines = `SELECT a.postmortem, a.rank, p.ref || '/' || a.ref, a.title, a.owner, ifnull(a.due, ''), a.status
		FROM "action" AS a CROSS JOIN postmortem AS p USING (postmortem) WHERE `
	inDueOrder     = ` ORDER BY a.due NULLS LAST, a.postmortem, a.rank LIMIT ?`
	openActions    = actionLines + `a.` + open + inDueOrder
	settledActions = actionLines + `NOT a.` + open + inDueOrder
)

// ActionLines are the actions of all postmortems: the open ones, the earliest due first, those without a day last; then the
// settled ones, if they are wanted, in the same order. A limit above 0 is how many are wanted; more says whether there would
// be others.
func (a *Archive) ActionLines(ctx context.Context, settled bool, limit int) (all []ActionLine, more bool, err error) {
	queries := []string{openActions}
	if settled {
		queries = append(queries, settledActions)
	}
	err = a.look(ctx, func(r reader) error {
		for _, text := range queries {
			left := -1
			if limit > 0 {
				left = max(limit+1-len(all), 0)
			}
			var l ActionLine
			var due string
			if err := each(r, text, []any{left}, func() error {
				l.Due = model.Date(due)
				all = append(all, l)
				return nil
			}, &l.key, &l.rank, &l.Ref, &l.Title, &l.Owner, &due, &l.Status); err != nil {
				return err
			}
		}
		return nil
	})
	if limit > 0 && len(all) > limit {
		return all[:limit], true, err
	}
	return all, false, err
}

// each reads row after row into the same places.
func each(r reader, text string, args []any, do func() error, dest ...any) error {
	rows, err := r.query(text, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if err := do(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Due is what is late or coming: an open action with a day, a follow-up that was not held, or a re-read that was not done.
type Due struct {
	Ref      string // PM-7/A3, or PM-7
	What     string // action, follow-up or re-read
	Date     model.Date
	LateDays int // days of the calendar; below 0: still to come
	Owner    string
	Title    string // of the action, else of the postmortem

	key, rank int64
}

// Due is what is late at a time, or comes within so many days after it, the earliest first. A follow-up has the day of its
// postmortem's zone, everything else that of the time's own. A limit above 0 is how many are wanted; more says whether there
// would be others.
func (a *Archive) Due(ctx context.Context, now time.Time, within, limit int) (all []Due, more bool, err error) {
	d := dueReader{now: now, within: within, limit: -1}
	if limit > 0 {
		d.limit = limit + 1
	}
	err = a.look(ctx, func(r reader) error {
		for _, read := range []func(reader) error{d.actions, d.followUps, d.rereads} {
			if err := read(r); err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortFunc(d.all, func(x, y Due) int {
		return cmp.Or(strings.Compare(string(x.Date), string(y.Date)), cmp.Compare(x.key, y.key), cmp.Compare(x.rank, y.rank))
	})
	if limit > 0 && len(d.all) > limit {
		return d.all[:limit], true, err
	}
	return d.all, false, err
}

// What is due until a day, in the order of the index that each has.
const (
	dueActions = `SELECT a.postmortem, a.rank, p.ref || '/' || a.ref, a.due, a.owner, a.title
		FROM "action" AS a CROSS JOIN postmortem AS p USING (postmortem) WHERE a.` + open + ` AND a.due <= ?
		ORDER BY a.due, a.postmortem, a.rank LIMIT ?`
	dueFollowUps = `SELECT postmortem, ref, follow_up_at, zone, title FROM postmortem
		WHERE follow_up_held_at IS NULL AND follow_up_at < ? ORDER BY follow_up_at, postmortem LIMIT ?`
	dueRereads = `SELECT postmortem, ref, reread_due, title FROM postmortem
		WHERE reread_done_at IS NULL AND reread_due <= ? ORDER BY reread_due, postmortem LIMIT ?`
)

// dueReader collects what is due, from each place at most so many; -1 is all.
type dueReader struct {
	now           time.Time
	within, limit int
	all           []Due
}

// until is the last day that is asked for, some days later.
func (d *dueReader) until(later int) string {
	return string(model.DateOf(d.now.AddDate(0, 0, d.within+later)))
}

func (d *dueReader) add(one Due, zone *time.Location) {
	one.LateDays = one.Date.DaysUntil(model.DateOf(d.now.In(zone)))
	if one.LateDays >= -d.within {
		d.all = append(d.all, one)
	}
}

func (d *dueReader) actions(r reader) error {
	one := Due{What: "action"}
	return each(r, dueActions, []any{d.until(0), d.limit},
		func() error { d.add(one, d.now.Location()); return nil }, &one.key, &one.rank, &one.Ref, &one.Date, &one.Owner, &one.Title)
}

func (d *dueReader) followUps(r reader) error {
	one := Due{What: "follow-up", rank: -2}
	var at string
	var p model.Postmortem                                   // for its zone
	return each(r, dueFollowUps, []any{d.until(2), d.limit}, // somewhere it is another day than here; add looks closer
		func() error {
			i := instants{}
			when := i.read(sql.NullString{String: at, Valid: true})
			loc := p.Location()
			one.Date = model.DateOf(when.Time().In(loc))
			d.add(one, loc)
			return i.err
		}, &one.key, &one.Ref, &at, &p.Zone, &one.Title)
}

func (d *dueReader) rereads(r reader) error {
	one := Due{What: "re-read", rank: -1}
	return each(r, dueRereads, []any{d.until(0), d.limit},
		func() error { d.add(one, d.now.Location()); return nil }, &one.key, &one.Ref, &one.Date, &one.Title)
}
