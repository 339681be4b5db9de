package storage_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
)

// archiveOf makes an archive with postmortems of these titles, closed.
func archiveOf(t *testing.T, titles ...string) string {
	t.Helper()
	path := newPath(t)
	a := open(t, path, "ana")
	for _, title := range titles {
		must[storage.Applied](t)(a.Create(ctx, model.New(title, noon), "start"))
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// writeOver brings a file's content into another one, as cp does: it stays the same file.
func writeOver(t *testing.T, from, to string) {
	t.Helper()
	if err := os.WriteFile(to, must[[]byte](t)(os.ReadFile(from)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// replace puts a copy of a file in the place of another one, as mv and sync clients do.
func replace(t *testing.T, from, to string) {
	t.Helper()
	if err := errors.Join(copyFile(from, to+".new"), os.Chmod(to+".new", 0o600), os.Rename(to+".new", to)); err != nil {
		t.Fatal(err)
	}
}

// titles are what an archive holds, by an engine of its own and from a copy without its log.
func titles(t *testing.T, path string) (all string) {
	t.Helper()
	alone := filepath.Join(t.TempDir(), "alone.db")
	if err := copyFile(path, alone); err != nil {
		t.Fatal(err)
	}
	checkWhole(t, alone)
	queryOne(t, alone, "SELECT coalesce(group_concat(title, ', ' ORDER BY ref), '') FROM postmortem", &all)
	return all
}

// rounds is how often a race is run.
func rounds(few, many int) int {
	if os.Getenv("DEBRIEF_LONG") != "" {
		return many
	}
	return few
}

// writing starts a program that edits, and returns after it has saved so many.
func writing(t *testing.T, path string, saved int) (c *exec.Cmd, rest *bufio.Reader) {
	t.Helper()
	c = child(t, "edit until told", path)
	rest = bufio.NewReader(must[io.ReadCloser](t)(c.StdoutPipe()))
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for range saved {
		if line, err := rest.ReadString('\n'); err != nil || !strings.HasPrefix(line, "event ") {
			t.Fatalf("it said %q: %v", line, err)
		}
	}
	return c, rest
}

func TestAnArchiveThatIsExchangedUnderAWriterStaysWhole(t *testing.T) {
	other := archiveOf(t, "another archive", "with two postmortems")
	// Copies of the very archive: one from before it went on, and one that went on elsewhere.
	start := archiveOf(t, "checkout was slow")
	before := newPath(t)
	elsewhere := newPath(t)
	writeOver(t, start, before)
	writeOver(t, start, elsewhere)
	for _, path := range []string{start, elsewhere} {
		a := open(t, path, "ana")
		apply(t, a, "1", "go on", addEvent("later"))
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for name, exchange := range map[string]struct {
		comes string
		how   func(t *testing.T, from, to string)
		kill  bool
	}{
		"by cp":                      {other, writeOver, false},
		"by mv":                      {other, replace, false},
		"by a backup after a kill":   {before, writeOver, true},
		"by a sync client":           {elsewhere, replace, false},
		"by a sync client in place":  {elsewhere, writeOver, false},
		"by another after a kill":    {other, replace, true},
		"by a backup while it works": {before, writeOver, false},
	} {
		t.Run(name, func(t *testing.T) {
			for range rounds(4, 50) {
				path := newPath(t)
				writeOver(t, start, path)
				c, rest := writing(t, path, 1+rand.IntN(20))
				time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
				if exchange.kill {
					_ = c.Process.Kill()
					_ = c.Wait()
				}
				exchange.how(t, exchange.comes, path)
				said := ""
				for !exchange.kill {
					line, err := rest.ReadString('\n')
					if err != nil {
						_ = c.Wait()
						break
					}
					said = line
				}
				if !exchange.kill && !strings.Contains(said, "exchanged while it was open") && !strings.Contains(said, "was moved or replaced") {
					t.Fatalf("the writer was not told: %q", said)
				}
				exchangedWhole(t, exchange.comes, path)
			}
		})
	}
}

// exchangedWhole checks that an archive is the one that came, and goes on as that.
func exchangedWhole(t *testing.T, comes, path string) {
	t.Helper()
	want := titles(t, comes)
	if !bytes.Equal(must[[]byte](t)(os.ReadFile(path)), must[[]byte](t)(os.ReadFile(comes))) {
		t.Fatalf("something was written into the file that came: it holds %s", titles(t, path))
	}
	a := open(t, path, "bo")
	aside := must[[]string](t)(filepath.Glob(path + "-wal.aside-*"))
	if len(aside) > 1 || len(aside) == 1 != (a.Notice() != "") || len(aside) == 1 && !strings.Contains(a.Notice(), filepath.Base(aside[0])) {
		t.Errorf("the log is in %v, and it says %q", aside, a.Notice())
	}
	apply(t, a, "1", "go on", addEvent("after the exchange"))
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if got := titles(t, path); got != want {
		t.Errorf("it holds %s, want %s", got, want)
	}
}

func TestAnExchangeIsToldWhateverIsAsked(t *testing.T) {
	other := archiveOf(t, "another archive", "with two postmortems")
	mine := archiveOf(t, "checkout was slow")
	older := newPath(t)
	writeOver(t, mine, older)
	olderLog := newPath(t)
	for name, exchange := range map[string]func(t *testing.T, path string){
		"by another archive":     func(t *testing.T, path string) { writeOver(t, other, path) },
		"by an older state":      func(t *testing.T, path string) { writeOver(t, older, path) },
		"by an older state, too": func(t *testing.T, path string) { writeOver(t, older, path); writeOver(t, olderLog, path+"-wal") },
		"by nothing":             func(t *testing.T, path string) { _ = os.Truncate(path, 0) },
		"by another file":        func(t *testing.T, path string) { replace(t, older, path) },
	} {
		for _, busy := range []bool{false, true} { // whether there is something in the log when it happens
			t.Run(fmt.Sprint(name, ", busy ", busy), func(t *testing.T) {
				path := newPath(t)
				writeOver(t, mine, path)
				first := open(t, path, "ana")
				apply(t, first, "1", "go on", addEvent("one"))
				if err := first.Close(); err != nil {
					t.Fatal(err)
				}
				if !busy && name == "by an older state, too" {
					return
				}
				a, err := storage.Open(ctx, path, storage.Options{Author: "ana"})
				if err != nil {
					t.Fatal(err)
				}
				seen := make(chan storage.Change, 10)
				if err := a.Watch(ctx, func(c storage.Change) { seen <- c }); err != nil {
					t.Fatal(err)
				}
				if busy {
					apply(t, a, "1", "go on", addEvent("two"))
					writeOver(t, path+"-wal", olderLog)
					apply(t, a, "1", "go on", addEvent("three"))
				}
				exchange(t, path)
				came := must[[]byte](t)(os.ReadFile(path))
				_, read := a.Load(ctx, "1")
				_, write := a.Apply(ctx, "1", model.Edit{Label: "add", Do: addEvent("lost?")})
				live := a.SetLive(ctx, "1", storage.Live{Phase: "facts"})
				watch := errors.New("nothing was reported")
				select {
				case c := <-seen:
					watch = c.Err
				case <-time.After(20 * time.Second):
				}
				for what, err := range map[string]error{"read": read, "write": write, "place": live, "watch": watch} {
					if !errors.Is(err, storage.ErrMoved) {
						t.Errorf("%s: %v", what, err)
					}
				}
				if err := a.Close(); err != nil {
					t.Errorf("it was told already: %v", err)
				}
				if !bytes.Equal(must[[]byte](t)(os.ReadFile(path)), came) {
					t.Error("something was written into what came")
				}
			})
		}
	}
}

func TestAnArchiveThatWasMovedTakesItsChangesAlong(t *testing.T) {
	a, path := started(t)
	apply(t, a, "1", "add an event", addEvent("in the log"))
	if err := errors.Join(os.Rename(path, path+".moved"), a.Close()); err != nil {
		t.Fatal(err)
	}
	if p := load(t, open(t, path+".moved", "bo"), "1"); len(p.Events) != 1 {
		t.Errorf("%d events", len(p.Events))
	}
}

func TestALogThatAnotherProgramHasBroughtInAndEmptiedIsNoExchange(t *testing.T) {
	a, path := started(t)
	for n := range 3 {
		apply(t, a, "1", "add", addEvent("saved"))
		if err := a.SetLive(ctx, "1", storage.Live{Phase: "facts", Selected: fmt.Sprint("E", n)}); err != nil {
			t.Fatal(err)
		}
		withEngine(t, path, "PRAGMA wal_checkpoint(TRUNCATE)")
		if info := must[os.FileInfo](t)(os.Stat(path + "-wal")); info.Size() != 0 {
			t.Fatalf("the log has %d bytes", info.Size())
		}
	}
	if p := load(t, a, "1"); len(p.Events) != 3 {
		t.Errorf("%d events", len(p.Events))
	}
}

func TestAnArchiveThatWasMovedAndThenExchangedStaysWhole(t *testing.T) {
	other := archiveOf(t, "another archive", "with two postmortems")
	path := archiveOf(t, "checkout was slow")
	a := must[*storage.Archive](t)(storage.Open(ctx, path, storage.Options{Author: "ana"}))
	must[storage.Applied](t)(a.Apply(ctx, "1", model.Edit{Label: "add", Do: addEvent("in the log")}))
	if err := os.Rename(path, path+".moved"); err != nil {
		t.Fatal(err)
	}
	writeOver(t, other, path+".moved")
	if err := a.Close(); !errors.Is(err, storage.ErrMoved) {
		t.Errorf("its end says %v", err)
	}
	if !bytes.Equal(must[[]byte](t)(os.ReadFile(path+".moved")), must[[]byte](t)(os.ReadFile(other))) {
		t.Error("something was written into the archive that came")
	}
}

func TestAnEditIsNotBegunOnWhatCameAndNotKeptWhereItCameOnTheWay(t *testing.T) {
	other := archiveOf(t, "another archive", "with two postmortems")
	for name, onTheWay := range map[string]bool{"before": false, "on the way": true} {
		t.Run(name, func(t *testing.T) {
			path := archiveOf(t, "checkout was slow")
			a := must[*storage.Archive](t)(storage.Open(ctx, path, storage.Options{Author: "ana"}))
			defer func() { _ = a.Close() }()
			if !onTheWay {
				writeOver(t, other, path)
			}
			begun := false
			_, err := a.Apply(ctx, "1", model.Edit{Label: "add", Do: func(p *model.Postmortem) error {
				begun = true
				if onTheWay {
					writeOver(t, other, path)
				}
				return addEvent("lost?")(p)
			}})
			if !errors.Is(err, storage.ErrMoved) || begun != onTheWay {
				t.Errorf("begun %v: %v", begun, err)
			}
		})
	}
}

func TestTwoArchivesOfOneNameDoNotMeet(t *testing.T) {
	one, path := started(t)
	two, _ := started(t)
	apply(t, one, "1", "add", addEvent("one's"))
	writeOver(t, archiveOf(t, "another archive"), path)
	if _, err := one.Apply(ctx, "1", model.Edit{Label: "add", Do: addEvent("x")}); !errors.Is(err, storage.ErrMoved) {
		t.Errorf("got %v", err)
	}
	apply(t, two, "1", "add", addEvent("two's"))
	if p := load(t, two, "1"); len(p.Events) != 1 || p.Events[0].Text != "two's" {
		t.Errorf("the events are %+v", p.Events)
	}
}

// A process that closes a file loses all its locks on it, and then others take themselves for alone with it.
func TestOneThatClosesTheArchiveDoesNotUnlockIt(t *testing.T) {
	a, path := started(t)
	if err := open(t, path, "bo").Close(); err != nil {
		t.Fatal(err)
	}
	apply(t, a, "1", "add an event", addEvent("one"))
	if out, err := child(t, haveItAlone, path).CombinedOutput(); err != nil || !strings.Contains(string(out), "locked") {
		t.Errorf("another program has it alone while it is open here: %s %v", out, err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := child(t, haveItAlone, path).CombinedOutput(); err != nil || string(out) != "<nil>\n" {
		t.Errorf("nobody has it open, and another program cannot have it: %s %v", out, err)
	}
}

func TestInAFolderThatMayOnlyBeReadTheFileIsReadWithoutAForeignLog(t *testing.T) {
	path := killedIn(t, "checkout was slow")
	writeOver(t, archiveOf(t, "another archive", "with two postmortems"), path)
	dir := filepath.Dir(path)
	if err := errors.Join(os.Chmod(path, 0o644), os.Chmod(path+"-wal", 0o644), os.Chmod(dir, 0o555)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	c := child(t, "read what is there", path)
	if err := asNobody(t, c, dir); err != nil {
		t.Skip(err)
	}
	if out, err := c.CombinedOutput(); err != nil || string(out) != "2: archive.db-wal does not belong to archive.db and was left out\n" {
		t.Errorf("it said %q: %v", out, err)
	}
	if err := os.Chmod(path+"-wal", 0); err != nil {
		t.Fatal(err)
	}
	c = child(t, "read what is there", path)
	if err := asNobody(t, c, dir); err != nil {
		t.Skip(err)
	}
	if out, err := c.CombinedOutput(); err == nil || !strings.HasPrefix(string(out), "the log of the archive cannot be read: ") || strings.Count(string(out), "\n") != 1 {
		t.Errorf("it said %q: %v", out, err)
	}
}

func TestEveryChangeGivesTheArchiveAStateThatTellsTheOneBefore(t *testing.T) {
	a, path := started(t)
	var state, before string
	next := func(what string, changes bool) {
		t.Helper()
		was := state
		queryOne(t, path, "SELECT state, state_before FROM meta", &state, &before)
		if changes == (state == was) || changes && before != was {
			t.Errorf("%s: %s after %s, it was %s", what, state, before, was)
		}
	}
	queryOne(t, path, "SELECT state, state_before FROM meta", &state, &before)
	apply(t, a, "1", "add", addEvent("x"))
	next("an edit", true)
	apply(t, a, "1", "nothing", func(*model.Postmortem) error { return nil })
	next("an edit that changes nothing", false)
	if err := a.SetLive(ctx, "1", storage.Live{Phase: "facts"}); err != nil {
		t.Fatal(err)
	}
	next("where somebody is", true)
	if _, err := a.Undo(ctx, "1"); err != nil {
		t.Fatal(err)
	}
	next("an undo", true)
	must[storage.Applied](t)(a.Create(ctx, model.New("x", noon), "start"))
	next("a new one", true)
}

func TestALongLogIsBroughtIntoTheFile(t *testing.T) {
	a, path := started(t)
	long := strings.Repeat("x", 2000)
	for range 200 {
		apply(t, a, "1", "add", addEvent(long))
	}
	if info := must[os.FileInfo](t)(os.Stat(path + "-wal")); info.Size() > 3<<20 {
		t.Errorf("the log has %d bytes", info.Size())
	}
	for range 400 {
		if err := a.SetLive(ctx, "1", storage.Live{Phase: "facts", Selected: long}); err != nil {
			t.Fatal(err)
		}
	}
	if info := must[os.FileInfo](t)(os.Stat(path + "-wal")); info.Size() > 3<<20 {
		t.Errorf("the log has %d bytes after so many moves", info.Size())
	}
	if p := load(t, open(t, path, "bo"), "1"); len(p.Events) != 200 {
		t.Errorf("%d events", len(p.Events))
	}
}

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

// The engine has read from both: what it has in memory may be a mixture, also when the file is the old one again.
func TestAnArchiveThatWasExchangedStaysSoWhateverComesBack(t *testing.T) {
	other := archiveOf(t, "another archive", "with two postmortems")
	path := archiveOf(t, "checkout was slow")
	was := must[[]byte](t)(os.ReadFile(path))
	a := must[*storage.Archive](t)(storage.Open(ctx, path, storage.Options{Author: "ana"}))
	defer func() { _ = a.Close() }()
	for _, comes := range [][]byte{must[[]byte](t)(os.ReadFile(other)), was} {
		if err := os.WriteFile(path, comes, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Load(ctx, "1"); !errors.Is(err, storage.ErrMoved) {
			t.Errorf("got %v", err)
		}
	}
}
