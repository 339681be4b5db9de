package intake

import (
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
	"debrief/model"
)

var yearIn = text.Expression(`\b((?:19|20)\d{2})\b`)

type columns struct {
	times []int // date, then time, in the order to be read
	end   int
	by    int
	text  []int
	year  int
	zone  clock.Stamp
	day   clock.Stamp // a day that a name in the header holds: "Timeline 20.04.2022"
}

func (p *prose) table(i int) int {
	end := i
	for end < p.sect.to && p.lines[end].Kind == markdown.Row {
		end++
	}
	p.leave()
	header, first := markdown.Header(p.lines[i:end])
	rows := markdown.CellsOf(p.lines[i:end])
	cols, ok := columnsOf(rows, header, first, p.announced)
	why := ""
	switch {
	case header >= 0 && parts.NamesOnlyActions(rows[header]):
		why = "a table of actions"
	case !ok, !p.announced && !p.bare && header >= 0 && parts.DueColumn().MatchString(strings.Join(rows[header], " ")):
		why = "a table without times"
	}
	for j := i; j < end && why != ""; j++ {
		p.drop(j, why)
	}
	if why != "" {
		return end
	}
	p.b.setZone(cols.zone.Zone, cols.zone.Loc, "the table's header")
	if cols.day.Form == clock.Local {
		p.entries = append(p.entries, entry{divider: true, when: cols.day, line: p.b.line(i)})
	}
	for j := range rows {
		if j < first {
			p.used[i+j] = true
			continue
		}
		p.row(i+j, rows[j], cols)
	}
	p.finish()
	return end
}

// columnsOf finds the columns by their names, or by what stands in them from the first row on. In an announced timeline a clock or two among
// words are enough for a column that is named for times: "Morning", "09:37", "Fix".
func columnsOf(rows [][]string, header, first int, announced bool) (columns, bool) {
	c := columns{end: -1, by: -1}
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	if header >= 0 {
		c.byNames(rows[header])
	}
	body := rows[min(first, len(rows)):]
	c.keepTimes(body, announced)
	if len(c.times) == 0 {
		for col := range min(width, 4) {
			if mostlyTimes(body, col) {
				c.times = append(c.times, col)
				if header >= 0 && col < len(rows[header]) && c.zone.Zone == "" {
					_, c.zone = markdown.ZoneIn(rows[header][col])
				}
				c.text = slices.DeleteFunc(c.text, func(t int) bool { return t == col })
				break
			}
		}
	}
	if len(c.times) == 0 {
		return c, false
	}
	if len(c.text) == 0 {
		for col := range width {
			if !slices.Contains(c.times, col) && col != c.by && col != c.end {
				c.text = append(c.text, col)
			}
		}
	}
	return c, len(c.text) > 0
}

func (c *columns) byNames(names []string) {
	var dates, clocks []int
	for col, name := range names {
		plain, _ := markdown.Inline(name, nil)
		isTime, isDate := parts.TimeColumn().MatchString(plain), parts.DateColumn().MatchString(plain)
		switch {
		case parts.DueColumn().MatchString(plain) && !isTime:
			c.text = append(c.text, col)
		case parts.EndColumn().MatchString(plain):
			c.end = col
		case isDate && !isTime:
			dates = append(dates, col)
		case isTime && (col == 0 || !parts.TextColumn().MatchString(plain)):
			clocks = append(clocks, col)
		case parts.ByColumn().MatchString(plain):
			c.by = col
		default:
			c.text = append(c.text, col)
		}
		c.byName(plain, isTime || isDate)
	}
	c.times = slices.Concat(dates, clocks)
}

// byName takes the day, the year and the zone that a cell of the header holds: "Timeline 20.04.2022", "Date (2021)", "Time (UTC)".
func (c *columns) byName(plain string, ofTimes bool) {
	if day, ok := clock.DayNamedIn(plain); ok && day.Year != 0 {
		c.day = day
	}
	if m := yearIn().FindStringSubmatch(plain); m != nil {
		c.year = text.Number(m[1])
	}
	if ofTimes && c.zone.Zone == "" {
		_, c.zone = markdown.ZoneIn(plain)
	}
}

// keepTimes leaves of the named columns those that hold times in fact: a weekday, a date or a clock.
func (c *columns) keepTimes(body [][]string, announced bool) {
	kept := c.times[:0]
	clocks := 0
	for _, col := range c.times {
		full := slices.ContainsFunc(body, func(r []string) bool {
			st, _, _, ok := markdown.Leading(cell(r, col))
			return ok && st.HasClock()
		})
		if clocks > 0 && full { // a second whole time is the same moment in another zone
			c.text = append(c.text, col)
			continue
		}
		if full {
			clocks++
		}
		kept = append(kept, col)
	}
	c.times = kept
	for _, col := range kept {
		if mostlyTimes(body, col) || mostlyNumbers(body, col) {
			return
		}
	}
	if clocks == 0 || !announced {
		c.times = nil
	}
}

// mostlyNumbers says whether most cells of a column that is named for times hold something like one, though nobody can read it: 20202-01-16 12:00.
func mostlyNumbers(body [][]string, col int) bool {
	like := 0
	for _, r := range body {
		if c := cell(r, col); strings.Contains(c, ":") && strings.ContainsAny(c, "0123456789") {
			like++
		}
	}
	return like > 0 && 2*like >= len(body)
}

// mostlyTimes says whether at least half of the cells of a column that hold anything start with a time.
func mostlyTimes(body [][]string, col int) bool {
	times, others := 0, 0
	for _, r := range body {
		if cell(r, col) == "" {
			continue
		}
		if st, _, _, ok := markdown.Leading(r[col]); ok && st.Form != clock.Unknown {
			times++
		} else if !ok {
			others++
		}
	}
	return times > 0 && times >= others
}

func (p *prose) row(i int, cells []string, cols columns) {
	when := strings.Join(filled(cells, cols.times), " ")
	text := strings.Join(filled(cells, cols.text), " – ")
	st, rest, _, ok := markdown.Leading(when)
	switch {
	case ok:
		if st.Form == clock.Local && st.Year == 0 && cols.year != 0 {
			st.Year = cols.year
		}
		p.startRow(i, st, strings.TrimSpace(text+" "+rest), cells, cols)
	case when == "" && p.dayRow(i, text):
	case text != "" && strings.ContainsAny(when, "0123456789") && p.announced:
		p.startRow(i, clock.Stamp{Form: clock.Unknown, Text: model.Shorten(when, 40)}, text, cells, cols)
	case when == "" && text != "" && p.cur != nil && p.cur.kind == markdown.Row:
		p.attach(i, text, "")
	default:
		p.finish()
		p.drop(i, "no time in this row")
	}
}

// dayRow reads a row that has no time and says nothing but a day, which is that of the rows below it.
func (p *prose) dayRow(i int, text string) bool {
	st, rest, _, ok := markdown.Leading(text)
	if !ok || rest != "" || st.Form != clock.Local || !st.NoClock || st.Year == 0 {
		return false
	}
	p.finish()
	p.used[i] = true
	p.entries = append(p.entries, entry{divider: true, when: st, line: p.b.line(i)})
	return true
}

func filled(cells []string, cols []int) (found []string) {
	for _, col := range cols {
		if c := cell(cells, col); c != "" {
			found = append(found, c)
		}
	}
	return found
}

func (p *prose) startRow(i int, st clock.Stamp, text string, cells []string, cols columns) {
	d := p.start(i, st, text)
	d.group = false
	d.by, _ = markdown.Inline(cell(cells, cols.by), p.refs)
	if end, _, _, ok := markdown.Leading(cell(cells, cols.end)); ok && end.Form != clock.Unknown {
		d.when.Until = &end
	}
}
