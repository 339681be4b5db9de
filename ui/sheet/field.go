package sheet

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"debrief/intake/clock"
	"debrief/model"
	"debrief/model/cast"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// fieldHere is what edits a field on this page, where that is not what edits every field.
func (s *Sheet) fieldHere(ref, name string) (tea.Cmd, bool) {
	if s.Page.Edit == nil {
		return nil, false
	}
	return s.Page.Edit(ref, name)
}

// EditField opens the line on a field, or a chooser where the field takes one of a few words.
func (s *Sheet) EditField(ref, name string) tea.Cmd {
	if name == "" {
		return nil
	}
	if why := s.Withheld(ref, name); why != "" {
		s.Desk.Warn(why)
		return nil
	}
	if cmd, done := s.fieldHere(ref, name); done {
		return cmd
	}
	switch f := ask.FieldOf(ref, name); f.Entry {
	case ask.Words, ask.Several:
		return s.Choose(s.FieldChooser(ref, f))
	case ask.YesNo:
		return s.Toggle(ref, f)
	}
	return s.Open(s.FieldLine(ref, name))
}

// Withheld is why a field is neither shown nor changed where others watch, "" where it is.
func (s *Sheet) Withheld(ref, name string) string {
	if secret := cast.IsPrivate(ref, name); secret != nil && s.Desk.Room() {
		return "In room mode nobody is shown " + secret.What + ". " + s.Key("room", "m") + " turns it off."
	}
	return ""
}

// Times is what a time that is typed into a field of a part is read against.
func (s *Sheet) Times(ref string) clock.TimeContext {
	return ask.TimeContext(s.Post(), ref, s.Page.ID == "facts", s.Desk.Now())
}

// FieldLine is the line for a field that is typed.
func (s *Sheet) FieldLine(ref, name string) *Line {
	f := ask.FieldOf(ref, name)
	l := NewLine(ask.LabelOf(ref, f), f.Typed(s.Post(), ref))
	l.Lines = f.Entry == ask.Text
	l.Key = "field " + orDash(ref) + " " + name
	was, since := s.Post().Get(ref, name), strconv.FormatInt(s.Post().Revision, 10)
	l.About = func() map[string]string { return map[string]string{"was": was, "since": since} }
	l.Hint = s.fieldHint(ref, f)
	if ask.Coached(ref, name) {
		l.Says = func(text string) ask.Saying { return ask.Says(s.Post(), ref, f, text, s.Times(ref)) }
	}
	l.Enter = func(text string, about map[string]string) (Job, error) { return s.fieldJob(ref, f, text, about) }
	l.Next = func(*Entry) tea.Cmd { return s.FlowOn(ref, name) }
	l.OnTab = func() tea.Cmd {
		s.flow = true
		if l.Text() == l.was {
			s.Close()
			return s.FlowOn(ref, name)
		}
		return s.submit()
	}
	s.helpField(l, ref, f)
	return l
}

func orDash(ref string) string {
	if ref == "" {
		return "-"
	}
	return ref
}

// fieldJob changes a field to what was typed. Where somebody else was quicker, the text waits, and a second try is meant.
func (s *Sheet) fieldJob(ref string, f ask.Field, text string, about map[string]string) (Job, error) {
	if about["gone"] != "" && ask.AddsAgain(ref, f) {
		return s.Job(ask.AddEvent(text)), nil
	}
	since, _ := strconv.ParseInt(about["since"], 10, 64)
	post, times := s.Post(), s.Times(ref)
	if _, err := ask.Change(post, ref, f, about["was"], text, times); err != nil {
		return Job{}, err
	}
	j := Job{Post: post.Ref, Edit: func(t Turn) (model.Edit, error) {
		return ask.Change(post, ref, f, t.Was(ref, f.Name, about["was"], since), text, times)
	}}
	j.Failed = func(e *Entry, err error) {
		if changed, ok := errors.AsType[*model.ChangedError](err); ok && e != nil {
			s.meet(e, ref, f, changed)
		}
	}
	return j, nil
}

// meet takes in that somebody else was quicker, and says what can be done: nothing that was typed is lost.
func (s *Sheet) meet(e *Entry, ref string, f ask.Field, changed *model.ChangedError) {
	switch {
	case changed.Field != "":
		e.Mine, e.Both = e.Text, ask.Joined(ref, f.Name, changed.Now, e.Text)
		s.Overtaken(e, "was", changed.Now)
	case ask.AddsAgain(ref, f):
		e.About["gone"] = "yes"
		e.Why = ref + " was deleted by somebody else: this would be a new event"
	default:
		e.Orphaned(ref)
	}
}

// Overtaken lets an entry wait because somebody else was quicker. What they have made of it is noted under a key, as what it was begun
// from: a second enter is meant.
func (s *Sheet) Overtaken(e *Entry, key, now string) {
	e.About[key] = now
	if s.Post() != nil {
		e.About["since"] = strconv.FormatInt(s.Post().Revision, 10)
	}
	e.Theirs = now
	e.Why = "changed by somebody else meanwhile to " + model.Quote(model.Shorten(say.Safe(now), 80))
	if s == s.Desk.Top().Base() && s.line == nil && s.chooser == nil { // over a line nothing opens by itself
		s.chooseText(e)
	}
}

// Job is an edit of the open postmortem.
func (s *Sheet) Job(e model.Edit) Job {
	return Job{Post: s.Post().Ref, Edit: func(Turn) (model.Edit, error) { return e, nil }}
}

// Apply sends an edit of the open postmortem.
func (s *Sheet) Apply(e model.Edit, then func(model.Applied) tea.Cmd) tea.Cmd {
	if s.Post() == nil {
		return nil
	}
	j := s.Job(e)
	j.Then = then
	return s.Desk.Send(j)
}

// Set changes a field, of a part or of an entry that becomes one. What only we have changed since counts as it is; label "" is the
// usual one.
func (s *Sheet) Set(ref, name, was, to, label string) Job {
	since := s.Post().Revision
	return Job{Post: s.Post().Ref, After: EntryID(ref), Edit: func(t Turn) (model.Edit, error) {
		is := t.Ref(ref)
		if label == "" {
			label = ask.LabelFor("change", is, name)
		}
		return model.SetFrom(is, name, t.Was(is, name, was, since), to, label), nil
	}}
}

func (s *Sheet) fieldHint(ref string, f ask.Field) func(string) []string {
	if f.Name == "published_url" {
		return func(string) []string {
			return []string{"where people read it: https://wiki.example/pm-7; esc leaves it open"}
		}
	}
	switch f.Entry {
	case ask.Number:
		return func(text string) []string {
			return slices.DeleteFunc([]string{f.Doubt(text)}, func(x string) bool { return x == "" })
		}
	case ask.Instant, ask.Date:
		return func(text string) []string { return []string{ask.DateHint(s.Post(), ref, f, text, s.Times(ref))} }
	case ask.Zone:
		return func(text string) []string { return []string{ask.ZoneHint(text, s.Desk.Now())} }
	case ask.Text:
		return func(string) []string {
			return []string{"enter saves, ctrl+j starts a new line, ctrl+g opens your editor"}
		}
	}
	return nil
}

// FieldChooser offers the words of a field; none takes the word away.
func (s *Sheet) FieldChooser(ref string, f ask.Field) *Chooser {
	is := s.Post().Get(ref, f.Name)
	choices := Choices(model.Words[f.Words], model.SplitList(is))
	for i := range choices {
		choices[i].About = guide.Meaning(f.Words, choices[i].Word)
		if f.Words == "kind" {
			choices[i].Name = model.Said(choices[i].Word)
		}
	}
	if f.Entry == ask.Words && is != "" {
		choices = append(choices, Choice{Word: "", Name: "none"})
	}
	c := NewChooser(ask.LabelOf(ref, f), choices)
	c.Many = f.Entry == ask.Several
	c.Take = func(chosen []string) tea.Cmd {
		return tea.Batch(s.Desk.Send(s.Set(ref, f.Name, is, strings.Join(chosen, ", "), "")), s.FlowOn(ref, f.Name))
	}
	c.OnTab = func() tea.Cmd { // takes what is marked, and goes on to the next field
		s.flow = true
		words := c.take()
		s.Close()
		if words == nil || c.Many && slices.Equal(words, model.SplitList(is)) {
			return s.FlowOn(ref, f.Name)
		}
		return c.Take(words)
	}
	return c
}

// Toggle switches a field that is yes or not.
func (s *Sheet) Toggle(ref string, f ask.Field) tea.Cmd {
	is := s.Post().Get(ref, f.Name)
	to := "yes"
	if is == "yes" {
		to = ""
	}
	return tea.Batch(s.Desk.Send(s.Set(ref, f.Name, is, to, "")), s.FlowOn(ref, f.Name))
}

// Flow makes the fields of the page follow each other, as tab does.
func (s *Sheet) Flow(on bool) { s.flow = on }

// FlowOn goes on to the next field of the page when tab asked for it.
func (s *Sheet) FlowOn(ref, name string) tea.Cmd {
	if !s.flow {
		return nil
	}
	if !s.List.Choose(ref, name) {
		s.flow = false
		return nil
	}
	at := s.List.Sel
	s.List.Move(1)
	r := s.Selected()
	if r == nil || s.List.Sel == at || r.Field == "" || !ask.Known(r.Ref, r.Field) || ask.FieldOf(r.Ref, r.Field).Entry == ask.YesNo {
		s.flow = false // a switch is not a field to type in
		return nil
	}
	return s.EditField(r.Ref, r.Field)
}

// helpField adds to the line of a field what helps to fill it in.
func (s *Sheet) helpField(l *Line, ref string, f ask.Field) {
	switch f.Name {
	case "owner":
		l.Tab = s.CompleteOwner
		l.Hint = func(typed string) []string {
			if name := s.CompleteOwner(typed); name != typed {
				return []string{"tab: " + say.Safe(name)}
			}
			return []string{"one named person, who need not be a participant"}
		}
	case "done_when":
		s.OfferOutcome(l, func() string { return s.areaOf(ref) })
	case "by":
		l.Tab = s.CompleteName
	}
}

// CompleteOwner completes a name from the participants, and then from the owners of earlier actions.
func (s *Sheet) CompleteOwner(typed string) string {
	return ask.Owner(s.Post(), s.Desk.Owners(), typed)
}

// CompleteName completes a name from the participants.
func (s *Sheet) CompleteName(typed string) string { return ask.Name(s.Post(), typed) }

// areaOf is what an action is about: its area, else what the role of the cause that it answers suggests.
func (s *Sheet) areaOf(ref string) string {
	a := s.Post().Action(ref)
	if a == nil || a.Area != "" {
		return s.Post().Get(ref, "area")
	}
	return ask.Area(s.Post(), a.Answers)
}

// OfferOutcome offers a sentence to complete. It is only shown until tab takes it into the line, and it is not saved while it has a
// gap.
func (s *Sheet) OfferOutcome(l *Line, area func() string) {
	hint, onward, save := l.Hint, l.OnTab, l.Enter
	l.Hint = func(text string) []string {
		switch {
		case text == "":
			return []string{"tab begins: " + guide.Outcome(area()), "something another person can check; enter alone leaves it open"}
		case guide.FindGap(text) >= 0:
			return []string{"tab goes to the next " + guide.Gap}
		case hint != nil:
			return hint(text)
		}
		return []string{"something another person can check"}
	}
	l.OnTab = func() tea.Cmd {
		before := l.Text()
		if before == "" && !s.flow {
			l.Set(guide.Outcome(area()))
		}
		if l.toGap() {
			return s.typed(before)
		}
		if onward == nil {
			return nil
		}
		return onward()
	}
	l.Enter = func(text string, about map[string]string) (Job, error) {
		if guide.FindGap(text) >= 0 {
			return Job{}, errors.New("type what stands for " + guide.Gap + ": tab goes there, ctrl+u clears the line")
		}
		return save(text, about)
	}
}

// FieldRow shows one field with its label in a column.
func (s *Sheet) FieldRow(ref string, f ask.Field, column int) draw.Row {
	if w, _ := s.Desk.Size(); w < Roomy {
		column = min(column, 14)
	}
	t, value := s.Desk.Look(), f.Shown(s.Post(), ref)
	r := draw.Row{Ref: ref, Field: f.Name, Lead: draw.Pad(f.Label, max(column-1, draw.Width(f.Label))) + " ", Text: value, LeadLook: t.Faint}
	if value == "" {
		r.Text, r.Look = "-", t.Faint
	}
	if doubt := f.Doubt(s.Post().Get(ref, f.Name)); doubt != "" {
		r.Tail, r.TailLook = doubt, t.Question
	}
	return r
}

// FieldDetail says of an empty field how it is filled in.
func (s *Sheet) FieldDetail(r *draw.Row) []string {
	if r.Ref != "" || r.Field == "" || ask.FieldOf("", r.Field).Shown(s.Post(), "") != "" {
		return nil
	}
	return []string{"empty: enter fills it in"}
}
