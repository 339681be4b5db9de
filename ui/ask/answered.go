package ask

import (
	"slices"

	"debrief/model"
)

// answered tells of the guide's questions that a sheet has fields for whether these answer them. What only the room can say is asked
// for as long as the sheet is open.
var answered = map[string]func(*model.Postmortem) bool{
	"Why is this one worth an hour of everybody's time?": holds("why_now"),
	"How likely is it to happen again?":                  holds("likely_again"),
	"Who can lead the conversation because they were not in the middle of it?": func(p *model.Postmortem) bool {
		return slices.ContainsFunc(p.Participants, func(n model.Participant) bool { return n.Facilitator })
	},
	"Who will write while the others talk?": func(p *model.Postmortem) bool {
		return slices.ContainsFunc(p.Participants, func(n model.Participant) bool { return n.NoteTaker })
	},
	"When did it start, when did somebody notice, and when did it stop hurting?": func(p *model.Postmortem) bool {
		m := p.Moments
		return m.Started != nil && m.Detected != nil && m.Mitigated != nil
	},
	"How many people or requests did it touch, and how do we know?": func(p *model.Postmortem) bool {
		return slices.ContainsFunc(p.Impact, func(i model.Impact) bool { return i.Amount != nil })
	},
	"Which change or event set it off?":            role("trigger"),
	"What made it last longer, or spread further?": role("prolonging"),
	"What would have shown it sooner?":             role("detection gap"),
	"Which lines of the timeline show that?": func(p *model.Postmortem) bool {
		return every(p.Causes, func(c *model.Cause) bool { return len(c.Events) > 0 })
	},
	"Which one person will see it through, and do they have the time?": actions(func(a *model.Action) bool { return a.Owner != "" }),
	"By which day?": actions(func(a *model.Action) bool { return a.Due != "" }),
	"How will somebody else be able to check that it is done?":                actions(func(a *model.Action) bool { return a.DoneWhen != "" }),
	"Would this stop only this one, or the whole class?":                      actions(func(a *model.Action) bool { return a.Scope != "" }),
	"Would we see it faster next time, get over it faster, or never have it?": actions(func(a *model.Action) bool { return a.Area != "" }),
	"Which test would have caught it, and can we watch that test fail first?": func(p *model.Postmortem) bool {
		return slices.ContainsFunc(p.Actions, func(a model.Action) bool { return a.Test != nil })
	},
	"Which of the parked thoughts do we act on, and which do we decide to leave?": func(p *model.Postmortem) bool {
		return !slices.ContainsFunc(p.Parking, func(k model.Parked) bool { return k.Outcome == "" })
	},
	"Which actions are done, which are not, and which did we decide to drop?": held,
	"Did each of them help, and how can we tell?": func(p *model.Postmortem) bool {
		return actions(func(a *model.Action) bool { return a.Status == "dropped" || p.Verdict(a.Ref) != nil })(p)
	},
	"Has it happened again, or something like it?": holds("follow_up.again"),
	"What did we miss when we first looked?":       holds("follow_up.missed"),
	"What is the one thing each of us has learned?": func(p *model.Postmortem) bool {
		return slices.ContainsFunc(p.Lessons, func(l model.Lesson) bool { return l.Kind == Learned })
	},
	"When do we read it again?": holds("reread.due"),
}

func holds(field string) func(*model.Postmortem) bool {
	return func(p *model.Postmortem) bool { return p.Get("", field) != "" }
}

func held(p *model.Postmortem) bool { return p.Get("", "follow_up.held_at") != "" }

func role(word string) func(*model.Postmortem) bool {
	return func(p *model.Postmortem) bool {
		return slices.ContainsFunc(p.Causes, func(c model.Cause) bool { return c.Role == word })
	}
}

// every reports whether there are some and it holds of each.
func every[T any](list []T, holds func(*T) bool) bool {
	for i := range list {
		if !holds(&list[i]) {
			return false
		}
	}
	return len(list) > 0
}

// actions reports whether it holds of each action that is not dropped.
func actions(holds func(*model.Action) bool) func(*model.Postmortem) bool {
	return func(p *model.Postmortem) bool {
		return every(p.Actions, func(a *model.Action) bool { return a.Status == "dropped" || holds(a) })
	}
}

// Unanswered are those of some questions to the room that the postmortem does not answer yet.
func Unanswered(p *model.Postmortem, questions []string) []string {
	return slices.DeleteFunc(slices.Clone(questions), func(q string) bool { is, known := answered[q]; return known && is(p) })
}
