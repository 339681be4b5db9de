package export

import (
	"fmt"
	"strings"

	"debrief/export/page"
)

// confluence writes a page in the wiki markup of Confluence Data Center and Jira.
func confluence(pg *page.Page) string {
	var blocks []string
	for _, b := range pg.Blocks {
		switch {
		case b.Heading != nil:
			blocks = append(blocks, fmt.Sprintf("h%d. %s", b.Level, jira(b.Heading)))
		case b.Paragraph != nil:
			blocks = append(blocks, jira(b.Paragraph))
		case b.List != nil:
			items := make([]string, len(b.List))
			for i, item := range b.List {
				items[i] = "* " + jira(item)
			}
			blocks = append(blocks, strings.Join(items, "\n"))
		case b.Table != nil:
			blocks = append(blocks, jiraTable(b.Table))
		}
	}
	return strings.Join(blocks, "\n\n") + "\n"
}

func jiraTable(t *page.Table) string {
	var b strings.Builder
	b.WriteString("||")
	for _, h := range t.Heads {
		b.WriteString(jiraText(h) + "||")
	}
	for _, row := range t.Rows {
		b.WriteString("\n|")
		for _, cell := range row {
			text := jira(cell)
			if text == "" {
				text = " " // two strokes would be a head
			}
			b.WriteString(text + "|")
		}
	}
	return b.String()
}

func jira(line page.Spans) string {
	var b strings.Builder
	for _, s := range line {
		text := jiraText(s.Text)
		switch {
		case s.Text == "":
		case s.To != "":
			b.WriteString("[" + text + "|" + s.To + "]")
		case s.Style == page.Code:
			b.WriteString("{{" + text + "}}")
		case s.Style == page.Strong:
			b.WriteString("*" + text + "*")
		case s.Style == page.Emphasis:
			b.WriteString("_" + text + "_")
		default:
			b.WriteString(text)
		}
	}
	return b.String()
}

// jiraText writes each character that the markup may give a meaning by its number; an address between blanks stays one.
func jiraText(s string) string {
	words := strings.Split(s, " ")
	for i, word := range words {
		if page.Address(word) && plainURL().MatchString(word) {
			continue
		}
		var b strings.Builder
		for j, r := range word {
			if strings.ContainsRune(`\*_-+^~?{}[]|!@#<>&:;()"'`+"`", r) && !harmless(word, j) {
				fmt.Fprintf(&b, "&#%d;", r)
			} else {
				b.WriteRune(r)
			}
		}
		words[i] = b.String()
	}
	return strings.Join(words, " ")
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
