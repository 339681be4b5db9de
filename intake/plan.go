package intake

import (
	"slices"
	"strings"
	"time"

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

// Count is how many candidates a preview would add, leave out as known, and keep beside another event. Folded candidates
// count as well.
func (v Preview) Count() (adds, known, joins int) {
	for _, p := range v.Plan {
		switch p.Fate {
		case Adds:
			adds++
		case Known:
			known++
		case Joins:
			joins++
		}
	}
	return adds, known, joins
}

// target is an event of the timeline, or another candidate.
type target struct {
	ref  string
	with int
}

// slot is a minute of one source.
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

// sameAs finds the nearest event of another source that tells the same.
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
	if e.Source == t.source && (standsAlone(e.Source) || stream == t.stream) {
		return false
	}
	return !t.sources[e.Source+stream]
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

// wordsOf are the words of a text in small letters, without marks.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text[:min(len(text), 500)]), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r < 0x80 || r == '–' || r == '—' || r == '…' || r == '“' || r == '”'
	})
}
