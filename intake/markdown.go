package intake

import (
	"strings"

	"debrief/intake/text"
)

// mdKind is what a line of Markdown is.
type mdKind int

const (
	mdBlank mdKind = iota
	mdText
	mdHeading
	mdBullet
	mdRow
	mdFence
	mdRule
	mdFront
	mdComment
	mdReference
	mdUnderline // the line that makes a heading of the one above it
)

// mdLine is a line of Markdown, seen on its own.
type mdLine struct {
	kind   mdKind
	indent int    // in columns
	level  int    // of a heading
	body   string // without its mark: the text of a heading or of a bullet, else the line without its indent
	broken bool   // ends in a hard line break
	names  bool   // a row of HTML that names the columns
}

var (
	headingLine   = text.Expression(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$`)
	bulletLine    = text.Expression(`^[ \t]*([-*+•·–]|\d{1,3}[.)])[ \t]+(.*)$`)
	ruleLine      = text.Expression(`^ {0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$`)
	underline     = text.Expression(`^ {0,3}(?:-{3,}|={3,})[ \t]*$`)
	alignmentLine = text.Expression(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
	referenceLine = text.Expression(`^ {0,3}\[([^\]]+)\]:[ \t]*<?(\S+?)>?(?:[ \t]+["'(].*)?$`)
	taskMark      = text.Expression(`^\[[ xX~-]\][ \t]+`)
)

// markdownLines classifies the lines of a document. Comments are taken out first, except in fences.
func markdownLines(lines []string) []mdLine {
	out := make([]mdLine, len(lines))
	i := frontMatter(lines, out)
	comment, fence := false, ""
	var fences fenceFinder
	for ; i < len(lines); i++ {
		if fence != "" {
			out[i] = mdLine{kind: mdFence}
			if closesFence(lines[i], fence) {
				fence = ""
			}
			continue
		}
		text := lines[i]
		had := comment
		if comment || strings.Contains(text, "<!--") {
			text, comment = withoutComment(text, comment)
			if strings.TrimSpace(text) == "" && (had || strings.TrimSpace(lines[i]) != "") {
				out[i] = mdLine{kind: mdComment}
				continue
			}
		}
		if mark := fenceMark(text); mark != "" && fences.closing(lines[i+1:], mark) >= 0 {
			fence = mark
			out[i] = mdLine{kind: mdFence}
			continue
		}
		out[i] = classify(text)
		if i > 0 {
			fitWithAbove(lines, out, i)
		}
	}
	return out
}

// frontMatter marks the YAML or TOML in front of a document and returns the line after it.
func frontMatter(lines []string, out []mdLine) int {
	first := strings.TrimSpace(lines[0])
	if first != "---" && first != "+++" {
		return 0
	}
	for i := 1; i < min(len(lines), 200); i++ {
		if strings.TrimSpace(lines[i]) == first {
			for j := range i + 1 {
				out[j] = mdLine{kind: mdFront, body: lines[j]}
			}
			return i + 1
		}
	}
	return 0
}

// withoutComment is the part of a line that is in no HTML comment, and whether one goes on after it.
func withoutComment(text string, inside bool) (rest string, still bool) {
	var b strings.Builder
	for {
		if inside {
			end := strings.Index(text, "-->")
			if end < 0 {
				return b.String(), true
			}
			text = text[end+3:]
		}
		start := strings.Index(text, "<!--")
		if start < 0 {
			b.WriteString(text)
			return b.String(), false
		}
		b.WriteString(text[:start])
		text, inside = text[start+4:], true
	}
}

// classify is what a line is by itself.
func classify(text string) mdLine {
	trimmed := strings.TrimSpace(text)
	l := mdLine{indent: indentOf(text), body: trimmed}
	l.broken = strings.HasSuffix(text, "  ") || strings.HasSuffix(trimmed, "\\")
	l.body = withoutBreak(trimmed)
	switch {
	case trimmed == "":
		return mdLine{kind: mdBlank}
	case trimmed[0] == '<' && l.tagged(trimmed):
	case trimmed[0] == '#' && headingLine.MatchString(text):
		m := headingLine.FindStringSubmatch(text)
		l.kind, l.level, l.body = mdHeading, len(m[1]), m[2]
	case isRule(text):
		l.kind = mdRule
	case trimmed[0] == '|' && strings.Count(trimmed, "|") >= 2:
		l.kind = mdRow
	case trimmed[0] == '[' && referenceLine.MatchString(text):
		l.kind = mdReference
	case mayBeBullet(trimmed) && bulletLine.MatchString(text):
		l.kind, l.body = mdBullet, bulletLine.FindStringSubmatch(text)[2]
		l.body = strings.TrimSpace(l.body[len(taskMark.FindString(l.body)):])
	default:
		l.kind = mdText
	}
	return l
}

// withoutBreak is a line without the backslash that breaks it.
func withoutBreak(line string) string {
	n := len(line)
	if n > 1 && line[n-1] == '\\' && line[n-2] != '\\' && !strings.Contains(line, "<br") {
		return strings.TrimSpace(line[:n-1])
	}
	return line
}

func isRule(text string) bool {
	t := strings.TrimSpace(text)
	return len(t) >= 3 && strings.IndexByte("-_*", t[0]) >= 0 && ruleLine.MatchString(text)
}

func mayBeBullet(trimmed string) bool {
	return text.IsDigit(trimmed[0]) || text.StartsWithAny(trimmed, "-", "*", "+", "•", "·", "–")
}

func indentOf(text string) int {
	n := 0
	for i := range len(text) {
		switch text[i] {
		case ' ':
			n++
		case '\t':
			n += 4 - n%4
		default:
			return n
		}
	}
	return n
}

// fitWithAbove sees what only two lines together are: an underlined heading, a table without pipes at its edges.
func fitWithAbove(lines []string, out []mdLine, i int) {
	above := &out[i-1]
	switch {
	case above.kind == mdText && underline.MatchString(lines[i]) && (i < 2 || out[i-2].kind == mdBlank || out[i-2].kind == mdFront):
		above.kind, above.level = mdHeading, 2
		if strings.Contains(lines[i], "=") {
			above.level = 1
		}
		out[i] = mdLine{kind: mdUnderline}
	case above.kind == mdText && strings.Contains(above.body, "|") && strings.Contains(lines[i], "|") && alignmentLine.MatchString(lines[i]):
		above.kind, out[i].kind = mdRow, mdRow
		out[i].body = strings.TrimSpace(lines[i])
	case above.kind == mdRow && out[i].kind == mdText && strings.Contains(out[i].body, "|") && !strings.HasPrefix(above.body, "|"):
		out[i].kind = mdRow
	}
}

// isDocument says whether the lines are one Markdown document, which is read as a whole: its fences and tables belong to
// it, whatever machine wrote what is in them.
func isDocument(lines []string) bool {
	first := strings.TrimSpace(lines[0])
	if first == "---" || first == "+++" {
		out := make([]mdLine, len(lines))
		if frontMatter(lines, out) > 2 {
			return true
		}
	}
	headings := 0
	fence := ""
	for i, text := range lines {
		if i > 20000 {
			return false
		}
		if fence != "" {
			if closesFence(text, fence) {
				fence = ""
			}
			continue
		}
		fence = fenceMark(text)
		m := []string(nil)
		if strings.HasPrefix(strings.TrimLeft(text, " "), "#") {
			m = headingLine.FindStringSubmatch(text)
		}
		if m == nil || m[2] == "" {
			continue
		}
		headings++
		if isTimelineName(m[2]) || headings >= 2 && (blankAt(lines, i-1) || blankAt(lines, i+1)) {
			return true
		}
	}
	return false
}

func blankAt(lines []string, i int) bool {
	return i < 0 || i >= len(lines) || strings.TrimSpace(lines[i]) == ""
}
