package coach

import "debrief/model"

// PhaseProgress is how far one phase has come.
type PhaseProgress struct {
	Phase   string
	Open    int  // findings that are open in it
	Entered bool // whether anything of its own was entered yet
}

// OK reports whether the phase was worked on and leaves no question open.
func (p PhaseProgress) OK() bool { return p.Entered && p.Open == 0 }

// Progress is the progress of each phase, in their order. The findings are what Check found for the same postmortem.
func Progress(p *model.Postmortem, findings []Finding) []PhaseProgress {
	all := make([]PhaseProgress, len(model.Phases))
	for i, phase := range model.Phases {
		all[i] = PhaseProgress{Phase: phase, Entered: entered(p, phase)}
	}
	for _, f := range findings {
		if i := model.PhaseIndex(f.Phase); i >= 0 {
			all[i].Open++
		}
	}
	return all
}

// entered looks at what a phase alone asks for: a title stands in every postmortem, and a thought may be parked or a lesson
// written down at any time, so these say nothing about a phase.
func entered(p *model.Postmortem, phase string) bool {
	switch phase {
	case "assemble":
		words := p.Severity + p.Summary + p.WhyNow + p.LikelyAgain
		return !blank(words) || len(p.Services)+len(p.Tags)+len(p.Participants) > 0 || p.Meeting != nil
	case "facts":
		return len(p.Events)+len(p.Impact) > 0 || p.Moments != model.Moments{}
	case "causes":
		return len(p.Causes) > 0
	case "whys":
		some := false
		for i := range p.Causes {
			some = some || len(p.Causes[i].Whys) > 0
		}
		return some
	case "action":
		return len(p.Actions) > 0
	case "close":
		return p.FollowUp != nil || p.Reread != nil
	}
	return false
}
