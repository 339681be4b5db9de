package storage_test

import (
	"errors"
	"fmt"
	"testing"

	"debrief/model"
	"debrief/storage"
)

func TestAnImportIsTakenBackAsAWholeButForWhatSomebodyWentOnWith(t *testing.T) {
	path := newPath(t)
	a, other := open(t, path, "ana"), open(t, path, "bo")
	bring := func(a *storage.Archive, batch string, titles ...string) {
		for _, title := range titles {
			must[storage.Applied](t)(a.Import(ctx, model.New(title, noon), batch))
		}
	}
	mine := must[storage.Applied](t)(a.Create(ctx, model.New("written here", noon), "start")).Postmortem.Ref
	bring(a, "first", "one", "two")           // PM-2, PM-3
	bring(other, "another's", "three")        // PM-4
	bring(a, "second", "four", "five", "six") // PM-5 to PM-7
	page := model.Edit{Label: "take over an edited page", Batch: "second", Do: addEvent("from the page")}
	must[storage.Applied](t)(a.Apply(ctx, mine, page))
	must[storage.Applied](t)(other.Apply(ctx, "PM-6", model.Edit{Label: "note", Do: addEvent("went on")}))
	must[storage.Applied](t)(other.Apply(ctx, "PM-7", model.Edit{Label: "note", Do: addEvent("and back")}))
	must[storage.Applied](t)(other.Undo(ctx, "PM-7"))

	said := func(done storage.TakenBack, err error) string {
		if err != nil {
			return err.Error()
		}
		return fmt.Sprint(done.Refs, done.Pages, done.Edited)
	}
	is := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	is(said(a.UndoImport(ctx, "")), "[PM-5 PM-7] [PM-1] [PM-6]")
	if _, err := a.Load(ctx, "PM-5"); !errors.Is(err, storage.ErrDeleted) {
		t.Errorf("PM-5 is read with %v", err)
	}
	if n := len(load(t, a, mine).Events); n != 0 {
		t.Errorf("%s has %d events", mine, n)
	}
	is(said(a.UndoImport(ctx, "PM-6")), "[] [] [PM-6]")
	is(said(a.UndoImport(ctx, "")), "[PM-2 PM-3] [] []")
	is(said(a.UndoImport(ctx, "")), "there is no import of which something is left to take back")
	is(said(a.UndoImport(ctx, "PM-2")), "PM-2 came with no import of which something is left to take back")
	is(said(a.UndoImport(ctx, "PM-4")), "[PM-4] [] []")
	is(said(a.RedoImport(ctx, "PM-7")), "[PM-5 PM-7] [] []")
	must[storage.Applied](t)(a.BringBack(ctx, "PM-3"))
	is(said(a.RedoImport(ctx, "")), "[PM-4] [] []")
	is(said(a.RedoImport(ctx, "")), "[PM-2] [] []")
	is(said(a.RedoImport(ctx, "")), "there is no import that was taken back of which something is left to bring back")
	for _, ref := range []string{"PM-2", "PM-5"} {
		replayed(t, a, ref, must[[]model.Step](t)(a.History(ctx, ref)))
	}
	if _, err := a.Undo(ctx, "PM-5"); !errors.Is(err, storage.ErrNothing) {
		t.Errorf("of an import alone nothing is undone: %v", err)
	}
}

// TestWhatWasTakenBackWithItsImportComesInAgainReadOtherwise: what somebody deleted stays deleted.
func TestWhatWasTakenBackWithItsImportComesInAgainReadOtherwise(t *testing.T) {
	a := open(t, newPath(t), "ana")
	wrong := model.New("read with the wrong zone", noon)
	right, gone := wrong.Clone(), model.New("deleted by somebody", noon)
	right.Title, right.Zone = "read with the right zone", "Asia/Kolkata"
	must[storage.Applied](t)(a.Import(ctx, wrong, "first"))
	must[storage.Applied](t)(a.Import(ctx, gone.Clone(), "first"))
	must[storage.Applied](t)(a.Delete(ctx, "PM-2"))
	must[storage.TakenBack](t)(a.UndoImport(ctx, ""))
	if ref, err := a.RefOf(ctx, right.ID); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("what was taken back is known as %q (%v)", ref, err)
	}
	if _, err := a.Import(ctx, gone, "second"); !errors.Is(err, storage.ErrKnown) {
		t.Errorf("what somebody deleted comes in again: %v", err)
	}
	if in := must[storage.Applied](t)(a.Import(ctx, right, "second")); in.Postmortem.Ref != "PM-3" || in.Postmortem.ID != right.ID {
		t.Errorf("it came in as %s %s", in.Postmortem.Ref, in.Postmortem.ID)
	}
	if list := must[[]model.Entry](t)(a.List(ctx)); len(list) != 1 || list[0].Title != "read with the right zone" {
		t.Errorf("listed is %+v", list)
	}
	must[storage.TakenBack](t)(a.UndoImport(ctx, ""))
	must[storage.TakenBack](t)(a.RedoImport(ctx, "PM-1"))
	if p := load(t, a, "PM-1"); p.Title != "read with the wrong zone" || p.ID == right.ID {
		t.Errorf("the first run brought back %s %s", p.Title, p.ID)
	}
}
