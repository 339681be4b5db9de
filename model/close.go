package model

import "time"

// MeetingMinutes and FollowUpMinutes are how long the two meetings take unless somebody says otherwise.
const (
	MeetingMinutes  = 60
	FollowUpMinutes = 30
)

// usualHour is when a follow-up is proposed where there was no meeting whose hour it could take.
const usualHour = 14

// ProposeFollowUp is when to meet again: a week after the last due day of an open action, but from two weeks to two months
// after the meeting (seed 3, "Close the Loop"), on a working day, at the meeting's hour on the clocks of the postmortem's
// zone, also where those change in between. Without a meeting, or when hardly any of those two months is left, they count
// from now.
func (p *Postmortem) ProposeFollowUp(now time.Time) Instant {
	zone := p.Location()
	today := dayIn(now, zone)
	met, hour, minute := today, usualHour, 0
	if m := p.Meeting; m != nil && !m.At.IsZero() {
		local := m.At.Time().In(zone)
		met, hour, minute = dayIn(local, zone), local.Hour(), local.Minute()
	}
	if monthsAfter(met, 2).Before(today.AddDate(0, 0, 7)) {
		met = today
	}
	first, last := met.AddDate(0, 0, 14), monthsAfter(met, 2)
	day := latest(first, today.AddDate(0, 0, 1))
	for i := range p.Actions {
		if a := &p.Actions[i]; a.IsOpen() && a.Due != "" {
			day = latest(day, a.Due.Time().AddDate(0, 0, 7))
		}
	}
	if day.After(last) {
		day = last
	}
	day = workingDay(day, last)
	return At(time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, zone))
}

// ProposeReread is when to read it again: six months after the incident (seed 2), or from now where that has passed.
func (p *Postmortem) ProposeReread(now time.Time) Date {
	zone := p.Location()
	today := dayIn(now, zone)
	if begin := p.Begin(); !begin.IsZero() {
		if day := monthsAfter(dayIn(begin.Time(), zone), 6); day.After(today) {
			return DateOf(day)
		}
	}
	return DateOf(monthsAfter(today, 6))
}

// FollowUpDue reports whether the day of the follow-up has come, in the postmortem's zone, and it was not held.
func (p *Postmortem) FollowUpDue(now time.Time) bool {
	f, zone := p.FollowUp, p.Location()
	return f != nil && !f.At.IsZero() && f.HeldAt.IsZero() && !dayIn(f.At.Time(), zone).After(dayIn(now, zone))
}

// RereadDue reports whether the day has come on which to read it again, where now is, and nobody did.
func (p *Postmortem) RereadDue(now time.Time) bool {
	r := p.Reread
	return r != nil && r.Due != "" && r.DoneAt.IsZero() && !r.Due.Time().After(DateOf(now).Time())
}

// dayIn is midnight UTC of the day that it is in a zone, so that days can be counted whatever its clocks do.
func dayIn(t time.Time, zone *time.Location) time.Time { return DateOf(t.In(zone)).Time() }

// monthsAfter is the same day some months later, or the last of a month that has no such day.
func monthsAfter(day time.Time, months int) time.Time {
	end := time.Date(day.Year(), day.Month()+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return end.AddDate(0, 0, min(day.Day(), end.Day())-end.Day())
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// workingDay moves a weekend to its Monday, or to the Friday before it where Monday is too late.
func workingDay(day, last time.Time) time.Time {
	to := day
	switch day.Weekday() {
	case time.Saturday:
		to = day.AddDate(0, 0, 2)
	case time.Sunday:
		to = day.AddDate(0, 0, 1)
	}
	if to.After(last) {
		return to.AddDate(0, 0, -3)
	}
	return to
}
