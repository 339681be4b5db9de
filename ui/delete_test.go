package ui

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"debrief/model"
)

// lacks fails where the screen shows any of these.
func (r *rig) lacks(words ...string) {
	r.t.Helper()
	screen := r.screen()
	for _, w := range words {
		if strings.Contains(screen, w) {
			r.t.Errorf("the screen shows %q:\n%s", w, screen)
		}
	}
}

// kept is what the archive holds of a postmortem, as a document.
func (r *rig) kept(ref string) []byte {
	r.t.Helper()
	pm, err := r.archive.Load(context.Background(), ref)
	if err != nil {
		r.t.Fatal(err)
	}
	return model.Encode(pm, true)
}

func TestTheExampleIsDeletedAtOnceAndComesBack(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("e")
	r.sees("EX-1")
	r.play("press q", nil)
	r.sees("0 postmortems", "EX-1", "Example: Customers signed out")
	before := r.kept("EX-1")
	r.play("press d", nil)
	r.sees("Deleted EX-1. u brings it back.", "Look at a finished one")
	r.lacks("Customers signed out", "delete all of it")
	r.play("press u", nil)
	r.sees("EX-1 is back, as it was.", "Example: Customers signed out")
	if !bytes.Equal(r.kept("EX-1"), before) {
		t.Error("it came back changed")
	}

	// e brings it back as well, and our own first one has the first number.
	r.play("press d e", nil)
	r.sees("EX-1")
	r.play("press q n\nenter Queue backlog\npress enter enter", nil)
	if ref := r.pm().Ref; ref != "PM-1" {
		t.Errorf("our first postmortem is %s", ref)
	}
	r.play("press esc q", nil)
	r.sees("1 postmortem,", "EX-1", "PM-1")
}

func TestAPostmortemIsDeletedOnceItIsSaidWhatGoes(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press esc q\npress n\nenter Queue backlog\npress enter enter\npress esc q", nil)
	r.sees("2 postmortems")
	home := r.app.Top().Base()
	onPayments := func() {
		if !home.List.Choose("PM-1", "") {
			t.Fatalf("PM-1 is not there:\n%s", r.screen())
		}
	}
	before := r.kept("PM-1")

	onPayments()
	r.press("d")
	r.sees("Delete PM-1 with 8 events, 2 causes and 3 actions", "delete all of it", "keep it")
	r.press("enter") // nothing is selected
	r.press("d")
	r.play("press k enter", nil)
	r.sees("2 postmortems", "Payments 500s after deploy")

	r.press("d")
	r.play("press d enter", nil)
	r.sees("Deleted PM-1. u brings it back.", "1 postmortem,")
	r.lacks("Payments 500s after deploy")
	home.List.Choose("PM-2", "")
	r.press("d")
	r.sees("Delete PM-2 ")
	r.lacks("Delete PM-2 with")
	r.play("press d enter", nil)
	r.sees("0 postmortems")

	r.press("u")
	r.sees("PM-2 is back, as it was.", "1 postmortem,")
	r.lacks("Payments 500s after deploy")
	r.press("u")
	r.sees("PM-1 is back, as it was.", "2 postmortems")
	if home.Ref() != "PM-1" {
		t.Errorf("the cursor is on %q", home.Ref())
	}
	if !bytes.Equal(r.kept("PM-1"), before) {
		t.Error("it came back changed")
	}
	r.press("u")
	r.sees("Nothing to take back here.")
}

func TestWhatSomebodyElseBroughtBackIsLeftAlone(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press esc q\npress d\npress d enter", nil)
	r.sees("Deleted PM-1")
	if _, err := r.archive.Undo(context.Background(), "PM-1"); err != nil {
		t.Fatal(err)
	}
	r.send(Elsewhere{Steps: true, Live: true})
	r.sees("Payments 500s after deploy")
	r.press("u")
	r.sees("Nothing to take back here.", "Payments 500s after deploy")
}

func TestAPostmortemThatIsOpenElsewhereSaysThatItWasDeleted(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	if _, err := r.archive.Delete(context.Background(), "PM-1"); err != nil {
		t.Fatal(err)
	}
	r.send(Elsewhere{Steps: true, Live: true})
	r.sees("PM-1 was deleted: debrief undo PM-1 brings it back")
	r.play("press 2\nenter 02:50 ! restarted the pool", nil)
	r.sees("restarted the pool", "PM-1 was deleted")
	r.press("esc")
	r.press("u")
	r.sees("Undone: delete the postmortem.")
	r.play("press tab enter", nil) // what was typed waits, and is entered now
	if n := len(r.pm().Events); n != 9 {
		t.Errorf("it has %d events, want 9:\n%s", n, r.screen())
	}
}
