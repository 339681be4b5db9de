package coach

import (
	"slices"
	"strings"
	"time"

	"debrief/model"
)

// vagueAction asks about an action whose outcome nobody can check: neither its title nor its done-when names one (seed 2,
// "Action Items", 3).
func vagueAction(p *model.Postmortem, _ time.Time) []Finding {
	var findings []Finding
	for i := range p.Actions {
		a := &p.Actions[i]
		if a.Status == "dropped" || a.Status == "done" || blank(a.Title) || !blank(a.DoneWhen) && !IsVague(a.DoneWhen) {
			continue
		}
		if IsVague(a.Title) {
			findings = append(findings, Finding{At: a.Ref, Text: oneLine(a.Title)})
		}
	}
	return findings
}

// IsVague reports whether a text names no outcome that another person can check: it opens with something that is never done,
// as looking into it is, or what it promises is only better. A text that is not English is taken at its word.
func IsVague(text string) bool {
	words := tokens(strings.TrimLeft(text, "# "))
	if !isEnglish(words) {
		return false
	}
	words = promised(firstSentence(words))
	lead := leadOf(words)
	return lead >= 0 && !isMeasured(words[lead:]) && (isEndless(words[lead:]) || isOnlyBetter(words))
}

// promised leaves out the phrase that an action opens with ("on a higher level,") and what it is for ("so that …").
func promised(words []token) []token {
	if len(words) > 0 && words[0].class&preposition != 0 {
		if comma := slices.IndexFunc(words, func(t token) bool { return t.kind == aPause && t.word == "," }); comma > 0 && comma < 8 {
			words = words[comma+1:]
		}
	}
	purpose := slices.IndexFunc(words, func(t token) bool { return t.kind == aWord && purposes[t.word] })
	if purpose > 0 {
		words = words[:purpose]
	}
	return words
}

var purposes = wordSet("so because which otherwise since")

// firstSentence is the first one that says something: a label of a word or two before a colon is left out.
func firstSentence(words []token) []token {
	isEnd := func(t token) bool { return t.kind == aStop || t.kind == aPause && t.word == "|" }
	for len(words) > 0 {
		end := slices.IndexFunc(words, isEnd)
		if end < 0 {
			return words
		}
		if said := slices.IndexFunc(words[:end], func(t token) bool { return t.kind == aWord }); said >= 0 {
			return words[:end]
		}
		words = words[end+1:]
	}
	return nil
}

// leadOf is the index of the first word that carries the action: not "we need to", not "also".
func leadOf(words []token) int {
	colon := slices.IndexFunc(words, func(t token) bool { return t.kind == aPause && t.word == ":" })
	if colon >= 0 && colon <= 4 && colon+2 < len(words) {
		if i := leadOf(words[colon+1:]); i >= 0 {
			return colon + 1 + i
		}
	}
	for i := range words {
		t := &words[i]
		if t.kind == aWord && !opening[t.word] && t.class&(auxiliary|anybody|determiner) == 0 && !isAdverb(t) {
			return i
		}
	}
	return -1
}

// opening are words that an action opens with before it says what.
var opening = wordSet(`need needs want plan-to going to please let's lets todo action item team lastly next should agreed agree all and then
	as part of future in progress try-to aim`)

// isMeasured reports whether a number of something is named, as a threshold or a size is.
func isMeasured(words []token) bool {
	for i := 1; i < len(words); i++ {
		if t := &words[i]; t.kind == aThing && t.number && i > 0 && words[i-1].kind == aWord &&
			(measures[words[i-1].word] || i+1 < len(words) && units[words[i+1].word]) {
			return true
		}
	}
	return false
}

var (
	measures = wordSet("to from above below over under than exceeds every within least most of for at by")
	units    = wordSet("percent seconds second minutes minute hours hour days day weeks gb mb ms replicas nodes requests times retries % s")
)

// isEndless reports whether an action opens with a verb that has no end, unless it says how: "reduce noise by removing the
// duplicate alert". A ticket to look into something is no outcome either.
func isEndless(words []token) bool {
	lead := words[0].word
	next := ""
	if len(words) > 1 {
		next = words[1].word
	}
	switch {
	case endlessPairs[lead+" "+next]:
		return true
	case lead == "make" && next == "sure" || lead == "ensure" || lead == "ensuring":
		return isForPeople(words)
	case lead == "create" || lead == "open" || lead == "write" || lead == "raise" || lead == "file" || lead == "created" || lead == "document":
		return hasAny(words, "investigate", "think", "explore", "discuss", "consider") && hasAny(words, "ticket", "issue", "card", "document", "meeting")
	}
	if !endless[lead] {
		return false
	}
	return !saysHow(words)
}

// endless are verbs of actions that are never done: there is always more to improve or to look into.
var endless = wordSet(`improve improving improvement improvements investigate investigating investigation discuss discussing discussion align
	revisit consider considering explore exploring evaluate evaluating assess assessing examine monitor monitoring increase increased enhance
	enhancing strengthen optimise optimize optimising optimizing understand understanding research study plan try trying encourage educate
	teach think thinking work review reviewing better more identify identifying determine analyse analyze analysing analyzing reduce refine
	rethink reconsider prioritise prioritize spike clarify learn speed bring look looking figure raise keep focus continue streamline simplify
	promote foster communicate collaborate coordinate rationalise rationalize reflect brainstorm decide mitigate minimise minimize harden
	follow closer closely faster quicker easier greater regular regularly awareness possible possibly perhaps maybe standardise standardize
	familiarise familiarize refamiliarise refamiliarize evaluation assessment exploration remember careful pay be being stay have-another survey check`)

// endlessPairs are such verbs of two words.
var endlessPairs = wordSetOfPairs("look into", "figure out", "work out", "find out", "find a", "find ways", "make everyone", "make people", "make us", "make staff", "take care", "get better",
	"do better", "follow up", "bring down", "speed up", "dig into", "come up", "reach out", "talk to", "ask for", "see if", "think about")

func wordSetOfPairs(pairs ...string) map[string]bool {
	set := map[string]bool{}
	for _, p := range pairs {
		set[p] = true
	}
	return set
}

// saysHow reports whether "by" and an -ing form follow, or a number from which to which.
func saysHow(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if words[i].word == "by" && strings.HasSuffix(words[i+1].word, "ing") {
			return true
		}
	}
	return false
}

// isForPeople reports whether people are to behave, or the promise has no measure.
func isForPeople(words []token) bool {
	for i := 1; i < len(words); i++ {
		if words[i].class&person != 0 && words[i].class&anybody == 0 && (i+1 >= len(words) || words[i+1].class&machine == 0) && words[i].word != "user" {
			return true
		}
	}
	return hasAny(words, "plan", "aware", "everyone", "we", "people", "they")
}

func hasAny(words []token, any ...string) bool {
	for i := range words {
		if words[i].kind == aWord && slices.Contains(any, words[i].word) {
			return true
		}
	}
	return false
}

// isOnlyBetter reports whether a comparison is promised that nothing is compared with.
func isOnlyBetter(words []token) bool {
	for i := range words {
		t := &words[i]
		if t.kind != aWord {
			continue
		}
		next := ""
		if i+1 < len(words) {
			next = words[i+1].word
		}
		if loose[t.word] || loosePairs[t.word+" "+next] || t.word == "more" && next != "than" && (i == 0 || words[i-1].word != "no") {
			return true
		}
	}
	return false
}

// loose are words that leave open what would be done.
var loose = wordSet(`better gracefully adequate adequately acceptable somewhere somehow something possibly possibility strategy strategies
	maybe earlier option options easier faster appropriate appropriately smarter investigate evaluate awareness careful vigilant`)

var loosePairs = wordSetOfPairs("some kind", "some sort", "might be",
	"as needed", "where possible", "if possible", "best practices", "a strategy", "think about")
