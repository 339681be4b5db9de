package patterns

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"debrief/model"
)

// How many postmortems there must be: for counts; for a trend, a heat map and a sentence about them; and for a heat map by the hour.
const (
	CountsFrom = 5
	TrendsFrom = 20
	HoursFrom  = 100
)

// classFrom is how many postmortems make a class of incidents that keeps coming; classesMost is how many classes are named.
const (
	classFrom   = 3
	classesMost = 10
)

// Patterns is what an archive's postmortems have in common. Of, everywhere, are places in Stories.
type Patterns struct {
	Stories    []Story
	From, To   model.Date // of the first and the last incident; "" where no day is known
	Categories []Bar      // each of model.Words["category"]
	Services   []Bar
	Tags       []Bar
	Weekdays   [7]Bar     // Monday first
	Hours      [7][24]int // of those whose clock is known
	TTD, TTR   Figure
	Months     []Month // those in which an incident began, the oldest first
	Actions    struct{ Promised, Done, Helped, Late Bar }
	Tests      struct{ Promised, Failing, Passing, Looked, There Bar }
	Relations  []Relation
	Classes    []Bar
	Said       []Said
}

// Bar is how many there are of something, and the postmortems behind it.
type Bar struct {
	Name string
	N    int // of postmortems, but of actions and tests
	Of   []int
}

// add counts so many of one postmortem.
func (b *Bar) add(story, n int) {
	if n > 0 {
		b.N += n
		b.Of = append(b.Of, story)
	}
}

// Figure is a length of time over several postmortems: of how many it is known, their mean and their median, in seconds; nil for none.
type Figure struct {
	N            int
	Mean, Median *int64
}

// Month is what began in a month of the calendar, 2026-03, in each postmortem's own zone.
type Month struct {
	Name     string
	Of       []int
	TTD, TTR Figure
}

// Relation is a postmortem that repeats another one, or is related to it; Earlier is below 0 where that is in no archive that we know.
type Relation struct {
	Story, Earlier int
	Of             string // the reference of the other one
	Kind           string
}

// Said is a sentence about a pattern that chance rarely makes: how many postmortems are behind it, and the share of archives in which chance
// alone would have it said.
type Said struct {
	Text string
	N    int
	P    float64
	Of   []int
}

// Of finds the patterns of postmortems, in the order in which they came.
func Of(stories []Story) *Patterns {
	p := &Patterns{Stories: stories}
	p.count()
	p.time()
	p.relate()
	p.class()
	p.say()
	return p
}

// bars counts names that are written in more than one way once.
type bars struct {
	by   map[string]int
	list []Bar
}

func (b *bars) add(story int, names ...string) {
	for _, name := range names {
		key := strings.ToLower(strings.TrimSpace(name))
		if key == "" {
			continue
		}
		at, known := b.by[key]
		if !known {
			if b.by == nil {
				b.by = map[string]int{}
			}
			at = len(b.list)
			b.by[key] = at
			b.list = append(b.list, Bar{Name: strings.TrimSpace(name)})
		}
		if of := b.list[at].Of; len(of) == 0 || of[len(of)-1] != story {
			b.list[at].add(story, 1)
		}
	}
}

// most are the bars, the longest first.
func most(list []Bar) []Bar {
	slices.SortStableFunc(list, func(x, y Bar) int { return cmp.Or(y.N-x.N, strings.Compare(x.Name, y.Name)) })
	return list
}

func (p *Patterns) count() {
	var categories, services, tags bars
	for _, word := range model.Words["category"] {
		categories.add(-1, word) // each is there, also where nothing comes from it
	}
	for i := range p.Stories {
		s := &p.Stories[i]
		categories.add(i, s.Categories...)
		services.add(i, s.Services...)
		tags.add(i, s.Tags...)
		p.Actions.Promised.add(i, s.Actions.Promised)
		p.Actions.Done.add(i, s.Actions.Done)
		p.Actions.Helped.add(i, s.Actions.Helped)
		p.Actions.Late.add(i, s.Actions.Late)
		p.Tests.Promised.add(i, s.Tests.Promised)
		p.Tests.Failing.add(i, s.Tests.Failing)
		p.Tests.Passing.add(i, s.Tests.Passing)
		p.Tests.Looked.add(i, s.Tests.Looked)
		p.Tests.There.add(i, s.Tests.There)
	}
	for i := range categories.list {
		c := &categories.list[i]
		c.N, c.Of = c.N-1, c.Of[1:]
	}
	p.Categories, p.Services, p.Tags = most(categories.list), most(services.list), most(tags.list)
}

// weekday is the place of a day in a week that begins on Monday.
func weekday(t time.Time) int { return (int(t.Weekday()) + 6) % 7 }

func (p *Patterns) time() {
	for day := range p.Weekdays {
		p.Weekdays[day].Name = time.Weekday((day + 1) % 7).String()
	}
	months := map[string]*Month{}
	all := make([]int, 0, len(p.Stories))
	for i := range p.Stories {
		all = append(all, i)
		at := p.Stories[i].Local()
		if at.IsZero() {
			continue
		}
		day := model.DateOf(at)
		if p.From == "" || day < p.From {
			p.From = day
		}
		p.To = max(p.To, day)
		p.Weekdays[weekday(at)].add(i, 1)
		if !p.Stories[i].WholeDay {
			p.Hours[weekday(at)][at.Hour()]++
		}
		name := string(day[:len("2026-11")])
		if months[name] == nil {
			months[name] = &Month{Name: name}
		}
		months[name].Of = append(months[name].Of, i)
	}
	p.TTD, p.TTR = p.figures(all)
	for _, name := range slices.Sorted(maps.Keys(months)) {
		m := months[name]
		m.TTD, m.TTR = p.figures(m.Of)
		p.Months = append(p.Months, *m)
	}
}

// figures are how long it took to detect and to recover in some of the postmortems.
func (p *Patterns) figures(of []int) (ttd, ttr Figure) {
	var detect, recovery []int64
	for _, i := range of {
		if s := p.Stories[i].Metrics.TTD; s != nil {
			detect = append(detect, *s)
		}
		if s := p.Stories[i].Metrics.TTR; s != nil {
			recovery = append(recovery, *s)
		}
	}
	return figure(detect), figure(recovery)
}

// figure is of values that are not needed any more: it sorts them.
func figure(values []int64) Figure {
	f := Figure{N: len(values)}
	if f.N == 0 {
		return f
	}
	slices.Sort(values)
	mean := 0.0
	for i, v := range values {
		mean += (float64(v) - mean) / float64(i+1) // a sum of hostile lengths would overflow
	}
	whole := int64(mean + 0.5)
	low, high := values[(f.N-1)/2], values[f.N/2]
	middle := low + (high-low)/2
	f.Mean, f.Median = &whole, &middle
	return f
}

// relate finds what people said of two postmortems, in the order of the later ones.
func (p *Patterns) relate() {
	by := make(map[string]int, len(p.Stories))
	for i := range p.Stories {
		by[p.Stories[i].ID] = i
	}
	for i := range p.Stories {
		for _, r := range p.Stories[i].Relations {
			one := Relation{Story: i, Earlier: -1, Of: r.Ref, Kind: r.Kind}
			if at, here := by[r.ID]; here && at != i {
				one.Earlier, one.Of = at, p.Stories[at].Ref
			}
			p.Relations = append(p.Relations, one)
		}
	}
}

// Repeats are the relations of those that came back.
func (p *Patterns) Repeats() (list []Relation) {
	for _, r := range p.Relations {
		if r.Kind == model.RepeatOf {
			list = append(list, r)
		}
	}
	return list
}

// unseenClass is what a cause is called that nothing showed.
const unseenClass = "detection gap"

// class finds what comes again and again to the same place: a category of causes, or a gap in detection, on a service or a tag.
func (p *Patterns) class() {
	var classes classes
	for i := range p.Stories {
		s := &p.Stories[i]
		kinds := s.Categories
		if s.Unseen {
			kinds = append(slices.Clone(kinds), unseenClass)
		}
		for _, place := range s.Services {
			classes.add(i, kinds, place)
		}
		for _, place := range s.Tags {
			classes.add(i, kinds, place)
		}
	}
	var list []Bar
	written := map[string]string{} // once for all classes on it
	for _, b := range slices.Concat(p.Tags, p.Services) {
		written[strings.ToLower(b.Name)] = b.Name
	}
	for key, b := range classes {
		if b.N >= classFrom && key.place != "" {
			b.Name = key.kind + " on " + written[key.place]
			list = append(list, *b)
		}
	}
	list = most(list)
	p.Classes = list[:min(len(list), classesMost)]
}

// classes are bars by what came, and where to.
type classes map[struct{ kind, place string }]*Bar

func (c *classes) add(story int, kinds []string, place string) {
	if *c == nil {
		*c = classes{}
	}
	for _, kind := range kinds {
		key := struct{ kind, place string }{kind, strings.ToLower(strings.TrimSpace(place))}
		b := (*c)[key]
		if b == nil {
			b = &Bar{}
			(*c)[key] = b
		}
		if len(b.Of) == 0 || b.Of[len(b.Of)-1] != story {
			b.add(story, 1)
		}
	}
}
