package storage

import (
	"context"
	"fmt"

	"debrief/model"
)

// At is a postmortem as it was after a step of its journal; step 1 has made it. It fails where there is no such step.
func (a *Archive) At(ctx context.Context, ref string, step int64) (*model.Postmortem, error) {
	var p *model.Postmortem
	err := a.look(ctx, func(r reader) error {
		key, err := a.find(r, ref)
		if err == nil {
			p, err = at(r, key, step)
		}
		return err
	})
	return p, err
}

// Published is a postmortem as it was when it was last marked as published, or its page was given an address; nil where it is not
// published.
func (a *Archive) Published(ctx context.Context, ref string) (*model.Postmortem, error) {
	var p *model.Postmortem
	err := a.look(ctx, func(r reader) error {
		key, err := a.find(r, ref)
		if err != nil {
			return err
		}
		var published bool
		err = one(r, `SELECT "published_at" IS NOT NULL OR "published_url" <> '' FROM postmortem WHERE postmortem = ?`, []any{key}, &published)
		if err != nil || !published {
			return err
		}
		var step int64 // the first, where it came that way
		err = one(r, `SELECT coalesce(max(step.n), 1) FROM step JOIN change USING (step) WHERE step.postmortem = ?
			AND part = '' AND field IN ('published_at', 'published_url') AND after NOT IN ('null', '""')`, []any{key}, &step)
		if err == nil {
			p, err = at(r, key, step)
		}
		return err
	})
	return p, err
}

// at takes back the steps that came after one.
func at(from source, key, step int64) (*model.Postmortem, error) {
	p, err := load(from, key)
	if err != nil {
		return nil, err
	}
	if step < 1 || step > p.Revision {
		return nil, fmt.Errorf("%s has no step %d", p.Ref, step)
	}
	var since []model.Change
	if err := eachChange(from, key, step+1, p.Revision, func(_ int64, c model.Change) { since = append(since, c) }); err != nil {
		return nil, err
	}
	if err := p.Patch(model.Inverse(since)); err != nil {
		return nil, fmt.Errorf("go back to step %d of %s: %w", step, p.Ref, err)
	}
	p.Revision = step
	return p, nil
}

// Addresses are where postmortems were published, by their references.
func (a *Archive) Addresses(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	err := a.look(ctx, func(r reader) error {
		rows, err := r.query(`SELECT ref, "published_url" FROM postmortem WHERE "published_url" <> '' AND ` + notDeleted)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var ref, address string
			if err := rows.Scan(&ref, &address); err != nil {
				return err
			}
			all[ref] = address
		}
		return rows.Err()
	})
	return all, err
}

// RefOf is the reference of the postmortem with an id. ErrNotFound where there is none, or where it was taken back with its import;
// ErrDeleted where it was deleted.
func (a *Archive) RefOf(ctx context.Context, id string) (string, error) {
	var h holder
	err := a.look(ctx, func(r reader) (err error) {
		h, err = holderOf(r, id)
		switch {
		case none(err) || err == nil && h.takenBack:
			return a.notFound(id)
		case err == nil && !h.there:
			return a.deleted(h.ref)
		}
		return err
	})
	return h.ref, err
}
