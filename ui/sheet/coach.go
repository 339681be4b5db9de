package sheet

import (
	"strings"
	"time"

	"debrief/model"
	"debrief/model/coach"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Pause is how long nobody types before the coach speaks.
const Pause = 2 * time.Second

// Roomy is the width from which on words are written out that a narrow window leaves out, in cells.
const Roomy = 60

// listening is the coach while somebody types: at most one question about the words in the line.
type listening struct {
	late  Late
	line  *Line         // what the question is about
	text  string        // what stands in it
	found coach.Finding // what is asked; without a code, nothing
}

// Listen takes the question away with every key and asks anew after a pause. It is the one place that decides whether the coach
// speaks while somebody types: alone it does, and in the room its question waits in the list of open questions.
func (s *Sheet) Listen() tea.Cmd {
	s.coach.line = nil
	turn := s.coach.late.Turn()
	if l := s.Line(); l == nil || l.Says == nil || s.Post() == nil || s.Desk.Room() {
		return nil
	}
	return s.Desk.Later(Pause, func() tea.Cmd {
		if !s.coach.late.Is(turn) {
			return nil
		}
		return s.hear()
	})
}

// hear reads what stands in the line, beside the program: a text may be long.
func (s *Sheet) hear() tea.Cmd {
	l := s.Line()
	if l == nil || l.Says == nil || s.Post() == nil || strings.TrimSpace(l.Text()) == "" {
		return nil
	}
	text := l.Text()
	said, now, aside := l.Says(strings.TrimSpace(text)), s.Desk.Now(), s.Post().Dismissed
	if said.Pm == nil {
		return nil
	}
	return s.coach.late.Ask(func() func() tea.Cmd {
		found := said.Ask(now, aside)
		return func() tea.Cmd {
			s.coach.line, s.coach.text, s.coach.found = l, text, found
			return nil
		}
	})
}

// asks is what the coach asks about the line now.
func (s *Sheet) asks() (coach.Finding, bool) {
	c, l := &s.coach, s.line
	return c.found, c.line != nil && c.line == l && c.found.Code != "" && c.text == l.Text()
}

// under are the lines below what is typed, at most room of them: what was understood, or what went wrong, and the coach's
// question. What was understood keeps its first line; where there is no room for two things, the question stands there alone.
func (s *Sheet) under(w, room int) []string {
	t := s.Desk.Look()
	indent := s.line.indent(w)
	said, first := s.understood(w - indent)
	found, asks := s.asks()
	if !asks || room < 1 {
		if 0 < room && room < first {
			said[room-1] = goesOn(said[room-1], w-indent)
		}
		return indented(draw.Fill(said, min(len(said), room)), indent)
	}
	left := indent
	if w < Roomy {
		left = 1
	}
	most := room
	if room > 2 {
		most = max(room-first, 1)
	}
	question := spoken(found, w-left, most)
	for i := range question {
		question[i] = draw.PaintFit(t.Question, question[i], w-left)
	}
	said = said[:min(len(said), max(room-len(question), 0))]
	return append(indented(said, indent), indented(question, left)...)
}

// goesOn marks a line that the rest of its sentence has no room below.
func goesOn(line string, w int) string {
	if draw.Width(line)+len(draw.CutMark) <= w {
		return line + draw.CutMark
	}
	plain := ansi.Strip(line)
	if at := strings.LastIndexByte(plain, ' '); at > 0 && draw.Width(plain[:at])+len(draw.CutMark) <= w {
		return ansi.Truncate(line, draw.Width(plain[:at])+len(draw.CutMark), draw.CutMark) // half a number would be another one
	}
	return draw.Fit(line+draw.CutMark, w)
}

// spoken is a question behind its words in at most so many lines of w cells. The words give way where that makes it fit.
func spoken(f coach.Finding, w, most int) []string {
	if f.Text == "" {
		return atMost(draw.Wrap(f.Question, max(w, 8)), most)
	}
	words := model.Shorten(say.Safe(f.Text), 60)
	const least = 8 // cells that still tell which words are meant
	for room := draw.Width(words); room >= least; room-- {
		if lines := draw.Wrap(`"`+draw.Fit(words, room)+`": `+f.Question, max(w, 8)); len(lines) <= most {
			return lines
		}
	}
	return atMost(draw.Wrap(`"`+words+`": `+f.Question, max(w, 8)), most)
}

// atMost puts what is left over on the last line, where it is cut.
func atMost(lines []string, most int) []string {
	if len(lines) <= most {
		return lines
	}
	return append(lines[:most-1], strings.Join(lines[most-1:], " "))
}

func indented(lines []string, by int) []string {
	for i := range lines {
		lines[i] = strings.Repeat(" ", by) + lines[i]
	}
	return lines
}

// understood is what stands under the line while it is typed, in w cells, and how many lines the first thing takes.
func (s *Sheet) understood(w int) (lines []string, first int) {
	t, l := s.Desk.Look(), s.line
	var said []string
	look := t.Faint
	switch {
	case l.problem != "":
		said, look = []string{l.problem}, t.Warn
	case s.Picked() != nil:
		said = []string{s.pickedHint(s.Picked())}
	case s.proposals != nil && l.Stays && l.IsEmpty():
		said = []string{"arrows change a choice, tab goes on to the next, enter takes them; typing leaves them open"}
	case l.Hint != nil:
		said = l.Hint(l.Text())
	}
	if n := l.secrets(); n > 0 && l.problem == "" {
		said = append([]string{say.Count(n, "secret", "secrets") + " will be hidden"}, said...)
	}
	if l.offer != nil && l.problem == "" {
		name, _ := l.offer()
		said = append([]string{"tab: " + name}, said...)
	}
	for i, text := range said {
		for _, part := range draw.Wrap(text, max(w, 8)) {
			lines = append(lines, draw.PaintFit(look, strings.TrimRight(part, " "), w))
		}
		if i == 0 {
			first = len(lines)
		}
	}
	return lines, first
}
