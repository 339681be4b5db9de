package ui

import (
	"strings"
)

// row is one line of a page: what it stands for, and its three pieces, which are safe text.
type row struct {
	ref, field string // the part and the field that it shows; "" and "" for a heading
	lead       string // before the text, in columns
	text       string
	tail       string // at the right end
	look       style  // of the text
	tailLook   style
	leadLook   style
	heading    bool // cannot be selected
	plain      bool // drawn as it is, without a mark
}

func (r *row) key() string { return r.ref + "/" + r.field }

// list shows a window of rows. It draws each row once per width and keeps it: only the selected row is drawn anew.
type list struct {
	rows     []row
	sel      int
	offset   int
	drawn    []string
	drawnFor int // the width that drawn was made for
}

func (l *list) set(rows []row) {
	key := l.selectedKey()
	at := l.sel
	l.rows, l.drawn = rows, make([]string, len(rows))
	l.sel = -1
	for i := range rows {
		if !rows[i].heading && rows[i].key() == key {
			l.sel = i
			return
		}
	}
	l.sel = min(max(at, 0), len(rows)-1)
	l.skipHeadings(1)
}

func (l *list) selectedKey() string {
	if r := l.selected(); r != nil {
		return r.key()
	}
	return ""
}

// selected is the row under the cursor, nil when there is none.
func (l *list) selected() *row {
	if l.sel < 0 || l.sel >= len(l.rows) || l.rows[l.sel].heading {
		return nil
	}
	return &l.rows[l.sel]
}

// choose selects the row of a part and field; false when it is not there.
func (l *list) choose(ref, field string) bool {
	for i := range l.rows {
		if r := &l.rows[i]; !r.heading && r.ref == ref && (r.field == field || field == "*") {
			l.sel = i
			return true
		}
	}
	return false
}

// move goes by so many rows over headings and stops at the ends.
func (l *list) move(by int) {
	if len(l.rows) == 0 {
		return
	}
	l.sel = min(max(l.sel+by, 0), len(l.rows)-1)
	step := 1
	if by < 0 {
		step = -1
	}
	l.skipHeadings(step)
}

func (l *list) skipHeadings(step int) {
	for _, s := range []int{step, -step} {
		for i := l.sel; i >= 0 && i < len(l.rows); i += s {
			if !l.rows[i].heading {
				l.sel = i
				return
			}
		}
	}
	l.sel = -1
}

func (l *list) atEnd() bool {
	for i := l.sel + 1; i < len(l.rows); i++ {
		if !l.rows[i].heading {
			return false
		}
	}
	return true
}

// reveal scrolls so that the selected row stands in a window of h lines, with a heading right above it where there is one.
func (l *list) reveal(h int) {
	if h < 1 {
		return
	}
	top := max(l.sel, 0)
	if top > 0 && l.rows[top-1].heading && h > 1 {
		top--
	}
	if top < l.offset {
		l.offset = top
	}
	if l.sel >= l.offset+h {
		l.offset = l.sel - h + 1
	}
	l.offset = max(min(l.offset, len(l.rows)-h), 0)
}

// view draws h lines.
func (l *list) view(t *theme, w, h int, active bool) []string {
	if l.drawnFor != w || len(l.drawn) != len(l.rows) {
		l.drawn, l.drawnFor = make([]string, len(l.rows)), w
	}
	lines := make([]string, 0, h)
	for i := l.offset; i < len(l.rows) && len(lines) < h; i++ {
		if i == l.sel {
			lines = append(lines, l.rows[i].draw(t, w, true, active))
			continue
		}
		if l.drawn[i] == "" {
			l.drawn[i] = l.rows[i].draw(t, w, false, active)
		}
		lines = append(lines, l.drawn[i])
	}
	return fill(lines, h)
}

func (r *row) draw(t *theme, w int, selected, active bool) string {
	if r.plain {
		return fit(r.text, w)
	}
	if r.heading {
		return between(" "+paintFit(r.headingLook(t), r.text, w-1), r.tailLook.paint(r.tail), w)
	}
	mark := "   "
	if selected {
		mark = " " + t.accent.paint(">") + " "
	}
	tail := fit(r.tail, w/2)
	room := w - 3 - width(r.lead)
	if tail != "" && room-width(tail)-2 >= 12 {
		room -= width(tail) + 2
	} else {
		tail = ""
	}
	if room < 4 {
		return mark + fit(r.lead+r.text, max(w-3, 0))
	}
	look := r.look
	if selected && active {
		look = t.accent
	}
	text := fit(r.text, room)
	line := mark + r.leadLook.paint(r.lead) + look.paint(text)
	if tail != "" {
		line += strings.Repeat(" ", room-width(text)+2) + r.tailLook.paint(tail)
	}
	return line
}

func (r *row) headingLook(t *theme) style {
	if r.look.open != "" {
		return r.look
	}
	return t.heading
}

func paintFit(s style, text string, w int) string { return s.paint(fit(text, max(w, 0))) }
