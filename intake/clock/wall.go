package clock

import (
	"fmt"
	"slices"
	"time"

	"debrief/model"
)

// Instants are when the stamp's clock stands on the day of t in loc, in their order: one as a rule, none where the clocks are
// set forward over it, two where they are set back.
func (s Stamp) Instants(t time.Time, loc *time.Location) []time.Time {
	wall := time.Date(t.Year(), t.Month(), t.Day(), s.Hour, s.Min, s.sec, s.nsec, time.UTC)
	var all []time.Time
	for _, near := range []time.Duration{-24 * time.Hour, 0, 24 * time.Hour} {
		_, offset := wall.Add(near).In(loc).Zone()
		at := wall.Add(time.Duration(-offset) * time.Second).In(loc)
		if _, there := at.Zone(); there == offset && !slices.ContainsFunc(all, at.Equal) {
			all = append(all, at)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// Jumped is the reason why a clock has no instant on a day.
func (s Stamp) Jumped(t time.Time, loc *time.Location) error {
	return fmt.Errorf("%02d:%02d does not exist on %s in %s: the clocks change", s.Hour, s.Min, t.Format(time.DateOnly), loc)
}

// Twice says which of two instants of one clock was taken, and how the other is written.
func Twice(taken, other time.Time) string {
	clock := taken.Format("15:04")
	return fmt.Sprintf("%s comes twice that night: %s is taken, %s %s is the other", clock, taken.Format("MST"), clock, other.Format("MST"))
}

// TwiceAt says it of an instant whose clock stands twice that night in its zone; "" for others.
func TwiceAt(at time.Time) string {
	st := clockOnly(at.Hour(), at.Minute(), at.Second(), "")
	st.nsec = at.Nanosecond()
	all := st.Instants(at, at.Location())
	if len(all) < 2 {
		return ""
	}
	if all[0].Equal(at) {
		return Twice(all[0], all[1])
	}
	return Twice(all[1], all[0])
}

// Holds reports whether an instant can be kept: of the years 1 to 9999, and not the very first, which means that none is known.
func Holds(at model.Instant) bool {
	y := at.Time().Year()
	return !at.IsZero() && y >= 1 && y <= 9999
}
