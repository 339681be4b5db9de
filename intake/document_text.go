package intake

import (
	"strings"

	"debrief/intake/text"
)

// withoutMarks is a text of the same length, line for line, in which blanks stand for the marks of Markdown, for images, for
// the targets of links and for what is struck out: what the coach finds in it has its place in the document.
func (d *documentReader) withoutMarks(text string, row bool) string {
	b := []byte(text)
	if strings.Contains(text, "[") {
		d.blankLinks(b, text)
	}
	if strings.Contains(text, "~~") {
		blankEach(b, struckOut.FindAllStringSubmatchIndex(text, -1))
	}
	if strings.Contains(text, "<") {
		blankTags(b, text)
	}
	blankEmphasis(b, row)
	return string(b)
}

var struckOut = text.Expression(`~~[^~\n]{1,400}~~`)

// blankLinks leaves links to the reader, which takes them for what nobody said, and keeps the words of short ones: [like this].
// Images say nothing.
func (d *documentReader) blankLinks(b []byte, text string) {
	if strings.Contains(text, "](") {
		blankEach(b, imageMark.FindAllStringSubmatchIndex(text, -1))
	}
	if len(d.refs) == 0 {
		return
	}
	for _, m := range shortRef.FindAllStringSubmatchIndex(text, -1) {
		if _, ok := d.refs[strings.ToLower(text[m[2]:m[3]])]; ok {
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

// pasted is how many lines from line i on were pasted from a chat or a log.
func pasted(lines []string, i int) int {
	n := 0
	for i+n < len(lines) && pastedLine.MatchString(text.FirstBytes(lines[i+n], 300)) {
		n++
	}
	return n
}

var pastedLine = text.Expression(`^\s*(?:` +
	`\[\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?\]\s?<?[\w.@-]+>?:? ` + // [1:04 PM]name: text
	`|\d{1,2}:\d{2}(?::\d{2})? <[\w@+.-]+> ` + // 10:04 <name> text
	`|[\w.-]+(?: [\w.-]+)? \[\d{1,2}:\d{2}(?: ?[AaPp][Mm])?\]\s*$` + // name [4:06 PM]
	`|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} [\w.-]+ [\w./-]+(?:\[\d+\])?: ` + // Nov 18 02:14:00 host app[1]: text
	`|[IWEF]\d{4} \d{2}:\d{2}:\d{2}` + // klog
	`|\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}[^ ]*\]? +(?:\[?(?:ERROR|WARN|INFO|FATAL|DEBUG|CRIT|TRACE)|[\w.-]+ [\w./-]+\[\d+\]:)` +
	`|(?:level|time|ts|msg)=\S+ ` +
	`|\s*at [\w.$<>]+\([\w.]+:\d+\)` +
	`)`)
