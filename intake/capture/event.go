// Package capture reads the lines that people type while they talk: a fact, an action, an impact, participants. Each reader gives
// what it understood, in one value that says so in words and makes the edit.
package capture

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"debrief/intake/text"
	"debrief/model"
)

// Context is what a typed line is read against.
type Context struct {
	Post     *model.Postmortem // may be nil: an empty one in UTC
	Selected string            // the event that the cursor is on; for an action, the cause or why that it answers
	Now      time.Time
	Owners   []string // owners of earlier actions, tried after the participants
}

// Event is one event as it was understood, before it is saved.
type Event struct {
	Event      model.Event
	Moment     string // started, detected, mitigated, resolved, or ""
	Settles    string // what the event makes of an open thought: "confirmed", "ruled out", or ""
	Settled    string // the reference of that thought
	Understood string // "02:41 UTC, thought, Mei Tanaka": what stands below the line while it is typed
}

// ReadEvent reads a line of the Facts sheet: [time] [mark] text [@person] [link] [#moment]. The words at the end may
// come in any order, and the person may also stand first. A mark counts only as a word of its own, so that "!important"
// is text. Besides the moments, # takes a source (#log) and #later, for what was not known at the time.
func ReadEvent(line string, ctx Context) (Event, error) {
	words := text.Words(line)
	w, words, err := ctx.readWhen(words)
	if err != nil {
		return Event{}, err
	}
	c := Event{Event: model.NewEvent()}
	c.Event.At, c.Event.Until = w.at, w.until
	c.Event.Original, c.Event.OriginalZone, c.Event.Precision = w.original, w.zone, w.precision
	words = c.readMark(words)
	words = c.readEnds(words, ctx)
	c.Event.Text = strings.Join(words, " ")
	if err := c.complete(ctx); err != nil {
		return Event{}, err
	}
	c.Understood = c.Describe(ctx)
	return c, nil
}

// complete finds the thought that the event settles, and a text where none was typed.
func (c *Event) complete(ctx Context) error {
	e := &c.Event
	if c.Settles != "" {
		thought := openThought(ctx.post(), e.At)
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

// openThought is the newest hypothesis that is neither confirmed nor ruled out; one from after the event only when there
// is no other.
func openThought(p *model.Postmortem, at model.Instant) *model.Event {
	var newest, later *model.Event
	for i := range p.Events {
		e := &p.Events[i]
		switch {
		case e.Kind != "hypothesis" || e.Outcome != "":
		case at.IsZero() || e.At.IsZero() || !e.At.Time().After(at.Time()):
			newest = e
		default:
			later = e
		}
	}
	if newest == nil {
		return later
	}
	return newest
}

// Marks are the kinds of event by their mark on the capture line. Without one, an event is a note.
var Marks = map[string]string{
	"*": "signal", "!": "action", "=": "decision", "?": "hypothesis", ">": "communication", "^": "change",
}

func (c *Event) readMark(words []string) []string {
	if len(words) == 0 {
		return words
	}
	switch kind, ok := Marks[words[0]]; {
	case ok:
		c.Event.Kind = kind
	case words[0] == "?+":
		c.Settles = "confirmed"
	case words[0] == "?-":
		c.Settles = "ruled out"
	default:
		return words
	}
	return words[1:]
}

// readEnds takes person, link and #words off the end, in any order, and the person off the start.
func (c *Event) readEnds(words []string, ctx Context) []string {
	for len(words) > 0 {
		last := words[len(words)-1]
		name, n := trailingPerson(words, ctx.people())
		switch {
		case n > 0 && c.Event.By == "":
			c.Event.By = name
			words = words[:len(words)-n]
			continue
		case isLink(last) && c.Event.Link == "":
			c.Event.Link = last
		case !c.readHash(last):
			return c.readStart(words, ctx)
		}
		words = words[:len(words)-1]
	}
	return words
}

func (c *Event) readStart(words []string, ctx Context) []string {
	if who := strings.TrimPrefix(words[0], "@"); who != words[0] && who != "" && c.Event.By == "" && len(words) > 1 {
		c.Event.By, _ = person(who, ctx.people())
		words = words[1:]
	}
	if at := slices.IndexFunc(words, isLink); at >= 0 && c.Event.Link == "" {
		c.Event.Link = words[at]
	}
	return words
}

// readHash understands #moment, #source and #later; any other # word is text.
func (c *Event) readHash(word string) bool {
	tag, ok := strings.CutPrefix(strings.ToLower(word), "#")
	if !ok || tag == "" {
		return false
	}
	for _, name := range model.MomentNames {
		if tag == name || tag == name[:1] {
			c.Moment = name
			return true
		}
	}
	switch {
	case tag == "later":
		c.Event.KnownThen = false
	case slices.Contains(model.Words["source"], tag):
		c.Event.Source = tag
	default:
		return false
	}
	return true
}

// Edit adds the event in one step, with its moment and with the thought that it settles. An event without a time goes
// behind the one named by after.
func (c Event) Edit(after string) model.Edit {
	return model.Edit{Label: "add an event", Do: func(p *model.Postmortem) error {
		p.AddEvent(c.Event, after)
		p.Settle() // gives the event its number, which the moment and the thought point at
		ref := fmt.Sprintf("E%d", p.Last.E)
		if place := p.Moments.Place(c.Moment); place != nil {
			*place = &model.Moment{At: c.Event.At, Event: ref}
		}
		if c.Settled == "" {
			return nil
		}
		thought := p.Event(c.Settled)
		if thought == nil || thought.Outcome != "" {
			return &model.ChangedError{Part: c.Settled}
		}
		thought.Outcome, thought.SettledBy = c.Settles, ref
		return nil
	}}
}

// Describe says what is understood, as Understood holds it; for a caller that has changed the event since.
func (c Event) Describe(ctx Context) string {
	said := []string{shownTime(c.Event, ctx), model.Said(c.Event.Kind)}
	add := func(s string) {
		if s != "" {
			said = append(said, s)
		}
	}
	add(c.Event.By)
	add(c.Event.Source)
	if c.Moment != "" {
		add(c.momentUnderstood(ctx))
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
	return model.Clean(strings.Join(said, ", "))
}

// momentUnderstood names the moment, and what it was before: a moment is not moved unsaid.
func (c Event) momentUnderstood(ctx Context) string {
	p := ctx.post()
	if was := *p.Moments.Place(c.Moment); was != nil && !was.At.IsZero() {
		return fmt.Sprintf("%s (was %s)", c.Moment, was.At.Time().In(p.Location()).Format("15:04"))
	}
	return c.Moment
}

func (x Context) post() *model.Postmortem {
	if x.Post == nil {
		return &model.Postmortem{Zone: "UTC"}
	}
	return x.Post
}

func (x Context) people() []model.Participant { return x.post().Participants }

// trailingPerson finds @person at the end of the words, and how many words it takes: one, or as many as the full name of
// a participant has.
func trailingPerson(words []string, people []model.Participant) (name string, n int) {
	for i := range people {
		full := strings.Fields(people[i].Name)
		from := len(words) - len(full)
		if len(full) > 1 && from >= 0 && strings.EqualFold(strings.Join(words[from:], " "), "@"+strings.Join(full, " ")) {
			return people[i].Name, len(full)
		}
	}
	who, ok := strings.CutPrefix(words[len(words)-1], "@")
	if !ok || who == "" {
		return "", 0
	}
	name, _ = person(who, people)
	return name, 1
}

// person is the full name of the participant whose handle, name or first name was typed; else the word as it was typed,
// and false. A first name that two share stays as it is.
func person(typed string, people []model.Participant) (name string, known bool) {
	found := ""
	for i := range people {
		if p := &people[i]; strings.EqualFold(p.Handle, typed) || strings.EqualFold(p.Name, typed) {
			return p.Name, true
		}
		if first, _, _ := strings.Cut(people[i].Name, " "); strings.EqualFold(first, typed) {
			if found != "" && found != people[i].Name {
				return typed, false
			}
			found = people[i].Name
		}
	}
	return cmp.Or(found, typed), found != ""
}

func isLink(word string) bool {
	u, err := url.Parse(word)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
