//go:build unix

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// hasShell reports whether somebody is there to bring a suspended program back: a program that leads its session, as a
// direct child of tmux or ssh does, would hang.
func hasShell() bool {
	session, err := unix.Getsid(0)
	return err == nil && session != os.Getpid()
}
