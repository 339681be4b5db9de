package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
)

func TestOnlyTheOwnerCanReadTheArchive(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder #1 100%?&x=y")
	path := filepath.Join(dir, "archive.db")
	a := open(t, path, "ana")
	must[storage.Applied](t)(a.Create(ctx, model.New("x", noon), "start"))
	for name, want := range map[string]os.FileMode{
		dir: 0o700, filepath.Dir(dir): 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600,
	} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v, want %v", filepath.Base(name), info, err, want)
		}
	}
}

// withEngine changes a file as another program would.
func withEngine(t *testing.T, path string, texts ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, text := range texts {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatIsNotAnArchiveIsRefusedByName(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, text string) {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("short.txt", "hello")
	write("long.txt", strings.Repeat("a postmortem in prose\n", 1000))
	withEngine(t, at("music.db"), "CREATE TABLE album (name TEXT)")
	withEngine(t, at("marked.db"), "PRAGMA application_id = 77")
	for _, name := range []string{"archive.db", "newer.db", "demanding.db"} {
		a := open(t, at(name), "ana")
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	withEngine(t, at("newer.db"), "PRAGMA user_version = 13")
	withEngine(t, at("demanding.db"), "UPDATE meta SET oldest = 13")
	if err := os.Symlink(at("archive.db"), at("link.db")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(at("nowhere.db"), at("broken.db")); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		kind error
		says string
	}{
		{"short.txt", storage.ErrForeign, "short.txt is not a debrief archive"},
		{"long.txt", storage.ErrForeign, "long.txt is not a debrief archive"},
		{"music.db", storage.ErrForeign, "music.db is not a debrief archive"},
		{"marked.db", storage.ErrForeign, "marked.db is not a debrief archive"},
		{"", storage.ErrForeign, "is a folder, not an archive"},
		{"link.db", storage.ErrForeign, "is a link"},
		{"broken.db", storage.ErrForeign, "is a link"},
		{"newer.db", storage.ErrNewer, "this archive was made by a newer debrief (schema 13); this one reads up to 12"},
		{"demanding.db", storage.ErrNewer, "this archive was made by a newer debrief (schema 13); this one reads up to 12"},
		{"short.txt/archive.db", nil, "not a directory"},
	}
	for _, test := range tests {
		before, _ := os.ReadFile(at(test.name))
		a, err := storage.Open(ctx, at(test.name), storage.Options{})
		if err == nil {
			_ = a.Close()
			t.Errorf("%s was opened", test.name)
			continue
		}
		if test.kind != nil && !errors.Is(err, test.kind) || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", test.name, err)
		}
		if after, _ := os.ReadFile(at(test.name)); string(after) != string(before) {
			t.Errorf("%s was changed by looking at it", test.name)
		}
	}
	if _, err := os.Lstat(at("nowhere.db")); err == nil {
		t.Error("a file was made through a link")
	}
}

func TestAnArchiveThatWasMovedAwayIsNotWrittenTo(t *testing.T) {
	a, path := started(t)
	if err := os.Rename(path, path+".old"); err != nil {
		t.Fatal(err)
	}
	_, err := a.Apply(ctx, "1", model.Edit{Label: "add an event", Do: addEvent("lost?")})
	if !errors.Is(err, storage.ErrMoved) {
		t.Errorf("want it told: %v", err)
	}
	if err := os.Rename(path+".old", path); err != nil {
		t.Fatal(err)
	}
	apply(t, a, "1", "add an event", addEvent("back"))
}

func TestWhileAnotherProgramWritesAnEditSaysSo(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits two seconds for the other program")
	}
	a, path := started(t)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	conn := must[*sql.Conn](t)(db.Conn(ctx))
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	_, err = a.Apply(ctx, "1", model.Edit{Label: "add an event", Do: addEvent("now")})
	if want := "another program is writing to the archive: nothing was saved, try again"; !errors.Is(err, storage.ErrBusy) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if load(t, a, "1").Title == "" {
		t.Error("reading does not wait for a writer")
	}
	if _, err := conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	apply(t, a, "1", "add an event", addEvent("then"))
}

func TestHowLongAChangeWaitsIsForTheCallerToSay(t *testing.T) {
	_, path := started(t)
	with := func(patience time.Duration) *storage.Archive {
		a := must[*storage.Archive](t)(storage.Open(ctx, path, storage.Options{Author: "ana", Patience: patience}))
		t.Cleanup(func() { _ = a.Close() })
		return a
	}
	patient, hasty := with(time.Minute), with(10*time.Millisecond)
	db := must[*sql.DB](t)(sql.Open("sqlite", path))
	defer func() { _ = db.Close() }()
	conn := must[*sql.Conn](t)(db.Conn(ctx))
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := patient.Apply(ctx, "1", model.Edit{Label: "add an event", Do: addEvent("it was worth the wait")})
		done <- err
	}()
	if _, err := hasty.Apply(ctx, "1", model.Edit{Label: "add an event", Do: addEvent("not now")}); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("the hasty one: %v", err)
	}
	if _, err := conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("the patient one: %v", err)
	}
	if p := load(t, hasty, "1"); len(p.Events) != 1 || p.Events[0].Text != "it was worth the wait" {
		t.Errorf("the events are %+v", p.Events)
	}
}

func TestACancelledEditIsNotBegun(t *testing.T) {
	a, _ := started(t)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := a.Apply(gone, "1", model.Edit{Label: "add", Do: addEvent("x")}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	// One that is cancelled on the way is finished: a deadline must not tear a transaction.
	under, cancel := context.WithCancel(ctx)
	applied := must[storage.Applied](t)(a.Apply(under, "1", model.Edit{Label: "add", Do: func(p *model.Postmortem) error {
		cancel()
		return addEvent("x")(p)
	}}))
	if applied.Step.N != 2 || len(load(t, a, "1").Events) != 1 {
		t.Errorf("step %d", applied.Step.N)
	}
}

func TestAWatchReportsWhatOthersDoAndNotWhatWeDo(t *testing.T) {
	ana, path := started(t)
	bo := open(t, path, "bo")
	seen := make(chan storage.Change, 100)
	if err := ana.Watch(ctx, func(c storage.Change) { seen <- c }); err != nil {
		t.Fatal(err)
	}
	next := func() storage.Change {
		select {
		case c := <-seen:
			return c
		case <-time.After(20 * time.Second):
			t.Fatal("nothing was reported")
			return storage.Change{}
		}
	}
	apply(t, ana, "1", "our own", addEvent("ours"))
	if _, err := ana.Apply(ctx, "1", model.Edit{Label: "fails", Do: func(*model.Postmortem) error { return errors.New("no") }}); err == nil {
		t.Fatal("it should fail")
	}
	made := must[storage.Applied](t)(bo.Create(ctx, model.New("bo's", noon), "start"))
	if c := next(); c.Err != nil || len(c.Refs) != 1 || c.Refs[0] != made.Postmortem.Ref {
		t.Errorf("want bo's new one alone: %+v", c)
	}
	apply(t, bo, "1", "bo's", addEvent("bo's"))
	if c := next(); len(c.Refs) != 1 || c.Refs[0] != "PM-1" {
		t.Errorf("want PM-1: %+v", c)
	}
	if err := errors.Join(ana.SetLive(ctx, "1", storage.Live{Phase: "facts"}), bo.SetLive(ctx, "2", storage.Live{Phase: "facts"})); err != nil {
		t.Fatal(err)
	}
	if c := next(); len(c.Refs) != 0 || len(c.Live) != 1 || c.Live[0] != "PM-2" {
		t.Errorf("want bo's place alone: %+v", c)
	}
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	if c := next(); !errors.Is(c.Err, storage.ErrMoved) {
		t.Errorf("want it told that the archive is gone: %+v", c)
	}
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
}

func TestAWatchNoticesANewerSchema(t *testing.T) {
	a, path := started(t)
	seen := make(chan storage.Change, 1)
	if err := a.Watch(ctx, func(c storage.Change) { seen <- c }); err != nil {
		t.Fatal(err)
	}
	withEngine(t, path, "PRAGMA user_version = 109")
	if c := <-seen; !errors.Is(c.Err, storage.ErrNewer) {
		t.Errorf("got %+v", c)
	}
}
