package draw

import (
	"slices"
	"strconv"
	"strings"
)

// Row is one line of a page: what it stands for, and its three pieces, which are safe text.
type Row struct {
	Ref, Field string // the part and the field that it shows; "" and "" for a heading
	Lead       string // before the text, in columns
	Text       string
	Tail       string // at the right end
	Look       Style  // of the text
	TailLook   Style
	LeadLook   Style
	Heading    bool // cannot be selected
	Plain      bool // drawn as it is, without a mark
	Number     int  // which of the page's things it shows, where they have no reference
}

func (r *Row) key() string { return r.Ref + "/" + r.Field + "/" + strconv.Itoa(r.Number) }

// List shows a window of rows. It draws each row once per width and keeps it: only the selected row is drawn anew.
type List struct {
	Rows     []Row
	Sel      int
	Offset   int
	drawn    []string
	drawnFor int // the width that drawn was made for
}

// Set shows other rows. The selection stays on its row, or near where that was.
func (l *List) Set(rows []Row) {
	key := l.selectedKey()
	at := l.Sel
	l.Rows, l.drawn = rows, make([]string, len(rows))
	l.Sel = -1
	for i := range rows {
		if !rows[i].Heading && rows[i].key() == key {
			l.Sel = i
			return
		}
	}
	l.Sel = min(max(at, 0), len(rows)-1)
	l.SkipHeadings(1)
}

func (l *List) selectedKey() string {
	if r := l.Selected(); r != nil {
		return r.key()
	}
	return ""
}

// Selected is the row under the cursor, nil when there is none.
func (l *List) Selected() *Row {
	if l.Sel < 0 || l.Sel >= len(l.Rows) || l.Rows[l.Sel].Heading {
		return nil
	}
	return &l.Rows[l.Sel]
}

// Choose selects the row of a part and field; false when it is not there.
func (l *List) Choose(ref, field string) bool {
	for i := range l.Rows {
		if r := &l.Rows[i]; !r.Heading && r.Ref == ref && (r.Field == field || field == "*") {
			l.Sel = i
			return true
		}
	}
	return false
}

// Move goes by so many rows over headings and stops at the ends.
func (l *List) Move(by int) {
	if len(l.Rows) == 0 {
		return
	}
	l.Sel = min(max(l.Sel+by, 0), len(l.Rows)-1)
	step := 1
	if by < 0 {
		step = -1
	}
	l.SkipHeadings(step)
}

// SkipHeadings moves the selection off a heading, in the direction of step where that leads to a row.
func (l *List) SkipHeadings(step int) {
	for _, s := range []int{step, -step} {
		for i := l.Sel; i >= 0 && i < len(l.Rows); i += s {
			if !l.Rows[i].Heading {
				l.Sel = i
				return
			}
		}
	}
	l.Sel = -1
}

// AtEnd reports whether no row can be selected below this one.
func (l *List) AtEnd() bool {
	for i := l.Sel + 1; i < len(l.Rows); i++ {
		if !l.Rows[i].Heading {
			return false
		}
	}
	return true
}

// Reveal scrolls so that the selected row stands in a window of h lines, with a heading right above it where there is one.
func (l *List) Reveal(h int) {
	if h < 1 {
		return
	}
	top := max(l.Sel, 0)
	if top > 0 && l.Rows[top-1].Heading && h > 1 {
		top--
	}
	if top < l.Offset {
		l.Offset = top
	}
	if l.Sel >= l.Offset+h {
		l.Offset = l.Sel - h + 1
	}
	l.Offset = max(min(l.Offset, len(l.Rows)-h), 0)
}

// Fit scrolls the list into a window of w cells by h lines, and draws what stands in it.
func (l *List) Fit(t *Theme, w, h int) {
	l.Reveal(h)
	if l.drawnFor != w || len(l.drawn) != len(l.Rows) {
		l.drawn, l.drawnFor = make([]string, len(l.Rows)), w
	}
	for i := l.Offset; i < len(l.Rows) && i < l.Offset+h; i++ {
		if l.drawn[i] == "" && i != l.Sel {
			l.drawn[i] = l.Rows[i].draw(t, w, false, false)
		}
	}
}

// View gives h lines of w cells.
func (l *List) View(t *Theme, w, h int, active bool) []string {
	lines := make([]string, 0, h)
	for i := l.Offset; i < len(l.Rows) && len(lines) < h; i++ {
		if i == l.Sel || l.drawnFor != w || i >= len(l.drawn) || l.drawn[i] == "" {
			lines = append(lines, l.Rows[i].draw(t, w, i == l.Sel, active))
			continue
		}
		lines = append(lines, l.drawn[i])
	}
	return Fill(lines, h)
}

func (r *Row) draw(t *Theme, w int, selected, active bool) string {
	if r.Plain {
		return Fit(r.Text, w)
	}
	if r.Heading {
		return Between(" "+PaintFit(r.headingLook(t), r.Text, w-1), r.TailLook.Paint(r.Tail), w)
	}
	mark := "   "
	if selected {
		mark = " " + t.Accent.Paint(">") + " "
	}
	tail := Fit(r.Tail, w/2)
	room := w - 3 - Width(r.Lead)
	if tail != "" && room-Width(tail)-2 >= 12 {
		room -= Width(tail) + 2
	} else {
		tail = ""
	}
	if room < 4 {
		return mark + Fit(r.Lead+r.Text, max(w-3, 0))
	}
	look := r.Look
	if selected && active {
		look = t.Accent
	}
	text := Fit(r.Text, room)
	line := mark + r.LeadLook.Paint(r.Lead) + look.Paint(text)
	if tail != "" {
		line += strings.Repeat(" ", room-Width(text)+2) + r.TailLook.Paint(tail)
	}
	return line
}

func (r *Row) headingLook(t *Theme) Style {
	if r.Look.open != "" {
		return r.Look
	}
	return t.Heading
}

// PaintFit paints as much of a text as fits w cells.
func PaintFit(s Style, text string, w int) string { return s.Paint(Fit(text, max(w, 0))) }

// TailOf joins what is not empty, without the first ones where all would take more than w cells.
func TailOf(w int, pieces ...string) string {
	pieces = slices.DeleteFunc(pieces, func(x string) bool { return x == "" })
	for len(pieces) > 1 && Width(strings.Join(pieces, "  ")) > w {
		pieces = pieces[1:]
	}
	return strings.Join(pieces, "  ")
}
