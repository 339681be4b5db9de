package coach

import "strings"

// The rules about what did not happen and what was known only afterwards. A wish for a thing ("we should have alerting") is
// none, and neither is what a machine or data should have done: that says what went wrong.

// counterfactual reads should, could, would or might at i, with "have" and a participle behind it.
func counterfactual(s *sentence, i int) hit {
	have := s.haveAfter(i)
	if have < 0 || s.asked() || s.word(i-1) == "what" || s.word(i-1) == "or" || s.hypothetical() {
		return none
	}
	verb := s.after(have)
	w, modal := s.word(verb), s.modalOf(i)
	h := hit{"counterfactual", i, verb}
	switch {
	case w == "been" || w == "be" && modal == "could":
		return s.couldHaveBeen(h, modal)
	case w == "had" || !isParticiple(w) || s.listedThings(verb):
		return none // to have had is to have a thing
	}
	switch who := s.subjectOf(i); {
	case who == someone || who == unsaid && (i < 2 || s.words[i-1].kind == aPause):
		if !s.aboutPeople(i, modal, w) {
			return none
		}
		return h
	case s.negated(verb) || s.contains("no", "nothing", "any"):
		return none
	case modal == "should" && (who == activity || s.is(s.leftOfVerb(i), process)),
		modal != "should" && (helps[w] || s.is(s.after(verb), anybody) && s.word(verb+1) == "us"),
		s.section == Lessons && modal == "could" && w == "included":
		return h
	}
	return none
}

// hypothetical reports whether the sentence is about what an attacker or luck might have done.
func (s *sentence) hypothetical() bool {
	return s.contains("attacker", "attackers", "adversary", "adversaries", "hacker", "hackers", "malicious", "exploit", "exploited", "exploitable",
		"lucky", "luckily", "fortunately", "theoretically")
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
		return !tastes[verb] && !s.negatedModal(i) && (helps[verb] || betterOutcome[verb] || s.is(s.leftOfVerb(i), anybody))
	case "may", "might":
		return helps[verb]
	}
	return !s.contains("same")
}

// tastes are what somebody would have liked; that says nothing about what was done.
var tastes = wordSet("expected liked wanted loved preferred thought hoped lost suffered struggled failed needed")

// betterOutcome are how it would have ended, had people done otherwise.
var betterOutcome = wordSet(`avoided prevented caught detected noticed identified resolved fixed mitigated found discovered reduced shortened
	spotted solved averted alerted minimised minimized known realised realized tested checked done isolated handled recovered`)

// helps are what people say a thing would have done for them.
var helps = wordSet(`saved prevented avoided helped caught reduced shortened averted mitigated allowed detected alerted warned noticed
	shown enabled isolated surfaced revealed spotted highlighted eased identified uncovered flagged`)

// couldHaveBeen reads the passive, and what would have been better. The words of h reach to "been".
func (s *sentence) couldHaveBeen(h hit, modal string) hit {
	at := s.after(h.to)
	if at < len(s.words) && s.words[at].kind == aWord && s.is(at, determiner) {
		at = s.after(at)
	}
	w := s.word(at)
	if at < len(s.words) && s.words[at].kind == aWord {
		h.to = at
	}
	late := s.section == Lessons || s.section == Actions // where people look back, the passive hides them
	switch {
	case (w == "to" || w == "") && modal == "would" && s.contains("best", "better", "right", "ideal"),
		w == "" && s.contains("as") && modal != "would", // "as well as it could have been"
		w == "able" && (s.is(at+2, careVerb) || s.is(at+2, duty)),
		betterWords[w] && !s.negatedModal(h.from) && (modal != "should" || s.subjectOf(h.from) == someone),
		late && s.word(h.to-1) == "more" && modal != "would",
		s.word(s.leftOfVerb(h.from)) == "there" && modal != "would",
		(modal != "would" || betterOutcome[w]) && s.is(at, care) && !s.byMachine(at) && !s.complement(at),
		late && modal != "would" && w == "available",
		isParticiple(w) && s.byPeople(at),
		late && modal != "would" && isParticiple(w) && !suffered[w] && !s.byMachine(at):
		return h
	}
	return none
}

// suffered are what befalls data and systems.
var suffered = wordSet(`published deleted removed lost affected impacted stolen compromised allowed blocked returned stored exposed leaked
	corrupted overwritten triggered caused accepted rejected processed received sent loaded cached replicated restarted ready charged
	billed dropped served rendered executed scheduled evicted hit been set put used reached generated created`)

// betterWords say what would have been wiser.
var betterWords = wordSet(`better useful helpful easier faster quicker nice wise wiser prudent safer simpler sensible preferable ideal sooner earlier
	clearer good best possible`)

// complement reports whether a plain word follows the participle at i and says what something is taken for: "considered
// illiquid".
func (s *sentence) complement(i int) bool {
	w := s.word(i)
	return (w == "considered" || w == "read" || w == "seen" || w == "written" || w == "created" || w == "added" || w == "built") &&
		i+1 < len(s.words) && (s.words[i+1].kind == aThing || s.words[i+1].kind == aWord && !s.is(i+1, linking) && !isAdverb(&s.words[i+1]))
}

// haveAfter is where "have" (or "of", as it is heard) stands after a modal, -1 where it does not. "should've" holds it.
func (s *sentence) haveAfter(i int) int {
	if strings.HasSuffix(s.word(i), "'ve") {
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
	for _, m := range []string{"should", "could", "would", "might", "may", "ought"} {
		if strings.HasPrefix(s.word(i), m) {
			return m
		}
	}
	return s.word(i)
}

// listedThings reports whether the participle at i stands before a noun: "have automated tests" names a thing.
func (s *sentence) listedThings(i int) bool {
	return s.is(i, listed) && i+1 < len(s.words) && s.words[i+1].kind == aWord && !s.is(i+1, linking|determiner|auxiliary|anybody|they) &&
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

// contains reports whether one of the words stands in the sentence.
func (s *sentence) contains(words ...string) bool {
	for i := range s.words {
		for _, w := range words {
			if s.word(i) == w {
				return true
			}
		}
	}
	return false
}

// negatedModal reports whether "not" is part of the modal at i or follows it.
func (s *sentence) negatedModal(i int) bool {
	return s.word(i+1) == "not" || strings.HasSuffix(s.word(i), "n't")
}

// hadWe reads "if we had known" and "had we known".
func hadWe(s *sentence, i int) hit {
	if s.word(i) == "had" {
		if i > 0 && s.is(i-1, person|anybody|they) || i > 0 && !s.is(i-1, care) && s.words[i-1].kind == aWord {
			return none
		}
		verb := s.after(i + 1)
		if s.is(i+1, anybody|they) && isParticiple(s.word(verb)) {
			return hit{"counterfactual", i, verb}
		}
		return none
	}
	who := s.after(i)
	had := s.after(who)
	verb := s.after(had)
	if s.word(had) == "had" && s.is(who, anybody|they) && isParticiple(s.word(verb)) && (s.contains("would", "could", "might", "would've", "could've") || s.section == Lessons) {
		return hit{"counterfactual", i, verb}
	}
	return none
}

func wished(s *sentence, i int) hit {
	if w := s.word(i - 1); (w == "i" || w == "we") && s.section != Actions && s.section != Facts {
		return hit{"counterfactual", max(i-1, 0), i}
	}
	return none
}

// hindsight reads "in hindsight" and its like.
func hindsight(s *sentence, i int) hit {
	if b := s.word(i - 1); (b == "in" || b == "with" || b == "of") && !s.contains("you", "avoid") {
		return hit{"hindsight", i - 1, i}
	}
	return none
}

func lookingBack(s *sentence, i int) hit {
	if s.word(i+1) == "back" && i < 2 {
		return hit{"hindsight", i, i + 1}
	}
	return none
}

// obvious reads what was clear only afterwards: "obviously", "it was obvious". What was not obvious says why.
func obvious(s *sentence, i int) hit {
	if s.section == Actions || s.negated(i) || s.contains("nothing", "without") {
		return none
	}
	b := s.word(s.before(i))
	if s.word(i) == "obvious" && b != "was" && b != "were" && b != "been" {
		return none
	}
	if s.section == Facts && s.word(i) == "obviously" {
		return hit{"opinion", i, i}
	}
	return hit{"hindsight", i, i}
}

// avoidable reads what only looks avoidable, or unwise, from here.
func avoidable(s *sentence, i int) hit {
	if s.section == Actions || s.negated(i) {
		return none
	}
	return hit{"hindsight", i, i}
}

// tooLong reads a judgement of how long people took: "it took us too long", "we spent too much time".
func tooLong(s *sentence, i int) hit {
	if s.section == Actions {
		return none
	}
	after, before := s.word(i+1), s.word(s.beforePlain(i))
	switch {
	case after == "long" && (before == "us" || before == "them" || s.isPerson(s.beforePlain(i))),
		after == "much" && s.word(i+2) == "time" && (strings.HasPrefix(before, "spen") || before == "took"),
		(after == "slow" || after == "late" || after == "hasty" || after == "quick" || after == "confident" || after == "optimistic" || after == "eager") &&
			s.subjectOf(i) == someone && s.is(s.beforePlain(i), auxiliary):
		return hit{"hindsight", max(s.beforePlain(i), 0), i + 1}
	case after == "much" && (s.word(i+2) == "trust" || s.word(i+2) == "faith" || s.word(i+2) == "confidence" || s.word(i+2) == "reliance"):
		return hit{"character", i, i + 2}
	}
	return none
}

// beforePlain is the word before i, "way" and "far" left out.
func (s *sentence) beforePlain(i int) int {
	if w := s.word(i - 1); w == "way" || w == "far" || w == "much" {
		return i - 2
	}
	return i - 1
}
