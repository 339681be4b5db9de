package coach

import "strings"

// The rules about mistakes as explanations: of a human error one asks why it was possible, and why it was not
// caught (seed 2, "Root cause categories").

// mistake reads "made a mistake", "by mistake", "our mistake", "one tiny mistake".
func mistake(s *sentence, i int) hit {
	if s.section == Actions || s.asked() || s.noExplanation(i) {
		return none
	}
	if s.in(s.before(i), "by") || s.ofPeople(i) || s.somebodys(i) {
		return hit{"blame", i - 1, i}
	}
	counted := s.in(i, "mistake")
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch {
		case s.in(k, "made did repeated") && s.is(s.leftOfVerb(k), machine):
			return none
		case s.in(k, "made did repeated"), s.in(k, "making") && s.personBefore(k):
			return hit{"blame", k, i}
		}
		counted = counted || s.in(k, "lots multiple several many these some worst stupid material two three")
	}
	return when(counted, hit{"human-error", max(i-1, 0), i})
}

// noExplanation reports whether the mistake at i is one that people learn from, guard against or could make, or none at all.
func (s *sentence) noExplanation(i int) bool {
	if s.in(i-1, "same") && !s.in(i-3, "made repeated did") {
		return true
	}
	if s.negated(i) || s.in(i-1, "any or") || s.in(i+1, "happen") || s.in(i+2, "easy easier") {
		return true
	}
	const imagined = "learn learning learned learnt from how anyone anybody you could can might if would will goal possible easy easier " +
		"avoid prevent reduce against catch allowed ownership blame blameless without"
	for k := range i {
		if s.in(k, imagined) || s.in(k, "not") && s.is(k+1, determiner) {
			return true
		}
	}
	return false
}

// pasts are pasts of what people do that are no participles.
const pasts = "did ran wrote took chose gave went began drove typed"

// theWrong reads "deleted the wrong database" and "got it badly wrong" with a person as its subject.
func theWrong(s *sentence, i int) hit {
	verb, did := i-2, s.in(i-1, "the a")
	if it := s.before(i); s.in(it, "it this that") && s.in(it-1, "got did") {
		verb, did = it-1, true
	}
	if s.section == Actions || s.negated(verb) {
		return none
	}
	did = did && (isParticiple(s.word(verb)) || s.in(verb, pasts)) && s.subjectOf(verb) == someone
	// "the wrong command was run by the operator"
	passive := s.in(i+2, passives) && s.byPeople(i+3) || s.leads(i) && isParticiple(s.word(i+2)) && s.byPeople(i+2)
	return when(did || passive || s.wrongPlace(i), hit{"blame", max(verb, 0), i})
}

// wrongThing reads "the wrong thing to do".
func wrongThing(s *sentence, i int) hit {
	return when(s.in(i-1, "wrong incorrect") && s.in(i+1, "to") && s.section != Actions && !s.negated(i-1), hit{"blame", i - 1, i})
}

// wrongPlace reports whether somebody did something in the wrong place: "applied it to the wrong cluster".
func (s *sentence) wrongPlace(i int) bool {
	if !s.in(i-1, "the") || !s.is(i-2, preposition) || s.in(i+1, "place") {
		return false
	}
	for k := i - 3; k >= 0 && s.words[k].kind != aPause && !s.is(k, clause); k-- {
		if s.isPerson(k-1) && strings.HasSuffix(s.word(k), "ing") && !s.in(k, "seeing looking searching") {
			return true
		}
		if (isParticiple(s.word(k)) || s.in(k, pasts)) && !s.in(k, "looked searched") {
			return s.subjectOf(k) == someone && !s.isPassive(k)
		}
	}
	return false
}

// errorBy reads "a typo by the engineer" and "the error was made by one of us".
func errorBy(s *sentence, i int) hit {
	by := i
	if s.in(i+1, "was were is") && s.in(i+2, "made introduced") {
		by = i + 2
	}
	if s.section == Actions || !s.in(by+1, "by") || s.in(i, "change") && !s.has("incorrect wrong faulty bad") {
		return none
	}
	h := s.brokenBy(by)
	if h.code != "" {
		h.code = "human-error"
	}
	return h
}

// ownError reads "this was my error" and "we made a big error".
func ownError(s *sentence, i int) hit {
	switch {
	case s.section == Actions:
		return none
	case s.in(i, "error") && s.ofPeople(i) && s.endsPhrase(i):
		return hit{"blame", i - 1, i}
	}
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		did := s.in(k, "made makes") && s.subjectOf(k) == someone || s.in(k, "make making") && s.in(k-1, "to by") && s.personBefore(k)
		if did && !s.negated(k) {
			return hit{"blame", k, i}
		}
	}
	return none
}

// leftOpen reads "somebody left the port open".
func leftOpen(s *sentence, i int) hit {
	if s.subjectOf(i) != someone || s.section == Actions || s.negated(i) {
		return none
	}
	if s.in(i+1, "no") {
		return hit{"blame", i, min(i+2, len(s.words)-1)}
	}
	for k := i + 2; k < len(s.words) && k < i+6 && s.words[k].kind == aWord; k++ {
		if s.in(k, "open enabled running exposed unprotected unlocked unattended") || s.in(k, "on out behind") && s.endsPhrase(k) {
			return hit{"blame", i, k}
		}
	}
	return none
}

// skipped reads a step that somebody left out: "skipped the review".
func skipped(s *sentence, i int) hit {
	step := s.has("review reviews test tests testing check checks step steps process approval canary staging checklist")
	return when(step && !s.negated(i) && s.section != Actions && s.subjectOf(i) == someone, hit{"blame", i, i})
}

// ourBad reads "this is our bad".
func ourBad(s *sentence, i int) hit {
	return when(s.ofPeople(i) && s.endsPhrase(i) && s.section != Actions, hit{"blame", i - 1, i})
}

// humanError reads human error as an explanation. Saying that it is none, that it was guarded against, or that somebody
// assumed it is fine.
func humanError(s *sentence, i int) hit {
	if s.in(i, "human-caused admin-error operator-error user-error") {
		return when(s.section != Actions, hit{"human-error", i, i})
	}
	if s.in(i, "failure factor element") && !s.in(i-1, "human") {
		return none
	}
	people := "admin administrator manual human operator user pilot engineer developer person's team team's"
	if !s.in(i-1, people) || s.section == Actions || s.asked() {
		return none
	}
	if s.in(i+1, "is isn't are can cannot may should will rate rates message messages page pages report reports handling prone") {
		return none
	}
	for k := range i {
		if s.in(k, "not never isn't no rather blame blameless prevent avoid reduce potential possibility risk assumed suspected thought any against "+
			"eliminate subject topic like including") {
			return none
		}
	}
	return hit{"human-error", i - 1, i}
}

// oversight reads something overlooked as an explanation; the oversight of a board is another word.
func oversight(s *sentence, i int) hit {
	sorry := s.has("apologize apologise apologies sorry regret")
	supervision := s.in(i-1, "little no that more better without regulatory limited of proper additional") || s.in(i+1, "of board committee")
	return when(!supervision && !sorry && s.section != Actions, hit{"human-error", max(i-1, 0), i})
}

// misunderstanding reads what somebody had wrong as an explanation.
func misunderstanding(s *sentence, i int) hit {
	return when(s.in(i+1, "of about between within in among by") && s.section != Actions, hit{"human-error", i, i + 1})
}

// justTypo reads an answer that ends at a typo: "it was a typo".
func justTypo(s *sentence, i int) hit {
	ends := i+1 == len(s.words) && s.in(s.before(s.phraseStart(i)), passives)
	return when(s.section == Whys && ends && !s.negated(i), hit{"human-error", i, i})
}

// fatFinger reads "a fat finger in the variables".
func fatFinger(s *sentence, i int) hit {
	return when(s.in(i-1, "fat") && s.section != Actions, hit{"human-error", i - 1, i})
}
