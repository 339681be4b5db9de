package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
	"debrief/model"
)

// one is a text that fits a field. What does not fit is said.
func (b *builder) one(p *piece, said string) string {
	length := 0
	for i := p.from; i < p.to; i++ {
		length += len(b.lines[i].Body)
	}
	if max(length, len(said)) > model.MaxField {
		b.placed[p.from], b.why[p.from] = false, tooLong
		said = text.FirstBytes(said, model.MaxField)
	}
	return said
}

// lessons makes the lists of impacts and of lessons of what was told.
func (b *builder) lessons() {
	for i := range b.told {
		t := &b.told[i]
		part := t.part()
		if part != parts.Impact && part != parts.Lessons || b.introduces(i) {
			continue
		}
		if t.text = b.one(t.piece, b.prefixed(t)); t.text == "" {
			continue
		}
		if part == parts.Impact {
			b.post.Impact = append(b.post.Impact, impactOf(t.text))
		} else {
			kind := lessonKind(t.text, t.under)
			said := badMark().ReplaceAllString(goodMark().ReplaceAllString(t.text, ""), "")
			b.post.Lessons = append(b.post.Lessons, model.Lesson{Kind: kind, Text: said})
		}
	}
}

var amountLabel = text.Expression(`^(about )?(\d[\d,]*(?:\.\d+)?)(?: ([^:\d][^:]{0,40}))?: (\S.*)$`)

// impactOf reads an impact. Only a label that is a number tells the amount: in a sentence any number may stand.
func impactOf(said string) model.Impact {
	impact := model.Impact{What: said}
	if m := amountLabel().FindStringSubmatch(said); m != nil {
		if amount, ok := number(m[2]); ok {
			impact = model.Impact{What: m[4], Amount: &amount, Unit: m[3], Estimate: m[1] != ""}
		}
	}
	return impact
}

// introduces reports whether a text only leads to the list below it, and says so.
func (b *builder) introduces(i int) bool {
	t := &b.told[i]
	if t.shape != paragraph || !strings.HasSuffix(t.text, ":") || len(strings.Fields(t.text)) > 12 || i+1 == len(b.told) {
		return false
	}
	next := &b.told[i+1]
	if next.part() != t.part() || !b.sameName(next.under, t.under) || next.shape != item && next.shape != row {
		return false
	}
	b.unplace(t.piece, "it only introduces what stands below it")
	return true
}

// prefixed is a text with the heading that it stands under, where that is none of a part: it says what the text is about.
func (b *builder) prefixed(t *saying) string {
	if len(t.under) == 0 {
		return t.text
	}
	o := t.under[len(t.under)-1]
	if o.line == t.from || o.line+1 == b.doc.Line || parts.IsPlain(o.name) || t.text == "" || len(o.name) > 80 {
		return t.text
	}
	about := strings.TrimRight(o.name, ":. ")
	if parts.Named(about) != parts.Unknown {
		name, behind, ok := strings.Cut(about, ":")
		if !ok || !parts.IsPlain(name) {
			return t.text
		}
		about = strings.TrimSpace(behind)
	}
	b.put(o.line, o.line+1)
	return model.Clean(about) + ": " + t.text
}

var (
	wentWell  = text.Expression(`(?i)\bwell\b|\bright\b|\bgood\b|\bworked\b|\bpositives?\b|^pros$`)
	wentBadly = text.Expression(`(?i)\b(?:wrong|badly|poorly|bad|negatives?|cons)\b|\bnot (?:go|work|well)|n['’]t\b|\bimprove|\bbetter\b|\bdifferently\b`)
	wasLuck   = text.Expression(`(?i)\b(?:un)?luck`)
	goodMark  = text.Expression(`^(?:[✅✔👍🟢]\x{fe0f}?|:(?:white_check_mark|heavy_check_mark|\+1|thumbsup):)\s*`)
	badMark   = text.Expression(`^(?:[❌✗✘👎🔴]\x{fe0f}?|:(?:x|-1|thumbsdown):)\s*`)
)

// lessonKind is the kind that the mark in front of a lesson says, else the nearest heading that names one kind.
func lessonKind(said string, under []opened) string {
	switch {
	case goodMark().MatchString(said):
		return "went well"
	case badMark().MatchString(said):
		return "went badly"
	}
	for i := len(under) - 1; i >= 0 && under[i].part == parts.Lessons; i-- {
		name := under[i].name
		well, badly := wentWell().MatchString(name), wentBadly().MatchString(name)
		switch {
		case wasLuck().MatchString(name):
			return "lucky"
		case badly && !well:
			return "went badly"
		case well && !badly:
			return "went well"
		}
	}
	return "learned"
}

// causes makes high-level causes, and the whys below them, of what was told.
func (b *builder) causes() {
	b.findWhys()
	var whys []saying
	for i := range b.told {
		switch t := &b.told[i]; t.part() {
		case parts.Whys:
			whys = append(whys, *t)
		case parts.Causes:
			if !b.asksWhy(t.under) {
				continue
			}
			if len(whys) == 0 || lastLine(whys[len(whys)-1].under) != lastLine(t.under) {
				whys = append(whys, b.chain(t)...)
			}
			whys = append(whys, *t)
		}
	}
	b.whys(whys)
	answers := b.answers()
	for i := range b.told {
		t := &b.told[i]
		if t.part() != parts.Causes || b.asksWhy(t.under) || t.shape == heading || t.shape == label || b.introduces(i) {
			continue
		}
		if said := b.one(t.piece, b.prefixed(t)); said != "" && !isRoot(said, t.under, answers) {
			b.post.Causes = append(b.post.Causes, model.Cause{Text: said, Role: roleOf(t.under)})
		}
	}
}

// chain is the heading that a text stands under, where that is the cause of which it is asked why.
func (b *builder) chain(t *saying) []saying {
	o := t.under[len(t.under)-1]
	if parts.Named(o.name) != parts.Unknown || o.line == t.from {
		return nil
	}
	b.put(o.line, o.line+1)
	return []saying{{piece: &piece{shape: heading, from: o.line, to: o.line + 1, under: t.under, rest: o.name}}}
}

// findWhys finds the headings that only speak of causes, and below which whys stand: two questions, or one by itself.
func (b *builder) findWhys() {
	asked := map[int]int{}
	for i := range b.told {
		if t := &b.told[i]; t.part() == parts.Causes {
			q, rest := question(text.FirstBytes(t.text, 1000))
			if whyQuestion().MatchString(q) {
				asked[lastLine(t.under)]++
				if rest == "" {
					asked[lastLine(t.under)]++
				}
			}
		}
	}
	b.asking = asked
}

// asksWhy reports whether whys stand under a heading that only speaks of causes.
func (b *builder) asksWhy(under []opened) bool { return b.asking[lastLine(under)] > 1 }

// lastLine is the line of the innermost name that a text stands under, -1 for none.
func lastLine(under []opened) int {
	if len(under) == 0 {
		return -1
	}
	return under[len(under)-1].line
}

var (
	saysContributing = text.Expression(`(?i)\bcontribut`)
	saysTrigger      = text.Expression(`(?i)\btrigger`)
)

// roleOf is the role that the nearest heading says.
func roleOf(under []opened) string {
	for i := len(under) - 1; i >= 0 && under[i].part == parts.Causes; i-- {
		switch name := under[i].name; {
		case saysContributing().MatchString(name):
			return "contributing"
		case saysTrigger().MatchString(name) && !strings.Contains(strings.ToLower(name), "cause"):
			return "trigger"
		}
	}
	return ""
}

// group is what a heading says of the actions below it.
type group struct{ kind, area, priority string }

var groupNames = []struct {
	says text.Pattern
	is   group
}{
	{text.Expression(`(?i)\bprevent(?:ion|a?tive|ing)?\b`), group{kind: "preventative", area: "prevention"}},
	{text.Expression(`(?i)^corrective\b`), group{kind: "corrective"}},
	{text.Expression(`(?i)\b(?:detect(?:ion|ing)?|monitoring|alert(?:ing|s)?|observability)\b`), group{area: "detection"}},
	{text.Expression(`(?i)\b(?:respon(?:se|ding)|mitigat(?:ion|ive|ing)|recovery)\b`), group{area: "response"}},
	{text.Expression(`(?i)\bcommunicat(?:ion|ions|ing)\b`), group{area: "communication"}},
	{text.Expression(`(?i)^p([1-4])\b`), group{priority: "P"}},
}

// named takes what a name says, and reports whether it says anything. One that names two kinds says none.
func (g *group) named(name string) bool {
	found := 0
	for _, n := range groupNames {
		m := n.says().FindStringSubmatch(name)
		if m == nil {
			continue
		}
		if found++; found > 1 {
			*g = group{}
			return false
		}
		*g = n.is
		if n.is.priority != "" {
			g.priority += m[1]
		}
	}
	return found == 1
}

// groupOf is what the nearest headings say of an action. The outermost one stands above all of them, of whatever kind.
func groupOf(under []opened) (g group) {
	for i := len(under) - 1; i > 0 && under[i].part == parts.Actions; i-- {
		outermost := under[i-1].part != parts.Actions
		if outermost && strings.Contains(strings.ToLower(under[i].name), "corrective") {
			break
		}
		if g.named(under[i].name) {
			break
		}
	}
	return g
}

// actions makes the actions of the items that were read.
func (b *builder) actions() {
	for i := range b.doc.Items {
		b.action(b.doc.Items[i], &b.taken[i])
	}
}

func (b *builder) action(item Item, raw *rawItem) {
	a := model.NewAction()
	a.Owner, a.Ticket, a.Status = b.owner(item.Owner), model.Clean(item.Ticket), item.Status
	g := groupOf(raw.under)
	a.Kind, a.Area, a.Priority = g.kind, g.area, g.priority
	if item.Dated {
		if due, err := clock.ParseDue(strings.Trim(item.Due, " .*_`"), b.today()); err == nil {
			a.Due = due
		}
	}
	a.Title = b.actionTitle(&item, raw, &a)
	for _, line := range raw.lines {
		b.put(line, line+1)
	}
	if raw.begun != "" {
		begun := markdown.Addressed(strings.TrimSpace(raw.begun), b.refs)
		a.Title = together(begun, a.Title)
		for _, line := range raw.begin {
			b.put(line, line+1)
		}
	}
	var own []rawItem
	for _, below := range raw.below {
		inner := readItem(below.text, nil, b.refs)
		if raw.standsApart(&inner) {
			own = append(own, below)
			continue
		}
		a.Title = together(a.Title, model.Clean(markdown.Addressed(below.text, b.refs)))
		for _, line := range below.lines {
			b.put(line, line+1)
		}
	}
	p := &piece{from: raw.line - 1, to: raw.line}
	if a.Title = b.one(p, a.Title); a.Title != "" {
		b.post.Actions = append(b.post.Actions, a)
	}
	for i := range own {
		b.action(readItem(own[i].text, nil, b.refs), &own[i])
	}
}

// today is the day that days without a year come after.
func (b *builder) today() (day time.Time) {
	if !b.day.IsZero() {
		return b.day
	}
	return b.post.CreatedAt.Time()
}

// actionTitle is what shall be done, with every word of the item that has no other field.
func (b *builder) actionTitle(item *Item, raw *rawItem, a *model.Action) string {
	title := item.Title
	whole := model.Clean(item.Text)
	if raw.cells == nil && strings.Count(raw.text, "](")+strings.Count(raw.text, "][") > 1 { // a ticket is one link
		return model.Clean(markdown.Addressed(raw.text[len(markdown.TaskMark().FindString(raw.text)):], b.refs))
	}
	if raw.cells != nil {
		whole = b.restOfRow(raw, a)
		if title == "" || item.Due != "" && a.Due == "" {
			whole = together(model.Clean(item.Text), together(item.Due, whole))
			return whole
		}
		return together(model.Clean(title), whole)
	}
	if strings.Count(title, "(") != strings.Count(title, ")") { // the ticket stood in a remark
		return whole
	}
	kept := map[string]bool{}
	for _, w := range wordsIn(strings.Join([]string{title, a.Owner, item.Owner, a.Ticket, item.Status}, " ")) {
		kept[w] = true
	}
	if a.Due != "" {
		for _, w := range wordsIn(item.Due) {
			kept[w] = true
		}
	}
	for _, w := range wordsIn(whole) {
		if !kept[w] && !besideFields[w] {
			return whole
		}
	}
	return model.Clean(title)
}

// besideFields are the words that stand beside the fields of an item.
var besideFields = text.WordsOfList(`owner owners assignee assigned to due by on date eta deadline ticket issue jira link done completed complete
	open doing dropped fixed accomplished n a as of status todo progress in and will x who when https http see pr`)

// hasField reports a cell whose words have a field of their own, or that has none.
func (raw *rawItem) hasField(i int, plain string, a *model.Action) bool {
	n := raw.named
	switch i {
	case n.Title, n.Owner, n.Due:
		return true
	case n.Ticket:
		if a.Ticket != "" && strings.Contains(plain, a.Ticket) {
			return true
		}
	case n.Status:
		if saysStatus(plain, a.Ticket) {
			return true
		}
	}
	return i == 0 && len(plain) < 4 || strings.Trim(plain, "-–— ") == "" || promptNothing().MatchString(plain)
}

// restOfRow takes what the other columns of a row say: the priority and the kind, and whatever else.
func (b *builder) restOfRow(raw *rawItem, a *model.Action) (rest string) {
	for i, cell := range raw.cells {
		plain := model.Clean(markdown.Addressed(cell, b.refs))
		if raw.hasField(i, plain, a) {
			continue
		}
		if g := (group{}); len(plain) < 20 && g.named(plain) {
			a.Kind, a.Area, a.Priority = cmp.Or(a.Kind, g.kind), cmp.Or(a.Area, g.area), cmp.Or(a.Priority, g.priority)
			continue
		}
		if i < len(raw.names) && raw.names[i] != "" {
			name, _ := markdown.Inline(raw.names[i], nil)
			plain = name + ": " + plain
		}
		rest = together(rest, plain)
	}
	return rest
}

// saysStatus reports a cell that says no more than how far an item is, and its ticket: behind a word for done, anything may stand.
func saysStatus(cell, ticket string) bool {
	status, known := statusIn(cell)
	if known && status != "done" {
		return true
	}
	words := wordsIn(strings.ReplaceAll(cell, ticket, ""))
	if known && len(words) > 0 {
		words = words[1:]
	}
	return !slices.ContainsFunc(words, func(w string) bool { return !besideFields[w] && !strings.Contains(ticket, w) })
}

// owner is the participant of that handle, else who was written.
func (b *builder) owner(said string) string {
	said = model.Clean(strings.Trim(bareHandles(said), " .,;:*_"))
	handle, is := strings.CutPrefix(said, "@")
	for _, p := range b.doc.People {
		if is && strings.EqualFold(p.Handle, handle) && p.Name != "" {
			return p.Name
		}
	}
	if is && isHandle(handle) {
		return handle
	}
	return said
}

func number(digits string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	return n, err == nil
}
