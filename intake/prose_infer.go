package intake

import (
	"slices"
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/text"
)

// What a report does not say beside its times often stands in its title or its summary. inferred takes the day and the zone
// from there, each only where the whole text agrees.
func (p *prose) inferred() {
	if p.b.day.Form == clock.None && p.needsDay() {
		if st, ok := p.proseDay(); ok {
			p.b.day = st
		}
	}
	if p.b.zone == "" && p.needsZone() {
		p.proseZone()
	}
}

// needsDay says whether the entries have clocks, and not one of them a day.
func (p *prose) needsDay() bool {
	dated := func(e entry) bool { return e.when.Form == clock.Local || e.when.Form == clock.Exact }
	return !slices.ContainsFunc(p.entries, dated) && slices.ContainsFunc(p.entries, func(e entry) bool { return e.when.Form == clock.OfDay })
}

// otherDates are the lines whose dates say when something was written, and not when it happened.
var otherDates = text.Expression(`(?i)\b(?:updated|modified|created|published|written|reviewed|authors?|copyright|due|deadline|version)\b`)

// proseDay is the one full date that the sentences of a report name, if there is only one.
func (p *prose) proseDay() (found clock.Stamp, ok bool) {
	for i := range min(len(p.lines), 400) {
		l := p.lines[i]
		if l.Kind != markdown.Text && l.Kind != markdown.Bullet || otherDates.MatchString(l.Body) {
			continue
		}
		plain, _ := markdown.Inline(l.Body, nil)
		st, has := clock.DayNamedIn(plain)
		switch {
		case !has || st.Year == 0 || st.Swap:
		case !ok:
			found, ok = st, true
		case st.Date() != found.Date():
			return clock.Stamp{}, false
		}
	}
	return found, ok
}

// needsZone says whether the entries have clocks, and not one of them a zone.
func (p *prose) needsZone() bool {
	zoned := func(e entry) bool { return e.when.Zone != "" || e.when.Form == clock.Exact }
	return !slices.ContainsFunc(p.entries, zoned) && slices.ContainsFunc(p.entries, func(e entry) bool { return e.when.HasClock() })
}

// proseZone takes the zone of the clocks that stand in the title and in the sentences around the timeline, where they all
// name the same one and one of them is a time that the timeline tells as well, to a quarter of an hour.
func (p *prose) proseZone() {
	var zone clock.Stamp
	told := false
	for i, l := range p.lines {
		if l.Kind != markdown.Text && l.Kind != markdown.Bullet && l.Kind != markdown.Heading || p.used[i] {
			continue
		}
		for _, st := range zonedClocks(l.Body) {
			switch {
			case st.Loc == nil || zone.Loc != nil && st.Loc.String() != zone.Loc.String():
				return
			case zone.Loc == nil:
				zone = st
			}
			told = told || p.tells(st)
		}
	}
	if told {
		p.b.zone, p.b.loc, p.b.zoneFrom = zone.Zone, zone.Loc, "other times in the text"
	}
}

// zonedClocks are the times of day in a line that name their zone. A zone belongs to both ends of a range.
func zonedClocks(body string) (found []clock.Stamp) {
	if !strings.ContainsAny(body, ":ap") || !strings.ContainsAny(body, "0123456789") {
		return nil
	}
	s := clock.PlainMarks(text.FirstBytes(body, 1000))
	for i := 0; i < len(s); i++ {
		if !text.IsDigit(s[i]) || i > 0 && (text.IsWord(s[i-1]) || strings.IndexByte(".:-/", s[i-1]) >= 0) {
			continue
		}
		st, rest, ok := clock.ReadStamp(s[i:])
		if !ok || st.Weak || !st.HasClock() {
			continue
		}
		if st.Zone != "" && st.Zone != "Z" { // a machine wrote that one, in its own zone
			found = append(found, st)
		}
		i = len(s) - len(rest) - 1
	}
	return found
}

// tells says whether the timeline has an entry at the clock of st, or near it.
func (p *prose) tells(st clock.Stamp) bool {
	const near = int(15 * time.Minute / time.Second)
	return slices.ContainsFunc(p.entries, func(e entry) bool {
		d := e.when.ClockSeconds() - st.ClockSeconds()
		return e.when.HasClock() && d <= near && d >= -near
	})
}
