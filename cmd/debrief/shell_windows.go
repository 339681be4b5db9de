package main

import "os"

// hasShell reports that there is no job control on Windows.
func hasShell() bool { return false }

// passOn ends a process where it was not typed: the console tells all its processes of ctrl+c, and Windows knows no other signal.
func passOn(to *os.Process, s os.Signal) {
	if s != os.Interrupt {
		_ = to.Kill() // it may have ended by now
	}
}

// deviceOf is the terminal's device: every console has the same.
func deviceOf(any) string { return "" }
