package model

import (
	"slices"
	"strings"
)

// Words lists, for each enumerated field, the words it may hold, in the order in which they are offered.
var Words = map[string][]string{
	"severity":       {"SEV1", "SEV2", "SEV3", "SEV4", "SEV5"},
	"status":         {"draft", "reviewed", "published", "closed"},
	"phase":          Phases,
	"likely_again":   {"unlikely", "possible", "likely"},
	"involved":       {"plan", "design", "build", "deploy", "triage", "mitigate", "support", "sales", "observe"},
	"kind":           {"signal", "action", "decision", "hypothesis", "communication", "change", "note"},
	"source":         {"log", "alert", "chat", "deploy", "ticket", "witness", "memory"},
	"precision":      {"second", "minute", "hour", "day", "about", "unknown"},
	"outcome":        {"confirmed", "ruled out"},
	"role":           {"trigger", "contributing", "prolonging", "detection gap"},
	"category":       {"human error", "process gap", "tooling failure", "design weakness", "communication breakdown"},
	"confidence":     {"known", "likely", "guess"},
	"stop":           {"actionable", "outside our control", "not known yet"},
	"fixable":        {"now", "later", "no"},
	"fix":            {"structural", "proximate"},
	"action_kind":    {"corrective", "preventative"},
	"area":           {"detection", "response", "prevention", "communication"},
	"scope":          {"specific", "class"},
	"priority":       {"P1", "P2", "P3", "P4"},
	"action_status":  {"open", "doing", "done", "dropped"},
	"parked_outcome": {"action", "declined"},
	"guard":          GuardWords,
	"lesson":         {"went well", "went badly", "lucky", "learned"},
	"helped":         {"yes", "no", "too early"},
	"again":          {"yes", "no", "too early"},
	"relation":       {"repeat of", "related"},
}

// GuardWords are what a look for a regression test says of it: its file holds it, another file does, something only mentions it,
// it is there and does not run, nothing names it.
var GuardWords = []string{"there", "moved", "mentioned", "skipped", "lost"}

// Phases are the six phases in their order (seed 3, "Anatomy of a Successful Postmortem").
var Phases = []string{"assemble", "facts", "causes", "whys", "action", "close"}

// PhaseNamed is the phase that a person means by a word or a number, "" for none: facts, dig, dig deeper, actions, close the loop, 3.
func PhaseNamed(typed string) string {
	typed = strings.ToLower(strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == '-' || r == '_' }), " "))
	for i, phase := range Phases {
		names := append([]string{phase, itoa(int64(i + 1))}, phaseNames[phase]...)
		for _, name := range names {
			if typed == name || len(typed) > 2 && strings.HasPrefix(name, typed) {
				return phase
			}
		}
	}
	return ""
}

// phaseNames are what people call the phases besides their words.
var phaseNames = map[string][]string{
	"facts": {"timeline", "events"}, "causes": {"high level causes", "cause"}, "whys": {"dig deeper", "why"}, "action": {"actions"},
	"close": {"close the loop", "follow up", "loop"},
}

// PhaseIndex is the place of a phase among the six, -1 for a word that is none.
func PhaseIndex(phase string) int { return slices.Index(Phases, phase) }

// Said is the word the screen and the exports use for a kind of event: "saw" for a signal.
func Said(kind string) string {
	switch kind {
	case "signal":
		return "saw"
	case "action":
		return "did"
	case "decision":
		return "decided"
	case "hypothesis":
		return "thought"
	case "communication":
		return "told"
	case "change":
		return "changed"
	}
	return kind
}

// oneOf joins words for a message: `SEV1, SEV2 or SEV3`.
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
