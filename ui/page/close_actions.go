package page

import (
	"strings"

	"debrief/export"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

func (s *closing) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "close.session", Keys: []string{"s"}, Name: "hold the follow-up, or read it again: one question at a time", Foot: "follow-up",
			Scope: sheet.InList, Do: s.hold, Why: s.nothingToAsk},
		{ID: "close.state", Keys: []string{"space"}, Name: "an action: done, not done or dropped, then whether it helped; a date: take what is proposed",
			Foot: "done", Scope: sheet.InList, Chooses: func() bool { return s.Ref() != "" }, Do: s.state, Why: s.noState},
		{ID: "close.calendar", Keys: []string{"c"}, Name: "write its dates to a calendar file", Foot: "calendar", Scope: sheet.InList, Do: s.writeCalendar},
		{ID: "close.export", Keys: []string{"x"}, Name: "write the page to a file: who will read it, and in which markup", Foot: "write it out", Scope: sheet.InList, Do: s.export},
		{ID: "close.declare", Keys: []string{"P"}, Name: "mark it reviewed, published or closed", Foot: "publish", Scope: sheet.InList, Do: s.declare},
	}
}

func (s *closing) noState() string {
	if r := s.Selected(); r != nil && (strings.HasPrefix(r.Ref, "A") || s.proposal(r.Field) != "") {
		return ""
	}
	return "Select an action, or a date that is not set yet."
}

func (s *closing) state() tea.Cmd {
	r := s.Selected()
	if r.Ref == "" {
		return s.takeProposal(r.Field)
	}
	return s.askDone(r.Ref, nil)
}

// proposal is what is proposed for a date that is not set, as the document has it; "" for none.
func (s *closing) proposal(name string) string { return ask.Proposal(s.Post(), name, s.Desk.Now()) }

// takeProposal sets a date as it is proposed, with what goes with it.
func (s *closing) takeProposal(name string) tea.Cmd {
	value := s.proposal(name)
	labels := map[string]string{
		"follow_up.at": "plan the follow-up", "follow_up.held_at": ask.HeldLabel,
		"reread.due": "plan when to read it again", "reread.done_at": "read it again",
	}
	e := model.SetFrom("", name, "", value, labels[name])
	e.Do = ask.WithCompany(e.Do, name, value)
	return s.Apply(e, nil)
}

// enter on a date that is not set yet proposes one, to be changed before it is taken.
func (s *closing) enter(r *draw.Row) (tea.Cmd, bool) {
	if r.Ref != "" || s.proposal(r.Field) == "" {
		return nil, false
	}
	return s.Open(s.proposalLine(r.Field)), true
}

func (s *closing) proposalLine(name string) *sheet.Line {
	l := s.FieldLine("", name)
	value := s.proposal(name)
	if at, err := model.ParseInstant(value); ask.FieldOf("", name).Entry == ask.Instant && err == nil {
		value = at.Time().In(s.Post().Location()).Format("2006-01-02 15:04")
	}
	l.Propose(value)
	return l
}

// writeCalendar asks for a file's name and writes the dates there, as debrief export --format ics does.
func (s *closing) writeCalendar() tea.Cmd {
	pm, out, archive := s.Post(), s.Desk.Outside(), s.Desk.Archive()
	return sheet.Beside(func() func() tea.Cmd {
		steps, err := archive.History(out.Context, pm.Ref)
		return func() tea.Cmd {
			switch data := export.Calendar(pm, steps); {
			case err != nil:
				s.Desk.Fail(err)
			case data == nil:
				s.Desk.Warn("There is no date to write yet. space takes the one that is proposed for the follow-up.")
			default:
				return s.Open(s.calendarLine(export.Name(pm), data))
			}
			return nil
		}
	})
}

// calendarLine asks where to write a calendar.
func (s *closing) calendarLine(name string, data []byte) *sheet.Line {
	l := sheet.NewLine("Write to", "")
	l.Propose(strings.TrimSuffix(name, ".md") + ".ics")
	l.Hint = func(string) []string {
		return []string{"for a calendar, where a second import updates the first; an existing file is replaced"}
	}
	l.Do = func(path string) (tea.Cmd, error) {
		if path == "" {
			return nil, errNeedsName
		}
		out := s.Desk.Outside()
		return sheet.Beside(func() func() tea.Cmd {
			written, err := out.WriteFile(path, data)
			return func() tea.Cmd {
				if err != nil {
					s.Desk.Fail(err)
				} else {
					s.Desk.Say("Written to " + say.Safe(written) + ".")
				}
				return nil
			}
		}), nil
	}
	return l
}

func (s *closing) detail(r *draw.Row) []string {
	if a := s.Post().Action(r.Ref); a != nil {
		return []string{ask.StatusSaid(s.Post(), a) + ". " + doneWhen(a)}
	}
	if r.Ref == "" && s.proposal(r.Field) != "" {
		if strings.HasSuffix(r.Text, "?") {
			return []string{"proposed: space takes it, enter changes it before it is taken"}
		}
		return []string{"empty: space says that it was now, enter another time"}
	}
	return s.FieldDetail(r)
}
