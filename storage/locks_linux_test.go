package storage_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"debrief/storage"

	"golang.org/x/sys/unix"
)

// noLocks makes the system refuse all locks of this process, as NFS without its lock service does (ENOLCK): a seccomp filter.
func noLocks() error {
	const load, equal, allow, refuse = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, 0x7fff0000, 0x00050000
	const number, command = 0, 24 // in struct seccomp_data: nr, and the low half of the second argument
	filter := []unix.SockFilter{
		{Code: load, K: number},
		{Code: equal, K: unix.SYS_FLOCK, Jt: 5},
		{Code: equal, K: unix.SYS_FCNTL, Jf: 5},
		{Code: load, K: command},
		{Code: equal, K: unix.F_GETLK, Jt: 2},
		{Code: equal, K: unix.F_SETLK, Jt: 1},
		{Code: equal, K: unix.F_SETLKW, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: refuse | uint32(unix.ENOLCK)},
		{Code: unix.BPF_RET | unix.BPF_K, K: allow},
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if failed, _, err := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program))); failed != 0 {
		return err
	}
	return nil
}

func init() {
	openWithoutLocks = opensWithoutLocks
}

func opensWithoutLocks(path string) string {
	if err := noLocks(); err != nil {
		return "no filter: " + err.Error()
	}
	_, err := storage.Open(ctx, path, storage.Options{Author: "child"})
	return fmt.Sprint(errors.Is(err, storage.ErrNoLocks), ": ", err)
}

func TestAFolderWithoutLocksIsNamedAndNothingIsMadeThere(t *testing.T) {
	_, there := started(t)
	missing := filepath.Join(t.TempDir(), "archive.db")
	for _, path := range []string{there, missing} {
		out, err := child(t, withoutLocks, path).Output()
		said := strings.TrimSpace(string(out))
		if strings.HasPrefix(said, "no filter") {
			t.Skip(said)
		}
		want := "true: the file system of " + filepath.Dir(path) + " keeps no locks, as some network folders do not: name an archive on a local disk (--archive FILE)"
		if err != nil || said != want {
			t.Errorf("%v: %s, want %s", err, said, want)
		}
	}
	if made, err := os.ReadDir(filepath.Dir(missing)); err != nil || len(made) > 0 {
		t.Errorf("%v was made, %v", made, err)
	}
}
