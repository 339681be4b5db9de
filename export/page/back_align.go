package page

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"debrief/model"
)

// align gives the parts of the page the references of those that they were, by their references, else by what they say, and new ones to
// the others. What pointed at a part that has another reference now points at it still.
func (c *comparing) align() {
	last := c.lastNumbers()
	renamed, unsure := map[string]string{}, map[string]bool{"": c.theirs.unsure[""]}
	for _, k := range model.Kinds[1:] {
		m := newMatching(c, k)
		refs := m.refs(last)
		clocks := map[string]string{}
		for i, part := range m.is {
			typed := part.Ref()
			if m.numbered && typed != "" && typed != refs[i] && !m.claimed(typed) {
				renamed[typed] = refs[i]
			}
			bare := m.numbered && typed == "" && m.pair[i] >= 0 // its aside is gone with its reference
			unsure[refs[i]] = bare || typed != "" && c.theirs.unsure[typed]
			clocks[refs[i]] = c.theirs.clocks[typed]
		}
		m.name(refs)
		if k.Letter == "E" {
			c.theirs.clocks = clocks
		}
	}
	c.theirs.unsure = unsure
	c.tieMoments()
	c.redirect(renamed)
}

// tieMoments ties the moments that stand in the row of an event to it, where that row had no reference.
func (c *comparing) tieMoments() {
	for name, at := range c.theirs.momentRows {
		if m := *c.theirs.Post.Moments.Place(name); m != nil && m.Event == "" {
			m.Event = c.theirs.Post.Events[at].Ref
		}
	}
}

// lastNumbers are the newest numbers that were given, by the letter.
func (c *comparing) lastNumbers() map[string]int {
	n := c.now.Last
	last := map[string]int{"E": n.E, "C": n.C, "W": n.W, "A": n.A, "N": n.N, "I": n.I, "K": n.K, "L": n.L}
	for _, p := range []*model.Postmortem{c.now, c.base.Post} {
		for _, part := range p.Parts()[1:] {
			letter, n, _ := model.SplitRef(part.Ref())
			last[letter] = max(last[letter], n)
		}
	}
	return last
}

// numbered reports whether the page says the references of such parts.
func numbered(letter string) bool { return letter != "N" && letter != "I" && letter != "L" }

func ofKind(p *model.Postmortem, k *model.Kind) []model.Part {
	return slices.DeleteFunc(p.Parts(), func(part model.Part) bool { return part.Kind != k })
}

// matching finds for each part of a page the one that it was.
type matching struct {
	letter   string
	numbered bool // the page says their references
	was, is  []model.Part
	pair     []int // for each of is its place in was, or -1
	taken    []bool
}

func newMatching(c *comparing, k *model.Kind) *matching {
	was, is := ofKind(c.base.Post, k), ofKind(c.theirs.Post, k)
	m := &matching{letter: k.Letter, numbered: numbered(k.Letter), was: was, is: is, pair: make([]int, len(is)), taken: make([]bool, len(was))}
	m.match()
	return m
}

// refs are the references of the parts of the page; new ones have numbers after the last.
func (m *matching) refs(last map[string]int) []string {
	refs := make([]string, len(m.is))
	for i, at := range m.pair {
		if at >= 0 {
			refs[i] = m.was[at].Ref()
			continue
		}
		last[m.letter]++
		refs[i] = m.letter + strconv.Itoa(last[m.letter])
	}
	return refs
}

// name gives the parts of the page their references.
func (m *matching) name(refs []string) {
	for i := range m.is {
		m.is[i].Value.Field(0).SetString(refs[i])
	}
}

// claimed reports whether some part of the page is the one that has a reference.
func (m *matching) claimed(ref string) bool {
	return slices.ContainsFunc(m.pair, func(at int) bool { return at >= 0 && m.was[at].Ref() == ref })
}

func (m *matching) match() {
	for i := range m.pair {
		m.pair[i] = -1
	}
	same := func(i, j int, leaves []leaf) bool {
		for _, l := range leaves {
			if valueIn(m.is[i], l.name) != valueIn(m.was[j], l.name) {
				return false
			}
		}
		return true
	}
	all := leaves[m.letter]
	byRef := func(i, j int) bool { return m.is[i].Ref() != "" && m.is[i].Ref() == m.was[j].Ref() }
	if m.numbered {
		m.each(func(i, j int) bool { return byRef(i, j) && same(i, j, all[:1]) }) // of two with one reference that which was copied
		m.each(byRef)
	} else {
		m.each(func(i, j int) bool { return same(i, j, all) })
	}
	m.each(func(i, j int) bool {
		return (m.is[i].Ref() == "" || !m.numbered) && valueIn(m.is[i], all[0].name) != "" && same(i, j, all[:1])
	})
	m.between()
}

// each pairs what is alike, in order.
func (m *matching) each(alike func(i, j int) bool) {
	for i := range m.pair {
		for j := 0; m.pair[i] < 0 && j < len(m.was); j++ {
			if !m.taken[j] && alike(i, j) {
				m.pair[i], m.taken[j] = j, true
			}
		}
	}
}

// between pairs what stands between the same neighbours: as many as there were, in their order, else those that have most in common.
func (m *matching) between() {
	for from := 0; from < len(m.is); {
		if m.pair[from] >= 0 || m.is[from].Ref() != "" && m.numbered {
			from++
			continue
		}
		to := from
		for to < len(m.is) && m.pair[to] < 0 {
			to++
		}
		free := m.free(from, to)
		inOrder := len(free) == to-from && !m.numbered
		for i := from; i < to; i++ {
			best := m.likest(i, free)
			if inOrder {
				best = free[i-from]
			}
			if best >= 0 {
				m.pair[i], m.taken[best] = best, true
			}
		}
		from = to
	}
}

// free are the places of those between the neighbours of a run of parts that nothing is paired with.
func (m *matching) free(from, to int) (places []int) {
	low, high := -1, len(m.was)
	if from > 0 {
		low = m.pair[from-1]
	}
	if to < len(m.is) {
		high = m.pair[to]
	}
	for j := low + 1; j < high; j++ {
		if !m.taken[j] {
			places = append(places, j)
		}
	}
	return places
}

// likest is the place among some of the one that a part has most in common with, -1 where it has nothing.
func (m *matching) likest(i int, places []int) int {
	best, most := -1, 0
	for _, j := range places {
		if n := m.inCommon(i, j); !m.taken[j] && n > most {
			best, most = j, n
		}
	}
	return best
}

// inCommon is how many values two parts have in common. Those that the page gives references share half of their words, or nothing.
func (m *matching) inCommon(i, j int) (n int) {
	if m.alike(i, j) {
		n += len(leaves[m.letter])
	}
	if m.numbered {
		return n
	}
	for _, l := range leaves[m.letter] {
		if valueIn(m.is[i], l.name) == valueIn(m.was[j], l.name) {
			n++
		}
	}
	return n
}

// alike reports whether two parts have half of their words in common.
func (m *matching) alike(i, j int) bool {
	name := leaves[m.letter][0].name
	a, b := strings.Fields(valueIn(m.is[i], name)), strings.Fields(valueIn(m.was[j], name))
	common := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			common++
		}
	}
	return common > 0 && 2*common >= max(len(a), len(b))
}

// valueIn is a field of a part as text.
func valueIn(part model.Part, name string) string {
	f, ok := part.Kind.Field(name)
	if !ok {
		return ""
	}
	is := f.Of(part.Value)
	if is.Kind() == reflect.String {
		return is.String()
	}
	return string(model.EncodeLine(is.Interface()))
}

// redirect lets what points at parts point at those that they are. Who points at nothing is said, and points at nothing then.
func (c *comparing) redirect(renamed map[string]string) {
	p := c.theirs.Post
	there := func(ref string) bool {
		for _, in := range []*model.Postmortem{p, c.base.Post, c.now} {
			if _, ok := in.Part(ref); ok {
				return true
			}
		}
		return false
	}
	pointTo(p, func(ref string) string {
		if now := renamed[ref]; now != "" {
			return now
		}
		if ref != "" && !there(ref) {
			c.theirs.Unread = append(c.theirs.Unread, Unread{0, ref, "is no reference of this postmortem"})
			c.back.Unread = c.theirs.Unread
			return ""
		}
		return ref
	})
}

// pointTo gives every reference to a part another one; "" lets go of it.
func pointTo(p *model.Postmortem, to func(ref string) string) {
	list := func(refs []string) (all []string) {
		for _, ref := range refs {
			if ref = to(ref); ref != "" && !slices.Contains(all, ref) {
				all = append(all, ref)
			}
		}
		return all
	}
	for i := range p.Events {
		p.Events[i].SettledBy = to(p.Events[i].SettledBy)
	}
	var below func([]model.Why)
	below = func(whys []model.Why) {
		for i := range whys {
			whys[i].Events = list(whys[i].Events)
			below(whys[i].Whys)
		}
	}
	for i := range p.Causes {
		p.Causes[i].Events = list(p.Causes[i].Events)
		below(p.Causes[i].Whys)
	}
	for i := range p.Actions {
		p.Actions[i].Answers = list(p.Actions[i].Answers)
	}
	for i := range p.Parking {
		p.Parking[i].Action = to(p.Parking[i].Action)
	}
	for _, m := range p.Moments.List() {
		if m.Moment != nil {
			m.Event = to(m.Event)
		}
	}
	if p.FollowUp != nil {
		for i := range p.FollowUp.Verdicts {
			p.FollowUp.Verdicts[i].Action = to(p.FollowUp.Verdicts[i].Action)
		}
	}
}

// keepDays gives events their day again where the row of that day is gone, and what else was told where it came from where the column of
// that is.
func (c *comparing) keepDays() {
	for i := range c.theirs.Post.Events {
		e := &c.theirs.Post.Events[i]
		was := c.base.Post.Event(e.Ref)
		if was == nil {
			continue
		}
		if slices.Contains(c.theirs.lacking, timelineHeads[1]) {
			for j := range min(len(e.Also), len(was.Also)) {
				e.Also[j].Source, e.Also[j].Link = was.Also[j].Source, was.Also[j].Link
			}
		}
		c.keepDay(e, was)
	}
}

func (c *comparing) keepDay(e, was *model.Event) {
	loc := c.base.Post.Location()
	day := clock{loc: loc}.day(was.At)
	if was.At.IsZero() || slices.Contains(c.theirs.days, day) {
		return
	}
	p := parser{Copy: &Copy{}, loc: loc, day: day}
	e.At, e.Precision = p.timeOf(c.theirs.clocks[e.Ref])
	e.Until = was.Until
	for j := range min(len(e.Also), len(was.Also)) {
		if e.Also[j].Original == was.Also[j].Original {
			e.Also[j].At = was.Also[j].At
		}
	}
}
