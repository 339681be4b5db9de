//go:build !windows

package storage

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// writable asks the system whether this user may write to a file or folder.
func writable(path string) bool { return unix.Access(path, unix.W_OK) == nil }

// full reports whether a file in the folder could not grow by a page.
func full(dir string) bool {
	f, err := os.CreateTemp(dir, ".room-")
	if err != nil {
		return false
	}
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	_, err = f.Write(make([]byte, 4096))
	return err != nil
}

// lock takes a file for this process alone; false where another one has it. The system lets go when the process ends.
func lock(f *os.File) bool { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil }

// waitForLock is lock for one who waits. Those who do are served in their order.
func waitForLock(f *os.File) error {
	for {
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// unlock lets go of a file.
func unlock(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_UN) }

// syncFolder brings the names of a folder to the disk.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// noFollow makes opening a link an error.
const noFollow = unix.O_NOFOLLOW

// keepLog marks a log as that of a program that lives.
func keepLog(f *os.File) bool { return unix.Flock(int(f.Fd()), unix.LOCK_SH|unix.LOCK_NB) == nil }

// claimLog takes a log that no living program has marked.
func claimLog(f *os.File) bool { return lock(f) }

// The bytes of an archive's file that the engine locks: https://sqlite.org/fileformat2.html#the_lock_byte_page.
const (
	engineLocks     = 0x40000000
	engineLocksSize = 512
)

// keepsNoLocks reports a file on a file system that has no locks of the engine's kind, such as NFS without its lock service: the engine
// would take it for one that another program has.
func keepsNoLocks(f *os.File) bool {
	is := unix.Flock_t{Type: unix.F_RDLCK, Start: engineLocks, Len: engineLocksSize}
	err := unix.FcntlFlock(f.Fd(), unix.F_GETLK, &is)
	return errors.Is(err, unix.ENOLCK) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.ENOTSUP)
}

// engineHas reports whether another process has a file open with the engine.
func engineHas(f *os.File) bool {
	is := unix.Flock_t{Type: unix.F_WRLCK, Start: engineLocks, Len: engineLocksSize}
	return unix.FcntlFlock(f.Fd(), unix.F_GETLK, &is) == nil && is.Type != unix.F_UNLCK
}

// hasEnded reports whether there is no process of that number.
func hasEnded(pid int) bool { return errors.Is(unix.Kill(pid, 0), unix.ESRCH) }
