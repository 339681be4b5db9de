package intake

import (
	"strings"
	"testing"
	"time"

	"debrief/model"
)

// times reads lines in Berlin and gives clock and doubt of each.
func nightOf(t *testing.T, log string) (times, doubts []string, p *model.Postmortem) {
	t.Helper()
	r, err := Read(Input{Name: "x.log", Data: []byte(log)}, Options{Zone: "Europe/Berlin", Now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Events {
		times = append(times, c.At.Time().Format("15:04"))
		if c.Doubt != "" {
			doubts = append(doubts, c.Text+": "+c.Doubt)
		}
	}
	p = model.New("Night", time.Now())
	if err := Plan(p, r).Edit(nil).Do(p); err != nil {
		t.Fatal(err)
	}
	return times, doubts, p
}

func TestALogThatRunsOverTheHourThatComesTwice(t *testing.T) {
	const up = "2026-10-25 01:59:00 ERROR a\n2026-10-25 02:30:00 ERROR b\n2026-10-25 02:59:30 ERROR c\n2026-10-25 02:59:29 ERROR c2\n" +
		"2026-10-25 02:10:00 ERROR d\n2026-10-25 02:40:00 ERROR e\n2026-10-25 03:00:00 ERROR f\n"
	const want = "23:59 00:30 00:59 00:59 01:10 01:40 02:00"
	times, doubts, p := nightOf(t, up)
	if got := strings.Join(times, " "); got != want {
		t.Errorf("read as %s, want %s", got, want)
	}
	told := strings.Join(doubts, "\n")
	if !strings.Contains(told, "ERROR b: 02:30 comes twice that night: CEST is taken, 02:30 CET is the other") ||
		!strings.Contains(told, "ERROR d: 02:10 comes twice that night: CET is taken, 02:10 CEST is the other") || len(doubts) != 3 {
		t.Errorf("told:\n%s", told) // the third is the line that is a second out of order
	}
	if len(p.Events) != 7 || p.Events[4].Text != "ERROR d" {
		t.Errorf("%+v", p.Events)
	}

	lines := strings.Split(strings.TrimSpace(up), "\n")
	for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	times, _, _ = nightOf(t, strings.Join(lines, "\n"))
	if got := strings.Join(times, " "); got != "02:00 01:40 01:10 00:59 00:59 00:30 23:59" {
		t.Errorf("with the newest on top it is read as %s", got)
	}
}

func TestAnHourThatIsNotThereIsTold(t *testing.T) {
	times, doubts, p := nightOf(t, "2026-03-29 01:59:00 ERROR a\n2026-03-29 02:30:00 ERROR b\n2026-03-29 03:31:00 ERROR c\n")
	if len(times) != 3 || len(doubts) != 1 || !strings.Contains(doubts[0], "ERROR b: 02:30 does not exist on 2026-03-29 in Europe/Berlin") {
		t.Errorf("%v, told %v", times, doubts)
	}
	if p.Events[1].Text != "ERROR b" {
		t.Errorf("%+v", p.Events)
	}
	times, doubts, _ = nightOf(t, "## 2026-10-25\n\n- 01:50 first\n- 02:10 second\n- 02:50 third\n- 03:10 fourth\n")
	if got := strings.Join(times, " "); got != "23:50 00:10 00:50 02:10" || len(doubts) != 1 {
		t.Errorf("written by hand it is %s, told %v", got, doubts)
	}
}
