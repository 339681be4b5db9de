package ui

import (
	"testing"

	"debrief/ui/draw"
)

func TestTheBeginningOfALineStaysInSightWhenItsEndWrapsToTheNextOne(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		r := newRig(t, size[0], size[1])
		importPayments(r)
		r.press("5")
		const title = "Refuse to switch an alias to an index whose probe queries return nothing, in staging and in production alike"
		for _, letter := range title {
			r.typeText(string(letter))
			r.lines() // a terminal draws after each key
		}
		r.sees("Refuse to switch an alias", "in production alike")
		r.press("left")
		r.typeText("X")
		r.sees("Refuse to switch an alias", "alikXe")
	}
}

func TestASentenceThatHasNoRoomToEndSaysSoAndCutsNoNumber(t *testing.T) {
	for line, want := range map[string]string{
		"a title, such as:":       "a title, such as:..",
		"Tue 18 May 2027, in 155": "Tue 18 May 2027, in..",
	} {
		if got := goesOn(line, 24); draw.Width(got) > 24 || got != want {
			t.Errorf("%q goes on as %q, want %q", line, got, want)
		}
	}
}
