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
	"regexp"
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
	Prefix   string           // of the references in a new archive, two to ten capital letters and digits; PM if ""; ErrPrefix where there is another
	Now      func() time.Time // the clock; time.Now if nil
	Existing bool             // open only what is there: ErrMissing where nothing is, and nothing is made
	// Patience is how long a change waits for another program that is writing, to the millisecond, before it is refused with
	// ErrBusy; 2 s if 0.
	Patience time.Duration
	// Hide is what whatever an edit, a new postmortem or an import writes goes through, whoever made it. What an undo brings back was
	// stored before.
	Hide Hide
}

// Hide takes out of a text what must not be stored, and says how much that was; nil stores every text as it is.
type Hide = func(text string) (safe string, hidden int)

// Archive is an open archive. It may be used from several goroutines at once.
type Archive struct {
	path     string
	author   atomic.Pointer[string]
	session  string
	prefix   string // of references, as the archive has it
	now      func() time.Time
	patience time.Duration
	hide     Hide
	file     os.FileInfo // which file was opened
	main     *heldFile   // that file, open
	guard    *guard      // of an archive that others may write to, or we; nil where there is none
	notice   string      // what was found when it was opened; "" where all was as it should be
	unlogged bool        // the log beside it is not its own, and is left out
	fresh    bool        // it was made, or brought up to date, when it was opened
	told     atomic.Bool // that it is no longer the archive that was opened
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

	indexes map[int64]indexed // what the newest of them are searched by

	known map[int64]*model.Postmortem // the newest states that were written or read here, by row; under writes

	living  sync.Mutex  // guards lives
	sits    atomic.Bool // somebody sits here: this archive is a terminal's, and has told where that is
	spoke   time.Time   // when it last has; under living
	others  beside
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
	if opt.Prefix != "" && !prefixShape.MatchString(opt.Prefix) {
		return nil, &trouble{kind: ErrPrefix, text: model.Quote(opt.Prefix) +
			" is no prefix of references: two to ten capital letters and digits, such as OPS"}
	}
	a, made := unopened(path, opt), !holdsSomething(path)
	if err := a.refuseLoneLog(); err != nil {
		return nil, err
	}
	if a.readOnly, err = secure(path, opt.Existing); err != nil {
		return nil, err
	}
	err = a.connect(ctx, cmp.Or(opt.Prefix, "PM"))
	if errors.Is(err, ErrFull) && !a.readOnly && !made {
		_ = a.Close()
		was := a
		a = unopened(path, opt)
		a.readOnly, a.full, a.notice = true, true, was.notice
		err = a.connect(ctx, "")
	}
	if err == nil && opt.Prefix != "" && a.prefix != opt.Prefix {
		err = &trouble{kind: ErrPrefix, text: fmt.Sprintf("the archive has the prefix %s, and %s is chosen when one is made", a.prefix, opt.Prefix)}
	}
	if err != nil {
		_ = a.Close()
		if made && errors.Is(err, ErrNoLocks) {
			_ = os.Remove(path) // nobody can have written to it
		}
		return nil, err
	}
	return a, nil
}

// prefixShape is what the references of an archive may begin with.
var prefixShape = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,9}$`)

func unopened(path string, opt Options) *Archive {
	a := &Archive{
		path: path, now: opt.Now, hide: opt.Hide,
		patience: cmp.Or(opt.Patience, 2*time.Second), schema: schemaVersion, known: map[int64]*model.Postmortem{}, indexes: map[int64]indexed{},
	}
	a.SetAuthor(cmp.Or(opt.Author, loginName()))
	if a.now == nil {
		a.now = time.Now
	}
	a.session = cmp.Or(opt.Session, model.NewID(a.now()))
	return a
}

func (a *Archive) connect(ctx context.Context, prefix string) (err error) {
	if a.main, err = hold(a.path); err != nil {
		return fmt.Errorf("open the archive: %w", err)
	}
	a.file = a.main.info
	if (!a.readOnly || a.onlyReading() != frozen) && keepsNoLocks(a.main.File) {
		dir := model.Clean(filepath.Dir(a.path))
		return &trouble{kind: ErrNoLocks, text: "the file system of " + dir +
			" keeps no locks, as some network folders do not: name an archive on a local disk (--archive FILE)"}
	}
	if err := a.settleJournal(); err != nil {
		return err
	}
	if err := a.settleLog(); err != nil {
		return err
	}
	g := newGuard(a.path, a.main)
	if err := a.openEngine(ctx, prefix); err != nil {
		return err
	}
	var page int64
	err = a.look(ctx, func(r reader) error {
		return one(r, "SELECT prefix, (SELECT rootpage FROM sqlite_schema WHERE name = 'meta') FROM meta", nil, &a.prefix, &page)
	})
	if err != nil || a.use == frozen {
		return err
	}
	if err := a.watchOver(g, page); err != nil {
		return err
	}
	if a.fresh {
		a.checkpoint(a.edits)
	}
	return nil
}

func (a *Archive) openEngine(ctx context.Context, prefix string) (err error) {
	if a.readOnly {
		a.use = a.onlyReading()
	} else {
		a.use = reading
		if a.edits, err = openWriter(ctx, a.path, editing, a.patience); err != nil {
			return a.fault(err)
		}
		a.edits.failed, a.edits.check, a.edits.keeps = a.watches.takeBack, a.stillThere, a.keeps
		a.turns = newTurn(a.path)
		if err := a.prepare(ctx, prefix); err != nil {
			return err
		}
	}
	if a.read, err = connect(a.path, a.use, a.patience); err != nil {
		return a.fault(err)
	}
	if a.readOnly {
		return a.refuseForeign(ctx, a.read)
	}
	return nil
}

// onlyReading is how an archive is read that is not written to here.
func (a *Archive) onlyReading() use {
	logged := holdsSomething(a.logPath())
	switch {
	case a.unlogged:
		return frozen
	case !logged && (a.full || !writable(filepath.Dir(a.path))):
		return frozen
	case a.full:
		return alone
	}
	return lookingOn
}

// Path is the archive's file.
func (a *Archive) Path() string { return a.path }

// Author is whose steps this archive makes.
func (a *Archive) Author() string { return *a.author.Load() }

// SetAuthor says who makes the steps from now on.
func (a *Archive) SetAuthor(name string) { a.author.Store(&name) }

// Session is the terminal's session that this archive writes for.
func (a *Archive) Session() string { return a.session }

// Full reports whether the archive may only be read because its disk was full when it was opened: every change returns ErrFull.
func (a *Archive) Full() bool { return a.full }

// ReadOnly reports whether the archive may only be read: every change returns ErrReadOnly, or ErrFull.
func (a *Archive) ReadOnly() bool { return a.readOnly }

// Notice is what a person should know of how the archive was found: a log that was not its own, and where it is now. It is ""
// where all was as it should be.
func (a *Archive) Notice() string { return a.notice }

// Close ends the watches and closes the file. It waits for an edit that is under way, and must not be called from a watch. An
// archive that was exchanged after something was saved in it is ErrMoved here, unless that was told before.
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
	a.leaves()
	if a.turns != nil {
		a.turns.close()
	}
	if off, err := a.keepOff(); off {
		return err
	}
	var err error
	if a.guard != nil {
		err = a.guard.close()
	}
	if a.read != nil {
		err = errors.Join(err, a.read.Close())
	}
	for _, w := range []*writer{a.lives, a.edits} {
		if w != nil {
			err = errors.Join(err, w.close())
		}
	}
	if a.main != nil {
		err = errors.Join(err, a.main.letGo())
	}
	return a.fault(err)
}
