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
// free and has this archive's prefix stays, else it gets a new one and keeps the old one in Formerly. The batch ties the
// documents of one import; it may be "".
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
		if err := a.refuseKnown(p.ID); err != nil {
			return err
		}
		if err := a.giveRef(p, imported); err != nil {
			return err
		}
		p.Settle()
		if err := p.Validate(); err != nil {
			return err
		}
		p.Revision = 1
		step := a.newStep(1, by, model.Diff(&model.Postmortem{}, p))
		key, err := a.edits.writeRoot(p)
		if err != nil {
			return err
		}
		for _, part := range p.Parts()[1:] {
			if err := a.edits.writePart(key, part); err != nil {
				return err
			}
		}
		if err := a.journal(key, step); err != nil {
			return err
		}
		a.remember(key, p)
		applied = Applied{Postmortem: p, Step: step}
		return nil
	})
	if err != nil {
		return Applied{}, err
	}
	return applied, nil
}

func (a *Archive) refuseKnown(id string) error {
	var ref string
	err := one(a.edits, "SELECT ref FROM postmortem WHERE id = ?", []any{id}, &ref)
	switch {
	case err == nil:
		return &KnownError{Ref: ref}
	case none(err):
		return nil
	}
	return err
}

// highest is the last number that an imported reference may bring along: one mistyped document must not use them all up.
const highest = 999_999

// giveRef gives the next reference, or lets an imported postmortem keep its own.
func (a *Archive) giveRef(p *model.Postmortem, imported bool) error {
	var last int64
	if err := one(a.edits, "SELECT last FROM meta", nil, &last); err != nil {
		return err
	}
	own := p.Ref
	if imported {
		if n, ok := a.number(own); ok && n <= highest {
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
	p.Ref = fmt.Sprintf("%s-%d", a.prefix, last+1)
	return a.edits.exec("UPDATE meta SET last = ?", last+1)
}

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
