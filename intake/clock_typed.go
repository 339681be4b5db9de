package intake

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
	zone = st.zone
	if zone == "" {
		zone = ctx.Zone.String()
	}
	switch {
	case st.form == later && ctx.Last.IsZero():
		return model.Instant{}, "", "", "", fmt.Errorf("%s counts from the event before it, and there is none", model.Quote(text))
	case st.form == later:
		return model.At(ctx.Last.Add(st.after)), st.text, zone, st.precision(), nil
	}
	at, ok := st.instant(ctx.Day.In(ctx.Zone), ctx.Zone)
	if !ok {
		return model.Instant{}, "", "", "", fmt.Errorf("%s needs a date: write 2026-11-18 02:14", model.Quote(text))
	}
	if st.zone == "" && (st.form == local || st.form == clock) {
		if _, err := st.on(at.Time().In(ctx.Zone), ctx.Zone); err != nil {
			return model.Instant{}, "", "", "", err
		}
	}
	return at, st.text, zone, st.precision(), nil
}

// read is the stamp of what was typed, with everything that only the text can say settled.
func (ctx TimeContext) read(text string) (stamp, error) {
	if text == "now" && !ctx.Now.IsZero() {
		return absolute(ctx.Now, text, "", 0), nil
	}
	if n, rest, ok := leadingMinutes(text); ok && rest == "" {
		return following(time.Duration(n)*time.Minute, text), nil
	}
	st, rest, ok := parseStamp(text)
	if !ok || strings.TrimSpace(rest) != "" || !st.isOnePoint() {
		return stamp{}, fmt.Errorf("%s is not a time like 02:14, 2026-11-18 02:14 or +5m", model.Quote(text))
	}
	switch {
	case st.swap:
		return stamp{}, fmt.Errorf("%s may be either day of two: write %04d-%02d-%02d or %04d-%02d-%02d", model.Quote(text),
			st.year, st.month, st.day, st.year, st.day, st.month)
	case st.zone != "" && st.loc == nil:
		return stamp{}, fmt.Errorf("%s is the name of several zones: write %s", st.zone, sharedZones[strings.ToUpper(st.zone)])
	case st.form == local && st.year == 0:
		st.year = st.yearOf(ctx.Now)
	}
	return st, nil
}

// isOnePoint says whether a stamp is one time, and not a range, a mark, or a phrase around a time.
func (s stamp) isOnePoint() bool {
	return s.form != unknown && !s.led && s.until == nil && (s.weekday == "" || s.form != clock)
}

// leadingMinutes reads +5, which means minutes.
func leadingMinutes(text string) (n int, rest string, ok bool) {
	p := scanner{s: text}
	if !p.take('+') {
		return 0, text, false
	}
	n, _, ok = p.number(1, 4)
	return n, p.rest(), ok
}

// yearFor is the newest year in which the day is not in the future, as seen from now. A day of tolerance covers zones.
func yearFor(month, day int, now time.Time) int {
	if now.IsZero() {
		now = time.Now()
	}
	y := now.Year()
	if time.Date(y, time.Month(month), day, 0, 0, 0, 0, time.UTC).After(now.Add(24 * time.Hour)) {
		y--
	}
	return y
}

// yearOf is yearFor a stamp; a weekday that was written beside the day picks the year that has it.
func (s stamp) yearOf(now time.Time) int {
	newest := yearFor(s.month, s.day, now)
	for y := newest; y > newest-11 && s.weekday != ""; y-- {
		if time.Date(y, time.Month(s.month), s.day, 0, 0, 0, 0, time.UTC).Weekday().String() == s.weekday {
			return y
		}
	}
	return newest
}
