package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/intake"
	"debrief/model"
)

func wholeDocument(t *testing.T, name, text string) Reading {
	t.Helper()
	r, err := Whole(intake.Input{Name: name, Data: []byte(text)}, intake.Options{Now: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// inShort is a postmortem with a line for each of its parts.
func inShort(p *model.Postmortem) string {
	var b strings.Builder
	line := func(format string, values ...any) {
		b.WriteString(strings.TrimRight(fmt.Sprintf(format, values...), " ") + "\n")
	}
	for _, m := range p.Moments.List() {
		if m.Moment != nil {
			line("%s %s %s", m.Name, m.At, m.Event)
		}
	}
	for _, e := range p.Events {
		line("event %s: %s", e.At, e.Text)
	}
	for _, i := range p.Impact {
		line("impact %s", i.What)
	}
	var whys func(whys []model.Why, deep string)
	whys = func(all []model.Why, deep string) {
		for _, w := range all {
			root := ""
			if w.Root {
				root = " (root)"
			}
			line("%s%s%s %s", deep, w.Question, root, w.Answer)
			whys(w.Whys, deep+"  ")
		}
	}
	for _, c := range p.Causes {
		line("cause %s", strings.TrimSpace(c.Role+": "+c.Text))
		whys(c.Whys, "  ")
	}
	for _, a := range p.Actions {
		line("action %s; %s", a.Title, strings.Join(slices.DeleteFunc([]string{
			a.Owner, string(a.Due), a.Status, a.Kind, a.Area, a.Priority, a.Ticket,
		}, func(s string) bool { return s == "" }), ", "))
	}
	for _, l := range p.Lessons {
		line("%s: %s", l.Kind, l.Text)
	}
	for _, n := range p.Participants {
		line("person %s", n.Name+n.Handle)
	}
	return b.String()
}

func TestADocumentBecomesAPostmortem(t *testing.T) {
	r := wholeDocument(t, "reports/pool.md", `---
title: Checkout ran out of connections
date: 2026-03-02
tags: [database, pool]
---

<!-- Keep it short. -->

# Checkout ran out of connections

**Severity:** SEV2
**Services:** checkout, payments
**Detected:** 10:09
**Authors:** Priya Nair

## Summary

Checkout was slow for [half an hour][shot].

![Latency](img/latency.png)

## Detection

The alert fired late.

## Impact

- 400 orders waited
  - and 12 were lost

## Timeline

- 10:02 The new release is out
- 10:09 - An alert fires
- **10:31** The pool is made larger (resolved)
- a line that has no time

## Contributing factors

- The pool had not been changed for a year.

## Root cause

The release doubled the connections of a request.

## Lessons

### What went well

- The alert had a runbook.

### Where we got lucky

- It was a quiet morning.

## Action items

| Action | Owner | Due | Priority | Ticket |
|---|---|---|---|---|
| Size the pool by the traffic | Priya Nair | 2026-04-01 | P1 | SHOP-7 |

### Detection

- [x] Alert when the pool is 80 % used (@sam)
  - the number is from the load test
- Review the dashboards by next sprint

## References

- [The dashboard](https://example.com/d)

[shot]: https://example.com/shot
`)
	want := `detected 2026-03-02T10:09:00Z E2
resolved 2026-03-02T10:31:00Z E3
event 2026-03-02T10:02:00Z: The new release is out
event 2026-03-02T10:09:00Z: An alert fires
event 2026-03-02T10:31:00Z: The pool is made larger (resolved)
impact 400 orders waited; and 12 were lost
cause contributing: The pool had not been changed for a year.
cause : The release doubled the connections of a request.
action Size the pool by the traffic; Priya Nair, 2026-04-01, open, P1, SHOP-7
action Alert when the pool is 80 % used; the number is from the load test; sam, done, detection
action Review the dashboards by next sprint; open, detection
went well: The alert had a runbook.
lucky: It was a quiet morning.
person Priya Nair
`
	p := r.Incidents[0].Post
	if got := inShort(p); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	summary := `Checkout was slow for half an hour (https://example.com/shot).

Latency (img/latency.png)

Detection:

The alert fired late.

References:

- The dashboard (https://example.com/d)`
	if p.Summary != summary {
		t.Errorf("the summary is\n%s", p.Summary)
	}
	if p.Status != "published" || p.CreatedAt.String() != "2026-03-02T00:00:00Z" {
		t.Errorf("%s since %s", p.Status, p.CreatedAt)
	}
	if p.Severity != "SEV2" || !slices.Equal(p.Services, []string{"checkout", "payments"}) || !slices.Equal(p.Tags, []string{"database", "pool"}) || p.Zone != "UTC" {
		t.Errorf("%s, %v, %v, %s", p.Severity, p.Services, p.Tags, p.Zone)
	}
	if assumed := []string{"day 2026-03-02 from the front matter", "zone UTC"}; !sameSet(r.Incidents[0].Assumed, assumed) {
		t.Errorf("assumed %q, want %q", r.Incidents[0].Assumed, assumed)
	}
	var dropped []string
	for _, d := range r.Dropped {
		dropped = append(dropped, fmt.Sprintf("%d %s", d.Line, d.Why))
	}
	if want := []string{"7 a comment", "36 no time at its start", "72 a link's address"}; !slices.Equal(dropped, want) {
		t.Errorf("dropped %q, want %q", dropped, want)
	}
}

func sameSet(x, y []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y)))
}

func TestATimelineWithoutTimesIsEventsInItsOrder(t *testing.T) {
	r := wholeDocument(t, "x.md", "# Doc\n\n## Timeline\n\nThis is from memory.\n\n- A team reports errors\n  - in one region\n- The node is replaced\n")
	p := r.Incidents[0].Post
	want := "event : A team reports errors; in one region\nevent : The node is replaced\n"
	if got := inShort(p); got != want || p.Summary != "Timeline:\n\nThis is from memory." || len(r.Dropped) > 0 {
		t.Errorf("got\n%swant\n%s, %q, %v", got, want, p.Summary, r.Dropped)
	}
}

func TestADayWithoutATimeIsThatDayWhereItWas(t *testing.T) {
	r := wholeDocument(t, "a.md", "# The queue stood still\n\nDate: 2025-02-08\n\n## Timeline (America/Los_Angeles)\n\n- 13:20 the queue stood still\n")
	if p := r.Incidents[0].Post; p.CreatedAt.Time().In(p.Location()).Format("2006-01-02 15:04") != "2025-02-08 00:00" {
		t.Errorf("written %s in %s", p.CreatedAt, p.Zone)
	}
}

func TestTheSameDocumentHasTheSameID(t *testing.T) {
	const text = "# Search was down\n\n## Timeline\n\n- 2026-03-02 10:02 UTC It fails\n- 2026-03-02 10:40 UTC It works\n"
	id := func(text string) string { return wholeDocument(t, "x.md", text).Incidents[0].Post.ID }
	if id(text) != id(text+"\n## Root cause\n\nA full disk.\n") {
		t.Error("a copy to which somebody has added a cause has another ID")
	}
	if id(text) == id(strings.ReplaceAll(text, "03-02", "05-17")) {
		t.Error("two incidents of one name have the same ID")
	}
}

func TestWhysAreReadInEveryForm(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nested items with the questions between them": {`
- Links led nowhere.

  **Why did links lead nowhere?**

  - A slash was missing.

    **Why was it missing?**

    - No test had a prefix.

    - Nobody read the change.

      **Why did nobody read it?**

      - There is no rule for that.

    **Why did it reach production?**

    - Downloads are not tried in staging.
`, `cause : Links led nowhere.
  Why did links lead nowhere? A slash was missing.
    Why was it missing? No test had a prefix.
    Why was it missing? Nobody read the change.
      Why did nobody read it? There is no rule for that.
    Why did it reach production? Downloads are not tried in staging.
`},
		"a flat list in which each item answers the one above it, in two chains": {`
* Thirty samples were marked as good
* ...because there were no rules for them
* ...because we forgot to write some

###

* A run was lost
* ... because the disk was full
`, `cause : Thirty samples were marked as good
   there were no rules for them
     we forgot to write some
cause : A run was lost
   the disk was full
`},
		"numbered questions with their answers below": {`
1. **Why did customers see an error?**
   No backend was healthy.
2. Why was no backend healthy?
   - The probe was blocked.
   - The pods were restarting.
3. Why was the probe blocked?
   - A rule was added by hand.
4. Root cause: Rules by hand are not reviewed.
`, `cause : Doc
  Why did customers see an error? No backend was healthy.
    Why was no backend healthy? The probe was blocked.
      Why was the probe blocked? A rule was added by hand.
         (root) Rules by hand are not reviewed.
    Why was no backend healthy? The pods were restarting.
`},
		"questions and answers on one line, below a problem": {`
**Problem:** The build is slow

1. Why is it slow? → It compiles everything.
2. Why does it? → The cache is cold.
`, `cause : The build is slow
  Why is it slow? It compiles everything.
    Why does it? The cache is cold.
`},
		"a chain below a heading of its own, one heading to a question": {`
### The disk was full

#### Why 1: Why was the disk full?

**Answer:** Logs were kept for ever.

#### Why 2: Why were they kept?

Nobody had set a limit.
`, `cause : The disk was full
  Why was the disk full? Logs were kept for ever.
    Why were they kept? Nobody had set a limit.
`},
		"a list with its answers nested, and a second question beside the first": {`
- **Why did the deploy fail?** The disk was full.
  - **Why was it full?** Logs were not rotated.
- **Why was it not noticed?** The alert was off.
`, `cause : Doc
  Why did the deploy fail? The disk was full.
    Why was it full? Logs were not rotated.
  Why was it not noticed? The alert was off.
`},
		"lines of one paragraph, and numbered letters": {`
Why is it slow? → It has no index
Why has it none? → Nobody looked
→ **Root cause: nothing measures it**

### The page was blank

**Q1**: Why was the page blank?
**A1**: A script was missing

**Q2**: Why was it missing?
**A2**: The build left it out
`, `cause : Doc
  Why is it slow? It has no index
    Why has it none? Nobody looked
       (root) nothing measures it
cause : The page was blank
  Why was the page blank? A script was missing
    Why was it missing? The build left it out
`},
		"a table": {`
| # | Why | Answer |
|---|---|---|
| 1 | Why was it slow? | The index was missing |
| 2 | Why was it missing? | The migration was skipped |
`, `cause : Doc
  Why was it slow? The index was missing
    Why was it missing? The migration was skipped
`},
	} {
		t.Run(name, func(t *testing.T) {
			r := wholeDocument(t, "x.md", "# Doc\n\n## Root cause identification: The Five Whys\n"+c.text)
			if got := inShort(r.Incidents[0].Post); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			for _, d := range r.Dropped {
				t.Errorf("dropped %d %s", d.Line, d.Why)
			}
		})
	}
}

func TestWhysBelowAHeadingForCausesAreReadAsWhys(t *testing.T) {
	r := wholeDocument(t, "x.md", "# Doc\n\n## Root cause\n\nThe disk was full.\n\n- Why was it full?\n  - Logs were kept.\n    - Why were they kept?\n      - No limit was set.\n")
	want := "cause : The disk was full.\n  Why was it full? Logs were kept.\n    Why were they kept? No limit was set.\n"
	if got := inShort(r.Incidents[0].Post); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestARootCauseThatRepeatsAnAnswerMarksIt(t *testing.T) {
	r := wholeDocument(t, "x.md", "# Doc\n\n## Whys\n\n- It was slow\n- because the index was gone\n\n## Root cause\n\n- The index was gone.\n")
	if got, want := inShort(r.Incidents[0].Post), "cause : It was slow\n   (root) because the index was gone\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

const incidentLog = `# Incident log

All times are in Europe/London.

## This quarter

### Incident on 2026-07-02 - Payments slow

- **Key events**
  - First detected: 2026-07-02 10:02
  - Repaired: 2026-07-02 10:40
- **Impact**: 40 orders failed

### Incident on 2026-07-05 - Search down

- **Key events**
  - First detected: 2026-07-05 11:02
  - Resolved 2026-07-05 12:40
- **Impact**: see [the ticket][t]

### Incident on YYYY-MM-DD - [Brief description]

- **Key events**
  - First detected: YYYY-MM-DD HH:MM
- **Impact**:

[t]: https://example.com/1
`

func TestALogOfIncidentsIsSeveralPostmortems(t *testing.T) {
	r := wholeDocument(t, "log.md", incidentLog)
	var got strings.Builder
	for _, i := range r.Incidents {
		got.WriteString(i.Post.Title + ", " + i.Post.Events[0].Origin + "\n" + inShort(i.Post))
	}
	want := `Incident on 2026-07-02 - Payments slow, log.md:10
detected 2026-07-02T09:02:00Z E1
mitigated 2026-07-02T09:40:00Z E2
event 2026-07-02T09:02:00Z: First detected
event 2026-07-02T09:40:00Z: Repaired
impact 40 orders failed
Incident on 2026-07-05 - Search down, log.md:17
detected 2026-07-05T10:02:00Z E1
resolved 2026-07-05T11:40:00Z E2
event 2026-07-05T10:02:00Z: First detected
event 2026-07-05T11:40:00Z: Resolved
impact see the ticket (https://example.com/1)
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
	var lines []int
	for _, d := range r.Dropped {
		lines = append(lines, d.Line)
	}
	if want := []int{1, 5, 21, 23, 24, 25, 27}; !slices.Equal(lines, want) {
		t.Errorf("dropped the lines %v, want %v", lines, want)
	}
}

func TestATemplateIsNoPostmortem(t *testing.T) {
	for _, text := range []string{
		"# [Date]: [Title]\n\n## Summary\n\nSummary of event.\n\n## Timeline\n\n### [Date and time]\n\nWhat happened.\n\n### [Date and time]\n\nWhat happened.\n",
		"# Incident Title\n\n## Timeline\n\n| Time | Event |\n|---|---|\n| 20xx-MM-DD HH:mm | Short event description |\n\n## Stats\n\n- Category: XXX\n",
		"# Postmortem template\n\nPlease copy this.\n\n| **Detected** | `YYYY-MM-DD HH:MM` |\n|---|---|\n| **Resolved** | `YYYY-MM-DD HH:MM` |\n\n## Timeline\n\n" +
			"* `HH:MM` - it begins\n",
		"> Template from a book.\n\n# Title (incident #)\n\n### Date\n\n### Summary\n\n| Start |  | End |  |\n|---|---|---|---|\n| Lead |  | Scribe |  |\n\n" +
			"### Impact\n\n## Action items\n",
	} {
		if r := wholeDocument(t, "x.md", text); !r.Template || len(r.Incidents) > 0 {
			t.Errorf("%q is not told apart", text)
		}
	}
}

func TestBadInputIsOneClearError(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"binary":   {"# Doc\x00\x01", `"x.md": it is not text: give a log, a chat, a table or Markdown`},
		"nothing":  {" \n", `"x.md": there is nothing in it`},
		"too long": {strings.Repeat("a", model.MaxDocument+1), `"x.md" has more than 20 MB, which is the most a postmortem has`},
	} {
		if _, err := Whole(intake.Input{Name: "x.md", Data: []byte(c.data)}, intake.Options{}); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestWhatIsTooLongOrTooDeepIsSaid(t *testing.T) {
	long := wholeDocument(t, "x.md", "# Doc\n\n## Root cause\n\n"+strings.Repeat("word ", 20_000)+"\n\n## Background\n\n"+strings.Repeat("word\n\n", 20_000))
	if n := len(long.Incidents[0].Post.Causes[0].Text); n > model.MaxField {
		t.Errorf("a cause has %d bytes", n)
	}
	if len(long.Dropped) < 2 || long.Dropped[0].Line != 5 || !strings.HasPrefix(long.Dropped[1].Why, "the summary is full") {
		t.Errorf("%d dropped, the first is %d: %s", len(long.Dropped), long.Dropped[0].Line, long.Dropped[0].Why)
	}
	var deep strings.Builder
	for i := range 400 {
		fmt.Fprintf(&deep, "%s- answer %d\n", strings.Repeat(" ", 2*i), i)
	}
	p := wholeDocument(t, "x.md", "# Doc\n\n## Whys\n\n"+deep.String()).Incidents[0].Post
	if _, err := model.Decode(strings.NewReader(string(model.Encode(p, false))), time.Now()); err != nil {
		t.Error(err)
	}
	evil := wholeDocument(t, "x.md", "# Doc\x1b[31m red\x1b]0;title\x07\n\n## Impact\n\n- \u202eorders\x1b[2J\n\n## Action items\n\n- Fix\x9b31m it\n").Incidents[0].Post
	if said := evil.Title + inShort(evil); strings.ContainsAny(said, "\x1b\x07\u009b\u202e") {
		t.Errorf("%q", said)
	}
}
