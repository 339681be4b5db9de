package ask

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/cast"
	"debrief/model/guide"
	"debrief/model/say"
)

// Asked is what one participant is asked before the meeting.
type Asked struct {
	Name      string
	Questions []string
}

// Beforehand are the questions to send to each participant: from what the timeline says that they did, how they were involved, and what
// the timeline does not say, which is spread over those who may know. Each gets three, none of them twice.
func Beforehand(p *model.Postmortem) []Asked {
	words, silent := guide.Before().Questions, notTold(p)
	all := make([]Asked, 0, len(p.Participants))
	names := cast.Of(p)
	for i := range p.Participants {
		n := &p.Participants[i]
		var list []string
		add := func(qs ...string) {
			for _, q := range qs {
				if len(list) < guide.Beforehands && !slices.Contains(list, q) {
					list = append(list, q)
				}
			}
		}
		add(did(p, names, n)...)
		for _, way := range n.Involved {
			if len(list) < guide.Beforehands-1 {
				add(words[way]...)
			}
		}
		if len(silent) > 0 {
			add(silent[i%len(silent)], silent[(i+1)%len(silent)]) // each begins with another one
		}
		add(words[guide.Everybody]...)
		all = append(all, Asked{say.Safe(n.Name), list})
	}
	return all
}

// did is a question about the first thing that the timeline says somebody did, decided or thought.
func did(p *model.Postmortem, names *cast.Cast, n *model.Participant) []string {
	questions := guide.Before().Questions[guide.Did]
	for i := range p.Events {
		e := &p.Events[i]
		if e.Noise || e.By == "" || !slices.Contains([]string{"action", "decision", "hypothesis", "change"}, e.Kind) || !names.Same(e.By, n.Name) {
			continue
		}
		q := questions[0]
		if len(questions) > 1 && e.Kind != "hypothesis" {
			q = questions[i%2]
		}
		return []string{filled(q, "{time}", clockOf(p, e.At), "{text}", model.Shorten(say.Safe(e.Text), 80))}
	}
	return nil
}

// notTold are questions about what the timeline does not say, the weightiest first.
func notTold(p *model.Postmortem) []string {
	words := guide.Before().Questions
	var all []string
	for _, m := range p.Moments.List() {
		if m.Moment == nil && m.Name != "resolved" {
			all = append(all, words[m.Name]...)
		}
	}
	for _, g := range p.Gaps() {
		for _, q := range words[guide.Silence] {
			all = append(all, filled(q, "{from}", clockOf(p, g.From), "{to}", clockOf(p, g.To)))
		}
		if len(all) >= 2*guide.Beforehands {
			break
		}
	}
	for i := range p.Events {
		if e := &p.Events[i]; e.Kind == "hypothesis" && e.Outcome == "" && !e.Noise {
			for _, q := range words[guide.Open] {
				all = append(all, filled(q, "{text}", model.Shorten(say.Safe(e.Text), 80)))
			}
			break
		}
	}
	if !slices.ContainsFunc(p.Impact, func(i model.Impact) bool { return i.Amount != nil }) {
		all = append(all, words[guide.Impact]...)
	}
	if p.Moments.Resolved == nil {
		all = append(all, words["resolved"]...)
	}
	return all
}

func clockOf(p *model.Postmortem, at model.Instant) string {
	if at.IsZero() {
		return "some point"
	}
	return say.Clock(at, p.Location(), false) + " " + p.Zone
}

func filled(question string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(question)
}
