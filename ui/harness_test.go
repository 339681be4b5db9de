package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"debrief/export/page"
	"debrief/intake"
	"debrief/intake/secret"
	"debrief/model"
	"debrief/storage"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// rig drives the program as a person would, on a real archive, with a fixed clock. Commands run at once, one after another.
type rig struct {
	t       testing.TB
	app     *App
	archive *storage.Archive
	drafts  *storage.Drafts
	dir     string
	quit    bool
	keys    int
	now     time.Time
	tick    time.Time // the clock that tells typing from a paste: each key comes 100 ms after the last
	hold    bool      // commands wait, as they do while a burst of keys comes in
	held    []tea.Cmd
	copied  string    // what was put on the clipboard last
	room    bool      // it is opened in room mode
	pauses  []tea.Cmd // what happens once nobody has typed for a while
	each    func()    // after every message; nil for nothing
}

func newRig(t testing.TB, w, h int) *rig {
	t.Helper()
	r := &rig{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 20, 13, 55, 0, 0, time.UTC)}
	r.tick = r.now
	if err := os.WriteFile(filepath.Join(r.dir, "archive.db"), emptyArchive(), 0o600); err != nil {
		t.Fatal(err)
	}
	r.start(w, h)
	return r
}

// emptyArchive is the file of an archive that nothing was written to: to make one takes longer than most stories.
var emptyArchive = sync.OnceValue(func() []byte {
	dir, err := os.MkdirTemp("", "debrief")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "archive.db")
	archive, err := storage.Open(context.Background(), path, storage.Options{})
	if err == nil {
		err = archive.Close()
	}
	if err != nil {
		panic(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	return data
})

// start opens the program on the rig's archive, as after a restart.
func (r *rig) start(w, h int) {
	r.t.Helper()
	archive, err := storage.Open(context.Background(), filepath.Join(r.dir, "archive.db"), storage.Options{
		Author: "noor", Now: func() time.Time { return r.tick }, Hide: secret.Hide,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.archive = archive
	r.drafts, err = storage.OpenDrafts(filepath.Join(r.dir, "drafts"), "one", secret.Hide)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, orphan := range r.drafts.Orphans() {
		if _, err := r.drafts.Adopt(orphan); err != nil {
			r.t.Fatal(err)
		}
	}
	r.t.Cleanup(func() { _ = r.drafts.Close(); _ = archive.Close() })
	config := Config{
		Archive: archive, Drafts: r.drafts, Session: archive.Session(), Theme: "mono", Room: r.room,
		Now: func() time.Time { return r.now }, Clock: func() time.Time { return r.tick },
		After: func(d time.Duration, then func() tea.Msg) tea.Cmd {
			if d >= sheet.Pause {
				r.pauses = append(r.pauses, then)
				return nil
			}
			return func() tea.Msg { return then() }
		},
		ReadDocument: r.readDocument,
		ReadInput: func(path string) (intake.Input, error) {
			data, err := os.ReadFile(path)
			return intake.Input{Name: filepath.Base(path), Data: data}, err
		},
		ListFiles: func(dir string) (string, []FileEntry, error) {
			entries, err := os.ReadDir(filepath.Join("testdata", dir))
			files := make([]FileEntry, len(entries))
			for i, e := range entries {
				files[i] = FileEntry{Name: e.Name(), Folder: e.IsDir()}
			}
			return filepath.Join("testdata", dir), files, err
		},
		WriteFile: func(path string, data []byte) (string, error) {
			path = filepath.Join(r.dir, path)
			return filepath.Base(path), os.WriteFile(path, data, 0o600)
		},
	}
	r.app, r.quit = newApp(context.Background(), config.withDefaults(context.Background())), false
	r.run(r.app.Init())
	r.send(tea.WindowSizeMsg{Width: w, Height: h})
}

func (r *rig) readDocument(path string) (read Document, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return Document{Many: func(ctx context.Context, _ Progress) (*Plan, error) { return r.planOf(ctx, path) }}, nil
	}
	if strings.HasSuffix(path, ".md") {
		data, err := os.ReadFile(path)
		if err == nil {
			read.Back, err = page.Return(context.Background(), r.archive, data)
		}
		return read, err
	}
	f, err := os.Open(path)
	if err != nil {
		return read, err
	}
	defer f.Close()
	read.Post, err = model.Decode(f, r.now)
	return read, err
}

// send gives the program a message. What it draws then it draws again, without a change: drawing changes nothing.
func (r *rig) send(msg tea.Msg) {
	_, cmd := r.app.Update(msg)
	if drawn, again := r.app.window.frame.Lines, r.app.frame().Lines; msg != nil && r.app.window.w > 0 && drawn != nil && !slices.Equal(drawn, again) {
		r.t.Errorf("after %T the window is not drawn twice alike:\n%s\n--- again\n%s", msg, strings.Join(drawn, "\n"), strings.Join(again, "\n"))
	}
	r.run(cmd)
	if r.each != nil {
		r.each()
	}
}

// run carries out a command and everything that follows from it.
func (r *rig) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if r.hold {
		r.held = append(r.held, cmd)
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			r.run(c)
		}
	case tea.QuitMsg:
		r.quit = true
	default:
		if v := reflect.ValueOf(msg); v.Kind() == reflect.String {
			r.copied = v.String()
		}
		if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			for i := range v.Len() {
				c, _ := reflect.TypeAssert[tea.Cmd](v.Index(i))
				r.run(c)
			}
			return
		}
		r.send(msg)
	}
}

// edit changes the open postmortem.
func (r *rig) edit(e model.Edit) { r.run(r.app.Top().Base().Apply(e, nil)) }

// keyNamed are the keys that a walk names; every other one is a character.
var keyNamed = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "up": {Code: tea.KeyUp},
	"down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "home": {Code: tea.KeyHome},
	"end": {Code: tea.KeyEnd}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "backspace": {Code: tea.KeyBackspace},
	"space": {Code: tea.KeySpace, Text: " "},
}

// press sends one key.
func (r *rig) press(name string) {
	r.t.Helper()
	r.send(r.key(name))
}

// key is the message of a key that a hand presses next.
func (r *rig) key(name string) tea.KeyPressMsg {
	r.t.Helper()
	r.keys++
	r.tick = r.tick.Add(100 * time.Millisecond)
	key, ok := keyNamed[name]
	switch {
	case ok:
	case len(name) == 2 && name[0] == 'f':
		key = tea.KeyPressMsg{Code: tea.KeyF1 + rune(name[1]-'1')}
	case strings.HasPrefix(name, "ctrl+"):
		key = tea.KeyPressMsg{Code: rune(name[5]), Mod: tea.ModCtrl}
	case len([]rune(name)) == 1:
		char := []rune(name)[0]
		key = tea.KeyPressMsg{Code: char, Text: name}
	default:
		r.t.Fatalf("no key is called %q", name)
	}
	return key
}

// wait lets the time pass that nobody types in.
func (r *rig) wait() {
	r.t.Helper()
	pauses := r.pauses
	r.pauses = nil
	for _, p := range pauses {
		r.run(p)
	}
}

// pass lets time go by, on every clock.
func (r *rig) pass(d time.Duration) {
	r.t.Helper()
	r.now, r.tick = r.now.Add(d), r.tick.Add(d)
	r.wait()
}

func (r *rig) typeText(text string) {
	r.t.Helper()
	for _, char := range text {
		if char == ' ' {
			r.press("space")
			continue
		}
		r.press(string(char))
	}
}

// lines are what is on the screen, without looks; their number and their widths are checked.
func (r *rig) lines() []string {
	r.t.Helper()
	f := r.app.frame()
	if len(f.Lines) != r.app.window.h {
		r.t.Fatalf("the frame has %d lines in a window of %d", len(f.Lines), r.app.window.h)
	}
	lines := make([]string, len(f.Lines))
	for i, l := range f.Lines {
		if got := ansi.StringWidth(l); got > r.app.window.w {
			r.t.Fatalf("line %d is %d cells wide in a window of %d: %q", i, got, r.app.window.w, l)
		}
		lines[i] = strings.TrimRight(ansi.Strip(l), " ")
	}
	if c := f.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= r.app.window.w || c.Y >= r.app.window.h) {
		r.t.Fatalf("the cursor is at %d,%d in a window of %dx%d", c.X, c.Y, r.app.window.w, r.app.window.h)
	}
	return lines
}

func (r *rig) screen() string { r.t.Helper(); return strings.Join(r.lines(), "\n") }

// sees fails unless the screen shows all of these.
func (r *rig) sees(words ...string) {
	r.t.Helper()
	screen := r.screen()
	for _, w := range words {
		if !strings.Contains(screen, w) {
			r.t.Errorf("the screen does not show %q:\n%s", w, screen)
		}
	}
}

func (r *rig) pm() *model.Postmortem {
	r.t.Helper()
	if r.app.open.pm == nil {
		r.t.Fatal("no postmortem is open")
	}
	return r.app.open.pm
}

// play follows a walk: "press a", "type some text", "paste a line", "wait", "size 80 24", "today 2026-12-14", "sees words", "frame name". Blank lines and
// lines that start with # are for the reader.
func (r *rig) play(script string, frame func(name string)) {
	r.t.Helper()
	for n, line := range strings.Split(script, "\n") {
		line = strings.TrimSpace(line)
		verb, rest, _ := strings.Cut(line, " ")
		switch verb {
		case "", "#":
		case "press":
			for key := range strings.FieldsSeq(rest) {
				r.press(key)
			}
		case "type":
			r.typeText(rest)
		case "enter":
			r.typeText(rest)
			r.press("enter")
		case "wait":
			r.wait()
		case "pass": // so much time goes by, on every clock
			d, err := time.ParseDuration(rest)
			if err != nil {
				r.t.Fatalf("line %d: %v", n+1, err)
			}
			r.pass(d)
		case "paste":
			r.send(tea.PasteMsg{Content: strings.ReplaceAll(rest, `\n`, "\r")})
		case "size":
			var w, h int
			if _, err := fmt.Sscan(rest, &w, &h); err != nil {
				r.t.Fatalf("line %d: %v", n+1, err)
			}
			r.send(tea.WindowSizeMsg{Width: w, Height: h})
		case "zone": // whoever sits there is in that zone
			zone, err := time.LoadLocation(rest)
			if err != nil {
				r.t.Fatalf("line %d: %v", n+1, err)
			}
			r.now = r.now.In(zone)
		case "today": // the program's clock stands at 14:05 UTC of that day
			day, err := time.Parse(time.DateOnly, rest)
			if err != nil {
				r.t.Fatalf("line %d: %v", n+1, err)
			}
			r.now = day.Add(14*time.Hour + 5*time.Minute)
		case "sees":
			r.sees(rest)
		case "frame":
			frame(rest)
		default:
			r.t.Fatalf("line %d: no step is called %q", n+1, verb)
		}
	}
}
