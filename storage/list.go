package storage

import (
	"context"
	"database/sql"
	"reflect"
	"slices"

	"debrief/model"
)

// List is every postmortem that is there, the example too, newest incident first: by when it started as far as anybody knows, else by
// when it was created.
func (a *Archive) List(ctx context.Context) (list []model.Entry, err error) {
	err = a.look(ctx, func(r reader) error {
		list, err = a.list(r, entryColumns)
		return err
	})
	return list, err
}

// Newest are the first postmortems of List: down to one, by its reference, and so many further. Where there is none of that reference, or
// it is "", they are so many. All is how many there are but the example; more says whether others follow.
func (a *Archive) Newest(ctx context.Context, downTo string, further int) (list []model.Entry, all int, more bool, err error) {
	err = a.look(ctx, func(r reader) error {
		above := 0
		if err := one(r, countDownTo, []any{downTo}, &above); err != nil {
			return err
		}
		if list, err = a.list(r, entryColumns+newestFirst, above+further+1); err != nil {
			return err
		}
		if more = len(list) > above+further; more {
			list = list[:above+further]
		}
		return one(r, countCounted, nil, &all)
	})
	return list, all, more, err
}

// Entries are those of List that have one of these references.
func (a *Archive) Entries(ctx context.Context, refs []string) (list []model.Entry, err error) {
	if len(refs) == 0 {
		return nil, nil
	}
	args := make([]any, len(refs))
	for i, ref := range refs {
		args[i] = ref
	}
	err = a.look(ctx, func(r reader) error {
		list, err = a.list(r, entryColumns+" AND ref IN ("+marks(len(refs))+")", args...)
		return err
	})
	return list, err
}

// list reads what a query for entryColumns finds.
func (a *Archive) list(r reader, text string, args ...any) ([]model.Entry, error) {
	all, err := a.entries(r, text, args...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	byKey := make(map[int64]*model.Entry, len(all))
	only := make([]any, len(all))
	for i, l := range all {
		byKey[l.key], only[i] = &l.entry, l.key
	}
	to := func(of func(*model.Entry) *[]string) func(key int64, name string) {
		return func(key int64, name string) {
			if e := byKey[key]; e != nil { // not of one that is deleted
				*of(e) = append(*of(e), name)
			}
		}
	}
	if args == nil {
		only = nil
	}
	if err := names(r, "postmortem_services", only, to(func(e *model.Entry) *[]string { return &e.Services })); err != nil {
		return nil, err
	}
	if err := names(r, "postmortem_tags", only, to(func(e *model.Entry) *[]string { return &e.Tags })); err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(x, y *listed) int {
		if c := y.newest.Time().Compare(x.newest.Time()); c != 0 {
			return c
		}
		return int(y.key - x.key)
	})
	list := make([]model.Entry, len(all))
	for i, l := range all {
		list[i] = l.entry
	}
	return list, nil
}

type listed struct {
	key    int64
	newest model.Instant
	entry  model.Entry
}

// What the list is read by. A moment that is only known by its day has no clock to count from.
const (
	clockHead      = `iif(EXISTS (SELECT 1 FROM event e WHERE e.postmortem = postmortem.postmortem AND e.precision = 'day' AND `
	startedClock   = clockHead + `e.ref = moments_started_event AND e.at = moments_started_at), NULL, moments_started_at)`
	detectedClock  = clockHead + `e.ref = moments_detected_event AND e.at = moments_detected_at), NULL, moments_detected_at)`
	mitigatedClock = clockHead + `e.ref = moments_mitigated_event AND e.at = moments_mitigated_at), NULL, moments_mitigated_at)`

	entryColumns = `SELECT postmortem, id, ref, title, severity, status, phase, actions, open_actions, began, created_at,
		` + startedClock + `, ` + detectedClock + `, ` + mitigatedClock + `,
		iif(follow_up_held_at IS NULL, follow_up_at, NULL), iif(reread_done_at IS NULL, reread_due, NULL) FROM postmortem WHERE ` + notDeleted
	newestFirst = ` ORDER BY coalesce(began, created_at) DESC, postmortem DESC LIMIT ?`
	countDownTo = `SELECT count(*) FROM postmortem WHERE ` + notDeleted + `
		AND coalesce(began, created_at) >= (SELECT coalesce(began, created_at) FROM postmortem WHERE ref = ?)`
	// What is not deleted and not the example is counted by what is: an engine counts all rows of a table without looking at them.
	countCounted = `SELECT (SELECT count(*) FROM postmortem) - (SELECT count(*) FROM postmortem WHERE deleted_at IS NOT NULL)
		- (SELECT count(*) FROM postmortem WHERE id = '` + model.ExampleID + `' AND ` + notDeleted + `)`
)

// entries reads the rows that a query for entryColumns finds.
func (a *Archive) entries(r reader, text string, args ...any) ([]*listed, error) {
	rows, err := r.query(text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []*listed
	var began, created, started, detected, mitigated, followUp, reread sql.NullString
	for rows.Next() {
		l := new(listed)
		e := &l.entry
		if err := rows.Scan(&l.key, &e.ID, &e.Ref, &e.Title, &e.Severity, &e.Status, &e.Phase, &e.Actions, &e.OpenActions, &began, &created,
			&started, &detected, &mitigated, &followUp, &reread); err != nil {
			return nil, err
		}
		at := instants{}
		e.Started = at.read(began)
		e.FollowUp = at.read(followUp)
		e.Reread = model.Date(reread.String)
		figures := model.Postmortem{Moments: model.Moments{
			Started: at.moment(started), Detected: at.moment(detected), Mitigated: at.moment(mitigated),
		}}
		e.Metrics = figures.Figures()
		if l.newest = e.Started; l.newest.IsZero() {
			l.newest = at.read(created)
		}
		if at.err != nil {
			return nil, at.err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

// instants reads several and keeps the first error.
type instants struct{ err error }

func (i *instants) read(s sql.NullString) model.Instant {
	at, err := model.ParseInstant(s.String)
	if i.err == nil {
		i.err = err
	}
	return at
}

func (i *instants) moment(s sql.NullString) *model.Moment {
	if !s.Valid {
		return nil
	}
	return &model.Moment{At: i.read(s)}
}

// namesAtOnce is how many postmortems' names one query reads.
const namesAtOnce = 500

// names reads services or tags; nil is all postmortems, else some.
func names(r reader, table string, only []any, do func(key int64, name string)) error {
	var key int64
	var name string
	read := func(where string, args []any) error {
		return each(r, "SELECT postmortem, value FROM "+table+where+" ORDER BY postmortem, position", args,
			func() error { do(key, name); return nil }, &key, &name)
	}
	if only == nil {
		return read("", nil)
	}
	for some := range slices.Chunk(only, namesAtOnce) {
		if err := read(" WHERE postmortem IN ("+marks(len(some))+")", some); err != nil {
			return err
		}
	}
	return nil
}

// Owned is an action with the postmortem that it belongs to.
type Owned struct {
	Ref, Title string // of the postmortem
	Action     model.Action
}

// Actions are all actions of all postmortems but the example, in the order in which the postmortems came and then in their own.
func (a *Archive) Actions(ctx context.Context) ([]Owned, error) {
	var all []Owned
	err := a.look(ctx, func(r reader) error {
		owners, err := a.titles(r)
		if err != nil {
			return err
		}
		return tables()["A"].each(r, everywhere, func(key int64, part model.Part) error {
			action, _ := reflect.TypeAssert[model.Action](part.Value)
			if o, ok := owners[key]; ok {
				o.Action = action
				all = append(all, o)
			}
			return nil
		})
	})
	return all, err
}

// titles are the references and titles of the postmortems that count, by row.
func (a *Archive) titles(r reader) (map[int64]Owned, error) {
	rows, err := r.query("SELECT postmortem, ref, title FROM postmortem WHERE " + counted)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := map[int64]Owned{}
	for rows.Next() {
		var key int64
		var o Owned
		if err := rows.Scan(&key, &o.Ref, &o.Title); err != nil {
			return nil, err
		}
		all[key] = o
	}
	return all, rows.Err()
}
