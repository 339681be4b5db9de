package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"debrief/intake"
	"debrief/intake/clock"
	"debrief/intake/kinds"
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
	// Post is valid and without a reference. The same document read again has the same ID. It counts as published, and as made on the day of the
	// incident where that is known.
	Post    *model.Postmortem
	Assumed []string // what was taken for granted, in words: "zone UTC", "day 2026-03-02 from the title"
}

// mostLines bounds how many lines with words a document has, where lines that a tag breaks and very wide rows count as several: what has more is
// a log, or was made to take long.
const (
	mostLines = 30_000
	wideRow   = 20 // cells
)

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
	lines := strings.Split(broken, "\n")
	if len(lines)-strings.Count(broken, "\n\n")+strings.Count(broken, "<br")+strings.Count(broken, "|")/wideRow > mostLines {
		return Reading{}, fmt.Errorf("%s has more than %d lines, which is the most a postmortem has", model.Quote(in.Name), mostLines)
	}
	for i := len(numbers); i < len(lines); i++ {
		numbers = append(numbers, i+1)
	}
	r := Reading{Hidden: hidden}
	d := readLines(lines, true, nil)
	if r.Template = d.doc.Template; r.Template {
		return r, nil
	}
	opt.Format, opt.Alone = "markdown", true
	in.Data, in.Numbers, in.Links = []byte(broken), numbers, d.refs
	if parts := d.incidents(); len(parts) > 1 {
		err = r.each(in, opt, d, parts)
	} else {
		err = r.one(in, opt, d)
	}
	return r, err
}

// one makes a postmortem of lines that were taken apart.
func (r *Reading) one(in intake.Input, opt intake.Options, d *documentReader) error {
	b := builder{documentReader: d, in: in, opt: opt}
	post, err := b.build()
	if err != nil {
		return err
	}
	r.Incidents = append(r.Incidents, Incident{post, b.assumed})
	r.Dropped = append(r.Dropped, b.dropped()...)
	return nil
}

// builder makes one postmortem of a document that was taken apart, and keeps account of its lines.
type builder struct {
	*documentReader
	in      intake.Input
	opt     intake.Options
	assumed []string

	post    *model.Postmortem
	zone    *time.Location // of the times that name none
	day     time.Time      // of the clocks that name none
	first   intake.Candidate
	names   map[string]bool // the words of the names of those who took part, of the first counted of them
	counted int
	placed  []bool   // by line: its words are in a field, or it was understood
	why     []string // by line: why it was not placed

	timeless bool // the timeline tells of nothing when it was

	summary strings.Builder
	lists   bool         // the summary ends in an item of a list
	said    map[int]bool // the headings that stand in the summary, by line
	told    []saying
	asking  map[int]int // how many questions stand below the names of causes, by their lines; see findWhys
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
	b.post.Status = "published" // a page, unless it says that it is a draft
	b.placed, b.why = make([]bool, len(b.lines)), make([]string, len(b.lines))
	result, err := b.timeline()
	if err != nil {
		return nil, err
	}
	b.account(&result)
	if err := intake.Plan(b.post, result).Edit(nil).Do(b.post); err != nil {
		return nil, err
	}
	b.timeless = len(b.post.Events) == 0
	b.post.Participants = b.doc.People
	b.front()
	b.actions()
	for i := range b.pieces {
		b.place(&b.pieces[i])
	}
	b.lessons()
	b.causes()
	if b.isDay(b.doc.Title); !b.day.IsZero() {
		b.post.CreatedAt = model.At(time.Date(b.day.Year(), b.day.Month(), b.day.Day(), 0, 0, 0, 0, b.post.Location())) // a day, where it was
	}
	b.post.Summary = strings.TrimSpace(b.summary.String())
	b.title()
	b.post.ID, b.post.Phase = b.id(), b.post.Reached()
	b.post.Settle()
	if err := b.post.Validate(); err != nil {
		return nil, fmt.Errorf("%s: %w", model.Quote(b.in.Name), err)
	}
	return b.post, nil
}

// timeline reads the events. Nobody is there to be asked what is left open.
func (b *builder) timeline() (intake.Result, error) {
	result, err := intake.Read(b.in, b.opt)
	if err != nil {
		return result, err
	}
	result.Events = slices.DeleteFunc(result.Events, func(c intake.Candidate) bool {
		is := unfilledTime().MatchString(c.Original)
		for n, line := range strings.Split(c.Raw, "\n") {
			if is {
				result.Dropped = append(result.Dropped, intake.Dropped{Line: c.Line + n, Text: line, Why: leftUnfilled})
			}
		}
		return is
	})
	b.zone = time.UTC
	for _, block := range result.Blocks {
		loc := b.zoneNamed(block.Zone)
		b.zone = cmp.Or(loc, b.zone)
		if place, err := clock.Zone(block.Zone); err == nil {
			b.post.Zone = place.String()
		} else if place := clock.Seasonal(strings.ToUpper(block.Zone)); place != "" {
			b.post.Zone = place
		} else if loc != nil {
			place, _ := clock.Zone(loc.String())
			b.post.Zone = cmp.Or(place, time.UTC).String()
		}
		b.assumed = append(b.assumed, block.Assumed...)
	}
	if i := slices.IndexFunc(result.Events, func(c intake.Candidate) bool { return !c.At.IsZero() }); i >= 0 {
		b.first = result.Events[i]
		b.day = clock.DayIn(b.first.At.Time(), b.zone)
	}
	return result, nil
}

// zoneNamed is the zone of a name, nil where it names none: of one that several zones have, what it was read as.
func (b *builder) zoneNamed(name string) *time.Location {
	loc, known := clock.ZoneNamed(name)
	if !known || loc != nil {
		return loc
	}
	for meant := range strings.SplitSeq(b.opt.Zone, ",") {
		if loc, _ := clock.ZoneNamed(meant); loc != nil && clock.MayMean(name, loc) {
			return loc
		}
	}
	return clock.FirstMeaning(name)
}

// unfilledTime is what a template has for a time: "2026-03-02 HH:mm".
var unfilledTime = text.Expression(`(?i)\bhh[:.]mm\b`)

const leftUnfilled = "a template's entry that nobody has filled in"

func (b *builder) assume(what string) {
	if !slices.Contains(b.assumed, what) {
		b.assumed = append(b.assumed, what)
	}
}

// account begins the account of the lines with what the timeline has taken.
func (b *builder) account(result *intake.Result) {
	b.put(0, len(b.lines))
	at := map[int][]int{}
	for i := range b.lines {
		at[b.in.Numbers[i]] = append(at[b.in.Numbers[i]], i)
	}
	for _, d := range result.Dropped {
		for _, i := range at[d.Line] {
			if b.placed[i] && b.source[i] == d.Text {
				b.placed[i], b.why[i] = false, d.Why
				break
			}
		}
	}
	told := map[int]bool{}
	for i := range result.Events {
		e := &result.Events[i]
		first := at[e.Line][0]
		for line := range 1 + strings.Count(e.Raw, "\n") {
			told[first+line] = true
		}
	}
	for i := range b.lines {
		if b.lines[i].Kind == markdown.Heading && b.placed[i] && !told[i] && !saysOnlyWhen(b.lines[i].Body) {
			b.placed[i], b.why[i] = false, "of a heading of the timeline, only the day and the zone are kept"
		}
	}
}

// saysOnlyWhen reports a heading that says nothing but what the timeline knows: that it is one, its day, its zone.
func saysOnlyWhen(heading string) bool {
	plain, _ := markdown.Inline(heading, nil)
	if _, rest, _, ok := markdown.Leading(plain); ok {
		plain = rest
	}
	if day, ok := clock.DayNamedIn(plain); ok {
		plain = strings.Replace(plain, day.Text, "", 1)
	}
	zone, _ := markdown.ZoneIn(plain)
	plain = strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, plain)
	return strings.Trim(plain, " .:()") == "" || parts.IsPlain("timeline "+strings.Replace(plain, zone, "", 1))
}

// dropped are the lines with words that were not placed.
func (b *builder) dropped() (all []intake.Dropped) {
	for i, placed := range b.placed {
		if !placed && hasWords(b.source[i]) {
			all = append(all, intake.Dropped{Line: b.in.Numbers[i], Text: b.source[i], Why: b.why[i]})
		}
	}
	return all
}

func hasWords(line string) bool {
	return strings.IndexFunc(line, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
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
	case part != parts.Whys && b.saysNothing(p):
		b.leave(p, "what a template has there, or a word for nothing")
	default:
		b.sort(p, part)
	}
}

// saysNothing reports a text that is a word for nothing, or what a template asks: a question counts as one where marks set it apart.
func (b *builder) saysNothing(p *piece) bool {
	said, raw := b.text(p, true), strings.TrimSpace(b.lines[p.from].Body)
	if len(said) > 200 {
		return false
	}
	if _, rest, bold := labelOf(raw); bold && rest != "" {
		raw = rest // what stands behind a label in bold
	}
	apart := strings.IndexAny(raw, "_*([<>") == 0
	return promptNothing().MatchString(said) || raw[:min(1, len(raw))] != "(" && placeholder().MatchString(raw) ||
		apart && !strings.Contains(raw, "](") && (promptOrder().MatchString(raw) || promptQuestion().MatchString(raw))
}

// sort puts a text where its part belongs.
func (b *builder) sort(p *piece, part parts.Part) {
	switch part {
	case parts.Timeline:
		switch told := untimed[b.why[p.from]]; {
		case told && (p.shape == paragraph || p.shape == labelled):
			b.summarize(p) // it is told about the events, and is none
		case told && p.shape == item && b.timeless:
			b.event(p)
		}
	case parts.Actions:
		if p.shape == columns {
			b.put(p.from, p.to)
		}
		b.leave(p, b.noAction())
	case parts.People:
		b.roster(p)
	case parts.Impact, parts.Causes, parts.Whys, parts.Lessons:
		b.tell(p)
	case parts.Aside:
		if o := p.under[len(p.under)-1]; o.line != p.from && !keptAside().MatchString(o.name) {
			name := o.name
			b.leave(p, "under "+model.Quote(name)+", which is no part of a postmortem")
			return
		}
		b.summarize(p)
	default:
		b.summarize(p)
	}
}

// noAction is why what stands among the actions is none.
func (b *builder) noAction() string {
	if len(b.taken) >= mostItems {
		return fmt.Sprintf("a postmortem has %d actions at most", mostItems)
	}
	return "it says nothing that is to be done"
}

// event takes an item of a timeline in which nothing has a time. What is nested in it belongs to it.
func (b *builder) event(p *piece) {
	said := b.one(p, b.text(p, true))
	raw := strings.Join(b.source[p.from:p.to], "\n")
	if n := len(b.post.Events); n > 0 && b.lines[p.from].Indent > 0 {
		last := &b.post.Events[n-1]
		last.Text, last.Raw = b.join(last.Text, said, p), text.FirstBytes(last.Raw+"\n"+raw, model.MaxField)
	} else {
		e := model.NewEvent()
		e.Text, e.Raw, e.Precision = said, text.FirstBytes(raw, model.MaxField), "unknown"
		e.Kind = cmp.Or(kinds.Of(said).Kind, e.Kind)
		e.Origin = cmp.Or(b.in.Name, "paste") + ":" + strconv.Itoa(b.in.Numbers[p.from])
		b.post.Events = append(b.post.Events, e)
	}
	b.put(p.from, p.to)
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
	case b.isTitle(p):
		b.put(p.from, p.to)
		b.said[p.from] = true
	case p.rest == "", part == parts.Whys && (p.shape == heading || strings.HasSuffix(p.rest, "?")):
		b.tell(p) // it divides, or asks
	case parts.IsPlain(p.rest), p.shape == label && titleName().MatchString(strings.TrimRight(p.rest, ": ")):
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

func (b *builder) isTitle(p *piece) bool {
	return b.doc.Title != "" && (p.from+1 == b.doc.Line || slices.Equal(wordsIn(p.rest), wordsIn(b.doc.Title)))
}

const namesColumns = "it names the columns of a table"

// summarized reports a part whose texts go into the summary.
func summarized(part parts.Part) bool {
	return part == parts.Unknown || part == parts.Summary || part == parts.Facts
}

// code keeps a block of code in the summary, where somebody looks for the message of an error.
func (b *builder) code(p *piece, part parts.Part) {
	switch part {
	case parts.Unknown, parts.Summary, parts.Facts, parts.Impact, parts.Causes, parts.Whys, parts.Timeline:
		for i := p.from; i < p.to; i++ {
			line := piece{shape: code, from: i, to: i + 1, under: p.under}
			if markdown.FenceMark(b.source[i]) == "" {
				b.write(&line, strings.TrimRight(model.Clean(b.source[i]), " "), "\n")
			} else {
				b.put(i, i+1)
			}
		}
	default:
		b.leave(p, "a block of code")
	}
}

// summarize puts a piece into the summary, unless it is a fact that has a field.
func (b *builder) summarize(p *piece) {
	if b.facts(p) {
		return
	}
	if p.shape == columns && len(markdown.Cells(b.lines[p.from].Body)) == 2 {
		b.leave(p, namesColumns)
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
	if p.shape == item || p.shape == labelled && b.lines[p.from].Kind == markdown.Bullet {
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
			names.WriteString(strings.TrimRight(model.Clean(o.name), ": ") + ":\n\n")
			b.said[o.line] = true
			b.put(o.line, o.line+1)
		}
	}
	if b.summary.Len()+names.Len()+len(said)+len(after) > model.MaxField {
		b.leave(p, fmt.Sprintf("the summary is full: it has %d KB", model.MaxField>>10))
		return
	}
	isItem := p.shape == code || strings.HasPrefix(said, "- ")
	if b.lists && (!isItem || names.Len() > 0) {
		b.summary.WriteString("\n")
	}
	b.lists = isItem
	b.summary.WriteString(names.String() + said + after)
	b.put(p.from, p.to)
}

// tell keeps a piece for one of the lists. What is nested in an item, or goes on below it, belongs to it. Questions and answers that share a
// paragraph are told one by one.
func (b *builder) tell(p *piece) {
	if b.asksByLines(p) {
		for i := p.from; i < p.to; i++ {
			b.tell(&piece{shape: p.shape, from: i, to: i + 1, under: p.under, rest: p.rest})
		}
		return
	}
	t := saying{p, b.text(p, true), b.lines[p.from].Indent}
	part := p.part()
	if p.shape == columns && part != parts.Whys {
		b.leave(p, namesColumns)
		return
	}
	b.put(p.from, p.to)
	if p.shape == row && !hasWords(t.text) { // "… | …"
		return
	}
	if n := len(b.told); n > 0 && part != parts.Whys && b.goesOn(&b.told[n-1], &t) {
		b.told[n-1].text = b.join(b.told[n-1].text, t.text, p)
		return
	}
	b.told = append(b.told, t)
}

// goesOn reports a text that belongs to the one before it: what is nested in an item, and the next paragraph about a cause.
func (b *builder) goesOn(last, t *saying) bool {
	switch {
	case last.part() != t.part() || !b.sameName(last.under, t.under), asksOrAnswers().MatchString(t.text), asksOrAnswers().MatchString(last.text):
	case t.shape == paragraph && t.part() == parts.Causes && last.shape == paragraph:
		return !strings.HasSuffix(t.text, ":")
	case t.shape == item || t.shape == paragraph:
		return (last.shape == item || last.shape == labelled) && t.indent > last.indent
	}
	return false
}

func (b *builder) sameName(x, y []opened) bool { return len(x) == len(y) && lastLine(x) == lastLine(y) }

// join puts the text of a piece behind another one, where both fit into a field.
func (b *builder) join(before, said string, p *piece) string {
	if len(before)+len(said) > model.MaxField {
		b.unplace(p, tooLong)
		return before
	}
	return together(before, said)
}

// tooLong is the reason of what does not fit into its field.
const tooLong = "longer than 64 KB: the rest of it was left out"

// unplace takes back that a piece was placed.
func (b *builder) unplace(p *piece, why string) {
	for i := p.from; i < p.to; i++ {
		b.placed[i], b.why[i] = false, why
	}
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
