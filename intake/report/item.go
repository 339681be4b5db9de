package report

import (
	"cmp"
	_ "embed" // the lists
	"slices"
	"strings"
	"unicode"

	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
	"debrief/model/due"
)

// Item is an action item as somebody wrote it, in whatever form: what shall be done, and what was said about who and when.
type Item struct {
	Line   int    // of the document, from 1; 0 for a line alone
	Text   string // the whole of it, without Markdown's marks
	Title  string // what shall be done, without what stands in the fields below
	Owner  string // as written: "Mei", "@mei", "the platform team", "mei, sam"; "" where nobody is named
	Due    string // as written where a date stands, a month in English: "2026-12-04", "next sprint"; "" where none does
	Dated  bool   // Due names a day of the calendar
	Ticket string // an address, #123 or ABC-123
	Status string // open, doing, done or dropped
}

// ActionItem reads one action item that stands alone: a line of prose or of a list, a task, or a row of a table without its
// header. Any text is one, also an empty one.
func ActionItem(line string) Item {
	return readItem(line, nil, nil)
}

// readItem reads an item among the people that the document around it names.
func readItem(line string, names map[string]bool, refs map[string]string) Item {
	line = strings.TrimSpace(typedMarks.Replace(line))
	item := Item{Status: "open"}
	line = item.mark(line)
	if cells := cellsOfItem(line); len(cells) > 1 {
		item.cells(cells, names, refs)
		return item
	}
	if strings.TrimSpace(withoutStruck(line)) == "" && line != "" {
		item.Status = "dropped"
	}
	owner, line := boldOwner(withoutStruck(item.tickedOff(line)))
	text, link := markdown.Inline(line, refs)
	item.Text, item.Owner, item.Ticket = text, owner, ticketIn(text, link)
	if item.Title = item.told(text, names); onlyLink().MatchString(item.Title) {
		item.Title = ""
	}
	return item
}

// typedMarks lets a date that was set with hyphens of typography be one, and a field of Dataview ("[due:: 2026-12-04]") a label.
var typedMarks = strings.NewReplacer("\u2010", "-", "\u2011", "-", ":: ", ": ")

var onlyLink = text.Expression(`^(?:https?://\S+|#\d+|[A-Z][A-Z0-9]+-\d+)$`)

var itemMark = text.Expression(`^(?:[-*+•·–]|\d{1,3}[.)])\s+`)

func (item *Item) mark(line string) string {
	line = strings.TrimSpace(line[len(itemMark().FindString(line)):])
	box := markdown.TaskMark().FindString(line)
	if len(box) > 1 {
		item.Status = cmp.Or(map[byte]string{'x': "done", 'X': "done", '-': "dropped", '~': "dropped"}[box[1]], item.Status)
	}
	return strings.TrimSpace(line[len(box):])
}

// tickedOff is an item that is struck out and then says what became of it, without the marks: "~~Move the mail~~ (won't do)".
func (item *Item) tickedOff(line string) string {
	m := struckFirst().FindStringSubmatch(line)
	if m == nil {
		return line
	}
	status, ok := remarkedStatus(m[2])
	if !ok || status == "open" {
		return line
	}
	item.Status = status
	return m[1] + " " + m[2]
}

var struckFirst = text.Expression(`^~~([^~\n]{1,400})~~\s*(\S.*)$`)

func withoutStruck(text string) string {
	return markdown.StruckOut().ReplaceAllString(text, " ")
}

// told reads a text: the status, the owner and the date that it names leave it, and what stays is what shall be done.
func (item *Item) told(text string, names map[string]bool) (title string) {
	text = withoutTail(item.status(text))
	if item.Status == "open" && tellsOfPast(text) {
		item.Status = "done"
	}
	text, foreign := inEnglish(text)
	text = item.whoAndWhen(text, names)
	if day := isoDay().FindString(text); foreign && item.Due == "" {
		item.Due, item.Dated = day, day != "" && isPossible(day) // whatever the words around it are
	}
	text = text[len(rankMark().FindString(text)):]
	return strings.Trim(strings.TrimSpace(text), "|,;–— ")
}

// whoAndWhen takes the owner and the date of a text, which may stand together or apart, in either order.
func (item *Item) whoAndWhen(text string, names map[string]bool) (rest string) {
	if item.Owner == "" && item.Due == "" {
		if item.Owner, item.Due, text = pairIn(text, names); item.Due != "" {
			item.Dated = isPossible(item.Due)
		}
	}
	for range 2 { // "(@mei)" may stand in front of the date, or behind it
		before := len(text)
		if item.Owner == "" {
			item.Owner, text = ownerIn(text, names)
		}
		if item.Due == "" {
			at := 0
			item.Due, item.Dated, text, at = dateIn(text)
			if item.Owner == "" { // "@mei by 4 dec as soon as possible"
				var head string
				if item.Owner, head = lastHandle(text[:at]); item.Owner != "" {
					text = strings.TrimSpace(head + text[at:])
				}
			}
		}
		if len(text) == before {
			break
		}
	}
	if item.Owner == "" && item.Dated {
		item.Owner, text = namedInFront(text)
	}
	return text
}

// rankMark is how much an item matters, in front of it.
var rankMark = text.Expression(`^[\[(]?(?:(?:HIGH|MEDIUM|LOW|CRITICAL|URGENT)\b|P[0-5]\b|(?i:high|medium|low) priority\b)[\])]?\s*[:–—-]*\s+`)

// withoutTail is a text without the tickets, the addresses and the sort of item that stand at its end.
func withoutTail(text string) string {
	for {
		at := strings.LastIndexByte(text, ' ')
		if at < 0 || !itemTail().MatchString(text[at+1:]) {
			return text
		}
		text = strings.TrimSpace(text[:at])
	}
}

var itemTail = text.Expression(`(?i)^[\[(]*(?:;|(?:ticket|issue|jira|link|pr|see):|https?://\S+|#\d{1,6}|[A-Z][A-Z0-9]{1,9}-\d{1,6}|\[(?:repair|detect|mitigate|prevent|process|` +
	`investigate|fix|other|PR|issue|ticket)[^\]]{0,12}\])[\])]*[.]?$`)

// tellsOfPast reports whether an item tells of something done: "We have enabled …", "… has been removed", "Added the alert".
func tellsOfPast(s string) bool {
	s = text.FirstBytes(s, 300)
	if label, behind, ok := strings.Cut(s, ": "); ok && len(label) < 60 && !strings.Contains(label, ".") {
		s = strings.TrimLeft(behind, "* ")
	}
	first, _, _ := strings.Cut(s, " ")
	switch {
	case text.AnyWord(text.FirstBytes(s, 30), " need "): // "we need to" is to come
		return false
	case strings.HasSuffix(first, "ed") || len(first) < 8 && (text.StartsWithAny(first, "We", "They") || first == "I" || pastOpenings[first]):
		return didIt().MatchString(s)
	case strings.Contains(s, " been ") || strings.Contains(s, " was ") || strings.Contains(s, " were "):
		past := wasDone().FindString(s)
		return past != "" && !opensItem[strings.ToLower(first)] && !subordinate().MatchString(past)
	}
	return false
}

var (
	didIt = text.AnyOf(
		`^(?:We|They|I)(?:['’]ve| have| has)? (?:also |since |already |now |significantly |for several years )*`+
			`(?:[a-z]+ed|made|set|put|ran|wrote|built|took|began|sent)\b`,
		`^(?:[A-Z][a-z]+ed|Sent|Made|Wrote|Built|Ran) (?:the|a|an|our|all|its|this|these|from|to|with|by|per|those) ?`,
	)
	// subordinate is what has happened in a clause, while the sentence asks for something: "Page us when a backup has been missed".
	subordinate = text.Expression(`(?i)\b(?:if|when|whenever|once|until|unless|after|before|while|whether|where)\b`)
	wasDone     = text.AnyOf(
		`^[^.]{0,160}?\b(?:has|have) (?:been|already been|now been) [a-z]+ed\b`,
		`^[^.]{0,60}?\b(?:was|were) (?:[a-z]+ed|sent|made|put|built)\b`,
	)
)

var doneSign = text.Expression(`[✅✔☑]\x{fe0f}?|:white_check_mark:|:heavy_check_mark:|:check:`)

// statusEnds are the marks and words beside an item that say how far it is.
var statusEnds = []struct {
	status string
	says   text.Pattern
}{
	{"done", doneSign},
	{"done", text.AnyOf(
		`(?i)^[\[(]?(?:done|completed?|fixed|resolved|closed|shipped|merged|finished)[\])]?\s*[:–—-]\s+`,
		`(?i)^\[(?:done|completed?|fixed|closed)\]\s*`, `^(?:DONE|COMPLETED?|FIXED|RESOLVED)\b[:!]?\s+`,
	)},
	{"done", text.AnyOf(
		`(?i)\s*[\[(](?:already |now |all )?(?:done|completed?|fixed|resolved|closed|shipped|merged|deployed|finished|implemented|accomplished)\b`+
			`[^\])]{0,60}[\])][.!]?$`,
		`(?i)\s[-–—|:]\s*(?:done|completed?|fixed|shipped)[.!]?$`, `(?i)\.\s+(?:done|completed)[.!]?$`,
		`(?i)(?:[;,.–—]|\s-)\s*(?:done|completed|fixed|resolved) (?:as of|on|in|at|by)\b[^.;]{0,30}[.]?$`,
		`(?i)\bstatus:\s*(?:done|completed?|closed|fixed)\b[.]?`,
	)},
	{"doing", text.AnyOf(`(?i)\s*[\[(](?:in[- ]progress|ongoing|wip|started|doing)[\])][.!]?$`,
		`(?i)\bstatus:\s*(?:in[- ]progress|ongoing|started)\b[.]?`, `^(?:DOING|WIP|IN PROGRESS|ONGOING)\b[:!]?\s+`)},
	{"dropped", text.AnyOf(`(?i)\s*[\[(](?:won['’]t (?:do|fix)|wontfix|dropped|cancel+ed|abandoned|rejected|obsolete|failed)[\])][.!]?$`,
		`(?i)^\[n/?a\]\s*`, `^(?:WONTFIX|WON['’]T FIX|DROPPED|CANCELL?ED)\b[:!]?\s+`)},
	{"open", text.AnyOf(`^TODO\b[:!]?\s+`,
		`(?i)\s*[\[(](?:todo|open|pending|not started|planned)[\])][.!]?$`, `(?i)\bstatus:\s*(?:todo|open|pending|not started)\b[.]?`)},
}

func (item *Item) status(said string) string {
	if !text.AnyWord(said, "done", "complete", "fixed", "resolved", "closed", "shipped", "merged", "finished", "deployed", "implemented",
		"status", "progress", "ongoing", "wip", "started", "doing", "won't", "won’t", "wontfix", "dropped", "cancel", "abandoned", "rejected",
		"obsolete", "failed", "n/a", "accomplished", "todo", "open", "pending", "planned", "✅", "✔", "☑", "check") {
		return said
	}
	for _, s := range statusEnds {
		if !s.says().MatchString(said) {
			continue
		}
		said = strings.TrimSpace(s.says().ReplaceAllString(said, " "))
		if item.Status == "open" {
			item.Status = s.status
		}
	}
	return said
}

var ticketKey = text.Expression(`(?:^|[\s(\[])(#\d{1,6}|[A-Z][A-Z0-9]{1,9}-\d{1,6})\b`)

// ticketIn is the first address of a text, or the key of a ticket.
func ticketIn(s, link string) string {
	if link != "" {
		return link
	}
	if !strings.ContainsAny(s, "#-") {
		return ""
	}
	for _, m := range ticketKey().FindAllStringSubmatch(text.FirstBytes(s, 4000), 20) {
		if !notTickets[m[1]] {
			return m[1]
		}
	}
	return ""
}

// table are the lists of words below, as words.txt tells.
//
//go:embed words.txt
var table string

var (
	lists                             = text.Lists(table)
	acronyms, notTickets              = lists["acronyms"], lists["notTickets"]
	opensItem, notLeading, groupWords = lists["opensItem"], lists["notLeading"], lists["groupWords"]
	pastOpenings, thingOpens          = lists["pastOpenings"], lists["thingOpens"]
	topics, besideDays                = lists["topics"], lists["besideDays"]
	particles, notNames               = lists["particles"], lists["notNames"]
)

func cellsOfItem(line string) []string {
	if !strings.HasPrefix(line, "|") && !strings.Contains(line, "\t") && !strings.Contains(withoutCode(line), " | ") {
		return nil
	}
	if !strings.Contains(line, "|") {
		line = strings.ReplaceAll(line, "\t", "|")
	}
	return markdown.Cells(line)
}

// withoutCode leaves out what stands between backticks: a pipe there is a shell's.
func withoutCode(line string) string {
	parts := strings.Split(line, "`")
	for i := 1; i < len(parts)-1; i += 2 {
		parts[i] = ""
	}
	return strings.Join(parts, "")
}

// cells reads the cells of a row whose columns have no names. The longest text is the title; what the others are shows by what stands in them.
func (item *Item) cells(cells []string, names map[string]bool, refs map[string]string) {
	links := make([]string, len(cells))
	for i, cell := range cells {
		cells[i], links[i] = markdown.Inline(withoutStruck(listed(cell)), refs)
	}
	title := titleCell(cells)
	item.Text = strings.TrimSpace(strings.Join(cells, " | "))
	for i, cell := range cells {
		if links[i] != "" && item.Ticket == "" {
			item.Ticket = links[i]
		}
		if i != title {
			item.cell(cell)
		}
	}
	if item.Ticket == "" {
		item.Ticket = ticketIn(cells[title], "")
	}
	item.Title = item.told(cells[title], names)
}

// titleCell is the cell that says what shall be done, where no header tells: the longest that is no group of people, no date and
// no address. A name that is longer gives way to one that opens like an item: "Add alert | Mei Tanaka".
func titleCell(cells []string) int {
	title, most := 0, len(cells[0])
	if onlyDate().MatchString(cells[0]) {
		most = 0
	}
	for i, cell := range cells {
		if len(cell) > most && !isGroup(cell) && !onlyLink().MatchString(cell) && !onlyDate().MatchString(cell) {
			title, most = i, len(cell)
		}
	}
	if whole(cells[title]) && !opensLikeItem(cells[title]) {
		if i := slices.IndexFunc(cells, opensLikeItem); i >= 0 {
			return i
		}
	}
	return title
}

func opensLikeItem(cell string) bool {
	first, _, several := strings.Cut(strings.ToLower(cell), " ")
	return several && opensItem[first]
}

var onlyDate = text.Expression(`(?i)^\W*(?:by |before |on )?` + dueDate + `\W*$`)

// listed parts the lines of a cell with commas, so that "Joe<br>Mei" are two people and "Mei Tanaka<br>@mei" is one.
func listed(cell string) string {
	if !strings.Contains(cell, "<") || len(cell) > 120 {
		return cell
	}
	return cellBreak().ReplaceAllString(handleBreak().ReplaceAllString(cell, " @"), ", ")
}

var (
	cellBreak   = text.Expression(`(?i)\s*[,;]?\s*<br\s*/?>\s*`)
	handleBreak = text.Expression("(?i)\\s*<br\\s*/?>\\s*`?@")
)

func (item *Item) cell(cell string) {
	cell = dayInEnglish(cell)
	if strings.HasPrefix(cell, "`@") {
		cell = strings.Trim(cell, "`")
	}
	switch status, isStatus := statusIn(cell); {
	case cell == "" || promptNothing().MatchString(cell):
	case isStatus:
		if item.Status == "open" {
			item.Status = status
		}
	case sortOfItem().MatchString(cell):
	case item.Due == "" && (dueWords().MatchString(cell) || due.Field(cell)):
		item.Due, item.Dated = cell, namesDay(cell)
	case item.Ticket == "" && ticketIn(cell, "") != "":
		item.Ticket = ticketIn(cell, "")
	case item.Owner == "" && mayOwn(cell):
		item.Owner = strings.Trim(cell, " .")
	}
}

func mayOwn(cell string) bool {
	words := strings.Fields(cell)
	switch {
	case len(words) == 0 || len(words) > 8 || len(cell) > 60 || strings.ContainsAny(cell, ":=<>`"):
		return false
	case handleIn(words[0]) != "" || isTeam(cell):
		return true
	case strings.Contains(cell, "/") && len(words) == 1 && strings.ToLower(cell) == cell:
		return false // a path
	}
	return !strings.ContainsAny(cell, "0123456789")
}

// sortOfItem are the words of columns for the kind, the priority or the size of an item.
var sortOfItem = text.Expression(`(?i)^\W*(?:(?:mitigat|prevent|detect|investigat|repair|correct|improv|remediat|communicat|document|monitor|` +
	`automat|test)(?:e|es|ed|ion|ive|ative|ing|or|ation|ements?)?|` +
	`process|fix|bug|feature|chore|task|story|other|cleanup|response|recovery|people|technical|code|docs?|` +
	`p[0-5]|s[1-5]|sev ?[1-5]|high(?:est)?|medium|med|low(?:est)?|critical|urgent|normal|major|minor|xs|s|m|l|xl|small|large|yes|no|` +
	`(?:short|medium|mid|long)[- ]term|immediate|\d{1,3}[.)]?)\W*$`)

// statusIn reads how far an item is, from a cell that says nothing else.
func statusIn(cell string) (status string, ok bool) {
	if m := behindTicket().FindStringSubmatch(cell); m != nil {
		cell = m[1] // "n/a DONE", "Bug 5554825 DONE"
	}
	unsigned := doneSign().ReplaceAllString(cell, " ")
	plain := strings.ToLower(strings.TrimFunc(unsigned, func(r rune) bool { return !unicode.IsLetter(r) }))
	if unsigned != cell && len([]rune(plain)) < 16 {
		return "done", true
	}
	for _, s := range statusWords {
		if s.says().MatchString(plain) {
			return s.status, true
		}
	}
	return "", false
}

var behindTicket = text.Expression(`(?i)^\W*(?:n/?a|none|(?:(?:bug|issue|ticket|pr) )?#?\d+|[A-Z][A-Z0-9]+-\d+)\W+(\w.*)$`)

var statusWords = []struct {
	status string
	says   text.Pattern
}{
	{"done", text.Expression(`^(?:done|completed?|finished|fixed|closed|resolved|merged|shipped|deployed|released|implemented|documented|verified|live)\b(?:.{0,30}|\s*[(:;,–—].*)$`)},
	{"done", text.Expression(`^(?:erledigt|fertig|abgeschlossen|terminée?|faite?|hech[oa]|completad[oa]|fatt[oa]|completat[oa]|feit[oa]|concluíd[oa]|klaar|` +
		`afgerond|完了|済み?|対応済み?)$`)},
	{"doing", text.Expression(`^(?:in[- _]?progress|ongoing|doing|started|wip|active|in review|reviewing|partial(?:ly)?(?: done)?|` +
		`in (?:arbeit|bearbeitung|corso)|en (?:cours|curso|proceso|progreso)|em (?:andamento|curso)|進行中|対応中)$`)},
	{"dropped", text.Expression(`^(?:won['’]?t (?:do|fix)|wontfix|dropped|cancel+ed|abandoned|rejected|failed|obsolete|n/a)$`)},
	{"open", text.Expression(`^(?:open|to[- ]?do|pending|not[- ]started|not done|new|planned|backlog|unassigned|proposed|scheduled|blocked|` +
		`on hold|incomplete|offen|à faire|pend[ie]e?nte|da fare|a fazer|por hacer|未着手|未対応)$`)},
}

// remark is what stands behind a status in its cell.
var remark = text.Expression(`\s*(?:[(（,;:、]|\s[–—-]\s|[–—]).*$`)

// remarkedStatus is the status of a cell that may hold a remark as well: "Open (with the next upgrade)".
func remarkedStatus(words string) (status string, ok bool) {
	if status, ok = statusIn(words); !ok {
		status, ok = statusIn(remark().ReplaceAllString(words, ""))
	}
	return status, ok
}

// tickOff leaves out the marks of a row's title that is struck out where its status says what became of it: nobody took that back.
func tickOff(c parts.ActionColumns, cells []string) {
	if min(c.Title, c.Status) < 0 || max(c.Title, c.Status) >= len(cells) || strings.TrimSpace(withoutStruck(cells[c.Title])) != "" {
		return
	}
	if became, ok := statusIn(cells[c.Status]); ok && became != "open" {
		cells[c.Title] = strings.ReplaceAll(cells[c.Title], "~~", "")
	}
}

func readRow(c parts.ActionColumns, cells []string, names map[string]bool, refs map[string]string) Item {
	item := Item{Status: "open"}
	at := func(col int) (string, string) {
		if col < 0 || col >= len(cells) {
			return "", ""
		}
		return markdown.Inline(withoutStruck(cells[col]), refs)
	}
	tickOff(c, cells)
	title, link := at(c.Title)
	item.Text = title
	item.Ticket = ticketIn(title, link)
	item.Title = item.told(title, names)
	if c.Owner >= 0 && c.Owner < len(cells) {
		cells[c.Owner] = listed(cells[c.Owner])
	}
	if owner, _ := at(c.Owner); hasWords(owner) && !promptNothing().MatchString(owner) {
		item.Owner = owner
	}
	if due, _ := at(c.Due); hasWords(due) && (!promptNothing().MatchString(due) || len(due) > 2 && !strings.EqualFold(due, "none")) {
		item.Due = dayInEnglish(due)
		item.Dated = namesDay(item.Due)
	}
	if ticket, link := at(c.Ticket); ticket+link != "" && item.Ticket == "" {
		item.Ticket = ticketIn(ticket, link)
	}
	ticket, _ := at(c.Ticket)
	status, link := at(c.Status)
	item.Ticket = cmp.Or(item.Ticket, ticketIn(status, link))
	item.progress(ticket, status)
	return item
}

// progress reads how far an item is from its columns. In a table without one for it, people write that something is done beside the ticket.
func (item *Item) progress(ticket, words string) {
	if status, _ := statusIn(ticket); status == "done" {
		item.Status = status
	}
	if status, ok := remarkedStatus(words); ok {
		item.Status = status
	} else if item.Due == "" && dueWords().MatchString(words) {
		item.Due, item.Dated = words, true
	}
}
