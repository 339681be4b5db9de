package ui

import (
	"fmt"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

// session is the follow-up while it is held: one question at a time. What is still to ask follows from what the postmortem
// holds, so that a session can be left at any question and taken up again, also on another day.
type session struct {
	rest     []string // what comes next: actions by their references, then fields, then learned
	at, of   int      // which question this is
	question string
	line     *prompt // the line that it is answered in
}

// learned is the question for a lesson: it is no field.
const learned = "learned"

// toAsk is what nobody has answered yet. An action that was dropped has no verdict; of one that has a verdict all is said.
func (s *closing) toAsk() []string {
	pm := s.pm()
	var open []string
	for i := range pm.Actions {
		if a := &pm.Actions[i]; a.Status != "dropped" && pm.Verdict(a.Ref) == nil {
			open = append(open, a.Ref)
		}
	}
	for _, name := range []string{"follow_up.again", "follow_up.missed"} {
		if pm.Get("", name) == "" {
			open = append(open, name)
		}
	}
	if pm.Get("", "follow_up.held_at") == "" {
		open = append(open, learned)
	}
	return open
}

// toReread reports whether it is time for the second look. The follow-up comes first.
func (s *closing) toReread() bool {
	return s.pm().RereadDue(s.app.now()) && !s.pm().FollowUpDue(s.app.now())
}

func (s *closing) nothingToAsk() string {
	if len(s.toAsk()) == 0 && !s.toReread() {
		return "The follow-up was held, and every question has its answer."
	}
	return ""
}

// hold starts the session, or takes it up where it was left.
func (s *closing) hold() tea.Cmd {
	if s.toReread() {
		s.session = session{rest: []string{"reread.missed"}, of: 1}
	} else {
		rest := s.toAsk()
		s.session = session{rest: rest, of: len(rest)}
	}
	return s.next()
}

// next asks the next question; after the last one the follow-up is held.
func (s *closing) next() tea.Cmd {
	if s.prompt != nil && s.prompt == s.session.line { // skipped
		s.resumeLine()
	}
	if s.pm() == nil {
		return nil
	}
	if len(s.session.rest) == 0 {
		return s.held()
	}
	what := s.session.rest[0]
	s.session.rest = s.session.rest[1:]
	s.session.at++
	s.list.Choose("", what)
	switch {
	case s.pm().Action(what) != nil:
		s.list.Choose(what, "")
		return s.askDone(what, s.next, s.next)
	case what == "follow_up.again":
		return s.askAgain()
	case what == "follow_up.missed":
		return s.askText("What did we miss when we first looked?", what, func(text string) model.Edit {
			return model.SetFrom("", what, "", text, "say what was missed")
		})
	case what == "reread.missed":
		return s.askReread()
	case what == learned:
		return s.askLearned()
	}
	return s.next() // it was deleted meanwhile
}

// pose shows which question is answered in the line that was just opened.
func (s *closing) pose(question string, opened tea.Cmd) tea.Cmd {
	s.session.question, s.session.line = question, s.prompt
	return opened
}

// asking is the question of the session, else what wants to be done now.
func (s *closing) asking() string {
	q := &s.session
	switch {
	case s.prompt != nil && s.prompt == q.line && q.of > 1 && q.at > 0:
		return fmt.Sprintf("%d of %d: %s", q.at, q.of, q.question)
	case s.prompt != nil && s.prompt == q.line && q.at > 0:
		return q.question
	case s.pm() == nil || s.prompt != nil || s.app.notice.text != "":
		return ""
	case s.pm().FollowUpDue(s.app.now()) && q.at > 0:
		return "Left with " + say.Count(len(s.toAsk()), "question", "questions") + " to go: s goes on."
	case s.pm().FollowUpDue(s.app.now()):
		return "It is time for the follow-up: s asks one question at a time."
	case s.toReread():
		return "It is time to read it again: v shows the page, s asks what you see now."
	}
	return ""
}

// skips says what enter and esc do at a question.
const skips = "enter alone skips it; esc leaves, s goes on later"

// askDone asks what became of an action, and of one that was not dropped whether it helped.
func (s *closing) askDone(ref string, then, skip func() tea.Cmd) tea.Cmd {
	a := s.pm().Action(ref)
	opened := s.askStatus(statusQuestion{
		post: s.pm().Ref, ref: ref, label: ref + " is", skip: skip, posed: s.pose,
		choices: []choice{
			{key: "d", word: "done", on: a.Status == "done"}, {key: "n", word: s.notDone(a), name: "not done", on: a.IsOpen()},
			{key: "x", word: "dropped", on: a.Status == "dropped"},
		},
		then: func(status string, _ model.Applied) tea.Cmd {
			if status == "dropped" {
				return then()
			}
			return s.askHelped(ref, then, skip)
		},
	})
	if skip == nil {
		return opened
	}
	s.prompt.hint = func(string) []string { return []string{skips, doneWhen(a)} }
	return s.pose(s.aboutAction(a), opened)
}

// notDone is the status of an action that was not done: one that is being worked on stays known as that.
func (s *closing) notDone(a *model.Action) string {
	if a.Status == "doing" {
		return "doing"
	}
	return "open"
}

func doneWhen(a *model.Action) string {
	if a.DoneWhen == "" {
		return "Done when: not said"
	}
	return "Done when: " + say.Safe(a.DoneWhen)
}

func (s *closing) aboutAction(a *model.Action) string {
	who := slices.DeleteFunc([]string{say.Safe(a.Title), say.Safe(a.Owner)}, func(x string) bool { return x == "" })
	if a.Due != "" {
		who = append(who, a.Due.Time().Format("Mon 2 Jan"))
	}
	return strings.Join(who, ", ")
}

func (s *closing) askHelped(ref string, then, skip func() tea.Cmd) tea.Cmd {
	a := s.pm().Action(ref)
	if a == nil {
		return then()
	}
	p := newChooser("Did "+ref+" help", []choice{
		{key: "y", word: "yes", name: "it helped"}, {key: "n", word: "no", name: "it did not"}, {key: "e", word: "too early"},
	})
	p.empty = skip
	if skip == nil { // outside of a session nothing is skipped, but a verdict can be taken back
		p.choices = append(p.choices, choice{key: "-", word: "", name: "not asked yet"})
	} else {
		p.hint = func(string) []string { return []string{skips} }
	}
	p.choose = func(chosen []string) tea.Cmd {
		return s.apply(p, model.Edit{Label: "say whether " + ref + " helped", Do: func(pm *model.Postmortem) error {
			return pm.SetVerdict(ref, chosen[0])
		}}, func(model.Applied) tea.Cmd { return then() })
	}
	return s.pose(s.aboutAction(a), s.open(p))
}

func (s *closing) askAgain() tea.Cmd {
	p := newChooser("Did it happen again", []choice{
		{key: "y", word: "yes", name: "yes"}, {key: "n", word: "no", name: "no"}, {key: "e", word: "too early"},
	})
	p.empty = s.next
	p.hint = func(string) []string { return []string{skips} }
	p.choose = func(chosen []string) tea.Cmd {
		return s.apply(p, model.SetFrom("", "follow_up.again", "", chosen[0], "say whether it happened again"),
			func(model.Applied) tea.Cmd { return s.next() })
	}
	return s.pose("Has it happened again, or something like it?", s.open(p))
}

// askText asks for a text that goes into a field.
func (s *closing) askText(question, name string, edit func(text string) model.Edit) tea.Cmd {
	p := s.fieldPrompt("", fieldOf("", name))
	p.empty, p.onTab = s.next, nil
	p.hint = func(string) []string { return []string{skips} }
	p.submit = func(text string) tea.Cmd {
		return s.apply(p, edit(text), func(model.Applied) tea.Cmd { return s.next() })
	}
	return s.pose(question, s.open(p))
}

func (s *closing) askLearned() tea.Cmd {
	p := newPrompt("Learned", "")
	p.draft = s.draftKey("follow-up " + learned)
	p.hint = func(string) []string { return []string{"one sentence; " + skips} }
	p.empty = s.next
	p.says = func(text string) saying { return s.app.adds("L", model.Lesson{Text: text}) }
	p.submit = func(text string) tea.Cmd {
		return s.apply(p, addLesson(learned, text), func(model.Applied) tea.Cmd { return s.next() })
	}
	return s.pose("What is one thing that one of us has learned?", s.open(p))
}

// askReread asks what the second look shows; it is done with or without an answer.
func (s *closing) askReread() tea.Cmd {
	read := func(text string) model.Edit {
		now := model.At(s.app.now()).String()
		return model.Edit{Label: "read it again", Do: func(pm *model.Postmortem) error {
			if err := pm.Set("", "reread.done_at", now); err != nil || text == "" {
				return err
			}
			return pm.Set("", "reread.missed", text)
		}}
	}
	cmd := s.askText("What do we see now that we did not see then?", "reread.missed", read)
	p := s.prompt
	p.hint = func(string) []string { return []string{"enter alone: nothing new; esc leaves, s goes on later"} }
	p.empty = func() tea.Cmd { return s.apply(p, read(""), func(model.Applied) tea.Cmd { return s.next() }) }
	return cmd
}

const heldLabel = "record that the follow-up was held"

// held records that the follow-up was held once its last question was asked, and proposes when to read it again.
func (s *closing) held() tea.Cmd {
	if s.pm().Get("", "follow_up.held_at") != "" {
		return s.planReread()
	}
	return s.app.edit(model.SetFrom("", "follow_up.held_at", "", model.At(s.app.now()).String(), heldLabel),
		func(model.Applied) tea.Cmd { return s.planReread() }, nil)
}

func (s *closing) planReread() tea.Cmd {
	s.list.Choose("", "reread.due")
	if s.pm().Get("", "reread.due") != "" {
		return nil
	}
	p := s.proposalPrompt("reread.due")
	s.session.at, s.session.of = 1, 1
	return s.pose("The follow-up is held. When do we read it again?", s.open(p))
}
