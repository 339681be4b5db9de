package storage

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// draftFile is the form of the file.
type draftFile struct {
	Session string  `json:"session"`
	Drafts  []Draft `json:"drafts"`
}

func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return plainPath(err)
	}
	return nil
}

// write writes the file of a session, its name without the ending, and hides on the way. What an entry is about comes from the archive,
// which has hidden it, and is compared with that letter by letter: it stays.
func (d *Drafts) write(file string, content draftFile) error {
	if d.hide != nil {
		for i := range content.Drafts {
			content.Drafts[i].Text, _ = d.hide(content.Drafts[i].Text)
		}
	}
	return writeDrafts(file+".json", content)
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
