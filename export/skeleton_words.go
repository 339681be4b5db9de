package export

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/model/lazyregexp"

	"golang.org/x/text/unicode/norm"
)

// script is which letters a language takes in a name. Latin letters are always written in ASCII, as in the names of files.
type script int

const (
	ascii   script = iota
	letters        // of every script, without the marks that some write vowels with: Go's specification, "Identifiers"
	marked         // with them: Unicode's annex 31, which the other languages follow
)

// takes reports whether a letter, a mark or a digit of another script than the Latin may stand in a name. What nobody sees may
// not.
func (s script) takes(r rune) bool {
	const greek = 0x370 // the first block after the Latin ones
	return s != ascii && r >= greek && unicode.In(r, unicode.L, unicode.Nd, unicode.Mn, unicode.Mc) &&
		!unicode.In(r, unicode.Latin, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// spelled is a name with an ASCII letter in the place of each one that may stand in a name: a capital for a capital, a small
// letter for a small one, and a digit for what is neither.
func (s script) spelled(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case !s.takes(r) || s == letters && unicode.IsMark(r):
			return r
		case unicode.IsUpper(r):
			return 'A'
		case unicode.IsLower(r):
			return 'a'
		}
		return '0'
	}, name)
}

// maxName is how long the words of a name get together, in characters.
const maxName = 60

// humps are where a word in camel case goes on with the next one.
var humps = lazyregexp.New(`([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])`)

// wordsOf are the words of a name in small letters, without a leading "test"; those of the reference where it has none.
func (s script) wordsOf(name, ref string) []string {
	var words []string
	size := 0
	for _, word := range s.split(name) {
		if word == "" || word == "test" && words == nil {
			continue
		}
		if all := []rune(word); words == nil && len(all) > maxName && !isASCII(word) { // a sentence without blanks
			word = string(all[:maxName])
		}
		if size += utf8.RuneCountInString(word); size > maxName {
			break
		}
		words = append(words, word)
	}
	if words == nil {
		return strings.Split(slug(ref, strings.ToLower), "-")
	}
	return words
}

// split takes a name apart into words, and where the script changes between the Latin and another.
func (s script) split(name string) []string {
	var words []string
	var run []rune
	other := false // whether the run is of another script
	end := func() {
		if other {
			words = append(words, s.words(string(run))...)
		} else {
			words = append(words, strings.Split(slug(humps().ReplaceAllString(string(run), "$1$3 $2$4"), strings.ToLower), "-")...)
		}
		run = run[:0]
	}
	for _, r := range norm.NFC.String(name) { // some systems write й as a letter and a mark
		if is := s.takes(r); is != other {
			if other && (strings.ContainsRune("'’ʼ", r) || unicode.Is(unicode.Inherited, r)) { // п'ять and за́мок are one word each
				continue
			}
			end()
			other = is
		}
		run = append(run, r)
	}
	end()
	return words
}

// words are those of a run of another script, in the form in which Python and Rust compare names. One whose marks a language
// does not take is left out: without its vowels nobody could read it.
func (s script) words(run string) []string {
	words := strings.FieldsFunc(norm.NFKC.String(run), func(r rune) bool { return !s.takes(r) })
	kept := words[:0]
	for _, word := range words {
		word = strings.ToLower(strings.TrimLeftFunc(word, unicode.IsMark))
		if s == marked || strings.IndexFunc(word, unicode.IsMark) < 0 {
			kept = append(kept, word)
		}
	}
	return kept
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// camel writes words as one, each with a capital where its script has capitals.
func camel(words []string) string {
	var b strings.Builder
	for _, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		b.WriteRune(unicode.ToTitle(first))
		b.WriteString(w[size:])
	}
	return b.String()
}

// testCamel names a test of Go, which runs none whose name goes on with a small letter. Georgian has no other at the start of a
// word.
func testCamel(words []string) string {
	name := camel(words)
	if first, _ := utf8.DecodeRuneInString(name); unicode.IsLower(first) {
		return "Test_" + name
	}
	return "Test" + name
}

func testSnake(words []string) string { return "test_" + strings.Join(words, "_") }
