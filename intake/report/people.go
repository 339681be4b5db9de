package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
	"debrief/model"
)

// mostPeople bounds how many people a document is taken to name: a roster is no telephone book.
const mostPeople = 500

// people takes the names and handles out of a roster: a line, an item or a cell of it. What does not look like a person's
// name (a role, a team, initials) is none.
func (d *documentReader) people(s string) {
	plain, _ := markdown.Inline(strings.ReplaceAll(s, "\n", ", "), d.refs)
	for word := range strings.FieldsSeq(plain) {
		if handle := handleIn(word); handle != "" {
			d.person("", handle)
		}
	}
	for _, chunk := range rosterBreak().Split(text.FirstBytes(plain, 4000), -1) {
		if _, behind, ok := strings.Cut(chunk, ":"); ok {
			chunk = behind
		}
		if name := nameIn(chunk); name != "" {
			d.person(name, "")
		}
	}
}

var rosterBreak = text.Expression(`[,;|/&()]|\band\b|\s[-–—]+\s|\s@`)

func (d *documentReader) person(name, handle string) {
	known := slices.ContainsFunc(d.doc.People, func(p model.Participant) bool { return p.Name == name && p.Handle == handle })
	if known || len(d.doc.People) >= mostPeople {
		return
	}
	p := model.NewParticipant()
	p.Name, p.Handle = name, handle
	d.doc.People = append(d.doc.People, p)
}

// handleIn is the handle that a word is: @mei, `@mei`, mei@.
func handleIn(word string) string {
	word = strings.Trim(word, "`.,;:()[]<>*'\"")
	name := strings.TrimSuffix(strings.TrimPrefix(word, "@"), "@")
	if len(name) != len(word)-1 || !isHandle(name) {
		return ""
	}
	return name
}

func isHandle(s string) bool {
	return len(s) > 1 && len(s) < 40 && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' && r != '.'
	}) < 0
}

// nameIn is the name of a person that a few words are, "" where they are something else: up to four words with capitals, none
// of them a role's or a team's. Initials name nobody to a reader.
func nameIn(text string) string {
	words := strings.Fields(strings.Trim(text, " .:-–—*_`'\""))
	if len(words) == 0 || len(words) > 4 {
		return ""
	}
	whole := false
	for _, w := range words {
		if !mayName(w) {
			return ""
		}
		whole = whole || len([]rune(w)) > 2 && w != strings.ToUpper(w)
	}
	if !whole {
		return ""
	}
	return strings.Join(words, " ")
}

func mayName(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	other := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("-.'’", r)
	}
	return (unicode.IsUpper(first) || particles[word]) && !strings.ContainsFunc(word, other) &&
		!notNames[strings.ToLower(word)] && !roleWord().MatchString(word)
}

var roleWord = text.Expression(`(?i)^(?:` + parts.Role + `)$`)

var (
	// tellsImpact finds a sentence that says who felt an incident, in a report without a heading for it.
	tellsImpact = text.Expression(`(?i)\b(?:users?|customers?|clients?|visitors?|requests?|merchants?|patients?|people|developers|everyone|` +
		`services?|sites?|website|api|traffic)\b[^.\n]{0,80}` +
		`\b(?:affected|impacted|unable|could(?:n['’]t| not)|cannot|failed|unavailable|down|offline|degraded|lost|errors?|inaccessible|` +
		`slow(?:er)?|blocked|experienced|saw)\b|` +
		`(?i)\b(?:affected|impacted|impacting|affecting)\b[^.\n]{0,80}\b(?:users?|customers?|clients?|visitors?|requests?|services?|sites?|` +
		`everyone|people|developers)\b|` +
		`\b(?:no|any|minimal) (?:customer |user )?impact\b`)
	// tellsCause finds a sentence that names a cause.
	tellsCause = text.Expression(`(?i)\b(?:root[- ]?cause|(?:was|were|is|been) (?:caused|triggered) by|the cause (?:of|was|is)|caused by|due to|` +
		`because)\b`)

	// prompts are what a template asks, left as it was.
	promptQuestion = text.Expression(`(?i)^[\s*_(\[<]*(?:what|why|how|who|where|when|which|did|do|does|is|are|was|were|could|should|would|have|` +
		`has|can|any)\b[^.!?\n]{0,150}\?[\s*_)\]>]*$`)
	promptOrder = text.Expression(`(?i)^[*_(\[<]+(?:please |optional:? |briefly )?(?:describe|list|explain|provide|include|add|insert|fill|` +
		`write|summari[sz]e|give|detail|outline|use|note|todo|your|replace|date|time|name|link)\b[^\n]*[*_)\]>]+$`)
	promptNothing = text.Expression(`(?i)^[\s*_(\[<.…-]*(?:tbd|tba|todo|n/?a|none|nothing|no|to be (?:completed|done|added|written|determined|` +
		`confirmed)|coming soon|work in progress|wip|pending|\.\.\.|…|-|–|\?+|xxx?|x)?[\s*_)\]>.…!-]*$`)
)

// isPrompt reports whether a text is a template's and not the writer's: its question, its order, or a word for nothing.
func isPrompt(text string) bool {
	return len(text) < 200 && (promptNothing().MatchString(text) || promptQuestion().MatchString(text) || promptOrder().MatchString(text))
}
