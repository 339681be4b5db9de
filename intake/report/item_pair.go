package report

import (
	"strings"

	"debrief/intake/parts"
	"debrief/intake/text"
)

// A name alone is easily a tool or what an item is about: "(Redis)", "Backups: add one". Beside a day it is who does it by then.
const (
	besideDay = `(?:\s*[,;:|–—]|\s-)?\s+(?:(?i:by|due|until|before|on|eta)\b:?\s+)?`
	pairWords = `[^\s()\[\]|–—]*[^\s()\[\]|–—-][^\s()\[\]|–—]*`
	pairNames = `(` + pairWords + `(?:\s+` + pairWords + `){0,6}?)`
)

var pairDay = `((?i)` + dueDate + `)`

// namePairs are the places of a name and a day that stand together at the end of an item, and which of the two comes first.
var namePairs = []struct {
	says      *text.Pattern
	name, day int // the groups of the two
}{
	{text.Expression(`\s*[\[(]\s*` + pairNames + besideDay + pairDay + `\s*[\])]\s*[.!]?$`), 1, 2},
	{text.Expression(`\s*[\[(]\s*(?:(?i:by|due|until|before)\b:?\s+)?` + pairDay + `(?:\s*[,;:|–—/]|\s-)?\s+` + pairNames + `\s*[\])]\s*[.!]?$`), 2, 1},
	{text.Expression(`(?:\s[-–—|]|[,;.])\s+` + pairNames + `(?:\s*[,;:|–—]\s*(?:(?i:by|due)\b:?\s+)?|\s-\s+(?:(?i:by|due)\b:?\s+)?|\s+(?i:by|due)\b:?\s+)` +
		pairDay + `\s*[.]?$`), 1, 2},
	{text.Expression(`(?:\s[-–—|]|[,;.])\s+(?:(?i:by|due)\b:?\s+)?` + pairDay + `(?:\s*[,;|–—]|\s-)\s+` + pairNames + `\s*[.]?$`), 2, 1},
}

// pairIn finds who and when where they stand together at the end: "(Mei, 2026-12-04)", "- Mei - 4 Dec", "[by 4 Dec: Mei and Joe]".
func pairIn(text string, names map[string]bool) (owner, due, rest string) {
	if !strings.ContainsAny(text, "0123456789") {
		return "", "", text
	}
	for _, pair := range namePairs {
		m := findSubmatch(pair.says, text)
		if m == nil || m[0] == 0 {
			continue
		}
		owner, due = text[m[2*pair.name]:m[2*pair.name+1]], text[m[2*pair.day]:m[2*pair.day+1]]
		if owner = strings.Trim(owner, " ,;:"); areNamed(owner, names) {
			return owner, due, strings.TrimSpace(text[:m[0]])
		}
	}
	return "", "", text
}

// areNamed reports whether words are names of people or teams, or handles, and nothing else.
func areNamed(words string, names map[string]bool) bool {
	found := false
	var others []string
	for w := range strings.FieldsSeq(words) {
		if handleIn(w) == "" {
			others = append(others, w)
		} else {
			found = true
		}
	}
	for _, part := range rosterBreak.Split(strings.Join(others, " "), -1) {
		switch part = strings.Trim(part, " .*_`"); {
		case part == "":
		case names[strings.ToLower(part)], isTeam(part), shoutedName.MatchString(part) && !acronyms[part], mayBeCalled(part):
			found = true
		default:
			return false
		}
	}
	return found
}

// mayBeCalled reports whether words can be somebody's name and say nothing else beside a day. What ends in -ed is the past of a verb,
// "Merged 2026-01-05": a person of such a name is known from elsewhere in the document, or by a second name.
func mayBeCalled(words string) bool {
	name := nameIn(words)
	if name == "" || commonName(name) || strings.HasSuffix(name, "ed") || anyCapitals(name) && !strings.Contains(name, " ") {
		return false
	}
	for w := range strings.FieldsSeq(strings.ToLower(name)) {
		if besideDays[w] {
			return false
		}
	}
	return true
}

// nameLabel is a name in front with a colon.
var nameLabel = text.Expression(`^(` + nameWord + `(?: ` + nameWord + `){0,2}):\s+(\S.*)$`)

// namedInFront is the name in front of an item that has a day: "Mei: add an index by 4 Dec". Most labels of one word are what an
// item is about.
func namedInFront(text string) (owner, rest string) {
	m := findSubmatch(nameLabel, text)
	if m == nil {
		return "", text
	}
	if who := text[m[2]:m[3]]; mayBeCalled(who) && parts.Named(who) == parts.Unknown && !isTopic(who) {
		return who, text[m[4]:m[5]]
	}
	return "", text
}

// isTopic reports whether a label is of a thing: a plural, a word for doing something, a part of a system.
func isTopic(label string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(label)) {
		if topics[w] || topicEnd.MatchString(w) {
			return true
		}
	}
	return false
}

var topicEnd = text.Expression(`(?:ing|ion|ions|ment|ments|ity|ture|nces?|ness|ics|base|bases|book|books|ups?|work|works|ware|age|cy|ts|ds|gs|ks|ys|ues|ches|` +
	`ers|or|ors|ory|able|ful|ive)$`)
