package main

// hasShell reports that there is no job control on Windows.
func hasShell() bool { return false }
