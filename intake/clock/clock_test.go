package clock

import (
	"strings"
	"testing"
	"time"

	"debrief/model"
)

// readAs shows a stamp the way the tests compare it: its instant on 2021-06-22 in Oslo unless it says otherwise.
func readAs(st Stamp) string {
	oslo, _ := time.LoadLocation("Europe/Oslo")
	day := time.Date(2021, 6, 22, 0, 0, 0, 0, time.UTC)
	if st.Form == Unknown {
		return "unknown"
	}
	if st.Form == Later {
		return "+" + st.After.String()
	}
	if st.Form == Local && st.Year == 0 {
		st.Year = 2021
	}
	at, ok := st.Instant(day, oslo)
	if !ok {
		return "no instant"
	}
	s := at.String()
	if st.Until != nil {
		u := *st.Until
		if u.Form == Local && u.Year == 0 {
			u.Year = 2021
		}
		end, _ := u.Instant(day, oslo)
		s += "/" + end.String()
	}
	if st.Swap {
		s += " swap"
	}
	if st.Zone != "" && st.Loc == nil {
		s += " ask " + st.Zone
	}
	return s
}

func TestTimesOfReportsAreRead(t *testing.T) {
	for _, c := range []struct{ text, want, precision, rest string }{
		{"14:24 deployed", "2021-06-22T12:24:00Z", "minute", " deployed"},
		{"4:27", "2021-06-22T02:27:00Z", "minute", ""},
		{"14:24:05 deployed", "2021-06-22T12:24:05Z", "second", " deployed"},
		{"14:24:05.123 deployed", "2021-06-22T12:24:05.123Z", "second", " deployed"},
		{"14:24:05,5 deployed", "2021-06-22T12:24:05.5Z", "second", " deployed"},
		{"1625: mail", "2021-06-22T14:25:00Z", "minute", ": mail"},
		{"15.26 the queue", "2021-06-22T13:26:00Z", "minute", " the queue"},
		{"16h05 – la file", "2021-06-22T14:05:00Z", "minute", " – la file"},
		{"10:45a login", "2021-06-22T08:45:00Z", "minute", " login"},
		{"12:29p login", "2021-06-22T10:29:00Z", "minute", " login"},
		{"10:45 a user", "2021-06-22T08:45:00Z", "minute", " a user"},
		{"12:12 AM alert", "2021-06-21T22:12:00Z", "minute", " alert"},
		{"12:12pm alert", "2021-06-22T10:12:00Z", "minute", " alert"},
		{"4 PM alert", "2021-06-22T14:00:00Z", "hour", " alert"},
		{"4:05 p.m. alert", "2021-06-22T14:05:00Z", "minute", " alert"},
		{"13:06 PM alert", "2021-06-22T11:06:00Z", "minute", " alert"},
		{"~16:05 load grows", "2021-06-22T14:05:00Z", "about", " load grows"},
		{"16:05~ load grows", "2021-06-22T14:05:00Z", "about", " load grows"},
		{"ca. 16:05 load grows", "2021-06-22T14:05:00Z", "about", " load grows"},
		{"Around 16:05, load grows", "2021-06-22T14:05:00Z", "about", ", load grows"},
		{"At 16:05 UTC the", "2021-06-22T16:05:00Z", "minute", " the"},
		{"??:?? - update", "unknown", "unknown", " - update"},
		{"X: told us", "unknown", "unknown", ": told us"},
		{"14:?? somebody", "2021-06-22T12:00:00Z", "about", " somebody"},
		{"+5m rolled back", "+5m0s", "minute", " rolled back"},
		{"8:20 - 8:24", "2021-06-22T06:20:00Z/2021-06-22T06:24:00Z", "minute", ""},
		{"02:00-04:30 quiet", "2021-06-22T00:00:00Z/2021-06-22T02:30:00Z", "minute", " quiet"},
		{"8:20–8:24 PM quiet", "2021-06-22T18:20:00Z/2021-06-22T18:24:00Z", "minute", " quiet"},
		{"11:20 - 1:05 PM quiet", "2021-06-22T09:20:00Z/2021-06-22T11:05:00Z", "minute", " quiet"},
		{"10:00 UTC-10:30 UTC quiet", "2021-06-22T10:00:00Z/2021-06-22T10:30:00Z", "minute", " quiet"},
		{"10:00 to 10:30 UTC", "2021-06-22T10:00:00Z/2021-06-22T10:30:00Z", "minute", ""},
		{"2021-06-20 - 2021-06-22 slow", "2021-06-19T22:00:00Z/2021-06-21T22:00:00Z", "day", " slow"},
		{"14:24 - 12 pods gone", "2021-06-22T12:24:00Z", "minute", " - 12 pods gone"},
		{"22:30 UTC (Oct 29) - reported", "2021-10-29T22:30:00Z", "minute", " - reported"},
		{"14:05 on 2021-06-20", "2021-06-20T12:05:00Z", "minute", ""},
		{"12:45 PM PST Saturday Oct 30th: first", "2021-10-30T19:45:00Z", "minute", ": first"},
		{"2021-06-22 08:21 replaced", "2021-06-22T06:21:00Z", "minute", " replaced"},
		{"2021-06-03 9:14", "2021-06-03T07:14:00Z", "minute", ""},
		{"2021-06-22T08:21:03Z up", "2021-06-22T08:21:03Z", "second", " up"},
		{"2021-06-22T08:21:03.250+02:00 up", "2021-06-22T06:21:03.250Z", "second", " up"},
		{"2021-06-22T08:21:03+0200 up", "2021-06-22T06:21:03Z", "second", " up"},
		{"2021-06-22 08:21:03 -0700 up", "2021-06-22T15:21:03Z", "second", " up"},
		{"20210622T082103Z up", "2021-06-22T08:21:03Z", "second", " up"},
		{"2022-02-20 1930: deploys", "2022-02-20T18:30:00Z", "minute", ": deploys"},
		{"2022-02-02 X: told", "2022-02-01T23:00:00Z", "day", ": told"},
		{"2022-02-02 --:-- surge", "2022-02-01T23:00:00Z", "day", " surge"},
		{"2018-07-08 ca. 18:30", "2018-07-08T16:30:00Z", "about", ""},
		{"July 11, 2025, 12:42 PM", "2025-07-11T10:42:00Z", "minute", ""},
		{"June 14th, 2022, 10:00 AM: audit", "2022-06-14T08:00:00Z", "minute", ": audit"},
		{"February 15, 2024: 7:56am UTC", "2024-02-15T07:56:00Z", "minute", ""},
		{"May 20 01:03 UTC up", "2021-05-20T01:03:00Z", "minute", " up"},
		{"Jan 14, 10:18 AM", "2021-01-14T09:18:00Z", "minute", ""},
		{"Sep 27 2017 13:06", "2017-09-27T11:06:00Z", "minute", ""},
		{"22 June 2021 08:21", "2021-06-22T06:21:00Z", "minute", ""},
		{"22nd of June 2021", "2021-06-21T22:00:00Z", "day", ""},
		{"Tuesday, June 22nd", "2021-06-21T22:00:00Z", "day", ""},
		{"24-10-2024 04:45 - calls", "2024-10-24T02:45:00Z", "minute", " - calls"},
		{"24.10.2024 04:45 calls", "2024-10-24T02:45:00Z", "minute", " calls"},
		{"6/22/21 08:21 calls", "2021-06-22T06:21:00Z", "minute", " calls"},
		{"02-13-2025 11:00 pm - grows", "2025-02-13T22:00:00Z", "minute", " - grows"},
		{"05/10/2021 08:21", "2021-05-10T06:21:00Z swap", "minute", ""},
		{"03-26 17:40 upgrade", "2021-03-26T16:40:00Z", "minute", " upgrade"},
		{"14:24 PST", "2021-06-22T21:24:00Z", "minute", ""}, // the clock on the wall, which nobody calls PST in June
		{"2021-01-22 14:24 PST", "2021-01-22T22:24:00Z", "minute", ""},
		{"2021-01-22 14:24 PDT", "2021-01-22T22:24:00Z", "minute", ""},
		{"2021-11-07 01:30 PST", "2021-11-07T09:30:00Z", "minute", ""}, // the hour that comes twice
		{"2021-11-07 01:30 PDT", "2021-11-07T08:30:00Z", "minute", ""},
		{"14:24 MST", "2021-06-22T21:24:00Z", "minute", ""}, // Arizona has it in June
		{"14:24 WAT: go", "2021-06-22T13:24:00Z", "minute", ": go"},
		{"16:3x shaky", "2021-06-22T14:30:00Z", "about", " shaky"},
		{"16:3x-17:1x shaky", "2021-06-22T14:30:00Z/2021-06-22T15:10:00Z", "about", " shaky"},
		{"16:38+ stays up", "2021-06-22T14:38:00Z", "minute", " stays up"},
		{"2021-06-22T11:39:xxZ up", "2021-06-22T11:39:00Z", "minute", " up"},
		{"2021-06-22/11:34: told", "2021-06-22T09:34:00Z", "minute", ": told"},
		{"2021-06-22 (Tuesday) ~20:40 UTC: row", "2021-06-22T20:40:00Z", "about", ": row"},
		{"2021-06-22 Tue 20:40 UTC: row", "2021-06-22T20:40:00Z", "minute", ": row"},
		{"2021-06-22 Tuesday's row", "2021-06-21T22:00:00Z", "day", " Tuesday's row"},
		{"19. April 2021, 11:00", "2021-04-19T09:00:00Z", "minute", ""},
		{"2021-06-22 ~1:00    UTC :: split", "2021-06-22T01:00:00Z", "about", " :: split"},
		{"2021-06-22 16:00 approx UTC: cause", "2021-06-22T16:00:00Z", "about", ": cause"},
		{"12:21 PT somebody sees", "2021-06-22T19:21:00Z", "minute", " somebody sees"},
		{"16:05:57-58 heap", "2021-06-22T14:05:57Z/2021-06-22T14:05:58Z", "second", " heap"},
		{"3pm ish", "2021-06-22T13:00:00Z", "about", ""},
		{"14:24 PST/PDT go", "2021-06-22T21:24:00Z", "minute", " go"},
		{"14:24 (PT) go", "2021-06-22T21:24:00Z", "minute", " go"},
		{"14:24 US/Pacific go", "2021-06-22T21:24:00Z", "minute", " go"},
		{"14:24 Pacific Time go", "2021-06-22T21:24:00Z", "minute", " go"},
		{"14:24 Asia/Tokyo go", "2021-06-22T05:24:00Z", "minute", " go"},
		{"14:24 UTC+2 go", "2021-06-22T12:24:00Z", "minute", " go"},
		{"14:24Z go", "2021-06-22T14:24:00Z", "minute", " go"},
		{"14:24 CST go", "2021-06-22T12:24:00Z ask CST", "minute", " go"},
		{"14:24 CT scan", "2021-06-22T12:24:00Z", "minute", " CT scan"},
		{"14:24 MSK cluster", "2021-06-22T12:24:00Z", "minute", " MSK cluster"},
		{"1624349283 up", "2021-06-22T08:08:03Z", "second", " up"},
		{"1624349283.000200 up", "2021-06-22T08:08:03.000200Z", "second", " up"},
		{"1624349283123 up", "2021-06-22T08:08:03.123Z", "second", " up"},
		{"1624349283123456 up", "2021-06-22T08:08:03.123456Z", "second", " up"},
		{"1624349283123456789 up", "2021-06-22T08:08:03.123456789Z", "second", " up"},
	} {
		st, rest, ok := ReadStamp(c.text)
		if !ok {
			t.Errorf("%q: no time", c.text)
			continue
		}
		if got := readAs(st); got != c.want || st.Precision() != c.precision || rest != c.rest {
			t.Errorf("%q: %s %s %q, want %s %s %q", c.text, got, st.Precision(), rest, c.want, c.precision, c.rest)
		}
	}
}

func TestNumbersThatAreNoTimesStayNumbers(t *testing.T) {
	for _, text := range []string{
		"3.7.8", "1.2.3.4", "10.0.0.1:8080", "v1.2", "100/200", "10.15.7 release", "12 pods", "25:10", "12:60", "99:99", "2021-13-01",
		"2021-02-30", "30/30/2021", "2021-06-22-report.md", "10:00:00:00", "127.0.0.1:443", "4 replicas", "May be", "Mar", "Monday", "sun",
		"12345", "123456", "5 m", "1:2", "12:3", "16:9 screens", "", " ", "-", "+", "+x", "12:30x", "1/2 of users", "10%", "8:8",
	} {
		if st, rest, ok := ReadStamp(text); ok {
			t.Errorf("%q was read as %s, leaving %q", text, readAs(st), rest)
		}
	}
}

func TestAStampKeepsItsZoneApartFromItsText(t *testing.T) {
	for _, c := range []struct{ text, written, zone string }{
		{"22:30 UTC (Oct 29) - reported", "22:30 (Oct 29)", "UTC"},
		{"2026-11-18T02:14:00Z", "2026-11-18T02:14:00", "Z"},
		{"~14:24 (PDT) go", "~14:24", "PDT"},
		{"14:24 go", "14:24", ""},
		{"10:00 - 10:30 UTC go", "10:00 - 10:30", "UTC"},
	} {
		st, _, _ := ReadStamp(c.text)
		if st.Text != c.written || st.Zone != c.zone {
			t.Errorf("%q: %q %q", c.text, st.Text, st.Zone)
		}
	}
}

func TestATypedTimeIsReadWholeOrRefused(t *testing.T) {
	oslo, _ := time.LoadLocation("Europe/Oslo")
	now := time.Date(2026, 11, 18, 3, 0, 0, 0, time.UTC)
	ctx := TimeContext{Zone: oslo, Day: time.Date(2026, 11, 18, 1, 0, 0, 0, time.UTC), Last: now.Add(-time.Hour), Now: now}
	for _, c := range []struct{ text, at, zone, precision string }{
		{"02:14", "2026-11-18T01:14:00Z", "Europe/Oslo", "minute"},
		{"0214", "2026-11-18T01:14:00Z", "Europe/Oslo", "minute"},
		{"2:14pm", "2026-11-18T13:14:00Z", "Europe/Oslo", "minute"},
		{"02:14:05", "2026-11-18T01:14:05Z", "Europe/Oslo", "second"},
		{"2026-11-17 02:14", "2026-11-17T01:14:00Z", "Europe/Oslo", "minute"},
		{"2026-11-17T02:14:00Z", "2026-11-17T02:14:00Z", "Z", "second"},
		{"02:14 UTC", "2026-11-18T02:14:00Z", "UTC", "minute"},
		{"+5m", "2026-11-18T02:05:00Z", "Europe/Oslo", "minute"},
		{"+5", "2026-11-18T02:05:00Z", "Europe/Oslo", "minute"},
		{"now", "2026-11-18T03:00:00Z", "Europe/Oslo", "second"},
		{"~02:14", "2026-11-18T01:14:00Z", "Europe/Oslo", "about"},
	} {
		at, _, zone, precision, err := ParseTime(c.text, ctx)
		if err != nil || at.String() != c.at || zone != c.zone || precision != c.precision {
			t.Errorf("%q: %s %s %s %v", c.text, at, zone, precision, err)
		}
	}
	for _, text := range []string{"", "soon", "02:14 deployed", "25:00", "??:??", "02:14-02:20", "03/04/2026 10:00", "02:14 CST", "3.7.8", "at 02:14", "2026-03-29 02:30"} {
		_, _, _, _, err := ParseTime(text, ctx)
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParseStamp(f *testing.F) {
	for _, seed := range []string{"14:24 UTC - x", "2021-06-22T08:21:03.5+02:00", "~13:30-13:45", "May 20 01:03 UTC", "05/10/21 4pm", "??:??", "1624349283.5", "+5m"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		st, rest, ok := ReadStamp(text)
		if !ok {
			if rest != text {
				t.Fatalf("%q: nothing was read, but %q is left", text, rest)
			}
			return
		}
		if !strings.HasSuffix(text, rest) || len(rest) == len(text) {
			t.Fatalf("%q leaves %q", text, rest)
		}
		if at, ok := st.Instant(time.Date(2021, 6, 22, 0, 0, 0, 0, time.UTC), time.UTC); ok {
			if _, err := model.ParseInstant(at.String()); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
		if again, _, ok := ReadStamp(st.Text); st.Text != "" && ok && again.Form != st.Form && st.Zone == "" {
			t.Fatalf("%q became %q of another form", text, st.Text)
		}
	})
}
