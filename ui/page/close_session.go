package page

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// session is the follow-up while it is held: one question at a time. What is still to ask follows from what the postmortem
// holds, so that a session can be left at any question and taken up again, also on another day.
type session struct {
	rest   []string // what comes next: actions by their references, then fields, then what was learned
	at, of int      // which question this is
}

func newSession(questions []string) session { return session{rest: questions, of: len(questions)} }

func (s *closing) nothingToAsk() string {
	if len(ask.FollowUp(s.Post())) == 0 && !ask.Rereads(s.Post(), s.Desk.Now()) {
		return "The follow-up was held, and every question has its answer."
	}
	return ""
}

// hold starts the session, or takes it up where it was left.
func (s *closing) hold() tea.Cmd {
	if ask.Rereads(s.Post(), s.Desk.Now()) {
		s.session = newSession(ask.Reread(s.Post(), s.Desk.Now()))
	} else {
		s.session = newSession(ask.FollowUp(s.Post()))
	}
	return s.next()
}

// next asks the next question; after the last one the follow-up is held.
func (s *closing) next() tea.Cmd {
	if len(s.session.rest) == 0 {
		return s.held()
	}
	what := s.session.rest[0]
	s.session.rest = s.session.rest[1:]
	s.session.at++
	s.List.Choose("", what)
	switch a := s.Post().Action(what); {
	case a != nil:
		s.List.Choose(what, "")
		if a.Status == "done" && s.Post().Verdict(what) != nil { // it was too early to say
			return s.askHelped(what, s.next)
		}
		return s.askDone(what, s.next)
	case what == "follow_up.again":
		return s.askAgain()
	case what == "follow_up.missed":
		return s.askText(s.missedLine())
	case what == "reread.missed":
		return s.askText(s.rereadLine())
	case what == ask.Learned:
		return s.askText(s.learnedLine())
	}
	return s.next() // it was deleted meanwhile
}

// pose is a question of the session, with its place among them.
func (s *closing) pose(question string) func() string {
	at, of := s.session.at, s.session.of
	return func() string {
		if of > 1 && at > 0 {
			return fmt.Sprintf("%d of %d: %s", at, of, question)
		}
		return question
	}
}

// asks is what wants to be done now.
func (s *closing) asks() string {
	switch {
	case s.Post() == nil || s.Typing() || s.Desk.Notice().Text != "":
		return ""
	case s.Post().FollowUpDue(s.Desk.Now()) && s.session.at > 0:
		return "Left with " + say.Count(len(ask.FollowUp(s.Post())), "question", "questions") + " to go: " + s.Key("close.session", "s") + " goes on."
	case s.Post().FollowUpDue(s.Desk.Now()):
		return "It is time for the follow-up: " + s.Key("close.session", "s") + " asks one question at a time."
	case ask.Rereads(s.Post(), s.Desk.Now()):
		return "It is time to read it again: " + s.Key("preview", "v") + " shows the page, " + s.Key("close.session", "s") + " asks what you see now."
	}
	return ""
}

// skips says what enter and esc do at a question.
func (s *closing) skips() string {
	return "enter alone skips it; esc leaves, " + s.Key("close.session", "s") + " goes on later"
}

// askDone asks what became of an action: of one that was done whether it helped, of one that was not when it will be. next goes on in
// the session; nil outside of one.
func (s *closing) askDone(ref string, next func() tea.Cmd) tea.Cmd {
	a := s.Post().Action(ref)
	notDone := "open"
	if a.Status == "doing" { // one that is being worked on stays known as that
		notDone = a.Status
	}
	onward := func() tea.Cmd {
		if next == nil {
			return nil
		}
		return next()
	}
	c := s.statusChooser(s.Post().Ref, ref, ref+" is", []sheet.Choice{
		{Word: "done", On: a.Status == "done"}, {Word: notDone, Name: "not done", On: a.IsOpen()}, {Word: "dropped", On: a.Status == "dropped"},
	}, func(status string) tea.Cmd {
		switch status {
		case "dropped":
			return onward()
		case "done":
			return s.askHelped(ref, next)
		}
		return s.askDay(ref, onward)
	}, nil)
	c.Next = s.parkLine
	if next != nil {
		c.Ask, c.Skip, c.Hint = s.pose(aboutAction(a)), onward, s.skips()+". "+doneWhen(a)
	}
	return s.Choose(c)
}

func doneWhen(a *model.Action) string {
	if a.DoneWhen == "" {
		return "Done when: not said"
	}
	return "Done when: " + say.Safe(a.DoneWhen)
}

func aboutAction(a *model.Action) string {
	who := slices.DeleteFunc([]string{say.Safe(a.Title), say.Safe(a.Owner)}, func(x string) bool { return x == "" })
	if a.Due != "" {
		who = append(who, a.Due.Time().Format("Mon 2 Jan"))
	}
	return strings.Join(who, ", ")
}

// askDay asks by when an action that is not done will be.
func (s *closing) askDay(ref string, onward func() tea.Cmd) tea.Cmd {
	l := s.FieldLine(ref, "due")
	hint := l.Hint
	l.Label = "New day"
	l.Hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{"next friday, in 2 weeks, 4 dec; enter alone leaves the day as it is"}
		}
		return hint(text)
	}
	l.Propose("")
	l.Ask = s.pose("By when will " + ref + " be done?")
	l.Empty = func() tea.Cmd {
		s.Close()
		return onward()
	}
	l.Next = func(*sheet.Entry) tea.Cmd { return onward() }
	return s.Open(l)
}

// askHelped asks whether an action helped.
func (s *closing) askHelped(ref string, next func() tea.Cmd) tea.Cmd {
	a := s.Post().Action(ref)
	if a == nil {
		return nil
	}
	choices := []sheet.Choice{{Word: "yes", Name: "it helped"}, {Word: "no", Name: "it did not"}, {Word: "too early"}}
	if v := s.Post().Verdict(ref); v != nil {
		for i := range choices {
			choices[i].On = choices[i].Word == v.Helped
		}
	}
	if next == nil { // outside of a session a verdict can be taken back
		choices = append(choices, sheet.Choice{Word: "", Name: "not asked yet"})
	}
	c := sheet.NewChooser("Did "+ref+" help", choices)
	c.Next = s.parkLine
	onward := func() tea.Cmd {
		if next == nil {
			return nil
		}
		return next()
	}
	if next != nil {
		c.Ask, c.Skip, c.Hint = s.pose(aboutAction(a)), onward, s.skips()
	}
	c.Take = func(chosen []string) tea.Cmd {
		return tea.Batch(s.Apply(ask.Helped(ref, chosen[0]), nil), onward())
	}
	return s.Choose(c)
}

func (s *closing) askAgain() tea.Cmd {
	c := sheet.NewChooser("Did it happen again", []sheet.Choice{{Word: "yes"}, {Word: "no"}, {Word: "too early"}})
	c.Ask, c.Skip, c.Hint, c.Next = s.pose("Has it happened again, or something like it?"), s.next, s.skips(), s.parkLine
	c.Take = func(chosen []string) tea.Cmd {
		job := s.Set("", "follow_up.again", s.Post().Get("", "follow_up.again"), chosen[0], "say whether it happened again")
		return tea.Batch(s.Desk.Send(job), s.next())
	}
	return s.Choose(c)
}

// askText opens a line of the session.
func (s *closing) askText(l *sheet.Line) tea.Cmd {
	l.Next = func(*sheet.Entry) tea.Cmd { return s.next() }
	return s.Open(l)
}

// skipLine leaves the line, and goes on.
func (s *closing) skipLine() tea.Cmd {
	s.Close()
	return s.next()
}

func (s *closing) missedLine() *sheet.Line {
	l := s.FieldLine("", "follow_up.missed")
	l.Ask = s.pose("What did we miss when we first looked?")
	l.Empty, l.OnTab = s.skipLine, nil
	l.Hint = func(string) []string { return []string{s.skips()} }
	return l
}

func (s *closing) learnedLine() *sheet.Line {
	l := s.lessonLine(ask.Learned)
	l.Label, l.Ask, l.Empty = "Learned", s.pose("What is one thing that one of us has learned?"), s.skipLine
	l.Hint = func(string) []string { return []string{"one sentence; " + s.skips()} }
	return l
}

// rereadLine asks what the second look shows; it is done with or without an answer.
func (s *closing) rereadLine() *sheet.Line {
	now := s.Desk.Now()
	f := ask.FieldOf("", "reread.missed")
	l := sheet.NewLine(f.Label, "")
	l.Key, l.Lines = "reread", true
	l.Ask = s.pose("What do we see now that we did not see then?")
	l.Hint = func(string) []string {
		return []string{"enter alone: nothing new; esc leaves, " + s.Key("close.session", "s") + " goes on later"}
	}
	l.Says = func(text string) ask.Saying { return ask.Says(s.Post(), "", f, text, s.Times("")) }
	l.Enter = func(text string, _ map[string]string) (sheet.Job, error) {
		if text == "" {
			return sheet.Job{}, errors.New("say what you see now")
		}
		return s.Job(ask.ReadAgain(text, now)), nil
	}
	l.Empty = func() tea.Cmd {
		s.Close()
		return tea.Batch(s.Apply(ask.ReadAgain("", now), nil), s.next())
	}
	return l
}

// held records that the follow-up was held once its last question was asked, and proposes when to read it again.
func (s *closing) held() tea.Cmd {
	if s.Post().Get("", "follow_up.held_at") != "" {
		return s.planReread()
	}
	return tea.Batch(s.Desk.Send(s.Set("", "follow_up.held_at", "", model.At(s.Desk.Now()).String(), ask.HeldLabel)), s.planReread())
}

func (s *closing) planReread() tea.Cmd {
	s.List.Choose("", "reread.due")
	if s.Post().Get("", "reread.due") != "" {
		return nil
	}
	s.session.at, s.session.of = 1, 1
	l := s.proposalLine("reread.due")
	l.Ask = s.pose("The follow-up is held. When do we read it again?")
	return s.Open(l)
}

func (s *closing) closeLineOf(key string) *sheet.Line {
	if key == "reread" {
		return s.rereadLine()
	}
	return s.lineOf(key)
}
