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

func TestATitleAloneIsATitleAndAStatus(t *testing.T) {
	if got, want := string(export.Markdown(model.New("Slow reports", noon))), "# Slow reports\n\n- Status: draft\n"; got != want {
		t.Errorf("the page is %q, want %q", got, want)
	}
}

func TestTheSameIncidentEnteredTwiceIsTheSamePage(t *testing.T) {
	p := example(t)
	want := export.Markdown(p)
	p.ID, p.CreatedAt, p.Phase, p.Revision = model.NewID(noon), model.At(noon), "facts", 99
	p.ReviewedAt, p.PublishedAt, p.ClosedAt = model.Instant{}, model.At(noon), model.At(noon)
	p.Agenda = model.Agenda{Preset: "90", Taken: model.Taken{"facts": 7}}
	p.Notes = "Mei is tired; do not print this"
	p.Dismissed = []model.Dismissal{{Code: "blame", At: "C1", Text: "words"}}
	for i := range p.Events {
		e := &p.Events[i]
		e.Rank, e.Origin, e.Key, e.Raw, e.Original, e.OriginalZone = int64(i+1)*7, "journal.json:31", "k", "raw line", "2 o'clock", "CET"
	}
	for i := range p.Actions {
		p.Actions[i].StartedAt, p.Actions[i].DoneAt = model.At(noon), model.At(noon)
	}
	for i := range p.Parking {
		p.Parking[i].Phase = "facts"
	}
	if got := export.Markdown(p); !bytes.Equal(got, want) {
		t.Errorf("the page tells how it was entered:\n%s", got)
	}
}

func TestAFigureIsNeverZeroWhenAMomentIsNotKnown(t *testing.T) {
	p := payments(t)
	p.Moments.Started = nil
	wantLines(t, p, "- Time to detect", "- Time to detect: not known (started not known → detected 02:17)")
	p = payments(t)
	p.Moments.Detected.At, p.Moments.Detected.Event = p.Moments.Started.At.Add(-time.Minute), ""
	wantLines(t, p, "- Time to detect", "- Time to detect: not known (started 02:14 → detected 02:13)")
	p.Moments.Detected.At = p.Moments.Started.At
	wantLines(t, p, "- Time to detect", "- Time to detect: 0 seconds (started 02:14 → detected 02:14)")
	p.Moments = model.Moments{}
	wantLines(t, p, "- Time to")
}

func TestTimesAreInThePostmortemsZoneAndDatedWhereThereAreSeveralDays(t *testing.T) {
	p := payments(t)
	p.Zone = "America/New_York"
	wantLines(t, p, "| Time", "| Time (America/New_York) | Kind | What | By | Source | Moment | Ref |")
	wantLines(t, p, "- When", "- When: 2026-11-17 21:14 to 21:52 (America/New_York)")
	p.Events[7].At = p.Events[7].At.Add(3 * time.Hour)
	if got := lines(export.Markdown(p), "| 2026-11-18 01:10 | note"); len(got) != 1 {
		t.Errorf("the last event of two days has no date:\n%s", export.Markdown(p))
	}
	wantLines(t, p, "- Time to detect", "- Time to detect: 3 minutes (started 2026-11-17 21:14 → detected 2026-11-17 21:17)")
}

func TestAnEventThatWasGivenAnEarlierTimeStandsInItsPlaceOnThePage(t *testing.T) {
	p := payments(t)
	last := &p.Events[len(p.Events)-1]
	last.At = p.Events[0].At.Add(-time.Minute)
	rows := lines(export.Markdown(p), "| 02:")
	if len(rows) != len(p.Events) || !strings.HasSuffix(rows[0], "| "+last.Ref+" |") {
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
	wantLines(t, p, "| ", "| Time (UTC) | What | Ref |", "| --- | --- | --- |", "| 2026-11-18 | x | E6 |", "| not known | x | E7 |", "| about 02:00 | x | E5 |",
		"| 02:14 | x | E1 |", "| 02:14:00 | x | E2 |", "| about 02:14 | x | E4 |", "| 02:14:07.250 | x | E3 |")
	p.Moments.Started = &model.Moment{At: p.Events[5].At, Event: "E6"}
	wantLines(t, p, "- When", "- When: 2026-11-18 (UTC)")
}

func TestNoiseIsLeftOutAndCounted(t *testing.T) {
	p := payments(t)
	p.Events[2].Noise, p.Events[3].Noise = true, true
	wantLines(t, p, "Left out", "Left out as noise: 2 events.")
	for i := range p.Events {
		p.Events[i].Noise = i > 0
	}
	p.Events[0].Noise = true
	wantLines(t, p, "Left out", "Left out as noise: 8 events.")
}

func TestADroppedActionSaysWhy(t *testing.T) {
	p := payments(t)
	p.Actions[2].Status, p.Actions[2].Reason = "dropped", "A2 covers it.\nWe count | anew."
	got := lines(export.Markdown(p), "| A3 ")
	if len(got) != 1 || !strings.HasSuffix(got[0], `| dropped: A2 covers it.; We count \| anew. |`) {
		t.Errorf("the row is %q", got)
	}
}

func TestAnOtherPostmortemIsNamedByItsReference(t *testing.T) {
	p := payments(t)
	p.Relations = []model.Relation{{ID: model.NewID(noon), Ref: "PM-3", Kind: "repeat of"}, {ID: model.NewID(noon), Kind: "related"}, {Ref: "PM-4", Kind: "related"}}
	wantLines(t, p, "- Re", "- Reference: PM-1", "- Resolved: 02:52", "- Repeat of PM-3", "- Related to PM-4")
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
