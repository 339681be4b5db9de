package storage_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debrief/storage"
)

// hotJournal is what a program leaves that writes in the engine's older way to a file of its own, and is killed.
func hotJournal(t *testing.T) []byte {
	t.Helper()
	path := archiveOf(t, "half a change")
	db := must[*sql.DB](t)(sql.Open("sqlite", path))
	defer func() { _ = db.Close() }()
	conn := must[*sql.Conn](t)(db.Conn(ctx))
	for _, text := range []string{
		"PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 2", "BEGIN", "UPDATE postmortem SET title = 'half'", "CREATE TABLE much (of)",
		"WITH RECURSIVE n(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 1000) INSERT INTO much SELECT randomblob(900) FROM n",
	} {
		if _, err := conn.ExecContext(ctx, text); err != nil {
			t.Fatal(err)
		}
	}
	return must[[]byte](t)(os.ReadFile(path + "-journal"))
}

func TestAJournalOfAnotherFileIsNotWrittenIntoTheArchive(t *testing.T) {
	journal := hotJournal(t)
	leave := func(t *testing.T, path string) {
		t.Helper()
		if err := os.WriteFile(path+"-journal", journal, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("it is set aside", func(t *testing.T) {
		path := killedIn(t, "checkout was slow")
		leave(t, path)
		a := open(t, path, "bo")
		if p := load(t, a, "1"); len(p.Events) != 1 || !strings.Contains(a.Notice(), "archive.db-journal did not belong to archive.db, and was set aside as archive.db-journal.aside-1") {
			t.Errorf("%d events, and it says %q", len(p.Events), a.Notice())
		}
		if !bytes.Equal(must[[]byte](t)(os.ReadFile(path+"-journal.aside-1")), journal) {
			t.Error("it was changed")
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		checkWhole(t, path)
	})
	t.Run("it is left out where nothing may be written", func(t *testing.T) {
		path := archiveOf(t, "checkout was slow")
		leave(t, path)
		dir := filepath.Dir(path)
		if err := errors.Join(os.Chmod(path, 0o644), os.Chmod(dir, 0o555)); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
		c := child(t, "read what is there", path)
		if err := asNobody(t, c, dir); err != nil {
			t.Skip(err)
		}
		if out, err := c.CombinedOutput(); err != nil || string(out) != "1: archive.db-journal does not belong to archive.db and was left out\n" {
			t.Errorf("it said %q: %v", out, err)
		}
	})
	t.Run("that of another program's file is not touched", func(t *testing.T) {
		music := filepath.Join(t.TempDir(), "music.db")
		withEngine(t, music, "PRAGMA journal_mode = WAL", "CREATE TABLE album (name TEXT)")
		before := must[[]byte](t)(os.ReadFile(music))
		leave(t, music)
		a, err := storage.Open(ctx, music, storage.Options{})
		if err == nil {
			_ = a.Close()
		}
		if !errors.Is(err, storage.ErrForeign) || !bytes.Equal(must[[]byte](t)(os.ReadFile(music)), before) ||
			!bytes.Equal(must[[]byte](t)(os.ReadFile(music+"-journal")), journal) {
			t.Errorf("something was changed: %v", err)
		}
	})
	t.Run("one that is over does no harm", func(t *testing.T) {
		path := archiveOf(t, "checkout was slow")
		if err := os.WriteFile(path+"-journal", make([]byte, 512), 0o600); err != nil {
			t.Fatal(err)
		}
		if a := open(t, path, "bo"); a.Notice() != "" {
			t.Error(a.Notice())
		}
	})
}
