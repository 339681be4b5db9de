package intake

import (
	"cmp"
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
	"debrief/model"
)

// readProse reads what people write: Markdown documents, and plain lines that start with times. In a document that has a
// timeline only what stands in it counts; in a paste without headings every line may be an event.
func readProse(b *block) {
	p := &prose{b: b, lines: markdown.Lines(b.lines), labels: map[int]bool{}}
	if p.refs = b.links; p.refs == nil {
		p.refs = markdown.References(p.lines)
	}
	p.why = make([]string, len(p.lines))
	p.used = make([]bool, len(p.lines))
	if day, from := ownDay(b, p.lines); from != "" {
		b.day, b.dayFrom = day, from
	}
	var parts []section
	parts, p.announced = sections(p.lines)
	p.bare = !p.announced && !slices.ContainsFunc(p.lines, func(l markdown.Line) bool { return l.Kind == markdown.Heading })
	for _, s := range parts {
		if s.heading >= 0 {
			p.labels[s.heading] = true
		}
	}
	p.findZone(parts)
	for i := range p.lines {
		p.headingZone(p.remarkOfDay(i))
	}
	p.findZero()
	p.findMarks()
	for n, s := range parts {
		p.part = n
		p.section(s)
	}
	if !p.announced && !p.bare && p.clocks() < 2 {
		p.forget()
	}
	p.oneOfEach()
	p.inferred()
	p.unused()
	b.entries = p.entries
}

// TellsEvents reports whether the lines of a document hold an entry of a timeline.
func TellsEvents(lines []string, in Input) bool {
	b := newBlock(proseFormat(), lines, 0, len(lines), in, Options{})
	readProse(b)
	return slices.ContainsFunc(b.entries, func(e entry) bool { return !e.divider })
}

func (p *prose) oneOfEach() {
	seen := map[string]bool{}
	for i := range p.entries {
		if m := p.entries[i].moment; m != "" && seen[m] {
			p.entries[i].moment = ""
		} else {
			seen[m] = true
		}
	}
}

type prose struct {
	b         *block
	lines     []markdown.Line
	refs      map[string]string // link references
	labels    map[int]bool      // the lines that announce a section
	announced bool              // a heading or label announces the timeline
	bare      bool              // there are no headings at all
	sect      section
	part      int
	weak      bool        // numbers without a colon are times here
	sure      bool        // times lead entries here, so that "At 16:05" only starts a sentence
	about     bool        // all times are approximate
	zero      clock.Stamp // what T+5m counts from
	marked    bool        // the marks of the capture line stand behind its times
	list      string      // the shape of the times of a paragraph that is a list without marks

	shapes  map[string]bool // of the times that began the lines of this section
	cur     *draft
	entries []entry
	used    []bool
	why     []string
}

func (p *prose) section(s section) {
	p.sect = s
	p.weak, p.sure = p.leadingTimes(s)
	p.sectionDay(s)
	p.shapes = map[string]bool{}
	if s.heading >= 0 {
		p.used[s.heading] = true
	}
	for i := s.from; i < s.to; {
		i = p.step(i)
	}
	p.finish()
}

func (p *prose) step(i int) int {
	l := p.lines[i]
	switch l.Kind {
	case markdown.Blank:
		if p.cur != nil {
			p.cur.gap = true
		}
	case markdown.Heading:
		p.heading(i)
	case markdown.Bullet:
		p.bullet(i)
	case markdown.Row:
		if strings.Contains(l.Body, "| ---") && !markdown.AlignmentLine().MatchString(l.Body) { // an editor wrapped its rows into one paragraph
			return p.flatTable(i)
		}
		return p.table(i)
	case markdown.Text:
		return p.text(i)
	case markdown.Fence:
		return p.fence(i)
	case markdown.Rule, markdown.Underline:
		p.used[i] = true
	}
	return i + 1
}

func (p *prose) drop(i int, why string) { p.why[i] = why }

// attach gives line i to the entry above it, with its text, or drops it.
func (p *prose) attach(i int, text, why string) {
	if p.cur == nil {
		p.drop(i, why)
		return
	}
	p.used[i] = true
	p.cur.to = i + 1
	if text != "" {
		p.cur.parts = append(p.cur.parts, text)
	}
}

// sectionDay puts the day that a section starts with before its entries: one that its heading or a sentence names, else the
// document's own, so that no day of an earlier section stays.
func (p *prose) sectionDay(s section) {
	if s.heading >= 0 {
		plain, _ := markdown.Inline(s.name, nil)
		if st, ok := clock.DayNamedIn(plain); ok && st.Form == clock.Local {
			if st.Year == 0 && p.b.day.Year != 0 {
				st.Year = p.b.day.Year
			}
			p.entries = append(p.entries, entry{divider: true, when: st, line: p.b.line(s.heading)})
			return
		}
	}
	if p.b.day.Form == clock.Local && len(p.entries) > 0 {
		p.entries = append(p.entries, entry{divider: true, when: p.b.day, line: p.b.line(s.from)})
	}
}

// leadingTimes looks at what the entries of a section start with. weak says that numbers like 1625 and 15.26 are times: they
// lead at least two entries, and at least half of those that start with a time or a number like it. sure says that at least
// two start with a time that no word leads to.
func (p *prose) leadingTimes(s section) (weak, sure bool) {
	if !p.announced && !p.bare {
		return false, false
	}
	numbers, times, led := 0, 0, 0
	for i := s.from; i < s.to; i++ {
		if !p.mayStart(i) {
			continue
		}
		st, _, enclosed, ok := markdown.Leading(p.lines[i].Body)
		switch {
		case !ok || st.Form == clock.Unknown:
		case st.Weak && !enclosed && !st.LikeYear():
			numbers++
		case st.Led:
			led++
		default:
			times++
		}
	}
	p.entries = slices.Grow(p.entries, times+led)
	return numbers >= 2 && numbers >= times+led, times >= 2 && times > led
}

// mayStart says whether an entry may start at line i: at an item, a heading, or the start of a paragraph.
func (p *prose) mayStart(i int) bool {
	switch p.lines[i].Kind {
	case markdown.Bullet, markdown.Heading:
		return true
	case markdown.Text:
		return p.bare || i == 0 || p.lines[i-1].Kind != markdown.Text
	}
	return false
}

// accepts says whether a time at the start of a line makes it an entry.
func (p *prose) accepts(st clock.Stamp, rest string, enclosed bool) bool {
	switch {
	case st.Form == clock.Unknown:
		return enclosed || !st.Weak || st.Apart
	case st.Weak:
		return enclosed || p.weak
	case st.Form == clock.Local && st.NoClock && st.Year == 0:
		return enclosed || strings.TrimSpace(rest) == "" || st.Apart
	}
	return true
}

func (p *prose) clocks() (n int) {
	for i := range p.entries {
		if w := &p.entries[i].when; !p.entries[i].divider && (w.HasClock() || w.Form == clock.Exact) {
			n++
		}
	}
	return n
}

func (p *prose) forget() {
	p.entries = nil
	for i := range p.used {
		if p.used[i] && p.lines[i].Kind != markdown.Rule && p.lines[i].Kind != markdown.Underline {
			p.used[i], p.why[i] = false, "no timeline stands here"
		}
	}
}

// reasons say why nothing is made of the lines of a kind, wherever they stand.
var reasons = map[markdown.Kind]string{
	markdown.Front: "front matter", markdown.Comment: "a comment", markdown.Reference: "a link's address", markdown.Heading: "a heading",
}

func (p *prose) unused() {
	for i, l := range p.lines {
		if p.used[i] || l.Kind == markdown.Blank || l.Kind == markdown.Underline || l.Kind == markdown.Rule {
			continue
		}
		why := cmp.Or(p.why[i], reasons[l.Kind])
		switch {
		case why != "":
		case p.announced:
			why = "outside the timeline"
		default:
			why = noTimeAtStart
		}
		if why == noTimeAtStart {
			why = notTimed(l.Body)
		}
		p.b.drop(i, why)
	}
}

const noTimeAtStart = "no time at its start"

// likeTime is what people may take for a time at the start of a line.
var likeTime = text.Expression(`^[^\pL\pN]{0,4}((?:\d{12,14}|\d{1,4}[-./:]W?\d{1,4})[^\s,;)\]|]*(?: \d{1,2}[:.]\d{2}[^\s,;)\]|]*)?)`)

// notTimed is why a line whose time would make it an entry is none.
func notTimed(body string) string {
	st, _, _, ok := markdown.Leading(body)
	switch {
	case ok && st.Weak:
		return model.Quote(st.Text) + " may be a number as well"
	case ok && st.Form == clock.Local && st.NoClock && st.Year == 0:
		return model.Quote(st.Text) + " is a day without a year"
	case ok && st.Led:
		return "a sentence that begins with a time"
	case ok:
		return "its time begins no entry here"
	}
	if m := likeTime().FindStringSubmatch(text.FirstBytes(body, 80)); m != nil {
		return model.Quote(m[1]) + " is not read as a time"
	}
	return noTimeAtStart
}

var (
	handleStart = text.Expression("^`?@([A-Za-z0-9][A-Za-z0-9_.-]{0,38})`?(?:[ ,:]|$)")
	momentMarks = []struct {
		moment string
		marks  text.Pattern
	}{
		{"started", text.Expression(`(?i)<\s*start of (?:\w+ )?outage|\bdowntime start\b|\boutage (?:begins|starts)\b|^start of (?:the )?(?:incident|outage)\b|\(problem started\)|^(?:incident|outage) (?:starts?|begins?|began)\b`)},
		{"mitigated", text.Expression(`(?i)<\s*end of (?:\w+ )?outage|\bdowntime end|\boutage (?:ends|is over)\b|^end of (?:the )?outage\b`)},
		{"resolved", text.Expression(`(?i)\(resolved\)|\bincident (?:is )?(?:resolved|closed|ends|over)\b|^end of (?:the )?incident\b|^(?:incident|outage) end(?:s|ed)?\b|\bincident declared (?:as )?resolved\b`)},
		{"detected", text.Expression(`(?i)^detection:|^detected:`)},
	}
)

func handleOf(text string) string {
	if m := handleStart().FindStringSubmatch(text); m != nil {
		return strings.TrimRight(m[1], ".")
	}
	return ""
}

func momentOf(s string) string {
	if !text.AnyWord(s, "outage", "incident", "downtime", "resolved", "detect", "problem") {
		return ""
	}
	for _, m := range momentMarks {
		if m.marks().MatchString(s) {
			return m.moment
		}
	}
	return ""
}

type section struct {
	from, to int // lines, the announcing one excluded
	name     string
	heading  int // the announcing line, -1 for none
	keyEvent bool
}

// sections finds the timelines of a document. A document that announces none is one section as a whole when it has no
// headings, and otherwise every part that is not about something else.
func sections(lines []markdown.Line) (found []section, announced bool) {
	for i := 0; i < len(lines); i++ {
		s, ok := announcedAt(lines, i)
		if !ok {
			continue
		}
		found = append(found, s)
		i = s.to - 1
	}
	if len(found) > 0 {
		return found, true
	}
	return otherSections(lines), false
}

// announcedAt is the section that line i announces: as a heading, as a bold label, as a line of its own, or, in a list, as a bold bullet.
func announcedAt(lines []markdown.Line, i int) (section, bool) {
	l := lines[i]
	s := section{from: i + 1, heading: i, name: l.Body}
	switch l.Kind {
	case markdown.Heading:
		if !parts.IsTimeline(l.Body) || markdown.StartsWithTime(l.Body) {
			return s, false
		}
		s.to = sectionEnd(lines, i, l.Level)
		return s, true
	case markdown.Text:
		m := parts.LabelOnly().FindStringSubmatch(l.Body)
		if m == nil && !parts.PlainLabel().MatchString(l.Body) || m != nil && !parts.IsTimeline(m[1]) {
			return s, false
		}
		s.to = labelEnd(lines, i)
		return s, true
	case markdown.Bullet:
		m := parts.LabelBullet().FindStringSubmatch(l.Body)
		if m == nil || m[2] != "" {
			return s, false
		}
		name := strings.ToLower(strings.TrimSpace(m[1]))
		s.keyEvent = name == "key events"
		if !s.keyEvent && name != "context" && !parts.IsTimeline(name) {
			return s, false
		}
		s.to = bulletEnd(lines, i)
		return s, true
	}
	return s, false
}

// endOf is the first line behind i at which a section ends, or the end of the document.
func endOf(lines []markdown.Line, i int, ends func(l *markdown.Line, j int) bool) int {
	for i++; i < len(lines) && !ends(&lines[i], i); i++ {
	}
	return i
}

func isUntimed(l *markdown.Line) bool { return !markdown.StartsWithTime(l.Body) }

// sectionEnd is the line of the next heading that is no deeper than level and no time, or of one that lost its marks.
func sectionEnd(lines []markdown.Line, i, level int) int {
	return endOf(lines, i, func(l *markdown.Line, j int) bool {
		return l.Kind == markdown.Heading && l.Level <= level && isUntimed(l) || parts.EndsTimeline(lines, j)
	})
}

func labelEnd(lines []markdown.Line, i int) int {
	return endOf(lines, i, func(l *markdown.Line, j int) bool {
		return l.Kind == markdown.Heading && isUntimed(l) ||
			l.Kind == markdown.Text && (parts.EndsTimeline(lines, j) || parts.LabelOnly().MatchString(l.Body) && isUntimed(l))
	})
}

func bulletEnd(lines []markdown.Line, i int) int {
	return endOf(lines, i, func(l *markdown.Line, _ int) bool {
		return l.Kind == markdown.Heading ||
			l.Kind == markdown.Bullet && l.Indent <= lines[i].Indent && parts.LabelBullet().MatchString(l.Body) && isUntimed(l)
	})
}

// otherSections are the parts of a document without a timeline that may hold one all the same.
func otherSections(lines []markdown.Line) []section {
	var found []section
	open := section{from: 0, heading: -1}
	skip := 0 // the level of a heading that is about something else
	title := true
	for i, l := range lines {
		if l.Kind != markdown.Heading || markdown.StartsWithTime(l.Body) && !title {
			continue
		}
		title = false
		if skip == 0 {
			open.to = i
			found = append(found, open)
		}
		if skip == 0 || l.Level <= skip {
			skip = 0
			if parts.NotTimeline().MatchString(l.Body) {
				skip = l.Level
			}
		}
		open = section{from: i + 1, heading: i, name: l.Body}
	}
	if skip == 0 {
		open.to = len(lines)
		found = append(found, open)
	}
	return found
}

// fence reads the block of code at line i and returns the line after it. Code belongs to the entry above it; a block that
// stands alone in a timeline and whose lines start with times is the timeline itself.
func (p *prose) fence(i int) int {
	end := i
	for end < p.sect.to && p.lines[end].Kind == markdown.Fence {
		end++
	}
	if !p.fencedTimeline(i, end) {
		for ; i < end; i++ {
			p.attach(i, "", "code that belongs to no event")
		}
		return end
	}
	for ; i < end; i++ {
		line := strings.TrimSpace(p.b.lines[i])
		st, rest, enclosed, ok := markdown.Leading(line)
		switch {
		case line == "" || markdown.FenceMark(line) != "":
			p.used[i] = true
		case ok && p.accepts(st, rest, enclosed):
			p.start(i, st, rest).kind = markdown.Text
		default:
			p.attach(i, line, noTimeAtStart)
		}
	}
	p.finish()
	return end
}

// fencedTimeline says whether half of the lines of a block of code, and at least two, start with a time of day, where no entry stands above it.
func (p *prose) fencedTimeline(from, to int) bool {
	if !p.announced || p.cur != nil {
		return false
	}
	timed, others := 0, 0
	for i := from; i < to; i++ {
		line := strings.TrimSpace(p.b.lines[i])
		if line == "" || markdown.FenceMark(line) != "" {
			continue
		}
		if st, rest, _, ok := markdown.Leading(line); ok && st.HasClock() && !st.Led && !st.Weak && text.Letters(rest) > 3 {
			timed++
		} else {
			others++
		}
	}
	return timed >= 2 && timed >= others
}
