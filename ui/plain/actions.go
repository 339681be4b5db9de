package plain

import (
	"errors"
	"strings"

	"debrief/intake/capture"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
)

// actions are asked for root by root, and each for what belongs to it.
func (s *session) actions() error {
	for {
		made, err := s.action("")
		if err != nil || made == "" {
			return err
		}
		if err := s.aboutAction(made); err != nil {
			return err
		}
	}
}

// action asks for one action; "" where nobody wants one more. An action that a parked thought becomes is asked for with its words.
func (s *session) action(parked string) (made string, err error) {
	aimed := ask.Aimed(s.pm, s.answers, nil)
	q := question{
		text: "What changes? " + s.aim(aimed) + " Then @owner, by a day, and a link to its ticket.",
		help: []string{"Such as: Alert when pool use is over 80 % for 2 minutes @priya by 4 dec #P1. An owner of several words: @\"the team\"."},
		more: []command{{"for", "REF", "answer that cause or that why; :for none answers no cause", func(s *session, arg string) error {
			to := strings.ToUpper(arg)
			_, there := ask.AboveOf(s.pm, to)
			switch {
			case there:
				s.answers = to
			case strings.EqualFold(arg, ask.NoTarget):
				s.answers = ask.NoTarget
			default:
				return errors.New("expected a cause or a why, such as :for W3, or :for none")
			}
			return errAgain
		}}},
	}
	if parked != "" {
		q.text, q.propose = "What is the action? "+s.aim(aimed), s.pm.Get(parked, "text")
	}
	q.take = func(line string) error {
		owners, err := s.Archive.Owners(s.ctx)
		if err != nil {
			return err
		}
		ctx := capture.Context{Post: s.pm, Now: s.Now(), Owners: owners}
		if aimed != ask.NoTarget {
			ctx.Selected = aimed
		}
		c, err := capture.ReadAction(line, ctx)
		if err != nil {
			return err
		}
		e := c.Edit()
		if parked != "" {
			e = ask.BecomesAction(e, parked)
		}
		applied, err := s.apply(e)
		if err != nil {
			return err
		}
		s.answers = ""
		for _, ref := range applied.Step.Created() {
			if strings.HasPrefix(ref, "A") {
				made = ref
			}
		}
		s.say("  " + made + ": " + say.Safe(c.Understood))
		return nil
	}
	err = s.put(q)
	return made, err
}

// aim says what the next action answers.
func (s *session) aim(ref string) string {
	if ref == ask.NoTarget {
		return "It answers no cause."
	}
	return "It answers " + ref + ", " + model.Quote(model.Shorten(say.Safe(s.pm.Get(ref, ask.MainField(ref))), 80)) + "."
}

// aboutAction asks what belongs to a new action. Kind and area are proposed where its cause says them; how far it reaches is the question,
// and is never proposed.
func (s *session) aboutAction(ref string) error {
	if s.pm.Get(ref, "done_when") == "" {
		err := s.put(question{
			text: ref + " is done when? Something another person can check.",
			take: func(text string) error { return s.set(ref, "done_when", "", text) },
		})
		if err != nil {
			return err
		}
	}
	chosen := map[string]string{}
	answers := s.pm.Action(ref).Answers
	for _, f := range []struct{ name, text, propose string }{
		{"scope", "Does it reach only this one, or the whole class?", ""},
		{"kind", "What kind of action is it?", ask.Kind(s.pm, answers)},
		{"area", "What is it about?", ask.Area(s.pm, answers)},
	} {
		if s.pm.Get(ref, f.name) != "" {
			continue
		}
		if err := s.put(s.words(f.text, ask.FieldOf(ref, f.name).Words, f.propose, chosen, f.name)); err != nil {
			return err
		}
	}
	if chosen["scope"]+chosen["kind"]+chosen["area"] != "" {
		if _, err := s.apply(ask.Characterise(ref, chosen)); err != nil {
			return err
		}
	}
	return s.test(ref)
}

// test asks for the regression test of an action.
func (s *session) test(ref string) error {
	for _, f := range []struct{ name, text string }{
		{"test.name", "Does a regression test come with " + ref + "? Its name."},
		{"test.file", "In which file will it be?"},
		{"test.command", "Which command runs it?"},
	} {
		err := s.put(question{text: f.text, take: func(text string) error { return s.set(ref, f.name, "", text) }})
		if err != nil || s.pm.Get(ref, "test.name") == "" {
			return err
		}
	}
	return nil
}

// parked settles what was set aside: an action, or a recorded decision not to act.
func (s *session) parked() error {
	for i := range s.pm.Parking {
		k := s.pm.Parking[i]
		if k.Outcome != "" {
			continue
		}
		err := s.put(question{
			text:    k.Ref + " was parked: " + model.Quote(model.Shorten(say.Safe(k.Text), 120)) + ". What becomes of it?",
			choices: []choice{{"action", "an action"}, {"declined", "a decision not to act"}},
			take:    func(word string) error { return s.settle(k.Ref, word) },
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// settle settles a parked thought.
func (s *session) settle(ref, word string) error {
	switch word {
	case "action":
		made, err := s.action(ref)
		if err != nil || made == "" {
			return err
		}
		return s.aboutAction(made)
	case "declined":
		return s.put(question{text: "Why does nobody act on " + ref + "?", take: func(reason string) error {
			_, err := s.apply(ask.Settle("decide not to act on "+ref, ref, "declined", reason))
			return err
		}})
	}
	_, err := s.apply(ask.Settle("open "+ref+" again", ref, "", ""))
	return err
}

// status says what has become of an action; to drop one has a reason.
func (s *session) status(ref, word string) error {
	now := model.At(s.Now())
	if word == "dropped" {
		return s.put(question{text: "Why is " + ref + " dropped?", take: func(reason string) error {
			_, err := s.apply(model.Edit{Label: "drop " + ref, Do: func(p *model.Postmortem) error { return p.Drop(ref, reason, now) }})
			return err
		}})
	}
	_, err := s.apply(model.Edit{Label: "call " + ref + " " + word, Do: func(p *model.Postmortem) error { return p.SetStatus(ref, word, now) }})
	return err
}
