package ui

import "testing"

// TestSpaceAndALetterBehindItAreAChoiceHoweverFastTheyCome: the hand does not wait for the chooser to open.
func TestSpaceAndALetterBehindItAreAChoiceHoweverFastTheyCome(t *testing.T) {
	r := newRig(t, 100, 40)
	importPayments(r)
	r.play("press 2 esc", nil)
	r.app.Top().Base().List.Choose("E4", "")
	ref, events := "E4", len(r.pm().Events)
	r.play("press space m enter", nil)
	if got := r.pm().Moments.Mitigated.Event; got != ref || len(r.pm().Events) != events {
		t.Errorf("%s is the mitigation, want %s; %d events, want %d", got, ref, len(r.pm().Events), events)
	}
	r.play("press esc 5 esc", nil)
	r.app.Top().Base().List.Choose("A1", "")
	r.play("press space d o i enter", nil)
	if got := r.pm().Actions[0].Status; got != "doing" {
		t.Errorf("A1 is %s, want doing", got)
	}
}

func TestASentenceBehindASpaceIsASentence(t *testing.T) {
	r := newRig(t, 100, 40)
	importPayments(r)
	r.play("press 2 esc", nil)
	r.app.Top().Base().List.Choose("E4", "")
	events, mitigated := len(r.pm().Events), r.pm().Moments.Mitigated.Event
	r.typeText(" mitigated it with a smaller pool")
	r.press("enter")
	if n := len(r.pm().Events); n != events+1 || r.pm().Moments.Mitigated.Event != mitigated {
		t.Fatalf("%d events, want one more than %d, and %s, want %s", n, events, r.pm().Moments.Mitigated.Event, mitigated)
	}
	r.sees("mitigated it with a smaller pool")
}
