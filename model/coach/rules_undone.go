package coach

import "strings"

// The rules about what people left undone. What a machine did not do says what went wrong.

// didNot reads "did not notice" and its like with a person as its subject. "did not have" is a gap, not a lapse.
func didNot(s *sentence, i int) hit {
	first := i
	switch {
	case s.section == Actions:
		return none
	case !s.in(i, "not never"):
	case s.in(i-1, "did had was were"):
		first = i - 1
	case s.in(i, "not") || !s.leads(i) && !s.isPerson(i-1): // "never checked the plan" opens a note
		return none
	}
	return s.leftUndone(first, i)
}

// notDoing reads "the team not noticing" and "not considering the default".
func notDoing(s *sentence, i int) hit {
	twice := s.leads(i) && s.in(i+1, "double double-checking")
	verb := i + 1
	if s.in(verb, scant) {
		verb++
	}
	if s.section == Actions || !isDutyGerund(s.word(verb)) && !twice {
		return none
	}
	switch {
	case s.leads(i):
		return hit{"blame", i, i + 1}
	case s.words[i-1].kind == aPause, s.in(i-1, "and or"):
		return when(s.shared(i) == someone, hit{"blame", i, verb})
	}
	return when(s.isPerson(i-1), hit{"blame", i - 1, i + 1})
}

// leftUndone reads what stands behind the negation at not: a duty, or anything that was done too little.
func (s *sentence) leftUndone(first, not int) hit {
	verb := s.after(not)
	never := s.in(not, "never") && s.is(verb, care) && !s.in(verb, "seen known")
	if !s.isDuty(verb, s.word(first)) && !s.in(not+1, scant) && !never && !s.enoughAfter(verb) {
		return none
	}
	people := s.subjectOf(first) == someone || s.subjectOf(first) == unsaid && s.leads(first) || s.has("whoever")
	return when(people || s.isGroup(first, verb), hit{"blame", first, min(verb, len(s.words)-1)})
}

// isGroup reports whether what stands before the verb group at first are people by what they did not do: a name that nobody
// introduced did not notice, a provider did not tell.
func (s *sentence) isGroup(first, verb int) bool {
	left := s.leftOfVerb(first)
	switch {
	case s.calledByName(first):
		return s.in(verb, "notice realise realize consider understand anticipate recognise recognize think")
	case s.in(left, "provider providers isp host"):
		return s.in(verb, "inform tell notify communicate warn announce escalate respond")
	}
	return s.is(verb, duty) && s.is(left, person|process) && !s.in(left, "process")
}

// enoughAfter reports whether "enough" follows the verb at i: "did not wait long enough".
func (s *sentence) enoughAfter(i int) bool {
	return s.in(i, "wait do test look spend give put react act respond move communicate") && (s.in(i+1, "enough") || s.in(i+2, "enough"))
}

// scant are adverbs that say that somebody did too little of it.
const scant = "sufficiently properly adequately thoroughly fully correctly carefully closely"

// scantly reads what "had not been thoroughly" done.
func scantly(s *sentence, i int) hit {
	if done := i - 1; s.negated(i) && s.endsPhrase(i) && (s.is(done, duty) || s.in(done, "trained supervised briefed")) { // "was not tested properly"
		return when((s.in(s.before(done), passives) || s.in(s.before(done), "wasn't weren't")) && s.section != Actions, hit{"blame", done, i})
	}
	b := s.before(i)
	if s.in(b, "not never") {
		b = s.before(b)
	}
	scarce := s.negated(i) && s.is(i+1, care|duty) && !made.has(s.word(i+1)) && (s.in(b, passives) || s.in(b, "wasn't weren't"))
	return when(scarce && s.section != Actions, hit{"blame", i, i + 1})
}

// isDuty reports whether the word at i is what people are blamed for not doing; behind "was" and "were" in its -ing form.
func (s *sentence) isDuty(i int, before string) bool {
	switch w := s.word(i); {
	case listed("was were wasn't weren't", before):
		return isDutyGerund(w)
	case w == "double":
		return s.in(i+1, "check")
	case w == "do":
		return s.in(i+2, "job jobs duty homework")
	case w == "run":
		return s.in(i+1, "tests test") || s.in(i+2, "tests test checks")
	case w == "think":
		return s.in(i+1, "to about of")
	case w == "start":
		return isDutyGerund(s.word(i + 1))
	}
	return s.is(i, duty)
}

// isDutyGerund reports whether a word is the -ing form of a duty: "checking", "raising", "planning".
func isDutyGerund(w string) bool {
	base, ok := strings.CutSuffix(w, "ing")
	return ok && (classOf(base)|classOf(base+"e")|classOf(base[:max(len(base)-1, 0)]))&duty != 0
}

// neverDone reads "was never tested" and "was not communicated", which hide those who did not, and "was not caught by us".
func neverDone(s *sentence, i int) hit {
	if s.section == Facts || s.section == Actions {
		return none
	}
	h := hit{"blame", i, i + 1}
	if by := s.byAfter(i); by >= 0 {
		anybody := s.in(i+1, "tested reviewed checked verified") && s.in(by, "anyone anybody us")
		return when(anybody || s.in(i+1, "caught noticed spotted detected") && s.byPeople(i), h)
	}
	done := s.in(i+1, "communicated escalated raised filed announced discussed consulted considered anticipated foreseen")
	if s.in(i, "not never") {
		done = s.in(s.before(i), "was were been") && (done || s.in(i, "never") && s.in(i+1, "tested reviewed checked verified"))
	}
	return when(done && s.endsPhrase(i+1), h)
}

// looked is what it is said that nobody did.
const looked = "noticed took checked bothered caught realised realized watching watched thought tested looked questioned spotted addressed " +
	"acknowledged responded reacted reviewed paying looking fixed verified validated monitoring told"

// nobody reads "nobody noticed", "none of us noticed" and "neither the author nor the reviewer noticed".
func nobody(s *sentence, i int) hit {
	verb := s.after(i)
	switch {
	case s.in(i, "no"):
		if !s.in(i+1, "one") {
			return none
		}
		verb = s.after(i + 1)
	case s.in(i, "none neither") && !s.in(verb, looked):
		if verb = s.verbOfPeople(i); verb < 0 {
			return none
		}
	}
	for s.is(verb, auxiliary) {
		verb = s.after(verb)
	}
	told := s.section == Facts && s.in(verb, "noticed caught watching") || s.section == Actions // that nobody noticed may be a fact
	return when(s.in(verb, looked) && !told, hit{"blame", i, verb})
}

// verbOfPeople is where something that people do stands behind the people after i, -1 where none does.
func (s *sentence) verbOfPeople(i int) int {
	people := false
	for k := i + 1; k < len(s.words) && k < i+9; k++ {
		switch {
		case s.in(k, looked) && people:
			return k
		case s.is(k, machine) && !s.in(k, looked):
			return -1
		}
		people = people || s.isPerson(k) || s.in(k, "us them")
	}
	return -1
}

// without reads "without checking" and "without review" of a person.
func without(s *sentence, i int) hit {
	verb := s.after(i)
	if s.in(verb, "being anybody anyone") {
		verb = s.after(verb)
	}
	if s.in(verb, "any proper") {
		verb++
	}
	careful := s.in(verb, "consideration regard thorough careful review approval testing") || isDutyGerund(s.word(verb))
	people := s.shared(i) == someone || s.in(verb, "thinking")
	return when(careful && people && s.section != Actions && !s.negated(i), hit{"blame", i, verb})
}

// withoutAnybody reads what hides a person: "deployed without being tested", "pushed without review", "without anybody checking".
func withoutAnybody(s *sentence, i int) hit {
	verb := s.after(i)
	holds := s.in(verb, "notifying informing telling asking consulting following announcing communicating") && s.has("was were been")
	switch {
	case s.in(verb, "being"):
		verb = s.after(verb)
		holds = s.in(verb, "tested reviewed checked verified approved communicated announced")
	case s.in(verb, "anybody anyone"):
		verb = s.after(verb)
		holds = s.in(verb, "testing checking reviewing noticing verifying asking looking")
	case s.in(i-1, "pushed deployed merged released shipped approved"):
		for s.is(verb, determiner) || s.in(verb, "proper thorough") {
			verb++
		}
		holds = holds || s.in(verb, "testing approval review") && (s.leads(i-1) || s.section != Facts)
	}
	return when(holds && s.section != Actions && !s.negated(i), hit{"blame", i, min(verb, len(s.words)-1)})
}

// notKnown reads "the shift did not know how" of others than the writer.
func notKnown(s *sentence, i int) hit {
	others := s.personBefore(i) && !s.has("we i")
	told := s.section == Facts || s.section == Actions
	return when(others && !told && s.negated(i) && s.in(i+1, "how about that what any"), hit{"blame", i, i})
}

// insteadOf reads "instead of reading the plan" where a person is meant.
func insteadOf(s *sentence, i int) hit {
	people := false
	for k := range s.words {
		people = people || s.canAct(k) && !s.is(k, they)
	}
	skipped := s.in(i+1, "of") && isDutyGerund(s.word(i+2)) && people
	return when(skipped && s.section != Facts && s.section != Actions, hit{"blame", i, i + 2})
}

// gotAround reads "we never got around to it".
func gotAround(s *sentence, i int) hit {
	return when(s.in(i-1, "got get gotten getting") && s.negated(i) && s.section != Actions, hit{"blame", i - 1, i})
}

// despite reads "despite being aware of the risk", "despite the warnings".
func despite(s *sentence, i int) hit {
	return when(s.in(i+1, "knowing") || s.in(i+1, "being") && s.in(i+2, "aware warned told"), hit{"blame", i, i + 1})
}

// notSerious reads "was not taken seriously".
func notSerious(s *sentence, i int) hit {
	return when(s.negated(i) && s.in(i-1, "taken taking take"), hit{"blame", i - 1, i})
}
