package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"debrief/intake"
	"debrief/intake/report"
	"debrief/model"
	"debrief/storage"

	tea "charm.land/bubbletea/v2"
)

// planFolder writes three files, two of which hold a postmortem.
func (r *rig) planFolder() string {
	r.t.Helper()
	dir := filepath.Join(r.dir, "old")
	for name, text := range map[string]string{
		"a-queue.md": "# The queue filled up\n\n## Timeline\n\n2026-03-04 10:02 UTC - the queue is full\n2026-03-04 10:40 UTC - drained\n\n" +
			"## Appendix\n\n| colour | taste |\n|---|---|\n| green | sour |\n",
		"b-certificate.md": "# The certificate ran out\n\n## Timeline\n\n2026-05-06 08:00 UTC - browsers warn\n2026-05-06 08:30 UTC - renewed\n",
		"c-notes.md":       "Lunch is at noon.\n",
	} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			r.t.Fatal(err)
		}
	}
	return dir
}

// planOf is what the files of a folder hold, read as an import reads them.
func (r *rig) planOf(ctx context.Context, dir string) (*Plan, error) {
	entries, err := os.ReadDir(dir)
	plan, posts := &Plan{}, map[int]*model.Postmortem{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		read, err := report.Whole(intake.Input{Name: e.Name(), Data: data}, intake.Options{Now: r.now})
		if err != nil {
			return nil, err
		}
		row := Planned{File: filepath.Join(dir, e.Name()), Fate: "nothing of a postmortem is in it", Dropped: read.Dropped}
		if len(read.Incidents) > 0 && len(read.Incidents[0].Post.Events) > 0 {
			in := read.Incidents[0]
			row.Title, row.Comes, row.Fate, row.Holds, row.Assumed = in.Post.Title, true, "", "2 events, 0 whys, 0 actions", in.Assumed
			posts[len(plan.Rows)] = in.Post
		}
		plan.Rows = append(plan.Rows, row)
	}
	plan.BringIn = func(ctx context.Context, rows []int, told Progress) (came Arrived, err error) {
		all := func(yield func(*model.Postmortem) bool) {
			for _, i := range rows {
				if !yield(posts[i]) {
					return
				}
			}
		}
		err = r.archive.ImportAll(ctx, model.NewID(time.Now()), all, func(made storage.Applied, err error) {
			if err != nil {
				came.Refused = append(came.Refused, err.Error())
				return
			}
			came.In++
			came.First = made.Postmortem.Ref
			told(came.In, len(rows))
		})
		came.TakeBack = func(ctx context.Context) (string, error) {
			done, err := r.archive.UndoImport(ctx, came.First)
			return fmt.Sprintf("%d taken back.", len(done.Refs)), err
		}
		if ctx.Err() != nil {
			came.Stopped, err = true, nil
		}
		return came, err
	}
	return plan, err
}

// TestAFolderIsLookedAtBeforeItComesIn: each file's fate is a row, and what is left out does not come.
func TestAFolderIsLookedAtBeforeItComesIn(t *testing.T) {
	for _, story := range []struct {
		name, keys, said, listed string
		alone                    bool
	}{
		{"all", "b", "2 postmortems came in; u takes them back.", "The queue filled up", false},
		{"one left out", "home space b", "1 postmortem came in; u takes it back.", "The certificate ran out", true},
		{"out and in again", "home space space b", "2 postmortems came in", "The queue filled up", false},
	} {
		t.Run(story.name, func(t *testing.T) {
			r := newRig(t, 110, 30)
			before := r.archived()
			r.play("press i\nenter "+r.planFolder(), nil)
			r.sees("2 postmortems come in, of 3 in", "[x] The queue filled up", "a-queue.md", "2 events, 0 whys, 0 actions", "[x] The certificate ran out",
				"c-notes.md", "nothing of a postmortem is in it")
			r.play("press end space", nil)
			r.sees("This one does not come in: nothing of a postmortem is in it.")
			if r.archived() != before {
				t.Error("looking at it brings it in")
			}
			r.play("press "+story.keys, nil)
			r.sees(story.said, story.listed, "The certificate ran out", "published")
			if story.alone {
				if list, _ := r.archive.List(context.Background()); len(list) != 1 || list[0].Title != story.listed {
					t.Errorf("the archive has %v", list)
				}
			}
		})
	}
}

// TestTheLinesThatWereNotPlacedAreShown, and leaving brings nothing in.
func TestTheLinesThatWereNotPlacedAreShown(t *testing.T) {
	r := newRig(t, 110, 30)
	r.play("press i\nenter "+r.planFolder()+"\npress home", nil)
	r.sees("not placed")
	r.play("press enter", nil)
	r.sees("Lines that were not placed", "green")
	r.play("press q q", nil)
	if n := r.archived(); n != 0 {
		t.Errorf("%d came in", n)
	}
	r.sees("Bring in postmortems you already have")
}

func (r *rig) archived() int {
	r.t.Helper()
	list, err := r.archive.List(context.Background())
	if err != nil {
		r.t.Fatal(err)
	}
	return len(list)
}

// once carries out a command, and not what follows from it where commands wait.
func (r *rig) once(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			r.once(c)
		}
	default:
		r.send(msg)
	}
}

// TestWhatComesInIsStoppedByAKeyAndTakenBackByAnother: what is in by then stays, and u on the archive's page takes the whole import back.
func TestWhatComesInIsStoppedByAKeyAndTakenBackByAnother(t *testing.T) {
	r := newRig(t, 110, 30)
	r.play("press i\nenter "+r.planFolder(), nil)
	r.hold = true
	slowly := func(key string) { // the key alone runs, and what it sends waits
		r.press(key)
		held := r.held
		r.held = nil
		for _, cmd := range held {
			r.once(cmd)
		}
	}
	slowly("b")
	waiting := r.held
	r.held = nil
	r.sees("Bringing in 0 of 2; q stops")
	slowly("space")
	r.sees("They are on their way in.")
	slowly("q")
	r.sees("Bringing in 0 of 2")
	r.hold = false
	r.run(tea.Batch(waiting...))
	r.sees("Stopped: 0 postmortems came in.", "Bring in postmortems you already have")
	r.press("u")
	r.sees("Nothing to take back here.")

	r.play("press i\nenter "+r.planFolder()+"\npress b", nil)
	r.sees("2 postmortems came in; u takes them back.")
	r.play("press d down enter", nil) // one of them goes by itself
	r.press("u")
	r.sees("is back, as it was.")
	r.press("u")
	r.sees("2 taken back.", "Bring in postmortems you already have")
	if n := r.archived(); n != 0 {
		t.Errorf("%d are left", n)
	}
}

// TestADocumentThatWasImportedIsTakenBackFromTheArchive, as many are.
func TestADocumentThatWasImportedIsTakenBackFromTheArchive(t *testing.T) {
	r := newRig(t, 80, 24)
	r.play("press i\nenter ../model/testdata/payments.json\npress esc q", nil)
	r.sees("1 postmortem, archive.db")
	r.press("u")
	r.sees("PM-1 is taken back; debrief undo PM-1 brings it back.", "0 postmortems")
	r.press("u")
	r.sees("Nothing to take back here.")

	r = newRig(t, 80, 24)
	r.play("press i\nenter ../model/testdata/payments.json", nil)
	r.edit(model.SetFrom("", "severity", "SEV1", "SEV2", "it was less"))
	r.play("press esc q", nil)
	r.press("u")
	r.sees("PM-1 stays: somebody has gone on with it since it came in.", "1 postmortem, archive.db")
}
