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
	day, kind := ReadDue(text, today)
	switch kind {
	case DueDay:
		return model.DateOf(day), nil
	case DueEither:
		return "", fmt.Errorf("%s can be read two ways: write the month as a word, like 4 dec", model.Quote(text))
	case DueImpossible:
		return "", fmt.Errorf("%s is a day that does not exist: %s", model.Quote(text), instead)
	case DueOther:
		return "", fmt.Errorf("%s names two days, for that one is %s: give one of the two", model.Quote(text), day.Format("Mon 2 Jan 2006"))
	}
	return "", fmt.Errorf("%s names no day: %s", model.Quote(text), instead)
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
	if dateShape.MatchString(s) {
		day, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return time.Time{}, DueImpossible
		}
		return day, DueDay
	}
	if m := dueIn.FindStringSubmatch(s); m != nil {
		return dueAfter(today, m[1], m[2]), DueDay
	}
	if day, ok := dueWeekday(s, today); ok {
		return day, DueDay
	}
	if due.Whole(s) {
		return time.Time{}, DueFuzzy
	}
	if dueSlashed.MatchString(s) {
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

// dueNamed reads the days that have names of their own.
func dueNamed(text string, today time.Time) (time.Time, bool) {
	switch text {
	case "today":
		return today, true
	case "tomorrow":
		return today.AddDate(0, 0, 1), true
	case "the day after tomorrow", "day after tomorrow":
		return today.AddDate(0, 0, 2), true
	case "end of month", "end of the month", "eom":
		return time.Date(today.Year(), today.Month()+1, 0, 0, 0, 0, 0, today.Location()), true
	case "end of next month":
		return time.Date(today.Year(), today.Month()+2, 0, 0, 0, 0, 0, today.Location()), true
	}
	return time.Time{}, false
}

// weekdayOf is the weekday that a word names, -1 for none.
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
	if m := dueNext.FindStringSubmatch(text); m != nil {
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
	month, day := monthOf(words[1]), dueOrdinal.FindStringSubmatch(words[0])
	if month == 0 {
		month, day = monthOf(words[0]), dueOrdinal.FindStringSubmatch(words[1])
	}
	if month == 0 || day == nil {
		return time.Time{}, DueUnknown
	}
	year := today.Year()
	if len(words) == 3 {
		if year = atoi(words[2]); len(words[2]) != 4 || year < 1000 {
			return time.Time{}, DueUnknown
		}
	}
	due := time.Date(year, month, atoi(day[1]), 0, 0, 0, 0, today.Location())
	if len(words) == 2 && due.Before(today) {
		due = time.Date(year+1, month, atoi(day[1]), 0, 0, 0, 0, today.Location())
	}
	if due.Day() != atoi(day[1]) {
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

// atoi reads digits that a pattern has found already; "" is 0.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
