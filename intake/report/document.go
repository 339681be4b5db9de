// Package report reads whole postmortems from anywhere: what is written about what, who took part, and what shall be done.
package report

import (
	"cmp"
	"slices"
	"strings"

	"debrief/intake"
	"debrief/intake/kinds"
	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
	"debrief/model"
)

// Document is a Markdown postmortem from anywhere, taken apart by its headings: what was written about what, who is named as
// taking part, and what shall be done.
type Document struct {
	Title    string
	Line     int       // of the title, from 1; 1 where the document has none
	Passages []Passage // in the order of the document
	Items    []Item    // in the order of the document
	People   []model.Participant

	// What the document tells at all, under whatever heading.
	Impact, Timeline, Causes, Actions bool

	Template bool // nobody has filled it in
}

// Passage is a paragraph, an item of a list or a row of a table: what is read as one text.
type Passage struct {
	Section string // summary, facts, causes, whys, action or lessons
	Heading string // the heading or the label that it stands under
	Line    int    // of its first line, from 1
	Text    string // line for line as in the document, with blanks for the marks of Markdown and for what nobody said
}

// LineAt is the line of the document that an offset into the passage's text stands on.
func (p *Passage) LineAt(offset int) int {
	return p.Line + strings.Count(p.Text[:min(max(offset, 0), len(p.Text))], "\n")
}

// Read takes a Markdown document apart. Front matter, comments, code, quotations, pasted logs and chats, and the
// prompts of a template that nobody filled in are left out. It fails for what is no text, as intake.Read does.
func Read(in intake.Input) (Document, error) {
	text, err := text.Decode(in.Data)
	if err != nil {
		return Document{}, err
	}
	d := readLines(strings.Split(text, "\n"), false, nil)
	d.doc.Timeline = d.doc.Timeline || intake.TellsEvents(d.source, in)
	return d.doc, nil
}

// readLines takes the lines of a document apart. refs are the targets of short links where the lines are a part of a document; nil where they
// are all of it.
func readLines(lines []string, whole bool, refs map[string]string) *documentReader {
	d := &documentReader{doc: Document{Line: 1}, source: lines, lines: markdown.Lines(lines), refs: refs, whole: whole}
	if refs == nil {
		d.refs = markdown.References(d.lines)
	}
	d.frontMatter()
	for i := 0; i < len(lines); {
		i = d.step(i)
	}
	d.endActions()
	d.readItems()
	d.doc.Template = d.isTemplate()
	return d
}

type documentReader struct {
	doc    Document
	source []string
	lines  []markdown.Line
	refs   map[string]string
	open   []opened // the headings and labels that line i stands under, the outermost first
	titled bool
	listed bool // a list was seen since the last heading or paragraph
	todo   todo
	whole  bool      // the document is read as a postmortem, and not for the coach
	taken  []rawItem // what each of the document's items was read from
	pieces []piece   // all that stands in the document, in its order
}

// piece is what stands together in a document: a heading, a label, a paragraph, an item, a row.
type piece struct {
	shape    shape
	from, to int      // its lines
	under    []opened // what it stands under, itself where it is a heading or a label
	rest     string   // what stands behind a label on its line
}

type shape int

const (
	heading  shape = iota
	label          // a name that stands alone
	labelled       // a name with its text
	paragraph
	item
	row
	columns // the row that names the columns
	quotation
	pasted
	code
)

func (d *documentReader) piece(s shape, from, to int, rest string) {
	d.pieces = append(d.pieces, piece{s, from, to, d.open, rest})
}

type opened struct {
	level  int // of a heading 1 to 6, of a label labelLevel and its indent
	line   int // from 0
	name   string
	part   parts.Part
	bullet bool
	status string // of the actions below it, where it says one: "Done"
}

const (
	groupLevel = 8 // of a label above a group of actions
	labelLevel = 10
)

func (d *documentReader) here() opened {
	if len(d.open) == 0 {
		return opened{}
	}
	return d.open[len(d.open)-1]
}

// enter opens a heading or a label, and closes those that it ends.
func (d *documentReader) enter(o opened) {
	d.endActions()
	d.leave(o.level)
	if d.here().part == parts.Facts && o.part == parts.Actions && namesFix().MatchString(o.name) {
		o.part = parts.Facts // it was made
	}
	o.part = parts.Within(d.here().part, o.part)
	if o.status = groupStatus(o.name); o.part == parts.Actions {
		o.status = cmp.Or(o.status, d.here().status)
	}
	d.open = append(d.open, o)
	d.listed = false
}

// namesFix is what a part of a resolution is called.
var namesFix = text.Expression(`(?i)^(?:the )?(?:immediate|initial|temporary|quick|permanent|final|long[- ]term|short[- ]term)? ?fix(?:es)?$`)

func (d *documentReader) leave(level int) {
	for len(d.open) > 0 && d.here().level >= level {
		d.closeLast()
	}
}

// closeLast leaves what was opened last. Pieces keep what they stood under, so that its place is not written over.
func (d *documentReader) closeLast() { d.open = slices.Clip(d.open[:len(d.open)-1]) }

func (d *documentReader) step(i int) int {
	switch l := &d.lines[i]; l.Kind {
	case markdown.Heading:
		d.heading(i)
	case markdown.Row:
		return d.table(i)
	case markdown.Bullet:
		return d.bullet(i)
	case markdown.Text:
		return d.paragraph(i)
	case markdown.Fence:
		d.piece(code, i, i+1, "")
	}
	return i + 1
}

func (d *documentReader) heading(i int) {
	l := d.lines[i]
	name, _ := markdown.Inline(l.Body, d.refs)
	if name == "" {
		d.piece(heading, i, i+1, "")
		return
	}
	if markdown.StartsWithTime(l.Body) && d.titled {
		return // an entry of the timeline; what stands below it is told with it
	}
	own := parts.Named(name)
	switch {
	case own == parts.Actions && d.looksBack(i+1):
		own = parts.Lessons
	case own == parts.Facts && d.above(l.Level) == parts.Unknown && saysTaken().MatchString(name) && d.isTicked(i):
		own = parts.Actions
	}
	if !d.titled {
		if titleName().MatchString(strings.TrimRight(name, ": ")) { // it stands below
			d.piece(label, i, i+1, name)
			return
		}
		if about, value, ok := strings.Cut(name, ": "); ok && parts.Named(about) == parts.People {
			d.labelledOnce(i, i+1, value, opened{level: l.Level, line: i, name: about, part: parts.People})
			return
		}
		own = d.title(i, name, own)
	}
	d.enter(opened{level: l.Level, line: i, name: name, part: own})
	d.piece(heading, i, i+1, name)
	if d.headsAction(i, name, own) {
		text := numberedAction().ReplaceAllString(parts.HeadingNumber().ReplaceAllString(d.lines[i].Body, ""), "")
		d.todo.found = append(d.todo.found, d.raw(i, i+1, strings.TrimSpace(text)))
		d.todo.detail = true // what stands below tells more about it
	}
}

// title takes the first heading for the name of the document, where it says more than what stands below it, and gives the part that it names then.
func (d *documentReader) title(i int, name string, own parts.Part) parts.Part {
	level := d.lines[i].Level
	d.titled = true
	if level == 1 && (own == parts.Aside && namesLog().MatchString(name) || slices.Equal(wordsIn(name), wordsIn(d.doc.Title))) {
		own = parts.Unknown // of the whole document, whatever a part of that name would be
	}
	if d.doc.Title == "" && (own == parts.Unknown || level == 1 && len(strings.Fields(name)) > 3) {
		d.doc.Title, d.doc.Line, own = name, i+1, parts.Unknown
	}
	return own
}

// saysTaken names what was done: a part of what happened, unless each step is ticked, as those of a list of actions are.
var saysTaken = text.Expression(`(?i)\btaken\b|\btomadas\b`)

// above is the part that a heading of this level stands in.
func (d *documentReader) above(level int) parts.Part {
	for _, o := range slices.Backward(d.open) {
		if o.level < level {
			return o.part
		}
	}
	return parts.Unknown
}

// isTicked reports whether the list below the heading at line i opens with a step that is marked as done.
func (d *documentReader) isTicked(i int) bool {
	for i++; i < len(d.lines) && d.lines[i].Kind == markdown.Blank; {
		i++
	}
	if i == len(d.lines) || d.lines[i].Kind != markdown.Bullet {
		return false
	}
	_, box := d.itemText(i, i+1)
	mark := doneSign().FindStringIndex(d.lines[i].Body)
	return box || mark != nil && mark[0] == 0
}

var namesLog = text.Expression(`(?i)\blogs?$`)

// headsAction reports whether a heading that was just entered is an action itself: a numbered one, or one with fields below it.
func (d *documentReader) headsAction(i int, name string, own parts.Part) bool {
	if n := len(d.open); own == parts.Actions && (n < 2 || d.open[n-2].part != parts.Actions) {
		return false // it names the part
	}
	return d.here().part == parts.Actions && (numberedAction().MatchString(name) ||
		!parts.IsPlain(name) && parts.NumberedHeading().MatchString(name) || own == parts.Unknown && d.hasFields(i))
}

// lookedBack opens what our own page tells of a follow-up: when it was or will be, and what it brought. Elsewhere a heading of
// that name stands above actions.
var lookedBack = text.Expression(`^(?:(?:Planned|Held): \d{4}-|(?:planned|held) \d{4}-|Happened again: |What did we miss\? |\|.*\| Did it help \|)`)

// looksBack reports whether the text from line i on, below a heading, tells of a follow-up.
func (d *documentReader) looksBack(i int) bool {
	for i < len(d.lines) && d.lines[i].Kind == markdown.Blank {
		i++
	}
	return i < len(d.lines) && lookedBack().MatchString(d.lines[i].Body)
}

// frontMatter takes the title and the authors that stand in front of the document.
func (d *documentReader) frontMatter() {
	for i := 0; i < len(d.lines) && d.lines[i].Kind == markdown.Front; i++ {
		key, value, ok := strings.Cut(strings.Replace(d.lines[i].Body, "=", ":", 1), ":")
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		switch key = strings.ToLower(strings.TrimSpace(key)); {
		case !ok || value == "":
		case key == "title" && d.doc.Title == "":
			d.doc.Title, d.doc.Line = value, i+1
		case parts.Named(key) == parts.People:
			d.people(strings.Map(func(r rune) rune {
				if strings.ContainsRune("[]\"'", r) {
					return -1
				}
				return r
			}, value))
		case parts.Named(key) == parts.Impact:
			d.doc.Impact = true
		}
	}
}

// bullet reads an item of a list. One that is a label, as in "- **Impact**: nobody could pay", opens what it names.
func (d *documentReader) bullet(i int) int {
	l := d.lines[i]
	d.leaveLabels(l.Indent, true)
	end := i + 1
	for end < len(d.lines) && d.lines[end].Kind == markdown.Text && !isQuoted(d.lines[end].Body) {
		end++
	}
	if d.label(i, end, l.Indent, true) {
		return end
	}
	d.listed = true
	d.piece(item, i, end, "")
	if d.here().part == parts.Actions {
		d.actionBullet(i, end)
	}
	d.passage(i, end)
	return end
}

// leaveLabels closes the labels of list items that an item, or a paragraph, of this indent ends.
func (d *documentReader) leaveLabels(indent int, bullet bool) {
	for n := len(d.open); n > 0 && d.open[n-1].bullet && (bullet || indent == 0) && d.open[n-1].level >= labelLevel+indent; n-- {
		d.closeLast()
	}
}

func (d *documentReader) paragraph(i int) int {
	indent := d.lines[i].Indent
	d.listed = d.listed && indent > 0 // what stands at the edge ends a list
	if n := d.others(i); n > 0 {
		return i + n
	}
	end := i + 1
	for end < len(d.lines) && d.lines[end].Kind == markdown.Text && !isQuoted(d.lines[end].Body) && !d.startsLabel(end) {
		end++
	}
	if indent >= 4 && !d.listed && (i == 0 || d.lines[i-1].Kind == markdown.Blank) {
		d.piece(code, i, end, "")
		return end
	}
	if indent == 0 {
		d.leaveLabels(0, false)
	}
	if parts.IsBareName(d.lines, i) {
		end = i + 1
	}
	if d.label(i, end, 0, false) {
		return end
	}
	d.piece(paragraph, i, end, "")
	if d.here().part == parts.Actions {
		d.actionParagraph(i, end)
	}
	d.passage(i, end)
	return end
}

// others is how many lines from line i on are somebody else's words: a quotation, which may go on without its mark, a chat or
// a log that was pasted.
func (d *documentReader) others(i int) (n int) {
	if !isQuoted(d.lines[i].Body) {
		if n = intake.Pasted(d.source[i:]); n > 0 {
			d.piece(pasted, i, i+n, "")
		}
		return n
	}
	for i+n < len(d.lines) && d.lines[i+n].Kind == markdown.Text {
		n++
	}
	d.piece(quotation, i, i+n, "")
	return n
}

func isQuoted(body string) bool { return strings.HasPrefix(body, ">") }

// label reads a name that stands in front of a text, or alone above one, where it names a part of a postmortem. A bold one, and
// one that stands alone, holds for what follows as well.
func (d *documentReader) label(i, end, indent int, bullet bool) bool {
	name, rest, own, bold := d.labelAt(i)
	alone := rest == "" && end == i+1
	inActions := d.staysInActions(own)
	if inActions && alone && !bullet && d.namesGroup(name, bold) {
		d.enter(opened{level: groupLevel, line: i, name: name, part: parts.Actions})
		d.piece(label, i, end, name)
		return true
	}
	if own == parts.Unknown {
		return d.boldAlone(i, end, name, alone && bold && !bullet)
	}
	if anItem := bullet || !alone; anItem && inActions {
		return false // whatever its first words are
	}
	o := opened{level: labelLevel + indent, line: i, name: name, part: own, bullet: bullet}
	if !bullet {
		o.level = labelLevel - 1
	}
	switch {
	case alone:
		d.enter(o)
		d.piece(label, i, end, name)
	case holdsForItsLine(own, bold):
		d.labelledOnce(i, end, rest, o)
	default:
		d.enter(o)
		d.labelled(i, end, rest)
	}
	return true
}

// inList reports a part that is told item by item, below which a label of another part is what an item is about.
func (d *documentReader) inList(own parts.Part) bool {
	here := d.here().part
	return here != own && (here == parts.Impact || here == parts.Causes || here == parts.Lessons)
}

// boldAlone keeps a heading in bold, which says nothing by itself; any other name is no label at all.
func (d *documentReader) boldAlone(i, end int, name string, is bool) bool {
	if is {
		d.piece(label, i, end, name)
		d.todo.head = i
	}
	return is
}

// namesGroup reports whether a label that stands alone among the actions names a group of them.
func (d *documentReader) namesGroup(name string, bold bool) bool {
	return groupStatus(name) != "" || bold && d.here().level == groupLevel
}

func holdsForItsLine(own parts.Part, bold bool) bool { return !bold || own == parts.People }

func (d *documentReader) staysInActions(own parts.Part) bool {
	return d.here().part == parts.Actions && parts.Within(parts.Actions, own) == parts.Actions
}

// labelAt reads the label of line i, which may be the bare name of a part, and the part that it names. The questions between whys name none.
func (d *documentReader) labelAt(i int) (name, rest string, own parts.Part, bold bool) {
	name, rest, bold = labelOf(d.lines[i].Body)
	if parts.IsBareName(d.lines, i) {
		name, rest = strings.TrimSuffix(d.lines[i].Body, ":"), ""
	}
	if d.here().part != parts.Whys || !strings.HasSuffix(name, "?") {
		own = parts.Named(name)
	}
	if d.here().part == parts.Whys && own != parts.Unknown {
		own = parts.Within(parts.Whys, own)
	}
	switch {
	case own == parts.Facts && d.here().part == parts.Causes && problemName().MatchString(name+": "):
		own = parts.Causes // of which it is asked why
	case d.onlySounds(name, rest, own):
		own = parts.Unknown
	}
	return name, rest, own, bold
}

// onlySounds reports a label that names what an item is about, or a field of a machine, and sounds like a part.
func (d *documentReader) onlySounds(name, rest string, own parts.Part) bool {
	switch {
	case own == parts.Actions && onlyCode().MatchString(rest):
		return true
	case parts.IsPlain(name):
		return false
	}
	return (own == parts.Causes || own == parts.Lessons) && d.here().part == parts.Actions || own != parts.Unknown && d.inList(own)
}

var onlyCode = text.Expression("^`[^`]*`$")

func (d *documentReader) labelledOnce(i, end int, rest string, o opened) {
	kept := d.open
	d.open = append(slices.Clone(kept), o)
	d.labelled(i, end, rest)
	d.open = kept
}

func (d *documentReader) labelled(i, end int, rest string) {
	d.piece(labelled, i, end, rest)
	switch d.here().part {
	case parts.People:
		d.people(rest)
		return
	case parts.Actions:
		d.actionParagraph(i, end)
	}
	d.passage(i, end)
}

// startsLabel reports whether a line of a paragraph opens another part: "**Resolution:** …".
func (d *documentReader) startsLabel(i int) bool {
	name, _, bold := labelOf(d.lines[i].Body)
	return bold && parts.Named(name) != parts.Unknown || parts.IsBareName(d.lines, i)
}

var plainLabelled = text.Expression(`^([A-Z][A-Za-z ,/&'’-]{2,40}):(?:\s+(.*))?$`)

func labelOf(body string) (name, rest string, bold bool) {
	for n, label := range []text.Pattern{parts.LabelBullet, parts.LabelOnly, plainLabelled} {
		if m := append(label().FindStringSubmatch(body), ""); len(m) > 1 {
			return strings.TrimSpace(m[1]), strings.TrimSpace(m[2]), n < 2
		}
	}
	return "", "", false
}

// table reads the rows from line i on: items in what is to be done, else a passage for each.
func (d *documentReader) table(i int) int {
	end := d.tableEnd(i)
	var names []string // of the columns
	header, first := markdown.Header(d.lines[i:min(end, i+2)])
	if header >= 0 {
		names = markdown.Cells(d.lines[i+header].Body)
	}
	from := i + first
	if d.here().part == parts.Actions || header >= 0 && parts.NamesOnlyActions(names) {
		d.actionTable(names, from, end)
	}
	if header >= 0 {
		d.piece(columns, i+header, i+header+1, "")
	}
	for ; from < end; from++ {
		if d.lines[from].Kind == markdown.Row {
			d.row(from)
		}
	}
	return end
}

// row reads one row. In a table of what a report is about, each row has its own label: "| Root cause | the pool |".
func (d *documentReader) row(i int) {
	cells := markdown.Cells(d.lines[i].Body)
	name, _ := markdown.Inline(cells[0], d.refs)
	own := parts.Unknown
	if d.here().part == parts.Unknown || d.here().part == parts.Summary || d.here().part == parts.People {
		own = parts.Named(strings.TrimSuffix(name, ":"))
	}
	if own == parts.People || own == parts.Unknown && d.here().part == parts.People {
		d.open = append(d.open, opened{level: labelLevel, line: i, name: name, part: parts.People})
		d.piece(row, i, i+1, "")
		d.closeLast()
		for _, cell := range cells {
			d.people(cell)
		}
		return
	}
	if own == parts.Unknown {
		d.piece(row, i, i+1, "")
		d.passage(i, i+1)
		return
	}
	d.open = append(d.open, opened{level: labelLevel, line: i, name: name, part: own})
	d.piece(row, i, i+1, name)
	d.passage(i, i+1)
	d.closeLast()
}

// passage keeps lines i to end as one text, where somebody wrote something there that is to be read.
func (d *documentReader) passage(i, end int) {
	here := d.here()
	if here.part == parts.Aside {
		return
	}
	texts := make([]string, 0, end-i)
	for ; i < end; i++ {
		texts = append(texts, d.lines[i].Body)
	}
	text := strings.Join(texts, "\n")
	if here.part == parts.People {
		d.people(text)
		return
	}
	if d.whole {
		return
	}
	if isPrompt(strings.TrimSpace(text)) || strings.HasPrefix(text, "[") && linkAlone().MatchString(text) {
		return
	}
	d.tells(here.part, text)
	if _, told, _, _ := markdown.Leading(text); here.part == parts.Timeline && kinds.Of(told).Kind == "hypothesis" {
		return // what people thought is a fact about them, whatever it says
	}
	d.doc.Passages = append(d.doc.Passages, Passage{
		Section: here.part.Section(), Heading: here.name, Line: end - len(texts) + 1,
		Text: markdown.Unmark(text, d.refs, d.lines[end-1].Kind == markdown.Row),
	})
}

// linkAlone is an item of a reading list: its words are a title's.
var linkAlone = text.Expression(`^\[[^\[\]]*\]\([^()\s]*\)(?:\s*\([^()]*\))?[.,;]?$`)

func (d *documentReader) tells(p parts.Part, text string) {
	switch p {
	case parts.Impact:
		d.doc.Impact = true
	case parts.Causes, parts.Whys:
		d.doc.Causes = true
	case parts.Timeline:
		d.doc.Timeline = true
	case parts.Actions:
		d.doc.Actions = true
	case parts.Summary, parts.Facts, parts.Unknown:
		d.doc.Impact = d.doc.Impact || tellsImpact().MatchString(text)
		d.doc.Causes = d.doc.Causes || tellsCause().MatchString(text)
	}
}

// tableEnd is the line after the table that line i begins. The tags around the rows of HTML belong to it.
func (d *documentReader) tableEnd(i int) int {
	end := i + 1
	for next := end; next < len(d.lines) && (d.lines[next].Kind == markdown.Row || d.isTableTag(next)); next++ {
		if d.lines[next].Kind == markdown.Row {
			end = next + 1
		}
	}
	return end
}

func (d *documentReader) isTableTag(i int) bool {
	line := strings.ToLower(strings.TrimSpace(d.source[i]))
	return d.lines[i].Kind == markdown.Rule && strings.HasPrefix(line, "<") && !strings.Contains(line, "</table") && !strings.Contains(line, "<table")
}
