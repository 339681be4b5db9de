// Package terms takes text apart into the words that the archive is searched by: as people type them, in any case, with or without
// accents, in the singular or the plural.
//
// The same text always gives the same terms. What a change of these rules makes of an index that was made before is said by Version.
package terms

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Version is the version of the rules. An index that another version made is to be made anew.
const Version = 1

// Most is how many bytes of a term are told apart.
const Most = 48

// Term is one word of a text: what it is looked up by, and the bytes from From to To that it was.
type Term struct {
	Word     string
	From, To int
}

// joints hold together what is one name as a whole, as well as its pieces: v1.2.3, PM-7, mei@example.org, pool_size.
const joints = ".-_@"

// Of gives the terms of a text to do, in order. A compound with a digit or an @ is a term as a whole before its pieces are; a verb and the
// particle behind it ("timed out") are also the noun that they make ("timeout").
func Of(text string, do func(Term)) {
	var last Term // the word before, for a particle
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case crowded(r):
			at = crowd(text, at, do)
			last = Term{}
		case !inWord(r):
			at += size
			if r != ' ' && r != '-' {
				last = Term{}
			}
		default:
			end := compound(text, at)
			last = pieces(text, at, end, last, do)
			at = end
		}
	}
}

// compound is where the compound ends that begins at from.
func compound(text string, from int) int {
	end := from
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		switch {
		case inWord(r) && !crowded(r):
			end += size
		case end > from && strings.ContainsRune(joints, r):
			next, _ := utf8.DecodeRuneInString(text[end+size:])
			if !inWord(next) || crowded(next) {
				return end
			}
			end += size
		default:
			return end
		}
	}
	return end
}

// pieces gives the terms of a compound; the last of them comes back.
func pieces(text string, from, end int, last Term, do func(Term)) Term {
	whole := text[from:end]
	if strings.ContainsAny(whole, joints) {
		if Name(whole) {
			do(Term{cut(plain(whole)), from, end})
		}
	}
	for from < end {
		to := end
		if i := strings.IndexAny(text[from:end], joints); i >= 0 {
			to = from + i
		}
		word := Term{Word(text[from:to]), from, to}
		do(word)
		if particle(word.Word) && last.Word != "" {
			do(Term{cut(last.Word + word.Word), last.From, to})
		}
		last = word
		from = to + 1
	}
	return last
}

// Name reports whether a compound is a name that is looked up as a whole: it has a digit or an @.
func Name(compound string) bool {
	return strings.ContainsAny(compound, joints) && strings.ContainsAny(compound, "0123456789@")
}

// Word is the term of one word: without case and accents, and without the light endings of English.
func Word(word string) string { return cut(stem(plain(word))) }

// Whole is the term of a compound as a whole.
func Whole(compound string) string { return cut(plain(compound)) }

// Prefix is what the terms of words begin with that begin as this one does.
func Prefix(word string) string { return cut(plain(word)) }

// inWord reports whether a letter, a digit or a mark on one belongs to words.
func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// crowded reports whether a letter is of a script that writes no blanks between words.
func crowded(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// crowd gives the overlapping pairs of a run of such letters; one that stands alone is a term of its own.
func crowd(text string, at int, do func(Term)) int {
	before, from := "", at
	n := 0
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !crowded(r) && (n == 0 || !unicode.IsMark(r)) {
			break
		}
		is := text[at : at+size]
		if n > 0 {
			do(Term{norm.NFKC.String(before + is), from, at + size})
		}
		before, from = is, at
		at += size
		n++
	}
	if n == 1 {
		do(Term{norm.NFKC.String(before), from, at})
	}
	return at
}

// plain is a word in lower case, without accents.
func plain(word string) string {
	ascii := true
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(word)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(word)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return strings.ReplaceAll(b.String(), "ß", "ss")
}

// cut shortens a term to what is told apart, between letters.
func cut(word string) string {
	if len(word) <= Most {
		return word
	}
	end := Most
	for !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}
