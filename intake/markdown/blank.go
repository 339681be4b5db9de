package markdown

import (
	"strings"

	"debrief/intake/text"
)

// Unmark is a text of the same length, line for line, in which blanks stand for the marks of Markdown, for images, for the
// targets of links and for what is struck out: what the coach finds in it has its place in the document. refs are the targets of
// short links by their names, in small letters; row says that the text is a row of a table, whose cells are sentences.
func Unmark(text string, refs map[string]string, row bool) string {
	b := []byte(text)
	if strings.Contains(text, "[") {
		blankLinks(b, text, refs)
	}
	if strings.Contains(text, "~~") {
		blankEach(b, StruckOut.FindAllStringSubmatchIndex(text, -1))
	}
	if strings.Contains(text, "<") {
		blankTags(b, text)
	}
	blankEmphasis(b, row)
	return string(b)
}

// StruckOut is text that its writer took back.
var StruckOut = text.Expression(`~~[^~\n]{1,400}~~`)

// blankLinks leaves links to the reader, which takes them for what nobody said, and keeps the words of short ones: [like this].
// Images say nothing.
func blankLinks(b []byte, text string, refs map[string]string) {
	if strings.Contains(text, "](") {
		blankEach(b, imageMark.FindAllStringSubmatchIndex(text, -1))
	}
	if len(refs) == 0 {
		return
	}
	for _, m := range shortRef.FindAllStringSubmatchIndex(text, -1) {
		if _, ok := refs[strings.ToLower(text[m[2]:m[3]])]; ok {
			blank2(b, m[0], m[2], m[3], m[1])
		}
	}
}

// blankTags takes the tags of formatting away; a line break ends a sentence.
func blankTags(b []byte, text string) {
	for i := strings.IndexByte(text, '<'); i >= 0 && i < len(text); i++ {
		if text[i] != '<' {
			continue
		}
		if n := tagLength(text[i:]); n > 0 {
			blankOut(b, i, i+n)
		} else if m := lineBreak.FindString(text[i:min(len(text), i+12)]); m != "" {
			blankOut(b, i, i+len(m))
			b[i] = '.'
		}
	}
}

var lineBreak = text.Expression(`(?i)^<br\s*/?>`)

// blankEmphasis takes stars away, underlines at the edges of words, and, in a row, the pipes: a cell is a sentence of its own.
// Code stays as it is.
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

// blank2 blanks what stands around the words from in to out.
func blank2(b []byte, from, in, out, to int) {
	blankOut(b, from, in)
	blankOut(b, out, to)
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
