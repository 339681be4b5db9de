package intake

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// readDocument reads text the way the commands do and shows each event on a line: its time, its text, its moment.
func readDocument(t *testing.T, name, text string, opt Options) (Result, string) {
	t.Helper()
	if opt.Now.IsZero() {
		opt.Now = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	}
	r, err := Read(Input{Name: name, Data: []byte(text)}, opt)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range r.Events {
		at := "unknown"
		if !e.At.IsZero() {
			at = strings.TrimSuffix(strings.TrimSuffix(e.At.String(), ":00Z"), "Z")
		}
		if !e.Until.IsZero() {
			at += "/" + e.Until.String()[11:16]
		}
		fmt.Fprintf(&b, "%s %s", at, e.Text)
		if e.Moment != "" {
			b.WriteString(" #" + e.Moment)
		}
		b.WriteString("\n")
	}
	return r, b.String()
}

func TestTimelinesAreReadInTheShapesThatPeopleUse(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"bullets with the zone in the heading and the day in the title", "x.md", `# Checkout down on 2026-11-18

## Timeline (times in UTC)

- 02:14 - Error rate crosses 5 %
- **02:17** The alert fires
  and pages [the on-call](https://example.com/p/1)
    * she opens the channel
- ` + "`02:31`" + ` - ` + "`pool`" + ` is exhausted
- [02:45] Rolled back
- ~02:50: All clear

## Action items

- 03:00 is too late for a deploy
`, `2026-11-18T02:14 Error rate crosses 5 %
2026-11-18T02:17 The alert fires and pages the on-call she opens the channel
2026-11-18T02:31 ` + "`pool`" + ` is exhausted
2026-11-18T02:45 Rolled back
2026-11-18T02:50 All clear
`},
		{"one heading for each entry, with text and code below", "x.md", `# Queue backlog

## Timeline

All times in CET

### 2026-03-04 9:58

The queue grows. Its log says

` + "```" + `
2026-03-04 08:58:01 ERROR no workers
` + "```" + `

and nobody reads it.

### 10:10 - 10:20

Workers are started again.

#### What was started

- three workers

### 0:15

All work is done.

## Lessons

### 10:30 was late
`, `2026-03-04T08:58 The queue grows. Its log says and nobody reads it.
2026-03-04T09:10/09:20 Workers are started again. three workers
2026-03-04T23:15 All work is done.
`},
		{"a table with the day in a column of its own", "x.md", `# Mail

## Timeline

| Day | Date (2026) | Time (PT) | Event |
|:----|------------:|-----------|-------|
| Sat | Oct 31 | 21:35 | Mail is late |
| Sun | Nov 1 | 03:05 | Mail is sent \| again |
`, `2026-11-01T04:35 Mail is late
2026-11-01T11:05 Mail is sent | again
`},
		{"a table of days and times, with the zone in its header", "x.md", `## Timeline

Date and time in CEST | What happened
--- | ---
2026-06-22 08:21 | Certificates expire
2026-06-22 08:29 - 08:40 | Certificates are renewed
2026-06-23 | A check is added
`, `2026-06-22T06:21 Certificates expire
2026-06-22T06:29/06:40 Certificates are renewed
2026-06-22T22:00 A check is added
`},
		{"days as headings, and a day that is an event itself", "x.md", `## Timeline of events

Unless otherwise noted all times are in UTC.

### 2026-02-01

A library with the fault is released.

### 2026-02-03

* 23:50 – The library is deployed
* 00:10 – The first error
`, `2026-02-01T00:00 A library with the fault is released.
2026-02-03T23:50 The library is deployed
2026-02-04T00:10 The first error
`},
		{"lines joined by breaks and wrapped anywhere", "x.md", `## Timeline (all times in PST/PDT)

### 2026-07-01

??:?? - A vendor changes its API **\<START OF
OUTAGE>**<br> 13:02 - We get a mail
from a user.<br>
14:30 - Fixed. **&lt;END OF OUTAGE&gt;**
`, `unknown A vendor changes its API <START OF OUTAGE> #started
2026-07-01T20:02 We get a mail from a user.
2026-07-01T21:30 Fixed. <END OF OUTAGE> #mitigated
`},
		{"plain lines in paragraphs", "x.md", `## Timeline
(UTC)

2026-08-22, 03:26pm: first noticed that the shop
gave an error.

2026-08-22, 04:12pm: found the reason at
04:10pm in a log.
`, `2026-08-22T15:26 first noticed that the shop gave an error.
2026-08-22T16:12 found the reason at 04:10pm in a log.
`},
		{"the whole entry in bold and references for names", "x.md", `## Timeline

All times are in UTC, on 2026-05-05.

- **2026-05-04 00:55: builds start to fail**
- **01:38: the site is down, [maria]
  was paged**

[maria]: https://example.com/maria
`, `2026-05-04T00:55 builds start to fail
2026-05-05T01:38 the site is down, maria was paged
`},
		{"key events", "2026-09-18-disk.md", `# Incident on 2026-09-18

- **Key events**
  - First detected: 2026-09-18 13:42 UTC
  - Incident declared 2026-09-18 15:12 UTC
  - Repaired 2026-09-18 17.54 UTC
  - Resolved 2026-09-20 1918 UTC

- **Time to repair**: 4h 12m

- **Context**:
  - 2026-09-18 13:42 Alert for disk space

- **Resolution**:
  - 2026-09-18 was a long day
`, `2026-09-18T13:42 First detected #detected
2026-09-18T15:12 Incident declared
2026-09-18T17:54 Repaired #mitigated
2026-09-20T19:18 Resolved #resolved
2026-09-18T13:42 Alert for disk space
`},
		{"a bare paste", "paste", `2026-11-18 02:14 UTC error rate crosses 5 %
02:17 alert
02:31 UTC pool exhausted,
see the dashboard
+14m rolled back
`, `2026-11-18T02:14 error rate crosses 5 %
2026-11-18T02:17 alert
2026-11-18T02:31 pool exhausted, see the dashboard
2026-11-18T02:45 rolled back
`},
		{"an example in a comment, and indented lines below days", "x.md", `## Timeline (UTC)
<!-- For example:
2019-12-30
    23:30 Something was sent
-->
2026-01-11
    08:23 Many users
    09:09 DOWNTIME START - the backend fails

2026-01-12
    00:40 It works again
`, `2026-01-11T08:23 Many users
2026-01-11T09:09 DOWNTIME START - the backend fails #started
2026-01-12T00:40 It works again
`},
		{"clocks without a mark, and a date that is mistyped", "x.md", `### Timeline (UTC)

- 2026-02-02 1906: builds are cut
- 2026-02-20 1930: deployed
- 2026-02-02 2021: providers told
`, `2026-02-02T19:06 builds are cut
2026-02-20T19:30 deployed
2026-02-02T20:21 providers told
`},
		{"a table that an editor wrapped", "x.md", `## Timeline (UTC)

### _2026/02/26_

| Time | | | --- | --- | | _11:40_ | Sam tries
to push. | | _12:02_ |
Priya gives the right. |
`, `2026-02-26T11:40 Sam tries to push.
2026-02-26T12:02 Priya gives the right.
`},
		{"month first or day first, told by one date of the document", "x.md", `## Timeline (UTC)

- 05/10/2026 10:00 first report
- 24/10/2026 11:00 fixed
`, `2026-10-05T10:00 first report
2026-10-24T11:00 fixed
`},
		{"month first or day first, told by the title", "x.md", `# Outage of 10 May 2026

## Timeline (UTC)

- 05/10/2026 10:00 first report
- 05/11/2026 11:00 fixed
`, `2026-05-10T10:00 first report
2026-05-11T11:00 fixed
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

func TestWhatADocumentDoesNotSayIsAsked(t *testing.T) {
	for _, c := range []struct {
		name, text string
		opt        Options
		needs      string
	}{
		{"no zone", "# On 2026-05-05\n\n## Timeline\n\n- 10:00 down\n- 10:05 up\n", Options{}, "[zone]"},
		{"no day", "## Timeline (UTC)\n\n- 10:00 down\n- 10:05 up\n", Options{}, "[date]"},
		{"no order", "## Timeline (UTC)\n\n- 05/10/2026 10:00 down\n- 06/10/2026 10:05 up\n", Options{}, "[day order]"},
		{"a zone with two meanings", "## Timeline\n\nAll times in CST\n\n- 2026-05-05 10:00 down\n", Options{}, "[zone]"},
		{"all answered", "## Timeline\n\n- 05/10/2026 10:00 down\n- 10:05 up\n", Options{Zone: "UTC", DayDate: "dmy"}, "[]"},
		{"a shared zone answered", "## Timeline\n\nAll times in IST\n\n- 2026-05-05 10:00 down\n", Options{Zone: "Asia/Kolkata"}, "[]"},
	} {
		r, _ := readDocument(t, "paste", c.text, c.opt)
		if got := fmt.Sprint(r.Needs); got != c.needs {
			t.Errorf("%s: asks for %s, want %s", c.name, got, c.needs)
		}
		for _, e := range r.Events {
			if c.needs != "[]" && !e.At.IsZero() {
				t.Errorf("%s: %s was guessed", c.name, e.At)
			}
		}
	}
}

func TestEveryLineIsUsedOrReported(t *testing.T) {
	text := `---
title: Mail is late
---

# Mail is late, 2026-05-05

Some words.

## Timeline (UTC)

A sentence without a time.

- 10:00 down
- nobody knows why
- 10:05 up

| Who | What |
|---|---|
| me | nothing |

## Chat

> sam [10:01 AM]
is it down?
`
	r, _ := readDocument(t, "x.md", text, Options{})
	used := map[int]bool{}
	for _, e := range r.Events {
		for i := range strings.Count(e.Raw, "\n") + 1 {
			used[e.Line+i] = true
		}
	}
	for _, d := range r.Dropped {
		if used[d.Line] || d.Why == "" {
			t.Errorf("line %d is used and dropped, or dropped without a reason: %v", d.Line, d)
		}
		used[d.Line] = true
	}
	for i, line := range strings.Split(text, "\n") {
		silent := strings.TrimSpace(line) == "" || strings.HasPrefix(line, "## Timeline")
		if !used[i+1] && !silent {
			t.Errorf("line %d is neither used nor reported: %s", i+1, line)
		}
	}
}

func TestEventsOutOfOrderAreDoubtedAndStayWhereTheyAre(t *testing.T) {
	r, _ := readDocument(t, "x.md", "## Timeline (UTC)\n\n- 2026-02-02 19:06 a\n- 2026-02-20 19:30 b\n- 2026-02-02 20:21 c\n- 2026-02-02 21:00 d\n", Options{})
	for i, want := range []bool{false, true, false, false} {
		if got := r.Events[i].Doubt != ""; got != want {
			t.Errorf("%s: doubt %q", r.Events[i].Text, r.Events[i].Doubt)
		}
	}
	if !strings.Contains(r.Events[1].Doubt, "date") {
		t.Errorf("the likely reason is a typed date, not %q", r.Events[1].Doubt)
	}
}

func TestAPasteOfSeveralSourcesIsReadInBlocks(t *testing.T) {
	text := `Priya Nair  10:53 AM
is checkout slow?

Sam Okoro  10:55 AM
yes, looking

- 2026-06-22 10:40 CEST deployed 4.2.1
- 2026-06-22 11:00 CEST rolled back
`
	r, _ := readDocument(t, "paste", text, Options{})
	if len(r.Blocks) != 2 || r.Blocks[0].Format != "Slack" || r.Blocks[1].Format != "markdown" || len(r.Events) != 4 {
		t.Fatalf("%+v", r.Blocks)
	}
	if r.Blocks[1].Zone != "CEST" || r.Blocks[1].ZoneFrom != "every entry" {
		t.Errorf("%+v", r.Blocks[1])
	}
	if got := fmt.Sprint(r.Needs); got != "[date zone]" && got != "[zone date]" {
		t.Errorf("asks for %s", got)
	}
}

func TestDaysPassAtMidnightByWeekdayAndAtNoon(t *testing.T) {
	for _, c := range []struct{ name, lines, want string }{
		{"midnight", "- 23:50 a\n- 00:10 b\n- 09:30 c\n", "2026-05-05T23:50 a\n2026-05-06T00:10 b\n2026-05-06T09:30 c\n"},
		{"a slip of the pen", "- 15:30 a\n- 05:40 b\n- 15:50 c\n", "2026-05-05T15:30 a\n2026-05-05T05:40 b\n2026-05-05T15:50 c\n"},
		{"a later note", "- 14:30 a\n- 14:10 b\n- 14:40 c\n", "2026-05-05T14:30 a\n2026-05-05T14:10 b\n2026-05-05T14:40 c\n"},
		{"the next date forbids it", "- 2026-05-05 18:00 a\n- 09:00 b\n- 2026-05-05 19:00 c\n", "2026-05-05T18:00 a\n2026-05-05T09:00 b\n2026-05-05T19:00 c\n"},
		{"the newest on top", "- 00:20 d\n- 00:05 c\n- 23:50 b\n- 23:40 a\n- 23:30 z\n", "2026-05-05T00:20 d\n2026-05-05T00:05 c\n2026-05-04T23:50 b\n2026-05-04T23:40 a\n2026-05-04T23:30 z\n"},
		{"weekdays", "- Tue 14:02 a\n- Wed 13:00 b\n- Fri 9:00 c\n", "2026-05-05T14:02 a\n2026-05-06T13:00 b\n2026-05-08T09:00 c\n"},
		{"twelve hours", "- 11:50 a\n- 12:10 b\n- 1:05 c\n- 1:30 d\n", "2026-05-05T11:50 a\n2026-05-05T12:10 b\n2026-05-05T13:05 c\n2026-05-05T13:30 d\n"},
		{"a year that is not written", "- Dec 31 23:50 a\n- Jan 1 00:10 b\n", "2025-12-31T23:50 a\n2026-01-01T00:10 b\n"},
	} {
		title := "# Outage of 2026-05-05"
		if strings.Contains(c.lines, "Dec") {
			title = "# Outage of 2026-01-01"
		}
		if _, got := readDocument(t, "x.md", title+"\n\n## Timeline (UTC)\n\n"+c.lines, Options{}); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// Who types a list by hand forgets a mark now and then: the line is an entry all the same, and a sentence that was wrapped is none.
func TestALineRightBelowAnItemIsAnEntryWhereItsTimeIsWrittenAsTheItems(t *testing.T) {
	const head = "# Cold cache\n\n## Timeline (UTC)\n\n"
	for _, c := range []struct{ text, want string }{
		{head + "- 10:00 cold\n10:05 warm\n- 10:09 over\n", "cold, warm, over"},
		{"- 10:00 cold\n10:05 warm\n10:07 warmer\n", "cold, warm, warmer"},
		{head + "- 10:00 - cold\n10:05 - warm\n", "cold, warm"},
		{head + "- 10:00 a\n10:05 b\n", "a, b"},
		{head + "- 10:00 it went on for a\n10:05 train\n", "it went on for a 10:05 train"},
		{head + "- 10:00 it was cold until\n10:05 and nobody knew\n- 10:09 over\n", "it was cold until 10:05 and nobody knew, over"},
		{head + "- 10:00 - it was cold, as seen again\n10:05 without a dash\n", "it was cold, as seen again 10:05 without a dash"},
		{head + "- 10:00 it was as cold as\n09:55 had been\n", "it was as cold as 09:55 had been"},
		{head + "- 10:00 it was cold\n  10:05 indented\n", "it was cold 10:05 indented"},
	} {
		r, _ := readDocument(t, "x.md", c.text, Options{Zone: "UTC", Date: "2026-11-18"})
		var got []string
		for _, e := range r.Events {
			got = append(got, e.Text)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%q: %q, want %q", c.text, strings.Join(got, ", "), c.want)
		}
	}
}

// A day above a list says the zone of what follows in many words, and is no event for that.
func TestADayWithTheZoneBehindItIsNoEvent(t *testing.T) {
	for _, day := range []string{"2026-11-18, all times UTC", "2026-11-18 (all times UTC)", "## 2026-11-18, all times in UTC", "2026-11-18 - times are UTC",
		"18 November 2026, UTC", "2026-11-18: All times UTC"} {
		for _, list := range []string{"\n\n- 10:00 cold\n- 10:05 warm\n", "\n10:00 cold\n10:05 warm\n"} {
			r, got := readDocument(t, "x.md", "# Cold cache\n\n## Timeline\n\n"+day+list, Options{})
			if want := "2026-11-18T10:00 cold\n2026-11-18T10:05 warm\n"; got != want || len(r.Needs) > 0 {
				t.Errorf("%q: %q, asks for %v", day, got, r.Needs)
			}
		}
	}
	if _, got := readDocument(t, "x.md", "## Timeline (UTC)\n\n- 2026-11-18: Deploy\n- 2026-11-19: Rollback\n", Options{}); got != "2026-11-18T00:00 Deploy\n2026-11-19T00:00 Rollback\n" {
		t.Errorf("a word that is no zone: %q", got)
	}
}
