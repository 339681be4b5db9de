package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
)

// at is an archive of an author whose clock can be set.
func at(t *testing.T, path, author string, clock *time.Time) *storage.Archive {
	t.Helper()
	a, err := storage.Open(ctx, path, storage.Options{Author: author, Now: func() time.Time { return *clock }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// here says that a terminal is in a phase of the first postmortem.
func here(t *testing.T, a *storage.Archive, phase, selected string) {
	t.Helper()
	if err := a.SetLive(ctx, "1", storage.Live{Phase: phase, Selected: selected, Here: true}); err != nil {
		t.Fatal(err)
	}
}

func TestWhereATerminalIsIsNotAnEdit(t *testing.T) {
	a, path := started(t)
	if l := must[storage.Live](t)(a.Live(ctx, "1")); l != (storage.Live{}) {
		t.Errorf("nobody was here: %+v", l)
	}
	want := storage.Live{Phase: "facts", Selected: "E3", Typing: "E3", Question: "What happened next?", Seat: model.Facilitator, Here: true}
	for _, phase := range []string{"assemble", "facts"} {
		want.Phase = phase
		if err := a.SetLive(ctx, "1", want); err != nil {
			t.Fatal(err)
		}
	}
	want.Session, want.Name, want.At = a.Session(), "ana", model.AtFraction(noon, 3)
	bo := open(t, path, "bo")
	if got := must[storage.Live](t)(bo.Live(ctx, "pm-1")); got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	here(t, bo, "causes", "C1")
	if got := must[[]storage.Live](t)(bo.Lives(ctx, "1")); len(got) != 1 || got[0] != want {
		t.Errorf("bo sees %+v, want ana alone", got)
	}
	if got := must[storage.Live](t)(a.Live(ctx, "1")); got.Selected != "E3" {
		t.Errorf("ana comes back to %+v, and was at E3", got)
	}
	if p := load(t, a, "1"); p.Revision != 1 {
		t.Errorf("it made a step")
	}
}

func TestATerminalThatWasKilledFallsSilentAndIsRemoved(t *testing.T) {
	a, path := started(t)
	clock := noon
	gone, stays := at(t, path, "kim", &clock), at(t, path, "lee", &clock)
	here(t, gone, "facts", "E1")
	seen := func() []storage.Live { t.Helper(); return must[[]storage.Live](t)(stays.Lives(ctx, "1")) }
	if all := seen(); len(all) != 1 || !all[0].Here || all[0].Name != "kim" {
		t.Fatalf("lee sees %+v", all)
	}
	clock = noon.Add(-time.Hour) // the clock is set back: until it speaks again, nobody knows
	here(t, gone, "facts", "E1")
	if all := seen(); len(all) != 1 || !all[0].Here {
		t.Errorf("after the clock was set back lee sees %+v", all)
	}
	clock = clock.Add(3*storage.Beat + time.Second)
	if all := seen(); len(all) != 1 || all[0].Here {
		t.Errorf("a terminal that is silent is still here: %+v", all)
	}
	here(t, stays, "facts", "E1")
	if all := seen(); len(all) != 0 {
		t.Errorf("it is not removed: %+v", all)
	}
	here(t, gone, "causes", "C1") // its machine was only asleep
	if all := seen(); len(all) != 1 || !all[0].Here || all[0].Phase != "causes" {
		t.Errorf("it is awake again, and lee sees %+v", all)
	}
	if err := gone.SetLive(ctx, "1", storage.Live{Phase: "causes", Selected: "C1"}); err != nil {
		t.Fatal(err)
	}
	if all := seen(); len(all) != 1 || all[0].Here || all[0].Selected != "C1" {
		t.Errorf("of who has left the last place is kept: %+v", all)
	}
	_ = a
}

func TestTwoTerminalsOfOneNameTakeBackTheirOwn(t *testing.T) {
	_, path := started(t)
	one, two := open(t, path, "team"), open(t, path, "team")
	here(t, one, "facts", "")
	here(t, two, "facts", "")
	apply(t, one, "1", "one's", addEvent("one's"))
	apply(t, two, "1", "two's", addEvent("two's"))
	if s := must[storage.Applied](t)(one.Undo(ctx, "1")).Step; s.Label != "one's" {
		t.Errorf("one took back %q", s.Label)
	}
	if _, err := one.Undo(ctx, "1"); !errors.Is(err, storage.ErrNothing) {
		t.Errorf("one has nothing more to take back: %v", err)
	}
	if s := must[storage.Applied](t)(two.Undo(ctx, "1")).Step; s.Label != "two's" {
		t.Errorf("two took back %q", s.Label)
	}
	if _, err := two.Redo(ctx, "1"); err != nil {
		t.Error(err)
	}
	if s := must[storage.Applied](t)(one.Redo(ctx, "1")).Step; s.Label != "one's" {
		t.Errorf("one did %q again", s.Label)
	}

	// Who leaves takes their steps along; who comes back finds them.
	if err := errors.Join(two.SetLive(ctx, "1", storage.Live{Phase: "facts"}), two.Close()); err != nil {
		t.Fatal(err)
	}
	must[storage.Applied](t)(one.Undo(ctx, "1"))
	if _, err := one.Undo(ctx, "1"); !errors.Is(err, storage.ErrNothing) {
		t.Errorf("two's step is not one's, though two has left: %v", err)
	}
	if err := errors.Join(one.SetLive(ctx, "1", storage.Live{Phase: "facts"}), one.Close()); err != nil {
		t.Fatal(err)
	}
	again := open(t, path, "team")
	here(t, again, "facts", "")
	if s := must[storage.Applied](t)(again.Undo(ctx, "1")).Step; s.Label != "two's" {
		t.Errorf("after a restart %q was taken back", s.Label)
	}
}

func TestACommandTakesBackWhatItsAuthorDid(t *testing.T) {
	_, path := started(t)
	sits := open(t, path, "team")
	here(t, sits, "facts", "")
	apply(t, sits, "1", "from the screen", addEvent("one"))
	if s := must[storage.Applied](t)(open(t, path, "team").Undo(ctx, "1")).Step; s.Label != "from the screen" {
		t.Errorf("it took back %q", s.Label)
	}
	if _, err := open(t, path, "kim").Undo(ctx, "1"); !errors.Is(err, storage.ErrNothing) {
		t.Errorf("another name has nothing to take back: %v", err)
	}
}

func TestWhoSaysTheirNameKeepsTheirSteps(t *testing.T) {
	_, path := started(t)
	a := open(t, path, "team")
	here(t, a, "facts", "")
	apply(t, a, "1", "as team", addEvent("one"))
	a.SetAuthor("kim")
	if s := apply(t, a, "1", "as kim", addEvent("two")).Step; s.Author != "kim" {
		t.Errorf("it is by %q", s.Author)
	}
	for _, want := range []string{"as kim", "as team"} {
		if s := must[storage.Applied](t)(a.Undo(ctx, "1")).Step; s.Label != want {
			t.Errorf("took back %q, want %q", s.Label, want)
		}
	}
}

func TestWhatAClockCountedIsNobodysToTakeBack(t *testing.T) {
	a, _ := started(t)
	apply(t, a, "1", "mine", addEvent("one"))
	must[storage.Applied](t)(a.Apply(ctx, "1", model.Edit{Label: "Facts took 5 min", Batch: model.Counted, Do: func(p *model.Postmortem) error {
		p.Agenda.Taken = model.Taken{"facts": 300}
		return nil
	}}))
	applied := must[storage.Applied](t)(a.Undo(ctx, "1"))
	if applied.Step.Label != "mine" || applied.Postmortem.Agenda.Taken["facts"] != 300 {
		t.Errorf("took back %q, and the facts took %d s", applied.Step.Label, applied.Postmortem.Agenda.Taken["facts"])
	}
}

func TestTheRoomIsSharedAndLeavesNoStep(t *testing.T) {
	a, path := started(t)
	if room := must[model.Room](t)(a.Room(ctx, "1")); !reflect.DeepEqual(room, model.Room{}) {
		t.Errorf("there was no meeting: %+v", room)
	}
	want := model.Room{Clock: model.Clock{ID: "x", Preset: "60", Phase: "facts", Running: true, At: model.AtFraction(noon, 3), Kept: 1,
		Phases: map[string]model.Share{"facts": {Planned: 15 * time.Minute, Taken: 1500 * time.Millisecond, Kept: time.Second}}}}
	seen := make(chan storage.Change, 10)
	bo := open(t, path, "bo")
	if err := bo.Watch(ctx, func(c storage.Change) { seen <- c }); err != nil {
		t.Fatal(err)
	}
	got, err := a.SetRoom(ctx, "1", func(r *model.Room) { *r = want })
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v %v\nwant %+v", got, err, want)
	}
	if c := <-seen; len(c.Live) != 1 || c.Live[0] != "PM-1" || len(c.Refs) > 0 {
		t.Errorf("bo is told %+v", c)
	}
	want.Blank = true
	delete(want.Clock.Phases, "facts")
	if _, err := bo.SetRoom(ctx, "1", func(r *model.Room) { r.Blank = true; delete(r.Clock.Phases, "facts") }); err != nil {
		t.Fatal(err)
	}
	if got := must[model.Room](t)(a.Room(ctx, "1")); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if p := load(t, a, "1"); p.Revision != 1 {
		t.Errorf("it made a step")
	}
}

func TestAPlaceThatCannotBeWrittenCostsNothingElse(t *testing.T) {
	_, path := started(t)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		path = filepath.Join(filepath.Dir(path), "none.db")
	}
	a, err := storage.Open(ctx, path, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	if os.Getuid() == 0 {
		if err := a.SetLive(ctx, "1", storage.Live{}); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("a postmortem that is not there: %v", err)
		}
		return
	}
	if err := a.SetLive(ctx, "1", storage.Live{Here: true}); !errors.Is(err, storage.ErrReadOnly) {
		t.Errorf("got %v", err)
	}
	if l, err := a.Live(ctx, "1"); err != nil || l != (storage.Live{}) {
		t.Errorf("got %+v %v", l, err)
	}
}
