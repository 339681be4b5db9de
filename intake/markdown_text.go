package intake

import (
	"html"
	"strings"
	"sync"
	"unicode/utf8"
)

// leading reads the time at the start of a bullet, heading, cell or line of Markdown, which may stand in bold, backticks,
// brackets or a link. rest is the text behind it. enclosed says that marks stood around the time alone.
func leading(text string) (st stamp, rest string, enclosed, ok bool) {
	if !mayLead(text) {
		return stamp{}, text, false, false
	}
	var marks unmarked
	plain := marks.read(text)
	st, left, ok := parseStamp(plain)
	if !ok {
		return stamp{}, text, false, false
	}
	from := int(marks.at[len(plain)-len(left)-1]) + 1
	rest = text[from:]
	opened := marks.at[0] > 0
	after := strings.TrimLeft(rest, " ")
	enclosed = opened && after != "" && (strings.IndexByte("*`])_", after[0]) >= 0 || startsWithAny(after, "</", ":*", ":_"))
	if strings.Contains(text[:from], "`") && strings.Count(rest, "`")%2 == 1 {
		rest = strings.Replace(rest, "`", "", 1)
	}
	rest, st.apart = behindStamp(withoutOtherZone(st, rest))
	return st, rest, enclosed, true
}

// withoutOtherZone takes away the same time in a second zone: "13:14 EDT (17:14 UTC):", "23:15 UTC / 16:15 PDT:".
func withoutOtherZone(st stamp, rest string) string {
	left := strings.TrimLeft(rest, " *_")
	if st.zone == "" || left == "" || left[0] != '/' && left[0] != '(' {
		return rest
	}
	other, behind, ok := parseStamp(strings.TrimLeft(left[1:], " "))
	if !ok || !other.hasClock() || other.zone == "" || other.weak {
		return rest
	}
	if left[0] == '(' {
		closed := strings.HasPrefix(behind, ")")
		if !closed {
			return rest
		}
		behind = behind[1:]
	}
	return behind
}

// mayLead says whether a line may start with a time, at little cost: with a digit, a sign or one of leadWords behind its
// marks. Most lines do not.
func mayLead(text string) bool {
	i := 0
	for i < len(text) && strings.IndexByte(" *`_~[(\\", text[i]) >= 0 {
		i++
	}
	if i == len(text) {
		return false
	}
	if !isLetter(text[i]) {
		return true
	}
	var word [16]byte
	n := 0
	for ; i < len(text) && isLetter(text[i]); i++ {
		if n == len(word) {
			return false
		}
		word[n] = text[i] | 0x20
		n++
	}
	return leadWords()[string(word[:n])]
}

// leadWords are the words that may stand in front of a time or be a part of it, in small letters.
var leadWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{"x": true, "xx": true, "hh": true, "tbd": true, "unknown": true, "t": true, "sept": true}
	for _, name := range monthNames {
		words[name], words[name[:3]] = true, true
	}
	for name := range weekdays {
		words[name] = true
	}
	for name := range aboutWords {
		words[name] = true
	}
	for name := range placeWords {
		words[name] = true
	}
	return words
})

// unmarked is the start of a line without its marks: text without emphasis, tags and opening brackets, and where each byte of
// it stands in the line.
type unmarked struct {
	text [unmarkedMost]byte
	at   [unmarkedMost + 1]uint8
}

// unmarkedMost is how much of a line is looked at, in bytes: a time, with the marks around it, is no longer.
const unmarkedMost = 200

// read takes the marks away from the start of text. at has one place more than plain has bytes.
func (u *unmarked) read(text string) (plain string) {
	i, n := 0, 0
	for i < min(len(text), unmarkedMost) {
		if mark := markLength(text, i, n == 0); mark > 0 {
			i += mark
			continue
		}
		c, size := text[i], 1
		if mark, length := plainMark(text[i:]); mark != 0 {
			c, size = mark, length
		}
		i += size
		u.text[n], u.at[n] = c, uint8(i-1)
		n++
	}
	u.at[n] = uint8(min(i, 255))
	return string(u.text[:n])
}

// markLength is the length of the mark of Markdown or HTML at text[i], 0 when none stands there. first says that nothing
// but marks was seen before it.
func markLength(text string, i int, first bool) int {
	var next byte
	if i+1 < len(text) {
		next = text[i+1]
	}
	is := false
	switch text[i] {
	case '*', '`':
		is = true
	case '~':
		is = next == '~' || i > 0 && text[i-1] == '~' && next != 0 && !isDigit(next)
	case '_':
		is = i == 0 || !isWord(text[i-1]) || !isWord(next)
	case '\\':
		is = next != 0 && strings.IndexByte("[]()-.*_:<>~#", next) >= 0
	case '[', '(', ' ':
		is = first
	}
	if is {
		return 1
	}
	return tagLength(text[i:])
}

// plainMark is the ASCII character that a typesetter's hyphen or space at the start of s stands for, 0 for other characters.
func plainMark(s string) (plain byte, size int) {
	if s[0] < utf8.RuneSelf {
		return 0, 1
	}
	r, size := utf8.DecodeRuneInString(s)
	switch r {
	case '\u2010', '\u2011', '\u2012', '\u2212':
		return '-', size
	case '\u00a0', '\u2007', '\u2009', '\u202f':
		return ' ', size
	}
	return 0, size
}

// plainMarks is text with the hyphens and spaces of a keyboard.
func plainMarks(text string) string {
	return typeset.Replace(text)
}

var typeset = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2212", "-", "\u00a0", " ", "\u2007", " ", "\u2009", " ", "\u202f", " ")

var inlineTag = expression(`^</?(?:b|strong|i|em|code|u|span|time|mark|ins|kbd|font|p|div|li|small|sub|sup|del|s|center|summary|details|td|tr|tt)(?:\s[^<>]*)?/?>`)

// tagLength is the length of the HTML tag at the start of s, 0 when none stands there.
func tagLength(s string) int {
	if s[0] != '<' {
		return 0
	}
	return len(inlineTag.FindString(s[:min(len(s), 200)]))
}

var behindTime = expression(`^(?:[ \t]+|\*+|\]\([^()\s]*\)|[\])]|~~|</(?:b|strong|i|em|code|u|span|time|mark|kbd|td|tt)>|(?:__?)(?:[ \t:]|$)|\\?[-:,;|=>](?:[ \t*_` + "`" + `]|$)|:+|[–—→|]|--+|->|=>)`)

// behindStamp takes the marks and separators away that stand between a time and its text, and says whether there was a
// separator.
func behindStamp(rest string) (text string, separated bool) {
	separators := 0
	for {
		m := behindTime.FindString(rest)
		if m == "" {
			return rest, separators > 0
		}
		if strings.ContainsAny(m, "-:,;|=>–—→") {
			if separators++; separators > 2 {
				return rest, true
			}
		} else if bare := strings.TrimLeft(rest, "*"); m[0] == '*' && separators > 0 && !strings.HasPrefix(bare, " ") && strings.Contains(bare, "*") {
			return rest, true
		}
		if len(m) > 1 && strings.IndexByte("*_`", m[len(m)-1]) >= 0 && strings.IndexByte("-:,;|=>", m[0]) >= 0 {
			m = m[:len(m)-1]
		}
		rest = rest[len(m):]
	}
}

var (
	imageMark   = expression(`!\[([^\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^)]*\)`)
	linkMark    = expression(`\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(<?([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?(?:\s+["'][^"']*["'])?\)`)
	refMark     = expression(`\[([^\[\]]+)\]\[([^\[\]]*)\]`)
	shortRef    = expression(`\[([^\[\]]+)\]`)
	autoLink    = expression(`<((?:https?|mailto):[^<>\s]+)>`)
	bareLink    = expression(`https?://[^\s<>"'` + "`" + `|)\]]+`)
	anyTag      = expression(`</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>`)
	strongMark  = expression(`\b__|__\b`)
	starMark    = expression(`(^|[\s(:"'\-])\*([^\s*](?:[^*]*[^\s*])?)\*($|[\s).,:;!?"'\-])`)
	underMark   = expression(`(^|[\s(:"'\-])_([^\s_](?:[^_]*[^\s_])?)_($|[\s).,:;!?"'\-])`)
	escapedMark = expression(`\\([\\` + "`" + `*_{}\[\]()#+\-.!<>~|&:])`)
)

// inline makes one plain line of Markdown text and finds its first link. Code keeps its backticks.
func inline(text string, refs map[string]string) (plain, link string) {
	if len(text) > 1<<16 {
		text = firstBytes(text, 1<<16)
	}
	found := func(url string) {
		if link == "" && strings.HasPrefix(url, "http") {
			link = url
		}
	}
	if i := strings.Index(text, "http"); i >= 0 {
		found(strings.TrimRight(bareLink.FindString(text[i:]), ".,;:!?*_"))
	}
	if strings.Contains(text, "](") {
		text = imageMark.ReplaceAllString(text, "$1")
		text = linkMark.ReplaceAllString(text, "$1")
	}
	if strings.Contains(text, "[") {
		text = withoutReferences(text, refs, found)
	}
	if strings.Contains(text, "<") {
		text = withoutTags(autoLink.ReplaceAllString(text, "$1"))
	}
	text = withoutEmphasis(text)
	if strings.Contains(text, `\`) {
		text = escapedMark.ReplaceAllString(text, "$1")
	}
	text = html.UnescapeString(text)
	return strings.Join(strings.Fields(text), " "), link
}

// withoutEmphasis takes the stars and underlines of bold and italic text away. A pattern is only asked where its mark is.
func withoutEmphasis(text string) string {
	text = strings.ReplaceAll(text, "**", "")
	if strings.Contains(text, "__") {
		text = strongMark.ReplaceAllString(text, "")
	}
	if strings.Contains(text, "*") {
		text = starMark.ReplaceAllString(text, "$1$2$3")
	}
	if opensUnderline(text) {
		text = underMark.ReplaceAllString(text, "$1$2$3")
	}
	return text
}

// opensUnderline says whether an underline stands where one may open italic text: not in the names of code, where most do.
func opensUnderline(text string) bool {
	for i := strings.IndexByte(text, '_'); i >= 0 && i < len(text); i++ {
		if text[i] == '_' && (i == 0 || !isWord(text[i-1])) {
			return true
		}
	}
	return false
}

// withoutReferences makes text of [text][name] and [name], whose addresses stand elsewhere in the document.
func withoutReferences(text string, refs map[string]string, found func(url string)) string {
	if strings.Contains(text, "][") {
		text = refMark.ReplaceAllStringFunc(text, func(s string) string {
			m := refMark.FindStringSubmatch(s)
			if url, ok := refs[strings.ToLower(strings.TrimSpace(m[2]))]; ok {
				found(url)
			} else if url, ok := refs[strings.ToLower(m[1])]; ok {
				found(url)
			} else if m[2] != "" {
				return s
			}
			return m[1]
		})
	}
	if len(refs) == 0 {
		return text
	}
	return shortRef.ReplaceAllStringFunc(text, func(s string) string {
		if url, ok := refs[strings.ToLower(s[1:len(s)-1])]; ok {
			found(url)
			return s[1 : len(s)-1]
		}
		return s
	})
}

// withoutTags takes HTML tags out of text, not out of its code.
func withoutTags(text string) string {
	if !strings.Contains(text, "<") {
		return text
	}
	parts := strings.Split(text, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = anyTag.ReplaceAllStringFunc(parts[i], func(tag string) string {
			if strings.HasPrefix(strings.ToLower(tag), "<br") {
				return " "
			}
			lower := strings.ToLower(tag)
			if tagLength(lower) == len(tag) || startsWithAny(lower, "<img", "<a ", "</a>") {
				return ""
			}
			return tag
		})
	}
	return strings.Join(parts, "`")
}

// firstBytes is at most the first n bytes of s, cut where a character starts.
func firstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}

// startsWithAny says whether s starts with one of the given texts.
func startsWithAny(s string, starts ...string) bool {
	for _, t := range starts {
		if strings.HasPrefix(s, t) {
			return true
		}
	}
	return false
}
