package coach

import (
	"slices"

	"debrief/model"
)

// sections are the fields that people write in, by the letter of their kind ("" is the postmortem) and their name. What is not
// here is not read: private notes, thoughts that are only parked, the questions that we ask.
var sections = map[[2]string]Section{
	{"", "title"}: Summary, {"", "summary"}: Summary, {"", "why_now"}: Summary, {"", "follow_up.missed"}: Lessons,
	{"I", "what"}: Facts, {"E", "text"}: Facts, {"C", "text"}: Causes, {"W", "answer"}: Whys,
	{"A", "title"}: Actions, {"A", "done_when"}: Actions, {"L", "text"}: Lessons,
}

// SectionOf is what a field is for, by the letter of its kind ("E" for events, "" for the postmortem) and its name in the
// document; "" for a field that is not read.
func SectionOf(kind, field string) Section { return sections[[2]string{kind, field}] }

// readAll reads every text of a postmortem that people write: not what machines printed, and not a hypothesis, which is a fact
// about the room whatever it says.
func readAll(p *model.Postmortem) []Finding {
	r := NewReader(p)
	var findings []Finding
	read := func(kind, field, at, text string) {
		if text == "" {
			return
		}
		for _, f := range r.Read(SectionOf(kind, field), text) {
			f.At = at
			findings = append(findings, f)
		}
	}
	read("", "title", "title", p.Title)
	read("", "summary", "summary", p.Summary)
	read("", "why_now", "why_now", p.WhyNow)
	for i := range p.Impact {
		read("I", "what", p.Impact[i].Ref, p.Impact[i].What)
	}
	for i := range p.Events {
		if e := &p.Events[i]; e.Kind != "hypothesis" && !e.Noise && !printed(e) {
			read("E", "text", e.Ref, e.Text)
		}
	}
	for i := range p.Causes {
		before := len(findings)
		read("C", "text", p.Causes[i].Ref, p.Causes[i].Text)
		if answered(p.Causes[i].Whys) { // an error is no end where somebody asked on
			findings = append(findings[:before], withoutCode(findings[before:], "human-error")...)
		}
		eachWhy(p.Causes[i].Whys, func(w *model.Why) {
			before := len(findings)
			read("W", "answer", w.Ref, w.Answer)
			if answered(w.Whys) { // an error is no end where somebody asked on
				findings = append(findings[:before], withoutCode(findings[before:], "human-error")...)
			}
		})
	}
	for i := range p.Actions {
		if a := &p.Actions[i]; a.Status != "dropped" {
			read("A", "title", a.Ref, a.Title)
			read("A", "done_when", a.Ref, a.DoneWhen)
		}
	}
	for i := range p.Lessons {
		read("L", "text", p.Lessons[i].Ref, p.Lessons[i].Text)
	}
	if f := p.FollowUp; f != nil {
		read("", "follow_up.missed", "follow_up", f.Missed)
	}
	return findings
}

func withoutCode(findings []Finding, code string) []Finding {
	return slices.DeleteFunc(findings, func(f Finding) bool { return f.Code == code })
}

// printed reports whether a machine wrote the text of an event.
func printed(e *model.Event) bool {
	return e.Raw != "" && (e.Source == "log" || e.Source == "alert" || e.Source == "deploy")
}
