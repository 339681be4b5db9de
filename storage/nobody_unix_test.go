//go:build !windows

package storage_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// asNobody lets a child run as a user without rights where this one has all of them: nothing is read-only for root. The
// program is copied to where that user can start it.
func asNobody(t *testing.T, c *exec.Cmd, dir string) error {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	program := filepath.Join(t.TempDir(), "child")
	if err := copyFile(c.Path, program); err != nil {
		return err
	}
	for _, end := range []string{filepath.Dir(program), filepath.Dir(dir)} {
		for _, at := range []string{end, filepath.Dir(end)} {
			if err := os.Chmod(at, 0o755); err != nil {
				return err
			}
		}
	}
	counts := filepath.Join(filepath.Dir(program), "counts") // where go test -cover lets that user write what was run
	if err := errors.Join(os.Mkdir(counts, 0o755), os.Chown(counts, 65534, 65534)); err != nil {
		return err
	}
	c.Path, c.Dir, c.Env = program, filepath.Dir(program), append(c.Env, "GOCOVERDIR="+counts)
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	return nil
}
