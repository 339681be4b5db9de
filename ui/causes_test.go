package ui

import (
	"strings"
	"testing"
)

// TestACauseIsTypedAfterPointingAtTheTimeline points at two events of the night, looks at the facts once more, and types the cause.
func TestACauseIsTypedAfterPointingAtTheTimeline(t *testing.T) {
	r := newRig(t, 100, 30)
	p := overMidnight(9)
	p.Causes, p.Actions = nil, nil
	if _, err := r.archive.Create(t.Context(), p, "start"); err != nil {
		t.Fatal(err)
	}
	r.run(r.app.Load("PM-1", "causes", ""))
	r.sees("none yet: type it; space ticks the events that show it", "> [ ] E1   22:40 saw", "[ ] E4  ~23:19 told", "Thu 19 Nov 2026")
	r.play("press esc down space down space down space space", nil)
	r.sees("[x] E2   22:53 did", "[x] E3   23:06 thought", "[ ] E4 ")
	r.play("press 2 esc 3", nil)
	r.sees("shown by E2, E3")
	r.typeText("A command for the secondary ran on the primary #trigger e1")
	r.sees("trigger, shown by E1, E2, E3")
	r.press("enter")
	if c := r.pm().Causes; len(c) != 1 || strings.Join(c[0].Events, " ") != "E1 E2 E3" || c[0].Role != "trigger" {
		t.Fatalf("the causes are %+v", c)
	}
	r.sees("> C1  A command for the secondary ran on the primary", "[ ] E2 ")
	r.typeText("A second one")
	r.press("enter")
	if c := r.pm().Causes; len(c) != 2 || len(c[1].Events) != 0 {
		t.Errorf("what was ticked for the first cause shows the second one: %+v", c)
	}
}

// TestTheTimelineBesideTheCausesIsOnlyPointedAt tries on an event what would change it.
func TestTheTimelineBesideTheCausesIsOnlyPointedAt(t *testing.T) {
	r := newRig(t, 100, 30)
	importPayments(r)
	r.play("press 3 esc end d", nil)
	r.sees("Delete it on its own sheet")
	r.play("press J", nil)
	r.sees("This is moved on its own sheet")
	r.play("press c", nil)
	r.sees("Select a cause first.")
	ref := r.app.Top().Base().Ref()
	r.play("press ,", nil)
	if r.sees("2 FACTS"); r.app.Top().Base().Ref() != ref {
		t.Errorf("it leads to %s, not to %s", r.app.Top().Base().Ref(), ref)
	}
}

func TestAnEventIsFoundByTheBeginningOfItsReference(t *testing.T) {
	r := newRig(t, 100, 30)
	importPayments(r)
	r.press("4")
	r.typeText("nobody saw it E1")
	r.sees("E1  02:14 Error rate on /payments crosses 5 %")
	r.typeText(" ")
	r.sees("shown by E1")
}
