package capture_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"debrief/intake/capture"
	"debrief/model"
)

var captureNow = time.Date(2026, 11, 20, 13, 5, 42, 0, time.UTC)

func paymentsIncident(t testing.TB) *model.Postmortem {
	t.Helper()
	b, err := os.ReadFile("../../model/testdata/payments.json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := model.Decode(bytes.NewReader(b), captureNow)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func captureAt(t testing.TB) capture.Context {
	t.Helper()
	return capture.Context{Post: paymentsIncident(t), Now: captureNow}
}

func TestACaptureLineSaysWhatWasUnderstood(t *testing.T) {
	for line, want := range map[string]string{
		"02:45 ! rolled back the deploy #m":         "02:45 UTC, did, mitigated (was 02:45)|rolled back the deploy",
		"0245 = roll back instead @mei":             "02:45 UTC, decided, Mei Tanaka|roll back instead",
		"+5 > status page updated":                  "03:15 UTC, told|status page updated",
		"+1h the pool is full":                      "04:10 UTC, note|the pool is full",
		"now * graphs are flat #log":                "Fri 20 Nov 2026 13:05 UTC, saw, log|graphs are flat",
		"2026-11-19 02:14 ^ index added":            "Thu 19 Nov 2026 02:14 UTC, changed|index added",
		"2026-11-18T02:14:10Z ^ index added":        "02:14:10 UTC, changed|index added",
		"02:45:10 - error rate drops":               "02:45:10 UTC, note|error rate drops",
		"~02:41 ? the pool leaks @Mei Tanaka":       "about 02:41 UTC, thought, Mei Tanaka|the pool leaks",
		"02:45-02:50 ! restarted the workers":       "02:45–02:50 UTC, did|restarted the workers",
		"02:30 +01:00 * alert":                      "01:30 UTC, saw|alert",
		"somebody remembers a page #memory #later":  "no time, note, memory, not known then|somebody remembers a page",
		"2:45pm ! restarted":                        "14:45 UTC, did|restarted",
		"02:45 CET * alert":                         "01:45 UTC, saw|alert",
		"02:45–02:50: restarted":                    "02:45–02:50 UTC, note|restarted",
		"23:50-00:10 ! restarted":                   "23:50–00:10 UTC, did|restarted",
		"+90s the pool is full":                     "03:11:30 UTC, note|the pool is full",
		"24/7 support was paged":                    "no time, note|24/7 support was paged",
		"1.5 % of requests failed":                  "no time, note|1.5 % of requests failed",
		"15.26 ms per query":                        "no time, note|15.26 ms per query",
		"2026-11-18 was quiet":                      "no time, note|2026-11-18 was quiet",
		"at 02:45 it stopped":                       "no time, note|at 02:45 it stopped",
		"1763432040 is an epoch":                    "no time, note|1763432040 is an epoch",
		"?? who knows":                              "no time, note|?? who knows",
		"02:17 ! @joes rolls back":                  "02:17 UTC, did, Joe Smith|rolls back",
		"02:17 told @mei about it":                  "02:17 UTC, note|told @mei about it",
		"02:17 !important: read this":               "02:17 UTC, note|!important: read this",
		"see #12 in https://x.example/a for detail": "no time, note, with a link|see #12 in https://x.example/a for detail",
		"02:17 > asked in chat https://x.example/a": "02:17 UTC, told, with a link|asked in chat",
		"02:17 page @nobody #alert #detected":       "02:17 UTC, note, nobody, alert, detected (was 02:17)|page",
		"4180 requests failed":                      "no time, note|4180 requests failed",
		"1.2.3.4 answers again":                     "no time, note|1.2.3.4 answers again",
	} {
		c, err := capture.ReadEvent(line, captureAt(t))
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if got := c.Understood + "|" + c.Event.Text; got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
}

func TestACaptureLineThatCannotBeMeantIsRefusedInOneLine(t *testing.T) {
	for line, want := range map[string]string{
		"25:10 ! restarted":             `"25:10" is not a time of day`,
		"02:61 ! restarted":             `"02:61" is not a time of day`,
		"2026-02-30 02:14 ! restarted":  "2026-02-30 is not a day of the calendar",
		"02:45-02:40 ! restarted":       "the end 02:40 is before the start 02:45",
		"02:45 !":                       "say what happened",
		"02:45 IST * alert":             "IST is the name of several zones",
		"03/04/2026 02:45 * alert":      "may be either day of two",
		"":                              "say what happened",
		"02:50 ?+ it was the pool":      "no open thought", // the one in the timeline is confirmed already
		"2026-13-01T02:14:00Z ! deploy": "2026-13-01 is not a day of the calendar",
	} {
		if _, err := capture.ReadEvent(line, captureAt(t)); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: error %v, want one line with %q", line, err, want)
		}
	}
	empty := capture.Context{Now: captureNow}
	if _, err := capture.ReadEvent("+5 ! restarted", empty); err == nil {
		t.Error("+5 was taken without any event to count from")
	}
}

func TestAThoughtIsTypedAndLaterConfirmedInOneStep(t *testing.T) {
	ctx := captureAt(t)
	p := ctx.Post
	run := func(line string) capture.Event {
		t.Helper()
		c, err := capture.ReadEvent(line, ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Edit("").Do(p); err != nil {
			t.Fatal(err)
		}
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	run("02:40 ? a bad node @joe")
	late := run("02:44 ?- the node is fine")
	if late.Understood != "02:44 UTC, note, rules out E9" {
		t.Errorf("understood %q", late.Understood)
	}
	if e := p.Event("E9"); e.Outcome != "ruled out" || e.SettledBy != "E10" || e.By != "Joe Smith" {
		t.Errorf("the thought is %+v", *e)
	}
	run("02:46 ! rolled back again #m")
	if m := p.Moments.Mitigated; m.Event != "E11" || m.At.String() != "2026-11-18T02:46:00Z" {
		t.Errorf("mitigated is %+v", *m)
	}
	if err := late.Edit("").Do(p); err == nil {
		t.Error("a thought that is settled was settled again")
	}
}

func TestATypedEventKeepsItsTimeAsWritten(t *testing.T) {
	c, err := capture.ReadEvent("02:14 * Error rate on /payments crosses 5 % #log #later #s", capture.Context{Now: captureNow})
	if err != nil {
		t.Fatal(err)
	}
	want := model.Event{
		Original: "02:14", OriginalZone: "UTC", Precision: "minute", Kind: "signal", Source: "log", Count: 1,
		Text: "Error rate on /payments crosses 5 %", At: model.At(time.Date(2026, 11, 20, 2, 14, 0, 0, time.UTC)),
	}
	got := c.Event
	if !got.At.Equal(want.At) || got.Original != want.Original || got.OriginalZone != want.OriginalZone || got.Precision != want.Precision ||
		got.Kind != want.Kind || got.Text != want.Text || got.Source != want.Source || got.KnownThen || len(c.Moments) != 1 || c.Moments[0] != "started" {
		t.Errorf("got %+v", c)
	}
}

func TestTimesFollowTheZoneAndTheMidnightOfTheIncident(t *testing.T) {
	p := model.New("Night", captureNow)
	p.Zone = "Europe/Oslo"
	p.Moments.Started = &model.Moment{At: model.At(time.Date(2026, 3, 28, 22, 40, 0, 0, time.UTC))} // 23:40 in Oslo
	ctx := capture.Context{Post: p, Now: captureNow}
	c, err := capture.ReadEvent("23:50 * alert", ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Edit("").Do(p); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"23:55":            "2026-03-28T22:55:00Z",
		"00:10":            "2026-03-28T23:10:00Z", // after midnight, not a day before the start
		"22:00":            "2026-03-28T21:00:00Z",
		"2026-03-29 03:30": "2026-03-29T01:30:00Z",
		"23:55 CET":        "2026-03-28T22:55:00Z",
		"23:55 UTC":        "2026-03-28T23:55:00Z",
		"+5m":              "2026-03-28T22:55:00Z",
	} {
		if at, err := capture.ReadTime(text, ctx); err != nil || at.String() != want {
			t.Errorf("%s is %v, %v, want %s", text, at, err, want)
		}
	}
	for _, text := range []string{"2026-03-29 02:30", "soon", "02:14 tomorrow", "", "02:14-02:20", "14 feb"} {
		if at, err := capture.ReadTime(text, ctx); err == nil {
			t.Errorf("%q was read as %v", text, at)
		}
	}
}

func FuzzCaptureEvent(f *testing.F) {
	for _, line := range []string{"02:45 ! rolled back #m", "+5 ?+", "~02:41 @mei", "2026-11-18T02:14Z x", "\x1b]52;c;\x07 @ # ~", "02:45-02:50: https://"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		ctx := captureAt(t)
		c, err := capture.ReadEvent(line, ctx)
		if err != nil {
			return
		}
		if c.Understood != model.Clean(c.Understood) {
			t.Errorf("understood %q is not safe to show", c.Understood)
		}
		if err := c.Edit("").Do(ctx.Post); err != nil {
			t.Fatal(err)
		}
		if err := ctx.Post.Validate(); err != nil {
			t.Errorf("%q made a postmortem that is not valid: %v", line, err)
		}
	})
}
