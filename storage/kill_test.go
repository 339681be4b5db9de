package storage_test

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"debrief/model"
	"debrief/storage"
)

// killable writes to two postmortems in every way there is, and says of each step which postmortem it is of, its number in the
// journal, and what was done, as soon as it is saved.
type killable struct {
	archive *storage.Archive
	round   int
	started string
	brought string
}

func writeUntilKilled(a *storage.Archive) error {
	k := killable{archive: a}
	made, err := a.Create(ctx, model.New("killed on the way", noon), "start")
	if err := k.tell(made, err); err != nil {
		return err
	}
	k.started = made.Postmortem.Ref
	document := long("brought in", 20)
	document.Actions = []model.Action{{Title: "limit the pool", Status: "open"}}
	if made, err = a.Import(ctx, document, "batch"); k.tell(made, err) != nil {
		return err
	}
	for k.brought = made.Postmortem.Ref; ; k.round++ {
		for _, do := range []func() error{k.log, k.prove, k.live, k.intake, k.many, k.back, k.delete, k.done} {
			if err := do(); err != nil {
				return err
			}
		}
	}
}

func (k *killable) tell(applied storage.Applied, err error) error {
	if err == nil {
		say(fmt.Sprintf("%s %d %s", applied.Postmortem.Ref, applied.Step.N, applied.Step.Label))
	}
	return err
}

func (k *killable) edit(ref, label string, do func(*model.Postmortem) error) error {
	return k.tell(k.archive.Apply(ctx, ref, model.Edit{Label: label, Do: do}))
}

func (k *killable) log() error {
	for i := range 3 {
		text := fmt.Sprintf("event %d of %d", i, k.round)
		if err := k.edit(k.started, "add "+text, addEvent(text)); err != nil {
			return err
		}
	}
	return nil
}

func (k *killable) intake() error {
	return k.tell(k.archive.Apply(ctx, k.started, bringIn(50)))
}

func (k *killable) many() error {
	var told error
	documents := func(yield func(*model.Postmortem) bool) {
		for i := range 4 {
			if !yield(long(fmt.Sprintf("document %d of round %d", i, k.round), 3)) {
				return
			}
		}
	}
	err := k.archive.ImportAll(ctx, "many", documents, func(made storage.Applied, err error) { told = cmp.Or(told, k.tell(made, err)) })
	return cmp.Or(err, told)
}

func (k *killable) prove() error {
	return k.edit(k.brought, "record a run", func(p *model.Postmortem) error {
		_, err := p.Prove("A1", "go test ./pool", model.Run{At: model.At(noon), ExitCode: k.round % 2, Tail: fmt.Sprint("round ", k.round), Runner: "go", Tests: 1})
		return err
	})
}

func (k *killable) done() error {
	return k.edit(k.brought, "close an action", func(p *model.Postmortem) error {
		return p.Set("A1", "status", map[bool]string{true: "done", false: "open"}[p.Action("A1").Status == "open"])
	})
}

func (k *killable) live() error {
	return k.archive.SetLive(ctx, k.brought, storage.Live{Phase: "facts", Selected: fmt.Sprint("E", k.round)})
}

func (k *killable) back() error {
	for _, do := range []func() (storage.Applied, error){
		func() (storage.Applied, error) { return k.archive.Undo(ctx, k.started) },
		func() (storage.Applied, error) { return k.archive.Redo(ctx, k.started) },
		func() (storage.Applied, error) { return k.archive.Undo(ctx, k.started) },
	} {
		if err := k.tell(do()); err != nil {
			return err
		}
	}
	return nil
}

func (k *killable) delete() error {
	if err := k.tell(k.archive.Delete(ctx, k.brought)); err != nil {
		return err
	}
	return k.tell(k.archive.Undo(ctx, k.brought))
}

func TestWhatWasReportedAsSavedSurvivesAKillWhateverWasWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts 30 processes")
	}
	kills := rounds(30, 1000)
	path := archiveOf(t) // nobody else has it open: each kill leaves a log, and the next one finds it
	saved := map[string]map[int64]string{}
	total := 0
	for range kills {
		for _, line := range killedOnTheWay(t, path) {
			ref, rest, _ := strings.Cut(line, " ")
			number, label, _ := strings.Cut(rest, " ")
			if saved[ref] == nil {
				saved[ref] = map[int64]string{}
			}
			saved[ref][must[int64](t)(strconv.ParseInt(number, 10, 64))] = label
			total++
		}
	}
	a := open(t, path, "bo")
	if aside := must[[]string](t)(filepath.Glob(path + "-wal.*")); len(aside) != 0 || a.Notice() != "" {
		t.Errorf("a log was taken for another archive's: %v, %q", aside, a.Notice())
	}
	for ref, labels := range saved {
		steps := must[[]model.Step](t)(a.History(ctx, ref))
		for n, label := range labels {
			if int64(len(steps)) < n || steps[n-1].Label != label {
				t.Errorf("%s: step %d, %q, was reported as saved and is not there", ref, n, label)
			}
		}
		if len(steps) > len(labels)+1 { // one that was killed between saving and saying so
			t.Errorf("%s: %d steps, and %d were reported", ref, len(steps), len(labels))
		}
		replayed(t, a, ref, steps)
	}
	for _, e := range must[[]model.Entry](t)(a.List(ctx)) {
		if saved[e.Ref] == nil { // killed before it was reported: it is whole, or not there
			replayed(t, a, e.Ref, must[[]model.Step](t)(a.History(ctx, e.Ref)))
		}
	}
	if len(saved) < kills {
		t.Errorf("%d postmortems were reported before %d kills", len(saved), kills)
	}
	t.Logf("%d steps of %d postmortems were reported before %d kills", total, len(saved), kills)
	checkWhole(t, path)
}

// killedOnTheWay starts a program that writes, kills it, and gives what it reported. Its first line is always there.
func killedOnTheWay(t *testing.T, path string) (lines []string) {
	t.Helper()
	c := child(t, "write in every way until killed", path)
	out := must[io.ReadCloser](t)(c.StdoutPipe())
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	after, pause := 1+rand.IntN(24), time.Duration(rand.IntN(2000))*time.Microsecond
	scan := bufio.NewScanner(out)
	for scan.Scan() {
		if lines = append(lines, scan.Text()); len(lines) == after {
			time.AfterFunc(pause, func() { _ = c.Process.Kill() })
		}
	}
	if err := c.Wait(); err == nil || len(lines) < after || !strings.HasPrefix(lines[len(lines)-1], "PM-") {
		t.Fatalf("it was to be killed: %v %q", err, lines)
	}
	return lines
}

// replayed follows a journal from nothing, and checks that it leads to the rows.
func replayed(t *testing.T, a *storage.Archive, ref string, steps []model.Step) {
	t.Helper()
	var want model.Postmortem
	for i, s := range steps {
		if s.N != int64(i+1) {
			t.Fatalf("%s: step %d is the %dth", ref, s.N, i+1)
		}
		if err := want.Patch(s.Changes); err != nil {
			t.Fatalf("%s: step %d, %q: %v", ref, s.N, s.Label, err)
		}
	}
	last := steps[len(steps)-1]
	gone := last.Kind == "do" && len(last.Changes) == 0
	p, err := a.Load(ctx, ref)
	if errors.Is(err, storage.ErrDeleted) != gone {
		t.Fatalf("%s: after %q it is read with %v", ref, last.Label, err)
	}
	if gone {
		p = must[storage.Applied](t)(a.BringBack(ctx, ref)).Postmortem
		want.Revision++
	}
	want.Revision += last.N
	want.ID, want.Ref, want.Formerly, want.CreatedAt = p.ID, p.Ref, p.Formerly, p.CreatedAt // what no step gives
	want.Settle()
	for _, s := range steps { // a number is never given twice: also those of parts that were taken back count
		for _, part := range s.Created() {
			if letter, n, ok := model.SplitRef(part); ok && letter == "E" {
				want.Last.E = max(want.Last.E, n)
			}
		}
	}
	if p.Revision != want.Revision || !bytes.Equal(model.Encode(p, false), model.Encode(&want, false)) || p.Last != want.Last {
		t.Errorf("%s: the rows are %+v\n%s\nand the journal leads to %+v\n%s", ref, p.Last, model.Encode(p, false), want.Last, model.Encode(&want, false))
	}
}
