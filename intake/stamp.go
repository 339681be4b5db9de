package intake

import (
	"strings"
	"time"

	"debrief/model"
)

// stamp is a time as it was written: the parts that were written, and no others. The zero stamp is "no time". What is
// missing (a day, a zone, the moment a table was copied) comes from the lines around it, see resolve.
type stamp struct {
	text string // as written, without the zone
	zone string // the zone as written, "" when none was

	form             form
	year, month, day int // 0 where not written
	hour, min, sec   int
	nsec, digits     int
	loc              *time.Location // what zone means; nil when it is not written or has two meanings

	at    time.Time     // absolute: the instant
	ago   time.Duration // relative: how long before the copy was made
	after time.Duration // later: how long after the time before it

	seconds bool   // seconds were written
	noClock bool   // hours were not written: a day
	hourly  bool   // minutes were not written: "4pm"
	half    string // "am" or "pm" where the clock is of twelve hours
	weekday string // a weekday that stands in for the day
	about   bool
	swap    bool   // day and month may be the other way round: 03/04/2026
	order   string // "dmy" or "mdy" where the numbers of a date tell it: 24/10/2026
	weak    bool   // a number could look the same: 1625, 15.26
	led     bool   // a word led to it: "at 14:05"
	apart   bool   // a separator stands between it and its text
	until   *stamp // the end of a range
}

// form says how much of an instant a stamp holds.
type form int

const (
	none     form = iota
	unknown       // a mark for a time nobody knows: ??:??
	exact         // an instant
	local         // a day, with or without a clock, in a zone that may be written
	clock         // a clock without a day
	relative      // so long before the copy: 3m20s ago
	later         // so long after the line above: +5m
)

// absolute is an instant that the text alone determines; zone is as written ("Z", "+02:00", ""), digits those of a second.
func absolute(t time.Time, text, zone string, digits int) stamp {
	return stamp{form: exact, at: t.UTC(), text: text, zone: zone, loc: t.Location(), digits: digits, seconds: true}
}

// naive is a date and a clock to the second whose zone is not written: t holds them as if they were UTC.
func naive(t time.Time, text string, digits int) stamp {
	s := clockOnly(t.Hour(), t.Minute(), t.Second(), text)
	s.form, s.digits, s.nsec = local, digits, t.Nanosecond()
	s.year, s.month, s.day = t.Year(), int(t.Month()), t.Day()
	return s
}

// yearless is naive where the year is not written either, as in syslog.
func yearless(t time.Time, text string, digits int) stamp {
	s := naive(t, text, digits)
	s.year = 0
	return s
}

// clockOnly is a time of day. sec is -1 when it is not written.
func clockOnly(hour, minute, sec int, text string) stamp {
	return stamp{form: clock, hour: hour, min: minute, sec: max(sec, 0), seconds: sec >= 0, text: text}
}

// dateOnly is a day; year 0 means not written.
func dateOnly(year, month, day int, text string) stamp {
	return stamp{form: local, year: year, month: month, day: day, noClock: true, text: text}
}

// before is so long before the moment the input was copied, precise to the last unit of text ("3m20s ago" to the second).
func before(d time.Duration, text string) stamp {
	return stamp{form: relative, ago: d, text: text, seconds: strings.Contains(text, "s"), hourly: d >= time.Hour && !strings.Contains(text, "m")}
}

// following is so long after the event above.
func following(d time.Duration, text string) stamp {
	return stamp{form: later, after: d, text: text}
}

func (s stamp) hasClock() bool { return s.form == clock || s.form == local && !s.noClock }
func (s stamp) hasDate() bool  { return s.form == local }

// precision is the word of the model for how closely the time was told.
func (s stamp) precision() string {
	switch {
	case s.form == none || s.form == unknown:
		return "unknown"
	case s.noClock:
		return "day"
	case s.about:
		return "about"
	case s.hourly:
		return "hour"
	case s.seconds:
		return "second"
	}
	return "minute"
}

// instant is the stamp's instant when day stands for a date that is not written and loc for a zone that is not. ok is
// false when neither says enough.
func (s stamp) instant(day time.Time, loc *time.Location) (at model.Instant, ok bool) {
	if s.loc != nil {
		loc = s.loc
	}
	switch s.form {
	case exact:
		return model.AtFraction(s.at, s.digits), true
	case local:
		if s.year == 0 || s.month == 0 || loc == nil {
			return model.Instant{}, false
		}
		day = time.Date(s.year, time.Month(s.month), s.day, 0, 0, 0, 0, time.UTC)
	case clock:
		if day.IsZero() || loc == nil {
			return model.Instant{}, false
		}
	default:
		return model.Instant{}, false
	}
	y, m, d := day.Date()
	t := time.Date(y, m, d, s.hour, s.min, s.sec, s.nsec, loc)
	if there := inSeason(t, loc); there != loc {
		t = time.Date(y, m, d, s.hour, s.min, s.sec, s.nsec, there)
	}
	return model.AtFraction(t, s.digits), true
}
