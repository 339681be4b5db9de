package intake

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/model"
)

// when is the time at the start of a capture line; its zero value is "no time was typed".
type when struct {
	at, until model.Instant
	original  string // as typed; for +5 and now, the time of day they mean, since they say nothing to a later reader
	zone      string
	precision string
}

// CaptureTime reads one time, whole input or nothing: 02:14, 0214, 02:14:10, 2026-11-18 02:14, RFC 3339, now, +5 or +5m
// (after the selected event, else the last one). A time without a date is on the date of the last event, or of the start,
// or today, in the postmortem's zone.
func CaptureTime(text string, ctx CaptureContext) (model.Instant, error) {
	w, rest, err := ctx.readWhen(splitWords(text))
	switch {
	case err != nil:
		return model.Instant{}, err
	case w.at.IsZero() || len(rest) > 0 || !w.until.IsZero():
		return model.Instant{}, fmt.Errorf("%s is not a time like 02:14, 2026-11-18 02:14 or +5m", model.Quote(text))
	}
	return w.at, nil
}

var (
	clockShape  = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$`)
	digitsShape = regexp.MustCompile(`^(\d{2})(\d{2})$`)
	dateShape   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	zonedShape  = regexp.MustCompile(`^([\d:.,]+)(Z|[+-]\d{2}:\d{2})$`)
	afterShape  = regexp.MustCompile(`^\+(\d{1,4})(s|m|min|h)?$`)
)

// readWhen takes the time off the start of the words.
func (x CaptureContext) readWhen(words []string) (when, []string, error) {
	untimed := when{precision: "unknown"}
	if len(words) == 0 {
		return untimed, words, nil
	}
	first := strings.TrimSuffix(words[0], ":")
	if first == "now" {
		return x.relative(x.Now.Truncate(time.Minute), "minute"), words[1:], nil
	}
	if m := afterShape.FindStringSubmatch(first); m != nil {
		w, err := x.after(m)
		return w, words[1:], err
	}
	about := strings.HasPrefix(first, "~")
	first = strings.TrimPrefix(first, "~")
	if _, err := time.Parse(time.RFC3339, first); err == nil {
		at, err := model.ParseInstant(first)
		return when{at: at, original: first, zone: offsetOf(first), precision: "second"}, afterTime(words[1:]), err
	}
	day, rest := "", words[1:]
	switch date, clock, joined := strings.Cut(first, "T"); {
	case joined && dateShape.MatchString(date):
		day = date
		if m := zonedShape.FindStringSubmatch(clock); m != nil {
			clock, rest = m[1], append([]string{m[2]}, rest...)
		}
		first = clock
	case dateShape.MatchString(first) && len(words) > 1:
		day, first, rest = first, strings.TrimSuffix(strings.TrimPrefix(words[1], "~"), ":"), words[2:]
		about = about || strings.HasPrefix(words[1], "~")
	}
	w, ok, err := x.readClock(day, first)
	switch {
	case err != nil:
		return untimed, words, err
	case !ok:
		return untimed, words, nil
	case about:
		w.precision, w.original = "about", "~"+w.original
	}
	return x.readZone(w, rest)
}

// readClock reads 02:45, 02:45:10, 0245, or two of them as a range.
func (x CaptureContext) readClock(day, text string) (when, bool, error) {
	text = strings.ReplaceAll(text, "–", "-")
	from, to, ranged := strings.Cut(text, "-")
	c, ok, err := parseClock(from)
	if !ok || err != nil {
		return when{}, ok, err
	}
	var end dayTime
	if ranged {
		if end, ok, err = parseClock(to); !ok || err != nil {
			return when{}, ok, err
		}
	}
	start, err := x.place(day, c)
	if err != nil {
		return when{}, false, err
	}
	w := when{at: c.instant(start), original: from, zone: x.zone(), precision: c.precision}
	if day != "" {
		w.original = day + " " + from
	}
	if !ranged {
		return w, true, nil
	}
	until, err := end.on(start, x.post().Location())
	if err != nil {
		return when{}, false, err
	}
	if until.Before(start) && until.Add(12*time.Hour).Before(start) { // 23:50-00:10 ends the next day
		until = until.AddDate(0, 0, 1)
	}
	if until.Before(start) {
		return when{}, false, fmt.Errorf("the end %s is before the start %s", to, from)
	}
	w.until = end.instant(until)
	w.original += "-" + to
	return w, true, nil
}

// place is the instant of a time of day on a day, or on the day that the timeline is at. Around midnight that is the next
// day, where the same day would be before everything known and the next day is within six hours of the last event.
func (x CaptureContext) place(day string, c dayTime) (time.Time, error) {
	p := x.post()
	loc := p.Location()
	if day != "" {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return time.Time{}, fmt.Errorf("%s is not a day of the calendar", day)
		}
		return c.on(d, loc)
	}
	anchor := p.Begin()
	if last := lastTimed(p); last != nil {
		anchor = last.At
	}
	if anchor.IsZero() {
		return c.on(x.Now.In(loc), loc)
	}
	t, err := c.on(anchor.Time().In(loc), loc)
	next := t.AddDate(0, 0, 1)
	if err == nil && t.Before(p.Begin().Time()) && next.Sub(anchor.Time()) < 6*time.Hour {
		return next, nil
	}
	return t, err
}

// readZone reads a zone behind the time: Z, UTC, GMT, +01:00, or the abbreviation that the postmortem's zone has then.
func (x CaptureContext) readZone(w when, rest []string) (when, []string, error) {
	if len(rest) == 0 {
		return w, rest, nil
	}
	word := rest[0]
	loc := x.post().Location()
	if abbreviation, _ := w.at.Time().In(loc).Zone(); word == abbreviation {
		w.zone = word
		return w, afterTime(rest[1:]), nil
	}
	zone, ok := time.UTC, slices.Contains([]string{"Z", "UTC", "GMT"}, word)
	if t, err := time.Parse("-07:00", word); !ok && err == nil {
		_, offset := t.Zone()
		zone, ok = time.FixedZone(word, offset), true
	}
	if !ok {
		return w, afterTime(rest), nil
	}
	w.at, w.until, w.zone = clockIn(w.at, loc, zone), clockIn(w.until, loc, zone), word
	return w, afterTime(rest[1:]), nil
}

// clockIn is the instant at which a clock in zone shows what a clock in loc shows at i.
func clockIn(i model.Instant, loc, zone *time.Location) model.Instant {
	if i.IsZero() {
		return i
	}
	t := i.Time().In(loc)
	moved := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone)
	return i.Add(moved.Sub(i.Time().Truncate(time.Second)))
}

// afterTime drops a dash that stands between a time and the text.
func afterTime(words []string) []string {
	if len(words) > 1 && (words[0] == "-" || words[0] == "–" || words[0] == "—") {
		return words[1:]
	}
	return words
}

func (x CaptureContext) after(m []string) (when, error) {
	base := x.post().Event(x.Selected)
	if base == nil || base.At.IsZero() {
		base = lastTimed(x.post())
	}
	if base == nil {
		return when{}, errors.New(m[0] + " counts from an event, and none has a time yet")
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return when{}, fmt.Errorf("read %s: %w", m[0], err)
	}
	unit, precision := time.Minute, "minute"
	switch m[2] {
	case "s":
		unit, precision = time.Second, "second"
	case "h":
		unit = time.Hour
	}
	if base.Precision == "second" {
		precision = "second"
	}
	return x.relative(base.At.Time().Add(time.Duration(n)*unit), precision), nil
}

// relative is a time that was not typed as a time of day.
func (x CaptureContext) relative(t time.Time, precision string) when {
	t = t.In(x.post().Location())
	layout := "15:04"
	if precision == "second" {
		layout = "15:04:05"
	}
	return when{at: model.At(t), original: t.Format(layout), zone: x.zone(), precision: precision}
}

func (x CaptureContext) zone() string { return x.post().Location().String() }

func lastTimed(p *model.Postmortem) *model.Event {
	var last *model.Event
	for i := range p.Events {
		if e := &p.Events[i]; !e.At.IsZero() && (last == nil || !e.At.Time().Before(last.At.Time())) {
			last = e
		}
	}
	return last
}

// shownTime is the time as it was understood. The day stands before it unless it is the day that the timeline is at.
func shownTime(e model.Event, ctx CaptureContext) string {
	p := ctx.post()
	if e.At.IsZero() {
		if p.Event(ctx.Selected) != nil {
			return "after " + ctx.Selected
		}
		return "no time"
	}
	t := e.At.Time().In(p.Location())
	layout := "15:04"
	if t.Second() != 0 {
		layout = "15:04:05"
	}
	said := t.Format(layout)
	if !e.Until.IsZero() {
		said += "–" + e.Until.Time().In(p.Location()).Format(layout)
	}
	if last := lastTimed(p); last == nil || !sameDay(last.At.Time().In(p.Location()), t) {
		said = t.Format("Mon 2 Jan 2006 ") + said
	}
	if e.Precision == "about" {
		said = "about " + said
	}
	return said + " " + t.Format("MST")
}

func sameDay(a, b time.Time) bool { return model.DateOf(a) == model.DateOf(b) }

// dayTime is a time of day.
type dayTime struct {
	hour, minute, second, nano, digits int
	precision                          string
}

// parseClock reads a time of day; ok is false for what does not look like one, the error is for one that no day has.
func parseClock(s string) (c dayTime, ok bool, err error) {
	m := clockShape.FindStringSubmatch(s)
	if m == nil {
		if m = digitsShape.FindStringSubmatch(s); m == nil || m[1] > "23" || m[2] > "59" {
			return dayTime{}, false, nil // four digits that are no time are a number of something
		}
		m = append(m, "", "")
	}
	c = dayTime{hour: atoi(m[1]), minute: atoi(m[2]), second: atoi(m[3]), digits: len(m[4]), precision: "minute"}
	if m[3] != "" {
		c.precision = "second"
	}
	c.nano = atoi((m[4] + "000000000")[:9])
	if c.hour > 23 || c.minute > 59 || c.second > 59 {
		return dayTime{}, false, fmt.Errorf("%s is not a time of day", s)
	}
	return c, true, nil
}

// on is the instant of the time of day on the day of t, in loc. A time that the clock jumps over that day is an error.
func (c dayTime) on(t time.Time, loc *time.Location) (time.Time, error) {
	at := time.Date(t.Year(), t.Month(), t.Day(), c.hour, c.minute, c.second, c.nano, loc)
	if at.Hour() != c.hour || at.Minute() != c.minute {
		return time.Time{}, fmt.Errorf("%02d:%02d does not exist on %s in %s: the clocks change", c.hour, c.minute, t.Format(time.DateOnly), loc)
	}
	return at, nil
}

func (c dayTime) instant(t time.Time) model.Instant { return model.AtFraction(t, c.digits) }

// offsetOf is the zone at the end of an RFC 3339 time.
func offsetOf(s string) string {
	if strings.HasSuffix(strings.ToUpper(s), "Z") {
		return "UTC"
	}
	return s[len(s)-6:]
}

// atoi reads digits that a pattern has found already; "" is 0.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
