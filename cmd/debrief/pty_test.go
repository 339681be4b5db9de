//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// desk is somebody's place: an archive, drafts, and a terminal that can be closed and opened again.
type desk struct {
	t   *testing.T
	dir string
	env []string

	mute bool // its terminals answer nothing
}

func newDesk(t *testing.T, env ...string) *desk {
	t.Helper()
	dir := t.TempDir()
	return &desk{t: t, dir: dir, env: append([]string{
		"DEBRIEF_ARCHIVE=" + filepath.Join(dir, "archive.db"), "DEBRIEF_NOW=2026-11-20T13:55:00Z", "HOME=" + dir, "TZ=UTC", "USER=mei",
		"XDG_STATE_HOME=" + filepath.Join(dir, "state"), "TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR=", "TMUX=",
	}, env...)}
}

// console is one run of the program in a terminal, whose screen an emulator draws.
type console struct {
	t       *testing.T
	cmd     *exec.Cmd
	near    *os.File // our end of the terminal
	far     *os.File // the program's end, which keeps its settings when the program is gone
	screen  *vt.SafeEmulator
	news    chan struct{} // something was drawn
	ended   chan struct{}
	failure error // of the program, once it ended

	mu  sync.Mutex
	raw bytes.Buffer // everything the program wrote
}

func (d *desk) run(args ...string) *console {
	d.t.Helper()
	near, far, err := pty.Open()
	if err != nil {
		d.t.Skip("no terminal here:", err)
	}
	const width, height = 80, 24
	c := &console{t: d.t, near: near, far: far, screen: vt.NewSafeEmulator(width, height), news: make(chan struct{}, 1), ended: make(chan struct{})}
	c.resize(width, height)
	c.cmd = exec.Command("debrief", args...)
	c.cmd.Env = append(os.Environ(), d.env...)
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = far, far, far
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	go c.draw()
	if answer := io.Writer(near); !d.mute {
		go func() { _, _ = io.Copy(answer, c.screen) }() // a terminal answers what programs ask it
	} else {
		go func() { _, _ = io.Copy(io.Discard, c.screen) }()
	}
	go func() { c.failure = c.cmd.Wait(); close(c.ended) }()
	d.t.Cleanup(func() {
		_ = c.cmd.Process.Kill()
		<-c.ended
		_, _ = near.Close(), far.Close()
	})
	return c
}

// draw gives the emulator what the program writes.
func (c *console) draw() {
	piece := make([]byte, 1<<15)
	for {
		n, err := c.near.Read(piece)
		if err != nil {
			return
		}
		c.mu.Lock()
		c.raw.Write(piece[:n])
		c.mu.Unlock()
		_, _ = c.screen.Write(piece[:n])
		select {
		case c.news <- struct{}{}:
		default:
		}
	}
}

func (c *console) text() string { return ansi.Strip(c.screen.Render()) }

func (c *console) written() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.raw.String()
}

// until waits until something holds, and looks again whenever the program wrote something.
func (c *console) until(what string, holds func() bool) {
	c.t.Helper()
	late := time.After(patience)
	look := time.NewTicker(10 * time.Millisecond) // for what changes without being drawn, such as a file
	defer look.Stop()
	for !holds() {
		select {
		case <-c.news:
		case <-look.C:
		case <-late:
			c.t.Fatalf("%s is still missing; the screen shows\n%s\nof %q", what, c.text(), c.written())
		}
	}
}

// sees waits until the screen shows all of these; a line break counts as a space.
func (c *console) sees(words ...string) {
	c.t.Helper()
	for _, w := range words {
		c.until(w, func() bool { return strings.Contains(strings.Join(strings.Fields(c.text()), " "), w) })
	}
}

// press sends keys at the pace of a hand: what comes faster than anybody types is taken for a paste.
func (c *console) press(keys string) {
	c.t.Helper()
	const pace = 40 * time.Millisecond
	time.Sleep(pace)
	if _, err := io.WriteString(c.near, keys); err != nil {
		c.t.Fatal(err)
	}
}

func (c *console) resize(width, height int) {
	c.t.Helper()
	if err := pty.Setsize(c.near, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		c.t.Fatal(err)
	}
	c.screen.Resize(width, height)
}

// ends waits for the end of the program.
func (c *console) ends() error {
	c.t.Helper()
	c.until("the end of the program", func() bool {
		select {
		case <-c.ended:
			return true
		default:
			return false
		}
	})
	return c.failure
}

// drafted waits until the text stands in a file of drafts.
func (d *desk) drafted(c *console, text string) {
	d.t.Helper()
	c.until("the draft of "+text, func() bool {
		files, _ := filepath.Glob(filepath.Join(d.dir, "state", "debrief", "drafts", "*.json")) // what is whole: a kill leaves the rest
		for _, f := range files {
			if b, err := os.ReadFile(f); err == nil && bytes.Contains(b, []byte(text)) {
				return true
			}
		}
		return false
	})
}

// placed waits until the archive knows that somebody is in a phase of PM-1, which it learns a moment after they went there.
func (d *desk) placed(c *console, phase string) {
	d.t.Helper()
	ctx := context.Background()
	archive, err := storage.Open(ctx, filepath.Join(d.dir, "archive.db"), storage.Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	defer archive.Close()
	c.until("the place in "+phase, func() bool {
		live, err := archive.Live(ctx, "PM-1")
		return err == nil && live.Phase == phase
	})
}

func TestWhateverEndsTheTerminalTheTypedTextIsBack(t *testing.T) {
	d := newDesk(t)
	c := d.run()
	c.sees("Start one")
	c.press("n")
	c.sees("What happened")
	c.press("Payments 500s after deploy\r")
	c.sees("When did it begin")
	c.press("2026-11-18 02:14\r")
	c.sees("Is it over")
	c.press("\r")
	c.sees("PM-1", "1 ASSEMBLE")
	c.press("2")
	c.sees("2 FACTS")
	c.press("02:17 * alert fires\r")
	c.sees("02:17 saw alert fires") // as a row of the timeline: it is saved
	c.press("02:31 ! half a sent")
	d.drafted(c, "half a sent")
	d.placed(c, "facts")
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.ends()

	c = d.run("open", "PM-1")
	c.sees("2 FACTS", "02:17 saw alert fires", "half a sent")
	c.press("ence")
	c.sees("half a sentence")
	if err := c.cmd.Process.Signal(syscall.SIGHUP); err != nil { // what a closed window sends
		t.Fatal(err)
	}
	if err := c.ends(); err != nil {
		t.Errorf("a closed terminal is an end like any other, not %v", err)
	}

	c = d.run("open", "PM-1")
	c.sees("2 FACTS", "half a sentence")
	c.press("\r")
	c.sees("02:31 did half a sentence")
	c.press("\x03")
	c.sees("ctrl+c again leaves")
	c.press("\x03")
	if err := c.ends(); err != nil {
		t.Error(err)
	}
	list := d.run("show", "PM-1", "--json")
	if err := list.ends(); err != nil {
		t.Error(err)
	}
	list.until("the event", func() bool { return strings.Contains(list.written(), "half a sentence") })
}

// colour finds a sequence that sets a colour: 30-49 and 90-107, alone or among others.
var colour = regexp.MustCompile(`\x1b\[(?:\d+[;:])*(?:3\d|4\d|9\d|10[0-7])(?:[;:]\d+)*m`)

func TestAWindowOfAnySizeAndAQuietEnd(t *testing.T) {
	d := newDesk(t)
	c := d.run()
	before, err := term.GetState(c.far.Fd())
	if err != nil {
		t.Fatal(err)
	}
	c.sees("Start one")
	if !colour.MatchString(c.written()) {
		t.Error("a terminal with colours gets none")
	}
	c.resize(40, 10)
	c.sees("Start one", "debrief")
	c.resize(20, 5)
	c.sees("debrief needs a window of 40 by 10.")
	c.resize(120, 40)
	c.sees("Start one: what happened, when did it begin, is it over?")
	c.press("q")
	if err := c.ends(); err != nil {
		t.Error(err)
	}
	c.until("the screen that was there before", func() bool { return !c.screen.IsAltScreen() && strings.Contains(c.written(), ansi.ShowCursor) })
	c.until("the title that was there before", func() bool { return strings.Contains(c.written(), "\x1b[23;0t") })
	after, err := term.GetState(c.far.Fd())
	if err != nil {
		t.Fatal(err)
	}
	if *before != *after {
		t.Errorf("the terminal was %+v and is %+v", before, after)
	}
	kept, rest, _ := strings.Cut(c.written(), "\x1b[22;0t")
	if titled, back, ok := strings.Cut(rest, "\x1b[23;0t"); !ok || strings.Contains(kept+back, "\x1b]2;") || !strings.Contains(titled, "\x1b]2;debrief\a") {
		t.Errorf("the title of the window is not kept before and given back after: %q", c.written())
	}
}

func TestATerminalThatNeverAnswersIsDarkAtOnceAndShowsNothingElse(t *testing.T) {
	d := newDesk(t)
	d.mute = true
	c := d.run()
	c.sees("Start one: what happened, when did it begin, is it over?")
	c.until("an ink of the dark theme", func() bool { return strings.Contains(c.written(), "38;2;124;196;255") })
	if text := c.text(); strings.Contains(text, "]11") || strings.Contains(text, "$p") {
		t.Errorf("it shows what it has asked the terminal:\n%s", text)
	}
	c.press("e")
	c.sees("EX-1")
	c.press("q")
	c.sees("0 postmortems")
	c.press("q")
	if err := c.ends(); err != nil {
		t.Error(err)
	}
}

func TestNoColourMeansNoColour(t *testing.T) {
	d := newDesk(t, "NO_COLOR=yes")
	c := d.run()
	c.sees("Start one")
	c.press("e") // the example has something of every colour
	c.sees("EX-1")
	c.press("q")
	c.sees("0 postmortems")
	c.press("q")
	if err := c.ends(); err != nil {
		t.Error(err)
	}
	if found := colour.FindString(c.written()); found != "" {
		t.Errorf("NO_COLOR is set and the program wrote %q", found)
	}
}

func TestATerminalThatCannotMoveItsCursorIsAskedOnPlainLines(t *testing.T) {
	d := newDesk(t, "TERM=dumb")
	c := d.run()
	c.sees("What happened?")
	c.press("Payments 500s\r02:14\r\r")
	c.sees("1.1 Title?")
	c.press("q\r")
	if err := c.ends(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if out := c.written(); strings.Contains(out, "\x1b") || !strings.Contains(out, "Everything is saved.") {
		t.Errorf("it wrote %q, want plain lines", out)
	}
}

// importPayments brings the example incident of the tests to somebody's desk, as PM-1.
func (d *desk) importPayments() {
	d.t.Helper()
	path, err := filepath.Abs("../../model/testdata/payments.json")
	if err != nil {
		d.t.Fatal(err)
	}
	if err := d.run("import", path).ends(); err != nil {
		d.t.Fatal(err)
	}
}

func TestCtrlCDuringATestRecordsNothing(t *testing.T) {
	d := newDesk(t)
	d.importPayments()
	for story, test := range map[string]string{
		"the test ends by the signal":      `echo going; exec cat`,
		"the test tidies up and fails":     `trap 'echo tidied; exit 1' INT; echo going; while read line; do echo "$line"; done`,
		"the test is content all the same": `trap 'exit 0' INT; echo going; while read line; do echo "$line"; done`,
	} {
		c := d.run("prove", "PM-1/A1", "--", "sh", "-c", test)
		c.sees("going")
		c.press("what is typed reaches it\r")
		c.until("what was typed, twice", func() bool { return strings.Count(c.text(), "what is typed reaches it") == 2 })
		c.press("\x03")
		if err := c.ends(); c.cmd.ProcessState.ExitCode() != 2 {
			t.Errorf("%s: it ended with %v, want exit status 2", story, err)
		}
		c.sees("debrief: stopped, nothing was recorded")
	}
	c := d.run("prove", "PM-1/A1", "--", "sh", "-c", `trap "" INT; echo going; sleep 1000 & wait`)
	c.sees("going")
	for range 3 {
		c.press("\x03")
	}
	_ = c.ends()
	c.sees("debrief: stopped, nothing was recorded")
	history := d.run("history", "PM-1")
	if err := history.ends(); err != nil {
		t.Error(err)
	}
	history.sees("import")
	if strings.Contains(history.written(), "run of the test") {
		t.Errorf("a run was recorded: %s", history.written())
	}
}

func TestAPrefixIsChosenWhereTheScreensMakeTheArchive(t *testing.T) {
	d := newDesk(t)
	for _, way := range []struct {
		prefix, says string
		ends         int
	}{{"OPS", "", 0}, {"PM", "debrief: --prefix: the archive has the prefix OPS, and PM is chosen when one is made", 2}} {
		c := d.run("--prefix", way.prefix)
		if way.says == "" {
			c.sees("Start one")
			c.press("q")
		}
		_ = c.ends()
		if status := c.cmd.ProcessState.ExitCode(); status != way.ends {
			t.Errorf("--prefix %s ends with %d", way.prefix, status)
		}
		c.sees(way.says)
	}
	a, err := storage.Open(t.Context(), filepath.Join(d.dir, "archive.db"), storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	made, err := a.Create(t.Context(), model.New("Queue stood still", time.Now()), "start")
	if err = errors.Join(err, a.Close()); err != nil || made.Postmortem.Ref != "OPS-1" {
		t.Errorf("the first reference is %s, %v", made.Postmortem.Ref, err)
	}
}
