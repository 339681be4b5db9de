package intake

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// wrote is a time as a program wrote it, at the beginning of a text.
type wrote struct {
	t      time.Time // as written; in UTC where no zone is
	zone   string    // as written, "" when none is
	loc    *time.Location
	digits int // of a second
	year   bool
	day    bool
	text   string // without the zone
	n      int    // bytes it takes, with the zone
	strong bool   // written as only programs do: with a T, a fraction or an offset
}

func (w wrote) stamp() stamp {
	switch {
	case w.loc != nil && w.year:
		return absolute(w.t, w.text, w.zone, w.digits)
	case !w.day:
		s := clockOnly(w.t.Hour(), w.t.Minute(), w.t.Second(), w.text)
		s.nsec, s.digits = w.t.Nanosecond(), w.digits
		return s
	case w.year:
		return naive(w.t, w.text, w.digits)
	}
	return yearless(w.t, w.text, w.digits)
}

// atoiAt reads exactly n digits at i, -1 where they are not all digits.
func atoiAt(s string, i, n int) int {
	if i+n > len(s) {
		return -1
	}
	v := 0
	for _, c := range []byte(s[i : i+n]) {
		if !isDigit(c) {
			return -1
		}
		v = v*10 + int(c-'0')
	}
	return v
}

// dayClock is a time of day as a program writes it.
type dayClock struct {
	hour, minute, second int
	nsec, digits         int
	n                    int // bytes it takes; 0 where there is none
}

// clockAt reads 02:14:05 with its fraction behind "." or ",", at i.
func clockAt(s string, i int) dayClock {
	c := dayClock{hour: atoiAt(s, i, 2), minute: atoiAt(s, i+3, 2), second: atoiAt(s, i+6, 2), n: 8}
	if min(c.hour, c.minute, c.second) < 0 || c.hour > 23 || c.minute > 59 || c.second > 60 || s[i+2] != ':' || s[i+5] != ':' {
		return dayClock{}
	}
	c.fraction(s[i+8:])
	return c
}

// fraction reads the digits behind a second; more than nine are passed over.
func (c *dayClock) fraction(s string) {
	if len(s) < 2 || s[0] != '.' && s[0] != ',' || !isDigit(s[1]) {
		return
	}
	scale := 100_000_000
	c.n++
	for i := 1; i < len(s) && isDigit(s[i]); i++ {
		c.n++
		if c.digits < 9 {
			c.nsec += int(s[i]-'0') * scale
			scale /= 10
			c.digits++
		}
	}
}

// stamp is the clock without a day.
func (c dayClock) stamp(text string) stamp {
	st := clockOnly(c.hour, c.minute, c.second, text)
	st.nsec, st.digits = c.nsec, c.digits
	return st
}

// dayAndClock builds a time and checks that the calendar has the day.
func dayAndClock(s string, y, mo, d, clock int) (wrote, bool) {
	c := clockAt(s, clock)
	if c.n == 0 || mo < 1 || mo > 12 || d < 1 || d > 31 {
		return wrote{}, false
	}
	year := y > 0
	if !year {
		y = 2000 // has a 29th of February
	}
	if !validDay(y, mo, d) {
		return wrote{}, false
	}
	t := time.Date(y, time.Month(mo), d, c.hour, c.minute, c.second, c.nsec, time.UTC)
	return wrote{t: t, digits: c.digits, year: year, day: true, text: s[:clock+c.n], n: clock + c.n, strong: c.digits > 0}, true
}

// isoTime reads 2026-11-18T02:14:05.123Z and its relatives at the beginning of s: a blank for the T, slashes for the
// hyphens, a comma for the stop, an offset or the name of a zone behind it.
func isoTime(s string) (wrote, bool) {
	if len(s) < 19 || !isDigit(s[0]) || s[4] != s[7] || s[4] != '-' && s[4] != '/' || s[10] != 'T' && s[10] != ' ' {
		return wrote{}, false
	}
	y, mo, d := atoiAt(s, 0, 4), atoiAt(s, 5, 2), atoiAt(s, 8, 2)
	if y < 1970 || mo < 0 || d < 0 {
		return wrote{}, false
	}
	w, ok := dayAndClock(s, y, mo, d, 11)
	w.strong = w.strong || s[10] == 'T'
	return w.zoned(s), ok
}

// zoned adds the zone that is written behind the time.
func (w wrote) zoned(s string) wrote {
	rest := s[w.n:]
	zone := strings.TrimPrefix(rest, " ")
	blank := len(rest) - len(zone)
	end := zoneWidth(zone, blank)
	if end == 0 || end < len(zone) && isWord(zone[end]) {
		return w
	}
	loc, known := zoneNamed(zone[:end])
	if !known {
		return w
	}
	w.zone, w.loc, w.n = zone[:end], loc, w.n+blank+end
	w.strong = w.strong || !isLetter(zone[0]) || zone[0] == 'Z'
	if loc != nil {
		w.t = time.Date(w.t.Year(), w.t.Month(), w.t.Day(), w.t.Hour(), w.t.Minute(), w.t.Second(), w.t.Nanosecond(), loc)
	}
	if w.zone != "UTC" && strings.HasPrefix(s[w.n:], " UTC") { // Go prints "+0000 UTC"
		w.n += len(" UTC")
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
	case atoiAt(s, 1, 2) < 0:
		return 0
	case len(s) > 5 && s[3] == ':' && atoiAt(s, 4, 2) >= 0:
		return 6
	case atoiAt(s, 3, 2) >= 0:
		return 5
	}
	return 3
}

// monthAt is the month whose English short name stands at i, 0 where none does.
func monthAt(s string, i int) int {
	const names = "JanFebMarAprMayJunJulAugSepOctNovDec"
	if i+3 > len(s) {
		return 0
	}
	if n := strings.Index(names, s[i:i+3]); n >= 0 && n%3 == 0 {
		return n/3 + 1
	}
	return 0
}

// syslogTime reads "Nov 18 02:14:05" (RFC 3164: no year, no zone, the day padded with a blank) and its variants "Nov 18
// 2026 02:14:05" and "Nov 18 02:14:05.123456".
func syslogTime(s string) (wrote, bool) {
	mo := monthAt(s, 0)
	if mo == 0 || len(s) < 15 || s[3] != ' ' {
		return wrote{}, false
	}
	d, clock := atoiAt(s, 4, 2), 7
	if d < 0 && s[4] == ' ' {
		d = atoiAt(s, 5, 1)
	}
	if d < 0 && len(s) > 5 && s[5] == ' ' { // "Nov 8 02:14:05"
		d, clock = atoiAt(s, 4, 1), 6
	}
	y := atoiAt(s, clock, 4)
	if y > 1969 && len(s) > clock+4 && s[clock+4] == ' ' {
		return dayAndClock(s, y, mo, d, clock+5)
	}
	return dayAndClock(s, 0, mo, d, clock)
}

// clfTime reads "18/Nov/2026:02:14:05 +0000" of the common log format.
func clfTime(s string) (wrote, bool) {
	if len(s) < 20 || s[2] != '/' || s[6] != '/' || s[11] != ':' {
		return wrote{}, false
	}
	w, ok := dayAndClock(s, atoiAt(s, 7, 4), monthAt(s, 3), atoiAt(s, 0, 2), 12)
	if !ok || !w.year {
		return wrote{}, false
	}
	w.strong = true
	return w.zoned(s), true
}

// dayFirstTime reads "18 Nov 2026 02:14:05.123", as redis writes it, and the same with hyphens or slashes in the day.
func dayFirstTime(s string) (wrote, bool) {
	if len(s) < 20 || s[2] != s[6] || s[2] != ' ' && s[2] != '-' && s[2] != '/' || s[11] != ' ' {
		return wrote{}, false
	}
	w, ok := dayAndClock(s, atoiAt(s, 7, 4), monthAt(s, 3), atoiAt(s, 0, 2), 12)
	if !ok || !w.year {
		return wrote{}, false
	}
	return w.zoned(s), true
}

// ctimeTime reads "Wed Nov 18 02:14:05.123456 2026", with an offset or a zone behind it or before the year.
func ctimeTime(s string) (wrote, bool) {
	if len(s) < 24 || s[3] != ' ' || strings.Index("MonTueWedThuFriSatSun", s[:3])%3 != 0 {
		return wrote{}, false
	}
	w, ok := syslogTime(s[4:])
	if !ok || w.year {
		return wrote{}, false
	}
	w.n += 4
	zoned := w.zoned(s)
	at := zoned.n
	y := -1
	if at < len(s) && s[at] == ' ' {
		y = atoiAt(s, at+1, 4)
	}
	if y < 1970 || zoned.loc == nil && zoned.zone != "" {
		return wrote{}, false
	}
	loc := time.UTC
	if zoned.loc != nil {
		loc = zoned.loc
	}
	zoned.t = time.Date(y, w.t.Month(), w.t.Day(), w.t.Hour(), w.t.Minute(), w.t.Second(), w.t.Nanosecond(), loc)
	zoned.year, zoned.n, zoned.strong = true, at+5, true
	zoned.text = s[:at+5]
	if zoned.loc == nil {
		zoned = zoned.zoned(s)
	}
	return zoned, true
}

// epochTime reads a count since 1970 by its digits: 10 of seconds, 13 of milliseconds, 16 of microseconds, 19 of
// nanoseconds; or seconds with a fraction, as Slack writes them. It never goes through floating point.
func epochTime(s string) (stamp, bool) {
	whole, part, fraction := strings.Cut(s, ".")
	v, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || v <= 0 || whole[0] == '+' {
		return stamp{}, false
	}
	if fraction && (len(whole) > 13 || part == "" || len(part) > 9 || strings.Trim(part, "0123456789") != "") {
		return stamp{}, false
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
		return stamp{}, false
	}
	if y := t.Year(); y < 1990 || y > 2200 {
		return stamp{}, false
	}
	return absolute(t.UTC(), s, "", digits), true
}

// machineTime reads a field that holds a time and nothing else: an ISO time, an epoch, or whatever the grammar of people
// reads whole.
func machineTime(s string) (stamp, bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasPrefix(s, "0001-01-01") || s == "null" {
		return stamp{}, false
	}
	for _, read := range []func(string) (wrote, bool){isoTime, clfTime, ctimeTime} {
		if w, ok := read(s); ok && w.n == len(s) {
			return w.stamp(), true
		}
	}
	if st, ok := epochTime(s); ok {
		return st, true
	}
	st, rest, ok := parseStamp(s)
	return st, ok && strings.TrimSpace(rest) == "" && st.form != none && st.form != unknown
}

// jsonTime reads a time from a JSON value: a string, a number, or an object that holds one, as MongoDB ($date), Log4j
// (epochSecond) and protocol buffers (seconds) write it.
func jsonTime(raw json.RawMessage) (stamp, bool) {
	if len(raw) == 0 || raw[0] != '{' || len(raw) > 200 {
		return machineTime(jsonText(raw))
	}
	var x map[string]json.RawMessage
	if json.Unmarshal(raw, &x) != nil {
		return stamp{}, false
	}
	if date := jsonText(x["$date"]); date != "" {
		return machineTime(date)
	}
	for _, names := range [][2]string{{"epochSecond", "nanoOfSecond"}, {"seconds", "nanos"}} {
		if whole := jsonText(x[names[0]]); whole != "" {
			part := jsonText(x[names[1]])
			return epochTime(whole + "." + ("000000000" + part)[min(len(part), 9):])
		}
	}
	return stamp{}, false
}

// jsonText is a JSON string without its quotes, or a number or word as written; "" for null, an object or a list.
func jsonText(raw json.RawMessage) string {
	if len(raw) == 0 || raw[0] == '{' || raw[0] == '[' || string(raw) == "null" {
		return ""
	}
	if raw[0] != '"' {
		return string(raw)
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}
