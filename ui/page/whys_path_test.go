package page

import (
	"strconv"
	"strings"
	"testing"

	"debrief/ui/draw"
)

func TestThePathIsReadableInAnyWindow(t *testing.T) {
	var steps []step
	for i := range 21 {
		steps = append(steps, step{"W" + strconv.Itoa(i), "the answer that was given at this level of the tree"})
	}
	steps[0].ref = "C1"
	for _, depth := range []int{0, 1, 2, 5, 20} {
		for _, w := range []int{8, 20, 33, 60, 66, 250} {
			for lines := 1; lines < 4; lines++ {
				out := pathLines(steps[:depth+1], w, lines)
				if len(out) == 0 || len(out) > lines || !strings.Contains(strings.Join(out, "\n"), steps[depth].ref) {
					t.Errorf("%d deep in %d lines of %d: %q", depth, lines, w, out)
				}
				for _, l := range out {
					if draw.Width(l) > w {
						t.Errorf("%d deep in %d lines of %d: %q is too wide", depth, lines, w, l)
					}
				}
			}
		}
	}
}
