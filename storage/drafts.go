package storage

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"debrief/model"
)

// Drafts keep text that is not in the archive yet, in a file of one terminal session: what stands in a line, and entries, which
// have left their line and are on their way. They are not in the archive: that may be read-only, full, or a team's. What
// was typed is on the disk within a quarter of a second, without its secrets: those stay in memory, so that the line goes on as it was
// typed, and what comes back after a crash shows where they were. No call but Flush, Close and Adopt waits for the disk.
type Drafts struct {
	dir     string
	session string
	file    string // without its ending
	hide    Hide

	writing sync.Mutex // held while the file is written, and taken before mu
	lock    *os.File   // nil once it is closed

	mu      sync.Mutex
	texts   map[slot]Draft
	dirty   bool
	timer   *time.Timer // runs while something is dirty
	written time.Time
	err     error // of the last write
	closed  bool
}

// Draft is one text that is not in the archive yet.
type Draft = model.Draft

// slot is where a text is kept: a key has one line and any number of entries.
type slot struct{ key, entry string }

func slotOf(d Draft) slot { return slot{d.Key, d.Entry} }

// draftPace is the least time between two writes: a throttle, so that a person who types on and on loses no more than this.
const draftPace = 200 * time.Millisecond

// OpenDrafts starts the drafts of a session in a folder, which it makes, for its owner alone. Two programs of one session
// have drafts of their own. What hide takes out is never on the disk.
func OpenDrafts(dir, session string, hide Hide) (*Drafts, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for drafts: %w", plainPath(err))
	}
	name := url.PathEscape(session)
	if len(name) > 60 {
		name = name[:60]
	}
	d := &Drafts{
		dir: dir, session: session, hide: hide, texts: map[slot]Draft{},
		file: filepath.Join(dir, "draft-"+strings.ReplaceAll(name, "%", "_")+"-"+rand.Text()[:12]),
	}
	var err error
	d.lock, err = os.OpenFile(d.file+".lock", os.O_RDWR|os.O_CREATE|os.O_EXCL|noFollow, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep drafts: %w", plainPath(err))
	}
	if !lock(d.lock) {
		_ = d.lock.Close()
		return nil, fmt.Errorf("keep drafts: the folder %s cannot lock files", dir)
	}
	return d, nil
}

// Put keeps the text of a line; "" drops it.
func (d *Drafts) Put(key, text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || d.texts[slot{key: key}].Text == text && d.err == nil {
		return
	}
	d.line(key, text)
	d.schedule(d.pause())
}

// Drop forgets the text of a line, because it was saved or given up.
func (d *Drafts) Drop(key string) { d.Put(key, "") }

// Get is the text that is kept of a line, "" where there is none.
func (d *Drafts) Get(key string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.texts[slot{key: key}].Text
}

// Enter turns the text of a line into an entry, in one step: what is on the disk is one of the two, never both and never
// neither. It is written at once, in the background; whoever saves the entry calls Flush first, which waits for that.
func (d *Drafts) Enter(entry Draft) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return
	}
	if entry.At.IsZero() {
		entry.At = time.Now().UTC()
	}
	delete(d.texts, slot{key: entry.Key})
	d.texts[slotOf(entry)] = entry
	d.schedule(0)
}

// Leave forgets an entry, because it was saved or given up.
func (d *Drafts) Leave(key, entry string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.texts[slot{key, entry}]; !ok || d.closed || entry == "" {
		return
	}
	delete(d.texts, slot{key, entry})
	d.schedule(d.pause())
}

// Return gives an entry back to its line, in one step: the entry is forgotten, and its text, or what has become of it, is the
// text of the line; "" leaves the line empty.
func (d *Drafts) Return(key, entry, text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return
	}
	delete(d.texts, slot{key, entry})
	d.line(key, text)
	d.schedule(d.pause())
}

// Entries are all entries, oldest first: their ids sort by time.
func (d *Drafts) Entries() []Draft {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []Draft
	for _, draft := range d.texts {
		if draft.Entry != "" {
			all = append(all, draft)
		}
	}
	slices.SortFunc(all, func(a, b Draft) int {
		return cmp.Or(strings.Compare(a.Entry, b.Entry), strings.Compare(a.Key, b.Key))
	})
	return all
}

func (d *Drafts) line(key, text string) {
	if text == "" {
		delete(d.texts, slot{key: key})
		return
	}
	d.texts[slot{key: key}] = Draft{Key: key, Text: text, At: time.Now().UTC()}
}

// pause is how long a write has to wait for its turn.
func (d *Drafts) pause() time.Duration { return max(0, draftPace-time.Since(d.written)) }

// schedule writes after a pause at the latest.
func (d *Drafts) schedule(after time.Duration) {
	if d.dirty && after > 0 {
		return // a write is due already, and no later
	}
	if d.timer != nil {
		d.timer.Stop()
	}
	d.dirty = true
	d.timer = time.AfterFunc(after, func() { _ = d.Flush() })
}

// Flush writes now what is not written yet, or could not be written before. It waits for a write that is under way.
func (d *Drafts) Flush() error {
	d.writing.Lock()
	defer d.writing.Unlock()
	return d.flush(false)
}

// flush is called with writing held; after the last one, nothing is taken any more. Nobody who types waits for the disk: the
// texts are copied, and then written.
func (d *Drafts) flush(last bool) error {
	d.mu.Lock()
	if d.closed || !d.dirty && d.err == nil {
		d.closed = d.closed || last
		d.mu.Unlock()
		return nil
	}
	d.closed = last
	if d.timer != nil {
		d.timer.Stop()
	}
	d.dirty = false
	content := draftFile{d.session, d.sorted()}
	d.mu.Unlock()

	err := d.write(d.file, content)

	d.mu.Lock()
	defer d.mu.Unlock()
	d.err, d.written = err, time.Now()
	return err
}

func (d *Drafts) sorted() []Draft {
	all := make([]Draft, 0, len(d.texts))
	for _, draft := range d.texts {
		all = append(all, draft)
	}
	slices.SortFunc(all, func(a, b Draft) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(a.Key, b.Key), strings.Compare(a.Entry, b.Entry))
	})
	return all
}

// Close writes what is left; it is offered again as an orphan. Without drafts nothing stays behind.
func (d *Drafts) Close() error {
	d.writing.Lock()
	defer d.writing.Unlock()
	if d.lock == nil {
		return nil
	}
	err := errors.Join(d.flush(true), removeLock(d.lock))
	d.lock = nil
	return err
}
