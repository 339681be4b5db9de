package storage

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"debrief/model"
)

// Create adds a new postmortem, which gets the next reference. It is the first step of its journal and cannot be undone.
// The one given is not changed.
func (a *Archive) Create(ctx context.Context, p *model.Postmortem, label string) (Applied, error) {
	return a.add(ctx, p, plan{label: label, kind: "do"}, false)
}

// Import adds a postmortem that was written elsewhere. One whose id is here already is a KnownError; a reference that is
// free and has this archive's prefix stays, else it gets a new one and keeps the old one in Formerly. The example gets its own,
// and takes no number; where it was deleted, it comes back as it was. The batch ties the documents of one import; it may be "".
func (a *Archive) Import(ctx context.Context, p *model.Postmortem, batch string) (Applied, error) {
	return a.add(ctx, p, plan{label: "import", batch: batch, kind: "do"}, true)
}

func (a *Archive) add(ctx context.Context, given *model.Postmortem, by plan, imported bool) (Applied, error) {
	var applied Applied
	err := a.change(ctx, func() error {
		p := given.Clone()
		if p.ID == "" {
			p.ID = model.NewID(a.now())
		}
		if p.CreatedAt.IsZero() {
			p.CreatedAt = model.At(a.now())
		}
		if back, err := a.refuseKnown(p.ID); err != nil || back.Step.N > 0 {
			applied = back
			return err
		}
		if err := a.giveRef(p, imported); err != nil {
			return err
		}
		p.Settle()
		changes, hidden := a.safe(by, &model.Postmortem{}, p)
		if err := p.Validate(); err != nil {
			return err
		}
		p.Revision = 1
		step := a.newStep(1, by, changes)
		key, err := a.edits.writeRoot(p)
		if err != nil {
			return err
		}
		for _, part := range p.Parts()[1:] {
			if err := a.edits.writePart(key, part); err != nil {
				return err
			}
		}
		if err := a.index(key, nil, p, nil); err != nil {
			return err
		}
		if err := a.journal(key, step); err != nil {
			return err
		}
		a.remember(key, p)
		applied = Applied{Postmortem: p, Step: step, Hidden: hidden}
		return nil
	})
	if err != nil {
		return Applied{}, err
	}
	return applied, nil
}

// refuseKnown refuses an id that is here already. The example, which everybody may look at again, it brings back instead.
func (a *Archive) refuseKnown(id string) (Applied, error) {
	var key int64
	var ref string
	var there bool
	err := one(a.edits, "SELECT postmortem, ref, "+notDeleted+" FROM postmortem WHERE id = ?", []any{id}, &key, &ref, &there)
	switch {
	case none(err):
		return Applied{}, nil
	case err == nil && (there || id != model.ExampleID):
		return Applied{}, &KnownError{Ref: ref, Deleted: !there}
	}
	if err != nil {
		return Applied{}, err
	}
	p, err := load(a.edits, key)
	if err != nil {
		return Applied{}, err
	}
	return a.mark(key, p, broughtBack(p))
}

// highest is the last number that an imported reference may bring along: one mistyped document must not use them all up.
const highest = 999_999

// giveRef gives the next reference, or lets an imported postmortem keep its own. The example has one that is nobody else's.
func (a *Archive) giveRef(p *model.Postmortem, imported bool) error {
	if p.IsExample() {
		// It is not free only where an older debrief, whose archive has this very prefix, gave it to another.
		if free, err := a.free(model.ExampleRef); err != nil || free {
			p.Ref, p.Formerly = model.ExampleRef, nil
			return err
		}
	}
	var last int64
	if err := one(a.edits, "SELECT last FROM meta", nil, &last); err != nil {
		return err
	}
	own := p.Ref
	if imported {
		if n, ok := a.number(own); ok && n <= highest && own != model.ExampleRef {
			free, err := a.free(own)
			if err != nil {
				return err
			}
			if free {
				return a.edits.exec("UPDATE meta SET last = ?", max(last, n))
			}
		}
		if own != "" && !slices.Contains(p.Formerly, own) {
			p.Formerly = append(p.Formerly, own)
		}
	}
	next := last + 1
	if p.Ref = a.numbered(next); p.Ref == model.ExampleRef {
		next++
		p.Ref = a.numbered(next)
	}
	return a.edits.exec("UPDATE meta SET last = ?", next)
}

func (a *Archive) numbered(n int64) string { return fmt.Sprintf("%s-%d", a.prefix, n) }

func (a *Archive) free(ref string) (bool, error) {
	var n int
	err := one(a.edits, "SELECT count(*) FROM postmortem WHERE ref = ?", []any{ref}, &n)
	return n == 0, err
}

var plainNumber = regexp.MustCompile(`^[1-9][0-9]*$`)

// number is the number of a reference of this archive's form.
func (a *Archive) number(ref string) (int64, bool) {
	digits, ok := strings.CutPrefix(ref, a.prefix+"-")
	if !ok || !plainNumber.MatchString(digits) {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil
}
