package capture

import (
	"fmt"
	"strings"
	"time"

	"debrief/model"
)

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
	var all []model.Also
	for _, a := range e.Also {
		if typedToo(a) {
			all = append(all, a)
		}
	}
	return all
}

// orElse says the disputed times of an event: " or 02:45".
func orElse(e *model.Event, loc *time.Location, layout string) string {
	var b strings.Builder
	for _, o := range disputed(e) {
		b.WriteString(" or " + o.At.Time().In(loc).Format(layout))
	}
	return b.String()
}

// typedToo tells a time that was typed beside another from one that another source told.
func typedToo(a model.Also) bool {
	return !a.At.IsZero() && a.Text == "" && a.Source == "" && a.Link == "" && a.Origin == "" && a.Raw == ""
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
