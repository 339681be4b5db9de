package export

import (
	"slices"
	"strings"
)

// page collects the blocks of a Markdown document, one empty line apart. A heading is written when the first block below it
// comes, so that no section is empty. What it is given is Markdown already.
type page struct {
	b       strings.Builder
	pending [4]string // the headings that wait, by level
}

// heading opens a section of a level from 1 to 3 and closes those inside it.
func (pg *page) heading(level int, text string) {
	for l := level; l < len(pg.pending); l++ {
		pg.pending[l] = ""
	}
	pg.pending[level] = strings.Repeat("#", level) + " " + text
}

// paragraph is one line; "" is none.
func (pg *page) paragraph(text string) {
	if text != "" {
		pg.block(text + "\n")
	}
}

// list is a bullet list of one level, without its empty items; where nothing is left there is none.
func (pg *page) list(items []string) {
	items = slices.DeleteFunc(items, func(s string) bool { return s == "" })
	if len(items) > 0 {
		pg.block("- " + strings.Join(items, "\n- ") + "\n")
	}
}

// column is the head of a table's column. A column that is empty all the way down is left out, unless it is always shown
// because its gaps say something.
type column struct {
	head   string
	always bool
}

// table writes one line per row; without rows there is none. Every row has a cell for every column.
func (pg *page) table(columns []column, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	var shown []int
	for i, c := range columns {
		filled := c.always
		for _, row := range rows {
			filled = filled || row[i] != ""
		}
		if filled {
			shown = append(shown, i)
		}
	}
	var b strings.Builder
	for _, i := range shown {
		b.WriteString("| " + columns[i].head + " ")
	}
	b.WriteString("|\n")
	b.WriteString(strings.Repeat("| --- ", len(shown)) + "|\n")
	for _, row := range rows {
		for _, i := range shown {
			b.WriteString("| " + row[i] + " ")
		}
		b.WriteString("|\n")
	}
	pg.block(b.String())
}

func (pg *page) block(text string) {
	for l, heading := range pg.pending {
		if heading != "" {
			pg.pending[l] = ""
			pg.write(heading + "\n")
		}
	}
	pg.write(text)
}

func (pg *page) write(text string) {
	if pg.b.Len() > 0 {
		pg.b.WriteByte('\n')
	}
	pg.b.WriteString(text)
}
