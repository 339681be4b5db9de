package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"debrief/export/trial"
	"debrief/intake/text"
	"debrief/model"
	"debrief/model/guide"
	"debrief/storage"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long something may take before a test calls it missing. No test waits as long unless it fails.
const patience = 20 * time.Second

// buildCache is where Go keeps what it has built: with an empty one a script would build Go's own library anew.
var buildCache = sync.OnceValue(func() string {
	if trial.Runs("go") != nil {
		return ""
	}
	out, _ := exec.Command("go", "env", "GOCACHE").Output()
	return strings.TrimSpace(string(out))
})

// nobodysHome is a home without settings or toolchains, as each script has one.
const nobodysHome = "/nonexistent"

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"debrief": main}) }

// TestWhatNeverEndsBesideAFileIsRefused: nobody named it, so nobody waits for it. What a shell pipes in under a name is read.
func TestWhatNeverEndsBesideAFileIsRefused(t *testing.T) {
	messages := []byte(`[{"type":"message","user":"U7","text":"the cache is cold","ts":"1794968045.000100"}]`)
	for name, put := range map[string]func(path string) error{
		"a pipe":   func(path string) error { return exec.Command("mkfifo", path).Run() },
		"a device": func(path string) error { return os.Symlink("/dev/zero", path) },
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
	} {
		dir := t.TempDir()
		if err := errors.Join(put(filepath.Join(dir, "users.json")), os.WriteFile(filepath.Join(dir, "a.json"), messages, 0o600)); err != nil {
			t.Skip(err)
		}
		if _, err := readInput(filepath.Join(dir, "a.json")); err == nil || !strings.Contains(err.Error(), "users.json") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	named := filepath.Join(t.TempDir(), "named")
	if err := exec.Command("mkfifo", named).Run(); err != nil {
		t.Skip(err)
	}
	for _, c := range []struct {
		size int
		want string
	}{{10, ""}, {text.MaxSize + 10, "64 MB or more"}} {
		go func() { _ = os.WriteFile(named, bytes.Repeat([]byte("a"), c.size), 0o600) }()
		data, err := readText(named)
		if _, decodes := text.Decode(data); err != nil || (decodes != nil) != (c.want != "") || decodes != nil && !strings.Contains(decodes.Error(), c.want) || len(data) > text.MaxSize {
			t.Errorf("%d bytes through a pipe: %v %v", c.size, err, decodes)
		}
	}
	long := filepath.Join(t.TempDir(), "long.md")
	if err := os.WriteFile(long, bytes.Repeat([]byte("words\n"), model.MaxDocument/6+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readMarkdown(long); err == nil || !strings.Contains(err.Error(), "long.md has more than 20 MB") {
		t.Errorf("a document beyond its bound: %v", err)
	}
	if _, err := readText("/dev/zero"); err == nil || !strings.Contains(err.Error(), "is a device") {
		t.Errorf("a device: %v", err)
	}
}

// TestCommands runs testdata/script: each is what somebody does in a shell, told in order.
func TestCommands(t *testing.T) {
	if *update {
		t.Skip("nothing of this is written anew")
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("DEBRIEF_NOW", "2026-11-18T04:00:00Z")
			e.Setenv("DEBRIEF_ARCHIVE", filepath.Join(e.WorkDir, "archive.db"))
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("USER", "mei")
			e.Setenv("TZ", "UTC")
			e.Setenv("GOCACHE", buildCache())
			e.Setenv("GOFLAGS", os.Getenv("GOFLAGS")) // what is built with the same flags is built once
			payments, err := os.ReadFile("../../model/testdata/payments.json")
			if err != nil {
				return err
			}
			return errors.Join(os.WriteFile(filepath.Join(e.WorkDir, "payments.json"), payments, 0o600),
				os.WriteFile(filepath.Join(e.WorkDir, "example.json"), guide.Example(), 0o600))
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Getuid() == 0, nil
			}
			if tool, ok := strings.CutPrefix(name, "runs:"); ok {
				return trial.Runs(tool, "HOME="+nobodysHome) == nil, nil
			}
			return false, fmt.Errorf("unknown condition %s", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"unescape": unescape,
			"edit":     edit,
			"whys":     whys,
			"oneline":  oneLineOfError,
			"fails":    fails,
			"utf16":    utf16LE,
			"appears":  appears,
			"delete":   deletes,
			"lacks":    lacks,
		},
	})
}

// unescape FILE… makes bytes of the \x1b and \u202e in the lines of files.
func unescape(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		var lines []string
		for line := range strings.SplitSeq(strings.TrimSuffix(ts.ReadFile(name), "\n"), "\n") {
			text, err := strconv.Unquote(`"` + line + `"`)
			ts.Check(err)
			lines = append(lines, text)
		}
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(strings.Join(lines, "\n")+"\n"), 0o600))
	}
}

// utf16 FILE writes a file in UTF-16 with a mark, as some editors of Windows do.
func utf16LE(ts *testscript.TestScript, _ bool, args []string) {
	wide := []byte{0xff, 0xfe}
	for _, c := range utf16.Encode([]rune(ts.ReadFile(args[0]))) {
		wide = binary.LittleEndian.AppendUint16(wide, c)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), wide, 0o600))
}

// edit FROM TO OLD NEW copies a file and replaces the first OLD in it by NEW, which must be there.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	before := ts.ReadFile(args[0])
	after := strings.Replace(before, args[2], args[3], 1)
	if before == after {
		ts.Fatalf("%s does not hold %s", args[0], args[2])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(after), 0o600))
}

// whys LEVELS FILE writes a document with so many whys below each other.
func whys(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	why := []any{}
	for level := n; level > 0; level-- {
		why = []any{map[string]any{"answer": fmt.Sprintf("answer %d", level), "whys": why}}
	}
	b, err := json.Marshal(map[string]any{"schema": 1, "postmortem": map[string]any{
		"title": strings.Repeat("deep ", 2000), "causes": []any{map[string]any{"text": "the first", "whys": why}},
	}})
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o600))
}

// oneline checks that standard error is one line that starts with the program's name.
func oneLineOfError(ts *testscript.TestScript, _ bool, _ []string) {
	text := ts.ReadFile("stderr")
	if !strings.HasPrefix(text, "debrief: ") || strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "\n") {
		ts.Fatalf("standard error is not one line of debrief: %q", text)
	}
}

// lacks FILE TEXT… checks that no byte of an archive, or of the log beside it, says any of the texts.
func lacks(ts *testscript.TestScript, _ bool, args []string) {
	held := ts.ReadFile(args[0])
	if log, err := os.ReadFile(ts.MkAbs(args[0]) + "-wal"); err == nil {
		held += string(log)
	}
	for _, text := range args[1:] {
		if strings.Contains(held, text) {
			ts.Fatalf("%s holds %q", args[0], text)
		}
	}
}

// fails STATUS COMMAND… runs a command that ends with that exit status.
func fails(ts *testscript.TestScript, _ bool, args []string) {
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); !errors.As(err, &exit) || exit.ExitCode() != status {
		ts.Fatalf("%s ended with %v, want exit status %d", strings.Join(args[1:], " "), err, status)
	}
}

// appears FILE waits until another program has made a file.
func appears(ts *testscript.TestScript, _ bool, args []string) {
	late := time.After(patience)
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		select {
		case <-look.C:
		case <-late:
			ts.Fatalf("%s did not appear", args[0])
		}
	}
}

// delete REF deletes a postmortem, as d in the archive's page does.
func deletes(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	a, err := storage.Open(ctx, ts.Getenv("DEBRIEF_ARCHIVE"), storage.Options{Author: "joe", Existing: true})
	ts.Check(err)
	_, err = a.Delete(ctx, args[0])
	ts.Check(errors.Join(err, a.Close()))
}

// onTerminal runs a command in a terminal of 80 columns and gives what it wrote.
func onTerminal(t *testing.T, archive string, env []string, args ...string) string {
	t.Helper()
	cmd := exec.Command("debrief", args...)
	cmd.Env = append(os.Environ(), append([]string{"DEBRIEF_ARCHIVE=" + archive, "TERM=xterm-256color", "NO_COLOR="}, env...)...)
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Skip("no terminal here:", err)
	}
	defer tty.Close()
	var b bytes.Buffer
	_, _ = b.ReadFrom(tty) // ends with an error when the program closes the terminal
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v: %s", err, b.Bytes())
	}
	return b.String()
}

func TestShowIsDrawnOnATerminalAndNothingHostileGetsThrough(t *testing.T) {
	dir := t.TempDir()
	archive := filepath.Join(dir, "archive.db")
	document := filepath.Join(dir, "hostile.json")
	const text = `{"schema": 1, "postmortem": {"title": "a \u001b]52;c;aGk=\u0007 b", "summary": "&#27;]52;c;aGk=&#7; \u001b[2J \u009b2J"}}`
	if err := os.WriteFile(document, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	onTerminal(t, archive, nil, "import", document)
	for _, env := range [][]string{nil, {"NO_COLOR=yes"}, {"TERM=dumb"}} {
		out := onTerminal(t, archive, env, "show", "PM-1")
		if strings.Contains(out, "]52") && strings.Contains(out, "\x1b]52") || strings.Contains(out, "\x1b[2J") || strings.Contains(out, "\u009b") {
			t.Errorf("%v: something hostile got through: %q", env, out)
		}
		if coloured := strings.Contains(out, "\x1b["); coloured != (env == nil) {
			t.Errorf("%v: colours %v: %q", env, coloured, out)
		}
	}
	list := onTerminal(t, archive, nil, "list")
	for line := range strings.SplitSeq(strings.TrimRight(list, "\r\n"), "\r\n") {
		if len(line) > 80+len("…") || strings.Contains(line, "\x1b") {
			t.Errorf("a line of the list is %q", line)
		}
	}
}

func TestLatenessIsCountedInDaysOfTheCalendar(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 30, 0, 30, 0, 0, oslo) // the clocks changed the day before
	for due, want := range map[string]string{"2026-03-28": "2 days late", "2026-03-29": "1 day late", "2026-03-30": "today", "2026-03-31": ""} {
		l := storage.ActionLine{Status: "open", Due: model.Date(due)}
		if got := latenessOf(lateDays(l, model.DateOf(now))); got != want {
			t.Errorf("due %s is %q, want %q", due, got, want)
		}
	}
}
