//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"debrief/storage"
)

// shell runs a command of the program to its end and gives what it wrote.
func (d *desk) shell(args ...string) string {
	d.t.Helper()
	c := d.run(args...)
	_ = c.ends()
	c.until("its answer", func() bool { return c.written() != "" })
	return strings.ReplaceAll(c.written(), "\r\n", "\n")
}

func TestTheScreensSayThatTheirArchiveWasExchangedAndKeepWhatIsTyped(t *testing.T) {
	d := newDesk(t)
	d.shell("new", "Checkout was slow")
	other := newDesk(t)
	other.shell("new", "Another archive")
	came, err := os.ReadFile(filepath.Join(other.dir, "archive.db"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(d.dir, "archive.db")

	c := d.run("open", "PM-1", "--phase", "facts")
	c.sees("2 FACTS")
	c.press("02:17 * alert fires\r")
	c.sees("02:17 saw alert fires")
	if err := os.WriteFile(path, came, 0o600); err != nil {
		t.Fatal(err)
	}
	c.sees("archive.db was exchanged while it was open")
	c.press("02:31 ! half a sentence\r")
	c.sees("02:31 ! half a sentence") // given back, to be tried again
	d.drafted(c, "half a sentence")
	if err := c.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = c.ends()
	if is, err := os.ReadFile(path); err != nil || string(is) != string(came) {
		t.Errorf("something was written into the archive that came: %v", err)
	}
	d.drafted(c, "half a sentence")

	c = d.run()
	c.sees("archive.db-wal did not belong to archive.db", "Another archive")
	if _, err := os.Stat(path + "-wal.aside-1"); err != nil {
		t.Error(err)
	}
}

func TestWhatTheScreensShowAsSavedSurvivesAKill(t *testing.T) {
	rounds := 3
	if os.Getenv("DEBRIEF_LONG") != "" {
		rounds = 100
	}
	d := newDesk(t)
	d.shell("new", "Checkout was slow")
	for i := range rounds {
		c := d.run("open", "PM-1", "--phase", "facts")
		c.sees("2 FACTS")
		c.press(fmt.Sprintf("02:31 ! fact %d.\r", i))
		c.sees(fmt.Sprintf("did fact %d.", i))
		c.press(fmt.Sprintf("02:31 ! another %d.\r", i))
		time.Sleep(time.Duration(rand.IntN(10_000)) * time.Microsecond)
		if err := c.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = c.ends()
		if err := os.RemoveAll(filepath.Join(d.dir, "state")); err != nil { // what was not saved is another test's
			t.Fatal(err)
		}
	}
	a, err := storage.Open(t.Context(), filepath.Join(d.dir, "archive.db"), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	p, err := a.Load(t.Context(), "PM-1")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, e := range p.Events {
		found[e.Text]++
	}
	for i := range rounds {
		if fact := fmt.Sprintf("fact %d.", i); found[fact] != 1 {
			t.Errorf("%s is there %d times", fact, found[fact])
		}
	}
	if a.Notice() != "" {
		t.Error(a.Notice())
	}
}
