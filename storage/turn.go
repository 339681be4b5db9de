package storage

import (
	"os"
	"sync"
	"time"
)

// errTurn is the end of a wait for one's turn.
var errTurn = &trouble{kind: ErrBusy, text: "another program is writing to the archive: nothing was saved, try again"}

// turn is a place in the queue of those who write to an archive. The engine knows no queue: whoever finds its lock taken sleeps and
// asks again, and sixteen who ask starve each other. So a writer first takes the lock on a file beside the archive, for which
// the system lets them wait in their order. It is for manners alone: the engine's lock is what holds everybody off, also those
// who know nothing of turns. Where the file cannot be locked, everybody's turn is always.
//
// A turn is used by one goroutine at a time.
type turn struct {
	path string
	file *os.File

	since time.Time   // when the turn began
	timer *time.Timer // ends a turn that lingers

	mu     sync.Mutex
	kept   bool          // the turn lingers: nobody writes, and the lock is still held
	wanted bool          // somebody still waits
	asked  chan struct{} // holds the answer of the system; nil while nothing is asked for
}

// A writer who comes back at once goes on with its turn for a while: what it has read is still the newest then, and a turn for
// each line of a log would read everything anew sixteen times.
const (
	slice  = 50 * time.Millisecond // of one turn, at most
	linger = 4 * time.Millisecond  // between two changes of one turn, at most
)

func newTurn(archive string) *turn { return &turn{path: archive + "-turn"} }

// take waits for the turn, as long as patience says.
func (t *turn) take(patience time.Duration) error {
	if t.goesOn() {
		return nil
	}
	for until := time.Now().Add(patience); ; {
		if t.open() != nil {
			return nil //nolint:nilerr // without the file the archive's own lock has to do
		}
		if err := t.wait(time.Until(until)); err != nil {
			return err
		}
		if stillNamed(t.file) {
			t.since = time.Now()
			return nil
		}
		t.drop() // whoever left last has removed it
	}
}

// goesOn takes up a turn that lingers; one that has lasted long enough ends.
func (t *turn) goesOn() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.kept {
		return false
	}
	t.timer.Stop()
	t.kept = false
	if time.Since(t.since) < slice {
		return true
	}
	_ = unlock(t.file)
	return false
}

func (t *turn) open() (err error) {
	if t.file == nil {
		t.file, err = os.OpenFile(t.path, os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	}
	return err
}

func (t *turn) wait(patience time.Duration) error {
	t.mu.Lock()
	if t.asked == nil && lock(t.file) {
		t.mu.Unlock()
		return nil
	}
	t.wanted = true
	if t.asked == nil {
		t.asked = make(chan struct{}, 1)
		go t.ask(t.file, t.asked)
	}
	asked := t.asked
	t.mu.Unlock()

	timer := time.NewTimer(patience)
	defer timer.Stop()
	over := false
	select {
	case <-asked:
	case <-timer.C:
		over = true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if over && len(asked) == 0 {
		t.wanted = false // what is asked for is given back at once when it comes
		return errTurn
	}
	t.asked, t.wanted = nil, false
	return nil
}

// ask waits in the queue of the system, from which there is no way out.
func (t *turn) ask(file *os.File, asked chan<- struct{}) {
	_ = waitForLock(file) // a system that has no such locks lets everybody pass
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.wanted {
		asked <- struct{}{}
		return
	}
	_ = unlock(file)
	t.asked = nil
}

// leave lets the next one have its turn, unless there is more to write at once.
func (t *turn) leave() {
	if t.file == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if time.Since(t.since) >= slice {
		_ = unlock(t.file)
		return
	}
	t.kept = true
	t.timer = time.AfterFunc(linger, t.end)
}

// end is the end of a turn that lingered for nothing.
func (t *turn) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept {
		t.kept = false
		_ = unlock(t.file)
	}
}

// drop forgets the file.
func (t *turn) drop() {
	_ = t.file.Close()
	t.file = nil
}

// close removes the file where nobody else is about to write.
func (t *turn) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = false
	if t.file == nil || t.asked != nil {
		return // the wait that was given up ends with the program
	}
	if lock(t.file) && stillNamed(t.file) {
		_ = removeLock(t.file)
		return
	}
	_ = t.file.Close()
}
