package draw

import (
	"slices"
	"strings"
)

const (
	pieceGap = "  " // between the pieces of a tail, and before it
	markGap  = "   "
	least    = 12 // cells in which words can still be read
)

// room divides a row of w cells: what stands before its words, its words, and how many cells there are for them. A lead that leaves
// them no room is read with them.
func (r *Row) room(w int) (lead, text string, room int) {
	whole := w - len(markGap)
	if r.Heading {
		whole = w - 1
	}
	if room = whole - Width(r.Lead); room < least && r.Lead != "" {
		return "", strings.TrimLeft(r.Lead, " ") + r.Text, max(whole, 1)
	}
	return r.Lead, r.Text, max(room, 1)
}

// need is how many lines of w cells the row takes whole.
func (r *Row) need(w int) int {
	if r.Plain {
		return 1
	}
	_, text, room := r.room(w)
	if Width(text)+Width(r.Tail)+len(pieceGap) <= room {
		return 1
	}
	return len(whole(text, r.Tail, room))
}

// whole wraps words and what stands at their right end into as many lines as they take. The tail stands on the last of them where it
// fits, else below.
func whole(text, tail string, room int) (lines [][2]string) {
	for _, words := range Wrap(text, room) {
		lines = append(lines, [2]string{strings.TrimRight(words, " ")})
	}
	last := &lines[len(lines)-1]
	for _, piece := range wrapTail(tail, room) {
		if last[1] == "" && (last[0] == "" || Width(last[0])+len(pieceGap)+Width(piece) <= room) {
			last[1] = piece
			continue
		}
		lines = append(lines, [2]string{"", piece})
		last = &lines[len(lines)-1]
	}
	return lines
}

// wrapTail puts as many pieces of a tail on a line as fit.
func wrapTail(tail string, room int) (lines []string) {
	if tail == "" || Width(tail) <= room {
		return slices.DeleteFunc([]string{tail}, func(x string) bool { return x == "" })
	}
	for piece := range strings.SplitSeq(tail, pieceGap) {
		if n := len(lines) - 1; n >= 0 && Width(lines[n])+len(pieceGap)+Width(piece) <= room {
			lines[n] += pieceGap + piece
			continue
		}
		lines = append(lines, Wrap(piece, room)...)
	}
	return lines
}

// inLines are words and tail in n lines, cut where they take more.
func (r *Row) inLines(text string, room, n int) [][2]string {
	rest := text
	var lines [][2]string
	if n > 1 {
		if lines = whole(text, r.Tail, room); len(lines) <= n {
			return lines
		}
		lines, rest = lines[:n-1], after(text, Wrap(text, room), n-1)
	}
	share := room * 2 / 5
	if r.TailYields {
		share = 0
	}
	words := Width(rest)
	end := tailOf(min(max(room-len(pieceGap)-words, share), room-len(pieceGap)-min(words, least)), r.Tail)
	if end != "" {
		room -= len(pieceGap) + Width(end)
	}
	return append(lines, [2]string{Fit(rest, room), end})
}

// after is what is left of a text behind the first n lines that it was wrapped into.
func after(text string, lines []string, n int) string {
	for _, line := range lines[:min(n, len(lines))] {
		text = strings.TrimLeft(strings.TrimPrefix(text, strings.TrimRight(line, " ")), " ")
	}
	return text
}

// tailOf is as much of a tail as w cells hold, without its first pieces where all would take more; "" where nobody could read it.
func tailOf(w int, tail string) string {
	for Width(tail) > w {
		_, rest, more := strings.Cut(tail, pieceGap)
		switch {
		case more:
			tail = rest
		case w < least:
			return ""
		default:
			return Fit(tail, w)
		}
	}
	return tail
}

// draw gives the row in n lines of w cells; where it takes fewer, in those.
func (r *Row) draw(t *Theme, w, n int, selected, active bool) []string {
	if r.Plain {
		return []string{Fit(r.Text, w)}
	}
	lead, text, room := r.room(w)
	mark, look := markGap, r.Look
	switch {
	case r.Heading:
		mark, look = " ", r.headingLook(t)
	case selected:
		mark = " " + t.Accent.Paint(">") + " "
	}
	if selected && active {
		look = t.Accent
	}
	var lines []string
	for i, part := range r.inLines(text, room, n) {
		line := mark + r.LeadLook.Paint(lead) + look.Paint(part[0])
		if part[1] != "" {
			line += strings.Repeat(" ", max(room-Width(part[0])-Width(part[1]), 0)) + r.TailLook.Paint(part[1])
		}
		lines = append(lines, Fit(line, w))
		if i == 0 {
			lead, mark = below(lead), strings.Repeat(" ", Width(mark))
		}
	}
	return lines
}

// below is what stands under the lead of a row: the guides of a tree go on, the rest is blank.
func below(lead string) string {
	var b strings.Builder
	for _, char := range lead {
		if string(char) == strings.TrimSpace(GuideGlyph) {
			b.WriteRune(char)
			continue
		}
		b.WriteString(strings.Repeat(" ", Width(string(char))))
	}
	return b.String()
}

func (r *Row) headingLook(t *Theme) Style {
	if r.Look.open != "" {
		return r.Look
	}
	return t.Heading
}

// PaintFit paints as much of a text as fits w cells.
func PaintFit(s Style, text string, w int) string { return s.Paint(Fit(text, max(w, 0))) }

// TailOf joins what is not empty into a tail.
func TailOf(pieces ...string) string {
	return strings.Join(slices.DeleteFunc(pieces, func(x string) bool { return x == "" }), pieceGap)
}
