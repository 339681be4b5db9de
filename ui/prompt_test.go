package ui

import (
	"testing"
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
