package capture_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"debrief/intake/capture"
	"debrief/model"
)

// hostile are pieces of text that the grammar would like to understand.
var hostile = []string{
	"02:45", "0245", "2300", "~23:25", "about 23:25", "+5", "now", "25:61", "2026-11-18", "2026-02-30 02:14", "Feb 2 08:58", "Thu Jul 13 08:58:40 2017 +0100", `\Feb 2 08:58`, "-", "–", "- 03:00", "to 03:00", "or 23:45",
	"UTC", "CET", "IST", "pm", "ish", "(approx)", ":", "*", "!", "=", "?", ">", "^", "?+", "?-", "@mei", "@Mei Tanaka", `@"the team"`, "@", "@nobody",
	"#s", "#mitigated", "#log", "#later", "#12", "#", `\`, `\\`, `\#s`, `\\#m`, `\@mei`, `\02:45`, `\!`, `\\nas\logs`, "https://x.example/a", `\https://x.example`,
	"Thu Jul 13 08:58:40 2017 +0100", "Nov 18 2026 02:14", "Fri", "May", "unknown", "X",
	`"quoted"`, "'", "orders failed", "restarted", "the pool", "…", "é", "日本", "a  b", "a\tb", "C:\\temp", "x#s", "mei@x.example", "\u00a0", "~", "≈", "ca. 5",
}

func hostileText(r *rand.Rand) string {
	words := make([]string, 1+r.IntN(5))
	for i := range words {
		words[i] = hostile[r.IntN(len(hostile))]
	}
	return strings.Join(words, " ")
}

// anyEvent makes an event of a postmortem, as typing, a form, a log or another program may have left it.
func anyEvent(r *rand.Rand, near time.Time) model.Event {
	e := model.NewEvent()
	e.Text = hostileText(r)
	e.Kind = model.Words["kind"][r.IntN(len(model.Words["kind"]))]
	if r.IntN(5) > 0 {
		at := near.Add(time.Duration(r.IntN(4*24*3600)-2*24*3600) * time.Second)
		e.At, e.Precision = model.At(at.Truncate(time.Minute)), []string{"minute", "second", "about", "hour", "day"}[r.IntN(5)]
		if r.IntN(4) == 0 {
			e.At = model.AtFraction(at.Add(123456789), r.IntN(10))
		}
		if r.IntN(4) == 0 {
			e.Until = e.At.Add(time.Duration(r.IntN(40*3600)) * time.Second)
		}
	}
	if r.IntN(3) == 0 {
		e.By = []string{"Mei Tanaka", "Joe Smith", "pagerduty", "the night shift", `a "b" c`, "@x", "joe", " x"}[r.IntN(8)]
	}
	if r.IntN(4) == 0 {
		e.Link = []string{"https://x.example/a", "http://y.example", "ftp://z", "see above"}[r.IntN(4)]
	}
	if r.IntN(4) == 0 {
		e.Source = model.Words["source"][r.IntN(len(model.Words["source"]))]
	}
	if r.IntN(5) == 0 && !e.At.IsZero() && e.Until.IsZero() {
		e.Also = append(e.Also, model.Also{At: e.At.Add(time.Duration(r.IntN(3600)) * time.Second), Original: "23:30"})
	}
	e.KnownThen = r.IntN(4) > 0
	return e
}

// anyTimeline is a postmortem of a few such events, in a zone and around a day on which the clocks may change.
func anyTimeline(t *testing.T, r *rand.Rand) *model.Postmortem {
	t.Helper()
	nights := []string{
		"2026-11-18T02:14:00Z", "2026-03-29T01:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-11-01T09:00:00Z", "0001-01-04T00:00:00Z",
		"9999-12-28T00:00:00Z", "2011-12-30T10:00:00Z", "2026-04-04T15:30:00Z",
	}
	near, err := time.Parse(time.RFC3339, nights[r.IntN(len(nights))])
	if err != nil {
		t.Fatal(err)
	}
	p := model.New("Any", captureNow)
	p.Zone = []string{
		"UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin",
	}[r.IntN(8)]
	p.Participants = []model.Participant{{Name: "Mei Tanaka", Handle: "mei"}, {Name: "Joe Smith"}, {Name: "Joe Miller", Handle: "joem"}}
	for range 1 + r.IntN(6) {
		p.AddEvent(anyEvent(r, near), "")
	}
	p.Settle()
	for i, name := range model.MomentNames {
		if e := p.Events[r.IntN(len(p.Events))]; r.IntN(3) == 0 && !e.At.IsZero() {
			*p.Moments.Place(name) = &model.Moment{At: e.At, Event: e.Ref}
		} else if r.IntN(3) == 0 {
			*p.Moments.Place(name) = &model.Moment{At: model.At(near.Add(time.Duration(i) * time.Hour))}
		}
	}
	if thought, by := &p.Events[0], p.Events[len(p.Events)-1].Ref; thought.Kind == "hypothesis" && thought.Ref != by {
		thought.Outcome, thought.SettledBy = "ruled out", by
	}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAnEventBroughtIntoTheLineAndEnteredUnchangedIsTheSame(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 12))
		p := anyTimeline(t, r)
		for _, e := range p.Events {
			ctx := capture.Context{Post: p, Now: captureNow, Event: e.Ref, Selected: p.Events[r.IntN(len(p.Events))].Ref}
			line := capture.Line(p, e.Ref)
			c, err := capture.ReadEvent(line, ctx)
			if err != nil {
				t.Fatalf("seed %d: %s of %q is not read: %v", seed, e.Ref, line, err)
			}
			if got, want := told(c.Event, c.Moments), told(e, momentsOf(p, e.Ref)); got != want {
				t.Errorf("seed %d, %s: %q\n got %s\nwant %s", seed, p.Zone, line, got, want)
			}
			after := p.Clone()
			if err := c.Change().Do(after); err != nil {
				t.Fatalf("seed %d: %q: %v", seed, line, err)
			}
			after.Settle()
			if changes := model.Diff(p, after); len(changes) > 0 {
				t.Errorf("seed %d: %q entered unchanged makes %+v", seed, line, changes)
			}
			if t.Failed() {
				return
			}
		}
	}
}

// told is what a line tells of an event. A link that is no address of a page, a person with a quotation mark, and blanks at the
// ends of a text cannot be typed; they are kept all the same.
func told(e model.Event, moments []string) string {
	link, by := e.Link, e.By
	if !strings.HasPrefix(link, "http") {
		link = ""
	}
	if link == "" || strings.Contains(e.Text, "://") {
		link = "" // the first address in the text is the link, unless another is told
	}
	if strings.Contains(by, `"`) {
		by = ""
	}
	var also []string
	for _, a := range e.Also {
		also = append(also, a.At.String())
	}
	return fmt.Sprintf("%s %s %s about %t, %s, %q, %q, %s, %s, %v, %v", e.At, e.Until, also, e.Precision == "about" && !e.At.IsZero(), e.Kind,
		strings.Trim(e.Text, " \t"), by, e.Source, link, e.KnownThen, moments)
}

func momentsOf(p *model.Postmortem, ref string) (names []string) {
	for _, m := range p.Moments.List() {
		if m.Moment != nil && m.Event == ref {
			names = append(names, m.Name)
		}
	}
	return names
}
