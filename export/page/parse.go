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
}

var (
	footPattern = lazyregexp.New(`^Written by debrief for the ([a-z-]+) from ([A-Za-z0-9-]+), step (\d+), ([0-9a-f-]{36})\. Times are (.+)\.$`)
	timeHead    = lazyregexp.New(`^Time \((.+)\)$`)
	refStart    = lazyregexp.New(`^([A-Z]\d+)(?: (reason|because))?:?$`)
)

// footLine is the foot of a page in any dialect.
var footLine = lazyregexp.New(`(?m)^\n?(?:<p>)?Written by debrief for the [a-z-]+ from [A-Z][A-Z0-9]*-\d+, step \d+, .*\n?`)

// WithoutFoot is a page without the line that says where it comes from: two pages that differ in it alone say the same.
func WithoutFoot(written []byte) []byte { return footLine().ReplaceAll(written, nil) }

// Parse reads back a page that debrief wrote, also where somebody has changed it since. It reports false for any other page.
func Parse(g *Page) (*Copy, bool) {
	c := &Copy{Post: model.New("", time.Time{}), Lines: map[string]int{}}
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
		p.section, p.below = b.Heading.Text(), ""
	case b.Level == 3:
		p.below = b.Heading.Text()
		if p.section == "Causes" {
			p.newCause(b)
		}
	case p.foot(b):
	case p.section == "":
		p.top(b)
	case b.Paragraph != nil:
		p.paragraph(b.Paragraph.Text())
	case b.List != nil:
		for i, item := range b.List {
			p.item(item, b.line(i))
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
	for i, row := range b.Table.Rows {
		for len(row) < 4 {
			row = append(row, nil)
		}
		switch {
		case p.section == "Timeline":
			p.event(row, b.line(i))
		case p.section == "Actions":
			p.action(row, b.line(i))
		case p.below == "Who was there":
			p.participant(row, b.line(i))
		}
	}
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
	if ref == "" || ref[0] != 'A' {
		return
	}
	p.ours = true
	p.Lines[ref] = line
	a := model.Action{Ref: ref, Title: words(title), Owner: words(row[1])}
	if due, err := model.ParseDate(words(row[2])); err == nil {
		a.Due = due
	}
	status, ticket, _ := strings.Cut(words(row[3]), ", ")
	a.Status, a.Ticket = status, ticket
	for _, s := range row[3] {
		if s.named() {
			a.Ticket = s.To
		}
	}
	if !slices.Contains(model.Words["action_status"], a.Status) {
		a.Status = "open"
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

// finish puts together what stood in several places.
func (p *parser) finish() {
	p.Post.Summary = strings.Join(p.summary, "\n\n")
	for i := range p.Post.Causes {
		c := &p.Post.Causes[i]
		p.answers(c.Ref)
		c.Whys = p.tree(i, strconv.Itoa(i+1))
	}
	if p.Post.Zone == "" {
		p.Post.Zone = "UTC"
	}
}

func (p *parser) answers(ref string) {
	for _, action := range p.answered[ref] {
		if a := p.Post.Action(action); a != nil && !slices.Contains(a.Answers, ref) {
			a.Answers = append(a.Answers, ref)
		}
	}
}

// tree are the whys that hang on a number: 1.2.1 on 1.2.
func (p *parser) tree(cause int, above string) (whys []model.Why) {
	for _, y := range p.order {
		cut := strings.LastIndexByte(y.n, '.')
		if y.cause != cause || cut < 0 || y.n[:cut] != above {
			continue
		}
		why := y.why
		why.Whys = p.tree(cause, y.n)
		p.answers(why.Ref)
		whys = append(whys, why)
	}
	return whys
}
