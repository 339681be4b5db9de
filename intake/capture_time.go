package intake

import (
	"fmt"
	"strings"
	"time"

	"debrief/model"
)

// when is the time at the start of a capture line; none was typed where at is zero.
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

// What looks like a time and is none is refused, so that 25:10 does not become text.
var (
	clockLike   = expression(`^~?\d{1,2}:\d{2}(:\d{2})?([-–:].*)?$`)
	dateShape   = expression(`^\d{4}-\d{2}-\d{2}$`)
	instantLike = expression(`^~?\d{4}-\d{2}-\d{2}([T ]\d{1,2}:\d{2}\S*)`)
	fourDigits  = expression(`^~?\d{4}$`)
)

// readWhen takes the time off the start of the words.
func (x CaptureContext) readWhen(words []string) (when, []string, error) {
	untimed := when{precision: "unknown"}
	line := strings.Join(words, " ")
	if line == "" {
		return untimed, words, nil
	}
	if words[0] == "now" {
		return x.relative(x.Now.Truncate(time.Minute), "minute"), words[1:], nil
	}
	if !strings.ContainsRune("+~0123456789", rune(line[0])) {
		return untimed, words, nil
	}
	st, rest, ok := parseStamp(line)
	if n, more, minutes := leadingMinutes(words[0]); minutes && strings.Trim(more, ":") == "" {
		st, rest, ok = following(time.Duration(n)*time.Minute, words[0]), strings.TrimPrefix(line, words[0]), true
	}
	if !ok || !st.typed() {
		return untimed, words, notATime(line)
	}
	w, err := x.resolve(st)
	return w, afterTime(rest), err
}

// typed reports whether a stamp is a time that a capture line may start with. Days without a clock, epochs and 15.26 are
// text: they could be anything.
func (s stamp) typed() bool {
	switch {
	case s.weak && !fourDigits.MatchString(s.text), s.led, s.weekday != "":
		return false
	case s.form == exact:
		return strings.Contains(s.text, ":")
	}
	return s.hasClock() || s.form == later
}

// notATime is the error for a line that starts like a time and is not one; nil for any other line.
func notATime(line string) error {
	first, _, _ := strings.Cut(line, " ")
	if instantLike.MatchString(line) {
		day := strings.TrimPrefix(line, "~")[:10]
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return fmt.Errorf("%s is not a day of the calendar", day)
		}
		clock, _, _ := strings.Cut(strings.TrimPrefix(line, "~")[11:], " ")
		return fmt.Errorf("%s is not a time of day", model.Quote(clock))
	}
	if clockLike.MatchString(first) {
		return fmt.Errorf("%s is not a time of day", model.Quote(first))
	}
	return nil
}

// afterTime is the words behind a time, without the colon or the dash between the two.
func afterTime(rest string) []string {
	words := splitWords(strings.TrimLeft(rest, ":"))
	if len(words) > 1 && (words[0] == "-" || words[0] == "–" || words[0] == "—") {
		return words[1:]
	}
	return words
}

// resolve gives a stamp the day and the zone that it does not name.
func (x CaptureContext) resolve(st stamp) (when, error) {
	loc := x.post().Location()
	switch {
	case st.form == later:
		return x.after(st)
	case st.swap:
		return when{}, fmt.Errorf("%s may be either day of two: write the date as 2026-11-18", model.Quote(st.text))
	case st.zone != "" && st.loc == nil:
		return when{}, fmt.Errorf("%s is the name of several zones: write %s", st.zone, sharedZones[strings.ToUpper(st.zone)])
	}
	w := when{original: st.text, zone: st.zone, precision: st.precision()}
	if st.loc != nil {
		loc = st.loc
	}
	if w.zone == "" {
		w.zone = loc.String()
	}
	start, err := x.place(st, loc)
	if err != nil {
		return when{}, err
	}
	w.at = model.AtFraction(start, st.digits)
	if st.until == nil {
		return w, nil
	}
	end, err := x.placeEnd(*st.until, start, loc)
	w.until = model.AtFraction(end, st.until.digits)
	return w, err
}

// place is the instant of a stamp. A time of day without a day is on the day that the timeline is at; around midnight that
// is the next day, where the same day would be before everything known and the next is within six hours of the last event.
func (x CaptureContext) place(st stamp, loc *time.Location) (time.Time, error) {
	if st.form == exact {
		return st.at, nil
	}
	if st.form == local {
		if st.year == 0 {
			st.year = yearFor(st.month, st.day, x.Now)
		}
		return st.on(st.date(), loc)
	}
	p := x.post()
	anchor := p.Begin()
	if last := lastTimed(p); last != nil {
		anchor = last.At
	}
	if anchor.IsZero() {
		return st.on(x.Now.In(loc), loc)
	}
	t, err := st.on(anchor.Time().In(loc), loc)
	next := t.AddDate(0, 0, 1)
	if err == nil && t.Before(p.Begin().Time()) && next.Sub(anchor.Time()) < 6*time.Hour {
		return next, nil
	}
	return t, err
}

// placeEnd is the end of a range: on the day of its start, or on the next when that is less than half a day later.
func (x CaptureContext) placeEnd(st stamp, start time.Time, loc *time.Location) (time.Time, error) {
	if st.loc != nil {
		loc = st.loc
	}
	if st.form != clock {
		end, err := x.place(st, loc)
		if err == nil && end.Before(start) {
			err = fmt.Errorf("the end %s is before the start", model.Quote(st.text))
		}
		return end, err
	}
	end, err := st.on(start.In(loc), loc)
	if next := end.AddDate(0, 0, 1); err == nil && end.Before(start) && next.Sub(start) < 12*time.Hour {
		end = next
	}
	if err == nil && end.Before(start) {
		err = fmt.Errorf("the end %02d:%02d is before the start %s", st.hour, st.min, start.In(loc).Format("15:04"))
	}
	return end, err
}

// on is the instant of the stamp's clock on the day of t, in loc. A time that the clock jumps over that day is an error.
func (s stamp) on(t time.Time, loc *time.Location) (time.Time, error) {
	at := time.Date(t.Year(), t.Month(), t.Day(), s.hour, s.min, s.sec, s.nsec, loc)
	if s.hour < 24 && s.sec < 60 && (at.Hour() != s.hour || at.Minute() != s.min) {
		return time.Time{}, fmt.Errorf("%02d:%02d does not exist on %s in %s: the clocks change", s.hour, s.min, t.Format(time.DateOnly), loc)
	}
	return at, nil
}

// after is +5: so long after the selected event, else after the last one.
func (x CaptureContext) after(st stamp) (when, error) {
	base := x.post().Event(x.Selected)
	if base == nil || base.At.IsZero() {
		base = lastTimed(x.post())
	}
	if base == nil {
		return when{}, fmt.Errorf("%s counts from an event, and none has a time yet", st.text)
	}
	precision := "minute"
	if st.seconds || base.Precision == "second" {
		precision = "second"
	}
	return x.relative(base.At.Time().Add(st.after), precision), nil
}

// relative is a time that was not typed as a time of day.
func (x CaptureContext) relative(t time.Time, precision string) when {
	t = t.In(x.post().Location())
	layout := "15:04"
	if precision == "second" {
		layout = "15:04:05"
	}
	return when{at: model.At(t), original: t.Format(layout), zone: t.Location().String(), precision: precision}
}

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
