package page

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// step is one part on the way from a cause to an answer.
type step struct{ ref, text string }

// path is the way from the cause down to a part.
func (s *whys) path(ref string) []step {
	var steps []step
	for ref != "" {
		part, ok := s.Post().Part(ref)
		if !ok {
			break
		}
		text := s.Post().Get(ref, ask.MainField(ref))
		if w, isWhy := reflect.TypeAssert[model.Why](part.Value); isWhy && text == "" {
			text = w.Question
		}
		steps = append(steps, step{ref, say.Safe(text)})
		ref = part.Parent
	}
	slices.Reverse(steps)
	return steps
}

// here is the part that the page is about: what is being asked about, else the selected row.
func (s *whys) here() string {
	if l := s.Line(); l != nil && l.Stays && s.target != "" {
		return s.target
	}
	return s.Ref()
}

// pathLook is a path as it was fitted into the window.
type pathLook struct {
	of    *model.Postmortem
	ref   string
	w, h  int
	whole bool // the tree is in sight, with every text: the path need not repeat them
	lines []string
}

func (c *pathLook) same(x *pathLook) bool {
	return c.of == x.of && c.ref == x.ref && c.w == x.w && c.h == x.h && c.whole == x.whole
}

// head is the path from the cause to here, in sight wherever the list has scrolled to, with the depth behind it.
func (s *whys) head(_, h int) []string { return s.way.lines[:min(len(s.way.lines), max(h, 0))] }

// fitted writes the path for the window. Its height is that of the window's alone, so that the list stands still.
func (s *whys) fitted(w, h int) tea.Cmd {
	if len(s.Post().Causes) == 0 {
		s.way = pathLook{}
		return nil
	}
	height := 1 + boolInt(h >= 16) + boolInt(h >= 30)
	room := s.Room()
	is := pathLook{of: s.Post(), ref: s.here(), w: w, h: height, whole: s.List.Lines(w, room) < room}
	if is.same(&s.way) {
		return nil
	}
	steps := s.path(is.ref)
	if sheet.EntryID(is.ref) != "" {
		steps = append(s.path(s.Desk.Ref(s.from)), step{"new", say.Safe(s.above.Text)})
	}
	mark := depthMark(len(steps) - 1)
	if w < 60 {
		mark = strings.TrimPrefix(mark, " why")
	}
	lines := pathLines(steps, w-2-len(mark), height)
	if is.whole && strings.Contains(strings.Join(lines, ""), draw.CutMark) {
		lines = wrapIn(shortened(steps, 0, 0), w-2-len(mark), height)
	}
	is.lines = draw.Fill(lines, height)
	for i := range is.lines {
		is.lines[i] = " " + is.lines[i]
	}
	is.lines[0] = draw.Between(is.lines[0], s.Desk.Look().Faint.Paint(mark), w)
	s.way = is
	return nil
}

// depthMark counts the whys of a path and reaches five: "why 1 2 3 . .", "why 1 2 3 4 5 .. 7". Nothing asks for more, or for as
// many. The figures stand apart, so that they count and are not read as one number.
func depthMark(whys int) string {
	const five = "1 2 3 4 5"
	switch {
	case whys < 1:
		return ""
	case whys > 5:
		return " why " + five + " " + draw.CutMark + " " + strconv.Itoa(whys) + " "
	}
	return " why " + five[:2*whys-1] + strings.Repeat(" .", 5-whys) + " "
}

// pathLines writes a path in so many lines of w cells: all its texts as long as they fit, then their beginnings, then those of
// its ends; where there is no room for texts, its references, with the middle left out last.
func pathLines(steps []step, w, lines int) []string {
	if len(steps) == 0 || w < 8 {
		return nil
	}
	texts := make([]int, len(steps))
	for i, x := range steps {
		texts[i] = draw.Width(x.text)
	}
	for _, share := range shares {
		cells := 0
		for _, n := range texts {
			cells += min(n, share) + len("W1  > ")
		}
		if cells > w*lines {
			continue
		}
		if out := wrapIn(shortened(steps, share, 2*share), w, lines); out != nil {
			return out
		}
	}
	if out := endsOf(steps, w, lines); out != nil {
		return out
	}
	for from := range steps { // the last ones with a few words, those before them as references
		short := steps
		if from > 0 {
			short = append([]step{steps[0], {ref: ".."}}, steps[min(from+1, len(steps)-1):]...)
		}
		if len(short)*len("W1 > ") > w*lines+len(" > ") {
			continue
		}
		for _, last := range []int{36, 24, 16, 10, 0} {
			if out := wrapIn(shortened(short, 0, last), w, lines); out != nil {
				return out
			}
		}
	}
	last := steps[len(steps)-1]
	return []string{draw.Fit(last.ref+" "+last.text, w)}
}

// shares are how many cells of each text a path shows, the most first.
var shares = []int{600, 240, 120, 100, 80, 70, 60, 54, 48, 44, 40, 36, 33, 30, 28, 26, 24, 22, 20, 18, 16, 14}

// endsOf writes the cause and the last few answers with their texts; nil where that does not fit.
func endsOf(steps []step, w, lines int) []string {
	for _, share := range []int{30, 18, 12} {
		for keep := 6; keep > 1; keep-- {
			if keep+1 >= len(steps) {
				continue
			}
			short := append([]step{steps[0], {ref: ".."}}, steps[len(steps)-keep:]...)
			if out := wrapIn(shortened(short, share, 2*share), w, lines); out != nil {
				return out
			}
		}
	}
	return nil
}

// wrapIn writes pieces one behind the other in so many lines of w cells, each piece on one line; nil where they do not fit.
func wrapIn(pieces []string, w, lines int) []string {
	const next = " > "
	out := []string{pieces[0]}
	for _, piece := range pieces[1:] {
		last := &out[len(out)-1]
		if draw.Width(*last)+len(next)+draw.Width(piece)+len(next) <= w {
			*last += next + piece
		} else { // a line never starts with the mark, which is that of the selected row
			*last += strings.TrimRight(next, " ")
			out = append(out, piece)
		}
	}
	if len(out) > lines || slices.ContainsFunc(out, func(l string) bool { return draw.Width(l) > w }) {
		return nil
	}
	return out
}

// shortened are the steps of a path with so many cells of their texts; the last one is where we are.
func shortened(steps []step, share, last int) []string {
	pieces := make([]string, len(steps))
	for i, x := range steps {
		room := share
		if i == len(steps)-1 {
			room = last
		}
		pieces[i] = x.ref
		if room > len(draw.CutMark) && x.text != "" {
			pieces[i] += " " + draw.Fit(x.text, room)
		}
	}
	return pieces
}

// readPath opens the path as a text: every question and answer from the cause down, in full.
func (s *whys) readPath() tea.Cmd {
	ref := s.Selected().Ref
	steps := s.path(ref)
	var b strings.Builder
	for i, x := range steps {
		if q := s.Post().Get(x.ref, "question"); i > 0 && q != "" {
			b.WriteString(say.Safe(q) + "\n")
		}
		b.WriteString(draw.Pad(x.ref, max(4, len(x.ref)+1)) + x.text + "\n")
		for _, link := range s.links(x.ref) {
			b.WriteString("    " + link + "\n")
		}
		if i < len(steps)-1 {
			b.WriteString("\n")
		}
	}
	return s.Desk.Push(s.shelf.text("From "+steps[0].ref+" to "+ref, strings.TrimSuffix(b.String(), "\n")))
}
