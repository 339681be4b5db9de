package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/model"
)

// ParseDue reads a day of the calendar, whole input or nothing: 2026-12-04, 4 dec, dec 4 2026, fri, next friday, today,
// tomorrow, in 2 weeks, +2w, end of month.
//
// A day and month without a year is the next such day. A weekday is the first one after today, never today itself; with
// "next" it is that of the week after this one, weeks starting on Monday. Months are those of the calendar: a month after
// 31 January is the last day of February. Words that name no day (soon, next sprint, Q3) and days that the calendar does
// not have are errors which say so.
func ParseDue(text string, today time.Time) (model.Date, error) {
	day, kind := readDue(text, today)
	switch kind {
	case dueDay:
		return model.DateOf(day), nil
	case dueEither:
		return "", fmt.Errorf("%s can be read two ways: write the month as a word, like 4 dec", model.Quote(text))
	case dueImpossible:
		return "", fmt.Errorf("%s is not a day of the calendar", model.Quote(text))
	}
	return "", fmt.Errorf("%s names no day: give one of the calendar, like 4 dec, fri or in 2 weeks", model.Quote(text))
}

// dueKind says what a text is as a due date.
type dueKind int

const (
	dueUnknown    dueKind = iota // not about days at all
	dueDay                       // a day
	dueFuzzy                     // about time, but no day: soon
	dueImpossible                // a day that the calendar does not have
	dueEither                    // 4/12
)

var (
	dueOrdinal = expression(`^(\d{1,2})(st|nd|rd|th|\.)?$`)
	dueIn      = expression(`^(?:in |\+)(a|an|one|two|three|four|\d{1,3}) ?(d|days?|w|weeks?|months?)$`)
	dueSlashed = expression(`^\d{1,4}[/.]\d{1,2}([/.]\d{2,4})?$`)
	dueVague   = expression(`^(asap|soon|soonest|tbd|tba|later|eventually|someday|when possible|when we can|` +
		`(early |mid |late )?(q[1-4]|h[12])( \d{4})?|(the )?(next|this|end of|end of the|after the|coming) ` +
		`(sprint|iteration|release|week|month|quarter|year|next week|next sprint|next quarter))$`)
)

func readDue(text string, today time.Time) (time.Time, dueKind) {
	text = strings.ToLower(strings.Join(splitWords(strings.ReplaceAll(text, ",", " ")), " "))
	today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, today.Location())
	switch text {
	case "today":
		return today, dueDay
	case "tomorrow":
		return today.AddDate(0, 0, 1), dueDay
	case "end of month", "end of the month", "eom":
		return time.Date(today.Year(), today.Month()+1, 0, 0, 0, 0, 0, today.Location()), dueDay
	case "end of next month":
		return time.Date(today.Year(), today.Month()+2, 0, 0, 0, 0, 0, today.Location()), dueDay
	}
	if dateShape.MatchString(text) {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return time.Time{}, dueImpossible
		}
		return day, dueDay
	}
	if m := dueIn.FindStringSubmatch(text); m != nil {
		return dueAfter(today, m[1], m[2]), dueDay
	}
	if day, ok := dueWeekday(text, today); ok {
		return day, dueDay
	}
	if dueVague.MatchString(text) {
		return time.Time{}, dueFuzzy
	}
	if dueSlashed.MatchString(text) {
		return time.Time{}, dueEither
	}
	return dueOfMonth(strings.Fields(text), today)
}

func dueAfter(today time.Time, count, unit string) time.Time {
	n, err := strconv.Atoi(count)
	if err != nil {
		n = max(1, slices.Index([]string{"a", "one", "two", "three", "four"}, count))
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
	for offset := 1; offset <= 7; offset++ {
		day := today.AddDate(0, 0, offset)
		if !named(name, day.Weekday().String()) {
			continue
		}
		sinceMonday := (int(today.Weekday()) + 6) % 7
		if next && offset < 7-sinceMonday {
			day = day.AddDate(0, 0, 7) // still in this week
		}
		return day, true
	}
	return time.Time{}, false
}

// dueOfMonth reads 4 dec, 4th of december 2026, dec 4 2026.
func dueOfMonth(words []string, today time.Time) (time.Time, dueKind) {
	words = slices.DeleteFunc(words, func(w string) bool { return w == "of" || w == "the" })
	if len(words) < 2 || len(words) > 3 {
		return time.Time{}, dueUnknown
	}
	month, day := monthOf(words[1]), dueOrdinal.FindStringSubmatch(words[0])
	if month == 0 {
		month, day = monthOf(words[0]), dueOrdinal.FindStringSubmatch(words[1])
	}
	if month == 0 || day == nil {
		return time.Time{}, dueUnknown
	}
	year := today.Year()
	if len(words) == 3 {
		if year = atoi(words[2]); len(words[2]) != 4 || year < 1000 {
			return time.Time{}, dueUnknown
		}
	}
	due := time.Date(year, month, atoi(day[1]), 0, 0, 0, 0, today.Location())
	if len(words) == 2 && due.Before(today) {
		due = time.Date(year+1, month, atoi(day[1]), 0, 0, 0, 0, today.Location())
	}
	if due.Day() != atoi(day[1]) {
		return time.Time{}, dueImpossible
	}
	return due, dueDay
}

func monthOf(word string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if named(word, m.String()) || word == "sept" && m == time.September {
			return m
		}
	}
	return 0
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
