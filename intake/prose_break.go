package intake

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/text"
)

var breakTag = text.Expression(`(?i)<br\s*/?>|\\$`)

var (
	innerTime = text.Expression(`(?:^|\s)(\d{2}:\d{2})(?: \\?-(?: |$)|$)`)
	dateEnd   = text.Expression(`\d{4}-\d{2}-\d{2}$`)
)

// breakRefilled puts the breaks back into a paragraph that an editor has refilled: it starts with a day, a clock and a
// dash, and goes on with clocks and dashes between its sentences.
func (p *prose) breakRefilled(from, to int) {
	st, _, _, ok := markdown.Leading(p.lines[from].Body)
	if !p.announced || !ok || st.Form != clock.Local || st.NoClock || !st.Apart || st.Until != nil || strings.Contains(p.lines[from].Body, "<br") {
		return
	}
	for i := from; i < to; i++ {
		dashed := i+1 < to && strings.HasPrefix(strings.TrimPrefix(p.lines[i+1].Body, `\`), "- ")
		p.lines[i].Body = withBreaks(p.lines[i].Body, dashed)
	}
}

// withBreaks puts a break before the clocks of a line behind which a dash stands, here or, where dashed is true, at the
// start of the next line; not before one that belongs to the day in front of it.
func withBreaks(body string, dashed bool) string {
	var b strings.Builder
	from := 0
	for _, at := range innerTime.FindAllStringSubmatchIndex(body, -1) {
		clock := at[2]
		wrapped := at[1] == len(body) && !strings.HasSuffix(body, "-")
		if wrapped && !dashed || dateEnd.MatchString(strings.TrimSpace(body[:clock])) {
			continue
		}
		b.WriteString(body[from:clock] + "<br>")
		from = clock
	}
	return b.String() + body[from:]
}

// piece is a part of a paragraph between two breaks: the lines it covers and its text.
type piece struct {
	from, to int
	text     string
}

// brokenParagraph reads a paragraph whose entries are joined by <br> and wrapped anywhere.
func (p *prose) brokenParagraph(from, to int) {
	for _, part := range p.pieces(from, to) {
		st, rest, enclosed, ok := markdown.Leading(part.text)
		if ok && p.accepts(st, rest, enclosed) && (!st.Led || p.announced) {
			d := p.start(part.from, st, rest)
			d.kind = markdown.Text
			p.cover(part)
			continue
		}
		if p.cur == nil {
			for i := part.from; i < part.to; i++ {
				if !p.used[i] {
					p.drop(i, noTimeAtStart)
				}
			}
			continue
		}
		p.cur.parts = append(p.cur.parts, part.text)
		p.cover(part)
	}
}

// cover gives the lines of a piece to the entry that is being gathered.
func (p *prose) cover(part piece) {
	for i := part.from; i < part.to; i++ {
		p.used[i] = true
	}
	p.cur.to = max(p.cur.to, part.to)
}

// pieces cuts the lines of a paragraph at its breaks.
func (p *prose) pieces(from, to int) []piece {
	var out []piece
	open := piece{from: from}
	for i := from; i < to; i++ {
		if p.used[i] {
			continue
		}
		cuts := breakTag.Split(p.lines[i].Body, -1)
		for n, cut := range cuts {
			if n > 0 {
				if strings.TrimSpace(open.text) != "" {
					out = append(out, open)
				}
				open = piece{from: i}
			}
			if strings.TrimSpace(open.text) == "" {
				open.from = i
			}
			open.text = strings.TrimSpace(open.text + " " + strings.TrimSpace(cut))
			open.to = i + 1
		}
	}
	if open.text != "" {
		out = append(out, open)
	}
	return out
}

// isFlatTable says whether the line at i is the start of a table whose rows an editor wrapped into one paragraph.
func (p *prose) isFlatTable(i int) bool {
	body := p.lines[i].Body
	return strings.Contains(body, "| ---") && !markdown.AlignmentLine.MatchString(body)
}

// flatTable reads such a table, in which every cell that is a time starts a row, and returns the line after it.
func (p *prose) flatTable(i int) int {
	end := i
	for end < p.sect.to && (p.lines[end].Kind == markdown.Row || p.lines[end].Kind == markdown.Text) {
		end++
	}
	for ; i < end; i++ {
		p.used[i] = true
		for cell := range strings.SplitSeq(p.lines[i].Body, "|") {
			cell = strings.TrimSpace(cell)
			st, rest, _, ok := markdown.Leading(cell)
			switch {
			case ok && rest == "" && st.HasClock():
				p.start(i, st, "").kind = markdown.Text
			case cell == "" || strings.Trim(cell, "-: ") == "":
			case p.cur != nil && !p.cur.group:
				p.cur.parts = append(p.cur.parts, cell)
				p.cur.to = i + 1
			}
		}
	}
	p.finish()
	return end
}
