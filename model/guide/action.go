package guide

import "strings"

// meanings say in one line what is chosen with a word of an action or of a root cause, by the list of words ("scope", "action_kind", "area").
// Corrective and preventative are those of seed 3, "Corrective Actions" and "Preventative Actions".
var meanings = map[[2]string]string{
	{"scope", "specific"}:           "settles this one only",
	{"scope", "class"}:              "settles all of its kind",
	{"fix", "structural"}:           "changes what let it happen, and more of its kind",
	{"fix", "proximate"}:            "mends this spot; what let it happen stays",
	{"action_kind", "corrective"}:   "takes away what caused this incident",
	{"action_kind", "preventative"}: "keeps a similar one from happening elsewhere",
	{"area", "detection"}:           "we see it sooner",
	{"area", "response"}:            "we get over it faster",
	{"area", "prevention"}:          "it cannot happen, or hurts less",
	{"area", "communication"}:       "those whom it touches hear of it sooner",
}

// Meaning is what a word of an action stands for, in a few words; "" for lists whose words say it themselves.
func Meaning(list, word string) string { return meanings[[2]string{list, word}] }

// Gap stands in a proposed sentence where somebody fills in their own words.
const Gap = "__"

// Outcome is a sentence to complete that says when an action is done, by its area: something that another person can see
// (seed 2, "Action Items"). It is only proposed: what somebody saves has no Gap left. An area that is none gets the sentence of
// prevention.
func Outcome(area string) string {
	switch area {
	case "detection":
		return "An alert fires when __ exceeds __ for __ minutes"
	case "response":
		return "The runbook __ says __, and somebody has followed it once"
	case "communication":
		return "__ is told within __ minutes by __"
	}
	return "__ is refused, and a test shows it"
}

// FindGap is the first byte of the first Gap of a text that stands as a word of its own, -1 without one.
func FindGap(text string) int {
	at := 0
	for {
		next := strings.Index(text[at:], Gap)
		if next < 0 {
			return -1
		}
		at += next
		before, after := strings.TrimRight(text[:at], " \n"), text[at+len(Gap):]
		if (before == "" || len(before) < at) && (after == "" || strings.ContainsRune(" \n,.;:", rune(after[0]))) {
			return at
		}
		at += len(Gap)
	}
}
