package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// TestBringingInAsksWhatANameOfSeveralZonesMeans: nothing is filled in that would be wrong, and UTC is asked again.
func TestBringingInAsksWhatANameOfSeveralZonesMeans(t *testing.T) {
	r := newRig(t, 80, 24)
	r.play("press n\nenter The cache ran cold\npress enter enter 2", nil)
	r.send(tea.PasteMsg{Content: "2026-11-18 02:14 IST the cache is cold\n2026-11-18 02:19 IST warmed it by hand\n"})
	r.sees("Zone of IST", "IST means Asia/Kolkata, Europe/Dublin or Asia/Jerusalem", "2 times, the first in line 1: \"2026-11-18 02:14\"")
	r.press("enter")
	if at := r.pm().Events; len(at) > 0 {
		t.Fatalf("an empty answer brought in %v", at)
	}
	r.play("enter UTC", nil)
	r.sees("IST means Asia/Kolkata")
	r.play("enter Asia/Kolkata\npress enter", nil)
	if got := r.pm().Events; len(got) != 2 || got[0].At.String() != "2026-11-17T20:44:00Z" {
		t.Errorf("%+v", got)
	}
}

// TestBringingInAsksForColumnsWithAGuess: enter takes what the columns seem to be.
func TestBringingInAsksForColumnsWithAGuess(t *testing.T) {
	r := newRig(t, 100, 30)
	r.play("press n\nenter The cache ran cold\npress enter enter 2", nil)
	r.send(tea.PasteMsg{Content: "Nr,Wann,Geschehen\n1,2026-11-16,the cache was halved\n2,2026-11-18T02:14:05Z,the cache is cold\n3,2026-11-18T02:19:05Z,warmed it by hand\n"})
	r.sees("Columns  time=2 text=3", "1 Nr, 2 Wann, 3 Geschehen")
	r.press("enter")
	r.sees("18 Nov 02:14 ", "16 Nov day ")
	r.press("enter")
	r.sees("> day ")
	if got := r.pm().Events; len(got) != 3 || got[0].Precision != "day" {
		t.Fatalf("%+v", got)
	}
	// A whole day stays one when its words are corrected.
	r.press("enter")
	r.sees("what  the cache was halved")
	r.typeText(" by hand")
	r.press("enter")
	if e := r.pm().Events[0]; e.Precision != "day" || e.Text != "the cache was halved by hand" {
		t.Errorf("%+v", e)
	}
}
