package clock

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"debrief/intake/text"
)

// Wrote is a time as a program wrote it, at the beginning of a text: an instant where its zone is known, and its text without the zone.
type Wrote struct {
	Stamp
	N      int  // bytes it takes, with the zone
	Strong bool // written as only programs do: with a T, a fraction or an offset
}

// ClockAt reads 02:14:05 with its fraction behind "." or ",", at i; it takes no bytes where none is there.
func ClockAt(s string, i int) (w Wrote) {
	hour, minute, second := text.DigitsAt(s, i, 2), text.DigitsAt(s, i+3, 2), text.DigitsAt(s, i+6, 2)
	if min(hour, minute, second) < 0 || hour > 23 || minute > 59 || second > 60 || s[i+2] != ':' || s[i+5] != ':' {
		return w
	}
	nsec, digits, n := fraction(s[i+8:])
	w.N, w.Strong = 8+n, digits > 0
	w.Stamp = clockOnly(hour, minute, second, s[i:i+w.N])
	w.nsec, w.Digits = nsec, digits
	return w
}

// fraction reads the mark and the digits behind a second, n bytes; more than nine digits are passed over.
func fraction(s string) (nsec, digits, n int) {
	if len(s) < 2 || s[0] != '.' && s[0] != ',' || !text.IsDigit(s[1]) {
		return 0, 0, 0
	}
	scale := 100_000_000
	for n = 1; n < len(s) && text.IsDigit(s[n]); n++ {
		if digits < 9 {
			nsec += int(s[n]-'0') * scale
			scale /= 10
			digits++
		}
	}
	return nsec, digits, n
}

// DayAndClock builds a time and checks that the calendar has the day; y is 0 where no year is written.
func DayAndClock(s string, y, mo, d, clock int) (Wrote, bool) {
	w := ClockAt(s, clock)
	if w.N == 0 || !ValidDay(max(y, 0), mo, d) {
		return Wrote{}, false
	}
	w.N += clock
	w.Form, w.Year, w.Month, w.Day, w.Text = Local, max(y, 0), mo, d, s[:w.N]
	return w, true
}

// ISOTime reads 2026-11-18T02:14:05.123Z and its relatives at the beginning of s: a blank for the T, slashes for the
// hyphens, a comma for the stop, an offset or the name of a zone behind it.
func ISOTime(s string) (Wrote, bool) {
	if len(s) < 19 || !text.IsDigit(s[0]) || s[4] != s[7] || s[4] != '-' && s[4] != '/' || s[10] != 'T' && s[10] != ' ' {
		return Wrote{}, false
	}
	y, mo, d := text.DigitsAt(s, 0, 4), text.DigitsAt(s, 5, 2), text.DigitsAt(s, 8, 2)
	if y < 1970 {
		return Wrote{}, false
	}
	w, ok := DayAndClock(s, y, mo, d, 11)
	w.Strong = w.Strong || s[10] == 'T'
	return w.zoned(s), ok
}

func (w Wrote) zoned(s string) Wrote {
	rest := s[w.N:]
	zone := strings.TrimPrefix(rest, " ")
	blank := len(rest) - len(zone)
	end := zoneWidth(zone, blank)
	if end == 0 || end < len(zone) && text.IsWord(zone[end]) {
		return w
	}
	loc, known := ZoneNamed(zone[:end])
	if !known {
		return w
	}
	w.Zone, w.Loc, w.N = zone[:end], loc, w.N+blank+end
	w.Strong = w.Strong || !text.IsLetter(zone[0]) || zone[0] == 'Z'
	if w.Zone != "UTC" && strings.HasPrefix(s[w.N:], " UTC") { // Go prints "+0000 UTC"
		w.N += len(" UTC")
	}
	return w.placed()
}

// placed is a time whose year and zone are known as the instant that it is.
func (w Wrote) placed() Wrote {
	if w.Loc != nil && w.Year > 0 {
		w.Form, w.At = Exact, time.Date(w.Year, time.Month(w.Month), w.Day, w.Hour, w.Min, w.sec, w.nsec, w.Loc).UTC()
	}
	return w
}

// zoneWidth is the length of the zone at the beginning of s, which stands so many blanks behind a time: Z, an offset, or a
// name of three to five capitals.
func zoneWidth(s string, blanks int) int {
	switch {
	case s == "":
		return 0
	case s[0] == 'Z' && blanks == 0:
		return 1
	case s[0] == '+' || s[0] == '-':
		return offsetWidth(s)
	}
	end := 0
	for end < len(s) && end < 5 && s[end] >= 'A' && s[end] <= 'Z' {
		end++
	}
	if end < 3 {
		return 0
	}
	return end
}

// offsetWidth is the length of +02:00, +0200 or +02; 0 for anything else, such as a hyphen before a word.
func offsetWidth(s string) int {
	switch {
	case text.DigitsAt(s, 1, 2) < 0:
		return 0
	case len(s) > 5 && s[3] == ':' && text.DigitsAt(s, 4, 2) >= 0:
		return 6
	case text.DigitsAt(s, 3, 2) >= 0:
		return 5
	}
	return 3
}

func monthAt(s string, i int) int {
	if i+3 > len(s) || s[i] < 'A' || s[i] > 'Z' {
		return 0
	}
	return englishMonth(s[i : i+3])
}

// SyslogTime reads "Nov 18 02:14:05" (RFC 3164: no year, no zone, the day padded with a blank) and its variants "Nov 18
// 2026 02:14:05" and "Nov 18 02:14:05.123456".
func SyslogTime(s string) (Wrote, bool) {
	mo := monthAt(s, 0)
	if mo == 0 || len(s) < 15 || s[3] != ' ' {
		return Wrote{}, false
	}
	d, clock := text.DigitsAt(s, 4, 2), 7
	if d < 0 && s[4] == ' ' {
		d = text.DigitsAt(s, 5, 1)
	} else if d < 0 && s[5] == ' ' { // "Nov 8 02:14:05"
		d, clock = text.DigitsAt(s, 4, 1), 6
	}
	y := text.DigitsAt(s, clock, 4)
	if y > 1969 && len(s) > clock+4 && s[clock+4] == ' ' {
		return DayAndClock(s, y, mo, d, clock+5)
	}
	return DayAndClock(s, 0, mo, d, clock)
}

// CLFTime reads "18/Nov/2026:02:14:05 +0000" of the common log format.
func CLFTime(s string) (Wrote, bool) {
	if len(s) < 20 || s[2] != '/' || s[6] != '/' || s[11] != ':' {
		return Wrote{}, false
	}
	w, ok := dayFirst(s)
	w.Strong = true
	return w, ok
}

// behindWeekday reads a time behind the short name of its weekday and a mark.
func behindWeekday(s, mark string, read func(string) (Wrote, bool)) (w Wrote, ok bool) {
	if len(s) < 24 || !strings.HasPrefix(s[3:], mark) || strings.Index("MonTueWedThuFriSatSun", s[:3])%3 != 0 {
		return w, false
	}
	n := 3 + len(mark)
	w, ok = read(s[n:])
	w.N, w.Text = w.N+n, s[:n]+w.Text
	return w, ok
}

// DayFirstTime reads "18 Nov 2026 02:14:05.123", as redis writes it, and the same with hyphens or slashes in the day, or a weekday in
// front, as Samba writes it.
func DayFirstTime(s string) (Wrote, bool) {
	if w, ok := behindWeekday(s, ", ", DayFirstTime); ok {
		return w, ok
	}
	if len(s) < 20 || s[2] != s[6] || s[2] != ' ' && s[2] != '-' && s[2] != '/' || s[11] != ' ' {
		return Wrote{}, false
	}
	return dayFirst(s)
}

// dayFirst reads a time that begins with the day, the short name of the month and the year, each a byte apart.
func dayFirst(s string) (Wrote, bool) {
	w, ok := DayAndClock(s, text.DigitsAt(s, 7, 4), monthAt(s, 3), text.DigitsAt(s, 0, 2), 12)
	return w.zoned(s), ok && w.Year != 0
}

// CtimeTime reads "Wed Nov 18 02:14:05.123456 2026", with an offset or a zone behind it or before the year.
func CtimeTime(s string) (Wrote, bool) {
	w, ok := behindWeekday(s, " ", SyslogTime)
	if !ok || w.Year > 0 {
		return Wrote{}, false
	}
	w = w.zoned(s)
	y := -1
	if w.N < len(s) && s[w.N] == ' ' {
		y = text.DigitsAt(s, w.N+1, 4)
	}
	if y < 1970 || w.Loc == nil && w.Zone != "" {
		return Wrote{}, false
	}
	w.Year, w.N, w.Strong = y, w.N+5, true
	w.Text = s[:w.N]
	if w.Loc == nil {
		return w.zoned(s), true
	}
	return w.placed(), true
}

// LogTime reads ISOTime or SyslogTime.
func LogTime(s string) (Wrote, bool) { return firstTime(s, ISOTime, SyslogTime) }

// ServerTime reads what servers put into brackets: CLFTime, CtimeTime or DayFirstTime.
func ServerTime(s string) (Wrote, bool) { return firstTime(s, CLFTime, CtimeTime, DayFirstTime) }

// WeekdayISOTime reads "Wed 2026-11-18 02:14:05 CET", as journalctl writes it.
func WeekdayISOTime(s string) (Wrote, bool) { return behindWeekday(s, " ", ISOTime) }

func firstTime(s string, ways ...func(string) (Wrote, bool)) (w Wrote, ok bool) {
	for _, read := range ways {
		if w, ok = read(s); ok {
			break
		}
	}
	return w, ok
}

// EpochTime reads a count since 1970 by its digits: 10 of seconds, 13 of milliseconds, 16 of microseconds, 19 of
// nanoseconds; or seconds with a fraction, as Slack writes them. It never goes through floating point.
func EpochTime(s string) (Stamp, bool) {
	whole, part, fraction := strings.Cut(s, ".")
	v, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || v <= 0 || whole[0] == '+' {
		return Stamp{}, false
	}
	if fraction && (len(whole) > 13 || part == "" || len(part) > 9 || strings.Trim(part, "0123456789") != "") {
		return Stamp{}, false
	}
	var t time.Time
	digits := 0
	switch len(whole) {
	case 9, 10:
		nsec, _ := strconv.ParseInt((part + "000000000")[:9], 10, 64)
		t, digits = time.Unix(v, nsec), min(len(part), 9)
	case 12, 13:
		t, digits = time.UnixMilli(v), 3
	case 16:
		t, digits = time.UnixMicro(v), 6
	case 19:
		t, digits = time.Unix(v/1e9, v%1e9), 9
	default:
		return Stamp{}, false
	}
	if y := t.Year(); y < 1990 || y > 2200 {
		return Stamp{}, false
	}
	return absolute(t.UTC(), s, "", digits), true
}

// MachineTime reads a field that holds a time and nothing else: an epoch, or what ReadStamp reads whole.
func MachineTime(s string) (Stamp, bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasPrefix(s, "0001-01-01") || s == "null" {
		return Stamp{}, false
	}
	if st, ok := EpochTime(s); ok {
		return st, true
	}
	st, rest, ok := ReadStamp(s)
	return st.settled(), ok && strings.TrimSpace(rest) == "" && st.Form != None && st.Form != Unknown
}

// settled is a stamp that names day, clock to the second and zone as the instant that it is.
func (s Stamp) settled() Stamp {
	if s.Form == Local && s.Seconds && s.Loc != nil && s.Year != 0 && !s.Swap && !s.Turns && s.Until == nil {
		if at, ok := s.Instant(time.Time{}, nil); ok {
			s.Form, s.At = Exact, at.Time()
		}
	}
	return s
}

// JSONTime reads a time from a JSON value: a string, a number, or an object that holds one, as MongoDB ($date), Log4j
// (epochSecond) and protocol buffers (seconds) write it.
func JSONTime(raw string) (Stamp, bool) {
	if raw == "" || raw[0] != '{' || len(raw) > 200 {
		return MachineTime(text.OfJSON(raw))
	}
	var x map[string]json.RawMessage
	if json.Unmarshal([]byte(raw), &x) != nil {
		return Stamp{}, false
	}
	if date := text.OfJSON(string(x["$date"])); date != "" {
		return MachineTime(date)
	}
	for _, names := range [][2]string{{"epochSecond", "nanoOfSecond"}, {"seconds", "nanos"}} {
		if whole := text.OfJSON(string(x[names[0]])); whole != "" {
			part := text.OfJSON(string(x[names[1]]))
			return EpochTime(whole + "." + ("000000000" + part)[min(len(part), 9):])
		}
	}
	return Stamp{}, false
}
