package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Instant is a point in time in UTC that remembers how many digits of a second it was given with. The zero Instant is
// "not known" and is null in the document.
type Instant struct {
	t      time.Time
	digits int
}

// At makes an Instant of t, to the whole second.
func At(t time.Time) Instant { return Instant{t: t.UTC().Truncate(time.Second)} }

// AtFraction makes an Instant of t that keeps the given number of digits of a second (0 to 9).
func AtFraction(t time.Time, digits int) Instant {
	digits = min(max(digits, 0), 9)
	unit := time.Second
	for range digits {
		unit /= 10
	}
	return Instant{t: t.UTC().Truncate(unit), digits: digits}
}

// ParseInstant reads RFC 3339 in UTC or with an offset. "" is the zero Instant.
func ParseInstant(s string) (Instant, error) {
	if s == "" {
		return Instant{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.UTC().Year() < 1 || t.UTC().Year() > 9999 {
		return Instant{}, fmt.Errorf("%s is not an instant like 2026-11-18T02:14:00Z", Quote(s))
	}
	digits := 0
	if dot := strings.IndexByte(s, '.'); dot >= 0 {
		for dot+1+digits < len(s) && s[dot+1+digits] >= '0' && s[dot+1+digits] <= '9' {
			digits++
		}
	}
	if digits > 9 {
		return Instant{}, fmt.Errorf("%s has more than nine digits of a second", Quote(s))
	}
	return Instant{t: t.UTC(), digits: digits}, nil
}

// Time is the instant in UTC; the zero time when it is not known.
func (i Instant) Time() time.Time { return i.t }

// IsZero reports whether the instant is not known.
func (i Instant) IsZero() bool { return i.t.IsZero() }

// Equal reports whether both are the same instant, however precisely it was given, or both not known.
func (i Instant) Equal(o Instant) bool { return i.t.Equal(o.t) }

// Add is the instant d later.
func (i Instant) Add(d time.Duration) Instant {
	if i.IsZero() {
		return i
	}
	return Instant{t: i.t.Add(d), digits: i.digits}
}

// String is RFC 3339 in UTC with the digits it was given with, "" when not known.
func (i Instant) String() string {
	if i.IsZero() {
		return ""
	}
	s := i.t.Format("2006-01-02T15:04:05")
	if i.digits > 0 {
		s += "." + fmt.Sprintf("%09d", i.t.Nanosecond())[:i.digits]
	}
	return s + "Z"
}

// MarshalJSON writes RFC 3339 or null.
func (i Instant) MarshalJSON() ([]byte, error) { return marshalWord(i.String()), nil }

// UnmarshalJSON reads RFC 3339 or null.
func (i *Instant) UnmarshalJSON(b []byte) error {
	return unmarshalWord(b, "an instant like \"2026-11-18T02:14:00Z\" or null", func(s string) error {
		v, err := ParseInstant(s)
		*i = v
		return err
	})
}

// Date is a day of the calendar, YYYY-MM-DD; "" when there is none, which is null in the document.
type Date string

// ParseDate reads YYYY-MM-DD and refuses a day that the calendar does not have.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("%s is not a day of the calendar like 2026-12-04", Quote(s))
	}
	return Date(s), nil
}

// DateOf is the day of t in its own zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Time is midnight UTC of the day; the zero time for "".
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// DaysUntil counts the days of the calendar from this one to another, so that a change of the clocks is not a day; below 0
// where the other one is earlier.
func (d Date) DaysUntil(other Date) int {
	const day = 24 * 60 * 60
	return int((other.Time().Unix() - d.Time().Unix()) / day)
}

// MarshalJSON writes YYYY-MM-DD or null.
func (d Date) MarshalJSON() ([]byte, error) { return marshalWord(string(d)), nil }

// UnmarshalJSON reads YYYY-MM-DD or null.
func (d *Date) UnmarshalJSON(b []byte) error {
	return unmarshalWord(b, "a date like \"2026-12-04\" or null", func(s string) error {
		v, err := ParseDate(s)
		*d = v
		return err
	})
}

func marshalWord(s string) []byte {
	if s == "" {
		return []byte("null")
	}
	return strconv.AppendQuote(nil, s)
}

func unmarshalWord(b []byte, want string, parse func(string) error) error {
	if string(b) == "null" {
		return parse("")
	}
	s, err := strconv.Unquote(string(b))
	if err != nil || s == "" {
		return fmt.Errorf("want %s", want)
	}
	return parse(s)
}

// Taken holds the seconds a phase has taken so far; phases that took none are absent.
type Taken map[string]int64

// MarshalJSON writes the phases in their order.
func (t Taken) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for _, phase := range Phases {
		seconds, ok := t[phase]
		if !ok {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = strconv.AppendQuote(b, phase)
		b = append(b, ':')
		b = strconv.AppendInt(b, seconds, 10)
	}
	return append(b, '}'), nil
}

func (t Taken) unknownPhase() string {
	for phase := range t {
		if !slices.Contains(Phases, phase) {
			return phase
		}
	}
	return ""
}
