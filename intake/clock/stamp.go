// Package clock reads times and days as people and programs write them: one grammar of stamps, one of due days, and what the
// names of zones mean. What a text leaves open (a day, a zone, a year) is left to whoever knows the lines around it.
package clock

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/model"
)

// Stamp is a time as it was written: the parts that were written, and no others. The zero stamp is "no time". What is
// missing (a day, a zone, the moment a table was copied) comes from the lines around it.
type Stamp struct {
	Text string // as written, without the zone
	Zone string // the zone as written, "" when none was

	Form             Form
	Year, Month, Day int // 0 where not written
	Hour, Min, sec   int
	nsec, Digits     int
	Loc              *time.Location // what zone means; nil when it is not written or has two meanings

	At    time.Time     // absolute: the instant
	Ago   time.Duration // relative: how long before the copy was made
	After time.Duration // later: how long after the time before it

	Seconds bool   // seconds were written
	NoClock bool   // hours were not written: a day
	hourly  bool   // minutes were not written: "4pm"
	Half    string // "am" or "pm" where the clock is of twelve hours
	Weekday string // a weekday that stands in for the day
	About   bool
	Swap    bool   // day and month may be the other way round: 03/04/2026
	Turns   bool   // the year may as well stand in front: 26-11-18
	Order   string // "dmy" or "mdy" where the numbers of a date tell it: 24/10/2026
	Weak    bool   // a number could look the same: 1625, 15.26
	Led     bool   // a word led to it: "at 14:05"
	Apart   bool   // a separator stands between it and its text
	Until   *Stamp // the end of a range
}

// Form says how much of an instant a stamp holds.
type Form int

// The forms.
const (
	None     Form = iota // no time
	Unknown              // a mark for a time nobody knows: ??:??
	Exact                // an instant
	Local                // a day, with or without a clock, in a zone that may be written
	OfDay                // a clock without a day
	Relative             // so long before the copy: 3m20s ago
	Later                // so long after the line above: +5m
)

// absolute is an instant that the text alone determines; zone is as written ("Z", "+02:00", ""), digits those of a second.
func absolute(t time.Time, text, zone string, digits int) Stamp {
	return Stamp{Form: Exact, At: t.UTC(), Text: text, Zone: zone, Loc: t.Location(), Digits: digits, Seconds: true}
}

// clockOnly is a time of day. sec is -1 when it is not written.
func clockOnly(hour, minute, sec int, text string) Stamp {
	return Stamp{Form: OfDay, Hour: hour, Min: minute, sec: max(sec, 0), Seconds: sec >= 0, Text: text}
}

// DateOnly is a day; year 0 means not written.
func DateOnly(year, month, day int, text string) Stamp {
	return Stamp{Form: Local, Year: year, Month: month, Day: day, NoClock: true, Text: text}
}

// Before is so long before the moment the input was copied, precise to the last unit of text ("3m20s ago" to the second).
func Before(d time.Duration, text string) Stamp {
	return Stamp{Form: Relative, Ago: d, Text: text, Seconds: strings.Contains(text, "s"), hourly: d >= time.Hour && !strings.Contains(text, "m")}
}

// Following is so long after the event above.
func Following(d time.Duration, text string) Stamp {
	return Stamp{Form: Later, After: d, Text: text}
}

// HasClock reports a time of day, with a day or without.
func (s Stamp) HasClock() bool { return s.Form == OfDay || s.Form == Local && !s.NoClock }

// HasDate reports a day, with a time of day or without.
func (s Stamp) HasDate() bool { return s.Form == Local }

// Precision is the word of the model for how closely the time was told.
func (s Stamp) Precision() string {
	switch {
	case s.Form == None || s.Form == Unknown:
		return "unknown"
	case s.NoClock:
		return "day"
	case s.About:
		return "about"
	case s.hourly:
		return "hour"
	case s.Seconds:
		return "second"
	}
	return "minute"
}

// Instant is the stamp's instant when day stands for a date that is not written and loc for a zone that is not. ok is
// false when neither says enough.
func (s Stamp) Instant(day time.Time, loc *time.Location) (at model.Instant, ok bool) {
	if s.Loc != nil {
		loc = s.Loc
	}
	switch s.Form {
	case Exact:
		return model.AtFraction(s.At, s.Digits), true
	case Local:
		if s.Year == 0 || s.Month == 0 || loc == nil {
			return model.Instant{}, false
		}
		day = time.Date(s.Year, time.Month(s.Month), s.Day, 0, 0, 0, 0, time.UTC)
	case OfDay:
		if day.IsZero() || loc == nil {
			return model.Instant{}, false
		}
	default:
		return model.Instant{}, false
	}
	y, m, d := day.Date()
	t := time.Date(y, m, d, s.Hour, s.Min, s.sec, s.nsec, loc)
	if there := InSeason(t, loc); there != loc {
		t = time.Date(y, m, d, s.Hour, s.Min, s.sec, s.nsec, there)
	}
	return model.AtFraction(t, s.Digits), true
}

// Clock is the time of day as 24 hours and minutes, and seconds where they were written.
func (s Stamp) Clock() string {
	if s.Seconds {
		return fmt.Sprintf("%02d:%02d:%02d", s.Hour, s.Min, s.sec)
	}
	return fmt.Sprintf("%02d:%02d", s.Hour, s.Min)
}

// Wall puts stamps of one page into an order: by day, where one is written, then by clock.
func (s Stamp) Wall() int {
	if s.Form == Exact {
		return int(s.At.Unix())
	}
	return ((s.Year*400+s.Month*32+s.Day)*24+s.Hour)*3600 + s.Min*60 + s.sec
}

// LikeYear says whether four digits in front of words are rather a year than a clock: 2016 was good.
func (s Stamp) LikeYear() bool {
	return s.Form == OfDay && (s.Hour == 19 || s.Hour == 20) && !s.Apart
}

// Date is the day of a stamp that names one, as midnight UTC.
func (s Stamp) Date() time.Time {
	return time.Date(s.Year, time.Month(s.Month), s.Day, 0, 0, 0, 0, time.UTC)
}

// Turned is a date of two-digit numbers with the year in front, where it may stand there: 26-11-18 is 2018-11-26 as it was read, and
// may be 2026-11-18.
func (s Stamp) Turned() (other Stamp, ok bool) {
	other = s
	other.Year, other.Day, other.Order = 2000+s.Day, s.Year%100, ""
	return other, s.Turns
}

// DayIn is the day of an instant in loc, or as t holds it where loc is nil; as midnight UTC.
func DayIn(t time.Time, loc *time.Location) time.Time {
	if loc != nil {
		t = t.In(loc)
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// ClockSeconds is the time of day in seconds.
func (s Stamp) ClockSeconds() int { return s.Hour*3600 + s.Min*60 + s.sec }

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
