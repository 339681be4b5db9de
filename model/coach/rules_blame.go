package coach

import "strings"

// The rules about people as causes. The subject decides: a machine may fail, and a state may be wrong.

// peopleDo are verbs that make a person, or a company, of a name that nobody introduced.
const peopleDo = "follow check review notify inform tell communicate consider escalate ask document test verify read notice realise realize " +
	"respond plan anticipate understand recognise recognize provide"

// failedTo reads "failed to" with a person as its subject.
func failedTo(s *sentence, i int) hit {
	if !s.in(i+1, "to") {
		let := s.in(i, "failed") && s.in(i+1, "in at here miserably badly completely") && s.is(s.leftOfVerb(i), anybody)
		return when(let && s.section != Actions, hit{"blame", i, i + 1})
	}
	who := s.subjectOf(i)
	verb := s.after(i + 1)
	led := s.in(i, "failing") && s.is(s.before(i), preposition) // "responsibility for failing to check"
	hidden := (led || who == unsaid && s.section != Facts) && s.is(verb, careVerb)
	named := s.calledByName(i) && s.in(verb, peopleDo)
	return when(who == someone || hidden || named, hit{"blame", i, min(verb, len(s.words)-1)})
}

// failureTo reads "our failure to check": what follows decides, for a failure has no subject.
func failureTo(s *sentence, i int) hit {
	to, ours := i+1, s.ofPeople(i)
	if s.in(to, "of by on") && s.is(to+1, determiner) && s.isPerson(to+2) { // "the failure of the team to respond"
		to, ours = to+3, true
	}
	verb := s.after(to)
	human := s.is(verb, careVerb) && !s.in(verb, "respond") || s.in(verb, "patch decommission rotate renew maintain")
	return when(s.in(to, "to") && (human || ours), hit{"blame", i, min(verb, len(s.words)-1)})
}

// ofPeople reports whether a person owns the word at i: "our failure", "the engineer's mistake".
func (s *sentence) ofPeople(i int) bool {
	if s.in(i-2, "own") {
		i--
	}
	if s.in(i-1, "own") {
		i--
	}
	if s.in(i-1, "my our his her your") {
		return true
	}
	owner, possessive := strings.CutSuffix(s.word(i-1), "'s")
	return possessive && !listed("someone anyone somebody anybody", owner) && (classOf(owner)&person != 0 || s.people.named(s.words, i-1))
}

// somebodys reports whether a name that is no machine's owns the word at i, also one that nobody introduced.
func (s *sentence) somebodys(i int) bool {
	owner, possessive := strings.CutSuffix(s.word(i-1), "'s")
	return possessive && classOf(owner)&(machine|process|person) == 0 && !listed("it that there nobody everybody everyone today yesterday", owner)
}

// lapsed reads a verb that only people do: forgot, overlooked. In the passive it hides them; "ignored" alone may be said of a
// value.
func lapsed(s *sentence, i int) hit {
	if s.is(i-1, preposition|determiner) || s.negated(i) || s.in(s.leftOfVerb(i), "nobody no-one") {
		return none
	}
	if s.isPassive(i) {
		return when(s.section != Actions && s.lapseHidden(i), hit{"blame", i, i})
	}
	switch s.subjectOf(i) {
	case someone, activity:
		return hit{"blame", i, i}
	case unsaid:
		note := s.leads(i) && s.in(i+1, "alert alerts warning warnings alarms") // "ignored alerts"
		return when(note || s.onlyHuman(i) || s.in(i, "overlooked underestimated"), hit{"blame", i, i})
	case something:
		left := s.leftOfVerb(i)
		machines := tools.has(s.word(left)) || s.is(left, machine)
		return when(s.onlyHuman(i) && !machines || s.lapseOfPeople(i), hit{"blame", i, i})
	}
	return none
}

// onlyHuman reports whether the lapse at i is one that no machine has.
func (s *sentence) onlyHuman(i int) bool {
	return s.in(i, "forgot forgetting") || s.in(i, "neglected neglecting") && s.in(i+1, "to")
}

// lapseOfPeople reports whether the lapse at i is that of a person who was spoken of before. A machine may ignore a value too.
func (s *sentence) lapseOfPeople(i int) bool {
	either := s.in(i, "ignored disregarded misinterpreted dismissed bypassed") || s.in(i, "ignoring") && !s.in(i-1, "kept keep")
	return !either && s.personBefore(i)
}

// lapseHidden reports whether the passive at i hides those who let it slip. What is guarded against is no lapse.
func (s *sentence) lapseHidden(i int) bool {
	if s.section != Whys && s.has("avoid prevent ensure so") || s.byMachine(i) || s.is(s.before(s.before(i)), modal) {
		return false
	}
	return s.in(i, "forgotten overlooked neglected disregarded underestimated misjudged") || s.byPeople(i) ||
		s.in(i, "ignored dismissed") && s.has("page pages item items action actions recommendations request requests ticket email "+
			"documentation warning warnings alert alerts alarm alarms runbook guideline guidelines advice")
}

// passives are the forms that a participle follows in the passive.
const passives = "was were been being be is are get gets got"

// isPassive reports whether the participle at i is passive, also as the second of two: "was forbidden and ignored".
func (s *sentence) isPassive(i int) bool {
	b := s.before(i)
	if s.in(b, "and or") && isParticiple(s.word(b-1)) {
		b = s.before(b - 1)
	}
	return s.in(b, passives)
}

// personBefore reports whether a person stands before the word at i where a subject can.
func (s *sentence) personBefore(i int) bool {
	for k := range i {
		if s.isPerson(k) && !s.in(k, "us me") && !s.isObject(k) {
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

// missed reads "we missed it" and, opening a note, "missed a step".
func missed(s *sentence, i int) hit {
	who := s.leftOfVerb(i)
	switch {
	case s.negated(i), s.in(s.before(i), passives), s.in(i+1, "until"): // "missed until then" asks
		return none
	case s.leads(i) && s.section != Actions:
		return when(s.section != Facts && s.section != Summary, hit{"blame", i, min(i+1, len(s.words)-1)})
	case s.in(who-1, "what"), s.in(i-1, "sorely"): // "what we missed" is what we ask
		return none
	}
	told := s.section != Facts || s.in(who, "we i engineer engineers operator team oncall on-call") || s.people.named(s.words, max(who, 0))
	return when(told && s.subjectOf(i) == someone, hit{"blame", i, i})
}

// wasMissed reads "the alert was missed". What would have been missed was not.
func wasMissed(s *sentence, i int) hit {
	modalAt := s.before(s.before(i))
	if s.negated(i) || !s.in(s.before(i), passives) || s.is(modalAt, modal) || s.in(modalAt, "have") && s.has("would could might") {
		return none
	}
	pointed := s.in(i-2, "this it") || s.has("alert alerts notification notifications warning warnings message sign signs step bug review")
	return when(pointed, hit{"blame", i, i})
}

// aMiss reads "a significant miss".
func aMiss(s *sentence, i int) hit {
	return when(!s.negated(i) && s.in(s.before(i), "a big significant clear"), hit{"blame", i - 1, i})
}

// missing reads "missing the chance to" of people.
func missing(s *sentence, i int) hit {
	chance := s.in(i+1, "the") && s.has("opportunity chance")
	return when(chance && s.shared(i) == someone, hit{"blame", i, i + 1})
}

// notFollowed reads "the process was not followed".
func notFollowed(s *sentence, i int) hit {
	b := s.before(i)
	for s.in(b, "not never") {
		b = s.before(b)
	}
	return when(s.negated(i) && s.in(b, "was were been") && (s.byAfter(i) < 0 || s.byPeople(i)), hit{"blame", b, i})
}

// mistakenly reads an adverb that judges what a person did. "was accidentally deleted" is a state.
func mistakenly(s *sentence, i int) hit {
	state := s.in(s.before(i), passives) && !s.byPeople(i)
	verb := s.before(i) // "acted too hastily"
	late := isParticiple(s.word(verb)) && (s.subjectOf(verb) == someone && s.endsPhrase(i) || s.byPeople(i))
	by := isParticiple(s.word(i+1)) && s.byPeople(i+1) || s.byPeople(i) && s.in(s.before(i), passives)
	did := late || by || s.subjectOf(i) == someone || s.calledByName(i)
	if s.section == Actions || s.negated(i) || state || !did {
		return none
	}
	return hit{"blame", i, min(i+1, len(s.words)-1)}
}

// calledByName reports whether an unknown word in capitals, a name or a company, is what stands before the verb at i.
func (s *sentence) calledByName(i int) bool {
	j := s.leftOfVerb(i)
	if j < 0 || s.words[j].kind != aWord || !s.words[j].capital || s.words[j].class != 0 || tools.has(s.word(j)) || s.in(j, "it there nothing") {
		return false
	}
	return j == 0 || s.words[j-1].kind == aPause || s.is(j-1, linking)
}

// responsible reads a person as responsible for what went wrong; a component is responsible for its work.
func responsible(s *sentence, i int) hit {
	one := "engineer developer person admin administrator operator employee colleague contractor"
	if named := s.in(i+1, one) && s.in(i-1, "the") || s.in(i-1, one) && s.is(i+1, auxiliary); named && s.section != Facts && s.section != Actions {
		return hit{"blame", i, i}
	}
	if !s.in(i+1, "for") || s.negated(i) {
		return none
	}
	for k := i + 2; k < len(s.words) && k < i+6; k++ {
		if s.in(k, "incident outage failure problem error mistake downtime issue loss bug mess") {
			return when(s.subjectOf(i) == someone, hit{"blame", i, k})
		}
	}
	return none
}

// blamed reads blame laid on somebody. Talk about blame itself is fine.
func blamed(s *sentence, i int) hit {
	if s.negated(i) || s.in(i-1, "git") {
		return none
	}
	lies := s.in(i, "blame") && s.in(i+1, "lies lay is was") && s.in(i+2, "with on")
	ours := s.in(i-2, "ourselves myself themselves") || s.subjectOf(i-1) == someone
	laid := lies || s.in(i-1, "to") && ours || s.in(i-1, "i we") && s.in(i, "blame") && s.section != Facts ||
		!s.in(i, "blame") && s.isPerson(i+1)
	return when(laid, hit{"blame", i, i})
}

// faultOf reads "the team's fault", "the vendor is at fault", "the fault lies with the team".
func faultOf(s *sentence, i int) hit {
	named := s.in(i-1, "client's customer's user's vendor's provider's host's") ||
		i > 0 && s.words[i-1].capital && strings.HasSuffix(s.word(i-1), "'s") && !s.in(i-1, "nobody's it's")
	at := s.in(i-1, "at") && s.subjectOf(i-1) == someone && !s.has("assumption assume")
	lies := s.in(i+1, "lies lay is was") && (s.in(i+2, "with") && s.peopleAfter(i+2) || s.in(i+2, "ours mine"))
	return when((named || at || lies || s.ofPeople(i)) && !s.negated(i), hit{"blame", max(i-1, 0), i})
}

// onUs reads "this one is on us".
func onUs(s *sentence, i int) hit {
	this := s.in(i-1, "on") && (s.in(i-2, "is was") && s.has("this that it") || s.in(i-2, "it's that's")) &&
		(i+1 == len(s.words) || s.in(i+1, "for"))
	return when(this && s.section != Actions, hit{"blame", i - 1, i})
}

// didNothing reads "we knew and did nothing".
func didNothing(s *sentence, i int) hit {
	return when(s.in(i-1, "did") && s.subjectOf(i-1) == someone, hit{"blame", i - 1, i})
}

// liesWith reads "the responsibility lies with us".
func liesWith(s *sentence, i int) hit {
	for k := i + 1; k < len(s.words) && k < i+7; k++ {
		if s.in(k, "lies lay rests rested") && s.in(k+1, "with") && s.peopleAfter(k+1) {
			return when(s.section != Actions, hit{"blame", i, k + 1})
		}
	}
	return none
}

// thoughKnown reads "even though the team knew" and "despite the warnings, the team …".
func thoughKnown(s *sentence, i int) hit {
	knew := s.in(i, "though") && s.in(i-1, "even")
	for k := i + 1; k < len(s.words) && k < i+6; k++ {
		switch {
		case knew && s.in(k, "knew known warned") && s.subjectOf(k) == someone, s.in(i, "despite") && s.in(k, "warning warnings") && s.peopleAfter(k):
			return when(s.section != Actions, hit{"blame", i, k})
		}
	}
	return none
}

// violated reads a person who violated a rule.
func violated(s *sentence, i int) hit {
	return when(s.subjectOf(i) == someone && !s.negated(i) && s.section != Actions, hit{"blame", i, i})
}

// whatThinking reads "what were we thinking?".
func whatThinking(s *sentence, i int) hit {
	return when(s.in(i-2, "were was") && s.isPerson(i-1) && s.has("what"), hit{"blame", i - 2, i})
}

// broke reads a person who broke or caused something. What we are sorry for having caused is an apology.
func broke(s *sentence, i int) hit {
	switch {
	case s.section == Actions, s.has("sorry apologise apologize apologies apology"):
		return none
	case s.in(i+1, "by"):
		return s.brokenBy(i)
	case s.in(i, "broken"), s.in(s.before(i), passives), s.has("would"), s.subjectOf(i) != someone:
		return none
	}
	return hit{"blame", max(s.leftOfVerb(i), 0), i}
}

// onlyPeople reads a cause or an answer that is nobody but a person: "the on-call engineer".
func onlyPeople(s *sentence, i int) hit {
	if s.section != Causes && s.section != Whys || i+1 != len(s.words) || i > 4 {
		return none
	}
	if s.is(i, anybody|they) || s.in(i, "vendor crew qa ops company lead owner user") {
		return none
	}
	for k := range i {
		if s.is(k, auxiliary|clause|anybody|process|quantity) || isParticiple(s.word(k)) || s.words[k].kind == aPause {
			return none
		}
	}
	return when(s.head(i) == someone, hit{"blame", 0, i})
}

// brokenBy reads "caused by the engineer".
func (s *sentence) brokenBy(i int) hit {
	for k := i + 2; k < len(s.words) && k < i+6 && !s.is(k, clause); k++ {
		if s.isPerson(k) && s.head(k) == someone && (s.endsPhrase(k) || strings.HasSuffix(s.word(k+1), "ing")) {
			return hit{"blame", i, k}
		}
	}
	return none
}

// endsPhrase reports whether no noun follows the word at i.
func (s *sentence) endsPhrase(i int) bool {
	return i+1 >= len(s.words) || s.words[i+1].kind != aWord || s.is(i+1, linking|auxiliary|determiner)
}

// unaware reads "was not aware" of a person. Of ourselves it says what was not known, which is a fact.
func unaware(s *sentence, i int) hit {
	if s.in(i, "aware") && (!s.negated(i) || s.in(s.leftOfVerb(i), "we")) || s.section == Actions {
		return none
	}
	people := s.subjectOf(i) == someone || s.calledByName(i) || s.in(i, "aware") && s.personBefore(i)
	return when(people && !s.in(0, "people"), hit{"blame", i, i})
}

// unfamiliar reads "was not familiar with it" of a person.
func unfamiliar(s *sentence, i int) hit {
	people := s.subjectOf(i) == someone && !s.in(s.leftOfVerb(i), "we") || s.personBefore(i)
	return when((s.in(i, "unfamiliar") || s.negated(i)) && people && s.section != Actions, hit{"blame", i, i})
}

// refused reads unwillingness of people.
func refused(s *sentence, i int) hit {
	unwilling := s.in(i, "refusal unwillingness") || s.subjectOf(i) == someone
	return when(s.in(i+1, "to") && unwilling, hit{"blame", i, min(i+2, len(s.words)-1)})
}

// letDown reads "we let you down" and "we dropped the ball".
func letDown(s *sentence, i int) hit {
	if s.in(i, "ball") {
		return when(s.in(i-2, "dropped drop dropping"), hit{"blame", max(i-2, 0), i})
	}
	for k := i - 2; k >= 0 && k >= i-4; k-- {
		people := s.is(i-1, they) || s.isPerson(i-1) || s.in(i-1, "users customers community")
		if people && s.in(k, "let letting") && s.is(k+1, person|they|determiner) {
			return hit{"blame", k, i}
		}
	}
	return none
}

// guilty reads "we are guilty of".
func guilty(s *sentence, i int) hit {
	return when(s.subjectOf(i) == someone && !s.negated(i) && s.section != Actions, hit{"blame", i, i})
}

// notVigilant reads "we were not vigilant".
func notVigilant(s *sentence, i int) hit {
	return when(s.negated(i) && s.section != Actions && s.subjectOf(i) == someone, hit{"blame", i, i})
}

// forget reads "did somebody forget to".
func forget(s *sentence, i int) hit {
	return when(s.in(i+1, "to") && s.section != Actions && !s.negated(i) && s.isPerson(i-1) && !s.in(0, "if"), hit{"blame", i, i + 1})
}

// letSlip reads "somebody let it slip through".
func letSlip(s *sentence, i int) hit {
	return when(s.in(i-2, "let") && s.section != Actions && s.subjectOf(i-2) == someone, hit{"blame", max(i-2, 0), i})
}

// noIdea reads "had no idea what it does" of a person.
func noIdea(s *sentence, i int) hit {
	return when(s.in(i-1, "no") && s.in(i-2, "had has") && s.subjectOf(i-2) == someone, hit{"blame", i - 1, i})
}
