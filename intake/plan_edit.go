package intake

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"debrief/intake/capture"
	"debrief/model"
)

// Edit accepts a preview as one step. keep chooses among the candidates by their place in Events; nil keeps those that are
// not folded. What is not kept comes in as noise, which the timeline folds: nothing is dropped unsaid. The plan is made anew
// on the newest state, so what somebody else has brought in meanwhile is not brought in twice. Events with a time go to their
// place in time; one without, or one that stands out of order in the input, goes behind the candidate before it, else to the
// end.
// A moment is marked where none is: start and detection by the earliest event that says so, mitigation and resolution by
// the latest.
func (v Preview) Edit(keep func(i int) bool) model.Edit {
	if keep == nil {
		keep = func(i int) bool { return !v.Events[i].Folded }
	}
	kept, folded := 0, 0
	for i, p := range v.Plan {
		switch {
		case p.Fate == Known:
		case keep(i):
			kept++
		default:
			folded++
		}
	}
	return model.Edit{Label: v.label(kept, folded), Do: func(p *model.Postmortem) error {
		a := acceptance{p: p, plan: Plan(p, v.Result), refs: make([]string, len(v.Events))}
		a.accept(keep)
		a.place()
		a.markMoments()
		for i := range a.plan.Events {
			if a.plan.Plan[i].Fate == Adds {
				capture.Settle(p, a.refs[i], a.plan.Events[i].Settles)
			}
		}
		return nil
	}}
}

func (v Preview) label(kept, folded int) string {
	events := "events"
	if kept == 1 {
		events = "event"
	}
	if len(v.Events) == 0 {
		return "bring in no events"
	}
	if folded > 0 {
		events += fmt.Sprintf(" and %d folded", folded)
	}
	return fmt.Sprintf("bring in %d %s from %s", kept, events, model.Shorten(model.Clean(StreamOf(v.Events[0].Origin)), 60))
}

// acceptance is one run of such an edit.
type acceptance struct {
	p    *model.Postmortem
	plan Preview
	refs []string // where each candidate went: the reference of its event, "" for none
	made []placing
}

// placing is a new event and where it goes.
type placing struct {
	event   model.Event
	after   string // the event before it
	follows bool   // it goes behind that one, not to its place in time
}

func (a *acceptance) accept(keep func(i int) bool) {
	before := ""
	kept := map[string]int{} // a new event's place in made
	for i := range a.plan.Events {
		c := &a.plan.Events[i]
		what := a.plan.Plan[i]
		into := what.Ref
		if into == "" && what.With >= 0 {
			into = a.refs[what.With]
		}
		switch {
		case what.Fate == Known:
			a.refs[i] = into
		case what.Fate == Joins && into != "":
			a.refs[i] = into
			e := a.p.Event(into)
			if n, ok := kept[into]; ok {
				e = &a.made[n].event
			}
			if e != nil {
				e.Also = append(slices.Clone(e.Also), model.Also{
					At: c.At, Original: c.Original, Text: c.Text, Source: c.Source, Link: c.Link, Origin: c.Origin, Raw: c.Raw,
				})
			}
		default: // what it would join was not kept
			a.p.Last.E++
			e := c.Event
			e.Ref = fmt.Sprintf("E%d", a.p.Last.E)
			e.Noise = e.Noise || !keep(i)
			a.refs[i] = e.Ref
			kept[e.Ref] = len(a.made)
			// What the document tells out of order stays where it is told: the sheet shows it as such, with the reason.
			a.made = append(a.made, placing{event: e, after: before, follows: e.At.IsZero() || c.Doubt != "" && !c.inPlace && before != ""})
		}
		if a.refs[i] != "" {
			before = a.refs[i]
		}
	}
}

// place puts the new events into the timeline.
func (a *acceptance) place() {
	var timed []model.Event
	for _, m := range a.made {
		if !m.follows {
			timed = append(timed, m.event)
		}
	}
	insertByTime(a.p, timed)
	followers := map[string][]model.Event{}
	rest := 0
	for _, m := range a.made {
		if m.follows {
			followers[m.after] = append(followers[m.after], m.event)
			rest++
		}
	}
	if rest == 0 {
		return
	}
	all := make([]model.Event, 0, len(a.p.Events)+rest)
	var add func(e model.Event)
	add = func(e model.Event) {
		all = append(all, e)
		for _, f := range followers[e.Ref] {
			add(f)
		}
	}
	for _, e := range a.p.Events {
		add(e)
	}
	for _, e := range followers[""] {
		add(e)
	}
	a.p.Events = all
}

// insertByTime puts each event behind the last one that is not later, as Postmortem.AddEvent does, all in one go.
func insertByTime(p *model.Postmortem, events []model.Event) {
	if len(events) == 0 {
		return
	}
	slices.SortStableFunc(events, func(x, y model.Event) int { return x.At.Time().Compare(y.At.Time()) })
	type mark struct {
		at    time.Time
		place int // behind the last event up to here, and those without a time that stand behind it
	}
	var marks []mark
	untimed := 0 // events without a time that stand before all others
	for i := range p.Events {
		switch at := p.Events[i].At; {
		case !at.IsZero():
			marks = append(marks, mark{at.Time(), i + 1})
		case len(marks) > 0:
			marks[len(marks)-1].place = i + 1
		default:
			untimed = i + 1
		}
	}
	slices.SortStableFunc(marks, func(x, y mark) int { return x.at.Compare(y.at) })
	for i := 1; i < len(marks); i++ {
		marks[i].place = max(marks[i].place, marks[i-1].place)
	}
	all := make([]model.Event, 0, len(p.Events)+len(events))
	from := 0
	for _, e := range events {
		place := untimed
		if n := sort.Search(len(marks), func(i int) bool { return marks[i].at.After(e.At.Time()) }); n > 0 {
			place = marks[n-1].place
		}
		all = append(all, p.Events[from:place]...)
		from = place
		all = append(all, e)
	}
	p.Events = append(all, p.Events[from:]...)
}

func (a *acceptance) markMoments() {
	for _, name := range model.MomentNames {
		place := a.p.Moments.Place(name)
		if *place != nil {
			continue
		}
		latest := name == "mitigated" || name == "resolved"
		var best *model.Moment
		for i := range a.plan.Events {
			c := &a.plan.Events[i]
			if c.Moment != name || a.refs[i] == "" || a.plan.Plan[i].Fate == Known || c.At.IsZero() {
				continue
			}
			if best == nil || latest == c.At.Time().After(best.At.Time()) {
				best = &model.Moment{At: c.At, Event: a.refs[i]}
			}
		}
		if best != nil {
			if e := a.p.Event(best.Event); e != nil {
				best.At = e.At
			}
			*place = best
		}
	}
}

// Shift is an edit that moves all events of one stream (the part of an origin before the line: "journal.json"), of one
// source ("log"), or of both by a duration; moments follow their events. It fails when there is none, or where a time would
// leave the calendar.
func Shift(stream, source string, by time.Duration) model.Edit {
	what := cmp.Or(stream, source)
	return model.Edit{Label: fmt.Sprintf("shift %s by %s", model.Shorten(model.Clean(what), 60), signed(by)), Do: func(p *model.Postmortem) error {
		if stream == "" && source == "" {
			return errors.New("shift events: neither a stream nor a source is named")
		}
		ours := func(origin, from string) bool {
			return (stream == "" || StreamOf(origin) == stream) && (source == "" || from == source)
		}
		var moved []model.Event
		kept := make([]model.Event, 0, len(p.Events))
		n := 0
		for _, e := range p.Events {
			n += shiftAlso(&e, by, ours)
			if e.At.IsZero() || !ours(e.Origin, e.Source) {
				kept = append(kept, e)
				continue
			}
			n++
			e.At, e.Until, e.Rank = e.At.Add(by), e.Until.Add(by), 0
			if y := e.At.Time().Year(); y < 1 || y > 9999 {
				return fmt.Errorf("shift %s: %s would be in the year %d", e.Ref, model.Quote(e.Text), y)
			}
			moved = append(moved, e)
		}
		if n == 0 {
			return fmt.Errorf("shift events: there are none with a time from %s", model.Quote(what))
		}
		p.Events = kept
		insertByTime(p, moved)
		return nil
	}}
}

// shiftAlso moves what was told beside an event, and says how many it moved.
func shiftAlso(e *model.Event, by time.Duration, ours func(origin, source string) bool) (n int) {
	for i := range e.Also {
		if a := &e.Also[i]; !a.At.IsZero() && ours(a.Origin, a.Source) {
			if n == 0 {
				e.Also = slices.Clone(e.Also)
				a = &e.Also[i]
			}
			a.At = a.At.Add(by)
			n++
		}
	}
	return n
}

// signed is a duration as people write one: +1h, -5m.
func signed(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	if d >= 0 {
		s = "+" + s
	}
	return s
}
