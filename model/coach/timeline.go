package coach

import (
	"fmt"
	"strings"
	"time"

	"debrief/model"
)

// How days and times are written in a question.
const (
	dayLayout   = "Mon 2 Jan 2006"
	clockLayout = "15:04"
)

// clocks writes instants in the postmortem's zone, with their day where they are not all of one.
func clocks(p *model.Postmortem, instants ...model.Instant) []string {
	layout, said := clockLayout, make([]string, len(instants))
	for _, at := range instants {
		if model.DateOf(at.Time().In(p.Location())) != model.DateOf(instants[0].Time().In(p.Location())) {
			layout = dayLayout + " " + clockLayout
		}
	}
	for i, at := range instants {
		said[i] = at.Time().In(p.Location()).Format(layout)
	}
	return said
}

func known(m *model.Moment) bool { return m != nil && !m.At.IsZero() }

// lateFacts is how long after an incident its facts are asked for once more: memory fades, and logs rotate.
const lateFacts = 3 * 24 * time.Hour

// factsLate counts from when it was over as far as anybody knows, else from when the postmortem was started.
func factsLate(p *model.Postmortem, now time.Time) []Finding {
	over := p.CreatedAt
	for _, m := range []*model.Moment{p.Moments.Mitigated, p.Moments.Resolved} {
		if known(m) {
			over = m.At
		}
	}
	return at("timeline", !over.IsZero() && now.Sub(over.Time()) >= lateFacts && len(timelineMissing(p, now)) > 0)
}

// impactUnmeasured is about the first impact when none has a number. One number among several lines is enough: not everything
// can be counted.
func impactUnmeasured(p *model.Postmortem, _ time.Time) []Finding {
	first := ""
	for i := range p.Impact {
		switch n := &p.Impact[i]; {
		case n.Amount != nil || measures(n.What):
			return nil
		case first == "" && !blank(n.What):
			first = n.Ref
		}
	}
	return at(first, first != "")
}

var numerals = wordSet(`no none nobody all every everybody everyone half third quarter one two three four five six seven eight nine ten eleven
	twelve twenty thirty forty fifty sixty hundred hundreds thousand thousands million millions dozen dozens`)

// measures reports whether a text holds a number, in digits or in words.
func measures(text string) bool {
	if strings.ContainsAny(text, "0123456789") {
		return true
	}
	for word := range strings.FieldsSeq(small(text)) {
		if numerals.has(strings.Trim(word, ".,;:()")) {
			return true
		}
	}
	return false
}

// momentOrder asks of two neighbouring moments that are known and stand the wrong way round. The figures need their order.
func momentOrder(p *model.Postmortem, _ time.Time) []Finding {
	var findings []Finding
	last, before := "", model.Instant{}
	for _, m := range p.Moments.List() {
		if m.Moment == nil || m.At.IsZero() {
			continue
		}
		if last != "" && m.At.Time().Before(before.Time()) {
			said := clocks(p, before, m.At)
			findings = append(findings, Finding{At: "moments", Text: last + " " + said[0] + ", " + m.Name + " " + said[1]})
		}
		last, before = m.Name, m.At
	}
	return findings
}

// timelineGap is about the longest silence between start and mitigation, and waits for both: after an incident nobody writes for
// days. The sheet shows the others too.
func timelineGap(p *model.Postmortem, _ time.Time) []Finding {
	gaps := p.Gaps()
	if m := p.Moments; len(gaps) == 0 || !known(m.Started) || !known(m.Mitigated) {
		return nil
	}
	said := clocks(p, gaps[0].From, gaps[0].To)
	silence := said[0] + "–" + said[1]
	return []Finding{{At: gaps[0].After, Text: silence, Question: fmt.Sprintf(askGap, silence)}}
}

// memoryOnly holds when people told every event and no record shows one (seed 2: "The logs are more reliable than memory").
// An event that was brought in from somewhere and does not say from what may come from a record.
func memoryOnly(p *model.Postmortem, _ time.Time) []Finding {
	told := false
	for i := range p.Events {
		e := &p.Events[i]
		if blank(e.Text) {
			continue
		}
		remembered := e.Source == "memory" || e.Source == "witness" || e.Source == "" && e.Origin == "" && e.Raw == ""
		if !remembered || e.Link != "" {
			return nil
		}
		for k := range e.Also {
			if s := e.Also[k].Source; s != "memory" && s != "witness" && s != "" {
				return nil
			}
		}
		told = true
	}
	return at("timeline", told)
}

// detectionSlow asks where detecting took longer than recovering, until a cause says what hid it or an action will show it
// (seed 2: "A long detection lag usually means your monitoring or alerting is incomplete").
func detectionSlow(p *model.Postmortem, _ time.Time) []Finding {
	f := p.Figures()
	if f.TTD == nil || f.TTR == nil || *f.TTD <= *f.TTR {
		return nil
	}
	for i := range p.Causes {
		if p.Causes[i].Role == "detection gap" {
			return nil
		}
	}
	return at("causes", !kept(p, func(a *model.Action) bool { return a.Area == "detection" }))
}
