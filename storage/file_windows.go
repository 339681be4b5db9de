package storage

import (
	"os"

	"golang.org/x/sys/windows"
)

// writable asks the system whether this user may write to a file or folder.
func writable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && (info.IsDir() || info.Mode()&0o200 != 0)
}

// full reports whether the disk of the folder has no room left.
func full(dir string) bool {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return false
	}
	var free uint64
	return windows.GetDiskFreeSpaceEx(name, &free, nil, nil) == nil && free < 4096
}

// lock takes a file for this process alone; false where another one has it. The system lets go when the process ends.
func lock(f *os.File) bool {
	const how = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, &windows.Overlapped{}) == nil
}

// waitForLock is lock for one who waits. Those who do are served in their order.
func waitForLock(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &windows.Overlapped{})
}

// unlock lets go of a file.
func unlock(f *os.File) error {
	return windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, &windows.Overlapped{})
}

// syncFolder brings the names of a folder to the disk, which this system does by itself.
func syncFolder(string) error { return nil }

const noFollow = 0

// logLock is where a log is locked: here locks hold off readers, and the engine must not meet this one.
func logLock() *windows.Overlapped { return &windows.Overlapped{OffsetHigh: 1 << 30} }

// keepLog marks a log as that of a program that lives.
func keepLog(f *os.File) bool {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, logLock()) == nil
}

// claimLog takes a log that no living program has marked.
func claimLog(f *os.File) bool {
	const how = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, logLock()) == nil
}

// keepsNoLocks reports a file on a file system without locks, of which this system knows none.
func keepsNoLocks(*os.File) bool { return false }

// engineHas reports whether somebody has a file open with the engine, which locks these bytes of it:
// https://sqlite.org/fileformat2.html#the_lock_byte_page.
func engineHas(f *os.File) bool {
	const how, size = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY, 512
	at := &windows.Overlapped{Offset: 0x40000000}
	if windows.LockFileEx(windows.Handle(f.Fd()), how, 0, size, 0, at) != nil {
		return true
	}
	_ = windows.UnlockFileEx(windows.Handle(f.Fd()), 0, size, 0, at)
	return false
}

// hasEnded is not known here: who falls silent has.
func hasEnded(int) bool { return false }
