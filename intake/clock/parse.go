package clock

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"debrief/intake/text"
)

// ReadStamp reads the longest time at the beginning of text: a whole token or nothing (3.7.8 and 1.2.3.4 are none). rest
// is what follows it. A stamp that is weak could be a number as well: 1625, 15.26, an epoch.
func ReadStamp(text string) (st Stamp, rest string, ok bool) {
	p := scanner{s: text}
	return p.stamp()
}

// ReadTyped is ReadStamp for what a person types into a line or a field, where a day may be of any year from 1 to 9999.
func ReadTyped(text string) (st Stamp, rest string, ok bool) {
	p := scanner{s: text, anyYear: true}
	return p.stamp()
}

func (p *scanner) stamp() (st Stamp, rest string, ok bool) {
	st, ok = p.moment()
	if !ok {
		return Stamp{}, p.s, false
	}
	st.Text = strings.TrimSpace(p.s[:p.i])
	if st.Zone != "" && p.zoneTo > p.zoneFrom {
		st.Text = strings.TrimSpace(p.s[:p.zoneFrom] + p.s[p.zoneTo:p.i])
	}
	return st, p.rest(), true
}

// aboutWords say that a time is not exact; placeWords only lead to it.
var (
	AboutWords = text.WordsOfList("about around approx approximately roughly ca circa c before after since by est " +
		"gegen etwa vers hacia verso omstreeks")
	PlaceWords = text.WordsOfList("at on from between um le el em am den il")
)

// moment is a point or a range, with the words and marks before and behind it.
func (p *scanner) moment() (st Stamp, ok bool) {
	from := p.i
	about, led := p.lead()
	if st, ok = p.bare(); !ok {
		p.i = from
		return Stamp{}, false
	}
	st.Led = led
	if p.trailAbout() || about {
		st.About = true
		if st.Zone == "" && st.HasClock() {
			p.zone(&st, false) // 10:45 (approx) JST
		}
	}
	if st.HasClock() {
		p.openEnd()
	}
	if st.Form == OfDay || st.Form == Local {
		p.rangeEnd(&st)
	}
	if !p.bounded(st) {
		p.i = from
		return Stamp{}, false
	}
	return st, true
}

// lead reads ~ and words like "around" in front of a time.
func (p *scanner) lead() (about, led bool) {
	if p.anyOf("~", "≈", "±") {
		p.spaces()
		return true, false
	}
	from := p.i
	word := strings.ToLower(p.word())
	dotted := p.take('.')
	if !AboutWords[word] && !PlaceWords[word] || dotted && PlaceWords[word] || p.spaces() == 0 && (!dotted || !text.IsDigit(p.peek())) {
		p.i = from
		return false, false
	}
	if p.anyOf("~", "≈") {
		return true, true
	}
	p.anyOf("the ")
	about = AboutWords[word]
	more, _ := p.lead()
	return about || more, true
}

// trailAbout reads the marks behind a time that make it approximate: 10:45~, 10:45ish, 10:45 (approx).
func (p *scanner) trailAbout() bool {
	if p.rest() == " ish" {
		p.i = len(p.s)
		return true
	}
	return p.anyOf("~", "-ish", "ish", " ish ", " (approximately)", " (approximate)", " (approx.)", " (approx)", " approx.", " (ca.)",
		" 頃", "頃", " ごろ", "ごろ", " 경", "경", "쯤", "左右", "前後", " 以降", "以降", " 이후")
}

// openEnd passes over the word that says that something lasted, where its text follows: 02:31 onwards: traffic is back.
func (p *scanner) openEnd() {
	from := p.i
	if p.anyOf(" onwards", " onward") && (p.i == len(p.s) || text.IsLetter(p.peek())) {
		p.i = from
	}
}

func (p *scanner) bare() (st Stamp, ok bool) {
	ok = p.marked(&st) || p.offset(&st) || p.epoch(&st) || p.dated(&st) || p.timed(&st)
	return st, ok
}

// unknownMarks stand where a time would, the longer before what they start with.
var unknownMarks = []string{
	"??:??", "?:??", "????", "???", "??", "xx:xx", "XX:XX", "xx.xx", "--:--", "HH:mm", "HH:MM", "hh:mm", "TBD", "tbd",
	"unknown time", "Unknown time", "Unknown", "unknown", "X", "?",
}

// marked reads the signs for a time that nobody knows.
func (p *scanner) marked(st *Stamp) bool {
	from := p.i
	if p.anyOf("T+", "T-", "T−") {
		if _, _, ok := p.number(1, 4); !ok {
			return p.back(from)
		}
		if p.take(':') {
			p.number(2, 2)
		}
		p.unit()
		*st = Stamp{Form: Unknown, Text: p.s[from:p.i]}
		return true
	}
	if !p.anyOf(unknownMarks...) {
		return false
	}
	text := p.s[from:p.i]
	*st = Stamp{Form: Unknown, Text: text, Weak: !strings.Contains(text, ":") && !strings.HasPrefix(text, "??")}
	return true
}

// unit reads the unit of a number of a length of time, which may stand behind a blank: 5m, 17 min.
func (p *scanner) unit() time.Duration {
	from := p.i
	p.spaces()
	unit := durationUnits[strings.ToLower(p.word())]
	if unit == 0 {
		p.i = from
	}
	return unit
}

func (p *scanner) offset(st *Stamp) bool {
	from := p.i
	if !p.take('+') {
		return false
	}
	n, _, ok := p.number(1, 5)
	unit := p.unit()
	if rest := p.rest(); unit == 0 && len(rest) > 2 && rest[0] == ' ' && strings.IndexByte("*!=?>^", rest[1]) >= 0 {
		unit = time.Minute // a mark of the capture line follows, where +5 is minutes
	}
	if !ok || unit == 0 {
		return p.back(from)
	}
	*st = Following(time.Duration(n)*unit, p.s[from:p.i])
	st.Seconds = unit == time.Second
	return true
}

func (p *scanner) dated(st *Stamp) bool {
	from := p.i
	st.Weekday = p.weekday()
	if !p.date(st) {
		p.i, st.Weekday = from, ""
		return false
	}
	st.Form = Local
	p.weekdayBehind(st)
	afterDate := p.i
	if p.peek() == 'T' && p.i+1 < len(p.s) && text.IsDigit(p.s[p.i+1]) {
		p.i++
		if p.clock(st, true) || p.basicClock(st) {
			p.zone(st, true)
			return true
		}
		return p.back(from)
	}
	if p.clockAfterDate(st) {
		p.zone(st, false)
		p.yearBehind(st)
		return true
	}
	p.i = afterDate
	if p.clockLike() {
		return p.back(from)
	}
	st.NoClock = true
	if strings.HasPrefix(p.rest(), " (") { // a zone behind a day without a clock is rare and needs parentheses
		p.zone(st, false)
	}
	p.unknownClock()
	return true
}

// clockLike says whether what follows a day looks like a clock: 25:14, which is none, is no text of that day.
func (p *scanner) clockLike() bool {
	q := scanner{s: p.s, i: p.i}
	blanks := q.spaces()
	_, _, hour := q.number(1, 2)
	colon := q.take(':')
	_, _, minute := q.number(2, 2)
	return blanks > 0 && hour && colon && minute
}

// yearBehind reads the year at the end of Thu Jul 13 08:58:40 2017, before which or behind which a zone may stand.
func (p *scanner) yearBehind(st *Stamp) {
	from := p.i
	if st.Year == 0 && st.Weekday != "" && st.Seconds && p.spaces() == 1 {
		if y, _, ok := p.number(4, 4); ok && ValidDay(y, st.Month, st.Day) && p.bounded(*st) {
			st.Year = y
			if st.Zone == "" {
				p.zone(st, false)
			}
			return
		}
	}
	p.i = from
}

// weekdayBehind reads the weekday between a day and its clock: 2026-04-24 (Friday) 20:40, 2026-04-24 Fri 20:40.
func (p *scanner) weekdayBehind(st *Stamp) {
	from := p.i
	spaced := p.spaces() > 0
	open := p.take('(')
	name := p.weekday()
	var after Stamp
	q := scanner{s: p.s, i: p.i}
	if !spaced || name == "" || open && !p.take(')') || !open && (p.s[p.i-1] != ' ' || !q.clock(&after, true)) {
		p.i = from
		return
	}
	for p.s[p.i-1] == ' ' {
		p.i--
	}
	if st.Weekday == "" {
		st.Weekday = name
	}
}

// basicClock is the 131415 of 20210622T131415Z.
func (p *scanner) basicClock(st *Stamp) bool {
	n, _, ok := p.number(6, 6)
	if !ok || n/10000 > 23 || n/100%100 > 59 || n%100 > 60 {
		return false
	}
	st.Hour, st.Min, st.sec, st.Seconds, st.Weak = n/10000, n/100%100, n%100, true, false
	return true
}

// clockAfterDate reads what may stand between a day and its clock, and the clock.
func (p *scanner) clockAfterDate(st *Stamp) bool {
	apart := p.anyOf(",", ";", ":", " |") || p.slashBeforeClock()
	if p.spaces() == 0 && !apart && !strings.HasSuffix(p.s[:p.i], "日") {
		return false
	}
	dashed := p.anyOf("- ", "– ", "— ", "-- ", "| ", "@ ", "@")
	p.spaces()
	p.anyOf("à ", "às ", "a las ", "alle ore ", "alle ", "в ", "kl. ", "klo ", "om ", "о ")
	about, _ := p.lead()
	if p.take('(') || p.take('[') {
		return false
	}
	before := *st
	if !p.clock(st, true) || st.hourly && st.Half == "" && !st.About || (dashed || st.Year == 0) && isJoined(p.s[:p.i]) { // a number only
		*st = before
		return false
	}
	st.Weak, st.About = false, st.About || about
	return true
}

// slashBeforeClock reads the slash of 2023-01-04/11:34, and the hyphen of 01/04/2023-11:34.
func (p *scanner) slashBeforeClock() bool {
	rest := p.rest()
	if len(rest) < 6 || rest[0] != '/' && rest[0] != '-' || rest[3] != ':' || !text.IsDigit(rest[1]) || !text.IsDigit(rest[2]) {
		return false
	}
	p.i++
	return true
}

// isJoined says whether the text ends in four digits by themselves, which may be a number.
func isJoined(s string) bool {
	n := len(s)
	for i := n - 4; i < n; i++ {
		if i < 0 || !text.IsDigit(s[i]) {
			return false
		}
	}
	return n == 4 || !text.IsDigit(s[n-5]) && s[n-5] != '.' && s[n-5] != ','
}

// unknownClock reads a day's clock that nobody knows: 2021-06-22 ??:??, 2022-02-02 X:.
func (p *scanner) unknownClock() {
	from := p.i
	var mark Stamp
	known := p.spaces() == 0 || !p.marked(&mark) || mark.Text == "?" || len(mark.Text) > 5
	if next := p.peek(); known || next != 0 && strings.IndexByte(" :,|)]*`", next) < 0 {
		p.i = from
	}
}

func (p *scanner) timed(st *Stamp) bool {
	from := p.i
	day := p.weekday()
	if !p.clock(st, false) {
		return p.back(from)
	}
	st.Form, st.Weekday = OfDay, day
	p.zone(st, false)
	if st.Zone != "" {
		st.Weak = st.Weak && st.Loc == nil
	}
	p.dayBehind(st)
	return true
}

// dayBehind reads the day behind a clock: 22:30 UTC (Oct 29), 14:05 on 2021-06-22, 12:45 PM PST Saturday Oct 30th.
func (p *scanner) dayBehind(st *Stamp) {
	from := p.i
	comma := p.take(',')
	if p.spaces() == 0 {
		p.i = from
		return
	}
	on := p.anyOf("on ", "of ")
	open := p.take('(')
	day := Stamp{}
	weekday := p.weekday()
	if !p.date(&day) || open && !p.take(')') || !comma && !on && !open && weekday == "" && !p.separated() {
		p.i = from
		return
	}
	st.Form, st.Year, st.Month, st.Day = Local, day.Year, day.Month, day.Day
	st.Swap, st.Turns, st.Order, st.Weekday = day.Swap, day.Turns, day.Order, weekday
	if st.Zone == "" {
		p.zone(st, false)
	}
}

func (p *scanner) separated() bool {
	rest := strings.TrimLeft(p.rest(), " ")
	return rest == "" || strings.IndexByte(":|)]*`,", rest[0]) >= 0 || text.StartsWithAny(rest, "- ", "–", "—")
}

// rangeEnd reads the end of a range, if one stands here, and lets each end lend the other its zone and half of the day.
func (p *scanner) rangeEnd(st *Stamp) {
	from := p.i
	p.spaces()
	if !p.anyOf("->", "→", "–", "—", "--", "-", "to ", "until ", "till ", "through ", "and ", "..", "〜", "～") {
		p.i = from
		return
	}
	p.spaces()
	about := p.anyOf("~")
	if p.secondsEnd(st) {
		return
	}
	zoneFrom, zoneTo := p.zoneFrom, p.zoneTo
	end, ok := p.bare()
	if !ok || !p.endsRange(st, end) {
		p.i, p.zoneFrom, p.zoneTo = from, zoneFrom, zoneTo
		return
	}
	if about || p.trailAbout() {
		st.About = true
	}
	if st.Half == "" && end.Half != "" && st.HasClock() && st.Hour <= 12 {
		st.halfFrom(end)
	}
	if st.Zone == "" {
		st.Zone, st.Loc = end.Zone, end.Loc
	} else if end.Zone == "" {
		end.Zone, end.Loc = st.Zone, st.Loc
	}
	st.Until = &end
}

// secondsEnd reads the end of 16:05:57-58, a range within a minute.
func (p *scanner) secondsEnd(st *Stamp) bool {
	from := p.i
	n, _, ok := p.number(2, 2)
	if next := p.peek(); !ok || !st.Seconds || st.Form == Exact || n <= st.sec || n > 59 || next == ':' || next == '.' || next == '-' {
		return p.back(from)
	}
	end := *st
	end.sec = n
	st.Until = &end
	return true
}

// endsRange says whether end may end a range that st starts, and stands as a whole token.
func (p *scanner) endsRange(st *Stamp, end Stamp) bool {
	if end.Weak && !st.Weak || !p.bounded(end) {
		return false
	}
	if st.NoClock {
		return end.Form == Local && end.NoClock
	}
	return end.HasClock()
}

// halfFrom gives 8:20 the half of the day of 8:24 PM, unless that would end the range before it began.
func (s *Stamp) halfFrom(end Stamp) {
	t := *s
	t.Half = end.Half
	t.applyHalf()
	if end.Half == "pm" && t.Hour*60+t.Min > end.Hour*60+end.Min {
		t = *s
		t.Half = "am"
		t.applyHalf()
	}
	s.Hour, s.Half = t.Hour, t.Half
}

func (p *scanner) bounded(st Stamp) bool {
	rest := p.rest()
	if rest == "" {
		return true
	}
	next := byte(' ')
	if len(rest) > 1 {
		next = rest[1]
	}
	word := text.IsLetter(next) || text.IsDigit(next)
	switch c := rest[0]; c {
	case ' ', '\t', ',', ';', ')', ']', '}', '|', '!', '<', '>', '"', '`', '*', '=', '\\':
		return true
	case '_', '\'', '.':
		return !word
	case ':', '?':
		return !text.IsDigit(next)
	case '-':
		return next == ' ' || next == '-' || text.IsLetter(next) && st.HasClock() && !st.Weak
	default:
		r, _ := utf8.DecodeRuneInString(rest)
		return c >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
}

// FromZero is the time of a mark like T+5m, T-90s, T+1:30 or T+0 where zero is the time that it counts from. It needs a unit, unless it
// says 0 or hours and minutes, and a zero with a day and a clock.
func FromZero(zero Stamp, mark string) (Stamp, bool) {
	p := scanner{s: strings.TrimSuffix(mark, ":")}
	ahead := p.anyOf("T+")
	if zero.Form != Local || zero.NoClock || !ahead && !p.anyOf("T-", "T−") {
		return Stamp{}, false
	}
	n, _, ok := p.number(1, 4)
	unit := p.unit()
	if ok && p.take(':') {
		var minutes int
		minutes, _, ok = p.number(2, 2)
		n, unit = 60*n+minutes, time.Minute
	}
	if !ok || p.rest() != "" || unit == 0 && n != 0 {
		return Stamp{}, false
	}
	after := time.Duration(n) * unit
	if !ahead {
		after = -after
	}
	st := zero
	at := zero.Date().Add(time.Duration(zero.ClockSeconds())*time.Second + after)
	st.Year, st.Month, st.Day = at.Year(), int(at.Month()), at.Day()
	st.Hour, st.Min, st.sec, st.Seconds = at.Hour(), at.Minute(), at.Second(), zero.Seconds || unit == time.Second
	st.Text, st.Half, st.Weekday, st.Until, st.Led = mark, "", "", nil, false
	return st, true
}
