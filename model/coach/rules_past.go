package coach

import "strings"

// The rules about what did not happen and what was known only afterwards. A wish for a thing ("we should have alerting") is
// none, and neither is what a machine or data should have done: that says what went wrong.

// counterfactual reads should, could, would or might at i, with "have" and a participle behind it.
func counterfactual(s *sentence, i int) hit {
	have := s.haveAfter(i)
	if have < 0 || s.asked() || s.in(i-1, "what or") || s.hypothetical() {
		return none
	}
	verb := s.after(have)
	w, modal := s.word(verb), s.modalOf(i)
	h := hit{"counterfactual", i, verb}
	switch {
	case w == "been" || w == "be" && modal == "could":
		return s.couldHaveBeen(h, modal)
	case !isParticiple(w), s.namesThing(verb), w == "had" && s.hasThing(verb, modal):
		return none
	case s.has("sooner earlier faster quicker"):
		return h
	}
	who := s.whoWould(i)
	if who == someone || who == unsaid && (i < 2 || s.words[i-1].kind == aPause) {
		return when(s.aboutPeople(i, modal, w), h)
	}
	return when(s.wouldHaveHelped(h, modal, who), h)
}

// hasThing reports whether the "had" at i speaks of a thing to have, and not of having had more of it.
func (s *sentence) hasThing(i int, modal string) bool {
	return !s.in(i+1, "less fewer more better") && (modal != "should" || s.section == Facts)
}

// whoWould is the subject of the modal at i, which "we'd" holds in itself.
func (s *sentence) whoWould(i int) subject {
	if strings.HasSuffix(s.word(i), "'d") {
		return someone
	}
	return s.subjectOf(i)
}

// wouldHaveHelped reports whether a thing is said to have been able to help, or people's work to have fallen short.
func (s *sentence) wouldHaveHelped(h hit, modal string, who subject) bool {
	verb := s.word(h.to)
	switch {
	case modal == "should" && verb == "gone":
		return s.in(h.to+1, "out live ahead through")
	case modal == "would" && s.in(h.to, "happened occurred") && s.negatedModal(h.from):
		return s.in(0, "with had") || s.has("someone somebody we")
	case s.negated(h.to) || s.has("no nothing") || s.has("any") && s.has("not don't doesn't didn't"):
		return false
	case modal == "should":
		return who == activity || s.is(s.leftOfVerb(h.from), process)
	case s.section == Lessons && modal == "could" && verb == "included":
		return true
	}
	return helps.has(verb) || s.in(h.to+1, "us") || verb == "gone" && s.in(h.to+2, "long")
}

// hypothetical reports whether the sentence is about what an attacker or luck might have done.
func (s *sentence) hypothetical() bool {
	return s.has("attacker attackers adversary adversaries hacker hackers malicious exploit exploited exploitable lucky luckily theoretically") ||
		s.has("fortunately") && !s.has("avoided prevented")
}

// aboutPeople reports whether what somebody would have done says something about them. What anybody could have done, what
// somebody would have liked, and what users did, says something about the situation.
func (s *sentence) aboutPeople(i int, modal, verb string) bool {
	switch s.word(s.leftOfVerb(i)) {
	case "anyone", "anybody", "user", "you":
		return false
	}
	switch modal {
	case "would":
		return !tastes.has(verb) && !s.negatedModal(i) && (helps.has(verb) || betterOutcome.has(verb) || s.is(s.leftOfVerb(i), anybody))
	case "may", "might":
		return helps.has(verb)
	}
	return !s.has("same")
}

// tastes are what somebody would have liked; that says nothing about what was done.
var tastes = wordSet("expected liked wanted loved preferred thought hoped lost suffered struggled failed needed")

// betterOutcome are how it would have ended, had people done otherwise.
var betterOutcome = wordSet(`avoided prevented caught detected noticed identified resolved fixed mitigated found discovered reduced shortened
	spotted solved averted alerted minimised minimized known realised realized tested checked done isolated handled recovered`)

// helps are what people say a thing would have done for them.
var helps = wordSet(`saved prevented avoided helped caught reduced shortened averted mitigated allowed detected alerted warned noticed
	shown enabled isolated surfaced revealed spotted highlighted eased identified uncovered flagged found stopped`)

// couldHaveBeen reads the passive, and what would have been wiser. The words of h reach to "been".
func (s *sentence) couldHaveBeen(h hit, modal string) hit {
	at := s.after(h.to)
	if betterWords.has(s.word(at - 1)) { // "better" is an adverb elsewhere
		at--
	}
	if s.is(at, determiner) {
		at = s.after(at)
	}
	if s.word(at) != "" {
		h.to = at
	}
	return when(s.wiser(h, at, modal) || s.hidesPeople(h, at, modal), h)
}

// wiser reports whether the words say what would have been better: "the best approach would have been to", "it could have
// been faster", "as well as it could have been".
func (s *sentence) wiser(h hit, at int, modal string) bool {
	w := s.word(at)
	switch {
	case w == "":
		return modal != "would" && (s.has("as") || s.in(h.from-2, "when")) || modal == "would" && s.has("best better right ideal")
	case w == "to":
		return s.has("best better right ideal way option alternative")
	case w == "able":
		return s.is(at+2, careVerb|duty)
	case betterWords.has(w):
		return !s.negatedModal(h.from) && (modal != "should" || s.subjectOf(h.from) == someone)
	}
	return modal != "would" && s.in(s.leftOfVerb(h.from), "there") || s.neglected(h, w, modal)
}

// neglected reports whether people are said to have had to be somewhere or something: "I should have been in touch".
func (s *sentence) neglected(h hit, w, modal string) bool {
	return modal == "should" && !isParticiple(w) && !strings.HasSuffix(w, "ing") && s.subjectOf(h.from) == someone
}

// hidesPeople reports whether the passive at i hides those who could have done it: "should have been checked".
func (s *sentence) hidesPeople(h hit, i int, modal string) bool {
	w := s.word(i)
	lookingBack := s.section == Lessons || s.section == Actions || s.section == Whys
	switch {
	case isParticiple(w) && s.byPeople(i):
		return true
	case s.byMachine(i):
		return false
	case s.is(i, care) && !s.complement(i) && (modal != "would" || betterOutcome.has(w)):
		return true
	case !lookingBack || modal == "would":
		return false
	}
	return w == "available" || s.in(h.to-1, "more") || isParticiple(w) && !suffered.has(w)
}

// suffered are what befalls data and systems.
var suffered = wordSet(`published deleted removed lost affected impacted stolen compromised allowed blocked returned stored exposed leaked
	corrupted overwritten triggered caused killed slashed accepted rejected processed received sent loaded cached replicated restarted ready charged
	billed dropped served rendered executed scheduled evicted hit been set put used reached generated created`)

// betterWords say what would have been wiser.
var betterWords = wordSet(`better useful helpful easier faster quicker nice wise wiser prudent safer simpler sensible preferable ideal sooner earlier
	clearer good best possible`)

// complement reports whether a plain word follows the participle at i and says what something is taken for: "considered
// illiquid".
func (s *sentence) complement(i int) bool {
	if !s.in(i, "considered read seen written created added built") || i+1 == len(s.words) {
		return false
	}
	next := &s.words[i+1]
	return next.kind == aThing || next.kind == aWord && next.class&linking == 0 && !isAdverb(next)
}

// haveAfter is where "have" (or "of", as it is heard) stands after a modal, -1 where it does not. "should've" holds it.
func (s *sentence) haveAfter(i int) int {
	if strings.HasSuffix(s.word(i), "'ve") || s.in(i, "shoulda coulda woulda") {
		return i
	}
	k := s.after(i)
	if s.word(i) == "ought" && s.word(k) == "to" {
		k = s.after(k)
	}
	if w := s.word(k); w == "have" || w == "of" && isParticiple(s.word(s.after(k))) {
		return k
	}
	return -1
}

func (s *sentence) modalOf(i int) string {
	if strings.HasSuffix(s.word(i), "'d") {
		return "would"
	}
	for _, m := range []string{"should", "could", "would", "might", "may", "ought"} {
		if strings.HasPrefix(s.word(i), m) {
			return m
		}
	}
	return s.word(i)
}

// namesThing reports whether the participle at i stands before a noun: "have automated tests" names a thing.
func (s *sentence) namesThing(i int) bool {
	return s.is(i, compound) && i+1 < len(s.words) && s.words[i+1].kind == aWord && !s.is(i+1, linking|determiner|auxiliary|anybody|they) &&
		!isAdverb(&s.words[i+1])
}

// byMachine reports whether "by" and a machine follow: "should have been noticed by the controller".
func (s *sentence) byMachine(i int) bool {
	for n := s.byAfter(i); n >= 0 && n < len(s.words) && s.words[n].kind != aPause; n++ {
		if s.isPerson(n) {
			return false
		}
		if s.words[n].kind == aThing || s.is(n, machine) {
			return !s.is(i, care) || !strings.HasSuffix(s.word(n-1), "ing")
		}
	}
	return false
}

// byPeople reports whether "by" and people follow, or an -ing form of what they would do.
func (s *sentence) byPeople(i int) bool {
	n := s.byAfter(i)
	if n < 0 {
		return false
	}
	for k := n; k < len(s.words) && k < n+3; k++ {
		if s.isPerson(k) {
			return true
		}
	}
	return false
}

// byAfter is the index behind a "by" that stands within three words after i, -1 without one.
func (s *sentence) byAfter(i int) int {
	for k := i + 1; k < len(s.words) && k < i+4; k++ {
		if s.word(k) == "by" {
			return k + 1
		}
	}
	return -1
}

// negatedModal reports whether "not" is part of the modal at i or follows it.
func (s *sentence) negatedModal(i int) bool {
	return s.word(i+1) == "not" || strings.HasSuffix(s.word(i), "n't")
}

// hadWe reads "if we had known" and "had we known".
func hadWe(s *sentence, i int) hit {
	if s.word(i) == "had" {
		verb := s.after(i + 1)
		turned := i == 0 || s.words[i-1].kind == aPause || !s.is(i-1, person|anybody|they) && s.has("would could might would've could've wouldn't")
		return when(turned && s.is(i+1, anybody|they) && isParticiple(s.word(verb)), hit{"counterfactual", i, verb})
	}
	who := s.after(i)
	had := s.after(who)
	verb := s.after(had)
	claimed := s.section == Lessons || s.has("would could might would've could've")
	return when(claimed && s.in(had, "had") && s.is(who, anybody|they) && isParticiple(s.word(verb)), hit{"counterfactual", i, verb})
}

// ifOnly reads "if only we had".
func ifOnly(s *sentence, i int) hit {
	return when(s.in(i-1, "if") && (i == 1 || s.words[i-2].kind == aPause), hit{"counterfactual", i - 1, i})
}

func wished(s *sentence, i int) hit {
	if w := s.word(i - 1); (w == "i" || w == "we") && s.section != Actions && s.section != Facts {
		return hit{"counterfactual", max(i-1, 0), i}
	}
	return none
}

// hindsight reads "in hindsight" and its like.
func hindsight(s *sentence, i int) hit {
	return when(s.in(i-1, "in with of") && !s.has("you avoid"), hit{"hindsight", i - 1, i})
}

func lookingBack(s *sentence, i int) hit {
	judged := i+2 >= len(s.words) || s.words[i+2].kind == aPause || s.in(i+2, "at on") && s.in(i+3, "it this the that")
	return when(s.in(i+1, "back") && i < 2 && judged, hit{"hindsight", i, i + 1})
}

// obvious reads what was clear only afterwards: "obviously", "it was obvious". What was not obvious says why.
func obvious(s *sentence, i int) hit {
	if s.section == Actions || s.negated(i) || s.has("nothing without") || s.in(i+1, "from") {
		return none
	}
	b := s.word(s.before(i))
	if s.section != Facts && s.in(i, "obviously") && !s.peopleAfter(i) {
		return none
	}
	if s.word(i) == "obvious" && b != "was" && b != "were" && b != "been" {
		return none
	}
	if s.section == Facts && s.word(i) == "obviously" {
		return hit{"opinion", i, i}
	}
	return hit{"hindsight", i, i}
}

// peopleAfter reports whether a person stands among the few words after i.
func (s *sentence) peopleAfter(i int) bool {
	for k := i + 1; k < len(s.words) && k < i+4; k++ {
		if s.isPerson(k) {
			return true
		}
	}
	return false
}

// avoidable reads what only looks avoidable, or unwise, from here.
func avoidable(s *sentence, i int) hit {
	if s.section == Actions || s.negated(i) {
		return none
	}
	return hit{"hindsight", i, i}
}

// tooLong reads a judgement of how long people took: "it took us too long", "detection was too slow", "we were too late".
func tooLong(s *sentence, i int) hit {
	before := s.beforePlain(i)
	took := hit{"hindsight", max(before, 0), min(i+1, len(s.words)-1)}
	switch {
	case s.section == Actions:
		return none
	case s.in(i+1, "long"):
		people := s.in(before, "us them") || s.isPerson(before) || s.in(before, "spent took waited") && s.subjectOf(before) == someone
		return when(people || s.isProcess(s.leftOfVerb(before)), took)
	case s.in(i+1, "slow") && s.isProcess(s.leftOfVerb(before+1)):
		return took
	}
	judged := s.in(i+1, "slow late hasty quick confident optimistic eager")
	return when(judged && s.subjectOf(i) == someone && s.is(before, auxiliary), took)
}

// tooMuch reads a judgement of how much people relied on: "we spent too much time", "too much trust in".
func tooMuch(s *sentence, i int) hit {
	before := s.beforePlain(i)
	much := hit{"hindsight", max(before, 0), min(i+1, len(s.words)-1)}
	switch {
	case s.section == Actions || !s.in(i+1, "much"):
		return none
	case s.in(i+2, "trust faith confidence reliance"):
		return hit{"character", i, i + 2}
	case s.in(i+2, "time"):
		return when(s.in(before, "spent spend spending took"), much)
	}
	return when(s.has("trusted relied trust rely") && s.section != Facts && s.shared(i) == someone, much)
}

// isProcess reports whether the word at i is what people do when something is wrong: "our response".
func (s *sentence) isProcess(i int) bool {
	return s.in(i, "response detection communication reaction escalation investigation reply diagnosis mitigation recovery") && s.section != Facts
}

// beforePlain is the word before i, "way" and "far" left out.
func (s *sentence) beforePlain(i int) int {
	if s.in(i-1, "way far much") {
		return i - 2
	}
	return i - 1
}

// wasted reads "we wasted time on".
func wasted(s *sentence, i int) hit {
	who := s.subjectOf(i)
	return when(s.has("time hour hours minutes day days") && (who == someone || who == unsaid), hit{"hindsight", i, i})
}
