package intake

import (
	"strings"

	"debrief/intake/markdown"
	"debrief/intake/text"
)

// longestRow bounds how many lines a row of HTML is looked for on.
const longestRow = 60

// joinRows makes one row of the lines that a row of an HTML table is spread over, and of one that shares its line with the tags
// around it.
func (d *documentReader) joinRows() {
	for i := range d.lines {
		if d.lines[i].Kind != markdown.Text || !strings.HasPrefix(d.lines[i].Body, "<") || !opensRow.MatchString(d.lines[i].Body) {
			continue
		}
		var row strings.Builder
		for k := i; k < min(len(d.lines), i+longestRow) && (k == i || !opensRow.MatchString(d.lines[k].Body)); k++ {
			row.WriteString(d.lines[k].Body + " ")
			if !strings.Contains(strings.ToLower(d.lines[k].Body), "</tr>") {
				continue
			}
			joined := aroundRow.ReplaceAllString(strings.TrimSpace(row.String()), "")
			if d.lines[i].Tagged(joined) {
				for rest := i + 1; rest <= k; rest++ {
					d.lines[rest] = markdown.Line{Kind: markdown.Rule}
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

// isTableTag reports whether a line holds nothing but tags inside of a table.
func (d *documentReader) isTableTag(i int) bool {
	line := strings.ToLower(strings.TrimSpace(d.source[i]))
	return d.lines[i].Kind == markdown.Rule && strings.HasPrefix(line, "<") && !strings.Contains(line, "</table") && !strings.Contains(line, "<table")
}
