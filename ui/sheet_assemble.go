package ui

import (
	"strings"

	"debrief/intake"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// assemble is the sheet of who was involved and when we meet.
type assemble struct{ *sheet }

var assembleFields = []string{"title", "severity", "summary", "services", "tags", "why_now", "likely_again", "meeting.at", "meeting.minutes"}

func (s *assemble) rows() []draw.Row {
	pm := s.pm()
	var rows []draw.Row
	for _, name := range assembleFields {
		rows = append(rows, fieldRow(s.app, "", fieldOf("", name), 18))
	}
	rows = append(rows, draw.Row{Heading: true, Text: "Who was involved", Tail: s.seats(), TailLook: s.app.theme.Faint})
	for _, n := range pm.Participants {
		rows = append(rows, draw.Row{
			Ref: n.Ref, Lead: draw.Pad(n.Ref, 4), LeadLook: s.app.theme.Faint, Text: personText(n),
			Tail: presence(n), TailLook: s.app.theme.Faint,
		})
	}
	if len(pm.Participants) == 0 {
		rows = append(rows, draw.Row{Ref: "", Field: "participants", Text: "nobody yet: a adds people", Look: s.app.theme.Faint})
	}
	if pm.Notes != "" {
		rows = append(rows, draw.Row{Heading: true, Text: "For yourself"}, fieldRow(s.app, "", fieldOf("", "notes"), 18))
	}
	return rows
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
	for _, n := range s.pm().Participants {
		if n.Attended {
			present++
		}
	}
	if present == 0 {
		return ""
	}
	return say.Count(present, "person", "people") + " present"
}

func (s *assemble) capture() *prompt {
	p := newPrompt("Add people", "")
	p.capture, p.draft = true, s.draftKey("people")
	p.hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{"name team, name team: what they did. Such as: mei payments build, sam, priya support"}
		}
		c, err := intake.CapturePeople(text)
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(c.Understood)}
	}
	p.submit = func(text string) tea.Cmd {
		c, err := intake.CapturePeople(text)
		if err != nil {
			p.problem = say.Safe(err.Error())
			return nil
		}
		return s.apply(p, c.Edit(), s.selectNew)
	}
	return p
}

func (s *assemble) actions() []Action {
	return []Action{
		{ID: "assemble.present", Keys: []string{"space"}, Name: "present, or not", Foot: "present",
			Scope: inList, Do: func() tea.Cmd { return s.toggleSelected("attended") }, Why: s.noPerson},
		{ID: "assemble.involved", Keys: []string{"c"}, Name: "how they were involved", Foot: "involved",
			Scope: inList, Do: func() tea.Cmd { return s.editField(s.list.Selected().Ref, "involved") }, Why: s.noPerson},
		{ID: "assemble.opening", Keys: []string{"r"}, Name: "read the opening words aloud", Foot: "opening words", Scope: inList, Do: s.opening},
	}
}

func (s *assemble) noPerson() string {
	if r := s.list.Selected(); r != nil && strings.HasPrefix(r.Ref, "N") {
		return ""
	}
	return "Select a person first."
}

func (s *assemble) toggleSelected(field string) tea.Cmd {
	return s.toggle(s.list.Selected().Ref, fieldOf(s.list.Selected().Ref, field))
}

func (s *assemble) opening() tea.Cmd {
	return s.app.push(newTextPage(s.app, "To read aloud", s.phase.Opening))
}

func (s *assemble) head(int, int) []string { return nil }

func (s *assemble) enter(r *draw.Row) (tea.Cmd, bool) {
	if r.Field == "participants" {
		return s.open(s.capture()), true
	}
	return nil, false
}

func (s *assemble) add(*draw.Row) tea.Cmd { return s.open(s.capture()) }

func (s *assemble) detail(r *draw.Row, w int) []string { return fieldDetail(s.sheet, r, w) }

// fieldDetail says all of a field, or of what a part's row shows.
func fieldDetail(s *sheet, r *draw.Row, w int) []string {
	if r.Ref == "" && r.Field != "" {
		f := fieldOf("", r.Field)
		if v := f.shown(s.pm(), ""); v != "" {
			return draw.Wrap(model.Shorten(v, 600), w)
		}
		return []string{"empty: enter fills it in"}
	}
	return nil
}
