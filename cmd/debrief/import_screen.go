package main

import (
	"bytes"
	"cmp"
	"compress/flate"
	"context"
	"errors"
	"iter"
	"os"
	"slices"
	"strings"
	"time"

	"debrief/export/page"
	"debrief/model"
	"debrief/model/say"
	"debrief/storage"
	"debrief/ui"
)

// readForScreen reads what is to be imported from a screen: a document of debrief's, a page that comes back, or what others have written,
// which is looked at before it comes in.
func (p *program) readForScreen(ctx context.Context, a *storage.Archive, path string) (read ui.Document, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return ui.Document{Many: func(ctx context.Context, told ui.Progress) (*ui.Plan, error) {
			defer p.boundMemory()()
			return p.planForScreen(ctx, a, p.planned(ctx, a, []string{path}, importFlags{}, told))
		}}, nil
	}
	data, err := p.readAll(path)
	if err != nil {
		return read, err
	}
	all := p.understand(path, data, importFlags{})
	switch r := all[0]; {
	case r.Error != "" && len(all) == 1:
		return read, errors.New(r.Error)
	case r.Left != "":
		return read, errors.New("it is " + r.Left)
	case r.foreign != nil:
		if read.Post, err = r.fromElsewhere(ctx, a); read.Post == nil && err == nil {
			read.Back, err = page.Return(ctx, kept{a}, data)
		}
	case r.markdown:
		read.Many = func(ctx context.Context, _ ui.Progress) (*ui.Plan, error) {
			return p.planForScreen(ctx, a, p.recognised(ctx, a, slices.Values(all)))
		}
	default:
		read.Post = r.post
	}
	return read, err
}

// planForScreen is the dry run of an import, as a screen shows it. What it shows is what comes in: the files are not read again. Until then
// each postmortem is kept small, for there may be ten thousand.
func (p *program) planForScreen(ctx context.Context, a *storage.Archive, from iter.Seq[*imported]) (*ui.Plan, error) {
	plan := &ui.Plan{}
	var packed [][]byte
	var packer packer
	for r := range from {
		if r.foreign != nil {
			p.comeBack(ctx, a, r, "", importFlags{dryRun: true})
		}
		row := ui.Planned{File: r.File, Title: strings.Clone(r.title), Comes: r.post != nil && r.Error == "", Fate: r.fate(),
			Holds: r.holds(), Assumed: r.Assumed, Dropped: r.Dropped}
		for i := range row.Dropped { // it would hold the whole file
			row.Dropped[i].Text = strings.Clone(row.Dropped[i].Text)
		}
		packed = append(packed, packer.pack(r.post))
		r.post = nil
		plan.Rows = append(plan.Rows, row)
	}
	plan.BringIn = func(ctx context.Context, rows []int, told ui.Progress) (ui.Arrived, error) {
		documents := func(yield func(*model.Postmortem) bool) {
			for _, i := range rows {
				if !yield(unpack(packed[i])) {
					return
				}
			}
		}
		name := func(i int) string { return plan.Rows[rows[i]].File }
		return p.bringChosen(ctx, a, documents, len(rows), name, told)
	}
	return plan, ctx.Err()
}

// bringChosen imports what was chosen, as one batch. Where the archive fails on the way, or somebody stops it, what came in before is
// told of.
func (p *program) bringChosen(ctx context.Context, a *storage.Archive, chosen iter.Seq[*model.Postmortem], n int, name func(int) string,
	told ui.Progress) (arrived ui.Arrived, err error) {
	defer p.boundMemory()()
	at := 0
	err = a.ImportAll(ctx, model.NewID(p.time()), chosen, func(made storage.Applied, err error) {
		if err != nil {
			arrived.Refused = append(arrived.Refused, name(at)+": "+model.Clean(err.Error()))
		} else {
			arrived.First = cmp.Or(arrived.First, made.Postmortem.Ref)
			arrived.In++
		}
		at++
		told(at, n)
	})
	first := arrived.First
	arrived.TakeBack = func(ctx context.Context) (string, error) {
		done, err := a.UndoImport(ctx, first)
		return takenBackSaid(done), err
	}
	switch {
	case err != nil && ctx.Err() != nil:
		arrived.Stopped, err = true, nil
	case err != nil && at > 0:
		for ; at < n; at++ {
			arrived.Refused = append(arrived.Refused, name(at)+": "+model.Clean(err.Error()))
		}
		err = nil
	}
	return arrived, err
}

// takenBackSaid says on one line what became of an import that was taken back.
func takenBackSaid(done storage.TakenBack) string {
	said := say.Count(len(done.Refs), "postmortem", "postmortems") + " taken back; debrief redo --import brings back what came in"
	if len(done.Edited) > 0 {
		said += ". Edited since, and left as it is: " + model.Shorten(strings.Join(done.Edited, ", "), 60)
	}
	return said + "."
}

// packer keeps postmortems small.
type packer struct{ to *flate.Writer }

func (z *packer) pack(pm *model.Postmortem) []byte {
	if pm == nil {
		return nil
	}
	var small bytes.Buffer
	if z.to == nil {
		z.to, _ = flate.NewWriter(nil, flate.BestSpeed) // it fails for a level that there is not
	}
	z.to.Reset(&small)
	_, _ = z.to.Write(model.Encode(pm, true)) // a buffer takes everything
	_ = z.to.Close()
	return small.Bytes()
}

// unpack gives back what was packed. It was valid then; what would not be is empty, and the archive refuses it.
func unpack(small []byte) *model.Postmortem {
	pm, err := model.Decode(flate.NewReader(bytes.NewReader(small)), time.Time{})
	if err != nil {
		return model.New("", time.Time{})
	}
	return pm
}

// fate is why a postmortem does not come in, in few words; "" where it does.
func (r *imported) fate() string {
	switch {
	case r.Error != "":
		return r.Error
	case r.Left != "":
		return r.Left
	case r.post != nil:
		return ""
	case r.back != nil && len(r.back.Differences) > 0:
		return "a page of " + r.Ref + ", changed in " + say.Count(len(r.back.Differences), "place", "places") + ": import it alone"
	case r.deleted:
		return "known as " + r.Ref + ", which was deleted"
	case len(r.Differs) > 0:
		return "known as " + r.Ref + ", differs in " + say.Count(len(r.Differs), "place", "places")
	case r.twin != nil:
		return "the same as " + r.twin.File
	}
	return "known as " + r.Ref
}
