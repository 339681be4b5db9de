package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"reflect"
	"sync"

	"debrief/model"
)

// Applied is a state that is on the disk and the step that led to it. The postmortem is shared with the archive: it is to be
// read, and to be changed by Apply alone. A step with N 0 means that nothing was different and nothing was written.
type Applied = model.Applied

// plan is what a step will be called and what it does.
type plan struct {
	label, batch, entry, kind string
	undoes                    int64
	do                        func(*model.Postmortem) error
}

// Apply runs an edit on the newest state of a postmortem in one transaction and writes the difference. When it returns
// without an error, the edit is on the disk; otherwise nothing of it is. The edit's own error comes back as it is. An edit whose
// entry is in the journal already is not done again: the newest state comes back, and the step that the entry led to.
func (a *Archive) Apply(ctx context.Context, ref string, edit model.Edit) (Applied, error) {
	return a.step(ctx, ref, edit.Entry, func(int64) (plan, error) { return planOf(edit), nil })
}

func planOf(edit model.Edit) plan {
	return plan{label: edit.Label, batch: edit.Batch, entry: edit.Entry, kind: "do", do: edit.Do}
}

// Together runs edits of one postmortem in one transaction: lines that come faster than a disk can acknowledge each. Every edit that
// do applies is a step of its own, and one that fails is left out alone. All of them are on the disk when Together returns without an
// error; otherwise none is. What apply returns is on loan: it is to be read until the next edit, and while do runs. Others wait
// meanwhile, so do is not to take long.
func (a *Archive) Together(ctx context.Context, ref string, do func(apply func(model.Edit) (Applied, error)) error) error {
	if a.empty {
		return a.notFound(ref)
	}
	return a.change(ctx, func() error {
		key, err := a.row(ref)
		if err != nil {
			return err
		}
		known, err := a.state(key)
		if err != nil {
			return err
		}
		is := known
		var was *model.Postmortem // the state before, where nobody else holds it
		var broken error          // of the archive: no edit can follow
		err = do(func(edit model.Edit) (Applied, error) {
			if broken != nil {
				return Applied{}, broken
			}
			if done, err := a.done(edit.Entry); err != nil || done.Step.N > 0 {
				broken = err
				return done, err
			}
			next, p := is.CloneOver(was), planOf(edit)
			was = nil // whatever becomes of the edit
			changes, hidden, err := a.changes(p, is, next)
			if err != nil {
				return Applied{}, err
			}
			applied, err := a.write(key, is, next, p, changes)
			applied.Hidden = hidden
			if broken = err; err == nil && applied.Postmortem == next {
				if is != known {
					was = is
				}
				is = next
			}
			return applied, err
		})
		return cmp.Or(broken, err)
	})
}

// step makes one step, unless its entry has led to one. The plan is made inside the transaction, from the postmortem's row.
func (a *Archive) step(ctx context.Context, ref, entry string, decide func(key int64) (plan, error)) (Applied, error) {
	if a.empty {
		return Applied{}, a.notFound(ref)
	}
	var applied Applied
	err := a.change(ctx, func() error {
		if done, err := a.done(entry); err != nil || done.Step.N > 0 {
			applied = done
			return err
		}
		key, err := a.row(ref)
		if err != nil {
			return err
		}
		before, err := a.state(key)
		if err != nil {
			return err
		}
		p, err := decide(key)
		if err != nil {
			return err
		}
		applied, err = a.follow(key, before, p)
		return err
	})
	if err != nil {
		return Applied{}, err
	}
	return applied, nil
}

// change runs do in the one transaction that writes. States that it makes known are forgotten when it fails.
func (a *Archive) change(ctx context.Context, do func() error) error {
	switch {
	case a.full:
		return &trouble{kind: ErrFull, text: "the disk is full: nothing was saved"}
	case a.readOnly:
		return &trouble{kind: ErrReadOnly, text: "the archive is read-only: nothing was saved"}
	}
	a.wrote.Store(true)
	a.writes.Lock()
	defer a.writes.Unlock()
	if a.closed {
		return errClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	a.watches.begin()
	if err := a.turns.take(a.patience); err != nil {
		return err
	}
	defer a.turns.leave()
	err := a.edits.change(func() error {
		if err := a.stillOurs(); err != nil {
			return err
		}
		return do()
	})
	if err != nil {
		clear(a.known)
		clear(a.indexes)
		return a.failed(err)
	}
	a.tidy(a.edits)
	return nil
}

// failed is the error of a change. What the engine says of a file that was exchanged is no help.
func (a *Archive) failed(err error) error {
	if gone := a.stillThere(); gone != nil {
		return gone
	}
	return a.fault(err)
}

// stillOurs refuses to write to an archive that a newer program has brought to its schema in the meantime.
func (a *Archive) stillOurs() error {
	var schema int
	if err := one(a.edits, "PRAGMA user_version", nil, &schema); err != nil {
		return err
	}
	if schema > schemaVersion {
		return newer(schema)
	}
	return nil
}

// row is the row of a postmortem that is to be changed. One that is in memory under this very reference is not looked up
// again: neither ever changes.
func (a *Archive) row(ref string) (int64, error) {
	for key, p := range a.known {
		if p.Ref == ref {
			return key, nil
		}
	}
	return a.find(a.edits, ref)
}

// state is the newest state, from memory where nobody else has written since, or has made a few steps.
func (a *Archive) state(key int64) (*model.Postmortem, error) {
	p, err := a.catchUp(key, a.known[key])
	if p == nil && err == nil {
		p, err = load(a.edits, key)
	}
	if err != nil {
		return nil, err
	}
	a.remember(key, p)
	return p, nil
}

// aFew is how many steps are followed rather than a whole postmortem read: a step is about as dear as a part.
const aFew = 500

// catchUp follows the journal from a state that was the newest once; nil where reading the whole postmortem is the better way.
func (a *Archive) catchUp(key int64, p *model.Postmortem) (*model.Postmortem, error) {
	if p == nil {
		return nil, nil
	}
	var revision int64
	var there bool
	var last model.Last
	if err := one(a.edits, countersText(), []any{key}, append([]any{&revision, &there}, pointers(&last)...)...); err != nil {
		return nil, err
	}
	switch {
	case !there:
		return nil, a.deleted(p.Ref)
	case revision == p.Revision:
		return p, nil
	case revision < p.Revision || revision > p.Revision+aFew:
		return nil, nil
	}
	var since []model.Change // of all steps at once: a long list is taken apart once
	err := eachChange(a.edits, key, p.Revision+1, revision, func(_ int64, c model.Change) { since = append(since, c) })
	if err != nil {
		return nil, err
	}
	next := p.Clone()
	if next.Patch(since) != nil {
		return nil, nil //nolint:nilerr // what does not fit is read anew
	}
	next.Revision, next.Last = revision, last
	return next, nil
}

var countersText = sync.OnceValue(func() string {
	return "SELECT revision, " + notDeleted + ", " + quoteAll(counters()) + " FROM postmortem WHERE postmortem = ?"
})

// pointers are where the counters are read to.
func pointers(last *model.Last) []any {
	var all []any
	for _, counter := range reflect.ValueOf(last).Elem().Fields() {
		all = append(all, counter.Addr().Interface())
	}
	return all
}

// remember keeps a state. Few are kept: a person edits one postmortem, an import touches each once.
func (a *Archive) remember(key int64, p *model.Postmortem) {
	if len(a.known) >= 4 {
		clear(a.known)
	}
	a.known[key] = p
}

// follow does what a plan says and writes the difference.
func (a *Archive) follow(key int64, before *model.Postmortem, p plan) (Applied, error) {
	after := before.Clone()
	changes, hidden, err := a.changes(p, before, after)
	if err != nil {
		return Applied{}, err
	}
	applied, err := a.write(key, before, after, p, changes)
	applied.Hidden = hidden
	return applied, err
}

// changes does what a plan says to a copy of a state, and tells what is different now, and how many secrets it would have written.
func (a *Archive) changes(p plan, before, after *model.Postmortem) (changes []model.Change, hidden int, err error) {
	if err := p.do(after); err != nil {
		return nil, 0, err
	}
	keep(before, after)
	after.Settle()
	changes, hidden = a.safe(p, before, after)
	return changes, hidden, after.ValidateChanges(changes)
}

// safe is the difference between two states, without the secrets that a plan would have written.
func (a *Archive) safe(p plan, before, after *model.Postmortem) (changes []model.Change, hidden int) {
	changes = model.Diff(before, after)
	if a.hide != nil && p.kind == "do" {
		hidden = after.Hide(changes, a.hide)
	}
	if hidden > 0 {
		changes = model.Diff(before, after)
	}
	return changes, hidden
}

// write makes a step of the difference between two states.
func (a *Archive) write(key int64, before, after *model.Postmortem, p plan, changes []model.Change) (Applied, error) {
	if len(changes) == 0 {
		return Applied{Postmortem: before}, nil
	}
	after.Revision = before.Revision + 1
	step := a.newStep(after.Revision, p, changes)
	if err := a.edits.writeChanges(key, after, changes); err != nil {
		return Applied{}, err
	}
	if err := a.index(key, before, after, changes); err != nil {
		return Applied{}, err
	}
	if err := a.journal(key, step, a.edits); err != nil {
		return Applied{}, err
	}
	if err := a.edits.touch(key, after); err != nil {
		return Applied{}, err
	}
	a.remember(key, after)
	return Applied{Postmortem: after, Step: step}, nil
}

// keep holds what only the archive gives, whatever an edit did to it. A counter never goes back.
func keep(before, after *model.Postmortem) {
	after.ID, after.Ref, after.Formerly, after.CreatedAt = before.ID, before.Ref, before.Formerly, before.CreatedAt
	after.Revision = before.Revision
	was, is := reflect.ValueOf(before.Last), reflect.ValueOf(&after.Last).Elem()
	for i := range is.NumField() {
		is.Field(i).SetInt(max(is.Field(i).Int(), was.Field(i).Int()))
	}
}

func (a *Archive) newStep(n int64, p plan, changes []model.Change) model.Step {
	return model.Step{
		N: n, At: model.At(a.now()), Author: a.Author(), Session: a.session, Batch: p.batch, Entry: p.entry,
		Label: p.label, Kind: p.kind, Undoes: p.undoes, Changes: changes,
	}
}

// journal appends a step and tells the watch that it is our own.
func (a *Archive) journal(key int64, step model.Step, rest sink) error {
	row, err := a.edits.writeStep(key, step, rest)
	if err != nil {
		return err
	}
	a.watches.made(row)
	return nil
}

// History is the journal of a postmortem, also of one that is deleted, oldest step first, with its changes.
func (a *Archive) History(ctx context.Context, ref string) ([]model.Step, error) {
	var all []model.Step
	err := a.look(ctx, func(r reader) error {
		key, _, err := a.lookUp(r, ref)
		if err != nil {
			return err
		}
		all, err = a.steps(r, key, 1, newest, true)
		return err
	})
	return all, err
}

// none reports whether a look-up found nothing.
func none(err error) bool { return errors.Is(err, sql.ErrNoRows) }
