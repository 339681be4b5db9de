package capture

import (
	"slices"
	"strings"

	"debrief/model"
)

// from counts the pieces of a line in which what was read is not what the event is. An address in the text is the event's link
// whether it says so or not.
func (c Event) from(e *model.Event) int {
	is := Event{Event: *e, Moments: c.Moments, Settles: c.Settles, Settled: c.Settled}
	if is.Event.Link == "" && strings.Contains(e.Text, c.Event.Link) {
		is.Event.Link = c.Event.Link
	}
	n := 0
	for _, p := range pieces {
		if !p.same(&c, &is) {
			n++
		}
	}
	return n
}

type piece struct {
	same func(a, b *Event) bool
	set  func(p *model.Postmortem, ref string, c *Event) error
}

var pieces = []piece{
	{func(a, b *Event) bool {
		return a.Event.At.Equal(b.Event.At) && a.Event.Until.Equal(b.Event.Until) &&
			(a.Event.Precision == "about") == (b.Event.Precision == "about") && sameTimes(disputed(&a.Event), disputed(&b.Event))
	}, setTime},
	field(func(e *model.Event) *string { return &e.Kind }),
	field(func(e *model.Event) *string { return &e.Text }),
	field(func(e *model.Event) *string { return &e.By }),
	field(func(e *model.Event) *string { return &e.Link }),
	{func(a, b *Event) bool { return a.Event.Source == b.Event.Source }, func(p *model.Postmortem, ref string, c *Event) error {
		SetSource(p.Event(ref), c.Event.Source)
		return nil
	}},
	field(func(e *model.Event) *bool { return &e.KnownThen }),
	{func(a, b *Event) bool { return a.Settles == b.Settles && a.Settled == b.Settled }, setSettled},
	{func(a, b *Event) bool { return slices.Equal(a.Moments, b.Moments) }, setMoments},
}

func field[T comparable](of func(*model.Event) *T) piece {
	return piece{
		func(a, b *Event) bool { return *of(&a.Event) == *of(&b.Event) },
		func(p *model.Postmortem, ref string, c *Event) error {
			*of(p.Event(ref)) = *of(&c.Event)
			return nil
		},
	}
}

// setTime also brings the event to its place in time; one that has lost its time stays where it is.
func setTime(p *model.Postmortem, ref string, c *Event) error {
	e := p.Event(ref)
	e.At, e.Until = c.Event.At, c.Event.Until
	e.Original, e.OriginalZone, e.Precision = c.Event.Original, c.Event.OriginalZone, c.Event.Precision
	told := slices.DeleteFunc(slices.Clone(e.Also), func(a model.Also) bool { return typedToo(e, a) })
	e.Also = append(disputed(&c.Event), told...)
	SetSource(e, e.Source)
	if e.At.IsZero() {
		return nil
	}
	return p.PlaceEvent(ref)
}

// setSettled opens the thought that the event settled, and settles the one that it settles now.
func setSettled(p *model.Postmortem, ref string, c *Event) error {
	if was := settledBy(p, ref); was != nil && was.Ref != c.Settled {
		was.Outcome, was.SettledBy = "", ""
	} else if was != nil {
		was.Outcome = c.Settles
		return nil
	}
	return c.settle(p, ref)
}

// setMoments gives the event the moments that its line names, and takes from it those that it does not.
func setMoments(p *model.Postmortem, ref string, c *Event) error {
	for _, name := range model.MomentNames {
		place := p.Moments.Place(name)
		switch ours := *place != nil && (*place).Event == ref; {
		case slices.Contains(c.Moments, name):
			*place = &model.Moment{At: p.Event(ref).At, Event: ref}
		case ours:
			*place = nil
		}
	}
	return nil
}

// Change makes of the event named by Context.Event what its line says now, in one step: only the pieces that somebody changed
// since the line was brought in are set, so that a line entered unchanged makes no step. A piece that somebody else has changed
// meanwhile into something else is refused with a model.ChangedError, which gives the line as it is now; so is an event that is gone.
func (c Event) Change() model.Edit {
	ref := c.ctx.Event
	return model.Edit{Label: "change " + ref, Do: func(p *model.Postmortem) error {
		if p.Event(ref) == nil {
			return &model.ChangedError{Part: ref}
		}
		x := c.ctx
		x.Post = p
		now := Line(p, ref)
		if x.Was == "" {
			x.Was = now
		}
		before, err := ReadEvent(x.Was, x)
		if err != nil || strings.TrimSpace(x.Was) == strings.TrimSpace(c.line) {
			return err
		}
		is, err := ReadEvent(now, x)
		if err != nil {
			return err
		}
		for _, piece := range pieces {
			switch {
			case piece.same(&c, &before):
				continue
			case !piece.same(&is, &before) && !piece.same(&is, &c):
				return &model.ChangedError{Part: ref, Field: "line", Now: now}
			}
			if err := piece.set(p, ref, &c); err != nil {
				return err
			}
		}
		return nil
	}}
}
