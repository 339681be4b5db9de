package coach

// The rules about what did not happen and what was known only afterwards. A wish for a thing ("we should have alerting") is
// none, and neither is what a machine or data should have done: that says what went wrong.

// counterfactual reads should, could, would or might at i, with "have" and a participle behind it.
func counterfactual(s *sentence, i int) hit {
	if s.section == Actions || s.asked() {
		return none
	}
	have := s.haveAfter(i)
	if have < 0 {
		return none
	}
	verb := s.after(have)
	w := s.word(verb)
	if !isParticiple(w) || s.listedThings(verb) {
		return none
	}
	h := hit{"counterfactual", i, verb}
	passive := w == "been"
	if passive {
		h.to = s.after(verb)
		if h.to >= len(s.words) || s.words[h.to].kind != aWord {
			h.to = verb
		}
	}
	who := s.subjectOf(i)
	switch {
	case who == someone || who == activity || who == unsaid && i < 2:
		return h
	case passive && s.is(h.to, care) && !s.byMachine(h.to):
		return h
	case !passive && s.modalOf(i) == "would" && helps[w]:
		return h
	}
	return none
}

// helps are what people say a thing would have done for them.
var helps = wordSet(`saved prevented avoided helped caught reduced shortened averted mitigated limited allowed made given shown alerted`)

// haveAfter is where "have" (or "of", as it is heard) stands after a modal, -1 where it does not. "should've" holds it.
func (s *sentence) haveAfter(i int) int {
	if w := s.word(i); len(w) > 3 && w[len(w)-3:] == "'ve" {
		return i
	}
	k := s.after(i)
	if s.word(i) == "ought" && s.word(k) == "to" {
		k = s.after(k)
	}
	if s.isPerson(k) { // "should we have tested"
		return -1
	}
	if w := s.word(k); w == "have" || w == "of" && s.word(k+1) != "the" || w == "'ve" {
		return k
	}
	return -1
}

func (s *sentence) modalOf(i int) string {
	w := s.word(i)
	for _, m := range []string{"should", "could", "would", "might", "ought"} {
		if len(w) >= len(m) && w[:len(m)] == m {
			return m
		}
	}
	return w
}

// listedThings reports whether the participle at i stands before a noun: "have automated tests" names a thing.
func (s *sentence) listedThings(i int) bool {
	return s.is(i, listed) && i+1 < len(s.words) && s.words[i+1].kind == aWord && !s.is(i+1, linking|determiner|auxiliary|anybody|they) &&
		!isAdverb(&s.words[i+1])
}

// byMachine reports whether "by" and a machine follow: "should have been noticed by the controller".
func (s *sentence) byMachine(i int) bool {
	for k := i + 1; k < len(s.words) && k < i+4; k++ {
		if s.word(k) != "by" {
			continue
		}
		for n := k + 1; n < len(s.words) && n < k+5; n++ {
			if s.isPerson(n) {
				return false
			}
			if s.words[n].kind == aThing || s.is(n, machine) {
				return true
			}
		}
	}
	return false
}

// hadWe reads "if we had known" and "had we known".
func hadWe(s *sentence, i int) hit {
	if s.section == Actions {
		return none
	}
	who, verb := i+1, i+2
	if s.word(i) == "if" {
		who = s.after(i)
		verb = who + 1
		if s.is(verb, linking|auxiliary) && s.word(verb) != "had" || s.word(verb) != "had" {
			return none
		}
		verb = s.after(verb)
	} else if i > 0 && s.words[i-1].kind == aWord {
		return none
	}
	if (s.is(who, anybody) || s.is(who, they)) && isParticiple(s.word(verb)) {
		return hit{"counterfactual", i, verb}
	}
	return none
}

func wished(s *sentence, i int) hit {
	if s.section != Actions && s.subjectOf(i) == someone {
		return hit{"counterfactual", max(i-1, 0), i}
	}
	return none
}

// hindsight reads "in hindsight" and its like.
func hindsight(s *sentence, i int) hit {
	if s.word(i-1) == "in" || s.word(i-1) == "with" || s.word(i-1) == "of" || i == 0 {
		return hit{"hindsight", max(i-1, 0), i}
	}
	return none
}

func lookingBack(s *sentence, i int) hit {
	if s.word(i+1) == "back" && i < 2 {
		return hit{"hindsight", i, i + 1}
	}
	return none
}

// obvious reads what was clear only afterwards.
func obvious(s *sentence, i int) hit {
	if s.section == Actions || s.negated(i) || s.word(i-1) == "become" || s.word(i-1) == "became" {
		return none
	}
	if s.section == Facts && s.word(i) == "obviously" {
		return hit{"opinion", i, i}
	}
	return hit{"hindsight", i, i}
}
