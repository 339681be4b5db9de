package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
	"debrief/ui"

	"github.com/creack/pty"
)

// person is a program whose user has a home of their own, with an archive and a postmortem in it.
func person(t *testing.T) (*program, *storage.Archive) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	p := &program{
		env: func(name string) string {
			return map[string]string{"XDG_STATE_HOME": filepath.Join(home, "state")}[name]
		},
		time: time.Now, log: slog.New(slog.DiscardHandler),
	}
	a, err := storage.Open(context.Background(), filepath.Join(home, "archive.db"), storage.Options{Author: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if _, err := a.Create(context.Background(), model.New("The pool ran dry", time.Now()), "start"); err != nil {
		t.Fatal(err)
	}
	return p, a
}

func note(entry, text string) model.Edit {
	return model.Edit{Label: "add a note", Entry: entry, Do: func(p *model.Postmortem) error {
		e := model.NewEvent()
		e.Text = text
		p.AddEvent(e, "")
		return nil
	}}
}

func TestWhatWasSavedBeforeTheKillIsNotOfferedAgain(t *testing.T) {
	p, a := person(t)
	ctx := context.Background()
	before, err := p.drafts(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	saved, waiting, started := model.NewID(time.Now()), model.NewID(time.Now()), model.New("Started from a line", time.Now())
	for _, entry := range []string{saved, waiting, started.ID} {
		before.Enter(model.Draft{Key: "PM-1/facts/add", Entry: entry, Text: "text of " + entry})
	}
	if _, err := (entering{a, before}).Apply(ctx, "1", note(saved, "it was saved")); err != nil {
		t.Fatal(err)
	}
	if _, err := (entering{a, before}).Create(ctx, started, "start"); err != nil {
		t.Fatal(err)
	}
	if err := before.Close(); err != nil { // before it could forget what was saved
		t.Fatal(err)
	}
	for range 2 {
		again, err := p.drafts(ctx, a)
		if err != nil {
			t.Fatal(err)
		}
		if all := again.Entries(); len(all) != 1 || all[0].Entry != waiting || all[0].Text != "text of "+waiting {
			t.Errorf("offered: %+v", all)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnEntryIsOnTheDiskBeforeItIsSaved(t *testing.T) {
	p, a := person(t)
	ctx := context.Background()
	drafts, err := p.drafts(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = drafts.Close() }()
	entry := model.NewID(time.Now())
	drafts.Enter(model.Draft{Key: "PM-1/facts/add", Entry: entry, Text: "x"})
	edit := note(entry, "x")
	kept := 0
	do := edit.Do
	edit.Do = func(pm *model.Postmortem) error {
		names, _ := filepath.Glob(filepath.Join(filepath.Dir(a.Path()), "state", "debrief", "drafts", "*.json"))
		kept = len(names)
		return do(pm)
	}
	if _, err := (entering{a, drafts}).Apply(ctx, "1", edit); err != nil {
		t.Fatal(err)
	}
	if kept != 1 {
		t.Errorf("there were %d files of drafts while it was saved", kept)
	}
	folder := filepath.Join(filepath.Dir(a.Path()), "state", "debrief", "drafts")
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	drafts.Enter(model.Draft{Key: "PM-1/facts/add", Entry: model.NewID(time.Now()), Text: "y"})
	if _, err := (entering{a, drafts}).Apply(ctx, "1", note(model.NewID(time.Now()), "y")); err != nil {
		t.Errorf("a draft that cannot be kept stops the edit: %v", err)
	}
}

// TestWhatPeopleWriteIsLookedAtOnceBeforeItComesIn: one file, with one incident or several, is read once, is a plan as a folder is, and
// comes in as it was shown, whatever becomes of the file.
func TestWhatPeopleWriteIsLookedAtOnceBeforeItComesIn(t *testing.T) {
	p, a := person(t)
	ctx, file := context.Background(), filepath.Join(t.TempDir(), "month.md")
	const month = "# May 2026\n\n## Incident: search was slow, 3 May 2026\n\n### Timeline\n\n- 10:00 UTC searches take eight seconds\n\n" +
		"### Action items\n\n- Merge the index every night\n\n## Incident: logins failed, 19 May 2026\n\n### Timeline\n\n" +
		"- 07:00 UTC every login fails\n\n### Action items\n\n- Announce every rotation of keys\n\n### Colours\n\n- green\n"
	if err := os.WriteFile(file, []byte(month), 0o600); err != nil {
		t.Fatal(err)
	}
	read, err := p.readForScreen(ctx, a, file)
	if err != nil || read.Many == nil {
		t.Fatalf("it is read as %+v, %v", read, err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	plan, err := read.Many(ctx, untold)
	if err != nil || len(plan.Rows) != 2 || !plan.Rows[0].Comes || !plan.Rows[1].Comes || plan.Rows[1].Holds != "1 event, 0 whys, 1 action" {
		t.Fatalf("the plan is %+v, %v", plan, err)
	}
	came, err := plan.BringIn(ctx, []int{0, 1}, untold)
	if err != nil || came.In != 2 {
		t.Fatalf("it became %+v, %v", came, err)
	}
	post, err := a.Load(ctx, came.First)
	if err != nil || post.Title != plan.Rows[0].Title || len(post.Events) != 1 || post.Events[0].Text != "searches take eight seconds" {
		t.Errorf("in is %+v, %v", post, err)
	}
	said, err := came.TakeBack(ctx)
	if list, _ := a.List(ctx); err != nil || !strings.HasPrefix(said, "2 postmortems taken back; ") || len(list) != 1 {
		t.Errorf("taken back: %q, %v; there are %d", said, err, len(list))
	}
}

// TestHowFarReadingIsIsSaidOnATerminalAlone: on one line, which is gone before the next thing is said.
func TestHowFarReadingIsIsSaidOnATerminalAlone(t *testing.T) {
	near, far, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = near.Close(); _ = far.Close() }()
	p, _ := person(t)
	p.err = far
	run := &importRun{program: p}
	run.far(300, 2000)
	run.far(301, 2000) // at once again: not said
	run.plan(&imported{File: "a.md", Error: "it is empty"})
	run.plan(&imported{File: "b.md", Error: "it is empty"})
	run.said = time.Time{}
	run.far(3, fewFiles)
	_, _ = io.WriteString(far, "end!\n")
	seen, err := bufio.NewReader(near).ReadString('!')
	const want = "\r300 of 2,000 files read\x1b[K\r\x1b[Kdebrief: a.md: it is empty\r\ndebrief: b.md: it is empty\r\nend!"
	if seen != want {
		t.Errorf("it says %q, %v, want %q", seen, err, want)
	}
	var file bytes.Buffer
	p.err = &file
	run.far(300, 2000)
	if file.Len() > 0 {
		t.Errorf("a file is told %q", file.String())
	}
}

// TestOfManyThatWereNotTakenItIsSaidOnce: where the archive fails or somebody stops it, those that were not read are counted too.
func TestOfManyThatWereNotTakenItIsSaidOnce(t *testing.T) {
	for _, c := range []struct {
		err  error
		said string
	}{
		{storage.ErrFull, storage.ErrFull.Error()}, {context.Canceled, "it was stopped"},
	} {
		p, _ := person(t)
		var said bytes.Buffer
		p.err, p.out = &said, &output{w: io.Discard}
		run := &importRun{program: p}
		run.far(2, 20)
		run.add(&imported{File: "a.md", Known: true, Ref: "PM-1"})
		run.add(&imported{File: "b.md", post: model.New("b", time.Now())})
		run.add(&imported{File: "c.md", post: model.New("c", time.Now())})
		run.finish(c.err)
		want := "debrief: a.md is in the archive already, as PM-1\ndebrief: 19 files were not taken: " + c.said +
			"\n0 brought in, 1 here already, 19 not taken\n"
		if said.String() != want {
			t.Errorf("it says\n%s\nwant\n%s", said.String(), want)
		}
	}
}

func untold(int, int) {}

// TestAScreenIsGivenThePlanOfAnImport: of a folder, and of a file that tells of several incidents, the same as the dry run tells.
func TestAScreenIsGivenThePlanOfAnImport(t *testing.T) {
	p, a := person(t)
	ctx, dir := context.Background(), t.TempDir()
	queue := "# The queue filled up\n\n## Timeline\n\n2026-03-04 10:02 UTC - the queue is full\n2026-03-04 10:40 UTC - drained\n"
	for name, text := range map[string]string{
		"a.md": queue, "b.md": queue, "c.md": "", "d.md": "# The certificate ran out\n\n## Timeline\n\n2026-05-06 08:00 UTC - browsers warn\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fates := func() (plan *ui.Plan, all []string) {
		t.Helper()
		read, err := p.readForScreen(ctx, a, dir)
		if err != nil || read.Many == nil {
			t.Fatalf("a folder is read as %+v, %v", read, err)
		}
		if plan, err = read.Many(ctx, untold); err != nil {
			t.Fatal(err)
		}
		for _, r := range plan.Rows {
			all = append(all, r.Fate)
		}
		return plan, all
	}
	plan, all := fates()
	if want := []string{"", "the same as " + filepath.Join(dir, "a.md"), "there is nothing in it", ""}; !slices.Equal(all, want) {
		t.Errorf("the fates are %q, want %q", all, want)
	}
	came, err := plan.BringIn(ctx, []int{0}, untold)
	if err != nil || came.In != 1 || len(came.Refused) > 0 {
		t.Errorf("it became %+v, %v", came, err)
	}
	if came, err = plan.BringIn(ctx, []int{0, 3}, untold); err != nil || came.In != 1 || len(came.Refused) != 1 {
		t.Errorf("with one that is here by now it became %+v, %v", came, err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if came, err = plan.BringIn(stopped, []int{3}, untold); err != nil || came.In != 0 || !came.Stopped {
		t.Errorf("stopped at once it became %+v, %v", came, err)
	}
	if _, all = fates(); all[0] != "known as PM-2" || all[3] != "known as PM-3" {
		t.Errorf("afterwards the fates are %q", all)
	}
}
