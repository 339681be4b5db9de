package intake

import (
	"fmt"
	"slices"
	"testing"
)

func TestTimelinesWithoutBulletsAndWithLabelsAreRead(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"plain lines below a label, in a paste without headings", "x.txt", `Summary:
On May 5th, 2026, at 2:00 PM UTC+1, the shop was slow.

Timeline:
All times listed in UTC+1
2:00 PM - The queue grows
and keeps growing.
2:30 PM - The on-call is told.
( a long day )
4:00 PM - The queue is empty.
Root cause:
A worker had stopped.
`, `2026-05-05T13:00 The queue grows and keeps growing.
2026-05-05T13:30 The on-call is told. ( a long day )
2026-05-05T15:00 The queue is empty.
`},
		{"a table that is only tabs", "x.txt", "The shop was down on May 5, 2026.\n\nTimeline (all times in WAT)\n\nTime (WAT)\tActions\n" +
			"11:30 AM\t\tThe upgrade starts\n12:00 PM\t\tThe shop is down\n12:45 PM\t\tTraffic is back\n",
			"2026-05-05T10:30 The upgrade starts\n2026-05-05T11:00 The shop is down\n2026-05-05T11:45 Traffic is back\n"},
		{"times on lines of their own", "x.txt", `The outage lasted from 10:00 AM to 12:30 PM (UTC) on 5 May 2026.

Timeline:

10:00 AM:

Detection: the monitor screams.
10:15 AM:

Investigation: we look at memory.
10:45 AM:

Resolution: the balancer is repaired.
`, `2026-05-05T10:00 Detection: the monitor screams. #detected
2026-05-05T10:15 Investigation: we look at memory.
2026-05-05T10:45 Resolution: the balancer is repaired.
`},
		{"the day in a label above each list", "2026-06-01-report.md", `# Report

## Timeline

_all times are in UTC_

**Date: 2026-05-05**

- 08:42:33 an account is made

_(this is the first of three)_

- 08:47:25 it is invited

**Date: 2026-05-07**

- 09:00 it is closed
`, `2026-05-05T08:42:33 an account is made
2026-05-05T08:47:25 it is invited
2026-05-07T09:00 it is closed
`},
		{"days in headings that start with a word", "x.md", `# s0 failed on 2026-01-25

## Timeline

### Day 1 - January 24, 2026

| Time (UTC) | Event |
|---|---|
| 02:07 | The last sign of life |

### The morning of January 25, 2026

| Time (UTC) | Event |
|---|---|
| 01:10 | Somebody sees it |
`, `2026-01-24T02:07 The last sign of life
2026-01-25T01:10 Somebody sees it
`},
		{"labels with their times behind them", "x.md", `# Validator lag

## Timeline of Events
- **Incident Start:**        2026-08-18 23:15 UTC
- **Planned Restart:**       2026-08-19 00:30 UTC
- **Continued Degradation:** 2026-08-19 00:35-02:43 UTC
- **Stable Operation:**      2026-08-19 02:50 UTC onwards
- **Total duration:** 03:28
`, `2026-08-18T23:15 Incident Start #started
2026-08-19T00:30 Planned Restart
2026-08-19T00:35/02:43 Continued Degradation
2026-08-19T02:50 Stable Operation onwards
`},
		{"headings that end in their time", "x.md", `# Survey down

## Incident timeline (UTC)

### 1. Reports arrive (2026-05-05 12:00)

Two users see a blank page.

### 2. Deploys (12:10-12:40)

- 12:12 first build
- 12:40 second build
`, `2026-05-05T12:00 1. Reports arrive: Two users see a blank page.
2026-05-05T12:12 first build
2026-05-05T12:40 second build
`},
		{"items that end in their time", "x.md", `# A bounty, 2026

## Response timeline

1. **Report** (13 August 2026, ~15:00 UTC)
2. **Fix deployed** (24 August ~18:30 UTC)
3. [Bounty](https://example.com/b) sent (on time)
`, `2026-08-13T15:00 Report #detected
2026-08-24T18:30 Fix deployed #mitigated
`},
		{"a sentence before the entries", "x.md", `## Timeline

### 2026-03-05 the first outage (times in UTC)

Between ~4pm and ~5:15pm, the proxy was killed.

### 15:12:00

280 users

### 16:05:57-58

The heap is full.
`, `2026-03-05T15:12 280 users
2026-03-05T16:05:57/16:05 The heap is full.
`},
		{"a heading with nothing but code below it", "x.md", "# 2026-05-05\n\n## Timeline (UTC)\n\n### 14:00\n\n```\n$ ps aux | grep exe\n```\n\n### 14:30\n\nStopped.\n",
			"2026-05-05T14:00 `$ ps aux | grep exe`\n2026-05-05T14:30 Stopped.\n"},
		{"the zone in the headings of the days", "x.md", `## Timeline

#### 29-09-2026 (All times CEST)

- 15:46 **ROOT CAUSE** the driver is switched

### 03-10-2026 (All times CEST)

- 02:17 a message arrives
`, `2026-09-29T13:46 ROOT CAUSE the driver is switched
2026-10-03T00:17 a message arrives
`},
		{"the zone as an offset with spaces", "x.md", `# Down on 2026-05-05

## Timeline (all time in GMT + 3)

| Time (GMT + 3) | Actions |
|---|---|
| 12:45 AM | The upgrade begins |
| 01:00 AM | The outage begins |
`, `2026-05-04T21:45 The upgrade begins
2026-05-04T22:00 The outage begins #started
`},
		{"the zone in the title", "x.md", `# Provisioner down 2026-10-08 23:01 - 2026-10-09 02:40 UTC

## Timeline
  - 2026-10-08 23:01 ::::: no new workers
  - 2026-10-09 02:40 ::::: all well
`, `2026-10-08T23:01 no new workers
2026-10-09T02:40 all well
`},
		{"days alone need no zone", "x.md", `## Timeline

- **December 7, 2025**: reported
- **January 13, 2026**: published
`, `2025-12-07T00:00 reported
2026-01-13T00:00 published
`},
		{"lists and tables of tags", "x.md", `<h3>Timeline (all times in UTC) 2026-05-05</h3>
<ul>
	<li>1:30 PM: New servers join</li>
	<li class="late"><b>1:36 PM</b>: Reports arrive</li>
</ul>
<table>
<tr><th>Time</th><th>Event</th></tr>
<tr><td>14:06</td><td>The fix</td></tr>
</table>
<h3>Root cause</h3>
<p>1:30 PM was rush hour.</p>
`, `2026-05-05T13:30 New servers join
2026-05-05T13:36 Reports arrive
2026-05-05T14:06 The fix
`},
		{"a timeline in a block of code", "x.md", "# 2026-05-05\n\n## Timeline (in UTC)\n\n```\n01:54 - Wrote a file of 5 GB\n01:56 - The alarm\n" +
			"        comes by mail\n02:01 - Removed\n```\n\n## Detection\n\n```\n01:54 - not this\n02:01 - nor this\n```\n",
			"2026-05-05T01:54 Wrote a file of 5 GB\n2026-05-05T01:56 The alarm comes by mail\n2026-05-05T02:01 Removed\n"},
		{"each time in two zones", "x.md", `# 2026-05-05

## Timeline

- 13:14 EDT (17:14 UTC): A mail
- **18:15 UTC / 14:15 EDT**: An answer
- 19:15 UTC (about 30 people): A call
`, `2026-05-05T17:14 A mail
2026-05-05T18:15 An answer
2026-05-05T19:15 (about 30 people): A call
`},
		{"a second timeline, of what came after", "x.md", `# Outage of 2026-05-05

## Timeline (times in WEST)

### 5:00 PM
Declared

## Follow-up timeline (times in WEST)

### 8:16 PM
Some still have trouble.
`, `2026-05-05T16:00 Declared
2026-05-05T19:16 Some still have trouble.
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, got := readDocument(t, c.file, c.text, Options{})
			if got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			if len(r.Needs) > 0 {
				t.Errorf("asks for %v", r.Needs)
			}
		})
	}
}

func TestWhatTheSummarySaysIsTakenOnlyWhereItAgrees(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"two days", "The shop was down on May 5, 2026. It was the same on April 2, 2025.\n\nOn May 9, 2026 we met.\n\nTimeline (UTC)\n\n- 10:00 down\n- 11:00 up\n", "[date]"},
		{"a day of writing", "Last updated: 2026-05-09\n\nTimeline (UTC)\n\n- 10:00 down\n- 11:00 up\n", "[date]"},
		{"two zones", "# 2026-05-05\n\nDown from 10:00 UTC, seen at 03:10 PDT.\n\n## Timeline\n\n- 10:00 down\n- 11:00 up\n", "[zone]"},
		{"a zone of other hours", "# 2026-05-05\n\nDown from 17:00 UTC.\n\n## Timeline\n\n- 10:00 down\n- 11:00 up\n", "[zone]"},
		{"a machine's clock", "# 2026-05-05\n\nThe log of 2026-05-05T10:01:00Z tells.\n\n## Timeline\n\n- 10:00 down\n- 11:00 up\n", "[zone]"},
	} {
		r, got := readDocument(t, "x.md", c.text, Options{})
		if needs := fmt.Sprint(r.Needs); needs != c.want {
			t.Errorf("%s: asks for %s, want %s\n%s", c.name, needs, c.want, got)
		}
	}
}

func TestASentenceThatStartsWithItsDayIsNoEvent(t *testing.T) {
	_, got := readDocument(t, "x.md", `# Report

5 May 2026, we saw the shop go down.

## Summary

| Time (GMT + 1) | Actions |
|---|---|
| 9:45 AM | The upgrade begins |
| 10:00 AM | The outage begins |
`, Options{})
	if want := "2026-05-05T08:45 The upgrade begins\n2026-05-05T09:00 The outage begins #started\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestADayThatNoCalendarHasKeepsItsText(t *testing.T) {
	_, got := readDocument(t, "x.md", "## Timeline (UTC)\n\n- 2026-02-27 10:00 yanked\n- 2026-02-30 1.2.1 released\n", Options{})
	if want := "2026-02-27T10:00 yanked\nunknown 1.2.1 released\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestANameOfTheOtherSeasonIsReadAsTheClockOnTheWall(t *testing.T) {
	r, got := readDocument(t, "x.md", "# 2026-07-30\n\n## Timeline (all times in PST)\n\n- 23:20 - 00:10 slow\n- 23:50 down\n", Options{})
	if want := "2026-07-31T06:20/07:10 slow\n2026-07-31T06:50 down\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if want := "PST is written, but on that day it was PDT, and is read as that"; r.Events[0].Doubt != want {
		t.Errorf("doubt %q, want %q", r.Events[0].Doubt, want)
	}
	_, got = readDocument(t, "x.md", "# 2026-07-30\n\n## Timeline (all times in PST, UTC-8)\n\n- 23:20 slow\n- 23:50 down\n", Options{})
	if want := "2026-07-31T07:20 slow\n2026-07-31T07:50 down\n"; got != want {
		t.Errorf("an offset beside it: got\n%swant\n%s", got, want)
	}
}

func TestAZoneOfThreeMeaningsIsAskedAndNamesThem(t *testing.T) {
	doc := Input{Name: "pm.md", Data: []byte("# Payments\n\n## Timeline\n\n- 2026-07-13 02:14 BST the pool was empty\n")}
	r, err := Read(doc, Options{})
	if err != nil || len(r.Needs) != 1 || r.Open["zone"].Shared != "BST" {
		t.Fatalf("asks %v about %+v, %v", r.Needs, r.Open, err)
	}
	if r, err = Read(doc, Options{Zone: "UTC"}); err != nil || len(r.Needs) != 1 {
		t.Errorf("UTC is none of them, and %v is asked, %v", r.Needs, err)
	}
	for zone, want := range map[string]string{"Europe/London": "2026-07-13T01:14:00Z", "Asia/Dhaka": "2026-07-12T20:14:00Z"} {
		if r, err = Read(doc, Options{Zone: zone}); err != nil || len(r.Needs) != 0 || r.Events[0].At.String() != want {
			t.Errorf("in %s it is %+v, %v", zone, r.Events, err)
		}
	}
}

func TestEachItemBelowADayIsAnEntryOfThatDay(t *testing.T) {
	r, err := Read(Input{Name: "x.md", Data: []byte("# Doc\n\n## Timeline\n\n### 2026-04-12\n* A flag was added\n\n### 2026-04-15\n* Samples came in\n" +
		"  * many of them\n* The run started\n\n### 2026-04-16\n* 08:51 UTC It failed\n")}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range r.Events {
		got = append(got, fmt.Sprintf("%d %s %s", e.Line, e.At, e.Text))
	}
	want := []string{
		"5 2026-04-12T00:00:00Z A flag was added", "8 2026-04-15T00:00:00Z Samples came in many of them", "11 2026-04-15T00:00:00Z The run started",
		"14 2026-04-16T08:51:00Z It failed",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
