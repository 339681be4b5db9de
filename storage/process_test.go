package storage_test

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
)

// children are what this test program does when it is started again as another process: $STORAGE_CHILD names one.
var children = map[string]func(a *storage.Archive) error{
	"open it and leave":               func(*storage.Archive) error { return nil },
	"write in every way until killed": writeUntilKilled,
	"edit until told": func(a *storage.Archive) error {
		for i := range 50 { // so few that they stay in the log: no checkpoint of a busy writer falls into the exchange
			if i > 25 {
				time.Sleep(100 * time.Millisecond)
			}
			if _, err := a.Apply(ctx, "1", model.Edit{Label: "add an event", Do: addEvent(fmt.Sprint("event ", i))}); err != nil {
				return err
			}
			say(fmt.Sprint("event ", i))
		}
		return nil
	},
	"edit once and stay": func(a *storage.Archive) error {
		_, err := a.Apply(ctx, "1", model.Edit{Label: "add an event", Do: addEvent("acknowledged")})
		if err == nil {
			say("saved")
			_, err = os.Stdin.Read(make([]byte, 1))
		}
		return err
	},
	"read what is there": func(a *storage.Archive) error {
		list, err := a.List(ctx)
		if err == nil {
			say(fmt.Sprintf("%d: %s", len(list), a.Notice()))
		}
		return err
	},
	"add forty events": func(a *storage.Archive) error {
		for range 40 {
			applied, err := a.Apply(ctx, "1", model.Edit{Label: "add an event", Do: addEvent("at once")})
			if err != nil {
				return err
			}
			say(applied.Step.Created()[0])
			made, err := a.Create(ctx, model.New("at once", noon), "start")
			if err != nil {
				return err
			}
			say(made.Postmortem.Ref)
		}
		return nil
	},
	"set the title two hundred times": func(a *storage.Archive) error {
		for i := range 200 {
			title := fmt.Sprintf("title %d of %d", i, os.Getpid())
			_, err := a.Apply(ctx, "1", model.Edit{Label: title, Do: func(p *model.Postmortem) error { return p.Set("", "title", title) }})
			if err != nil {
				return err
			}
		}
		return nil
	},
	"change E1 from one": func(a *storage.Archive) error {
		_, err := a.Apply(ctx, "1", model.SetFrom("E1", "text", "one", "the child's", "change an event"))
		if changed, ok := errors.AsType[*model.ChangedError](err); ok {
			say("now " + changed.Now)
			return nil
		}
		return err
	},
	"change E2": func(a *storage.Archive) error {
		_, err := a.Apply(ctx, "1", model.SetFrom("E2", "text", "two", "the child's", "change an event"))
		return err
	},
	"leave a draft": func(*storage.Archive) error {
		d, err := storage.OpenDrafts(os.Getenv("STORAGE_CHILD_DRAFTS"), "tty 1", nil)
		if err != nil {
			return err
		}
		d.Put("PM-1/facts/add", "0214 the alert ca")
		if err := d.Flush(); err != nil {
			return err
		}
		say("kept")
		_, err = os.Stdin.Read(make([]byte, 1)) // until it is killed
		return err
	},
	"enter until killed": func(a *storage.Archive) error {
		d, err := storage.OpenDrafts(os.Getenv("STORAGE_CHILD_DRAFTS"), "tty 1", nil)
		if err != nil {
			return err
		}
		for i := 0; ; i++ {
			text := fmt.Sprintf("text %d of %d", i, os.Getpid())
			d.Put("PM-1/facts/add", text)
			if err := d.Flush(); err != nil {
				return err
			}
			say(text) // from here on it must never be lost, nor be there twice
			id := model.NewID(time.Now())
			d.Enter(storage.Draft{Key: "PM-1/facts/add", Entry: id, Text: text, About: map[string]string{"after": "E1"}})
			if err := d.Flush(); err != nil {
				return err
			}
			if _, err := a.Apply(ctx, "1", entered(id, text)); err != nil {
				return err
			}
			d.Leave("PM-1/facts/add", id)
		}
	},
	"look at what may only be read": func(a *storage.Archive) error {
		p, err := a.Load(ctx, "1")
		if err != nil {
			return err
		}
		list, err := a.List(ctx)
		if err != nil {
			return err
		}
		if steps, err := a.History(ctx, "1"); err != nil || len(steps) != 1 {
			return fmt.Errorf("%d steps: %w", len(steps), err)
		}
		if _, err := a.Entered(ctx, []string{"x"}); err != nil {
			return err
		}
		_, err1 := a.Live(ctx, "1")
		_, err2 := a.Lives(ctx, "1")
		_, err3 := a.Room(ctx, "1")
		_, err4 := a.Latest(ctx)
		if err := errors.Join(err1, err2, err3, err4, a.Watch(ctx, func(storage.Change) {})); err != nil {
			return err
		}
		_, err = a.Apply(ctx, "1", model.Edit{Label: "add", Do: addEvent("x")})
		say(fmt.Sprintf("%v %s %d %v %v", a.ReadOnly(), p.Ref, len(list), errors.Is(err, storage.ErrReadOnly), err))
		return nil
	},
}

// haveItAlone is a child that uses the engine by itself.
const haveItAlone = "have it alone"

// aloneWith asks the engine for a file that nobody else has open.
func aloneWith(path string) error {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=rw&_pragma=locking_mode(EXCLUSIVE)")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return db.QueryRow("SELECT count(*) FROM meta").Scan(new(int))
}

// withoutLocks is a child on a file system without locks; openWithoutLocks is nil where a test cannot make one.
const withoutLocks = "open it without locks"

var openWithoutLocks func(path string) string

// writeByEngine is a child that writes with the engine alone, as an older program does, and stays.
const writeByEngine = "write by the engine and stay"

func writesByEngine(path string) error {
	db, err := sql.Open("sqlite", path+"?_pragma=wal_autocheckpoint(0)")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec("UPDATE meta SET state_before = state, state = '99:' || hex(randomblob(8))"); err != nil {
		return err
	}
	say("saved")
	_, err = os.Stdin.Read(make([]byte, 1))
	return err
}

func say(line string) {
	_, _ = os.Stdout.WriteString(line + "\n") // not buffered: what is said has happened
}

func TestMain(m *testing.M) {
	child := os.Getenv("STORAGE_CHILD")
	if child == "" {
		os.Exit(m.Run())
	}
	switch path := os.Getenv("STORAGE_CHILD_ARCHIVE"); child {
	case withoutLocks:
		say(openWithoutLocks(path))
		os.Exit(0)
	case haveItAlone:
		say(fmt.Sprint(aloneWith(path)))
		os.Exit(0)
	case writeByEngine:
		say(fmt.Sprint(writesByEngine(path)))
		os.Exit(0)
	}
	a, err := storage.Open(ctx, os.Getenv("STORAGE_CHILD_ARCHIVE"), storage.Options{Author: "child", Patience: 10 * time.Minute})
	if err == nil {
		err = errors.Join(children[child](a), a.Close())
	}
	if err != nil {
		say(err.Error())
		os.Exit(1)
	}
	os.Exit(0)
}

func child(t *testing.T, what, path string) *exec.Cmd {
	t.Helper()
	program := must[string](t)(os.Executable())
	c := exec.Command(program)
	c.Env = append(os.Environ(), "STORAGE_CHILD="+what, "STORAGE_CHILD_ARCHIVE="+path)
	return c
}

// queryOne reads one row of a file with an engine of its own.
func queryOne(t *testing.T, path, text string, dest ...any) {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("sqlite", path))
	defer func() { _ = db.Close() }()
	if err := db.QueryRow(text).Scan(dest...); err != nil {
		t.Errorf("%s: %v", path, err)
	}
}

// checkWhole asks the engine whether the file and its references are in order.
func checkWhole(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var verdict string
	var dangling int
	err = errors.Join(db.QueryRow("PRAGMA integrity_check").Scan(&verdict), db.QueryRow("SELECT count(*) FROM pragma_foreign_key_check").Scan(&dangling))
	if err != nil || verdict != "ok" || dangling != 0 {
		t.Errorf("the file is %s, %d references dangle: %v", verdict, dangling, err)
	}
}

func TestTwoProcessesNeverShareANumber(t *testing.T) {
	_, path := started(t)
	var cs []*exec.Cmd
	outs := make([]strings.Builder, 2)
	for i := range outs {
		c := child(t, "add forty events", path)
		c.Stdout = &outs[i]
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		cs = append(cs, c)
	}
	var all []string
	for i, c := range cs {
		if err := c.Wait(); err != nil {
			t.Fatalf("%v: %s", err, outs[i].String())
		}
		all = append(all, strings.Fields(outs[i].String())...)
	}
	slices.Sort(all)
	if unique := slices.Compact(slices.Clone(all)); len(unique) != 160 || len(all) != 160 {
		t.Errorf("%d numbers, %d of them different, want 160", len(all), len(unique))
	}
}

func TestSixteenWritersWaitTheirTurnAndNobodyIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts 16 processes")
	}
	a, path := started(t)
	var cs []*exec.Cmd
	outs := make([]strings.Builder, 16)
	for i := range outs {
		c := child(t, "set the title two hundred times", path)
		c.Stdout = &outs[i]
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		cs = append(cs, c)
	}
	for i, c := range cs {
		if err := c.Wait(); err != nil {
			t.Errorf("%v: %s", err, outs[i].String())
		}
	}
	const edits = 16 * 200
	steps := must[[]model.Step](t)(a.History(ctx, "1"))
	if p := load(t, a, "1"); p.Revision != edits+1 || len(steps) != edits+1 || p.Title != steps[edits].Label {
		t.Errorf("revision %d, %d steps, %q after %q; want %d edits", p.Revision, len(steps), p.Title, steps[len(steps)-1].Label, edits)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	left := must[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(path)))
	if len(left) != 1 {
		t.Errorf("left beside the archive: %v", left)
	}
	checkWhole(t, path)
}

func TestTwoProcessesMergeUnlessTheyTouchTheSameField(t *testing.T) {
	a, path := started(t)
	apply(t, a, "1", "add events", func(p *model.Postmortem) error { return errors.Join(addEvent("one")(p), addEvent("two")(p)) })
	apply(t, a, "1", "change E1", func(p *model.Postmortem) error { return p.Set("E1", "text", "ours") })
	for what, want := range map[string]string{"change E1 from one": "now ours\n", "change E2": ""} {
		out, err := child(t, what, path).Output()
		if err != nil || string(out) != want {
			t.Errorf("%s: it said %q, want %q: %v", what, out, want, err)
		}
	}
	apply(t, a, "1", "add an event", addEvent("three"))
	if p := load(t, a, "1"); p.Events[0].Text != "ours" || p.Events[1].Text != "the child's" || len(p.Events) != 3 {
		t.Errorf("an edit was lost: %+v", p.Events)
	}
}

func TestWhatIsEnteredIsSavedOrOfferedAgainAndNeverBoth(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts 20 processes")
	}
	a, path := started(t)
	dir := filepath.Join(t.TempDir(), "state")
	var typed []string
	for range rounds(20, 60) {
		c := child(t, "enter until killed", path)
		c.Env = append(c.Env, "STORAGE_CHILD_DRAFTS="+dir)
		out := must[io.ReadCloser](t)(c.StdoutPipe())
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		after, pause := 1+rand.IntN(5), time.Duration(rand.IntN(3000))*time.Microsecond
		scan := bufio.NewScanner(out)
		for n := 1; scan.Scan(); n++ {
			if typed = append(typed, scan.Text()); n == after {
				time.AfterFunc(pause, func() { _ = c.Process.Kill() })
			}
		}
		if err := c.Wait(); err == nil || !strings.HasPrefix(typed[len(typed)-1], "text ") {
			t.Fatalf("it was to be killed: %v %q", err, typed[len(typed)-1])
		}
	}
	found := map[string]int{}
	for _, e := range load(t, a, "1").Events {
		found[e.Text]++
	}
	saved, offered, lines := len(found), 0, 0
	for orphan := true; orphan; { // one session after another: a line has room for one text
		d := must[*storage.Drafts](t)(storage.OpenDrafts(dir, "tty 1", nil))
		orphan = false
		for _, o := range d.Orphans() {
			must[[]storage.Draft](t)(d.Adopt(o))
			orphan = true
		}
		if text := d.Get("PM-1/facts/add"); text != "" {
			found[text]++
			lines++
			d.Drop("PM-1/facts/add")
		}
		forget(t, a, d)
		for _, e := range d.Entries() {
			if e.About["after"] != "E1" {
				t.Errorf("what %s was about is lost: %v", e.Text, e.About)
			}
			found[e.Text]++
			offered++
			d.Leave(e.Key, e.Entry)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range typed {
		found[text] += 0 // what is nowhere is found, too
	}
	for text, times := range found {
		if times != 1 {
			t.Errorf("%s is there %d times", text, times)
		}
	}
	t.Logf("of %d texts %d were saved, %d offered as entries and %d in their line", len(typed), saved, offered, lines)
}

// forget drops the entries that are saved, as the program does when it starts.
func forget(t *testing.T, a *storage.Archive, d *storage.Drafts) {
	t.Helper()
	var ids []string
	for _, e := range d.Entries() {
		ids = append(ids, e.Entry)
	}
	saved := must[[]string](t)(a.Entered(ctx, ids))
	for _, e := range d.Entries() {
		if slices.Contains(saved, e.Entry) {
			d.Leave(e.Key, e.Entry)
		}
	}
}

func TestADraftOfAKilledProgramIsOfferedAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	c := child(t, "leave a draft", newPath(t))
	c.Env = append(c.Env, "STORAGE_CHILD_DRAFTS="+dir)
	out := must[io.ReadCloser](t)(c.StdoutPipe())
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "kept\n" {
		t.Fatalf("%q %v", line, err)
	}
	d := must[*storage.Drafts](t)(storage.OpenDrafts(dir, "tty 1", nil))
	defer func() { _ = d.Close() }()
	if orphans := d.Orphans(); len(orphans) != 0 {
		t.Errorf("the drafts of a living program were offered: %+v", orphans)
	}
	_ = c.Process.Kill()
	_ = c.Wait()
	orphans := d.Orphans()
	if len(orphans) != 1 || orphans[0].Session != "tty 1" {
		t.Fatalf("want what it left behind: %+v", orphans)
	}
	taken := must[[]storage.Draft](t)(d.Adopt(orphans[0]))
	if len(taken) != 1 || taken[0].Key != "PM-1/facts/add" || taken[0].Text != "0214 the alert ca" || d.Get("PM-1/facts/add") != taken[0].Text {
		t.Errorf("adopted %+v", taken)
	}
	if left := d.Orphans(); len(left) != 0 {
		t.Errorf("it is offered twice: %+v", left)
	}
}

func TestAnArchiveThatMayOnlyBeReadIsRead(t *testing.T) {
	tests := []struct {
		name         string
		folder, file os.FileMode
		open         bool // somebody else has it open
		before       []string
	}{
		{"the file", 0o777, 0o444, false, nil},
		{"the folder", 0o555, 0o666, false, nil},
		{"both", 0o555, 0o444, false, nil},
		{"while it is written", 0o555, 0o444, true, nil},
		{"from before entries were kept", 0o555, 0o444, false, fromBeforeEntries},
		{"from before postmortems could be deleted", 0o555, 0o444, false, append(slices.Clone(storage.BeforeRooms),
			"ALTER TABLE meta DROP COLUMN state_before", "ALTER TABLE meta DROP COLUMN state",
			"DROP INDEX postmortem_newest", "DROP INDEX postmortem_deleted", "ALTER TABLE postmortem DROP COLUMN deleted_at", "PRAGMA user_version = 4",
		)},
		{"from before it had states", 0o555, 0o444, false, append(slices.Clone(storage.BeforeRooms),
			"ALTER TABLE meta DROP COLUMN state_before", "ALTER TABLE meta DROP COLUMN state", "PRAGMA user_version = 5",
		)},
		{"from before terminals had rows", 0o555, 0o444, false, storage.BeforeRooms},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a, path := started(t)
			withEngine(t, path, test.before...)
			dir := filepath.Dir(path)
			err := os.Chmod(path, test.file)
			if test.open {
				err = errors.Join(err, os.Chmod(path+"-wal", test.file), os.Chmod(path+"-shm", test.file))
			} else {
				err = errors.Join(err, a.Close())
			}
			if err := errors.Join(err, os.Chmod(dir, test.folder)); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
			c := child(t, "look at what may only be read", path)
			if err := asNobody(t, c, dir); err != nil {
				t.Skip(err)
			}
			out, err := c.CombinedOutput()
			if want := "true PM-1 1 true the archive is read-only: nothing was saved\n"; err != nil || string(out) != want {
				t.Errorf("it said %q, want %q: %v", out, want, err)
			}
		})
	}
}
