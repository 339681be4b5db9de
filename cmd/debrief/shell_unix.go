//go:build unix

package main

import "golang.org/x/sys/unix"

// hasShell reports whether a shell with job control started the program, so that it can be suspended and come back: such a
// shell gives every job a process group of its own.
func hasShell() bool {
	session, err := unix.Getsid(0)
	return err == nil && unix.Getpgrp() != session
}
