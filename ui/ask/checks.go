package ask

import (
	"slices"
	"time"

	"debrief/model"
	"debrief/model/cast"
	"debrief/model/coach"
)

// Visits are how far somebody has come in a postmortem, in this session or an earlier one.
type Visits struct {
	Seen int // the furthest phase that was visited
	Left int // how many phases, from the first, somebody has gone on from
}

// Visit notes that somebody went from a phase to another; -1 is none. The one before it was left, and so were all that lie before
// the new one.
func (v *Visits) Visit(from, to int) {
	if from >= 0 && from != to {
		v.Left = max(v.Left, from+1)
	}
	v.Seen, v.Left = max(v.Seen, to), max(v.Left, to)
}

// Revisit takes over how far earlier sessions came. From the last phase nobody goes on to another: it was left when a session that
// had reached it ended, or when the day has come that was planned in it.
func Revisit(p *model.Postmortem, live model.Live, now time.Time) Visits {
	last := len(model.Phases) - 1
	v := Visits{Seen: max(model.PhaseIndex(p.Phase), model.PhaseIndex(live.Phase), 0)}
	if p.FollowUpDue(now) || p.RereadDue(now) {
		v.Seen = last
	}
	v.Left = v.Seen
	if v.Seen == last {
		v.Left = len(model.Phases)
	}
	return v
}

// Checks are the findings of one revision, and those of them that are asked by now.
type Checks struct {
	Of     *model.Postmortem
	Visits Visits // what Asked and Open were made for
	All    []coach.Finding
	OK     []bool // by phase: it was worked on and leaves nothing open, asked or not
	Asked  []coach.Finding
	Open   []int // by phase, of those asked
	Aside  []coach.Finding
}

// Shown are the checks as a screen shows them that others watch: without what tells of something private, in words that show gives.
func (c *Checks) Shown(show func(string) string) *Checks {
	shown := *c
	over := func(list []coach.Finding) []coach.Finding {
		list = slices.DeleteFunc(slices.Clone(list), func(f coach.Finding) bool { return cast.Tells(f.Code) })
		for i := range list {
			list[i].Text = show(list[i].Text)
		}
		return list
	}
	shown.All, shown.Aside = over(c.All), over(c.Aside)
	shown.ask(over(c.Asked))
	return &shown
}

func (c *Checks) ask(findings []coach.Finding) {
	c.Asked, c.Open = findings, make([]int, len(model.Phases))
	for _, f := range findings {
		c.Open[model.PhaseIndex(f.Phase)]++
	}
}

// Look looks at a postmortem once per revision.
func (c *Checks) Look(p *model.Postmortem, v Visits, now time.Time) *Checks {
	if c.Of == p && c.Visits == v {
		return c
	}
	if c.Of != p {
		c.Of, c.All, c.Aside, c.OK = p, coach.Check(p, now), nil, make([]bool, len(model.Phases))
		if len(p.Dismissed) > 0 {
			c.Aside = coach.Dismissed(p, now)
		}
		for i, phase := range coach.Progress(p, c.All) {
			c.OK[i] = phase.OK()
		}
	}
	c.Visits = v
	c.ask(slices.DeleteFunc(slices.Clone(c.All), func(f coach.Finding) bool { return !v.asks(p, f) }))
	return c
}

// asks reports whether a finding is asked by now. Words are asked about at once; what is missing in a phase, only once somebody has
// gone on from there: nobody is asked for what they are about to enter. What was reviewed is not being filled in any more.
func (v Visits) asks(p *model.Postmortem, f coach.Finding) bool {
	i := model.PhaseIndex(f.Phase)
	return i >= 0 && i <= v.Seen && (i < v.Left || p.Status != "draft" || AboutWords(f.Code))
}
