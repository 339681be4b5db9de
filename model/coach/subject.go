package coach

import "strings"

// subject is who or what a verb is about.
type subject uint8

const (
	unsaid    subject = iota // the sentence starts with its verb
	someone                  // a person or a group of people
	something                // a machine, a document, a step
	activity                 // what people do: "consulting with the vendor"
)

// subjectOf finds the subject of the verb group that the word at i belongs to. It is a guess from the words on the left: the
// head of the nearest noun phrase, across adverbs and auxiliaries, and across "and" to the subject that two verbs share.
func (s *sentence) subjectOf(i int) subject {
	j := s.leftOfVerb(i)
	switch {
	case j < 0:
		return unsaid
	case s.words[j].kind == aPause:
		return s.afterPause(j)
	case s.words[j].kind == aThing:
		return something
	}
	switch w := s.words[j].word; {
	case w == "who":
		return s.whose(j)
	case s.is(j, anybody):
		return someone
	case w == "that" || w == "which":
		return s.antecedent(j)
	case s.is(j, they):
		return s.they(j)
	case w == "and" || w == "but" || w == "or" || w == "then" || w == "to":
		return s.shared(j)
	case s.is(j, clause):
		return unsaid
	}
	return s.head(j)
}

// afterPause is the subject of a verb that follows a pause: behind a bracket the one before it, behind a dash or a colon none is
// said, and behind a comma two verbs share one.
func (s *sentence) afterPause(j int) subject {
	switch s.words[j].word {
	case ")":
		for k := j - 1; k > 0; k-- {
			if s.words[k].kind == aPause && s.words[k].word == "(" {
				return s.subjectOf(k)
			}
		}
	case "-", "–", "—", ":", ";", "|", "(":
		return unsaid
	}
	return s.shared(j)
}

// whose is what "who" stands for: customers are people too, but nobody asks why they did not upgrade.
func (s *sentence) whose(j int) subject {
	switch s.word(j - 1) {
	case "customers", "users", "clients", "visitors", "attackers", "subscribers", "customer", "attacker", "merchants", "consumers":
		return something
	}
	return someone
}

// leftOfVerb is the last word before the verb group, -1 where there is none.
func (s *sentence) leftOfVerb(i int) int {
	j := i - 1
	for j >= 0 && s.words[j].kind == aWord && (s.is(j, auxiliary) || isAdverb(&s.words[j])) {
		j--
	}
	if s.in(j, "involved concerned responsible") && s.isPerson(j-1) { // "the engineers involved"
		j--
	}
	return j
}

// shared is the subject that the sentence has had so far: of two verbs joined by "and", or around an insertion. People count
// where they can be a subject: not behind a preposition.
func (s *sentence) shared(j int) subject {
	if who := s.lastClause(j); who != unsaid {
		return who
	}
	found := unsaid
	for k := range j {
		t := &s.words[k]
		switch {
		case s.canAct(k):
			return someone
		case t.kind == aThing, t.kind == aWord && (t.class == 0 || t.class&machine != 0):
			found = something
		}
	}
	return found
}

// canAct reports whether the word at k is people in a place where a subject can be.
func (s *sentence) canAct(k int) bool {
	switch {
	case s.is(k, anybody):
		return !s.in(k, "us me")
	case s.is(k, they):
		return s.opens(k)
	}
	return s.isPerson(k) && !s.is(k, determiner) && !s.isObject(k)
}

// lastClause is the subject of the clause that "and" at j goes on, where a comma parts it from others: "we looked, the server could
// not start, and failed". It is unsaid where no auxiliary tells where its verb is.
func (s *sentence) lastClause(j int) subject {
	from := j - 1
	for from > 0 && from < len(s.words) && (s.words[from].kind != aPause || from == j-1) {
		from--
	}
	if from <= 0 || s.words[from].word != "," || !s.in(j, "and") {
		return unsaid
	}
	for k := from + 2; k < j && !s.is(k, clause); k++ {
		if s.is(k, auxiliary) && !s.is(k-1, auxiliary|linking) {
			return s.head(k - 1)
		}
	}
	return unsaid
}

// isObject reports whether a preposition leads the noun phrase that the word at i ends.
func (s *sentence) isObject(i int) bool {
	for i--; i >= 0 && s.words[i].kind == aWord; i-- {
		if s.is(i, preposition) {
			return !s.is(i-1, quantity) || s.words[i].word != "of"
		}
		if s.is(i, determiner) {
			return s.is(i-1, preposition) && (!s.is(i-2, quantity) || s.words[i-1].word != "of")
		}
		if s.is(i, linking|auxiliary) {
			return false
		}
	}
	return false
}

// antecedent is what "that" or "which" at j stands for.
func (s *sentence) antecedent(j int) subject {
	k := j - 1
	if k >= 0 && s.words[k].kind == aPause {
		k--
	}
	if k < 0 {
		return something
	}
	if s.words[k].kind == aWord && s.is(k, linking|auxiliary) {
		return something
	}
	if s.head(k) == someone {
		return someone
	}
	return something
}

// they is people where people were spoken of before, and where it opens the sentence.
func (s *sentence) they(j int) subject {
	if s.opens(j) {
		return someone
	}
	things := false
	for k := range j {
		if s.isPerson(k) {
			return someone
		}
		t := &s.words[k]
		things = things || t.kind == aThing || t.kind == aWord && t.class&(machine|process) != 0 || t.class == 0 && strings.HasSuffix(t.word, "s")
	}
	if things {
		return something
	}
	return someone
}

// opens reports whether only adverbs and links stand before the word at i.
func (s *sentence) opens(i int) bool {
	for k := range i {
		if s.words[k].kind == aThing || s.words[k].kind == aWord && !s.is(k, linking) && !isAdverb(&s.words[k]) {
			return false
		}
	}
	return true
}

// head is what the noun phrase is that ends at j.
func (s *sentence) head(j int) subject {
	at := j
	for {
		start := s.phraseStart(at)
		if s.isGerund(start, j) {
			return activity
		}
		prep := start - 1
		ends := prep < 1 || !s.is(prep, preposition) || s.words[prep].word == "by" || s.words[prep-1].kind != aWord
		if ends || s.is(prep-1, linking|auxiliary|determiner) {
			break
		}
		if s.words[prep].word == "of" && s.is(prep-1, quantity) {
			break // "one of the engineers": the noun is behind
		}
		at = prep - 1
	}
	if s.isPerson(at) {
		return someone
	}
	return something
}

// phraseStart is where the noun phrase starts that ends at j: its determiner, or the first word after a pause, a verb's
// auxiliary or a linking word.
func (s *sentence) phraseStart(j int) int {
	for k := j; k >= 0; k-- {
		if s.words[k].kind == aPause || k < j && s.words[k].kind == aWord && s.is(k, linking|auxiliary) {
			return k + 1
		}
		if s.is(k, determiner) {
			return k
		}
	}
	return 0
}

func (s *sentence) isGerund(start, end int) bool {
	return start < end && (start == 0 || s.words[start-1].kind != aWord || s.is(start-1, clause)) &&
		strings.HasSuffix(s.word(start), "ing") && len(s.word(start)) > 5
}

// isController reports whether the word at i is a program that is called like a role: "the Kubernetes operator".
func (s *sentence) isController(i int) bool {
	if i == 0 || s.words[i-1].kind != aWord {
		return false
	}
	before := &s.words[i-1]
	if s.in(i, "manager managers") { // the package manager is a program, the product manager a person
		people := "product project engineering account release incident delivery duty general hiring facility site"
		return before.class == 0 && !listed(people, before.word)
	}
	return s.in(i, "operator deployer author reviewer tester commander") && tools.has(before.word)
}

// isPerson reports whether the word at i is a person's name or role.
func (s *sentence) isPerson(i int) bool {
	if i < 0 || i >= len(s.words) || s.words[i].kind != aWord {
		return false
	}
	return s.is(i, person) && !s.is(i+1, machine) && !s.isController(i) || s.people.named(s.words, i)
}
