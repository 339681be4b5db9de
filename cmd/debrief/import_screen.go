package main

import (
	"context"
	"errors"
	"os"

	"debrief/export/page"
	"debrief/model"
	"debrief/model/say"
	"debrief/storage"
	"debrief/ui"
)

// readForScreen reads what is to be imported from a screen: a document, a page that comes back, or what many files would bring in.
func (p *program) readForScreen(ctx context.Context, a *storage.Archive, path string) (read ui.Document, err error) {
	many := func(ctx context.Context) (*ui.Plan, error) { return p.planForScreen(ctx, a, path) }
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return ui.Document{Many: many}, nil
	}
	data, err := p.readAll(path)
	if err != nil {
		return read, err
	}
	all := p.understand(path, data, importFlags{})
	switch r := all[0]; {
	case r.Error != "":
		return read, errors.New(r.Error)
	case r.Left != "":
		return read, errors.New("it is " + r.Left)
	case r.foreign != nil:
		if read.Post, err = r.fromElsewhere(ctx, a); read.Post == nil && err == nil {
			read.Back, err = page.Return(ctx, kept{a}, data)
		}
	case len(all) > 1:
		read.Many = many
	default:
		read.Post = r.post
	}
	return read, err
}

// planForScreen is the dry run of an import, as a screen shows it. What it shows is what comes in: the files are not read again.
func (p *program) planForScreen(ctx context.Context, a *storage.Archive, path string) (*ui.Plan, error) {
	flags := importFlags{dryRun: true}
	var all []*imported
	plan := &ui.Plan{}
	for r := range p.planned(ctx, a, []string{path}, flags) {
		if r.foreign != nil {
			p.comeBack(ctx, a, r, "", flags)
		}
		all = append(all, r)
		plan.Rows = append(plan.Rows, ui.Planned{File: r.File, Title: r.title, Comes: r.post != nil && r.Error == "", Fate: r.fate(),
			Holds: r.holds(), Assumed: r.Assumed, Dropped: r.Dropped})
	}
	plan.BringIn = func(ctx context.Context, rows []int) (ui.Arrived, error) {
		var chosen []*imported
		for _, i := range rows {
			chosen = append(chosen, all[i])
		}
		return p.bringChosen(ctx, a, chosen)
	}
	return plan, ctx.Err()
}

// bringChosen imports what was chosen, as one batch. Where the archive fails on the way, what came in before is told of.
func (p *program) bringChosen(ctx context.Context, a *storage.Archive, chosen []*imported) (arrived ui.Arrived, err error) {
	documents := func(yield func(*model.Postmortem) bool) {
		for _, r := range chosen {
			if !yield(r.post) {
				return
			}
		}
	}
	told := 0
	err = a.ImportAll(ctx, model.NewID(p.time()), documents, func(_ storage.Applied, err error) {
		if err != nil {
			arrived.Refused = append(arrived.Refused, chosen[told].File+": "+model.Clean(err.Error()))
		} else {
			arrived.In++
		}
		told++
	})
	if err != nil && told > 0 {
		for _, r := range chosen[told:] {
			arrived.Refused = append(arrived.Refused, r.File+": "+model.Clean(err.Error()))
		}
		err = nil
	}
	return arrived, err
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
