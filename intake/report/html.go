package report

import (
	"strings"

	"debrief/intake/markdown"
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
