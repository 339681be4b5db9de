package export_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"debrief/export"
	"debrief/model"
	"debrief/model/guide"
)

var update = flag.Bool("update", false, "write the golden files")

var noon = time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)

func decoded(t testing.TB, b []byte) *model.Postmortem {
	t.Helper()
	p, err := model.Decode(bytes.NewReader(b), noon)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func payments(t testing.TB) *model.Postmortem {
	t.Helper()
	b, err := os.ReadFile("../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	return decoded(t, b)
}

func example(t testing.TB) *model.Postmortem {
	t.Helper()
	return decoded(t, guide.Example())
}

// golden compares with a file of testdata, and writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test ./export -update writes it); got\n%s", file, got)
	}
}

func TestThePaymentsIncidentAsAPage(t *testing.T) {
	golden(t, "payments.md", export.Markdown(payments(t)))
}

func TestTheExampleAsAPage(t *testing.T) {
	golden(t, "example.md", export.Markdown(example(t)))
}

// lines are the lines of a page that start with a text.
func lines(page []byte, start string) []string {
	var all []string
	for line := range strings.Lines(string(page)) {
		if strings.HasPrefix(line, start) {
			all = append(all, strings.TrimSuffix(line, "\n"))
		}
	}
	return all
}

func wantLines(t *testing.T, p *model.Postmortem, start string, want ...string) {
	t.Helper()
	if got := lines(export.Markdown(p), start); !slices.Equal(got, want) {
		t.Errorf("the lines are %q, want %q", got, want)
	}
}

func TestATitleAloneIsATitleAStatusAndWhereItComesFrom(t *testing.T) {
	p := model.New("Slow reports", noon)
	p.Ref, p.ID = "PM-3", "01934d2e-7c00-7000-8000-000000000001"
	want := "# Slow reports\n\nPM-3 · draft\n\n## Details\n\n### About this page\n\n- **Dates:** written 2026-11-18 12:00\n\n" +
		"Written by debrief for the team from PM-3, step 0, `01934d2e-7c00-7000-8000-000000000001`. Times are UTC.\n"
	if got := string(export.Markdown(p)); got != want {
		t.Errorf("the page is %q, want %q", got, want)
	}
}

func TestTheSameIncidentEnteredTwiceIsTheSamePage(t *testing.T) {
	p := example(t)
	want := export.Markdown(p)
	p.Phase = "facts"
	p.Notes = "Mei is tired; do not print this"
	p.Dismissed = []model.Dismissal{{Code: "blame", At: "C1", Text: "words"}}
	for i := range p.Events {
		e := &p.Events[i]
		e.Rank, e.Origin, e.Key, e.Raw, e.Original, e.OriginalZone = int64(i+1)*7, "journal.json:31", "k", "raw line", "2 o'clock", "CET"
	}
	if got := export.Markdown(p); !bytes.Equal(got, want) {
		t.Errorf("the page tells how it was entered:\n%s", got)
	}
}

func TestAFigureIsNeverZeroWhenAMomentIsNotKnown(t *testing.T) {
	p := payments(t)
	p.Moments.Started = nil
	wantLines(t, p, "PM-1 ·", "PM-1 · **SEV1** · 2026-11-18 02:14 to 02:52 UTC · recovered in 28 minutes · `payments` · draft")
	p = payments(t)
	p.Moments.Detected.At, p.Moments.Detected.Event = p.Moments.Started.At, ""
	wantLines(t, p, "PM-1 ·", "PM-1 · **SEV1** · 2026-11-18 02:14 to 02:52 UTC · unseen for 0 seconds · recovered in 31 minutes · `payments` · draft")
	p.Moments = model.Moments{}
	wantLines(t, p, "PM-1 ·", "PM-1 · **SEV1** · 2026-11-18 02:14 UTC · `payments` · draft")
}

func TestTimesAreInThePostmortemsZoneAndEachDayHasARow(t *testing.T) {
	p := payments(t)
	p.Zone = "America/New_York"
	p.Events[7].At = p.Events[7].At.Add(3 * time.Hour)
	wantLines(t, p, "PM-1 ·", "PM-1 · **SEV1** · 2026-11-17 21:14 to 21:52 America/New\\_York · unseen for 3 minutes · recovered in 28 minutes · `payments` · draft")
	wantLines(t, p, "| Time", `| Time (America/New\_York) | What happened | Source |`)
	wantLines(t, p, "|  | **", "|  | **2026-11-17** |  |", "|  | **2026-11-18** |  |")
	if page := string(export.Markdown(p)); !strings.Contains(page, "|  | **2026-11-18** |  |\n| 01:10 | note:") {
		t.Errorf("the last event of two days does not stand below its day:\n%s", page)
	}
}

// TestAnHourThatTheClockSaysTwiceHasItsOffset is the night in which Berlin's clocks go back.
func TestAnHourThatTheClockSaysTwiceHasItsOffset(t *testing.T) {
	p := payments(t)
	p.Zone = "Europe/Berlin"
	for i, at := range []string{"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"} {
		p.Events[i].At, _ = model.ParseInstant(at)
	}
	p.Events, p.Moments = p.Events[:3], model.Moments{}
	var got []string
	for _, l := range lines(export.Markdown(p), "| 0") {
		got = append(got, strings.SplitN(l, " | ", 2)[0])
	}
	if want := []string{"| 02:30 +02:00", "| 02:30 +01:00", "| 03:30"}; !slices.Equal(got, want) {
		t.Errorf("the times are %q, want %q", got, want)
	}
}

func TestAnEventThatWasGivenAnEarlierTimeStandsInItsPlaceOnThePage(t *testing.T) {
	p := payments(t)
	last := &p.Events[len(p.Events)-1]
	last.At = p.Events[0].At.Add(-time.Minute)
	rows := lines(export.Markdown(p), "| 02:")
	if len(rows) != len(p.Events) || !strings.HasSuffix(rows[0], "| "+last.Ref+" log |") {
		t.Errorf("of %d events the timeline has %q", len(p.Events), rows)
	}
	if p.Events[0].Ref == last.Ref {
		t.Error("writing the page has moved the row of the document")
	}
}

func TestATimeIsAsPreciseAsItWasGiven(t *testing.T) {
	p := model.New("Slow reports", noon)
	at := func(s string) model.Instant {
		i, err := model.ParseInstant(s)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	for i, e := range []model.Event{
		{At: at("2026-11-18T02:14:00Z"), Precision: "minute"}, {At: at("2026-11-18T02:14:00Z"), Precision: "second"},
		{At: at("2026-11-18T02:14:07.250Z"), Precision: "second"}, {At: at("2026-11-18T02:14:00Z"), Precision: "about"},
		{At: at("2026-11-18T02:00:00Z"), Precision: "hour"}, {At: at("2026-11-18T00:00:00Z"), Precision: "day"}, {},
	} {
		e.Ref, e.Text, e.KnownThen = "E"+strconv.Itoa(i+1), "x", true
		p.Events = append(p.Events, e)
	}
	wantLines(t, p, "| ", "| Time (UTC) | What happened | Source |", "| --- | --- | --- |", "|  | **2026-11-18** |  |", "| all day | note: x | E6 |",
		"| ? | note: x | E7 |", "| 02 h | note: x | E5 |", "| 02:14 | note: x | E1 |", "| 02:14:00 | note: x | E2 |", "| about 02:14 | note: x | E4 |",
		"| 02:14:07 | note: x | E3 |")
	p.Ref, p.Moments.Started = "PM-9", &model.Moment{At: p.Events[5].At, Event: "E6"}
	wantLines(t, p, "PM-9", "PM-9 · 2026-11-18 UTC · draft")
}

func TestNoiseIsLeftOutAndCounted(t *testing.T) {
	p := payments(t)
	p.Events[2].Noise, p.Events[3].Noise = true, true
	wantLines(t, p, "and ", "and 2 lines of noise")
	for i := range p.Events {
		p.Events[i].Noise = i > 0
	}
	p.Events[0].Noise = true
	wantLines(t, p, "and ", "and 8 lines of noise")
}

func TestADroppedActionSaysWhy(t *testing.T) {
	p := payments(t)
	p.Actions[2].Status, p.Actions[2].Reason = "dropped", "A2 covers it.\nWe count | anew."
	wantLines(t, p, "| **A3**", "| **A3** Improve our monitoring | the team |  | dropped |")
	wantLines(t, p, "- **A3 reason", "- **A3 reason:** A2 covers it.; We count | anew.")
}

func TestAnOtherPostmortemIsNamedByItsReference(t *testing.T) {
	p := payments(t)
	p.Relations = []model.Relation{{ID: model.NewID(noon), Ref: "PM-3", Kind: "repeat of"}, {ID: model.NewID(noon), Kind: "related"}, {Ref: "PM-4", Kind: "related"}}
	wantLines(t, p, "- **Related", "- **Related:** repeat of PM-3; related to PM-4")
}

func TestAFileNameIsSafeEverywhere(t *testing.T) {
	for title, want := range map[string]string{
		"Payments 500s after deploy":            "PM-1-payments-500s-after-deploy.md",
		"../../etc/passwd":                      "PM-1-etc-passwd.md",
		"Überlast: don't \x1b[31mpanic\x00 | *": "PM-1-ueberlast-dont-panic.md",
		"支払い":                                   "PM-1.md",
		strings.Repeat("long ", 30):             "PM-1" + strings.Repeat("-long", 12) + ".md",
		strings.Repeat("x", 300):                "PM-1-" + strings.Repeat("x", 60) + ".md",
	} {
		if got := export.Name(&model.Postmortem{Ref: "PM-1", Title: title}); got != want {
			t.Errorf("%q is named %q, want %q", title, got, want)
		}
	}
	if got := export.Name(&model.Postmortem{Ref: "", Title: "con"}); got != "postmortem-con.md" {
		t.Errorf("without a reference it is named %q", got)
	}
}
