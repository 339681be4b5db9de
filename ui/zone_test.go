package ui

import (
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestANewPostmortemIsInTheZoneOfWhoeverStartsIt: said once, before the first time is typed, and told by the head of the timeline.
func TestANewPostmortemIsInTheZoneOfWhoeverStartsIt(t *testing.T) {
	for name, utc := range map[string]string{"Europe/Berlin": "T01:14", "America/Los_Angeles": "T10:14"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		r := newRig(t, 80, 24)
		r.now = r.now.In(zone)
		r.play("press n\nenter The pool ran dry", nil)
		r.sees("Times are in " + name + "; tab for UTC")
		r.play("enter 02:14", nil)
		r.play("press enter 2", nil)
		if got := r.pm().Zone; got != name {
			t.Errorf("the zone is %s", got)
		}
		if got := r.pm().Begin().String(); !strings.Contains(got, utc) {
			t.Errorf("02:14 in %s is %s", name, got)
		}
		r.sees(name)
		r.play("press tab\nenter 02:20 the alert fired", nil)
		if e := r.pm().Events[0]; e.OriginalZone != name || e.At.Time().Sub(r.pm().Begin().Time()) != 6*time.Minute {
			t.Errorf("02:20 was taken as %s %s", e.At, e.OriginalZone)
		}
	}
}

func TestTabTakesUTCForANewPostmortem(t *testing.T) {
	r := newRig(t, 80, 24)
	oslo, _ := time.LoadLocation("Europe/Oslo")
	r.now = r.now.In(oslo)
	r.play("press n\nenter The pool ran dry\npress tab", nil)
	r.sees("Times are in UTC; tab for Europe/Oslo")
	r.play("enter 02:14\npress enter", nil)
	if got := r.pm().Zone; got != "UTC" {
		t.Errorf("the zone is %s", got)
	}
	r.play("press :\ntype time zone\npress enter ctrl+u\nenter europe/berlin", nil)
	if got := r.pm().Zone; got != "Europe/Berlin" {
		t.Errorf("the zone is %s after it was changed", got)
	}
	if got := r.pm().Begin().String(); !strings.Contains(got, "T02:14") {
		t.Errorf("to show times in another zone has moved one: %s", got)
	}
}

// TestANightIsToldAlikeInTwoZones walks one night over midnight in two zones: every row has the same clock, day and place in both.
func TestANightIsToldAlikeInTwoZones(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile("testdata/walks/night.txt")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, name := range []string{"Europe/Berlin", "America/Los_Angeles"} {
		r := newRig(t, 100, 30)
		r.play(strings.ReplaceAll(string(script), "Europe/Berlin", name), func(string) {})
		pm := r.pm()
		for _, e := range pm.Events {
			clock := "--:--"
			if !e.At.IsZero() {
				clock = e.At.Time().In(pm.Location()).Format("2 Jan 2006 15:04")
			}
			told[name] += clock + " " + e.Precision + " " + e.Text + "\n"
		}
		if got := len(pm.Events); got != 14 {
			t.Errorf("%s: %d events, want 14", name, got)
		}
		told[name] += pm.Moments.Mitigated.At.Time().In(pm.Location()).Format("2 Jan 15:04")
	}
	if told["Europe/Berlin"] != told["America/Los_Angeles"] {
		t.Errorf("Berlin:\n%s\nLos Angeles:\n%s", told["Europe/Berlin"], told["America/Los_Angeles"])
	}
	for _, want := range []string{"31 Jan 2017 23:19 minute lowered the limit", "31 Jan 2017 23:38 about stopped", "1 Feb 2017 00:40"} {
		if !strings.Contains(told["Europe/Berlin"], want) {
			t.Errorf("nothing says %q in\n%s", want, told["Europe/Berlin"])
		}
	}
}

// TestALineOfAProgramIsReadAsBringingItInReadsIt: one line of JSON or of a log, in the line of Facts.
func TestALineOfAProgramIsReadAsBringingItInReadsIt(t *testing.T) {
	r := newRig(t, 100, 30)
	r.play("press n\nenter The pool ran dry\nenter 2026-11-18 02:14\npress enter 2 tab", nil)
	r.typeText(`{"ts":"2026-11-18T02:19:05Z","level":"error","msg":"pool of checkout is empty"}`)
	r.sees("02:19:05", "read as a program wrote it: ")
	r.press("enter")
	if got := len(r.pm().Events); got != 1 {
		t.Fatalf("%d events", got)
	}
	e := r.pm().Events[0]
	if !strings.Contains(e.Text, "pool of checkout is empty") || strings.Contains(e.Text, `"ts"`) || !strings.Contains(e.At.String(), "T02:19:05") {
		t.Errorf("it became %s %q", e.At, e.Text)
	}
	r.press("enter")
	r.sees("Type first")
}

// TestTheListHasTheDayOfWhoeverReadsIt: what began at half past eleven in the evening here began on the next day in UTC.
func TestTheListHasTheDayOfWhoeverReadsIt(t *testing.T) {
	r := newRig(t, 80, 24)
	there, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	r.now = r.now.In(there)
	r.play("press n\nenter The pool ran dry\nenter 16 nov 23:30\npress enter q", nil)
	r.sees("16 Nov 2026")
	r.play("press enter 2 esc", nil)
	r.send(tea.PasteMsg{Content: "10:00 the pool ran dry\n10:02 paged\n"})
	r.play("press ctrl+c", nil)
	r.sees("What stands here is not saved. ctrl+c again leaves debrief.")
	r.play("press q q ctrl+c", nil)
	r.sees("Everything is saved. ctrl+c again leaves debrief.")
}
