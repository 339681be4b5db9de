package intake

import (
	"strings"
)

// heading reads a heading inside a section: an entry or a day, else a part of the entry above it when it is deeper.
func (p *prose) heading(i int) {
	l := p.lines[i]
	st, rest, enclosed, ok := leading(l.body)
	if ok && p.accepts(st, rest, enclosed) {
		p.start(i, st, rest)
		return
	}
	if p.cur != nil && p.cur.kind == mdHeading && l.level > p.cur.level {
		p.attach(i, "", "")
		return
	}
	p.finish()
	p.drop(i, "a heading")
}

// bullet reads an item of a list.
func (p *prose) bullet(i int) {
	l := p.lines[i]
	st, rest, enclosed, ok := leading(l.body)
	if ok && p.accepts(st, rest, enclosed) {
		p.start(i, st, rest)
		return
	}
	if p.keyEvent(i, l.body) {
		return
	}
	if p.cur != nil && p.belongs(l) {
		p.attach(i, l.body, "")
		return
	}
	p.leave()
	p.drop(i, "no time at its start")
}

// belongs says whether an item without a time is part of the entry above it: it is nested, or below a heading or a line of
// its own.
func (p *prose) belongs(l mdLine) bool {
	switch p.cur.kind {
	case mdBullet:
		return l.indent > p.cur.indent
	case mdHeading:
		return true
	case mdText:
		return !p.cur.gap || p.cur.group || l.indent > p.cur.indent
	}
	return false
}

// leave ends the entry above, unless it is a day whose times may still come.
func (p *prose) leave() {
	if p.cur != nil && !p.cur.group {
		p.finish()
	}
}

var momentLabel = expression(`(?i)^(?:first |initially |time )?(detect|notic|alert|report|start|began|begin|fault occur|issue occur|impact start|outage start|incident start|declare|incident declare|acknowledg|mitigat|repair|restor|fix|recover|resolv|clos|end|all clear|incident end|outage end)`)

// keyEvent reads "First detected: 2023-09-18 13:42": a label and, at the end, its time.
func (p *prose) keyEvent(i int, body string) bool {
	plain, _ := inline(body, p.refs)
	label := momentLabel.FindStringSubmatch(plain)
	switch {
	case label == nil && !p.sect.keyEvent, len(plain) > 60 && !p.sect.keyEvent:
		return false
	case label == nil:
		label = []string{"", ""}
	}
	st, at, rest, ok := timeAtEnd(plain)
	if !ok {
		return false
	}
	d := p.start(i, st, strings.TrimRight(plain[:at], " :-–(")+strings.TrimRight(rest, " "))
	d.moment = momentNamed(strings.ToLower(label[1]), plain)
	return true
}

// timeAtEnd reads the first time within a label's line, behind which nothing stands but a remark in parentheses.
func timeAtEnd(plain string) (st stamp, at int, rest string, ok bool) {
	for at = 1; at < min(len(plain), 80); at++ {
		if !isDigit(plain[at]) || isWord(plain[at-1]) {
			continue
		}
		if st, rest, ok = parseStamp(plain[at:]); ok {
			ends := strings.Trim(rest, " .)") == "" || strings.HasPrefix(strings.TrimSpace(rest), "(")
			return st, at, rest, ends && !st.weak && st.form != unknown && st.form != later
		}
	}
	return stamp{}, 0, "", false
}

// momentNamed is the moment of the model that a key event's label means.
func momentNamed(word, label string) string {
	label = strings.ToLower(label)
	switch {
	case strings.HasSuffix(word, "declare"), strings.HasPrefix(word, "acknowledg"):
		return ""
	case strings.HasPrefix(label, "first"), startsWithAny(word, "detect", "notic", "alert", "report"):
		return "detected"
	case strings.Contains(word, "start"), strings.Contains(word, "beg"), strings.Contains(word, "occur"):
		return "started"
	case startsWithAny(word, "mitigat", "repair", "restor", "fix", "recover"):
		return "mitigated"
	case word == "" && (strings.Contains(label, "detect") || strings.Contains(label, "aware")):
		return "detected"
	case word == "":
		return ""
	}
	return "resolved"
}

// text reads a paragraph, or the lines of one that each start with a time.
func (p *prose) text(i int) int {
	end := i
	for end < p.sect.to && p.lines[end].kind == mdText {
		end++
	}
	if p.cur == nil || p.cur.kind != mdBullet || p.cur.gap {
		p.breakRefilled(i, end)
		if breaks := p.countBreaks(i, end); breaks > 0 {
			p.brokenParagraph(i, end)
			return end
		}
	}
	for ; i < end; i++ {
		p.textLine(i)
	}
	return end
}

// textLine reads one line of a paragraph.
func (p *prose) textLine(i int) {
	l := p.lines[i]
	first := i == p.sect.from || p.lines[i-1].kind != mdText
	if p.used[i] {
		return
	}
	st, rest, enclosed, ok := leading(l.body)
	if ok && p.accepts(st, rest, enclosed) && p.opensLine(i, st, rest, enclosed, first) {
		d := p.start(i, st, rest)
		d.shape = lineShape(l.body, st, enclosed)
		return
	}
	switch {
	case p.cur == nil:
		p.drop(i, "no time at its start")
	case !first, p.cur.kind == mdHeading, p.cur.kind == mdBullet && (l.indent > p.cur.indent || !p.cur.gap), p.cur.group:
		p.attach(i, l.body, "")
	default:
		p.finish()
		p.drop(i, "no time at its start")
	}
}

// opensLine says whether a time at the start of a line of text begins an entry, and is not just where a sentence was
// wrapped.
func (p *prose) opensLine(i int, st stamp, rest string, enclosed, first bool) bool {
	cur := p.cur
	if cur == nil {
		cur = &draft{}
	}
	sure := !st.led && !st.weak
	switch {
	case cur.kind == mdBullet && !cur.gap, st.led && (!p.announced || !st.hasClock()):
		return false
	case first, p.lines[i-1].broken, sure && (p.bare || cur.group):
		return true
	case cur.kind == mdText && cur.shape != "":
		return cur.shape == lineShape(p.lines[i].body, st, enclosed)
	}
	return rest == "" && st.form == local
}

// lineShape tells times that are written the same way from a time that a sentence happens to have at the start of a line.
func lineShape(body string, st stamp, enclosed bool) string {
	shape := []byte{'.', '.', '.', '.'}
	if st.hasDate() {
		shape[0] = 'd'
	}
	if enclosed {
		shape[1] = 'e'
	}
	if st.led {
		shape[2] = 'l'
	}
	plain, _ := withoutMarks(body)
	_, left, _ := parseStamp(plain)
	left = strings.TrimLeft(left, " ])")
	for _, sep := range []string{":", "-", "–", "—", "|", ","} {
		if strings.HasPrefix(left, sep) {
			shape[3] = sep[len(sep)-1]
		}
	}
	return string(shape)
}
