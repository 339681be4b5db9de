package clock

import (
	"fmt"
	"strings"
	"time"

	"debrief/model"
)

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
	case st.Zone != "" && st.Loc == nil:
		return Stamp{}, fmt.Errorf("%s is the name of several zones: write %s", st.Zone, SharedZones[strings.ToUpper(st.Zone)])
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
