package draw

import (
	"slices"
	"strconv"
)

// Row is what a page shows of one thing: what it stands for, and its three pieces, which are safe text.
type Row struct {
	Ref, Field string // the part and the field that it shows; "" and "" for a heading
	Lead       string // before the text, in columns
	Text       string
	Tail       string // at the right end: pieces, two spaces apart, of which the first ones give way first
	Look       Style  // of the text
	TailLook   Style
	LeadLook   Style
	Heading    bool // cannot be selected
	Stays      bool // a heading that stays on the first line while what it heads is in sight: a day
	Plain      bool // drawn as it is, without a mark
	Whole      bool // takes all its lines wherever it stands
	TailYields bool // the tail gives way before any of the words
	Number     int  // which of the page's things it shows, where they have no reference
}

func (r *Row) key() string { return r.Ref + "/" + r.Field + "/" + strconv.Itoa(r.Number) }

// List shows a window of rows. Rows wrap while lines are free, from the top on, and the selected one always. Each row is drawn once
// per width and number of lines, and kept: only the selected one is drawn anew.
type List struct {
	Rows   []Row
	Sel    int
	Offset int
	fitted []fitted
	width  int   // that the rows were fitted for
	tall   int   // the lines of the selected row
	heads  []int // for each row the heading that stays above it; -1 for none
	air    air   // between the rows
	stuck  int   // 1 + the heading that stands on the first line, away from its place; 0 for none
}

// air is which rows stand apart from the one above.
type air int

const (
	dense  air = iota
	groups     // headings do
	apart      // every row does, but for those that show one thing together
)

// above reports whether an empty line stands above a row.
func (l *List) above(i int) bool {
	switch {
	case i == 0 || i <= l.Offset || l.Rows[i].Plain || l.air == dense:
		return false
	case l.Rows[i].Heading && !l.Rows[i-1].Heading:
		return true
	}
	return l.air == apart && (l.Rows[i].Ref == "" || l.Rows[i].Ref != l.Rows[i-1].Ref)
}

// airy lets rows stand apart where so many lines are free and all rows are in sight.
func (l *List) airy(free int) {
	for _, l.air = range []air{apart, groups} {
		need := 0
		for i := range l.Rows {
			need += boolInt(l.above(i))
		}
		if need <= free {
			return
		}
	}
	l.air = dense
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// fitted is a row as it was drawn last.
type fitted struct {
	need  int // the lines that it takes whole; 0 while nobody asked
	lines []string
}

// Set shows other rows. The selection stays on its row, or near where that was.
func (l *List) Set(rows []Row) {
	key := l.selectedKey()
	at := l.Sel
	l.Rows, l.fitted, l.heads, l.stuck = rows, make([]fitted, len(rows)), headsOf(rows), 0
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

// headsOf finds for each row the heading that stays above it; nil where no heading does.
func headsOf(rows []Row) []int {
	var heads []int
	for i := range rows {
		if rows[i].Stays && heads == nil {
			heads = slices.Repeat([]int{-1}, i)
		}
		if rows[i].Stays {
			heads = append(heads, i)
		} else if heads != nil {
			heads = append(heads, heads[i-1])
		}
	}
	return heads
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

// need is how many lines a row takes whole.
func (l *List) need(i int) int {
	f := &l.fitted[i]
	if f.need == 0 {
		f.need = l.Rows[i].need(l.width)
	}
	return f.need
}

// height is how many lines of a window of h a row takes at least.
func (l *List) height(i, h int) int {
	switch {
	case i == l.Sel:
		return l.tall
	case l.Rows[i].Whole:
		return min(l.need(i), h)
	}
	return 1
}

// topFor is the first row from which on a window of h lines holds all up to a row.
func (l *List) topFor(last, h int) int {
	top := last
	for used := l.height(last, h); top > 0; top-- {
		if used += l.height(top-1, h); used > h {
			break
		}
	}
	return top
}

// reveal scrolls so that the selected row stands in a window of h lines, with a heading right above it where there is room.
func (l *List) reveal(h int) {
	if len(l.Rows) == 0 {
		l.Offset = 0
		return
	}
	top := max(l.Sel, 0)
	if top > 0 && l.Rows[top-1].Heading && l.tall < h {
		top--
	}
	l.Offset = max(min(l.Offset, top), 0)
	l.Offset = max(l.Offset, l.topFor(max(l.Sel, 0), h))
	l.Offset = min(l.Offset, l.topFor(len(l.Rows)-1, h))
}

// scroll brings the selected row into a window of h lines. Where the heading that stays above the first row has scrolled away it
// takes the first line; scroll gives the lines that are left for rows.
func (l *List) scroll(h int) int {
	const few = 4 // lines, of which rows need each
	away := func() bool { return l.heads != nil && l.heads[l.Offset] >= 0 && l.heads[l.Offset] < l.Offset }
	from := l.Offset
	l.stuck = 0
	if l.reveal(h); h < few || l.tall >= h || !away() {
		return h
	}
	l.Offset = from
	if l.reveal(h - 1); !away() {
		return h
	}
	l.stuck = 1 + l.heads[l.Offset]
	return h - 1
}

// free is how many lines of a window of h the rows in it leave.
func (l *List) free(h int) int {
	left := h
	for i := l.Offset; i < len(l.Rows) && left > 0; i++ {
		left -= l.height(i, h)
	}
	return max(left, 0)
}

// Rest is what the lines of the selected row leave out of its words, from the line on that is cut; "" where they hold all.
func (l *List) Rest() string {
	r := l.Selected()
	if r == nil || l.tall < 1 || l.need(l.Sel) <= l.tall {
		return ""
	}
	_, text, room := r.room(l.width)
	return after(text, Wrap(text, room), l.tall-1)
}

// lay forgets what was drawn for another width.
func (l *List) lay(w int) {
	if l.width != w || len(l.fitted) != len(l.Rows) {
		l.fitted, l.width = make([]fitted, len(l.Rows)), w
	}
}

// Lines is how many lines of w cells the rows take whole, where they are no more than most; else some number above it.
func (l *List) Lines(w, most int) int {
	if len(l.Rows) > most {
		return len(l.Rows)
	}
	l.lay(w)
	n := 0
	for i := range l.Rows {
		n += l.need(i)
	}
	return n
}

// Fit scrolls the list into a window of w cells by h lines, divides the lines among the rows, and draws what stands in it.
func (l *List) Fit(t *Theme, w, h int) {
	l.lay(w)
	if h < 1 {
		return
	}
	l.tall = 1
	if l.Sel >= 0 && l.Sel < len(l.Rows) {
		l.tall = min(l.need(l.Sel), h)
	}
	h = l.scroll(h)
	free, left := l.free(h), h
	for i := l.Offset; i < len(l.Rows) && left > 0; i++ {
		n := l.height(i, h)
		if more := min(l.need(i)-n, free); free > 0 && more > 0 {
			n, free = n+more, free-more
		}
		n = min(n, left)
		left -= n
		if f := &l.fitted[i]; i != l.Sel && len(f.lines) != n {
			f.lines = l.Rows[i].draw(t, w, n, false, false)
		}
	}
	if l.air = dense; t.Air && l.Offset == 0 {
		l.airy(left)
	}
}

// View gives h lines of w cells.
func (l *List) View(t *Theme, w, h int, active bool) []string {
	lines := make([]string, 0, h)
	if l.stuck > 0 && l.width == w {
		lines = l.Rows[l.stuck-1].draw(t, w, 1, false, false)
	}
	for i := l.Offset; i < len(l.Rows) && len(lines) < h; i++ {
		if l.above(i) && l.width == w {
			lines = append(lines, "")
		}
		switch fits := l.width == w && i < len(l.fitted); {
		case i == l.Sel:
			lines = append(lines, l.Rows[i].draw(t, w, max(l.tall, 1), true, active)...)
		case fits && l.fitted[i].lines != nil:
			lines = append(lines, l.fitted[i].lines...)
		default:
			lines = append(lines, l.Rows[i].draw(t, w, 1, false, false)...)
		}
	}
	return Fill(lines, h)
}
