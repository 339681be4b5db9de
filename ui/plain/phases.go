package plain

import (
	"errors"
	"fmt"
	"strings"

	"debrief/intake"
	"debrief/intake/capture"
	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/ask"
)

// stepsOf are the steps of each phase, in the order in which they are asked. A step that has nothing to ask asks nothing.
var stepsOf map[string][]func(*session) error

func init() {
	stepsOf = map[string][]func(*session) error{
		"assemble": {
			field("title"), field("severity"), field("summary"), field("services"), field("tags"), field("why_now"), field("likely_again"),
			field("meeting.at"), (*session).minutes, (*session).people, (*session).present,
		},
		"facts": {
			(*session).impact, (*session).events, moment("started"), moment("detected"), moment("mitigated"), moment("resolved"),
		},
		"causes": {(*session).causes},
		"whys":   {(*session).whys},
		"action": {(*session).actions, (*session).parked},
		"close": {
			(*session).followUp, (*session).hold, (*session).lessons, (*session).reread, field("status"),
		},
	}
}

func field(name string) func(*session) error {
	return func(s *session) error { return s.field("", name, "") }
}

// minutes are asked of a meeting that has a time.
func (s *session) minutes() error {
	if s.pm.Meeting == nil || s.pm.Meeting.At.IsZero() {
		return nil
	}
	return s.field("", "meeting.minutes", "")
}

// field asks for the value of one field; propose is what an empty line takes.
func (s *session) field(ref, name, propose string) error {
	f := ask.FieldOf(ref, name)
	q := question{text: s.fieldText(ref, f), is: f.Shown(s.pm, ref), propose: propose}
	was := s.pm.Get(ref, name)
	q.take = func(typed string) error {
		if typed == "" && name == ask.MainField(ref) {
			return errors.New("expected a few words: it cannot do without")
		}
		ctx := ask.TimeContext(s.pm, ref, s.phase == "facts", s.Now())
		e, err := ask.Change(s.pm, ref, f, was, typed, ctx)
		if err == nil {
			_, err = s.apply(e)
		}
		return s.overtaken(err, ref, name, &was)
	}
	switch f.Entry {
	case ask.Words, ask.Several:
		q.choices, q.many = choicesOf(model.Words[f.Words], nameOf(f.Words)), f.Entry == ask.Several
		q.take = func(word string) error { return s.overtaken(s.choose(ref, f, was, word), ref, name, &was) }
	case ask.YesNo:
		q.choices = yesNo
		q.take = func(word string) error {
			return s.overtaken(s.set(ref, name, was, map[string]string{"yes": "yes"}[word]), ref, name, &was)
		}
	case ask.Instant, ask.Date:
		if propose != "" {
			q.proposed = s.understood(ref, f, propose)
		}
		q.help = append(q.help, ask.DateHint(s.pm, ref, f, "", ask.TimeContext(s.pm, ref, false, s.Now())))
	case ask.Text:
		q.lines = true
		q.help = append(q.help, `A line that ends with a backslash goes on in the next one.`)
	case ask.Listed:
		q.help = append(q.help, "Several stand between commas.")
	}
	for _, c := range q.choices {
		if m := guide.Meaning(f.Words, c.word); m != "" {
			q.help = append(q.help, c.name+": "+m)
		}
	}
	return s.put(q)
}

// overtaken says that somebody else was quicker, and takes what they have made of it as what the next answer replaces.
func (s *session) overtaken(err error, ref, name string, was *string) error {
	if _, is := errors.AsType[*model.ChangedError](err); !is {
		return err
	}
	*was = s.pm.Get(ref, name)
	return fmt.Errorf("somebody else has changed it meanwhile to %s: answer again to replace that", model.Quote(model.Shorten(*was, 80)))
}

// fieldText is how a field is asked for.
func (s *session) fieldText(ref string, f ask.Field) string {
	text := ask.LabelOf(ref, f)
	if f.Entry == ask.YesNo {
		text += ": yes or no"
	}
	return text + "?"
}

func nameOf(words string) func(string) string {
	if words == "kind" {
		return model.Said
	}
	return nil
}

// understood is how a typed time is understood.
func (s *session) understood(ref string, f ask.Field, typed string) string {
	return ask.DateHint(s.pm, ref, f, typed, ask.TimeContext(s.pm, ref, s.phase == "facts", s.Now()))
}

// set changes a field to a value of the document.
func (s *session) set(ref, name, was, to string) error {
	if was == to {
		return nil
	}
	e := model.SetFrom(ref, name, was, to, ask.LabelFor("change", ref, name))
	if ref == "" {
		e.Do = ask.WithCompany(e.Do, name, to)
	}
	_, err := s.apply(e)
	return err
}

// choose sets one of the words, where a word brings more along: what was declared, or settled, has a day and a reason.
func (s *session) choose(ref string, f ask.Field, was, word string) error {
	switch {
	case word == was:
		return nil
	case f.Words == "status":
		_, err := s.apply(ask.Declare(word, s.Now()))
		return err
	case f.Words == "action_status":
		return s.status(ref, word)
	case f.Words == "parked_outcome":
		return s.settle(ref, word)
	}
	return s.set(ref, f.Name, was, word)
}

// people adds them, as many as there are.
func (s *session) people() error {
	return s.each(question{
		text: "Who was involved? Name, team and what they did, the next person behind a comma.",
		help: []string{"Such as: mei payments build, sam, priya support facilitator. A team of several words: /\"site reliability\".",
			"What they did: " + strings.Join(model.Words["involved"], ", ") + "."},
	}, func(line string) (model.Edit, string, error) {
		c, err := capture.ReadPeople(line)
		return c.Edit(), c.Understood, err
	})
}

// each asks the same question until somebody skips it. read gives what an answer does, and what was understood.
func (s *session) each(q question, read func(line string) (model.Edit, string, error)) error {
	for {
		skipped := true
		q.take = func(line string) error {
			e, understood, err := read(line)
			if err != nil {
				return err
			}
			applied, err := s.apply(e)
			if err != nil {
				return err
			}
			skipped = false
			s.say("  " + strings.Join(applied.Step.Created(), ", ") + ": " + say.Safe(understood))
			return nil
		}
		if err := s.put(q); err != nil || skipped {
			return err
		}
	}
}

// present says who takes part.
func (s *session) present() error {
	q := question{text: "Who is present?", many: true, help: []string{"Numbers or names between commas, or all."}}
	var here []string
	for _, n := range s.pm.Participants {
		q.choices = append(q.choices, choice{n.Ref, say.Safe(n.Name)})
		if n.Attended {
			here = append(here, n.Name)
		}
	}
	if len(q.choices) == 0 {
		return nil
	}
	q.is = strings.Join(here, ", ")
	q.take = func(refs string) error {
		there := map[string]bool{}
		for _, ref := range model.SplitList(refs) {
			there[ref] = true
		}
		_, err := s.apply(model.Edit{Label: "say who is present", Do: func(p *model.Postmortem) error {
			for i := range p.Participants {
				p.Participants[i].Attended = there[p.Participants[i].Ref]
			}
			return nil
		}})
		return err
	}
	return s.put(q)
}

func (s *session) impact() error {
	return s.each(question{
		text: "Impact? A number, its unit, then what.",
		help: []string{"Such as: 4180 requests payment attempts that failed. ~1900 is an estimate."},
	}, func(line string) (model.Edit, string, error) {
		c, err := capture.ReadImpact(line)
		return c.Edit(), c.Understood, err
	})
}

// events adds to the timeline.
func (s *session) events() error {
	q := question{
		text: "What happened? Time, mark and text.",
		help: []string{
			"Such as: 02:45 ! rolled back the deploy @mei #m. A day stands before the time where it needs one, a zone behind it.",
			"Marks: * saw, ! did, = decided, ? thought, > told, ^ changed; ?+ and ?- confirm or rule out the newest open thought.",
			"Moments: #s started, #d detected, #m mitigated, #r resolved. Sources: #log, #alert, #chat. #later: not known then.",
		},
		more: []command{{"after", "EVENT", "what has no time goes behind that event", func(s *session, arg string) error {
			e := s.pm.Event(strings.ToUpper(arg))
			if e == nil {
				return errors.New("expected the reference of an event, such as :after E4")
			}
			s.after = e.Ref
			return nil
		}}},
	}
	return s.each(q, func(line string) (model.Edit, string, error) {
		if r, ok := intake.MachineLine(line, intake.Options{Zone: s.pm.Zone, Now: s.Now(), Near: s.pm.Begin().Time()}); ok {
			return intake.Plan(s.pm, r).Edit(func(int) bool { return true }), "read as a program wrote it", nil
		}
		ctx := capture.Context{Post: s.pm, Now: s.Now(), Selected: s.lastEvent()}
		c, err := capture.ReadEvent(line, ctx)
		s.after = ""
		return c.Edit(ctx.Selected), c.Understood, err
	})
}

// lastEvent is what an event without a time goes behind.
func (s *session) lastEvent() string {
	if s.pm.Event(s.after) != nil {
		return s.after
	}
	if n := len(s.pm.Events); n > 0 {
		return s.pm.Events[n-1].Ref
	}
	return ""
}

// moment asks for one that is not known yet, by its event or its time.
func moment(name string) func(*session) error {
	return func(s *session) error {
		field := "moments." + name + ".at"
		if s.pm.Get("", field) != "" {
			return nil
		}
		return s.put(question{
			text: "Which event is it that it was " + name + "? Its reference, or a time.",
			help: []string{"Such as E2, or 02:17. An empty line leaves it open."},
			take: func(typed string) error {
				if e := s.pm.Event(strings.ToUpper(typed)); e != nil {
					_, err := s.apply(model.Edit{Label: "mark " + e.Ref + " as " + name,
						Do: func(p *model.Postmortem) error { return p.Mark(e.Ref, name) }})
					return err
				}
				e, err := ask.Change(s.pm, "", ask.FieldOf("", field), "", typed, ask.TimeContext(s.pm, "", true, s.Now()))
				if err == nil {
					_, err = s.apply(e)
				}
				return err
			},
		})
	}
}

func (s *session) causes() error {
	return s.each(question{
		text: "Where was the problem introduced? A high-level cause, then its role and the events that show it.",
		help: []string{"Such as: A release shipped a query without its index #trigger E6 E8. :list says which events there are.",
			"Roles: #trigger, #contributing, #prolonging, #detection."},
	}, func(line string) (model.Edit, string, error) {
		tags := ask.ReadTags(line, "cause", s.pm)
		e, err := ask.AddCause(tags)
		return e, orNothing(tags.Understood(), "no event shows it yet"), err
	})
}

func orNothing(words []string, otherwise string) string {
	if len(words) == 0 {
		return otherwise
	}
	return strings.Join(words, ", ")
}

// lessons are written down with their kind.
func (s *session) lessons() error {
	return s.each(question{
		text: "A lesson? One sentence, then #well, #badly, #lucky or #learned.",
		help: []string{"Such as: The rollback took one command. #well. Without a word it was learned."},
	}, func(line string) (model.Edit, string, error) {
		kind, text, err := lesson(line)
		return ask.AddLesson(kind, text), kind, err
	})
}

// lesson is a lesson with the kind that stands behind it.
func lesson(line string) (kind, text string, err error) {
	words := map[string]string{"#well": "went well", "#badly": "went badly", "#lucky": "lucky", "#learned": ask.Learned}
	text, kind = line, ask.Learned
	if at := strings.LastIndexByte(line, ' '); at > 0 && words[strings.ToLower(line[at+1:])] != "" {
		text, kind = strings.TrimSpace(line[:at]), words[strings.ToLower(line[at+1:])]
	}
	if text == "" || words[strings.ToLower(text)] != "" {
		return "", "", errors.New("expected a sentence, then its word")
	}
	return kind, text, nil
}
