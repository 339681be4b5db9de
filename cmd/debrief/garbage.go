package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// spareFirstGarbage lets the first 16 MB of garbage lie: a command that lists or shows ends before it has made as much, and
// collecting it would take longer than the command. From the first collection on, everything is as always, so that a large
// intake takes no more memory for it. Whoever sets $GOGC has the last word.
func spareFirstGarbage() {
	if os.Getenv("GOGC") != "" {
		return
	}
	const atFirst = 400 // per cent of the 4 MB that the runtime begins with
	usual := debug.SetGCPercent(atFirst)
	canary := new([64]byte) // goes with the first collection
	runtime.AddCleanup(canary, func(percent int) { debug.SetGCPercent(percent) }, usual)
}
