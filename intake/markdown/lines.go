// Package markdown takes the lines of a document apart: what a line is, what it says without its marks, and the time that it begins with.
package markdown

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// Kind is what a line of Markdown is.
type Kind int

// The kinds of lines.
const (
	Blank Kind = iota
	Text
	Heading
	Bullet
	Row
	Fence
	Rule
	Front
	Comment
	Reference
	Underline // the line that makes a heading of the one above it
)

// Line is a line of Markdown, seen on its own.
type Line struct {
	Kind   Kind
	Indent int    // in columns
	Level  int    // of a heading
	Body   string // without its mark: the text of a heading or of a bullet, else the line without its indent
	Broken bool   // ends in a hard line break
	Names  bool   // a row of HTML or of Jira that names the columns
}

// The shapes of lines. A heading has its marks and its text as groups, an item its mark and its text, the address of a reference its
// name and its target.
var (
	HeadingLine   = text.Expression(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$`)
	BulletLine    = text.Expression(`^[ \t]*([-*+•·–]|\d{1,3}[.)])[ \t]+(.*)$`)
	ruleLine      = text.Expression(`^ {0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$`)
	underline     = text.Expression(`^ {0,3}(?:-{3,}|={3,})[ \t]*$`)
	AlignmentLine = text.Expression(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
	referenceLine = text.Expression(`^ {0,3}\[([^\]]+)\]:[ \t]*<?(\S+?)>?(?:[ \t]+["'(].*)?$`)
	TaskMark      = text.Expression(`^\[[ xX~-]\][ \t]+`)
)

// Lines classifies the lines of a document. Comments are taken out first, except in fences.
func Lines(lines []string) []Line {
	out := make([]Line, len(lines))
	i := FrontMatter(lines)
	for j := range i {
		out[j] = Line{Kind: Front, Body: lines[j]}
	}
	comment := false
	var fences Fences
	for ; i < len(lines); i++ {
		text := lines[i]
		had := comment
		if fences.open == "" && (comment || strings.Contains(text, "<!--")) {
			text, comment = withoutComment(text, comment)
			if strings.TrimSpace(text) == "" && (had || strings.TrimSpace(lines[i]) != "") {
				out[i] = Line{Kind: Comment}
				continue
			}
		}
		if fences.Inside(text, lines[i+1:]) {
			out[i] = Line{Kind: Fence}
			continue
		}
		out[i] = classify(fromWiki(text))
		out[i].Names = out[i].Names || out[i].Kind == Row && strings.HasPrefix(text, "||")
		if i > 0 {
			fitWithAbove(lines, out, i)
		}
	}
	joinRows(out)
	return out
}

// References are the targets of short links by their names, in small letters.
func References(lines []Line) map[string]string {
	refs := map[string]string{}
	for i := range lines {
		if lines[i].Kind == Reference {
			m := referenceLine().FindStringSubmatch(lines[i].Body)
			refs[strings.ToLower(m[1])] = m[2]
		}
	}
	return refs
}

// FrontMatter is how many lines the YAML or TOML in front of a document takes, with its marks; 0 for none.
func FrontMatter(lines []string) int {
	first := strings.TrimSpace(lines[0])
	if first != "---" && first != "+++" {
		return 0
	}
	for i := 1; i < min(len(lines), 200); i++ {
		if strings.TrimSpace(lines[i]) == first {
			return i + 1
		}
	}
	return 0
}

// withoutComment is the part of a line that is in no HTML comment, and whether one goes on after it.
func withoutComment(text string, inside bool) (rest string, still bool) {
	var b strings.Builder
	for {
		if inside {
			end := strings.Index(text, "-->")
			if end < 0 {
				return b.String(), true
			}
			text = text[end+3:]
		}
		start := strings.Index(text, "<!--")
		if start < 0 {
			b.WriteString(text)
			return b.String(), false
		}
		b.WriteString(text[:start])
		text, inside = text[start+4:], true
	}
}

func classify(text string) Line {
	trimmed := strings.TrimSpace(text)
	l := Line{Indent: indentOf(text), Body: trimmed}
	l.Broken = strings.HasSuffix(text, "  ") || strings.HasSuffix(trimmed, "\\")
	l.Body = withoutBreak(trimmed)
	switch {
	case trimmed == "":
		return Line{Kind: Blank}
	case trimmed[0] == '<' && l.tagged(trimmed):
	case trimmed[0] == '#' && HeadingLine().MatchString(text):
		m := HeadingLine().FindStringSubmatch(text)
		l.Kind, l.Level, l.Body = Heading, len(m[1]), m[2]
	case isRule(text, trimmed):
		l.Kind = Rule
	case trimmed[0] == '|' && strings.Count(trimmed, "|") >= 2:
		l.Kind = Row
	case trimmed[0] == '[' && referenceLine().MatchString(text):
		l.Kind = Reference
	case MayBeBullet(trimmed) && BulletLine().MatchString(text) && !namesDay(trimmed):
		l.Kind, l.Body = Bullet, BulletLine().FindStringSubmatch(text)[2]
		l.Body = strings.TrimSpace(l.Body[len(TaskMark().FindString(l.Body)):])
	default:
		l.Kind = Text
	}
	return l
}

// namesDay reports the day that looks like an item with a number: 18. November 2026.
func namesDay(trimmed string) bool {
	if !text.IsDigit(trimmed[0]) {
		return false
	}
	st, _, ok := clock.ReadStamp(trimmed)
	return ok && st.Form == clock.Local && st.Year != 0
}

func withoutBreak(line string) string {
	n := len(line)
	if n > 1 && line[n-1] == '\\' && line[n-2] != '\\' && !strings.Contains(line, "<br") {
		return strings.TrimSpace(line[:n-1])
	}
	return line
}

func isRule(text, trimmed string) bool {
	return strings.IndexByte("-_*", trimmed[0]) >= 0 && ruleLine().MatchString(text)
}

// MayBeBullet reports, at little cost, whether a line may be an item of a list.
func MayBeBullet(trimmed string) bool {
	return text.IsDigit(trimmed[0]) || text.StartsWithAny(trimmed, "-", "*", "+", "•", "·", "–")
}

func indentOf(text string) int {
	n := 0
	for i := range len(text) {
		switch text[i] {
		case ' ':
			n++
		case '\t':
			n += 4 - n%4
		default:
			return n
		}
	}
	return n
}

// fitWithAbove sees what only two lines together are: an underlined heading, a table without pipes at its edges.
func fitWithAbove(lines []string, out []Line, i int) {
	above := &out[i-1]
	switch {
	case above.Kind == Text && underline().MatchString(lines[i]) && (i < 2 || out[i-2].Kind == Blank || out[i-2].Kind == Front):
		above.Kind, above.Level = Heading, 2
		if strings.Contains(lines[i], "=") {
			above.Level = 1
		}
		out[i] = Line{Kind: Underline}
	case above.Kind == Text && strings.Contains(above.Body, "|") && strings.Contains(lines[i], "|") && AlignmentLine().MatchString(lines[i]):
		above.Kind, out[i].Kind = Row, Row
		out[i].Body = strings.TrimSpace(lines[i])
	case above.Kind == Row && out[i].Kind == Text && strings.Contains(out[i].Body, "|") && !strings.HasPrefix(above.Body, "|"):
		out[i].Kind = Row
	}
}

// BlankAt reports whether line i is blank or lies outside of the lines.
func BlankAt(lines []string, i int) bool {
	return i < 0 || i >= len(lines) || strings.TrimSpace(lines[i]) == ""
}

// Fences looks for the ends of fences. What it did not find once it never looks for again, so that many open fences cost no more than one.
type Fences struct {
	backticks, tildes int    // the shortest marks that no line below closes
	open              string // the mark of the fence that Inside is in
}

// Inside reports, asked for one line after the other, whether a line belongs to a fence that one of the lines below it closes.
func (f *Fences) Inside(line string, below []string) bool {
	if f.open != "" {
		if ClosesFence(line, f.open) {
			f.open = ""
		}
		return true
	}
	if mark := FenceMark(line); mark != "" && f.Closing(below, mark) >= 0 {
		f.open = mark
	}
	return f.open != ""
}

// Closing is the first of the lines that closes a fence, -1 where none does. The lines of later calls must be a part of those of earlier ones.
func (f *Fences) Closing(lines []string, mark string) int {
	missed := &f.backticks
	if mark[0] == '~' {
		missed = &f.tildes
	}
	if *missed > 0 && len(mark) >= *missed {
		return -1
	}
	for i := range lines {
		if ClosesFence(lines[i], mark) {
			return i
		}
	}
	*missed = len(mark)
	return -1
}

// FenceMark is the run of backticks or tildes that opens a fence on this line, "" where there is none.
func FenceMark(line string) string {
	t := strings.TrimSpace(line)
	for _, c := range []string{"`", "~"} {
		run := t[:len(t)-len(strings.TrimLeft(t, c))]
		if len(run) >= 3 && !strings.Contains(t[len(run):], "`") {
			return run
		}
	}
	return ""
}

// ClosesFence reports whether a line closes the fence that mark opened.
func ClosesFence(line, mark string) bool {
	t := strings.TrimSpace(line)
	return strings.HasPrefix(t, mark) && strings.Trim(t, mark[:1]) == ""
}

// Header is which of the lines of a table names its columns, -1 for none, and which is the first below it.
func Header(table []Line) (header, first int) {
	for i := range table {
		switch {
		case table[i].Names:
			return i, i + 1
		case i > 0 && AlignmentLine().MatchString(table[i].Body):
			return i - 1, i + 1
		}
	}
	return -1, 0
}

// CellsOf are the cells of each of the lines of a table.
func CellsOf(table []Line) (rows [][]string) {
	for i := range table {
		rows = append(rows, Cells(table[i].Body))
	}
	return rows
}

// Cells splits a row at its pipes; \| stays in a cell.
func Cells(row string) []string {
	row = strings.TrimSpace(row)
	row = strings.TrimPrefix(row, "|")
	if strings.HasSuffix(row, "|") && !strings.HasSuffix(row, `\|`) {
		row = row[:len(row)-1]
	}
	var cells []string
	from := 0
	for i := range len(row) {
		if row[i] == '|' && (i == 0 || row[i-1] != '\\') {
			cells = append(cells, strings.TrimSpace(row[from:i]))
			from = i + 1
		}
	}
	return append(cells, strings.TrimSpace(row[from:]))
}

var (
	wikiHeading = text.Expression(`^(={1,6})[ \t]*([^=\s](?:.*[^=\s])?)[ \t]*={1,6}[ \t]*$`)
	jiraHeading = text.Expression(`^h([1-6])\.[ \t]+(\S.*)$`)
	footnote    = text.Expression(` ?\[\^[^\]\s]{1,20}\]`)
	wikiLink    = text.Expression(`\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]`)
	jiraPerson  = text.Expression(`\[~([\w.@-]+)\]`)
	wikiQuotes  = strings.NewReplacer("'''''", "**", "'''", "**", "''", "*")
)

// fromWiki is a line of MediaWiki, Confluence or Jira as Markdown would have it: its headings, its links, its tables, and its quote marks
// in pairs. The marks of footnotes are taken out.
func fromWiki(line string) string {
	if strings.Contains(line, "[^") && !strings.HasPrefix(line, "[^") {
		line = footnote().ReplaceAllString(line, "")
	}
	if strings.Contains(line, "[[") {
		line = wikiLink().ReplaceAllString(line, "$1")
	}
	if line == "" {
		return line
	}
	if line[0] == '=' {
		if m := wikiHeading().FindStringSubmatch(line); m != nil {
			return strings.Repeat("#", len(m[1])) + " " + m[2]
		}
	}
	if line[0] == 'h' {
		if m := jiraHeading().FindStringSubmatch(line); m != nil {
			return strings.Repeat("#", text.Number(m[1])) + " " + m[2]
		}
	}
	if strings.HasPrefix(line, "||") || line[0] == '|' && strings.Contains(line, "[~") {
		line = jiraPerson().ReplaceAllString(strings.ReplaceAll(line, "||", "|"), "@$1")
	}
	if strings.Count(line, "''")%2 == 0 && strings.Contains(line, "''") {
		return wikiQuotes.Replace(line)
	}
	return line
}

// Reports that came out of an editor are HTML in part: lists and headings of tags, one to a line.
var (
	itemTag    = text.Expression(`(?i)^<li(?:\s[^<>]*)?>\s*(?:<p>)?(.*?)(?:</p>)?\s*(?:</li>)?\s*$`)
	headingTag = text.Expression(`(?i)^<h([1-6])(?:\s[^<>]*)?>(.*?)</h[1-6]>\s*$`)
	rowTag     = text.Expression(`(?i)^<tr(?:\s[^<>]*)?>\s*(<t[dh].*)</tr>\s*$`)
	cellTag    = text.Expression(`(?i)</t[dh]>\s*(?:<t[dh](?:\s[^<>]*)?>)?|<t[dh](?:\s[^<>]*)?>`)
	boxTag     = text.Expression(`(?i)^(?:</?(?:ul|ol|dl|table|thead|tbody|div|section|details|p|html|body|main|article)(?:\s[^<>]*)?>\s*)+$`)
)

func (l *Line) tagged(line string) bool {
	if m := itemTag().FindStringSubmatch(line); m != nil {
		l.Kind, l.Body = Bullet, m[1]
	} else if m := headingTag().FindStringSubmatch(line); m != nil {
		l.Kind, l.Level, l.Body = Heading, text.Number(m[1]), strings.TrimSpace(m[2])
	} else if m := rowTag().FindStringSubmatch(line); m != nil {
		cells := strings.TrimSpace(cellTag().ReplaceAllString(strings.ReplaceAll(m[1], "|", `\|`), "|"))
		l.Kind, l.Body = Row, strings.TrimSuffix(cells, "|")+"|" // an empty cell has its place
		l.Names = !strings.Contains(strings.ToLower(m[1]), "<td")
	} else if boxTag().MatchString(line) {
		l.Kind = Rule
	}
	return l.Kind != Blank
}

// longestRow bounds how many lines a row of HTML is looked for on.
const longestRow = 60

// joinRows makes one row of the lines that a row of an HTML table is spread over, and of one that shares its line with the tags around it.
func joinRows(lines []Line) {
	for i := range lines {
		if lines[i].Kind != Text || !strings.HasPrefix(lines[i].Body, "<") || !opensRow().MatchString(lines[i].Body) {
			continue
		}
		var row strings.Builder
		for k := i; k < min(len(lines), i+longestRow) && (k == i || !opensRow().MatchString(lines[k].Body)); k++ {
			row.WriteString(lines[k].Body + " ")
			if !strings.Contains(strings.ToLower(lines[k].Body), "</tr>") {
				continue
			}
			joined := aroundRow().ReplaceAllString(strings.TrimSpace(row.String()), "")
			if lines[i].tagged(joined) {
				for rest := i + 1; rest <= k; rest++ {
					lines[rest] = Line{Kind: Rule}
				}
			}
			break
		}
	}
}

var (
	opensRow  = text.Expression(`(?i)^(?:<(?:table|thead|tbody)(?:\s[^<>]*)?>\s*)*<tr(?:\s[^<>]*)?>`)
	aroundRow = text.Expression(`(?i)^(?:<(?:table|thead|tbody)(?:\s[^<>]*)?>\s*)+|(?:\s*</(?:table|thead|tbody)>)+$`)
)

var rowEnd = text.Expression(`(?i)</(?:tr|li|h[1-6]|thead)>|<(?:table|tbody|ul|ol|h[1-6])(?:\s[^<>]*)?>`)

var (
	escapedOpening = text.Expression(`^[ \t]*(?:\\(?:#{1,6}|[-*+>])|\d{1,3}\\[.)])[ \t]`)
	bareOpening    = text.Expression(`^[ \t]*(?:#{1,6}|[-*+>]|\d{1,3}[.)])[ \t]`)
)

// unescaped is a document all of whose marks an editor has escaped when it was exported, as it was meant: "\## Impact", "\- nobody could pay". The
// blank lines that such editors put between the rows of tables are left out. numbers are those of BreakRows; nil for any other document.
func unescaped(lines []string) (out []string, numbers []int) {
	escaped := 0
	for _, line := range lines {
		switch {
		case escapedOpening().MatchString(line):
			escaped++
		case bareOpening().MatchString(line):
			return nil, nil
		}
	}
	if escaped < 3 {
		return nil, nil
	}
	isRow := func(i int) bool { return i < len(lines) && strings.HasPrefix(lines[i], "|") }
	for i, line := range lines {
		if escapedOpening().MatchString(line) {
			line = strings.Replace(line, `\`, "", 1)
		}
		if strings.TrimSpace(line) != "" || !isRow(max(i-1, 0)) || !isRow(i+1) {
			out, numbers = append(out, line), append(numbers, i+1)
		}
	}
	return out, numbers
}

// BreakRows puts the rows, items and headings of HTML that share a line on lines of their own, and takes the marks of a document that are all
// escaped for marks. numbers are the lines that the lines of the text came from, from 1; nil where nothing was changed.
func BreakRows(s string) (broken string, numbers []int) {
	if strings.Contains(s, "\n\\") {
		if out, numbers := unescaped(strings.Split(s, "\n")); numbers != nil {
			return strings.Join(out, "\n"), numbers
		}
	}
	if !strings.Contains(s, "<tr") && !strings.Contains(s, "<TR") && !strings.Contains(s, "<li") {
		return s, nil
	}
	lines := strings.Split(s, "\n")
	out := make([]string, 0, len(lines))
	for i, line := range lines {
		at := []string{line}
		if lower := strings.ToLower(line); strings.Count(lower, "<tr") > 1 || strings.Count(lower, "<li") > 1 {
			line = rowEnd().ReplaceAllStringFunc(line, func(tag string) string {
				switch {
				case strings.HasPrefix(tag, "</"):
					return tag + "\n"
				case tag[1]|0x20 == 'h':
					return "\n" + tag
				}
				return "\n" + tag + "\n"
			})
			at = strings.Split(strings.Trim(line, "\n"), "\n")
		}
		for range at {
			numbers = append(numbers, i+1)
		}
		out = append(out, at...)
	}
	if len(out) == len(lines) {
		return s, nil
	}
	return strings.Join(out, "\n"), numbers
}
