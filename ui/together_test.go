package ui

import (
	"context"
	"strings"
	"testing"

	"debrief/model"

	tea "charm.land/bubbletea/v2"
)

// beside is a second terminal on the archive of a rig.
func (r *rig) beside(w, h int) *rig {
	r.t.Helper()
	other := &rig{t: r.t, dir: r.dir, now: r.now, tick: r.tick}
	other.start(w, h)
	return other
}

// hears lets the program be told what others have done.
func (r *rig) hears() { r.send(Elsewhere{Steps: true, Live: true}) }

// sit says who sits at a terminal, by the palette.
func (r *rig) sit(name string) {
	r.t.Helper()
	r.play("press :\ntype my name\npress enter\nenter "+name, nil)
}

func TestTwoAtTheKeyboard(t *testing.T) {
	kim := newRig(t, 100, 30)
	importPayments(kim)
	kim.play("press 1 esc a\nenter Kim Lee note-taker facilitator", nil)
	ref := kim.pm().Ref
	lee := kim.beside(100, 30)
	lee.run(lee.app.Load(ref, "facts", ""))
	lee.sees("noor is at another terminal, too. Who are you?", "another terminal: Assemble")

	// Each says who they are; what the postmortem does not say of them is asked.
	lee.press("esc")
	lee.sit("lee")
	lee.sees("Here as", "facilitator", "note-taker")
	lee.play("press n enter", nil)
	lee.sees("lee, note-taker.")
	kim.press("esc")
	kim.sit("kim")
	if kim.app.Top().Base().Choosing() {
		kim.play("press f enter", nil)
	}
	if kim.app.seat() != model.Facilitator || lee.app.seat() != model.NoteTaker {
		t.Errorf("kim is %q, lee is %q", kim.app.seat(), lee.app.seat())
	}

	// Where the other is, and what they are typing at, stands in the header.
	kim.press("4")
	lee.hears()
	lee.sees("kim: Dig deeper")
	kim.typeText("because")
	kim.wait()
	lee.hears()
	lee.sees("kim: Dig deeper, typing at ")
	lee.send(tea.WindowSizeMsg{Width: 60, Height: 24})
	lee.sees("kim: Dig deeper")

	// Undo takes back one's own step alone.
	lee.play("press 2 tab\nenter 02:50 ! scaled the pool", nil)
	lee.press("esc")
	kim.hears()
	kim.sees("lee: Facts")
	kim.play("press ctrl+u esc u", nil)
	if got := len(kim.pm().Events); got != 9 {
		t.Errorf("kim took back lee's step: %d events", got)
	}
	lee.hears()
	lee.press("u")
	lee.sees("Undone: add an event.")

	// Who leaves is not told of any more.
	lee.press("q")
	kim.hears()
	if strings.Contains(kim.screen(), "lee:") {
		t.Errorf("lee has left:\n%s", kim.screen())
	}
}

func TestAPrivateNoteIsNotTypedAtForOthers(t *testing.T) {
	r := newRig(t, 100, 30)
	importPayments(r)
	other := r.beside(100, 30)
	other.run(other.app.Load(r.pm().Ref, "facts", ""))
	r.play("press 2 esc N\ntype she was upset", nil)
	r.wait()
	other.hears()
	if screen := other.screen(); !strings.Contains(screen, "another terminal: Facts ") || strings.Contains(screen, "typing") {
		t.Errorf("it is told of:\n%s", screen)
	}
}

func TestAPlaceThatCannotBeToldIsNoReasonToStop(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	if _, err := r.archive.Delete(context.Background(), r.pm().Ref); err != nil {
		t.Fatal(err)
	}
	r.play("press 4 esc 3 esc", nil)
	r.sees("3 CAUSES")
}
