package plain

import (
	"errors"
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/ask"
)

// whys asks why, each time from the answer before, until every branch has an end.
func (s *session) whys() error {
	if len(s.pm.Causes) == 0 {
		s.say("There is no high-level cause yet: :3 goes to them.")
		return nil
	}
	for {
		ref, given := s.target, s.given
		if _, there := ask.AboveOf(s.pm, ref); !there {
			ref, given = ask.NextWhy(s.pm, s.from, s.skipped)
		}
		s.target, s.given = "", ""
		if ref == "" {
			s.say("Every branch has an end.")
			return nil
		}
		if err := s.why(ref, given); err != nil {
			return err
		}
	}
}

// why asks one question below a cause or an answer.
func (s *session) why(ref, given string) error {
	above, _ := ask.AboveOf(s.pm, ref)
	wordings := ask.Wordings(s.pm, above, given, s.Now())
	at := 0
	q := question{says: func() string { return ref + ": " + wordings[at%len(wordings)] }, help: []string{
		"Behind the answer: #process, #tooling, #design, #human or #communication, #known, #likely or #guess, and the events that show it: E8.",
		"A question of your own stands in front of its answer: Why was it slow? The index was missing.",
		"An empty line stops here.",
	}}
	q.more = append([]command{{"another", "", "ask it another way", func(*session, string) error {
		at++
		return nil
	}}}, aims...)
	q.take = func(line string) error {
		w, err := ask.ReadAnswer(s.pm, line, wordings[at%len(wordings)])
		if err != nil {
			return err
		}
		applied, err := s.apply(ask.AnswerBelow(ref, w))
		if err != nil {
			return err
		}
		made := applied.Step.Touched()
		s.say("  " + made + ": " + say.Safe(orNothing(ask.ReadTags(line, "why", s.pm).Understood(), "below "+ref)))
		s.skipped[ref] = true // it has its answer
		s.from, s.target = ref, made
		return nil
	}
	q.empty = func() error {
		s.from = ref
		if given != "" || above.Cause || above.Given != "" {
			s.skipped[ref+given], s.skipped[ref+wordings[at%len(wordings)]] = true, true
			return nil
		}
		return s.stop(ref)
	}
	return s.put(q)
}

// aims choose what is asked about next.
var aims []command

func init() {
	aims = []command{
		{"why", "REF", "ask why of another cause or answer", func(s *session, arg string) error {
			to := strings.ToUpper(arg)
			if _, ok := ask.AboveOf(s.pm, to); !ok {
				return errors.New("expected a cause or an answer, such as :why W2")
			}
			s.target = to
			return errAgain
		}},
		{"probe", "REF", "ask a standing question of a cause or an answer", func(s *session, arg string) error {
			to := strings.ToUpper(arg)
			left := ask.Probes(s.pm, to)
			if len(left) == 0 {
				return errors.New("expected a cause or an answer whose standing questions were not asked, such as :probe C1")
			}
			s.target, s.given = to, left[0]
			return errAgain
		}},
		{"root", "REF", "mark an answer as a root cause", func(s *session, arg string) error {
			to := strings.ToUpper(arg)
			if !strings.HasPrefix(to, "W") || s.pm.Get(to, "answer") == "" {
				return errors.New("expected an answer, such as :root W3")
			}
			return s.aboutRoot(to, "yes")
		}},
	}
}

// stop asks why a branch ends, and whether its end is a root cause.
func (s *session) stop(ref string) error {
	s.skipped[ref] = true
	stopped := false
	err := s.put(question{
		text: "It stops at " + ref + " because it is what?", choices: choicesOf(model.Words["stop"], nil),
		help: []string{"An empty line leaves the branch open."},
		take: func(word string) error {
			stopped = true
			return s.set(ref, "stop", s.pm.Get(ref, "stop"), word)
		},
	})
	if err != nil || !stopped {
		return err
	}
	root := s.pm.Get(ref, "root")
	if root == "" {
		err = s.put(question{text: "Is " + ref + " a root cause?", choices: yesNo, take: func(word string) error {
			root = word
			return nil
		}})
	}
	if err != nil || root != "yes" {
		return err
	}
	return s.aboutRoot(ref, root)
}

// aboutRoot asks what kind of root cause it is and how it can be fixed, and records it as one step.
func (s *session) aboutRoot(ref, root string) error {
	chosen := map[string]string{}
	if s.pm.Get(ref, "root") == "" {
		chosen["root"] = root
	}
	for _, f := range []struct{ name, text string }{
		{"category", "What kind of cause is " + ref + "?"}, {"fixable", "Can it be fixed?"}, {"fix", "What would the fix be?"},
	} {
		if s.pm.Get(ref, f.name) != "" {
			continue
		}
		if err := s.put(s.words(f.text, ask.FieldOf(ref, f.name).Words, "", chosen, f.name)); err != nil {
			return err
		}
	}
	if len(chosen) == 0 {
		return nil
	}
	if _, err := s.apply(ask.MarkRoot(ref, chosen)); err != nil {
		return err
	}
	if chosen["category"] == "human error" { // it is never where one stops asking
		if q := ask.NextProbe(s.pm, ref, guide.CategoryProbes("human error"), s.skipped); q != "" {
			s.target, s.given = ref, q
		}
	}
	return nil
}

// words asks for one of a list of words, which goes into a map.
func (s *session) words(text, list, propose string, into map[string]string, name string) question {
	q := question{text: text, choices: choicesOf(model.Words[list], nameOf(list)), propose: propose, take: func(word string) error {
		into[name] = word
		return nil
	}}
	for _, c := range q.choices {
		if m := guide.Meaning(list, c.word); m != "" {
			q.help = append(q.help, c.name+": "+m)
		}
	}
	return q
}
