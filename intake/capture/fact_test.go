package capture_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"debrief/intake/capture"
	"debrief/model"
)

// overMidnight is an incident from 31 January 19:00 to 1 February 18:00, with facts on both days.
func overMidnight(t *testing.T, zone string) *model.Postmortem {
	t.Helper()
	p := model.New("Night", captureNow)
	p.Zone = zone
	on := func(day, hour, minute int) model.Instant {
		return model.At(time.Date(2026, 1, day, hour, minute, 0, 0, p.Location()))
	}
	for _, e := range []model.Event{
		{Text: "first alert", At: on(31, 19, 20), Original: "19:20"}, {Text: "page", At: on(31, 23, 22), Original: "23:22"},
		{Text: "the pool leaks", At: on(32, 2, 10), Kind: "hypothesis", Original: "02:10"}, {Text: "all is well", At: on(32, 18, 0), Original: "18:00"},
	} {
		fresh := model.NewEvent()
		fresh.Text, fresh.At, fresh.Original, fresh.OriginalZone, fresh.Precision = e.Text, e.At, e.Original, zone, "minute"
		if e.Kind != "" {
			fresh.Kind = e.Kind
		}
		p.AddEvent(fresh, "")
	}
	p.Settle()
	p.Moments = model.Moments{Started: &model.Moment{At: on(31, 19, 0)}, Mitigated: &model.Moment{At: on(32, 18, 0), Event: "E4"}}
	return p
}

func entered(t *testing.T, p *model.Postmortem, line string, ctx capture.Context) capture.Event {
	t.Helper()
	ctx.Post = p
	c, err := capture.ReadEvent(line, ctx)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	edit := c.Edit(ctx.Selected)
	if ctx.Event != "" {
		edit = c.Change()
	}
	if err := edit.Do(p); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	p.Settle()
	if err := p.Validate(); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return c
}

func order(p *model.Postmortem) string {
	var refs []string
	for _, e := range p.Events {
		refs = append(refs, e.Ref)
	}
	return strings.Join(refs, " ")
}

func TestALateFactTakesTheDayOnWhichItLiesInTheIncident(t *testing.T) {
	for _, selected := range []string{"", "E1", "E4"} {
		ctx := capture.Context{Now: captureNow, Selected: selected}
		p := overMidnight(t, "Europe/Berlin")
		if c := entered(t, p, "23:19 * replication lag alert", ctx); c.Understood != "Sat 31 Jan 2026 23:19 CET, saw" || order(p) != "E1 E5 E2 E3 E4" {
			t.Errorf("at %q: %s; %s", selected, c.Understood, order(p))
		}
	}
	p := overMidnight(t, "UTC")
	p.Moments.Mitigated = &model.Moment{At: model.At(time.Date(2026, 2, 2, 20, 0, 0, 0, time.UTC))} // every clock comes twice
	for selected, want := range map[string]string{
		"E1": "Sat 31 Jan 2026 23:19 UTC, note", "E3": "Sun 1 Feb 2026 23:19 UTC, note",
	} {
		c, err := capture.ReadEvent("23:19 lag", capture.Context{Post: p, Now: captureNow, Selected: selected})
		if err != nil || c.Understood != want {
			t.Errorf("at %s: %s %v, want %s", selected, c.Understood, err, want)
		}
	}
}

func TestAFactWithoutATimeStaysWhereItWasPut(t *testing.T) {
	p := overMidnight(t, "UTC")
	c := entered(t, p, "! lowered the timeout", capture.Context{Now: captureNow, Selected: "E2"})
	if c.Understood != "after E2, did" {
		t.Error(c.Understood)
	}
	entered(t, p, "23:27 * still failing", capture.Context{Now: captureNow, Selected: "E5"})
	entered(t, p, "18:30 > told everybody", capture.Context{Now: captureNow, Selected: "E4"})
	if got := order(p); got != "E1 E2 E5 E6 E3 E4 E7" {
		t.Error(got)
	}
}

func TestDoubtAboutATimeIsKept(t *testing.T) {
	for line, want := range map[string]string{
		"about 23:25 * base backup hangs": "about Sat 31 Jan 2026 23:25 UTC, saw|base backup hangs",
		"~23:25 * base backup hangs":      "about Sat 31 Jan 2026 23:25 UTC, saw|base backup hangs",
		"ca. 23:25 base backup hangs":     "about Sat 31 Jan 2026 23:25 UTC, note|base backup hangs",
		"23:27 or 23:30 ! restarted":      "Sat 31 Jan 2026 23:27 or 23:30 UTC, did|restarted",
		"23:58 or 00:03 CET ! restarted":  "Sat 31 Jan 2026 22:58 or 23:03 UTC, did|restarted",
		"about 40 pods were gone":         "no time, note|about 40 pods were gone",
		"23:27 or so it hung":             "Sat 31 Jan 2026 23:27 UTC, note|or so it hung",
	} {
		p := overMidnight(t, "UTC")
		c := entered(t, p, line, capture.Context{Now: captureNow})
		if got := c.Understood + "|" + c.Event.Text; got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
	p := overMidnight(t, "UTC")
	entered(t, p, "23:27 or 23:30 ! restarted", capture.Context{Now: captureNow})
	e := p.Event("E5")
	if e.Original != "23:27" || len(e.Also) != 1 || e.Also[0].At.String() != "2026-01-31T23:30:00Z" || e.Also[0].Original != "23:30" {
		t.Errorf("%+v", *e)
	}
	if line := capture.Line(p, "E5"); line != "23:27 or 23:30 ! restarted" {
		t.Error(line)
	}
	entered(t, p, "23:27 or 23:30 ! restarted #memory", capture.Context{Now: captureNow, Event: "E5"})
	if e := p.Event("E5"); e.Source != "memory" || e.Also[0].Source != "memory" || capture.Line(p, "E5") != "23:27 or 23:30 ! restarted #memory" {
		t.Errorf("both times are from who told them: %+v", *e)
	}
	entered(t, p, "23:29 ! restarted", capture.Context{Now: captureNow, Event: "E5"})
	if e := p.Event("E5"); len(e.Also) != 0 || e.At.String() != "2026-01-31T23:29:00Z" {
		t.Errorf("settled, it is %+v", *e)
	}
}

func TestACountIsNoTime(t *testing.T) {
	for line, want := range map[string]string{
		"2300 orders failed":                        "no time, note; 2300 could be a time: 23:00|2300 orders failed",
		"1500 ms latency":                           "no time, note; 1500 could be a time: 15:00|1500 ms latency",
		"2026 was a bad year":                       "no time, note; 2026 could be a time: 20:26|2026 was a bad year",
		"~1900 customers saw it":                    "no time, note; 1900 could be a time: 19:00|~1900 customers saw it",
		"! 2300 orders failed":                      "no time, did|2300 orders failed",
		"1815% of the pool":                         "no time, note|1815% of the pool",
		"2300 ! rolled back":                        "Sat 31 Jan 2026 23:00 UTC, did|rolled back",
		"2300 @mei ! rolled back":                   "Sat 31 Jan 2026 23:00 UTC, did, mei|rolled back",
		"2300 rolled back #r":                       "Sat 31 Jan 2026 23:00 UTC, note, resolved|rolled back",
		"2300 CET rolled back":                      "Sat 31 Jan 2026 22:00 UTC, note|rolled back",
		"Thu Jul 13 08:58:40 2017 +0100 - deployed": "Thu 13 Jul 2017 07:58:40 UTC, note|deployed",
		"Nov 18 2026 02:14 ! deployed":              "Wed 18 Nov 2026 02:14 UTC, did|deployed",
		"May 4 was quiet":                           "no time, note|May 4 was quiet",
		"0230 rolled back":                          "Sun 1 Feb 2026 02:30 UTC, note|rolled back",
		"2341 or 23:45 rolled back":                 "Sat 31 Jan 2026 23:41 or 23:45 UTC, note|rolled back",
		"- restarted the pod":                       "no time, note|- restarted the pod",
		"02:30 - restarted the pod":                 "Sun 1 Feb 2026 02:30 UTC, note|restarted the pod",
		"! 02:30 restarted the pod":                 "Sun 1 Feb 2026 02:30 UTC, did|restarted the pod",
		"#r 02:30 @mei ! restarted":                 "Sun 1 Feb 2026 02:30 UTC, did, mei, resolved|restarted",
		"02:30 restarted the pod ! #r":              "Sun 1 Feb 2026 02:30 UTC, did, resolved|restarted the pod",
		`02:30 it works \!`:                         "Sun 1 Feb 2026 02:30 UTC, note|it works !",
		"02:30 p99 > 3 s":                           "Sun 1 Feb 2026 02:30 UTC, note|p99 > 3 s",
		"02:30 restarted #r the pod":                "Sun 1 Feb 2026 02:30 UTC, note, resolved|restarted the pod",
		`02:30 > told @"night shift"`:               "Sun 1 Feb 2026 02:30 UTC, told, night shift|told",
		`\02:30 was the wrong time`:                 "no time, note|02:30 was the wrong time",
		`02:30 > see \#r`:                           "Sun 1 Feb 2026 02:30 UTC, told|see #r",
		`cannot reach \\nas\logs`:                   `no time, note|cannot reach \\nas\logs`,
		`\\nas\logs  is full`:                       `no time, note|\\nas\logs  is full`,
		"2026-12-24 02:30 ! in advance":             "Thu 24 Dec 2026 02:30 UTC, did; that is in the future|in advance",
	} {
		p := overMidnight(t, "UTC")
		c := entered(t, p, line, capture.Context{Now: captureNow})
		if got := c.Understood + "|" + c.Event.Text; got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
}

func TestACorrectionSetsOnlyWhatWasCorrected(t *testing.T) {
	p := overMidnight(t, "UTC")
	entered(t, p, "23:40 ?- the pool is fine @mei #log https://x.example/a", capture.Context{Now: captureNow})
	line := capture.Line(p, "E5")
	if line != "23:40 ?- the pool is fine @mei https://x.example/a #log" {
		t.Fatal(line)
	}
	p.Event("E5").Raw, p.Event("E5").Count = "raw", 3
	entered(t, p, strings.Replace(line, "23:40", "19:05", 1), capture.Context{Now: captureNow, Event: "E5", Was: line})
	e := p.Event("E5")
	if order(p) != "E5 E1 E2 E3 E4" || e.At.String() != "2026-01-31T19:05:00Z" || e.Original != "19:05" || e.Raw != "raw" || e.Count != 3 {
		t.Errorf("%s, %+v", order(p), *e)
	}
	if thought := p.Event("E3"); thought.Outcome != "ruled out" || thought.SettledBy != "E5" {
		t.Errorf("the thought is %+v", *thought)
	}
	entered(t, p, "19:05 ?+ it was the pool #s #d", capture.Context{Now: captureNow, Event: "E5"})
	if thought := p.Event("E3"); thought.Outcome != "confirmed" || p.Moments.Started.Event != "E5" || p.Moments.Detected.Event != "E5" || e.By != "" {
		t.Errorf("the thought is %+v, the moments %+v", *thought, p.Moments)
	}
	entered(t, p, "19:05 ! restarted #s", capture.Context{Now: captureNow, Event: "E5"})
	if thought := p.Event("E3"); thought.Outcome != "" || p.Moments.Detected != nil || p.Event("E5").Kind != "action" || p.Event("E5").By != "" {
		t.Errorf("the thought is %+v, the moments %+v", *thought, p.Moments)
	}
}

func TestTwoCorrectionsOfOneEventMeetOnlyInTheSamePiece(t *testing.T) {
	p := overMidnight(t, "UTC")
	was := capture.Line(p, "E2")
	ctx := capture.Context{Post: p.Clone(), Now: captureNow, Event: "E2", Was: was}
	mine, err := capture.ReadEvent("23:25 page", ctx)
	if err != nil {
		t.Fatal(err)
	}
	entered(t, p, "23:22 * page @mei", capture.Context{Now: captureNow, Event: "E2"})
	if err := mine.Change().Do(p); err != nil {
		t.Fatal(err)
	}
	if e := p.Event("E2"); e.Kind != "signal" || e.By != "mei" || e.At.String() != "2026-01-31T23:25:00Z" {
		t.Errorf("%+v", *e)
	}
	again, err := capture.ReadEvent("23:29 page", ctx)
	if err != nil {
		t.Fatal(err)
	}
	if changed := (*model.ChangedError)(nil); !errors.As(again.Change().Do(p), &changed) {
		t.Error("a time that somebody else corrected was overwritten")
	}
	p.Events = p.Events[:1]
	if changed := (*model.ChangedError)(nil); !errors.As(mine.Change().Do(p), &changed) {
		t.Error("an event that is gone was corrected")
	}
}

func TestTheNightOnWhichTheClocksChange(t *testing.T) {
	for zone, night := range map[string]struct{ never, twice string }{
		"Europe/Berlin": {"2026-03-29 02:30", "2026-10-25 02:30"}, "Europe/London": {"2026-03-29 01:30", "2026-10-25 01:30"},
		"Europe/Athens": {"2026-03-29 03:30", "2026-10-25 03:30"}, "America/New_York": {"2026-03-08 02:30", "2026-11-01 01:30"},
		"America/Los_Angeles": {"2026-03-08 02:30", "2026-11-01 01:30"}, "America/St_Johns": {"2026-03-08 02:30", "2026-11-01 01:30"},
		"America/Santiago": {"2026-09-06 00:30", "2026-04-04 23:30"}, "America/Havana": {"2026-03-08 00:30", "2026-11-01 00:30"},
		"Australia/Sydney": {"2026-10-04 02:30", "2026-04-05 02:30"}, "Australia/Lord_Howe": {"2026-10-04 02:15", "2026-04-05 01:45"},
		"Pacific/Auckland": {"2026-09-27 02:30", "2026-04-05 02:30"}, "Asia/Jerusalem": {"2026-03-27 02:30", "2026-10-25 01:30"},
		"Pacific/Apia": {"2011-12-30 12:00", "2012-04-01 03:30"},
	} {
		p := model.New("Night", captureNow)
		p.Zone = zone
		ctx := capture.Context{Post: p, Now: captureNow.AddDate(1, 0, 0)}
		if c, err := capture.ReadEvent(night.never+" ! x", ctx); err == nil || !strings.Contains(err.Error(), "does not exist") {
			t.Errorf("%s: %s is %s, %v", zone, night.never, c.Event.At, err)
		}
		c, err := capture.ReadEvent(night.twice+" ! x", ctx)
		if err != nil || !strings.Contains(c.Understood, "comes twice that night") {
			t.Errorf("%s: %s is %s, %v", zone, night.twice, c.Understood, err)
			continue
		}
		first := c.Event.At
		_, offset := first.Time().In(p.Location()).Zone()
		if _, later := first.Time().Add(2 * time.Hour).In(p.Location()).Zone(); later >= offset {
			t.Errorf("%s: %s is taken in winter time", zone, night.twice)
		}
		// The second pass is brought into the line with its offset, and stays where it is.
		c.Event.At = model.At(first.Time().Add(time.Duration(offset-func() int { _, o := first.Time().Add(2 * time.Hour).In(p.Location()).Zone(); return o }()) * time.Second))
		p.AddEvent(c.Event, "")
		p.Settle()
		ctx.Event = "E1"
		if back, err := capture.ReadEvent(capture.Line(p, "E1"), ctx); err != nil || !back.Event.At.Equal(c.Event.At) {
			t.Errorf("%s: %q is read as %s, %v; want %s", zone, capture.Line(p, "E1"), back.Event.At, err, c.Event.At)
		}
	}
}

func TestTimesAtTheEndsOfTheCalendar(t *testing.T) {
	p := model.New("Old", captureNow)
	p.Zone = "Europe/Berlin"
	for line, want := range map[string]string{
		"0001-01-02 00:00 ! built": "0001-01-01T23:06:32Z", "9999-12-31 23:59 ! still up": "9999-12-31T22:59:00Z",
		"0001-01-01 00:00 ! built": "outside the years", "9999-12-31 23:59 -05:00 ! up": "outside the years", "0000-01-01 00:00 ! x": "not a day",
		"10000-01-01 00:00 ! x": "10000-01-01 00:00 ! x", "02:30 +14:00 ! x": "2026-11-20T12:30:00Z", "02:30 CST ! x": "several zones",
	} {
		c, err := capture.ReadEvent(line, capture.Context{Post: p, Now: captureNow})
		if got := c.Event.At.String(); err != nil && !strings.Contains(err.Error(), want) || err == nil && got != want && c.Event.Text != want {
			t.Errorf("%s is %s, %v; want %s", line, got, err, want)
		}
	}
}

func TestTheTimeOfALineCanBeReplaced(t *testing.T) {
	p := overMidnight(t, "UTC")
	for line, want := range map[string]string{
		"2026-01-31 23:19 * lag": "* lag", "~23:19 lag": "lag", "23:27 or 23:30 - lag": "lag", "2300 orders failed": "2300 orders failed", "lag": "lag", "+5": "",
	} {
		if got := line[capture.TimeEnd(line, capture.Context{Post: p, Now: captureNow}):]; got != want {
			t.Errorf("%q without its time is %q", line, got)
		}
	}
}

// TestADayWithoutAYearIsNearTheRowsAroundIt: an incident that is told years later stays in its year.
func TestADayWithoutAYearIsNearTheRowsAroundIt(t *testing.T) {
	p := model.New("The replica was emptied", time.Date(2026, 11, 18, 14, 0, 0, 0, time.UTC))
	began, _ := model.ParseInstant("2016-12-31T19:00:00Z")
	p.Moments.Started = &model.Moment{At: began}
	now := time.Date(2026, 11, 18, 14, 0, 0, 0, time.UTC)
	for line, want := range map[string]string{
		"1 jan 00:40 * the dumps turn out to be empty": "2017-01-01T00:40", "30 dec 12:00 ! switched it off": "2016-12-30T12:00",
	} {
		c, err := capture.ReadEvent(line, capture.Context{Post: p, Now: now})
		if err != nil || !strings.HasPrefix(c.Event.At.String(), want) {
			t.Errorf("%q is at %s, want %s (%v)", line, c.Event.At, want, err)
		}
	}
	c, err := capture.ReadEvent("1 dec 00:40 * later", capture.Context{Post: model.New("", now), Now: now})
	if err != nil || !strings.HasPrefix(c.Event.At.String(), "2025-12-01") {
		t.Errorf("without a timeline it is at %s, want the newest that is not in the future (%v)", c.Event.At, err)
	}
}

func TestADayIsReadHoweverItIsWritten(t *testing.T) {
	for line, want := range map[string]string{
		"Thu Jul 13 08:58:40 2017 +0100 ! restarted": "Thu 13 Jul 2017 09:58:40 CEST, did|restarted",
		"Sun Feb  1 10:00:05 UTC 2026 ! restarted":   "Sun 1 Feb 2026 11:00:05 CET, did|restarted",
		"Feb 1, 2026 10:00 ! restarted":              "Sun 1 Feb 2026 10:00 CET, did|restarted",
		"Sunday, 1 February 2026 10:00 ! restarted":  "Sun 1 Feb 2026 10:00 CET, did|restarted",
		"about Feb 1 10:00 ! restarted":              "about Sun 1 Feb 2026 10:00 CET, did|restarted",
		"1 Feb 10:00 ! restarted":                    "Sun 1 Feb 2026 10:00 CET, did|restarted",
		"31 Dec 23:00 ^ the release":                 "Wed 31 Dec 2025 23:00 CET, changed|the release",
		"May 2 servers restarted":                    "no time, note|May 2 servers restarted",
		"Sun restarted":                              "no time, note|Sun restarted",
		"March 10:00 was the plan":                   "no time, note|March 10:00 was the plan",
		"Wed 10:00 restarted":                        "no time, note|Wed 10:00 restarted",
		"unknown time, but before the alert":         "no time, note|unknown time, but before the alert",
		"at 14:05 the pool was full":                 "no time, note|at 14:05 the pool was full",
	} {
		p := overMidnight(t, "Europe/Berlin")
		later := captureNow.AddDate(9, 0, 0) // it is told years after it was
		c := entered(t, p, line, capture.Context{Now: later})
		if got := c.Understood + "|" + c.Event.Text; got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
}

func TestATimePutBeforeATextThatLooksLikeOneLeavesTheTextAlone(t *testing.T) {
	for _, line := range []string{`\02:45 was the wrong time`, `\Feb 2 08:58 was the wrong time`, `! \02:45 was the wrong time`} {
		p := overMidnight(t, "UTC")
		text := entered(t, p, line, capture.Context{Now: captureNow}).Event.Text
		was := capture.Line(p, "E5")
		if was != line {
			t.Errorf("brought in: %s, want %s", was, line)
		}
		c := entered(t, p, "00:59 "+was, capture.Context{Now: captureNow, Event: "E5"})
		if c.Event.Text != text || p.Event("E5").At.String() != "2026-02-01T00:59:00Z" {
			t.Errorf("%s, corrected: %q at %s", line, c.Event.Text, p.Event("E5").At)
		}
		if got := entered(t, p, capture.Line(p, "E5"), capture.Context{Now: captureNow, Event: "E5"}).Event.Text; got != text {
			t.Errorf("%s, entered again: %q", line, got)
		}
	}
}

func TestAFactIsNoListOfPeople(t *testing.T) {
	for _, line := range []string{"23:22 * cannot replicate, segments removed", "! restarted the pods, twice", "?- not the cache, says mei", "2026-02-01 08:58 mei, sam"} {
		if _, err := capture.ReadPeople(line); err == nil || !strings.Contains(err.Error(), "Facts") {
			t.Errorf("%q: %v", line, err)
		}
	}
	for _, line := range []string{"- mei payments, sam", "* mei", "mei, sam"} {
		if c, err := capture.ReadPeople(line); line != "* mei" && (err != nil || len(c.People) != 2) {
			t.Errorf("%q: %v, %v", line, c.People, err)
		}
	}
}
