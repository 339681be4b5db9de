package storage_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"debrief/model"
	"debrief/storage"
)

// A connection that is made when it is first needed finds what has the name then: the engine would take the log for that file's.
func TestWhatIsFirstAskedAfterAnExchangeWritesNothing(t *testing.T) {
	other, music := archiveOf(t, "another archive", "with two postmortems"), filepath.Join(t.TempDir(), "music.db")
	withEngine(t, music, "PRAGMA journal_mode = WAL", "CREATE TABLE album (name TEXT)")
	for name, first := range map[string]func(a *storage.Archive) error{
		"to read":    func(a *storage.Archive) error { _, err := a.Load(ctx, "1"); return err },
		"to be told": func(a *storage.Archive) error { return a.Watch(ctx, func(storage.Change) {}) },
		"the place":  func(a *storage.Archive) error { return a.SetLive(ctx, "1", storage.Live{Phase: "facts"}) },
		"the end":    func(*storage.Archive) error { return nil },
	} {
		for _, comes := range []string{other, music} {
			t.Run(name+", "+filepath.Base(comes), func(t *testing.T) {
				path := archiveOf(t, "checkout was slow")
				a := must[*storage.Archive](t)(storage.Open(ctx, path, storage.Options{Author: "ana"}))
				must[storage.Applied](t)(a.Apply(ctx, "1", model.Edit{Label: "add", Do: addEvent("in the log")}))
				log := must[[]byte](t)(os.ReadFile(path + "-wal"))
				replace(t, comes, path)
				err := first(a)
				closed := a.Close()
				if (err != nil) == (closed != nil) {
					t.Errorf("it is to be told once: %v, and at the end %v", err, closed)
				}
				if !bytes.Equal(must[[]byte](t)(os.ReadFile(path)), must[[]byte](t)(os.ReadFile(comes))) {
					t.Error("something was written into what came")
				}
				if kept, err := os.ReadFile(path + "-wal"); err != nil || !bytes.Equal(kept, log) {
					t.Errorf("the log is another one: %v", err)
				}
			})
		}
	}
}
