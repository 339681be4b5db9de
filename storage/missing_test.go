package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"debrief/model"
	"debrief/storage"
)

func TestWhatIsNotThereIsNotMadeForOneWhoOnlyReads(t *testing.T) {
	dir := t.TempDir()
	nothing := filepath.Join(dir, "nothing.db")
	if err := os.WriteFile(nothing, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "no", "folder", "archive.db"), filepath.Join(dir, "archive.db"), nothing} {
		a, err := storage.Open(ctx, path, storage.Options{Existing: true})
		if err == nil {
			_ = a.Close()
		}
		if !errors.Is(err, storage.ErrMissing) || err.Error() != "there is no archive "+path {
			t.Errorf("%s: %v", path, err)
		}
	}
	left := must[[]os.DirEntry](t)(os.ReadDir(dir))
	if info := must[os.FileInfo](t)(os.Stat(nothing)); len(left) != 1 || info.Size() != 0 {
		t.Errorf("something was made: %v", left)
	}
	// Whoever does not ask for it makes one, also in a file that waits for it.
	if p := load(t, func() *storage.Archive {
		a := open(t, nothing, "ana")
		must[storage.Applied](t)(a.Create(ctx, model.New("x", noon), "start"))
		return a
	}(), "1"); p.Ref != "PM-1" {
		t.Errorf("got %s", p.Ref)
	}
}

func TestBeforeTheFirstPostmortemEverythingHasAnAnswer(t *testing.T) {
	a := must[*storage.Archive](t)(storage.Empty(ctx, storage.Options{}))
	defer func() { _ = a.Close() }()
	list, err := a.List(ctx)
	due, _, err2 := a.Due(ctx, noon, 14, nil, 0)
	lines, _, err3 := a.ActionLines(ctx, true, nil, 0)
	latest, err4 := a.Latest(ctx)
	if err := errors.Join(err, err2, err3, err4, a.Watch(ctx, func(storage.Change) {})); err != nil {
		t.Error(err)
	}
	if len(list)+len(due)+len(lines)+len(latest) != 0 || !a.ReadOnly() || a.Path() != "" {
		t.Errorf("it holds something: %v %v %v %q", list, due, lines, latest)
	}
	_, load := a.Load(ctx, "PM-7")
	_, change := a.Apply(ctx, "PM-7", model.Edit{Label: "add", Do: addEvent("x")})
	_, undo := a.Undo(ctx, "PM-7")
	for _, err := range []error{load, change, undo, a.SetLive(ctx, "PM-7", storage.Live{})} {
		if !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("got %v, want it said that there is no such postmortem", err)
		}
	}
	if _, err := a.Create(ctx, model.New("x", noon), "start"); !errors.Is(err, storage.ErrReadOnly) {
		t.Errorf("it took a postmortem that nobody would find again: %v", err)
	}
}
