package coach

import "strings"

// The rules about what did not happen. A wish for a thing ("we should have alerting") is
// none, and neither is what a machine or data should have done: that says what went wrong.

// counterfactual reads should, could, would or might at i, with "have" and a participle behind it.
func counterfactual(s *sentence, i int) hit {
	have := s.haveAfter(i)
	if have < 0 || s.asked() || s.in(i-1, "or") || s.wondered(i) || s.hypothetical() {
		return none
	}
	h, modal := hit{"counterfactual", i, s.after(have)}, s.modalOf(i)
	switch w := s.word(h.to); {
	case w == "": // "people restarted it when they should not have"
		return when(modal == "should" && s.subjectOf(i) == someone, hit{h.code, i, have})
	case w == "been" || w == "be" && modal == "could":
		return s.couldHaveBeen(h, modal)
	case !isParticiple(w), s.namesThing(h.to), w == "had" && s.hasThing(h.to, modal):
		return none
	case s.has("sooner earlier faster quicker"):
		return h
	}
	return when(s.otherwise(h, modal), h)
}

// thanShould reads "it took longer than it should have".
func thanShould(s *sentence, i int) hit {
	compared := s.in(i-2, "than") && s.in(i-3, "longer slower later harder")
	return when(compared && s.haveAfter(i) > 0, hit{"counterfactual", max(i-3, 0), i})
}

// otherwise reports whether people are said to have had another way, or a thing to have been able to help.
func (s *sentence) otherwise(h hit, modal string) bool {
	who := s.whoWould(h.from)
	paused := s.opens(h.from) || s.words[h.from-1].kind == aPause
	switch {
	case who == someone, paused && who == unsaid:
		return s.aboutPeople(h.from, modal, s.word(h.to))
	case modal == "should":
		return s.fellShort(h, who) || paused && s.is(h.to, care)
	}
	return s.wouldHaveHelped(h, modal)
}

// wondered reports whether the modal at i stands in a question that the sentence speaks of: "how it could have been prevented".
func (s *sentence) wondered(i int) bool {
	for k := i - 1; k >= 0 && k >= i-6 && s.words[k].kind == aWord && !s.is(k, auxiliary); k-- {
		if s.in(k, "what how whether") {
			return k > 0 || !s.in(1, "we i they he she")
		}
	}
	return false
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

// fellShort reports whether people's work is said to have had to do better: "the review should have found it".
func (s *sentence) fellShort(h hit, who subject) bool {
	switch {
	case s.in(h.to, "gone"):
		return s.in(h.to+1, "out live ahead through")
	case s.negated(h.to) || s.has("no nothing"):
		return false
	}
	return who == activity || s.is(s.leftOfVerb(h.from), process)
}

// wouldHaveHelped reports whether a thing is said to have been able to help.
func (s *sentence) wouldHaveHelped(h hit, modal string) bool {
	verb := s.word(h.to)
	switch {
	case modal == "would" && s.in(h.to, "happened occurred") && s.negatedModal(h.from):
		return s.has("with had") || s.has("someone somebody we")
	case s.negated(h.to) || s.has("no nothing") || s.in(h.from-1, "that which") && s.gap(h.from-1):
		return false
	}
	return s.helped(h) || s.section == Lessons && modal == "could" && verb == "included"
}

// helped reports whether the words of h, and what follows them, tell of help. What "would have stopped" by itself was no help.
func (s *sentence) helped(h hit) bool {
	bare := h.to+1 == len(s.words) && s.in(h.to, "stopped found improved")
	return helps.has(s.word(h.to)) && !bare || s.in(h.to+1, "us") || s.in(h.to, "gone") && s.in(h.to+2, "long")
}

// gap reports whether the "that" or "which" at i stands for a thing that was missing: "a check that would have caught it".
func (s *sentence) gap(i int) bool {
	for k := range i {
		if s.in(k, "no not missing lacked lack absent") || strings.HasSuffix(s.word(k), "n't") {
			return true
		}
	}
	return false
}

// hypothetical reports whether the sentence is about what an attacker or luck might have done.
func (s *sentence) hypothetical() bool {
	return s.has("attacker attackers adversary adversaries hacker hackers malicious exploit exploited exploitable "+
		"theoretically hopefully") || s.has("fortunately lucky luckily") && !s.has("avoided prevented")
}

// aboutPeople reports whether what somebody would have done says something about them. What anybody could have done, what
// somebody would have liked, and what users did, says something about the situation.
func (s *sentence) aboutPeople(i int, modal, verb string) bool {
	switch s.word(s.leftOfVerb(i)) {
	case "anyone", "anybody", "user", "you":
		return false
	}
	if s.in(0, "anyone anybody") || modal == "would" && s.in(i-2, "which") {
		return false
	}
	switch modal {
	case "would":
		return !tastes.has(verb) && !s.negatedModal(i) && (helps.has(verb) || betterOutcome.has(verb) || s.is(s.leftOfVerb(i), anybody))
	case "may", "might":
		return helps.has(verb)
	}
	return !s.in(s.after(s.haveAfter(i))+2, "same")
}

// tastes are what somebody would have liked; that says nothing about what was done.
var tastes = wordSet("expected liked wanted loved preferred thought hoped lost suffered struggled failed needed")

// betterOutcome are how it would have ended, had people done otherwise.
var betterOutcome = wordSet(`avoided prevented caught detected noticed identified resolved fixed mitigated found discovered reduced shortened
	spotted solved averted alerted minimised minimized known realised realized tested checked done isolated handled recovered`)

// helps are what people say a thing would have done for them.
var helps = wordSet(`saved prevented avoided helped caught reduced shortened averted mitigated allowed detected alerted warned noticed
	shown enabled isolated surfaced revealed spotted highlighted eased identified uncovered flagged found stopped cut limited halved
	minimized minimised improved`)

// couldHaveBeen reads the passive, and what would have been wiser. The words of h reach to "been".
func (s *sentence) couldHaveBeen(h hit, modal string) hit {
	at := s.after(h.to)
	if betterWords.has(s.word(at - 1)) { // "better" is an adverb elsewhere
		at--
	}
	if s.is(at, determiner) || s.in(at, "much far") {
		if at = s.after(at); s.in(at, "lot bit") {
			at++
		}
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
		ordered := modal == "should" && s.in(s.leftOfVerb(h.from), "order approach process plan solution way step")
		return ordered || modal != "would" && (s.has("as") || s.in(h.from-2, "when")) || modal == "would" && s.has("best better right ideal")
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
	who := s.subjectOf(h.from)
	if strings.HasSuffix(w, "ing") {
		return modal == "should" && (who == someone || who == unsaid && h.from == 0 && (isDutyGerund(w) || w == "meeting"))
	}
	return modal == "should" && !isParticiple(w) && who == someone
}

// hidesPeople reports whether the passive at i hides those who could have done it: "should have been checked".
func (s *sentence) hidesPeople(h hit, i int, modal string) bool {
	w := s.word(i)
	switch {
	case isParticiple(w) && s.byPeople(i):
		return !s.in(s.byAfter(i), "anyone anybody")
	case s.in(h.from-1, "that which") && made.has(w), s.byMachine(i): // "records that should have been created"
		return false
	case s.is(i, care) && !s.complement(i) && (modal != "would" || betterOutcome.has(w)):
		return true
	}
	return s.looksBack() && s.missedOut(h, i, modal)
}

// looksBack reports whether the section is one where people say what they would do otherwise.
func (s *sentence) looksBack() bool {
	return s.section == Lessons || s.section == Actions || s.section == Whys
}

// missedOut reports whether the passive at i is about what was not there, or not done, and not about what befell a machine.
func (s *sentence) missedOut(h hit, i int, modal string) bool {
	// people see to these, also where they are done to a machine
	kept := s.in(i, "decommissioned retired renewed rotated upgraded patched cleaned spent used") || modal == "should" && s.in(i, "replaced")
	if modal == "would" || s.is(s.leftOfVerb(h.from), machine) && !kept {
		return false
	}
	return s.in(i, "available") || s.in(h.to-1, "more") || isParticiple(s.word(i)) && !suffered.has(s.word(i))
}

// suffered are what befalls data and systems.
var suffered = wordSet(`published deleted removed lost affected impacted stolen compromised allowed blocked returned stored exposed leaked
	corrupted overwritten triggered caused killed slashed accepted rejected processed received sent loaded cached replicated restarted ready
	charged billed dropped served rendered executed scheduled evicted hit been set put reached generated created`)

// made are what brings data and systems into being.
var made = wordSet("created added built written scheduled configured deployed rolled updated cleaned run paused cancelled canceled")

// betterWords say what would have been wiser.
var betterWords = wordSet(`better useful helpful shorter easier faster quicker nice wise wiser prudent safer simpler sensible preferable ideal
	sooner earlier clearer good best possible`)

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
			return !s.in(i, "prevented avoided averted") && (!s.is(i, care) || !strings.HasSuffix(s.word(n-1), "ing"))
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
	told := s.in(i+1, "i we") && s.in(i+2, "could knew") // "I wish I could tell you why"
	if w := s.word(i - 1); !told && (w == "i" || w == "we") && s.section != Actions && s.section != Facts {
		return hit{"counterfactual", max(i-1, 0), i}
	}
	return none
}
