package coach

// The rules about judgements: of people, of their work, and among the facts.

// rushed reads haste as a judgement: "the release was rushed".
func rushed(s *sentence, i int) hit {
	return when(s.in(s.before(i), passives) || s.subjectOf(i) == someone, hit{"character", i, i})
}

// inHaste reads "in a hurry" of people.
func inHaste(s *sentence, i int) hit {
	if !s.in(i-1, "in") && (!s.in(i-2, "in") || !s.in(i-1, "a our their")) || s.section == Facts || s.section == Actions {
		return none
	}
	people := s.shared(i) == someone || s.has("done made deployed written shipped released merged built")
	return when(people && !s.negated(i), hit{"character", i, i})
}

// badAt reads "we are bad at it".
func badAt(s *sentence, i int) hit {
	bad := !s.in(i, "good") || s.negated(i)
	return when(bad && s.in(i+1, "at") && s.subjectOf(i) == someone, hit{"character", i, i + 1})
}

// poorly reads a judgement of how people led: "poorly planned". What was poorly cached is a state.
func poorly(s *sentence, i int) hit {
	led := s.in(i+1, "written managed communicated planned handled executed coordinated thought thought-out organised organized led prepared judged")
	if s.in(i-1, "done handled managed planned communicated organised organized coordinated executed") && s.endsPhrase(i) {
		return when(s.section != Actions, hit{"character", i - 1, i})
	}
	return when(led && s.section != Actions, hit{"character", i, i + 1})
}

// cutCorners reads "corners were cut".
func cutCorners(s *sentence, i int) hit {
	return when(s.has("cut cutting"), hit{"character", i, i})
}

// noDiligence reads "we did not do our due diligence".
func noDiligence(s *sentence, i int) hit {
	return when((s.in(i-1, "due") || s.in(i, "foresight discipline") && s.has("have had")) && s.negated(i), hit{"character", i - 1, i})
}

// lack reads too little of what people do: "lack of attention", "insufficient testing", "not enough communication". Too little
// of a thing is a gap.
func lack(s *sentence, i int) hit {
	k := i + 1
	switch {
	case s.section == Actions, s.in(i, "lack") && !s.in(k, "of"), s.in(i, "enough") && !s.in(i-1, "not without"),
		s.in(i, "adequate sufficient proper") && !s.in(i-1, "without no"):
		return none
	case s.in(i, "lack"):
		k++
	}
	for s.is(k, determiner) || s.in(k, "proper adequate sufficient good") || k < len(s.words) && isAdverb(&s.words[k]) {
		k++
	}
	if s.in(k+1, wanting) && s.endsPhrase(k+1) { // "lack of deeper understanding"
		k++
	}
	return when(s.in(k, wanting) && s.endsPhrase(k), hit{"character", i, k})
}

// lacked reads "the team lacks discipline".
func lacked(s *sentence, i int) hit {
	k := i + 1
	for s.is(k, determiner) {
		k++
	}
	trait := s.in(k, "attention care diligence discipline experience competence judgement judgment foresight skill skills")
	return when(trait && s.endsPhrase(k) && s.section != Actions && s.subjectOf(i) == someone, hit{"character", i, k})
}

// wasScarce reads "testing was insufficient".
func wasScarce(s *sentence, i int) hit {
	what := s.leftOfVerb(i)
	scarce := s.in(s.before(i), passives) && s.in(what, wanting)
	return when(scarce && s.section != Actions, hit{"character", max(what, 0), i})
}

// needed reads "more testing was needed".
func needed(s *sentence, i int) hit {
	more := s.in(i-1, "was were is") && s.in(i-2, wanting) && s.in(i-3, "more better")
	return when(more && s.section != Actions, hit{"character", max(i-3, 0), i})
}

// badInstinct reads "we jumped to conclusions" and "common sense".
func badInstinct(s *sentence, i int) hit {
	jumped := s.in(i, "conclusions") && s.in(i-1, "to") && s.in(i-2, "jump jumped jumping")
	return when((jumped || s.in(i, "sense") && s.in(i-1, "common")) && s.section != Actions, hit{"character", i - 1, i})
}

// wanting are what people are said to have had too little of.
const wanting = "attention care diligence discipline experience competence judgement judgment training foresight thoroughness responsibility " +
	"vigilance skill skills professionalism testing review reviews understanding communication coordination preparation planning " +
	"knowledge consideration thought"

func struggled(s *sentence, i int) hit {
	return when(s.section != Facts && s.section != Actions && (s.subjectOf(i) == someone || s.has("he she")), hit{"character", i, i})
}

// judged reads a judgement of people. A lazy-loaded module is none, and neither is a dumb terminal.
func judged(s *sentence, i int) hit {
	switch {
	case s.negated(i) && !s.in(i-1, "so"), s.saidOfThing(i):
		return none
	case s.in(i, "sloppy stupid") && (s.in(i+1, "code") || s.in(i+2, "management")):
		return hit{"character", i, i + 1}
	}
	ofThing := s.in(i, "lazy dumb silly stupid ignorant amateur sloppy") && !s.endsPhrase(i) && !s.isPerson(i+1) &&
		!s.is(i+1, process) && !s.in(i+1, "mistake mistakes error errors work bug bugs typo")
	return when(!ofThing, hit{"character", i, i})
}

// saidOfThing reports whether what is said at i is said of a machine or of code: "packages are lazy".
func (s *sentence) saidOfThing(i int) bool {
	if i+1 < len(s.words) && s.words[i+1].kind == aThing {
		return true
	}
	thing := s.in(i, "lazy dumb ignorant") && s.subjectOf(i) == something
	return s.in(s.before(i), passives) && (thing || s.is(s.leftOfVerb(i), machine))
}

// badDecision reads a judgement of what somebody decided or led.
func badDecision(s *sentence, i int) hit {
	const poor = "bad poor wrong terrible stupid questionable poorly"
	from := i - 1
	if s.in(from, "good") && s.negated(from) && s.section != Actions {
		return hit{"character", from, i}
	}
	if s.in(i, "job") && !s.in(i+1, "of at in with") {
		return none
	}
	if s.in(i, "assumption assumptions") && s.in(from, "incorrect false") && s.section != Facts && s.section != Actions {
		return hit{"human-error", from, i}
	}
	if s.word(from) != "" && !s.in(from, poor) && s.endsPhrase(i) {
		from = i - 2
	}
	return when(s.in(from, poor) && s.section != Actions && !s.negated(from), hit{"character", from, i})
}

// opinion reads what colours a fact; what is called unacceptable is a judgement anywhere.
func opinion(s *sentence, i int) hit {
	if s.in(i, "disaster") && s.in(i+1, "recovery response plan plans region site") {
		return none
	}
	switch s.section {
	case Facts:
		return hit{"opinion", i, i}
	case Summary, Causes, Whys, Lessons:
		return when(s.in(i, "unacceptable"), hit{"character", i, i})
	}
	return none
}

// badOne reads "the decision was a bad one" and "the communication was not good enough".
func badOne(s *sentence, i int) hit {
	enough := s.in(i, "enough") && s.in(i-1, "good") && s.negated(i)
	judged := enough || s.in(i, "one") && s.in(i-1, "bad poor wrong terrible")
	of := s.has("decision choice idea call approach communication communications comms coordination planning response")
	return when(judged && of && s.section != Actions, hit{"character", i - 1, i})
}

// noExcuse reads "there is no excuse" and "a complete disregard for".
func noExcuse(s *sentence, i int) hit {
	return when(s.in(i, "excuse excuses") && s.in(i-1, "no") || s.in(i, "disregard") && s.in(i+1, "for of"), hit{"character", max(i-1, 0), i})
}

// wasPoor reads "the communication between the teams was poor".
func wasPoor(s *sentence, i int) hit {
	of := s.has("communication communications comms coordination planning teamwork leadership preparation")
	return when(of && s.in(s.before(i), passives) && s.endsPhrase(i) && !s.negated(i) && s.section != Actions, hit{"character", i, i})
}
