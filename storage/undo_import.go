package storage

import (
	"cmp"
	"context"
	"slices"

	"debrief/model"
)

// What the steps of an import are called: of a document that came in, and of a page that came back.
const (
	importLabel = "import"
	pageLabel   = "take over an edited page"
)

// TakenBack is what became of an import that was taken back, or brought back.
type TakenBack struct {
	Refs   []string // which are not there any more, or there again
	Pages  []string // of which what an edited page said otherwise was taken back
	Edited []string // which somebody has edited since, and which stay as they are
}

// run is one import: the postmortems that have a step of it, in the order of the steps.
type run struct {
	batch string
	keys  []int64
}

// takenTogether is how many postmortems are taken back in one transaction.
const takenTogether = 128

// UndoImport takes a whole import back: the one that a postmortem came with, or with ref "" the newest of one's own of which something is
// left to take back. What came in is deleted, as Delete does, but what somebody has edited since, which stays and is named. ErrNothing
// where there is none.
func (a *Archive) UndoImport(ctx context.Context, ref string) (TakenBack, error) {
	runs, err := a.runs(ctx, ref, "label IN (?, ?)", importLabel, pageLabel)
	var done TakenBack
	for _, r := range runs {
		if done, err = a.inPieces(ctx, r, a.takeFrom); err != nil || len(done.Refs)+len(done.Pages) > 0 || ref != "" && len(done.Edited) > 0 {
			return done, err
		}
	}
	return done, cmp.Or(err, noImport(ref, ErrNothing, "no import", "to take back"))
}

// RedoImport brings back the import that UndoImport took back: the one that a postmortem went with, or the newest. ErrNoRedo where there
// is none.
func (a *Archive) RedoImport(ctx context.Context, ref string) (TakenBack, error) {
	runs, err := a.runs(ctx, ref, "label = ?", deletion)
	var done TakenBack
	for _, r := range runs {
		if done, err = a.inPieces(ctx, r, a.bringBackFrom); err != nil || len(done.Refs) > 0 {
			return done, err
		}
	}
	return done, cmp.Or(err, noImport(ref, ErrNoRedo, "no import that was taken back", "to bring back"))
}

func noImport(ref string, kind error, what, whither string) error {
	if ref != "" {
		return &trouble{kind: kind, text: ref + " came with " + what + " of which something is left " + whither}
	}
	return &trouble{kind: kind, text: "there is " + what + " of which something is left " + whither}
}

// runs are the imports that some steps belong to, the newest first: one's own, or those of a postmortem.
func (a *Archive) runs(ctx context.Context, ref, which string, args ...any) (all []run, err error) {
	text := "SELECT batch, postmortem FROM step WHERE batch <> '' AND kind = 'do' AND " + which
	err = a.look(ctx, func(r reader) error {
		if ref == "" {
			text, args = text+" AND author = ?", append(args, a.Author())
		} else {
			key, _, err := a.lookUp(r, ref)
			if err != nil {
				return err
			}
			text, args = text+" AND batch IN (SELECT batch FROM step WHERE postmortem = ?)", append(args, key)
		}
		at := map[string]int{}
		var batch string
		var key int64
		return each(r, text+" ORDER BY step", args, func() error {
			i, ok := at[batch]
			if !ok {
				i = len(all)
				at[batch], all = i, append(all, run{batch: batch})
			}
			all[i].keys = append(all[i].keys, key)
			return nil
		}, &batch, &key)
	})
	slices.Reverse(all)
	return all, err
}

// inPieces goes through the postmortems of a run, some in each transaction.
func (a *Archive) inPieces(ctx context.Context, r run, do func(key int64, batch string, done *TakenBack) error) (all TakenBack, err error) {
	for some := range slices.Chunk(r.keys, takenTogether) {
		var done TakenBack
		err := a.change(ctx, func() error {
			done = TakenBack{}
			for _, key := range some {
				if err := do(key, r.batch, &done); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return all, err
		}
		all.Refs, all.Pages, all.Edited = append(all.Refs, done.Refs...), append(all.Pages, done.Pages...), append(all.Edited, done.Edited...)
	}
	return all, nil
}

// takeFrom takes back what a run has done to one postmortem, unless somebody has gone on with it.
func (a *Archive) takeFrom(key int64, batch string, done *TakenBack) error {
	ref, there, steps, err := a.journalOf(key)
	if err != nil || !there {
		return err
	}
	gone, err := a.deletions(key)
	if err != nil {
		return err
	}
	last := steps[len(steps)-1].N
	steps = slices.DeleteFunc(steps, func(s model.Step) bool { return gone[s.N] })
	came := steps[0].Batch == batch
	undo, _ := stacks(steps, func(model.Step) bool { return true })
	edited := func(s model.Step) bool { return s.Batch != batch }
	switch {
	case came && slices.ContainsFunc(undo, edited):
		done.Edited = append(done.Edited, ref)
	case came:
		done.Refs = append(done.Refs, ref)
		_, err = a.markAs(key, last+1, plan{label: deletion, batch: batch, kind: "do"})
	case len(undo) > 0 && undo[len(undo)-1].Batch == batch:
		done.Pages = append(done.Pages, ref)
		err = a.undoOn(key, undo[len(undo)-1])
	case slices.ContainsFunc(undo, func(s model.Step) bool { return s.Batch == batch }):
		done.Edited = append(done.Edited, ref)
	}
	return err
}

// holder is the postmortem that has an id.
type holder struct {
	key       int64
	ref       string
	there     bool
	takenBack bool // it is not there because it went with its import, and not because somebody deleted it
}

// holderOf finds it; none where there is none.
func holderOf(from source, id string) (h holder, err error) {
	err = one(from, "SELECT postmortem, ref, "+notDeleted+" FROM postmortem WHERE id = ?", []any{id}, &h.key, &h.ref, &h.there)
	if err == nil && !h.there {
		err = one(from, "SELECT batch <> '' AND kind = 'do' FROM step WHERE postmortem = ? ORDER BY n DESC LIMIT 1", []any{h.key}, &h.takenBack)
	}
	return h, err
}

// bringBackFrom brings back one postmortem of a run, if it was deleted with it.
func (a *Archive) bringBackFrom(key int64, batch string, done *TakenBack) error {
	ref, there, steps, err := a.journalOf(key)
	if err != nil || there {
		return err
	}
	last := steps[len(steps)-1]
	if last.Batch != batch || last.Kind != "do" {
		return nil
	}
	done.Refs = append(done.Refs, ref)
	_, err = a.markAs(key, last.N+1, plan{label: deletion, batch: batch, kind: "undo", undoes: last.N})
	return err
}

// journalOf is the journal of a postmortem without its changes, its reference, and whether it is there.
func (a *Archive) journalOf(key int64) (ref string, there bool, steps []model.Step, err error) {
	err = one(a.edits, "SELECT ref, "+notDeleted+" FROM postmortem WHERE postmortem = ?", []any{key}, &ref, &there)
	if err == nil {
		steps, err = a.steps(a.edits, key, 1, newest, false)
	}
	return ref, there, steps, err
}

// undoOn takes back the newest step of a postmortem.
func (a *Archive) undoOn(key int64, s model.Step) error {
	p, err := a.inverse(key, s, "undo", "undo")
	if err != nil {
		return err
	}
	before, err := a.state(key)
	if err != nil {
		return err
	}
	_, err = a.follow(key, before, p)
	return err
}
