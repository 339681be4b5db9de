package storage_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"debrief/storage"
)

// holding starts a program that has saved something and has the archive open still.
func holding(t *testing.T, path string) (c *exec.Cmd, end func()) {
	t.Helper()
	return staying(t, "edit once and stay", path)
}

func staying(t *testing.T, what, path string) (c *exec.Cmd, end func()) {
	t.Helper()
	c = child(t, what, path)
	out := bufio.NewReader(must[io.ReadCloser](t)(c.StdoutPipe()))
	in := must[io.WriteCloser](t)(c.StdinPipe())
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := out.ReadString('\n'); err != nil || line != "saved\n" {
		t.Fatalf("it said %q: %v", line, err)
	}
	return c, func() {
		_ = c.Process.Kill()
		_ = in.Close()
		_ = c.Wait()
	}
}

// killedIn is an archive, and the log of a program that was killed after it had saved something.
func killedIn(t *testing.T, titles ...string) string {
	t.Helper()
	path := archiveOf(t, titles...)
	_, end := holding(t, path)
	end()
	if info := must[os.FileInfo](t)(os.Stat(path + "-wal")); info.Size() == 0 {
		t.Fatal("it left no log")
	}
	return path
}

func TestWhatAKilledProgramSavedIsThereAgain(t *testing.T) {
	path := killedIn(t, "checkout was slow")
	a := open(t, path, "bo")
	if p := load(t, a, "1"); len(p.Events) != 1 || a.Notice() != "" {
		t.Errorf("%d events, and it says %q", len(p.Events), a.Notice())
	}
}

func TestWhileAProgramHasTheArchiveThatWasExchangedItIsRefused(t *testing.T) {
	comes := archiveOf(t, "another archive")
	for name, how := range map[string]func(t *testing.T, from, to string){"cp": writeOver, "mv": replace} {
		t.Run(name, func(t *testing.T) {
			path := archiveOf(t, "checkout was slow")
			_, end := holding(t, path)
			defer end()
			how(t, comes, path)
			a, err := storage.Open(ctx, path, storage.Options{})
			if err == nil {
				_ = a.Close()
			}
			want := "archive.db-wal does not belong to archive.db, which was exchanged while another program has it open: end that program, then try again"
			if !errors.Is(err, storage.ErrMoved) || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
			end()
			exchangedWhole(t, comes, path)
		})
	}
}

// An older program does not mark its log; the engine's locks say that it lives.
func TestTheLogOfAProgramThatLivesIsNotSetAside(t *testing.T) {
	path := archiveOf(t, "checkout was slow")
	_, end := staying(t, writeByEngine, path)
	defer end()
	log := must[[]byte](t)(os.ReadFile(path + "-wal"))
	writeOver(t, archiveOf(t, "another archive"), path)
	a, err := storage.Open(ctx, path, storage.Options{})
	if err == nil {
		_ = a.Close()
	}
	if kept, lost := os.ReadFile(path + "-wal"); !errors.Is(err, storage.ErrMoved) || lost != nil || !bytes.Equal(kept, log) {
		t.Errorf("got %v, and the log is lost or another one: %v", err, lost)
	}
}

func TestAnArchiveWithoutContentBesideALogIsRefusedAndBothAreKept(t *testing.T) {
	header := must[[]byte](t)(os.ReadFile(archiveOf(t)))[:4096]
	copy(header[24:], make([]byte, 76)) // as the engine makes it, before there are tables
	header[95], header[96] = 0, 0
	for name, spoil := range map[string]func(path string) error{
		"empty":   func(path string) error { return os.Truncate(path, 0) },
		"missing": os.Remove,
		"new":     func(path string) error { return os.WriteFile(path, header, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			path := killedIn(t, "checkout was slow")
			whole := must[[]byte](t)(os.ReadFile(path))
			log := must[[]byte](t)(os.ReadFile(path + "-wal"))
			if err := spoil(path); err != nil {
				t.Fatal(err)
			}
			for _, existing := range []bool{true, false} {
				a, err := storage.Open(ctx, path, storage.Options{Existing: existing})
				if err == nil {
					_ = a.Close()
				}
				want := "there is no archive in " + path + ", but archive.db-wal beside it holds changes that were saved: bring the archive back from a copy, or move the log away"
				if err == nil || err.Error() != want {
					t.Errorf("got %v, want %s", err, want)
				}
			}
			if got := must[[]byte](t)(os.ReadFile(path + "-wal")); !bytes.Equal(got, log) {
				t.Error("the log was changed")
			}
			if err := os.WriteFile(path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			if p := load(t, open(t, path, "bo"), "1"); len(p.Events) != 1 {
				t.Errorf("with its file again it holds %d events", len(p.Events))
			}
		})
	}
}

func TestALogThatIsNoneIsRefusedOrSetAside(t *testing.T) {
	precious := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(precious, []byte("my notes"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused := map[string]func(log string) error{
		"archive.db-wal is a link":     func(log string) error { return os.Symlink(precious, log) },
		"archive.db-wal is not a file": func(log string) error { return os.Mkdir(log, 0o700) },
	}
	for want, make := range refused {
		path := archiveOf(t, "checkout was slow")
		before := must[[]byte](t)(os.ReadFile(path))
		if err := make(path + "-wal"); err != nil {
			t.Fatal(err)
		}
		a, err := storage.Open(ctx, path, storage.Options{})
		if err == nil {
			_ = a.Close()
		}
		if !errors.Is(err, storage.ErrForeign) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want %s", err, want)
		}
		if !bytes.Equal(must[[]byte](t)(os.ReadFile(path)), before) || string(must[[]byte](t)(os.ReadFile(precious))) != "my notes" {
			t.Errorf("%s: something was changed", want)
		}
	}
	path := archiveOf(t, "checkout was slow")
	if err := os.WriteFile(path+"-wal", []byte("my notes"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := open(t, path, "bo")
	if p := load(t, a, "1"); p.Title != "checkout was slow" || string(must[[]byte](t)(os.ReadFile(path+"-wal.aside-1"))) != "my notes" {
		t.Errorf("it holds %s, and says %q", p.Title, a.Notice())
	}
}

func TestTheLogOfAFileThatIsNoArchiveIsNotTouched(t *testing.T) {
	path := killedIn(t, "checkout was slow")
	music := filepath.Join(t.TempDir(), "music.db")
	withEngine(t, music, "CREATE TABLE album (name TEXT)")
	writeOver(t, music, path)
	log := must[[]byte](t)(os.ReadFile(path + "-wal"))
	a, err := storage.Open(ctx, path, storage.Options{})
	if err == nil {
		_ = a.Close()
	}
	if !errors.Is(err, storage.ErrForeign) {
		t.Errorf("got %v", err)
	}
	for name, want := range map[string][]byte{path: must[[]byte](t)(os.ReadFile(music)), path + "-wal": log} {
		if !bytes.Equal(must[[]byte](t)(os.ReadFile(name)), want) {
			t.Errorf("%s was changed", filepath.Base(name))
		}
	}
}

func TestACopyThatTheEngineBuiltAnewDoesNotGetTheLog(t *testing.T) {
	path := archiveOf(t, "checkout was slow")
	anew := newPath(t)
	withEngine(t, path, fmt.Sprintf("VACUUM INTO '%s'", anew))
	_, end := holding(t, path)
	end()
	writeOver(t, anew, path)
	exchangedWhole(t, anew, path)
}
