// Package capture reads the lines that people type while they talk: a fact, an action, an impact, participants. Each reader gives
// what it understood, in one value that says so in words and makes the edit. Line is the way back: an event as it would be typed.
package capture

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/model"
)

// Context is what a typed line is read against.
type Context struct {
	Post     *model.Postmortem // may be nil: an empty one in UTC
	Selected string            // the event that the cursor is on; for an action, the cause or why that it answers
	Now      time.Time         // in the zone of the person who types, whose today it is
	Owners   []string          // owners of earlier actions, tried after the participants

	// Event is the event whose line this is, brought into the line by Line and corrected there; "" for a new one. What the line
	// leaves unsaid (a day, the thought that it settles) is that event's.
	Event string
	// Was is that line as it was when somebody began to correct it; "" means as Line gives it now.
	Was string
	// At is the time of the event where it is told apart from the line, as by a flag; then the line has none.
	At string
}

// Event is one event as it was understood, before it is saved.
type Event struct {
	Event      model.Event // with a disputed time the second one, and all after it, stand in Also
	Moments    []string    // started, detected, mitigated, resolved
	Settles    string      // what the event makes of an open thought: "confirmed", "ruled out", or ""
	Settled    string      // the reference of that thought
	Asides     []string    // what the line may also mean, or what is odd about its time; each a clause
	Understood string      // "02:41 UTC, thought, Mei Tanaka": what stands below the line while it is typed, asides included

	line string
	ctx  Context
}

// ReadEvent reads a line of the Facts sheet: [time] [mark] text [@person] [link] [#moment].
//
// What stands before the text may come in any order, and so may what stands behind it; a person, # words and the mark may stand on
// either side, and a moment anywhere. A mark counts only as a word of its own, so that "!important" is text, and "- restarted" is
// text as well. Besides the moments, # takes a source (#log) and #later, for what was not known at the time. A person whose name is
// no one word stands in quotation marks: @"the night shift".
//
// Four digits are a time with a mark, a moment or a zone on the line, or with a 0 in front; else they are text, and Asides offers
// the time. The text is kept to the letter. A backslash before what would be understood otherwise makes it text, and is not kept:
// "\02:45 was the wrong time", "see \#m"; before anything else a backslash is a letter like others.
func ReadEvent(line string, ctx Context) (Event, error) {
	c := Event{Event: model.NewEvent(), line: line, ctx: ctx}
	c.Event.Precision = "unknown"
	r := newReader(line, ctx, &c)
	if err := r.read(); err != nil {
		return Event{}, err
	}
	if err := c.complete(); err != nil {
		return Event{}, err
	}
	SetSource(&c.Event, c.Event.Source)
	c.Understood = c.Describe(ctx)
	return c, nil
}

// complete finds the thought that the event settles, and a text where none was typed.
func (c *Event) complete() error {
	e := &c.Event
	if c.Settles != "" {
		thought := c.ctx.thought(e.At)
		if thought == nil {
			return errors.New("there is no open thought to settle: a thought is typed with ? before it")
		}
		c.Settled = thought.Ref
		if e.Text == "" {
			e.Text = c.Settles + ": " + thought.Text
		}
	}
	e.Text = cmp.Or(e.Text, e.Link)
	if e.Text == "" {
		return errors.New("say what happened: [time] [mark] text [@person] [link] [#moment]")
	}
	return nil
}

// thought is the one that an event at this time settles: the one it settles already, else the newest that is neither confirmed
// nor ruled out; one from after the event only when there is no other.
func (x Context) thought(at model.Instant) *model.Event {
	p := x.post()
	if settled := settledBy(p, x.Event); settled != nil {
		return settled
	}
	var newest, later *model.Event
	for i := range p.Events {
		e := &p.Events[i]
		switch {
		case e.Kind != "hypothesis" || e.Outcome != "" || e.Ref == x.Event:
		case at.IsZero() || e.At.IsZero() || !e.At.Time().After(at.Time()):
			newest = e
		default:
			later = e
		}
	}
	return cmp.Or(newest, later)
}

// settledBy is the first thought that an event settles, nil for none.
func settledBy(p *model.Postmortem, ref string) *model.Event {
	for i := range p.Events {
		if e := &p.Events[i]; ref != "" && e.SettledBy == ref {
			return e
		}
	}
	return nil
}

// Edit adds the event in one step, with its moments and with the thought that it settles. An event without a time goes
// behind the one named by after.
func (c Event) Edit(after string) model.Edit {
	return model.Edit{Label: "add an event", Do: func(p *model.Postmortem) error {
		p.AddEvent(c.Event, after)
		p.Settle() // gives the event its number, which the moments and the thought point at
		ref := fmt.Sprintf("E%d", p.Last.E)
		for _, name := range c.Moments {
			*p.Moments.Place(name) = &model.Moment{At: c.Event.At, Event: ref}
		}
		return c.settle(p, ref)
	}}
}

func (c Event) settle(p *model.Postmortem, ref string) error {
	if c.Settled == "" {
		return nil
	}
	thought := p.Event(c.Settled)
	if thought == nil || thought.Outcome != "" {
		return &model.ChangedError{Part: c.Settled}
	}
	thought.Outcome, thought.SettledBy = c.Settles, ref
	return nil
}

// Settle makes of the newest open thought of p what an event of it says: "confirmed" or "ruled out".
func Settle(p *model.Postmortem, ref, outcome string) {
	e := p.Event(ref)
	if e == nil || outcome == "" {
		return
	}
	if thought := (Context{Post: p, Event: ref}).thought(e.At); thought != nil {
		thought.Outcome, thought.SettledBy = outcome, ref
	}
}

func (x Context) post() *model.Postmortem {
	if x.Post == nil {
		return &model.Postmortem{Zone: "UTC"}
	}
	return x.Post
}

func (x Context) people() []model.Participant { return x.post().Participants }

// Describe says what is understood, as Understood holds it; for a caller that has changed the event since, or has it from elsewhere.
func (c Event) Describe(ctx Context) string {
	said := []string{ctx.shownTime(c.Event), model.Said(c.Event.Kind)}
	add := func(s string) {
		if s != "" {
			said = append(said, s)
		}
	}
	add(c.Event.By)
	add(c.Event.Source)
	for _, name := range c.Moments {
		add(ctx.momentUnderstood(name))
	}
	switch c.Settles {
	case "confirmed":
		add("confirms " + c.Settled)
	case "ruled out":
		add("rules out " + c.Settled)
	}
	if !c.Event.KnownThen {
		add("not known then")
	}
	if c.Event.Link != "" {
		add("with a link")
	}
	return model.Clean(strings.Join(append([]string{strings.Join(said, ", ")}, c.Asides...), "; "))
}

// momentUnderstood names the moment, and what it was before where that is another event's: a moment is not moved unsaid.
func (x Context) momentUnderstood(name string) string {
	p := x.post()
	if was := *p.Moments.Place(name); was != nil && !was.At.IsZero() && (x.Event == "" || was.Event != x.Event) {
		return fmt.Sprintf("%s (was %s)", name, was.At.Time().In(p.Location()).Format("15:04"))
	}
	return name
}

// shownTime is the time as it was understood, with its day where the timeline has more than this one.
func (x Context) shownTime(e model.Event) string {
	p := x.post()
	if e.At.IsZero() {
		if x.Event == "" && p.Event(x.Selected) != nil {
			return "after " + x.Selected
		}
		return "no time"
	}
	t := e.At.Time().In(p.Location())
	layout := "15:04"
	if t.Second() != 0 {
		layout = "15:04:05"
	}
	said := t.Format(layout)
	if !e.Until.IsZero() {
		said += "–" + e.Until.Time().In(p.Location()).Format(layout)
	}
	said += orElse(&e, p.Location(), layout)
	if x.otherDays(t) {
		said = t.Format("Mon 2 Jan 2006 ") + said
	}
	if e.Precision == "about" {
		said = "about " + said
	}
	return said + " " + t.Format("MST")
}

// disputed are the times that an event may have had as well, as they were typed.
func disputed(e *model.Event) []model.Also {
	return slices.DeleteFunc(slices.Clone(e.Also), func(a model.Also) bool { return !typedToo(e, a) })
}

// orElse says the disputed times of an event: " or 02:45".
func orElse(e *model.Event, loc *time.Location, layout string) string {
	var b strings.Builder
	for _, o := range disputed(e) {
		b.WriteString(" or " + o.At.Time().In(loc).Format(layout))
	}
	return b.String()
}

// SetSource says where an event is from; a time that was typed beside its own is from there, too.
func SetSource(e *model.Event, source string) {
	for i := range e.Also {
		if a := &e.Also[i]; typedToo(e, *a) {
			a.Source = source
		}
	}
	e.Source = source
}

// typedToo tells a time that was typed beside that of the event from one that another source told.
func typedToo(e *model.Event, a model.Also) bool {
	return !a.At.IsZero() && a.Text == "" && (a.Source == e.Source || a.Source == "") && a.Link == "" && a.Origin == "" && a.Raw == ""
}

// otherDays reports whether the timeline has days other than that of t, or none that would say which is meant.
func (x Context) otherDays(t time.Time) bool {
	p := x.post()
	from := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	to := from.AddDate(0, 0, 1)
	other := func(at model.Instant) bool { return !at.IsZero() && (at.Time().Before(from) || !at.Time().Before(to)) }
	timed := false
	for i := range p.Events {
		if other(p.Events[i].At) {
			return true
		}
		timed = timed || !p.Events[i].At.IsZero()
	}
	for _, m := range p.Moments.List() {
		if m.Moment != nil && other(m.At) {
			return true
		}
	}
	return !timed
}
