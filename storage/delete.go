package storage

import (
	"context"

	"debrief/model"
)

// A deleted postmortem keeps its rows, and has a day in deleted_at; every query that reads for a person leaves it out. Taking the
// rows away and keeping the document in the journal was the other way: then bringing it back would write thousands of rows, a
// reader of the journal would need a second form of a document, and every author's undo would end there. This way it comes back
// byte for byte because nothing was taken, and its reference, its id and its counters are never free for another.
//
// The journal has a step for it like for everything else. A step without a change is one that deleted a postmortem or brought it
// back: its parts are as they were.

// What a query says to leave postmortems out.
const (
	// notDeleted is true of a postmortem that is there.
	notDeleted = "(deleted_at IS NULL)"
	// counted is true of a postmortem that is there and is not the example.
	counted = notDeleted + " AND id <> '" + model.ExampleID + "'"
	// ofCounted is true of a part of such a one.
	ofCounted = "postmortem NOT IN (SELECT postmortem FROM postmortem WHERE deleted_at IS NOT NULL" +
		" UNION ALL SELECT postmortem FROM postmortem WHERE id = '" + model.ExampleID + "')"
)

// deletion is what the steps that delete a postmortem and bring it back are called.
const deletion = "delete the postmortem"

// Delete takes a postmortem out of everything, with all its parts: it is in no list, and reading or changing it is ErrDeleted.
// Its journal keeps who did it, and when. Undo, by anybody, or BringBack makes it be there again.
func (a *Archive) Delete(ctx context.Context, ref string) (Applied, error) {
	return a.leave(ctx, ref, func(there bool, p *model.Postmortem) (plan, error) {
		if !there {
			return plan{}, a.deleted(p.Ref)
		}
		return plan{label: deletion, kind: "do"}, nil
	})
}

// BringBack makes a deleted postmortem be there again, as it was: same bytes, same references, same counters. ErrNothing where
// it is not deleted.
func (a *Archive) BringBack(ctx context.Context, ref string) (Applied, error) {
	return a.leave(ctx, ref, func(there bool, p *model.Postmortem) (plan, error) {
		if there {
			return plan{}, &trouble{kind: ErrNothing, text: p.Ref + " is not deleted"}
		}
		return broughtBack(p), nil
	})
}

// broughtBack is the step that takes back a deletion: the newest one, for nothing is done to what is deleted.
func broughtBack(p *model.Postmortem) plan {
	return plan{label: deletion, kind: "undo", undoes: p.Revision}
}

// leave makes the step that deletes a postmortem or brings it back.
func (a *Archive) leave(ctx context.Context, ref string, decide func(there bool, p *model.Postmortem) (plan, error)) (Applied, error) {
	if a.empty {
		return Applied{}, a.notFound(ref)
	}
	var applied Applied
	err := a.change(ctx, func() error {
		key, there, err := a.lookUp(a.edits, ref)
		if err != nil {
			return err
		}
		before, err := load(a.edits, key)
		if err != nil {
			return err
		}
		p, err := decide(there, before)
		if err != nil {
			return err
		}
		applied, err = a.mark(key, before, p)
		return err
	})
	if err != nil {
		return Applied{}, err
	}
	return applied, nil
}

// mark makes a step that changes no part: the postmortem is deleted from then on, or there again.
func (a *Archive) mark(key int64, before *model.Postmortem, by plan) (Applied, error) {
	after := before.Clone()
	after.Revision++
	step, err := a.markAs(key, after.Revision, by)
	if err != nil {
		return Applied{}, err
	}
	return Applied{Postmortem: after, Step: step}, nil
}

// markAs makes the next step of a postmortem such a one.
func (a *Archive) markAs(key, n int64, by plan) (model.Step, error) {
	step := a.newStep(n, by, nil)
	var day any
	if by.kind == "do" {
		day = step.At.String()
	}
	if err := a.edits.exec("UPDATE postmortem SET deleted_at = ?, revision = ? WHERE postmortem = ?", day, n, key); err != nil {
		return step, err
	}
	if err := a.journal(key, step, a.edits); err != nil {
		return step, err
	}
	delete(a.known, key)
	return step, nil
}

// deletions are the steps of a postmortem that deleted it or brought it back. Undo and redo pass them over: they are nobody's edit.
func (a *Archive) deletions(key int64) (map[int64]bool, error) {
	all := map[int64]bool{}
	var n int64
	err := each(a.edits, `SELECT n FROM step WHERE postmortem = ? AND label = ?
		AND NOT EXISTS (SELECT 1 FROM change WHERE change.step = step.step)`, []any{key, deletion},
		func() error { all[n] = true; return nil }, &n)
	return all, err
}

// deleted says that a postmortem is deleted, and how it comes back.
func (a *Archive) deleted(ref string) error {
	return &trouble{kind: ErrDeleted, text: ref + " was deleted: debrief undo " + ref + " brings it back"}
}
