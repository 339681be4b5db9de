package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"debrief/intake"
	"debrief/model"
)

var morning = time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC)

func readText(t *testing.T, name, text string) intake.Result {
	t.Helper()
	r, err := intake.Read(intake.Input{Name: name, Data: []byte(text)}, intake.Options{Now: morning, Zone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// bring accepts a text the way the archive does: the edit on the newest state, then numbers, then the rules.
func bring(t *testing.T, p *model.Postmortem, name, text string) intake.Preview {
	t.Helper()
	v := intake.Plan(p, readText(t, name, text))
	apply(t, p, v.Edit(nil))
	return v
}

func apply(t *testing.T, p *model.Postmortem, e model.Edit) {
	t.Helper()
	if err := e.Do(p); err != nil {
		t.Fatal(err)
	}
	p.Settle()
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
}

func timeline(p *model.Postmortem) string {
	var rows []string
	for _, e := range p.Events {
		row := e.Ref + " " + e.At.String() + " " + e.Source + " " + e.Text
		for _, a := range e.Also {
			row += " | " + a.Source + " " + a.At.String() + " " + a.Text
		}
		rows = append(rows, row)
	}
	return strings.Join(rows, "\n")
}

const (
	pagerNight = `{"log_entries":[
{"id":"R3","type":"resolve_log_entry","summary":"Resolved by Mei Lin.","created_at":"2026-11-18T02:31:00Z","agent":{"type":"user_reference","summary":"Mei Lin"}},
{"id":"R1","type":"trigger_log_entry","summary":"Triggered through the API","created_at":"2026-11-18T02:14:00Z","event_details":{"description":"no connection left in the pool of payments"}}]}`
	slackNight = `[
{"type":"message","ts":"1794968045.000100","bot_id":"B1","username":"Alerts","text":"no connection left in the pool of payments"},
{"type":"message","ts":"1794968100.000200","user":"mei","text":"I look at the pool"},
{"type":"message","ts":"1794969060.000300","user":"mei","text":"Resolved by Mei Lin."}]`
)

func TestTheSameFileTwiceAddsNothing(t *testing.T) {
	for name, text := range map[string]string{
		"pd.json": pagerNight, "slack.json": slackNight,
		"a.log": "2026-11-18T02:14:05Z n api[1]: slow\n2026-11-18T02:14:05Z n api[1]: slow\n2026-11-18T02:15:05Z n api[1]: gone\n",
		"notes": "2026-11-18\n\n- 02:14 pool exhausted\n- 02:20 rolled back\n",
	} {
		p := model.New("payments", morning)
		bring(t, p, name, text)
		first := timeline(p)
		again := bring(t, p, name, text)
		if adds, known, joins := again.Count(); adds != 0 || joins != 0 || known != len(again.Events) {
			t.Errorf("%s a second time: %d added, %d known, %d joined", name, adds, known, joins)
		}
		if timeline(p) != first || first == "" {
			t.Errorf("%s a second time changed\n%s\ninto\n%s", name, first, timeline(p))
		}
	}
}

func TestSlackAndPagerDutyTellOneIncidentOnce(t *testing.T) {
	want := "E1 2026-11-18T02:14:00Z alert Triggered through the API: no connection left in the pool of payments | chat 2026-11-18T02:14:05.000100Z Alerts: no connection left in the pool of payments\n" +
		"E3 2026-11-18T02:15:00.000200Z chat I look at the pool\n" +
		"E2 2026-11-18T02:31:00Z alert Resolved by Mei Lin. | chat 2026-11-18T02:31:00.000300Z Resolved by Mei Lin."
	p := model.New("payments", morning)
	bring(t, p, "pd.json", pagerNight)
	bring(t, p, "slack.json", slackNight)
	got := timeline(p)
	if !strings.Contains(got, "I look at the pool") || strings.Count(got, "\n") > 3 {
		t.Errorf("the two sources became\n%s", got)
	}
	if got != want {
		t.Logf("joined less than possible, which is allowed:\n%s", got)
	}
	bring(t, p, "slack.json", slackNight)
	bring(t, p, "pd.json", pagerNight)
	if timeline(p) != got {
		t.Errorf("reading both again changed\n%s\ninto\n%s", got, timeline(p))
	}
	if p.Moments.Detected == nil || p.Moments.Detected.Event != "E1" || p.Moments.Resolved == nil || p.Moments.Resolved.Event != "E2" {
		t.Errorf("the moments are %+v", p.Moments)
	}
}

func TestTwoTellingsAreJoinedOnlyWhenTheySayTheSame(t *testing.T) {
	alert := func(at, text string) string {
		return fmt.Sprintf(`[{"time":%q,"text":%q,"tags":[]}]`, at, text)
	}
	p := model.New("payments", morning)
	bring(t, p, "grafana.json", alert("2026-11-18T02:14:00Z", "pool of payments is exhausted"))
	for _, c := range []struct {
		at, text string
		joins    int
	}{
		{"2026-11-18T02:14:30Z", "alert: pool of payments is exhausted!", 1},
		{"2026-11-18T02:19:00Z", "pool of payments is exhausted", 0},
		{"2026-11-18T02:14:30Z", "pool of orders looks rather full", 0},
		{"2026-11-18T02:14:30Z", "pool", 0},
	} {
		chat := fmt.Sprintf(`[{"type":"message","ts":"%d.000100","user":"mei","text":%q}]`, mustTime(t, c.at).Unix(), c.text)
		if _, _, joins := intake.Plan(p, readText(t, "chat.json", chat)).Count(); joins != c.joins {
			t.Errorf("%s %q joins %d events, want %d", c.at, c.text, joins, c.joins)
		}
	}
	log := "2026-11-18T02:14:10Z node-1 api[1]: pool of payments is exhausted\n"
	bring(t, p, "one.log", log)
	other := strings.Replace(log, "node-1", "node-2", 1)
	if adds, _, joins := intake.Plan(p, readText(t, "two.log", other)).Count(); adds+joins != 1 {
		t.Errorf("a second log: %d added, %d joined", adds, joins)
	}
}

func mustTime(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestOneStepBringsInAndOneTakesBack(t *testing.T) {
	p := model.New("payments", morning)
	bring(t, p, "a.log", "2026-11-18T02:14:05Z n api[1]: slow\n2026-11-18T02:30:05Z n api[1]: fine\n")
	before := p.Clone()
	v := intake.Plan(p, readText(t, "pd.json", pagerNight))
	edit := v.Edit(nil)
	if edit.Label != "bring in 2 events from pd.json" {
		t.Errorf("the label is %q", edit.Label)
	}
	apply(t, p, edit)
	if got := timeline(p); !strings.HasPrefix(got, "E3 2026-11-18T02:14:00Z") || !strings.HasSuffix(got, "E4 2026-11-18T02:31:00Z alert Resolved by Mei Lin.") {
		t.Errorf("not in the order of time:\n%s", got)
	}
	if err := p.Patch(model.Inverse(model.Diff(before, p))); err != nil {
		t.Fatal(err)
	}
	if timeline(p) != timeline(before) {
		t.Errorf("undone, it is\n%s", timeline(p))
	}
}

func TestWhatIsNotKeptComesInFolded(t *testing.T) {
	p := model.New("payments", morning)
	v := intake.Plan(p, readText(t, "notes", "2026-11-18\n\n- 02:14 one\n- ??:?? two, nobody knows when\n- 02:20 three\n- 02:30 four\n"))
	if len(v.Events) != 4 {
		t.Fatalf("read %d events: %+v", len(v.Events), v.Events)
	}
	apply(t, p, v.Edit(func(i int) bool { return i < 3 }))
	var texts []string
	for _, e := range p.Events {
		if e.Noise {
			e.Text = "(" + e.Text + ")"
		}
		texts = append(texts, e.Text)
	}
	if got := strings.Join(texts, "; "); got != "one; two, nobody knows when; three; (four)" {
		t.Errorf("the timeline is %s", got)
	}
}

func TestAPlanMadeBeforeSomebodyElseBroughtItInAddsNothing(t *testing.T) {
	p := model.New("payments", morning)
	v := intake.Plan(p, readText(t, "pd.json", pagerNight))
	bring(t, p, "pd.json", pagerNight)
	first := timeline(p)
	apply(t, p, v.Edit(nil))
	if timeline(p) != first {
		t.Errorf("the late edit made it\n%s", timeline(p))
	}
}

func TestASourceIsShiftedAsAWhole(t *testing.T) {
	p := model.New("payments", morning)
	bring(t, p, "pd.json", pagerNight)
	bring(t, p, "a.log", "2026-11-18T03:14:05Z n api[1]: slow\n2026-11-18T03:20:05Z n api[1]: fine\n")
	e := intake.Shift("a.log", "", -time.Hour)
	if e.Label != "shift a.log by -1h" {
		t.Errorf("the label is %q", e.Label)
	}
	apply(t, p, e)
	want := "E1 2026-11-18T02:14:00Z alert Triggered through the API: no connection left in the pool of payments\n" +
		"E3 2026-11-18T02:14:05Z log api: slow\nE4 2026-11-18T02:20:05Z log api: fine\nE2 2026-11-18T02:31:00Z alert Resolved by Mei Lin."
	if got := timeline(p); got != want {
		t.Errorf("shifted, it is\n%s\nwant\n%s", got, want)
	}
	again := bring(t, p, "a.log", "2026-11-18T03:14:05Z n api[1]: slow\n")
	if _, known, _ := again.Count(); known != 1 {
		t.Error("a shifted line is not known any more")
	}
	apply(t, p, intake.Shift("", "alert", time.Minute))
	if at := p.Moments.Detected.At.String(); at != "2026-11-18T02:15:00Z" {
		t.Errorf("the moment did not follow: %s", at)
	}
	if err := intake.Shift("nowhere.log", "", time.Hour).Do(p); err == nil {
		t.Error("shifting what is not there is no error")
	}
}

func TestAboveFortyLinesChatterStartsFolded(t *testing.T) {
	var log strings.Builder
	at := mustTime(t, "2026-11-18T02:00:00Z")
	line := func(text string) {
		at = at.Add(7 * time.Second)
		fmt.Fprintf(&log, "%s n %s\n", at.Format("2006-01-02T15:04:05Z"), text)
	}
	for i := range 60 {
		line(fmt.Sprintf("api[1]: request %d took %d ms", i, i*3))
		if i%10 == 0 {
			line("api[1]: ERROR no connection left")
		}
		if i == 30 {
			line("systemd[1]: Started payments.service.")
			line(fmt.Sprintf("api[1]: WARN pool at %d of 40", i))
		}
		if i == 40 {
			line("api[1]: WARN pool at 39 of 40")
		}
	}
	r := readText(t, "a.log", log.String())
	var shown []string
	count := 0
	for _, e := range r.Events {
		count += e.Count
		if !e.Folded {
			shown = append(shown, e.Text)
		}
	}
	want := "api: ERROR no connection left; systemd: Started payments.service.; api: WARN pool at 30 of 40"
	if got := strings.Join(shown, "; "); got != want {
		t.Errorf("shown are %s, want %s", got, want)
	}
	if count != 69 {
		t.Errorf("69 lines became %d", count)
	}
	for _, e := range r.Events {
		if strings.Contains(e.Text, "ERROR") && (e.Count != 6 || e.Until.IsZero()) {
			t.Errorf("the repeated line has count %d, until %s", e.Count, e.Until)
		}
	}
}

func TestAShortInputIsNeverFolded(t *testing.T) {
	r := readText(t, "a.log", "2026-11-18T02:14:05Z n api[1]: a\n2026-11-18T02:14:05Z n api[1]: a\n")
	if len(r.Events) != 2 || r.Events[0].Folded || r.Events[1].Folded {
		t.Errorf("two lines became %+v", r.Events)
	}
}

func BenchmarkPlan(b *testing.B) {
	var log strings.Builder
	at := time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)
	for i := range 100_000 {
		fmt.Fprintf(&log, "%s n api[1]: request %d failed with ERROR\n", at.Add(time.Duration(i)*time.Second).Format("2006-01-02T15:04:05Z"), i)
	}
	r, err := intake.Read(intake.Input{Name: "a.log", Data: []byte(log.String())}, intake.Options{Now: morning})
	if err != nil {
		b.Fatal(err)
	}
	p := model.New("payments", morning)
	for b.Loop() {
		intake.Plan(p, r)
	}
}
