package ui

import (
	"strings"
	"testing"
)

// TestADayIsSaidOnceAndATimeAsExactlyAsItIsKnown reads the timeline of a night from its first row on.
func TestADayIsSaidOnceAndATimeAsExactlyAsItIsKnown(t *testing.T) {
	r := newRig(t, 100, 40)
	p := overMidnight(9)
	p.Zone = "Europe/Berlin"
	if _, err := r.archive.Create(t.Context(), p, "start"); err != nil {
		t.Fatal(err)
	}
	r.run(r.app.Load("PM-1", "facts", ""))
	r.play("press esc home", nil)
	r.sees("\n Wed 18 Nov 2026, Europe/Berlin\n", "\n Thu 19 Nov 2026\n", "    23:53 did ", "   ~00:19 told ", "    00:32 or 00:35 decided ")
	if screen := r.screen(); strings.Count(screen, "Europe/Berlin") != 1 || strings.Contains(screen, "Timeline") {
		t.Errorf("the zone is not said once:\n%s", screen)
	}
	if got := strings.Count(r.screen(), " Nov"); got != 4 { // two headings, and two ends of the bar
		t.Errorf("a day is said %d times:\n%s", got, r.screen())
	}
}
