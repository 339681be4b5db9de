package guide

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isSentence reports whether a text can follow "Why is it that": it opens with a whole subject, and a verb of its own follows.
// It is a guess from English word forms that errs towards "no": what it takes for a phrase, a headline ("pool exhausted after
// deploy"), a command ("add an alert") or a line of a log is quoted, which is always grammatical. Names are as in Ask.
func isSentence(s string, names []string) bool {
	if strings.ContainsAny(s, "|={}$?<>\\") || strings.Contains(s, "**") || strings.HasPrefix(s, "[") || strings.HasPrefix(s, "(") {
		return false
	}
	c := readClause(s, names)
	if !c.opens(0) {
		return c.whole(0)
	}
	for i := 1; i < len(c); i++ { // "At that hour, nobody was awake": what follows the comma is a sentence of its own
		if c[i].comma && c.whole(i) {
			return true
		}
	}
	return false
}

// word is one word of a clause: as a small word to look up, and what its letters say.
type word struct {
	low   string
	name  bool // keeps its capital, is one of the names, or is code
	comma bool // a comma stands before it
}

type clause []word

// readClause takes the words up to a colon, a semicolon or a dash, without what stands in brackets.
func readClause(s string, names []string) clause {
	for _, end := range []string{": ", "; ", " - ", " – ", " — "} {
		s, _, _ = strings.Cut(s, end)
	}
	s = outsideBrackets(codeAsWord(s))
	var c clause
	comma := false
	fields := strings.Fields(s)
	for i, raw := range fields {
		bare := strings.Trim(raw, `,"“”'‘’`)
		if bare != "" {
			low := strings.ReplaceAll(strings.ToLower(bare), "’", "'")
			if strings.Trim(bare, "0123456789") == "" {
				low = "two" // as any number
			}
			c = append(c, word{low: low, name: isNamed(len(c), bare, fields[i+1:], names), comma: comma})
		}
		comma = strings.HasSuffix(raw, ",")
	}
	return c
}

// codeAsWord makes one word of each piece between backticks.
func codeAsWord(s string) string {
	parts := strings.Split(s, "`")
	for i := 1; i+1 < len(parts); i += 2 {
		parts[i] = "_Code_"
	}
	return strings.Join(parts, "")
}

func outsideBrackets(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch {
		case r == '(' || r == '[':
			depth++
		case (r == ')' || r == ']') && depth > 0:
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isNamed(at int, bare string, after, names []string) bool {
	for _, name := range names {
		if slices.ContainsFunc(strings.Fields(name), func(w string) bool { return strings.EqualFold(w, strings.TrimSuffix(bare, "'s")) }) {
			return true
		}
	}
	r, size := utf8.DecodeRuneInString(bare)
	if at > 0 && unicode.IsUpper(r) && bare != "I" { // in the middle of a sentence a capital letter is a name's
		return true
	}
	if r == '_' || slices.Contains(properNouns, bare) {
		return true
	}
	if !unicode.IsUpper(r) && r != '#' || bare == "I" || strings.HasPrefix(bare, "I'") {
		return false
	}
	return keepsCapital(bare, size) || isName(bare, strings.Join(after, " "), nil)
}

// is reports whether the word in a place is one of a list.
func (c clause) is(i int, list []string) bool {
	return i >= 0 && i < len(c) && slices.Contains(list, c[i].low)
}

// opens reports a word that puts a phrase or a clause before the sentence.
func (c clause) opens(i int) bool {
	return c.is(i, fronts) || i < len(c) && strings.HasSuffix(c[i].low, "ly")
}

// whole reports whether the words from one on are a subject and its verb.
func (c clause) whole(from int) bool {
	if from+1 >= len(c) {
		return false
	}
	switch first := c[from]; {
	case first.name:
	case strings.Contains(first.low, "'") && c.contracted(from):
		return true
	case c.is(from, pronouns):
		if verb := c.verbAfterPronoun(from); verb || c.is(from, personal) {
			return verb
		}
	case c.is(from, determiners):
	case strings.HasSuffix(first.low, "'s"): // possessive: "checkout's timeout"
	case !isWord(first.low) || c.is(from, imperatives) || c.is(from, joints):
		return false
	}
	return c.verbAfter(from)
}

// contracted reports "it's", "we've", "there's", "they'll".
func (c clause) contracted(i int) bool {
	stem, _, _ := strings.Cut(c[i].low, "'")
	return slices.Contains(pronouns, stem) && !c.is(i+1, joints)
}

func (c clause) verbAfterPronoun(from int) bool {
	i := from + 1
	for i < len(c)-1 && c.adverb(i) {
		i++
	}
	singular := !c.is(from, []string{"i", "we", "you", "they", "people"})
	switch {
	case c.finite(i):
		return true
	case c[from].low == "there":
		return false
	case singular && thirdPerson(c[i].low):
		return true
	case !singular && (c.is(i, bases) || c.is(i, plainBases)):
		return true
	}
	return past(c[i].low)
}

// verbAfter looks for the verb of a subject that starts with a determiner, a name or a noun.
func (c clause) verbAfter(from int) bool {
	for i := from + 1; i < len(c); i++ {
		switch {
		case c.is(i, relatives) && !c[i].comma:
			return c[from:i].complete() && c.verbAfterRelative(i)
		case c[i].comma && !c.insertion(from, &i), c.is(i, joints), c.reduced(from, i):
			return false
		case i-1 == from && c.is(from, standalone) && c.finite(i):
			return true
		case c.inSubject(i):
		case c.verbOf(c[from:i], i):
			return c[from:i].complete()
		}
	}
	return false
}

// inSubject reports a word that the word before it makes a part of the subject: "the can", "of runs".
func (c clause) inSubject(i int) bool {
	return c.is(i-1, notSubjects) || c.is(i-1, determiners) || c[i].name
}

// verbOf reports whether the word in a place is the verb of the subject before it.
func (c clause) verbOf(subject clause, i int) bool {
	switch {
	case c.finite(i), past(c[i].low) && c.pastIsVerb(i), thirdPerson(c[i].low) && c.endingIsVerb(i, subject):
		return true
	}
	return subject.plural() && (c.is(i, bases) || c.is(i, plainBases) && c.objectAt(i+1))
}

// reduced reports the start of a relative clause without its "that": "the health checks the team wrote".
func (c clause) reduced(from, i int) bool {
	return c.is(i, determiners) && !c.is(i-1, determiners) && !c.is(i-1, prepositions) &&
		!strings.HasSuffix(c[i-1].low, "ing") && !strings.HasSuffix(c[from].low, "ing") && !c.adverb(i-1)
}

// verbAfterRelative looks for the verb of the subject behind that of its relative clause: "the migration that adds the index
// ran". A verb of saying or checking has a clause of its own behind it, so that nothing can be told.
func (c clause) verbAfterRelative(at int) bool {
	i := at + 1
	for i < len(c) && (i > at+1 && c.inSubject(i) || !c.mayBeVerb(i)) {
		i++
	}
	if c.is(i, saying) {
		return false
	}
	for i++; i < len(c) && c.inVerbGroup(i); {
		i++
	}
	for ; i < len(c) && !c[i].comma && !c.is(i, joints); i++ {
		if !c.inSubject(i) && c.mainVerb(i) {
			return true
		}
	}
	return false
}

func (c clause) mainVerb(i int) bool {
	return c.finite(i) || past(c[i].low) && c.pastIsVerb(i) || c.is(i, thirds)
}

func (c clause) mayBeVerb(i int) bool { return c.finite(i) || past(c[i].low) || thirdPerson(c[i].low) }

// inVerbGroup reports a word that goes on with the verb before it: "has not been tested".
func (c clause) inVerbGroup(i int) bool {
	auxiliary := c.is(i-1, finites) || c.is(i-1, beings)
	return c.finite(i) || c.adverb(i) || c.is(i, beings) || past(c[i].low) && (auxiliary || !c.is(i, intransitive))
}

// insertion goes over what stands between two commas before the verb: "The cache, for example Redis, was full".
func (c clause) insertion(from int, i *int) bool {
	for j := *i + 1; j < len(c); j++ {
		if c[j].comma {
			*i = j
			return c.finite(j) && from < j
		}
	}
	return false
}

// finite reports a verb that can be nothing else.
func (c clause) finite(i int) bool {
	return i < len(c) && (slices.Contains(finites, c[i].low) || strings.HasSuffix(c[i].low, "n't"))
}

func (c clause) adverb(i int) bool {
	return strings.HasSuffix(c[i].low, "ly") || c.is(i, adverbs)
}

// past reports the ending of "skipped", which a participle has too: "the check skipped by the deploy".
func past(w string) bool {
	return strings.HasSuffix(w, "ed") && len(w) > 4 || slices.Contains(irregular, w)
}

// pastIsVerb tells the verb from the participle: it needs no object, or it has one.
func (c clause) pastIsVerb(i int) bool {
	if c.is(i+1, []string{"by"}) {
		return false
	}
	return c.is(i, intransitive) || c.objectAt(i+1)
}

// endingIsVerb tells the verb that ends in s from the noun.
func (c clause) endingIsVerb(i int, subject clause) bool {
	if subject.plural() || c.is(i+1, joints) {
		return false
	}
	if c.is(i, thirds) {
		return true
	}
	for j := i + 1; j < len(c); j++ { // "the health checks the team wrote" has another verb
		if c.finite(j) || past(c[j].low) || c.is(j, finites) {
			return false
		}
	}
	return c.objectAt(i + 1)
}

// objectAt reports the start of an object. "The day before" is none.
func (c clause) objectAt(i int) bool {
	if c.is(i+1, []string{"day", "week", "month", "year", "night", "time", "morning", "evening"}) {
		return false
	}
	return c.is(i, determiners) && !c.is(i, []string{"that"}) || c.is(i, []string{"it", "them", "us", "itself", "themselves", "everything", "nothing"})
}

// complete reports whether a subject can stand so: with its determiner, in the plural, as a name, or as a noun that takes none.
// "The" is what a headline leaves out.
func (c clause) complete() bool {
	if c.is(0, pronouns) {
		return true
	}
	if c.is(0, determiners) {
		return len(c) > 1 || c.is(0, standalone)
	}
	if strings.HasSuffix(c[0].low, "'s") {
		return len(c) > 1
	}
	head := c.head()
	return head.name || c.plural() || slices.Contains(mass, head.low) || strings.HasSuffix(c[0].low, "ing") && len(c) > 2
}

// head is the noun that the subject is about: the last one before a preposition.
func (c clause) head() word {
	head := c[0]
	for i := 1; i < len(c) && !c[i].comma && !slices.Contains(prepositions, c[i].low); i++ {
		if !c.adverb(i) {
			head = c[i]
		}
	}
	return head
}

func (c clause) plural() bool {
	head := c.head().low
	return c.is(0, []string{"we", "they", "these", "those", "both", "two", "three", "many", "several", "few"}) || !c.head().name &&
		(thirdPerson(head) && !slices.Contains(singularS, head) || slices.Contains([]string{"people", "children", "data", "criteria"}, head))
}

// thirdPerson reports the ending of "holds", which is also that of a plural.
func thirdPerson(w string) bool {
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.ContainsRune("sui'", rune(w[len(w)-2])) && isWord(w)
}

func isWord(w string) bool {
	return !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' })
}
