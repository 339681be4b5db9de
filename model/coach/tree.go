package coach

import (
	"slices"
	"time"

	"debrief/model"
)

// fiveWhys is how deep a branch goes before nobody asks for more (seed 3, "5 Whys Process").
const fiveWhys = 5

// causeUnsupported waits for a timeline: until then no event can show a cause.
func causeUnsupported(p *model.Postmortem, now time.Time) []Finding {
	if len(timelineMissing(p, now)) > 0 {
		return nil
	}
	var findings []Finding
	for i := range p.Causes {
		c := &p.Causes[i]
		findings = append(findings, at(c.Ref, !blank(c.Text) && len(c.Events) == 0)...)
	}
	return findings
}

// whyShallow is about the last answer of a branch that ends before the fifth why, without a reason to stop and without being a
// root (seed 2: "stopping too early on root cause analysis"). What was never answered is asked by why-missing.
func whyShallow(p *model.Postmortem, _ time.Time) []Finding {
	var findings []Finding
	for i := range p.Causes {
		eachEnd(p.Causes[i].Whys, 1, func(w *model.Why, depth int) {
			findings = append(findings, at(w.Ref, depth < fiveWhys && w.Stop == "" && !w.Root)...)
		})
	}
	return findings
}

// eachEnd visits the answers that no answer stands below, with how many whys deep they are. A question that was skipped counts
// for none.
func eachEnd(whys []model.Why, depth int, visit func(*model.Why, int)) {
	for i := range whys {
		w, next := &whys[i], depth
		if !blank(w.Answer) {
			next++
			if !answered(w.Whys) {
				visit(w, depth)
				continue
			}
		}
		eachEnd(w.Whys, next, visit)
	}
}

// answered reports whether a why of the tree has an answer.
func answered(whys []model.Why) bool {
	return slices.ContainsFunc(whys, func(w model.Why) bool { return !blank(w.Answer) || answered(w.Whys) })
}

// humanErrorEnds is about the category: an answer of human error with no why below it. Where the words of the answer say so
// too, the Reader asks already (seed 2, "Root cause categories": "Why was that action possible?").
func humanErrorEnds(p *model.Postmortem, _ time.Time) []Finding {
	var findings []Finding
	for i := range p.Causes {
		eachEnd(p.Causes[i].Whys, 1, func(w *model.Why, _ int) {
			if w.Category == "human error" && !saysHumanError(w.Answer) {
				findings = append(findings, Finding{At: w.Ref, Phase: "whys"})
			}
		})
	}
	return findings
}

func saysHumanError(answer string) bool {
	words := sentence{words: tokens(answer), section: Whys}
	return slices.ContainsFunc(words.read(), func(h hit) bool { return h.code == "human-error" })
}

// causeUnanswered is about roots that no action answers and that can be fixed. It waits for the first action: until then there
// is one question for all of them.
func causeUnanswered(p *model.Postmortem, _ time.Time) []Finding {
	answers := map[string]bool{}
	for i := range p.Actions {
		if p.Actions[i].Status != "dropped" {
			for _, ref := range p.Actions[i].Answers {
				answers[ref] = true
			}
		}
	}
	if !kept(p, anyAction) {
		return nil
	}
	var findings []Finding
	for i := range p.Causes {
		eachWhy(p.Causes[i].Whys, func(w *model.Why) {
			findings = append(findings, at(w.Ref, w.Root && w.Fixable != "no" && !answers[w.Ref])...)
		})
	}
	return findings
}

// actionUnlinked waits for the first cause, like causeMissing.
func actionUnlinked(p *model.Postmortem, now time.Time) []Finding {
	if len(causeMissing(p, now)) > 0 {
		return nil
	}
	return eachAction(p, func(a *model.Action) bool { return a.IsOpen() && len(a.Answers) == 0 })
}

// fewActions is how many open actions ship; from the next one on somebody has to choose (seed 1, "two or three concrete action
// items").
const fewActions = 4

func actionsMany(p *model.Postmortem, _ time.Time) []Finding {
	return at("actions", len(eachAction(p, (*model.Action).IsOpen)) > fewActions)
}
