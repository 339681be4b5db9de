package coach

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what a token is to the reader.
type tokenKind uint8

const (
	aWord  tokenKind = iota
	aThing           // code, a quotation, a link's address, a path, a number: nobody's words, and no person
	aPause           // comma, colon, semicolon, dash, bracket
	aStop            // the end of a sentence
)

// token is a piece of a text: its place in bytes, and, of a word, its letters in small; of a pause or a stop, its mark.
type token struct {
	word     string
	class    class
	from, to int
	kind     tokenKind
	capital  bool
	shouted  bool // all in capitals, as initials are
	latin    bool
	number   bool // of a thing: it starts with a digit
}

// tokens cuts a text in one pass. Quotations, code, fences, addresses, tags, comments, quoted lines and headings become
// things: what stands in them was not said by the writer. Paragraphs, list items and full stops end a sentence.
func tokens(text string) []token {
	c := cutter{text: text, tokens: make([]token, 0, len(text)/5+4), closers: map[byte]int{}}
	for c.at < len(text) {
		if (c.at == 0 || text[c.at-1] == '\n') && c.lineStart() {
			continue
		}
		c.next()
	}
	return c.tokens
}

type cutter struct {
	text    string
	at      int
	eol     int // where the line ends that at is in
	tokens  []token
	closers map[byte]int // where the next closing mark of a kind was found, so that no line is searched twice
}

func (c *cutter) add(kind tokenKind, from, to int) {
	t := token{kind: kind, from: from, to: to, number: c.text[from] >= '0' && c.text[from] <= '9'}
	if kind == aPause || kind == aStop && to == from+1 {
		t.word = c.text[from:to]
	}
	c.tokens = append(c.tokens, t)
	c.at = to
}

// lineStart takes what only the start of a line can be: an empty line, a list item's mark, a heading, a quoted line, a fence.
func (c *cutter) lineStart() bool {
	end := lineEnd(c.text, c.at)
	c.eol = end
	line := strings.TrimSpace(c.text[c.at:end])
	switch {
	case line == "":
		c.add(aStop, c.at, min(end+1, len(c.text)))
	case line[0] == '>' || strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "##") || looksLogged(line):
		c.add(aStop, c.at, min(end+1, len(c.text)))
	case strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~"):
		c.add(aStop, c.at, fenceEnd(c.text, end, line[:3]))
	case isItem(line):
		mark := c.at + strings.IndexByte(c.text[c.at:end], line[0])
		c.add(aStop, c.at, mark+itemMark(line))
	default:
		return false
	}
	return true
}

func lineEnd(text string, from int) int {
	if n := strings.IndexByte(text[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(text)
}

func fenceEnd(text string, end int, mark string) int {
	n := strings.Index(text[end:], "\n"+mark)
	if n < 0 {
		return min(end+1, len(text))
	}
	return min(lineEnd(text, end+n+1)+1, len(text))
}

// isItem reports whether a line is an item of a list or a row of a table.
func isItem(line string) bool { return itemMark(line) > 0 }

func itemMark(line string) int {
	if strings.IndexByte("-*+|", line[0]) >= 0 && (line[0] == '|' || len(line) > 1 && line[1] == ' ') {
		return 1
	}
	digits := 0
	for digits < len(line) && digits < 3 && line[digits] >= '0' && line[digits] <= '9' {
		digits++
	}
	if digits > 0 && digits+1 < len(line) && (line[digits] == '.' || line[digits] == ')') && line[digits+1] == ' ' {
		return digits + 1
	}
	return 0
}

// looksLogged reports whether a line is a machine's: a level in capitals near its start, after a time or a bracket.
func looksLogged(line string) bool {
	first, _, _ := strings.Cut(line[:min(len(line), 12)], " ")
	if listed("ERROR WARN WARNING INFO FATAL DEBUG CRITICAL TRACE", strings.Trim(first, "[]:")) {
		return true
	}
	if line[0] != '[' && (line[0] < '0' || line[0] > '9') && !strings.HasPrefix(line, "level=") && !strings.HasPrefix(line, "time=") {
		return false
	}
	start := line[:min(len(line), 60)]
	for _, level := range []string{"ERROR", "WARN", "INFO", "FATAL", "DEBUG", "CRIT", "level=", "severity="} {
		if strings.Contains(start, level) {
			return true
		}
	}
	return false
}

// next takes one token from inside a line.
func (c *cutter) next() {
	ch := c.text[c.at]
	switch {
	case ch == '`' || ch == '"' || ch == '<' && c.tagAhead():
		c.enclosed(ch)
	case ch == '[':
		c.link()
	case ch == '\'' && (c.at == 0 || isSpace(c.text[c.at-1]) || c.text[c.at-1] == '('):
		c.enclosed(ch)
	case strings.IndexByte(".!?", ch) >= 0:
		c.stopOrNothing()
	case strings.IndexByte(",;:()|", ch) >= 0:
		c.add(aPause, c.at, c.at+1)
	case ch < utf8.RuneSelf && !isWordByte(ch):
		c.mark(ch)
	default:
		c.wordOrMark()
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' }

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '@' || b == '/' || b >= utf8.RuneSelf
}

func (c *cutter) tagAhead() bool {
	rest := c.text[c.at:]
	return len(rest) > 1 && (rest[1] >= 'a' && rest[1] <= 'z' || rest[1] == '/' || rest[1] == '!' || rest[1] >= 'A' && rest[1] <= 'Z')
}

// enclosed takes what stands between two marks of one line as a thing; a mark without its partner is nothing.
func (c *cutter) enclosed(open byte) {
	closing := open
	if open == '<' {
		closing = '>'
	}
	if n := c.closing(closing, c.eol); n > 0 {
		c.add(aThing, c.at, n+1)
		return
	}
	c.at++
}

// closing is where the mark comes again before end, 0 where it does not. What was found once is not looked for again.
func (c *cutter) closing(mark byte, end int) int {
	known, ok := c.closers[mark]
	if !ok || known <= c.at {
		known = len(c.text)
		for i := c.at + 1; i < len(c.text); i++ {
			if c.text[i] == mark && (mark != '\'' || !inWord(c.text, i)) {
				known = i
				break
			}
		}
		c.closers[mark] = known
	}
	if known >= end {
		return 0
	}
	return known
}

// inWord reports whether the mark at i stands inside a word, as an apostrophe does.
func inWord(text string, i int) bool {
	return i+1 < len(text) && isWordByte(text[i+1])
}

// link takes a link, its words and its address, as a thing: its words are a title's. Other brackets are nothing.
func (c *cutter) link() {
	n := c.closing(']', c.eol)
	if n == 0 || n+1 >= len(c.text) {
		c.at++
		return
	}
	end := 0
	switch c.text[n+1] {
	case '(':
		end = c.closingAfter(')', n+1)
	case '[':
		end = c.closingAfter(']', n+1)
	}
	if end == 0 {
		c.at++
		return
	}
	c.add(aThing, c.at, end+1)
}

// closingAfter is where the mark comes behind from in the line, 0 where it does not.
func (c *cutter) closingAfter(mark byte, from int) int {
	if n := strings.IndexByte(c.text[from:min(c.eol, from+longestLink)], mark); n > 0 {
		return from + n
	}
	return 0
}

// longestLink bounds how far the end of a link's address is looked for, in bytes.
const longestLink = 2000

// stopOrNothing ends a sentence where a space or the end follows; "3.5" and "main.go" go on.
func (c *cutter) stopOrNothing() {
	if c.at+1 >= len(c.text) || !isWordByte(c.text[c.at+1]) {
		c.add(aStop, c.at, c.at+1)
		return
	}
	c.at++
}

// mark takes a mark of one byte: a dash between spaces pauses, the rest is nothing.
func (c *cutter) mark(ch byte) {
	if ch == '-' && c.at+1 < len(c.text) && (isSpace(c.text[c.at+1]) || c.text[c.at+1] == '-') {
		c.add(aPause, c.at, c.at+1)
		return
	}
	c.at++
}

// wordOrMark takes a word, with its apostrophes, hyphens and inner dots, or a mark of several bytes.
func (c *cutter) wordOrMark() {
	from := c.at
	end, plain := c.wordEnd()
	if end == from {
		c.wideMark()
		return
	}
	raw := c.text[from:end]
	if !plain {
		c.add(aThing, from, end)
		return
	}
	first, _ := utf8.DecodeRuneInString(raw)
	t := token{kind: aWord, from: from, to: end, word: contracted(small(raw)), latin: first < latinEnd}
	t.capital, t.shouted = unicode.IsUpper(first), raw == strings.ToUpper(raw)
	t.class = classOf(t.word)
	c.tokens = append(c.tokens, t)
	c.at = end
}

// latinEnd is the first rune behind the letters that the neighbours of English are written in.
const latinEnd = 0x250

// wordEnd is where the word ends that starts here, and whether it is plain letters: paths, numbers and names with dots or
// underscores are not. A handle, @name, is plain whatever it is made of.
func (c *cutter) wordEnd() (end int, plain bool) {
	text, i := c.text, c.at
	handle := text[i] == '@'
	plain = text[i] != '/'
	if handle || !plain {
		i++
	}
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		joined := i > c.at && goesOn(text, i+size)
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), joined && joins(r):
		case unicode.IsDigit(r), r == '_' && joined: // behind a word, the mark only closes what it opened
			plain = plain && handle
		case joined && (r == '.' || r == ':'), i > c.at && r == '/' && !plain:
			plain = false
		default:
			return i, plain
		}
		i += size
	}
	return i, plain
}

// joins reports whether a mark joins the letters on both its sides to one word.
func joins(r rune) bool { return r == '\'' || r == '’' || r == '-' }

func goesOn(text string, i int) bool { return i < len(text) && isWordByte(text[i]) && text[i] != '@' }

// longestQuote bounds how far a quotation mark looks for its partner, in bytes.
const longestQuote = 400

// wideMark takes a mark that is not ASCII: quotation marks enclose, dashes pause, stops of other scripts stop.
func (c *cutter) wideMark() {
	r, size := utf8.DecodeRuneInString(c.text[c.at:])
	end := c.at + size
	switch r {
	case '“', '«', '„', '‘':
		line := c.text[end:min(c.eol, end+longestQuote)]
		if n := strings.IndexAny(line, "”»“’"); n >= 0 {
			_, last := utf8.DecodeRuneInString(line[n:])
			c.add(aThing, c.at, end+n+last)
			return
		}
	case '–', '—', '…', '、', '，':
		c.add(aPause, c.at, end)
		return
	case '。', '！', '？':
		c.add(aStop, c.at, end)
		return
	}
	c.at = end
}

// contracted is a word with the apostrophe that people leave out in a hurry: "shouldnt", "couldve".
func contracted(word string) string {
	switch {
	case len(word) < 5 || word[len(word)-2] != 'n' && word[len(word)-2] != 'v':
		return word
	case listed("shouldnt couldnt wouldnt didnt wasnt werent hadnt doesnt havent hasnt arent isnt", word):
		return word[:len(word)-1] + "'t"
	case listed("shouldve couldve wouldve mightve", word):
		return word[:len(word)-2] + "'ve"
	}
	return word
}

// small is a word in small letters, with straight apostrophes.
func small(word string) string {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf || word[i] >= 'A' && word[i] <= 'Z' {
			return strings.ReplaceAll(strings.ToLower(word), "’", "'")
		}
	}
	return word
}
