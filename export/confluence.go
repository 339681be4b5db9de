package export

import (
	"fmt"
	"strings"

	"debrief/export/page"
)

// confluence is the wiki markup of Confluence Data Center and Jira.
var confluence = writer{blocks: confluenceMarkup.write, apart: emptyLine, line: confluenceMarkup.line}

var confluenceMarkup = &wiki{
	heading:  func(level int, text string) string { return fmt.Sprintf("h%d. %s", level, text) },
	link:     func(text, to string) string { return "[" + text + "|" + to + "]" },
	strong:   [2]string{"*", "*"},
	emphasis: [2]string{"_", "_"},
	code:     [2]string{"{{", "}}"},
	means: func(word string, at int, r rune) bool {
		return strings.ContainsRune(`\*_-+^~?{}[]|!@#<>&:;()"'`+"`", r) && !harmless(word, at)
	},
	table: confluenceTable,
}

func confluenceTable(w *wiki, t *page.Table) string {
	var b strings.Builder
	b.WriteString("||")
	for _, h := range t.Heads {
		b.WriteString(w.text(h, true) + "||")
	}
	for _, row := range t.Rows {
		b.WriteString("\n|")
		for _, cell := range row {
			text := w.line(cell)
			if text == "" {
				text = " " // two strokes would be a head
			}
			b.WriteString(text + "|")
		}
	}
	return b.String()
}

// harmless says of a sign in a word that nothing beside it makes markup of it: a colon at the word's end or before a number, a dash or an
// apostrophe within a word, a bracket that is not closed in the same word, as those of the pictures (x), (!) and (on) are.
func harmless(word string, at int) bool {
	behind := at > 0 && inWord(word[at-1])
	atEnd := at == len(word)-1
	switch word[at] {
	case ':':
		return atEnd || behind && isDigit(word[at+1])
	case ';', '?':
		return behind && atEnd
	case '-', '\'':
		return behind && !atEnd && inWord(word[at+1])
	case '(':
		return !strings.Contains(word[at:], ")")
	}
	return word[at] == ')'
}

// inWord reports a letter or digit of any script.
func inWord(c byte) bool { return isWord(c) || c >= 0x80 }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
