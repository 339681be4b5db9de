package page

import (
	"cmp"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
)

// line is a row of the timeline that has a time.
type line struct {
	at        model.Instant
	precision string
	what      Spans
	source    Spans
}

// timeline is a row for each event and each other telling of it, in the order of time; a day stands in a row of its own above its rows.
// Noise is counted.
func (w *writer) timeline() {
	w.heading(2, plain("Timeline"))
	w.drawTimeline()
	lines, noise := w.lines()
	var rows [][]Spans
	day := ""
	for _, l := range lines {
		if d := w.day(l.at); !l.at.IsZero() && d != day {
			rows = append(rows, []Spans{nil, {strong(d)}, nil})
			day = d
		}
		rows = append(rows, []Spans{{plain(w.time(l.at, l.precision))}, l.what, l.source})
	}
	w.table(append([]string{"Time (" + w.zone + ")"}, timelineHeads...), rows)
	if noise > 0 {
		w.paragraph(plain("and " + say.Count(noise, "line", "lines") + " of noise"))
	}
}

// lines are the rows in their order, and how many events were left out as noise.
func (w *writer) lines() (lines []line, noise int) {
	moments := map[string][]string{}
	var alone []line
	for _, m := range w.p.Moments.List() {
		switch {
		case m.Moment == nil || m.At.IsZero() && m.Event == "":
		case m.Event != "":
			moments[m.Event] = append(moments[m.Event], m.Name)
		default:
			alone = append(alone, line{at: m.At, precision: "minute", what: Spans{strong(m.Name)}})
		}
	}
	for i := range w.p.Events {
		e := &w.p.Events[i]
		if e.Noise {
			noise++
			continue
		}
		for len(alone) > 0 && alone[0].at.Time().Before(e.At.Time()) {
			lines, alone = append(lines, alone[0]), alone[1:]
		}
		lines = append(lines, w.event(e, moments[e.Ref]))
		for j := range e.Also {
			lines = append(lines, w.also(&e.Also[j], e))
		}
	}
	return append(lines, alone...), noise
}

// key is what a row says of an event that readers outside the team are shown.
const key = "key"

func (w *writer) event(e *model.Event, moments []string) line {
	var what Spans
	for _, m := range moments {
		what = append(what, strong(m), plain(", "))
	}
	if e.KeyEvent {
		what = append(what, strong(key), plain(", "))
	}
	what = append(what, plain(model.Said(cmp.Or(e.Kind, "note"))))
	if by := Line(e.By); by != "" {
		what = append(what, plain(" by "), emphasis(by))
	}
	what = append(what, plain(":"))
	outcome := e.Outcome
	if outcome != "" {
		outcome += after(" by ", e.SettledBy)
	}
	what = aside(said(what, e.Text), w.repeated(e), outcome, when(!e.KnownThen, "known only later"))
	return line{e.At, e.Precision, what, source(e.Ref, e.Source, e.Link)}
}

// repeated says how often a message came, and until when.
func (w *writer) repeated(e *model.Event) string {
	times := ""
	if e.Count > 1 {
		times = say.Count(e.Count, "time", "times")
	}
	if !e.Until.IsZero() {
		times = Joined(" ", times, "until "+w.later(e.Until, e.At, e.Precision))
	}
	return times
}

// also is another telling of an event: its time, the words it used for that, and what it says.
func (w *writer) also(a *model.Also, e *model.Event) line {
	what := Spans{plain("also told")}
	at, precision := a.At, "minute"
	if at.IsZero() {
		precision = "unknown"
	}
	if original := Line(a.Original); original != "" && original != w.time(at, precision) {
		what = append(what, plain(" as "), emphasis(original))
	}
	if text := Line(a.Text); text != "" {
		what[len(what)-1].Text += when(what[len(what)-1].Style == Plain, ":")
		if what[len(what)-1].Style != Plain {
			what = append(what, plain(":"))
		}
		what = said(what, text)
	}
	return line{at, precision, what, source(e.Ref, a.Source, a.Link)}
}

// source is the event's reference and where it comes from.
func source(ref, word, to string) Spans {
	s := Spans{plain(ref)}
	switch to = Line(to); {
	case to == "" && word == "":
		return s
	case to == "":
		return Spans{plain(ref + " " + word)}
	case word == "" && model.IsAddress(to):
		word = "link"
	}
	return append(s, plain(" "), link(word, to))
}

// tells says whether an event is one that readers outside the team are shown: a moment, a decision, a settled thought, what shows a
// cause, or what was marked as important.
func tells(p *model.Postmortem) func(*model.Event) bool {
	shows := map[string]bool{}
	for _, m := range p.Moments.List() {
		if m.Moment != nil {
			shows[m.Event] = true
		}
	}
	for i := range p.Causes {
		for _, ref := range p.Causes[i].Events {
			shows[ref] = true
		}
	}
	return func(e *model.Event) bool {
		return e.KeyEvent || shows[e.Ref] || e.Kind == "decision" || e.Outcome != ""
	}
}

// drawTimeline is the timeline as a picture, for those who can show one.
func (w *writer) drawTimeline() {
	var nodes []Node
	shown := tells(w.p)
	for i := range w.p.Events {
		e := &w.p.Events[i]
		if !e.Noise && !e.At.IsZero() && e.Precision != "unknown" && shown(e) {
			nodes = append(nodes, Node{Text: Line(e.Text), When: strings.TrimPrefix(w.time(e.At, e.Precision), "about "), Above: -1})
		}
	}
	if len(nodes) > 1 {
		w.add(Block{Diagram: &Diagram{Name: TimelineDiagram, Nodes: nodes}})
	}
}

// between is what is told of the time from one moment to the next.
var between = map[string]string{
	"started detected": "unseen for ", "detected mitigated": "being mended for ", "mitigated resolved": "watched for ",
}

// drawIncident is the moments as a picture, to scale.
func (w *writer) drawIncident() {
	var known []model.NamedMoment
	for _, m := range w.p.Moments.List() {
		if m.Moment != nil && !m.At.IsZero() {
			known = append(known, m)
		}
	}
	slices.SortStableFunc(known, func(a, b model.NamedMoment) int { return a.At.Time().Compare(b.At.Time()) })
	if len(known) < 2 {
		return
	}
	first, last := known[0].At, known[len(known)-1].At
	whole := last.Time().Sub(first.Time())
	if whole <= 0 {
		return
	}
	nodes := make([]Node, 0, len(known))
	for i, m := range known {
		n := Node{Text: m.Name, When: w.later(m.At, first, "minute"), Above: -1, Part: float64(m.At.Time().Sub(first.Time())) / float64(whole)}
		if i+1 < len(known) {
			word := cmp.Or(between[m.Name+" "+known[i+1].Name], "from "+m.Name+" to "+known[i+1].Name+" ")
			n.Until = word + say.Length(int64(known[i+1].At.Time().Sub(m.At.Time()).Seconds()))
		}
		nodes = append(nodes, n)
	}
	w.add(Block{Diagram: &Diagram{Name: IncidentDiagram, Nodes: nodes}})
}

// drawWhys is the tree of whys as a picture.
func (w *writer) drawWhys() {
	var nodes []Node
	var below func(whys []model.Why, above int)
	below = func(whys []model.Why, above int) {
		for i := range whys {
			if answer := Line(whys[i].Answer); answer != "" {
				nodes = append(nodes, Node{Text: answer, Above: above, Root: whys[i].Root})
				below(whys[i].Whys, len(nodes)-1)
			}
		}
	}
	for i := range w.p.Causes {
		nodes = append(nodes, Node{Text: Line(w.p.Causes[i].Text), Above: -1})
		below(w.p.Causes[i].Whys, len(nodes)-1)
	}
	if len(nodes) > len(w.p.Causes) {
		w.add(Block{Diagram: &Diagram{Name: WhysDiagram, Nodes: nodes}})
	}
}
