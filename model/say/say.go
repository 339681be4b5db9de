// Package say words values for people: lengths of time, counts, days, lateness. Its rule: one wording in one place, for the
// screens, the page and the commands alike; what it gives holds no escape sequence and needs no terminal.
package say

import (
	"strconv"
	"strings"
	"time"

	"debrief/model"
)

// Safe is text of the document, safe to show on one line. Very long text is cut before it is measured.
func Safe(s string) string {
	const most = 2000
	if len(s) > most*4 {
		s = model.Shorten(s, most)
	}
	return model.Visible(s)
}

// Count is a number with its unit: "1 event", "3,000 events".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

// Thousands is a number as people read it: "30,000".
func Thousands(n int) string { return apart(strconv.Itoa(n)) }

// Amount is a number with its thousands apart: 4180.5 is "4,180.5".
func Amount(n float64) string {
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(n, 'f', -1, 64), ".")
	if fraction != "" {
		fraction = "." + fraction
	}
	return apart(whole) + fraction
}

// apart sets the thousands of a whole number apart.
func apart(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return sign + digits
}

// Day is a day as the screen shows it: "Wed 18 Nov 2026".
func Day(t time.Time) string { return t.Format("Mon 2 Jan 2006") }

// Clock is an instant as the screen shows it: the time, with the day where it is asked for.
func Clock(i model.Instant, zone *time.Location, day bool) string {
	t := i.Time().In(zone)
	layout := "15:04"
	if t.Second() != 0 || t.Nanosecond() != 0 {
		layout = "15:04:05"
	}
	if day {
		layout = "Mon 2 Jan 2006 " + layout
	}
	return t.Format(layout)
}

// At is when an event was, as Clock has it; of a whole day only that day.
func At(e *model.Event, zone *time.Location, day bool) string {
	switch t := e.At.Time().In(zone); {
	case e.Precision != "day":
		return Clock(e.At, zone, day)
	case day:
		return Day(t)
	default:
		return t.Format("2 Jan")
	}
}

// Seconds is Span of a number of seconds.
func Seconds(n int64) string { return Span(time.Duration(n) * time.Second) }

// Span is a length of time as a person says it: "3 min", "2 h 10 min", "4 d 3 h".
func Span(d time.Duration) string {
	d = d.Round(time.Second)
	if d < time.Minute {
		return d.String()
	}
	return largest(int64(d/time.Minute), " ", unit{"d", "d", 24 * 60}, unit{"h", "h", 60}, unit{"min", "min", 1})
}

// Short is Span as a table has it: "28m", "1h 5m", "45s"; days are not counted.
func Short(d time.Duration) string {
	if d < time.Minute {
		return d.Round(time.Second).String()
	}
	return largest(int64(d/time.Minute), "", unit{"h", "h", 60}, unit{"m", "m", 1})
}

// Length is a number of seconds in whole words, its two largest units: "1 hour 5 minutes".
func Length(seconds int64) string {
	if seconds < 1 {
		return "0 seconds"
	}
	return largest(seconds, " ", unit{"day", "days", 86400}, unit{"hour", "hours", 3600}, unit{"minute", "minutes", 60}, unit{"second", "seconds", 1})
}

// unit is a unit of time and how many of the smallest one it holds.
type unit struct {
	one, many string
	size      int64
}

// largest words the two largest units that a number reaches: "2 d 3 h", "1 day 5 minutes", "2 d".
func largest(n int64, gap string, units ...unit) string {
	var words []string
	for _, u := range units {
		if count := n / u.size; count > 0 && len(words) < 2 {
			words = append(words, u.count(count, gap))
		}
		n %= u.size
	}
	return strings.Join(words, " ")
}

func (u unit) count(n int64, gap string) string {
	name := u.many
	if n == 1 {
		name = u.one
	}
	return strconv.FormatInt(n, 10) + gap + name
}

// Late says how late something is: "3 days late", "today"; "" for what is still to come.
func Late(days int) string {
	switch {
	case days < 0:
		return ""
	case days == 0:
		return "today"
	}
	return Count(days, "day", "days") + " late"
}
