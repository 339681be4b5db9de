package draw

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/say"
)

// The incident bar: blind time, recovery time and aftermath to scale, the moments' times above it, the events below it.
const (
	unseenGlyph   = "░"
	FixingGlyph   = "▬"
	AftermathLine = "╌"
)

// barLeast is the fewest cells that a bar is drawn in.
const barLeast = 24

// IncidentBar draws the incident in w cells: four lines, or none where fewer than two moments or events have a time.
func IncidentBar(t *Theme, p *model.Postmortem, w int) []string {
	b := newBar(p, w-2)
	if b == nil {
		return nil
	}
	lines := []string{" " + b.labels(t), " " + b.scale(t), " " + b.marks(t)}
	for _, l := range Wrap(b.legend(), w-2) {
		lines = append(lines, " "+PaintFit(t.Faint, l, w-2))
	}
	return lines
}

// bar lays instants out on cells.
type bar struct {
	p           *model.Postmortem
	w           int
	first, last time.Time
}

func newBar(p *model.Postmortem, w int) *bar {
	b := &bar{p: p, w: w}
	for _, m := range p.Moments.List() {
		if m.Moment != nil {
			b.include(m.At)
		}
	}
	_, isStarted := b.moment("started")
	_, isMitigated := b.moment("mitigated")
	_, isResolved := b.moment("resolved")
	if !isStarted || !isMitigated && !isResolved { // where an end is not known, the events make the scale
		for i := range p.Events {
			if p.Events[i].Precision != "day" { // a day has no place on a scale of hours
				b.include(p.Events[i].At)
			}
		}
	}
	if w < barLeast || b.first.IsZero() || !b.last.After(b.first) {
		return nil
	}
	return b
}

// include widens the scale to an instant, if it is known.
func (b *bar) include(i model.Instant) {
	if i.IsZero() {
		return
	}
	if b.first.IsZero() || i.Time().Before(b.first) {
		b.first = i.Time()
	}
	if b.last.IsZero() || i.Time().After(b.last) {
		b.last = i.Time()
	}
}

// cell is where an instant stands; what is outside of the scale stands at its end.
func (b *bar) cell(at time.Time) int {
	whole := b.last.Sub(b.first)
	part := at.Sub(b.first)
	return min(max(int(float64(part)/float64(whole)*float64(b.w-1)+0.5), 0), b.w-1)
}

func (b *bar) moment(name string) (time.Time, bool) {
	if m := *b.p.Moments.Place(name); m != nil && !m.At.IsZero() {
		return m.At.Time(), true
	}
	return time.Time{}, false
}

// scale is the bar itself. What is not known is not drawn as if it were.
func (b *bar) scale(t *Theme) string {
	started, isStarted := b.moment("started")
	detected, isDetected := b.moment("detected")
	mitigated, isMitigated := b.moment("mitigated")
	kinds := make([]int, b.w)
	span := func(from, to time.Time, kind int) {
		for i := b.cell(from); i < b.cell(to); i++ {
			kinds[i] = kind
		}
	}
	if isStarted && isDetected {
		span(started, detected, 1)
		if detected.After(started) {
			kinds[b.cell(started)] = 1 // the shortest blindness is still seen
		}
	}
	if isDetected && isMitigated {
		span(detected, mitigated, 2)
		if mitigated.After(detected) && kinds[b.cell(detected)] == 0 {
			kinds[b.cell(detected)] = 2
		}
	}
	glyphs := []string{AftermathLine, unseenGlyph, FixingGlyph}
	looks := []Style{t.after, t.seen, t.fixing}
	var line strings.Builder
	for i := 0; i < b.w; {
		end := i
		for end < b.w && kinds[end] == kinds[i] {
			end++
		}
		line.WriteString(looks[kinds[i]].Paint(strings.Repeat(glyphs[kinds[i]], end-i)))
		i = end
	}
	return line.String()
}

// label is a moment's time with the cell it belongs to.
type label struct {
	text     string
	at, need int // its first cell, and how much it matters: less matters more
}

// labels are the times of the moments, each as near to its cell as the others allow. Where not all fit, the ends and then
// detection and mitigation stay.
func (b *bar) labels(t *Theme) string {
	layout := "15:04"
	zone := b.p.Location()
	if b.first.In(zone).Format(time.DateOnly) != b.last.In(zone).Format(time.DateOnly) {
		layout = "2 Jan 15:04"
	}
	var all []label
	add := func(at time.Time, need int) {
		text := at.In(zone).Format(layout)
		if slices.ContainsFunc(all, func(l label) bool { return l.text == text }) {
			return
		}
		all = append(all, label{text: text, at: b.cell(at), need: need})
	}
	needs := map[string]int{"started": 0, "mitigated": 1, "detected": 2, "resolved": 3}
	for _, name := range model.MomentNames {
		if at, ok := b.moment(name); ok {
			add(at, needs[name])
		}
	}
	if len(all) == 0 {
		add(b.first, 0)
		add(b.last, 1)
	}
	slices.SortStableFunc(all, func(x, y label) int { return x.at - y.at })
	return t.Faint.Paint(placeLabels(all, b.w))
}

// placeLabels writes labels into w cells with a space between any two; those that matter least are left out until all fit.
func placeLabels(all []label, w int) string {
	for len(all) > 0 {
		need := len(all) - 1
		for _, l := range all {
			need += len(l.text)
		}
		if need <= w {
			break
		}
		least := 0
		for i := range all {
			if all[i].need > all[least].need {
				least = i
			}
		}
		all = slices.Delete(all, least, least+1)
	}
	end := -1
	for i := range all { // from the left: no label touches the one before it
		all[i].at = max(all[i].at, end+1)
		end = all[i].at + len(all[i].text)
	}
	limit := w
	for i := len(all) - 1; i >= 0; i-- { // from the right: none runs over the end
		all[i].at = min(all[i].at, limit-len(all[i].text))
		limit = all[i].at - 1
	}
	var line strings.Builder
	for _, l := range all {
		line.WriteString(strings.Repeat(" ", l.at-line.Len()))
		line.WriteString(l.text)
	}
	return line.String()
}

// kindMarks are the marks of the capture line, which the bar uses too.
var kindMarks = map[string]string{
	"signal": "*", "action": "!", "decision": "=", "hypothesis": "?", "communication": ">", "change": "^", "note": "'",
}

// marks are the events by their kind; where several share a cell, their number, and + from ten on.
func (b *bar) marks(t *Theme) string {
	cells := make([]string, b.w)
	counts := make([]int, b.w)
	for i := range b.p.Events {
		e := &b.p.Events[i]
		at := e.At.Time()
		if e.At.IsZero() || e.Noise || e.Precision == "day" || at.Before(b.first) || at.After(b.last) {
			continue
		}
		c := b.cell(at)
		counts[c]++
		cells[c] = kindMarks[e.Kind]
	}
	for i, n := range counts {
		switch {
		case n == 0:
			cells[i] = " "
		case n > 9:
			cells[i] = "+"
		case n > 1:
			cells[i] = strconv.Itoa(n)
		}
	}
	return t.Faint.Paint(strings.TrimRight(strings.Join(cells, ""), " "))
}

// figure is a length in words, or why it is not known.
func (b *bar) figure(length *int64, what, unknown, from, to string) string {
	if length != nil {
		return say.Seconds(*length) + " " + what
	}
	begin, hasBegin := b.moment(from)
	end, hasEnd := b.moment(to)
	if hasBegin && hasEnd && end.Before(begin) {
		zone := b.p.Location()
		return to + " " + end.In(zone).Format("15:04") + " stands before " + from + " " + begin.In(zone).Format("15:04")
	}
	return unknown
}

// legend says the lengths in words: they are what people quote.
func (b *bar) legend() string {
	figures := b.p.Figures()
	words := []string{
		b.figure(figures.TTD, "unseen", "time unseen not known", "started", "detected"),
		b.figure(figures.TTR, "to recover", "time to recover not known", "detected", "mitigated"),
	}
	mitigated, isMitigated := b.moment("mitigated")
	resolved, isResolved := b.moment("resolved")
	if isMitigated && isResolved && !resolved.Before(mitigated) {
		words = append(words, say.Span(resolved.Sub(mitigated))+" to all clear")
	}
	return strings.Join(words, ", ")
}
