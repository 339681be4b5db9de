package page

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// earlier are the open actions of earlier postmortems that share a service or a tag with the open one.
type earlier struct {
	late  sheet.Late
	asked string // for which postmortem, services and tags
	of    string // the id of that postmortem
	list  []model.OpenAction
}

// How many of them are shown: to whoever prepares, and to a room, which is told neither whose they are nor where they come from.
const (
	earlierAlone = 10
	earlierRoom  = 3
)

// lookEarlier asks for them where what is shared has changed.
func (s *assemble) lookEarlier(_, _ int) tea.Cmd {
	e, pm := &s.shelf.earlier, s.Post()
	key := strings.Join(slices.Concat([]string{pm.ID}, pm.Services, []string{""}, pm.Tags), "\n")
	if e.asked == key {
		return nil
	}
	if e.asked = key; e.of != pm.ID {
		e.of, e.list = pm.ID, nil
	}
	archive, ctx := s.Desk.Archive(), s.Desk.Outside().Context
	return e.late.Ask(func() func() tea.Cmd {
		list, _, err := archive.OpenActions(ctx, model.OpenFilter{Beside: pm, Limit: earlierAlone + 1})
		return func() tea.Cmd {
			if err != nil {
				s.Desk.Fail(err)
				return nil
			}
			e.list = list
			s.Desk.Top().Base().Refresh()
			return nil
		}
	})
}

// appendEarlier adds them below everything else.
func (s *assemble) appendEarlier(rows []draw.Row) []draw.Row {
	list, most, t := s.shelf.earlier.list, earlierAlone, s.Desk.Look()
	if len(list) == 0 || s.shelf.earlier.of != s.Post().ID {
		return rows
	}
	if s.Desk.Room() {
		most = earlierRoom
	}
	heading := draw.Row{Heading: true, Text: "Still open from earlier ones like it", TailLook: t.Faint}
	if more := len(list) > most; more && !s.Desk.Room() {
		heading.Tail = "the first " + say.Thousands(most)
	}
	rows = append(rows, heading)
	for i := range list[:min(len(list), most)] {
		l := &list[i]
		r := draw.Row{Field: earlierField, Number: i, Text: say.Safe(s.Desk.Words(l.Title)), LeadLook: t.Faint, TailLook: t.Faint}
		if !s.Desk.Room() {
			due := "no day yet"
			if l.Due != "" {
				due = say.Day(l.Due.Time())
			}
			r.Lead, r.Tail = draw.Pad(wholeRef(l), 10)+" ", draw.TailOf(say.Safe(l.Owner), due)
		}
		rows = append(rows, r)
	}
	return rows
}

// earlierField marks the rows that stand for parts of other postmortems.
const earlierField = "earlier"

// openEarlier goes to one of them, where nobody else watches.
func (s *assemble) openEarlier(r *draw.Row) tea.Cmd {
	if s.Desk.Room() {
		s.Desk.Warn("In room mode nobody is shown other postmortems. " + s.Key("room", "m") + " turns it off.")
		return nil
	}
	l := s.shelf.earlier.list[r.Number]
	return s.Desk.Load(l.Postmortem, "action", l.Ref)
}
