package clock

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/intake/text"
	"debrief/model"
	"debrief/model/due"
)

// ParseDue reads a day of the calendar, whole input or nothing: 2026-12-04, 4 dec, dec 4 2026, Fri 4 Dec 2026, fri, next
// friday, friday next week, today, tomorrow, in 2 weeks, +2w, end of month; "by" and "on" may stand before it.
//
// A day and month without a year is the next such day. A weekday is the first one after today, never today itself unless it
// is "this" one; with "next" it is that of the week after this one, weeks starting on Monday. Months are those of the
// calendar: a month after 31 January is the last day of February. Words that name no day (soon, next sprint, Q3), days that
// the calendar does not have, and a weekday that the day is not, are errors which say so and what to type instead.
func ParseDue(text string, today time.Time) (model.Date, error) {
	const instead = "give one of the calendar, like 4 dec, fri or in 2 weeks"
	why := "names no day: " + instead
	switch day, kind := ReadDue(text, today); kind {
	case DueDay:
		return model.DateOf(day), nil
	case DueEither:
		why = "can be read two ways: write the month as a word, like 4 dec"
	case DueImpossible:
		why = "is a day that does not exist: " + instead
	case DueOther:
		why = "names two days, for that one is " + day.Format("Mon 2 Jan 2006") + ": give one of the two"
	}
	return "", fmt.Errorf("%s %s", model.Quote(text), why)
}

// DueKind says what a text is as a due date.
type DueKind int

// The kinds of due dates.
const (
	DueUnknown    DueKind = iota // not about days at all
	DueDay                       // a day
	DueFuzzy                     // about time, but no day: soon
	DueImpossible                // a day that the calendar does not have
	DueEither                    // 4/12
	DueOther                     // a weekday, and a day that is another one
)

var (
	dateShape  = text.Expression(`^\d{4}-\d{2}-\d{2}$`)
	dueOrdinal = text.Expression(`^(\d{1,2})(st|nd|rd|th|er|\.)?$`)
	dueIn      = text.Expression(`^(?:in |\+)(a|an|one|two|three|four|five|six|\d{1,3}) ?(d|days?|w|weeks?|months?)$`)
	dueNext    = text.Expression(`^(?:next week (?:on )?([a-z]+)|([a-z]+) (?:of )?next week)$`)
	dueSlashed = text.Expression(`^\d{1,4}[/.]\d{1,2}([/.]\d{2,4})?$`)
)

// ReadDue reads what ParseDue reads, and says of anything else what it is as a due day.
func ReadDue(s string, today time.Time) (time.Time, DueKind) {
	s = strings.ToLower(strings.Join(text.Words(strings.ReplaceAll(s, ",", " ")), " "))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "by "), "on ")
	today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, today.Location())
	if day, ok := dueNamed(s, today); ok {
		return day, DueDay
	}
	if dateShape().MatchString(s) {
		day, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return time.Time{}, DueImpossible
		}
		return day, DueDay
	}
	if m := dueIn().FindStringSubmatch(s); m != nil {
		return dueAfter(today, m[1], m[2]), DueDay
	}
	if day, ok := dueWeekday(s, today); ok {
		return day, DueDay
	}
	if due.Whole(s) {
		return time.Time{}, DueFuzzy
	}
	if dueSlashed().MatchString(s) {
		return time.Time{}, DueEither
	}
	words := strings.Fields(s)
	if len(words) > 2 && weekdayOf(words[0]) >= 0 {
		day, kind := dueOfMonth(words[1:], today)
		if kind == DueDay && day.Weekday() != weekdayOf(words[0]) {
			return day, DueOther
		}
		return day, kind
	}
	return dueOfMonth(words, today)
}

func dueNamed(text string, today time.Time) (time.Time, bool) {
	text = strings.TrimPrefix(text, "the ")
	if days, ok := map[string]int{"today": 0, "tomorrow": 1, "day after tomorrow": 2}[text]; ok {
		return today.AddDate(0, 0, days), true
	}
	months, ok := map[string]int{"end of month": 1, "end of the month": 1, "eom": 1, "end of next month": 2}[text]
	return time.Date(today.Year(), today.Month()+time.Month(months), 0, 0, 0, 0, 0, today.Location()), ok
}

func weekdayOf(word string) time.Weekday {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if named(word, d.String()) {
			return d
		}
	}
	return -1
}

func dueAfter(today time.Time, count, unit string) time.Time {
	n, err := strconv.Atoi(count)
	if err != nil {
		n = max(1, slices.Index([]string{"a", "one", "two", "three", "four", "five", "six"}, count))
	}
	switch unit[0] {
	case 'd':
		return today.AddDate(0, 0, n)
	case 'w':
		return today.AddDate(0, 0, 7*n)
	}
	last := time.Date(today.Year(), today.Month()+time.Month(n)+1, 0, 0, 0, 0, 0, today.Location())
	if day := today.AddDate(0, n, 0); day.Before(last) {
		return day
	}
	return last
}

func dueWeekday(text string, today time.Time) (time.Time, bool) {
	name, next := strings.CutPrefix(text, "next ")
	if m := dueNext().FindStringSubmatch(text); m != nil {
		name, next = m[1]+m[2], true
	}
	name, this := strings.CutPrefix(name, "this ")
	weekday := weekdayOf(name)
	if weekday < 0 {
		return time.Time{}, false
	}
	offset := (int(weekday) - int(today.Weekday()) + 7) % 7
	if offset == 0 && !this {
		offset = 7
	}
	sinceMonday := (int(today.Weekday()) + 6) % 7
	if next && offset < 7-sinceMonday {
		offset += 7 // still in this week
	}
	return today.AddDate(0, 0, offset), true
}

// dueOfMonth reads 4 dec, 4th of december 2026, dec 4 2026.
func dueOfMonth(words []string, today time.Time) (time.Time, DueKind) {
	words = slices.DeleteFunc(words, func(w string) bool { return w == "of" || w == "the" || w == "de" })
	if len(words) < 2 || len(words) > 3 {
		return time.Time{}, DueUnknown
	}
	month, day := monthOf(words[1]), dueOrdinal().FindStringSubmatch(words[0])
	if month == 0 {
		month, day = monthOf(words[0]), dueOrdinal().FindStringSubmatch(words[1])
	}
	if month == 0 || day == nil {
		return time.Time{}, DueUnknown
	}
	year := today.Year()
	if len(words) == 3 {
		if year = text.DigitsAt(words[2], 0, 4); len(words[2]) != 4 || year < 1000 {
			return time.Time{}, DueUnknown
		}
	}
	due := time.Date(year, month, text.Number(day[1]), 0, 0, 0, 0, today.Location())
	if len(words) == 2 && due.Before(today) {
		due = time.Date(year+1, month, text.Number(day[1]), 0, 0, 0, 0, today.Location())
	}
	if due.Day() != text.Number(day[1]) {
		return time.Time{}, DueImpossible
	}
	return due, DueDay
}

// monthOf is the month that a word names, also an English one cut off anywhere: decem.
func monthOf(word string) time.Month {
	word = strings.TrimSuffix(word, ".")
	for i := range MonthNames {
		if named(word, MonthNames[i][0]) {
			return time.Month(i + 1)
		}
	}
	return time.Month(monthNamed(word))
}

// named reports whether a lower-case word is a name or its first letters: fri, thurs, friday for Friday.
func named(word, name string) bool {
	return len(word) >= 3 && (len(word) <= 5 || len(word) == len(name)) && strings.HasPrefix(strings.ToLower(name), strings.TrimSuffix(word, "."))
}

// durationUnits are the units of +5m, as people write them.
var durationUnits = map[string]time.Duration{
	"s": time.Second, "sec": time.Second, "secs": time.Second, "second": time.Second, "seconds": time.Second,
	"m": time.Minute, "min": time.Minute, "mins": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"h": time.Hour, "hr": time.Hour, "hrs": time.Hour, "hour": time.Hour, "hours": time.Hour,
}

// TimeContext is what a time that somebody types leaves unsaid.
type TimeContext struct {
	Zone *time.Location // of a clock that names no zone; nil means UTC
	Day  time.Time      // the day of a clock that names no day: that of the last event, of the start, or today
	Last time.Time      // what +5m counts from
	Now  time.Time      // what now means
}

// ParseTime reads a time that somebody typed, whole input or an error of one line: 02:14, 0214, 2:14pm, 02:14:05,
// 2026-11-18 02:14, RFC 3339, +5m, +5 (minutes), now, ~02:14. original is the time without its zone, zone the zone as
// written or else the name of ctx.Zone, and precision one of the model's words.
func ParseTime(text string, ctx TimeContext) (at model.Instant, original, zone, precision string, err error) {
	text = strings.TrimSpace(text)
	if ctx.Zone == nil {
		ctx.Zone = time.UTC
	}
	st, err := ctx.read(text)
	if err != nil {
		return model.Instant{}, "", "", "", err
	}
	zone = st.Zone
	if zone == "" {
		zone = ctx.Zone.String()
	}
	switch {
	case st.Form == Later && ctx.Last.IsZero():
		return model.Instant{}, "", "", "", fmt.Errorf("%s counts from the event before it, and there is none", model.Quote(text))
	case st.Form == Later:
		return model.At(ctx.Last.Add(st.After)), st.Text, zone, st.Precision(), nil
	}
	at, ok := st.Instant(ctx.Day.In(ctx.Zone), ctx.Zone)
	if !ok {
		return model.Instant{}, "", "", "", fmt.Errorf("%s needs a date: write 2026-11-18 02:14", model.Quote(text))
	}
	if day := at.Time().In(ctx.Zone); st.Zone == "" && (st.Form == Local || st.Form == OfDay) && len(st.Instants(day, ctx.Zone)) == 0 {
		return model.Instant{}, "", "", "", st.Jumped(day, ctx.Zone)
	}
	if !Holds(at) {
		return model.Instant{}, "", "", "", fmt.Errorf("%s is outside the years 1 to 9999", model.Quote(text))
	}
	return at, st.Text, zone, st.Precision(), nil
}

// read is the stamp of what was typed, with everything that only the text can say settled.
func (ctx TimeContext) read(text string) (Stamp, error) {
	if text == "now" && !ctx.Now.IsZero() {
		return absolute(ctx.Now, text, "", 0), nil
	}
	if n, rest, ok := LeadingMinutes(text); ok && rest == "" {
		return Following(time.Duration(n)*time.Minute, text), nil
	}
	st, rest, ok := ReadTyped(text)
	if !ok || strings.TrimSpace(rest) != "" || !st.isOnePoint() {
		return Stamp{}, fmt.Errorf("%s is not a time like 02:14, 2026-11-18 02:14 or +5m", model.Quote(text))
	}
	switch {
	case st.Swap:
		return Stamp{}, fmt.Errorf("%s may be either day of two: write %04d-%02d-%02d or %04d-%02d-%02d", model.Quote(text),
			st.Year, st.Month, st.Day, st.Year, st.Day, st.Month)
	case st.Turns:
		other, _ := st.Turned()
		return Stamp{}, fmt.Errorf("%s may be either day of two: write %s or %s", model.Quote(text),
			other.Date().Format(time.DateOnly), st.Date().Format(time.DateOnly))
	case st.Zone != "" && st.Loc == nil:
		return Stamp{}, SharedZone(st.Zone)
	case st.Form == Local && st.Year == 0:
		st.Year = st.YearOf(ctx.Now)
	}
	return st, nil
}

// isOnePoint says whether a stamp is one time, and not a range, a mark, or a phrase around a time.
func (s Stamp) isOnePoint() bool {
	return s.Form != Unknown && !s.Led && s.Until == nil && (s.Weekday == "" || s.Form != OfDay)
}

// LeadingMinutes reads +5, which means minutes.
func LeadingMinutes(text string) (n int, rest string, ok bool) {
	p := scanner{s: text}
	if !p.take('+') {
		return 0, text, false
	}
	n, _, ok = p.number(1, 4)
	return n, p.rest(), ok
}

// YearOf is the newest year in which the day is not in the future, as seen from now; a weekday that was written beside the day picks
// the year that has it. A day of tolerance covers zones.
func (s Stamp) YearOf(now time.Time) int {
	if now.IsZero() {
		now = time.Now()
	}
	newest := now.Year()
	if time.Date(newest, time.Month(s.Month), s.Day, 0, 0, 0, 0, time.UTC).After(now.Add(24 * time.Hour)) {
		newest--
	}
	for y := newest; y > newest-11 && s.Weekday != ""; y-- {
		if time.Date(y, time.Month(s.Month), s.Day, 0, 0, 0, 0, time.UTC).Weekday().String() == s.Weekday {
			return y
		}
	}
	return newest
}

// YearNear is the year in which the day is nearest to t, as a date without a year is read beside one that has it.
func (s Stamp) YearNear(t time.Time) int {
	best, distance := t.Year(), time.Duration(1<<63-1)
	for y := t.Year() - 1; y <= t.Year()+1; y++ {
		day := time.Date(y, time.Month(s.Month), s.Day, 0, 0, 0, 0, time.UTC)
		if d := day.Sub(t).Abs(); d < distance && day.Day() == s.Day {
			best, distance = y, d
		}
	}
	return best
}
