package cast

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// meant reports whether the word at i, which is a word of English and somebody's name, is the name here. A name has a capital in the
// middle of a sentence, does something ("Will restarted it"), owns something ("Mark's laptop"), is spoken to or quoted ("May: it is
// back"). Without a capital it is one only where nothing else could stand: "then will restarted it".
func meant(s string, list []word, i int) bool {
	w := &list[i]
	before, after := around(s, list, i)
	switch {
	case marked(s, w.from) || strings.HasPrefix(after, "@"):
		return true
	case w.shouted || ofMachine(before, after) || articled(list, i) && !owns(s, w):
		return false
	case follows(list, i, after, past):
		return w.capital || opens(before, list, i)
	case !w.capital:
		return false
	}
	return addressed(s, list, i)
}

// addressed is meant for a word with a capital that is not said to have done something.
func addressed(s string, list []word, i int) bool {
	w := &list[i]
	before, after := around(s, list, i)
	switch {
	case months.has(w.folded):
		return i > 0 && strings.TrimSpace(before) == "" && told.has(list[i-1].folded)
	case starts(before, i) && !owns(s, w):
		return strings.HasPrefix(after, ":") || strings.HasPrefix(after, ",") || follows(list, i, after, present)
	}
	return true
}

// follows reports whether the next word is one of a kind, with only a space between.
func follows(list []word, i int, after string, kind func(string) bool) bool {
	return i+1 < len(list) && strings.Trim(after, " ") == "" && kind(list[i+1].folded)
}

// around is what stands between a word and its neighbours.
func around(s string, list []word, i int) (before, after string) {
	from, to := 0, len(s)
	if i > 0 {
		from = list[i-1].to
	}
	if i+1 < len(list) {
		to = list[i+1].from
	}
	return s[from:list[i].from], s[list[i].to:to]
}

// ofMachine reports whether a word is a piece of a path, of code, or of a name with hyphens, dots and the like: mark_done, max.connections.
func ofMachine(before, after string) bool {
	return strings.ContainsAny(before, "/\\`") || strings.HasSuffix(before, "-") || strings.HasPrefix(after, "-") ||
		slices.Contains([]string{"_", ".", "/", "=", "("}, after)
}

// starts reports whether a word begins a sentence, where every word has a capital.
func starts(before string, i int) bool {
	return i == 0 || strings.ContainsAny(before, ".!?:;\n\"“”«»|*>")
}

// opens reports whether somebody who does something may stand here, also where nobody minds capitals.
func opens(before string, list []word, i int) bool {
	return starts(before, i) || strings.Contains(before, ",") || openers.has(list[i-1].folded)
}

func articled(list []word, i int) bool { return i > 0 && articles.has(list[i-1].folded) }

func owns(s string, w *word) bool {
	rest := s[w.to:]
	r, size := utf8.DecodeRuneInString(rest)
	if r != '\'' && r != '’' {
		return false
	}
	rest = rest[size:]
	return strings.HasPrefix(rest, "s") && (len(rest) == 1 || !isASCIIWord(rest[1]))
}

// past reports whether a word tells what somebody did.
func past(w string) bool {
	return didWords.has(w) || len(w) > 4 && strings.HasSuffix(w, "ed") && !notPast.has(w)
}

// present reports whether a word says that somebody does something now: "Mark is looking".
func present(w string) bool { return doesWords.has(w) }

// set is a list of words, read when it is first asked for.
type set func() map[string]bool

func (s set) has(w string) bool { return s()[w] }

func setOf(list string) set {
	return sync.OnceValue(func() map[string]bool {
		all := map[string]bool{}
		for w := range strings.FieldsSeq(list) {
			all[w] = true
		}
		return all
	})
}

var (
	months   = setOf("april may june august summer")
	told     = setOf("told asked paged called pinged thanked joined helped messaged notified with")
	openers  = setOf("and but then when after before because so while that once until as where since if though although later")
	articles = setOf(`the a an this that these those our my his her their its your some any each every another no
		new old first second last next`)
	notPast  = setOf("indeed speed exceed proceed succeed")
	didWords = setOf(`ran saw said was had did found took told began went got gave put set made sent wrote woke thought knew kept left lost met
		brought built came cut drove fell felt grew held hit led let meant read rebuilt reran rolled shut spoke spun stood tried understood
		undid withdrew would'd asked`)
	doesWords = setOf(`is was has thinks sees says runs looks asks wants knows does goes gets takes tells tries finds checks restarts deploys
		rolls pages opens starts stops reads writes joins confirms reports suspects`)
)

// alsoWords are words that are names too and that the coach has no reason to know.
var alsoWords = setOf(`amber crystal ruby jade pearl olive ginger harmony river rivers ash blue forest field fields stone stones banks waters
	hill hills bush bell cross snow frost winter winters price sharp small little moody noble swift wise worth best fast house home
	church castle hall wells pool porter key keys love law laws lord knight king queen prince bishop pope monk wolf fox bird crane drake
	hawk buck bull lamb fish pike bass root roots branch reed flower flowers berry cherry rice bean coffee salt pepper sugar butler
	carpenter gates gate golden silver steel stack merge commit rock sand sands street wall walls well west east north south northern
	southern english french spring day days night moon sun rain storm cloud clouds power powers strong good free freeman bridge bridges
	ford marsh moss weeds meadow meadows garden temple tower towers mills mill shepherd sparks spark speed stern story strand tailor
	thorn tree trees vale watts wild winner wood workman merry happy
	grant chase chance hope page skip max dot trip bill ward drew norm guy dawn`)
