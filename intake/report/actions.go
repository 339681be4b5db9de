package report

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
)

// todo is what was found of the items below one heading, before it is known which of them are items.
type todo struct {
	stack      []pending
	paragraphs []rawItem
	head       int  // the line of the name in bold that was seen last, 0 for none
	listed     bool // a list or a table holds the items, so that paragraphs only introduce them
	detail     bool // the heading itself is the item
	found      []rawItem
}

// pending is an item of a list whose nested items may still come.
type pending struct {
	rawItem
	indent   int
	group    bool // it may only name those below it
	children int
	from     int // of what was found when it began
}

// rawItem is an item that is read once all the people of the document are known.
type rawItem struct {
	line  int
	text  string
	lines []int     // those of the document that it was read from, from 0
	below []rawItem // what is nested in it and tells more
	begun string    // what it completes
	begin []int     // the lines of that
	names []string  // of the columns of a row
	under []opened
	cells []string // of a row of a table with these columns
	named parts.ActionColumns

	status string // of its group, "" where that says none
	owner  string // of its group, "" where that names none
	head   int    // the line of the name in bold that it stands below, 0 for none
	box    bool   // it has a box to be ticked
}

var (
	itemField = text.Expression(`(?i)^[*_]*(?:owners?|assignees?|assigned(?: to)?|responsible|dri|who|due(?: date)?|eta|deadline|` +
		`target(?: date)?|status|ticket|issue|jira|link|priority|type|by when|when)[*_]*\s*[:=]`)
	// unfinished is an item that the ones nested in it complete: "Teach the checker to".
	unfinished = text.Expression(`(?i)(?:[:,–—]|\s-|\b(?:to|by|for|with|and|or|that|of|on|in|as|including))[\s*_]*$`)
	willDo     = text.Expression(`(?i)^[^.!?]{0,200}?(?:\b(?:we|they|i|team|engineers?)(?:['’]ll| will| shall| must| should| need to| plan(?:s|` +
		`ned)? to| intend to| want to| aim to| would like to| are (?:also |now |currently )?(?:going|planning|working|looking)|` +
		`['’]re (?:also |now |currently )?(?:going|planning|working|looking))\b|` +
		`\bwill (?:also )?be\b|\bgoing to\b|\bto-?do\b|\b(?:is|are) (?:planned|continuing to)\b)|` +
		`^(?-i:(?:The )?[A-Z][\w.-]*(?: [A-Z0-9][\w.-]*){0,3} will (?:also )?[a-z])`)
)

// actionBullet takes an item of a list. One that is nested tells more about the one above it, unless that only names a group
// or it has a box of its own.
func (d *documentReader) actionBullet(i, end int) {
	d.todo.listed = true
	l := d.lines[i]
	text, box := d.itemText(i, end)
	raw := d.raw(i, end, text)
	if d.todo.detail {
		d.todo.found[len(d.todo.found)-1].detail(raw)
		return
	}
	d.settle(l.Indent)
	p := pending{rawItem: raw, indent: l.Indent, from: len(d.todo.found)}
	p.box = box
	own := groupStatus(text)
	p.group = own != "" || !box && unfinished().MatchString(text) || parts.LabelOnly().MatchString(text) && !boldItem(text)
	p.status = cmp.Or(own, p.status)
	if n := len(d.todo.stack); n > 0 {
		above := &d.todo.stack[n-1]
		p.status = cmp.Or(own, above.status)
		if itemField().MatchString(text) || !box && !above.group {
			above.detail(raw)
			return
		}
		above.children++
		if p.begun, p.begin = "", above.lines; unfinished().MatchString(above.text) {
			p.begun = above.text
		}
	}
	d.todo.stack = append(d.todo.stack, p)
}

// boldItem reports an item in bold that says itself what shall be done: what is nested in it tells how.
func boldItem(text string) bool {
	m := parts.LabelOnly().FindStringSubmatch(text)
	return m != nil && opensLikeItem(m[1])
}

// standsApart reports whether what is nested in an item is one of its own, and does not only tell more about it.
func (raw *rawItem) standsApart(inner *Item) bool {
	named := boldItem(raw.text) || strings.HasSuffix(raw.text, ":")
	return opensLikeItem(inner.Title) && !named || inner.Status != "open" || inner.Owner != "" || inner.Dated
}

// raw is an item that was read from lines i to end.
func (d *documentReader) raw(i, end int, text string) rawItem {
	raw := rawItem{line: i + 1, text: text, status: d.here().status, head: d.todo.head, under: d.open}
	for ; i < end; i++ {
		raw.lines = append(raw.lines, i)
	}
	return raw
}

// detail takes what stands below an item: its owner and its day belong to it, what else is told is kept beside it.
func (raw *rawItem) detail(below rawItem) {
	if !itemField().MatchString(below.text) {
		raw.below = append(raw.below, below)
		return
	}
	raw.text += "; " + strings.ReplaceAll(below.text, " | ", "; ")
	raw.lines = append(raw.lines, below.lines...)
}

// itemText is the text of lines i to end as one line, and whether it opens with a box to be ticked.
func (d *documentReader) itemText(i, end int) (s string, box bool) {
	parts := make([]string, 0, end-i)
	if m := markdown.BulletLine().FindStringSubmatch(text.FirstBytes(d.source[i], 200)); m != nil && d.lines[i].Kind == markdown.Bullet {
		if mark := markdown.TaskMark().FindString(m[2]); mark != "" {
			parts, box = append(parts, strings.TrimSpace(mark)), true
		}
	}
	for ; i < end; i++ {
		parts = append(parts, d.lines[i].Body)
	}
	return strings.Join(parts, " "), box
}

func (d *documentReader) settle(indent int) {
	for n := len(d.todo.stack); n > 0 && d.todo.stack[n-1].indent >= indent; n-- {
		p := &d.todo.stack[n-1]
		if p.tellsMore(d.todo.found[p.from:]) {
			p.below, p.children = slices.Clone(d.todo.found[p.from:]), 0
			d.todo.found = d.todo.found[:p.from]
		}
		if !p.group || p.children == 0 {
			d.todo.found = append(d.todo.found, p.rawItem)
		}
		d.todo.stack = d.todo.stack[:n-1]
	}
}

// mostBelow bounds how many nested items only tell more about one: they are looked at on each level.
const mostBelow = 50

// tellsMore reports a name whose nested items only say what belongs to it: none of them says what shall be done.
func (p *pending) tellsMore(nested []rawItem) bool {
	if !p.group || p.children == 0 || len(nested) > mostBelow || groupStatus(p.text) != "" || opensLikeItem(p.text) {
		return false
	}
	return !slices.ContainsFunc(nested, func(raw rawItem) bool {
		item := readItem(raw.text, nil, nil)
		return raw.box || opensLikeItem(strings.Replace(item.Title, ":", "", 1)) || item.Owner+item.Ticket != "" ||
			item.Dated || item.Status != "open"
	})
}

// actionParagraph keeps a paragraph, which is an item where no list stands beside it and it says what will be done.
func (d *documentReader) actionParagraph(i, end int) {
	if d.lines[i].Indent == 0 {
		d.settle(0)
	}
	text, _ := d.itemText(i, end)
	if name, rest, _ := labelOf(text); isActionLabel().MatchString(name) && rest != "" && !strings.HasSuffix(rest, ":") {
		d.todo.found = append(d.todo.found, d.raw(i, end, rest))
		return
	}
	if d.lines[i].Indent == 0 && strings.HasSuffix(text, ":") {
		d.todo.head = 0
	}
	if first := d.itemByLine(i, end); first < end && !d.todo.detail {
		for ; first < end; first++ {
			d.todo.found = append(d.todo.found, d.raw(first, first+1, d.lines[first].Body))
		}
		return
	}
	raw := d.raw(i, end, text)
	if d.todo.detail {
		d.todo.found[len(d.todo.found)-1].detail(raw)
		return
	}
	if n := len(d.todo.stack); n > 0 {
		d.todo.stack[n-1].detail(raw)
		return
	}
	d.todo.paragraphs = append(d.todo.paragraphs, raw)
}

// itemByLine is the first of the lines i to end that are an item each, as in a list that has lost its marks; end where they are a text. What
// leads to them ends in a colon.
func (d *documentReader) itemByLine(i, end int) (first int) {
	led := strings.HasSuffix(d.lines[i].Body, ":")
	if led {
		i++
	}
	opens := 0
	for first = i; first < end; first++ {
		switch body := d.lines[first].Body; {
		case d.lines[first].Indent > 0 || !unicode.IsUpper([]rune(body)[0]):
			return end
		case opensLikeItem(body):
			opens++
		case !strings.ContainsAny(body[len(body)-1:], ".!?"):
			return end
		}
	}
	if end-i < 2 || !led && 2*opens < end-i {
		return end
	}
	return i
}

var isActionLabel = text.Expression(`(?i)^(?:action(?: items?)?|next steps?|follow-?ups?|to-?dos?)$`)

// numberedAction is what numbers the heading of an action: "Action item 2: ".
var numberedAction = text.Expression(`(?i)^(?:action(?: items?)?|task|item|follow[- ]?up) ?#?\d{1,3}\s*[:.)–—-]\s+`)

// hasFields reports whether the fields of an action (its owner, its day) stand below the heading at line i, and no list of others.
func (d *documentReader) hasFields(i int) (found bool) {
	for i++; i < len(d.lines) && d.lines[i].Kind != markdown.Heading; i++ {
		switch l := &d.lines[i]; {
		case l.Indent > 0:
		case l.Kind == markdown.Row:
			c := parts.ActionColumnsOf(markdown.Cells(l.Body))
			return found || c.Title < 0 && (c.Owner >= 0 || c.Due >= 0)
		case (l.Kind == markdown.Bullet || l.Kind == markdown.Text) && itemField().MatchString(l.Body):
			found = true
		case l.Kind == markdown.Bullet:
			return false
		}
	}
	return found
}

func (d *documentReader) actionTable(names []string, from, end int) {
	named := parts.ActionColumnsOf(names)
	d.todo.listed = true
	for i := from; i < end; i++ {
		if d.lines[i].Kind != markdown.Row {
			continue
		}
		raw := d.raw(i, i+1, d.lines[i].Body)
		if d.todo.detail && named.Title < 0 {
			d.fields(i, markdown.Cells(d.lines[i].Body), named)
			continue
		}
		if named.Title < 0 && names != nil && !slices.ContainsFunc(markdown.Cells(raw.text), hasSentence) {
			continue // figures
		}
		if named.Title >= 0 {
			raw.cells, raw.named, raw.names = markdown.Cells(d.lines[i].Body), named, names
		}
		d.todo.found = append(d.todo.found, raw)
	}
}

// hasSentence reports a cell of more than one word.
func hasSentence(cell string) bool { return len(strings.Fields(cell)) > 1 }

// fields takes a row of what is told about the item above it.
func (d *documentReader) fields(i int, cells []string, named parts.ActionColumns) {
	last := &d.todo.found[len(d.todo.found)-1]
	labels := map[int]string{named.Owner: "Owner: ", named.Due: "Due: ", named.Status: "Status: "}
	for at, cell := range cells {
		if cell != "" {
			last.detail(d.raw(i, i+1, labels[at]+cell))
		}
	}
}

// groupStatus is how far the items below a name are: "Done", "Already completed actions:"; "" where it says something else.
func groupStatus(name string) string {
	var said []string
	name = beside().ReplaceAllString(name, "")
	for w := range strings.FieldsSeq(strings.ToLower(strings.Trim(name, " *_:#"))) {
		if !groupWords[w] {
			said = append(said, w)
		}
	}
	if len(said) == 0 || len(said) > 2 || len(said) == 2 && !text.AnyWord(said[1], "progress", "do", "started", "done", "fix") {
		return ""
	}
	status, _ := statusIn(strings.Join(said, " "))
	return status
}

// beside is what a name has in parentheses at its end: "Fixes implemented (PR #12)". One that is all in parentheses is kept.
var beside = text.Expression(`\s+\([^()]*\)$`)

// saysNone is a text that says that nothing shall be done: "No immediate action items."
var saysNone = text.Expression(`(?i)^\W*(?:there (?:are|is|were|was) |we (?:have|need) )?(?:no|none|nothing)(?: (?:immediate|further|additional|outstanding|open|new|specific|` +
	`other|more|corrective|remaining|follow-?ups?|follow|up|actions?|items?|tasks?|steps?|work|measures|changes|at|this|that|time|point|yet|now|` +
	`currently|presently|the|moment|to|do|be|done|is|are|were|was|have|been|has|required|needed|necessary|identified|planned|recorded|from|for|` +
	`incident|so|far|of|taken))*\W*$|^\W*no (?:(?:further|open|new|additional) )?(?:action items|actions|follow-?ups) ?[–—-] `)

func (d *documentReader) endActions() {
	d.settle(0)
	if !d.todo.listed && !d.todo.detail {
		for _, p := range d.todo.paragraphs {
			first, _, _ := strings.Cut(strings.ToLower(strings.TrimLeft(p.text, "*_ ")), " ")
			if !strings.HasSuffix(p.text, ":") && (willDo().MatchString(p.text) || opensItem[first] || opensTicket().MatchString(p.text)) {
				d.todo.found = append(d.todo.found, p)
			}
		}
	}
	d.todo = todo{found: d.todo.found}
}

// opensTicket is the ticket that a paragraph begins with, as an item does.
var opensTicket = text.Expression(`^(?:\[[^\[\]]+\]\(https?:[^()\s]*\)|[A-Z][A-Z0-9]{1,9}-\d{1,6}\b|#\d{1,6}\b)`)

// mostItems bounds the actions of a postmortem: to read who does what by when takes long, and what has more is no list that anybody works through.
const mostItems = 2000

// readItems reads the items that were found, in the order of the document. Whoever owns one is known in the others: "(Mei)" is
// somebody where "Owner: Mei" or "@mei" stands elsewhere.
func (d *documentReader) readItems() {
	names := map[string]bool{}
	for _, p := range d.doc.People {
		known(names, p.Name)
		known(names, p.Handle)
	}
	d.dropLegend()
	slices.SortStableFunc(d.todo.found, func(a, b rawItem) int { return cmp.Compare(a.line, b.line) })
	if d.whole {
		d.todo.found = d.todo.found[:min(len(d.todo.found), mostItems)]
	}
	d.headOwners(names)
	items := make([]Item, len(d.todo.found))
	for i, raw := range d.todo.found {
		items[i] = d.readRaw(raw, names)
		if owner := strings.Trim(bareHandles(items[i].Owner), "@ "); nameIn(owner) != "" || isHandle(owner) {
			known(names, owner)
		}
	}
	for i, raw := range d.todo.found {
		if items[i].Owner == "" && len(names) > 0 {
			items[i] = d.readRaw(raw, names)
		}
		item, empty := items[i], strings.TrimSpace(items[i].Text) == "" && items[i].Ticket == ""
		if !empty && !isPrompt(item.Text) && !saysNone().MatchString(text.FirstBytes(item.Text, 200)) {
			d.doc.Items, d.taken = append(d.doc.Items, item), append(d.taken, raw)
		}
	}
	d.doc.Actions = d.doc.Actions || len(d.doc.Items) > 0
}

// headOwners takes the names in bold that stand above lists for those who see to what stands there, where each of them may be somebody. One that
// is a thing says that they sort the actions.
func (d *documentReader) headOwners(names map[string]bool) {
	heads := map[int]string{}
	for _, raw := range d.todo.found {
		if raw.head > 0 {
			name, _, _ := labelOf(d.lines[raw.head].Body)
			heads[raw.head] = strings.TrimSuffix(name, ":")
		}
	}
	for _, name := range heads {
		if !areNamed(name, names) || isTopic(name) || parts.Named(name) != parts.Unknown {
			return
		}
	}
	for i := range d.todo.found {
		if raw := &d.todo.found[i]; raw.head > 0 {
			raw.owner = heads[raw.head]
			raw.lines = append(raw.lines, raw.head)
		}
	}
}

// legend is what a word means that stands in the columns of a table of actions: "P0 - needed for the release".
var legend = text.Expression(`^\**(\w+)\**\s*(?:[–—:-]|\*\*:?)\s`)

// dropLegend leaves out what only explains the words that stand alone in the cells of a table of actions.
func (d *documentReader) dropLegend() {
	values := map[string]bool{}
	for _, raw := range d.todo.found {
		for i, cell := range raw.cells {
			values[strings.ToLower(strings.Trim(cell, "* "))] = i != raw.named.Title
		}
	}
	d.todo.found = slices.DeleteFunc(d.todo.found, func(raw rawItem) bool {
		m := legend().FindStringSubmatch(raw.text)
		return raw.cells == nil && m != nil && values[strings.ToLower(m[1])]
	})
}

// known adds a name and its first word.
func known(names map[string]bool, name string) {
	if words := strings.Fields(strings.ToLower(name)); len(words) > 0 {
		names[strings.ToLower(name)], names[words[0]] = true, true
	}
}

func (d *documentReader) readRaw(raw rawItem, names map[string]bool) (item Item) {
	if raw.cells != nil {
		item = readRow(raw.named, slices.Clone(raw.cells), names, d.refs)
	} else {
		item = readItem(raw.text, names, d.refs)
	}
	item.Line, item.Owner = raw.line, cmp.Or(item.Owner, raw.owner)
	if item.Status == "open" && raw.status != "" {
		item.Status = raw.status
	}
	return item
}
