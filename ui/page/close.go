package page

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"debrief/model"
	"debrief/model/agenda"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"
)

// closing is the sheet of what was done about it, and whether it was worth it.
type closing struct {
	base
	session session
}

func newClosing(h *Shelf) sheet.Screen {
	s := &closing{base: h.put(phasePage("close"), true)}
	s.Page.Rows, s.Page.Actions, s.Page.Detail, s.Page.Enter, s.Page.Asks = s.rows, s.actions, s.detail, s.enter, s.asks
	s.Page.Add = func(*draw.Row) tea.Cmd { return s.lesson() }
	s.Page.LineOf = s.closeLineOf
	s.Start(false)
	return s
}

func (s *closing) rows() []draw.Row {
	pm, t := s.Post(), s.Desk.Look()
	rows := []draw.Row{{Heading: true, Text: "Follow-up"}}
	for _, name := range []string{"follow_up.at", "follow_up.held_at"} {
		rows = append(rows, s.dateRow(name))
	}
	if len(pm.Actions) > 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "Actions", Tail: "space: done, and did it help", TailLook: t.Faint})
	}
	for i := range pm.Actions {
		rows = append(rows, s.verdictRow(&pm.Actions[i]))
	}
	rows = append(rows, draw.Row{Heading: true, Text: "Looking back"})
	for _, name := range []string{"follow_up.again", "follow_up.missed"} {
		rows = append(rows, s.FieldRow("", ask.FieldOf("", name), 18))
	}
	rows = append(rows, draw.Row{Heading: true, Text: "Lessons", Tail: s.Key("lesson", "w") + " writes one down", TailLook: t.Faint})
	for _, l := range s.lessons() {
		rows = append(rows, draw.Row{Ref: l.Ref, Lead: draw.Pad(l.Kind, 11), LeadLook: t.Faint, Text: say.Safe(l.Text)})
	}
	rows = append(rows, draw.Row{Heading: true, Text: "Read it again, six months later"})
	for _, name := range []string{"reread.due", "reread.done_at", "reread.missed"} {
		rows = append(rows, s.dateRow(name))
	}
	rows = append(rows, draw.Row{Heading: true, Text: "How far it has come", Tail: s.Key("close.declare", "P") + ": reviewed, published", TailLook: t.Faint})
	rows = append(rows, s.FieldRow("", ask.FieldOf("", "status"), 18))
	if !pm.PublishedAt.IsZero() || pm.PublishedURL != "" {
		rows = append(rows, s.FieldRow("", ask.FieldOf("", "published_url"), 18))
	}
	if took := agenda.Took(pm); took != "" {
		rows = append(rows, sheet.Row("What the phases took, in minutes"), draw.Row{Field: "taken", Text: took})
	}
	return rows
}

// dateRow is a field's row; where a date is not set and one can be proposed, that stands there.
func (s *closing) dateRow(name string) draw.Row {
	r := s.FieldRow("", ask.FieldOf("", name), 18)
	if s.Post().Get("", name) != "" {
		return r
	}
	switch name {
	case "follow_up.at":
		r.Text = say.Clock(s.Post().ProposeFollowUp(s.Desk.Now()), s.Post().Location(), true) + "?"
	case "reread.due":
		r.Text = say.Day(s.Post().ProposeReread(s.Desk.Now()).Time()) + "?"
	default:
		return r
	}
	r.Tail, r.TailLook = "space takes it", s.Desk.Look().Faint
	return r
}

// lessons are in the order of their kinds, as the page has them.
func (s *closing) lessons() []model.Lesson {
	sorted := slices.Clone(s.Post().Lessons)
	slices.SortStableFunc(sorted, func(x, y model.Lesson) int { return lessonPlace(x.Kind) - lessonPlace(y.Kind) })
	return sorted
}

func lessonPlace(kind string) int {
	if i := slices.Index(model.Words["lesson"], kind); i >= 0 {
		return i
	}
	return len(model.Words["lesson"])
}

func (s *closing) verdictRow(a *model.Action) draw.Row {
	t := s.Desk.Look()
	r := draw.Row{Ref: a.Ref, Lead: draw.Pad(a.Ref, 4), LeadLook: t.Faint, Text: say.Safe(a.Title), TailLook: t.Faint}
	tail := []string{say.Safe(a.Owner), a.Status}
	if a.IsOpen() && a.Due != "" {
		switch late := a.Due.DaysUntil(model.DateOf(s.Desk.Now())); {
		case !s.Desk.Room():
			tail = append(tail, say.Late(late))
		case late > 0: // nobody is shown as the one who is late
			tail[0] = ""
		}
	}
	switch v := s.Post().Verdict(a.Ref); {
	case v != nil && v.Helped == "yes":
		tail = append(tail, "it helped")
		r.TailLook = t.Good
	case v != nil && v.Helped == "no":
		tail = append(tail, "it did not help")
	case v != nil:
		tail = append(tail, v.Helped)
	}
	r.Tail = draw.TailOf(tail...)
	return r
}
