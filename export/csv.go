package export

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"debrief/export/page"
	"debrief/model"
)

// Actions are the actions of a postmortem as CSV (RFC 4180), a row each below the names of the columns. Days are ISO dates.
func Actions(p *model.Postmortem) []byte {
	rows := [][]string{{"ref", "title", "owner", "due", "status", "done when", "kind", "area", "scope", "priority", "answers", "ticket", "reason",
		"test"}}
	for i := range p.Actions {
		a := &p.Actions[i]
		test := ""
		if a.Test != nil {
			test = a.Test.Name
		}
		rows = append(rows, []string{p.Ref + "/" + a.Ref, a.Title, a.Owner, string(a.Due), a.Status, a.DoneWhen, a.Kind, a.Area, a.Scope, a.Priority,
			strings.Join(a.Answers, " "), a.Ticket, a.Reason, test})
	}
	return rowsOf(rows)
}

// Timeline is the timeline of a postmortem as CSV, a row for each event that is no noise, in the order of time. Times are RFC 3339 in UTC; an
// unknown one is empty.
func Timeline(p *model.Postmortem) []byte {
	told := p.Clone()
	told.SortEvents()
	moments := map[string]string{}
	for _, m := range told.Moments.List() {
		if m.Moment != nil && m.Event != "" {
			moments[m.Event] = page.Joined(" ", moments[m.Event], m.Name)
		}
	}
	rows := [][]string{{"ref", "at", "until", "precision", "kind", "text", "by", "times", "source", "link", "moment", "outcome", "known then"}}
	for i := range told.Events {
		e := &told.Events[i]
		if e.Noise {
			continue
		}
		rows = append(rows, []string{p.Ref + "/" + e.Ref, instant(e.At), instant(e.Until), e.Precision, e.Kind, e.Text, e.By,
			strconv.Itoa(max(e.Count, 1)), e.Source, e.Link, moments[e.Ref], e.Outcome, strconv.FormatBool(e.KnownThen)})
	}
	return rowsOf(rows)
}

func instant(at model.Instant) string {
	if at.IsZero() {
		return ""
	}
	return at.String()
}

// rowsOf writes rows whose cells a spreadsheet takes for text and never for a formula (OWASP, "CSV Injection").
func rowsOf(rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range rows {
		for i, cell := range row {
			row[i] = harmlessCell(page.Line(cell))
		}
		_ = w.Write(row) // a buffer takes everything
	}
	w.Flush()
	return b.Bytes()
}

// harmlessCell keeps a cell that begins as a formula does from being one.
func harmlessCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
