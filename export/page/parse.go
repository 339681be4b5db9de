package page

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/lazyregexp"
)

// Copy is what a page says of a postmortem: the fields that the page names, and where it was written from. What it shortens or leaves
// out is not in it.
type Copy struct {
	Post     *model.Postmortem
	Audience Audience
	Step     int64          // of the journal, from which it was written; 0 where the foot is gone
	Lines    map[string]int // where the parts stand, by reference, and fields by name
	Unread   []Unread       // what the grammar does not know: somebody has written it

	places     []string          // the sections that the page has, by their headings of level 2 and 3
	lacking    []string          // columns of tables that are not there, by their heads
	days       []string          // the days of the timeline that have a row
	momentRows map[string]int    // the events, by their places, in whose rows the moments stand
	clocks     map[string]string // what stands in the column of time, by the event
	unsure     map[string]bool   // parts about which something was not understood, by reference: what is not there then may be there
}

// Unread is something on a page that was not understood, and where.
type Unread struct {
	Line      int
	Text, Why string
}

var (
	footPattern = lazyregexp.New(`^Written by debrief for the ([a-z-]+) from ([A-Za-z0-9-]+), step (\d+), ([0-9a-f-]{36})\. Times are (.+)\.$`)
	timeHead    = lazyregexp.New(`^Time \((.+)\)$`)
	refStart    = lazyregexp.New(`^([A-Z]\d+)(?: (reason|because))?:?$`)
)

// footLine is the foot of a page in any dialect.
var footLine = lazyregexp.New(`(?m)^\n?(?:<p>)?Written by debrief for the [a-z-]+ from [A-Z][A-Z0-9]*-\d+, step \d+, .*\n?`)

// Written says where a page was written from.
type Written struct {
	Audience Audience
	Ref      string
	Step     int64
}

// FootIn reads the foot of a page in any dialect; false where there is none.
func FootIn(written []byte) (w Written, ok bool) {
	m := footWords().FindSubmatch(footLine().Find(written))
	if m == nil {
		return w, false
	}
	w.Audience, ok = AudienceNamed(string(m[1]))
	w.Ref = string(m[2])
	w.Step, _ = strconv.ParseInt(string(m[3]), 10, 64)
	return w, ok
}

// footWords are what it says, in any dialect.
var footWords = lazyregexp.New(`Written by debrief for the ([a-z-]+) from ([A-Z][A-Z0-9]*-\d+), step (\d+), `)

// WithoutFoot is a page without the line that says where it comes from: two pages that differ in it alone say the same.
func WithoutFoot(written []byte) []byte { return footLine().ReplaceAll(written, nil) }

// Parse reads back a page that debrief wrote, also where somebody has changed it since. It reports false for any other page.
func Parse(g *Page) (*Copy, bool) {
	c := &Copy{Post: model.New("", time.Time{}), Lines: map[string]int{}}
	c.clocks, c.momentRows, c.unsure = map[string]string{}, map[string]int{}, map[string]bool{}
	p := &parser{Copy: c, loc: time.UTC, answered: map[string][]string{}}
	p.Post.ID, p.Post.Status, p.Post.CreatedAt = "", "", model.Instant{}
	for i := range g.Blocks { // it names the zone of all times
		p.foot(&g.Blocks[i])
	}
	for i := range g.Blocks {
		p.block(&g.Blocks[i])
	}
	p.finish()
	return c, p.ours
}

type parser struct {
	*Copy
	loc      *time.Location
	ours     bool
	headed   bool   // the head was read
	section  string // of level 2
	below    string // of level 3
	summary  []string
	day      string
	order    []numberedWhy
	answered map[string][]string // by cause or why: its actions
}

type numberedWhy struct {
	cause int
	n     string
	why   model.Why
}

func (p *parser) block(b *Block) {
	switch {
	case b.Level == 1:
		p.Post.Title, p.Lines["title"] = b.Heading.Text(), b.Line
	case b.Level == 2:
		p.section, p.below = words(b.Heading), ""
		p.places = append(p.places, p.section)
	case b.Level == 3:
		p.below = words(b.Heading)
		if p.section == "Causes" {
			p.newCause(b)
		} else {
			p.places = append(p.places, p.below)
		}
	case p.foot(b):
	case p.section == "":
		p.top(b)
	case b.Paragraph != nil:
		p.paragraph(b.Paragraph.Text(), b.Line)
	case b.List != nil:
		for i, item := range b.List {
			p.item(item, b.line(i))
			p.ticked(item, b.Task(i), b.line(i))
		}
	case b.Table != nil:
		p.table(b)
	}
}

// foot reads the line that says where the page comes from.
func (p *parser) foot(b *Block) bool {
	m := footPattern().FindStringSubmatch(b.Paragraph.Text())
	if m == nil {
		return false
	}
	who, ok := AudienceNamed(m[1])
	loc, err := time.LoadLocation(m[5])
	if !ok || err != nil {
		return false
	}
	p.ours, p.Audience = true, who
	p.Post.Ref, p.Post.ID, p.Post.Zone, p.loc = m[2], m[4], m[5], loc
	p.Step, _ = strconv.ParseInt(m[3], 10, 64)
	return true
}

// top reads the head and the summary.
func (p *parser) top(b *Block) {
	if b.Paragraph != nil && len(p.summary) == 0 && !p.headed && p.head(b.Paragraph) {
		return
	}
	if _, ok := p.Lines["summary"]; !ok {
		p.Lines["summary"] = b.Line
	}
	if b.List != nil {
		var items []string
		for _, item := range b.List {
			items = append(items, "- "+item.Text())
		}
		p.summary = append(p.summary, strings.Join(items, "\n"))
		return
	}
	for _, s := range b.Paragraph {
		if !strings.HasPrefix(s.To, "#") && s.Text != " · " { // links to the sections
			p.summary = append(p.summary, b.Paragraph.Text())
			return
		}
	}
}

var reference = lazyregexp.New(`^[A-Z][A-Z0-9]*-\d+$`)

func (p *parser) head(line Spans) bool {
	pieces := strings.Split(line.Text(), " · ")
	if !reference().MatchString(pieces[0]) {
		return false
	}
	p.Post.Ref, p.headed = pieces[0], true
	for _, s := range line {
		switch {
		case s.Style == Strong && slices.Contains(model.Words["severity"], s.Text):
			p.Post.Severity = s.Text
		case s.Style == Code:
			p.Post.Services = append(p.Post.Services, s.Text)
		}
	}
	if last := pieces[len(pieces)-1]; slices.Contains(model.Words["status"], last) {
		p.Post.Status = last
	}
	return true
}

func (p *parser) table(b *Block) {
	if len(b.Table.Heads) == 0 {
		return
	}
	if m := timeHead().FindStringSubmatch(b.Table.Heads[0]); m != nil && p.section == "Timeline" {
		if loc, err := time.LoadLocation(m[1]); err == nil && p.Post.Zone == "UTC" {
			p.Post.Zone, p.loc = m[1], loc
		}
	}
	heads, read := p.reading(b.Table)
	if read == nil {
		return
	}
	at := columns(b.Table.Heads, heads)
	for j, k := range at {
		if k < 0 {
			p.lacking = append(p.lacking, heads[j])
		}
	}
	for i, row := range b.Table.Rows {
		cells := make([]Spans, len(heads))
		for j, k := range at {
			if k >= 0 && k < len(row) {
				cells[j] = row[k]
			}
		}
		if row := slices.Concat(cells...); words(row) != "" {
			read(cells, b.line(i))
		}
	}
}

// reading says what a table holds by where it stands: what is above its columns, and what reads its rows; nil for one that is not ours.
func (p *parser) reading(t *Table) (heads []string, read func(row []Spans, line int)) {
	switch {
	case p.section == "Timeline":
		return append([]string{t.Heads[0]}, timelineHeads...), p.event
	case p.section == "Actions":
		return actionHeads, p.action
	case p.below == "Who was there":
		return peopleHeads, p.participant
	}
	return nil, nil
}

// columns are the places of the columns that are known by their heads, whatever stands between them, and -1 for those that are not there;
// where the heads are others, each is at its own place.
func columns(there, known []string) []int {
	at, found := make([]int, len(known)), 0
	for i, head := range known {
		if at[i] = slices.IndexFunc(there, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), head) }); at[i] >= 0 {
			found++
		}
	}
	if 2*found > len(known) {
		return at
	}
	for j := range at {
		at[j] = j
	}
	return at
}

// lead splits a line that begins with a strong reference: "A1", "reason", and what stands behind it.
func lead(line Spans) (ref, word string, rest Spans) {
	if len(line) == 0 || line[0].Style != Strong {
		return "", "", line
	}
	m := refStart().FindStringSubmatch(line[0].Text)
	if m == nil {
		return "", "", line
	}
	return m[1], m[2], trimmed(line[1:])
}

// trimmed is a line without blanks at its beginning.
func trimmed(line Spans) Spans {
	if len(line) > 0 && line[0].Style == Plain {
		line = slices.Clone(line)
		line[0].Text = strings.TrimLeft(line[0].Text, " ")
	}
	return together(line)
}

// asides splits a line from what stands in brackets behind it.
func asides(line Spans) (Spans, []string) {
	if len(line) == 0 {
		return line, nil
	}
	last := line[len(line)-1]
	if last.Style != Emphasis || !strings.HasPrefix(last.Text, "(") || !strings.HasSuffix(last.Text, ")") {
		return line, nil
	}
	return line[:len(line)-1], strings.Split(last.Text[1:len(last.Text)-1], "; ")
}

func words(line Spans) string { return strings.TrimSpace(line.Text()) }

func (p *parser) action(row []Spans, line int) {
	ref, _, title := lead(row[0])
	if ref != "" && ref[0] != 'A' {
		return
	}
	p.ours = p.ours || ref != ""
	p.Lines[ref] = line
	a := model.Action{Ref: ref, Title: words(title), Owner: words(row[1])}
	due, err := model.ParseDate(words(row[2]))
	if err != nil {
		p.unread(ref, line, words(row[2]), "is not a day like 2026-12-04")
	}
	a.Due = due
	status, ticket, _ := strings.Cut(words(row[3]), ", ")
	a.Status, a.Ticket = status, ticket
	for _, s := range row[3] {
		if s.named() {
			a.Ticket = s.To
		}
	}
	if a.Status != "" && !slices.Contains(model.Words["action_status"], a.Status) {
		p.unread(ref, line, a.Status, "is no status of an action")
		a.Status = ""
	}
	p.Post.Actions = append(p.Post.Actions, a)
}

func (p *parser) participant(row []Spans, line int) {
	n := model.Participant{Ref: "N" + strconv.Itoa(len(p.Post.Participants)+1), Team: words(row[1])}
	name := row[0]
	if last := len(name) - 1; last >= 0 && name[last].Style == Code && !mention(name[last].Text) {
		name, n.Handle = name[:last], name[last].Text
	}
	n.Name = words(name)
	p.Lines[n.Ref] = line
	for word := range strings.SplitSeq(words(row[2]), ", ") {
		if slices.Contains(model.Words["involved"], word) {
			n.Involved = append(n.Involved, word)
		}
	}
	for word := range strings.SplitSeq(words(row[3]), ", ") {
		n.Facilitator = n.Facilitator || word == "facilitator"
		n.NoteTaker = n.NoteTaker || word == "note-taker"
		n.Invited = n.Invited || word == "invited"
		n.Attended = n.Attended || word == "attended"
		n.Remote = n.Remote || word == "from elsewhere"
	}
	p.Post.Participants = append(p.Post.Participants, n)
}

// mention says of a code span that it is there to keep a wiki from calling somebody or linking something.
func mention(s string) bool {
	return strings.ContainsAny(s[:min(1, len(s))], "@#") || strings.Contains(s, "#") || strings.HasPrefix(strings.ToLower(s), "gh-")
}

// unread notes what was not understood about a part.
func (p *parser) unread(ref string, line int, text, why string) {
	p.Unread = append(p.Unread, Unread{line, text, why})
	p.unsure[ref] = true
}

// finish puts together what stood in several places.
func (p *parser) finish() {
	p.Post.Summary = strings.Join(p.summary, "\n\n")
	for i := range p.Post.Causes {
		c := &p.Post.Causes[i]
		p.answers(c.Ref)
		c.Whys = p.tree(i, -1)
	}
	if p.Post.Zone == "" {
		p.Post.Zone = "UTC"
	}
}

func (p *parser) answers(ref string) {
	if ref == "" {
		return // nobody can say of which of the new ones
	}
	for _, action := range p.answered[ref] {
		if a := p.Post.Action(action); a != nil && !slices.Contains(a.Answers, ref) {
			a.Answers = append(a.Answers, ref)
		}
	}
}

// tree are the whys below a cause that hang on one of them, by its place in the order, or on the cause itself, -1: 1.2.1 hangs on 1.2, or,
// where that is gone, on 1, which is the cause.
func (p *parser) tree(cause, above int) (whys []model.Why) {
	for i, y := range p.order {
		if y.cause != cause || p.above(i) != above {
			continue
		}
		why := y.why
		why.Whys = p.tree(cause, i)
		p.answers(why.Ref)
		whys = append(whys, why)
	}
	return whys
}

// above is the place of the why that another one hangs on: the last before it that has its number but for the end; -1 for the cause.
func (p *parser) above(i int) int {
	n := p.order[i].n
	for cut := strings.LastIndexByte(n, '.'); cut > 0; cut = strings.LastIndexByte(n, '.') {
		n = n[:cut]
		for at := i - 1; at >= 0; at-- {
			if p.order[at].cause == p.order[i].cause && p.order[at].n == n {
				return at
			}
		}
	}
	return -1
}
