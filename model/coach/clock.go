package coach

import (
	"cmp"
	"strings"
	"time"

	"debrief/model"
)

// What counts as a clock in another zone: whole hours apart, give or take what the same moment takes to reach two sources, and
// no more than zones differ.
const (
	clockSlack   = 2 * time.Minute
	mostZoneGap  = 14
	enoughVotes  = 2
	mergedVotes  = 2 // somebody or the import said that the two tell the same moment
	twinVotes    = 1 // two sources tell the same words, once each
	mostTwinning = 4 // how many sources of the same words are compared
)

// clockOffset asks where two sources tell the same moment whole hours apart (seed 2: logs fail too, by "timezone mismatches").
// Moments are known to be the same where one was merged into the other, or, for lack of that, where several texts stand once
// in each source. Where the two agree elsewhere as often, it is no clock.
func clockOffset(p *model.Postmortem, _ time.Time) []Finding {
	b := ballot{votes: map[sourcePair]map[int]int{}, first: map[sourcePair]telling{}}
	twins := map[string][]telling{}
	for i := range p.Events {
		e := &p.Events[i]
		if e.At.IsZero() || e.Noise || !exact(e.Precision) {
			continue
		}
		here := telling{sourceOf(e.Source, e.Origin), e.At, e.Ref, e.Text}
		for k := range e.Also {
			if a := &e.Also[k]; !a.At.IsZero() {
				b.vote(here, telling{sourceOf(a.Source, a.Origin), a.At, e.Ref, a.Text}, mergedVotes)
			}
		}
		if same := twins[e.Text]; len(same) < mostTwinning && e.Text != "" {
			twins[e.Text] = append(same, here)
		}
	}
	for i := range p.Events {
		b.compare(twins[p.Events[i].Text])
		delete(twins, p.Events[i].Text)
	}
	return b.findings(p)
}

// exact reports whether a time is good to the minute; for one that is told in hours, whole hours say nothing.
func exact(precision string) bool {
	return precision == "" || precision == "minute" || precision == "second"
}

// sourceOf names what has a clock of its own: a kind of source and the file or stream that it came from.
func sourceOf(source, origin string) string {
	file := origin
	if i := strings.LastIndexByte(origin, ':'); i >= 0 {
		file = origin[:i]
	}
	return source + "\x00" + file
}

// telling is one source's time for a moment.
type telling struct {
	source string
	at     model.Instant
	ref    string
	text   string
}

// said names the source and its time: "alert 04:17".
func (t telling) said(clock string) string {
	kind, file, _ := strings.Cut(t.source, "\x00")
	return cmp.Or(kind, oneLine(file), "told") + " " + clock
}

type sourcePair struct{ a, b string }

// ballot counts, for each two sources, by how many hours they differ.
type ballot struct {
	votes  map[sourcePair]map[int]int
	first  map[sourcePair]telling // where they first differ by whole hours
	others []telling              // what the other source said there, in step with pairs
	pairs  []sourcePair           // in the order of the timeline
}

func (b *ballot) vote(x, y telling, weight int) {
	if x.source == y.source {
		return
	}
	pair, apart := sourcePair{x.source, y.source}, y.at.Time().Sub(x.at.Time())
	if pair.a > pair.b {
		pair, apart = sourcePair{pair.b, pair.a}, -apart
	}
	hours := apart.Round(time.Hour)
	if (apart-hours).Abs() > clockSlack || hours.Abs() > mostZoneGap*time.Hour {
		return
	}
	if b.votes[pair] == nil {
		b.votes[pair] = map[int]int{}
	}
	b.votes[pair][int(hours/time.Hour)] += weight
	if _, known := b.first[pair]; hours != 0 && !known {
		b.first[pair] = x
		b.pairs, b.others = append(b.pairs, pair), append(b.others, y)
	}
}

// compare votes on the same words in several sources, unless one of them says them again.
func (b *ballot) compare(same []telling) {
	for i := range same {
		for k := range i {
			if same[i].source == same[k].source {
				return
			}
		}
	}
	for i := range same {
		for k := range i {
			b.vote(same[k], same[i], twinVotes)
		}
	}
}

func (b *ballot) findings(p *model.Postmortem) []Finding {
	var findings []Finding
	for i, pair := range b.pairs {
		votes, most := b.votes[pair], 0
		for hours, n := range votes {
			if hours != 0 {
				most = max(most, n)
			}
		}
		if most < enoughVotes || most <= votes[0] {
			continue
		}
		x, y := b.first[pair], b.others[i]
		said := clocks(p, x.at, y.at)
		findings = append(findings, Finding{At: x.ref, Text: x.said(said[0]) + ", " + y.said(said[1])})
	}
	return findings
}
