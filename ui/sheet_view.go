package ui

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// The lines of the window, from the top: the header (title, phases, rule), the page, the help line.
const (
	headerHeight = 3
	footerHeight = 1
)

func (a *App) bodyHeight() int { return max(a.h-headerHeight-footerHeight, 0) }

// View draws the window.
func (a *App) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = a.windowTitle()
	if a.w == 0 || a.h == 0 {
		return v
	}
	f := a.frame()
	v.SetContent(strings.Join(f.Lines, "\n"))
	v.Cursor = f.Cursor
	return v
}

func (a *App) windowTitle() string {
	if a.pm == nil {
		return "debrief"
	}
	return model.Shorten(say.Safe(a.pm.Title), 60) + " - debrief"
}

func (a *App) frame() draw.Frame {
	if a.w < minWidth || a.h < minHeight {
		return draw.Frame{Lines: draw.Fill(wrapFit("debrief needs a window of 40 by 10. Please make this one larger.", a.w), a.h)}
	}
	lines := a.header()
	body := a.top().View(a.w, a.bodyHeight())
	lines = append(append(lines, draw.Fill(body.Lines, a.bodyHeight())...), a.footer())
	if body.Cursor != nil {
		body.Cursor.Y += headerHeight
	}
	return draw.Frame{Lines: draw.Fill(lines, a.h), Cursor: body.Cursor}
}

func wrapFit(text string, w int) []string {
	lines := draw.Wrap(text, w)
	for i := range lines {
		lines[i] = draw.Fit(strings.TrimRight(lines[i], " "), w)
	}
	return lines
}

// footer names what can be done now, as much as fits.
func (a *App) footer() string {
	t := a.theme
	in := inList
	if a.top().Typing() {
		in = typing
	}
	line, help := "", ""
	if in == inList {
		help = " " + t.Key.Paint("?") + " help"
	}
	seen := map[string]bool{"?": true}
	acts := a.top().Actions()
	acts = append(slices.Clip(acts), a.actions()...)
	for i := range acts {
		act := &acts[i]
		if act.Foot == "" || act.Scope&in == 0 || seen[act.Keys[0]] || act.barred() != "" {
			continue
		}
		seen[act.Keys[0]] = true
		piece := " " + t.Key.Paint(keyName(act.Keys[0])) + " " + act.Foot + "  "
		if draw.Width(line)+draw.Width(piece)+draw.Width(help) > a.w {
			continue
		}
		line += piece
	}
	return line + help
}

// The lines that a sheet gives to its parts at a height.
type division struct{ purpose, gap, head, body, ask, prompt, typed int } // typed are of the prompt's: the text, or the choices

func (s *sheet) divide(w, h int) division {
	var d division
	d.ask = len(s.askLines(w))
	d.prompt = 3
	if h < 12 {
		d.prompt = 2
	}
	if p := s.prompt; p != nil && p.says != nil {
		d.prompt++ // the coach's question has a place, so that nothing moves when it is asked
	}
	if p := s.prompt; p != nil {
		most := max(1, h/3)
		if p.isChooser() { // a choice that is out of sight cannot be made
			most = max(most, h-d.ask-1)
		}
		want := p.height(w, most)
		d.typed = want
		if hints := d.prompt - 1; !p.isChooser() {
			want += hints
		}
		d.prompt = max(d.prompt, want)
	}
	rest := h - d.ask - d.prompt
	if rest >= 7 && s.phase.Purpose != "" {
		d.purpose = 1
		rest--
	}
	if rest >= 8 {
		d.gap = 1
		rest--
	}
	most := rest / 2
	if _, ok := s.content.(aimed); ok && rest == 1 && s.prompt != nil {
		most = 1 // of the row that is asked about and the path to it, the path says more
	}
	if most > 0 {
		d.head = min(len(s.content.head(w, most)), most)
	}
	d.body = max(rest-d.head, 0)
	return d
}

func (s *sheet) bodyHeight() int { return max(s.divide(s.app.w, s.app.bodyHeight()).body, 1) }

func (s *sheet) layout(w, h int) {
	if s.prompt != nil && !s.prompt.isChooser() {
		s.prompt.layout(s.mainWidth(w))
	}
	s.list.Reveal(s.divide(s.mainWidth(w), h).body)
}

// mainWidth leaves a column for the open questions in a wide window.
func (s *sheet) mainWidth(w int) int {
	if w < 116 || model.PhaseIndex(s.phase.Key) < 0 {
		return w
	}
	return w - sideWidth - 3
}

const sideWidth = 34

// View draws the page.
func (s *sheet) View(w, h int) draw.Frame {
	main := s.mainWidth(w)
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

func (s *sheet) viewMain(w, h int) draw.Frame {
	t := s.app.theme
	d := s.divide(w, h)
	lines := make([]string, 0, h)
	if d.purpose > 0 {
		lines = append(lines, " "+draw.PaintFit(t.Faint, s.phase.Purpose, w-1))
	}
	lines = append(lines, draw.Fill(nil, d.gap)...)
	if d.head > 0 {
		lines = append(lines, draw.Fill(s.content.head(w, d.head), d.head)...)
	}
	lines = append(lines, s.list.View(t, w, d.body, s.prompt == nil)...)
	lines = append(lines, s.askLines(w)...)
	if s.prompt == nil {
		return draw.Frame{Lines: draw.Fill(append(lines, s.detail(w, d.prompt)...), h)}
	}
	return s.viewPrompt(lines, w, h, d.typed)
}

func (s *sheet) viewPrompt(lines []string, w, h, room int) draw.Frame {
	t, p := s.app.theme, s.prompt
	height := max(1, min(p.height(w, room), room))
	text, cursor := p.View(t, w, height)
	if cursor != nil {
		cursor.Y += len(lines)
	}
	lines = append(lines, draw.Fill(text, height)...)
	lines = append(lines, s.under(w, max(h-len(lines), 0))...)
	return draw.Frame{Lines: draw.Fill(lines, h), Cursor: cursor}
}

// askLines are what is being asked: one line, or two where a why needs them.
func (s *sheet) askLines(w int) []string {
	c, ok := s.content.(asker)
	if !ok || s.app.notice.bad || draw.Width(c.asking()) < w {
		return []string{s.askLine(w)}
	}
	lines := draw.Wrap(c.asking(), w-1)
	for i := range lines {
		lines[i] = " " + draw.PaintFit(s.app.theme.Question, lines[i], w-1)
	}
	return lines[:min(len(lines), 2)]
}

// askLine is the notice of what just happened, else the question to the room.
func (s *sheet) askLine(w int) string {
	t := s.app.theme
	n := s.app.notice
	look := t.Good
	if n.bad {
		look = t.Warn
	}
	if c, ok := s.content.(asker); ok && !n.bad && c.asking() != "" { // what is being answered stays in sight
		q := " " + draw.PaintFit(t.Question, c.asking(), w-1)
		return draw.Between(q, look.Paint(n.text)+" ", w)
	}
	if n.text != "" {
		return " " + draw.PaintFit(look, n.text, w-1)
	}
	if q := s.question(); q != "" {
		return " " + draw.PaintFit(t.Question, "Ask: "+q, w-1)
	}
	return ""
}

// detail says all of the selected row, where the row could not.
func (s *sheet) detail(w, h int) []string {
	r := s.list.Selected()
	if r == nil {
		return draw.Fill(nil, h)
	}
	lines := s.content.detail(r, w-4)
	if lines == nil {
		text := r.Text
		if r.Tail != "" {
			text += "  (" + r.Tail + ")"
		}
		lines = draw.Wrap(strings.TrimSpace(r.Ref+"  "+text), w-4)
	}
	for i := range lines {
		lines[i] = "   " + draw.PaintFit(s.app.theme.Faint, lines[i], w-4)
	}
	return draw.Fill(lines, h)
}
