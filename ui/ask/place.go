package ask

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/coach"
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

// FindingAdds are the questions that are answered by something new at their place: people, an event after the one before a gap, an
// answer below a cause, an action for a root.
var FindingAdds = map[string]bool{
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
	case !AboutWords(f.Code):
		return findingField[f.Code]
	case f.At == "follow_up":
		return "follow_up.missed"
	case model.KindOf(f.At) == nil:
		return f.At
	}
	for _, field := range FieldsOf[f.At[:1]] {
		section := coach.SectionOf(f.At[:1], field.Name)
		if section != "" && strings.Contains(strings.Join(strings.Fields(model.Clean(p.Get(f.At, field.Name))), " "), f.Text) {
			return field.Name
		}
	}
	return MainField(f.At)
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

// PlaceOf is where a finding is answered: the phase, the part and the field, each "" where there is none.
func PlaceOf(p *model.Postmortem, f coach.Finding) (phase, ref, field string) {
	phase, field = f.Phase, fieldOfFinding(p, f)
	if model.KindOf(f.At) != nil {
		ref = f.At
	}
	switch f.At {
	case "timeline":
		phase = "facts" // where it stands, whatever asks for it
	case "actions":
		if !FindingAdds[f.Code] {
			ref = firstKept(p) // one of those that are there answers it
		}
		if named := model.SplitList(f.Text); len(named) > 0 && p.Action(named[0]) != nil {
			ref = named[0]
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

// AboutWords reports whether a code is about the words of a text: these have no phase of their own.
func AboutWords(code string) bool { return coach.About(code).Phase == "" }
