package coach

import (
	"slices"
	"strings"
	"time"

	"debrief/model"
)

// at is one finding at a place when it holds.
func at(place string, holds bool) []Finding {
	if !holds {
		return nil
	}
	return []Finding{{At: place}}
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

func planned(m *model.Meeting) bool { return m != nil && !m.At.IsZero() }

func meetingMissing(p *model.Postmortem, _ time.Time) []Finding {
	return at("meeting", !planned(p.Meeting))
}

func facilitatorMissing(p *model.Postmortem, _ time.Time) []Finding {
	return at("participants", !slices.ContainsFunc(p.Participants, func(n model.Participant) bool { return n.Facilitator }))
}

// involvementMissing waits for the meeting: before it is planned, nobody is invited yet (seed 3, "Assemble the Team").
func involvementMissing(p *model.Postmortem, _ time.Time) []Finding {
	knows := func(how string) bool { return how == "build" || how == "deploy" || how == "mitigate" }
	return at("participants", planned(p.Meeting) && !slices.ContainsFunc(p.Participants, func(n model.Participant) bool {
		return n.Invited && slices.ContainsFunc(n.Involved, knows)
	}))
}

func impactMissing(p *model.Postmortem, _ time.Time) []Finding {
	return at("impact", !slices.ContainsFunc(p.Impact, func(i model.Impact) bool { return !blank(i.What) || i.Amount != nil }))
}

// momentMissing asks for the three moments that the figures need (seed 2, "Impact Starts With Detection"). A moment whose
// event has no time is still missing.
func momentMissing(p *model.Postmortem, _ time.Time) []Finding {
	var findings []Finding
	for _, m := range p.Moments.List() {
		question, needed := askMoment[m.Name]
		if needed && (m.Moment == nil || m.At.IsZero()) {
			findings = append(findings, Finding{At: "moments", Text: m.Name, Question: question})
		}
	}
	return findings
}

func timelineMissing(p *model.Postmortem, _ time.Time) []Finding {
	return at("timeline", !slices.ContainsFunc(p.Events, func(e model.Event) bool { return !blank(e.Text) }))
}

func causeMissing(p *model.Postmortem, _ time.Time) []Finding {
	return at("causes", !slices.ContainsFunc(p.Causes, func(c model.Cause) bool { return !blank(c.Text) }))
}

// whyMissing is about a cause without one answered why: a question alone is still to be asked.
func whyMissing(p *model.Postmortem, _ time.Time) []Finding {
	var findings []Finding
	for i := range p.Causes {
		answered := false
		eachWhy(p.Causes[i].Whys, func(w *model.Why) { answered = answered || !blank(w.Answer) })
		findings = append(findings, at(p.Causes[i].Ref, !answered)...)
	}
	return findings
}

// rootMissing waits for the first answer: until then there is nothing to choose from.
func rootMissing(p *model.Postmortem, _ time.Time) []Finding {
	answered, root := false, false
	for i := range p.Causes {
		eachWhy(p.Causes[i].Whys, func(w *model.Why) {
			answered = answered || !blank(w.Answer)
			root = root || w.Root
		})
	}
	return at("whys", answered && !root)
}

func categoryMissing(p *model.Postmortem, _ time.Time) []Finding {
	var findings []Finding
	for i := range p.Causes {
		eachWhy(p.Causes[i].Whys, func(w *model.Why) {
			findings = append(findings, at(w.Ref, w.Root && w.Category == "")...)
		})
	}
	return findings
}

// eachAction is one finding at every action that is not dropped and for which it holds.
func eachAction(p *model.Postmortem, holds func(*model.Action) bool) []Finding {
	var findings []Finding
	for i := range p.Actions {
		a := &p.Actions[i]
		findings = append(findings, at(a.Ref, a.Status != "dropped" && holds(a))...)
	}
	return findings
}

// kept reports whether an action that is not dropped is like this.
func kept(p *model.Postmortem, like func(*model.Action) bool) bool {
	return len(eachAction(p, like)) > 0
}

func anyAction(*model.Action) bool { return true }

// ticketMissing asks at each action, and from the third on once of all: whoever has no tracker at hand answers once. An action of
// which the question was set aside is none of them.
func ticketMissing(p *model.Postmortem, _ time.Time) []Finding {
	var aside, open []Finding
	for _, f := range eachAction(p, func(a *model.Action) bool { return a.Status != "done" && blank(a.Ticket) }) {
		if slices.Contains(p.Dismissed, model.Dismissal{Code: "ticket-missing", At: f.At}) {
			aside = append(aside, f)
		} else {
			open = append(open, f)
		}
	}
	if len(open) > 2 {
		refs := make([]string, len(open))
		for i, f := range open {
			refs[i] = f.At
		}
		open = []Finding{{At: "actions", Text: strings.Join(refs, ", "), Question: "Where will people see them every day?"}}
	}
	return append(aside, open...)
}

// actionMissing holds too when every action was dropped: nothing will change then either.
func actionMissing(p *model.Postmortem, _ time.Time) []Finding {
	return at("actions", !kept(p, anyAction))
}

func preventativeMissing(p *model.Postmortem, _ time.Time) []Finding {
	return noneLike(p, func(a *model.Action) bool { return a.Kind == "preventative" })
}

func classMissing(p *model.Postmortem, _ time.Time) []Finding {
	return noneLike(p, func(a *model.Action) bool { return a.Scope == "class" })
}

func testMissing(p *model.Postmortem, _ time.Time) []Finding {
	return noneLike(p, func(a *model.Action) bool {
		return a.Test != nil && (!blank(a.Test.Name) || !blank(a.Test.File) || !blank(a.Test.Command))
	})
}

// noneLike is one finding at the list of actions when there are some and none is like this.
func noneLike(p *model.Postmortem, like func(*model.Action) bool) []Finding {
	return at("actions", kept(p, anyAction) && !kept(p, like))
}

func followUpMissing(p *model.Postmortem, _ time.Time) []Finding {
	f := p.FollowUp
	return at("follow_up", kept(p, anyAction) && (f == nil || f.At.IsZero() && f.HeldAt.IsZero()))
}

func verdictMissing(p *model.Postmortem, _ time.Time) []Finding {
	if p.FollowUp == nil || p.FollowUp.HeldAt.IsZero() {
		return nil
	}
	return eachAction(p, func(a *model.Action) bool {
		return !slices.ContainsFunc(p.FollowUp.Verdicts, func(v model.Verdict) bool { return v.Action == a.Ref && v.Helped != "" })
	})
}
