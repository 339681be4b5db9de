package secret

import (
	_ "embed" // the forms
	"encoding/base64"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"debrief/intake/text"
)

const (
	kindAWSKey     = "AWS access key"
	kindAWSSecret  = "AWS secret key"
	kindPrivateKey = "private key"
	kindPassword   = "password"
	kindCookie     = "cookie"
	kindSession    = "session"
)

// table are the forms, as forms.txt tells.
//
//go:embed forms.txt
var table string

// form is a credential that its maker made recognisable: a beginning, and what follows, a piece at a time.
type form struct {
	kind   string
	begins string
	pieces []piece
	anchor int                      // of one without a beginning, where the first literal stands
	mark   byte                     // and the first byte of that
	with   string                   // of a named one, the word that must stand before it besides
	keep   bool                     // the beginning is no secret and stays to be read
	apart  bool                     // it does not stand in the middle of base64
	has    []func(body string) bool // what it must have besides
}

// piece is a literal, or a run of so many characters of one set; max 0 is without end.
type piece struct {
	literal  string
	set      charset
	min, max int
}

// charset is a set of characters, as bits of what it contains.
type charset uint32

const (
	hasUpper charset = 1 << iota
	hasLower
	hasDigit
	hasHex    // digits and a to f
	hasCapHex // digits and A to F
	hasUnderscore
	hasHyphen
	hasStop
	hasSlash
	hasPadding // + and =
	hasPercent
	hasAt
	hasTilde
	hasColon
	hasDollar   // $ and ,
	beyondASCII // a piece of any other character
)

const (
	setAlnum  = hasUpper | hasLower | hasDigit
	setURL    = setAlnum | hasUnderscore | hasHyphen
	setDotted = setURL | hasStop
	setBase64 = setURL | hasSlash | hasPadding
)

var sets = map[byte]charset{
	'd': hasDigit, 'x': hasHex, 'X': hasHex | hasCapHex, 'U': hasUpper | hasDigit, 'l': hasLower | hasDigit, 'a': setAlnum,
	'w': setAlnum | hasUnderscore, 'u': setURL, 'q': setDotted, 't': setDotted | hasTilde, 'b': setBase64, 'p': setURL | hasSlash | hasAt,
	'c': setURL | hasPercent, 's': setBase64 | hasStop | hasDollar,
}

// also is what the table says in brackets that is a look at the characters.
var also = map[string]func(string) bool{
	"mixed": mixed, "cases": bothCases, "digit": chosen, "random": isRandom, "jwt": isJWT, "jwt64": isJWT64, "id64": isID64,
	"salted": func(s string) bool { return strings.Count(s, "$") >= 3 },
}

// charsets are the sets that each character belongs to.
var charsets = func() (all [256]charset) {
	for marks, set := range map[string]charset{
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ": hasUpper, "abcdefghijklmnopqrstuvwxyz": hasLower, "0123456789": hasDigit | hasHex | hasCapHex,
		"abcdef": hasHex, "ABCDEF": hasCapHex, "_": hasUnderscore, "-": hasHyphen, ".": hasStop, "/": hasSlash, "+=": hasPadding,
		"%": hasPercent, "@": hasAt, "~": hasTilde, ":": hasColon, "$,": hasDollar,
	} {
		for i := range len(marks) {
			all[marks[i]] |= set
		}
	}
	for c := utf8.RuneSelf; c < len(all); c++ {
		all[c] = beyondASCII
	}
	return all
}()

func charsetOf(c byte) charset { return charsets[c] }

// forms are the table by how a credential is found: by the first byte of its beginning, by a piece inside, or by the name that it is
// assigned to, where the first letter of the name finds it.
type forms struct {
	byFirst [256][]*form
	begins  pairs // of the beginnings
	loose   []*form
	named   []named

	nameBegins pairs    // of their names
	not        []string // how names end that hold something else

	keys    []keyName // the names that credentials of all makers are assigned to
	notKeys []string
}

// pairs says of two letters whether anything may begin with them, in capitals or not: most words do not.
type pairs [1 << 12]bool

func pair(s string) int {
	if len(s) < 2 {
		return 0
	}
	const capital, bits = 0x20, 0x3f
	return int((s[0]|capital)&bits)<<6 | int((s[1]|capital)&bits)
}

// named is a form behind a word of the name that it is assigned to.
type named struct {
	word string
	*form
}

var known = sync.OnceValue(func() *forms {
	all := &forms{}
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		kind, rest, ok := strings.Cut(line, ": ")
		switch {
		case strings.HasPrefix(line, "#"):
			continue
		case !ok:
			all.addKeys(line)
			continue
		}
		begins, follows, _ := strings.Cut(rest, "> ")
		if kind == "not" {
			all.not = append(all.not, strings.Fields(strings.ReplaceAll(begins, "@", ""))...)
			continue
		}
		follows, brackets, _ := strings.Cut(follows, "(")
		for alternative := range strings.SplitSeq(follows, " / ") {
			all.add(kind, strings.Fields(begins), strings.Fields(alternative), strings.TrimSuffix(brackets, ")"))
		}
	}
	return all
})

func (all *forms) addKeys(line string) {
	kind, names, _ := strings.Cut(line, " = ")
	names, brackets, _ := strings.Cut(names, "(")
	if kind == "not" {
		all.notKeys = append(all.notKeys, strings.Fields(names)...)
		return
	}
	for name := range strings.FieldsSeq(names) {
		all.keys = append(all.keys, keyName{
			suffix: name, kind: kind, strong: strings.Contains(brackets, "strong"), whole: strings.Contains(brackets, "whole"),
			digits: strings.Contains(brackets, "digits"),
		})
	}
}

func (all *forms) add(kind string, begins, pieces []string, brackets string) {
	f := form{kind: kind, pieces: make([]piece, 0, len(pieces))}
	for _, word := range pieces {
		p := pieceOf(word)
		f.pieces = append(f.pieces, p)
		switch {
		case f.mark > 0:
		case p.literal != "":
			f.mark = p.literal[0]
		default:
			f.anchor += p.min
		}
	}
	for flag := range strings.FieldsSeq(brackets) {
		switch flag {
		case "keep":
			f.keep = true
		case "apart":
			f.apart = true
		default:
			f.has = append(f.has, also[flag])
		}
	}
	if len(begins) == 0 {
		all.loose = append(all.loose, &f)
	}
	for _, word := range begins {
		one := f
		if name, ok := strings.CutPrefix(word, "@"); ok {
			name, one.with, _ = strings.Cut(name, "+")
			all.named = append(all.named, named{name, &one})
			all.nameBegins[pair(name)] = true
			continue
		}
		one.begins = word
		all.byFirst[word[0]] = append(all.byFirst[word[0]], &one)
		all.begins[pair(word)] = true
	}
}

// pieceOf reads "x40", "u20-", "a30-255", or else a literal.
func pieceOf(word string) piece {
	set, ok := sets[word[0]]
	if least, most, ranged := strings.Cut(word[1:], "-"); ok {
		p := piece{set: set}
		p.min, _ = strconv.Atoi(least)
		if p.max = p.min; ranged {
			p.max, _ = strconv.Atoi(most)
		}
		if p.min > 0 && strings.Trim(word[1:], "0123456789-") == "" {
			return p
		}
	}
	return piece{literal: word}
}

func (s *secretScanner) tokenAt(i int) (secret, bool) {
	rest, all := s.text[i:], known()
	if all.begins[pair(rest)] {
		if x, ok := s.begunAt(i); ok {
			return x, true
		}
	}
	for _, f := range all.loose {
		if f.anchor >= len(rest) || rest[f.anchor] != f.mark || f.pieces[0].set&charsetOf(rest[0]) == 0 {
			continue
		}
		if n := f.length(rest); n > 0 {
			return secret{from: i, to: i + n, kind: f.kind}, true
		}
	}
	switch c := rest[0] | 0x20; {
	case text.IsDigit(rest[0]):
		return cardAt(s.text, i)
	case c == 'b':
		if x, ok := bearerAt(s.text, i); ok {
			return x, true
		}
	}
	if copulaBegins[pair(rest)] {
		return s.saidAt(i)
	}
	return secret{}, false
}

func (s *secretScanner) begunAt(i int) (secret, bool) {
	rest := s.text[i:]
	for _, f := range known().byFirst[rest[0]] {
		if !strings.HasPrefix(rest, f.begins) || f.apart && i > 0 && (s.text[i-1] == '/' || s.text[i-1] == '+') {
			continue
		}
		if n := f.length(rest); n > 0 {
			x := secret{from: i, to: i + n, kind: f.kind}
			if f.keep {
				x.from += len(f.begins)
			}
			return x, true
		}
	}
	return secret{}, false
}

// longestLook is how far a run of characters is looked at before it is taken for what its beginning is.
const longestLook = 2 << 10

// length is how many bytes at the beginning of s, which starts as the form does, are such a credential; 0 where they are none.
func (f *form) length(s string) int {
	n, long := len(f.begins), false
	for i, p := range f.pieces {
		if p.literal != "" {
			if !strings.HasPrefix(s[n:], p.literal) {
				return 0
			}
			n += len(p.literal)
			continue
		}
		last := i == len(f.pieces)-1
		most := p.max
		if most == 0 {
			most = longestLook
		}
		run := p.set.run(s[n:], min(len(s)-n, most))
		if long = p.max == 0 && run == most; last && !long {
			run = p.lastRun(s[n:], run, most)
		}
		if run < p.min {
			return 0
		}
		n += run
	}
	if !long && n < len(s) && text.IsWord(s[n]) {
		return 0
	}
	for _, has := range f.has {
		if !has(s[:n]) {
			return 0
		}
	}
	if long {
		n += f.pieces[len(f.pieces)-1].set.run(s[n:], len(s)-n)
	}
	return n
}

// lastRun is the run at the beginning of s, the last piece of a form, without the full stop behind it; -1 where it goes on.
func (p piece) lastRun(s string, run, most int) int {
	if run == most && run < len(s) && p.set&charsetOf(s[run]) != 0 {
		return -1
	}
	for run > 0 && s[run-1] == '.' {
		run--
	}
	return run
}

// run is how many bytes at the beginning of s are of the set, and no more than most.
func (set charset) run(s string, most int) int {
	n := 0
	for n < most && set&charsetOf(s[n]) != 0 {
		n++
	}
	return n
}

func (set charset) all(s string) bool { return set.run(s, len(s)) == len(s) }

// mixed reports capital and small letters and digits together, as random characters have them.
func mixed(s string) bool { return bothCases(s) && strings.ContainsAny(s, "0123456789") }

// bothCases reports capital and small letters, as a random run of letters has them.
func bothCases(s string) bool { return strings.ToLower(s) != s && strings.ToUpper(s) != s }

// isRandom reports that the kind of character changes as often as in a random run, in contrast to a name: ReadUint16LengthPrefixed.
func isRandom(s string) bool {
	const kinds = hasUpper | hasLower | hasDigit
	changes := 0
	for i := 1; i < len(s); i++ {
		if charsetOf(s[i])&kinds != charsetOf(s[i-1])&kinds {
			changes++
		}
	}
	return changes*8 >= len(s)*3
}

// isJWT reports parts of which the second is JSON as well (RFC 7519; an encrypted one has five, RFC 7516). One that is not signed ends
// behind it. Of a long one only the beginning is looked at.
func isJWT(s string) bool {
	parts := strings.Split(s, ".")
	return len(parts) == 5 && len(parts[4]) >= 16 || len(s) > longestLook && strings.Contains(s, ".eyJ") ||
		(len(parts) == 3 && len(parts[2]) >= 10 || len(parts) == 2) && strings.HasPrefix(parts[1], "eyJ") && len(parts[1]) >= 16
}

// isJWT64 reports the beginning of such a token in base64 once more: what it says of how it was signed.
func isJWT64(s string) bool {
	token, _ := base64.RawStdEncoding.DecodeString(s[:len(s)&^3])
	head, _, _ := strings.Cut(string(token), ".")
	says, _ := base64.RawURLEncoding.DecodeString(head[:len(head)&^3])
	return strings.HasPrefix(string(says), `{"`) && strings.Contains(string(says), `"alg"`)
}

// isID64 reports a number in base64 before the first full stop.
func isID64(s string) bool {
	first, _, _ := strings.Cut(s, ".")
	id, err := base64.RawStdEncoding.DecodeString(first)
	return err == nil && strings.Trim(string(id), "0123456789") == ""
}

// awsSecretIn is a word of 40 characters of base64 behind an access key on its line.
func awsSecretIn(text string, from, to int) (secret, bool) {
	for i := from; i < to; i++ {
		word := text[i : i+(setAlnum|hasSlash|hasPadding).run(text[i:], to-i)]
		if len(word) == 40 && mixed(word) {
			return secret{from: i, to: i + len(word), kind: kindAWSSecret}, true
		}
		i += len(word)
	}
	return secret{}, false
}
