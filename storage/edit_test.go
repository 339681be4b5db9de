package storage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"debrief/model"
	"debrief/storage"
)

var ctx = context.Background()

// started is an archive with one postmortem, PM-1.
func started(t testing.TB) (*storage.Archive, string) {
	t.Helper()
	path := newPath(t)
	a := open(t, path, "ana")
	must[storage.Applied](t)(a.Create(ctx, model.New("checkout was slow", noon), "start a postmortem"))
	return a, path
}

func TestAnEditThatChangesNothingWritesNothing(t *testing.T) {
	a, _ := started(t)
	applied := apply(t, a, "1", "change the title", func(p *model.Postmortem) error { return p.Set("", "title", p.Title) })
	if applied.Step.N != 0 || applied.Postmortem.Revision != 1 || applied.Postmortem.Ref != "PM-1" {
		t.Errorf("it made step %d, revision %d of %s", applied.Step.N, applied.Postmortem.Revision, applied.Postmortem.Ref)
	}
	if steps := must[[]model.Step](t)(a.History(ctx, "1")); len(steps) != 1 {
		t.Errorf("the journal has %d steps, want 1", len(steps))
	}
}

func TestAnEditThatFailsLeavesNothingBehind(t *testing.T) {
	a, _ := started(t)
	sorry := errors.New("sorry")
	_, err := a.Apply(ctx, "1", model.Edit{Label: "fail", Do: func(p *model.Postmortem) error {
		p.Title = "half"
		return sorry
	}})
	if !errors.Is(err, sorry) {
		t.Errorf("the edit's own error should come back: %v", err)
	}
	_, err = a.Apply(ctx, "1", model.Edit{Label: "point at nothing", Do: func(p *model.Postmortem) error {
		p.Causes = append(p.Causes, model.Cause{Text: "no limit", Events: []string{"E9"}})
		return nil
	}})
	var field *model.FieldError
	if !errors.As(err, &field) || field.Path != "causes[0].events[0]" {
		t.Errorf("want the field named: %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = a.Apply(ctx, "1", model.Edit{Label: "panic", Do: func(*model.Postmortem) error { panic("oh") }})
	}()
	applied := apply(t, a, "1", "add an event", addEvent("alert"))
	if p := applied.Postmortem; p.Title != "checkout was slow" || len(p.Causes) != 0 || p.Revision != 2 {
		t.Errorf("something was left: %q, %d causes, revision %d", p.Title, len(p.Causes), p.Revision)
	}
}

func TestAnEditCannotChangeWhatIsTheArchivesToGive(t *testing.T) {
	a, _ := started(t)
	id := load(t, a, "1").ID
	applied := apply(t, a, "1", "meddle", func(p *model.Postmortem) error {
		p.ID, p.Ref, p.Formerly, p.Last.E, p.Revision, p.Title = "x", "PM-9", []string{"PM-8"}, -5, 77, "slower"
		return nil
	})
	p := load(t, a, "1")
	if p.ID != id || p.Ref != "PM-1" || p.Formerly != nil || p.Last.E != 0 || p.Revision != 2 || p.Title != "slower" {
		t.Errorf("the edit got through: %+v", p)
	}
	if len(applied.Step.Changes) != 1 {
		t.Errorf("the step has %d changes, want the title alone", len(applied.Step.Changes))
	}
}

func TestEveryFieldSurvivesEditByEdit(t *testing.T) {
	want, _ := payments(t)
	a, path := started(t)
	// The whole incident is put in field by field, in an order in which nothing dangles, by following a difference.
	from := load(t, a, "1")
	for _, c := range model.Diff(from, want) {
		edit := model.Edit{Label: "step by step", Do: func(p *model.Postmortem) error { return p.Patch([]model.Change{c}) }}
		_, err := a.Apply(ctx, "1", edit)
		var later *model.FieldError // it points at a part that is still to come
		if err != nil && !errors.As(err, &later) {
			t.Fatal(err)
		}
	}
	apply(t, a, "1", "the rest", func(p *model.Postmortem) error { return p.Patch(model.Diff(p, want)) })
	got := load(t, open(t, path, "bo"), "1")
	want.ID, want.CreatedAt = got.ID, got.CreatedAt
	if a, b := model.Encode(got, true), model.Encode(want, true); !bytes.Equal(a, b) {
		t.Errorf("it came out as\n%s\nwant\n%s", a, b)
	}
	for range 3 {
		for _, part := range got.Parts()[1:] {
			if _, ok := load(t, a, "1").Part(part.Ref()); !ok {
				continue
			}
			apply(t, a, "1", "delete "+part.Ref(), func(p *model.Postmortem) error { return p.Delete(part.Ref()) })
		}
	}
	if left := len(load(t, a, "1").Parts()); left != 1 {
		t.Errorf("%d parts are left, want none", left-1)
	}
}

func TestUndoAndRedoWorkAcrossARestart(t *testing.T) {
	a, path := started(t)
	for _, text := range []string{"alert", "rollback"} {
		apply(t, a, "1", "add an event", addEvent(text))
	}
	apply(t, a, "1", "change the title", func(p *model.Postmortem) error { return p.Set("", "title", "checkout was down") })
	full := model.Encode(load(t, a, "1"), true)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	a = open(t, path, "ana")
	for i, want := range []string{"change the title", "add an event", "add an event"} {
		undone := must[storage.Applied](t)(a.Undo(ctx, "1"))
		if s := undone.Step; s.Label != want || s.Kind != "undo" || s.Undoes != int64(4-i) {
			t.Errorf("undid %q as %s of step %d, want %q", s.Label, s.Kind, s.Undoes, want)
		}
	}
	if p := load(t, a, "1"); len(p.Events) != 0 || p.Title != "checkout was slow" || p.Last.E != 2 {
		t.Errorf("undo left %d events, %q, and E%d as the last number", len(p.Events), p.Title, p.Last.E)
	}
	if _, err := a.Undo(ctx, "1"); !errors.Is(err, storage.ErrNothing) || err.Error() != "nothing to undo" {
		t.Errorf("the postmortem's creation must stay: %v", err)
	}
	a = open(t, path, "ana")
	for range 3 {
		must[storage.Applied](t)(a.Redo(ctx, "1"))
	}
	if got := model.Encode(load(t, a, "1"), true); !bytes.Equal(got, full) {
		t.Errorf("redo led to\n%s", got)
	}
	if _, err := a.Redo(ctx, "1"); !errors.Is(err, storage.ErrNoRedo) {
		t.Errorf("there is nothing more to redo: %v", err)
	}
	must[storage.Applied](t)(a.Undo(ctx, "1"))
	must[storage.Applied](t)(a.Undo(ctx, "1"))
	apply(t, a, "1", "add an event", addEvent("another"))
	if _, err := a.Redo(ctx, "1"); !errors.Is(err, storage.ErrNoRedo) {
		t.Errorf("a new edit ends what could be redone: %v", err)
	}
	refs := []string{}
	for _, e := range load(t, a, "1").Events {
		refs = append(refs, e.Ref)
	}
	if !slices.Equal(refs, []string{"E1", "E3"}) {
		t.Errorf("the events are %v: a number is never given twice", refs)
	}
}

func TestUndoTakesBackOnlyOnesOwnAndNotWhatOthersBuiltOn(t *testing.T) {
	ana, path := started(t)
	bo := open(t, path, "bo")
	apply(t, ana, "1", "add an event", addEvent("alert"))
	apply(t, ana, "1", "add a cause", func(p *model.Postmortem) error {
		p.Causes = append(p.Causes, model.Cause{Text: "no limit"})
		return nil
	})
	apply(t, bo, "1", "ask why", func(p *model.Postmortem) error {
		p.Causes[0].Whys = append(p.Causes[0].Whys, model.Why{Question: "Why was there none?"})
		return nil
	})
	if _, err := bo.Undo(ctx, "1"); err != nil {
		t.Fatal(err)
	}
	if _, err := bo.Undo(ctx, "1"); !errors.Is(err, storage.ErrNothing) {
		t.Errorf("bo has nothing left: %v", err)
	}
	if _, err := bo.Redo(ctx, "1"); err != nil {
		t.Fatal(err)
	}
	_, err := ana.Undo(ctx, "1")
	if want := `cannot undo "add a cause": it would remove C1, and W1 stands below it`; !errors.Is(err, storage.ErrInUse) || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if _, err := bo.Undo(ctx, "1"); err != nil {
		t.Fatal(err)
	}
	apply(t, bo, "1", "mark the start", func(p *model.Postmortem) error {
		p.Moments.Started = &model.Moment{Event: "E1"}
		return nil
	})
	if _, err := ana.Undo(ctx, "1"); err != nil {
		t.Fatal(err)
	}
	_, err = ana.Undo(ctx, "1")
	if want := `cannot undo "add an event": it would remove E1, and moments.started still points at it`; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	apply(t, bo, "1", "change E1", func(p *model.Postmortem) error { p.Moments.Started = nil; return p.Set("E1", "text", "page") })
	if _, err = ana.Undo(ctx, "1"); !errors.Is(err, model.ErrChanged) {
		t.Errorf("an event that somebody changed since: %v", err)
	}
}

func TestTwoTerminalsMergeUnlessTheyTouchTheSameField(t *testing.T) {
	ana, path := started(t)
	bo := open(t, path, "bo")
	apply(t, ana, "1", "add events", func(p *model.Postmortem) error { return errors.Join(addEvent("one")(p), addEvent("two")(p)) })
	set := func(a *storage.Archive, ref, was, text string) error {
		_, err := a.Apply(ctx, "1", model.SetFrom(ref, "text", was, text, "change an event"))
		return err
	}
	if err := errors.Join(set(ana, "E1", "one", "ana's"), set(bo, "E2", "two", "bo's")); err != nil {
		t.Fatal(err)
	}
	err := set(bo, "E1", "one", "bo's too")
	var changed *model.ChangedError
	if !errors.As(err, &changed) || changed.Now != "ana's" {
		t.Errorf("bo should be told what it is now: %v", err)
	}
	for _, a := range []*storage.Archive{ana, bo} {
		if p := load(t, a, "1"); p.Events[0].Text != "ana's" || p.Events[1].Text != "bo's" {
			t.Errorf("an edit was lost: %q %q", p.Events[0].Text, p.Events[1].Text)
		}
	}
}

func TestAStateThatOthersHaveChangedIsTheNewestAgain(t *testing.T) {
	ana, path := started(t)
	bo := open(t, path, "bo")
	p, _ := payments(t)
	must[storage.Applied](t)(ana.Import(ctx, p, ""))
	ref := load(t, ana, "2").Ref
	title := func(a *storage.Archive, text string) *model.Postmortem {
		return apply(t, a, ref, "title", func(p *model.Postmortem) error { return p.Set("", "title", text) }).Postmortem
	}
	title(bo, "bo knows it")
	for i, do := range []func(*model.Postmortem) error{
		addEvent("one"), addEvent("two"),
		func(p *model.Postmortem) error { return p.Move("E1", 2) },
		func(p *model.Postmortem) error { return p.Reparent("W2", "C1") },
		func(p *model.Postmortem) error { return p.Delete("C1") },
		func(p *model.Postmortem) error { return p.Delete("E2") },
		func(p *model.Postmortem) error { p.Services, p.FollowUp = []string{"a", "b"}, nil; return nil },
		func(p *model.Postmortem) error { return p.SetStatus("A1", "done", model.At(noon)) },
		addEvent("three"),
	} {
		apply(t, ana, ref, fmt.Sprint("step ", i), do)
		if i%2 == 0 {
			must[storage.Applied](t)(ana.Undo(ctx, ref))
			must[storage.Applied](t)(ana.Redo(ctx, ref))
		}
		if i%3 > 0 { // bo follows two of ana's edits at once, now and then
			continue
		}
		got, want := title(bo, fmt.Sprint("title ", i)), load(t, ana, ref)
		if g, w := model.Encode(got, true), model.Encode(want, true); !bytes.Equal(g, w) || got.Last != want.Last || got.Revision != want.Revision {
			t.Fatalf("after step %d bo has\n%s\nand the archive holds\n%s", i, g, w)
		}
	}
}

func TestManyAtOnceNeverShareANumber(t *testing.T) {
	ana, path := started(t)
	archives := []*storage.Archive{ana, open(t, path, "bo"), open(t, path, "cy")}
	const each = 8
	var wait sync.WaitGroup
	var mu sync.Mutex
	var refs, events []string
	for i := range 24 {
		wait.Go(func() {
			a := archives[i%len(archives)]
			made, err := a.Create(ctx, model.New(fmt.Sprintf("incident %d", i), noon), "start")
			if err != nil {
				t.Error(err)
				return
			}
			var mine []string
			for range each {
				applied, err := a.Apply(ctx, "1", model.Edit{Label: "add an event", Do: addEvent("at once")})
				if err != nil {
					t.Error(err)
					return
				}
				mine = append(mine, applied.Step.Created()...)
			}
			mu.Lock()
			defer mu.Unlock()
			refs, events = append(refs, made.Postmortem.Ref), append(events, mine...)
		})
	}
	wait.Wait()
	for name, all := range map[string][]string{"postmortem": refs, "event": events} {
		slices.Sort(all)
		if unique := slices.Compact(slices.Clone(all)); len(unique) != len(all) {
			t.Errorf("a number of a %s was given twice: %v", name, all)
		}
	}
	if p := load(t, ana, "1"); len(p.Events) != 24*each || p.Last.E != 24*each {
		t.Errorf("%d events, last number %d, want %d", len(p.Events), p.Last.E, 24*each)
	}
}

func TestHistoryTellsWhoDidWhat(t *testing.T) {
	a, path := started(t)
	apply(t, open(t, path, "bo"), "1", "add an event", addEvent("alert"))
	must[storage.Applied](t)(a.Apply(ctx, "1", model.Edit{Label: "import a log", Batch: "log", Do: addEvent("line")}))
	must[storage.Applied](t)(a.Undo(ctx, "1"))
	var lines []string
	for _, s := range must[[]model.Step](t)(a.History(ctx, "pm-1")) {
		lines = append(lines, fmt.Sprintf("%d %s %s %s %q %s %d %d", s.N, s.At, s.Author, s.Kind, s.Label, s.Batch, s.Undoes, len(s.Changes)))
	}
	want := []string{
		`1 2026-11-18T12:00:00Z ana do "start a postmortem"  0 5`,
		`2 2026-11-18T12:00:00Z bo do "add an event"  0 1`,
		`3 2026-11-18T12:00:00Z ana do "import a log" log 0 1`,
		`4 2026-11-18T12:00:00Z ana undo "import a log"  3 1`,
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

func TestTextFromAnywhereComesBack(t *testing.T) {
	a, path := started(t)
	for _, text := range []string{
		"報告 👩‍👩‍👧 שלום", "nul\x00inside", "\x1b]52;c;aGk=\x07", "'; DROP TABLE event; --", strings.Repeat("x", 10_000), "\u202eabc",
	} {
		apply(t, a, "1", "change the summary", func(p *model.Postmortem) error { p.Summary = text; return nil })
		if got := load(t, open(t, path, "bo"), "1").Summary; got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	}
	apply(t, a, "1", "change the summary", func(p *model.Postmortem) error { p.Summary = "a\xff\xfeb"; return nil })
	if got := load(t, a, "1").Summary; got != "a\ufffd\ufffdb" {
		t.Errorf("bytes that are no text came back as %q", got)
	}
	if _, err := a.Undo(ctx, "1"); err != nil {
		t.Error(err)
	}
}

// TestAllGivesWhatLoadGives reads an archive whose postmortems fill more than one reading, some of them deleted.
func TestAllGivesWhatLoadGives(t *testing.T) {
	a := open(t, newPath(t), "ana")
	var want []string
	for i := range 600 {
		p := long(fmt.Sprintf("incident %d", i), 1+i%3)
		p.Causes[0].Whys[0].Whys = []model.Why{{Answer: "below"}, {Answer: "beside"}}
		p.Events[0].Also = []model.Also{{Text: "heard of it too"}}
		ref := must[storage.Applied](t)(a.Create(ctx, p, "start")).Postmortem.Ref
		if i%7 == 3 {
			must[storage.Applied](t)(a.Delete(ctx, ref))
			continue
		}
		want = append(want, ref)
	}
	must[storage.Applied](t)(a.Import(ctx, worked(t), ""))
	var got []string
	for p, err := range a.All(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p.Ref)
		if one := load(t, a, p.Ref); !reflect.DeepEqual(p, one) {
			t.Fatalf("%s is read otherwise among others", p.Ref)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("it gives %d postmortems, want %d without the deleted ones and the example", len(got), len(want))
	}
}
