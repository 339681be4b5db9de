package export

import (
	"net/url"
	"strings"

	"debrief/model"
	"debrief/model/lazyregexp"
)

// Escaping is for the Markdown that a dozen wikis have in common, so each character takes the way that most of them
// understand: a backslash where every dialect knows it, an entity for "<" and "&" (some dialects take "\<" for a
// backslash and a tag), and a code span for @name, #123 and GH-123, because GitHub looks for mentions after Markdown is done and
// pings for \@name too (github/markup issue 1168). A code span is also what follows a word by which trackers close an issue.

// inline escapes user text for the middle of a line: it is rendered as it was typed, on one line, and never as markup. Web
// and mail addresses become links to themselves.
func inline(s string) string { return escape(oneLine(s), false) }

// cell escapes user text for a table cell.
func cell(s string) string { return escape(oneLine(s), true) }

// block escapes user text for the start of a line, where more characters have a meaning.
func block(s string) string {
	s = inline(s)
	if s == "" {
		return s
	}
	if strings.ContainsRune("+->!:?=", rune(s[0])) {
		return `\` + s
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && digits < len(s) && (s[digits] == '.' || s[digits] == ')') {
		return s[:digits] + `\` + s[digits:]
	}
	return s
}

// oneLine makes text safe to show and puts its lines behind one another.
func oneLine(s string) string {
	var lines []string
	for line := range strings.SplitSeq(model.CleanLines(s), "\n") {
		if line = spaces(line); strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}

// spaces makes every run of spaces one, and drops those at the ends. Other white space (no-break, ideographic) is text.
func spaces(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

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

func escape(s string, inCell bool) string {
	var b strings.Builder
	at, last := 0, 0 // what is written so far, and where the last token ended
	for at < len(s) {
		found := token().FindStringSubmatchIndex(s[at:])
		if found == nil {
			break
		}
		start, closes := at+found[0], found[3] > 0
		if closes {
			start = at + found[3]
		}
		end := at + found[1]
		inWord := start > last && isWord(s[start-1])
		if inWord && s[start] != '#' && s[start] != '&' && !isURL(s[start:end]) { // what follows a letter is no mention and no address
			end = start + max(1, strings.IndexAny(s[start:end], "@#"))
			escapeChars(&b, s[at:end], end == len(s), inCell)
		} else {
			if found[5] > 0 {
				end = len(s) - len(strings.TrimLeft(s[end:], mentioned))
			}
			if s[start] == '#' { // ops/pool#12
				start = at + len(strings.TrimRight(s[at:start], inProject))
			}
			end = start + len(trimToken(s[start:end]))
			escapeChars(&b, s[at:start], false, inCell)
			writeToken(&b, s, start, end, closes, inCell)
			last = end
		}
		at = end
	}
	escapeChars(&b, s[at:], true, inCell)
	return b.String()
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

func writeToken(b *strings.Builder, s string, start, end int, closes, inCell bool) {
	whole := s[start:end]
	mail := strings.IndexByte(whole, '@') > 0 && !strings.Contains(whole, "#")
	switch {
	case isURL(whole) && closes:
		b.WriteString("[" + code(whole, inCell) + "](" + destination(whole) + ")")
	case !isURL(whole) && !mail:
		b.WriteString(code(whole, inCell))
	case isURL(whole) && (!plainURL().MatchString(whole) || !standsAlone(s, start, end)):
		writeLink(b, whole, whole, inCell)
	case !isURL(whole) && (strings.ContainsAny(whole, "_+") || !standsAlone(s, start, end)):
		writeLink(b, whole, "mailto:"+whole, inCell)
	default:
		b.WriteString(whole)
	}
}

// code is text without a backtick as a code span.
func code(s string, inCell bool) string {
	if inCell {
		s = strings.ReplaceAll(s, "|", `\|`)
	}
	return "`" + s + "`"
}

// standsAlone reports whether an address has nothing beside it that a dialect could take for a part of it.
func standsAlone(s string, start, end int) bool {
	if start > 0 && s[start-1] != ' ' && s[start-1] != '(' {
		return false
	}
	rest := strings.TrimLeft(s[end:], ".,;:!?)")
	return rest == "" || rest[0] == ' '
}

func writeLink(b *strings.Builder, text, to string, inCell bool) {
	b.WriteByte('[')
	escapeChars(b, text, false, inCell)
	b.WriteString("](" + destination(to) + ")")
}

// destination is an address with everything that Markdown could stumble over in percent form.
func destination(to string) string {
	var b strings.Builder
	for i := range len(to) {
		c := to[i]
		if isWord(c) || strings.IndexByte("-._~:/?#@!$&'+,;=%", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString(strings.ToUpper("%" + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15])))
		}
	}
	return b.String()
}

// link is a link with a text of its own, for an address that is known to be one; anything else is shown as text.
func link(text, to string) string {
	to = oneLine(to)
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return strings.TrimSpace(text + " " + cell(to))
	}
	if text == "" {
		return cell(to)
	}
	return "[" + text + "](" + destination(to) + ")"
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

// escapeChars writes text without addresses and mentions; atEnd says that nothing follows it on the line.
func escapeChars(b *strings.Builder, s string, atEnd, inCell bool) {
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
		case c == '|' && inCell, c == '%' && i > 0 && s[i-1] == '%', needsBackslash(c, next):
			b.WriteByte('\\')
			b.WriteByte(c)
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
