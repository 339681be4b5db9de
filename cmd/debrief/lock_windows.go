package main

import (
	"errors"

	"golang.org/x/sys/windows"
)

// lock takes the lock of a document; errHeld where another process has it. It is a file beside the document, which no other
// process can open, because Windows renames nothing over a file that is open. The system deletes it when it is closed.
func lock(file string) (release func() error, err error) {
	name, err := windows.UTF16PtrFromString(besideDocument(file) + ".lock")
	if err != nil {
		return nil, err
	}
	const access, alone = windows.GENERIC_WRITE | windows.DELETE, 0
	h, err := windows.CreateFile(name, access, alone, nil, windows.CREATE_ALWAYS, windows.FILE_FLAG_DELETE_ON_CLOSE, 0)
	switch {
	case errors.Is(err, windows.ERROR_SHARING_VIOLATION), errors.Is(err, windows.ERROR_DELETE_PENDING):
		return nil, errHeld
	case err != nil:
		return nil, err
	}
	return func() error { return windows.CloseHandle(h) }, nil
}
