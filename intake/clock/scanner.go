package clock

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"debrief/intake/text"
)

// scanner walks over a time as people write it. Each of its methods takes what it names and says so, or takes nothing.
type scanner struct {
	s string
	i int

	zoneFrom, zoneTo int // where the zone was written, with its parentheses

	anyYear bool // 2026-11-18 may be a day of the years 1 to 9999, for a person says which is meant
}

func (p *scanner) rest() string { return p.s[p.i:] }

func (p *scanner) peek() byte {
	if p.i < len(p.s) {
		return p.s[p.i]
	}
	return 0
}

func (p *scanner) back(to int) bool {
	p.i = to
	return false
}

func (p *scanner) take(c byte) bool {
	if p.peek() == c {
		p.i++
		return true
	}
	return false
}

func (p *scanner) spaces() int {
	from := p.i
	for p.peek() == ' ' || p.peek() == '\t' {
		p.i++
	}
	return p.i - from
}

// number consumes a run of least to most digits that no digit follows.
func (p *scanner) number(least, most int) (n, digits int, ok bool) {
	i := p.i
	for i < len(p.s) && text.IsDigit(p.s[i]) && i-p.i <= most {
		n = n*10 + int(p.s[i]-'0')
		i++
	}
	digits = i - p.i
	if digits < least || digits > most {
		return 0, 0, false
	}
	p.i = i
	return n, digits, true
}

func (p *scanner) word() string {
	from := p.i
	for text.IsLetter(p.peek()) {
		p.i++
	}
	return p.s[from:p.i]
}

func (p *scanner) letters() string {
	rest := p.rest()
	run := rest[:len(rest)-len(strings.TrimLeftFunc(rest, unicode.IsLetter))]
	p.i += len(run)
	return run
}

// anyOf consumes the longest of the given texts that stands here.
func (p *scanner) anyOf(texts ...string) bool {
	for _, t := range texts {
		if strings.HasPrefix(p.rest(), t) {
			p.i += len(t)
			return true
		}
	}
	return false
}

// clock reads a time of day into st. afterDate says that a day was read before it, which makes 1930 a clock.
func (p *scanner) clock(st *Stamp, afterDate bool) bool {
	from := p.i
	half := p.halfBefore()
	ok := p.digital(st, afterDate)
	if ok {
		p.hourWord()
	}
	if ok && half != "" {
		st.Half = half
		st.applyHalf()
	}
	if ok && st.Hour <= 24 && st.Min <= 59 && st.sec <= 60 && (st.Hour < 24 || st.Min == 0 && st.sec == 0) {
		p.onwards()
		return true
	}
	return p.back(from)
}

// halfBefore reads the half of the day in front of a clock, as it is written in the East.
func (p *scanner) halfBefore() string {
	if p.peek() < utf8.RuneSelf {
		return ""
	}
	for half, words := range map[string][]string{"am": {"오전", "上午", "午前", "凌晨", "早上"}, "pm": {"오후", "下午", "午後", "晚上"}} {
		if p.anyOf(words...) {
			p.spaces()
			return half
		}
	}
	return ""
}

// hourWord passes over the word for the hour behind a clock: 02:14 Uhr, 02:14 h.
func (p *scanner) hourWord() {
	from := p.i
	if !p.anyOf(" Uhr", " uhr", " heures", " horas", " hrs", " hs", " h", " ч", " uur") || text.IsLetter(p.peek()) || p.peek() >= utf8.RuneSelf {
		p.i = from
	}
}

// onwards reads the plus of 16:38+, which says that something lasted.
func (p *scanner) onwards() {
	if p.peek() == '+' && (p.i+1 == len(p.s) || !text.IsDigit(p.s[p.i+1]) && !text.IsLetter(p.s[p.i+1])) {
		p.i++
	}
}

// digital reads the digits of a clock and what belongs to them: 16:05, 16:05:09.123, 16h05, 16.05, 1605, 4pm.
func (p *scanner) digital(st *Stamp, afterDate bool) bool {
	n, digits, ok := p.number(1, 4)
	if !ok {
		return false
	}
	if digits > 2 {
		return p.joined(st, n, digits, afterDate)
	}
	st.Hour = n
	if p.anyOf("時", "时", "點", "点", "시") {
		from := p.i
		p.spaces()
		if st.Min, _, ok = p.number(1, 2); !ok || !p.anyOf("分", "분") {
			p.i, st.Min = from, 0
		}
		return true
	}
	switch p.peek() {
	case ':':
		p.i++
		ok = p.minutes(st)
		p.half(st, true)
		return ok
	case 'h':
		p.i++
		st.Min, _, ok = p.number(2, 2)
		return ok
	case ' ':
		if rest := p.rest(); len(rest) > 4 && rest[1] == 'h' && rest[2] == ' ' && text.IsDigit(rest[3]) { // 02 h 14
			p.i += 3
			st.Min, _, ok = p.number(2, 2)
			return ok
		}
	case '.':
		p.i++
		st.Weak = true
		st.Min, _, ok = p.number(2, 2)
		p.half(st, true)
		return ok
	}
	st.hourly = true
	p.half(st, false)
	return n <= 12 && st.Half != ""
}

func (p *scanner) joined(st *Stamp, n, digits int, afterDate bool) bool {
	if digits != 4 {
		return false
	}
	st.Hour, st.Min = n/100, n%100
	p.half(st, true)
	hours := p.anyOf("hrs", "h")
	st.Weak = !afterDate && st.Half == "" && !hours
	return true
}

// minutes reads what follows the first colon: minutes that are known or marked as unknown, seconds and their fraction.
func (p *scanner) minutes(st *Stamp) bool {
	if p.anyOf("??", "xx", "XX", "--") {
		st.About, st.hourly = true, true
		return true
	}
	n, _, ok := p.number(2, 2)
	if !ok {
		return p.tenMinutes(st)
	}
	st.Min = n
	if p.anyOf(":xx", ":XX", ":??") {
		return true
	}
	if p.peek() != ':' || p.i+1 >= len(p.s) || !text.IsDigit(p.s[p.i+1]) {
		p.anyOf("hrs", "h")
		return true
	}
	p.i++
	st.sec, _, ok = p.number(2, 2)
	st.Seconds = true
	if ok {
		n := 0
		st.nsec, st.Digits, n = fraction(p.rest())
		p.i += n
	}
	return ok
}

// tenMinutes reads minutes of which only the first digit is known: 16:3x, 16:3x:00.
func (p *scanner) tenMinutes(st *Stamp) bool {
	n, _, ok := p.number(1, 1)
	st.Min, st.About = 10*n, true
	return ok && n <= 5 && p.anyOf("x:00", "x:xx", "x", "X", "?")
}

// half reads am or pm, which may stand behind a space; bare a and p only stand right behind the digits of a full clock. A
// clock that can only be one of 24 hours ignores them: 13:06 PM is 13:06.
func (p *scanner) half(st *Stamp, full bool) {
	from := p.i
	spaced := p.spaces() > 0
	letters := strings.ToLower(p.word())
	if letters == "a" || letters == "p" {
		if strings.HasPrefix(strings.ToLower(p.rest()), ".m") {
			p.i += 2
			p.take('.')
		} else if spaced || !full {
			letters = ""
		}
		letters += "m"
	}
	glued := p.i < len(p.s) && (text.IsDigit(p.peek()) || p.peek() >= 0x80 && !text.StartsWithAny(p.rest(), "–", "—", "\u00a0"))
	if letters != "am" && letters != "pm" || glued {
		p.i = from
		return
	}
	st.Half = letters
	st.applyHalf()
}

func (s *Stamp) applyHalf() {
	switch {
	case s.Hour > 12:
	case s.Half == "am":
		s.Hour %= 12
	case s.Half == "pm":
		s.Hour = s.Hour%12 + 12
	}
}

// epoch reads what EpochTime reads, within 2001 to 2100; nine and twelve digits are numbers in prose.
func (p *scanner) epoch(st *Stamp) bool {
	from := p.i
	_, digits, ok := p.number(10, 19)
	if ok && digits == 10 && p.peek() == '.' {
		_, _, n := fraction(p.rest())
		p.i += n
	}
	found, isTime := EpochTime(p.s[from:p.i])
	if y := found.At.Year(); !ok || !isTime || digits == 12 || y < 2001 || y > 2100 {
		return p.back(from)
	}
	*st = found
	st.Weak = true
	return true
}

// zone reads the zone behind a clock: 14:24 UTC, 14:24 (PDT), 14:24Z, 14:24+02:00, 14:24 -0700. afterT says that an offset
// without a space cannot be the end of a range.
func (p *scanner) zone(st *Stamp, afterT bool) {
	from := p.i
	spaced := p.spaces()
	about := spaced > 0 && p.anyOf("approx. ", "approx ")
	open := p.take('(')
	if !p.offsetAllowed(spaced > 0 || open, afterT || st.Seconds) {
		p.i = from
		return
	}
	name, loc, n := ZoneAt(p.rest())
	if n == 0 || spaced > 6 || !spaced0(spaced, open, name) {
		p.i = from
		return
	}
	p.i += n
	if open && !p.take(')') {
		p.i = from
		return
	}
	st.Zone, st.Loc, st.About = name, loc, st.About || about
	p.zoneAgain(st)
	p.zoneFrom, p.zoneTo = from, p.i
}

// zoneAgain passes over a name behind an offset that says the same: +0000 UTC, as Go prints it, and +01:00[Europe/Berlin], as Java does.
func (p *scanner) zoneAgain(st *Stamp) {
	rest := p.rest()
	if text.IsLetter(st.Zone[0]) {
		p.zoneMeant(st)
		return
	}
	if st.Loc == nil || st.Zone[0] != '+' && st.Zone[0] != '-' || len(rest) < 2 {
		return
	}
	if end := strings.IndexByte(rest, ']'); rest[0] == '[' && end > 0 {
		if loc, known := ZoneNamed(rest[1:end]); known && loc != nil {
			p.i += end + 1
		}
		return
	}
	name, loc, n := ZoneAt(rest[1:])
	if rest[0] == ' ' && loc != nil && text.IsLetter(name[0]) && offsetOf(loc) == offsetOf(st.Loc) {
		p.i += 1 + n
	}
}

// zoneMeant reads what a name means in parentheses behind it: BRT (UTC-3).
func (p *scanner) zoneMeant(st *Stamp) {
	inner, ok := strings.CutPrefix(p.rest(), " (")
	if !ok || !text.StartsWithAny(inner, "UTC", "GMT", "+", "-") {
		return
	}
	if _, loc, n := ZoneAt(inner); loc != nil && strings.HasPrefix(inner[n:], ")") {
		st.Loc = loc
		p.i += n + len(" ()")
	}
}

// offsetOf is the offset of a zone that has one, in seconds east of UTC.
func offsetOf(loc *time.Location) int {
	_, offset := time.Unix(0, 0).In(loc).Zone()
	return offset
}

// offsetAllowed keeps the end of a range from being read as an offset: 02:00-04:30.
func (p *scanner) offsetAllowed(apart, sure bool) bool {
	n := offsetLength(p.rest())
	switch c := p.peek(); {
	case c == '+':
		return n >= 3 && n <= 6
	case c == '-' && apart:
		return n == 5 || n == 6
	case c == '-':
		return sure && n >= 3
	}
	return true
}

// spaced0 refuses names that are glued to the clock and are not the few that people glue.
func spaced0(spaced int, open bool, name string) bool {
	if spaced > 0 || open || name[0] == '+' || name[0] == '-' {
		return name != "Z" && name != "z" || spaced == 0
	}
	return name == "Z" || name == "z" || strings.HasPrefix(name, "UTC") || strings.HasPrefix(name, "GMT") || len(name) >= 3
}
