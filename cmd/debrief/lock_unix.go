//go:build unix

package main

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lock takes the lock of a document, which is on the document itself; errHeld where another process has it. A document that was
// replaced meanwhile is locked anew, because the lock is on the file that had its name before.
func lock(file string) (release func() error, err error) {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	switch {
	case errors.Is(err, unix.EWOULDBLOCK):
		err = errHeld
	case errors.Is(err, errors.ErrUnsupported): // a file system without locks, on which it is written as it was before there were any
		err = nil
	case err == nil:
		err = stillThere(f, file)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}

// stillThere answers errHeld where a file has its name no more.
func stillThere(f *os.File, name string) error {
	ours, err := f.Stat()
	if err != nil {
		return err
	}
	if now, err := os.Stat(name); err != nil || !os.SameFile(ours, now) {
		return errHeld
	}
	return nil
}
