package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"

	"debrief/model"
)

// secure makes sure that there is a file for the archive which its owner alone can read, before the engine opens it: the
// engine would make it for everybody. It says whether the file may only be read. One that must exist is not made, and must hold
// something.
func secure(path string, existing bool) (readOnly bool, err error) {
	info, err := os.Lstat(path)
	switch missing := errors.Is(err, fs.ErrNotExist); {
	case existing && (missing || err == nil && info.Mode().IsRegular() && info.Size() == 0):
		return false, &trouble{kind: ErrMissing, text: "there is no archive " + model.Clean(path)}
	case missing:
		return false, create(path)
	}
	name := model.Clean(path)
	switch {
	case err != nil:
		return false, fmt.Errorf("open the archive: %w", plainPath(err))
	case info.Mode()&fs.ModeSymlink != 0:
		return false, &trouble{kind: ErrForeign, text: name + " is a link: debrief opens only the archive itself"}
	case info.IsDir():
		return false, &trouble{kind: ErrForeign, text: name + " is a folder, not an archive"}
	case !info.Mode().IsRegular():
		return false, &trouble{kind: ErrForeign, text: name + " is not a debrief archive"}
	}
	return !writable(path) || !writable(filepath.Dir(path)), nil
}

// holdsSomething reports whether there is a file that is not empty.
func holdsSomething(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}

func create(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder of the archive: %w", plainPath(err))
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was quicker
	}
	if err != nil {
		return fmt.Errorf("make the archive: %w", plainPath(err))
	}
	return f.Close()
}

// plainPath is the error with its path safe to show.
func plainPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s: %w", model.Clean(e.Path), e.Err)
	}
	return err
}

func loginName() string {
	if name := os.Getenv("USER"); name != "" {
		return name
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "somebody"
}
