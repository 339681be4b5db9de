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
	words := tokens(strings.TrimLeft(longestCell(text), "# "))
	if !isEnglish(words) {
		return false
	}
	words = promised(firstSentence(words))
	first, lead := leadOf(words, false), leadOf(words, true)
	if lead < 0 {
		return false
	}
	return listed(questions, words[0].word) || listed(forever, words[0].word) || isUndertaking(words) || isHabit(words) ||
		isEndless(words[first:]) || isEndless(words[lead:]) ||
		isOnlyBetter(words, lead) && !isMeasured(words)
}

// longestCell is the cell of a table's row that says most; other text is one cell.
func longestCell(text string) string {
	longest := ""
	for cell := range strings.SplitSeq(text, "|") {
		if len(cell) > len(longest) {
			longest = cell
		}
	}
	return longest
}

// firstSentence is the first one that says something.
func firstSentence(words []token) []token {
	for len(words) > 0 {
		end := sentenceEnd(words)
		if slices.ContainsFunc(words[:end], func(t token) bool { return t.kind == aWord }) {
			return words[:end]
		}
		words = words[min(end+1, len(words)):]
	}
	return nil
}

// promised leaves out the phrase that an action opens with ("on a higher level,") and what it is for ("so that …").
func promised(words []token) []token {
	if len(words) > 0 && words[0].class&preposition != 0 {
		if comma := slices.IndexFunc(words, func(t token) bool { return t.kind == aPause && t.word == "," }); comma > 0 && comma < 8 {
			words = words[comma+1:]
		}
	}
	for i := range words {
		if hasAny(words[i:i+1], "so because which otherwise since") && i > 0 || i > 2 && words[i].word == "to" && i+1 < len(words) &&
			hasAny(words[i+1:i+2], "make help ensure improve allow avoid prevent reduce increase enable give") {
			return words[:i]
		}
	}
	return words
}

// leadOf is the index of the first word that carries the action, -1 without one: not a label before a colon, not "we need to",
// and, where whoever is to act is named first, not "the pipeline will".
func leadOf(words []token, named bool) int {
	start := 0
	for i := range words[:min(len(words), 8)] {
		label := words[i].kind == aPause && words[i].word == ":" && i <= 4 && i+2 < len(words)
		if label || named && hasAny(words[i:i+1], "will should must shall needs need") {
			start = i + 1
		}
	}
	for i := start; i < len(words); i++ {
		if !opens(&words[i]) && (words[i].word != "plan" || i+1 == len(words) || words[i+1].word != "to") {
			return i
		}
	}
	return -1
}

// opens reports whether a token says nothing of what is done.
func opens(t *token) bool {
	return t.kind != aWord || listed(opening, t.word) || t.class&(auxiliary|anybody|determiner) != 0 || isAdverb(t)
}

const (
	// opening are words that an action opens with before it says what.
	opening = "need needs want going to please let's lets todo action item team lastly next should all and then as part of future in " +
		"progress aim able pending planned ongoing"
	// forever open what has no end.
	forever = "continuously regularly constantly"
	// questions open what is asked, not what is promised.
	questions = "how can could why what whether who"
)

// isMeasured reports whether a number is named that says how far: a threshold, a size, a length of time.
func isMeasured(words []token) bool {
	for i := 1; i < len(words); i++ {
		if t := &words[i]; t.number && words[i-1].kind == aWord && listed("to from above below over under than exceeds every within "+
			"least most for at by", words[i-1].word) {
			return true
		}
	}
	return false
}

// isUndertaking reports whether a few words name an activity and no outcome: "network segmentation review", "an analysis is
// needed".
func isUndertaking(words []token) bool {
	n, last := 0, ""
	for i := range words {
		if words[i].kind == aPause && n > 0 || hasAny(words[i:i+1], "is are") && i+1 < len(words) && hasAny(words[i+1:i+2], "needed required") {
			break
		}
		if words[i].class&determiner != 0 && n > 0 {
			return false
		}
		if words[i].kind == aWord {
			n, last = n+1, words[i].word
		}
	}
	return n <= 6 && listed("review audit assessment investigation analysis evaluation improvement improvements training awareness "+
		"research discussion "+
		"exploration hardening optimization optimisation cleanup", last)
}

// isHabit reports whether people are told how to be: "reviewers should verify the changes".
func isHabit(words []token) bool {
	for i := range words[:min(len(words), 4)] {
		t := &words[i]
		switch {
		case t.kind != aWord || t.class&clause != 0 && t.word != "and":
			return false
		case i > 0 && (t.class&auxiliary != 0 || t.word == "to" || t.word == "made"):
			return words[i-1].class&person != 0 && words[i-1].class&anybody == 0 || hasAny(words[:i], "everyone everybody")
		}
	}
	return false
}

// isEndless reports whether an action opens with a verb that has no end. Looking into something has none; a direction has one
// where a measure is named or how to get there: "reduce noise by removing the duplicate alert". A ticket to look into
// something is no outcome either.
func isEndless(words []token) bool {
	lead := words[0].word
	next := ""
	if len(words) > 1 {
		next = words[1].word
	}
	switch {
	case andDoes(words), isTurned(words):
		return false
	case endlessPairs.has(lead+" "+next) || inquiries.has(lead):
		return true
	case lead == "make" && next == "sure" || lead == "ensure" || lead == "ensuring":
		return isForPeople(words)
	case listed("create created open write raise file document", lead):
		return hasAny(words, "investigate think explore discuss consider") && hasAny(words, "ticket issue card document meeting")
	}
	return directions.has(lead) && !isMeasured(words) && !saysHow(words)
}

// isTurned reports whether a setting is named that goes up or down: "increase the number of replicas".
func isTurned(words []token) bool {
	at := 1
	if len(words) > 1 && words[1].word == "the" {
		at = 2
	}
	return listed("increase raise reduce lower", words[0].word) && at+1 < len(words) && words[at].word == "number" && words[at+1].word == "of"
}

// andDoes reports whether a second verb names an outcome: "review the limits and document them".
func andDoes(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if words[i].word == "and" && hasAny(words[i+1:i+2], "document create update fix add write publish migrate remove replace "+
			"configure send alert notify implement merge block") {
			return true
		}
	}
	return false
}

// inquiries are verbs, and their nouns, of looking into something.
var inquiries = wordSet(`investigate investigating investigation discuss discussing discussion align revisit consider considering explore exploring
	evaluate evaluating evaluation assess assessing assessment examine understand understanding research study try trying think thinking
	identify identifying determine analyse analyze analysing analyzing rethink reconsider spike clarify look looking figure brainstorm decide
	deciding survey check reflect agree estimate audit explore exploration accounting plan planning possible possibly perhaps maybe ask ballpark`)

// directions are verbs of actions that are never done: there is always more to improve.
var directions = wordSet(`improve improving improvement improvements monitor monitoring increase increased enhance enhancing strengthen optimise
	optimize optimising optimizing encourage educate teach review reviewing better more reduce refine prioritise prioritize learn speed
	bring raise gain gaining keep focus continue continuing streamline simplify promote foster communicate communication collaborate coordinate
	rationalise rationalize mitigate minimise minimize harden follow closer closely faster quicker easier greater regular regularly awareness
	familiarise familiarize refamiliarise refamiliarize remember careful pay be being stay tune reiterate re-iterate reaffirm re-affirm train
	training`)

// endlessPairs are such verbs of two words.
var endlessPairs = wordPairs("look into", "figure out", "work out", "find out", "find a", "find ways", "make everyone", "make people", "make us",
	"make staff", "take care", "get better", "do better", "follow up", "bring down", "speed up", "dig into", "come up", "reach out", "talk to",
	"see if", "think about", "establish a", "establishing a", "working on", "move away", "design for", "work on", "work with", "work towards",
	"work to")

func wordPairs(pairs ...string) set { return setOf(slices.Values(pairs)) }

// saysHow reports whether the way to get there is named: "by" and an -ing form, "with a".
func saysHow(words []token) bool {
	for i := 1; i+1 < len(words); i++ {
		if words[i].word == "by" && strings.HasSuffix(words[i+1].word, "ing") || words[i].word == "with" && listed("a an", words[i+1].word) {
			return true
		}
	}
	return false
}

// isForPeople reports whether people are to behave, or the promise has no measure.
func isForPeople(words []token) bool {
	for i := 1; i < len(words); i++ {
		if t := &words[i]; t.class&person != 0 && t.class&anybody == 0 && t.word != "user" && (i+1 >= len(words) || words[i+1].class&machine == 0) {
			return true
		}
	}
	return hasAny(words, "plan aware everyone we people they")
}

func hasAny(words []token, list string) bool {
	return slices.ContainsFunc(words, func(t token) bool { return t.kind == aWord && listed(list, t.word) })
}

// isOnlyBetter reports whether a comparison is promised that nothing is compared with. lead carries the action.
func isOnlyBetter(words []token, lead int) bool {
	for i := range words {
		t := &words[i]
		if t.kind != aWord {
			continue
		}
		next := ""
		if i+1 < len(words) {
			next = words[i+1].word
		}
		if isOfAThing(words, i, lead) {
			continue
		}
		if listed(loose, t.word) || loosePairs.has(t.word+" "+next) || t.word == "more" && next != "than" && (i == 0 || words[i-1].word != "no") {
			return true
		}
	}
	return false
}

// isOfAThing reports whether a comparison says which thing is meant, or in comparison with what: "use a faster disk", "run the check earlier than
// the deploy".
func isOfAThing(words []token, i, lead int) bool {
	if i == 0 || i+1 >= len(words) || words[i+1].kind != aWord || !listed("earlier faster stricter tighter more", words[i].word) {
		return false
	}
	switch words[i+1].word {
	case "than":
		return true
	case "in":
		return words[i].word == "earlier" && listed("move run start put schedule shift", words[lead].word)
	}
	return (listed("a an", words[i-1].word) || i == lead+1 && words[i].word != "more") &&
		listed("use set add replace move switch give install buy configure apply put pin choose", words[lead].word)
}

// loose are words that leave open what would be done.
const loose = "better gracefully adequate adequately acceptable somewhere somehow something possibly possibility strategy maybe earlier option " +
	"options easier faster appropriate appropriately smarter investigate evaluate awareness careful vigilant sustainable easy " +
	"sufficient sufficiently periodically quality culture stricter tighter thorough comprehensive realistic simplicity"

var loosePairs = wordPairs("some kind", "some sort", "might be", "a decision", "ad hoc", "high quality", "as needed",
	"where possible", "if possible", "think about")
