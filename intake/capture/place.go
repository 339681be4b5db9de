package capture

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"debrief/intake/clock"
	"debrief/model"
)

func (r *reader) resolve(m measured) (when, error) {
	st := m.stamps[0]
	switch {
	case m.now:
		return r.relative(r.Now.Truncate(time.Minute), "minute")
	case st.Form == clock.Later:
		return r.after(st)
	}
	for _, st := range m.stamps {
		switch {
		case st.Swap, st.Turns:
			return when{}, fmt.Errorf("%s may be either day of two: write the date as 2026-11-18", model.Quote(st.Text))
		case st.Zone != "" && st.Loc == nil:
			return when{}, clock.SharedZone(st.Zone)
		}
	}
	loc := r.post().Location()
	if st.Loc != nil {
		loc = st.Loc
	}
	w := when{original: st.Text, zone: cmp.Or(st.Zone, loc.String()), precision: st.Precision()}
	start, err := r.place(st, loc)
	if err != nil {
		return when{}, err
	}
	w.at = model.AtFraction(start, st.Digits)
	if st.Until != nil {
		end, err := r.placeEnd(*st.Until, start, loc)
		if err != nil {
			return when{}, err
		}
		w.until = model.AtFraction(end, st.Until.Digits)
	}
	for _, other := range m.stamps[1:] {
		at, err := r.nearest(other, start, loc)
		if err != nil {
			return when{}, err
		}
		w.others = append(w.others, model.Also{At: model.AtFraction(at, other.Digits), Original: other.Text})
	}
	return w, w.held()
}

func (w when) held() error {
	for _, at := range append([]model.Also{{At: w.at}, {At: w.until}}, w.others...) {
		if !at.At.IsZero() && !clock.Holds(at.At) || w.at.IsZero() {
			return fmt.Errorf("%s is outside the years 1 to 9999", model.Quote(w.original))
		}
	}
	return nil
}

// place is the instant of a stamp. A time of day without a day is on the day on which it lies between start and mitigation, where
// there is one such day; else on the day of the row that it goes with. Around midnight that is the next day, where the same day
// would be before everything known and the next is within six hours of that row.
func (r *reader) place(st clock.Stamp, loc *time.Location) (time.Time, error) {
	switch st.Form {
	case clock.Exact:
		return st.At, nil
	case clock.Local:
		if st.Year == 0 {
			st.Year = r.yearOf(st)
		}
		return r.on(st, st.Date(), loc)
	default:
	}
	if day, ok := r.dayInside(st, loc); ok {
		return r.on(st, day, loc)
	}
	anchor := r.anchor()
	if anchor.IsZero() {
		return r.on(st, r.Now.In(loc), loc)
	}
	t, err := r.on(st, anchor.In(loc), loc)
	next := t.AddDate(0, 0, 1)
	if err == nil && t.Before(r.post().Begin().Time()) && next.Sub(anchor) < 6*time.Hour {
		return next, nil
	}
	return t, err
}

// yearOf is the year of a day that names none: the one that brings it nearest to the start of the incident, else the newest in which
// it is not in the future.
func (x Context) yearOf(st clock.Stamp) int {
	begin := x.post().Begin()
	if begin.IsZero() {
		return st.YearOf(x.Now)
	}
	return st.YearNear(begin.Time())
}

// anchor is the time of the row that a line goes with: of the event that it corrects, or that is selected, else of the last one,
// else the beginning; zero where none is known.
func (x Context) anchor() time.Time {
	p := x.post()
	for _, ref := range []string{x.Event, x.Selected} {
		if e := p.Event(ref); e != nil && !e.At.IsZero() {
			return e.At.Time()
		}
	}
	if last := lastTimed(p); last != nil {
		return last.At.Time()
	}
	return p.Begin().Time()
}

// dayInside is the one day on which a clock lies between the start and the mitigation of the incident. While that is open, now is
// the end for a new event; one that is corrected has its own day.
func (x Context) dayInside(st clock.Stamp, loc *time.Location) (day time.Time, ok bool) {
	const most = 14 // days; a longer incident has every clock more than once
	m := x.post().Moments
	if m.Started == nil || m.Started.At.IsZero() {
		return day, false
	}
	from, to := m.Started.At.Time(), time.Time{}
	if x.Event == "" {
		to = x.Now
	}
	for _, end := range []*model.Moment{m.Resolved, m.Mitigated} {
		if end != nil && !end.At.IsZero() {
			to = end.At.Time()
		}
	}
	if to.Sub(from) > most*24*time.Hour {
		return day, false
	}
	first := from.In(loc)
	for d := range most + 1 {
		next := time.Date(first.Year(), first.Month(), first.Day()+d, 12, 0, 0, 0, loc)
		for _, at := range st.Instants(next, loc) {
			if at.Before(from) || at.After(to) {
				continue
			}
			if ok && !day.Equal(next) {
				return day, false
			}
			day, ok = next, true
		}
	}
	return day, ok
}

// on is the instant of a clock on a day. One that the clocks jump over is refused; of two, the one is taken that the row which the
// line goes with has the offset of, else the first, and the other is told.
func (r *reader) on(st clock.Stamp, day time.Time, loc *time.Location) (time.Time, error) {
	all := st.Instants(day, loc)
	switch len(all) {
	case 0:
		return time.Time{}, st.Jumped(day, loc)
	case 1:
		return all[0], nil
	}
	taken, other := all[0], all[1]
	anchor := r.anchor().In(loc)
	_, had := anchor.Zone()
	if _, second := other.Zone(); had == second && anchor.Sub(other).Abs() < 3*time.Hour {
		taken, other = other, taken
	}
	r.aside(clock.Twice(taken, other))
	return taken, nil
}

// placeEnd is the end of a range: on the day of its start, or on the next when that is less than half a day later.
func (r *reader) placeEnd(st clock.Stamp, start time.Time, loc *time.Location) (time.Time, error) {
	if st.Loc != nil {
		loc = st.Loc
	}
	if st.Form != clock.OfDay {
		end, err := r.place(st, loc)
		if err == nil && end.Before(start) {
			err = fmt.Errorf("the end %s is before the start", model.Quote(st.Text))
		}
		return end, err
	}
	end, err := r.on(st, start.In(loc), loc)
	if next := end.AddDate(0, 0, 1); err == nil && end.Before(start) && next.Sub(start) < 12*time.Hour {
		end = next
	}
	if err == nil && end.Before(start) {
		err = fmt.Errorf("the end %s is before the start %s", st.Clock(), start.In(loc).Format("15:04"))
	}
	return end, err
}

// nearest is a disputed time on the day that brings it nearest to the first one.
func (r *reader) nearest(st clock.Stamp, first time.Time, loc *time.Location) (time.Time, error) {
	if st.Loc != nil {
		loc = st.Loc
	}
	if st.Form != clock.OfDay {
		return r.place(st, loc)
	}
	var best time.Time
	for d := -1; d <= 1; d++ {
		for _, at := range st.Instants(first.In(loc).AddDate(0, 0, d), loc) {
			if best.IsZero() || at.Sub(first).Abs() < best.Sub(first).Abs() {
				best = at
			}
		}
	}
	if best.IsZero() {
		return best, st.Jumped(first.In(loc), loc)
	}
	return best, nil
}

// after is +5: so long after the selected event, or the one above the event that is corrected, else after the last one.
func (r *reader) after(st clock.Stamp) (when, error) {
	p := r.post()
	base := p.Event(r.Selected)
	if r.Event != "" {
		base = timedAbove(p, r.Event)
	}
	if base == nil || base.At.IsZero() {
		base = lastTimed(p)
	}
	if base == nil {
		return when{}, fmt.Errorf("%s counts from an event, and none has a time yet", st.Text)
	}
	precision := "minute"
	if st.Seconds || base.Precision == "second" {
		precision = "second"
	}
	return r.relative(base.At.Time().Add(st.After), precision)
}

// relative is a time that was not typed as a time of day.
func (x Context) relative(t time.Time, precision string) (when, error) {
	if t.IsZero() {
		return when{}, errors.New("now is not known here: write the time")
	}
	t = t.In(x.post().Location())
	layout := "15:04"
	if precision == "second" {
		layout = "15:04:05"
	}
	w := when{at: model.At(t), original: t.Format(layout), zone: t.Location().String(), precision: precision}
	return w, w.held()
}

func timedAbove(p *model.Postmortem, ref string) (above *model.Event) {
	for i := range p.Events {
		switch e := &p.Events[i]; {
		case e.Ref == ref:
			return above
		case !e.At.IsZero():
			above = e
		}
	}
	return nil
}

func lastTimed(p *model.Postmortem) (last *model.Event) {
	for i := range p.Events {
		if e := &p.Events[i]; !e.At.IsZero() && (last == nil || !e.At.Time().Before(last.At.Time())) {
			last = e
		}
	}
	return last
}
