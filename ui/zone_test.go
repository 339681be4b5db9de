package ui

import (
	"strings"
	"testing"
	"time"
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
