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
	r.press("esc")
	r.sees("Mail queue grew", "s search")
}
