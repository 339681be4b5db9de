// Package coach reads a postmortem and says, as neutral questions, what is still open in it. Its rule: a finding is a row of
// one table; it names a place, never a person, and it never blocks anything.
//
// The table is the catalogue: every word that the coach says stands there. What is missing is found by functions of the
// postmortem (presence.go, then seats, timeline, clock, tree, owner and due), what could be put better by a Reader of English
// (reader.go).
package coach

import (
	"cmp"
	"slices"
	"time"

	"debrief/model"
)

// The weights of a finding: something is missing, or something could be put better.
const (
	Missing = "missing"
	Nudge   = "nudge"
)

// Finding is one open question about a postmortem, in the form of the document ("findings" of schema 1).
type Finding struct {
	Code     string `json:"code"`     // which row of the catalogue: "owner-missing"
	Phase    string `json:"phase"`    // one of model.Phases: where it is answered
	At       string `json:"at"`       // a reference ("A3") or a field's name ("moments")
	Line     int    `json:"line"`     // the line of a checked file, from 1; 0 for a postmortem of the archive
	Text     string `json:"text"`     // the words that it is about; "" where words are what is missing
	Question string `json:"question"` // what to ask, in one sentence
	Weight   string `json:"weight"`   // Missing or Nudge

	// From and To are the bytes in the text that a Reader read of which Text was made, so that the words can be marked there.
	From int `json:"-"`
	To   int `json:"-"`
}

// Check is every finding that nobody has dismissed, in the order of the phases and, inside a phase, of the document: first
// what is asked about a part, in the order of the parts, then what is asked about their whole list. It changes nothing.
func Check(p *model.Postmortem, now time.Time) []Finding {
	return slices.DeleteFunc(all(p, now), func(f Finding) bool { return dismissed(p, f) })
}

// Dismissed is every finding that somebody has set aside and that would be asked again otherwise, in the order of Check.
func Dismissed(p *model.Postmortem, now time.Time) []Finding {
	if len(p.Dismissed) == 0 {
		return nil
	}
	return slices.DeleteFunc(all(p, now), func(f Finding) bool { return !dismissed(p, f) })
}

func all(p *model.Postmortem, now time.Time) []Finding {
	var findings []Finding
	for i := range catalogue {
		e := &catalogue[i]
		if e.find == nil {
			continue
		}
		for _, f := range e.find(p, now) {
			findings = append(findings, e.fill(f))
		}
	}
	findings = append(findings, readAll(p)...)
	places := placesOf(p, findings)
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(model.PhaseIndex(a.Phase), model.PhaseIndex(b.Phase)),
			cmp.Compare(places[a.At], places[b.At]),
		)
	})
	return findings
}

func dismissed(p *model.Postmortem, f Finding) bool {
	return slices.Contains(p.Dismissed, model.Dismissal{Code: f.Code, At: f.At, Text: f.Text})
}

// placesOf numbers the places that findings point at, in document order, a list's name after its parts. Only what is pointed
// at is looked up: a timeline may be long.
func placesOf(p *model.Postmortem, findings []Finding) map[string]int {
	places := make(map[string]int, len(findings))
	for _, f := range findings {
		places[f.At] = 0
	}
	n := 0
	pass := func(at string) {
		n++
		if _, wanted := places[at]; wanted {
			places[at] = n
		}
	}
	for _, field := range []string{"title", "summary", "why_now", "meeting"} {
		pass(field)
	}
	passAll(p.Participants, pass, func(x *model.Participant) string { return x.Ref }, "participants")
	passAll(p.Impact, pass, func(x *model.Impact) string { return x.Ref }, "impact")
	pass("moments")
	passAll(p.Events, pass, func(x *model.Event) string { return x.Ref }, "timeline")
	for i := range p.Causes {
		pass(p.Causes[i].Ref)
		eachWhy(p.Causes[i].Whys, func(w *model.Why) { pass(w.Ref) })
	}
	pass("causes")
	pass("whys")
	passAll(p.Actions, pass, func(x *model.Action) string { return x.Ref }, "actions")
	passAll(p.Parking, pass, func(x *model.Parked) string { return x.Ref }, "parking")
	passAll(p.Lessons, pass, func(x *model.Lesson) string { return x.Ref }, "lessons")
	pass("follow_up")
	return places
}

func passAll[T any](parts []T, pass func(string), ref func(*T) string, list string) {
	for i := range parts {
		pass(ref(&parts[i]))
	}
	pass(list)
}

// eachWhy visits a tree of whys in document order.
func eachWhy(whys []model.Why, visit func(*model.Why)) {
	for i := range whys {
		visit(&whys[i])
		eachWhy(whys[i].Whys, visit)
	}
}
