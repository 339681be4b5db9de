package plain_test

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"debrief/export"
	"debrief/intake"
	"debrief/intake/secret"
	"debrief/model"
	"debrief/storage"
	"debrief/ui/plain"
)

// desk is an archive in a folder of its own, and the day on which somebody sits down at it.
type desk struct {
	t       *testing.T
	archive *storage.Archive
	now     time.Time
	said    string // by the last sitting
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Date(2026, 11, 20, 13, 55, 0, 0, time.UTC)}
	archive, err := storage.Open(context.Background(), filepath.Join(t.TempDir(), "archive.db"), storage.Options{
		Author: "noor", Now: func() time.Time { return d.now }, Hide: secret.Hide,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = archive.Close() })
	d.archive = archive
	return d
}

// control is a byte that moves a cursor, or that a screen reader would read out.
var control = regexp.MustCompile(`[\x00-\x09\x0b-\x1f\x7f]|\x{9b}|\x{9d}`)

// answers sits down, answers, and leaves with the last answer.
func (d *desk) answers(open, phase string, lines ...string) string {
	d.t.Helper()
	var out bytes.Buffer
	err := plain.Run(context.Background(), plain.Config{
		Archive: d.archive, In: strings.NewReader(strings.Join(lines, "\n") + "\n"), Out: &out, Open: open, Phase: phase, Now: func() time.Time { return d.now },
		ReadInput: func(path string) (intake.Input, error) {
			data, err := os.ReadFile(path)
			return intake.Input{Name: filepath.Base(path), Data: data}, err
		},
		WriteFile: func(path string, _ []byte) (string, error) { return path, nil },
		Markdown:  export.Markdown, FileName: export.Name,
	})
	if err != nil {
		d.t.Fatalf("%v after\n%s", err, out.String())
	}
	if at := control.FindStringIndex(out.String()); at != nil {
		d.t.Errorf("a control character is written: %q", out.String()[max(at[0]-40, 0):at[1]])
	}
	d.said = out.String()
	return d.said
}

func (d *desk) sees(words ...string) {
	d.t.Helper()
	for _, w := range words {
		if !strings.Contains(d.said, w) {
			d.t.Errorf("%q is not said in\n%s", w, d.said)
		}
	}
}

func (d *desk) pm() *model.Postmortem {
	d.t.Helper()
	pm, err := d.archive.Load(context.Background(), "PM-1")
	if err != nil {
		d.t.Fatal(err)
	}
	return pm
}

// TestTheWorkedExampleIsAnsweredFromAPipe: the page is that of the imported document, which is also what the keys type.
func TestTheWorkedExampleIsAnsweredFromAPipe(t *testing.T) {
	answers, err := os.ReadFile("testdata/payments.txt")
	if err != nil {
		t.Fatal(err)
	}
	document, err := os.ReadFile("../../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.answers("", "", strings.Split(strings.TrimSuffix(string(answers), "\n"), "\n")...)
	if strings.Contains(d.said, "Not taken") {
		t.Errorf("an answer is refused:\n%s", d.said)
	}
	d.sees("Everything is saved.")
	want, err := model.Decode(bytes.NewReader(document), d.now)
	if err != nil {
		t.Fatal(err)
	}
	got := d.pm()
	want.ID, want.Ref, want.Revision, want.CreatedAt = got.ID, got.Ref, got.Revision, got.CreatedAt
	if entered, page := export.Markdown(got), export.Markdown(want); !bytes.Equal(entered, page) {
		t.Errorf("the page differs\n--- entered\n%s\n--- imported\n%s\n--- said\n%s", entered, page, d.said)
	}
}

func (d *desk) begun() *desk {
	d.t.Helper()
	d.answers("", "", "Payments 500s", "2026-11-18 02:14", "", "q")
	return d
}

func TestWhatIsRefusedIsSaidWithWhatWasExpectedAndAskedAgain(t *testing.T) {
	d := newDesk(t)
	d.answers("", "", "", "Payments 500s", "25:99", "02:14", "01:00 2026", "", "", "SEV9", "3", ":7", ":frob", ":edit E9", ":delete", ":1", "", "sev2", "q")
	d.sees("a postmortem needs a title", "Not taken", `"SEV9" is none of them: expected 1 SEV1`, "there is no phase 7: expected :1 to :6", "there is no :frob",
		"Not taken: expected :delete REF")
	if got := d.pm(); got.Severity != "SEV2" || got.Title != "Payments 500s" {
		t.Errorf("%s %q", got.Severity, got.Title)
	}
	d.answers("PM-1", "assemble", "none", "q")
	d.sees("Not taken: expected a few words")
	d.answers("PM-1", "close", "someday", "4 dec", "4 dec 14:00", "q")
	d.sees("Not taken", "4 dec 14:00")
	if got := d.pm().Get("", "follow_up.at"); got != "2026-12-04T14:00:00Z" {
		t.Errorf("the follow-up is at %s", got)
	}
}

func TestSomebodyGoesBackUndoesParksAndLooks(t *testing.T) {
	d := newDesk(t).begun()
	d.answers("PM-1", "assemble", "", "1", "back", "2", "undo", "redo", "park page support sooner", "list", "?", `\back`, "q")
	d.sees("Undone: change", "Done again: change", "Parked as K1.", "Severity: SEV2", "goes to the question before")
	if pm := d.pm(); pm.Severity != "SEV2" || pm.Parking[0].Text != "page support sooner" || pm.Parking[0].Phase != "assemble" || pm.Summary != "back" {
		t.Errorf("%+v", pm)
	}
	d.answers("PM-1", "facts", "back", "back", "back", "", "q") // over the steps that have nothing to ask, into the phase before
	d.sees("1.10 Who was involved?", "1.8 Meeting?")
}

func TestTheEndOfTheAnswersLeavesQuietlyWithEverythingSaved(t *testing.T) {
	d := newDesk(t).begun()
	said := d.answers("PM-1", "facts", "~1900 customers customers who saw an error", "", `02:14 * Error rate rises \`, "and stays up #s")
	if strings.Contains(said, "saved") || len(d.pm().Impact) != 1 || len(d.pm().Events) != 1 || d.pm().Events[0].Text != "Error rate rises and stays up" {
		t.Errorf("%+v after\n%s", d.pm().Events, said)
	}
}

func TestALogIsPastedAndBroughtInWhereSomebodyWantsIt(t *testing.T) {
	d := newDesk(t).begun()
	log := filepath.Join(t.TempDir(), "alerts.log")
	if err := os.WriteFile(log, []byte("2026-11-18T02:17:00Z alert fired\n2026-11-18T02:31:00Z timeouts found\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.answers("PM-1", "facts", ":bring "+log, "no", ":paste", "2026-11-18T02:45:00Z rolled back", "2026-11-18T02:52:00Z password=hunter2secret ok", ".", "yes",
		":bring nowhere.log", ":bring "+log, "y", "list", "", "", "e9", "e1", "q")
	d.sees("2 events are new", "Bring it in?", "no such file", "E3")
	pm := d.pm()
	if len(pm.Events) != 4 || strings.Contains(string(export.Markdown(pm)), "hunter2") {
		t.Fatalf("%d events\n%s", len(pm.Events), d.said)
	}
	if pm.Moments.Detected == nil || pm.Moments.Detected.Event != "E1" {
		t.Errorf("detected is %+v", pm.Moments.Detected)
	}
}

func TestTheNextQuestionIsWordedFromTheAnswer(t *testing.T) {
	d := newDesk(t).begun()
	d.answers("PM-1", "causes", "The pool ran full #trigger", "", "Nobody had set a limit", ":another", "The default is none #human", "", "not", "yes", "now", "structural",
		":why C1", "It was sized by hand", ":root w3", "process", "", "", ":why w9", "q")
	d.sees("W1: Why is it that nobody had set a limit?", "W1: Why was it not caught before production?", "It stops at W2", "Not taken: expected a cause or an answer")
	pm := d.pm()
	if pm.Get("W2", "stop") != "not known yet" || pm.Get("W2", "root") != "yes" || pm.Get("W2", "fixable") != "now" || pm.Get("W3", "category") != "process gap" {
		t.Errorf("%+v\n%s", pm.Causes, d.said)
	}
}

func TestAParkedThoughtBecomesAnActionAndTheFollowUpIsHeld(t *testing.T) {
	d := newDesk(t).begun()
	d.answers("PM-1", "action", "Alert on pool use @mei by 27 nov", "A drill pages within three minutes", "class", "2", "detection", "", "park page support sooner",
		"park write it all anew", "", "action", "", "", "", "", "", "", "declined", "It costs a year", "7 dec 14:00", "q")
	pm := d.pm()
	if len(pm.Actions) != 2 || pm.Actions[1].Title != "page support sooner" || pm.Get("K1", "action") != "A2" || pm.Get("K2", "reason") != "It costs a year" {
		t.Fatalf("%+v %+v\n%s", pm.Actions, pm.Parking, d.said)
	}
	d.now = time.Date(2026, 12, 14, 10, 0, 0, 0, time.UTC)
	d.answers("PM-1", "close", "", "yes", "done", "yes", "dropped", "Support has its own pager now", "no", "We never drilled it", "Drills find what alerts miss", "",
		"", "reviewed", "q")
	pm = d.pm()
	if pm.Actions[0].Status != "done" || pm.Verdict("A1").Helped != "yes" || pm.Actions[1].Status != "dropped" || pm.FollowUp.Again != "no" ||
		pm.FollowUp.HeldAt.IsZero() || pm.Status != "reviewed" || len(pm.Lessons) != 1 || pm.Reread == nil {
		t.Errorf("%+v %+v %s\n%s", pm.Actions, pm.FollowUp, pm.Status, d.said)
	}
	d.now = d.now.AddDate(0, 7, 0)
	d.answers("PM-1", "", "", "yes", "The alert is muted at night", "q")
	if got := d.pm().Get("", "reread.missed"); got != "The alert is muted at night" {
		t.Errorf("seen later: %q\n%s", got, d.said)
	}
}

func TestEveryFieldOfAPartIsReachedAndAPartIsDeleted(t *testing.T) {
	d := newDesk(t).begun()
	d.answers("PM-1", "facts", "", "02:14 ! Rolled back #m", ":edit e1 by", "mei", ":edit E1 kind", "decided", ":edit zone", "Europe/Oslo", ":edit notes", "ask Sam first",
		":edit e1 nothing", ":edit e1 noise", "yes", ":show", ":questions", ":export", ":delete e1", "undo", "q")
	pm := d.pm()
	if e := pm.Event("E1"); e == nil || e.By != "mei" || e.Kind != "decision" || !e.Noise || pm.Zone != "Europe/Oslo" || pm.Notes != "ask Sam first" {
		t.Errorf("%+v %s\n%s", pm.Events, pm.Zone, d.said)
	}
	d.sees("Deleted E1. undo brings it back.", "# Payments 500s", "Written to", `there is no "nothing": expected`)
}

func TestTheCoachAsksAtOnceAboutWordsAndAtTheEndOfAPhaseAboutWhatIsMissing(t *testing.T) {
	d := newDesk(t).begun()
	d.answers("PM-1", "facts", "", "02:14 ! Rolled back", "", ":3", "Mei forgot to add the index", "", "q")
	d.sees("C1: Which role", "open in Causes, and may stay so:", "C1: Which event", "open in Facts, and may stay so:")
}

func TestNothingFromOutsideMovesTheCursor(t *testing.T) {
	d := newDesk(t).begun()
	d.answers("PM-1", "assemble", "", "", "red \x1b[31mink\x1b[0m \u202eback \a\x00", "\xff\xfe", "list", ":show", "q")
	if got := d.pm().Summary; strings.ContainsAny(got, "\x1b\a") || !strings.HasPrefix(got, "red ink") {
		t.Errorf("%q", got)
	}
}

// full is a terminal that is gone.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestATerminalThatIsGoneEndsIt(t *testing.T) {
	d := newDesk(t).begun()
	err := plain.Run(context.Background(), plain.Config{Archive: d.archive, In: strings.NewReader(strings.Repeat("\n", 500)), Out: full{}, Open: "PM-1",
		Now: func() time.Time { return d.now }, Markdown: export.Markdown, FileName: export.Name})
	if err == nil {
		t.Error("it went on")
	}
}

// TestWhateverIsAnsweredItGoesOnToTheEndOfTheAnswers answers what comes to hand, and finds the archive whole.
func TestWhateverIsAnsweredItGoesOnToTheEndOfTheAnswers(t *testing.T) {
	said := []string{
		"", "", "", "back", "back", "undo", "redo", "list", "?", "skip", "none", ":1", ":2", ":3", ":4", ":5", ":6", ":facts", ":9", ":another", ":why W1", ":why C1",
		":probe C1", ":root W1", ":for W1", ":for none", ":after E1", ":edit E1", ":edit A1 due", ":edit K1 outcome", ":edit A1 status", ":edit", ":delete E1", ":delete C1",
		":delete W1", ":questions", ":show", ":export", "park a thought", ":lesson it was quiet #lucky", "1", "2", "3", "all", "yes", "no", "dropped", "done", "action", "declined",
		"02:14 ! rolled back #m", "02:45 * the alert fires @mei #d", "The pool ran full #trigger e1", "Nobody had set a limit #human", "Alert on it @mei by 4 dec", "4 dec", "e1",
		"mei payments build, sam", "~1900 customers customers who saw an error", "\\back", "\x1b[A", "26:00", ":paste", ".", "20 nov 14:00",
	}
	for seed := range uint64(5) {
		d := newDesk(t)
		dice := rand.New(rand.NewPCG(seed, 2026))
		lines := []string{"Payments 500s", "2026-11-18 02:14", ""}
		for range 300 {
			lines = append(lines, said[dice.IntN(len(said))])
		}
		d.answers("", "", lines...)
		if err := d.pm().Validate(); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

// relay gives answers one by one, and does something before the last of them.
type relay struct {
	answers []string
	before  func()
}

func (r *relay) Read(to []byte) (int, error) {
	if len(r.answers) == 0 {
		return 0, io.EOF
	}
	if len(r.answers) == 2 {
		r.before()
	}
	n := copy(to, r.answers[0]+"\n")
	r.answers = r.answers[1:]
	return n, nil
}

func TestSomebodyElseIsQuickerAndNothingIsLost(t *testing.T) {
	d := newDesk(t).begun()
	in := &relay{answers: []string{"Ours", "Ours"}, before: func() {
		if _, err := d.archive.Apply(context.Background(), "PM-1", model.SetFrom("", "title", "Payments 500s", "Theirs", "change the title")); err != nil {
			t.Error(err)
		}
	}}
	var out bytes.Buffer
	err := plain.Run(context.Background(), plain.Config{Archive: d.archive, In: in, Out: &out, Open: "PM-1", Now: func() time.Time { return d.now }})
	if err != nil || !strings.Contains(out.String(), `somebody else has changed it meanwhile to "Theirs": answer again to replace that`) {
		t.Errorf("%v\n%s", err, out.String())
	}
	if got := d.pm().Title; got != "Ours" {
		t.Errorf("the title is %q\n%s", got, out.String())
	}
}

// endless is a pipe whose only line never ends; it counts what was read of it.
type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	e.read += len(b)
	return len(b), nil
}

func TestALineThatNeverEndsIsNotGathered(t *testing.T) {
	d := newDesk(t).begun()
	in := &endless{}
	err := plain.Run(context.Background(), plain.Config{Archive: d.archive, In: in, Out: io.Discard, Open: "PM-1", Now: func() time.Time { return d.now }})
	if err == nil || !strings.Contains(err.Error(), "longer than 1024 KiB") || in.read > 4<<20 {
		t.Errorf("%d bytes were read: %v", in.read, err)
	}
}
