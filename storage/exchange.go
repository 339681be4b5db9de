package storage

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"
)

// guard watches over an open archive: its file can be exchanged at any time, also without getting another inode, by somebody who
// knows nothing of its log. What is then read is a mixture, and the next checkpoint would write one.
type guard struct {
	path string
	main *heldFile
	page int64 // where the row of meta stands

	mu   sync.Mutex
	log  *os.File // nil as long as there is none
	seen sight    // the last one that was in order
	kept string   // the state that the last change of this program has led to; "" where there was none
	gone bool     // the file is another archive's, and stays it: the engine has read from both
}

// metaPage is where the row of meta stands in a file that nobody else has built anew.
const metaPage = 2

// newGuard takes note of the file before the engine opens it.
func newGuard(path string, main *heldFile) *guard {
	g := &guard{path: path, main: main, page: metaPage}
	if s, err := g.look(); err == nil {
		g.seen = s
	}
	return g
}

// errors of an archive that is no longer the one that was opened.
var (
	errAway      = errors.New("its file or its log has another name now")
	errReplaced  = errors.New("its file or its log was replaced")
	errExchanged = errors.New("its file holds another archive, or another state of it")
)

// check returns an error if the file, or the log, is no longer that of the archive that was opened.
func (g *guard) check() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.gone {
		return errExchanged
	}
	if err := g.inPlace(); err != nil {
		return err
	}
	return g.inOrder()
}

// content is check for an archive that may have been moved: whether its file, wherever it is, and its log are in order.
func (g *guard) content() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.gone {
		return errExchanged
	}
	return g.inOrder()
}

// inPlace looks at the names.
func (g *guard) inPlace() error {
	info, err := os.Stat(g.path)
	if errors.Is(err, fs.ErrNotExist) {
		return errAway
	}
	if err != nil || !os.SameFile(info, g.main.info) {
		return errReplaced
	}
	if g.log == nil {
		g.log, err = openLog(g.path + "-wal")
		if g.log == nil {
			return err
		}
		if !keepLog(g.log) { // somebody sets it aside
			return errReplaced
		}
	}
	if stillNamed(g.log) {
		return nil
	}
	if _, err := os.Lstat(g.log.Name()); errors.Is(err, fs.ErrNotExist) {
		return errAway
	}
	return errReplaced
}

// inOrder looks at what is in the file and the log. Half of a checkpoint that another program makes may look wrong for a moment.
func (g *guard) inOrder() error {
	for n := range looks {
		if n > 0 {
			time.Sleep(lookAgain / 5)
		}
		now, err := g.look()
		if err == nil && g.follows(now) && (now.salts == salts{} || now.same(g.seen) || g.belongs(now)) {
			g.seen = now
			return nil
		}
	}
	g.gone = true
	return errExchanged
}

// follows reports whether a sight can come after the last one. Another program, a shell or one that makes copies, may have brought all
// of the log into the file and emptied it.
func (g *guard) follows(now sight) bool {
	return now.follows(g.seen) || now.salts == salts{} && g.kept != "" && now.state == g.kept
}

// keeps takes note of the state that a change has led to.
func (g *guard) keeps(state string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.kept = state
}

// look reads one page of the file and the header of the log.
func (g *guard) look() (s sight, err error) {
	f, err := readAlone(g.main, g.page)
	if err != nil {
		return s, err
	}
	s.archive, s.state = f.stamp.archive, f.stamp.state
	if g.log == nil {
		return s, nil
	}
	info, err := g.log.Stat()
	if err != nil {
		return s, err
	}
	var header [logHeaderSize]byte
	switch _, err := g.log.ReadAt(header[:], 0); {
	case err == nil:
		s.salts, s.size = saltsOf(header[:]), info.Size()
	case !errors.Is(err, io.EOF):
		return s, err
	}
	return s, nil
}

// same reports whether neither the file nor the life of the log is another one.
func (s sight) same(was sight) bool { return s.state == was.state && s.salts == was.salts }

// belongs reads the whole log. One in which nobody has set a state yet says nothing, and then the state must be the one that was
// seen with it, if it was.
func (g *guard) belongs(now sight) bool {
	l, err := readLog(io.NewSectionReader(g.log, 0, now.size))
	if err != nil {
		return false
	}
	if l.commits == 0 || l.unsigned() {
		return l.salts != g.seen.salts || now.state == g.seen.state
	}
	f, err := readAlone(g.main, g.page)
	return err == nil && l.belongsTo(f)
}

// close lets go of the log. It comes before the engine's end, which may remove it.
func (g *guard) close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.log == nil {
		return nil
	}
	return g.log.Close()
}

// long reports whether the log has become so long that it is to be brought into the file. The file of a log that is begun anew stays
// as long as it was, which saves time; so it is asked whether the frame at that place is of this life.
func (g *guard) long() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	var header [logHeaderSize]byte
	if g.log == nil {
		return false
	}
	if _, err := g.log.ReadAt(header[:], 0); err != nil {
		return false
	}
	width := frameHeaderSize + int64(big(header[8:]))
	var frame [frameHeaderSize]byte
	if _, err := g.log.ReadAt(frame[:], logHeaderSize+(logLimit/width-1)*width); err != nil {
		return false
	}
	return big(frame[8:]) == big(header[16:]) && big(frame[12:]) == big(header[20:])
}

// stillThere returns ErrMoved when the archive was moved, replaced or exchanged since it was opened.
func (a *Archive) stillThere() error {
	var err error
	switch {
	case a.guard != nil:
		err = a.guard.check()
	case a.file != nil:
		info, failed := os.Stat(a.path)
		if failed != nil || !os.SameFile(info, a.file) {
			err = errReplaced
		}
	}
	if err == nil {
		return nil
	}
	a.told.Store(true)
	if errors.Is(err, errExchanged) {
		return &trouble{ErrMoved, a.exchanged() + ": nothing was saved", err}
	}
	return &trouble{ErrMoved, "the archive was moved or replaced since it was opened: nothing was saved", err}
}

func (a *Archive) keeps(state string) { a.guard.keeps(state) }

func (a *Archive) exchanged() string {
	return fmt.Sprintf("%s was exchanged while it was open (what was saved before is in %s)", a.name(), a.logName())
}

// keepOff reports whether the engine must not be closed: where it is the last one that has the archive open, it would write the log
// into the file that is there now. Where a file was only moved, its changes go with it, which the engine does not do by itself.
func (a *Archive) keepOff() (bool, error) {
	if a.guard == nil { // it was not opened to the end
		return a.edits != nil && !a.logBelongs(), nil
	}
	err := a.guard.check()
	if errors.Is(err, errAway) {
		if err = a.guard.content(); err == nil && a.edits != nil {
			_ = a.edits.exec("PRAGMA wal_checkpoint(TRUNCATE)")
		}
	}
	if err == nil {
		return false, nil
	}
	if a.told.Load() || !a.wrote.Load() {
		return true, nil
	}
	return true, &trouble{ErrMoved, a.exchanged(), err}
}

// watchOver begins to guard what the engine has opened, and found the row of meta on a page.
func (a *Archive) watchOver(g *guard, page int64) error {
	if g.page != page {
		g.page, g.seen = page, sight{}
	}
	a.guard = g
	return a.stillThere()
}

// logLimit is how long a log becomes, in bytes, before it is brought into the file.
const logLimit = 2 << 20

// tidy brings a long log into the file, after a look at both. What keeps it from doing so is no reason to refuse what is saved.
func (a *Archive) tidy(w *writer) {
	if a.guard.long() {
		a.checkpoint(w)
	}
}

func (a *Archive) checkpoint(w *writer) {
	if a.guard.check() == nil {
		_ = w.exec("PRAGMA wal_checkpoint(PASSIVE)") // the engine does what the readers allow, and no more
	}
}
