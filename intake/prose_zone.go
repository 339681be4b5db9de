package intake

import (
	"path"
	"strings"
)

var (
	// saysZone finds the sentences that say the zone of all times.
	saysZone = expression(`(?i)\b(?:all|every|the|these|listed|following)?\s*(?:times?|timestamps?|time ?stamps|dates?|events|entries)\b[^.\n]{0,60}\b(?:in|are|is|documented|use|uses|using|as|zone|listed|reported|shown|given|expressed|times)\b|\ball times?\b|\btime ?zone\b|\btimes? (?:in|are)\b`)
	allTimes = expression(`(?i)\b(?:all|every) (?:of the )?(?:times?|timestamps?|events|dates?)\b|\btimes? (?:are|is) (?:all )?(?:in|listed|given)\b|\btime ?zone\b|\btimestamps? (?:are|in)\b|\btimes in\b`)
	onlyZone = expression(`^[\s*_(\[]*(?:(?i:all|times?|in|are|is|the|zone|timezone|:)\s*)*[A-Z][A-Za-z/+:0-9]{1,20}[\s*_)\].]*$`)
	everyDay = expression(`(?i)\bunless (?:otherwise )?(?:noted|stated|specified|indicated)|\bunless otherwise|\ball (?:of the )?(?:events|times|entries|timestamps)\b.{0,40}\bon\b`)
	approx   = expression(`(?i)\b(?:all )?(?:times?|timestamps?) (?:are )?(?:all )?approximat|\bapproximate times`)
	// spacedOffset finds "GMT + 1" in a phrase about zones, where nothing goes on behind the number.
	spacedOffset = expression(`\b(UTC|GMT)\s*([+-])\s*(\d{1,2}(?::\d{2})?)([\s*_]*(?:[).,;\]|]|$))`)
	fileDate     = expression(`(?:^|[^0-9])((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?:[^0-9]|$)`)
	dateLine     = expression(`(?i)^[\s*_>|#-]*(?:incident |outage )?(?:date|date/time|date and time|when|day|start(?:ed|s)?(?: time| date)?|incident start)\b[\s*_:|]*(.*)$`)
)

// zoneIn is the first zone that a phrase names.
func zoneIn(text string) (name string, found stamp) {
	plain, _ := inline(text, nil)
	plain = spacedOffset.ReplaceAllString(strings.Trim(plain, "*_ "), "$1$2$3$4")
	for i := range len(plain) {
		if i > 0 && (isWord(plain[i-1]) || plain[i-1] == '/' || plain[i-1] == ':') || !isLetter(plain[i]) {
			continue
		}
		if name, loc, n := zoneAt(plain[i:]); n > 0 && len(name) > 1 {
			offset, fixed, _ := zoneAt(strings.TrimLeft(plain[i+n:], " (=,"))
			if strings.HasPrefix(offset, "UTC") || strings.HasPrefix(offset, "GMT") {
				loc = fixed // PST (UTC-7) says what is meant
			}
			return name, stamp{zone: name, loc: loc}
		}
	}
	return "", stamp{}
}

// dayNamedIn is the first full date that a phrase names; one without a year counts when the month has a name.
func dayNamedIn(text string) (stamp, bool) {
	text = plainMarks(firstBytes(text, 2000))
	for i := range len(text) {
		if i > 0 && (isWord(text[i-1]) || strings.IndexByte("/.-:", text[i-1]) >= 0) || !isDigit(text[i]) && !isLetter(text[i]) {
			continue
		}
		p := scanner{s: text, i: i}
		st := stamp{form: local, noClock: true}
		st.weekday = p.weekday()
		if p.date(&st) && (st.year != 0 || st.weekday != "" || isLetter(text[i]) || hasLetters(text[i:p.i])) && endsWord(p.rest()) {
			st.text = text[i:p.i]
			return st, true
		}
	}
	return stamp{}, false
}

func hasLetters(s string) bool { return strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz") }

func endsWord(rest string) bool {
	if rest == "" || rest[0] == 'T' {
		return true
	}
	goesOn := len(rest) > 1 && strings.IndexByte("./-:", rest[0]) >= 0 && isDigit(rest[1])
	return !isWord(rest[0]) && !goesOn
}

// ownDay finds the day that the document itself has: in its title, its front matter, its file's name, or a line "Date:".
func ownDay(b *block, lines []mdLine) (stamp, bool) {
	var partial *stamp
	consider := func(st stamp, ok bool) bool {
		if ok && st.year == 0 && partial == nil {
			partial = &st
		}
		return ok && st.year != 0
	}
	for _, find := range []func() (stamp, bool){
		func() (stamp, bool) { return titleDay(lines) },
		func() (stamp, bool) { return frontDay(lines) },
		func() (stamp, bool) { return nameDay(b.name) },
		func() (stamp, bool) { return lineDay(lines) },
	} {
		if st, ok := find(); consider(st, ok) {
			if partial != nil && partial.month != 0 {
				partial.year = st.year
				return *partial, true
			}
			return st, true
		}
	}
	if partial != nil {
		return *partial, true
	}
	return stamp{}, false
}

func titleDay(lines []mdLine) (stamp, bool) {
	for i := range min(len(lines), 60) {
		if l := lines[i]; l.kind == mdHeading && l.body != "" {
			plain, _ := inline(l.body, nil)
			return dayNamedIn(plain)
		}
	}
	return stamp{}, false
}

func frontDay(lines []mdLine) (stamp, bool) {
	for _, key := range []string{"title", "date", "path", "slug", "permalink"} {
		for i := 0; i < len(lines) && lines[i].kind == mdFront; i++ {
			name, value, ok := strings.Cut(strings.Replace(lines[i].body, "=", ":", 1), ":")
			if !ok || strings.ToLower(strings.TrimSpace(name)) != key {
				continue
			}
			if st, ok := dayNamedIn(value); ok && st.year != 0 {
				return st, true
			}
			if st, ok := nameDay(value); ok {
				return st, true
			}
		}
	}
	return stamp{}, false
}

var slugDay = expression(`((?:19|20)\d{2})/(\d{2})/(\d{2})(?:[^0-9]|$)`)

// nameDay is the day in the name of a file, or in a path of dated folders.
func nameDay(name string) (stamp, bool) {
	m := fileDate.FindStringSubmatch(path.Base(strings.ReplaceAll(name, `\`, "/")))
	if m == nil {
		if m = slugDay.FindStringSubmatch(name); m == nil {
			return stamp{}, false
		}
	}
	st := dateOnly(number(m[1]), number(m[2]), number(m[3]), strings.Join(m[1:], "-"))
	return st, validDay(st.year, st.month, st.day)
}

// number is the value of a few digits.
func number(digits string) (n int) {
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}

func lineDay(lines []mdLine) (stamp, bool) {
	for i := range min(len(lines), 400) {
		l := lines[i]
		if l.kind != mdText && l.kind != mdBullet && l.kind != mdRow {
			continue
		}
		if m := dateLine.FindStringSubmatch(l.body); m != nil {
			if st, ok := dayNamedIn(strings.Trim(m[1], "*_ :|")); ok {
				return st, true
			}
		}
	}
	return stamp{}, false
}

// findZone finds the zone of a document's times: in a sentence of the timeline, in its heading, or in a sentence about all
// times elsewhere. The sentence may name the day as well, or say that all times are approximate.
func (p *prose) findZone(parts []section) {
	for _, s := range parts {
		if s.heading >= 0 && approx.MatchString(s.name) {
			p.about = true
		}
		for i := s.from; i < s.to; i++ {
			i = p.zoneSentence(i, s.to, saysZone)
		}
	}
	for _, s := range parts {
		if s.heading >= 0 && p.announced && !strings.Contains(s.name, " or ") {
			p.headingZone(s.name)
		}
		for i := s.from; i < s.to && p.announced; i++ {
			if p.lines[i].kind == mdHeading && allTimes.MatchString(p.lines[i].body) {
				p.headingZone(p.lines[i].body)
			}
		}
	}
	for i := 0; i < len(p.lines) && p.b.zone == ""; i++ {
		i = p.zoneSentence(i, len(p.lines), allTimes)
	}
}

// headingZone takes the zone that a heading names, where nothing before it did.
func (p *prose) headingZone(text string) {
	if p.b.zone != "" {
		return
	}
	if name, z := zoneIn(text); name != "" {
		p.b.zone, p.b.loc, p.b.zoneFrom = name, z.loc, "the heading"
	}
}

// zoneSentence looks at the paragraph at line i and returns its last line. It takes a sentence that names the zone.
func (p *prose) zoneSentence(i, to int, says *pattern) int {
	text, end := p.sentence(i, to)
	if text == "" {
		return i
	}
	if approx.MatchString(text) {
		p.about = true
	}
	at := says.FindStringIndex(text)
	if len(text) < 40 && onlyZone.MatchString(text) {
		at = []int{0}
	}
	if at == nil {
		return i
	}
	name, z := zoneIn(text[at[0]:])
	if name == "" {
		return i
	}
	if p.b.zone == "" {
		p.b.zone, p.b.loc, p.b.zoneFrom = name, z.loc, "a sentence"
	}
	if day, ok := dayNamedIn(text); ok {
		if day.year == 0 && p.b.day.year != 0 {
			day.year = p.b.day.year
		}
		p.b.day, p.b.everyDay = day, everyDay.MatchString(text)
	}
	for j := i; j < end; j++ {
		p.used[j] = len(text) < 240
	}
	return end - 1
}

// sentenceEnd is the line after the paragraph that starts at line i, of which a few lines are enough.
func (p *prose) sentenceEnd(i, to int) int {
	end := i + 1
	for end < to && p.lines[end].kind == mdText && end-i < 6 && !startsWithClock(p.lines[end].body) {
		end++
	}
	return end
}

// startsWithClock says whether a line begins with a time of day.
func startsWithClock(body string) bool {
	st, _, _, ok := leading(body)
	return ok && st.hasClock() && !st.led && !st.weak
}

// sentence is the text of the paragraph or item that starts at line i, where it may be about times, and the line after it.
func (p *prose) sentence(i, to int) (text string, end int) {
	k := p.lines[i].kind
	if k != mdText && k != mdBullet || i > 0 && p.lines[i-1].kind == mdText && !p.labels[i-1] {
		return "", i
	}
	end = p.sentenceEnd(i, to)
	parts := make([]string, 0, end-i)
	for j := i; j < end; j++ {
		parts = append(parts, p.lines[j].body)
	}
	joined := strings.Join(parts, " ")
	most := 600
	if k == mdBullet {
		most = 120
	}
	if len(joined) > 2000 || len(joined) >= 40 && !anyWord(joined, "time", "date", "event", "entries", "approx") {
		return "", i
	}
	text, _ = inline(joined, p.refs)
	if len(text) > most || startsWithTime(text) {
		return "", i
	}
	return text, end
}
