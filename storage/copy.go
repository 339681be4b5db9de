package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// copyOf keeps a copy of the archive as it is before it is brought up to date, readable by its owner alone: archive.db.schema-1. It
// is whole or not there, also when the program is killed: it is written beside, read back, and then given its name. A whole
// copy that is there already stays; what only looks like one, or is of another time, is put aside.
func (a *Archive) copyOf(ctx context.Context, schema int) error {
	path := fmt.Sprintf("%s.schema-%d", a.path, schema)
	want, err := totals(ctx, a.edits.conn)
	if err != nil {
		return err
	}
	if is, err := totalsOf(ctx, path, schema); err == nil && is == want {
		return nil
	}
	beside := path + ".part"
	if err := remove(beside); err != nil { // of a program that was killed: nobody else copies now
		return err
	}
	f, err := os.OpenFile(beside, os.O_RDWR|os.O_CREATE|os.O_EXCL|noFollow, 0o600)
	if err != nil {
		return plainPath(err)
	}
	err = a.edits.exec("VACUUM INTO ?", beside)
	if err == nil {
		err = a.compare(ctx, beside, schema, want)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		_, err = putAside(path)
	}
	if err == nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		_ = os.Remove(beside)
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// compare reads a copy back.
func (a *Archive) compare(ctx context.Context, path string, schema int, want total) error {
	is, err := totalsOf(ctx, path, schema)
	if err != nil {
		return err
	}
	if is != want {
		return fmt.Errorf("it holds %+v instead of %+v", is, want)
	}
	return nil
}

// total is by what two archives are compared: every change adds a step.
type total struct {
	archive            string
	postmortems, steps int
}

func totals(ctx context.Context, from rower) (t total, err error) {
	err = from.QueryRowContext(ctx, "SELECT archive, (SELECT count(*) FROM postmortem), (SELECT count(*) FROM step) FROM meta").
		Scan(&t.archive, &t.postmortems, &t.steps)
	return t, err
}

// totalsOf reads an archive that nobody writes to, and looks at every page of it.
func totalsOf(ctx context.Context, path string, schema int) (t total, err error) {
	if !holdsSomething(path) {
		return t, fs.ErrNotExist
	}
	db, err := connect(path, frozen, time.Second)
	if err != nil {
		return t, err
	}
	defer func() { _ = db.Close() }()
	m, err := readMarks(ctx, db)
	if err == nil && (m.application != applicationID || m.schema != schema) {
		err = fmt.Errorf("it is of schema %d", m.schema)
	}
	if err != nil {
		return t, err
	}
	if err := intact(ctx, db); err != nil {
		return t, err
	}
	return totals(ctx, db)
}

// intact asks the engine whether a file is in order.
func intact(ctx context.Context, from *sql.DB) error {
	verdict := ""
	if err := from.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil || verdict != "ok" {
		return errors.Join(err, fmt.Errorf("it is damaged: %s", verdict))
	}
	return nil
}

// putAside gives a file another name, so that nothing is written over; one that is empty goes.
func putAside(path string) (aside string, err error) {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", plainPath(err)
	case info.Mode().IsRegular() && info.Size() == 0:
		return "", remove(path)
	}
	for n := 1; ; n++ {
		aside = fmt.Sprintf("%s.aside-%d", path, n)
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			return aside, os.Rename(path, aside)
		}
	}
}
