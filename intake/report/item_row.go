package report

import (
	"slices"
	"strings"
	"unicode"

	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
	"debrief/model/due"
)

// cellsOfItem are the cells of a row of a table, with or without pipes at its edges, and one for what is no row.
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
	if !strings.Contains(line, "`") {
		return line
	}
	parts := strings.Split(line, "`")
	for i := 1; i < len(parts)-1; i += 2 {
		parts[i] = ""
	}
	return strings.Join(parts, "")
}

// cells reads the cells of a row whose columns have no names. The longest text is the title; what the others are shows by
// what stands in them.
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
	if onlyDate.MatchString(cells[0]) {
		most = 0
	}
	for i, cell := range cells {
		if len(cell) > most && !isGroup(cell) && !onlyLink.MatchString(cell) && !onlyDate.MatchString(cell) {
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
	return cellBreak.ReplaceAllString(handleBreak.ReplaceAllString(cell, " @"), ", ")
}

var (
	cellBreak   = text.Expression(`(?i)\s*[,;]?\s*<br\s*/?>\s*`)
	handleBreak = text.Expression("(?i)\\s*<br\\s*/?>\\s*`?@")
)

// cell reads a cell of an unnamed column.
func (item *Item) cell(cell string) {
	cell = dayInEnglish(cell)
	if strings.HasPrefix(cell, "`@") {
		cell = strings.Trim(cell, "`")
	}
	switch status, isStatus := statusIn(cell); {
	case cell == "" || promptNothing.MatchString(cell):
	case isStatus:
		if item.Status == "open" {
			item.Status = status
		}
	case sortOfItem.MatchString(cell):
	case item.Due == "" && (dueWords.MatchString(cell) || due.Field(cell)):
		item.Due, item.Dated = cell, namesDay(cell)
	case item.Ticket == "" && ticketIn(cell, "") != "":
		item.Ticket = ticketIn(cell, "")
	case item.Owner == "" && mayOwn(cell):
		item.Owner = strings.Trim(cell, " .")
	}
}

// mayOwn reports whether a cell can name who sees an item through: a few words of letters, a handle, a team.
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
	if m := behindTicket.FindStringSubmatch(cell); m != nil {
		cell = m[1] // "n/a DONE", "Bug 5554825 DONE"
	}
	unsigned := doneSign.ReplaceAllString(cell, " ")
	plain := strings.ToLower(strings.TrimFunc(unsigned, func(r rune) bool { return !unicode.IsLetter(r) }))
	if unsigned != cell && len([]rune(plain)) < 16 {
		return "done", true
	}
	for _, s := range statusWords {
		if s.says.MatchString(plain) {
			return s.status, true
		}
	}
	return "", false
}

var behindTicket = text.Expression(`(?i)^\W*(?:n/?a|none|(?:(?:bug|issue|ticket|pr) )?#?\d+|[A-Z][A-Z0-9]+-\d+)\W+(\w.*)$`)

var statusWords = []struct {
	status string
	says   *text.Pattern
}{
	{"done", text.Expression(`^(?:done|completed?|finished|fixed|closed|resolved|merged|shipped|deployed|released|implemented|live)\b.{0,30}$`)},
	{"done", text.Expression(`^(?:erledigt|fertig|abgeschlossen|terminée?|faite?|hech[oa]|completad[oa]|fatt[oa]|completat[oa]|feit[oa]|concluíd[oa]|klaar|` +
		`afgerond|完了|済み?|対応済み?)$`)},
	{"doing", text.Expression(`^(?:in[- _]?progress|ongoing|doing|started|wip|active|in review|reviewing|partial(?:ly)?(?: done)?)$`)},
	{"dropped", text.Expression(`^(?:won['’]?t (?:do|fix)|wontfix|dropped|cancel+ed|abandoned|rejected|failed|obsolete|n/a)$`)},
	{"open", text.Expression(`^(?:open|to[- ]?do|pending|not[- ]started|not done|new|planned|backlog|unassigned|proposed|scheduled|blocked|` +
		`on hold|incomplete)$`)},
}

// readRow reads a row by the columns that the header of its table names.
func readRow(c parts.ActionColumns, cells []string, names map[string]bool, refs map[string]string) Item {
	item := Item{Status: "open"}
	at := func(col int) (string, string) {
		if col < 0 || col >= len(cells) {
			return "", ""
		}
		return markdown.Inline(withoutStruck(cells[col]), refs)
	}
	title, link := at(c.Title)
	item.Text = title
	item.Ticket = ticketIn(title, link)
	item.Title = item.told(title, names)
	if c.Owner >= 0 && c.Owner < len(cells) {
		cells[c.Owner] = listed(cells[c.Owner])
	}
	if owner, _ := at(c.Owner); owner != "" && !promptNothing.MatchString(owner) {
		item.Owner = owner
	}
	if due, _ := at(c.Due); due != "" && (!promptNothing.MatchString(due) || len(due) > 2 && !strings.EqualFold(due, "none")) {
		item.Due = dayInEnglish(due)
		item.Dated = namesDay(item.Due)
	}
	if ticket, link := at(c.Ticket); ticket+link != "" && item.Ticket == "" {
		item.Ticket = ticketIn(ticket, link)
	}
	ticket, _ := at(c.Ticket)
	status, _ := at(c.Status)
	item.progress(ticket, status)
	return item
}

// progress reads how far an item is from its columns. In a table without one for it, people write that something is done beside
// the ticket.
func (item *Item) progress(ticket, words string) {
	if status, _ := statusIn(ticket); status == "done" {
		item.Status = status
	}
	if status, ok := statusIn(words); ok {
		item.Status = status
	} else if item.Due == "" && dueWords.MatchString(words) {
		item.Due, item.Dated = words, true
	}
}
