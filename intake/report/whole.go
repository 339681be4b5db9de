package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"debrief/intake"
	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/secret"
	"debrief/intake/text"
	"debrief/model"
)

// Reading is what a Markdown document tells, as postmortems.
type Reading struct {
	Incidents []Incident       // one, or several where the document tells of several
	Dropped   []intake.Dropped // every line that was not placed, and why, in the order of the document
	Template  bool             // nobody has filled it in: there are no incidents
	Hidden    int              // secrets that were hidden
}

// Incident is one postmortem of a document.
type Incident struct {
	Post    *model.Postmortem // valid and without a reference; the same document read again has the same ID
	Assumed []string          // what was taken for granted, in words: "zone UTC", "day 2026-03-02 from the title"
}

// Whole reads a Markdown document as postmortems. A zone that nobody names is UTC, and a day that stands beside no time is the
// document's own; both are said in Assumed. It fails for what is no text, as intake.Read does, for what is too long for a
// postmortem, and for options that name no zone.
func Whole(in intake.Input, opt intake.Options) (Reading, error) {
	if len(in.Data) > model.MaxDocument {
		return Reading{}, fmt.Errorf("%s has more than %d MB, which is the most a postmortem has", model.Quote(in.Name), model.MaxDocument>>20)
	}
	decoded, err := text.Decode(in.Data)
	if err != nil {
		return Reading{}, fmt.Errorf("%s: %w", model.Quote(in.Name), err)
	}
	safe, hidden := secret.Hide(decoded)
	broken, numbers := markdown.BreakRows(safe)
	d := readLines(strings.Split(broken, "\n"), true, nil)
	if d.doc.Template {
		return Reading{Template: true, Hidden: hidden}, nil
	}
	in.Data, opt.Format = []byte(safe), "markdown"
	b := builder{documentReader: d, in: in, opt: opt, numbers: numbers}
	post, err := b.build()
	if err != nil {
		return Reading{}, err
	}
	return Reading{Incidents: []Incident{{post, b.assumed}}, Dropped: b.dropped(), Hidden: hidden}, nil
}

// builder makes one postmortem of a document that was taken apart, and keeps account of its lines.
type builder struct {
	*documentReader
	in      intake.Input
	opt     intake.Options
	numbers []int // of the lines in the input, nil where they are their places
	assumed []string

	post   *model.Postmortem
	zone   *time.Location // of the times that name none
	day    time.Time      // of the clocks that name none
	first  intake.Candidate
	placed []bool   // by line: its words are in a field, or it was understood
	why    []string // by line: why it was not placed

	summary strings.Builder
	lists   bool         // the summary ends in an item of a list
	said    map[int]bool // the headings that stand in the summary, by line
	told    []saying
}

// saying is a text for one of the lists of a postmortem.
type saying struct {
	*piece
	text   string
	indent int
}

func (b *builder) build() (*model.Postmortem, error) {
	now := b.opt.Now
	if now.IsZero() {
		now = time.Now()
	}
	b.post, b.said = model.New("", now.UTC()), map[int]bool{}
	b.placed, b.why = make([]bool, len(b.lines)), make([]string, len(b.lines))
	result, err := b.timeline()
	if err != nil {
		return nil, err
	}
	b.account(result.Dropped)
	if err := intake.Plan(b.post, result).Edit(nil).Do(b.post); err != nil {
		return nil, err
	}
	b.post.Participants = b.doc.People
	b.front()
	b.actions()
	for i := range b.pieces {
		b.place(&b.pieces[i])
	}
	b.lessons()
	b.causes()
	b.post.Summary = strings.TrimSpace(b.summary.String())
	b.title()
	b.post.ID = b.id()
	b.post.Settle()
	if err := b.post.Validate(); err != nil {
		return nil, fmt.Errorf("%s: %w", model.Quote(b.in.Name), err)
	}
	return b.post, nil
}

// timeline reads the events. Nobody is there to be asked what is left open.
func (b *builder) timeline() (intake.Result, error) {
	b.opt.Alone = true
	result, err := intake.Read(b.in, b.opt)
	if err != nil {
		return result, err
	}
	b.zone = time.UTC
	for _, block := range result.Blocks {
		if loc, ok := clock.ZoneNamed(block.Zone); ok && loc != nil {
			b.zone = loc
		}
		if place, err := clock.Zone(block.Zone); err == nil {
			b.post.Zone = place.String()
		} else if place := clock.Seasonal(strings.ToUpper(block.Zone)); place != "" {
			b.post.Zone = place
		}
		b.assumed = append(b.assumed, block.Assumed...)
	}
	if i := slices.IndexFunc(result.Events, func(c intake.Candidate) bool { return !c.At.IsZero() }); i >= 0 {
		b.first = result.Events[i]
		b.day = clock.DayIn(b.first.At.Time(), b.zone)
	}
	return result, nil
}

func (b *builder) assume(what string) {
	if !slices.Contains(b.assumed, what) {
		b.assumed = append(b.assumed, what)
	}
}

// account begins the account of the lines with what the timeline has taken.
func (b *builder) account(dropped []intake.Dropped) {
	for i := range b.placed {
		b.placed[i] = true
	}
	at := map[int][]int{}
	for i := range b.lines {
		at[b.number(i)] = append(at[b.number(i)], i)
	}
	for _, d := range dropped {
		for _, i := range at[d.Line] {
			if b.placed[i] && (b.numbers == nil || b.source[i] == d.Text) {
				b.placed[i], b.why[i] = false, d.Why
				break
			}
		}
	}
}

// number is the number of a line in the input, from 1.
func (b *builder) number(i int) int {
	if b.numbers != nil {
		return b.numbers[i]
	}
	return i + 1
}

// dropped are the lines with words that were not placed.
func (b *builder) dropped() (all []intake.Dropped) {
	for i, placed := range b.placed {
		if !placed && strings.IndexFunc(b.source[i], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0 {
			all = append(all, intake.Dropped{Line: b.number(i), Text: b.source[i], Why: b.why[i]})
		}
	}
	return all
}

func (b *builder) put(from, to int) {
	for ; from < to; from++ {
		b.placed[from] = true
	}
}

// leave says why the lines of a piece are in no field.
func (b *builder) leave(p *piece, why string) {
	for i := p.from; i < p.to; i++ {
		if !b.placed[i] {
			b.why[i] = why
		}
	}
}

// done reports a piece all of whose lines are placed.
func (b *builder) done(p *piece) bool { return !slices.Contains(b.placed[p.from:p.to], false) }

// part is what a piece is about.
func (p *piece) part() parts.Part {
	if len(p.under) == 0 {
		return parts.Unknown
	}
	return p.under[len(p.under)-1].part
}

// text is what a piece says, on one line. own leaves its label out.
func (b *builder) text(p *piece, own bool) string {
	if p.shape == row || p.shape == columns {
		cells := markdown.Cells(b.lines[p.from].Body)
		if own && p.rest != "" {
			cells = cells[1:]
		}
		said := make([]string, 0, len(cells))
		for _, cell := range cells {
			if s := markdown.Addressed(cell, b.refs); s != "" {
				said = append(said, s)
			}
		}
		between := " | "
		if len(said) == 2 {
			between = ": "
		}
		return model.Clean(strings.Join(said, between))
	}
	said := make([]string, 0, p.to-p.from)
	for i := p.from; i < p.to; i++ {
		switch {
		case b.placed[i]:
		case i == p.from && own && p.shape == labelled && parts.IsPlain(p.under[len(p.under)-1].name):
			said = append(said, strings.TrimLeft(p.rest, "-–—: "))
		default:
			said = append(said, b.lines[i].Body)
		}
	}
	return model.Clean(markdown.Addressed(strings.Join(said, " "), b.refs))
}

// place puts a piece where it belongs.
func (b *builder) place(p *piece) {
	part := p.part()
	switch {
	case b.done(p):
	case p.shape == heading || p.shape == label:
		b.name(p)
	case p.shape == code:
		b.code(p, part)
	case p.shape == pasted:
		b.leave(p, "a chat or a log that was pasted")
	case part != parts.Whys && isPrompt(b.text(p, true)):
		b.leave(p, "what a template asks")
	default:
		b.sort(p, part)
	}
}

// sort puts a text where its part belongs.
func (b *builder) sort(p *piece, part parts.Part) {
	switch part {
	case parts.Timeline:
		if (p.shape == paragraph || p.shape == labelled) && untimed[b.why[p.from]] {
			b.summarize(p) // it is told about the events, and is none
		}
	case parts.Actions:
		b.leave(p, "it says nothing that is to be done")
	case parts.People:
		b.roster(p)
	case parts.Impact, parts.Causes, parts.Whys, parts.Lessons:
		b.tell(p)
	case parts.Aside:
		if name := p.under[len(p.under)-1].name; !keptAside().MatchString(name) {
			b.leave(p, "under "+model.Quote(name)+", which is no part of a postmortem")
			return
		}
		b.summarize(p)
	default:
		b.summarize(p)
	}
}

// untimed are the reasons of intake for lines that are not like an entry of a timeline.
var untimed = map[string]bool{
	"no time at its start": true, "text below a date, before its first time": true, "outside the timeline": true, "no timeline stands here": true,
}

// keptAside are the headings above what a reader may want to follow.
var keptAside = text.Expression(`(?i)\b(?:references?|links|resources|reading|see also|related|supporting|screenshots?|attachments?|stats|` +
	`statistics|metadata)\b`)

// name understands a heading, or a label that stands alone: the name of a part, or of what stands below it, which takes it over.
func (b *builder) name(p *piece) {
	part := p.part()
	switch {
	case p.from+1 == b.doc.Line && b.doc.Title != "":
		b.put(p.from, p.to)
	case p.rest == "", part == parts.Whys && (p.shape == heading || strings.HasSuffix(p.rest, "?")):
		b.tell(p) // it divides, or asks
	case parts.IsPlain(p.rest):
		b.put(p.from, p.to)
	case part == parts.Actions:
		b.why[p.from] = "a heading that only sorts what stands below it"
		if of := (group{}); of.named(p.rest) || groupStatus(p.rest) != "" {
			b.put(p.from, p.to)
		}
	case p.shape == label && len(p.under) == 0, p.shape == label && p.under[len(p.under)-1].line != p.from && summarized(part):
		b.summarize(p)
	default:
		b.why[p.from] = "a heading that says nothing by itself"
	}
}

// summarized reports a part whose texts go into the summary.
func summarized(part parts.Part) bool {
	return part == parts.Unknown || part == parts.Summary || part == parts.Facts
}

// code keeps a block of code in the summary, where somebody looks for the message of an error.
func (b *builder) code(p *piece, part parts.Part) {
	switch part {
	case parts.Unknown, parts.Summary, parts.Facts, parts.Impact, parts.Causes, parts.Whys:
		if markdown.FenceMark(b.source[p.from]) == "" {
			b.write(p, strings.TrimRight(model.Clean(b.source[p.from]), " "), "\n")
		}
		b.put(p.from, p.to)
	default:
		b.leave(p, "a block of code")
	}
}

// summarize puts a piece into the summary, unless it is a fact that has a field.
func (b *builder) summarize(p *piece) {
	if b.facts(p) {
		return
	}
	if p.to-p.from > 1 && b.eachNamed(p) {
		for i := p.from; i < p.to; i++ {
			line := piece{shape: item, from: i, to: i + 1, under: p.under}
			if !b.placed[i] {
				b.write(&line, "- "+b.text(&line, false), "\n")
			}
		}
		return
	}
	said := b.text(p, false)
	if p.shape == item {
		b.write(p, "- "+said, "\n")
	} else {
		b.write(p, said, "\n\n")
	}
}

// write adds a text to the summary, below the names of what it stands under that are not there yet.
func (b *builder) write(p *piece, said, after string) {
	if strings.Trim(said, "- ") == "" {
		b.put(p.from, p.to)
		return
	}
	var names strings.Builder
	for i, o := range p.under {
		own := i == len(p.under)-1 && o.line == p.from
		if o.name != "" && !own && !b.said[o.line] && o.part != parts.Summary && o.line+1 != b.doc.Line {
			names.WriteString(model.Clean(o.name) + ":\n\n")
			b.said[o.line] = true
			b.put(o.line, o.line+1)
		}
	}
	if b.summary.Len()+names.Len()+len(said)+len(after) > model.MaxField {
		b.leave(p, fmt.Sprintf("the summary is full: it has %d KB", model.MaxField>>10))
		return
	}
	isItem := p.shape == item || p.shape == code
	if b.lists && (!isItem || names.Len() > 0) {
		b.summary.WriteString("\n")
	}
	b.lists = isItem
	b.summary.WriteString(names.String() + said + after)
	b.put(p.from, p.to)
}

// tell keeps a piece for one of the lists. What is nested in an item, or goes on below it, belongs to it.
func (b *builder) tell(p *piece) {
	t := saying{p, b.text(p, true), b.lines[p.from].Indent}
	part := p.part()
	b.put(p.from, p.to)
	if n := len(b.told); n > 0 && part != parts.Whys && p.shape != heading && p.shape != label {
		last := &b.told[n-1]
		goesOn := last.part() == part && b.sameName(last.under, p.under)
		nested := (last.shape == item || last.shape == labelled) && t.indent > last.indent && (p.shape == item || p.shape == paragraph)
		if goesOn && (nested || part == parts.Causes && last.shape == paragraph && p.shape == paragraph) {
			last.text = together(last.text, t.text)
			return
		}
	}
	b.told = append(b.told, t)
}

func (b *builder) sameName(x, y []opened) bool {
	return len(x) == len(y) && (len(x) == 0 || x[len(x)-1].line == y[len(y)-1].line)
}

// together puts two texts on one line.
func together(a, b string) string {
	switch {
	case a == "" || b == "":
		return a + b
	case strings.ContainsAny(a[len(a)-1:], ".:;,!?)"):
		return a + " " + b
	}
	return a + "; " + b
}
