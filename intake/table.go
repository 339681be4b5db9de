package intake

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model"
)

// columnNames are the names under which a table's columns go, in small letters, best first.
var columnNames = map[string][]string{
	"time": lowered(timeKeys, "date/time", "date time", "created_on", "created on",
		"created", "_time", "start", "occurred", "time (utc)", "created at", "opened_at", "opened at", "opened", "date and time",
		"timegenerated", "updated", "updated_at"),
	"text": lowered(textKeys, "what happened", "what", "details", "entry", "comment", "content", "problem",
		"short_description", "subject", "_raw", "jsonpayload.message", "name", "action", "activity", "alert", "events", "reason"),
	"by":     lowered(actorKeys, "user_or_agent_summary", "who", "by", "person", "assignee", "reporter"),
	"kind":   {"kind"},
	"level":  lowered(levelKeys),
	"type":   {"type"},
	"source": {"source"},
	"link":   {"link", "url", "html_url", "permalink"},
}

func lowered(keys []string, more ...string) []string {
	names := make([]string, 0, len(keys)+len(more))
	for _, k := range slices.Concat(keys, more) {
		if k = strings.ToLower(k); !slices.Contains(names, k) {
			names = append(names, k)
		}
	}
	return names
}

// tableLayout says which column holds what: -1 for none. clock is a second column of a time that has its day apart.
type tableLayout struct {
	comma  rune
	header bool
	at     map[string]int
	clock  int
	zone   string // named in the heading: "Time (UTC)"

	names []string // of the columns of a table of numbers, whose rows say them all
}

// recogniseTable takes rows below a heading that names a time and a text, or rows that all start with a time and have the same number of columns.
func recogniseTable(lines []string) int {
	comma := tableComma(lines)
	if comma == 0 || !strings.ContainsRune(lines[1], comma) && strings.Count(lines[1], `"`)%2 == 0 {
		return 0
	}
	first := splitRow(lines[0], comma)
	layout := headingLayout(first, comma)
	if !layout.complete() && !bareTable(lines, comma, len(first)) && !strangeTable(lines, comma, len(first)) && timedColumn(lines, comma, first) < 0 {
		return 0
	}
	n := 1
	quoted := strings.Count(lines[0], `"`)%2 == 1
	for n < len(lines) {
		line := lines[n]
		if !quoted && !strings.ContainsRune(line, comma) {
			break
		}
		if strings.Count(line, `"`)%2 == 1 {
			quoted = !quoted
		}
		n++
	}
	if quoted || n < 2 {
		return 0
	}
	return n
}

// tableComma is what separates the cells of the first line: the mark that gives it most; 0 where it has only one cell.
func tableComma(lines []string) rune {
	if len(lines) < 2 || len(lines[0]) > 1<<16 || strings.HasPrefix(strings.TrimSpace(lines[0]), "|") {
		return 0
	}
	best, most := rune(0), 0
	for _, comma := range []rune{'\t', ';', ','} {
		if n := strings.Count(lines[0], string(comma)); n > most {
			best, most = comma, n
		}
	}
	return best
}

func splitRow(line string, comma rune) []string {
	if !strings.Contains(line, `"`) {
		return strings.Split(line, string(comma))
	}
	r := csv.NewReader(strings.NewReader(line))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	row, err := r.Read()
	if err != nil {
		return nil
	}
	return row
}

func headingLayout(cells []string, comma rune) tableLayout {
	layout := tableLayout{comma: comma, at: map[string]int{}, clock: -1}
	names := make([]string, len(cells))
	for i, c := range cells {
		names[i] = strings.ToLower(strings.TrimSpace(c))
		if name, zone, ok := strings.Cut(strings.TrimSuffix(names[i], ")"), " ("); ok {
			names[i] = name
			if loc, known := clock.ZoneNamed(zone); known && loc != nil {
				layout.zone = strings.ToUpper(zone)
			}
		}
	}
	for what, known := range columnNames {
		layout.at[what] = -1
		for _, name := range known {
			if i := slices.Index(names, name); i >= 0 {
				layout.at[what] = i
				break
			}
		}
	}
	if day, clock := slices.Index(names, "date"), slices.Index(names, "time"); day >= 0 && clock >= 0 {
		layout.at["time"], layout.clock = day, clock
	}
	layout.header = layout.complete()
	return layout
}

func (t tableLayout) complete() bool { return t.at["time"] >= 0 && t.at["text"] >= 0 }

// bareTable reports rows without a heading: at least three of the same number of cells, each with a time in the same column.
func bareTable(lines []string, comma rune, cells int) bool {
	if cells < 2 || len(lines) < 3 {
		return false
	}
	for _, line := range lines[:3] {
		row := splitRow(line, comma)
		if len(row) != cells {
			return false
		}
		if st, ok := clock.MachineTime(row[0]); !ok || st.Form != clock.Exact && st.Form != clock.Local {
			return false
		}
		if w, ok := clock.ISOTime(line); ok && w.N > len(row[0]) || strings.HasPrefix(row[1], " ") {
			return false // the comma of a fraction, or of a sentence
		}
	}
	return true
}

// strangeTable reports a heading whose names say nothing here, above rows of its width that have a time in the same column. With
// commas, which sentences have too, there are at least three columns and no blanks behind the commas.
func strangeTable(lines []string, comma rune, cells int) bool {
	if cells < 3 || len(lines) < 3 {
		return false
	}
	rows := sampleRows(lines, comma)
	if len(rows) < 3 || slices.ContainsFunc(rows[1:], func(row []string) bool {
		return len(row) != cells || comma == ',' && slices.ContainsFunc(row[1:], func(c string) bool { return strings.HasPrefix(c, " ") })
	}) {
		return false
	}
	timed := slices.ContainsFunc(rows[0], func(c string) bool { _, ok := clock.MachineTime(c); return ok })
	return !timed && datedColumn(rows[1:], false) >= 0
}

// sampleRows are the first rows of a table, without one that its lines end in.
func sampleRows(lines []string, comma rune) (rows [][]string) {
	lines = lines[:min(len(lines), 40)]
	r := csv.NewReader(strings.NewReader(strings.Join(lines, "\n")))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	for len(rows) < 20 {
		row, err := r.Read()
		if err != nil {
			return rows
		}
		rows = append(rows, row)
	}
	return rows
}

// datedColumn is the first column that holds a day or more in every row, written out unless counts of seconds will do; -1 for none.
func datedColumn(rows [][]string, counts bool) int {
	for i := range rows[0] {
		if !slices.ContainsFunc(rows, func(row []string) bool {
			st, ok := clock.MachineTime(cell(row, i))
			return !ok || st.Form != clock.Exact && st.Form != clock.Local || !counts && strings.Trim(st.Text, "0123456789.") == ""
		}) {
			return i
		}
	}
	return -1
}

// askColumns says what the columns are called and which seem to be the time and the text: that with most letters.
func askColumns(b *block, comma rune) Open {
	rows := sampleRows(b.lines, comma)
	names := slices.Clone(rows[0])
	for i := range names {
		names[i] = strconv.Itoa(i+1) + " " + head(strings.TrimSpace(names[i]))
	}
	if len(rows) > 1 {
		rows = rows[1:]
	}
	at := datedColumn(rows, false)
	if at < 0 {
		at = datedColumn(rows, true)
	}
	best, most := -1, 0
	for i := range rows[0] {
		letters := 0
		for _, row := range rows {
			letters += text.Letters(cell(row, i))
		}
		if i != at && letters > most {
			best, most = i, letters
		}
	}
	about := Open{Line: b.first}
	if at >= 0 && best >= 0 {
		about.Guess = fmt.Sprintf("time=%d text=%d", at+1, best+1)
		if more := len(names) - 2; more > 10 {
			names = []string{names[at], names[best], strconv.Itoa(more) + " more"}
		}
	}
	about.Text = model.Shorten(strings.Join(names, ", "), 400)
	return about
}

// timedColumn is the column that holds a time in each of the first rows below a heading of names, as wide as the rows; -1 where the
// lines are no such table. What follows a comma in a sentence begins with a blank.
func timedColumn(lines []string, comma rune, names []string) int {
	if len(lines) < 3 || len(names) < 2 || slices.ContainsFunc(names, func(s string) bool { return !heads(s) }) {
		return -1
	}
	at := -1
	for n, line := range lines[1:min(len(lines), 4)] {
		row := splitRow(line, comma)
		if len(row) != len(names) {
			return -1
		}
		timed := func(s string) bool {
			st, ok := clock.MachineTime(s)
			return ok && st.HasDate() && st.HasClock() || st.Form == clock.Exact
		}
		if n == 0 {
			at = slices.IndexFunc(row, timed)
		}
		if at < 0 || !timed(row[at]) {
			return -1
		}
	}
	return at
}

func heads(s string) bool {
	return s != "" && len(s) <= 40 && s[0] != ' ' && text.Letters(s) > 0 && !strings.ContainsAny(s, ".!?<>{}") && !startsWithClock(s)
}

// numbersBeside makes a layout of a table that has nothing but numbers beside its times: its rows say what each column has.
func (t *tableLayout) numbersBeside(lines []string) bool {
	names := splitRow(lines[0], t.comma)
	at := timedColumn(lines, t.comma, names)
	if at < 0 {
		return false
	}
	for i, s := range splitRow(lines[1], t.comma) {
		if _, err := strconv.ParseFloat(strings.TrimSpace(s), 64); err != nil && i != at {
			return false
		}
	}
	t.at["time"], t.at["text"], t.header, t.names = at, (at+1)%len(names), true, names
	return true
}

// readTable reads CSV and TSV. Where neither the heading nor Options.Columns says which column is which, it needs "columns".
func readTable(b *block) {
	comma := tableComma(b.lines)
	if comma == 0 {
		comma = ','
	}
	text := b.text + "\n"
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = comma, true, -1, false
	layout := headingLayout(splitRow(b.lines[0], comma), comma)
	if why := layout.choose(b, comma); why != "" {
		b.columns = askColumns(b, comma)
		b.dropLines(0, len(b.lines), why)
		return
	}
	loc, _ := clock.ZoneNamed(layout.zone)
	b.setZone(layout.zone, loc, "the heading")
	layout.rows(b, r, text)
}

// choose applies what somebody said about the columns: names of the heading, or numbers from 1.
func (t *tableLayout) choose(b *block, comma rune) (why string) {
	if len(b.opt.Columns) == 0 {
		if !t.complete() && !t.numbersBeside(b.lines) {
			return "which column is the time and which the text is not known: " + head(b.lines[0])
		}
		return ""
	}
	cells := splitRow(b.lines[0], comma)
	named := false
	for what, column := range b.opt.Columns {
		n, err := strconv.Atoi(column)
		if err == nil && n >= 1 {
			t.at[what] = n - 1
			continue
		}
		at := slices.IndexFunc(cells, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), column) })
		if at < 0 {
			return "there is no column " + model.Quote(column) + " in: " + head(b.lines[0])
		}
		t.at[what], named = at, true
		if what == "time" {
			t.clock = -1
		}
	}
	if !t.complete() {
		return "the columns of the time and the text are not both named"
	}
	if !named && !t.header {
		_, isTime := clock.MachineTime(cell(cells, t.at["time"]))
		named = !isTime
	}
	t.header = t.header || named
	return ""
}

func cell(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

func (t *tableLayout) rows(b *block, r *csv.Reader, text string) {
	from, line := int64(0), b.first
	for n := 0; ; n++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		to := r.InputOffset()
		raw := strings.TrimLeft(text[from:to], "\n")
		line += len(text[from:to]) - len(raw)
		at := line
		line += strings.Count(raw, "\n")
		raw = strings.TrimRight(raw, "\n")
		from = to
		if n == 0 && t.header {
			continue
		}
		e, why := t.entry(row)
		if err != nil {
			why = "not a row of a table: " + err.Error()
		}
		if why != "" {
			b.dropped = append(b.dropped, Dropped{Line: at, Text: head(raw), Why: why + manyLines(strings.Count(raw, "\n")+1)})
			continue
		}
		e.line, e.lines, e.raw = at, strings.Count(raw, "\n")+1, raw
		b.add(e)
	}
}

func (t *tableLayout) entry(row []string) (entry, string) {
	written := t.timeOf(row)
	when, ok := clock.MachineTime(written)
	if !ok {
		return entry{}, model.Quote(written) + " is not a time"
	}
	text := strings.Join(strings.Fields(cell(row, t.at["text"])), " ")
	if len(t.names) > 0 {
		text = ""
		for i, name := range t.names {
			if s := cell(row, i); i != t.at["time"] && s != "" {
				text = strings.TrimSpace(text + " " + name + "=" + s)
			}
		}
	}
	if text == "" {
		return entry{}, "a row without a text"
	}
	e := entry{when: when, text: text, by: cell(row, t.at["by"]), link: cell(row, t.at["link"])}
	t.setKind(&e, row)
	if source := strings.ToLower(cell(row, t.at["source"])); slices.Contains(model.Words["source"], source) {
		e.source = source
	}
	return e, ""
}

// timeOf is the time of a row as written; a clock may have a column of its own, named or beside its day.
func (t *tableLayout) timeOf(row []string) string {
	written, apart := cell(row, t.at["time"]), cell(row, t.clock)
	if beside := t.at["time"] + 1; apart == "" && t.at["text"] != beside {
		if st, ok := clock.MachineTime(cell(row, beside)); ok && st.Form == clock.OfDay {
			apart = cell(row, beside)
		}
	}
	if st, ok := clock.MachineTime(written); apart != "" && (!ok || !st.HasClock() && st.Form != clock.Exact) {
		written += " " + apart
	}
	return written
}

func (t *tableLayout) setKind(e *entry, row []string) {
	if what, ok := strings.CutSuffix(cell(row, t.at["type"]), "_log_entry"); ok {
		e.source = "alert"
		if e.pagerKind(what); e.kind == "signal" {
			e.by = ""
		}
	} else if level := text.First(levels[strings.ToUpper(cell(row, t.at["level"]))], levelOf(e.text)); level != "" && e.by == "" {
		e.kind = logKind(level, e.text)
	}
	if kind := strings.ToLower(cell(row, t.at["kind"])); slices.Contains(model.Words["kind"], kind) {
		e.kind = kind
	}
}
