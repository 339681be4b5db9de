package page

import (
	"errors"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// causes is the sheet of where the problem was introduced.
type causes struct{ base }

func newCauses(h *Shelf) sheet.Screen {
	s := &causes{h.put(phasePage("causes"), true)}
	s.Page.Rows, s.Page.Line, s.Page.Actions, s.Page.Detail = s.rows, s.cause, s.actions, s.detail
	s.Page.Add = func(*draw.Row) tea.Cmd { return s.ToLine() }
	s.Start(true)
	return s
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
			Text: say.Safe(c.Text), Tail: draw.TailOf(tail...), TailLook: t.Faint})
	}
	if len(rows) == 0 {
		rows = append(rows, sheet.Row("none yet: type where the problem was introduced"))
	}
	return rows
}

// cause is the line in which one is added.
func (s *causes) cause() *sheet.Line {
	l := sheet.NewLine("Add", "")
	l.Key = "cause"
	l.Hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{"where it was introduced; then the events that show it: E6 E8", "#trigger  #contributing  #prolonging  #detection"}
		}
		return []string{orNothing(ask.ReadTags(text, "cause", s.Post()).Understood(), "a high-level cause; space says which events show it")}
	}
	l.Says = func(line string) ask.Saying {
		return ask.Adds(s.Post(), "C", model.Cause{Text: ask.ReadTags(line, "cause", s.Post()).Text})
	}
	l.Enter = func(line string, _ map[string]string) (sheet.Job, error) {
		tags := ask.ReadTags(line, "cause", s.Post())
		if tags.Text == "" {
			return sheet.Job{}, errors.New("a cause needs a few words before its marks")
		}
		j := s.Job(model.Edit{Label: "add a cause", Do: func(pm *model.Postmortem) error {
			pm.Causes = append(pm.Causes, model.Cause{Text: tags.Text, Role: tags.Values["role"], Events: tags.Events})
			return nil
		}})
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
			Scope: sheet.InList, Do: func() tea.Cmd { return s.EditField(s.Ref(), "role") }, Why: s.noPart},
		{ID: "causes.events", Keys: []string{"space"}, Name: "the events that show it", Foot: "events",
			Scope: sheet.InList, Do: s.pickEvents, Why: s.noPart},
		{ID: "causes.hand-up", Keys: []string{"+"}, Name: "one more hand for it",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.hands(1) }, Why: s.noPart},
		{ID: "causes.hand-down", Keys: []string{"-"}, Name: "one hand less",
			Scope: sheet.InList, Do: func() tea.Cmd { return s.hands(-1) }, Why: s.noPart},
	}
}

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
		clock = say.Clock(e.At, pm.Location(), false) + " "
	}
	return ref + "  " + clock + say.Safe(e.Text)
}
