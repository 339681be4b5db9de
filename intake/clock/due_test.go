package clock

import (
	"strings"
	"testing"
	"time"
)

var friday = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func TestADueDateIsADayOfTheCalendar(t *testing.T) {
	for text, want := range map[string]string{
		"2026-12-04":         "2026-12-04",
		"4 dec":              "2026-12-04",
		"4 Dec 2027":         "2027-12-04",
		"dec 4":              "2026-12-04",
		"December 4th, 2026": "2026-12-04",
		"the 4th of dec":     "2026-12-04",
		"4 feb":              "2027-02-04", // the next one
		"20 nov":             "2026-11-20", // today is still to come
		"29 feb 2028":        "2028-02-29",
		"fri":                "2026-11-27", // never today
		"monday":             "2026-11-23",
		"next monday":        "2026-11-23",
		"next friday":        "2026-11-27",
		"sun":                "2026-11-22",
		"next sun":           "2026-11-29",
		"today":              "2026-11-20",
		"tomorrow":           "2026-11-21",
		"in 2 weeks":         "2026-12-04",
		"in a week":          "2026-11-27",
		"+2w":                "2026-12-04",
		"+10d":               "2026-11-30",
		"in 3 months":        "2027-02-20",
		"end of month":       "2026-11-30",

		"Fri 4 Dec 2026":         "2026-12-04", // as the screen shows it
		"friday, 4 dec":          "2026-12-04",
		"by fri 4th of dec":      "2026-12-04",
		"on monday":              "2026-11-23",
		"by in 2 weeks":          "2026-12-04",
		"this friday":            "2026-11-20", // today is one
		"this sat":               "2026-11-21",
		"friday next week":       "2026-11-27",
		"next week wed":          "2026-11-25",
		"the day after tomorrow": "2026-11-22",
		"in six weeks":           "2027-01-01",
	} {
		if got, err := ParseDue(text, friday); err != nil || string(got) != want {
			t.Errorf("%s is %s, %v, want %s", text, got, err, want)
		}
	}
	if got, _ := ParseDue("in 1 month", time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)); got != "2027-02-28" {
		t.Errorf("a month after 31 January is %s", got)
	}
}

func TestWordsThatNameNoDayAreRefused(t *testing.T) {
	for _, text := range []string{
		"soon", "asap", "next sprint", "next week", "Q3", "q1 2027", "tbd", "later", "", "31 feb", "29 feb 2027", "2026-02-30", "0 dec",
		"4/12", "04.12.2026", "4 dec maybe", "on 4 dec 26", "fri fri", "02:14", "30 february", "fri 30 feb", "this", "by", "soon next week",
		"fri 5 dec", "Monday, 4 Dec 2026", "half", "may", "in 2 minutes",
	} {
		if got, err := ParseDue(text, friday); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
	if _, err := ParseDue("next sprint", friday); err == nil || !strings.Contains(err.Error(), "give one of the calendar") {
		t.Errorf("the refusal does not ask for a day: %v", err)
	}
	for text, want := range map[string]string{
		"30 feb":    "a day that does not exist: give one of the calendar",
		"fri 5 dec": "names two days, for that one is Sat 5 Dec 2026",
	} {
		if _, err := ParseDue(text, friday); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the refusal of %q does not say %q: %v", text, want, err)
		}
	}
}
