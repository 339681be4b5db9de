package export

import (
	"strings"
	"time"

	"debrief/model"
)

// clock shows instants in the postmortem's zone, which is named once, in a heading. Where everything happened on one day,
// the day is left to the top of the page.
type clock struct {
	loc  *time.Location
	zone string
	days bool // more than one day: every time needs its date
}

func clockOf(p *model.Postmortem) clock {
	c := clock{loc: p.Location(), zone: p.Location().String()}
	first := ""
	see := func(at model.Instant) {
		if at.IsZero() {
			return
		}
		day := c.day(at)
		c.days = c.days || first != "" && day != first
		first = day
	}
	for i := range p.Events {
		see(p.Events[i].At)
		see(p.Events[i].Until)
	}
	for _, m := range p.Moments.List() {
		if m.Moment != nil {
			see(m.At)
		}
	}
	return c
}

func (c clock) day(at model.Instant) string { return at.Time().In(c.loc).Format(time.DateOnly) }

// full is a date and a time.
func (c clock) full(at model.Instant) string { return at.Time().In(c.loc).Format("2006-01-02 15:04") }

// short is a time, with its date where the page has several. Seconds are shown where they were given.
func (c clock) short(at model.Instant, precision string) string {
	if at.IsZero() {
		return "not known"
	}
	layout := "15:04"
	if precision == "second" || at.Time().Second() != 0 {
		layout = "15:04:05"
	}
	_, fraction, _ := strings.Cut(strings.TrimSuffix(at.String(), "Z"), ".")
	if fraction != "" {
		layout = "15:04:05." + strings.Repeat("0", len(fraction))
	}
	if c.days {
		layout = "2006-01-02 " + layout
	}
	t := at.Time().In(c.loc)
	switch precision {
	case "day":
		return t.Format(time.DateOnly)
	case "hour", "about":
		return "about " + t.Format(layout)
	}
	return t.Format(layout)
}

// joined puts what is there behind one another.
func joined(sep string, words ...string) string {
	there := words[:0:0]
	for _, w := range words {
		if w != "" {
			there = append(there, w)
		}
	}
	return strings.Join(there, sep)
}
