// Package text is about bytes and letters: what a byte is, the words of a line, and how the bytes of a file become lines.
package text

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"debrief/model/lazyregexp"
)

// Words splits at the spaces and line breaks of ASCII; a no-break space stays inside its word.
func Words(s string) []string {
	return strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return r == ' ' || r >= '\t' && r <= '\r'
	})
}

// WordsOfList is the set of the words of a list that blanks separate.
func WordsOfList(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// Lists are the sets of words of a table, by name. A list is a paragraph: remarks, its name with a colon, and its words on the lines below.
func Lists(table string) map[string]map[string]bool {
	lists := map[string]map[string]bool{}
	for paragraph := range strings.SplitSeq(table, "\n\n") {
		head, words, _ := strings.Cut(paragraph, ":\n")
		lists[head[strings.LastIndexByte(head, '\n')+1:]] = WordsOfList(words)
	}
	return lists
}

// First is the first of the texts that is not blank, without the blanks around it; "" where all are.
func First(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}

// DigitsAt reads exactly n digits at i, -1 where they are not all digits.
func DigitsAt(s string, i, n int) int {
	if i+n > len(s) {
		return -1
	}
	v := 0
	for _, c := range []byte(s[i : i+n]) {
		if !IsDigit(c) {
			return -1
		}
		v = v*10 + int(c-'0')
	}
	return v
}

// FirstBytes is at most the first n bytes of s, cut where a character starts.
func FirstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}

// StartsWithAny says whether s starts with one of the given texts.
func StartsWithAny(s string, starts ...string) bool {
	return slices.ContainsFunc(starts, func(t string) bool { return strings.HasPrefix(s, t) })
}

// AnyWord says whether one of the words, given in small letters, stands in text in any letters.
func AnyWord(text string, words ...string) bool {
	lower := strings.ToLower(FirstBytes(text, 2000))
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(lower, w) })
}

// Letters counts the letters of a text.
func Letters(text string) (n int) {
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// Number is the value of a few digits.
func Number(digits string) (n int) {
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}

// Blank reports lines of which none has anything to read.
func Blank(lines []string) bool {
	return !slices.ContainsFunc(lines, func(l string) bool { return strings.TrimSpace(l) != "" })
}

// Run is how many lines from the first on are of a kind.
func Run(lines []string, is func(line string) bool) (n int) {
	for n < len(lines) && is(lines[n]) {
		n++
	}
	return n
}

// WithoutBlankEnd are the lines without the blank ones at their end, the first always kept.
func WithoutBlankEnd(lines []string) []string {
	for len(lines) > 1 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// Until is s up to the first of the characters.
func Until(s, characters string) string {
	if n := strings.IndexAny(s, characters); n >= 0 {
		return s[:n]
	}
	return s
}

// LineEnd is where the line ends in which from stands: at its line break, or at the end of the text.
func LineEnd(text string, from int) int {
	if from >= len(text) {
		return len(text)
	}
	if n := strings.IndexByte(text[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(text)
}

// IsWord reports a byte of a word: a letter or digit of ASCII, or an underscore.
func IsWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// IsSpace reports a blank, a tab or the bytes of a line break.
func IsSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// IsDigit reports a digit of ASCII.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// IsLetter reports a letter of ASCII.
func IsLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// Quoted is where the text of s that follows an opening quote ends, in bytes, and -1 where the quote is not closed on its line,
// or not before another kind of quote; escaped says that the quotes are themselves inside a quoted text.
func Quoted(s string, quote byte, escaped bool) int {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\n' || s[i] == '"' && quote != '"':
			return -1
		case s[i] == '\\' && escaped && i+1 < len(s) && s[i+1] == quote:
			return i
		case s[i] == '\\':
			i++
		case s[i] == quote:
			return i
		}
	}
	return -1
}

// OfJSON is a JSON string without its quotes, or a number or word as written; "" for null, an object or a list.
func OfJSON(raw string) string {
	switch {
	case raw == "" || raw[0] == '{' || raw[0] == '[' || raw == "null":
		return ""
	case raw[0] != '"':
		return raw
	case strings.IndexByte(raw, '\\') < 0:
		return raw[1 : len(raw)-1]
	}
	var s string
	_ = json.Unmarshal([]byte(raw), &s) // else it is empty
	return s
}

// Pattern is a regular expression that is compiled when it is first used. A grammar for everything that people and machines
// write has a hundred of them.
type Pattern = func() *regexp.Regexp

// Expression is the pattern of a text in the syntax of package regexp, which a test holds to be right.
func Expression(source string) Pattern { return lazyregexp.New(source) }

// AnyOf is the pattern of one of several expressions.
func AnyOf(alternatives ...string) Pattern {
	return Expression("(?:" + strings.Join(alternatives, ")|(?:") + ")")
}

// LongestFirst sorts alternatives so that none hides a longer one that begins with it.
func LongestFirst(alternatives []string) []string {
	return slices.SortedStableFunc(slices.Values(alternatives), func(a, b string) int { return len(b) - len(a) })
}

// withoutColours takes the escape sequences out that programs write for a terminal (ECMA-48): colours, and the movements of
// docker compose. Text without any comes back as it is.
func withoutColours(text string) string {
	at := strings.Index(text, "\x1b[")
	if at < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for ; at >= 0; at = strings.Index(text, "\x1b[") {
		b.WriteString(text[:at])
		end := at + 2
		for end < len(text) && text[end] >= 0x20 && text[end] < 0x40 { // parameters
			end++
		}
		if end < len(text) && text[end] >= 0x40 && text[end] < 0x7f {
			end++
		}
		text = text[end:]
	}
	b.WriteString(text)
	return b.String()
}

// MaxSize is the size in bytes from which on Read refuses an input.
const MaxSize = 64 << 20

// Decode makes lines ended by \n of the bytes: it removes a byte order mark, reads UTF-16 where one says so, and replaces what is not UTF-8.
func Decode(data []byte) (string, error) {
	switch {
	case len(data) >= MaxSize:
		return "", fmt.Errorf("it has %d MB or more, which is too much to be read: take the hours around the incident", MaxSize>>20)
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		data = fromUTF16(data[2:], 0, 1)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		data = fromUTF16(data[2:], 1, 0)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(data)) == 0 {
		return "", errors.New("there is nothing in it")
	}
	for _, p := range packed {
		if bytes.HasPrefix(data, []byte(p.magic)) {
			return "", errors.New(p.advice)
		}
	}
	if isBinary(data) {
		return "", errors.New("it is not text: give a log, a chat, a table or Markdown")
	}
	text := withoutColours(strings.ToValidUTF8(string(data), "\ufffd"))
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text, nil
}

// packed are the first bytes of what is no text but holds some, and what to do with it.
var packed = []struct{ magic, advice string }{
	{"PK\x03\x04", "it is a ZIP, as exports of chats and sheets are: unpack it, or save the sheet as CSV, and name the files of the day"},
	{"\x1f\x8b", "it is packed: give what zcat makes of it"},
	{"\x28\xb5\x2f\xfd", "it is packed: give what zstdcat makes of it"},
	{"\xfd7zXZ\x00", "it is packed: give what xzcat makes of it"},
	{"BZh", "it is packed: give what bzcat makes of it"},
	{"%PDF-", "it is a PDF: give its text, or paste it"},
}

func fromUTF16(data []byte, low, high int) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i+low]) | uint16(data[2*i+high])<<8
	}
	var out []byte
	for _, r := range utf16.Decode(units) {
		out = utf8.AppendRune(out, r)
	}
	return out
}

// isBinary reports a NUL byte anywhere, or control characters that no log has in more than one byte of twenty.
func isBinary(data []byte) bool {
	if bytes.IndexByte(data, 0) >= 0 {
		return true
	}
	head := data[:min(len(data), 64<<10)]
	strange := 0
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0x1b && c != 0x1e && c != '\f' && c != '\b' {
			strange++
		}
	}
	return strange > len(head)/20
}
