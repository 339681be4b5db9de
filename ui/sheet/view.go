package sheet

import (
	"strings"

	"debrief/model"
	"debrief/model/coach"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// division are the lines that a sheet gives to its parts at a height.
type division struct {
	purpose, gap, head, body, unsaved, ask, proposals int
	typed                                             int // of the line, or the choices
	under                                             int // below it
}

// short is a page in which every line counts, in lines.
const short = 11

func (s *Sheet) divide(w, h int) division {
	var d division
	d.ask = len(s.askLines(w))
	if s.proposals != nil && s.atOwnLine() {
		if h < short {
			d.ask = min(d.ask, 1)
		}
		d.proposals = len(s.proposals.lines(s.Desk.Look(), w, max(h/3, 1)))
	}
	d.typed, d.under = s.promptHeight(w, h-d.ask-d.proposals)
	if d.proposals > 0 && h < short { // a choice that is out of sight cannot be made
		d.under = min(d.under, 1)
		d.proposals = min(d.proposals, max(h-d.ask-d.typed-d.under, 1))
	}
	rest := h - d.ask - d.proposals - d.typed - d.under
	d.unsaved = len(s.unsaved(w, max(rest/2, min(rest, 1))))
	rest -= d.unsaved
	if rest >= 7 && s.Page.Phase.Purpose != "" {
		d.purpose = 1
		rest--
	}
	if rest >= 8 {
		d.gap = 1
		rest--
	}
	most := rest / 2
	if s.Page.TypesAt != nil && rest == 1 && s.line != nil {
		most = 1 // of the row that is asked about and the path to it, the path says more
	}
	if most > 0 && s.Page.Head != nil {
		d.head = min(len(s.Page.Head(w, most)), most)
	}
	d.body = max(rest-d.head, 0)
	return d
}

// promptHeight is how many lines the line or the choices take, and how many are kept for what is said below them: always as many,
// so that nothing moves when something is said.
func (s *Sheet) promptHeight(w, h int) (typed, under int) {
	least := 3
	if h < short {
		least = 2
	}
	switch {
	case s.chooser != nil: // a choice that is out of sight cannot be made
		typed = min(len(s.chooser.lines(s.Desk.Look(), w, max(h-1, 1))), max(h-1, 1))
		return typed, max(least-typed, boolInt(s.chooser.Hint != ""))
	case s.line == nil:
		return 0, least
	}
	if s.line.Says != nil {
		least++ // the coach's question has a place
	}
	return s.line.height(w, max(1, h/3)), least - 1
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Room is how many rows of the list are in sight.
func (s *Sheet) Room() int {
	w, h := s.Desk.Size()
	return max(s.divide(s.MainWidth(), h).body, min(w, 1))
}

// Below is how many lines stand below the list where nobody types.
func (s *Sheet) Below() int {
	_, h := s.Desk.Size()
	return s.divide(s.MainWidth(), h).under
}

// Fit lays the page out in the window: everything that moves or wraps does so here, and drawing changes nothing.
func (s *Sheet) Fit() tea.Cmd {
	_, h := s.Desk.Size()
	w, t := s.MainWidth(), s.Desk.Look()
	var cmd tea.Cmd
	if s.Page.Fitted != nil {
		cmd = s.Page.Fitted(w, h)
	}
	d := s.divide(w, h)
	if s.line != nil && s.chooser == nil {
		s.line.fit(t, w, max(1, d.typed))
	}
	s.List.Fit(t, w, d.body)
	return cmd
}

// sideFrom is the width of a window from which on a column of open questions stands beside a phase, in cells.
const (
	sideFrom  = 116
	sideWidth = 34
)

// MainWidth leaves a column for the open questions in a wide window.
func (s *Sheet) MainWidth() int {
	w, _ := s.Desk.Size()
	if w < sideFrom || model.PhaseIndex(s.Page.Phase.Key) < 0 {
		return w
	}
	return w - sideWidth - 3
}

// View draws the page.
func (s *Sheet) View(w, h int) draw.Frame {
	main := min(s.MainWidth(), w)
	f := s.viewMain(main, h)
	if main == w {
		return f
	}
	side := draw.Fill(s.side(sideWidth), h)
	for i := range f.Lines {
		if i < len(side) && side[i] != "" {
			f.Lines[i] = draw.Pad(f.Lines[i], main+3) + side[i]
		}
	}
	return f
}

func (s *Sheet) viewMain(w, h int) draw.Frame {
	t := s.Desk.Look()
	d := s.divide(w, h)
	lines := make([]string, 0, h)
	if d.purpose > 0 {
		lines = append(lines, " "+draw.PaintFit(t.Faint, s.Page.Phase.Purpose, w-1))
	}
	lines = append(lines, draw.Fill(nil, d.gap)...)
	if d.head > 0 {
		lines = append(lines, draw.Fill(s.Page.Head(w, d.head), d.head)...)
	}
	lines = append(lines, s.List.View(t, w, d.body, !s.Typing() || s.Picked() != nil)...)
	lines = append(lines, draw.Fill(s.unsaved(w, d.unsaved), d.unsaved)...)
	if d.proposals > 0 {
		lines = append(lines, draw.Fill(s.proposals.lines(t, w, max(h/3, 1)), d.proposals)...)
	}
	lines = append(lines, draw.Fill(s.askLines(w), d.ask)...)
	switch {
	case s.chooser != nil:
		lines = append(lines, draw.Fill(s.chooser.lines(t, w, max(d.typed, 1)), d.typed)...)
		lines = append(lines, s.belowChooser(w, max(h-len(lines), 0))...)
	case s.line != nil:
		return s.viewLine(lines, w, h, d.typed)
	default:
		lines = append(lines, s.detail(w, d.under)...)
	}
	return draw.Frame{Lines: draw.Fill(lines, h)}
}

func (s *Sheet) viewLine(lines []string, w, h, room int) draw.Frame {
	cursor := s.line.cursor
	if cursor != nil {
		at := *cursor
		at.Y += len(lines)
		cursor = &at
	}
	lines = append(lines, draw.Fill(s.line.drawn, max(room, 1))...)
	lines = append(lines, s.under(w, max(h-len(lines), 0))...)
	return draw.Frame{Lines: draw.Fill(lines, h), Cursor: cursor}
}

// belowChooser says what else can be done with the choices.
func (s *Sheet) belowChooser(w, room int) []string {
	if s.chooser.Hint == "" || room < 1 {
		return nil
	}
	lines := draw.Wrap(s.chooser.Hint, w-3)
	for i := range lines {
		lines[i] = "   " + draw.PaintFit(s.Desk.Look().Faint, lines[i], w-3)
	}
	return draw.Fill(lines, min(len(lines), room))
}

// askLines are what is being asked: one line, or two where a why needs them.
func (s *Sheet) askLines(w int) []string {
	asking := s.Asking()
	if s.Desk.Notice().Bad || draw.Width(asking) < w {
		return []string{s.askLine(asking, w)}
	}
	lines := draw.Wrap(asking, w-1)
	for i := range lines {
		lines[i] = " " + draw.PaintFit(s.Desk.Look().Question, lines[i], w-1)
	}
	return lines[:min(len(lines), 2)]
}

// askLine is the notice of what just happened, else the question to the room.
func (s *Sheet) askLine(asking string, w int) string {
	t := s.Desk.Look()
	n := s.Desk.Notice()
	look := t.Good
	if n.Bad {
		look = t.Warn
	}
	if asking != "" && !n.Bad { // what is being answered stays in sight
		return draw.Between(" "+draw.PaintFit(t.Question, asking, w-1), look.Paint(n.Text)+" ", w)
	}
	if n.Text != "" {
		return " " + draw.PaintFit(look, n.Text, w-1)
	}
	if q := s.Question(); q != "" {
		return " " + draw.PaintFit(t.Question, "Ask: "+q, w-1)
	}
	return ""
}

// detail says all of the selected row, where the row could not.
func (s *Sheet) detail(w, h int) []string {
	r := s.Selected()
	if r == nil {
		return draw.Fill(nil, h)
	}
	var lines []string
	if s.Page.Detail != nil {
		lines = s.Page.Detail(r, w-4)
	}
	if lines == nil {
		text := r.Text
		if r.Tail != "" {
			text += "  (" + r.Tail + ")"
		}
		lines = draw.Wrap(strings.TrimSpace(r.Ref+"  "+text), w-4)
	}
	for i := range lines {
		lines[i] = "   " + draw.PaintFit(s.Desk.Look().Faint, lines[i], w-4)
	}
	return draw.Fill(lines, h)
}

// side is the column of open questions of the phase.
func (s *Sheet) side(w int) []string {
	checks, phase := s.Desk.Checks(), model.PhaseIndex(s.Page.Phase.Key)
	var lines []string
	for _, f := range checks.Asked {
		if f.Phase != s.Page.Phase.Key {
			continue
		}
		for i, l := range draw.Wrap(About(f)+f.Question, w-2) {
			if i == 0 {
				lines = append(lines, "- "+l)
			} else {
				lines = append(lines, "  "+l)
			}
		}
	}
	title := "No open questions"
	if n := checks.Open[phase]; n > 0 {
		title = say.Count(n, "question", "questions") + " open"
	} else if phase >= checks.Visits.Left {
		title = "No questions so far" // what is missing is asked for later
	}
	return append([]string{s.Desk.Look().Heading.Paint(title)}, lines...)
}

// About is the part that a finding is about, to stand before its question; "" where it is about a field or a list.
func About(f coach.Finding) string {
	if f.At == "" || model.KindOf(f.At) == nil {
		return ""
	}
	return f.At + " "
}

// Foot is a short name for an action in the footer, as it is now; "" keeps it out of there.
func (s *Sheet) Foot(act *Action) string {
	switch act.ID {
	case "line.tab":
		return s.tabIs()
	case "line.up":
		if !s.atOwnLine() {
			return ""
		}
	case "line.escape":
		if s.chooser != nil || s.proposals != nil || len(s.beneath) > 0 || s.Picked() != nil {
			return "leave it"
		}
	}
	return act.Foot
}

// tabIs is what tab does now.
func (s *Sheet) tabIs() string {
	l := s.line
	switch {
	case s.chooser != nil:
		return "next field"
	case l == nil || l.offer != nil:
		return "that"
	case s.proposals != nil && l.Stays && l.IsEmpty():
		return "next choice"
	case l.TabIs != "":
		return l.TabIs
	case strings.HasPrefix(l.Key, "field "):
		return "next field"
	}
	return "complete"
}

// SignHelp names the sign that opens what can be done, where the line takes it.
func (s *Sheet) SignHelp(t *draw.Theme) string {
	if l := s.Line(); l != nil && l.IsEmpty() && (l.Enter != nil || l.Stays) {
		return " " + t.Key.Paint(":") + " what can be done"
	}
	return ""
}
