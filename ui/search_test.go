package ui

import (
	"strings"
	"testing"
)

// TestWhatSomebodyTypesIsFoundAsTheyType: the hits stand there with every letter, and enter leads to the part that says it.
func TestWhatSomebodyTypesIsFoundAsTheyType(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press q n\nenter Mail queue grew\nenter 2026-11-19 08:00\npress enter 2 tab\nenter 08:05 * The queue timed out\npress esc q s\ntype timeou", nil)
	r.sees("Mail queue grew", "E1: The queue ⟦timed out⟧", "Payments 500s after deploy", "⟦timeouts⟧ found")
	r.play("type ts database", nil)
	if screen := r.screen(); strings.Contains(screen, "Mail queue") || !strings.Contains(screen, "E4: Spike in") {
		t.Errorf("a second word narrows it:\n%s", screen)
	}
	r.press("enter")
	r.sees("2 FACTS", "E4")
	r.play("press esc q s\ntype severity:9 pool", nil)
	r.sees("severity wants 1 to 5")
	r.play("press ctrl+u\ntype zebra", nil)
	r.sees("Nothing has these words.")
	r.press("enter")
	r.sees("nothing is found by these words", "Find  zebra")
	r.play("press backspace backspace backspace\ntype ro alert", nil) // zero alert: what was typed is put right
	r.sees("Find  zero alert")
	if strings.Contains(r.screen(), "not saved") {
		t.Errorf("words to find are nothing to save:\n%s", r.screen())
	}
	r.press("esc")
	r.sees("Mail queue grew", "s search")
}

// TestEnterBeforeTheAnswerOpensWhatIsFound: and not what an earlier word had found.
func TestEnterBeforeTheAnswerOpensWhatIsFound(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press q n\nenter Mail queue grew\nenter 2026-11-19 08:00\npress enter esc q s\ntype payments", nil)
	r.sees("> PM-1")
	r.hold = true
	r.play("press ctrl+u\ntype mail\npress enter", nil)
	r.sees("still looking")
	r.hold = false
	for _, cmd := range r.held {
		r.run(cmd)
	}
	r.sees("PM-2 Mail queue grew")
}
