package markdown

import (
	"strings"

	"debrief/intake/text"
)

// Reports that came out of an editor are HTML in part: lists and headings of tags, one to a line.
var (
	itemTag    = text.Expression(`(?i)^<li(?:\s[^<>]*)?>\s*(?:<p>)?(.*?)(?:</p>)?\s*(?:</li>)?\s*$`)
	headingTag = text.Expression(`(?i)^<h([1-6])(?:\s[^<>]*)?>(.*?)</h[1-6]>\s*$`)
	rowTag     = text.Expression(`(?i)^<tr(?:\s[^<>]*)?>\s*(<t[dh].*)</tr>\s*$`)
	cellTag    = text.Expression(`(?i)</t[dh]>\s*(?:<t[dh](?:\s[^<>]*)?>)?|<t[dh](?:\s[^<>]*)?>`)
	boxTag     = text.Expression(`(?i)^(?:</?(?:ul|ol|dl|table|thead|tbody|div|section|details|p|html|body|main|article)(?:\s[^<>]*)?>\s*)+$`)
)

// Tagged makes the line what its HTML tags say it is, and says whether they do.
func (l *Line) Tagged(line string) bool {
	if m := itemTag.FindStringSubmatch(line); m != nil {
		l.Kind, l.Body = Bullet, m[1]
		return true
	}
	if m := headingTag.FindStringSubmatch(line); m != nil {
		l.Kind, l.Level, l.Body = Heading, text.Number(m[1]), strings.TrimSpace(m[2])
		return true
	}
	if m := rowTag.FindStringSubmatch(line); m != nil {
		cells := strings.TrimSpace(cellTag.ReplaceAllString(strings.ReplaceAll(m[1], "|", `\|`), "|"))
		l.Kind, l.Body = Row, strings.TrimSuffix(cells, "|")+"|" // an empty cell has its place
		l.Names = !strings.Contains(strings.ToLower(m[1]), "<td")
		return true
	}
	if boxTag.MatchString(line) {
		l.Kind = Rule
		return true
	}
	return false
}
