package cast

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"debrief/model/coach"
)

// alias is one way in which a text may call somebody: a first name, a family name, both, a handle.
type alias struct {
	words   []string // folded
	who     []int
	guarded bool // words of English too: a name only where the sentence, or capitals, make it one
	family  bool // a family name by itself: with a capital only
	turned  bool // the family name first: "Tanaka, Mei"
}

// found is a place in a text that calls somebody, in bytes.
type found struct {
	from, to int
	who      []int
	owns     bool // the possessive's mark was left out and belongs there
}

// word is a run of letters and digits of a text.
type word struct {
	from, to int
	folded   string
	capital  bool
	shouted  bool
}

// words cuts a text into its words.
func words(s string) []word {
	all := make([]word, 0, len(s)/5+1)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isLetter(r) {
			i += size
			continue
		}
		w := word{from: i, capital: unicode.IsUpper(r)}
		small := false
		for i < len(s) && isLetter(r) {
			small = small || unicode.IsLower(r)
			i += size
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		w.to, w.folded = i, fold(s[w.from:i])
		w.shouted = !small && utf8.RuneCountInString(s[w.from:i]) > 1
		all = append(all, w)
	}
	return all
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// fold is a word in small letters without its accents: people leave them out in a hurry.
func fold(w string) string {
	plain := true
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return strings.ToLower(w)
	}
	var b strings.Builder
	for _, r := range strings.ToLower(w) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case spelled()[r] != "":
			b.WriteString(spelled()[r])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// spelled says how letters are written by those who leave their accents out.
var spelled = sync.OnceValue(func() map[rune]string {
	all := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th"}
	for plain, accented := range map[string]string{
		"a": "àáâãäåāăąǎạảấầẩẫậắằẳẵặ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęěẹẻẽếềểễệ", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįıǐịỉ", "j": "ĵ",
		"k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŋ", "o": "òóôõöøōŏőơǒọỏốồổỗộớờởỡợ", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț",
		"u": "ùúûüũūŭůűųưǔụủứừửữự", "w": "ŵ", "y": "ýÿŷỳỵỷỹ", "z": "źżž", "и": "й",
	} {
		for _, r := range accented {
			all[r] = plain
		}
	}
	all['ё'] = "е"
	return all
})

// wordsOf are the words of a name, folded. What stands in brackets and a mail address' domain are no part of it.
func wordsOf(name string) []string {
	name, _, _ = strings.Cut(name, "(")
	name = strings.TrimPrefix(strings.TrimSpace(name), "@")
	if at := strings.IndexByte(name, '@'); at > 0 {
		name = name[:at]
	}
	all := words(name)
	folded := make([]string, 0, len(all))
	for i := range all {
		folded = append(folded, all[i].folded)
	}
	return folded
}

// learn lists in which ways everybody may be called.
func (c *Cast) learn() {
	c.known = map[string][]alias{}
	for i := range c.people {
		p := &c.people[i]
		for _, name := range p.names {
			c.call(i, wordsOf(name))
			if spelled := umlauts.Replace(name); spelled != name {
				c.call(i, wordsOf(spelled))
			}
		}
		if handle := wordsOf(p.handle); len(handle) > 0 {
			c.add(alias{words: handle, guarded: len(handle) == 1 && isWord(handle[0])}, i)
			c.add(alias{words: []string{strings.Join(handle, "")}, guarded: len(handle) == 1 && isWord(handle[0])}, i)
		}
	}
	for _, list := range c.known {
		slices.SortStableFunc(list, func(a, b alias) int { return len(b.words) - len(a.words) })
	}
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")

// call adds every run of words of a name, the first and the last alone, the family name first, and the first name with an initial.
func (c *Cast) call(who int, name []string) {
	guarded := !slices.ContainsFunc(name, func(w string) bool { return !isWord(w) })
	for n := len(name); n > 1; n-- {
		for from := 0; from+n <= len(name); from++ {
			c.add(alias{words: name[from : from+n], guarded: guarded}, who)
		}
	}
	if last := len(name) - 1; last > 0 {
		initial, _ := utf8.DecodeRuneInString(name[last])
		c.add(alias{words: []string{name[0], string(initial)}, guarded: true}, who)
		c.add(alias{words: []string{name[last], name[0]}, guarded: guarded, turned: true}, who)
		c.add(alias{words: []string{name[0], name[last]}, guarded: guarded}, who)
		c.add(alias{words: []string{strings.Join(name, "")}}, who)
	}
	for i, w := range name {
		if utf8.RuneCountInString(w) < 2 && !runs(w) || !strings.ContainsFunc(w, unicode.IsLetter) {
			continue
		}
		c.add(alias{words: []string{w}, guarded: isWord(w), family: i > 0}, who)
	}
}

func (c *Cast) add(a alias, who int) {
	a.who = []int{who}
	list := c.known[a.words[0]]
	for i := range list {
		if slices.Equal(list[i].words, a.words) {
			if !slices.Contains(list[i].who, who) {
				list[i].who = append(list[i].who, who)
			}
			list[i].family = list[i].family && a.family
			return
		}
	}
	c.known[a.words[0]] = append(list, a)
	if len(a.words) == 1 && runs(a.words[0]) {
		c.run = append(c.run, a)
		slices.SortStableFunc(c.run, func(a, b alias) int { return len(b.words[0]) - len(a.words[0]) })
	}
}

// runs reports whether a word is of a script that puts no space between words.
func runs(w string) bool {
	return strings.ContainsFunc(w, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Khmer, unicode.Lao,
			unicode.Myanmar)
	})
}

// find is where a text calls somebody, in its order.
func (c *Cast) find(s string) []found {
	if s == "" {
		return nil
	}
	var all []found
	list := words(s)
	for i := 0; i < len(list); {
		f, n := c.at(s, list, i)
		if n == 0 {
			all = append(all, c.inside(s, &list[i])...)
			i++
			continue
		}
		all = append(all, f)
		i += n
	}
	return all
}

// at is who is called by the words from i on, and by how many of them.
func (c *Cast) at(s string, list []word, i int) (f found, n int) {
	for _, a := range c.known[list[i].folded] {
		if n = len(a.words); !matches(s, list[i:], &a) || !c.holds(s, list, i, &a) {
			continue
		}
		from, to := reach(s, list[i].from, list[i+n-1].to)
		return found{from: from, to: to, who: a.who}, n
	}
	if w, ok := strings.CutSuffix(list[i].folded, "s"); ok && list[i].capital && len(w) > 2 {
		for _, a := range c.known[w] { // the possessive as some write it
			if len(a.words) == 1 && !a.guarded {
				from, to := reach(s, list[i].from, list[i].to)
				return found{from: from, to: to, who: a.who, owns: true}, 1
			}
		}
	}
	return found{}, 0
}

// holds reports whether the words from i on, which are those of a name, are meant as one.
func (c *Cast) holds(s string, list []word, i int, a *alias) bool {
	switch {
	case marked(s, list[i].from):
		return true
	case len(a.words) == 1 && a.guarded:
		return meant(s, list, i)
	case len(a.words) == 1:
		return !a.family || list[i].capital
	case !a.guarded:
		return true
	}
	for k := range a.words {
		if k > 0 && strings.TrimSpace(s[list[i+k-1].to:list[i+k].from]) == "" && (!list[i+k].capital || !list[i+k-1].capital) {
			return false
		}
	}
	return true
}

// inside is who is called within a word of a script that puts no space between words.
func (c *Cast) inside(s string, w *word) []found {
	if len(c.run) == 0 || !runs(s[w.from:w.to]) {
		return nil
	}
	var all []found
	for at := w.from; at < w.to; {
		n := 0
		for _, a := range c.run {
			if strings.HasPrefix(s[at:w.to], a.words[0]) {
				n = len(a.words[0])
				all = append(all, found{from: at, to: at + n, who: a.who})
				break
			}
		}
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s[at:])
		}
		at += n
	}
	return all
}

// matches reports whether a text's words begin with those of a name, and nothing stands between them that parts two people.
func matches(s string, list []word, a *alias) bool {
	if len(list) < len(a.words) {
		return false
	}
	for i := range a.words {
		if list[i].folded != a.words[i] {
			return false
		}
		if i == 0 {
			continue
		}
		switch between := s[list[i-1].to:list[i].from]; between {
		case " ", "  ", "\u00a0", ".", "-", "_", "+", ". ":
		case "'", "’": // O'Brien has one, but it owns nothing
			if len(a.words[i]) == 1 {
				return false
			}
		case ", ":
			if !a.turned {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// reach is the place of a name with the @ before it, and the domain of a mail address or the dot of an initial behind it.
func reach(s string, from, to int) (start, end int) {
	if marked(s, from) {
		from--
	}
	if to < len(s) && s[to] == '@' {
		domain := to + 1
		for domain < len(s) && (s[domain] == '.' || s[domain] == '-' || isASCIIWord(s[domain])) {
			domain++
		}
		if domain = to + len(strings.TrimRight(s[to:domain], ".-")); domain > to+1 {
			to = domain
		}
	}
	return from, to
}

func isASCIIWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}

// marked reports whether an @ stands before a word, as it does before a handle.
func marked(s string, from int) bool { return from > 0 && s[from-1] == '@' }

// isWord reports whether a name is a word too.
func isWord(name string) bool { return coach.IsWord(name) || alsoWords.has(name) }
