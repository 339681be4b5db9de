// Package ballast keeps the garbage collector quiet while the program starts: a tenth of the time until the first frame would
// go into collecting what the initialisation of other packages leaves behind.
//
// Its rule: it imports nothing, so that it is initialised before every package that does.
package ballast

// size in bytes is what the collector counts as in use, and so what it lets grow before it looks again. No page of it is ever
// touched, so no memory goes into it.
const size = 16 << 20

var weight = make([]byte, size)

// Drop gives the weight up: from the next collection on, everything is as always.
func Drop() {
	clear(weight[:0])
	weight = nil
}
