package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
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
		FROM "action" AS a CROSS JOIN postmortem AS p USING (postmortem) WHERE ` + counted + ` AND `
	inDueOrder     = ` ORDER BY a.due NULLS LAST, a.postmortem, a.rank LIMIT ?`
	openActions    = actionLines + `a.` + open + inDueOrder
	settledActions = actionLines + `NOT a.` + open + inDueOrder
)

// ActionLines are the actions of all postmortems but the example: the open ones, the earliest due first, those without a day last; then the
// settled ones, if they are wanted, in the same order. Of is which owners are asked for; nil is all. A limit above 0 is how
// many are wanted; more says whether there would be others.
func (a *Archive) ActionLines(ctx context.Context, settled bool, of func(owner string) bool, limit int) (all []ActionLine, more bool, err error) {
	queries := []string{openActions}
	if settled {
		queries = append(queries, settledActions)
	}
	err = a.look(ctx, func(r reader) error {
		for _, text := range queries {
			var l ActionLine
			var due string
			err := each(r, text, []any{rowsFor(of, limit, len(all))}, func() error {
				l.Due = model.Date(due)
				if of == nil || of(l.Owner) {
					all = append(all, l)
				}
				return enough(limit, len(all))
			}, &l.key, &l.rank, &l.Ref, &l.Title, &l.Owner, &due, &l.Status)
			if err != nil && !errors.Is(err, errEnough) {
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

// errEnough ends the reading of rows, and is no failure.
var errEnough = errors.New("enough was read")

// enough is errEnough once one more was found than is wanted; a limit of 0 wants all.
func enough(limit, found int) error {
	if limit > 0 && found > limit {
		return errEnough
	}
	return nil
}

// rowsFor is how many rows a query is asked for, -1 for all: one more than are wanted, unless some owners' only are.
func rowsFor(of func(owner string) bool, limit, found int) int {
	if of != nil || limit <= 0 {
		return -1
	}
	return max(limit+1-found, 0)
}

// each reads row after row into the same places.
func each(from source, text string, args []any, do func() error, dest ...any) error {
	rows, err := from.query(text, args...)
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
// postmortem's zone, everything else that of the time's own. Of is which owners' actions are asked for, and nothing else;
// nil is everything. The example is never due. A limit above 0 is how many are wanted; more says whether there would be others.
func (a *Archive) Due(ctx context.Context, now time.Time, within int, of func(owner string) bool, limit int) (all []Due, more bool, err error) {
	d := dueReader{now: now, within: within, of: of, wanted: limit, limit: rowsFor(nil, limit, 0)}
	places := []func(reader) error{d.actions, d.followUps, d.rereads}
	if of != nil {
		places = places[:1]
	}
	return a.due(ctx, &d, places)
}

func (a *Archive) due(ctx context.Context, d *dueReader, places []func(reader) error) (all []Due, more bool, err error) {
	limit := d.wanted
	err = a.look(ctx, func(r reader) error {
		for _, read := range places {
			if err := read(r); err != nil && !errors.Is(err, errEnough) {
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
	return d.all, d.more, err
}

// LongLate is for how many days at most an action can be late when it is imported, and still wait for somebody: what was late for longer
// is a story of before.
const LongLate = 90

const notLongLate = `NOT EXISTS (SELECT 1 FROM step AS s WHERE s.postmortem = a.postmortem AND s.n = 1 AND s.label = '` + importLabel + `'
		AND a.due < date(s.at, ?))`

// What is due until a day, in the order of the index that each has.
const (
	dueActions = `SELECT a.postmortem, a.rank, p.ref || '/' || a.ref, a.due, a.owner, a.title
		FROM "action" AS a CROSS JOIN postmortem AS p USING (postmortem) WHERE a.` + open + ` AND a.due <= ? AND ` + counted + `
		ORDER BY a.due, a.postmortem, a.rank LIMIT ?`
	// The last ones, and whether each waits for somebody: an archive that was imported has as many that do not as it has years.
	dueLately = `SELECT a.postmortem, a.rank, p.ref, a.due, ` + notLongLate + `
		FROM "action" AS a CROSS JOIN postmortem AS p USING (postmortem) WHERE a.` + open + ` AND a.due <= ? AND ` + counted + `
		ORDER BY a.due DESC, a.postmortem DESC, a.rank DESC LIMIT ?`
	dueFollowUps = `SELECT postmortem, ref, follow_up_at, zone, title FROM postmortem
		WHERE follow_up_held_at IS NULL AND follow_up_at < ? AND ` + counted + ` ORDER BY follow_up_at, postmortem LIMIT ?`
	dueRereads = `SELECT postmortem, ref, reread_due, title FROM postmortem
		WHERE reread_done_at IS NULL AND reread_due <= ? AND ` + counted + ` ORDER BY reread_due, postmortem LIMIT ?`
)

// dueReader collects what is due, from each place at most so many; -1 is all.
type dueReader struct {
	now           time.Time
	within, limit int
	of            func(owner string) bool // nil for everything
	wanted        int                     // 0 for all
	all           []Due
	more          bool // there may be others
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
	return each(r, dueActions, []any{d.until(0), rowsFor(d.of, d.wanted, 0)},
		func() error {
			if d.of == nil || d.of(one.Owner) {
				d.add(one, d.now.Location())
			}
			return enough(d.wanted, len(d.all))
		}, &one.key, &one.rank, &one.Ref, &one.Date, &one.Owner, &one.Title)
}

// lately looks at as many actions as are wanted of all, the last that have come due.
func (d *dueReader) lately(r reader) error {
	one, looked, waits := Due{What: "action"}, 0, false
	return each(r, dueLately, []any{fmt.Sprintf("-%d days", LongLate), d.until(0), d.limit}, func() error {
		looked++
		if d.more = d.wanted > 0 && looked > d.wanted; waits && !d.more {
			d.add(one, d.now.Location())
		}
		return nil
	}, &one.key, &one.rank, &one.Ref, &one.Date, &waits)
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
