package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/storage/terms"
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
	return a.add(ctx, p, importing(batch), true)
}

func importing(batch string) plan { return plan{label: importLabel, batch: batch, kind: "do"} }

func (a *Archive) add(ctx context.Context, given *model.Postmortem, by plan, imported bool) (Applied, error) {
	x := a.arrival(given, by)
	var applied Applied
	err := a.change(ctx, func() error {
		in := a.arrivals()
		made, refused, err := a.settle(x, by, imported, in)
		if err = cmp.Or(refused, err); err != nil {
			return err
		}
		applied = made
		return in.finish()
	})
	if err != nil {
		return Applied{}, err
	}
	return applied, nil
}

// arrival is a new postmortem with all that can be known of it before the archive is looked at.
type arrival struct {
	post    *model.Postmortem // a copy
	changes []model.Change
	hidden  int
	err     error // what is wrong with it
}

func (a *Archive) arrival(given *model.Postmortem, by plan) (x arrival) {
	p := given.Clone()
	if p.ID == "" {
		p.ID = model.NewID(a.now())
	}
	if p.CreatedAt.IsZero() {
		p.CreatedAt = model.At(a.now())
	}
	p.Revision = 1
	p.Settle()
	x.post = p
	x.changes, x.hidden = a.safe(by, &model.Postmortem{}, p)
	x.err = p.Validate()
	return x
}

// arrivals is what is left to write of new postmortems at the end of a transaction.
type arrivals struct {
	rows  *sheaf
	words bulk
}

func (a *Archive) arrivals() arrivals { return arrivals{newSheaf(a.edits, ""), bulk{}} }

func (in arrivals) finish() error {
	if err := in.rows.finish(); err != nil {
		return err
	}
	return in.words.write(context.Background(), in.rows.w)
}

// settle gives an arrival its reference and writes it. It writes nothing of one that is refused: what is known, or wrong.
func (a *Archive) settle(x arrival, by plan, imported bool, in arrivals) (made Applied, refused, err error) {
	p := x.post
	back, err := a.refuseKnown(p.ID)
	switch {
	case errors.Is(err, ErrKnown):
		return Applied{}, err, nil
	case err != nil || back.Step.N > 0:
		return back, nil, err
	case x.err != nil:
		return Applied{}, x.err, nil
	}
	if err := a.giveRef(p, imported); err != nil {
		return Applied{}, nil, err
	}
	step := a.newStep(1, by, x.changes)
	key, err := a.edits.writeRoot(p, in.rows)
	if err != nil {
		return Applied{}, nil, err
	}
	for _, part := range p.Parts()[1:] {
		if err := writePart(in.rows, key, part); err != nil {
			return Applied{}, nil, err
		}
	}
	words := terms.NewIndex(p)
	in.words.add(key, p, words)
	a.keepIndex(key, indexed{p, words})
	if err := a.journal(key, step, in.rows); err != nil {
		return Applied{}, nil, err
	}
	a.remember(key, p)
	return Applied{Postmortem: p, Step: step, Hidden: x.hidden}, nil, nil
}

// refuseKnown refuses an id that is here already. The example, which everybody may look at again, it brings back instead; and what was
// taken back with its import gives its id away: it may come in again, read otherwise.
func (a *Archive) refuseKnown(id string) (Applied, error) {
	h, err := holderOf(a.edits, id)
	switch {
	case none(err):
		return Applied{}, nil
	case err != nil:
		return Applied{}, err
	case h.takenBack && id != model.ExampleID:
		delete(a.known, h.key)
		return Applied{}, a.edits.exec("UPDATE postmortem SET id = ? WHERE postmortem = ?", model.NewID(a.now()), h.key)
	case h.there || id != model.ExampleID:
		return Applied{}, &KnownError{Ref: h.ref, Deleted: !h.there}
	}
	p, err := load(a.edits, h.key)
	if err != nil {
		return Applied{}, err
	}
	return a.mark(h.key, p, broughtBack(p))
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
