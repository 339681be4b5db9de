package sheet

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"debrief/intake/secret"
	"debrief/model"

	tea "charm.land/bubbletea/v2"
)

// Open starts typing in a line, with the text that was left in it before.
func (s *Sheet) Open(l *Line) tea.Cmd {
	if l == nil {
		return nil
	}
	if s.line != l && (s.line != nil || s.chooser != nil) {
		s.beneath = append(s.beneath, layer{s.line, s.chooser})
	}
	s.line, s.chooser = l, nil
	if l.kept() {
		kept := s.Desk.Drafts().Get(s.draft(l.Key))
		if kept == "" && s.Post() != nil && !s.Desk.Room() {
			kept = s.Desk.Drafts().Get(place(s.Post().ID, s.Page.ID, true) + "/" + l.Key)
		}
		if kept != "" && kept != l.was {
			l.Set(kept)
			s.Desk.Say("Your unsaved text is back. ctrl+u clears the line.")
		}
	}
	return s.Listen()
}

// Choose opens a chooser.
func (s *Sheet) Choose(c *Chooser) tea.Cmd {
	if s.chooser != nil {
		s.beneath = append(s.beneath, layer{s.line, s.chooser})
	}
	s.chooser = c
	return nil
}

// Propose shows choices that belong together above the page's own line, which is opened for it.
func (s *Sheet) Propose(p *Proposals) {
	if p == nil || len(p.Groups) == 0 {
		return
	}
	if s.line == nil {
		if l := s.ownLine(); l != nil {
			s.Open(l)
			s.followLine()
		}
	}
	s.proposals = p
}

// Close leaves the chooser or the line, for what was open before it.
func (s *Sheet) Close() {
	n := len(s.beneath)
	if s.chooser != nil {
		s.chooser = nil
		if n > 0 && s.beneath[n-1].line == s.line && s.beneath[n-1].chooser != nil {
			s.chooser, s.beneath = s.beneath[n-1].chooser, s.beneath[:n-1]
		}
		return
	}
	s.line, s.picked = nil, false
	if n > 0 {
		s.line, s.chooser, s.beneath = s.beneath[n-1].line, s.beneath[n-1].chooser, s.beneath[:n-1]
	}
	s.followLine()
}

// StopTyping gives the keys to the list. What was typed is kept as a draft.
func (s *Sheet) StopTyping() {
	s.flow = false
	s.line, s.beneath, s.chooser, s.proposals, s.picked = nil, nil, nil, nil, false
}

// draft is where unsaved text of this page is kept.
func (s *Sheet) draft(line string) string { return s.Place() + "/" + line }

// Place names this page of what is open. What is typed in the room is kept apart from what was typed alone, which the room is never
// offered.
func (s *Sheet) Place() string {
	if p := s.Post(); p != nil {
		return place(p.ID, s.Page.ID, s.Desk.Room())
	}
	return s.Desk.Archive().Path() + "/" + s.Page.ID
}

const inRoom = "room " // before the page's id

func place(post, page string, room bool) string {
	if room {
		page = inRoom + page
	}
	return post + "/" + page
}

// Alone is the place of a page as somebody has it who is alone.
func Alone(place string) string {
	post, page, _ := strings.Cut(place, "/")
	return post + "/" + strings.TrimPrefix(page, inRoom)
}

// entries counts what was entered, so that two within one tick of the clock have different ids.
var entries atomic.Uint32

// newEntry is a text of a line as something that is not saved yet. One that was given back keeps its id.
func (s *Sheet) newEntry(l *Line, text string) *Entry {
	id := l.entry
	if id == "" {
		id = fmt.Sprintf("%s-%04x", time.Now().UTC().Format("20060102T150405.000000000"), entries.Add(1)&0xffff)
	}
	e := &Entry{ID: id, Page: s.Place(), Line: l.Key, Label: l.Label, Text: text}
	if l.About != nil {
		e.About = l.About()
	}
	return e
}

// keepEntry lets an entry wait, and keeps it over a restart where its line can be made again.
func (s *Sheet) keepEntry(l *Line, e *Entry) {
	if l.kept() {
		s.Desk.Drafts().Enter(Draft{Key: e.Key(), Entry: e.ID, Text: e.Text, About: e.About})
	}
	s.Desk.Keep(e)
}

// enter is enter in the line, or in the chooser.
func (s *Sheet) enter() tea.Cmd {
	s.flow = false
	if s.chooser != nil {
		return s.takeChoice()
	}
	return s.submit()
}

// takeChoice takes what is marked in the chooser, or skips it.
func (s *Sheet) takeChoice() tea.Cmd {
	c := s.chooser
	words := c.take()
	s.Close()
	switch {
	case words != nil && c.Take != nil:
		return c.Take(words)
	case c.Skip != nil:
		return c.Skip()
	}
	return nil
}

// Submit takes what the line holds, as enter does.
func (s *Sheet) Submit() tea.Cmd { return s.submit() }

func (s *Sheet) submit() tea.Cmd {
	l := s.line
	if l == nil {
		return nil
	}
	text := strings.TrimSpace(l.Text())
	if text == "" && (l.Stays || l.Empty != nil || l.was == "") {
		return s.enterNothing()
	}
	if l.Do != nil {
		return s.do(l, text)
	}
	return s.send(l, text)
}

// enterNothing is enter on an empty line: it tries again what waits, else it is the page's own.
func (s *Sheet) enterNothing() tea.Cmd {
	l := s.line
	if l.Stays {
		if r := s.Picked(); r != nil {
			return s.bring(r)
		}
		if waiting := s.waiting(); len(waiting) > 0 {
			if e := waiting[0]; e.Theirs != "" { // what comes behind it may build on it
				return s.chooseText(e)
			}
			return s.tryAgain()
		}
		if p := s.proposals; p != nil {
			s.proposals = nil
			if chosen := p.chosen(); len(chosen) > 0 {
				return p.Take(chosen)
			}
			return nil
		}
	}
	switch {
	case l.Empty != nil:
		return l.Empty()
	case l.Stays:
		s.Desk.Say("Type first, then enter. esc goes to the list.")
	case l.Do != nil:
		return s.do(l, "")
	default:
		s.Close()
	}
	return nil
}

// do is enter in a line that is not for the archive.
func (s *Sheet) do(l *Line, text string) tea.Cmd {
	cmd, err := l.Do(text)
	if err != nil {
		l.Refuse(model.Clean(err.Error()))
		return nil
	}
	if s.line == l && !l.Stays {
		s.Close()
	} else if s.line == l {
		l.Set("")
	}
	return cmd
}

// send takes the line at the key: its text is on its way, and the line is free for what is typed next. What the grammar refuses stays
// in the line with its reason.
func (s *Sheet) send(l *Line, text string) tea.Cmd {
	s.picked = false
	e := s.newEntry(l, text)
	job, err := s.jobOf(l, e)
	if err != nil {
		l.Refuse(model.Clean(err.Error()))
		return nil
	}
	if l.kept() {
		s.Desk.Drafts().Enter(Draft{Key: e.Key(), Entry: e.ID, Text: e.Text, About: e.About})
	}
	cmd := s.Desk.Send(job)
	l.Set("")
	l.was, l.entry, l.offer = "", "", nil
	if !l.Stays && s.line == l {
		s.Close()
	}
	if l.Next != nil {
		return tea.Batch(cmd, l.Next(e))
	}
	return cmd
}

// jobOf is what an entry does to the archive. Enter is where its secrets go: they are hidden before the grammar takes the text apart, for
// what stands around one tells what it is, and neither a question that is made of the text nor a row that waits shows them. Until then
// the line and its draft hold what was typed, letter by letter.
func (s *Sheet) jobOf(l *Line, e *Entry) (Job, error) {
	hidden := 0
	e.Text, hidden = secret.Hide(e.Text)
	e.Hidden += hidden
	job, err := l.Enter(e.Text, e.About)
	if err == nil {
		err = s.wouldBeRefused(job)
	}
	job.Entry = e
	return job, err
}

// wouldBeRefused runs an edit on a copy of what is shown: what the postmortem would not hold is said at the key, while its text is
// still in the line. What depends on a later state is left to the archive.
func (s *Sheet) wouldBeRefused(j Job) error {
	if j.Edit == nil || j.After != "" || s.Post() == nil || j.Post != s.Post().Ref {
		return nil
	}
	e, err := j.Edit(nothingYet{s.Post()})
	if err != nil {
		return err
	}
	p := s.Post().Clone()
	if err := e.Do(p); err != nil {
		if broken, ok := errors.AsType[*model.FieldError](err); ok {
			return broken
		}
		return nil
	}
	p.Settle()
	if broken, ok := errors.AsType[*model.FieldError](p.Validate()); ok {
		return errors.New(broken.Problem)
	}
	return nil
}

// nothingYet is a turn before which nothing was saved.
type nothingYet struct{ post *model.Postmortem }

func (nothingYet) Ref(ref string) string                { return ref }
func (nothingYet) Was(_, _, was string, _ int64) string { return was }
func (t nothingYet) Post() *model.Postmortem            { return t.post }

// tab completes; where there is nothing to complete it does what the line says.
func (s *Sheet) tab() tea.Cmd {
	if s.chooser != nil {
		if s.chooser.OnTab != nil {
			return s.chooser.OnTab()
		}
		return nil
	}
	l := s.line
	if l == nil {
		return nil
	}
	if l.offer != nil {
		_, do := l.offer()
		l.offer = nil
		return do()
	}
	if l.Stays && l.IsEmpty() && s.proposals != nil {
		s.proposals.tab()
		return nil
	}
	if l.Tab != nil {
		if text := l.Tab(l.Text()); text != l.Text() {
			before := l.Text()
			l.Set(text)
			return s.typed(before)
		}
	}
	if l.OnTab != nil {
		return l.OnTab()
	}
	s.Desk.Say("There is nothing to complete here.")
	return nil
}

// up picks a row on an empty line, or brings back what waits; in a text it goes to its beginning.
func (s *Sheet) up() tea.Cmd {
	if s.chooser != nil {
		s.chooser.move(-1)
		return nil
	}
	l := s.line
	if l == nil {
		return nil
	}
	switch waiting := s.waiting(); {
	case l.IsEmpty() && len(waiting) > 0 && s.Picked() == nil:
		return s.giveBack(waiting[len(waiting)-1])
	case s.atEmptyLine():
		return s.pick(-1)
	case l.area.Line() > 0:
		return l.update(tea.KeyPressMsg{Code: tea.KeyUp})
	}
	l.area.MoveToBegin()
	return nil
}

// down picks a row on an empty line; in a text it goes to its end.
func (s *Sheet) down() tea.Cmd {
	if s.chooser != nil {
		s.chooser.move(1)
		return nil
	}
	l := s.line
	switch {
	case l == nil:
	case s.atEmptyLine():
		return s.pick(1)
	case l.area.Line() < l.area.LineCount()-1:
		return l.update(tea.KeyPressMsg{Code: tea.KeyDown})
	default:
		l.area.MoveToEnd()
	}
	return nil
}

// escape leaves the chooser, the proposals or the line. What was typed is kept and stands in the line again when one comes back.
func (s *Sheet) escape() tea.Cmd {
	s.flow = false
	s.Desk.Hush()
	switch l := s.line; {
	case s.chooser != nil:
		s.Close()
	case l == nil:
	case s.Picked() != nil:
		s.picked = false
	case s.proposals != nil && l.Stays && l.IsEmpty():
		s.proposals = nil
	default:
		if l.Text() != "" && l.Text() != l.was && l.Key != "" {
			s.Desk.Say("Not saved yet: your text is kept here.")
		}
		s.Close()
	}
	return nil
}
