package page

import (
	"time"

	"debrief/model"
)

// clock shows instants in the postmortem's zone, which the page names.
type clock struct {
	loc  *time.Location
	zone string
}

func (c clock) day(at model.Instant) string { return at.Time().In(c.loc).Format(time.DateOnly) }

// full is a day and a time, "" for no instant.
func (c clock) full(at model.Instant) string {
	if at.IsZero() {
		return ""
	}
	return c.day(at) + " " + c.time(at, "minute")
}

// time is the time of day as well as it is known: with seconds where the source had them, with its offset where the clock says that hour
// twice.
func (c clock) time(at model.Instant, precision string) string {
	t := at.Time().In(c.loc)
	switch {
	case at.IsZero(), precision == "unknown":
		return "?"
	case precision == "day":
		return "all day"
	}
	layout := map[string]string{"second": "15:04:05", "hour": "15 h", "about": "about 15:04"}[precision]
	if layout == "" {
		layout = "15:04"
	}
	if twice(t) {
		layout += " -07:00"
	}
	return t.Format(layout)
}

// twice reports a time that the clock of its zone says a second time that day.
func twice(t time.Time) bool {
	for _, other := range []time.Time{t.Add(-time.Hour), t.Add(time.Hour)} {
		if other.Format(time.DateTime) == t.Format(time.DateTime) {
			return true
		}
	}
	return false
}

// later is an instant seen from another: its day is said where that is not the same.
func (c clock) later(at, from model.Instant, precision string) string {
	if at.IsZero() || c.day(at) == c.day(from) {
		return c.time(at, precision)
	}
	return c.day(at) + " " + c.time(at, precision)
}
