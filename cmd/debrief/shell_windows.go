package main

// hasShell is false: Windows suspends no programs.
func hasShell() bool { return false }
