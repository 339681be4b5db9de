// Package storage keeps postmortems in one SQLite file, the archive. There is one way to change one: Apply runs an edit on
// the newest state inside a transaction and writes the difference, as rows and as a step of the journal. What it has
// returned is on the disk.
package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"debrief/model"

	_ "modernc.org/sqlite" // the engine, in pure Go
)

// Options say who writes. Everything may be left out.
type Options struct {
	Author   string           // whose steps these are, and whose Undo takes back; the user's login name if ""
	Session  string           // the terminal's session; random if ""
	Prefix   string           // of the references in a new archive; PM if ""
	Now      func() time.Time // the clock; time.Now if nil
	Existing bool             // open only what is there: ErrMissing where nothing is, and nothing is made
	// Patience is how long a change waits for another program that is writing, to the millisecond, before it is refused with
	// ErrBusy; 2 s if 0.
	Patience time.Duration
}

// Archive is an open archive. It may be used from several goroutines at once.
type Archive struct {
	path     string
	author   string
	session  string
	prefix   string // of references, as the archive has it
	now      func() time.Time
	patience time.Duration
	file     os.FileInfo // which file was opened: an archive that was moved is not written to
	readOnly bool
	empty    bool // there is no file
	full     bool // its disk had no room for writing when it was opened
	schema   int  // an archive that may only be read keeps the one it has
	use      use  // of read

	read   *sql.DB
	edits  *writer // nil where the archive is read-only
	lives  *writer // made when first needed
	turns  *turn   // of the edits
	writes sync.Mutex
	wrote  atomic.Bool // a change has begun: reading no longer borrows the connection that writes
	closed bool

	known map[int64]*model.Postmortem // the newest states that were written or read here, by row; under writes

	living  sync.Mutex // guards lives
	watches watches
}

// Open opens the archive in a file, and makes it, with its folder, if there is none. A file that is not an archive or that a
// newer program made is refused (ErrForeign, ErrNewer); one that may not be written, or that has no room to be, is opened for
// reading.
func Open(ctx context.Context, path string, opt Options) (*Archive, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the archive: %w", err)
	}
	a, made := unopened(path, opt), !holdsSomething(path)
	if a.readOnly, err = secure(path, opt.Existing); err != nil {
		return nil, err
	}
	err = a.connect(ctx, cmp.Or(opt.Prefix, "PM"))
	if errors.Is(err, ErrFull) && !a.readOnly && !made {
		_ = a.Close()
		a = unopened(path, opt)
		a.readOnly, a.full = true, true
		err = a.connect(ctx, "")
	}
	if err != nil {
		_ = a.Close()
		return nil, err
	}
	return a, nil
}

func unopened(path string, opt Options) *Archive {
	a := &Archive{
		path: path, author: cmp.Or(opt.Author, loginName()), now: opt.Now,
		patience: cmp.Or(opt.Patience, 2*time.Second), schema: schemaVersion, known: map[int64]*model.Postmortem{},
	}
	if a.now == nil {
		a.now = time.Now
	}
	a.session = cmp.Or(opt.Session, model.NewID(a.now()))
	return a
}

func (a *Archive) connect(ctx context.Context, prefix string) (err error) {
	if a.readOnly {
		a.use = a.onlyReading()
	} else {
		a.use = reading
		if a.edits, err = openWriter(ctx, a.path, editing, a.patience); err != nil {
			return a.fault(err)
		}
		a.edits.failed = a.watches.takeBack
		a.turns = newTurn(a.path)
		if err := a.prepare(ctx, prefix); err != nil {
			return err
		}
	}
	if a.read, err = connect(a.path, a.use, a.patience); err != nil {
		return a.fault(err)
	}
	if a.readOnly {
		if err := a.refuseForeign(ctx, a.read); err != nil {
			return err
		}
	}
	if a.file, err = os.Stat(a.path); err != nil {
		return fmt.Errorf("open the archive: %w", err)
	}
	return a.look(ctx, func(r reader) error { return one(r, "SELECT prefix FROM meta", nil, &a.prefix) })
}

// onlyReading is how an archive is read that is not written to here.
func (a *Archive) onlyReading() use {
	logged := holdsSomething(a.path + "-wal")
	switch {
	case !logged && (a.full || !writable(filepath.Dir(a.path))):
		return frozen
	case a.full:
		return alone
	}
	return lookingOn
}

// Path is the archive's file.
func (a *Archive) Path() string { return a.path }

// Session is the terminal's session that this archive writes for.
func (a *Archive) Session() string { return a.session }

// Full reports whether the archive may only be read because its disk was full when it was opened: every change returns ErrFull.
func (a *Archive) Full() bool { return a.full }

// ReadOnly reports whether the archive may only be read: every change returns ErrReadOnly, or ErrFull.
func (a *Archive) ReadOnly() bool { return a.readOnly }

// Checkpoint brings everything from the write-ahead log into the archive's file.
func (a *Archive) Checkpoint() error {
	a.writes.Lock()
	defer a.writes.Unlock()
	if a.edits == nil || a.closed {
		return nil
	}
	return a.fault(a.edits.exec("PRAGMA wal_checkpoint(TRUNCATE)"))
}

// Close ends the watches and closes the file. It waits for an edit that is under way, and must not be called from a watch.
func (a *Archive) Close() error {
	a.watches.stop()
	a.writes.Lock()
	defer a.writes.Unlock()
	a.living.Lock()
	defer a.living.Unlock()
	if a.closed {
		return nil
	}
	a.closed = true
	var err error
	if a.read != nil {
		err = errors.Join(err, a.read.Close())
	}
	for _, w := range []*writer{a.lives, a.edits} {
		if w != nil {
			err = errors.Join(err, w.close())
		}
	}
	if a.turns != nil {
		a.turns.close()
	}
	return a.fault(err)
}
