package intake

import (
	"strings"

	"debrief/intake/kinds"
)

// knowPeople hears again what begins with the name of somebody who is a person elsewhere among the events.
func knowPeople(events []Candidate) {
	names := map[string]bool{}
	for i := range events {
		if name := kinds.Actor(events[i].Text); name != "" {
			names[name] = true
		}
	}
	for i := range events {
		e := &events[i]
		if name, _, _ := strings.Cut(e.Text, " "); names[name] && e.guess.Kind != "" {
			e.guess = kinds.Of("@" + e.Text)
			e.Kind = e.guess.Kind
		}
	}
}

// kindsByTime makes a change of what was done to a system before trouble was first seen, and an action of what was done after it, where the words
// leave open which it was.
func kindsByTime(events []Candidate) {
	first := firstTrouble(events)
	if first < 0 {
		return
	}
	for i := range events {
		switch e := &events[i]; {
		case !e.guess.ByTime || e.Source == "deploy":
		case comesAfter(events, i, first):
			e.Kind = "action"
		default:
			e.Kind = "change"
		}
	}
}

// firstTrouble is the place of the event at which trouble is first seen or told, or at which a moment says that it was there; -1 where none is.
func firstTrouble(events []Candidate) int {
	first := -1
	for i := range events {
		e := &events[i]
		switch {
		case e.Kind == "signal", e.Moment == "started", e.Moment == "detected", e.Kind == "communication" && !kinds.Ahead(e.Text):
			if first < 0 || comesAfter(events, first, i) {
				first = i
			}
		}
	}
	return first
}

// comesAfter reports whether event i is later than event j, by their times, where both are sure and differ, else by their places.
func comesAfter(events []Candidate, i, j int) bool {
	x, y := &events[i], &events[j]
	if !x.At.IsZero() && !y.At.IsZero() && !x.At.Equal(y.At) && x.Doubt == "" && y.Doubt == "" {
		return x.At.Time().After(y.At.Time())
	}
	return i > j
}
