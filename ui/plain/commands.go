package plain

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/intake"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
)

// command is what can be typed instead of an answer. It stands behind a colon; those that are bare need none.
type command struct {
	name, arg string
	does      string
	do        func(s *session, arg string) error
}

// bare are typed without a colon, too. The first is followed by a text.
var bare = []string{"park", "?", "back", "q", "list", "undo", "redo"}

// general are the commands that every question takes. Those that do nothing are told of alone.
var general []command

func init() {
	general = []command{
		{"?", "", "says this", nil},
		{"back", "", "goes to the question before", func(*session, string) error { return errBack }},
		{"3", "", "goes to phase 3; :1 to :6", nil},
		{"list", "", "says what is in this phase", func(s *session, _ string) error { s.list(); return nil }},
		{"undo", "", "takes back your last step", func(s *session, _ string) error {
			applied, err := s.Archive.Undo(s.ctx, s.pm.Ref)
			return s.went("Undone: ", applied, err)
		}},
		{"redo", "", "does it again", func(s *session, _ string) error {
			applied, err := s.Archive.Redo(s.ctx, s.pm.Ref)
			return s.went("Done again: ", applied, err)
		}},
		{"park", "TEXT", "keeps a thought for the Action phase", (*session).park},
		{"lesson", "TEXT", "writes down a lesson, with #well, #badly, #lucky or #learned behind it", (*session).lesson},
		{"edit", "[REF] [FIELD]", "asks for every field of a part, for one of them, or, alone, for those of the postmortem", (*session).edit},
		{"delete", "REF", "deletes a part; undo brings it back", (*session).delete},
		{"paste", "", "takes the lines of a log or a chat, up to one that is a dot alone", (*session).paste},
		{"bring", "FILE", "brings in a log, a chat or an export", (*session).bring},
		{"questions", "", "says what is still open in all phases", func(s *session, _ string) error { s.questions(); return nil }},
		{"show", "", "shows the page", func(s *session, _ string) error {
			s.say(strings.Split(strings.TrimRight(string(s.Markdown(s.pm)), "\n"), "\n")...)
			return nil
		}},
		{"export", "[FILE]", "writes the page to a file", (*session).export},
		{"q", "", "leaves; everything is saved", func(*session, string) error { return errLeave }},
	}
}

// isCommand reports whether a line would be one, as behind a backslash that keeps it text.
func isCommand(line string) bool {
	word, _, _ := strings.Cut(line, " ")
	if strings.HasPrefix(line, ":") || line == "skip" || line == "none" || word == "park" && line != "park" {
		return true
	}
	return slices.Contains(bare[1:], line)
}

// command carries out a command; false where the line is an answer.
func (s *session) command(q *question, line string) (bool, error) {
	if line == "" || line == "skip" || line == "none" || !isCommand(line) {
		return false, nil
	}
	name, arg, _ := strings.Cut(strings.TrimPrefix(line, ":"), " ")
	arg = strings.TrimSpace(arg)
	if name == "?" {
		s.help(q)
		return true, nil
	}
	commands := slices.Concat(q.more, general)
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == name && c.do != nil })
	if i < 0 {
		return true, s.phaseNamed(name, arg)
	}
	switch c := commands[i]; {
	case s.pm == nil && name != "q" && name != "back":
		return true, errors.New("no postmortem is open yet")
	case arg == "" && c.arg != "" && !strings.HasPrefix(c.arg, "["):
		return true, errors.New("expected :" + c.name + " " + c.arg)
	default:
		return true, c.do(s, arg)
	}
}

// phaseNamed goes to the phase of that number or name, or says that there is none.
func (s *session) phaseNamed(name, arg string) error {
	phase := model.PhaseNamed(name)
	_, noNumber := strconv.Atoi(name)
	switch {
	case phase != "" && s.pm == nil:
		return errors.New("no postmortem is open yet")
	case phase != "" && arg == "":
		return goTo(phase)
	case noNumber == nil:
		return fmt.Errorf("there is no phase %s: expected :1 to :%d", name, len(model.Phases))
	}
	return fmt.Errorf("there is no :%s: ? says what there is, and a backslash in front makes it text", model.Shorten(name, 30))
}

// help says what can be answered here.
func (s *session) help(q *question) {
	s.say(q.help...)
	s.say("An empty line skips the question, or keeps what is there.")
	for _, c := range slices.Concat(q.more, general) {
		if s.pm == nil && c.name != "q" {
			continue
		}
		sign := ":"
		if slices.Contains(bare, c.name) {
			sign = ""
		}
		s.say("  " + strings.TrimSpace(sign+c.name+" "+c.arg) + ": " + c.does)
	}
}

func (s *session) went(verb string, applied model.Applied, err error) error {
	if err != nil {
		return err
	}
	s.pm = applied.Postmortem
	s.say(verb + say.Safe(applied.Step.Label) + ".")
	return nil
}

func (s *session) park(text string) error {
	applied, err := s.apply(ask.Park(text, s.phase))
	if err == nil {
		s.say("Parked as " + applied.Step.Touched() + ".")
	}
	return err
}

func (s *session) lesson(line string) error {
	kind, text, err := lesson(line)
	if err != nil {
		return err
	}
	applied, err := s.apply(ask.AddLesson(kind, text))
	if err == nil {
		s.say("Kept as " + applied.Step.Touched() + ", " + kind + ".")
	}
	return err
}

// edit asks for the fields of a part, one by one.
func (s *session) edit(arg string) error {
	ref, name, _ := strings.Cut(arg, " ")
	part, ok := s.pm.Part(strings.ToUpper(ref))
	if !ok && ref != "" {
		part, ok = s.pm.Part("")
		name = arg
	}
	if !ok {
		return errors.New("expected the reference of a part, such as :edit E3")
	}
	fields := ask.FieldsOf[part.Kind.Letter]
	if name = strings.TrimSpace(name); name != "" {
		i := slices.IndexFunc(fields, func(f ask.Field) bool { return f.Name == name || strings.EqualFold(f.Label, name) })
		if i < 0 {
			names := make([]string, len(fields))
			for k, f := range fields {
				names[k] = f.Name
			}
			return fmt.Errorf("there is no %s: expected the reference of a part, or one of %s",
				model.Quote(model.Shorten(name, 30)), strings.Join(names, ", "))
		}
		fields = fields[i : i+1]
	}
	for _, f := range fields {
		if err := s.field(part.Ref(), f.Name, ""); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) delete(arg string) error {
	ref := strings.ToUpper(arg)
	if _, there := s.pm.Part(ref); !there || ref == "" {
		return errors.New("expected the reference of a part, such as :delete E3")
	}
	if _, err := s.apply(model.Edit{Label: "delete " + ref, Do: func(p *model.Postmortem) error { return p.Delete(ref) }}); err != nil {
		return err
	}
	s.say("Deleted " + ref + ". undo brings it back.")
	return nil
}

func (s *session) paste(string) error {
	s.say("Paste the lines, then a dot alone.")
	var all strings.Builder
	for {
		line, err := s.in.ReadString('\n')
		if err != nil && line == "" {
			return err
		}
		if strings.TrimRight(line, "\r\n") == "." {
			break
		}
		all.WriteString(line)
	}
	return s.take(intake.Input{Name: "paste of " + s.Now().Format("15.04.05"), Data: []byte(all.String())})
}

func (s *session) bring(path string) error {
	in, err := s.ReadInput(path)
	if err != nil {
		return err
	}
	return s.take(in)
}

// take says what was understood of an input, and brings it in where somebody wants that.
func (s *session) take(in intake.Input) error {
	options := intake.Options{Now: s.Now(), Near: s.pm.Begin().Time(), Home: s.pm.Location(), People: s.pm.Participants}
	for {
		result, err := intake.Read(in, options)
		if err != nil {
			return err
		}
		if len(result.Needs) == 0 {
			return s.bringIn(intake.Plan(s.pm, result))
		}
		before := options
		if err := s.need(result.Needs[0], &options); err != nil {
			return err
		}
		if sameAnswers(before, options) { // it was left open: those lines stay without a time
			return s.bringIn(intake.Plan(s.pm, result))
		}
	}
}

func sameAnswers(a, b intake.Options) bool {
	return a.Date == b.Date && a.Zone == b.Zone && a.DayDate == b.DayDate && a.Copied.Equal(b.Copied)
}

// need asks what an input leaves open.
func (s *session) need(what string, o *intake.Options) error {
	day := func(typed string) (model.Date, error) { return ask.ReadDay(typed, s.Now()) }
	switch what {
	case "date":
		return s.put(question{text: "Which day is that of the first time?", take: func(typed string) (err error) {
			o.Date, err = day(typed)
			return err
		}})
	case "zone":
		return s.put(question{text: "In which zone are its times?", propose: s.pm.Zone, take: func(typed string) error {
			if strings.HasPrefix(ask.ZoneHint(typed, s.Now()), typed+": it is") || typed == "" {
				o.Zone = typed
				return nil
			}
			return errors.New(ask.ZoneHint(typed, s.Now()))
		}})
	case "day order":
		return s.put(question{text: "Is 03/04 the third of April, or March the fourth?",
			choices: []choice{{"dmy", "third of April"}, {"mdy", "March the fourth"}},
			take: func(word string) error {
				o.DayDate = word
				return nil
			}})
	case "copied":
		return s.put(question{text: "When was it copied?", help: []string{"Its times count back from then."}, take: func(typed string) error {
			at, err := ask.FirstTime(typed, model.Instant{}, s.pm.Location(), s.Now())
			o.Copied = at.Time()
			return err
		}})
	}
	return nil
}

func (s *session) bringIn(v intake.Preview) error {
	adds, known, joins := v.Count()
	var lines []string
	for i := range v.Events {
		e := &v.Events[i].Event
		lines = append(lines, "  "+strings.TrimSpace(s.clock(e)+" "+model.Said(e.Kind)+" "+say.Safe(e.Text)))
	}
	s.say(lines...)
	s.say(fmt.Sprintf("%s new, %d known already, %d told by another source too, %s not used.",
		say.Count(adds, "event is", "events are"), known, joins, say.Count(len(v.Dropped), "line is", "lines are")))
	if adds+joins == 0 {
		return nil
	}
	return s.put(question{text: "Bring it in?", choices: yesNo, take: func(word string) error {
		if word == "no" {
			return nil
		}
		_, err := s.apply(v.Edit(func(i int) bool { return !v.Events[i].Folded && !v.Events[i].Noise }))
		return err
	}})
}

func (s *session) export(path string) error {
	if path == "" {
		path = s.FileName(s.pm)
	}
	written, err := s.WriteFile(path, s.Markdown(s.pm))
	if err == nil {
		s.say("Written to " + say.Safe(written) + ".")
	}
	return err
}

// which asks for the postmortem to open, or begins one.
func (s *session) which() error {
	entries, err := s.Archive.List(s.ctx)
	if err != nil {
		return err
	}
	for i, e := range entries {
		s.say(fmt.Sprintf("%d: %s %s, %s", i+1, e.Ref, say.Safe(e.Title), e.Status))
	}
	q := question{text: "Which one? Its number or reference, or new for one that begins now.", take: func(line string) error {
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(entries) {
			line = entries[n-1].Ref
		}
		if line == "new" {
			return s.start()
		}
		if _, err := s.Archive.Load(s.ctx, strings.ToUpper(line)); err != nil {
			return fmt.Errorf("there is no %s: expected a number, a reference such as PM-7, or new", model.Quote(model.Shorten(line, 30)))
		}
		return s.open(strings.ToUpper(line), "")
	}}
	if len(entries) == 0 {
		return s.start()
	}
	return s.put(q)
}

// start asks what happened, when it began, and whether it is over.
func (s *session) start() error {
	title := ""
	for title == "" {
		err := s.put(question{text: "What happened? A title, such as: Payments 500s after deploy.", take: func(text string) error {
			title = text
			return nil
		}, empty: func() error { return errors.New("a postmortem needs a title") }})
		if err != nil {
			return err
		}
	}
	zone := s.Now().Location()
	var began model.Instant
	when := "When did it begin? Such as 02:14, or 2026-11-18 02:14, in " + zone.String() + "."
	err := s.put(question{text: when, take: func(text string) (err error) {
		began, err = s.firstTime(text, model.Instant{}, zone)
		return err
	}})
	if err != nil {
		return err
	}
	create := func(over model.Instant) error {
		pm, err := ask.Start(title, began, over, s.Now().In(zone))
		if err != nil {
			return err
		}
		applied, err := s.Archive.Create(s.ctx, pm, "start the postmortem")
		if err != nil {
			return err
		}
		return s.open(applied.Postmortem.Ref, "assemble")
	}
	return s.put(question{text: "Is it over? When customers were well again.", take: func(text string) error {
		over, err := s.firstTime(text, began, zone)
		if err != nil {
			return err
		}
		return create(over)
	}, empty: func() error { return create(model.Instant{}) }})
}

func (s *session) firstTime(text string, began model.Instant, zone *time.Location) (model.Instant, error) {
	at, err := ask.FirstTime(text, began, zone, s.Now())
	if err == nil {
		s.say("  " + say.Clock(at, zone, true) + " " + zone.String())
	}
	return at, err
}
