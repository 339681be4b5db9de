package intake

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"debrief/intake/capture"
	"debrief/intake/clock"
)

func TestANameOfSeveralZonesIsAskedForByItsMeanings(t *testing.T) {
	const text = "2026-11-18 02:14 the cache of the shop is cold\n2026-11-18 02:19 IST warmed it by hand\n2026-11-18 02:31 CST orders flow again\n"
	for _, c := range []struct{ zone, times, open string }{
		{"", "unknown unknown unknown", `line 1: "2026-11-18 02:14"`},
		{"UTC", "2026-11-18T02:14:00Z unknown unknown", `IST line 2: "2026-11-18 02:19"`},
		{"UTC,Asia/Kolkata", "2026-11-18T02:14:00Z 2026-11-17T20:49:00Z unknown", `CST line 3: "2026-11-18 02:31"`},
		{"UTC,Asia/Kolkata,Asia/Shanghai", "2026-11-18T02:14:00Z 2026-11-17T20:49:00Z 2026-11-17T18:31:00Z", ""},
	} {
		r, _ := readDocument(t, "paste", text, Options{Zone: c.zone})
		var times []string
		for _, e := range r.Events {
			if e.At.IsZero() {
				times = append(times, "unknown")
			} else {
				times = append(times, e.At.String())
			}
		}
		open := ""
		if len(r.Needs) > 0 {
			about := r.Open["zone"]
			open = strings.TrimSpace(about.Shared + " " + about.String())
		}
		if got := strings.Join(times, " "); got != c.times || open != c.open {
			t.Errorf("%q: %s, asks about %s", c.zone, got, open)
		}
	}
	if r, _ := readDocument(t, "x.md", "# Cold cache\n\n## Timeline (all times IST)\n\n- 2026-11-18 02:14 cold\n- 2026-11-18 02:19 warm\n", Options{Zone: "UTC"}); r.Open["zone"].Times != 2 || r.Open["zone"].Shared != "IST" {
		t.Errorf("the heading names the zone: %+v", r.Open)
	}
}

func TestATimelineMonthsFromItsDocumentsOwnDayIsDoubted(t *testing.T) {
	for _, c := range []struct{ story, name, text, want string }{
		{"all of it", "x.md", "# Cold cache, 2026-11-18\n\n## Timeline (UTC)\n\n- 2026-02-18 02:14 cold\n- 2026-02-18 02:19 warm\n", "2026-11-18 ."},
		{"what led to it", "x.md", "# Cold cache, 2026-11-18\n\n## Timeline (UTC)\n\n- 2026-03-02 09:00 the cache was halved\n- 2026-11-18 02:14 cold\n", "2026-11-18 ."},
		{"the name says the day", "2026-11-18.log", "2026-02-18T02:14:05Z ERROR cold\n2026-02-18T02:19:05Z INFO warm\n", "2026-11-18 ."},
		{"a long incident", "x.md", "# Cold cache, 2026-11-18\n\n## Timeline (UTC)\n\n- 2026-10-20 02:14 cold\n- 2026-11-18 02:19 warm\n", ". ."},
	} {
		r, _ := readDocument(t, c.name, c.text, Options{})
		var got []string
		for _, e := range r.Events {
			what := "."
			if strings.Contains(e.Doubt, "months away") {
				what = e.Doubt[strings.LastIndex(e.Doubt, " ")+1:]
			}
			got = append(got, what)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.story, got, c.want)
		}
	}
}

// 26-11-18 is a day of 2018 or of 2026: a day that is known tells which, and else what was taken is said.
func TestAYearOfTwoDigitsMayStandInFront(t *testing.T) {
	for _, c := range []struct{ about, name, text, want string }{
		{"only today is known", "x.txt", "26-11-18 02:14 cold\n26-11-18 02:19 warm\n",
			`2026-11-18 "26-11-18 02:14" is read as 2026-11-18, and may be 2018-11-26. 2026-11-18 .`},
		{"it stands behind", "x.txt", "18-11-26 02:14 cold\n", `2026-11-18 "18-11-26 02:14" is read as 2026-11-18, and may be 2018-11-26.`},
		{"the document has its day", "x.md", "# Cold cache, 2018-11-26\n\n## Timeline (UTC)\n\n- 26-11-18 02:14 cold\n", "2018-11-26 ."},
		{"another line has all of its year", "x.txt", "26-11-18 02:14 cold\n2026-11-19 02:19 warm\n", "2026-11-18 . 2026-11-19 ."},
		{"the day of what follows", "x.md", "# Cold cache\n\n## Timeline (UTC)\n\n26-11-18\n\n- 02:14 cold\n",
			`2026-11-18 "26-11-18" is read as 2026-11-18, and may be 2018-11-26.`},
		{"a month has no more than twelve", "x.txt", "26-13-18 02:14 cold\n", ""},
	} {
		r, _ := readDocument(t, c.name, c.text, Options{Zone: "UTC"})
		var got []string
		for _, e := range r.Events {
			got = append(got, e.At.String()[:10]+" "+e.Doubt+".")
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s\nwant %s", c.about, strings.Join(got, " "), c.want)
		}
	}
	for _, read := range []func() error{
		func() error {
			_, err := capture.ReadEvent("26-11-18 02:14 cold", capture.Context{Now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)})
			return err
		},
		func() error {
			_, _, _, _, err := clock.ParseTime("26-11-18 02:14", clock.TimeContext{})
			return err
		},
	} {
		if err := read(); err == nil || !strings.Contains(err.Error(), "may be either day of two") {
			t.Errorf("typed: %v", err)
		}
	}
}

// A whole day is the day that was written wherever it is shown, whatever the zone of the clocks beside it.
func TestAWholeDayIsThatDayInThePostmortemsZone(t *testing.T) {
	west, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	r, _ := readDocument(t, "x.md", "# Cold cache\n\n## Timeline (UTC)\n\n- 2026-11-16: the cache was halved\n- 2026-11-18 02:14 cold\n- 2026-11-18: nobody ordered\n", Options{Home: west})
	var got []string
	for _, e := range r.Events {
		got = append(got, e.At.Time().In(west).Format("02 15:04 ")+e.Precision+e.Doubt)
	}
	if want := "[16 00:00 day 17 18:14 minute 18 00:00 day]"; fmt.Sprint(got) != want || len(r.Needs) > 0 {
		t.Errorf("%v, asks for %v", got, r.Needs)
	}
}

func TestColumnsThatNobodyKnowsAreAskedForWithAGuess(t *testing.T) {
	wide := func(when, what string) string {
		var b strings.Builder
		for row := range 4 {
			for i := range 300 {
				cell := fmt.Sprintf("%d", row*i)
				switch {
				case row == 0:
					cell = fmt.Sprintf("figure_of_the_machine_%d", i)
				case i == 117:
					cell = fmt.Sprintf("2026-11-18T02:1%d:05Z", row)
				case i == 250:
					cell = fmt.Sprintf("the cache holds %d", row)
				}
				if row == 0 && i == 117 {
					cell = when
				} else if row == 0 && i == 250 {
					cell = what
				}
				b.WriteString(cell + map[bool]string{true: "\n", false: ","}[i == 299])
			}
		}
		return b.String()
	}
	for _, c := range []struct{ story, text, guess, about string }{
		{"commas", "Nr,Zeitpunkt,Wer,Geschehen\n1,2026-11-18 02:14:05,mei,the cache is cold\n2,2026-11-18 02:16:11,sam,warmed it by hand\n", "time=2 text=4", "1 Nr, 2 Zeitpunkt, 3 Wer, 4 Geschehen"},
		{"semicolons", "Wer;Seit;Geschehen\nmei;18.11.2026 02:14:05;the cache is cold\nsam;18.11.2026 02:16:11;warmed it by hand\n", "time=2 text=3", "1 Wer, 2 Seit, 3 Geschehen"},
		{"300 columns", wide("wann", "was geschah"), "time=118 text=251", "118 wann, 251 was geschah, 298 more"},
	} {
		r, _ := readDocument(t, "x.csv", c.text, Options{Zone: "UTC"})
		if fmt.Sprint(r.Needs) != "[columns]" || r.Open["columns"].Guess != c.guess || r.Open["columns"].String() != c.about {
			t.Errorf("%s: asks for %v, %+v", c.story, r.Needs, r.Open)
			continue
		}
		columns := map[string]string{}
		for pair := range strings.FieldsSeq(c.guess) {
			name, at, _ := strings.Cut(pair, "=")
			columns[name] = at
		}
		if r, got := readDocument(t, "x.csv", c.text, Options{Zone: "UTC", Columns: columns}); len(r.Events) < 2 || !strings.Contains(got, "cache") {
			t.Errorf("%s: with the guess\n%s", c.story, got)
		}
	}
	if r, got := readDocument(t, "x.csv", wide("timestamp", "message"), Options{}); len(r.Events) != 3 || len(r.Needs) > 0 {
		t.Errorf("300 columns of which two have names: %v\n%s", r.Needs, got)
	}
	if r, got := readDocument(t, "x.txt", "In order, as told, without marks\n2026-11-18 02:14, mei, the cache is cold\n2026-11-18 02:16, sam, warmed it\n", Options{Zone: "UTC"}); len(r.Events) != 2 {
		t.Errorf("sentences with commas are no table: %v\n%s", r.Needs, got)
	}
}

// A clock that runs back is said where it does, and nothing else is made of it: machines write no am and pm.
func TestALogWhoseClockRunsBackForAnHourSaysWhere(t *testing.T) {
	var b strings.Builder
	start := time.Date(2026, 11, 18, 1, 30, 5, 0, time.UTC)
	for n := range 30 {
		at := start.Add(time.Duration(n) * 2 * time.Minute)
		if n >= 10 && n < 20 {
			at = at.Add(-time.Hour)
		}
		fmt.Fprintf(&b, "%s till-1 cache[7]: ERROR key %d is gone\n", at.Format(time.RFC3339), n)
	}
	r, _ := readDocument(t, "till.log", b.String(), Options{})
	doubts := map[string]int{}
	for _, e := range r.Events {
		doubts[e.Doubt]++
	}
	if len(r.Events) != 30 || doubts["the clock goes back by 58m at line 11"] != 10 || doubts[""] != 20 {
		t.Errorf("%d events, doubts %v", len(r.Events), doubts)
	}
}

func TestAChatOverNewYearGoesOnInTheNewYear(t *testing.T) {
	now := time.Date(2027, 1, 2, 9, 0, 0, 0, time.UTC)
	for _, text := range []string{
		"[31/12/2026, 23:58:10] Mei: the cache is cold\n[01/01/2027, 00:01:10] Sam: warming it by hand\n",
		"----- 31 December -----\n[23:58] mei: the cache is cold\n[23:59] sam: looking\n----- 1 January -----\n[00:01] mei: warming it by hand\n",
		"[23:58] mei: the cache is cold\n[23:59] sam: looking\n[00:01] mei: warming it by hand\n",
	} {
		opt := Options{Zone: "UTC", Now: now}
		if text[0] == '[' {
			opt.Date = "2026-12-31"
		}
		r, got := readDocument(t, "paste", text, opt)
		if !strings.HasPrefix(got, "2026-12-31T23:58") || !strings.Contains(got, "2027-01-01T00:01") || len(r.Needs)+len(r.Dropped) > 0 {
			t.Errorf("%s\nasks for %v, drops %v, reads\n%s", text, r.Needs, r.Dropped, got)
		}
	}
}

func TestAnExportWithoutItsUsersSaysThatIdsAreNoNames(t *testing.T) {
	messages := `[{"type":"message","user":"U7","text":"the cache is cold","ts":"1794968045.000100","reactions":[{"name":"eyes","users":["U8"],"count":1}]},` +
		`{"type":"message","user":"U8","text":"warming it","ts":"1794968105.000100"}]`
	r, got := readDocument(t, "2026-11-18.json", messages, Options{})
	if len(r.Events) != 2 || !strings.HasPrefix(r.Events[0].Doubt, "U7 is an id") || r.Events[1].Doubt != "" || strings.Contains(got, "eyes") {
		t.Errorf("%+v", r.Events)
	}
	named, err := Read(Input{Name: "2026-11-18.json", Data: []byte(messages), Users: []byte(`[{"id":"U7","real_name":"Mei"},{"id":"U8","real_name":"Sam"}]`)}, Options{})
	if err != nil || named.Events[0].Doubt != "" || named.Events[0].By != "Mei" {
		t.Errorf("%v %+v", err, named.Events)
	}
}

func TestWhyALineIsNotUsedIsTrue(t *testing.T) {
	for line, want := range map[string]string{
		"the cache is cold":             "no time at its start",
		"2026-11-18 25:14 it is cold":   `"2026-11-18 25:14" is not read as a time`,
		"2026-11-31 02:14 it is cold":   `"2026-11-31 02:14" is not read as a time`,
		"02:14:05:123 it is cold":       `"02:14:05:123" is not read as a time`,
		"1.02:14:05 it is cold":         `"1.02:14:05" is not read as a time`,
		"20261118021405 it is cold":     `"20261118021405" is not read as a time`,
		"2026-W47-3 02:14 it is cold":   `"2026-W47-3 02:14" is not read as a time`,
		"2026-11-18 02:14:75 it burns":  `"2026-11-18 02:14:75" is not read as a time`,
		"18 Nov the cache was cold":     `"18 Nov" is a day without a year`,
		"1625 orders were taken by now": `"1625" may be a number as well`,
	} {
		r, got := readDocument(t, "paste", line+"\n", Options{Zone: "UTC", Date: "2026-11-18"})
		if len(r.Events) > 0 || len(r.Dropped) != 1 || r.Dropped[0].Why != want {
			t.Errorf("%s: %v, reads %s", line, r.Dropped, got)
		}
	}
}
