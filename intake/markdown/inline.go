package markdown

import (
	"html"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// Leading reads the time at the start of a bullet, heading, cell or line of Markdown, which may stand in bold, backticks,
// brackets or a link, and behind one emoji. rest is the text behind it. enclosed says that marks stood around the time alone.
func Leading(s string) (st clock.Stamp, rest string, enclosed, ok bool) {
	if st, rest, enclosed, ok = leading(s); ok {
		return st, rest, enclosed, ok
	}
	if n := signLength(s); n > 0 {
		if st, rest, enclosed, ok = leading(s[n:]); ok {
			return st, rest, enclosed, ok
		}
	}
	return clock.Stamp{}, s, false, false
}

// signLength is the length of an emoji, or of its name between colons, and the blanks behind it, at the start of a line.
func signLength(s string) int {
	n := 0
	if text.StartsWithAny(s, ":", "<p>", "&") {
		return len(signName().FindString(text.FirstBytes(s, 40)))
	}
	for n < len(s) && s[n] >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.So, r) && !unicode.Is(unicode.Sk, r) && !unicode.Is(unicode.Mn, r) && r != '\u200d' {
			return 0
		}
		n += size
	}
	blanks := len(s[n:]) - len(strings.TrimLeft(s[n:], " "))
	if n == 0 || blanks == 0 {
		return 0
	}
	return n + blanks
}

var signName = text.Expression(`^(?:<p>)?(?:&(?:nb|em|en)sp;)*:[a-z0-9_+-]*[a-z][a-z0-9_+-]*:\s*|^(?:<p>)?(?:&(?:nb|em|en)sp;)+`)

func leading(s string) (st clock.Stamp, rest string, enclosed, ok bool) {
	if !mayLead(s) {
		return clock.Stamp{}, s, false, false
	}
	var marks Unmarked
	plain := marks.Read(s)
	st, left, ok := clock.ReadStamp(plain)
	if !ok {
		return clock.Stamp{}, s, false, false
	}
	from := int(marks.at[len(plain)-len(left)-1]) + 1
	rest = s[from:]
	opened := marks.at[0] > 0
	after := strings.TrimLeft(rest, " ")
	enclosed = opened && after != "" && (strings.IndexByte("*`])_", after[0]) >= 0 || text.StartsWithAny(after, "</", ":*", ":_"))
	if strings.Contains(s[:from], "`") && strings.Count(rest, "`")%2 == 1 {
		rest = strings.Replace(rest, "`", "", 1)
	}
	rest, st.Apart = behindStamp(withoutOtherZone(st, rest))
	if m := aboutBehind().FindString(rest); m != "" {
		rest, st.About = rest[len(m):], true
	}
	return st, rest, enclosed, true
}

// aboutBehind is the remark between a time and its text that the time is not exact.
var aboutBehind = text.Expression(`(?i)^\((?:approx(?:imately|imate|\.)?|about|around|estimated|ca\.?)\)[:,]?\s+`)

// withoutOtherZone takes away the same time in a second zone: "13:14 EDT (17:14 UTC):", "23:15 UTC / 16:15 PDT:".
func withoutOtherZone(st clock.Stamp, rest string) string {
	left := strings.TrimLeft(rest, " *_")
	if st.Zone == "" || left == "" || left[0] != '/' && left[0] != '(' {
		return rest
	}
	other, behind, ok := clock.ReadStamp(strings.TrimLeft(left[1:], " "))
	if !ok || !other.HasClock() || other.Zone == "" || other.Weak {
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

// mayLead says whether a line may start with a time, at little cost: with a digit, a sign or one of leadWords behind its marks. Most lines do not.
func mayLead(s string) bool {
	i := 0
	for i < len(s) && strings.IndexByte(" *`_~[(\\", s[i]) >= 0 {
		i++
	}
	if i == len(s) {
		return false
	}
	if !text.IsLetter(s[i]) {
		return true
	}
	var word [16]byte
	n := 0
	for ; i < len(s) && text.IsLetter(s[i]); i++ {
		if n == len(word) {
			return false
		}
		word[n] = s[i] | 0x20
		n++
	}
	return leadWords()[string(word[:n])]
}

var leadWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{"x": true, "xx": true, "hh": true, "tbd": true, "unknown": true, "t": true, "sept": true}
	for _, names := range clock.MonthNames {
		words[names[0]], words[names[0][:3]] = true, true
	}
	for name := range clock.Weekdays {
		words[name] = true
	}
	for name := range clock.AboutWords {
		words[name] = true
	}
	for name := range clock.PlaceWords {
		words[name] = true
	}
	return words
})

// Unmarked is the start of a line without its marks: text without emphasis, tags and opening brackets, and where each byte of
// it stands in the line.
type Unmarked struct {
	text [unmarkedMost]byte
	at   [unmarkedMost + 1]uint8
}

// unmarkedMost is how much of a line is looked at, in bytes: a time, with the marks around it, is no longer.
const unmarkedMost = 200

// Read takes the marks away from the start of text. at has one place more than plain has bytes.
func (u *Unmarked) Read(text string) (plain string) {
	i, n := 0, 0
	for i < min(len(text), unmarkedMost) {
		if mark := markLength(text, i, n == 0); mark > 0 {
			i += mark
			continue
		}
		c, size := text[i], 1
		if c >= utf8.RuneSelf {
			r, length := utf8.DecodeRuneInString(text[i:])
			if plain := clock.PlainMark(r); plain < utf8.RuneSelf {
				c, size = byte(plain), length
			}
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
func markLength(s string, i int, first bool) int {
	var next byte
	if i+1 < len(s) {
		next = s[i+1]
	}
	is := false
	switch s[i] {
	case '*', '`':
		is = true
	case '~':
		is = next == '~' || i > 0 && s[i-1] == '~' && next != 0 && !text.IsDigit(next)
	case '_':
		is = i == 0 || !text.IsWord(s[i-1]) || !text.IsWord(next)
	case '\\':
		is = next != 0 && strings.IndexByte("[]()-.*_:<>~#", next) >= 0
	case '[', '(', ' ':
		is = first
	}
	if is {
		return 1
	}
	return tagLength(s[i:])
}

var inlineTag = text.Expression(`^</?(?:b|strong|i|em|code|u|span|time|mark|ins|kbd|font|p|div|li|small|sub|sup|del|s|center|summary|details|td|tr|tt)(?:\s[^<>]*)?/?>`)

// tagLength is the length of the HTML tag at the start of s, 0 when none stands there.
func tagLength(s string) int {
	if s[0] != '<' {
		return 0
	}
	return len(inlineTag().FindString(s[:min(len(s), 200)]))
}

var behindTime = text.Expression(`^(?:[ \t]+|\*+|\]\([^()\s]*\)|[\])]|~~|</(?:b|strong|i|em|code|u|span|time|mark|kbd|td|tt)>|(?:__?)(?:[ \t:]|$)|\\?[-:,;|=>](?:[ \t*_` + "`" + `]|$)|:+|[–—→|]|--+|->|=>)`)

// behindStamp takes the marks and separators away that stand between a time and its text, and says whether there was a separator.
func behindStamp(rest string) (text string, separated bool) {
	separators := 0
	for {
		m := behindTime().FindString(rest)
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
	imageMark   = text.Expression(`!\[([^\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^)]*\)`)
	linkMark    = text.Expression(`\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(<?([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?(?:\s+["'][^"']*["'])?\)`)
	refMark     = text.Expression(`\[([^\[\]]+)\]\[([^\[\]]*)\]`)
	shortRef    = text.Expression(`\[([^\[\]]+)\]`)
	autoLink    = text.Expression(`<((?:https?|mailto):[^<>\s]+)>`)
	bareLink    = text.Expression(`https?://[^\s<>"'` + "`" + `|)\]]+`)
	anyTag      = text.Expression(`</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>`)
	strongMark  = text.Expression(`\b__|__\b`)
	starMark    = text.Expression(`(^|[\s(:"'\-])\*([^\s*](?:[^*]*[^\s*])?)\*($|[\s).,:;!?"'\-])`)
	underMark   = text.Expression(`(^|[\s(:"'\-])_([^\s_](?:[^_]*[^\s_])?)_($|[\s).,:;!?"'\-])`)
	escapedMark = text.Expression(`\\([\\` + "`" + `*_{}\[\]()#+\-.!<>~|&:])`)
)

// touching is a link that follows a word without a blank between, as in "60Gi[PR](…)", whose words are none of that word.
var touching = text.Expression(`([\pL\pN])(\[[\pL\pN][^\[\]]*\]\([^()\s]*\))`)

// apart puts a blank between a word and the link that touches it.
func apart(s string) string {
	if !strings.Contains(s, "](") {
		return s
	}
	return touching().ReplaceAllString(s, "$1 $2")
}

// Inline makes one plain line of Markdown text and finds its first link. Code keeps its backticks.
func Inline(s string, refs map[string]string) (plain, link string) {
	if len(s) > 1<<16 {
		s = text.FirstBytes(s, 1<<16)
	}
	s = apart(s)
	found := func(url string) {
		if link == "" && strings.HasPrefix(url, "http") {
			link = url
		}
	}
	if i := strings.Index(s, "http"); i >= 0 {
		found(strings.TrimRight(bareLink().FindString(s[i:]), ".,;:!?*_"))
	}
	if strings.Contains(s, "](") {
		s = imageMark().ReplaceAllString(s, "$1")
		s = linkMark().ReplaceAllString(s, "$1")
	}
	if strings.Contains(s, "[") {
		s = withoutReferences(s, refs, found)
	}
	if strings.Contains(s, "<") {
		s = withoutTags(autoLink().ReplaceAllString(s, "$1"))
	}
	s = withoutEmphasis(s)
	if strings.Contains(s, `\`) {
		s = escapedMark().ReplaceAllString(s, "$1")
	}
	s = html.UnescapeString(s)
	return strings.Join(strings.Fields(s), " "), link
}

var (
	imageTag = text.Expression(`(?i)<img\s[^<>]*>`)
	sourceOf = text.Expression(`(?i)\ssrc\s*=\s*["']?([^"'\s<>]+)`)
	wordsOf  = text.Expression(`(?i)\salt\s*=\s*"([^"]*)"`)
	linkTag  = text.Expression(`(?i)<a\s[^<>]*href\s*=\s*["']?([^"'\s<>]+)[^<>]*>(.*?)</a>`)
)

// Addressed is Inline for a text whose links have no other place: the address of a link, and of an image, stands in parentheses behind
// its words.
func Addressed(s string, refs map[string]string) string {
	if !strings.ContainsAny(s, "[<") || len(s) > 1<<16 {
		plain, _ := Inline(s, refs)
		return plain
	}
	s = apart(s)
	for _, of := range []struct {
		mark    text.Pattern
		address func(m []string) (words, to string)
	}{
		{imageMark, func(m []string) (string, string) { return m[1], m[2] }},
		{linkMark, func(m []string) (string, string) { return m[1], m[2] }},
		{refMark, func(m []string) (string, string) { return m[1], refs[strings.ToLower(text.First(m[2], m[1]))] }},
		{shortRef, func(m []string) (string, string) { return m[1], refs[strings.ToLower(m[1])] }},
		{linkTag, func(m []string) (string, string) { return m[2], m[1] }},
		{imageTag, func(m []string) (string, string) {
			words, from := append(wordsOf().FindStringSubmatch(m[0]), "", ""), append(sourceOf().FindStringSubmatch(m[0]), "", "")
			return words[1], from[1]
		}},
	} {
		s = of.mark().ReplaceAllStringFunc(s, func(mark string) string {
			words, to := of.address(of.mark().FindStringSubmatch(mark))
			if to == "" {
				return mark
			}
			return beside(words, to)
		})
	}
	plain, _ := Inline(s, refs)
	return plain
}

func beside(words, address string) string {
	if words == "" || strings.Contains(words, address) {
		return text.First(words, address)
	}
	return words + " (" + address + ")"
}

// withoutEmphasis takes the stars and underlines of bold and italic text away. A pattern is only asked where its mark is.
func withoutEmphasis(text string) string {
	text = strings.ReplaceAll(text, "**", "")
	if strings.Contains(text, "__") {
		text = strongMark().ReplaceAllString(text, "")
	}
	if strings.Contains(text, "*") {
		text = starMark().ReplaceAllString(text, "$1$2$3")
	}
	if opensUnderline(text) {
		text = underMark().ReplaceAllString(text, "$1$2$3")
	}
	return text
}

// opensUnderline says whether an underline stands where one may open italic text: not in the names of code, where most do.
func opensUnderline(s string) bool {
	for i := strings.IndexByte(s, '_'); i >= 0 && i < len(s); i++ {
		if s[i] == '_' && (i == 0 || !text.IsWord(s[i-1])) {
			return true
		}
	}
	return false
}

// withoutReferences makes text of [text][name] and [name], whose addresses stand elsewhere in the document.
func withoutReferences(text string, refs map[string]string, found func(url string)) string {
	if strings.Contains(text, "][") {
		text = refMark().ReplaceAllStringFunc(text, func(s string) string {
			m := refMark().FindStringSubmatch(s)
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
	return shortRef().ReplaceAllStringFunc(text, func(s string) string {
		if url, ok := refs[strings.ToLower(s[1:len(s)-1])]; ok {
			found(url)
			return s[1 : len(s)-1]
		}
		return s
	})
}

// withoutTags takes HTML tags out of text, not out of its code.
func withoutTags(s string) string {
	parts := strings.Split(s, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = anyTag().ReplaceAllStringFunc(parts[i], func(tag string) string {
			if strings.HasPrefix(strings.ToLower(tag), "<br") {
				return " "
			}
			lower := strings.ToLower(tag)
			if tagLength(lower) == len(tag) || text.StartsWithAny(lower, "<img", "<a ", "</a>") {
				return ""
			}
			return tag
		})
	}
	return strings.Join(parts, "`")
}

// StartsWithTime says whether a line or a heading begins with a time, whatever its marks.
func StartsWithTime(s string) bool {
	s = WithoutDayLabel(strings.TrimSpace(s))
	if s == "" {
		return false
	}
	if s[0] == '|' {
		st, _, _, ok := Leading(Cells(s)[0])
		return ok && !st.Weak && st.Form != clock.Unknown
	}
	if strings.IndexByte("-*+", s[0]) >= 0 {
		if m := BulletLine().FindStringSubmatch(text.FirstBytes(s, 300)); m != nil {
			s = m[2]
		}
	}
	st, rest, enclosed, ok := Leading(s)
	return ok && st.Form != clock.Unknown && !st.Led && (!st.Weak || enclosed) && (!st.NoClock || st.Year != 0 || enclosed || rest == "")
}

// WithoutDayLabel is the day of a line that says nothing else ("Date: 2023-11-22", "Day 2 - January 24, 2026"), and any other line as it is.
func WithoutDayLabel(s string) string {
	if len(s) > 80 || !text.AnyWord(s, "da") {
		return s
	}
	m := dayLabel().FindStringSubmatch(s)
	if m == nil {
		return s
	}
	if st, rest, ok := clock.ReadStamp(m[1]); ok && rest == "" && st.Form == clock.Local && st.NoClock {
		return m[1]
	}
	return s
}

var dayLabel = text.Expression(`(?i)^[\s*_]*(?:date|day)(?:\s*\d{1,2})?[\s*_]*[:–—-][\s*_]*(.+?)[\s*_:]*$`)

// spacedOffset finds "GMT + 1" in a phrase about zones, where nothing goes on behind the number.
var spacedOffset = text.Expression(`\b(UTC|GMT)\s*([+-])\s*(\d{1,2}(?::\d{2})?)([\s*_]*(?:[).,;\]|]|$))`)

// ZoneIn is the first zone that a phrase names.
func ZoneIn(s string) (name string, found clock.Stamp) {
	plain, _ := Inline(s, nil)
	plain = spacedOffset().ReplaceAllString(strings.Trim(plain, "*_ "), "$1$2$3$4")
	for i := range len(plain) {
		if i > 0 && (text.IsWord(plain[i-1]) || plain[i-1] == '/' || plain[i-1] == ':') || !text.IsLetter(plain[i]) {
			continue
		}
		if name, loc, n := clock.ZoneAt(plain[i:]); n > 0 && len(name) > 1 {
			offset, fixed, _ := clock.ZoneAt(strings.TrimLeft(plain[i+n:], " (=,"))
			if strings.HasPrefix(offset, "UTC") || strings.HasPrefix(offset, "GMT") {
				loc = fixed // PST (UTC-7) says what is meant
			}
			return name, clock.Stamp{Zone: name, Loc: loc}
		}
	}
	return "", clock.Stamp{}
}

// Unmark is a text of the same length, line for line, in which blanks stand for the marks of Markdown, for images, for the
// targets of links and for what is struck out: what the coach finds in it has its place in the document. refs are the targets of
// short links by their names, in small letters; row says that the text is a row of a table, whose cells are sentences.
func Unmark(text string, refs map[string]string, row bool) string {
	b := []byte(text)
	if strings.Contains(text, "[") {
		blankLinks(b, text, refs)
	}
	if strings.Contains(text, "~~") {
		blankEach(b, StruckOut().FindAllStringSubmatchIndex(text, -1))
	}
	if strings.Contains(text, "<") {
		blankTags(b, text)
	}
	blankEmphasis(b, row)
	return string(b)
}

// StruckOut is text that its writer took back.
var StruckOut = text.Expression(`~~[^~\n]{1,400}~~`)

// blankLinks leaves links to the reader, which takes them for what nobody said, and keeps the words of short ones: [like this]. Images say nothing.
func blankLinks(b []byte, text string, refs map[string]string) {
	if strings.Contains(text, "](") {
		blankEach(b, imageMark().FindAllStringSubmatchIndex(text, -1))
	}
	if len(refs) == 0 {
		return
	}
	for _, m := range shortRef().FindAllStringSubmatchIndex(text, -1) {
		if _, ok := refs[strings.ToLower(text[m[2]:m[3]])]; ok {
			blankOut(b, m[0], m[2])
			blankOut(b, m[3], m[1])
		}
	}
}

func blankTags(b []byte, text string) {
	for i := strings.IndexByte(text, '<'); i >= 0 && i < len(text); i++ {
		if text[i] != '<' {
			continue
		}
		if n := tagLength(text[i:]); n > 0 {
			blankOut(b, i, i+n)
		} else if m := lineBreak().FindString(text[i:min(len(text), i+12)]); m != "" {
			blankOut(b, i, i+len(m))
			b[i] = '.'
		}
	}
}

var lineBreak = text.Expression(`(?i)^<br\s*/?>`)

// blankEmphasis takes stars away, underlines at the edges of words, and, in a row, the pipes: a cell is a sentence of its own. Code stays as it is.
func blankEmphasis(b []byte, row bool) {
	code := false
	for i, c := range b {
		switch {
		case c == '`':
			code = !code
		case c == '\n':
			code = false
		case code:
		case c == '*', c == '_' && (i == 0 || !text.IsWord(b[i-1]) || i+1 == len(b) || !text.IsWord(b[i+1])):
			b[i] = ' '
		case c == '|' && row:
			b[i] = '.'
		}
	}
}

func blankEach(b []byte, found [][]int) {
	for _, m := range found {
		blankOut(b, m[0], m[1])
	}
}

func blankOut(b []byte, from, to int) {
	for i := from; i < to; i++ {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
}

// PlainLine is a line of Markdown as a document would give it: of the same length, with blanks for the marks and for what
// nobody said. The mark of a list stays.
func PlainLine(line string) string {
	return Unmark(line, nil, false)
}
