//go:build unix

package main

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// hasShell reports whether a shell with job control started the program, so that it can be suspended and come back: such a
// shell gives every job a process group of its own.
func hasShell() bool {
	session, err := unix.Getsid(0)
	return err == nil && unix.Getpgrp() != session
}

// passOn gives a signal to a process of our group. What was typed on the terminal has reached it already.
func passOn(to *os.Process, s os.Signal) {
	if typed := s == syscall.SIGINT || s == syscall.SIGQUIT; typed && inForeground() {
		return
	}
	_ = to.Signal(s) // it may have ended by now
}

// inForeground reports whether our group is the one that the terminal sends its signals to.
func inForeground() bool {
	tty, err := os.OpenFile("/dev/tty", os.O_RDONLY|unix.O_NOCTTY, 0)
	if err != nil {
		return false
	}
	defer func() { _ = tty.Close() }() // nothing was written
	group, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}
