package ui

import (
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// content is what one page adds to what every page has: its rows, its own actions, and the line that typing starts in.
type content interface {
	rows() []draw.Row
	actions() []Action
	capture() *prompt                           // nil where the page starts in its list
	head(w, h int) []string                     // above the list, at most h lines
	enter(r *draw.Row) (cmd tea.Cmd, done bool) // what enter does on a row; nil where it edits the row's field
	add(r *draw.Row) tea.Cmd                    // what a does
	detail(r *draw.Row, w int) []string         // more about the selected row; nil where the row says it all
}

// sheet is a page: a purpose, rows, and one line at the bottom in which everything is entered. The six phases are sheets, and
// so are the archive, the page of all fields and the list of open questions.
type sheet struct {
	app     *App
	id      string
	phase   guide.Phase // of one of the six; else empty but for its title and purpose
	content content
	list    draw.List
	prompt  *prompt
	acts    []Action
	asked   int  // which question to the room is shown
	flow    bool // after a field is saved, go on to the next one
	resume  *prompt
	quiet   bool // the page has no question to the room
	reads   bool // its rows are not parts or fields to edit
	modal   bool // it holds what is not saved yet: no key leads away from it but its own
}

func newSheet(a *App, phase string) *sheet {
	s := &sheet{app: a, id: phase, phase: guide.Of(phase)}
	s.content = contents(phase, s)
	s.refresh()
	if p := s.content.capture(); p != nil && phase != "assemble" {
		s.open(p)
		s.list.Sel = len(s.list.Rows) - 1
		s.list.SkipHeadings(-1)
		s.followLine()
	}
	return s
}

// contents ties each phase to its sheet.
func contents(phase string, s *sheet) content {
	switch phase {
	case "facts":
		return &facts{sheet: s}
	case "causes":
		return &causes{sheet: s}
	case "whys":
		return &whys{sheet: s}
	case "action":
		return &actionSheet{sheet: s}
	case "close":
		return &closing{sheet: s}
	}
	return &assemble{sheet: s}
}

func (s *sheet) pm() *model.Postmortem { return s.app.pm }

// Typing reports whether letters are text.
func (s *sheet) Typing() bool { return s.prompt != nil }

func (s *sheet) refresh() { s.list.Set(s.content.rows()) }

// open starts typing in a prompt, with the text that was left in it before.
func (s *sheet) open(p *prompt) tea.Cmd {
	if s.prompt != nil && s.prompt.capture && !p.capture {
		s.resume = s.prompt
	}
	s.prompt = p
	if p.draft != "" {
		if kept := s.app.config.Drafts.Get(p.draft); kept != "" && kept != p.was {
			p.Set(kept)
			s.app.say("Your unsaved text is back. ctrl+u clears the line.")
		}
	}
	return nil
}

// done closes the prompt: what was saved needs no draft. A capture line stays, empty.
func (s *sheet) done(p *prompt) {
	if p.draft != "" {
		s.app.config.Drafts.Drop(p.draft)
	}
	if s.prompt != p {
		return
	}
	if p.capture {
		rest := strings.TrimPrefix(p.text(), p.sent)
		if rest == p.text() && p.sent != "" {
			return // it was changed in the meantime: it stays
		}
		p.Set(rest)
		p.sent = ""
		return
	}
	s.resumeLine()
}

// resumeLine goes back to the line that was open before, if one was, and to the row that it is about.
func (s *sheet) resumeLine() {
	s.prompt, s.resume = s.resume, nil
	s.followLine()
}

// followLine selects the row that the line is about.
func (s *sheet) followLine() {
	if t, ok := s.content.(aimed); ok && s.prompt != nil {
		s.list.Choose(t.typesAt(), "")
	}
}

// aimed is a page whose line is about a row other than the last.
type aimed interface{ typesAt() string }

// stopTyping leaves the prompt and keeps its text as a draft.
func (s *sheet) stopTyping() {
	s.flow = false
	s.prompt, s.resume = nil, nil
}

// asker is a page that has a question of its own just now.
type asker interface{ asking() string }

// question is the question to the room that the page shows.
func (s *sheet) question() string {
	if c, ok := s.content.(asker); ok {
		if q := c.asking(); q != "" {
			return q
		}
	}
	if s.quiet || len(s.phase.Questions) == 0 {
		return ""
	}
	return s.phase.Questions[s.asked%len(s.phase.Questions)]
}

// Update takes what no action took: letters for the prompt, a paste.
func (s *sheet) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(tea.KeyPressMsg); ok && s.prompt == nil {
		return nil
	}
	if paste, ok := msg.(tea.PasteMsg); ok {
		return s.paste(paste)
	}
	if s.prompt == nil {
		return nil
	}
	before := s.prompt.text()
	cmd := s.prompt.update(msg)
	s.keep(before)
	return cmd
}

func (s *sheet) keep(before string) {
	if p := s.prompt; p != nil && p.draft != "" && p.text() != before {
		s.app.config.Drafts.Put(p.draft, p.text())
	}
}

func (s *sheet) paste(msg tea.PasteMsg) tea.Cmd {
	msg.Content = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(msg.Content) // terminals paste a line's end as \r
	if many := strings.Contains(strings.TrimSpace(msg.Content), "\n"); many && (s.prompt == nil || !s.prompt.lines) {
		return s.pasteMany(msg.Content)
	}
	if s.prompt == nil {
		if p := s.content.capture(); p != nil {
			s.open(p)
		}
	}
	if s.prompt == nil {
		return nil
	}
	before := s.prompt.text()
	cmd := s.prompt.update(msg)
	s.keep(before)
	return cmd
}

// pasteMany takes several lines at once: they are brought in as events, never put into a line.
func (s *sheet) pasteMany(text string) tea.Cmd {
	if h, ok := s.content.(*home); ok {
		return h.pasteStarts(text)
	}
	switch s.id {
	case "facts", "files":
	case "intake":
		s.app.warn("Bring this one in first (enter), then paste the next.")
		return nil
	default:
		s.app.warn("Several lines go to Facts: 2, then paste again.")
		return nil
	}
	return s.app.bringIn(s.app.pasteOf(text))
}

// Actions is the page's table: its own, then what every page has.
func (s *sheet) Actions() []Action {
	if s.acts == nil {
		s.acts = append(s.content.actions(), s.common()...)
	}
	return s.acts
}

// take is enter in the line.
func (s *sheet) take() tea.Cmd {
	if s.prompt != nil && !s.prompt.isChooser() {
		s.flow = false
	}
	return s.submit()
}

// submit sends what the line holds on its way.
func (s *sheet) submit() tea.Cmd {
	p := s.prompt
	switch {
	case p == nil:
		return nil
	case p.isChooser():
		return p.update(tea.KeyPressMsg{Code: tea.KeyEnter})
	}
	text := strings.TrimSpace(p.text())
	if text == "" && p.empty != nil {
		return p.empty()
	}
	if text == "" && p.capture {
		s.app.say("Type first, then enter. esc goes to the list.")
		return nil
	}
	p.sent = p.text()
	return p.submit(text)
}

// tab completes; where there is nothing to complete it saves and goes on to the next field.
func (s *sheet) tab() tea.Cmd {
	p := s.prompt
	if p == nil {
		return nil
	}
	if p.tab != nil {
		if text := p.tab(p.text()); text != p.text() {
			before := p.text()
			p.Set(text)
			s.keep(before)
			return nil
		}
	}
	if p.onTab != nil {
		return p.onTab()
	}
	return nil
}

// up goes to the list, from the first line of the text.
func (s *sheet) up() tea.Cmd {
	if p := s.prompt; p != nil && !p.isChooser() && p.area.Line() > 0 {
		return p.update(tea.KeyPressMsg{Code: tea.KeyUp})
	}
	return s.escape()
}

// escape stops typing. What was typed is kept and stands in the line again when one comes back.
func (s *sheet) escape() tea.Cmd {
	p := s.prompt
	s.flow = false
	s.app.notice = notice{}
	if p == nil {
		return nil
	}
	if p.text() != "" && p.text() != p.was && p.draft != "" {
		s.app.say("Not saved yet: your text is kept here.")
	}
	s.resumeLine()
	return nil
}

// apply sends an edit that a prompt led to; the prompt stays, with its text, until the edit is saved.
func (s *sheet) apply(p *prompt, e model.Edit, then func(model.Applied) tea.Cmd) tea.Cmd {
	if s.pm() == nil {
		return nil
	}
	return s.applyTo(s.pm().Ref, p, e, then)
}

// applyTo is apply for a postmortem that need not be the open one.
func (s *sheet) applyTo(post string, p *prompt, e model.Edit, then func(model.Applied) tea.Cmd) tea.Cmd {
	return s.app.editOf(post, e, func(applied model.Applied) tea.Cmd {
		if p != nil {
			s.done(p)
		}
		if then != nil {
			return then(applied)
		}
		return nil
	}, nil)
}
