//go:build unix

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
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

// deviceOf is the terminal's device, "" where it is not known.
func deviceOf(stream any) string {
	f, isFile := stream.(*os.File)
	if !isFile {
		return ""
	}
	for _, link := range []string{"/proc/self/fd/", "/dev/fd/"} {
		if name, err := os.Readlink(link + strconv.Itoa(int(f.Fd()))); err == nil && strings.HasPrefix(name, "/dev/") {
			return name
		}
	}
	info, err := f.Stat()
	if err != nil {
		return ""
	}
	if is, ok := info.Sys().(*syscall.Stat_t); ok {
		return fmt.Sprint("device ", is.Rdev)
	}
	return ""
}
