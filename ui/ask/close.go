package ask

import (
	"time"

	"debrief/model"
)

const (
	// HeldLabel is how history calls it that the follow-up was held.
	HeldLabel = "record that the follow-up was held"
	// NeedsReason asks for what a decision not to act must have.
	NeedsReason = "say why in a few words, or esc"
	// Learned is the question for a lesson in the follow-up: it is no field.
	Learned = "learned"
)

// FollowUp is what the follow-up has not answered yet: actions by their references, then fields, then Learned. An action that was
// dropped has no verdict; of one that has a verdict all is said.
func FollowUp(p *model.Postmortem) []string {
	var open []string
	for i := range p.Actions {
		if a := &p.Actions[i]; a.Status != "dropped" && p.Verdict(a.Ref) == nil {
			open = append(open, a.Ref)
		}
	}
	for _, name := range []string{"follow_up.again", "follow_up.missed"} {
		if p.Get("", name) == "" {
			open = append(open, name)
		}
	}
	if p.Get("", "follow_up.held_at") == "" {
		open = append(open, Learned)
	}
	return open
}

// Rereads reports whether it is time for the second look. The follow-up comes first.
func Rereads(p *model.Postmortem, now time.Time) bool { return p.RereadDue(now) && !p.FollowUpDue(now) }

// Reread is what the second look asks: once more what was too early to say, what became of the actions that are late, and last what
// is seen now. An action is late by the day that it is where now is, as in every list.
func Reread(p *model.Postmortem, now time.Time) []string {
	var open []string
	today := model.DateOf(now)
	for i := range p.Actions {
		a := &p.Actions[i]
		v := p.Verdict(a.Ref)
		late := a.IsOpen() && a.Due != "" && a.Due.DaysUntil(today) > 0
		if late || v != nil && v.Helped == "too early" && a.Status != "dropped" {
			open = append(open, a.Ref)
		}
	}
	if p.Get("", "follow_up.again") == "too early" {
		open = append(open, "follow_up.again")
	}
	return append(open, "reread.missed")
}

// Proposal is what is proposed for a date that is not set, as the document has it; "" for none.
func Proposal(p *model.Postmortem, name string, now time.Time) string {
	if p.Get("", name) != "" {
		return ""
	}
	switch name {
	case "follow_up.at":
		return p.ProposeFollowUp(now).String()
	case "reread.due":
		return string(p.ProposeReread(now))
	case "follow_up.held_at", "reread.done_at":
		return model.At(now).String()
	}
	return ""
}
