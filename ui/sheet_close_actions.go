package ui

import (
	"strings"

	"debrief/export"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

func (s *closing) actions() []Action {
	return []Action{
		{ID: "close.session", Keys: []string{"s"}, Name: "hold the follow-up, or read it again: one question at a time", Foot: "follow-up",
			Scope: inList, Do: s.hold, Why: s.nothingToAsk},
		{ID: "close.state", Keys: []string{"space"}, Name: "an action: done, not done or dropped, then whether it helped; a date: take what is proposed",
			Foot: "done", Scope: inList, Do: s.state, Why: s.noState},
		{ID: "close.calendar", Keys: []string{"c"}, Name: "write its dates to a calendar file", Foot: "calendar", Scope: inList, Do: s.writeCalendar},
		{ID: "close.export", Keys: []string{"x"}, Name: "write the page to a Markdown file", Foot: "write it out", Scope: inList, Do: s.app.export},
		{ID: "close.declare", Keys: []string{"P"}, Name: "mark it reviewed, published or closed", Foot: "publish", Scope: inList, Do: s.app.declare},
	}
}

func (s *closing) noState() string {
	if r := s.list.Selected(); r != nil && (strings.HasPrefix(r.Ref, "A") || s.proposal(r.Field) != "") {
		return ""
	}
	return "Select an action, or a date that is not set yet."
}

func (s *closing) state() tea.Cmd {
	r := s.list.Selected()
	if r.Ref == "" {
		return s.takeProposal(r.Field)
	}
	return s.askDone(r.Ref, func() tea.Cmd { return nil }, nil)
}

// proposal is what is proposed for a date that is not set, as the document has it; "" for none.
func (s *closing) proposal(name string) string {
	if s.pm().Get("", name) != "" {
		return ""
	}
	switch name {
	case "follow_up.at":
		return s.pm().ProposeFollowUp(s.app.now()).String()
	case "reread.due":
		return string(s.pm().ProposeReread(s.app.now()))
	case "follow_up.held_at", "reread.done_at":
		return model.At(s.app.now()).String()
	}
	return ""
}

// takeProposal sets a date as it is proposed, with what goes with it.
func (s *closing) takeProposal(name string) tea.Cmd {
	value := s.proposal(name)
	labels := map[string]string{
		"follow_up.at": "plan the follow-up", "follow_up.held_at": heldLabel,
		"reread.due": "plan when to read it again", "reread.done_at": "read it again",
	}
	e := model.SetFrom("", name, "", value, labels[name])
	e.Do = withCompany(e.Do, name, value)
	return s.app.edit(e, nil, nil)
}

// enter on a date that is not set yet proposes one, to be changed before it is taken.
func (s *closing) enter(r *draw.Row) (tea.Cmd, bool) {
	if r.Ref != "" || s.proposal(r.Field) == "" {
		return nil, false
	}
	return s.open(s.proposalPrompt(r.Field)), true
}

func (s *closing) proposalPrompt(name string) *prompt {
	f := fieldOf("", name)
	p := s.fieldPrompt("", f)
	value := s.proposal(name)
	if at, err := model.ParseInstant(value); f.entry == instant && err == nil {
		value = at.Time().In(s.pm().Location()).Format("2006-01-02 15:04")
	}
	p.Set(value)
	p.proposal = true
	return p
}

// writeCalendar asks for a file's name and writes the dates there, as debrief export --format ics does.
func (s *closing) writeCalendar() tea.Cmd {
	pm := s.pm()
	if export.Calendar(pm, pm.CreatedAt) == nil {
		s.app.warn("There is no date to write yet. space takes the one that is proposed for the follow-up.")
		return nil
	}
	p := newPrompt("Write to", strings.TrimSuffix(export.Name(pm), ".md")+".ics")
	p.proposal = true
	p.hint = func(string) []string {
		return []string{"for a calendar, where a second import updates the first; an existing file is replaced"}
	}
	p.submit = func(path string) tea.Cmd {
		if path == "" {
			p.problem = needsName
			return nil
		}
		return s.app.beside(func() (string, error) {
			changed, err := s.app.config.Archive.Changed(s.app.ctx, pm)
			if err != nil {
				return "", err
			}
			return s.app.config.WriteFile(path, export.Calendar(pm, changed))
		}, func(written string, err error) {
			if err != nil {
				p.problem = say.Safe(err.Error())
				return
			}
			s.done(p)
			s.app.say("Written to " + say.Safe(written) + ".")
		})
	}
	return s.open(p)
}

func (s *closing) capture() *prompt { return nil }

func (s *closing) head(int, int) []string { return nil }

func (s *closing) add(*draw.Row) tea.Cmd { return s.app.lesson() }

func (s *closing) detail(r *draw.Row, w int) []string {
	if a := s.pm().Action(r.Ref); a != nil {
		return append(draw.Wrap(a.Ref+"  "+model.Shorten(say.Safe(a.Title), 300), w), draw.Wrap(statusSaid(s.pm(), a)+". "+doneWhen(a), w)...)
	}
	if r.Ref == "" && s.proposal(r.Field) != "" {
		if strings.HasSuffix(r.Text, "?") {
			return draw.Wrap("proposed: space takes it, enter changes it before it is taken", w)
		}
		return draw.Wrap("empty: space says that it was now, enter another time", w)
	}
	return fieldDetail(s.sheet, r, w)
}
