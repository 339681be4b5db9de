package storage

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"debrief/model"
)

// Undo takes back the newest step of one's own that is not undone yet, also one from before a restart. One's own are this session's, and
// those of its author except of sessions that work beside it: two terminals of one name never take back each other's. ErrNothing where
// there is none: the step that made the postmortem stays, and what a clock has counted. A field that has changed since is a
// model.ErrChanged, and what somebody has built on since is ErrInUse. A postmortem that was deleted it brings back, whoever deleted it.
func (a *Archive) Undo(ctx context.Context, ref string) (Applied, error) {
	applied, err := a.step(ctx, ref, "", func(key int64) (plan, error) { return a.back(key, "undo") })
	if errors.Is(err, ErrDeleted) {
		return a.BringBack(ctx, ref)
	}
	return applied, err
}

// Redo does again what one's own newest Undo took back, as long as one has made no other edit since. ErrNoRedo where
// there is nothing.
func (a *Archive) Redo(ctx context.Context, ref string) (Applied, error) {
	return a.step(ctx, ref, "", func(key int64) (plan, error) { return a.back(key, "redo") })
}

// back plans the step that takes back the one on top of one's own stack.
func (a *Archive) back(key int64, kind string) (plan, error) {
	all, err := a.steps(a.edits, key, 1, newest, false)
	if err != nil {
		return plan{}, err
	}
	gone, err := a.deletions(key)
	if err != nil {
		return plan{}, err
	}
	all = slices.DeleteFunc(all, func(s model.Step) bool { return gone[s.N] })
	owns, err := a.owns(a.edits, key)
	if err != nil {
		return plan{}, err
	}
	undo, redo := stacks(all, owns)
	from, nothing, verb := undo, ErrNothing, "undo"
	if kind == "redo" {
		from, nothing, verb = redo, ErrNoRedo, "redo"
	}
	if len(from) == 0 {
		return plan{}, nothing
	}
	return a.inverse(key, from[len(from)-1], kind, verb)
}

// inverse plans the step that takes one back.
func (a *Archive) inverse(key int64, s model.Step, kind, verb string) (plan, error) {
	var changes []model.Change
	err := eachChange(a.edits, key, s.N, s.N, func(_ int64, c model.Change) { changes = append(changes, c) })
	if err != nil {
		return plan{}, err
	}
	what := fmt.Sprintf("%s %s", verb, model.Quote(s.Label))
	return plan{label: s.Label, kind: kind, undoes: s.N, do: func(p *model.Postmortem) error {
		return takeBack(p, model.Inverse(changes), what)
	}}, nil
}

// stacks replays one's own steps: an edit can be undone and ends what could be redone; an undo moves its step over, a redo
// moves it back.
func stacks(all []model.Step, owns func(model.Step) bool) (undo, redo []model.Step) {
	for _, s := range all {
		if !owns(s) || s.N == 1 || s.Batch == model.Counted {
			continue
		}
		switch s.Kind {
		case "do":
			undo, redo = append(undo, s), nil
		case "undo":
			undo, redo = without(undo, s.Undoes), append(redo, s)
		case "redo":
			undo, redo = append(undo, s), without(redo, s.Undoes)
		}
	}
	return undo, redo
}

func without(steps []model.Step, n int64) []model.Step {
	return slices.DeleteFunc(steps, func(s model.Step) bool { return s.N == n })
}

// takeBack follows changes that lead back. It refuses to remove what others hold on to since, and says who does.
func takeBack(p *model.Postmortem, changes []model.Change, what string) error {
	goes := map[string]bool{}
	for _, c := range changes {
		if c.Field == "" && string(c.After) == "null" {
			goes[c.Part] = true
		}
	}
	for _, part := range p.Parts() {
		if goes[part.Parent] && !goes[part.Ref()] {
			return inUse(what, part.Parent, part.Ref()+" stands below it")
		}
	}
	if err := p.Patch(changes); err != nil {
		if errors.Is(err, model.ErrChanged) {
			return fmt.Errorf("cannot %s: %w", what, err)
		}
		return err
	}
	for _, part := range p.Parts() {
		for _, f := range part.Kind.Fields {
			if ref := pointsAt(f.Of(part.Value), f.Ref, goes); ref != "" {
				by := part.Ref()
				if by == "" {
					by = f.Name
				}
				return inUse(what, ref, by+" still points at it")
			}
		}
	}
	p.Settle()
	if err := p.Validate(); err != nil { // what it brings back may point at what is gone since
		return &trouble{kind: ErrInUse, text: fmt.Sprintf("cannot %s: %v", what, err), err: err}
	}
	return nil
}

func inUse(what, ref, why string) error {
	return &trouble{kind: ErrInUse, text: fmt.Sprintf("cannot %s: it would remove %s, and %s", what, ref, why)}
}

// pointsAt is the first reference in a value that is among those that go; letters are those that it may point at.
func pointsAt(v reflect.Value, letters string, goes map[string]bool) string {
	switch v.Kind() {
	case reflect.String:
		if letters != "" && goes[v.String()] {
			return v.String()
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return pointsAt(v.Elem(), letters, goes)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if ref := pointsAt(v.Index(i), letters, goes); ref != "" {
				return ref
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				continue
			}
			if ref := pointsAt(v.Field(i), v.Type().Field(i).Tag.Get("ref"), goes); ref != "" {
				return ref
			}
		}
	}
	return ""
}
