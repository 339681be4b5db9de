package page

import (
	"slices"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"
)

// columns is how the times of the timeline are written, so that they stand under each other: measured once for all rows.
type columns struct {
	layout string // of a time
	width  int    // of the time and the kind; a narrow window has no room for the kind
	kind   bool
	about  bool // some times are about: a cell is kept for their mark
}

// kindWidth is the column of the longest word for a kind, "decided" and "thought", with a gap.
const kindWidth = 9

func (b base) measure(kind bool) columns {
	c := columns{layout: "15:04", width: len("15:04 "), kind: kind}
	for i := range b.Post().Events {
		e := &b.Post().Events[i]
		if e.At.Time().Second() != 0 && c.layout == "15:04" {
			c.layout, c.width = "15:04:05", len("15:04:05 ")
		}
		c.about = c.about || e.Precision == "about"
	}
	if c.about {
		c.width++
	}
	if kind {
		c.width += kindWidth
	}
	return c
}

// firstDay adds the heading of the timeline: its first day, and the zone that all its times are in.
func (b base) firstDay(rows []draw.Row) (with []draw.Row, day model.Date) {
	pm := b.Post()
	begin := pm.Begin()
	if i := slices.IndexFunc(pm.Events, func(e model.Event) bool { return !e.At.IsZero() }); i >= 0 {
		begin = pm.Events[i].At
	}
	r := draw.Row{Heading: true, Stays: true, Text: "Timeline, " + pm.Zone, TailLook: b.Desk.Look().Faint}
	if !begin.IsZero() {
		day = model.DateOf(begin.Time().In(pm.Location()))
		r.Text = say.Day(day.Time()) + ", " + pm.Zone
	}
	return append(rows, r), day
}

// nextDay adds the heading of another day before an event that is the first of it.
func (b base) nextDay(rows []draw.Row, day model.Date, e *model.Event) (with []draw.Row, is model.Date) {
	if e.At.IsZero() {
		return rows, day
	}
	if is = model.DateOf(e.At.Time().In(b.Post().Location())); is != day {
		rows = append(rows, draw.Row{Heading: true, Stays: true, Text: say.Day(is.Time())})
	}
	return rows, is
}

// span is two times, with their days where these differ.
func (b base) span(from, to model.Instant) string {
	zone := b.Post().Location()
	days := model.DateOf(from.Time().In(zone)) != model.DateOf(to.Time().In(zone))
	return say.Clock(from, zone, days) + " to " + say.Clock(to, zone, days)
}

// eventRow is an event of the timeline, with what it is to the postmortem at its end.
func (b base) eventRow(e *model.Event, c columns, is string) draw.Row {
	t := b.Desk.Look()
	r := draw.Row{Ref: e.Ref, Text: say.Safe(e.Text), Lead: b.eventLead(e, c), LeadLook: t.Faint, TailLook: t.Faint}
	if e.Count > 1 {
		r.Text += " x" + say.Thousands(e.Count)
	}
	who := say.Safe(e.By)
	if strings.Contains(e.Text, e.By) {
		who = "" // the text says it
	}
	outcome := ""
	if e.Outcome != "" {
		outcome = e.Outcome + by(e.SettledBy)
	} else if e.Kind == "hypothesis" {
		outcome = "open"
	}
	more, source := told(e, b.Post()), e.Source
	if strings.Contains(more, " ") {
		source = "" // it is named with its time
	}
	r.Tail = draw.TailOf(who, source, more, outcome, is) // what matters least stands first, and gives way first
	r.TailYields = more+outcome+is == ""                 // what was said matters more than who said it
	if is != "" {
		r.TailLook = t.Good
	}
	if e.Noise {
		r.Look = t.Faint
	}
	return r
}

// eventLead is the column of time and kind.
func (b base) eventLead(e *model.Event, c columns) string {
	clock := b.clockOf(e, c)
	if !c.kind {
		return draw.Pad(clock, max(c.width, draw.Width(clock)+1))
	}
	kind := model.Said(e.Kind)
	if word, _, _ := strings.Cut(e.Text, " "); strings.EqualFold(strings.TrimRight(word, ":,"), kind) {
		kind = "" // the text says it
	}
	return draw.Pad(clock, max(c.width-kindWidth, draw.Width(clock)+1)) + draw.Pad(kind, kindWidth)
}

// clockOf is when an event was, as exactly as people know: "23:25", "~23:25", "23:27 or 23:30".
func (b base) clockOf(e *model.Event, c columns) string {
	mark, zone := "", b.Post().Location()
	if c.about {
		mark = " "
	}
	if e.At.IsZero() {
		return mark + "--:--"
	}
	if e.Precision == "about" {
		mark = "~"
	}
	write := func(at model.Instant) string {
		if e.Precision == "day" {
			return "day"
		}
		layout := c.layout
		if e.Precision != "second" && at.Time().Second() == 0 {
			layout = "15:04" // seconds that nobody recorded are not shown
		}
		return at.Time().In(zone).Format(layout)
	}
	clocks := []string{mark + write(e.At)}
	for i := range e.Also {
		if a := &e.Also[i]; disputes(e, a) {
			clocks = append(clocks, write(a.At))
		}
	}
	return strings.Join(clocks, " or ")
}

// disputes reports whether the same source gives an event another time.
func disputes(e *model.Event, a *model.Also) bool {
	return (a.Source == e.Source || a.Source == "" && a.Text == "") && !a.At.IsZero() && !a.At.Equal(e.At) && !e.At.IsZero()
}

// told says where another source gives the moment another time, "told 02:20, log 02:14", and how often it was told besides.
func told(e *model.Event, pm *model.Postmortem) string {
	more := 0
	for i := range e.Also {
		switch a := &e.Also[i]; {
		case disputes(e, a) && (a.Text == "" || a.Text == e.Text): // the time says it
		case disputes(e, a) || a.At.IsZero() || a.At.Equal(e.At) || e.At.IsZero():
			more++
		default:
			zone := pm.Location()
			return sourceWord(a.Source) + " " + say.Clock(a.At, zone, false) + ", " + sourceWord(e.Source) + " " + say.At(e, zone, false)
		}
	}
	if more > 0 {
		return "+" + strconv.Itoa(more)
	}
	return ""
}

func sourceWord(source string) string {
	switch source {
	case "memory", "witness", "":
		return "told"
	}
	return source
}

func by(ref string) string {
	if ref == "" {
		return ""
	}
	return " by " + ref
}
