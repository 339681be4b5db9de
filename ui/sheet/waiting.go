package sheet

import (
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// waiting are the texts of this page that were refused, in the order in which they were entered.
func (s *Sheet) waiting() []*Entry {
	var all []*Entry
	for _, e := range s.Desk.Entries(s.Place()) {
		if e.Waits() {
			all = append(all, e)
		}
	}
	return all
}

func (s *Sheet) nothingWaits() string {
	if len(s.waiting()) == 0 {
		return "Nothing here waits to be saved."
	}
	return ""
}

// tryAgain sends what waits once more, in order. What its line still refuses goes on waiting.
func (s *Sheet) tryAgain() tea.Cmd {
	s.Desk.Hush() // that it was not saved, is about to be said anew
	var cmds []tea.Cmd
	for _, e := range s.waiting() {
		cmds = append(cmds, s.sendAgain(e))
	}
	return tea.Batch(cmds...)
}

func (s *Sheet) sendAgain(e *Entry) tea.Cmd {
	l := s.lineOf(e)
	if l == nil {
		return nil
	}
	if s.chooser != nil {
		s.Close()
	}
	e.Mine, e.Theirs, e.Both = "", "", ""
	if l.Do != nil {
		return s.doAgain(l, e)
	}
	job, err := s.jobOf(l, e)
	if err != nil {
		e.Why = model.Clean(err.Error())
		return nil
	}
	return s.Desk.Send(job)
}

// The words of the choice between two texts.
const (
	textMine, textTheirs, textBoth = "mine", "theirs", "both"
)

// chooseText shows two texts for one field beside each other: mine, which was not saved, theirs, and both of them.
func (s *Sheet) chooseText(e *Entry) tea.Cmd {
	choices := []Choice{{Word: textMine, About: say.Safe(e.Mine)}, {Word: textTheirs, About: say.Safe(e.Theirs)}}
	both := e.Both
	if both != "" {
		choices = append(choices, Choice{Word: textBoth, About: say.Safe(both)})
	}
	c := NewChooser("Somebody else has changed it meanwhile. Which text?", choices)
	c.Hint = "enter alone leaves it for later; nothing is lost"
	c.Take = func(words []string) tea.Cmd {
		switch words[0] {
		case textTheirs:
			s.Desk.Forget(e)
			s.Desk.Say("Theirs stays: " + model.Quote(model.Shorten(say.Safe(e.Theirs), 60)) + ".")
			return nil
		case textBoth:
			e.Text = both
		}
		s.Desk.Hush()
		return s.sendAgain(e)
	}
	return s.Choose(c)
}

func (s *Sheet) doAgain(l *Line, e *Entry) tea.Cmd {
	cmd, err := l.Do(e.Text)
	if err != nil {
		e.Why = model.Clean(err.Error())
		return nil
	}
	s.Desk.Forget(e)
	return cmd
}

// giveBack brings what waits into its line again, to be changed or given up.
func (s *Sheet) giveBack(e *Entry) tea.Cmd {
	l := s.lineOf(e)
	if l == nil {
		return nil
	}
	if s.line != nil && s.line.Key == l.Key && s.line.IsEmpty() {
		l = s.line
	} else {
		s.Open(l)
	}
	if l.kept() {
		s.Desk.Drafts().Return(e.Key(), e.ID, e.Text)
	}
	s.Desk.Forget(e)
	l.Set(e.Text)
	l.entry = e.ID
	about := e.About
	if l.About == nil && about != nil {
		l.About = func() map[string]string { return about }
	}
	l.problem = e.Why
	return nil
}

// lineOf is the line that an entry was entered in, made again where it is not open any more; nil where nothing knows it.
func (s *Sheet) lineOf(e *Entry) *Line {
	if own := s.ownLine(); own != nil && own.Key == e.Line {
		return own
	}
	if s.Page.LineOf != nil {
		if l := s.Page.LineOf(e.Line); l != nil {
			return l
		}
	}
	if rest, ok := strings.CutPrefix(e.Line, "field "); ok && s.Post() != nil {
		ref, name, _ := strings.Cut(rest, " ")
		l := s.FieldLine(strings.TrimPrefix(ref, "-"), name)
		if was, ok := e.About["was"]; ok {
			l.About = func() map[string]string { return map[string]string{"was": was} }
		}
		return l
	}
	if e.Line == "find" {
		return s.findLine()
	}
	return nil
}

// waitingShown is how many texts that are not saved yet are shown at most; the others are counted.
const waitingShown = 3

// unsaved are the lines, in w cells, that show what is not saved yet: what is on its way for long, and what waits.
func (s *Sheet) unsaved(w, most int) []string {
	var shown []*Entry
	for _, e := range s.Desk.Entries(s.Place()) {
		if e.Waits() || e.Slow {
			shown = append(shown, e)
		}
	}
	most = min(most, waitingShown)
	if len(shown) == 0 || most < 1 {
		return nil
	}
	lines := []string{}
	if more := len(shown) - most; more > 0 {
		most--
		lines = append(lines, " "+draw.PaintFit(s.Desk.Look().Faint, "and "+say.Count(len(shown)-most, "text", "texts")+" more that "+
			"are not saved yet", w-1))
		shown = shown[len(shown)-most:]
	}
	for _, e := range shown {
		lines = append(lines, s.unsavedLine(e, w))
	}
	return lines
}

func (s *Sheet) unsavedLine(e *Entry, w int) string {
	t := s.Desk.Look()
	text := say.Safe(e.Text)
	if !e.Waits() {
		return " " + draw.PaintFit(t.Faint, "on its way: "+text, w-1)
	}
	again := "enter tries again"
	if !s.atOwnLine() {
		again = s.Key("line.again", "ctrl+r") + " tries again"
	}
	why := "  (" + again + ": " + e.Why + ")"
	const lead, least = "not saved: ", 16
	room := w - 1 - len(lead) - draw.Width(why)
	if room < min(least, draw.Width(text)) {
		room = min(max(least, (w-1)/2), draw.Width(text))
	}
	text = draw.Fit(text, room)
	return " " + t.Warn.Paint(lead) + text + draw.PaintFit(t.Faint, why, w-1-len(lead)-draw.Width(text))
}
