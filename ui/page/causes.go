package page

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// causes is the sheet of where the problem was introduced, with the timeline to point at.
type causes struct{ base }

// pointed are the events that somebody has pointed at for the cause that is typed next. They stay while another sheet is looked at.
type pointed struct {
	of   string // the postmortem's id
	refs []string
}

func newCauses(h *Shelf) sheet.Screen {
	s := &causes{h.put(phasePage("causes"), true)}
	s.Page.Rows, s.Page.Line, s.Page.Actions, s.Page.Detail, s.Page.Enter = s.rows, s.cause, s.actions, s.detail, s.enter
	s.Page.Add = func(*draw.Row) tea.Cmd { return s.ToLine() }
	s.Page.Bring = s.bring
	s.Start(true)
	s.List.Move(-len(s.List.Rows))
	if n := len(s.Post().Causes); n > 0 {
		s.List.Choose(s.Post().Causes[n-1].Ref, "")
	}
	return s
}

// ticked are the events that show the cause that is typed next.
func (s *causes) ticked() []string {
	p := &s.shelf.pointed
	if p.of != s.Post().ID {
		*p = pointed{of: s.Post().ID}
	}
	p.refs = slices.DeleteFunc(p.refs, func(ref string) bool { return s.Post().Event(ref) == nil })
	return p.refs
}

func (s *causes) rows() []draw.Row {
	t := s.Desk.Look()
	var rows []draw.Row
	for _, c := range s.Post().Causes {
		tail := []string{c.Role, strings.Join(c.Events, " ")}
		if c.Hands > 0 {
			tail = append(tail, say.Count(c.Hands, "hand", "hands"))
		}
		rows = append(rows, draw.Row{Ref: c.Ref, Lead: draw.Pad(c.Ref, 4), LeadLook: t.Faint,
			Text: say.Safe(c.Text), Tail: draw.TailOf(tail...), TailLook: t.Faint, Whole: true})
	}
	if len(rows) == 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "none yet: type it; space ticks the events that show it", Look: t.Faint})
	}
	return s.appendTimeline(rows)
}

// appendTimeline adds the events to point at. Noise shows nothing.
func (s *causes) appendTimeline(rows []draw.Row) []draw.Row {
	if len(s.Post().Events) == 0 {
		return rows
	}
	ticked := s.ticked()
	return s.tickedEvents(rows, func(e *model.Event) (on, shown bool) {
		on = slices.Contains(ticked, e.Ref)
		return on, on || !e.Noise
	})
}

// enter ticks an event; a cause is edited as usual.
func (s *causes) enter(r *draw.Row) (tea.Cmd, bool) {
	if s.Post().Event(r.Ref) == nil {
		return nil, false
	}
	return s.point(), true
}

// point ticks what shows the cause that is typed next; of a cause that is there, its events are ticked on a page of their own.
func (s *causes) point() tea.Cmd {
	ref := s.Ref()
	if s.Post().Event(ref) == nil {
		return s.pickEvents()
	}
	if at := slices.Index(s.ticked(), ref); at >= 0 {
		s.shelf.pointed.refs = slices.Delete(s.shelf.pointed.refs, at, at+1)
	} else {
		s.shelf.pointed.refs = append(s.shelf.pointed.refs, ref)
	}
	s.Refresh()
	return nil
}

// tags reads a line, and what is ticked as if it stood behind it.
func (s *causes) tags(line string, ticked []string) ask.Tags {
	tags := ask.ReadTags(line, "cause", s.Post())
	for _, ref := range ticked {
		if !slices.Contains(tags.Events, ref) {
			tags.Events = append(tags.Events, ref)
		}
	}
	return tags
}

// cause is the line in which one is added.
func (s *causes) cause() *sheet.Line {
	l := sheet.NewLine("Add", "")
	l.Key = "cause"
	l.Hint = func(text string) []string {
		understood := s.tags(text, s.ticked()).Understood()
		if strings.TrimSpace(text) == "" {
			return []string{orNothing(understood, "where it was introduced; then the events that show it: E6 E8"),
				"#trigger  #contributing  #prolonging  #detection"}
		}
		return []string{orNothing(understood, "a high-level cause; no event shows it yet")}
	}
	l.About = func() map[string]string { return map[string]string{"events": strings.Join(s.ticked(), ", ")} }
	l.Next = func(*sheet.Entry) tea.Cmd {
		s.shelf.pointed.refs = nil
		s.Refresh()
		return nil
	}
	l.Says = func(line string) ask.Saying {
		return ask.Adds(s.Post(), "C", model.Cause{Text: ask.ReadTags(line, "cause", s.Post()).Text})
	}
	l.Enter = func(line string, about map[string]string) (sheet.Job, error) {
		tags := s.tags(line, model.SplitList(about["events"]))
		e, err := ask.AddCause(tags)
		if err != nil {
			return sheet.Job{}, err
		}
		j := s.Job(e)
		j.Then = s.SelectNew
		return j, nil
	}
	return l
}

func orNothing(words []string, otherwise string) string {
	if len(words) == 0 {
		return otherwise
	}
	return strings.Join(words, ", ")
}

func (s *causes) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "causes.role", Keys: []string{"c"}, Name: "its role: trigger, contributing, prolonging, detection gap", Foot: "role",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.EditField(s.Ref(), "role") }, Why: s.noCause},
		{ID: "causes.events", Keys: []string{"space"}, Name: "tick an event for the cause that is typed next; of a cause: the events that show it", Foot: "tick",
			Scope: sheet.InList, Do: s.point, Why: s.NoRow},
		{ID: "causes.hand-up", Keys: []string{"+"}, Name: "one more hand for it",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.hands(1) }, Why: s.noCause},
		{ID: "causes.hand-down", Keys: []string{"-"}, Name: "one hand less",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.hands(-1) }, Why: s.noCause},
	}
}

func (s *causes) noCause() string { return s.needs("C", "Select a cause first.")() }

func (s *causes) hands(by int) tea.Cmd {
	ref := s.Ref()
	return s.Apply(model.Edit{Label: "count hands for " + ref, Do: func(p *model.Postmortem) error {
		for i := range p.Causes {
			if p.Causes[i].Ref == ref {
				p.Causes[i].Hands = max(p.Causes[i].Hands+by, 0)
				return nil
			}
		}
		return &model.ChangedError{Part: ref}
	}}, nil)
}

func (s *causes) detail(r *draw.Row) []string {
	i := slices.IndexFunc(s.Post().Causes, func(c model.Cause) bool { return c.Ref == r.Ref })
	if i < 0 {
		return nil
	}
	var lines []string
	for _, ref := range s.Post().Causes[i].Events {
		lines = append(lines, "shown by "+eventLine(s.Post(), ref))
	}
	return lines
}

// eventLine is an event in one line: its reference, its time, its text.
func eventLine(pm *model.Postmortem, ref string) string {
	e := pm.Event(ref)
	if e == nil {
		return ref
	}
	clock := ""
	if !e.At.IsZero() {
		clock = say.At(e, pm.Location(), false) + " "
	}
	return ref + "  " + clock + say.Safe(e.Text)
}
