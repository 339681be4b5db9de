package capture

import (
	"fmt"
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model"
)

// when is the time at the start of a capture line; none was typed where at is zero.
type when struct {
	at, until model.Instant
	original  string // as typed; for +5 and now, the time of day they mean, since they say nothing to a later reader
	zone      string
	precision string
}

// ReadTime reads one time, whole input or nothing: 02:14, 0214, 02:14:10, 2026-11-18 02:14, RFC 3339, now, +5 or +5m
// (after the selected event, else the last one). A time without a date is on the date of the last event, or of the start,
// or today, in the postmortem's zone.
func ReadTime(s string, ctx Context) (model.Instant, error) {
	w, rest, err := ctx.readWhen(text.Words(s))
	switch {
	case err != nil:
		return model.Instant{}, err
	case w.at.IsZero() || len(rest) > 0 || !w.until.IsZero():
		return model.Instant{}, fmt.Errorf("%s is not a time like 02:14, 2026-11-18 02:14 or +5m", model.Quote(s))
	}
	return w.at, nil
}

// What looks like a time and is none is refused, so that 25:10 does not become text.
var (
	clockLike   = text.Expression(`^~?\d{1,2}:\d{2}(:\d{2})?([-–:].*)?$`)
	instantLike = text.Expression(`^~?\d{4}-\d{2}-\d{2}([T ]\d{1,2}:\d{2}\S*)`)
)

// readWhen takes the time off the start of the words.
func (x Context) readWhen(words []string) (when, []string, error) {
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
	st, rest, ok := clock.ReadStamp(line)
	if n, more, minutes := clock.LeadingMinutes(words[0]); minutes && strings.Trim(more, ":") == "" {
		st, rest, ok = clock.Following(time.Duration(n)*time.Minute, words[0]), strings.TrimPrefix(line, words[0]), true
	}
	if !ok || !st.Typed() {
		return untimed, words, notATime(line)
	}
	w, err := x.resolve(st)
	return w, afterTime(rest), err
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
	words := text.Words(strings.TrimLeft(rest, ":"))
	if len(words) > 1 && (words[0] == "-" || words[0] == "–" || words[0] == "—") {
		return words[1:]
	}
	return words
}

// resolve gives a stamp the day and the zone that it does not name.
func (x Context) resolve(st clock.Stamp) (when, error) {
	loc := x.post().Location()
	switch {
	case st.Form == clock.Later:
		return x.after(st)
	case st.Swap:
		return when{}, fmt.Errorf("%s may be either day of two: write the date as 2026-11-18", model.Quote(st.Text))
	case st.Zone != "" && st.Loc == nil:
		return when{}, fmt.Errorf("%s is the name of several zones: write %s", st.Zone, clock.SharedZones[strings.ToUpper(st.Zone)])
	}
	w := when{original: st.Text, zone: st.Zone, precision: st.Precision()}
	if st.Loc != nil {
		loc = st.Loc
	}
	if w.zone == "" {
		w.zone = loc.String()
	}
	start, err := x.place(st, loc)
	if err != nil {
		return when{}, err
	}
	w.at = model.AtFraction(start, st.Digits)
	if st.Until == nil {
		return w, nil
	}
	end, err := x.placeEnd(*st.Until, start, loc)
	w.until = model.AtFraction(end, st.Until.Digits)
	return w, err
}

// place is the instant of a stamp. A time of day without a day is on the day that the timeline is at; around midnight that
// is the next day, where the same day would be before everything known and the next is within six hours of the last event.
func (x Context) place(st clock.Stamp, loc *time.Location) (time.Time, error) {
	if st.Form == clock.Exact {
		return st.At, nil
	}
	if st.Form == clock.Local {
		if st.Year == 0 {
			st.Year = clock.YearFor(st.Month, st.Day, x.Now)
		}
		return st.On(st.Date(), loc)
	}
	p := x.post()
	anchor := p.Begin()
	if last := lastTimed(p); last != nil {
		anchor = last.At
	}
	if anchor.IsZero() {
		return st.On(x.Now.In(loc), loc)
	}
	t, err := st.On(anchor.Time().In(loc), loc)
	next := t.AddDate(0, 0, 1)
	if err == nil && t.Before(p.Begin().Time()) && next.Sub(anchor.Time()) < 6*time.Hour {
		return next, nil
	}
	return t, err
}

// placeEnd is the end of a range: on the day of its start, or on the next when that is less than half a day later.
func (x Context) placeEnd(st clock.Stamp, start time.Time, loc *time.Location) (time.Time, error) {
	if st.Loc != nil {
		loc = st.Loc
	}
	if st.Form != clock.OfDay {
		end, err := x.place(st, loc)
		if err == nil && end.Before(start) {
			err = fmt.Errorf("the end %s is before the start", model.Quote(st.Text))
		}
		return end, err
	}
	end, err := st.On(start.In(loc), loc)
	if next := end.AddDate(0, 0, 1); err == nil && end.Before(start) && next.Sub(start) < 12*time.Hour {
		end = next
	}
	if err == nil && end.Before(start) {
		err = fmt.Errorf("the end %02d:%02d is before the start %s", st.Hour, st.Min, start.In(loc).Format("15:04"))
	}
	return end, err
}

// after is +5: so long after the selected event, else after the last one.
func (x Context) after(st clock.Stamp) (when, error) {
	base := x.post().Event(x.Selected)
	if base == nil || base.At.IsZero() {
		base = lastTimed(x.post())
	}
	if base == nil {
		return when{}, fmt.Errorf("%s counts from an event, and none has a time yet", st.Text)
	}
	precision := "minute"
	if st.Seconds || base.Precision == "second" {
		precision = "second"
	}
	return x.relative(base.At.Time().Add(st.After), precision), nil
}

// relative is a time that was not typed as a time of day.
func (x Context) relative(t time.Time, precision string) when {
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
func shownTime(e model.Event, ctx Context) string {
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
