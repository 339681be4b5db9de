package coach

import "debrief/model"

// readAll reads every text of a postmortem that people write: not what machines printed, not the questions that we ask, and
// not a hypothesis, which is a fact about the room whatever it says.
func readAll(p *model.Postmortem) []Finding {
	r := NewReader(p)
	var findings []Finding
	read := func(section Section, at, text string) {
		if text == "" {
			return
		}
		for _, f := range r.Read(section, text) {
			f.At = at
			findings = append(findings, f)
		}
	}
	read(Summary, "title", p.Title)
	read(Summary, "summary", p.Summary)
	read(Summary, "why_now", p.WhyNow)
	for i := range p.Impact {
		read(Facts, p.Impact[i].Ref, p.Impact[i].What)
	}
	for i := range p.Events {
		if e := &p.Events[i]; e.Kind != "hypothesis" && !e.Noise && !printed(e) {
			read(Facts, e.Ref, e.Text)
		}
	}
	for i := range p.Causes {
		read(Causes, p.Causes[i].Ref, p.Causes[i].Text)
		eachWhy(p.Causes[i].Whys, func(w *model.Why) { read(Whys, w.Ref, w.Answer) })
	}
	for i := range p.Actions {
		if a := &p.Actions[i]; a.Status != "dropped" {
			read(Actions, a.Ref, a.Title)
			read(Actions, a.Ref, a.DoneWhen)
		}
	}
	for i := range p.Lessons {
		read(Lessons, p.Lessons[i].Ref, p.Lessons[i].Text)
	}
	if f := p.FollowUp; f != nil {
		read(Lessons, "follow_up", f.Missed)
	}
	return findings
}

// printed reports whether a machine wrote the text of an event.
func printed(e *model.Event) bool {
	return e.Raw != "" && (e.Source == "log" || e.Source == "alert" || e.Source == "deploy")
}
