package sheet

import (
	"fmt"
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
	asks := len(s.askLines(w))
	d.ask = min(asks, 1+boolInt(s.Asking() != ""))
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
	s.widen(&d, w, asks)
	return d
}

// widen gives the lines that the list leaves free to what would be cut beside it.
func (s *Sheet) widen(d *division, w, asks int) {
	spare := d.body - s.List.Lines(w, d.body)
	give := func(lines *int, want int) {
		if more := min(want-*lines, spare); more > 0 {
			*lines, spare, d.body = *lines+more, spare-more, d.body-more
		}
	}
	if spare < 1 {
		return
	}
	if d.purpose > 0 {
		give(&d.purpose, len(s.purpose(w)))
	}
	give(&d.ask, asks)
	if !s.Typing() {
		give(&d.under, len(s.about(s.Selected(), w-4)))
	}
}

// purpose is what the page is for, in lines of w cells.
func (s *Sheet) purpose(w int) []string {
	lines := draw.Wrap(s.Page.Phase.Purpose, max(w-1, 1))
	for i := range lines {
		lines[i] = " " + s.Desk.Look().Faint.Paint(strings.TrimRight(lines[i], " "))
	}
	return lines
}

// promptHeight is how many lines the line or the choices take, and how many are kept for what is said below them: always as many,
// so that nothing moves when something is said.
func (s *Sheet) promptHeight(w, h int) (typed, under int) {
	least := 3
	switch {
	case h < short:
		least = 2
	case w < Roomy && h >= short+5: // a sentence takes more lines there
		least += 2
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
	sideFrom  = 150
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
	side := draw.Fill(s.side(sideWidth, h), h)
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
	lines = append(lines, inLines(s.purpose(w), w, d.purpose)...)
	lines = append(lines, draw.Fill(nil, d.gap)...)
	if d.head > 0 {
		lines = append(lines, draw.Fill(s.Page.Head(w, d.head), d.head)...)
	}
	lines = append(lines, s.List.View(t, w, d.body, !s.Typing() || s.Picked() != nil)...)
	lines = append(lines, draw.Fill(s.unsaved(w, d.unsaved), d.unsaved)...)
	if d.proposals > 0 {
		lines = append(lines, draw.Fill(s.proposals.lines(t, w, max(h/3, 1)), d.proposals)...)
	}
	lines = append(lines, inLines(s.askLines(w), w, d.ask)...)
	switch {
	case s.chooser != nil:
		lines = append(lines, draw.Fill(s.chooser.lines(t, w, max(d.typed, 1)), d.typed)...)
		lines = append(lines, s.belowChooser(w, max(h-len(lines), 0))...)
	case s.line != nil:
		return s.viewLine(lines, w, h, d.typed)
	default:
		lines = append(lines, inLines(s.detail(w), w, d.under)...)
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

// said is the line above the one that is typed in: the notice of something bad, what is being asked, the notice of what just
// happened, or the question to the room.
func (s *Sheet) said() (text string, look draw.Style) {
	t, n, asking := s.Desk.Look(), s.Desk.Notice(), s.Asking()
	switch q := s.Question(); {
	case n.Bad:
		return n.Text, t.Warn
	case asking != "": // what is being answered stays in sight
		return asking, t.Question
	case n.Text != "":
		return n.Text, t.Good
	case q != "":
		return "Ask: " + q, t.Question
	}
	return "", t.Good
}

// askLines are all lines of w cells of what is asked or said.
func (s *Sheet) askLines(w int) []string {
	text, look := s.said()
	lines := draw.Wrap(text, max(w-1, 1))
	for i := range lines {
		lines[i] = " " + look.Paint(strings.TrimRight(lines[i], " "))
	}
	if n := s.Desk.Notice(); s.Asking() != "" && !n.Bad { // behind the question, where there is room for it
		last := len(lines) - 1
		lines[last] = draw.Between(lines[last], s.Desk.Look().Good.Paint(n.Text)+" ", w)
	}
	return lines
}

// inLines puts lines of w cells into so many: what is left over is cut on the last one.
func inLines(lines []string, w, most int) []string {
	if most < 1 {
		return nil
	}
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] = goesOn(lines[most-1], w)
	}
	return draw.Fill(lines, most)
}

// about is what there is to know about a row, in w cells.
func (s *Sheet) about(r *draw.Row, w int) (lines []string) {
	if r == nil || s.Page.Detail == nil {
		return nil
	}
	for _, about := range s.Page.Detail(r) {
		lines = append(lines, draw.Wrap(about, max(w, 1))...)
	}
	return lines
}

// detail says what the selected row has no room for, and what there is to know about it.
func (s *Sheet) detail(w int) []string {
	r := s.Selected()
	if r == nil {
		return nil
	}
	var lines []string
	if rest := s.List.Rest(); rest != "" {
		lines = draw.Wrap(rest, max(w-4, 1))
	}
	lines = append(lines, s.about(r, w-4)...)
	for i := range lines {
		lines[i] = "   " + s.Desk.Look().Faint.Paint(strings.TrimRight(lines[i], " "))
	}
	return lines
}

// side is the column of open questions, at most h lines: how many there are, as the header says, and those of this phase.
func (s *Sheet) side(w, h int) []string {
	checks := s.Desk.Checks()
	here := checks.Open[model.PhaseIndex(s.Page.Phase.Key)]
	title := "No open questions"
	if n := len(checks.Asked); n > 0 {
		title = say.Count(n, "question", "questions") + " open"
		switch here {
		case n:
		case 0:
			title += ", none here"
		default:
			title += fmt.Sprintf(", %d here", here)
		}
	}
	lines := []string{s.Desk.Look().Heading.Paint(title)}
	told := 0
	for _, f := range checks.Asked {
		if f.Phase != s.Page.Phase.Key {
			continue
		}
		question := indented(draw.Wrap(About(f)+f.Question, w-2), 2)
		question[0] = "- " + question[0][2:]
		last := told+1 == here
		if len(lines)+len(question)+boolInt(!last) > h {
			return append(lines, fmt.Sprintf("  and %d more", here-told))
		}
		lines, told = append(lines, question...), told+1
	}
	return lines
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
	case "room":
		if s.Desk.Room() { // whoever leads sees at a glance what others see
			return "room mode off"
		}
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
