package markdown

import (
	"strings"

	"debrief/intake/text"
)

var (
	wikiHeading = text.Expression(`^(={1,6})[ \t]*([^=\s](?:.*[^=\s])?)[ \t]*={1,6}[ \t]*$`)
	jiraHeading = text.Expression(`^h([1-6])\.[ \t]+(\S.*)$`)
	footnote    = text.Expression(` ?\[\^[^\]\s]{1,20}\]`)
	wikiLink    = text.Expression(`\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]`)
	jiraPerson  = text.Expression(`\[~([\w.@-]+)\]`)
	wikiQuotes  = strings.NewReplacer("'''''", "**", "'''", "**", "''", "*")
)

// fromWiki is a line of MediaWiki, Confluence or Jira as Markdown would have it: its headings, its links, its tables, and its quote marks
// in pairs. The marks of footnotes are taken out.
func fromWiki(line string) string {
	if strings.Contains(line, "[^") && !strings.HasPrefix(line, "[^") {
		line = footnote.ReplaceAllString(line, "")
	}
	if strings.Contains(line, "[[") {
		line = wikiLink.ReplaceAllString(line, "$1")
	}
	if line == "" {
		return line
	}
	if line[0] == '=' {
		if m := wikiHeading.FindStringSubmatch(line); m != nil {
			return strings.Repeat("#", len(m[1])) + " " + m[2]
		}
	}
	if line[0] == 'h' {
		if m := jiraHeading.FindStringSubmatch(line); m != nil {
			return strings.Repeat("#", text.Number(m[1])) + " " + m[2]
		}
	}
	if strings.HasPrefix(line, "||") || line[0] == '|' && strings.Contains(line, "[~") {
		line = jiraPerson.ReplaceAllString(strings.ReplaceAll(line, "||", "|"), "@$1")
	}
	if strings.Count(line, "''")%2 == 0 && strings.Contains(line, "''") {
		return wikiQuotes.Replace(line)
	}
	return line
}
