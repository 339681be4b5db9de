// Package ask is what is asked of somebody and what an answer does: fields and their values, the next why, what the follow-up asks, which
// cause an action answers, where a question leads. Its rule: functions of the postmortem and the clock, without a terminal.
package ask

import (
	"slices"

	"debrief/model"
	"debrief/model/say"
)

// Target is what an action can answer: a root cause, or a cause that has none below it.
type Target struct{ Ref, Text string }

// NoTarget is the reference of what an action answers that answers no cause.
const NoTarget = "none"

// Targets are what actions answer: the root causes, the causes that have none below them, what was chosen for the next action,
// and whatever an action answers already.
func Targets(p *model.Postmortem, chosen string) []Target {
	var targets []Target
	for i := range p.Causes {
		c := &p.Causes[i]
		roots := rootsBelow(c.Whys, chosen, nil)
		if len(roots) == 0 || c.Ref == chosen {
			targets = append(targets, Target{c.Ref, say.Safe(c.Text)})
		}
		targets = append(targets, roots...)
	}
	for _, a := range p.Actions {
		for _, ref := range a.Answers {
			if !slices.ContainsFunc(targets, func(x Target) bool { return x.Ref == ref }) {
				targets = append(targets, Target{ref, say.Safe(p.Get(ref, MainField(ref)))})
			}
		}
	}
	return targets
}

func rootsBelow(list []model.Why, chosen string, roots []Target) []Target {
	for i := range list {
		if list[i].Root || list[i].Ref == chosen {
			roots = append(roots, Target{list[i].Ref, say.Safe(list[i].Answer)})
		}
		roots = rootsBelow(list[i].Whys, chosen, roots)
	}
	return roots
}

// Answering are the actions that answer a cause or a why.
func Answering(p *model.Postmortem, ref string) []*model.Action {
	var mine []*model.Action
	for i := range p.Actions {
		if slices.Contains(p.Actions[i].Answers, ref) {
			mine = append(mine, &p.Actions[i])
		}
	}
	return mine
}

// Aimed is what the next action answers: what was chosen, else the first root that no action answers, else nothing. taken are
// targets that actions on their way to the archive answer.
func Aimed(p *model.Postmortem, chosen string, taken []string) string {
	if chosen == NoTarget {
		return chosen
	}
	if _, there := p.Part(chosen); there && chosen != "" {
		return chosen
	}
	for _, target := range Targets(p, chosen) {
		if len(Answering(p, target.Ref)) == 0 && !slices.Contains(taken, target.Ref) {
			return target.Ref
		}
	}
	return NoTarget
}

// NextTarget is what tab aims the next action at: the cause after the one it is aimed at, and after the last one none.
func NextTarget(p *model.Postmortem, chosen, aimed string) string {
	targets := Targets(p, chosen)
	at := slices.IndexFunc(targets, func(x Target) bool { return x.Ref == aimed })
	if at+1 < len(targets) {
		return targets[at+1].Ref
	}
	return NoTarget
}

// Area is what an action that answers these is about, as the role of their cause says; "" where it says nothing.
func Area(p *model.Postmortem, answers []string) string {
	switch roleOf(p, answers) {
	case "detection gap":
		return "detection"
	case "prolonging":
		return "response"
	case "trigger", "contributing":
		return "prevention"
	}
	return ""
}

// Kind is whether an action that answers these corrects or prevents, as the role of their cause says; "" where it says nothing:
// what took long to see or to mend can be made good in either way.
func Kind(p *model.Postmortem, answers []string) string {
	switch roleOf(p, answers) {
	case "trigger", "contributing":
		return "preventative"
	}
	return ""
}

func roleOf(p *model.Postmortem, answers []string) string {
	if len(answers) == 0 {
		return ""
	}
	for i := range p.Causes {
		if c := &p.Causes[i]; c.Ref == answers[0] || p.Below(c.Ref, answers[0]) {
			return c.Role
		}
	}
	return ""
}
