package ui

import (
	"strings"
	"testing"
)

// onStatus is the payments incident, with questions open, and the cursor on its status.
func onStatus(t *testing.T, way string) *rig {
	t.Helper()
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press 6 esc", nil)
	r.play(way, nil)
	if row := r.app.Top().Base().List.Selected(); row == nil || row.Ref != "" || row.Field != "status" {
		t.Fatalf("the cursor is elsewhere:\n%s", r.screen())
	}
	return r
}

func TestEveryWayToTheStatusSaysFirstWhatIsOpen(t *testing.T) {
	const (
		onItsSheet  = "press G"
		amongFields = "press home ctrl+o / S t a t u s enter"
	)
	for story, way := range map[string]struct{ to, keys string }{
		"P":                        {onItsSheet, "press P r enter"},
		"e on its row":             {onItsSheet, "press e r enter"},
		"enter on its row":         {onItsSheet, "press enter r enter"},
		"e among all fields":       {amongFields, "press e r enter"},
		"tab on to it":             {amongFields, "press up enter tab r enter"},
		"e after a change of mind": {onItsSheet, "press e p enter q e r enter"},
	} {
		r := onStatus(t, way.to)
		r.play(way.keys, nil)
		r.sees("questions are open", "Enter marks it reviewed all the same", "What made this possible?")
		if pm := r.pm(); pm.Status != "draft" {
			t.Errorf("%s: it is %s before anybody has seen what is open", story, pm.Status)
		}
		r.press("enter")
		if pm := r.pm(); pm.Status != "reviewed" || !pm.ReviewedAt.Time().Equal(r.now) {
			t.Errorf("%s: it is %s since %s", story, pm.Status, pm.ReviewedAt)
		}
		if row := r.app.Top().Base().List.Selected(); row == nil || row.Field != "status" {
			t.Errorf("%s: it is not back on the status:\n%s", story, r.screen())
		}
		r.play("press e d enter", nil)
		if pm := r.pm(); pm.Status != "draft" || !pm.ReviewedAt.IsZero() {
			t.Errorf("%s: back to draft it is %s, reviewed %s", story, pm.Status, pm.ReviewedAt)
		}
	}
}

func TestNoStatusThatIsNoneIsOffered(t *testing.T) {
	r := onStatus(t, "press G e")
	if screen := r.screen(); strings.Contains(screen, "none") {
		t.Errorf("none is offered:\n%s", screen)
	}
	r.sees("draft (now)", "reviewed", "published", "closed")
	r.play("press esc d", nil)
	r.sees("It always has a status: enter changes it.")
	r.play("press 5 esc / A 1 enter ctrl+o / S t a t u s enter d", nil)
	r.sees("It always has a status: enter changes it.")
	if pm := r.pm(); pm.Status != "draft" || pm.Action("A1").Status != "open" {
		t.Errorf("it is %q, and A1 %q", pm.Status, pm.Action("A1").Status)
	}
}

func TestTabGoesOnPastTheStatus(t *testing.T) {
	r := onStatus(t, "press home ctrl+o / S t a t u s enter")
	r.play("press enter tab", nil)
	r.sees("Phase reached    assemble")
	r.play("press esc up e d enter", nil)
	if row := r.app.Top().Base().List.Selected(); r.app.Top().Typing() || row.Field != "status" {
		t.Errorf("a choice without tab went on:\n%s", r.screen())
	}
}
