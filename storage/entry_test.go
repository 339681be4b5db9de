package storage_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"debrief/model"
	"debrief/storage"
)

// entered is an edit that a text led to.
func entered(entry, text string) model.Edit {
	return model.Edit{Label: "add an event", Entry: entry, Do: addEvent(text)}
}

func TestAnEntryWhoseAnswerGotLostIsNotSavedAgain(t *testing.T) {
	ana, path := started(t)
	id := model.NewID(noon)
	first := must[storage.Applied](t)(ana.Apply(ctx, "1", entered(id, "the alert came")))
	apply(t, ana, "1", "add an event", addEvent("a second one"))
	bo := open(t, path, "bo")
	made := must[storage.Applied](t)(bo.Create(ctx, model.New("another", noon), "start")).Postmortem.Ref
	for name, ref := range map[string]string{"where it was": "1", "where it never was": made} {
		for _, a := range []*storage.Archive{ana, bo} {
			again := must[storage.Applied](t)(a.Apply(ctx, ref, entered(id, "the alert came")))
			if again.Step.N != first.Step.N || again.Step.Entry != id || again.Step.Touched() != "E1" || again.Step.Author != "ana" {
				t.Errorf("%s: got the step %+v, want %+v", name, again.Step, first.Step)
			}
			if p := again.Postmortem; p.Ref != "PM-1" || p.Revision != 3 || len(p.Events) != 2 {
				t.Errorf("%s: got %s at revision %d with %d events, want the newest state", name, p.Ref, p.Revision, len(p.Events))
			}
		}
	}
	if p := load(t, bo, made); p.Revision != 1 {
		t.Errorf("%s has revision %d", made, p.Revision)
	}
	// Taken back, it stays so: whoever undid it has seen it.
	must[storage.Applied](t)(ana.Undo(ctx, "1"))
	must[storage.Applied](t)(ana.Undo(ctx, "1"))
	again := must[storage.Applied](t)(ana.Apply(ctx, "1", entered(id, "the alert came")))
	if len(again.Postmortem.Events) != 0 || again.Step.N != first.Step.N {
		t.Errorf("an entry that was undone is saved again: %d events, step %d", len(again.Postmortem.Events), again.Step.N)
	}
}

func TestAnEntryThatWasRefusedIsTriedAnew(t *testing.T) {
	a, _ := started(t)
	id := model.NewID(noon)
	edit := entered(id, "x")
	edit.Do = func(*model.Postmortem) error { return fmt.Errorf("no") }
	if _, err := a.Apply(ctx, "1", edit); err == nil {
		t.Fatal("it should fail")
	}
	if saved := must[[]string](t)(a.Entered(ctx, []string{id})); len(saved) != 0 {
		t.Errorf("it is said to be saved: %v", saved)
	}
	applied := must[storage.Applied](t)(a.Apply(ctx, "1", entered(id, "x")))
	if applied.Step.N != 2 || len(applied.Postmortem.Events) != 1 {
		t.Errorf("step %d, %d events", applied.Step.N, len(applied.Postmortem.Events))
	}
}

func TestTheArchiveTellsWhichEntriesAreSaved(t *testing.T) {
	a, path := started(t)
	start := model.New("a postmortem that was an entry", noon)
	made := must[storage.Applied](t)(a.Create(ctx, start, "start")).Postmortem.Ref
	saved := []string{start.ID}
	for _, ref := range []string{"1", made} {
		id := model.NewID(noon)
		must[storage.Applied](t)(a.Apply(ctx, ref, entered(id, "x")))
		saved = append(saved, id)
	}
	asked := append([]string{"", "never", "nul\x00", "\xff'"}, saved...)
	for i := range 3000 { // more than one statement can take
		asked = slices.Insert(asked, 1, fmt.Sprint("unknown ", i))
	}
	got := must[[]string](t)(open(t, path, "bo").Entered(ctx, asked))
	slices.Sort(got)
	slices.Sort(saved)
	if !slices.Equal(got, saved) {
		t.Errorf("got %v, want %v", got, saved)
	}
	if none := must[[]string](t)(a.Entered(ctx, nil)); len(none) != 0 {
		t.Errorf("of none, these are saved: %v", none)
	}
}

func TestEntriesStandInTheJournalAndInNoDocument(t *testing.T) {
	a, _ := started(t)
	id := model.NewID(noon)
	applied := must[storage.Applied](t)(a.Apply(ctx, "1", entered(id, "x")))
	apply(t, a, "1", "add an event", addEvent("y"))
	var entries []string
	for _, s := range must[[]model.Step](t)(a.History(ctx, "1")) {
		entries = append(entries, s.Entry)
	}
	if want := []string{"", id, ""}; !slices.Equal(entries, want) {
		t.Errorf("the journal holds the entries %q, want %q", entries, want)
	}
	if b := model.Encode(applied.Postmortem, true); bytes.Contains(b, []byte(id)) || strings.Contains(string(b), `"entry"`) {
		t.Errorf("the document tells of entries:\n%s", b)
	}
}
