package storage

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Drafts keep text that was typed and is not an edit yet, in a file of one terminal session. They are not in the archive:
// that may be read-only, full, or a team's. What Put was given is on the disk within a quarter of a second.
type Drafts struct {
	dir     string
	session string
	file    string // without its ending
	lock    *os.File

	mu      sync.Mutex
	texts   map[string]Draft
	dirty   bool
	timer   *time.Timer // runs while something is dirty
	written time.Time
	err     error // of the last write
	closed  bool
}

// Draft is one text that was being typed. The key says where: "PM-1/facts/add".
type Draft struct {
	Key  string    `json:"key"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Orphan is what a session left behind whose program is gone: it was killed, its terminal was closed, or it ended with
// something unsaved.
type Orphan struct {
	Session string
	Drafts  []Draft // newest first
	file    string
}

// draftPace is the least time between two writes: a throttle, so that a person who types on and on loses no more than this.
const draftPace = 200 * time.Millisecond

// draftFile is the form of the file.
type draftFile struct {
	Session string  `json:"session"`
	Drafts  []Draft `json:"drafts"`
}

// OpenDrafts starts the drafts of a session in a folder, which it makes, for its owner alone. Two programs of one session
// have drafts of their own.
func OpenDrafts(dir, session string) (*Drafts, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for drafts: %w", plainPath(err))
	}
	name := url.PathEscape(session)
	if len(name) > 60 {
		name = name[:60]
	}
	d := &Drafts{
		dir: dir, session: session, texts: map[string]Draft{},
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

// Put keeps a text; "" drops it.
func (d *Drafts) Put(key, text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || d.texts[key].Text == text && d.err == nil {
		return
	}
	if text == "" {
		delete(d.texts, key)
	} else {
		d.texts[key] = Draft{Key: key, Text: text, At: time.Now().UTC()}
	}
	d.schedule()
}

// Drop forgets a text, because it was saved or given up.
func (d *Drafts) Drop(key string) { d.Put(key, "") }

// Get is the text that is kept for a key, "" where there is none.
func (d *Drafts) Get(key string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.texts[key].Text
}

// schedule writes soon: at once after a pause, else when the pace allows it.
func (d *Drafts) schedule() {
	if d.dirty {
		return
	}
	d.dirty = true
	d.timer = time.AfterFunc(max(0, draftPace-time.Since(d.written)), func() { _ = d.Flush() })
}

// Flush writes now what is not written yet, or could not be written before.
func (d *Drafts) Flush() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.flush()
}

func (d *Drafts) flush() error {
	if !d.dirty && d.err == nil {
		return nil
	}
	if d.timer != nil {
		d.timer.Stop()
	}
	d.dirty = false
	d.err = writeDrafts(d.file+".json", draftFile{d.session, d.sorted()})
	d.written = time.Now()
	return d.err
}

func (d *Drafts) sorted() []Draft {
	all := make([]Draft, 0, len(d.texts))
	for _, draft := range d.texts {
		all = append(all, draft)
	}
	slices.SortFunc(all, func(a, b Draft) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(a.Key, b.Key))
	})
	return all
}

// Close writes what is left; it is offered again as an orphan. Without drafts nothing stays behind.
func (d *Drafts) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil
	}
	err := d.flush()
	d.closed = true
	return errors.Join(err, removeLock(d.lock))
}

func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return plainPath(err)
	}
	return nil
}

// writeDrafts writes a file beside the old one and puts it in its place, which also replaces a link instead of following it.
func writeDrafts(name string, content draftFile) (err error) {
	if len(content.Drafts) == 0 {
		return remove(name)
	}
	b, err := json.Marshal(content)
	if err != nil {
		return err
	}
	beside := name + "-" + rand.Text()[:8]
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL|noFollow, 0o600)
	if err != nil {
		return fmt.Errorf("keep drafts: %w", plainPath(err))
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(beside, name)
	}
	if err != nil {
		_ = os.Remove(beside)
		return fmt.Errorf("keep drafts: %w", plainPath(err))
	}
	return nil
}

// Orphans are the drafts of programs that are gone, newest first. A file that cannot be read is passed over.
func (d *Drafts) Orphans() []Orphan {
	names, _ := filepath.Glob(filepath.Join(globEscape(d.dir), "draft-*.json"))
	var all []Orphan
	for _, name := range names {
		file := strings.TrimSuffix(name, ".json")
		if file == d.file {
			continue
		}
		held, free := takeOrphan(file)
		if !free {
			continue
		}
		content, err := readDrafts(name)
		held.release()
		if err == nil && len(content.Drafts) > 0 {
			all = append(all, Orphan{content.Session, content.Drafts, file})
		}
	}
	slices.SortFunc(all, func(a, b Orphan) int { return b.Drafts[0].At.Compare(a.Drafts[0].At) })
	return all
}

func globEscape(dir string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(dir)
}

// Adopt makes an orphan's drafts this session's own and returns them. A key that has a text here already stays with the
// orphan. Nothing is returned where another session was quicker.
func (d *Drafts) Adopt(o Orphan) ([]Draft, error) {
	held, free := takeOrphan(o.file)
	if !free {
		return nil, nil
	}
	defer held.release()
	content, err := readDrafts(o.file + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read drafts: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, nil
	}
	var taken, left []Draft
	for _, draft := range content.Drafts {
		if _, ok := d.texts[draft.Key]; ok {
			left = append(left, draft)
			continue
		}
		d.texts[draft.Key] = draft
		taken = append(taken, draft)
	}
	if len(taken) == 0 {
		return nil, nil
	}
	d.schedule()
	if err := d.flush(); err != nil { // the orphan goes only when they are safe here
		return taken, err
	}
	return taken, writeDrafts(o.file+".json", draftFile{content.Session, left})
}

// Discard forgets an orphan's drafts for good.
func (d *Drafts) Discard(o Orphan) error {
	held, free := takeOrphan(o.file)
	if !free {
		return nil
	}
	defer held.release()
	return remove(o.file + ".json")
}

// heldOrphan is the lock on an orphan.
type heldOrphan struct{ f *os.File }

// takeOrphan takes a session's lock, which is free when its program is gone.
func takeOrphan(file string) (heldOrphan, bool) {
	f, err := os.OpenFile(file+".lock", os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return heldOrphan{}, false
	}
	// The file of that name must still be the one that was locked: whoever had it before may have removed it.
	if !lock(f) || !stillNamed(f) {
		_ = f.Close()
		return heldOrphan{}, false
	}
	return heldOrphan{f}, true
}

func stillNamed(f *os.File) bool {
	is, err := f.Stat()
	if err != nil {
		return false
	}
	at, err := os.Lstat(f.Name())
	return err == nil && os.SameFile(is, at)
}

func (h heldOrphan) release() { _ = removeLock(h.f) }

// removeLock removes a lock before letting go of it; where an open file cannot be removed, after.
func removeLock(f *os.File) error {
	err := remove(f.Name())
	if closed := f.Close(); err == nil || closed != nil {
		return closed
	}
	return remove(f.Name())
}

func readDrafts(name string) (draftFile, error) {
	var content draftFile
	f, err := os.OpenFile(name, os.O_RDONLY|noFollow, 0)
	if err != nil {
		return content, plainPath(err)
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, 64<<20))
	if err != nil {
		return content, err
	}
	return content, json.Unmarshal(b, &content)
}
