package ui

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/coach"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// pause is how long nobody types before the coach speaks.
const pause = 2 * time.Second

// listening is the coach while somebody types: at most one question about the words in the line.
type listening struct {
	keys  int           // how many came: a pause that a later key has ended asks nothing
	line  *prompt       // what the question is about
	text  string        // what stands in it
	found coach.Finding // what is asked; without a code, nothing
}

// saying is what somebody is about to say, as a postmortem that holds nothing else.
type saying struct {
	pm    *model.Postmortem // nil for what cannot be understood
	ref   string            // the part, "" for the postmortem itself
	field string            // the field that is typed; "" for a line that fills several
}

// heard brings what the coach asks after a pause.
type heard struct{ listening }

// listen takes the question away with every key and asks anew after a pause. It is the one place that decides whether the coach
// speaks while somebody types: alone it does.
func (a *App) listen(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
	default:
		return nil
	}
	a.coach = listening{keys: a.coach.keys + 1}
	if p := a.line(); p == nil || p.says == nil || a.pm == nil {
		return nil
	}
	keys := a.coach.keys
	return a.later(pause, func() tea.Cmd {
		if a.coach.keys != keys {
			return nil
		}
		return a.hear()
	})
}

// line is what somebody types in, nil where nobody does.
func (a *App) line() *prompt {
	if s, ok := a.top().(*sheet); ok {
		return s.prompt
	}
	return nil
}

// hear reads what stands in the line, beside the program: a text may be long.
func (a *App) hear() tea.Cmd {
	p := a.line()
	if p == nil || p.says == nil || a.pm == nil || strings.TrimSpace(p.text()) == "" {
		return nil
	}
	said, now, aside := p.says(strings.TrimSpace(p.text())), a.now(), a.pm.Dismissed
	if said.pm == nil {
		return nil
	}
	l := listening{keys: a.coach.keys, line: p, text: p.text()}
	return func() tea.Msg {
		l.found = said.ask(now, aside)
		return heard{l}
	}
}

func (msg heard) arrive(a *App) tea.Cmd {
	if msg.keys == a.coach.keys {
		a.coach = msg.listening
	}
	return nil
}

// asks is what is asked about a line now.
func (l *listening) asks(p *prompt) (coach.Finding, bool) {
	return l.found, l.line == p && l.found.Code != "" && l.text == p.text()
}

// ask is the last question about what is being said that nobody has set aside: the one nearest to what was typed. What is still
// missing is not asked of somebody who has not finished.
func (s saying) ask(now time.Time, aside []model.Dismissal) coach.Finding {
	var last coach.Finding
	for _, f := range coach.Check(s.pm, now) {
		field := fieldOfFinding(s.pm, f)
		mine := field == s.field || s.field == "" && isCoached(s.ref, field)
		about := s.ref == "" || f.At == s.ref
		if mine && about && !strings.HasSuffix(f.Code, "-missing") &&
			!slices.Contains(aside, model.Dismissal{Code: f.Code, At: f.At, Text: f.Text}) {
			last = f
		}
	}
	return last
}

// isCoached reports whether the coach speaks about a field while it is typed: about texts, and about who sees an action through.
func isCoached(ref, field string) bool {
	letter := ref[:min(len(ref), 1)]
	return coach.SectionOf(letter, field) != "" || letter == "A" && field == "owner"
}

// says makes the line of a field one that the coach listens to, where it does.
func (s *sheet) says(ref string, f field) func(string) saying {
	if s.pm() == nil || !isCoached(ref, f.name) {
		return nil
	}
	return func(text string) saying {
		value, err := s.parseField(ref, f, text)
		part, there := s.pm().Part(ref)
		if err != nil || !there {
			return saying{}
		}
		said := saying{pm: s.app.only(nil), ref: ref, field: f.name}
		if ref != "" {
			said.pm = s.app.only(part.Value.Interface())
		}
		if said.pm.Set(ref, f.name, value) != nil {
			return saying{}
		}
		return said
	}
}

// unsaid is the number of a part that is still being typed: the highest that a reference can have.
const unsaid = "999999999"

// adds is saying a new part, by the letter of its kind.
func (a *App) adds(letter string, part any) saying {
	numbered := reflect.New(reflect.TypeOf(part)).Elem()
	numbered.Set(reflect.ValueOf(part))
	numbered.FieldByName("Ref").SetString(letter + unsaid)
	return saying{pm: a.only(numbered.Interface()), ref: letter + unsaid}
}

// only is a postmortem with the people of this one and nothing but one part.
func (a *App) only(part any) *model.Postmortem {
	p := &model.Postmortem{Status: a.pm.Status, Zone: a.pm.Zone, Participants: a.pm.Participants}
	switch part := part.(type) {
	case model.Impact:
		p.Impact = []model.Impact{part}
	case model.Event:
		p.Events = []model.Event{part}
	case model.Cause:
		part.Whys = nil
		p.Causes = []model.Cause{part}
	case model.Why:
		part.Whys = nil
		p.Causes = []model.Cause{{Whys: []model.Why{part}}}
	case model.Action:
		p.Actions = []model.Action{part}
	case model.Lesson:
		p.Lessons = []model.Lesson{part}
	}
	return p
}

// under are the lines below what is typed, at most room of them: what was understood, or what went wrong, and the coach's
// question. What was understood keeps its first line; where there is no room for two things, the question stands there alone.
func (s *sheet) under(w, room int) []string {
	t, p := s.app.theme, s.prompt
	indent := p.indent(w)
	said, first := s.understood(w - indent)
	found, asks := s.app.coach.asks(p)
	if !asks || room < 1 {
		if 0 < room && room < first {
			said[room-1] = goesOn(said[room-1], w-indent)
		}
		return indented(draw.Fill(said, min(len(said), room)), indent)
	}
	left := indent
	if w < roomy {
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
func (s *sheet) understood(w int) (lines []string, first int) {
	t, p := s.app.theme, s.prompt
	var said []string
	look := t.Faint
	switch {
	case p.problem != "":
		said, look = []string{p.problem}, t.Warn
	case p.hint != nil:
		said = p.hint(p.text())
	}
	for i, text := range said {
		for _, l := range draw.Wrap(text, max(w, 8)) {
			lines = append(lines, draw.PaintFit(look, strings.TrimRight(l, " "), w))
		}
		if i == 0 {
			first = len(lines)
		}
	}
	return lines, first
}
