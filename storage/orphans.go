package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Orphan is what a session left behind whose program is gone: it was killed, its terminal was closed, or it ended with
// something unsaved.
type Orphan struct {
	Session string
	Drafts  []Draft // newest first
	file    string
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

// Adopt makes an orphan's drafts this session's own and returns them. The text of a line that has another one here already stays
// with the orphan; entries have ids, and all come along. Nothing is returned where another session was quicker.
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
	d.writing.Lock()
	defer d.writing.Unlock()
	taken, left := d.take(content.Drafts)
	if len(left) == len(content.Drafts) {
		return nil, nil
	}
	if err := d.flush(false); err != nil { // the orphan goes only when they are safe here
		return taken, err
	}
	return taken, d.write(o.file, draftFile{content.Session, left})
}

// take makes drafts our own, and gives those that are left. What is here already, because a program was killed while it adopted
// it, is neither.
func (d *Drafts) take(all []Draft) (taken, left []Draft) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, all
	}
	for _, draft := range all {
		switch here, ok := d.texts[slotOf(draft)]; {
		case !ok:
			d.texts[slotOf(draft)] = draft
			taken = append(taken, draft)
		case here.Text != draft.Text:
			left = append(left, draft)
		}
	}
	if len(taken) > 0 {
		d.schedule(0)
	}
	return taken, left
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
