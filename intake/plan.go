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

// Fate is what accepting a preview does with a candidate.
type Fate int

// The fates.
const (
	Adds  Fate = iota // it becomes an event of its own
	Known             // it is in the timeline already, and is left out
	Joins             // it tells a moment that another source has told already: it is kept beside that event
)

// Planned is what happens to one candidate.
type Planned struct {
	Fate Fate
	Ref  string // Known and Joins: the event in the timeline, "" where it is another candidate
	With int    // Known and Joins with no Ref: that candidate's place in Result.Events; else -1
}

// Preview is a result beside the timeline it would go into.
type Preview struct {
	Result
	Plan []Planned // one for each of Events
}

// sameMoment is how far apart two sources may tell one moment.
const sameMoment = 2 * time.Minute

// Plan compares a result with the events that are in the timeline already. A candidate is known when its key is there; it
// joins an event of another source that is told at nearly the same moment in nearly the same words. Where in doubt both are
// kept: two times for one moment are a fact as well.
func Plan(p *model.Postmortem, r Result) Preview {
	m := matcher{keys: map[string]target{}, raws: map[string]target{}, near: map[slot][]*telling{}}
	for i := range p.Events {
		m.remember(&p.Events[i], target{ref: p.Events[i].Ref, with: -1})
	}
	out := Preview{Result: r, Plan: make([]Planned, len(r.Events))}
	for i := range r.Events {
		e := &r.Events[i].Event
		if t, ok := m.known(e); ok {
			out.Plan[i] = Planned{Known, t.ref, t.with}
			continue
		}
		if t := m.sameAs(e); t != nil {
			out.Plan[i] = Planned{Joins, t.ref, t.with}
			m.keep(e, t.target)
			continue
		}
		out.Plan[i] = Planned{Fate: Adds, With: -1}
		m.remember(e, target{with: i})
	}
	return out
}

// Count is how many candidates a preview would add, leave out as known, and keep beside another event. Folded candidates count as well.
func (v Preview) Count() (adds, known, joins int) {
	var fates [Joins + 1]int
	for _, p := range v.Plan {
		fates[p.Fate]++
	}
	return fates[Adds], fates[Known], fates[Joins]
}

type target struct {
	ref  string
	with int
}

type slot struct {
	minute int64
	source string
}

// telling is an event that others may join, with its words taken apart once.
type telling struct {
	target
	at      time.Time
	source  string
	stream  string
	text    string
	words   []string
	sources map[string]bool // who has told it already
}

type matcher struct {
	keys map[string]target
	raws map[string]target // of what was joined before: its raw line and its time
	near map[slot][]*telling
	from []string // the sources in near
	aged map[string][]agedKey
}

func (m *matcher) remember(e *model.Event, t target) {
	m.keep(e, t)
	sources := map[string]bool{e.Source + StreamOf(e.Origin): true}
	for i := range e.Also {
		a := &e.Also[i]
		sources[a.Source+StreamOf(a.Origin)] = true
		m.raws[a.Raw+"\x00"+a.At.String()] = t
	}
	if e.At.IsZero() {
		return
	}
	if !slices.Contains(m.from, e.Source) {
		m.from = append(m.from, e.Source)
	}
	at := slot{e.At.Time().Unix() / 60, e.Source}
	m.near[at] = append(m.near[at], &telling{
		target: t, at: e.At.Time(), source: e.Source, stream: StreamOf(e.Origin), text: e.Text, sources: sources,
	})
}

func (m *matcher) keep(e *model.Event, t target) {
	if e.Key != "" {
		m.keys[e.Key] = t
		m.keepAged(e.Key, t)
	}
}

func (m *matcher) known(e *model.Event) (target, bool) {
	if t, ok := m.keys[e.Key]; ok && e.Key != "" {
		return t, true
	}
	if t, ok := m.knownAged(e.Key); ok {
		return t, true
	}
	if len(m.raws) == 0 || e.Raw == "" {
		return target{}, false
	}
	t, ok := m.raws[e.Raw+"\x00"+e.At.String()]
	return t, ok
}

// StreamOf is an origin without its line: "journal.json" of "journal.json:31".
func StreamOf(origin string) string {
	if i := strings.LastIndexByte(origin, ':'); i > 0 {
		return origin[:i]
	}
	return origin
}

func (m *matcher) sameAs(e *model.Event) *telling {
	if e.At.IsZero() || e.Precision == "about" || e.Precision == "hour" || e.Precision == "day" {
		return nil
	}
	var best *telling
	var words []string
	nearest := sameMoment + 1
	minute := e.At.Time().Unix() / 60
	for _, source := range m.from {
		if source == e.Source && standsAlone(source) {
			continue
		}
		for at := minute - 2; at <= minute+2; at++ {
			for _, t := range m.near[slot{at, source}] {
				gap := e.At.Time().Sub(t.at).Abs()
				if gap >= nearest || !mayJoin(e, t) {
					continue
				}
				if words == nil {
					words = wordsOf(e.Text)
				}
				if t.tellsSame(words) {
					best, nearest = t, gap
				}
			}
		}
	}
	if best != nil {
		best.sources[e.Source+StreamOf(e.Origin)] = true
	}
	return best
}

// mayJoin refuses what is no second telling: the same source in the same stream, and two logs, whose lines are two facts
// however much they are alike. One telling of each stream is enough.
func mayJoin(e *model.Event, t *telling) bool {
	stream := StreamOf(e.Origin)
	return !t.sources[e.Source+stream] && (e.Source != t.source || !standsAlone(e.Source) && stream != t.stream)
}

// standsAlone reports a source of which no two streams tell the same.
func standsAlone(source string) bool { return source == "log" || source == "" }

// tellsSame reports that two texts are the same but for a few words, or that one quotes the other.
func (t *telling) tellsSame(words []string) bool {
	if t.words == nil {
		t.words = wordsOf(t.text)
	}
	short, long := t.words, words
	if len(short) > len(long) {
		short, long = long, short
	}
	switch {
	case len(short) < 3:
		return len(short) > 0 && slices.Equal(short, long)
	case len(short) >= 4 && strings.Contains(" "+strings.Join(long, " ")+" ", " "+strings.Join(short, " ")+" "):
		return true
	}
	common := 0
	for _, w := range short {
		if slices.Contains(long, w) {
			common++
		}
	}
	return common*5 >= (len(short)+len(long)-common)*4
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text[:min(len(text), 500)]), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r < 0x80 || r == '–' || r == '—' || r == '…' || r == '“' || r == '”'
	})
}

// Edit accepts a preview as one step. keep chooses among the candidates by their place in Events; nil keeps those that are not folded. What is not
// kept comes in as noise, which the timeline folds: nothing is dropped unsaid. The plan is made anew on the newest state, so what somebody else has
// brought in meanwhile is not brought in twice. Events with a time go to their place in time; one without, or one that stands out of order in the
// input, goes behind the candidate before it, else to the end. A moment is marked where none is: start and detection by the earliest event that
// says so, mitigation and resolution by the latest.
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

type acceptance struct {
	p    *model.Postmortem
	plan Preview
	refs []string // where each candidate went: the reference of its event, "" for none
	made []placing
}

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

func (a *acceptance) place() {
	var timed []model.Event
	followers := map[string][]model.Event{}
	for _, m := range a.made {
		if m.follows {
			followers[m.after] = append(followers[m.after], m.event)
		} else {
			timed = append(timed, m.event)
		}
	}
	insertByTime(a.p, timed)
	if len(followers) == 0 {
		return
	}
	all := make([]model.Event, 0, len(a.p.Events)+len(a.made)-len(timed))
	var add func(events []model.Event)
	add = func(events []model.Event) {
		for _, e := range events {
			all = append(all, e)
			add(followers[e.Ref])
		}
	}
	add(a.p.Events)
	add(followers[""])
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

// Shift is an edit that moves all events of one stream (the part of an origin before the line: "journal.json"), of one source ("log"), or of both
// by a duration; moments follow their events. It fails when there is none, or where a time would leave the calendar.
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
	s := strings.NewReplacer("h0m0s", "h", "m0s", "m").Replace(d.String())
	if d >= 0 {
		s = "+" + s
	}
	return s
}
