package intake

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/text"
	"debrief/model"
)

// draft is an entry while its lines are gathered.
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
}

// start begins an entry with a time that was read at the start of line i; rest is the text behind the time.
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
	rest = p.capture(d, l.Body, rest)
	d.own = strings.Trim(rest, " .:-–") != ""
	d.group = st.Form == clock.Local && st.NoClock && st.Until == nil && (!d.own || l.Kind == markdown.Heading || dayRemark.MatchString(rest))
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

// finish ends the entry that is being gathered.
func (p *prose) finish() {
	d := p.cur
	if d == nil {
		return
	}
	p.cur = nil
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
	d.raw = strings.TrimRight(strings.Join(p.b.lines[d.from:d.to], "\n"), "\n \t")
	if d.when.Until != nil {
		d.until = *d.when.Until
	}
	if d.by == "" {
		d.by = handleOf(s)
	}
	if d.moment == "" {
		d.moment = momentOf(s)
	}
	p.entries = append(p.entries, d.entry)
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

// unread takes back the entry that is being gathered.
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
	day.Swap, day.Order, day.Weekday, day.Zone, day.Loc = st.Swap, st.Order, st.Weekday, "", nil
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
