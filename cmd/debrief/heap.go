package main

import "runtime/debug"

// A command is done within a tenth of a second, and in that time the collector would run again and again, for a heap of a few MB. So the
// heap of a command may grow to five times what is in use; the screens, which stay, have it collected as Go does by itself.
const (
	commandGrowth = 400 // percent of what is in use
	usualGrowth   = 100
)

// grow settles how much the heap grows before it is collected, unless somebody has said so in $GOGC.
func (p *program) grow(percent int) {
	if p.env("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
