package ui

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
)

// longList opens the archive's page on so many postmortems, a day apart, PM-1 the oldest.
func longList(t *testing.T, many int) *rig {
	t.Helper()
	r := newRig(t, 80, 24)
	r.more(0, many)
	r.start(80, 24)
	return r
}

// more brings so many postmortems in, each a day later than the one before, as another program does.
func (r *rig) more(from, many int) {
	r.t.Helper()
	began := time.Date(2020, 1, 1, 9, 0, 0, 0, time.UTC)
	err := r.archive.ImportAll(context.Background(), "", func(yield func(*model.Postmortem) bool) {
		for i := range many {
			p := model.New(fmt.Sprintf("Incident number %d", from+i+1), began.AddDate(0, 0, from+i))
			p.Moments.Started = &model.Moment{At: p.CreatedAt}
			p.Status, p.ID = "closed", model.NewID(p.CreatedAt.Time())
			if !yield(p) {
				return
			}
		}
	}, func(_ storage.Applied, err error) {
		if err != nil {
			r.t.Error(err)
		}
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

// listed are the references of the rows.
func (r *rig) listed() (refs []string) {
	for _, row := range r.app.Top().Base().List.Rows {
		if row.Ref != "" && row.Field == "" {
			refs = append(refs, row.Ref)
		}
	}
	return refs
}

func TestALongListIsReadAsFarAsSomebodyLooks(t *testing.T) {
	const many = 700
	r := longList(t, many)
	var want []string
	for i := range many {
		want = append(want, fmt.Sprint("PM-", many-i))
	}
	check := func(least, most int) {
		t.Helper()
		if refs := r.listed(); len(refs) < least || len(refs) > most || !slices.Equal(refs, want[:len(refs)]) {
			t.Fatalf("it read %d, want %d to %d: %v", len(refs), least, most, refs)
		}
	}
	r.sees("700 postmortems")
	check(100, 100)
	for i := range many - 1 {
		r.press("down")
		if at := r.app.Top().Base().Ref(); at != want[i+1] {
			t.Fatalf("after %d times down the cursor is at %s, want %s", i+1, at, want[i+1])
		}
		check(min(many, max(100, i+20)), min(many, max(101, 4*(i+1)+1)))
	}
	check(many, many)
	r.press("home")
	r.send(Elsewhere{Steps: true})
	check(100, 101) // what nobody looks at any more is not read again
	r.press("end")
	check(many, many)
	if at := r.app.Top().Base().Ref(); at != "PM-1" {
		t.Errorf("the end is at %s", at)
	}
}

func TestWordsAreFoundInALongListHoweverFarDown(t *testing.T) {
	r := longList(t, 300)
	find := func(text, at string) {
		t.Helper()
		r.play("press /\ntype "+text+"\npress enter", nil)
		if is := r.app.Top().Base().Ref(); is != at {
			t.Errorf("%s: the cursor is at %s, want %s:\n%s", text, is, at, r.screen())
		}
	}
	find("number 290", "PM-290")
	if n := len(r.listed()); n != 100 {
		t.Errorf("it read %d for what is among the first", n)
	}
	find("number 7", "PM-79")
	find("number 299", "PM-299") // from the top again
	r.send(Elsewhere{Steps: true})
	find("no such words", "PM-299")
	r.sees("nothing on this page says")
}

func TestWhatOthersBringInMovesNoCursorInALongList(t *testing.T) {
	r := longList(t, 300)
	for range 80 {
		r.press("down")
	}
	before := r.app.Top().Base().Ref()
	r.more(300, 400)
	r.send(Elsewhere{Steps: true})
	if at := r.app.Top().Base().Ref(); at != before {
		t.Errorf("the cursor went from %s to %s", before, at)
	}
	r.sees("700 postmortems", before)
}

func TestWhatNeedsSomebodyIsSeenHoweverFarDownItIs(t *testing.T) {
	r := newRig(t, 100, 24)
	old := promise(r, "Mend the pool", "Mei Tanaka", "2026-11-04", 1).Ref
	r.more(5000, 300)
	r.start(100, 24)
	r.sees("Needs you", old, "an action 16 days late")
	if slices.Contains(r.listed(), old) {
		t.Fatalf("%s is among the first, and proves nothing", old)
	}
	r.app.Top().Base().List.Choose(old, "needs")
	r.press("d")
	r.sees("Delete " + old)
	r.play("press left enter", nil)
	r.press("esc")
	r.app.Top().Base().List.Choose(old, "needs")
	r.press("enter")
	r.sees("Mend the pool")
	r.play("press esc q", nil)
	r.sees("Needs you")
}

func TestTheCursorStandsWhereSomebodyWasLastHoweverFarDownThatIs(t *testing.T) {
	r := longList(t, 300)
	r.run(r.app.Load("PM-20", "", ""))
	r.play("press esc q", nil)
	if at := r.app.Top().Base().Ref(); at != "PM-20" {
		t.Errorf("back in the list the cursor is at %s", at)
	}
	r.start(80, 24)
	if at := r.app.Top().Base().Ref(); at != "PM-20" {
		t.Errorf("after a start the cursor is at %s", at)
	}
}
