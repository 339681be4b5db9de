// Package kinds guesses the kind of an event from its words: who does it, and what. Work on an incident is an action when people do it and a
// signal when a machine does. Finding the cause is work; finding anything else, a person's confirmation too, is seen. What was changed as such is a
// change (a deploy, an upgrade, a migration, a change that was applied); what is shipped to help (a fix, a rollback, a workaround) is an action.
// Calling people, a ticket or an incident is told. Much of what people do to a system is a change before trouble is first seen, and an action after
// it: the words do not tell, its place in the timeline does.
package kinds

import (
	"cmp"
	_ "embed" // the rules
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"debrief/intake/text"
)

// table are the rules, as words.txt tells.
//
//go:embed words.txt
var table string

// rule is a way in which a timeline says what kind an event is of. Its kind may be two, "change/action": the first where nothing is known of the
// time, the other where that says so.
type rule struct {
	kind, name string
	near       map[string]bool // of these words one must stand close by, where there are any
	signs      string          // those of them that are signs
}

// form is how a word of a rule stands in a text.
type form byte

const (
	asItStands form = iota
	noun            // a hint
	softly          // a hint that leaves the word to whatever tells later
	nounOrVerb
	bareVerb
	verbInS
	verbInED
	verbInING
)

// entry is a word or phrase by whose first word a rule is found.
type entry struct {
	rule *rule
	rest []string // the words of a phrase behind the first
	form form
}

var lexicon = sync.OnceValue(func() map[string][]entry {
	m := map[string][]entry{}
	var r *rule
	for line := range strings.Lines(table) {
		key, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(key, "#") {
			continue
		}
		switch key {
		case "near":
			for w := range strings.FieldsSeq(list) {
				if r.near[w] = true; strings.ContainsAny(w, ".$@<!*?") {
					r.signs += w[:1]
				}
			}
			continue
		case "words", "hints", "verbs", "nouns", "soft":
		default:
			r = &rule{kind: key, name: strings.TrimSpace(list), near: map[string]bool{}}
			continue
		}
		for phrase := range strings.FieldsSeq(list) {
			first, others, _ := strings.Cut(phrase, "_")
			e := entry{rule: r, rest: strings.FieldsFunc(others, func(r rune) bool { return r == '_' })}
			switch key {
			case "hints":
				e.form = noun
			case "verbs", "nouns", "soft":
				for i, w := range inflected(first) {
					switch e.form = bareVerb + form(i); {
					case key == "soft":
						e.form = softly
					case key == "nouns" && i == 0:
						e.form = nounOrVerb
					}
					m[w] = append(m[w], e)
				}
				continue
			}
			m[first] = append(m[first], e)
		}
	}
	for _, es := range m { // a phrase before its first word alone, else the rules in their order
		slices.SortStableFunc(es, func(a, b entry) int { return len(b.rest) - len(a.rest) })
	}
	return m
})

// inflected are a verb and its regular forms in -s, -ed and -ing.
func inflected(verb string) [4]string {
	n, s, stem := len(verb), verb+"s", verb
	vowel := strings.LastIndexAny(verb, "aeiou")
	switch last := verb[n-1]; {
	case last == 'e':
		return [4]string{verb, s, verb + "d", verb[:n-1] + "ing"}
	case last == 'y' && vowel != n-2:
		return [4]string{verb, verb[:n-1] + "ies", verb[:n-1] + "ied", verb + "ing"}
	case last == 's' || last == 'h' || last == 'x':
		s = verb + "es"
	case vowel == n-2 && strings.IndexAny(verb, "aeiou") == vowel && strings.IndexByte("bgmnpt", last) >= 0,
		slices.Contains([]string{"commit", "submit", "occur"}, verb):
		stem += string(last) // stop: stopped
	}
	return [4]string{verb, s, stem + "ed", stem + "ing"}
}

const (
	within = 600 // bytes of a text, in which its kind is looked for
	nearby = 5   // words on either side, in which the word that a rule needs is looked for
)

// Guess is what kind an event is of by its words.
type Guess struct {
	Kind   string
	ByTime bool // it is a change before trouble is first seen, and an action after it
}

// Of is the kind of an event, by the first sentence of its text that says one. A decision and a thought are called so by their own words only,
// and what no rule hears is a note.
func Of(s string) Guess { return guessOf(kindOf(s)) }

// guessOf takes apart the kind of a rule.
func guessOf(kind string) Guess {
	kind, _, either := strings.Cut(kind, "/")
	return Guess{Kind: kind, ByTime: either}
}

// Actor is the name that s begins with, where it does what only people do, else "". Who asks or notices once in a timeline is a person in all of it:
// there, "@" before the name says so.
func Actor(s string) string {
	name, rest, _ := strings.Cut(s, " ")
	verb, _, _ := strings.Cut(rest, " ")
	if !minds[verb] || vocabulary()[strings.ToLower(name)] || strings.HasPrefix(name, "@") {
		return ""
	}
	return name
}

// Ahead reports whether what is told speaks of something planned, and not of trouble.
func Ahead(s string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(s)), func(w string) bool { return ahead[w] })
}

func kindOf(s string) string {
	var room [48]string
	s = s[:min(len(s), within)]
	labelled := ""
	for rest := s; rest != ""; {
		words, after, isLabel := sentence(rest, room[:0])
		kind, told := heardIn(words)
		switch {
		case kind != "" && (isLabel && !told || isHeadline(words)):
			labelled = cmp.Or(labelled, kind) // "Alert: …": what comes behind it may tell more
		case kind != "":
			return kind
		case labelled != "":
			return labelled
		}
		rest = after
	}
	if labelled == "" {
		first, after, isLabel := sentence(s, room[:0])
		if isLabel && after != "" {
			first, _, _ = sentence(after, room[:0])
		}
		labelled = happening(first)
	}
	if labelled == "" && strings.ContainsAny(s, "%→") {
		return "signal"
	}
	return cmp.Or(labelled, "note")
}

// isHeadline reports words that say only that trouble began or ended.
func isHeadline(words []string) bool {
	return len(words) <= 4 && !slices.ContainsFunc(words, func(w string) bool { return !headlines[w] })
}

// thingWord stands for what has a name and no meaning: code, an address.
const thingWord = "`"

// sentence cuts off the first sentence of s, as words in small letters; a comma is a word too, and a handle keeps its sign. What stands in brackets
// says nothing. A label ends with a colon or a dash.
func sentence(s string, words []string) (_ []string, rest string, label bool) {
	for s != "" && len(words) < cap(words) {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case strings.ContainsRune("(`#\"", r):
			words, s = aside(words, s)
		case r == ',' || r == ';':
			words, s = append(words, ","), s[size:]
		case len(words) > 0 && endsSentence(r, s[size:]):
			return words, s[size:], strings.ContainsRune(":–—-", r)
		case r == '@' || inWord(r):
			w := leadingWord(s, size)
			words, s = append(words, word(w)), s[len(w):]
		default:
			s = s[size:]
		}
	}
	return words, s, false
}

// aside reads what stands at the start of s between its own marks: brackets say nothing, a number is a ticket's where nothing says whose it is, and
// code and what is quoted behind other words are things; a handle is itself.
func aside(words []string, s string) (_ []string, rest string) {
	code, behind, closed := strings.Cut(s[1:], s[:1])
	switch {
	case s[0] == '(':
		return words, s[2+max(-1, strings.IndexByte(s[1:], ')')):]
	case s[0] == '#':
		rest = strings.TrimLeft(s[1:], "0123456789")
		if last := at(words, len(words)-1); rest != s[1:] && last != "pr" && last != "mr" {
			words = append(words, "ticket")
		}
		return words, rest
	case s[0] == '"' && (len(words) == 0 || !closed):
		return words, s[1:]
	case !strings.HasPrefix(code, "@"):
		code = thingWord
	}
	return append(words, code), behind
}

// endsSentence reports whether a sentence or a label ends with r, before rest.
func endsSentence(r rune, rest string) bool {
	return strings.ContainsRune(".!?\n:–—-", r) && (rest == "" || text.IsSpace(rest[0]))
}

// leadingWord is the word or address at the start of s, whose first letter has this size.
func leadingWord(s string, size int) string {
	end := strings.IndexFunc(s[size:], func(r rune) bool { return !inWord(r) && !strings.ContainsRune("-_./:@", r) })
	if end < 0 {
		end = len(s) - size
	}
	return strings.TrimRight(s[:size+end], ".:/-")
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// vocabulary are all words that mean something here.
var vocabulary = sync.OnceValue(func() map[string]bool {
	v := map[string]bool{}
	for w, es := range lexicon() {
		v[w] = true
		for _, e := range es {
			maps.Copy(v, e.rule.near)
		}
	}
	for _, list := range lists {
		maps.Copy(v, list)
	}
	return v
})

// word is w in small letters; what may be a name, and means nothing here, keeps its capital.
func word(w string) string {
	if low := strings.ToLower(w); vocabulary()[low] || !isName(w) {
		return thing(low)
	}
	return w
}

// isName reports a capital letter with small ones behind it.
func isName(w string) bool {
	r, size := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) && strings.IndexFunc(w[size:], func(r rune) bool { return !unicode.IsLower(r) }) < 0
}

// thing is what an address stands for, and any other word itself; "re-enable" is heard as "enable", where there is no "reenable".
func thing(w string) string {
	switch {
	case strings.HasPrefix(w, "status."):
		return "statuspage"
	case !strings.Contains(w, "://"):
		again, ok := strings.CutPrefix(w, "re-")
		if _, known := lexicon()["re"+again]; ok && known {
			return "re" + again
		}
		return again
	case strings.Contains(w, "/pull/"), strings.Contains(w, "/merge_requests/"):
		return "pr"
	case strings.Contains(w, "/issues/"):
		return "ticket"
	}
	return thingWord
}

//go:embed lists.txt
var listsText string

var (
	lists                                   = text.Lists(listsText)
	subordinators, clauseEnders, nounMakers = lists["subordinators"], lists["clauseEnders"], lists["nounMakers"]
	subjectEnds, nounLinks, determiners     = lists["subjectEnds"], lists["nounLinks"], lists["determiners"]
	helpers, starters, pasts                = lists["helpers"], lists["starters"], lists["pasts"]
	states, persons, machines               = lists["states"], lists["persons"], lists["machines"]
	passives, perfects                      = lists["passives"], lists["perfects"]
	participles, outsiders, ahead           = lists["participles"], lists["outsiders"], lists["ahead"]
	adjuncts, prepositions, minds           = lists["adjuncts"], lists["prepositions"], lists["minds"]
	headlines                               = lists["headlines"]
)

// canAct reports a word that may have a verb in its bare form or in -ing behind it.
func canAct(w string) bool { return isPerson(w) || isPlural(w) }

// isPlural reports a noun that may have a verb in its bare form behind it: "logs show".
func isPlural(w string) bool {
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !nounMakers[w] && !subjectEnds[w]
}

// heardIn is the kind that a sentence says, "" where it says none, and whether it tells it or only hints.
func heardIn(words []string) (kind string, told bool) {
	if i := slices.Index(words, ","); i > 0 && subordinators[words[0]] {
		if kind, told := heard(words[i+1:]); kind != "" {
			return kind, told
		}
	}
	return heard(words)
}

// heard is the kind of the first rule that these words keep, else of the first at which they hint; of two nouns in a row the second says what it is:
// "recovery attempts".
func heard(words []string) (kind string, told bool) {
	hinted, last, firm := "", len(words), false
	for i, w := range words {
		if firm && clauseEnders[w] {
			break
		}
		for _, e := range lexicon()[w] {
			switch {
			case !e.fits(words, i):
			case e.tells(words, i):
				return e.kindBy(words, i, hinted), true
			case e.form != nounOrVerb && !e.rule.thought():
				if hinted == "" || e.form == noun && last == i-1 {
					hinted, last = e.rule.kind, i+len(e.rest)
				}
				firm = firm || e.form != softly
			}
		}
	}
	if personDoes(words) {
		return "action", true
	}
	return hinted, false
}

// kindBy is the kind that an entry tells at i, by who does it there: what a machine does or says is seen.
func (e entry) kindBy(words []string, i int, hinted string) string {
	who, kind, told := doerOf(words, i), e.rule.kind, e.rule.kind == "communication"
	switch {
	case who >= outsider && e.needsHands(words[i]):
		if next, _ := heard(words[i+1:]); isChange(hinted) || isChange(next) {
			return "change" // the deploy lowers a limit
		}
		return "signal"
	case told && who == machine:
		return "signal"
	case told, e.rule.signed('?'), kind == "signal" && at(words, i+1) == "and":
		return e.orNext(words[i+1:])
	}
	return kind
}

// orNext is the kind that the words behind an entry tell, where it outdoes the entry's: they met and agreed, a possible cause is found, what they
// found they removed.
func (e entry) orNext(words []string) string {
	kind := e.rule.kind
	switch next, told := heard(words); {
	case !told:
	case kind == "signal" && isAction(next), kind != "signal" && next == "decision", e.rule.signed('?') && next == "hypothesis":
		return next
	}
	return kind
}

// needsHands reports whether this word tells an action only where people do it.
func (e entry) needsHands(w string) bool {
	return isAction(e.rule.kind) && !e.rule.signed('!') && (e.form >= nounOrVerb || pasts[w] && len(e.rest) == 0)
}

// thought reports a kind that only its own words tell, and no hint: a suspected host is no thought.
func (r *rule) thought() bool { return r.kind == "decision" || r.kind == "hypothesis" }

func isAction(kind string) bool { return strings.HasPrefix(kind, "action") }

func isChange(kind string) bool { return strings.HasPrefix(kind, "change") }

// fits reports whether an entry's whole phrase stands at a word, and what its rule needs near it.
func (e entry) fits(words []string, i int) bool {
	if len(words)-i <= len(e.rest) || !slices.Equal(words[i+1:i+1+len(e.rest)], e.rest) {
		return false
	}
	r := e.rule
	switch {
	case len(r.near) == 0:
		return true
	case r.signed('.'):
		return len(words) == 1
	case r.signed('$'):
		return i > 0 && !helpers[words[i-1]] && !isPerson(words[i-1]) && (i+1 == len(words) || clauseEnders[words[i+1]] || adjuncts[words[i+1]])
	}
	return slices.ContainsFunc(words[max(0, i-nearby):i], r.needs) ||
		!r.signed('<') && slices.ContainsFunc(words[i+1:min(len(words), i+1+nearby)], r.needs)
}

// signed reports whether a rule has this sign among the words that must stand near.
func (r *rule) signed(sign byte) bool { return strings.IndexByte(r.signs, sign) >= 0 }

// needs reports a word that a rule needs close by.
func (r *rule) needs(w string) bool {
	return r.near[w] || r.signed('*') && strings.HasSuffix(w, "ing") || r.signed('@') && isPerson(w)
}

// at is a word of a sentence, "" before and behind it.
func at(words []string, i int) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	return words[i]
}

// tells reports whether a word tells, where it stands, or only hints: it may be a noun there.
func (e entry) tells(words []string, i int) bool {
	before, behind := at(words, i-1), at(words, i+1)
	switch e.form {
	case noun:
		return i <= 1 && nounLinks[behind]
	case softly:
		return passives[before] && strings.HasSuffix(words[i], "ed")
	case bareVerb, nounOrVerb:
		return bareVerbTells(words, i, before, behind)
	case verbInS:
		return (behind != "" || !e.rule.thought()) && verbInSTells(words, i, before, behind)
	case verbInED:
		return before == "and" || before == "," || !nounMakers[before]
	case verbInING:
		return verbInINGTells(i, before, behind)
	}
	return true
}

// bareVerbTells reports whether a verb in its bare form at i tells: behind a person or a plural, or first and before what it is done to.
func bareVerbTells(words []string, i int, before, behind string) bool {
	switch {
	case i == 0:
		return determiners[behind] || behind == "to" || starters[words[i]] && strings.HasSuffix(behind, "ing")
	case before == "and":
		return isPerson(words[0])
	case before == "to":
		return helpers[at(words, i-2)]
	}
	return canAct(before) || isName(before) && at(words, i-2) == "and"
}

// verbInSTells reports whether a verb that ends in s tells at i, and is no plural there.
func verbInSTells(words []string, i int, before, behind string) bool {
	switch {
	case before == "and":
		return true
	case before == "", nounMakers[before], text.IsDigit(before[0]), prepositions[at(words, i-2)]:
		return false
	case !isPerson(before) && (subjectEnds[behind] || behind == "from"):
		return false
	}
	return !strings.HasSuffix(behind, "ed") || hasObject(words, i+1)
}

// verbInINGTells reports whether a verb that ends in ing tells at i: first, or behind what says who does it, or how.
func verbInINGTells(i int, before, behind string) bool {
	if i == 0 {
		return !subjectEnds[behind] && !isPerson(behind)
	}
	return helpers[before] || i == 1 && (canAct(before) || strings.HasSuffix(before, "ly"))
}

// personDoes reports whether words begin with a person and a verb, of whatever meaning.
func personDoes(words []string) bool {
	i := slices.IndexFunc(words[:min(len(words), 4)], isPerson)
	verb := at(words, i+1)
	formed := strings.HasSuffix(verb, "s") || strings.HasSuffix(verb, "ed") || strings.HasSuffix(verb, "ing")
	return i >= 0 && (pasts[verb] || len(verb) > 3 && (formed || starters[verb]))
}

// doer is who does what a verb tells.
type doer byte

const (
	nobody   doer = iota // the verb comes first, or tells what was done to its subject: people did it
	person               // or one word that may be a name
	outsider             // a customer: what they do is seen
	unknown              // something else: a machine, where the verb needs hands
	machine              // surely
)

// doerOf is who does what the verb at i tells.
func doerOf(words []string, i int) doer {
	j, passive := i-1, strings.HasSuffix(words[i], "ed") || participles[words[i]]
	for ; isAuxiliary(at(words, j)); j-- {
		if passives[words[j]] && !strings.HasSuffix(words[i], "ing") {
			return nobody
		}
		passive = passive && !perfects[words[j]]
	}
	if at(words, j) == "and" && strings.HasSuffix(words[i], "s") { // the proxy wakes and restarts
		j = min(3, j) - 1
	}
	return doerIn(lastClause(words[:j+1]), words, i, passive)
}

// doerIn is who does what the verb at i tells, whose subject this is.
func doerIn(subject, words []string, i int, passive bool) doer {
	if len(subject) == 0 {
		return nobody
	}
	last := subject[len(subject)-1]
	switch {
	case slices.ContainsFunc(subject, isPerson):
		return person
	case passive && !hasObject(words, i):
		return nobody
	case slices.ContainsFunc(subject, func(w string) bool { return outsiders[w] }):
		return outsider
	case isMachine(last):
		return machine
	case isName(subject[0]) && isName(last) && (!isPlural(last) || strings.HasSuffix(words[i], "s")):
		return person
	}
	return unknown
}

// lastClause is what stands behind the last word of words that begins a clause.
func lastClause(words []string) []string {
	start := len(words)
	for start > 0 && !clauseEnders[words[start-1]] && words[start-1] != "and" {
		start--
	}
	return words[start:]
}

// isAuxiliary reports a word between a subject and its verb.
func isAuxiliary(w string) bool {
	return w == "to" || w == "then" || w == "also" || w == "again" || helpers[w] || perfects[w] || strings.HasSuffix(w, "ly")
}

func isPerson(w string) bool { return persons[w] || strings.HasPrefix(w, "@") }

// isMachine reports a word that names a machine or a part of one: code, what has a number in it, a word of the list.
func isMachine(w string) bool {
	return machines[w] || strings.HasPrefix(w, thingWord) || !isPerson(w) && strings.ContainsAny(w, "0123456789")
}

// hasObject reports whether a verb at i has behind it what it is done to.
func hasObject(words []string, i int) bool {
	w := at(words, i+1)
	return w != "" && (determiners[w] || !nounMakers[w] && !clauseEnders[w] && !headlines[w] && !isAuxiliary(w))
}

// happening is the kind of what words tell with a verb that no rule knows, "" where they have none: somebody did it, a machine did it, or it is so.
func happening(words []string) (kind string) {
	for i, w := range words {
		switch {
		case mayBeVerb(words, i) && doerOf(words, i) >= outsider:
			return "signal"
		case mayBeVerb(words, i):
			return "action/change"
		case machines[w] || i > 0 && (passives[w] || starters[w]):
			kind = "signal"
		}
	}
	return kind
}

// mayBeVerb reports a form at i that tells of something done, whatever that is.
func mayBeVerb(words []string, i int) bool {
	w := words[i]
	switch {
	case len(w) < 5 && !participles[w], i > 0 && determiners[words[i-1]]:
		return false
	case strings.HasSuffix(w, "ed"), participles[w]:
		return i == 0 || !states[w]
	case i == 0:
		return strings.HasSuffix(w, "ing") || starters[w]
	}
	return strings.HasSuffix(w, "s") && determiners[at(words, i+1)]
}
