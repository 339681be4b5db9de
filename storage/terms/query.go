package terms

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"debrief/model"
	"debrief/model/lazyregexp"
)

// Query is what somebody looks for: words that stand anywhere in a postmortem, some exactly as they are written, some not at all, and
// what else is true of it.
type Query struct {
	Words   []Wanted
	Phrases []string // as they were typed
	Without []Wanted
	Filters []Filter
}

// Wanted is a word that is looked for: the term that it makes and, where it may go on, what terms of longer words begin with. Two words
// that may be a verb and its particle are looked for as one and apart: "site down" is also meant by "the site was down"; and so is a name
// that two capitals make of two words. Those that stand side by side may also be joined: "pager duty" is meant by "PagerDuty"; and
// "deleted" is by "deletion".
type Wanted struct {
	Word   string
	Begins []string
	Apart  []string
	Joined []string
}

// Is reports whether a term is what is looked for.
func (w Wanted) Is(term string) bool {
	begins := func(b string) bool { return strings.HasPrefix(term, b) }
	return term == w.Word || slices.Contains(w.Apart, term) || slices.Contains(w.Joined, term) || slices.ContainsFunc(w.Begins, begins)
}

// Filter is a word for what is true of a postmortem, or not, and what it says: severity 1, before 2026-06.
type Filter struct {
	Name, Is string
	Not      bool
}

// FilterNames are the words that a filter may have, in the order in which they are told.
var FilterNames = []string{"severity", "service", "tag", "owner", "status", "before", "after", "has"}

// What "has:" and "status:" may say.
var (
	Has      = []string{"test", "actions", "causes", "lessons", "follow-up"}
	Statuses = append(slices.Clone(model.Words["status"]), "open")
)

// ErrNothing is of a query in which nothing is to be looked for.
var ErrNothing = errors.New("nothing to look for: type words, \"exact phrases\", -word to leave out, " +
	"or severity:1 service:payments owner:mei before:2026-06")

// errLeavesOut is of a query that only says what is not to be there.
var errLeavesOut = errors.New("this only says what to leave out: add a word to look for, or a filter such as after:2026")

// errNoPhrase is of a phrase that is to be left out.
var errNoPhrase = errors.New(`a phrase cannot be left out, only words and filters can: -primary -key -service:mail`)

// mostSaid is how many letters are repeated of what is not understood.
const mostSaid = 40

// Parse reads a query. As somebody types, its last word may go on: open says so.
func Parse(text string, open bool) (Query, error) {
	var q Query
	var plain []string
	pieces, err := operated(split(text))
	if err != nil {
		return q, err
	}
	for i, p := range pieces {
		last := i == len(pieces)-1
		switch name, filter := filterName(p); {
		case p.quoted:
			q.phrase(p.text)
		case filter:
			_, is, _ := strings.Cut(p.text, ":")
			f, err := filterOf(name, is, open && last)
			if err != nil {
				return Query{}, err
			}
			if f.Not = p.not; f.Is != "" {
				q.Filters = append(q.Filters, f)
			}
		case p.not:
			q.Without = append(q.Without, wanted(p.text)...)
		default:
			if plain = append(plain, p.text); last && open && strings.HasSuffix(text, p.text) {
				plain[len(plain)-1] += "*"
			}
		}
	}
	q.Words = append(q.Words, all(plain)...)
	switch {
	case len(q.Words)+len(q.Filters) > 0:
	case len(q.Without) > 0:
		return Query{}, errLeavesOut
	default:
		return Query{}, ErrNothing
	}
	return q, nil
}

// operated are the pieces of a query without the operators that other searches have, in capitals: AND is meant anyway, and NOT is a hyphen.
func operated(pieces []piece) (all []piece, err error) {
	not := false
	for _, p := range pieces {
		switch {
		case p.quoted:
		case p.text == "OR" || p.text == "||":
			return nil, errOr
		case p.text == "AND" || p.text == "&&":
			continue
		case p.text == "NOT":
			not = true
			continue
		}
		if p.not, not = p.not || not, false; p.not && p.quoted {
			return nil, errNoPhrase
		}
		all = append(all, p)
	}
	return all, nil
}

var errOr = errors.New("OR is not understood: all words are looked for, and of three or more one may be lacking; search for one after the other")

func (q *Query) phrase(text string) {
	if words := wanted(text); len(words) > 0 && !slices.Contains(q.Phrases, text) {
		for i := range words {
			words[i].Apart = nil
		}
		q.Phrases, q.Words = append(q.Phrases, text), append(q.Words, words...)
	}
}

// filterName is the filter that a piece of a query names.
func filterName(p piece) (name string, ok bool) {
	name, _, ok = strings.Cut(strings.ToLower(p.text), ":")
	if !slices.Contains(FilterNames, name) {
		name = strings.TrimSuffix(name, "s") // services:payments
	}
	return name, ok && !p.quoted && slices.Contains(FilterNames, name)
}

// all are the words of what stands outside of quotation marks. A verb and its particle are looked for as one; a word with a star behind
// it is what words begin with.
func all(plain []string) []Wanted {
	var words []Wanted
	var run []string
	flush := func() {
		words = append(words, wanted(strings.Join(run, " "))...)
		run = nil
	}
	for _, p := range plain {
		begins, star := strings.CutSuffix(p, "*")
		if !star || len(run) > 0 && particle(Word(begins)) {
			run = append(run, begins)
			continue
		}
		flush()
		if last := lastWord(begins); last != "" {
			words = append(append(words, wanted(strings.TrimSuffix(begins, last))...), Wanted{Word: Word(last), Begins: beginnings(last)})
		} else {
			words = append(words, wanted(begins)...)
		}
	}
	flush()
	for i := range words {
		if form := otherForm(words[i].Word); form != "" && len(words[i].Apart) == 0 {
			words[i].Joined = append(words[i].Joined, form)
		}
	}
	join(words, plain)
	return words
}

// otherForm is the noun of a verb that ends in a vowel and -te, and the verb of such a noun: who deletes makes a deletion. Others are left
// as they are, since a product is not what runs in production.
func otherForm(word string) string {
	verb, noun := strings.CutSuffix(word, "ion")
	switch n := len(verb); {
	case n < 5 || !letters(verb) || verb[n-1] != 't' || !vowels(verb[n-2:n-1]):
		return ""
	case noun:
		return verb
	}
	return verb + "ion"
}

// join adds to words what they are together with the one beside them.
func join(words []Wanted, plain []string) {
	for i := 1; i < len(plain); i++ {
		one, two := Prefix(plain[i-1]), Prefix(strings.TrimSuffix(plain[i], "*"))
		if one == two || !letters(one) || !letters(two) || Short(one) || Short(two) {
			continue
		}
		for j := range words {
			if w := &words[j]; w.Word == Word(one) || w.Word == Word(two) {
				w.Joined = append(w.Joined, Word(one+two))
			}
		}
	}
}

// twoWords are those that two capitals make one name of, as in PagerDuty.
var twoWords = lazyregexp.New(`^([A-Z][a-z]{2,})([A-Z][a-z]{2,})$`)

// beginnings are what the terms of words begin with that begin as this one does. A term of a verb and its particle has lost the verb's
// ending: "timeo" goes on as "timout".
func beginnings(word string) []string {
	all := []string{Prefix(word)}
	for _, p := range particles {
		for n := len(p); n > 0; n-- {
			verb, ok := strings.CutSuffix(all[0], p[:n])
			if b := ending(verb) + p[:n]; ok && len(verb) > 2 && letters(verb) && vowels(verb) && !slices.Contains(all, b) {
				all = append(all, b)
			}
		}
	}
	return all
}

// lastWord is the word that a text ends with; "" where that is of a script without blanks, or where it is a name.
func lastWord(text string) string {
	var last Term
	Of(text, func(t Term) { last = t })
	if last.Word == "" || last.To != len(text) || Name(text[strings.LastIndexByte(text, ' ')+1:]) {
		return ""
	}
	if r, _ := utf8.DecodeRuneInString(text[last.From:]); crowded(r) && utf8.RuneCountInString(text[last.From:]) > 1 {
		return ""
	}
	return text[last.From:]
}

// wanted are the terms of a text that are looked for: of those that stand in another, that one.
func wanted(text string) []Wanted {
	var found []Term
	Of(text, func(t Term) {
		if t.Word != "" { // a mark that stands on no letter makes none
			found = append(found, t)
		}
	})
	var words []Wanted
	for i, t := range found {
		in := func(o, t Term) bool {
			return o.From <= t.From && o.To >= t.To && o.To-o.From > t.To-t.From && (o.Word != t.Word)
		}
		if slices.ContainsFunc(found, func(o Term) bool { return in(o, t) }) {
			continue
		}
		w := Wanted{Word: t.Word}
		if name := twoWords().FindStringSubmatch(text[t.From:t.To]); name != nil {
			w.Apart = []string{Word(name[1]), Word(name[2])}
		}
		for _, o := range found[:i] {
			if in(t, o) && particle(found[i-1].Word) {
				w.Apart = append(w.Apart, o.Word)
			}
		}
		if !slices.ContainsFunc(words, func(o Wanted) bool { return o.Word == w.Word }) {
			words = append(words, w)
		}
	}
	return words
}

type piece struct {
	text        string
	quoted, not bool // a hyphen stands before what is not to be there
}

var pieceShape = lazyregexp.New(`(-?)([\pL]+:)?"([^"]*)(?:"|$)|(-?)([^\s"]+)`)

// split takes a query apart at blanks, but for those in quotation marks. What they hold is a phrase, or what a filter says.
func split(text string) []piece {
	var pieces []piece
	for _, m := range pieceShape().FindAllStringSubmatch(curly.Replace(text), -1) {
		if quoted := strings.Contains(m[0], `"`); quoted {
			pieces = append(pieces, piece{m[2] + strings.TrimSpace(m[3]), m[2] == "", m[1] != ""})
		} else {
			pieces = append(pieces, piece{m[5], false, m[4] != ""})
		}
	}
	return pieces
}

var curly = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`)

// filterOf reads a filter. One that is still being typed may say nothing yet.
func filterOf(name, is string, typing bool) (Filter, error) {
	f := Filter{Name: name, Is: strings.ToLower(is)}
	var fits bool
	var want string
	switch name {
	case "severity":
		f.Is = "SEV" + strings.TrimPrefix(strings.ToUpper(is), "SEV")
		fits, want = slices.Contains(model.Words["severity"], f.Is), "1 to 5"
	case "status":
		fits, want = slices.Contains(Statuses, f.Is), oneOf(Statuses)
	case "has":
		fits, want = slices.Contains(Has, f.Is), oneOf(Has)
	case "before", "after":
		fits, want = Day(f) != "", Days
	default:
		fits, want = is != "", "a name"
	}
	switch {
	case fits:
		return f, nil
	case typing:
		return Filter{}, nil
	}
	return Filter{}, fmt.Errorf("%s:%s is not understood: %s wants %s", name, model.Shorten(model.Visible(is), mostSaid), name, want)
}

// Days are what a filter by time, or a flag, may say.
const Days = "a year, a month or a day: 2026, 2026-06, 2026-06-30"

// Day is the first day that a "before" or an "after" names; "" where it is none.
func Day(f Filter) string { return FirstDay(f.Is) }

// FirstDay is the first day of a year, a month or a day; "" where it is none.
func FirstDay(text string) string {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

func oneOf(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
