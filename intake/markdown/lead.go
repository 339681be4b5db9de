package markdown

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// StartsWithTime says whether a line or a heading begins with a time, whatever its marks.
func StartsWithTime(s string) bool {
	s = WithoutDayLabel(strings.TrimSpace(s))
	if s == "" || len(s) > 0 && s[0] == '|' {
		return s != "" && firstCellIsTime(s)
	}
	if strings.IndexByte("-*+", s[0]) >= 0 {
		if m := BulletLine.FindStringSubmatch(text.FirstBytes(s, 300)); m != nil {
			s = m[2]
		}
	}
	st, rest, enclosed, ok := Leading(s)
	return ok && st.Form != clock.Unknown && !st.Led && (!st.Weak || enclosed) && (!st.NoClock || st.Year != 0 || enclosed || rest == "")
}

func firstCellIsTime(row string) bool {
	st, _, _, ok := Leading(Cells(row)[0])
	return ok && !st.Weak && st.Form != clock.Unknown
}

// WithoutDayLabel is the day of a line that says nothing else ("Date: 2023-11-22", "Day 2 - January 24, 2026"), and any other
// line as it is.
func WithoutDayLabel(s string) string {
	if len(s) > 80 || !text.AnyWord(s, "da") {
		return s
	}
	m := dayLabel.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	if st, rest, ok := clock.ReadStamp(m[1]); ok && rest == "" && st.Form == clock.Local && st.NoClock {
		return m[1]
	}
	return s
}

var dayLabel = text.Expression(`(?i)^[\s*_]*(?:date|day)(?:\s*\d{1,2})?[\s*_]*[:–—-][\s*_]*(.+?)[\s*_:]*$`)
