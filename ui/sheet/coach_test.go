package sheet

import (
	"testing"

	"debrief/ui/draw"
)

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
