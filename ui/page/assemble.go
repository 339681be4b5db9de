package page

import (
	"cmp"
	"strings"

	"debrief/intake/capture"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// assemble is the sheet of who was involved and when we meet.
type assemble struct{ base }

var assembleFields = []string{"title", "severity", "summary", "services", "tags", "why_now", "likely_again", "meeting.at", "meeting.minutes"}

func newAssemble(h *Shelf) sheet.Screen {
	s := &assemble{h.put(phasePage("assemble"), true)}
	h.earlier.asked = "" // others may have done some of it meanwhile
	s.Page.Rows, s.Page.Line, s.Page.Actions = s.rows, s.people, s.actions
	s.Page.Enter, s.Page.Detail, s.Page.Bring = s.enter, s.FieldDetail, s.bring
	s.Page.Fitted = s.lookEarlier
	s.Page.Add = func(*draw.Row) tea.Cmd { return s.ToLine() }
	s.Start(false)
	return s
}

func (s *assemble) rows() []draw.Row {
	pm, t := s.Post(), s.Desk.Look()
	var rows []draw.Row
	for _, name := range assembleFields {
		rows = append(rows, s.FieldRow("", ask.FieldOf("", name), 18))
	}
	rows = append(rows, draw.Row{Heading: true, Text: "Who was involved", Tail: s.seats(), TailLook: t.Faint})
	for _, n := range pm.Participants {
		rows = append(rows, draw.Row{Ref: n.Ref, Lead: draw.Pad(n.Ref, 4), LeadLook: t.Faint,
			Text: personText(n), Tail: presence(n), TailLook: t.Faint})
	}
	if len(pm.Participants) == 0 {
		rows = append(rows, draw.Row{Field: "participants", Text: "nobody yet: type who was there", Look: t.Faint})
	}
	if pm.Notes != "" {
		rows = append(rows, sheet.Row("For yourself"), s.FieldRow("", ask.FieldOf("", "notes"), 18))
	}
	return s.appendEarlier(rows)
}

func personText(n model.Participant) string {
	text := say.Safe(n.Name)
	if n.Team != "" {
		text += ", " + say.Safe(n.Team)
	}
	if len(n.Involved) > 0 {
		text += ": " + strings.Join(n.Involved, ", ")
	}
	return text
}

func presence(n model.Participant) string {
	var words []string
	if n.Facilitator {
		words = append(words, "facilitator")
	}
	if n.NoteTaker {
		words = append(words, "note-taker")
	}
	if n.Remote {
		words = append(words, "remote")
	}
	switch {
	case n.Attended:
		words = append(words, "present")
	case n.Invited:
		words = append(words, "invited")
	}
	return strings.Join(words, ", ")
}

func (s *assemble) seats() string {
	present := 0
	for _, n := range s.Post().Participants {
		if n.Attended {
			present++
		}
	}
	if present == 0 {
		return ""
	}
	return say.Count(present, "person", "people") + " present"
}

// people is the line in which they are added.
func (s *assemble) people() *sheet.Line {
	l := sheet.NewLine("Add people", "")
	l.Key = "people"
	l.Hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{"name team what they did, the next person. Such as: mei payments build, sam, priya support"}
		}
		c, err := capture.ReadPeople(text)
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(c.Understood)}
	}
	l.Enter = func(text string, _ map[string]string) (sheet.Job, error) {
		c, err := capture.ReadPeople(text)
		if err != nil {
			return sheet.Job{}, err
		}
		j := s.Job(c.Edit())
		j.Then = s.SelectNew
		return j, nil
	}
	return l
}

func (s *assemble) actions() []sheet.Action {
	person := s.needs("N", "Select a person first.")
	return []sheet.Action{
		{ID: "assemble.present", Keys: []string{"space"}, Name: "present, or not", Foot: "present",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.Toggle(s.Ref(), ask.FieldOf(s.Ref(), "attended")) }, Why: person},
		{ID: "assemble.involved", Keys: []string{"c"}, Name: "how they were involved", Foot: "involved",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.EditField(s.Ref(), "involved") },
			Why: func() string { return cmp.Or(s.Withheld("N", "involved"), person()) }},
		{ID: "assemble.opening", Keys: []string{"r"}, Name: "read the opening words aloud", Foot: "opening words", Scope: sheet.InList, Do: s.shelf.opening},
	}
}

func (s *assemble) enter(r *draw.Row) (tea.Cmd, bool) {
	switch r.Field {
	case "participants":
		return s.ToLine(), true
	case earlierField:
		return s.openEarlier(r), true
	}
	return nil, false
}

// chooseFacilitator asks which of those who are invited leads the conversation; enter alone adds somebody else.
func (s *assemble) chooseFacilitator() tea.Cmd {
	var people []sheet.Choice
	for _, n := range s.Post().Participants {
		people = append(people, sheet.Choice{Word: n.Ref, Name: model.Shorten(say.Safe(n.Name), 30)})
	}
	c := sheet.NewChooser("Who leads", people)
	c.Hint = "enter alone adds somebody else"
	c.Skip = s.ToLine
	c.Take = func(chosen []string) tea.Cmd {
		ref := chosen[0]
		s.List.Choose(ref, "")
		return s.Desk.Send(s.Set(ref, "facilitator", "", "yes", "let "+ref+" lead the conversation"))
	}
	return s.Choose(c)
}
