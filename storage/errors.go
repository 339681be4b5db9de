package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	"debrief/model"

	"modernc.org/sqlite"
	engine "modernc.org/sqlite/lib"
)

// The kinds of trouble that a person can meet. What the archive returns reads as one line and answers errors.Is for these.
var (
	ErrNotFound = errors.New("there is no such postmortem")
	ErrDeleted  = errors.New("the postmortem was deleted")
	ErrNothing  = errors.New("nothing to undo")
	ErrNoRedo   = errors.New("nothing to redo")
	ErrInUse    = errors.New("still in use")
	ErrKnown    = errors.New("already in the archive")
	ErrBusy     = errors.New("another program is writing to the archive")
	ErrReadOnly = errors.New("the archive is read-only")
	ErrFull     = errors.New("the disk is full")
	ErrForeign  = errors.New("not an archive")
	ErrNewer    = errors.New("made by a newer debrief")
	ErrMissing  = errors.New("there is no archive")
	ErrPrefix   = errors.New("another prefix")
	ErrNoLocks  = errors.New("a file system without locks")
	ErrMoved    = errors.New("the archive was moved or replaced")
)

// trouble is a kind of trouble with what to tell the person.
type trouble struct {
	kind error
	text string
	err  error // what the engine said; may be nil
}

func (t *trouble) Error() string { return t.text }

func (t *trouble) Is(target error) bool { return target == t.kind }

func (t *trouble) Unwrap() error { return t.err }

// KnownError says under which reference a document that was to be imported is here already.
type KnownError struct {
	Ref     string
	Deleted bool // it was deleted, and comes back by undo
}

func (e *KnownError) Error() string {
	said := "already in the archive as " + e.Ref
	if e.Deleted {
		said += ", which was deleted: debrief undo " + e.Ref + " brings it back"
	}
	return said
}

// Is makes errors.Is(err, ErrKnown) true.
func (e *KnownError) Is(target error) bool { return target == ErrKnown }

func (a *Archive) notFound(ref string) error {
	text := fmt.Sprintf("there is no postmortem %s; references look like %s-7 or 7", model.Quote(model.Shorten(ref, 40)), a.prefix)
	return &trouble{kind: ErrNotFound, text: text}
}

// unread is fault for what saves nothing, and does not say so.
func (a *Archive) unread(err error) error {
	err = a.fault(err)
	if t, ok := errors.AsType[*trouble](err); ok && err == error(t) { //nolint:errorlint // one that is wrapped keeps its words
		said, _, _ := strings.Cut(t.text, ": nothing was saved")
		return &trouble{t.kind, said, t.err}
	}
	return err
}

// fault gives the engine's errors words for a person. Other errors pass.
func (a *Archive) fault(err error) error {
	var known *trouble
	if err == nil || errors.As(err, &known) {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) {
		return &trouble{ErrFull, "the disk is full: nothing was saved", err}
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	name := model.Clean(filepath.Base(a.path))
	switch code := e.Code(); code & 0xff {
	case engine.SQLITE_BUSY, engine.SQLITE_LOCKED:
		return &trouble{ErrBusy, "another program is writing to the archive: nothing was saved, try again", err}
	case engine.SQLITE_READONLY:
		return &trouble{ErrReadOnly, "the archive is read-only: nothing was saved", err}
	case engine.SQLITE_FULL:
		return &trouble{ErrFull, "the disk is full: nothing was saved", err}
	case engine.SQLITE_IOERR:
		if full(filepath.Dir(a.path)) {
			return &trouble{ErrFull, "the disk is full: nothing was saved", err}
		}
		return fmt.Errorf("the disk did not take it, nothing was saved: %w", err)
	case engine.SQLITE_NOTADB:
		return &trouble{ErrForeign, name + " is not a debrief archive", err}
	case engine.SQLITE_CORRUPT:
		return fmt.Errorf("the archive %s is damaged: %w", name, err)
	case engine.SQLITE_CANTOPEN:
		return &trouble{fs.ErrPermission, "the archive " + name + " cannot be opened", err}
	}
	return fmt.Errorf("the archive: %w", err)
}
