package storage_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"debrief/model"
	"debrief/storage"
)

func TestUndoOfAnImportOfThousandsOfEventsLeadsBackByteForByte(t *testing.T) {
	a, path := started(t)
	apply(t, a, "1", "add an event", addEvent("alert"))
	state := func() []byte {
		p := load(t, open(t, path, "bo"), "1")
		p.Last.E = 0 // a number is never given twice
		return model.Encode(p, false)
	}
	before := state()
	must[storage.Applied](t)(a.Apply(ctx, "1", bringIn(3000)))
	after := state()
	for range 2 {
		undone := must[storage.Applied](t)(a.Undo(ctx, "1"))
		if s := undone.Step; s.Label != "bring in 3000 events" || len(s.Changes) != 3000 {
			t.Errorf("undid %q with %d changes", s.Label, len(s.Changes))
		}
		if got := state(); !bytes.Equal(got, before) {
			t.Fatalf("undo led to\n%s", got)
		}
		must[storage.Applied](t)(a.Redo(ctx, "1"))
		if !bytes.Equal(state(), after) {
			t.Fatal("redo led elsewhere")
		}
		a = open(t, path, "ana") // now from the disk
	}
}

func TestAnImportWithAnEventThatSomebodyChangedSinceStaysWhole(t *testing.T) {
	a, path := started(t)
	must[storage.Applied](t)(a.Apply(ctx, "1", bringIn(3000)))
	bo := open(t, path, "bo")
	apply(t, bo, "1", "change E2000", func(p *model.Postmortem) error { return p.Set("E2000", "text", "the page") })
	before := model.Encode(load(t, a, "1"), false)
	_, err := a.Undo(ctx, "1")
	want := `cannot undo "bring in 3000 events": E2000 was changed by somebody else in the meantime`
	if !errors.Is(err, model.ErrChanged) || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if got := model.Encode(load(t, open(t, path, "cy"), "1"), false); !bytes.Equal(got, before) {
		t.Error("something of it was undone")
	}
	must[storage.Applied](t)(bo.Undo(ctx, "1"))
	if p := must[storage.Applied](t)(a.Undo(ctx, "1")).Postmortem; len(p.Events) != 0 {
		t.Errorf("%d events are left", len(p.Events))
	}
}

func TestADeletedCauseComesBackWithItsWhys(t *testing.T) {
	want, _ := payments(t)
	path := newPath(t)
	a := open(t, path, "ana")
	must[storage.Applied](t)(a.Import(ctx, want, "payments.json"))
	before := model.Encode(load(t, a, "1"), false)
	for range 2 {
		gone := apply(t, a, "1", "delete a cause", func(p *model.Postmortem) error { return p.Delete("C1") })
		if left := len(gone.Postmortem.Causes); left != len(want.Causes)-1 {
			t.Errorf("%d causes are left", left)
		}
		must[storage.Applied](t)(a.Undo(ctx, "1"))
		if got := model.Encode(load(t, open(t, path, "bo"), "1"), false); !bytes.Equal(got, before) {
			t.Fatalf("it came back as\n%s", got)
		}
		a = open(t, path, "ana")
	}
}

func TestUndoOfALargeImportDoesNotLookThroughAllEventsForEach(t *testing.T) {
	_, path := started(t)
	db := must[*sql.DB](t)(sql.Open("sqlite", path))
	defer func() { _ = db.Close() }()
	var plan string
	row := db.QueryRow("EXPLAIN QUERY PLAN SELECT 1 FROM event WHERE postmortem = 1 AND settled_by = 'E1'")
	if err := row.Scan(new(int), new(int), new(int), &plan); err != nil {
		t.Fatal(err)
	}
	if want := "INDEX event_settled_by (settled_by=?"; !strings.Contains(plan, want) {
		t.Errorf("what a removed event settled is found by %s, want %s", plan, want)
	}
}

func TestAnEventWithBytesThatAreNoTextIsTakenBack(t *testing.T) {
	a, path := started(t)
	for i := range 2 {
		apply(t, a, "1", fmt.Sprintf("add %d", i), addEvent("a\xff\xfeb"))
	}
	must[storage.Applied](t)(a.Undo(ctx, "1"))
	if p := must[storage.Applied](t)(open(t, path, "ana").Undo(ctx, "1")).Postmortem; len(p.Events) != 0 {
		t.Errorf("%d events are left", len(p.Events))
	}
}
