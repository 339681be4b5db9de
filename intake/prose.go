package intake

import (
	"strings"
	"unicode"

	"debrief/model"
)

// readProse reads what people write: Markdown documents, and plain lines that start with times. In a document that has a
// timeline only what stands in it counts; in a paste without headings every line may be an event.
func readProse(b *block) ([]entry, []Dropped) {
	p := &prose{b: b, lines: markdownLines(b.lines), refs: map[string]string{}, labels: map[int]bool{}}
	p.why = make([]string, len(p.lines))
	p.used = make([]bool, len(p.lines))
	for i, l := range p.lines {
		if l.kind == mdReference {
			m := referenceLine.FindStringSubmatch(b.lines[i])
			p.refs[strings.ToLower(m[1])] = m[2]
		}
	}
	if day, ok := ownDay(b, p.lines); ok {
		b.day = day
	}
	var parts []section
	parts, p.announced = sections(p.lines)
	p.bare = !p.announced && !hasHeadings(p.lines)
	for _, s := range parts {
		if s.heading >= 0 {
			p.labels[s.heading] = true
		}
	}
	p.findZone(parts)
	for n, s := range parts {
		p.part = n
		p.section(s)
	}
	if !p.announced && !p.bare && p.clocks() < 2 {
		p.forget()
	}
	p.oneOfEach()
	p.inferred()
	return p.entries, p.dropped()
}

// oneOfEach leaves every moment to the first entry that claims it.
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

// prose is a document while it is read.
type prose struct {
	b         *block
	lines     []mdLine
	refs      map[string]string // link references
	labels    map[int]bool      // the lines that announce a section
	announced bool              // a heading or label announces the timeline
	bare      bool              // there are no headings at all
	sect      section
	part      int
	weak      bool   // numbers without a colon are times here
	about     bool   // all times are approximate
	list      string // the shape of the times of a paragraph that is a list without marks

	cur     *draft
	entries []entry
	used    []bool
	why     []string
}

// draft is an entry while its lines are gathered.
type draft struct {
	entry
	from, to int // the block's lines
	kind     mdKind
	indent   int
	level    int
	phase    bool // a heading with a time, which is only an event when no times stand below it
	group    bool // a day, which is only an event when no clocks stand below it
	own      bool // it has text on its own line
	gap      bool // a blank line was seen
	shape    string
	parts    []string
}

// section reads the lines of one section.
func (p *prose) section(s section) {
	p.sect = s
	p.weak = p.weakTimes(s)
	p.sectionDay(s)
	if s.heading >= 0 {
		p.used[s.heading] = true
	}
	for i := s.from; i < s.to; {
		i = p.step(i)
	}
	p.finish()
}

// step reads line i, or the table or paragraph that starts there, and returns the line after it.
func (p *prose) step(i int) int {
	l := p.lines[i]
	switch l.kind {
	case mdBlank:
		if p.cur != nil {
			p.cur.gap = true
		}
	case mdHeading:
		p.heading(i)
	case mdBullet:
		p.bullet(i)
	case mdRow:
		if p.isFlatTable(i) {
			return p.flatTable(i)
		}
		return p.table(i)
	case mdText:
		return p.text(i)
	case mdFence:
		return p.fence(i)
	case mdFront:
		p.drop(i, "front matter")
	case mdComment:
		p.drop(i, "a comment")
	case mdReference:
		p.drop(i, "a link's address")
	case mdRule, mdUnderline:
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

// start begins an entry with a time that was read at the start of line i; rest is the text behind the time.
func (p *prose) start(i int, st stamp, rest string) *draft {
	l := p.lines[i]
	p.makeRoom(st, l)
	p.used[i] = true
	d := &draft{from: i, to: i + 1, kind: l.kind, indent: l.indent, level: l.level}
	d.when, d.line = st, p.b.line(i)
	if p.about {
		d.when.about = true
	}
	d.own = strings.Trim(rest, " .:-–") != ""
	d.group = st.form == local && st.noClock && st.until == nil && (!d.own || l.kind == mdHeading)
	if d.own && l.kind == mdHeading && !strings.HasSuffix(rest, ".") {
		d.parts = append(d.parts, strings.TrimRight(rest, " :")+":")
	} else if d.own {
		d.parts = append(d.parts, rest)
	}
	p.cur = d
	return d
}

// makeRoom ends what is being gathered where a time starts a new entry: a day becomes the day of what follows, and a heading
// with a time no event when timed entries stand below it.
func (p *prose) makeRoom(st stamp, l mdLine) {
	was := p.cur
	switch {
	case was == nil:
	case was.phase && (l.kind != mdHeading || l.level > was.level):
		p.unread("a heading")
	case st.form == clock && was.group:
		p.divide()
	default:
		p.finish()
	}
}

// finish ends the entry that is being gathered.
func (p *prose) finish() {
	d := p.cur
	if d == nil {
		return
	}
	p.cur = nil
	text, link := inline(strings.Join(d.parts, " "), p.refs)
	if text == "" && d.when.hasClock() && p.announced {
		text = p.firstCode(d)
	}
	if text == "" || !p.announced && !p.bare && letters(text) < 4 {
		if d.when.form == local && text == "" {
			p.entries = append(p.entries, entry{divider: true, when: dayOf(d.when), line: d.line})
			return
		}
		p.cur = d
		p.unread("a time without words")
		return
	}
	d.text, d.link, d.part = strings.TrimSuffix(text, ":"), link, p.part
	d.lines = d.to - d.from
	d.raw = strings.TrimRight(strings.Join(p.b.lines[d.from:d.to], "\n"), "\n \t")
	if d.when.until != nil {
		d.until = *d.when.until
	}
	if d.by == "" {
		d.by = handleOf(text)
	}
	if d.moment == "" {
		d.moment = momentOf(text)
	}
	p.entries = append(p.entries, d.entry)
}

// firstCode is the first line of code of an entry that has no words.
func (p *prose) firstCode(d *draft) string {
	for i := d.from; i < d.to; i++ {
		line := strings.TrimSpace(p.b.lines[i])
		if p.lines[i].kind == mdFence && line != "" && fenceMark(line) == "" && letters(line) > 3 {
			return "`" + strings.ReplaceAll(model.Shorten(line, 120), "`", "'") + "`"
		}
	}
	return ""
}

// unread takes back the entry that is being gathered.
func (p *prose) unread(why string) {
	d := p.cur
	p.cur = nil
	for i := d.from; i < d.to; i++ {
		p.used[i] = false
		p.drop(i, why)
	}
}

// letters counts the letters of a text.
func letters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// dayOf is the day of a stamp that has a clock as well.
func dayOf(st stamp) stamp {
	day := dateOnly(st.year, st.month, st.day, st.text)
	day.swap, day.order, day.weekday, day.zone, day.loc = st.swap, st.order, st.weekday, "", nil
	return day
}

// divide turns the day that is being gathered into the day of what follows.
func (p *prose) divide() {
	d := p.cur
	p.cur = nil
	p.entries = append(p.entries, entry{divider: true, when: d.when, line: d.line})
	for i := d.from + 1; i < d.to; i++ {
		if p.used[i] && strings.TrimSpace(p.b.lines[i]) != "" {
			p.used[i] = false
			p.drop(i, "text below a date, before its first time")
		}
	}
}

// sectionDay puts the day that a section starts with before its entries: one that its heading or a sentence names, else the
// document's own, so that no day of an earlier section stays.
func (p *prose) sectionDay(s section) {
	if s.heading >= 0 {
		plain, _ := inline(s.name, nil)
		if st, ok := dayNamedIn(plain); ok && st.form == local {
			if st.year == 0 && p.b.day.year != 0 {
				st.year = p.b.day.year
			}
			p.entries = append(p.entries, entry{divider: true, when: st, line: p.b.line(s.heading)})
			return
		}
	}
	if p.b.day.form == local && len(p.entries) > 0 {
		p.entries = append(p.entries, entry{divider: true, when: p.b.day, line: p.b.line(s.from)})
	}
}

// weakTimes says whether numbers like 1625 and 15.26 are times in a section: where they lead at least two entries, and at
// least half of those that start with a time or a number like it.
func (p *prose) weakTimes(s section) bool {
	weak, strong := 0, 0
	if !p.announced && !p.bare {
		return false
	}
	for i := s.from; i < s.to; i++ {
		if !p.mayStart(i) {
			continue
		}
		st, _, enclosed, ok := leading(p.lines[i].body)
		year := st.form == clock && (st.hour == 19 || st.hour == 20) && !st.apart
		switch {
		case !ok || st.form == unknown:
		case st.weak && !enclosed && !year:
			weak++
		default:
			strong++
		}
	}
	return weak >= 2 && weak >= strong
}

// mayStart says whether an entry may start at line i: at an item, a heading, or the start of a paragraph.
func (p *prose) mayStart(i int) bool {
	switch p.lines[i].kind {
	case mdBullet, mdHeading:
		return true
	case mdText:
		return p.bare || i == 0 || p.lines[i-1].kind != mdText
	}
	return false
}

// accepts says whether a time at the start of a line makes it an entry.
func (p *prose) accepts(st stamp, rest string, enclosed bool) bool {
	switch {
	case st.form == unknown:
		return enclosed || !st.weak || st.apart
	case st.weak:
		return enclosed || p.weak
	case st.form == local && st.noClock && st.year == 0:
		return enclosed || strings.TrimSpace(rest) == "" || st.apart
	}
	return true
}

// clocks counts the entries that have a time of day.
func (p *prose) clocks() (n int) {
	for i := range p.entries {
		if w := &p.entries[i].when; !p.entries[i].divider && (w.hasClock() || w.form == exact) {
			n++
		}
	}
	return n
}

// forget takes back entries that were no timeline.
func (p *prose) forget() {
	p.entries = nil
	for i := range p.used {
		if p.used[i] && p.lines[i].kind != mdRule && p.lines[i].kind != mdUnderline {
			p.used[i], p.why[i] = false, "no timeline stands here"
		}
	}
}

// dropped are the lines that nothing was made of.
func (p *prose) dropped() []Dropped {
	var out []Dropped
	for i, l := range p.lines {
		if p.used[i] || l.kind == mdBlank || l.kind == mdUnderline || l.kind == mdRule {
			continue
		}
		why := p.why[i]
		switch {
		case why != "":
		case l.kind == mdFront:
			why = "front matter"
		case l.kind == mdComment:
			why = "a comment"
		case l.kind == mdReference:
			why = "a link's address"
		case l.kind == mdHeading:
			why = "a heading"
		case p.announced:
			why = "outside the timeline"
		default:
			why = "no time at its start"
		}
		out = append(out, p.b.drop(i, why))
	}
	return out
}

var (
	handleStart = expression("^`?@([A-Za-z0-9][A-Za-z0-9_.-]{0,38})`?(?:[ ,:]|$)")
	momentMarks = []struct {
		moment string
		marks  *pattern
	}{
		{"started", expression(`(?i)<\s*start of (?:\w+ )?outage|\bdowntime start\b|\boutage (?:begins|starts)\b|^start of (?:the )?(?:incident|outage)\b|\(problem started\)|^incident (?:starts|begins)\b`)},
		{"mitigated", expression(`(?i)<\s*end of (?:\w+ )?outage|\bdowntime end|\boutage (?:ends|is over)\b|^end of (?:the )?outage\b`)},
		{"resolved", expression(`(?i)\(resolved\)|\bincident (?:is )?(?:resolved|closed|ends|over)\b|^end of (?:the )?incident\b|\bincident declared (?:as )?resolved\b`)},
		{"detected", expression(`(?i)^detection:|^detected:`)},
	}
)

// handleOf is the handle that a text starts with.
func handleOf(text string) string {
	if m := handleStart.FindStringSubmatch(text); m != nil {
		return strings.TrimRight(m[1], ".")
	}
	return ""
}

// momentOf is the moment that a text says it is.
func momentOf(text string) string {
	if !anyWord(text, "outage", "incident", "downtime", "resolved", "detect", "problem") {
		return ""
	}
	for _, m := range momentMarks {
		if m.marks.MatchString(text) {
			return m.moment
		}
	}
	return ""
}

// anyWord says whether one of the words, given in small letters, stands in text in any letters.
func anyWord(text string, words ...string) bool {
	lower := strings.ToLower(firstBytes(text, 2000))
	for _, w := range words {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}
