package export

import (
	"fmt"
	"strings"

	"debrief/export/page"
	"debrief/model/lazyregexp"
)

// Escaping is for the Markdown that a dozen wikis have in common, so each character takes the way that most of them
// understand: a backslash where every dialect knows it, an entity for "<" and "&" (some dialects take "\<" for a
// backslash and a tag), and a code span for @name, #123 and GH-123, because GitHub looks for mentions after Markdown is done and
// pings for \@name too (github/markup issue 1168). A code span is also what follows a word by which trackers close an issue.

// place is where a text stands in Markdown.
type place byte

const (
	inCell place = 1 << iota // of a table, where | has a meaning
	inside                   // of strong text or a link, whose end follows at once
)

// atStart escapes what the start of a line would give a meaning.
func atStart(s string) string {
	if s == "" {
		return s
	}
	if strings.ContainsRune("+->!:?=", rune(s[0])) || module().MatchString(s) {
		return meaningless(s[0]) + s[1:]
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && digits < len(s) && (s[digits] == '.' || s[digits] == ')') {
		return s[:digits] + `\` + s[digits:]
	}
	return s
}

// meaningless is a character that would mean something, so that it means nothing: behind a backslash where every dialect knows that, else by
// its number (Python-Markdown leaves any other backslash on the page).
func meaningless(c byte) string {
	if strings.IndexByte("\\`*_{}[]()#+-.!>", c) >= 0 {
		return `\` + string(c)
	}
	return fmt.Sprintf("&#%d;", c)
}

// module is how a line begins that MDX takes for a line of a program.
var module = lazyregexp.New(`^(?:import|export)\b`)

// closing are the words that close or reopen an issue whose reference follows them: those of GitHub, GitLab (issue_closing_pattern),
// Gitea, Bitbucket and Linear.
const closing = `(?i:\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?|complet(?:e[sd]?|ing)|` +
	`reopen(?:s|ed|ing)?)` +
	`:?[ \x{a0}]+(?:(?:issue|bug|ticket)s?[ \x{a0}]+)?)`

// token finds what is written as a whole: a web address, a mail address, a mention or a number that wikis would link, a character by
// its number. Its groups are the closing word before a reference, and the beginning of a mention or a number: in x@x@x@… the rest would
// be read anew for each.
var token = lazyregexp.New("(" + closing + ")(?:" + webAddress + "|[A-Za-z][A-Za-z0-9_]*-[0-9]+)|" + webAddress +
	`|[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+` +
	`|&#(?:[0-9]+|[xX][0-9A-Fa-f]+);` +
	`|(@[A-Za-z0-9_]|#[0-9]|\b(?i:gh)-[0-9])`)

// inProject is what the name of a project before a number is made of, and mentioned what a mention or a number goes on with.
const (
	inProject = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/.-"
	mentioned = inProject + "@#"
)

const webAddress = "https?://[^ <>\"`]+"

var address = lazyregexp.New(webAddress)

func escape(s string, where place) string {
	e := escaper{s: s, where: where, held: -1}
	for e.at < len(s) && e.token() {
	}
	e.flush()
	escapeChars(&e.b, s[e.at:], true, where)
	return e.b.String()
}

// escaper writes a text token by token.
type escaper struct {
	b        strings.Builder
	s        string
	where    place
	at, last int // what is written so far, and where the last token ended
	held     int // where what goes into one code span began, or -1: two code spans beside each other would be one
}

func (e *escaper) flush() {
	if e.held >= 0 {
		e.b.WriteString(code(e.s[e.held:e.last], e.where))
		e.held = -1
	}
}

// couldBegin is from where on a token is to be looked for behind a place, or -1 where there is none: each has an @, a #, a :// or a dash
// before a digit, with at most a closing word and a kind of issue before its own word. Most texts have none, and are not searched.
func couldBegin(s string, at int) int {
	mark := -1
	for i := at; i < len(s) && mark < 0; i++ {
		switch s[i] {
		case '@', '#':
			mark = i
		case '-':
			if i+1 < len(s) && isDigit(s[i+1]) {
				mark = i
			}
		case ':':
			if strings.HasPrefix(s[i:], "://") {
				mark = i
			}
		}
	}
	if mark < 0 {
		return -1
	}
	before := s[at:mark]
	for range 3 {
		before = strings.TrimRight(before, " ")
		before = before[:strings.LastIndexByte(before, ' ')+1]
	}
	return at + len(before)
}

// token writes the text up to the end of the next token, and reports false where there is none.
func (e *escaper) token() bool {
	s := e.s
	from := couldBegin(s, e.at)
	if from < 0 {
		return false
	}
	found := token().FindStringSubmatchIndex(s[from:])
	if found == nil {
		return false
	}
	start, end, closes := from+found[0], from+found[1], found[3] > 0
	if closes {
		start = from + found[3]
	}
	inside := start > e.last && isWord(s[start-1])
	if inside && s[start] != '#' && s[start] != '&' && !isURL(s[start:end]) { // what follows a letter is no mention and no address
		end = start + max(1, strings.IndexAny(s[start:end], "@#"))
		e.flush()
		escapeChars(&e.b, s[e.at:end], end == len(s), e.where)
		e.at = end
		return true
	}
	if found[5] > 0 {
		end = len(s) - len(strings.TrimLeft(s[end:], mentioned))
	}
	if s[start] == '#' { // ops/pool#12
		start = e.at + len(strings.TrimRight(s[e.at:start], inProject))
	}
	end = start + len(trimToken(s[start:end]))
	e.take(start, end, closes)
	return true
}

// take writes a token, and what stands before it.
func (e *escaper) take(start, end int, closes bool) {
	asCode := isReference(e.s[start:end])
	if start > e.last || !asCode {
		e.flush()
	}
	escapeChars(&e.b, e.s[e.at:start], false, e.where)
	switch {
	case !asCode:
		writeToken(&e.b, e.s, start, end, closes, e.where)
	case e.held < 0:
		e.held = start
	}
	e.at, e.last = end, end
}

// isReference says of a token that it is a mention, a number or a character by its number, and neither an address on the web nor of mail.
func isReference(token string) bool {
	mail := strings.IndexByte(token, '@') > 0 && !strings.Contains(token, "#")
	return !isURL(token) && !mail
}

func isURL(s string) bool { return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") }

// trimToken leaves the punctuation after an address or a mention to the sentence around it.
func trimToken(s string) string {
	const marks = ".,;:!?'*_~|\\]}"
	if !isURL(s) {
		return strings.TrimRight(s, "./-")
	}
	trimmed := strings.TrimRight(s, marks)
	for strings.HasSuffix(trimmed, ")") && strings.Count(trimmed, "(") < strings.Count(trimmed, ")") {
		trimmed = strings.TrimRight(strings.TrimSuffix(trimmed, ")"), marks)
	}
	if !isURL(trimmed) { // nothing but marks behind the two slashes
		return s
	}
	return trimmed
}

// plainURL is an address that every dialect either links or leaves alone, and in which nothing looks like markup.
var plainURL = lazyregexp.New(`^https?://(?:[a-z0-9-]+\.)+[a-z]{2,}(?::[0-9]+)?` +
	`(?:[/?](?:[A-Za-z0-9./:?=%+,@-]|[A-Za-z0-9]_[A-Za-z0-9])*)?(?:#[A-Za-z0-9./-]*)?$`)

func writeToken(b *strings.Builder, s string, start, end int, closes bool, where place) {
	whole := s[start:end]
	switch {
	case isURL(whole) && closes:
		b.WriteString("[" + code(whole, where) + "](" + page.Destination(whole) + ")")
	case isURL(whole) && (!plainURL().MatchString(whole) || !standsAlone(s, start, end, where)):
		writeLink(b, whole, whole, where)
	case !isURL(whole) && (strings.ContainsAny(whole, "_+") || !standsAlone(s, start, end, where)):
		writeLink(b, whole, "mailto:"+whole, where)
	default:
		b.WriteString(whole)
	}
}

// code is text as a code span, between more backticks than it holds.
func code(s string, where place) string {
	if where&inCell != 0 {
		s = strings.ReplaceAll(s, "|", `\|`)
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		s = " " + s + " "
	}
	return fence + s + fence
}

// standsAlone reports whether an address has nothing beside it that a dialect could take for a part of it.
func standsAlone(s string, start, end int, where place) bool {
	if start > 0 && s[start-1] != ' ' && s[start-1] != '(' {
		return false
	}
	rest := strings.TrimLeft(s[end:], ".,;:!?)")
	return rest == "" && where&inside == 0 || rest != "" && rest[0] == ' '
}

func writeLink(b *strings.Builder, text, to string, where place) {
	b.WriteByte('[')
	escapeChars(b, text, false, where)
	b.WriteString("](" + page.Destination(to) + ")")
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

// escapeChars writes text without addresses and mentions; atEnd says that nothing follows it on the line.
func escapeChars(b *strings.Builder, s string, atEnd bool, where place) {
	for i := range len(s) {
		c := s[i]
		var next byte
		if i+1 < len(s) {
			next = s[i+1]
		}
		if next == 0 && !atEnd {
			next = '#' // a token follows: an image, an entity or a reference could start here
		}
		switch {
		case c == '<':
			b.WriteString("&lt;")
		case c == '&' && (isWord(next) || next == '#'):
			b.WriteString("&amp;")
		case c == '|' && where&inCell != 0, c == '%' && i > 0 && s[i-1] == '%', needsBackslash(c, next):
			b.WriteString(meaningless(c))
		default:
			b.WriteByte(c)
		}
	}
}

// needsBackslash reports a character that starts markup before the one that follows: "$x$" is a formula in some wikis, "$5"
// is money, and "!12" is a merge request in one.
func needsBackslash(c, next byte) bool {
	digit := next >= '0' && next <= '9'
	switch c {
	case '!':
		return digit || next == '#'
	case '$':
		return !digit
	}
	return strings.IndexByte("\\`*_{}[]~#", c) >= 0
}
