package ui

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"debrief/intake"
	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

// editField opens the line on a field, or a chooser where the field takes one of a few words.
func (s *sheet) editField(ref, name string) tea.Cmd {
	if name == "" {
		return nil
	}
	f := fieldOf(ref, name)
	switch f.words {
	case "status":
		return s.editDeclared() // what is open is said before, and the day goes with it
	case "action_status":
		return s.chooseStatus(ref) // its dates and its reason go with it
	case "parked_outcome":
		return (&actionSheet{sheet: s}).settleParked(ref)
	}
	switch f.entry {
	case words, several:
		return s.open(s.fieldChooser(ref, f))
	case yesNo:
		return s.toggle(ref, f)
	}
	return s.open(s.fieldPrompt(ref, f))
}

// fieldPrompt is the line for a field that is typed.
func (s *sheet) fieldPrompt(ref string, f field) *prompt {
	p := newPrompt(labelOf(ref, f), f.typed(s.pm(), ref))
	p.lines = f.entry == text
	p.draft = s.draftKey(ref + "." + f.name)
	p.hint, p.says = s.fieldHint(ref, f), s.says(ref, f)
	base := &basis{was: s.pm().Get(ref, f.name)}
	p.submit = func(typed string) tea.Cmd {
		if base.gone && typed != "" && addsAgain(ref, f) {
			return s.apply(p, addEvent(typed), s.selectNew)
		}
		e, err := s.fieldEdit(ref, f, base.was, typed)
		if err != nil {
			p.problem = say.Safe(err.Error())
			p.sent = ""
			return nil
		}
		return s.app.edit(e, func(model.Applied) tea.Cmd {
			s.done(p)
			return s.flowOn(ref, f)
		}, func(err error) {
			p.sent = ""
			if changed, ok := errors.AsType[*model.ChangedError](err); ok {
				p.problem = base.meet(ref, f, changed)
			}
			if broken, ok := errors.AsType[*model.FieldError](err); ok {
				p.problem, s.app.notice = say.Safe(broken.Problem)+". Your text is still here.", notice{}
			}
		})
	}
	p.onTab = func() tea.Cmd {
		s.flow = true
		if p.text() == p.was {
			s.done(p)
			return s.flowOn(ref, f)
		}
		return s.submit()
	}
	s.helpField(p, ref, f)
	return p
}

func (s *sheet) fieldHint(ref string, f field) func(string) []string {
	switch {
	case f.name == "at" && s.pm().Event(ref) != nil:
		return func(text string) []string { return s.timeHint(ref, text) }
	case f.entry == instant, f.entry == date:
		return func(text string) []string { return s.dateHint(ref, f, text) }
	case f.entry == text:
		return func(string) []string {
			return []string{"enter saves, ctrl+j starts a new line, ctrl+g opens your editor"}
		}
	}
	return nil
}

// basis is what a field held when somebody began to type, and what became of it since.
type basis struct {
	was  string
	gone bool // somebody else has deleted the part
}

// meet takes in that somebody else was quicker, and says what can be done: nothing that was typed is lost.
func (b *basis) meet(ref string, f field, changed *model.ChangedError) string {
	switch {
	case changed.Field != "":
		b.was = changed.Now // a second enter is meant
		return "Enter saves yours, esc leaves theirs. Changed by somebody else meanwhile: " + model.Quote(model.Shorten(say.Safe(changed.Now), 80))
	case addsAgain(ref, f):
		b.gone = true
		return ref + " was deleted by somebody else. Enter adds your text as a new event, esc leaves it."
	}
	return ref + " was deleted by somebody else. Your text is still here; esc leaves it."
}

// addsAgain reports whether the words of a deleted part can be added as a new one.
func addsAgain(ref string, f field) bool {
	return strings.HasPrefix(ref, "E") && f.name == mainField(ref)
}

// addEvent keeps the words of an event that is gone.
func addEvent(text string) model.Edit {
	return model.Edit{Label: "add an event", Do: func(p *model.Postmortem) error {
		e := model.NewEvent()
		e.Text = text
		p.AddEvent(e, "")
		return nil
	}}
}

func (s *sheet) fieldEdit(ref string, f field, was, typed string) (model.Edit, error) {
	label := labelFor("change", ref, f.name)
	if f.entry == instant && f.name == "at" && s.pm().Event(ref) != nil {
		return s.eventTimeEdit(ref, was, typed, label)
	}
	value, err := s.parseField(ref, f, typed)
	if err == nil && value == "" && f.name == mainField(ref) {
		err = errors.New("it needs a few words; esc leaves it as it was, d in the list deletes it")
	}
	if err == nil && value == "" && f.name == "reason" && s.explained(ref) {
		err = errors.New(needsReason)
	}
	if err != nil {
		return model.Edit{}, err
	}
	e := model.SetFrom(ref, f.name, was, value, label)
	if ref == "" {
		e.Do = withCompany(e.Do, f.name, value)
	}
	return e, nil
}

// withCompany sets what goes with a field: a moment with a time of its own is no longer an event's, and a meeting that gets its
// time takes the usual minutes.
func withCompany(set func(*model.Postmortem) error, name, value string) func(*model.Postmortem) error {
	moment, isMoment := strings.CutPrefix(strings.TrimSuffix(name, ".at"), "moments.")
	usual, isMeeting := usualMinutes[name]
	return func(p *model.Postmortem) error {
		err := set(p)
		switch {
		case err != nil:
			return err
		case isMoment && strings.HasSuffix(name, ".at"):
			return p.Set("", "moments."+moment+".event", "")
		case isMeeting && value != "" && p.Get("", usual.field) == "":
			return p.Set("", usual.field, usual.minutes)
		}
		return nil
	}
}

// usualMinutes is how long a meeting takes unless somebody says otherwise.
var usualMinutes = map[string]struct{ field, minutes string }{
	"meeting.at":   {"meeting.minutes", strconv.Itoa(model.MeetingMinutes)},
	"follow_up.at": {"follow_up.minutes", strconv.Itoa(model.FollowUpMinutes)},
}

// parseField reads what was typed into the form that the document has.
func (s *sheet) parseField(ref string, f field, typed string) (string, error) {
	switch f.entry {
	case instant:
		if typed == "" {
			return "", nil
		}
		if f.ahead() {
			return s.parseAhead(f.name, typed)
		}
		at, _, _, _, err := intake.ParseTime(typed, s.timeContext(ref))
		return at.String(), err
	case date:
		if typed == "" {
			return "", nil
		}
		day, err := readDay(typed, s.app.now().In(s.pm().Location()))
		return string(day), err
	case listed:
		return strings.Join(model.SplitList(typed), ", "), nil
	}
	return typed, nil
}

// parseAhead reads the day and the time of a meeting that is still to come: a day without a year is the next such day, and a
// follow-up without a time is at the hour of the meeting.
func (s *sheet) parseAhead(name, typed string) (string, error) {
	ctx := s.timeContext("")
	day, noDay := readDay(typed, ctx.Now)
	switch m := s.pm().Meeting; {
	case noDay == nil && name == "follow_up.at" && m != nil && !m.At.IsZero():
		met, on := m.At.Time().In(ctx.Zone), day.Time()
		return model.At(time.Date(on.Year(), on.Month(), on.Day(), met.Hour(), met.Minute(), 0, 0, ctx.Zone)).String(), nil
	case noDay == nil:
		return "", errors.New("give the time as well, such as " + typed + " 14:00")
	}
	if cut := strings.LastIndexByte(typed, ' '); cut > 0 {
		if day, noDay = readDay(typed[:cut], ctx.Now); noDay == nil {
			ctx.Day = time.Date(day.Time().Year(), day.Time().Month(), day.Time().Day(), 12, 0, 0, 0, ctx.Zone)
			at, _, _, precision, err := intake.ParseTime(typed[cut+1:], ctx)
			if err == nil && precision != "day" {
				return at.String(), nil
			}
		} else if _, _, _, _, err := intake.ParseTime(typed[cut+1:], ctx); err != nil {
			_, noDay = readDay(typed, ctx.Now)
		}
	}
	at, _, _, precision, err := intake.ParseTime(typed, ctx)
	switch {
	case err == nil && precision == "day":
		err = errors.New("give the time as well, such as " + typed + " 14:00")
	case err != nil && noDay != nil:
		err = noDay
	}
	return at.String(), err
}

func (s *sheet) timeContext(ref string) intake.TimeContext {
	zone := s.pm().Location()
	now := s.app.now().In(zone)
	ctx := intake.TimeContext{Zone: zone, Day: now, Last: now, Now: now}
	if e := s.pm().Event(ref); e != nil && !e.At.IsZero() {
		ctx.Day = e.At.Time().In(zone)
	} else if ref != "" || s.id == "facts" {
		if begin := s.pm().Begin(); !begin.IsZero() {
			ctx.Day = begin.Time().In(zone)
		}
	}
	return ctx
}

func (s *sheet) eventTimeEdit(ref, was, typed, label string) (model.Edit, error) {
	var at model.Instant
	original, zone, precision := typed, "", ""
	if typed != "" {
		var err error
		if at, original, zone, precision, err = intake.ParseTime(typed, s.timeContext(ref)); err != nil {
			return model.Edit{}, err
		}
	}
	set := model.SetFrom(ref, "at", was, at.String(), label)
	inner := set.Do
	set.Do = func(p *model.Postmortem) error {
		if err := inner(p); err != nil {
			return err
		}
		e := p.Event(ref)
		e.Original, e.OriginalZone, e.Precision = original, zone, precision
		return nil
	}
	return set, nil
}

func (s *sheet) timeHint(ref, typed string) []string {
	if strings.TrimSpace(typed) == "" {
		return []string{"no time: it keeps its place in the list"}
	}
	return s.dateHint(ref, fieldOf(ref, "at"), typed)
}

func (s *sheet) dateHint(ref string, f field, typed string) []string {
	if strings.TrimSpace(typed) == "" {
		if f.entry == date {
			return []string{"a day: next friday, in 2 weeks, 4 dec, 2026-12-04"}
		}
		return []string{"a day and a time, such as 4 dec 14:00"}
	}
	value, err := s.parseField(ref, f, strings.TrimSpace(typed))
	if err != nil {
		return []string{say.Safe(err.Error())}
	}
	if f.entry == date {
		return []string{dueHint(model.Date(value), s.app.now().In(s.pm().Location()))}
	}
	at, err := model.ParseInstant(value)
	if err != nil {
		return []string{say.Safe(err.Error())}
	}
	return []string{say.Clock(at, s.pm().Location(), true) + " " + s.pm().Zone}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// fieldChooser offers the words of a field. - takes the word away.
func (s *sheet) fieldChooser(ref string, f field) *prompt {
	is := s.pm().Get(ref, f.name)
	choices := wordChoices(model.Words[f.words], model.SplitList(is))
	for i := range choices {
		choices[i].about = guide.Meaning(f.words, choices[i].word)
	}
	if f.name == "kind" && s.pm().Event(ref) != nil {
		for i := range choices {
			choices[i].name = model.Said(choices[i].word)
			choices[i].key = []string{"*", "!", "=", "?", ">", "^", "n"}[i]
		}
	}
	if f.entry == words {
		choices = append(choices, choice{key: "-", word: "", name: "none"})
	}
	p := newChooser(labelOf(ref, f), choices)
	p.many = f.entry == several
	p.choose = func(chosen []string) tea.Cmd {
		e := model.SetFrom(ref, f.name, is, strings.Join(chosen, ", "), labelFor("change", ref, f.name))
		return s.app.edit(e, func(model.Applied) tea.Cmd {
			s.done(p)
			return s.flowOn(ref, f)
		}, nil)
	}
	p.onTab = func() tea.Cmd {
		s.flow = true
		if p.many {
			return p.update(tea.KeyPressMsg{Code: tea.KeyEnter})
		}
		s.done(p)
		return s.flowOn(ref, f)
	}
	return p
}

func (s *sheet) toggle(ref string, f field) tea.Cmd {
	is := s.pm().Get(ref, f.name)
	to := "yes"
	if is == "yes" {
		to = ""
	}
	return s.app.edit(model.SetFrom(ref, f.name, is, to, labelFor("change", ref, f.name)), func(model.Applied) tea.Cmd {
		return s.flowOn(ref, f)
	}, nil)
}

// flowOn goes on to the next field of the page when tab asked for it.
func (s *sheet) flowOn(ref string, f field) tea.Cmd {
	if !s.flow {
		return nil
	}
	if !s.list.Choose(ref, f.name) {
		s.flow = false
		return nil
	}
	at := s.list.Sel
	s.list.Move(1)
	r := s.list.Selected()
	if r == nil || s.list.Sel == at || r.Field == "" {
		s.flow = false
		return nil
	}
	if fieldOf(r.Ref, r.Field).entry == yesNo { // a switch is not a field to type in
		s.flow = false
		return nil
	}
	return s.editField(r.Ref, r.Field)
}

func labelOf(ref string, f field) string {
	if ref == "" {
		return f.label
	}
	return ref + " " + lower(f.label)
}

// draftKey is where unsaved text of this page is kept.
func (s *sheet) draftKey(what string) string {
	if s.app.pm == nil {
		return s.app.config.Archive.Path() + "/" + s.id + "/" + what
	}
	return s.pm().ID + "/" + s.id + "/" + what
}
