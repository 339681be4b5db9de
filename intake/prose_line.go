package intake

import (
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/markdown"
)

// heading reads a heading inside a section: an entry or a day, else a part of the entry above it when it is deeper.
func (p *prose) heading(i int) {
	l := p.lines[i]
	st, rest, enclosed, ok := markdown.Leading(markdown.WithoutDayLabel(l.Body))
	if ok && p.accepts(st, rest, enclosed) {
		p.start(i, st, rest)
		return
	}
	if p.timedHeading(i) || p.dayHeading(i) {
		return
	}
	if p.cur != nil && p.cur.kind == markdown.Heading && l.Level > p.cur.level {
		p.attach(i, "", "")
		return
	}
	p.finish()
	p.drop(i, "a heading")
}

// bullet reads an item of a list.
func (p *prose) bullet(i int) {
	l := p.lines[i]
	st, rest, enclosed, ok := markdown.Leading(markdown.WithoutDayLabel(l.Body))
	if ok && p.accepts(st, rest, enclosed) {
		p.start(i, st, rest)
		return
	}
	if p.keyEvent(i, l.Body) || p.brokenDay(i, l.Body) || p.personFirst(i, l.Body) {
		return
	}
	if p.cur != nil && p.belongs(l) {
		p.attach(i, l.Body, "")
		return
	}
	if p.timedItem(i) {
		return
	}
	p.leave()
	p.drop(i, noTimeAtStart)
}

// belongs says whether an item without a time is part of the entry above it: it is nested, or below a heading or a line of
// its own.
func (p *prose) belongs(l markdown.Line) bool {
	switch p.cur.kind {
	case markdown.Bullet:
		return l.Indent > p.cur.indent
	case markdown.Heading:
		return true
	case markdown.Text:
		return !p.cur.gap || p.cur.group || l.Indent > p.cur.indent
	}
	return false
}

// leave ends the entry above, unless it is a day whose times may still come.
func (p *prose) leave() {
	if p.cur != nil && !p.cur.group {
		p.finish()
	}
}

// text reads a paragraph, or the lines of one that each start with a time.
func (p *prose) text(i int) int {
	end := i
	for end < p.sect.to && p.lines[end].Kind == markdown.Text {
		end++
	}
	if p.cur == nil || p.cur.kind != markdown.Bullet || p.cur.gap {
		p.breakRefilled(i, end)
		breaks := func(l markdown.Line) bool { return strings.Contains(l.Body, "<br") || strings.Contains(l.Body, "<BR") }
		if slices.ContainsFunc(p.lines[i:end], breaks) {
			p.brokenParagraph(i, end)
			return end
		}
	}
	p.list = p.listShape(i, end)
	for ; i < end; i++ {
		p.textLine(i)
	}
	return end
}

// listShape is the shape of the times of a paragraph that is a list without marks: at least two of its lines, and half of
// them, start with a time of this shape. It is empty for other paragraphs.
func (p *prose) listShape(from, to int) string {
	seen := map[string]int{}
	for i := from; i < to && (p.announced || p.bare); i++ {
		body := p.lines[i].Body
		st, rest, enclosed, ok := markdown.Leading(body)
		if !ok || !st.HasClock() || st.Led || !p.accepts(st, rest, enclosed) {
			continue
		}
		shape := lineShape(body, st, enclosed)
		if seen[shape]++; seen[shape] >= 2 && 2*seen[shape] >= to-from {
			return shape
		}
	}
	return ""
}

// textLine reads one line of a paragraph.
func (p *prose) textLine(i int) {
	l := p.lines[i]
	first := i == p.sect.from || p.used[i-1] && p.cur == nil || p.lines[i-1].Kind != markdown.Text
	if p.used[i] {
		return
	}
	st, rest, enclosed, ok := markdown.Leading(markdown.WithoutDayLabel(l.Body))
	if ok && !p.tellsDay(st, l.Body) && p.accepts(st, rest, enclosed) && p.opensLine(i, st, rest, enclosed, first) {
		d := p.start(i, st, rest)
		d.shape = lineShape(l.Body, st, enclosed)
		p.shapes[d.shape] = true
		return
	}
	switch {
	case p.personFirst(i, l.Body):
	case p.cur == nil:
		p.drop(i, noTimeAtStart)
	case !first, p.cur.takes(l):
		p.attach(i, l.Body, "")
	default:
		p.finish()
		p.drop(i, noTimeAtStart)
	}
}

// takes says whether a paragraph belongs to the entry above it.
func (d *draft) takes(l markdown.Line) bool {
	switch {
	case d.group, d.kind == markdown.Heading, !d.own && len(d.parts) == 0:
		return true
	}
	return d.kind == markdown.Bullet && (l.Indent > d.indent || !d.gap)
}

// opensLine says whether a time at the start of a line of text begins an entry, and is not just where a sentence was
// wrapped.
func (p *prose) opensLine(i int, st clock.Stamp, rest string, enclosed, first bool) bool {
	cur := p.cur
	if cur == nil {
		cur = &draft{}
	}
	shape := lineShape(p.lines[i].Body, st, enclosed)
	switch {
	case cur.kind == markdown.Bullet && !cur.gap, st.Led && (p.sure || !p.announced || !st.HasClock()):
		return false
	case first, p.lines[i-1].Broken, p.fitsList(st, shape, cur.group):
		return true
	case cur.kind == markdown.Text && cur.shape != "":
		return cur.shape == shape
	}
	return rest == "" && p.standsAlone(st) || p.likeAbove(st, shape)
}

// fitsList says whether a time that no word leads to stands where entries are listed, or is written as they are.
func (p *prose) fitsList(st clock.Stamp, shape string, grouped bool) bool {
	return !st.Led && !st.Weak && (p.bare || grouped || p.list == shape)
}

// likeAbove says whether a time that no entry goes on to is written, with a mark behind it, as those that began lines above.
func (p *prose) likeAbove(st clock.Stamp, shape string) bool {
	return p.announced && p.cur == nil && !st.Led && st.HasClock() && shape[3] != '.' && p.shapes[shape]
}

// standsAlone says whether a time on a line of its own begins an entry.
func (p *prose) standsAlone(st clock.Stamp) bool {
	return st.Form == clock.Local || p.announced && st.HasClock() && !st.Led && !st.Weak
}

// tellsDay says whether a line is prose that starts with its day: "7 August 2023, we saw".
func (p *prose) tellsDay(st clock.Stamp, body string) bool {
	behind, starts := strings.CutPrefix(body, st.Text)
	return !p.announced && !p.bare && starts && st.NoClock && strings.HasPrefix(behind, ",")
}

// lineShape tells times that are written the same way from a time that a sentence happens to have at the start of a line.
func lineShape(body string, st clock.Stamp, enclosed bool) string {
	shape := []byte{'.', '.', '.', '.'}
	if st.HasDate() {
		shape[0] = 'd'
	}
	if enclosed {
		shape[1] = 'e'
	}
	if st.Led {
		shape[2] = 'l'
	}
	var marks markdown.Unmarked
	plain := marks.Read(body)
	_, left, _ := clock.ReadStamp(plain)
	left = strings.TrimLeft(left, " ])")
	for _, sep := range []string{":", "-", "–", "—", "|", ","} {
		if strings.HasPrefix(left, sep) {
			shape[3] = sep[len(sep)-1]
		}
	}
	return string(shape)
}
