package ui

import (
	"strings"
	"testing"
	"time"
)

func TestTheClockOfAMeeting(t *testing.T) {
	r := newRig(t, 100, 30)
	importPayments(r)
	r.play(`
		press 2 esc t
		sees Start the clock
		sees Facts 15
		press 6 enter
		sees Facts: 15 min left, we end 14:55
		pass 8m
		sees Facts: 7 min left, we end 14:55
		press t
		type +5
		press enter
		sees Facts: 12 min left, we end 15:00
		press t
		type -1
		press enter
		sees Facts: 11 min left, we end 14:59
		press t p enter
		sees Facts: paused, 11 min left
		pass 10m
		sees Facts: paused, 11 min left
		press t g enter
		sees Facts: 11 min left, we end 15:09
		pass 14m
		sees Facts: 3 min over, we end 15:09
	`, nil)
	if got := r.pm().Agenda.Taken["facts"]; got < 480 || got > 485 {
		t.Errorf("at the break the facts had taken %d s", got)
	}

	// The clock goes where the meeting goes, and what a phase took is kept.
	r.play("press 3\nsees Causes: 5 min left, we end 15:09", nil)
	if got := r.pm().Agenda.Taken["facts"]; got < 22*60 || got > 22*60+5 {
		t.Errorf("the facts took %d s", got)
	}

	// Nobody's undo takes back what a clock has counted.
	r.play("press esc u", nil)
	if got := r.pm().Agenda.Taken["facts"]; got < 22*60 {
		t.Errorf("undo took back the clock: %d s", got)
	}

	// It goes on over a restart, and over a clock that was set back.
	r.pass(2 * time.Minute)
	_ = r.drafts.Close()
	_ = r.archive.Close()
	r.now, r.tick = r.now.Add(time.Minute), r.tick.Add(time.Minute)
	r.start(100, 30)
	r.play("press enter\nsees Causes: 2 min left, we end 15:09", nil)
	r.now = r.now.Add(-time.Hour)
	r.wait()
	r.play("sees Causes: 2 min left, we end 14:09", nil)

	// Its end is said, and Close tells what the phases took.
	r.play("press esc t e enter\nsees The clock is off.\npress 6 G\nsees Facts 22 of 15, Causes 3 of 5: 25 min in all, of 60", nil)
	if screen := r.screen(); strings.Contains(screen, "we end") {
		t.Errorf("the clock is still there:\n%s", screen)
	}
	r.pass(time.Hour)
	if got := r.pm().Agenda.Taken["causes"]; got < 180 || got > 190 {
		t.Errorf("the causes took %d s", got)
	}
}

func TestAClockThatNobodyEndedIsOver(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press 2 esc t 3 enter\npass 5m", nil)
	_ = r.drafts.Close()
	_ = r.archive.Close()
	r.now, r.tick = r.now.AddDate(0, 0, 1), r.tick.AddDate(0, 0, 1)
	r.start(80, 24)
	r.press("enter")
	if screen := r.screen(); strings.Contains(screen, "Facts:") {
		t.Errorf("yesterday's clock runs:\n%s", screen)
	}
	if got := r.pm().Agenda.Taken["facts"]; got < 299 || got > 301 {
		t.Errorf("the facts took %d s", got)
	}
}

func TestTheClockFollowsTheFacilitatorAndNotTheNoteTaker(t *testing.T) {
	kim := newRig(t, 100, 30)
	importPayments(kim)
	kim.press("2")
	kim.press("esc")
	kim.sit("facilitator")
	lee := kim.beside(100, 30)
	lee.run(lee.app.Load(kim.pm().Ref, "facts", ""))
	lee.press("esc")
	lee.sit("note-taker")
	kim.play("press t 6 enter", nil)
	lee.hears()
	lee.play("sees Facts: 15 min left, we end 14:55\npress 4\nsees Facts: 15 min left", nil)
	kim.hears()
	kim.play("press 3\nsees Causes: 5 min left", nil)
	lee.hears()
	lee.sees("Causes: 5 min left")

	// Both press at once: the clock is paused once, and goes on.
	lee.play("press esc t p enter", nil)
	kim.play("press esc t p enter", nil)
	kim.hears()
	lee.hears()
	kim.sees("Causes: paused")
	lee.sees("Causes: paused")
}

func TestBlankScreens(t *testing.T) {
	kim := newRig(t, 80, 24)
	importPayments(kim)
	kim.press("2")
	kim.press("esc")
	kim.sit("facilitator")
	lee := kim.beside(80, 24)
	lee.run(lee.app.Load(kim.pm().Ref, "facts", ""))
	lee.press("esc")
	lee.sit("note-taker")
	kim.play("press B", nil)
	kim.wait()
	lee.hears()
	if screen := strings.TrimSpace(kim.screen()); screen != "" {
		t.Errorf("it shows\n%s", screen)
	}
	lee.sees("2 FACTS") // nobody else sees that
	before := len(kim.pm().Events)
	kim.press("d")
	kim.sees("2 FACTS")
	if len(kim.pm().Events) != before {
		t.Error("the key that ended it did something else, too")
	}
}
