package coach

// The rules about what was known only afterwards.

// hindsight reads "in hindsight" and its like.
func hindsight(s *sentence, i int) hit {
	return when(s.in(i-1, "in with of") && !s.has("you avoid"), hit{"hindsight", i - 1, i})
}

func lookingBack(s *sentence, i int) hit {
	judged := i+2 >= len(s.words) || s.words[i+2].kind == aPause || s.in(i+2, "at on") && s.in(i+3, "it this the that")
	return when(s.in(i+1, "back") && (i < 2 || s.leads(i)) && judged, hit{"hindsight", i, i + 1})
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
		return when(s.peopleAfter(i) || i > 0, hit{"opinion", i, i})
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

// tooLong reads a judgement of how long people took: "it took us too long", "too long to notice", "detection took too long".
func tooLong(s *sentence, i int) hit {
	if !s.in(i+1, "long") || s.section == Actions {
		return none
	}
	before := s.beforePlain(i)
	people := s.in(before, "us them") || s.isPerson(before) || s.in(i+2, "for") && s.isPerson(i+3)
	spent := s.in(before, "spent took waited") && (before == 0 || s.subjectOf(before) == someone)
	noticed := s.in(i+2, "to") && s.in(i+3, "notice realise realize react respond escalate understand recognise recognize")
	return when(people || spent || noticed || s.isProcess(s.leftOfVerb(before)), hit{"hindsight", max(before, 0), i + 1})
}

// tooSlow reads a judgement of how fast people were: "we were too late", "our response was too slow".
func tooSlow(s *sentence, i int) hit {
	before := s.beforePlain(i)
	if !s.in(i+1, "slow late hasty quick confident optimistic eager") || s.section == Actions {
		return none
	}
	grown := s.in(before, "become became grown got") && s.subjectOf(before) == someone
	process := s.in(i+1, "slow") && s.isProcess(s.leftOfVerb(before+1))
	return when(grown || process || s.is(before, auxiliary) && s.subjectOf(i) == someone, hit{"hindsight", max(before, 0), i + 1})
}

// slow reads "the response was slow" and "a slow response from the shift".
func slow(s *sentence, i int) hit {
	was := s.in(s.before(i), passives) && s.endsPhrase(i) && s.isProcess(s.leftOfVerb(i))
	people := s.in(i+1, "to in") && s.subjectOf(i) == someone && s.is(s.before(i), auxiliary)
	of := people || s.isProcess(i+1) && s.in(i+2, "from by of") && s.peopleAfter(i+2)
	return when((was || of) && s.section != Actions && !s.negated(i), hit{"hindsight", i, i})
}

// tookAWhile reads "it took a while for the team to react".
func tookAWhile(s *sentence, i int) hit {
	took := s.in(i-1, "a") && (s.in(i-2, "took") && s.in(i+1, "for") && s.peopleAfter(i+1) || s.in(i-2, "us them") && s.in(i-3, "took"))
	return when(took && s.section != Facts && s.section != Actions, hit{"hindsight", i - 2, i})
}

// tooMuch reads a judgement of how much people relied on: "we spent too much time", "too much trust in".
func tooMuch(s *sentence, i int) hit {
	before := s.beforePlain(i)
	much := hit{"hindsight", max(before, 0), min(i+1, len(s.words)-1)}
	switch {
	case s.section == Actions || !s.in(i+1, "much heavily"):
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
