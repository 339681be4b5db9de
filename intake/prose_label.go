package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/text"
)

var momentLabel = text.Expression(`(?i)^(?:first |initially |time )?(detect|notic|alert|report|start|began|begin|fault occur|issue occur|impact start|outage start|incident start|declare|incident declare|acknowledg|mitigat|repair|restor|fix|recover|resolv|clos|end|all clear|incident end|outage end)`)

// keyEvent reads "First detected: 2023-09-18 13:42": a label and, at the end, its time.
func (p *prose) keyEvent(i int, body string) bool {
	plain, _ := markdown.Inline(body, p.refs)
	label := momentLabel().FindStringSubmatch(plain)
	if len(plain) > 90 && !p.sect.keyEvent || noMoment().MatchString(plain) {
		return false
	}
	st, at, rest, ok := timeAtEnd(plain)
	if !ok {
		return false
	}
	switch {
	case label != nil && (len(plain) <= 60 || p.sect.keyEvent):
	case p.sect.keyEvent, p.announced && strings.HasSuffix(strings.TrimSpace(plain[:at]), ":"):
		label = []string{"", ""}
	default:
		return false
	}
	if strings.HasSuffix(strings.TrimRight(plain[:at], " "), "(") {
		rest = strings.TrimPrefix(strings.TrimLeft(rest, " "), ")")
	}
	d := p.start(i, st, strings.TrimRight(plain[:at], " :-–(")+strings.TrimRight(rest, " "))
	d.moment = momentNamed(strings.ToLower(label[1]), plain)
	return true
}

// timeAtEnd reads the first time within a label's line, behind which nothing stands but a remark in parentheses.
func timeAtEnd(plain string) (st clock.Stamp, at int, rest string, ok bool) {
	for at = 1; at < min(len(plain), 80); at++ {
		if !text.IsDigit(plain[at]) || text.IsWord(plain[at-1]) {
			continue
		}
		if st, rest, ok = clock.ReadStamp(plain[at:]); ok {
			left := strings.TrimSpace(rest)
			ends := strings.Trim(left, ".)") == "" || left == "onwards" || left == "onward" || strings.HasPrefix(left, "(")
			return st, at, rest, ends && !st.Weak && st.Form != clock.Unknown && st.Form != clock.Later
		}
	}
	return clock.Stamp{}, 0, "", false
}

// MomentNamed is the moment that a label stands for: "Detected", "Incident start", "Resolved at"; "" for any other.
func MomentNamed(label string) string {
	named := momentLabel().FindStringSubmatch(label)
	if named == nil || len(label) > 60 || noMoment().MatchString(label) {
		return ""
	}
	return momentNamed(strings.ToLower(named[1]), label)
}

// momentNamed is the moment of the model that a key event's label means.
func momentNamed(word, label string) string {
	label = strings.ToLower(label)
	switch {
	case strings.HasSuffix(word, "declare"), strings.HasPrefix(word, "acknowledg"):
		return ""
	case strings.HasPrefix(label, "first"), text.StartsWithAny(word, "detect", "notic", "alert", "report"):
		return "detected"
	case strings.Contains(word, "start"), strings.Contains(word, "beg"), strings.Contains(word, "occur"):
		return "started"
	case text.StartsWithAny(word, "mitigat", "repair", "restor", "fix", "recover"):
		return "mitigated"
	case word == "" && (strings.Contains(label, "detect") || strings.Contains(label, "aware")):
		return "detected"
	case word == "" && strings.Contains(label, "resol"):
		return "resolved"
	case word == "" && strings.Contains(label, "recover"):
		return "mitigated"
	case word == "":
		return ""
	}
	return "resolved"
}

var (
	timeLast = text.Expression(`^(.*[^\s(].*?)\s*\(([^()]{4,40})\)[\s*_:.]*$`)
	// noMoment are labels of lengths of time.
	noMoment = text.Expression(`(?i)\bduration|\btime (?:to|between)\b|\btotal\b|\blength\b|\belapsed\b|\bmtt|\btt[drm]\b`)
)

// dayHeading reads a heading in a timeline that ends in a day, which is that of the entries below it.
func (p *prose) dayHeading(i int) bool {
	plain, _ := markdown.Inline(p.lines[i].Body, p.refs)
	st, ok := clock.DayNamedIn(plain)
	if !ok || !p.announced || st.Year == 0 || !strings.HasSuffix(strings.TrimRight(plain, " ).:*_"), st.Text) {
		return false
	}
	p.finish()
	p.used[i] = true
	p.entries = append(p.entries, entry{divider: true, when: st, line: p.b.line(i)})
	return true
}

// timedHeading reads a heading in a timeline that ends in a time in parentheses: "Rollback (14:05 UTC)". It is an event
// unless timed entries stand below it.
func (p *prose) timedHeading(i int) bool {
	st, text, ok := p.timeBehind(i)
	if ok {
		p.start(i, st, text).phase = true
	}
	return ok
}

// timedItem reads an item of a timeline that ends in its day and time: "Fix deployed (24 August ~18:30 UTC)".
func (p *prose) timedItem(i int) bool {
	st, text, ok := p.timeBehind(i)
	if ok = ok && st.Form == clock.Local; ok {
		p.start(i, st, text)
	}
	return ok
}

// timeBehind is the time in parentheses at the end of a line of a timeline, and the text in front of it.
func (p *prose) timeBehind(i int) (st clock.Stamp, text string, ok bool) {
	if !p.announced || !strings.Contains(p.lines[i].Body, "(") {
		return clock.Stamp{}, "", false
	}
	plain, _ := markdown.Inline(p.lines[i].Body, p.refs)
	m := timeLast().FindStringSubmatch(plain)
	if m == nil {
		return clock.Stamp{}, "", false
	}
	st, rest, ok := clock.ReadStamp(m[2])
	return st, m[1], ok && rest == "" && st.HasClock() && !st.Weak
}

// brokenDay reads an item of a timeline that starts with a day no calendar has: its text is kept, its time is not known.
func (p *prose) brokenDay(i int, body string) bool {
	m := impossibleDay().FindStringSubmatch(body)
	if m == nil || !p.announced {
		return false
	}
	if _, _, ok := clock.ReadStamp(m[1]); ok {
		return false
	}
	p.start(i, clock.Stamp{Form: clock.Unknown, Text: m[1]}, m[2])
	return true
}

var impossibleDay = text.Expression(`^[*_` + "`" + `\[]{0,3}(\d{4,5}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2})?)[\]*_` + "`" + `:]*\s+(?:[-–—:|]+\s+)?(\S.*)$`)

var (
	namedFirst = text.Expression(`^(?:\*\*)?@?(\p{L}[\p{L}\d.'_-]{1,20}(?: \p{Lu}[\p{L}.'-]{1,20}){0,2})(?:\*\*)?,? \(?(\d{1,2}[:h.]\d{2}\b.*)$`)
	// noName are words in front of a time that are nobody's name.
	noName = text.WordsOfList("update updated note timeline day time step start started end ended until till since eta after before " +
		"around between next then later and or the this that version release about")
)

// personFirst reads a line of a timeline whose time stands behind the person: "Kim 10:02: text", "@mei 10:09 text".
func (p *prose) personFirst(i int, body string) bool {
	m := namedFirst().FindStringSubmatch(text.FirstBytes(body, 400))
	if m == nil || !p.announced || noName[strings.ToLower(m[1])] || momentLabel().MatchString(m[1]) {
		return false
	}
	handle := strings.HasPrefix(strings.TrimLeft(body, "*"), "@")
	if first, _ := utf8.DecodeRuneInString(m[1]); !handle && !unicode.IsUpper(first) {
		return false
	}
	at := strings.Index(body, m[2][:4])
	if at < 0 {
		return false
	}
	st, rest, ok := clock.ReadStamp(body[at:])
	said := strings.TrimLeft(rest, " ):–—-")
	if !ok || st.Weak || !st.HasClock() || text.Letters(said) == 0 ||
		!handle && said == strings.TrimLeft(rest, " ") && !strings.HasPrefix(rest, " ") {
		return false
	}
	p.start(i, st, said).by = m[1]
	return true
}
