package sheet

import (
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/ask"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// Page is what one page adds to what every page has. Whatever it does not have stays nil.
type Page struct {
	ID    string      // names its drafts: "facts"
	Phase guide.Phase // of one of the six; else empty but for its title and purpose
	Quiet bool        // it has no question to the room
	Modal bool        // it holds what is not saved yet: no key leads away from it but its own

	Rows    func() []draw.Row
	Actions func() []Action                         // its own, before those of every page
	Line    func() *Line                            // its own line; nil where it starts in its list
	LineOf  func(key string) *Line                  // the line of that key, where it is none of those of every page
	Head    func(w, h int) []string                 // above the list, at most h lines
	Enter   func(r *draw.Row) (tea.Cmd, bool)       // what enter does on a row; where it does nothing the row's field is edited
	Edit    func(ref, field string) (tea.Cmd, bool) // what edits a field, where that is not the line or the chooser of every field
	Add     func(r *draw.Row) tea.Cmd               // what a does
	Bring   func(r *draw.Row) *Line                 // a row in a line, as it would be typed; nil where its field is edited instead
	Picked  func(r *draw.Row)                       // a row was picked beside the open line
	Detail  func(r *draw.Row) []string              // what there is to know about the selected row that it does not show
	Asks    func() string                           // a question of its own just now
	TypesAt func() string                           // the row that its line is about, where that is not the last
	Copied  func(r *draw.Row) tea.Cmd               // copies what is worth copying better than the row's text
	Uncover func(ref string)                        // shows a row that is hidden
	Paste   func(text string) tea.Cmd               // takes several lines at once
	Fitted  func(w, h int) tea.Cmd                  // the window is known, or has another size, or the page changed
	News    func() tea.Cmd                          // somebody else changed the archive; its list is read in any case
	Whole   func(then func()) tea.Cmd               // reads the rows that are not there yet, and goes on; nil where all are
	Closed  func() tea.Cmd                          // it was left
	Looks   func() func()                           // gives what puts back how the list is looked at: what is folded
	More    func() []Action                         // what it shares with other pages, after what every page has
}

// Sheet is a page: a purpose, rows, and one line at the bottom in which everything is entered. The six phases are sheets, and so are
// the archive, the page of all fields and the list of open questions.
type Sheet struct {
	Desk Desk
	Page Page
	List draw.List

	line      *Line   // what is typed in; nil while the list has the keys
	beneath   []layer // what was open before it, the page's own line first
	chooser   *Chooser
	proposals *Proposals
	acts      []Action
	asked     int  // which question to the room is shown
	picked    bool // the selected row was picked beside the open line, since the last enter
	flow      bool // after a field is saved, go on to the next one
	coach     listening
}

// layer is what was open when something else was opened above it.
type layer struct {
	line    *Line
	chooser *Chooser
}

// New is a sheet that shows a page, with its line open where it has one.
func New(d Desk, p Page) *Sheet {
	s := &Sheet{Desk: d, Page: p}
	return s
}

// Start fills in the rows and opens the page's own line, once the page that embeds the sheet is whole.
func (s *Sheet) Start(typing bool) {
	s.Refresh()
	if !typing {
		return
	}
	if l := s.ownLine(); l != nil {
		s.Open(l)
		s.List.Sel = len(s.List.Rows) - 1
		s.List.SkipHeadings(-1)
		s.followLine()
	}
}

// Base is the sheet itself.
func (s *Sheet) Base() *Sheet { return s }

// Post is the open postmortem, nil in the archive.
func (s *Sheet) Post() *model.Postmortem { return s.Desk.Post() }

// Typing reports whether letters are text.
func (s *Sheet) Typing() bool { return s.line != nil || s.chooser != nil }

// Choosing reports whether a chooser has the keys.
func (s *Sheet) Choosing() bool { return s.chooser != nil }

// Line is what is typed in, nil where the list or a chooser has the keys.
func (s *Sheet) Line() *Line {
	if s.chooser != nil {
		return nil
	}
	return s.line
}

// Refresh reads the rows anew. Where what the line is about has got a row, that is selected.
func (s *Sheet) Refresh() {
	about := s.Page.TypesAt
	if about == nil || s.line == nil {
		s.List.Set(s.Page.Rows())
		return
	}
	was := about()
	s.List.Set(s.Page.Rows())
	if about() != was {
		s.followLine()
	}
}

// Selected is the row under the cursor, nil when there is none.
func (s *Sheet) Selected() *draw.Row { return s.List.Selected() }

// Ref is the part that the selected row shows, "" for none.
func (s *Sheet) Ref() string {
	if r := s.Selected(); r != nil {
		return r.Ref
	}
	return ""
}

// ownLine makes the page's own line.
func (s *Sheet) ownLine() *Line {
	if s.Page.Line == nil {
		return nil
	}
	l := s.Page.Line()
	if l != nil {
		l.Stays = true
	}
	return l
}

// atOwnLine reports whether the page's own line is typed in.
func (s *Sheet) atOwnLine() bool { return s.line != nil && s.line.Stays && s.chooser == nil }

// followLine selects the row that the line is about.
func (s *Sheet) followLine() {
	if s.Page.TypesAt != nil && s.line != nil && s.line.Stays {
		s.List.Choose(s.Page.TypesAt(), "")
	}
}

// Question is the question to the room that the page shows.
func (s *Sheet) Question() string {
	if q := s.Asking(); q != "" {
		return q
	}
	if s.Page.Quiet || s.Post() == nil {
		return ""
	}
	open := ask.Unanswered(s.Post(), s.Page.Phase.Questions)
	if len(open) == 0 {
		return ""
	}
	return open[s.asked%len(open)]
}

// Asking is what is being answered: in the chooser, in the line, or on the page.
func (s *Sheet) Asking() string {
	switch {
	case s.chooser != nil && s.chooser.Ask != nil:
		return s.chooser.Ask()
	case s.chooser == nil && s.line != nil && s.line.Ask != nil:
		return s.line.Ask()
	case s.Page.Asks != nil:
		return s.Page.Asks()
	}
	return ""
}

// TypesAtNow is what is being typed at: the part of a field or of a row, the row that the page's line is about, or model.Elsewhere; ""
// while nothing was typed. A private note is nobody's business.
func (s *Sheet) TypesAtNow() string {
	l := s.Line()
	if l == nil || l.IsEmpty() || l.Key == "" || l.Fleeting {
		return ""
	}
	kind, rest, _ := strings.Cut(l.Key, " ")
	ref, field, _ := strings.Cut(rest, " ")
	switch {
	case field == "notes":
		return ""
	case (kind == "field" || kind == "row") && model.KindOf(ref) != nil:
		return ref
	case l.Stays && s.Page.TypesAt != nil && model.KindOf(s.Page.TypesAt()) != nil:
		return s.Page.TypesAt()
	}
	return model.Elsewhere
}

// NextQuestion shows another question to the room.
func (s *Sheet) NextQuestion() {
	was := s.Question()
	s.asked++
	switch s.Question() {
	case "":
		s.Desk.Say("This page has no questions to the room.")
	case was:
		s.Desk.Say("This page has no other question to the room.")
	}
}

// Update takes a key that is no action's, or a paste.
func (s *Sheet) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.PasteMsg:
		return s.paste(PastedText(msg.Content))
	}
	return nil
}

// key is what a key does where it is no action's.
func (s *Sheet) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case s.chooser != nil:
		return s.keyInChooser(k)
	case s.line == nil:
		return nil
	case s.line.IsEmpty() && s.proposals != nil && s.line.Stays:
		switch k.String() {
		case "left":
			s.proposals.move(-1)
			return nil
		case "right":
			s.proposals.move(1)
			return nil
		}
	}
	return s.edit(k)
}

// edit is a key that edits the line.
func (s *Sheet) edit(k tea.KeyPressMsg) tea.Cmd {
	l := s.line
	if k.Text != "" {
		if k.Text == ":" && l.IsEmpty() && (l.Enter != nil || l.Stays) {
			return s.Desk.Palette(":")
		}
		if k.Text == " " {
			if cmd, done := s.spaceOnPicked(); done {
				return cmd
			}
		}
		if l.Stays {
			s.proposals = nil
		}
		s.setAside()
	}
	before := l.Text()
	l.giveWay(k.Text)
	cmd := l.update(k)
	if k.Text == "" && l.Text() == before {
		return cmd
	}
	l.offer = nil
	return tea.Batch(cmd, s.typed(before))
}

// typed keeps what was typed, and tells the line of it.
func (s *Sheet) typed(before string) tea.Cmd {
	l := s.line
	if l == nil || l.Text() == before {
		return nil
	}
	if l.kept() {
		s.Desk.Drafts().Put(s.draft(l.Key), l.Text())
	}
	if l.Typed != nil {
		return l.Typed(l.Text())
	}
	return nil
}

// setAside moves a text that enter refused to a row of its own: what is typed next is another one. What is not for the archive, such as
// words to find or the path of a file, has nothing to save: it stays, to be put right.
func (s *Sheet) setAside() {
	l := s.line
	if !l.refused || l.IsEmpty() || l.Enter == nil {
		return
	}
	e := s.newEntry(l, l.Text())
	e.Why = l.problem
	s.keepEntry(l, e)
	l.Set("")
	l.entry = ""
}

// keyInChooser is a key while a chooser is open.
func (s *Sheet) keyInChooser(k tea.KeyPressMsg) tea.Cmd {
	c := s.chooser
	switch k.String() {
	case "left", "up", "shift+tab":
		c.move(-1)
	case "right", "down":
		c.move(1)
	case "backspace":
		c.back()
	default:
		if k.Text == "" {
			return nil
		}
		if sentence := c.typed(k.Text); sentence != "" {
			return s.sentence(sentence)
		}
	}
	return nil
}

// sentence closes the chooser and goes on in the line that comes next.
func (s *Sheet) sentence(text string) tea.Cmd {
	next := s.chooser.Next
	s.chooser = nil
	if next != nil {
		s.Open(next())
	}
	return s.Type(text)
}

// Type puts text into the line: the one that is open, else the page's own, else find.
func (s *Sheet) Type(text string) tea.Cmd {
	if s.chooser != nil {
		return s.sentence(s.chooser.raw + text)
	}
	if s.line == nil {
		if l := s.ownLine(); l != nil {
			s.Open(l)
			s.followLine()
		} else {
			s.Open(s.findLine())
		}
	}
	s.setAside()
	if s.line.Stays {
		s.proposals = nil
	}
	before := s.line.Text()
	if s.line.proposal {
		s.line.Set("")
	}
	s.line.area.InsertString(text)
	return s.typed(before)
}

// Offer names what tab does with a text that may have been meant as keys.
func (s *Sheet) Offer(name string, do func() tea.Cmd) {
	if s.line != nil {
		s.line.offer = func() (string, func() tea.Cmd) { return name, do }
	}
}

// Clear empties the line, and gives what stood in it.
func (s *Sheet) Clear() string {
	text := s.line.Text()
	s.line.Set("")
	s.typed(text)
	return text
}

func (s *Sheet) paste(text string) tea.Cmd {
	many := strings.Contains(strings.TrimSpace(text), "\n")
	if many && (s.line == nil || !s.line.Lines || s.chooser != nil) {
		if s.Page.Paste == nil {
			s.Desk.Warn("Several lines go to Facts: " + s.Key("phase.go.facts", "2") + ", then paste again.")
			return nil
		}
		return s.Page.Paste(text)
	}
	if s.chooser != nil || s.line == nil {
		return s.Type(model.Clean(strings.TrimSpace(text)))
	}
	s.setAside()
	if s.line.Stays {
		s.proposals = nil
	}
	before := s.line.Text()
	s.line.insert(text)
	return s.typed(before)
}

// Actions is the page's table: its own, then what every page has.
func (s *Sheet) Actions() []Action {
	if s.acts == nil {
		if s.Page.Actions != nil {
			s.acts = s.Page.Actions()
		}
		s.acts = s.Desk.Keys().Bind(append(s.acts, s.common()...))
	}
	return s.acts
}

// State is how a list is looked at, to be put back when keys turn out to be a sentence.
func (s *Sheet) State() (restore func()) {
	sel, offset := s.List.Sel, s.List.Offset
	looks := func() {}
	if s.Page.Looks != nil {
		looks = s.Page.Looks()
	}
	return func() {
		looks()
		s.List.Sel, s.List.Offset = sel, offset
	}
}
