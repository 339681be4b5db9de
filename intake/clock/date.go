package clock

import (
	"strings"
	"time"

	"debrief/intake/text"
)

// Weekdays are the English weekdays, in full, by the ways in which they are written.
var Weekdays = map[string]string{
	"mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "weds": "Wednesday", "thu": "Thursday", "thur": "Thursday",
	"thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
	"monday": "Monday", "tuesday": "Tuesday", "wednesday": "Wednesday", "thursday": "Thursday", "friday": "Friday", "saturday": "Saturday",
	"sunday": "Sunday",
}

func (p *scanner) weekday() string {
	from := p.i
	name := Weekdays[strings.ToLower(p.word())]
	if name == "" || text.IsDigit(p.peek()) {
		p.i = from
		return ""
	}
	p.take('.')
	p.take(',')
	p.spaces()
	return name
}

func (p *scanner) date(st *Stamp) bool {
	from := p.i
	ok := text.IsDigit(p.peek()) && (p.numericDate(st) || p.dayMonthName(st)) || text.IsLetter(p.peek()) && p.monthNameDay(st)
	if ok && (ValidDay(st.Year, st.Month, st.Day) || p.anyYear && st.Year > 0 && inCalendar(st.Year, st.Month, st.Day)) {
		return true
	}
	st.Year, st.Month, st.Day, st.Swap, st.Turns, st.Order = 0, 0, 0, false, false, ""
	return p.back(from)
}

// ValidDay refuses days that no calendar has, and years that no incident is in; without a year, 29 February is a day.
func ValidDay(y, m, d int) bool {
	if y == 0 {
		y = 2000
	}
	return inCalendar(y, m, d) && y >= 1900 && y <= 2200
}

func inCalendar(y, m, d int) bool {
	return m >= 1 && m <= 12 && d >= 1 && time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() == d
}

// numericDate is 2021-06-22, 2021/06/22, 20210622 (before a T), 22-06-2021, 6/22/21 and 22.06.2021.
func (p *scanner) numericDate(st *Stamp) bool {
	from := p.i
	a, digits, ok := p.number(1, 8)
	if !ok {
		return false
	}
	if digits == 8 {
		st.Year, st.Month, st.Day = a/10000, a/100%100, a%100
		return p.basicFollows()
	}
	if digits == 4 && p.anyOf("年", "년") || digits < 3 && text.StartsWithAny(p.rest(), "月", "월") {
		return p.easternDay(st, a, digits == 4)
	}
	sep := p.peek()
	if !p.take('-') && !p.take('/') && !p.take('.') {
		return p.back(from)
	}
	b, bDigits, ok := p.number(1, 2)
	if !ok {
		return p.back(from)
	}
	if digits == 4 {
		st.Year, st.Month = a, b
		return p.dayLast(st, sep, bDigits == 2)
	}
	if digits <= 2 && p.twoEnded(st, a, b, sep, digits == 2 && bDigits == 2) {
		return true
	}
	return p.back(from)
}

// dayLast reads the day of a date that starts with its year, of which year and month were read. 2021.6.22 could be a version.
func (p *scanner) dayLast(st *Stamp, sep byte, twoDigitMonth bool) (ok bool) {
	if st.Year > 0 && p.take(sep) {
		st.Day, _, ok = p.number(1, 2)
		return ok && (sep != '.' || twoDigitMonth)
	}
	return false
}

// easternDay is 2026年11月18日, 2026년 11월 18일 and the same without the year, of which the first number was read.
func (p *scanner) easternDay(st *Stamp, first int, year bool) bool {
	st.Month = first
	if year {
		p.spaces()
		st.Year = first
		st.Month, _, _ = p.number(1, 2)
	}
	ok := p.anyOf("月", "월")
	p.spaces()
	st.Day, _, _ = p.number(1, 2)
	return ok && p.anyOf("日", "일", "號", "号")
}

// basicFollows says whether 20210622 stands before a clock.
func (p *scanner) basicFollows() bool {
	rest := p.rest()
	return len(rest) > 4 && (rest[0] == 'T' || rest[0] == ' ' && strings.IndexByte(rest[2:min(len(rest), 5)], ':') >= 0)
}

// twoEnded reads the year of a date that starts with day or month and finds the order where the numbers tell it. A month
// and a day without a year count where a clock follows. 20.04.22 could be a version as well.
func (p *scanner) twoEnded(st *Stamp, a, b int, sep byte, twoDigits bool) bool {
	if !p.endsDay(st, a, b, sep, twoDigits) {
		return false
	}
	switch {
	case a > 12 || sep == '.' && (st.Year != 0 || a == b):
		st.Day, st.Month, st.Order = a, b, "dmy"
		st.Turns = sep == '-' && st.Year > 0 && p.s[p.i-3] == '-' && ValidDay(2000+a, b, st.Year%100)
	case b > 12:
		st.Month, st.Day, st.Order = a, b, "mdy"
	default:
		st.Month, st.Day, st.Swap = a, b, a != b
	}
	return true
}

// endsDay reads what follows the two numbers of a day: its year, or a clock.
func (p *scanner) endsDay(st *Stamp, a, b int, sep byte, twoDigits bool) bool {
	pointed := sep == '.' && p.pointedDay(a, b)
	if !pointed && p.take(sep) {
		y, digits, ok := p.number(2, 4)
		switch {
		case !ok || digits == 3 || sep == '.' && digits != 4 && (!twoDigits || y < 10):
			return false
		case digits == 2:
			y += 2000
			st.Weak = sep == '.'
		}
		st.Year = y
	} else if !pointed && (sep == '.' || !p.clockFollows()) {
		return false
	}
	return true
}

// pointedDay reads the end of 18.11 and 18.11. in front of a clock with a colon. Two single digits number a section.
func (p *scanner) pointedDay(a, b int) bool {
	q := *p
	q.take('.')
	if a < 10 && b < 10 || !q.clockFollows() {
		return false
	}
	p.i = q.i
	return true
}

func (p *scanner) clockFollows() bool {
	q := scanner{s: p.s, i: p.i}
	var st Stamp
	q.take(',')
	blanks := q.spaces()
	q.anyOf("~")
	return blanks > 0 && q.clock(&st, false) && !st.Weak
}

// dayMonthName is 22 June 2021, 22nd of June, 22-Jun-2021, 22/Jun/2021.
func (p *scanner) dayMonthName(st *Stamp) bool {
	from := p.i
	d, _, ok := p.number(1, 2)
	if !ok {
		return false
	}
	p.anyOf("st", "nd", "rd", "th", "er", ".")
	if p.spaces() == 0 && !p.take('-') && !p.take('/') {
		return p.back(from)
	}
	p.anyOf("of ", "de ")
	m := monthNamed(p.letters())
	if m == 0 {
		return p.back(from)
	}
	p.take('.')
	st.Month, st.Day = m, d
	p.anyOf(" de") // 4 de mayo de 2026
	p.year(st)
	return true
}

// monthNameDay is June 22, 2021; Jun 22nd 2021; June 22.
func (p *scanner) monthNameDay(st *Stamp) bool {
	from := p.i
	m := englishMonth(p.word())
	p.take('.')
	full := p.i-from > 4 // January23
	if m == 0 || p.spaces() == 0 && !p.take('-') && !full {
		return p.back(from)
	}
	d, _, ok := p.number(1, 2)
	if !ok || p.minutesAhead() {
		return p.back(from)
	}
	p.anyOf("st", "nd", "rd", "th")
	st.Month, st.Day = m, d
	p.year(st)
	return true
}

// year reads the year behind a named month, if one stands there; of two digits, as in 18-Nov-26, where a clock follows.
func (p *scanner) year(st *Stamp) {
	from := p.i
	p.take(',')
	sep := p.peek()
	if p.spaces() == 0 && (sep != '-' && sep != '/' || !p.take(sep)) {
		p.i = from
		return
	}
	y, digits, _ := p.number(2, 4)
	switch {
	case digits == 2 && sep == '-' && p.clockFollows():
		st.Year = 2000 + y
	case digits == 4 && y >= 1990 && y <= 2100 && (sep == '/' || !p.minutesAhead()):
		st.Year = y
		p.anyOf(" г.", " года")
	default:
		p.i = from
	}
}

func (p *scanner) minutesAhead() bool {
	return p.peek() == ':' && p.i+1 < len(p.s) && text.IsDigit(p.s[p.i+1])
}

// PlainMarks is text with the hyphens and spaces of a keyboard.
func PlainMarks(text string) string { return strings.Map(PlainMark, text) }

// PlainMark is the character of a keyboard that a typesetter's hyphen or space stands for; others stay as they are.
func PlainMark(r rune) rune {
	switch r {
	case '\u2010', '\u2011', '\u2012', '\u2212':
		return '-'
	case '\u00a0', '\u2007', '\u2009', '\u202f':
		return ' '
	}
	return r
}

// DayNamedIn is the first full date that a phrase names; one without a year counts when the month has a name.
func DayNamedIn(said string) (Stamp, bool) {
	said = PlainMarks(text.FirstBytes(said, 2000))
	for i := range len(said) {
		if i > 0 && (text.IsWord(said[i-1]) || strings.IndexByte("/.-:", said[i-1]) >= 0) || !text.IsDigit(said[i]) && !text.IsLetter(said[i]) {
			continue
		}
		p := scanner{s: said, i: i}
		st := Stamp{Form: Local, NoClock: true}
		st.Weekday = p.weekday()
		sure := func() bool {
			return st.Year != 0 || st.Weekday != "" || text.IsLetter(said[i]) || strings.ContainsAny(said[i:p.i], "abcdefghijklmnopqrstuvwxyz")
		}
		if p.date(&st) && sure() && endsWord(p.rest()) {
			st.Text = said[i:p.i]
			return st, true
		}
	}
	return Stamp{}, false
}

func endsWord(rest string) bool {
	if rest == "" || rest[0] == 'T' {
		return true
	}
	goesOn := len(rest) > 1 && strings.IndexByte("./-:", rest[0]) >= 0 && text.IsDigit(rest[1])
	return !text.IsWord(rest[0]) && !goesOn
}

// MonthNames are the months, from January, in English, German, French, Spanish, Italian, Portuguese, Dutch,
// Russian, Polish and Swedish, as they stand behind a day.
var MonthNames = [12][]string{
	{"january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari", "января", "stycznia"},
	{"february", "februar", "février", "febrero", "febbraio", "fevereiro", "februari", "февраля", "lutego"},
	{"march", "märz", "mars", "marzo", "março", "maart", "марта", "marca"},
	{"april", "avril", "abril", "aprile", "апреля", "kwietnia"},
	{"may", "mai", "mayo", "maggio", "maio", "mei", "мая", "maja", "maj"},
	{"june", "juni", "juin", "junio", "giugno", "junho", "июня", "czerwca"},
	{"july", "juli", "juillet", "julio", "luglio", "julho", "июля", "lipca"},
	{"august", "août", "agosto", "augustus", "августа", "sierpnia", "augusti"},
	{"september", "septembre", "septiembre", "setiembre", "settembre", "setembro", "сентября", "września"},
	{"october", "oktober", "octobre", "octubre", "ottobre", "outubro", "октября", "października"},
	{"november", "novembre", "noviembre", "novembro", "ноября", "listopada"},
	{"december", "dezember", "décembre", "diciembre", "dicembre", "dezembro", "декабря", "grudnia"},
}

// monthWords are the names, and those of English cut off: jan, sept.
var monthWords = func() map[string]int {
	words := map[string]int{"sept": 9}
	for i, names := range MonthNames {
		words[names[0][:3]] = i + 1
		for _, name := range names {
			words[name] = i + 1
		}
	}
	return words
}()

// monthNamed is the month of a name in any of the languages, or of the beginning of an English one; 0 for other words.
func monthNamed(word string) int { return monthWords[strings.ToLower(word)] }

// englishMonth is the month of an English name or its beginning. Other languages have the day in front, and "Mei 3" is a person's.
func englishMonth(word string) int {
	m := monthNamed(word)
	if m > 0 && !strings.HasPrefix(MonthNames[m-1][0], strings.ToLower(word)) && !strings.EqualFold(word, "sept") {
		return 0
	}
	return m
}

// MonthInEnglish is the English name of a month that is named in another language; "" for other words.
func MonthInEnglish(word string) string {
	if m := monthNamed(word); m > 0 && englishMonth(word) == 0 {
		return time.Month(m).String()
	}
	return ""
}

// MonthPattern finds a name, or an English one cut off, for expressions that know no case; the longer names stand first.
var MonthPattern = func() string {
	var names []string
	for _, all := range MonthNames {
		names = append(names, all...)
	}
	names = append(names, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec")
	return "(?:" + strings.Join(text.LongestFirst(names), "|") + ")"
}()
