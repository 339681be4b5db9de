package clock

import (
	"strings"
	"testing"
	"time"
)

// What programs write is read the same in a line that somebody types, in prose and in a field of a log.
func TestOneStampIsReadTheSameEverywhere(t *testing.T) {
	for text, want := range map[string]string{
		"Thu Jul 13 08:58:40 2017 +0100":               "2017-07-13T07:58:40Z",
		"Thu Jul 13 08:58:40 WEST 2017":                "2017-07-13T07:58:40Z",
		"Thu Jul 13 08:58:40 2017":                     "2017-07-13T06:58:40Z",
		"Wed Nov 18 02:14:05.123456 2026":              "2026-11-18T01:14:05.123456Z",
		"Wed Nov  8 02:14:05 2023":                     "2023-11-08T01:14:05Z",
		"Nov 18 2026 02:14:05":                         "2026-11-18T01:14:05Z",
		"18/Nov/2026:02:14:05 +0000":                   "2026-11-18T02:14:05Z",
		"18/Nov/2026 02:14:05":                         "2026-11-18T01:14:05Z",
		"18 Nov 2026 02:14:05.123":                     "2026-11-18T01:14:05.123Z",
		"18-Nov-2026 02:14:05":                         "2026-11-18T01:14:05Z",
		"Wednesday, 18-Nov-26 02:14:05 GMT":            "2026-11-18T02:14:05Z",
		"Wed, 18 Nov 2026 02:14:05 +0100":              "2026-11-18T01:14:05Z",
		"2026-11-18T02:14:05,123Z":                     "2026-11-18T02:14:05.123Z",
		"2026-11-18T02:14:05.1234567890Z":              "2026-11-18T02:14:05.123456789Z",
		"2026-11-18 02:14:05 +0000 UTC":                "2026-11-18T02:14:05Z",
		"2026-11-18 02:14:05.5 +0200 EET":              "2026-11-18T00:14:05.5Z",
		"2026-11-18T02:14:05.000+01:00[Europe/Berlin]": "2026-11-18T01:14:05.000Z",
		"2026-11-18 02:14:05-07":                       "2026-11-18T09:14:05Z",
		"2026/11/18 02:14:05":                          "2026-11-18T01:14:05Z",
		"2026-11-18 02:14:05 Europe/Athens":            "2026-11-18T00:14:05Z",
		"2026-07-18 02:14:05 PST":                      "2026-07-18T09:14:05Z", // the clock on the wall, in summer
	} {
		oslo, _ := time.LoadLocation("Europe/Oslo")
		field, ok := MachineTime(text)
		if at, _ := field.Instant(time.Time{}, oslo); !ok || at.String() != want {
			t.Errorf("in a field %s is %s, want %s", text, at, want)
		}
		prose, rest, ok := ReadStamp(text + " - rolled back")
		if at, _ := prose.Instant(time.Time{}, oslo); !ok || at.String() != want || rest != " - rolled back" {
			t.Errorf("in prose %s is %s, %q left, want %s", text, at, rest, want)
		}
		typed, _, _, _, err := ParseTime(text, TimeContext{Zone: oslo, Now: friday})
		if err != nil || typed.String() != want {
			t.Errorf("typed %s is %s, %v, want %s", text, typed, err, want)
		}
		if _, rest, ok := ReadStamp(strings.Replace(text, ":14:05", ":14", 1) + " 2026 orders"); ok && !strings.Contains(rest, "2026 orders") {
			t.Errorf("a count behind a time became a part of it: %q", rest)
		}
	}
}
