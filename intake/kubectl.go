package intake

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

func kubectlFormats() []format {
	return []format{
		{name: "kubectl events", source: "log", recognise: recogniseKubeTable, read: readKubeTable},
		{name: "kubectl describe", source: "log", recognise: recogniseDescribe, read: readKubeTable},
	}
}

// alignedColumn is a column of a table that is lined up with blanks.
type alignedColumn struct {
	name string
	from int
}

// alignedColumns reads the heading of such a table: names in the case they have, two blanks or more apart.
func alignedColumns(heading string) []alignedColumn {
	var columns []alignedColumn
	for i := 0; i < len(heading); {
		if heading[i] == ' ' || heading[i] == '\t' {
			i++
			continue
		}
		from := i
		for i < len(heading) && heading[i] != '\t' && (heading[i] != ' ' || i+1 < len(heading) && heading[i+1] != ' ' && heading[i+1] != '\t') {
			i++
		}
		columns = append(columns, alignedColumn{strings.ToLower(strings.TrimSpace(heading[from:i])), from})
	}
	return columns
}

// isKubeHeading reports the heading of "kubectl get events" or of the events of "kubectl describe".
func isKubeHeading(line string) bool {
	words := strings.Join(strings.Fields(line), " ")
	return (strings.HasPrefix(words, "LAST SEEN ") || strings.HasPrefix(words, "NAMESPACE LAST SEEN ")) && strings.Contains(words, " REASON ") ||
		strings.HasPrefix(words, "Type Reason Age From ")
}

func recogniseKubeTable(lines []string) int {
	n := 0
	if n < len(lines) && strings.TrimSpace(lines[n]) == "Events:" {
		n++
	}
	if n >= len(lines) || !isKubeHeading(lines[n]) {
		return 0
	}
	for n++; n < len(lines); n++ {
		if _, ok := kubeRow(lines[n]); !ok && !isTableRule(lines[n]) {
			break
		}
	}
	return n
}

// recogniseDescribe takes a whole description, from its name to the end of its events.
func recogniseDescribe(lines []string) int {
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "Name:") {
		return 0
	}
	for i, line := range lines[1:min(len(lines), 1000)] {
		switch {
		case strings.TrimSpace(line) == "Events:":
			if n := recogniseKubeTable(lines[i+1:]); n > 0 {
				return i + 1 + n
			}
			return 0
		case strings.HasPrefix(line, "Name:"):
			return 0
		case line != "" && line[0] != ' ' && line[0] != '\t' && !strings.Contains(line, ":") && i > 0:
			return 0
		}
	}
	return 0
}

// isTableRule reports the line of hyphens below a heading.
func isTableRule(line string) bool {
	return strings.Contains(line, "---") && strings.Trim(line, "- \t") == ""
}

// kubeAge is the age of an event as kubectl prints it: how long ago it was seen last, and where it was seen several times how
// often and how long ago first.
type kubeAge struct {
	last, first         time.Duration
	lastText, firstText string
	count               int
	unknown             bool
}

// kubeRow is a row: what stands before the age, the age, and the rest.
type kubeRowParts struct {
	before []string
	age    kubeAge
	after  string
}

// kubeRow finds the age among the first four words of a line.
func kubeRow(line string) (kubeRowParts, bool) {
	rest := strings.TrimLeft(line, " \t")
	var row kubeRowParts
	for range 4 {
		end := strings.IndexAny(rest, " \t")
		if end < 0 {
			return row, false
		}
		word := rest[:end]
		rest = strings.TrimLeft(rest[end:], " \t")
		if age, ok := kubeDuration(word); ok || word == "<unknown>" {
			row.age = kubeAge{last: age, lastText: word, unknown: !ok, count: 1}
			row.after = row.age.over(rest)
			return row, row.after != ""
		}
		row.before = append(row.before, word)
	}
	return row, false
}

// over reads "(x12 over 1h)" behind an age, and gives back what follows.
func (a *kubeAge) over(rest string) string {
	inner, after, ok := strings.Cut(strings.TrimPrefix(rest, "(x"), ")")
	if !ok || !strings.HasPrefix(rest, "(x") {
		return rest
	}
	number, span, ok := strings.Cut(inner, " over ")
	count, err := strconv.Atoi(number)
	first, dated := kubeDuration(span)
	if !ok || err != nil || !dated {
		return rest
	}
	a.count, a.first, a.firstText = count, first, span
	return strings.TrimLeft(after, " \t")
}

// kubeDuration reads 45s, 3m20s, 2d3h or 1y30d.
func kubeDuration(s string) (d time.Duration, ok bool) {
	units := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'y': 365 * 24 * time.Hour}
	for s != "" {
		n := 0
		for n < len(s) && n < 5 && isDigit(s[n]) {
			n++
		}
		if n == 0 || n == len(s) || units[s[n]] == 0 {
			return 0, false
		}
		count, _ := strconv.Atoi(s[:n])
		d += time.Duration(count) * units[s[n]]
		s, ok = s[n+1:], true
	}
	return d, ok
}

func (a kubeAge) stamps() (when, until stamp) {
	switch {
	case a.unknown:
		return stamp{form: unknown, text: a.lastText}, stamp{}
	case a.first > a.last:
		return before(a.first, a.firstText), before(a.last, a.lastText)
	}
	return before(a.last, a.lastText), stamp{}
}

// readKubeTable reads the rows of either table. Their ages are relative, so somebody has to say when they were copied.
func readKubeTable(b *block) ([]entry, []Dropped) {
	var entries []entry
	var dropped []Dropped
	var columns []alignedColumn
	object := ""
	for i, line := range b.lines {
		switch {
		case isKubeHeading(line):
			if i > 1 && object != "" {
				dropped = append(dropped, b.drop(0, fmt.Sprintf("the description above the events (%d lines)", i)))
			}
			columns = alignedColumns(line)
		case columns == nil:
			object = describedObject(object, line)
		case isTableRule(line) || strings.TrimSpace(line) == "":
		default:
			row, ok := kubeRow(line)
			if !ok {
				dropped = append(dropped, b.drop(i, "not a row of the table above"))
				continue
			}
			entries = append(entries, row.entry(line, columns, object, b.line(i)))
		}
	}
	return entries, dropped
}

// describedObject is the kind and name of what is described: "Name: api-7" and "Controlled By: …" say the first only.
func describedObject(object, line string) string {
	if name, ok := strings.CutPrefix(line, "Name:"); ok && object == "" {
		return strings.TrimSpace(name)
	}
	return object
}

func (row kubeRowParts) entry(line string, columns []alignedColumn, object string, number int) entry {
	e := entry{line: number, lines: 1, raw: line, count: row.age.count}
	e.when, e.until = row.age.stamps()
	cells := cutColumns(line, columns)
	warning, reason, message := cells["type"], cells["reason"], cells["message"]
	if o := cells["object"]; o != "" {
		object = o
	}
	if warning == "" || reason == "" || message == "" { // not lined up any more: the words in their order
		warning, reason, object, message = row.words(columns, object)
	}
	if ns := cells["namespace"]; ns != "" && object != "" {
		object = ns + "/" + object
	}
	e.text = kubeText(reason, object, message)
	e.kind = kubeKind(warning, reason)
	return e
}

// words are type, reason, object and message where only single blanks separate them.
func (row kubeRowParts) words(columns []alignedColumn, object string) (warning, reason, of, message string) {
	if columns[0].name == "type" && len(row.before) > 0 { // describe: type and reason stand before the age, who saw it behind
		_, message, _ = strings.Cut(row.after, " ")
		return row.before[0], row.before[min(1, len(row.before)-1)], object, strings.TrimSpace(message)
	}
	fields := strings.Fields(row.after)
	if len(fields) < 4 {
		return "", strings.Join(fields, " "), object, ""
	}
	return fields[0], fields[1], fields[2], strings.Join(fields[3:], " ")
}

// cutColumns cuts a line where the heading's columns begin; nothing where the line is not lined up with them.
func cutColumns(line string, columns []alignedColumn) map[string]string {
	cells := map[string]string{}
	for i, c := range columns {
		if c.from >= len(line) {
			break
		}
		if c.from > 0 && line[c.from-1] != ' ' && line[c.from-1] != '\t' {
			return map[string]string{}
		}
		to := len(line)
		if i+1 < len(columns) && columns[i+1].from < to {
			to = columns[i+1].from
		}
		cells[c.name] = strings.TrimSpace(line[c.from:to])
	}
	return cells
}
