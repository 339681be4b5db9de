package secret

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/intake/text"
)

// copulas are the words that say in a sentence what a password is, in small letters.
var copulas = strings.Fields("is was ist war lautet est était es era fue é è foi jest brzmi är er to")

// joinedCopulas are those that are written without a blank.
var joinedCopulas = []string{"は", "是", "는", "은"}

var (
	// copulaBegins says of two letters whether such a word may begin with them.
	copulaBegins = func() (all pairs) {
		for _, word := range copulas {
			all[pair(word)] = true
		}
		return all
	}()

	// between are words that may stand between a password's name and what it is: "has been changed to", "ist jetzt".
	between = text.WordsOfList(`now is was has been still currently set changed reset jetzt nun maintenant ahora agora ora adesso nu teraz`)
	// changes are those of them that make "to" say what it is.
	changes = text.WordsOfList("set changed reset hasło haslo")
	// whose are words that begin what a password is for: "the password for the staging database is".
	whose = text.WordsOfList("for of on at für von vom zu bei pour de du des da do per di del para voor van dla na för til")
)

// saidAt is the password of a sentence in which the word at i says what it is: "the password is Winter2026", "my Passwort ist geheim#1".
// It holds a digit or a sign, so that no sentence is cut, or stands in quotation marks.
func (s *secretScanner) saidAt(i int) (secret, bool) {
	to := i
	for to < len(s.text) && to-i <= 8 && !text.IsSpace(s.text[to]) && s.text[to] != ':' {
		to++
	}
	word := strings.ToLower(s.text[i:to])
	for _, copula := range copulas {
		if word == copula {
			key := s.sayingKey(i, word)
			if key == nil {
				return secret{}, false
			}
			return s.saidBehind(key, to)
		}
	}
	return secret{}, false
}

// joinedAt is the same at a letter beyond ASCII, where a language may need no blanks, or a wide colon assigns.
func (s *secretScanner) joinedAt(i int) (secret, bool) {
	const wide = "："
	if strings.HasPrefix(s.text[i:], wide) {
		from, to := nameBefore(s.text, i)
		if from < s.at || to-from < 2 {
			return secret{}, false
		}
		return s.keyedAt(from, to, i+len(wide)-1)
	}
	for _, copula := range joinedCopulas {
		if !strings.HasPrefix(s.text[i:], copula) {
			continue
		}
		from, to := nameBefore(s.text, i)
		if key := keyNamed(s.text, from, to); from >= s.at && key != nil {
			return s.saidBehind(key, i+len(copula))
		}
		return secret{}, false
	}
	if i > 0 && s.text[i-1] != ' ' {
		return secret{}, false
	}
	return s.saidAt(i)
}

// sayingKey is the name of a password that stands before the copula at i, with no more between than belongs to it.
func (s *secretScanner) sayingKey(i int, copula string) *keyName {
	const farthest = 6
	changed := copula != "to"
	plain := true // nothing but words that may stand between
	end := i
	for range farthest {
		for end > s.at && s.text[end-1] == ' ' {
			end--
		}
		from, to := nameBefore(s.text, end)
		if to != end || from >= to || from < s.at {
			return nil
		}
		word := strings.ToLower(s.text[from:to])
		changed = changed || changes[word]
		key := keyNamed(s.text, from, to)
		switch {
		case key != nil && plain && changed && key.strong:
			return key
		case whose[word]:
			plain = true // the next one may be the name
		case key != nil:
			return nil
		default:
			plain = plain && between[word]
		}
		end = from
	}
	return nil
}

// saidBehind is what a password is said to be, from a place on.
func (s *secretScanner) saidBehind(key *keyName, at int) (secret, bool) {
	const shortest = 6
	x := secret{from: s.behindFillers(at), kind: key.kind}
	if x.from >= len(s.text) {
		return x, false
	}
	if quote := s.text[x.from]; strings.IndexByte("\"'`", quote) >= 0 {
		x.from++
		n := text.Quoted(s.text[x.from:], quote, false)
		x.to = x.from + n
		return x, n >= 4 && n <= 64 && !strings.Contains(s.text[x.from:x.to], " ") && !placeholder(s.text[x.from:x.to])
	}
	word := s.text[x.from : x.from+unquotedLen(s.text[x.from:], false, false)]
	if s.text[at-1] >= utf8.RuneSelf { // no blank need stand behind it
		if n := strings.IndexFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }); n >= 0 {
			word = word[:n]
		}
	}
	x.to = x.from + len(word)
	if key.digits {
		return x, isPIN(word)
	}
	return x, len(word) >= shortest && (chosen(word) || signed(word)) && !placeholder(word)
}

// behindFillers is where what is said begins: a colon, or a word such as "now", may stand before it.
func (s *secretScanner) behindFillers(at int) int {
	for range 2 {
		for at < len(s.text) && (s.text[at] == ' ' || s.text[at] == ':') {
			at++
		}
		n := strings.IndexByte(s.text[at:min(len(s.text), at+16)], ' ')
		if n < 0 || !between[s.text[at:at+n]] {
			break
		}
		at += n
	}
	return at
}

// signed reports a sign that stands in no word of a sentence.
func signed(word string) bool {
	return strings.ContainsAny(word, "#$%^*+=~|") || strings.ContainsAny(strings.TrimRight(word, "!?"), "!?")
}

func isPIN(s string) bool { return len(s) >= 4 && len(s) <= 8 && strings.Trim(s, anyDigit) == "" }

// keyNamed is what credentials the word at from is the name of, or that word with those before it.
func keyNamed(s string, from, to int) *keyName {
	if from >= to || to-from > 64 {
		return nil
	}
	var buf [64]byte
	name := plainName(buf[:0], s[from:to])
	if key := keyOf(name); key != nil || !openNames[string(name)] {
		return key
	}
	return joinedKey(s, from, to)
}

// joinedKey is what a name of two or three words is of, whose last one stands at from: "mot de passe", "pass phrase".
func joinedKey(s string, from, to int) *keyName {
	for range 2 {
		n := from
		for n > 0 && s[n-1] == ' ' {
			n--
		}
		before, end := nameBefore(s, n)
		if n == from || end != n || before >= end || to-before > 64 {
			return nil
		}
		from = before
		if key := keyOf(plainName(nil, strings.ReplaceAll(s[from:to], " ", ""))); key != nil {
			return key
		}
	}
	return nil
}

// openNames are the last words of names of several.
var openNames = text.WordsOfList("passe phrase code word sandi")

// lastLetter is the letter of any alphabet that ends at the end of s, and its length; 0 where there is none.
func lastLetter(s string) int {
	r, n := utf8.DecodeLastRuneInString(s)
	if r >= utf8.RuneSelf && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r)) {
		return n
	}
	return 0
}
