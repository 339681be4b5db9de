package intake

import (
	"cmp"
	"slices"
	"strings"

	"debrief/intake/capture"
	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/text"
	"debrief/model"
)

// heading reads a heading inside a section: an entry or a day, else a part of the entry above it when it is deeper.
func (p *prose) heading(i int) {
	l := p.lines[i]
	if p.timed(i) || p.timedHeading(i) || p.dayHeading(i) {
		return
	}
	if p.cur != nil && p.cur.kind == markdown.Heading && l.Level > p.cur.level {
		p.attach(i, "", "")
		return
	}
	p.finish()
	p.drop(i, "a heading")
}

func (p *prose) timed(i int) bool {
	st, rest, enclosed, ok := markdown.Leading(markdown.WithoutDayLabel(p.lines[i].Body))
	if ok = ok && p.accepts(st, rest, enclosed); ok {
		p.start(i, st, rest)
	}
	return ok
}

func (p *prose) bullet(i int) {
	l := p.lines[i]
	if p.timed(i) || p.keyEvent(i, l.Body) || p.brokenDay(i, l.Body) || p.personFirst(i, l.Body) {
		return
	}
	if p.cur != nil && p.belongs(l) {
		if p.cur.group && l.Indent == 0 && !p.cur.own {
			p.cur.ofDay = append(p.cur.ofDay, ofDay{i, len(p.cur.parts)})
		}
		p.attach(i, l.Body, "")
		return
	}
	if p.timedItem(i) {
		return
	}
	p.leave()
	p.drop(i, noTimeAtStart)
}

// belongs says whether an item without a time is part of the entry above it: it is nested, or below a heading or a line of its own.
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

func (d *draft) takes(l markdown.Line) bool {
	switch {
	case d.group, d.kind == markdown.Heading, !d.own && len(d.parts) == 0:
		return true
	}
	return d.kind == markdown.Bullet && (l.Indent > d.indent || !d.gap)
}

// opensLine says whether a time at the start of a line of text begins an entry, and is not just where a sentence was wrapped.
func (p *prose) opensLine(i int, st clock.Stamp, rest string, enclosed, first bool) bool {
	cur := p.cur
	if cur == nil {
		cur = &draft{}
	}
	shape := lineShape(p.lines[i].Body, st, enclosed)
	switch {
	case st.Led && (p.sure || !p.announced || !st.HasClock()):
		return false
	case cur.kind == markdown.Bullet && !cur.gap:
		return p.besideItem(i, st, shape)
	case first, p.lines[i-1].Broken, p.fitsList(st, shape, cur.group):
		return true
	case cur.kind == markdown.Text && cur.shape != "":
		return cur.shape == shape
	}
	return rest == "" && p.standsAlone(st) || p.likeAbove(st, shape)
}

// besideItem says whether a time on the line below an item opens an entry of its own, without its mark: it is written as that of the
// item and not before it, and no sentence goes on there.
func (p *prose) besideItem(i int, st clock.Stamp, shape string) bool {
	item := p.lines[p.cur.from]
	above, _, enclosed, ok := markdown.Leading(item.Body)
	return ok && !st.Led && st.HasClock() && p.lines[i].Indent <= p.cur.indent && lineShape(item.Body, above, enclosed) == shape &&
		st.Wall() >= above.Wall() && !goesOn().MatchString(p.lines[i-1].Body)
}

// goesOn ends a line whose sentence goes on in the next one.
var goesOn = text.Expression(`(?i)(?:[,(–—&-]|\b(?:at|by|until|till|around|about|approximately|since|from|to|between|and|or|the|before|after|of|for|on|` +
	`in|with|was|were|is|are|that|than|near|past|ca\.?)|\pL\S*\s+an?)\s*$`)

// fitsList says whether a time that no word leads to stands where entries are listed, or is written as they are.
func (p *prose) fitsList(st clock.Stamp, shape string, grouped bool) bool {
	return !st.Led && !st.Weak && (p.bare || grouped || p.list == shape)
}

// likeAbove says whether a time that no entry goes on to is written, with a mark behind it, as those that began lines above.
func (p *prose) likeAbove(st clock.Stamp, shape string) bool {
	return p.announced && p.cur == nil && !st.Led && st.HasClock() && shape[3] != '.' && p.shapes[shape]
}

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
	shape := []byte("....")
	for i, is := range []bool{st.HasDate(), enclosed, st.Led} {
		if is {
			shape[i] = "del"[i]
		}
	}
	var marks markdown.Unmarked
	_, left, _ := clock.ReadStamp(marks.Read(body))
	left = strings.TrimLeft(left, " ])")
	for _, sep := range []string{":", "-", "–", "—", "|", ","} {
		if strings.HasPrefix(left, sep) {
			shape[3] = sep[len(sep)-1]
		}
	}
	return string(shape)
}

type draft struct {
	entry
	from, to int // the block's lines
	kind     markdown.Kind
	indent   int
	level    int
	phase    bool // a heading with a time, which is only an event when no times stand below it
	group    bool // a day, which is only an event when no clocks stand below it
	own      bool // it has text on its own line
	gap      bool // a blank line was seen
	shape    string
	parts    []string
	ofDay    []ofDay // the items below a day
}

// ofDay is an item below a day: its line, and the first of the draft's parts that is its own.
type ofDay struct{ line, part int }

func (p *prose) start(i int, st clock.Stamp, rest string) *draft {
	l := p.lines[i]
	if counted, ok := clock.FromZero(p.zero, st.Text); ok && st.Form == clock.Unknown {
		counted.Apart = st.Apart
		st = counted
	}
	p.makeRoom(st, l)
	p.used[i] = true
	d := &draft{from: i, to: i + 1, kind: l.Kind, indent: l.Indent, level: l.Level}
	d.when, d.line = st, p.b.line(i)
	if p.about {
		d.when.About = true
	}
	if rest = p.capture(d, l.Body, rest); st.NoClock && isZoneRemark(rest) {
		rest = ""
	}
	d.own = strings.Trim(rest, " .:-–") != ""
	d.group = st.Form == clock.Local && st.NoClock && st.Until == nil && (!d.own || l.Kind == markdown.Heading || dayRemark().MatchString(rest))
	if d.own && l.Kind == markdown.Heading && !strings.HasSuffix(rest, ".") {
		d.parts = append(d.parts, strings.TrimRight(rest, " :")+":")
	} else if d.own {
		d.parts = append(d.parts, rest)
	}
	p.cur = d
	return d
}

// dayRemark is what may stand behind a day that is the day of what follows: "(all times are CET)".
var dayRemark = text.Expression(`^\([^()]*\)[.:]?\s*$`)

// makeRoom ends what is being gathered where a time starts a new entry: a day becomes the day of what follows, and a heading
// with a time no event when timed entries stand below it.
func (p *prose) makeRoom(st clock.Stamp, l markdown.Line) {
	was := p.cur
	switch {
	case was == nil:
	case was.phase && (l.Kind != markdown.Heading || l.Level > was.level):
		p.unread("a heading")
	case st.Form == clock.OfDay && was.group:
		p.divide()
	default:
		p.finish()
	}
}

func (p *prose) finish() {
	d := p.cur
	if d == nil {
		return
	}
	p.cur = nil
	if len(d.ofDay) > 1 && d.ofDay[0].part == 0 {
		p.eachOfDay(d)
		return
	}
	s, link := markdown.Inline(strings.Join(d.parts, " "), p.refs)
	if s == "" && d.when.HasClock() && p.announced {
		s = p.firstCode(d)
	}
	if s == "" || !p.announced && !p.bare && text.Letters(s) < 4 {
		if d.when.Form == clock.Local && s == "" {
			p.entries = append(p.entries, entry{divider: true, when: dayOf(d.when), line: d.line})
			return
		}
		p.cur = d
		p.unread("a time without words")
		return
	}
	d.text, d.link, d.part = strings.TrimSuffix(s, ":"), text.First(d.link, link), p.part
	d.lines = d.to - d.from
	d.raw = p.rawOf(d)
	if d.when.Until != nil {
		d.until = *d.when.Until
	}
	d.by = cmp.Or(d.by, handleOf(s))
	d.moment = cmp.Or(d.moment, momentOf(s))
	p.entries = append(p.entries, d.entry)
}

// mostShared bounds, in bytes, the lines that each of the entries on them keeps whole: of longer ones, the second keeps its own words.
const mostShared = 4 << 10

// rawOf are the lines that an entry was read from.
func (p *prose) rawOf(d *draft) string {
	raw := strings.TrimRight(strings.Join(p.b.lines[d.from:d.to], "\n"), "\n \t")
	if n := len(p.entries); len(raw) > mostShared && n > 0 && p.entries[n-1].line == d.line {
		return strings.Join(d.parts, " ")
	}
	return raw
}

// eachOfDay makes an entry of each of the items below a day that has no clocks.
func (p *prose) eachOfDay(day *draft) {
	for n, item := range day.ofDay {
		one := *day
		one.ofDay, one.group, one.parts = nil, false, day.parts[item.part:]
		if n > 0 {
			one.from, one.line = item.line, p.b.line(item.line)
		}
		if n+1 < len(day.ofDay) {
			one.to, one.parts = day.ofDay[n+1].line, day.parts[item.part:day.ofDay[n+1].part]
		}
		p.cur = &one
		p.finish()
	}
}

// firstCode is the first line of code of an entry that has no words.
func (p *prose) firstCode(d *draft) string {
	for i := d.from; i < d.to; i++ {
		line := strings.TrimSpace(p.b.lines[i])
		if p.lines[i].Kind == markdown.Fence && line != "" && markdown.FenceMark(line) == "" && text.Letters(line) > 3 {
			return "`" + strings.ReplaceAll(model.Shorten(line, 120), "`", "'") + "`"
		}
	}
	return ""
}

func (p *prose) unread(why string) {
	d := p.cur
	p.cur = nil
	for i := d.from; i < d.to; i++ {
		p.used[i] = false
		p.drop(i, why)
	}
}

// dayOf is the day of a stamp that has a clock as well.
func dayOf(st clock.Stamp) clock.Stamp {
	day := clock.DateOnly(st.Year, st.Month, st.Day, st.Text)
	day.Swap, day.Turns, day.Order, day.Weekday = st.Swap, st.Turns, st.Order, st.Weekday
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

// markBehind is the mark of the capture line that stands between the time of a line and its text, and the text behind it.
func markBehind(body, rest string) (mark, said string) {
	if w, more, _ := strings.Cut(rest, " "); capture.IsMark(w) && strings.TrimSpace(more) != "" {
		return w, strings.TrimSpace(more)
	}
	before, ok := strings.CutSuffix(body, rest)
	before = strings.TrimRight(before, " ")
	if at := strings.LastIndexByte(before, ' '); ok && capture.IsMark(before[at+1:]) {
		return before[at+1:], rest
	}
	return "", rest
}

// findMarks says whether the marks of the capture line stand behind the times of this text. Where it is always the same sign, one that
// also separates a time from its text, it is no mark.
func (p *prose) findMarks() {
	seen := ""
	for _, l := range p.lines {
		if l.Kind != markdown.Text && l.Kind != markdown.Bullet || !strings.ContainsAny(text.FirstBytes(l.Body, 80), "*!=?>^") {
			continue
		}
		if _, rest, _, ok := markdown.Leading(l.Body); ok {
			mark, _ := markBehind(l.Body, rest)
			if mark != "" && (seen != "" && mark != seen || strings.Trim(mark, "*=>") != "") {
				p.marked = true
				return
			}
			seen = text.First(mark, seen)
		}
	}
}

// capture reads what stands behind the time of a draft as the line of the Facts sheet does: the other time that it may have been, the
// mark, who, the moment; and gives what is left as its text.
func (p *prose) capture(d *draft, body, rest string) string {
	if other, ok := strings.CutPrefix(rest, "or "); ok && d.when.HasClock() {
		if st, more, _, ok := markdown.Leading(other); ok && st.HasClock() && !st.Led {
			d.or, rest = st, more
		}
	}
	mark, said := "", rest
	if p.marked {
		mark, said = markBehind(body, rest)
	}
	tagged := false
	for rest := said; strings.Contains(rest, "#"); {
		_, rest, _ = strings.Cut(rest, "#")
		w, _, _ := strings.Cut("#"+rest, " ")
		tagged = tagged || len(w) == 2 && w[0] == '#' && strings.IndexByte("sdmr", w[1]) >= 0
	}
	if mark == "" && !tagged {
		return rest
	}
	read, err := capture.ReadEvent(said, capture.Context{Post: &model.Postmortem{Zone: "UTC", Participants: p.b.opt.People}, At: "2000-01-01 00:00"})
	if err != nil {
		return rest
	}
	d.entry.kind, d.settles = capture.Marks[mark], capture.Settling[mark]
	d.by, d.link, d.source = read.Event.By, read.Event.Link, read.Event.Source
	if len(read.Moments) > 0 {
		d.moment = read.Moments[0]
	}
	return read.Event.Text
}

// orElse is the other time that an event may have been at, as a telling of its own source.
func (res *resolver) orElse(i int, source string) []model.Also {
	st := &res.entries[i].or
	if st.Form == clock.None {
		return nil
	}
	at, ok := res.at(i, st)
	if !ok {
		return nil
	}
	return []model.Also{{At: at, Original: st.Text, Source: source}}
}

var breakTag = text.Expression(`(?i)<br\s*/?>|\\$`)

type piece struct {
	from, to int
	text     string
}

// brokenParagraph reads a paragraph whose entries are joined by <br> and wrapped anywhere.
func (p *prose) brokenParagraph(from, to int) {
	for _, part := range p.pieces(from, to) {
		st, rest, enclosed, ok := markdown.Leading(part.text)
		if ok && p.accepts(st, rest, enclosed) && (!st.Led || p.announced) {
			d := p.start(part.from, st, rest)
			d.kind = markdown.Text
			p.cover(part)
			continue
		}
		if p.cur == nil {
			for i := part.from; i < part.to; i++ {
				if !p.used[i] {
					p.drop(i, noTimeAtStart)
				}
			}
			continue
		}
		p.cur.parts = append(p.cur.parts, part.text)
		p.cover(part)
	}
}

func (p *prose) cover(part piece) {
	for i := part.from; i < part.to; i++ {
		p.used[i] = true
	}
	p.cur.to = max(p.cur.to, part.to)
}

func (p *prose) pieces(from, to int) []piece {
	var out []piece
	open := piece{from: from}
	for i := from; i < to; i++ {
		if p.used[i] {
			continue
		}
		cuts := breakTag().Split(p.lines[i].Body, -1)
		for n, cut := range cuts {
			if n > 0 {
				if strings.TrimSpace(open.text) != "" {
					out = append(out, open)
				}
				open = piece{from: i}
			}
			if strings.TrimSpace(open.text) == "" {
				open.from = i
			}
			open.text = strings.TrimSpace(open.text + " " + strings.TrimSpace(cut))
			open.to = i + 1
		}
	}
	if open.text != "" {
		out = append(out, open)
	}
	return out
}

// flatTable reads such a table, in which every cell that is a time starts a row, and returns the line after it.
func (p *prose) flatTable(i int) int {
	for ; i < p.sect.to && (p.lines[i].Kind == markdown.Row || p.lines[i].Kind == markdown.Text); i++ {
		p.used[i] = true
		for _, cell := range markdown.Cells(p.lines[i].Body) {
			st, rest, _, ok := markdown.Leading(cell)
			switch {
			case ok && rest == "" && st.HasClock():
				p.start(i, st, "").kind = markdown.Text
			case strings.Trim(cell, "-: ") != "" && p.cur != nil && !p.cur.group:
				p.attach(i, cell, "")
			}
		}
	}
	p.finish()
	return i
}
