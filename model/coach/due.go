package coach

import (
	"cmp"
	"fmt"
	"time"

	"debrief/model"
	"debrief/model/due"
)

// fuzzyDue is the words of an action without a date that mean one.
func fuzzyDue(a *model.Action) string {
	if !a.IsOpen() || a.Due != "" {
		return ""
	}
	return cmp.Or(due.Fuzzy(a.Title), due.Fuzzy(a.DoneWhen))
}

func dueMissing(p *model.Postmortem, _ time.Time) []Finding {
	return eachAction(p, func(a *model.Action) bool { return a.Status != "done" && a.Due == "" && fuzzyDue(a) == "" })
}

func dueFuzzy(p *model.Postmortem, _ time.Time) []Finding {
	var findings []Finding
	for i := range p.Actions {
		if words := fuzzyDue(&p.Actions[i]); words != "" {
			findings = append(findings, Finding{At: p.Actions[i].Ref, Text: words})
		}
	}
	return findings
}

// duePast asks about an open action whose day is over. One whose day lies before the meeting but is still to come is fine:
// some things are mended before people meet.
func duePast(p *model.Postmortem, now time.Time) []Finding {
	var findings []Finding
	today := model.DateOf(now) // of whoever asks
	for i := range p.Actions {
		if a := &p.Actions[i]; a.IsOpen() && a.Due != "" && a.Due < today {
			day := a.Due.Time().Format(dayLayout)
			findings = append(findings, Finding{At: a.Ref, Text: day, Question: fmt.Sprintf(askDue, day)})
		}
	}
	return findings
}

// followUpLate asks once the day of the follow-up is over and nobody has said that it was held.
func followUpLate(p *model.Postmortem, now time.Time) []Finding {
	f := p.FollowUp
	if f == nil || f.At.IsZero() || !f.HeldAt.IsZero() {
		return nil
	}
	planned := f.At.Time().In(p.Location())
	if model.DateOf(planned) >= model.DateOf(now.In(p.Location())) {
		return nil
	}
	day := planned.Format(dayLayout)
	return []Finding{{At: "follow_up", Text: day, Question: fmt.Sprintf(askFollowUp, day)}}
}
