package model

import (
	"slices"
	"time"
)

// Figures are time to detect (started to detected) and time to recover (detected to mitigated), in whole seconds; nil where
// a moment is not known, or only its day is, or the two are out of order (seed 2, "Impact Starts With Detection").
func (p *Postmortem) Figures() Metrics {
	clocked := func(m *Moment) *Moment {
		if m != nil {
			if e := p.Event(m.Event); e != nil && e.Precision == "day" && e.At.Equal(m.At) {
				return nil
			}
		}
		return m
	}
	started, detected, mitigated := clocked(p.Moments.Started), clocked(p.Moments.Detected), clocked(p.Moments.Mitigated)
	return Metrics{TTD: between(started, detected), TTR: between(detected, mitigated)}
}

func between(from, to *Moment) *int64 {
	if from == nil || to == nil || from.At.IsZero() || to.At.IsZero() || to.At.Time().Before(from.At.Time()) {
		return nil
	}
	seconds := int64(to.At.Time().Sub(from.At.Time()) / time.Second)
	return &seconds
}

// Location is the zone to show times in.
func (p *Postmortem) Location() *time.Location {
	if loc, err := loadZone(p.Zone); err == nil {
		return loc
	}
	return time.UTC
}

// Begin is when the incident started as far as anybody knows: the started moment, else the first timed event; zero when
// neither is there.
func (p *Postmortem) Begin() Instant {
	if m := p.Moments.Started; m != nil && !m.At.IsZero() {
		return m.At
	}
	var first Instant
	for i := range p.Events {
		if at := p.Events[i].At; !at.IsZero() && (first.IsZero() || at.Time().Before(first.Time())) {
			first = at
		}
	}
	return first
}

// Gap is a silence between two neighbouring events.
type Gap struct {
	After, Before string // the events' references
	From, To      Instant
}

// Length is how long the silence is.
func (g Gap) Length() time.Duration { return g.To.Time().Sub(g.From.Time()) }

// Gaps are the silences between start and mitigation that are at least 15 minutes and three times the median long, longest
// first. Noise does not break a silence.
func (p *Postmortem) Gaps() []Gap {
	var all []Gap
	var last *Event
	for _, e := range p.inTimeOrder() {
		if last != nil {
			all = append(all, Gap{After: last.Ref, Before: e.Ref, From: last.At, To: e.At})
		}
		last = e
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b Gap) int { return int(b.Length() - a.Length()) })
	floor := max(15*time.Minute, 3*all[len(all)/2].Length())
	end := slices.IndexFunc(all, func(g Gap) bool { return g.Length() < floor })
	if end < 0 {
		end = len(all)
	}
	return all[:end]
}

// inTimeOrder is the timed events between start and mitigation, noise aside; a whole day says nothing about a silence.
func (p *Postmortem) inTimeOrder() []*Event {
	var events []*Event
	for i := range p.Events {
		e := &p.Events[i]
		if e.At.IsZero() || e.Noise || e.Precision == "day" {
			continue
		}
		if m := p.Moments.Started; m != nil && !m.At.IsZero() && e.At.Time().Before(m.At.Time()) {
			continue
		}
		if m := p.Moments.Mitigated; m != nil && !m.At.IsZero() && e.At.Time().After(m.At.Time()) {
			continue
		}
		events = append(events, e)
	}
	slices.SortStableFunc(events, func(a, b *Event) int { return a.At.Time().Compare(b.At.Time()) })
	return events
}

// Entry is one line of the archive's list.
type Entry struct {
	ID          string
	Ref         string
	Title       string
	Severity    string
	Status      string
	Phase       string
	Services    []string
	Tags        []string
	Started     Instant
	Metrics     Metrics
	OpenActions int
	Actions     int
	FollowUp    Instant // when it is planned; zero when it is not, or was held
	Reread      Date    // when it is due; "" when it is not, or was done
}

// OutOfOrder says, by reference, of every event that stands below a later one what the likely reason is. Nothing is
// re-sorted for it: 17 of 100 published timelines are not in time order, and some of them on purpose.
func (p *Postmortem) OutOfOrder() map[string]string {
	var reasons map[string]string
	var last *Event
	for i := range p.Events {
		e := &p.Events[i]
		if e.At.IsZero() || e.Noise {
			continue
		}
		if last == nil || !e.At.Time().Before(last.At.Time()) {
			last = e
			continue
		}
		if reasons == nil {
			reasons = map[string]string{}
		}
		reasons[e.Ref] = orderReason(last, e)
	}
	return reasons
}

func orderReason(above, e *Event) string {
	back := above.At.Time().Sub(e.At.Time())
	hours := back.Round(time.Hour)
	off := (back - hours).Abs()
	switch {
	case above.Source != e.Source && hours > 0 && hours <= 14*time.Hour && off <= 5*time.Minute:
		return "earlier than the row above: a clock " + itoa(int64(hours/time.Hour)) + " h off?"
	case back >= 12*time.Hour:
		return "earlier than the row above: is the day right?"
	}
	return "earlier than the row above"
}
