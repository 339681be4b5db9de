package export

import (
	"bytes"
	"strconv"
	"strings"

	"debrief/export/page"
	"debrief/model"
)

// Indexed says of a dialect that its files can lead to one another by their names.
func Indexed(dialect string) bool { return Extension(dialect) == "md" || Extension(dialect) == "html" }

// Index is the page that leads to the pages of all postmortems, newest incident first. names are their files by reference; one without a
// file is left out.
func Index(entries []model.Entry, names map[string]string, dialect string) []byte {
	return Page(indexOf(entries, names), dialect)
}

func indexOf(entries []model.Entry, names map[string]string) *page.Page {
	rows := make([][]page.Spans, 0, len(entries))
	for i := range entries {
		e := &entries[i]
		if names[e.Ref] == "" {
			continue
		}
		began := ""
		if !e.Started.IsZero() {
			began = e.Started.Time().UTC().Format("2006-01-02")
		}
		title := page.Line(e.Title)
		rows = append(rows, []page.Spans{
			{{Style: page.Strong, Text: e.Ref}, {Text: " "}, {Text: title, To: page.Destination(names[e.Ref])}},
			{{Text: began}}, {{Text: e.Severity}}, {{Text: e.Status}}, {{Text: strconv.Itoa(e.OpenActions) + " of " + strconv.Itoa(e.Actions)}},
		})
	}
	g := &page.Page{Blocks: []page.Block{{Level: 1, Heading: page.Spans{{Text: "Postmortems"}}}}}
	if len(rows) > 0 {
		g.Blocks = append(g.Blocks, page.Block{Table: &page.Table{
			Heads: []string{"Postmortem", "Began (UTC)", "Severity", "Status", "Open actions"}, Rows: rows}})
	}
	return g
}

// IsIndex says of a page that it is an index page of debrief's, whatever it leads to.
func IsIndex(data []byte, dialect string) bool {
	g := indexOf([]model.Entry{{Ref: "PM-1"}}, map[string]string{"PM-1": "x"})
	before, _, _ := strings.Cut(named(dialect).writer.blocks(g.Blocks), "PM-1")
	return bytes.Contains(data, []byte(before))
}
