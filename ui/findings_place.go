package ui

import (
	"slices"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/coach"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

// findingField is the field in which a question about a part, or about the postmortem, is answered. Of a question about words it
// is the field in which they stand.
var findingField = map[string]string{
	"owner-missing": "owner", "owner-team": "owner", "owner-many": "owner",
	"due-missing": "due", "due-fuzzy": "due", "due-past": "due",
	"vague-action": "done_when", "ticket-missing": "ticket", "action-unlinked": "answers",
	"impact-unmeasured": "amount", "category-missing": "category",
	"meeting-missing": "meeting.at", "follow-up-missing": "follow_up.at", "follow-up-late": "follow_up.held_at",
}

// findingAdds are the questions that are answered by something new at their place: people, an event after the one before a gap, an
// answer below a cause, an action for a root.
var findingAdds = map[string]bool{
	"facilitator-missing": true, "involvement-missing": true, "seat-missing": true,
	"facts-late": true, "timeline-missing": true, "timeline-gap": true, "cause-missing": true, "detection-slow": true,
	"why-missing": true, "why-shallow": true, "cause-unanswered": true, "action-missing": true,
	"preventative-missing": true, "class-missing": true,
}

// fieldOfFinding is the field in which a finding is answered, "" where it is about more than one.
func fieldOfFinding(p *model.Postmortem, f coach.Finding) string {
	switch {
	case f.At == "moments":
		return "moments." + momentNamed(f.Text) + ".at"
	case !aboutWords(f.Code):
		return findingField[f.Code]
	case f.At == "follow_up":
		return "follow_up.missed"
	case model.KindOf(f.At) == nil:
		return f.At
	}
	for _, field := range fieldsOf[f.At[:1]] {
		section := coach.SectionOf(f.At[:1], field.name)
		if section != "" && strings.Contains(strings.Join(strings.Fields(model.Clean(p.Get(f.At, field.name))), " "), f.Text) {
			return field.name
		}
	}
	return mainField(f.At)
}

// momentNamed is the last moment that a text names, "" for none.
func momentNamed(text string) string {
	name := ""
	for word := range strings.FieldsSeq(text) {
		if slices.Contains(model.MomentNames, word) {
			name = word
		}
	}
	return name
}

// placeOf is where a finding is answered: the phase, the part and the field, each "" where there is none.
func placeOf(p *model.Postmortem, f coach.Finding) (phase, ref, field string) {
	phase, field = f.Phase, fieldOfFinding(p, f)
	if model.KindOf(f.At) != nil {
		ref = f.At
	}
	switch f.At {
	case "timeline":
		phase = "facts" // where it stands, whatever asks for it
	case "actions":
		if !findingAdds[f.Code] {
			ref = firstKept(p) // one of those that are there answers it
		}
	case "moments":
		if event := p.Get("", "moments."+momentNamed(f.Text)+".event"); event != "" {
			return phase, event, "" // its time is the event's
		}
	}
	return phase, ref, field
}

// firstKept is the first action that was not dropped, "" for none.
func firstKept(p *model.Postmortem) string {
	for i := range p.Actions {
		if p.Actions[i].Status != "dropped" {
			return p.Actions[i].Ref
		}
	}
	return ""
}

// lead goes to what a question is about, and opens what answers it.
func (a *App) lead(found coach.Finding) tea.Cmd {
	phase, ref, field := placeOf(a.pm, found)
	cmd := a.show(phase)
	s, ok := a.top().(*sheet)
	if !ok {
		return cmd
	}
	s.stopTyping()
	there := ref != "" && s.list.Choose(ref, "*")
	if field != "" {
		there = s.list.Choose(ref, field)
	}
	switch {
	case field != "":
		if r := s.list.Selected(); there && r != nil {
			if opened, done := s.content.enter(r); done {
				return tea.Batch(cmd, opened)
			}
		}
		return tea.Batch(cmd, s.editField(ref, field))
	case found.Code == "facilitator-missing" && len(a.pm.Participants) > 0:
		return tea.Batch(cmd, s.chooseFacilitator())
	case found.Code == "impact-missing" && s.list.Choose("", "impact"), findingAdds[found.Code] && there:
		return tea.Batch(cmd, s.content.add(s.list.Selected()))
	case findingAdds[found.Code]:
		return tea.Batch(cmd, s.toLine())
	case there:
		return tea.Batch(cmd, s.chooses(found, ref))
	}
	return cmd
}

// chooses opens what answers a question with a choice.
func (s *sheet) chooses(found coach.Finding, ref string) tea.Cmd {
	switch found.Code {
	case "cause-unsupported":
		return s.pickEvents()
	case "test-missing":
		return (&actionSheet{sheet: s}).askTest(ref, testFields)
	case "verdict-missing":
		return (&closing{sheet: s}).askHelped(ref, func() tea.Cmd { return nil }, nil)
	}
	return nil
}

// chooseFacilitator asks which of those who are invited leads the conversation; enter alone adds somebody else.
func (s *sheet) chooseFacilitator() tea.Cmd {
	const most = 9 // as many as there are digits to press
	var people []choice
	for i, n := range s.pm().Participants[:min(len(s.pm().Participants), most)] {
		people = append(people, choice{key: strconv.Itoa(i + 1), word: n.Ref, name: model.Shorten(say.Safe(n.Name), 30)})
	}
	p := newChooser("Who leads", people)
	p.hint = func(string) []string { return []string{"enter alone adds somebody else"} }
	p.empty = func() tea.Cmd {
		s.done(p)
		return s.content.add(nil)
	}
	p.choose = func(chosen []string) tea.Cmd {
		ref := chosen[0]
		return s.apply(p, model.SetFrom(ref, "facilitator", "", "yes", "let "+ref+" lead the conversation"), func(model.Applied) tea.Cmd {
			s.list.Choose(ref, "")
			return nil
		})
	}
	return s.open(p)
}
