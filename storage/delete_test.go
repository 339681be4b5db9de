package storage_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/model/guide"
	"debrief/storage"
)

// worked is the worked example, as a document.
func worked(t testing.TB) *model.Postmortem {
	t.Helper()
	return must[*model.Postmortem](t)(model.Decode(bytes.NewReader(guide.Example()), noon))
}

// told is all that an archive tells of its postmortems without being asked for one: lists, counts, owners, what is due.
func told(t testing.TB, a *storage.Archive) string {
	t.Helper()
	ctx := context.Background()
	far := noon.AddDate(5, 0, 0)
	lines, _, err := a.ActionLines(ctx, true, nil, 0)
	due, _, dueErr := a.Due(ctx, far, 36500, nil, 0)
	waiting, _, waitErr := a.Waiting(ctx, far, 0)
	open, owners, openErr := a.OpenActions(ctx, model.OpenFilter{})
	ofMei, _, meiErr := a.OpenActions(ctx, model.OpenFilter{Owner: "mei"})
	if err := errors.Join(err, dueErr, waitErr, openErr, meiErr); err != nil {
		t.Fatal(err)
	}
	all := []any{must[[]storage.Owned](t)(a.Actions(ctx)), lines, due, waiting, open, owners, ofMei, must[[]string](t)(a.Owners(ctx))}
	return string(must[[]byte](t)(json.MarshalIndent(all, "", " ")))
}

func refs(t testing.TB, a *storage.Archive) []string {
	t.Helper()
	var all []string
	for _, e := range must[[]model.Entry](t)(a.List(context.Background())) {
		all = append(all, e.Ref)
	}
	slices.Sort(all)
	return all
}

// promising is a postmortem of whom every list has something to say.
func promising(title, owner string) *model.Postmortem {
	p := model.New(title, noon)
	p.Services, p.Tags = []string{"checkout"}, []string{"pool"}
	p.FollowUp = &model.FollowUp{At: model.At(noon.AddDate(0, 1, 0))}
	p.Reread = &model.Reread{Due: "2027-05-18"}
	p.Actions = []model.Action{
		{Title: "limit it", Owner: owner, Due: "2026-12-01", Status: "open", Test: &model.Test{Name: "TestLimit"}},
		{Title: "was done", Owner: owner, Due: "2026-11-20", Status: "done"},
	}
	return p
}

func TestTheExampleHasItsOwnReferenceAndIsCountedNowhere(t *testing.T) {
	for _, prefix := range []string{"PM", "EX"} {
		t.Run(prefix, func(t *testing.T) {
			ctx := context.Background()
			a := must[*storage.Archive](t)(storage.Open(ctx, filepath.Join(t.TempDir(), "archive.db"), storage.Options{Author: "ana", Prefix: prefix}))
			t.Cleanup(func() { _ = a.Close() })
			before := told(t, a)
			given := worked(t)
			given.Ref = prefix + "-1" // as an older debrief exported it
			example := must[storage.Applied](t)(a.Import(ctx, given, "")).Postmortem
			if example.Ref != "EX-1" || len(example.Formerly) > 0 {
				t.Errorf("the example is %s, formerly %v; want EX-1 alone", example.Ref, example.Formerly)
			}
			open := must[storage.Applied](t)(a.Apply(ctx, "EX-1", model.Edit{Label: "open an action", Do: func(p *model.Postmortem) error {
				p.Actions[0].Status, p.Actions[0].Owner, p.Actions[0].Due = "open", "mei", "2026-12-01"
				p.FollowUp.HeldAt, p.Reread = model.Instant{}, &model.Reread{Due: "2026-12-01"}
				return nil
			}}))
			if got := told(t, a); got != before {
				t.Errorf("the example is counted:\n%s", got)
			}
			if got := load(t, a, "ex-1"); got.Actions[0].Owner != "mei" || got.Revision != open.Step.N {
				t.Errorf("it cannot be edited: %+v", got.Actions[0])
			}
			first := prefix + "-1"
			if prefix == "EX" {
				first = "EX-2" // EX-1 is the example's, in every archive
			}
			if own := must[storage.Applied](t)(a.Create(ctx, model.New("our first", noon), "start")); own.Postmortem.Ref != first {
				t.Errorf("our own first one is %s, want %s", own.Postmortem.Ref, first)
			}
			if got := refs(t, a); !slices.Contains(got, "EX-1") || len(got) != 2 {
				t.Errorf("the list has %v", got)
			}
			must[storage.Applied](t)(a.Undo(ctx, "EX-1"))
			if got := load(t, a, "EX-1"); !bytes.Equal(model.Encode(got, false), model.Encode(example, false)) {
				t.Errorf("undo of an edit of the example left it changed")
			}
		})
	}
}

func TestNobodyElseGetsTheReferenceOfTheExample(t *testing.T) {
	ctx := context.Background()
	a := must[*storage.Archive](t)(storage.Open(ctx, filepath.Join(t.TempDir(), "archive.db"), storage.Options{Prefix: "EX"}))
	t.Cleanup(func() { _ = a.Close() })
	p := model.New("from elsewhere", noon)
	p.Ref = "EX-1"
	if got := must[storage.Applied](t)(a.Import(ctx, p, "")).Postmortem; got.Ref != "EX-2" || !slices.Equal(got.Formerly, []string{"EX-1"}) {
		t.Errorf("it became %s, formerly %v", got.Ref, got.Formerly)
	}
	must[storage.Applied](t)(a.Import(ctx, worked(t), ""))
	if got := load(t, a, "EX-1"); !got.IsExample() {
		t.Errorf("EX-1 is %s", got.Title)
	}
}

func TestAnExampleFromAnEarlierDebriefIsKnownByItsID(t *testing.T) {
	ctx := context.Background()
	path := newPath(t)
	a := open(t, path, "ana")
	before := told(t, a)
	must[storage.Applied](t)(a.Import(ctx, worked(t), ""))
	withEngine(t, path, "UPDATE postmortem SET ref = 'PM-1'", "UPDATE meta SET last = 1")
	apply(t, a, "PM-1", "open an action", func(p *model.Postmortem) error { p.Actions[0].Status = "open"; return nil })
	if got := told(t, a); got != before {
		t.Errorf("it is counted:\n%s", got)
	}
	var known *storage.KnownError
	if _, err := a.Import(ctx, worked(t), ""); !errors.As(err, &known) || known.Ref != "PM-1" || known.Deleted {
		t.Errorf("it is not known as PM-1: %v", err)
	}
}

func TestADeletedPostmortemIsNowhereAndComesBackByteForByte(t *testing.T) {
	ctx := context.Background()
	path := newPath(t)
	a := open(t, path, "ana")
	must[storage.Applied](t)(a.Create(ctx, promising("ours", "joe"), "start"))
	without := told(t, a)
	p, _ := payments(t)
	p.Ref = ""
	ref := must[storage.Applied](t)(a.Import(ctx, p, "")).Postmortem.Ref
	apply(t, a, ref, "add an event", addEvent("the pool ran dry"))
	apply(t, a, ref, "open an action", func(p *model.Postmortem) error {
		p.Actions[0].Status, p.Actions[0].Owner, p.Actions[0].Due = "open", "mei", "2026-12-01"
		return nil
	})
	if err := a.SetLive(ctx, ref, storage.Live{Phase: "facts"}); err != nil {
		t.Fatal(err)
	}
	was, with := load(t, a, ref), told(t, a)

	gone := must[storage.Applied](t)(a.Delete(ctx, ref))
	if gone.Step.Label != "delete the postmortem" || gone.Step.Kind != "do" || gone.Step.Author != "ana" || len(gone.Step.Changes) > 0 {
		t.Errorf("the journal says %+v", gone.Step)
	}
	if got := told(t, a); got != without {
		t.Errorf("it is still told of:\n%s\nwant\n%s", got, without)
	}
	if got := refs(t, a); !slices.Equal(got, []string{"PM-1"}) {
		t.Errorf("the list has %v", got)
	}
	if latest := must[string](t)(a.Latest(ctx)); latest != "" {
		t.Errorf("somebody was in %s last, which is deleted", latest)
	}
	refused(t, a, ref)

	bo := open(t, path, "bo") // whoever it was, everybody can bring it back
	back := must[storage.Applied](t)(bo.Undo(ctx, strings.ToLower(ref)))
	if back.Step.Kind != "undo" || back.Step.Undoes != gone.Step.N || back.Step.Author != "bo" {
		t.Errorf("the journal says %+v", back.Step)
	}
	for who, archive := range map[string]*storage.Archive{"ana": a, "bo": bo} {
		now := load(t, archive, ref)
		if !bytes.Equal(model.Encode(now, true), model.Encode(was, true)) || now.Last != was.Last || now.ID != was.ID {
			t.Errorf("%s has it changed:\n%s", who, model.Encode(now, true))
		}
		if got := told(t, archive); got != with {
			t.Errorf("%s is told\n%s\nwant\n%s", who, got, with)
		}
	}
	if latest := must[string](t)(a.Latest(ctx)); latest != ref {
		t.Errorf("somebody was last in %q", latest)
	}
}

// refused checks that a deleted postmortem can be neither read nor changed, and that everything says how it comes back.
func refused(t *testing.T, a *storage.Archive, ref string) {
	t.Helper()
	ctx := context.Background()
	edit := model.Edit{Label: "add an event", Do: addEvent("too late")}
	for what, do := range map[string]func() error{
		"load":     func() error { _, err := a.Load(ctx, strings.ToLower(ref)); return err },
		"apply":    func() error { _, err := a.Apply(ctx, ref, edit); return err },
		"redo":     func() error { _, err := a.Redo(ctx, ref); return err },
		"delete":   func() error { _, err := a.Delete(ctx, ref); return err },
		"live":     func() error { _, err := a.Live(ctx, ref); return err },
		"set live": func() error { return a.SetLive(ctx, ref, storage.Live{Phase: "close"}) },
	} {
		want := ref + " was deleted: debrief undo " + ref + " brings it back"
		if err := do(); !errors.Is(err, storage.ErrDeleted) || err.Error() != want {
			t.Errorf("%s: %v, want %s", what, err, want)
		}
	}
	steps := must[[]model.Step](t)(a.History(ctx, ref))
	if last := steps[len(steps)-1]; last.Label != "delete the postmortem" || last.Author != "ana" {
		t.Errorf("its history ends with %+v", last)
	}
}

func TestANumberIsNeverGivenAgainAfterADeletion(t *testing.T) {
	ctx := context.Background()
	a := open(t, newPath(t), "ana")
	given := promising("ours", "joe")
	made := must[storage.Applied](t)(a.Create(ctx, given, "start")).Postmortem
	must[storage.Applied](t)(a.Delete(ctx, made.Ref))
	if next := must[storage.Applied](t)(a.Create(ctx, model.New("the next", noon), "start")).Postmortem.Ref; next != "PM-2" {
		t.Errorf("the next is %s, want PM-2", next)
	}
	elsewhere := model.New("from elsewhere", noon)
	elsewhere.Ref = "PM-1"
	if got := must[storage.Applied](t)(a.Import(ctx, elsewhere, "")).Postmortem.Ref; got != "PM-3" {
		t.Errorf("an imported PM-1 became %s, want PM-3", got)
	}
	var known *storage.KnownError
	_, err := a.Import(ctx, made, "")
	if want := "already in the archive as PM-1, which was deleted: debrief undo PM-1 brings it back"; !errors.As(err, &known) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	must[storage.Applied](t)(a.BringBack(ctx, "PM-1"))
	if e := apply(t, a, "PM-1", "add an action", func(p *model.Postmortem) error {
		p.Actions = append(p.Actions, model.Action{Title: "another", Status: "open"})
		return nil
	}); e.Postmortem.Actions[2].Ref != "A3" {
		t.Errorf("the next action is %s, want A3", e.Postmortem.Actions[2].Ref)
	}
	if _, err := a.BringBack(ctx, "PM-1"); !errors.Is(err, storage.ErrNothing) || err.Error() != "PM-1 is not deleted" {
		t.Errorf("bringing back what is there: %v", err)
	}
}

func TestUndoAfterADeletionGoesOnWhereItWas(t *testing.T) {
	ctx := context.Background()
	a, _ := started(t)
	const ref = "PM-1"
	rename := func(title string) {
		apply(t, a, ref, "title "+title, func(p *model.Postmortem) error { p.Title = title; return nil })
	}
	first := load(t, a, ref).Title
	rename("one")
	rename("two")
	must[storage.Applied](t)(a.Undo(ctx, ref))
	must[storage.Applied](t)(a.Delete(ctx, ref))
	must[storage.Applied](t)(a.Undo(ctx, ref))
	if got := must[storage.Applied](t)(a.Redo(ctx, ref)).Postmortem.Title; got != "two" {
		t.Errorf("redo made the title %q", got)
	}
	for _, want := range []string{"one", first} {
		if got := must[storage.Applied](t)(a.Undo(ctx, ref)).Postmortem.Title; got != want {
			t.Errorf("undo made the title %q, want %q", got, want)
		}
	}
	if _, err := a.Undo(ctx, ref); !errors.Is(err, storage.ErrNothing) {
		t.Errorf("there is more to undo: %v", err)
	}
}

func TestWhatAnotherTerminalHasOpenIsNotChangedOnceItIsDeleted(t *testing.T) {
	ctx := context.Background()
	path := newPath(t)
	a, bo := open(t, path, "ana"), open(t, path, "bo")
	ref := must[storage.Applied](t)(a.Create(ctx, model.New("ours", noon), "start")).Postmortem.Ref
	apply(t, bo, ref, "add an event", addEvent("one"))
	must[storage.Applied](t)(a.Delete(ctx, ref))
	if _, err := bo.Apply(ctx, ref, model.Edit{Label: "add an event", Do: addEvent("two")}); !errors.Is(err, storage.ErrDeleted) {
		t.Fatalf("it was changed: %v", err)
	}
	must[storage.Applied](t)(a.BringBack(ctx, ref))
	if got := apply(t, bo, ref, "add an event", addEvent("two")).Postmortem; len(got.Events) != 2 || got.Revision != 5 {
		t.Errorf("it has %d events at revision %d", len(got.Events), got.Revision)
	}
}

func TestTheExampleComesBackAsItWasWhereItIsLookedAtAgain(t *testing.T) {
	ctx := context.Background()
	a := open(t, newPath(t), "ana")
	must[storage.Applied](t)(a.Import(ctx, worked(t), ""))
	apply(t, a, "EX-1", "a title", func(p *model.Postmortem) error { p.Title = "Example: ours now"; return nil })
	must[storage.Applied](t)(a.Delete(ctx, "EX-1"))
	if got := refs(t, a); len(got) > 0 {
		t.Errorf("the list has %v", got)
	}
	again := must[storage.Applied](t)(a.Import(ctx, worked(t), "")).Postmortem
	if again.Ref != "EX-1" || again.Title != "Example: ours now" {
		t.Errorf("it came back as %s %q", again.Ref, again.Title)
	}
}

func TestAWatchTellsOfADeletion(t *testing.T) {
	path := newPath(t)
	a, bo := open(t, path, "ana"), open(t, path, "bo")
	ctx := t.Context()
	ref := must[storage.Applied](t)(a.Create(ctx, model.New("ours", noon), "start")).Postmortem.Ref
	seen := make(chan storage.Change, 8)
	if err := bo.Watch(ctx, func(c storage.Change) { seen <- c }); err != nil {
		t.Fatal(err)
	}
	must[storage.Applied](t)(a.Delete(ctx, ref))
	select {
	case c := <-seen:
		if !slices.Equal(c.Refs, []string{ref}) {
			t.Errorf("it tells of %+v", c)
		}
	case <-time.After(20 * time.Second):
		t.Error("it tells nothing")
	}
}
