package markdown

import (
	"strings"

	"debrief/intake/text"
)

// Reports that came out of an editor are HTML in part: lists and headings of tags, one to a line.
var (
	itemTag    = text.Expression(`(?i)^<li(?:\s[^<>]*)?>\s*(?:<p>)?(.*?)(?:</p>)?\s*(?:</li>)?\s*$`)
	headingTag = text.Expression(`(?i)^<h([1-6])(?:\s[^<>]*)?>(.*?)</h[1-6]>\s*$`)
	rowTag     = text.Expression(`(?i)^<tr(?:\s[^<>]*)?>\s*(<t[dh].*)</tr>\s*$`)
	cellTag    = text.Expression(`(?i)</t[dh]>\s*(?:<t[dh](?:\s[^<>]*)?>)?|<t[dh](?:\s[^<>]*)?>`)
	boxTag     = text.Expression(`(?i)^(?:</?(?:ul|ol|dl|table|thead|tbody|div|section|details|p|html|body|main|article)(?:\s[^<>]*)?>\s*)+$`)
)

// tagged makes the line what its HTML tags say it is, and says whether they do.
func (l *Line) tagged(line string) bool {
	if m := itemTag.FindStringSubmatch(line); m != nil {
		l.Kind, l.Body = Bullet, m[1]
		return true
	}
	if m := headingTag.FindStringSubmatch(line); m != nil {
		l.Kind, l.Level, l.Body = Heading, text.Number(m[1]), strings.TrimSpace(m[2])
		return true
	}
	if m := rowTag.FindStringSubmatch(line); m != nil {
		cells := strings.TrimSpace(cellTag.ReplaceAllString(strings.ReplaceAll(m[1], "|", `\|`), "|"))
		l.Kind, l.Body = Row, strings.TrimSuffix(cells, "|")+"|" // an empty cell has its place
		l.Names = !strings.Contains(strings.ToLower(m[1]), "<td")
		return true
	}
	if boxTag.MatchString(line) {
		l.Kind = Rule
		return true
	}
	return false
}

// longestRow bounds how many lines a row of HTML is looked for on.
const longestRow = 60

// joinRows makes one row of the lines that a row of an HTML table is spread over, and of one that shares its line with the tags
// around it.
func joinRows(lines []Line) {
	for i := range lines {
		if lines[i].Kind != Text || !strings.HasPrefix(lines[i].Body, "<") || !opensRow.MatchString(lines[i].Body) {
			continue
		}
		var row strings.Builder
		for k := i; k < min(len(lines), i+longestRow) && (k == i || !opensRow.MatchString(lines[k].Body)); k++ {
			row.WriteString(lines[k].Body + " ")
			if !strings.Contains(strings.ToLower(lines[k].Body), "</tr>") {
				continue
			}
			joined := aroundRow.ReplaceAllString(strings.TrimSpace(row.String()), "")
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

// BreakRows puts the rows, items and headings of HTML that share a line on lines of their own. numbers are the lines that the lines of
// the text came from, from 1; nil where nothing was broken.
func BreakRows(s string) (broken string, numbers []int) {
	if !strings.Contains(s, "<tr") && !strings.Contains(s, "<TR") && !strings.Contains(s, "<li") {
		return s, nil
	}
	lines := strings.Split(s, "\n")
	out := make([]string, 0, len(lines))
	for i, line := range lines {
		at := []string{line}
		if lower := strings.ToLower(line); strings.Count(lower, "<tr") > 1 || strings.Count(lower, "<li") > 1 {
			line = rowEnd.ReplaceAllStringFunc(line, func(tag string) string {
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
