package coach

import "strings"

// The rules about people as causes. The subject decides: a machine may fail, and a state may be wrong.

// failedTo reads "failed to" with a person as its subject.
func failedTo(s *sentence, i int) hit {
	if s.word(i+1) != "to" {
		return none
	}
	who := s.subjectOf(i)
	verb := s.after(i + 1)
	led := s.word(i) == "failing" && s.is(s.before(i), preposition) // "responsibility for failing to check"
	if who == someone || (led || who == unsaid && s.section != Facts) && s.is(verb, careVerb) {
		return hit{"blame", i, min(verb, len(s.words)-1)}
	}
	return none
}

// failureTo reads "our failure to check": what follows decides, for a failure has no subject.
func failureTo(s *sentence, i int) hit {
	verb := s.after(i + 1)
	if s.word(i+1) == "to" && (s.is(verb, careVerb) || s.ofPeople(i)) {
		return hit{"blame", i, verb}
	}
	return none
}

// ofPeople reports whether a person owns the word at i: "our failure", "the engineer's mistake".
func (s *sentence) ofPeople(i int) bool {
	switch w := s.word(i - 1); w {
	case "my", "our", "his", "her", "your":
		return true
	default:
		owner, possessive := strings.CutSuffix(w, "'s")
		return possessive && owner != "someone" && owner != "anyone" && owner != "somebody" && (classes[owner]&person != 0 || s.people.named(s.words, i-1))
	}
}

// lapsed reads a verb that only people do: forgot, overlooked. In the passive it hides them; "ignored" alone may be said of a
// value.
func lapsed(s *sentence, i int) hit {
	h := hit{"blame", i, i}
	w := s.word(i)
	if s.is(i-1, preposition|determiner) || s.negated(i) || s.contains("avoid", "prevent", "ensure", "so") && s.section != Whys && w == "forgotten" {
		return none
	}
	b := s.before(i)
	if (s.word(b) == "and" || s.word(b) == "or") && isParticiple(s.word(b-1)) {
		b = s.before(b - 1)
	}
	if passives[s.word(b)] {
		switch w {
		case "forgotten", "overlooked", "neglected", "disregarded", "underestimated", "misjudged":
			return h
		}
		return none
	}
	switch s.subjectOf(i) {
	case someone, activity:
		return h
	case unsaid:
		if w == "forgot" || w == "neglected" && s.word(i+1) == "to" || w == "overlooked" || w == "underestimated" {
			return h
		}
	case something:
		if w == "forgot" || w == "neglected" && s.word(i+1) == "to" || w != "ignored" && w != "disregarded" && w != "misinterpreted" && s.personBefore(i) {
			return h
		}
	}
	return none
}

// passives are the forms that a participle follows in the passive.
var passives = wordSet("was were been being be is are get gets got")

// personBefore reports whether a person stands before the word at i where a subject can.
func (s *sentence) personBefore(i int) bool {
	for k := range i {
		if s.isPerson(k) && s.words[k].word != "us" && s.words[k].word != "me" && !s.isObject(k) {
			return true
		}
	}
	return false
}

// before is the index of the last word before i that is no adverb, -1 where there is none.
func (s *sentence) before(i int) int {
	for i--; i >= 0 && isAdverb(&s.words[i]); {
		i--
	}
	return i
}

// missed reads "we missed it" and "the alert was missed".
func missed(s *sentence, i int) hit {
	if s.negated(i) {
		return none
	}
	if s.word(i) == "miss" {
		if b := s.word(s.before(i)); b == "big" || b == "significant" || b == "clear" || b == "a" {
			return hit{"blame", max(i-1, 0), i}
		}
		return none
	}
	if b := s.word(s.before(i)); passives[b] {
		if s.word(i) == "missed" && s.contains("alert", "alerts", "notification", "notifications", "warning", "warnings", "message", "sign", "signs", "step", "bug", "review") {
			return hit{"blame", i, i}
		}
		return none
	}
	if s.word(i) == "missing" {
		if s.word(i+1) != "the" || !s.contains("opportunity", "chance") || s.shared(i) != someone {
			return none
		}
		return hit{"blame", i, min(i+2, len(s.words)-1)}
	}
	if s.subjectOf(i) == someone && s.section != Facts || s.subjectOf(i) == someone && s.word(s.leftOfVerb(i)) == "we" {
		return hit{"blame", i, i}
	}
	return none
}

// notFollowed reads "the process was not followed".
func notFollowed(s *sentence, i int) hit {
	b := s.before(i)
	for w := s.word(b); w == "not" || w == "never"; w = s.word(b) {
		b = s.before(b)
	}
	if s.negated(i) && passives[s.word(b)] && (s.byAfter(i) < 0 || s.byPeople(i)) {
		return hit{"blame", b, i}
	}
	return none
}

// rushed reads haste as a judgement: "the release was rushed".
func rushed(s *sentence, i int) hit {
	if passives[s.word(s.before(i))] || s.subjectOf(i) == someone {
		return hit{"character", i, i}
	}
	return none
}

// didNot reads "did not notice" and its like with a person as its subject. "did not have" is a gap, not a lapse.
func didNot(s *sentence, i int) hit {
	if s.section == Actions {
		return none
	}
	first := i
	switch w, b := s.word(i), s.word(i-1); {
	case w != "not" && w != "never":
	case b == "did" || b == "had" || b == "was" || b == "were":
		first = i - 1
	case w == "not" && s.isPerson(i-1) && s.endsPhrase(i-1) && dutyGerund(s.word(i+1)): // "the team not noticing"
		return hit{"blame", i - 1, i + 1}
	case w == "not" || !s.isPerson(i-1):
		return none
	}
	verb := s.after(i)
	if !s.duty(verb, s.word(first)) && !scant[s.word(i+1)] {
		return none
	}
	if s.subjectOf(first) == someone || s.is(s.leftOfVerb(first), person|process) && s.is(verb, duty) && s.word(s.leftOfVerb(first)) != "process" {
		return hit{"blame", first, min(verb, len(s.words)-1)}
	}
	return none
}

// scantly reads what was "not thoroughly" done.
func scantly(s *sentence, i int) hit {
	if s.section == Actions || !s.negated(i) || !s.is(i+1, care|duty) || !passives[s.word(s.before(i))] {
		return none
	}
	return hit{"blame", i, i + 1}
}

// refused reads unwillingness of people.
func refused(s *sentence, i int) hit {
	if s.word(i+1) == "to" && (s.subjectOf(i) == someone || strings.HasPrefix(s.word(i), "refusal") || strings.HasSuffix(s.word(i), "ness")) {
		return hit{"blame", i, min(i+2, len(s.words)-1)}
	}
	return none
}

// badAt reads "we are bad at it".
func badAt(s *sentence, i int) hit {
	if s.word(i+1) == "at" && s.subjectOf(i) == someone {
		return hit{"character", i, i + 1}
	}
	return none
}

// scant are adverbs that say that somebody did too little of it.
var scant = wordSet("sufficiently properly adequately thoroughly fully correctly carefully closely")

// duty reports whether the word at i is what people are blamed for not doing; behind "was" and "were" in its -ing form.
func (s *sentence) duty(i int, before string) bool {
	w := s.word(i)
	if before == "was" || before == "were" || before == "wasn't" || before == "weren't" {
		return dutyGerund(w)
	}
	if w == "think" && s.word(i+1) != "to" && s.word(i+1) != "about" && s.word(i+1) != "of" || w == "start" && !dutyGerund(s.word(i+1)) {
		return false
	}
	return s.is(i, duty)
}

// dutyGerund reports whether a word is the -ing form of a duty: "checking", "raising", "planning".
func dutyGerund(w string) bool {
	base, ok := strings.CutSuffix(w, "ing")
	return ok && (classes[base]|classes[base+"e"]|classes[base[:max(len(base)-1, 0)]])&duty != 0
}

// nobody reads "nobody noticed".
func nobody(s *sentence, i int) hit {
	at := i
	switch w := s.word(i); {
	case w == "no" && s.word(i+1) == "one":
		at = i + 1
	case w == "none" && s.word(i+1) == "of" && s.word(i+2) == "us":
		at = i + 2
	case w == "no" || w == "none":
		return none
	}
	verb := s.after(at)
	for s.is(verb, auxiliary) {
		verb = s.after(verb)
	}
	switch s.word(verb) {
	case "noticed", "checked", "bothered", "caught", "realised", "realized", "watching", "watched", "thought", "tested", "looked", "questioned",
		"spotted", "addressed", "acknowledged", "responded", "reacted", "reviewed":
		if s.section != Actions && s.section != Facts {
			return hit{"blame", i, verb}
		}
	}
	return none
}

// mistakenly reads an adverb that judges what a person did.
func mistakenly(s *sentence, i int) hit {
	if s.section == Actions || s.negated(i) {
		return none
	}
	if i+1 < len(s.words) && passives[s.word(s.before(i))] && !s.byPeople(i) {
		return none // a state: "was accidentally deleted"
	}
	if s.subjectOf(i) == someone {
		return hit{"blame", i, min(i+1, len(s.words)-1)}
	}
	return none
}

// mistake reads "made a mistake", "by mistake", "our mistake", "our bad".
func mistake(s *sentence, i int) hit {
	if s.section == Actions || s.negated(i) || s.word(i-1) == "same" {
		return none
	}
	if s.word(i) == "bad" {
		if s.ofPeople(i) && s.endsPhrase(i) {
			return hit{"blame", i - 1, i}
		}
		return none
	}
	b := s.word(s.before(i))
	if b == "by" || s.ofPeople(i) {
		return hit{"blame", i - 1, i}
	}
	if n := s.word(i + 1); n == "in" || n == "when" || n == "while" || n == "was" && s.word(i-1) == "the" {
		return hit{"human-error", max(i-1, 0), i}
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if w := s.word(k); w == "made" || w == "making" {
			return hit{"blame", k, i}
		}
		if passives[s.word(k)] && s.word(k+1) == "a" {
			return hit{"human-error", k, i}
		}
	}
	return none
}

// responsible reads a person as responsible for what went wrong; a component is responsible for its work.
func responsible(s *sentence, i int) hit {
	if s.word(i+1) != "for" || s.negated(i) {
		return none
	}
	for k := i + 2; k < len(s.words) && k < i+6; k++ {
		switch s.word(k) {
		case "incident", "outage", "failure", "problem", "error", "mistake", "downtime", "issue", "loss", "bug", "mess":
			if s.subjectOf(i) == someone {
				return hit{"blame", i, k}
			}
		}
	}
	return none
}

// blamed reads blame laid on somebody. Talk about blame itself is fine.
func blamed(s *sentence, i int) hit {
	w := s.word(i)
	switch {
	case w == "fault" && s.ofPeople(i):
		return hit{"blame", i - 1, i}
	case w == "fault":
		return none
	case s.negated(i) || s.word(i-1) == "git":
		return none
	case w == "blame" && (s.word(i-1) == "i" || s.word(i-1) == "we"), s.word(i-1) == "to" && s.subjectOf(i-1) == someone, w != "blame" && s.isPerson(i+1):
		return hit{"blame", i, i}
	}
	return none
}

// broke reads a person who broke or caused something. What we are sorry for having caused is an apology.
func broke(s *sentence, i int) hit {
	if s.section == Actions || s.contains("sorry", "apologise", "apologize", "apologies", "apology") {
		return none
	}
	if s.word(i+1) == "by" {
		for k := i + 2; k < len(s.words) && k < i+6 && !s.is(k, clause); k++ {
			if s.isPerson(k) && s.head(k) == someone && !s.is(k+1, machine) && s.endsPhrase(k) {
				return hit{"blame", i, k}
			}
		}
		return none
	}
	if s.word(i) != "broken" && !passives[s.word(s.before(i))] && s.subjectOf(i) == someone {
		return hit{"blame", max(s.leftOfVerb(i), 0), i}
	}
	return none
}

// endsPhrase reports whether no noun follows the word at i.
func (s *sentence) endsPhrase(i int) bool {
	return i+1 >= len(s.words) || s.words[i+1].kind != aWord || s.is(i+1, linking|auxiliary|determiner)
}

// unaware reads "was not aware" of a person.
func unaware(s *sentence, i int) hit {
	w := s.word(i)
	if w == "aware" && (!s.negated(i) || s.word(s.leftOfVerb(i)) == "we") || s.section == Actions {
		return none // "we were not aware" says what was not known
	}
	if s.subjectOf(i) == someone {
		return hit{"blame", i, i}
	}
	return none
}

// lack reads too little of what people do: "lack of attention", "insufficient testing", "not enough communication". Too little
// of a thing is a gap.
func lack(s *sentence, i int) hit {
	k := i + 1
	switch s.word(i) {
	case "lack":
		if s.word(k) != "of" {
			return none
		}
		k++
	case "enough":
		if s.word(i-1) != "not" {
			return none
		}
	}
	for s.is(k, determiner) || isAdverbAt(s, k) {
		k++
	}
	if wanting[s.word(k+1)] && s.endsPhrase(k+1) { // "lack of deeper understanding"
		k++
	}
	if wanting[s.word(k)] && s.section != Actions && (k+1 >= len(s.words) || s.words[k+1].kind != aWord || s.is(k+1, linking|auxiliary)) {
		return hit{"character", i, k}
	}
	return none
}

// wanting are what people are said to have had too little of.
var wanting = wordSet(`attention care diligence discipline experience competence judgement judgment foresight thoroughness responsibility
	vigilance skill skills professionalism testing review reviews understanding communication coordination preparation planning
	experience knowledge consideration thought`)

func isAdverbAt(s *sentence, i int) bool { return i < len(s.words) && isAdverb(&s.words[i]) }

func struggled(s *sentence, i int) hit {
	if s.section != Facts && s.section != Actions && (s.subjectOf(i) == someone || s.contains("he", "she")) {
		return hit{"character", i, i}
	}
	return none
}

// judged reads a judgement of people. A lazy-loaded module is none, and neither is a naive algorithm.
func judged(s *sentence, i int) hit {
	if s.negated(i) {
		return none
	}
	switch s.word(i) {
	case "lazy", "dumb", "silly", "stupid", "ignorant", "amateur", "sloppy":
		if i+1 < len(s.words) && !s.endsPhrase(i) && !s.isPerson(i+1) && s.word(i+1) != "mistake" && s.word(i+1) != "error" {
			return none
		}
	}
	return hit{"character", i, i}
}

// humanError reads human error as an explanation. Saying that it is none, that it was guarded against, or that somebody
// assumed it is fine.
func humanError(s *sentence, i int) hit {
	switch s.word(i - 1) {
	case "human", "operator", "user", "pilot", "engineer", "developer", "person's", "team", "team's":
	default:
		return none
	}
	if s.section == Actions || s.asked() || s.word(i+1) == "prone" {
		return none
	}
	switch s.word(i + 1) {
	case "is", "isn't", "are", "can", "cannot", "may", "should", "will", "rate", "rates", "message", "messages", "page", "pages", "report", "reports", "handling":
		return none
	}
	for k := range i {
		switch s.word(k) {
		case "not", "never", "isn't", "no", "rather", "blame", "blameless", "prevent", "avoid", "reduce", "potential", "possibility", "risk",
			"assumed", "suspected", "thought", "any", "against", "eliminate", "subject":
			return none
		}
	}
	return hit{"human-error", i - 1, i}
}

// oversight reads something overlooked as an explanation; the oversight of a board is another word.
func oversight(s *sentence, i int) hit {
	switch s.word(i - 1) {
	case "little", "no", "that", "more", "better", "without", "regulatory", "limited", "of", "proper", "additional":
		return none
	}
	if s.section == Actions || s.word(i+1) == "of" || s.word(i+1) == "board" || s.word(i+1) == "committee" {
		return none
	}
	return hit{"human-error", max(i-1, 0), i}
}

// badDecision reads a judgement of what somebody decided or led.
func badDecision(s *sentence, i int) hit {
	from := i - 1
	if s.is(from, 0) || s.word(from) != "" && !poor[s.word(from)] && poor[s.word(i-2)] && s.endsPhrase(i) {
		from = i - 2
	}
	if !poor[s.word(from)] || s.section == Actions || s.negated(from) {
		return none
	}
	return hit{"character", from, i}
}

var poor = wordSet("bad poor wrong terrible stupid questionable poorly")

// without reads "without checking" of a person.
func without(s *sentence, i int) hit {
	verb := s.after(i)
	if s.word(verb) == "being" {
		verb = s.after(verb)
	}
	w := s.word(verb)
	careful := w == "thorough" || w == "careful" || dutyGerund(w)
	if !careful || s.section == Actions || s.negated(i) {
		return none
	}
	if s.shared(i) == someone {
		return hit{"blame", i, verb}
	}
	return none
}

// opinion reads what colours a fact.
func opinion(s *sentence, i int) hit {
	switch s.section {
	case Facts:
		return hit{"opinion", i, i}
	case Summary, Causes, Whys:
		if s.word(i) == "unacceptable" {
			return hit{"character", i, i}
		}
	}
	return none
}
