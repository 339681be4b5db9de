package ask

import (
	"slices"
	"strings"
	"time"

	"reflect"

	"debrief/intake/clock"
	"debrief/model"
	"debrief/model/coach"
)

// Saying is what somebody is about to say, as a postmortem that holds nothing else.
type Saying struct {
	Pm    *model.Postmortem // nil for what cannot be understood
	Ref   string            // the part, "" for the postmortem itself
	Field string            // the field that is typed; "" for a line that fills several
}

// Ask is the last question about what is being said that nobody has set aside: the one nearest to what was typed. What is still
// missing is not asked of somebody who has not finished.
func (s Saying) Ask(now time.Time, aside []model.Dismissal) coach.Finding {
	var last coach.Finding
	for _, f := range coach.Check(s.Pm, now) {
		field := fieldOfFinding(s.Pm, f)
		mine := field == s.Field || s.Field == "" && Coached(s.Ref, field)
		about := s.Ref == "" || f.At == s.Ref
		if mine && about && !strings.HasSuffix(f.Code, "-missing") &&
			!slices.Contains(aside, model.Dismissal{Code: f.Code, At: f.At, Text: f.Text}) {
			last = f
		}
	}
	return last
}

// Coached reports whether the coach speaks about a field while it is typed: about texts, and about who sees an action through.
func Coached(ref, field string) bool {
	letter := ref[:min(len(ref), 1)]
	return coach.SectionOf(letter, field) != "" || letter == "A" && field == "owner"
}

// unsaid is the number of a part that is still being typed: the highest that a reference can have.
const unsaid = "999999999"

// Says is a text as the value of a field, for the coach; empty where the coach does not speak about the field, or where the text
// is none of its values.
func Says(p *model.Postmortem, ref string, f Field, text string, ctx clock.TimeContext) Saying {
	value, err := Value(p, f, text, ctx)
	part, there := p.Part(ref)
	if err != nil || !there || !Coached(ref, f.Name) {
		return Saying{}
	}
	said := Saying{Pm: only(p, nil), Ref: ref, Field: f.Name}
	if ref != "" {
		said.Pm = only(p, part.Value.Interface())
	}
	if said.Pm.Set(ref, f.Name, value) != nil {
		return Saying{}
	}
	return said
}

// Adds is saying a new part, by the letter of its kind.
func Adds(p *model.Postmortem, letter string, part any) Saying {
	numbered := reflect.New(reflect.TypeOf(part)).Elem()
	numbered.Set(reflect.ValueOf(part))
	numbered.FieldByName("Ref").SetString(letter + unsaid)
	return Saying{Pm: only(p, numbered.Interface()), Ref: letter + unsaid}
}

// only is a postmortem with the people of another one and nothing but one part.
func only(of *model.Postmortem, part any) *model.Postmortem {
	p := &model.Postmortem{Status: of.Status, Zone: of.Zone, Participants: of.Participants}
	switch part := part.(type) {
	case model.Impact:
		p.Impact = []model.Impact{part}
	case model.Event:
		p.Events = []model.Event{part}
	case model.Cause:
		part.Whys = nil
		p.Causes = []model.Cause{part}
	case model.Why:
		part.Whys = nil
		p.Causes = []model.Cause{{Whys: []model.Why{part}}}
	case model.Action:
		p.Actions = []model.Action{part}
	case model.Participant:
		p.Participants = []model.Participant{part}
	case model.Lesson:
		p.Lessons = []model.Lesson{part}
	}
	return p
}
