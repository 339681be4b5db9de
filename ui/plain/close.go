package plain

import (
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
)

// date asks for a day or a time that is proposed.
func (s *session) date(name string) error {
	propose := ""
	if s.pm.Get("", name) == "" {
		propose = ask.Proposal(s.pm, name, s.Now())
		if at, err := model.ParseInstant(propose); ask.FieldOf("", name).Entry == ask.Instant && err == nil {
			propose = at.Time().In(s.pm.Location()).Format("2006-01-02 15:04")
		}
	}
	return s.field("", name, propose)
}

func (s *session) followUp() error { return s.date("follow_up.at") }

func (s *session) reread() error { return s.date("reread.due") }

// hold holds the follow-up, or reads it again, where the day has come or somebody wants to.
func (s *session) hold() error {
	again := ask.Rereads(s.pm, s.Now())
	questions := ask.FollowUp(s.pm)
	text := "Is this the follow-up?"
	if again {
		questions, text = ask.Reread(s.pm, s.Now()), "Is it read again now?"
	}
	if len(questions) == 0 || !again && s.pm.Get("", "follow_up.held_at") != "" {
		return nil
	}
	held := false
	err := s.put(question{text: text, choices: yesNo, take: func(word string) error {
		held = word == "yes"
		return nil
	}})
	if err != nil || !held {
		return err
	}
	for _, what := range questions {
		if err := s.look(what); err != nil {
			return err
		}
	}
	if again || s.pm.Get("", "follow_up.held_at") != "" {
		return nil
	}
	_, err = s.apply(model.SetFrom("", "follow_up.held_at", "", model.At(s.Now()).String(), ask.HeldLabel))
	return err
}

// look asks one question of the follow-up, or of the second look.
func (s *session) look(what string) error {
	switch a := s.pm.Action(what); {
	case a != nil:
		if a.Status == "done" && s.pm.Verdict(what) != nil { // it was too early to say
			return s.helped(a)
		}
		return s.became(a)
	case what == "follow_up.again":
		return s.field("", what, "")
	case what == "follow_up.missed":
		return s.field("", what, "")
	case what == "reread.missed":
		read := func(seen string) error {
			_, err := s.apply(ask.ReadAgain(seen, s.Now()))
			return err
		}
		return s.put(question{text: "What do we see now that we did not see then?", take: read, empty: func() error { return read("") }})
	case what == ask.Learned:
		return s.put(question{text: "What is one thing that one of us has learned?", take: func(text string) error {
			_, err := s.apply(ask.AddLesson(ask.Learned, text))
			return err
		}})
	}
	return nil // it was deleted meanwhile
}

// became asks what became of an action: of one that is done whether it helped, of one that is not when it will be.
func (s *session) became(a *model.Action) error {
	about := []string{a.Title, a.Owner}
	if a.Due != "" {
		about = append(about, say.Day(a.Due.Time()))
	}
	ref, open := a.Ref, a.Status
	if open != "doing" {
		open = "open"
	}
	is := ""
	err := s.put(question{
		text:    ref + ", " + say.Safe(strings.Join(about, ", ")) + ": what became of it?",
		choices: []choice{{"done", "done"}, {open, "not done"}, {"dropped", "dropped"}},
		help:    []string{"It is done when: " + say.Safe(orNothing(words(a.DoneWhen), "nobody has said")) + "."},
		take: func(word string) error {
			is = word
			return s.status(ref, word)
		},
	})
	if err != nil || is == "" || is == "dropped" {
		return err
	}
	if a = s.pm.Action(ref); a == nil {
		return nil
	}
	if is == "done" {
		return s.helped(a)
	}
	return s.field(ref, "due", "")
}

func words(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

func (s *session) helped(a *model.Action) error {
	ref := a.Ref
	return s.put(question{text: "Did " + ref + " help?", choices: choicesOf(model.Words["helped"], nil), take: func(word string) error {
		_, err := s.apply(ask.Helped(ref, word))
		return err
	}})
}
