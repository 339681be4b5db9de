package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/intake/parts"
	"debrief/intake/text"
)

const nameWord = `[A-Z\x{c0}-\x{de}][\p{L}'’-]+`

var (
	// ownerLabel is "Owner: Mei", "OWNER: mei@", "assigned to the platform team".
	ownerLabel = text.Expression(`(?i)[\[(,;|–—-]*\s*\b(?:(?:action |task )?owners?|owned by|assignees?|assigned(?: to)?|responsib(?:le|` +
		`ility)(?: (?:person|party|team))?|dri|who|poc|` +
		`(?:point of )?contact|led by|driven by|driver|champion|to be done by|done by|handled by)(?:\s*[:=]|\s+[-–—]|\b)\s*`)
	// needsColon are the labels that are words of other sentences too.
	needsColon = text.Expression(`(?i)\b(?:owners?|who|responsib(?:le|ility)|contact|driver|champion|dri|poc|assigned|done by|handled by|led by|` +
		`driven by|assignees?)\s*$`)
	// ownerEnds is where an owner's words end.
	ownerEnds = text.Expression(`(?i)[,;]?\s*(?:\b(?:due|by when|eta|deadline|target(?:ing|ed)?|status|priority|prio|ticket|issue|jira|link|` +
		`type|done|by \w+)\b|(?:\b(?:on|am|le|el|il|op|em)\s+)?\b` + dueDate + `\b|[\[(|]|\)|\]|\.\s|\.$|;|\s[-–—]\s|https?:|#\d|✅|✔|$)`)

	handleWord   = "`?(?:@[\\w][\\w.-]*(?:/[\\w.-]+)?|[a-z][\\w.-]+@)`?"
	handleEnd    = text.Expression("(?:^|\\s|[(\\[,;–—-])((?:" + handleWord + ")(?:\\s*(?:,|/|&|\\+|and|\\s)\\s*(?:" + handleWord + "))*)\\s*[\\])]?[.!]?$")
	handleStartR = text.Expression("^[\\[(]?((?:" + handleWord + ")(?:\\s*(?:,|/|&|\\+|and)\\s*(?:" + handleWord + "))*)[\\])]?" +
		"\\s*(?:[:–—-]+\\s+|(?:to|will|should|is going to|is)\\s+|\\s)")
	handleApart = text.Expression("\\s[-–—|]\\s*((?:" + handleWord + ")(?:\\s*(?:,|/|&|and)\\s*(?:" + handleWord + "))*)(\\s*[-–—|(,])")

	parens     = text.Expression(`[\[(]([^()\[\]]{2,60})[\])]\s*[.!]?$`)
	leadsParen = text.Expression(`^(?:by |via |owner |with )?(` + nameWord + `(?: ` + nameWord + `){0,2})(?: (?:to|will|is (?:to|going|on it)|` +
		`has to|calls?|takes?|owns?|leads?|drives?|does (?:it|this|that)|follows?|needs to|can|should|schedules?|creates?|opens?|writes?)\b.*)$`)
	nameToDo  = text.Expression(`^[\[(]?((?:[A-Z]\.? )?` + nameWord + `(?: ` + nameWord + `){0,2}|(?:[A-Za-z/&-]+ ){1,3}(?i:` + parts.Team + `|engineers|leads?)|(?:The )?[Tt]eam)[\])]?(?:\s*:\s+|\s+(?:to|will)\s+)(\S.*)$`)
	nameApart = text.Expression(`\s[-–—]\s*(` + nameWord + `(?: ` + nameWord + `){0,2})\s*$`)
	// teamOwns is a team that is the subject of its sentence.
	teamOwns = text.Expression(`(?:^|[.:;]\s+|(?i:going forward),?\s+)((?i:the|our) (?:[\w/&-]+ ){1,3}(?i:` + parts.Team + `)|` +
		`[A-Z][\w/&-]* (?:[\w/&-]+ ){0,2}(?i:` + parts.Team + `)) ` +
		`(?i:will|to|should|shall|must|is going to|are going to|needs? to|has to|have to|plans? to|is|are) [a-z]`)
)

// ownerIn finds the words of a text that say who sees an item through, and leaves the rest. It knows the forms that people use;
// a name that stands in the sentence itself is what the sentence is about.
func ownerIn(text string, names map[string]bool) (owner, rest string) {
	for _, find := range []func(string, map[string]bool) (string, string){
		labelledOwner, handleOwner, parenOwner, leadingOwner, teamOwner, trailingOwner,
	} {
		if owner, rest = find(text, names); owner != "" {
			return owner, rest
		}
	}
	return "", text
}

func labelledOwner(s string, _ map[string]bool) (owner, rest string) {
	if !text.AnyWord(s, "owner", " by ", "assign", "responsib", "dri", "who", "poc", "contact", "champion") {
		return "", s
	}
	for _, m := range ownerLabel().FindAllStringSubmatchIndex(text.FirstBytes(s, 1<<14), 6) {
		label := strings.TrimRight(s[m[0]:m[1]], " ")
		colon := strings.ContainsAny(label[max(0, len(label)-4):], ":=–—-")
		if needsColon().MatchString(label) && !colon {
			continue
		}
		words, end := s[m[1]:], len(s)
		if e := ownerEnds().FindStringIndex(words); e != nil {
			words, end = words[:e[0]], m[1]+e[0]
		}
		words = strings.Trim(words, " .*_`,")
		if words == "" || len(strings.Fields(words)) > 8 || !colon && !ownerLike(words) {
			continue
		}
		if promptNothing().MatchString(words) {
			return "", s
		}
		apart := " "
		if dayFirst().MatchString(s[end:]) {
			apart = " - " // the owner's label stood between the text and the day
		}
		return words, strings.TrimSpace(s[:m[0]] + apart + strings.TrimLeft(s[end:], ")] "))
	}
	return "", s
}

// ownerLike reports whether words behind "assigned to" can be somebody: a handle, a name, or a team.
func ownerLike(words string) bool {
	fields := strings.Fields(words)
	return slices.ContainsFunc(fields, func(w string) bool { return handleIn(w) != "" }) ||
		len(fields) <= 5 && (nameIn(words) != "" || isGroup(words))
}

func isGroup(words string) bool { return groupEnd().MatchString(words) }

var groupEnd = text.Expression(`(?i)\b(?:` + parts.Role + `|everyone|all)\W*$`)

func handleOwner(text string, _ map[string]bool) (owner, rest string) {
	if owner, rest = lastHandle(text); owner != "" || !strings.Contains(text, "@") {
		return owner, rest
	}
	if m := findSubmatch(handleApart, text); m != nil {
		return bareHandles(text[m[2]:m[3]]), text[:m[0]] + " " + text[m[4]:]
	}
	if m := findSubmatch(handleStartR, text); m != nil {
		return bareHandles(text[m[2]:m[3]]), text[m[1]:]
	}
	return "", text
}

func lastHandle(text string) (owner, rest string) {
	if !strings.Contains(text, "@") {
		return "", text
	}
	if m := findSubmatch(handleEnd, text); m != nil && !addressing().MatchString(text[:m[2]]) {
		return bareHandles(text[m[2]:m[3]]), strings.TrimRight(text[:m[2]], " ([–—-|,;")
	}
	return "", text
}

// addressing makes a handle behind it what the item is about: "thank @mei", "ask @mei".
var addressing = text.Expression(`(?i)\b(?:thanks?(?: to)?|ask|tell|to|from|with|for|of|ping|notify|contact|cc|via|see|and|or|the|in|on|at|` +
	`using|use|upgrade|update|install|package|library)\s*` + "`?" + `$`)

func bareHandles(words string) string { return strings.ReplaceAll(words, "`", "") }

// parenOwner is a name in parentheses at the end: "(Mei)", "(MEI, SAM TO REVIEW)", "(Mei to call a meeting)", "(platform team)",
// or in front: "(platform team) …".
func parenOwner(text string, names map[string]bool) (owner, rest string) {
	if m := findSubmatch(leadingParen, text); m != nil && mayOwn(text[m[2]:m[3]]) && !sortOfItem().MatchString(text[m[2]:m[3]]) {
		return text[m[2]:m[3]], text[m[1]:]
	}
	if end := strings.TrimRight(text, " .!"); !strings.HasSuffix(end, ")") && !strings.HasSuffix(end, "]") {
		return "", text
	}
	m := findSubmatch(parens, text)
	if m == nil {
		return "", text
	}
	inside, before := strings.TrimSpace(text[m[2]:m[3]]), strings.TrimSpace(text[:m[0]])
	if before == "" {
		return "", text
	}
	if lead := findSubmatch(leadsParen, inside); lead != nil {
		if name := nameIn(inside[lead[2]:lead[3]]); name != "" {
			return name, before
		}
	}
	if isTeam(inside) || allNames(inside, names) || whole(inside) {
		return inside, before
	}
	return shouted(inside, before), before
}

// shouted is the names in capitals that stand in parentheses, with what each does taken away: "MEI DONE, SAM TO REVIEW". Letters
// that abbreviate the words before them are no name.
func shouted(inside, before string) string {
	names := strings.Split(shoutedRest().ReplaceAllString(inside, ""), ",")
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
		if !shoutedName().MatchString(names[i]) || acronyms[names[i]] || abbreviates(names[i], before) {
			return ""
		}
	}
	return strings.Join(names, ", ")
}

var (
	leadingParen = text.Expression(`^[\[(]([\w][\w ,&/+-]{1,38})[\])]:?\s+`)
	shoutedName  = text.Expression(`^[A-Z]{3,12}(?: [A-Z])?$`)
	shoutedRest  = text.Expression(` (?:DONE|TO [A-Z]+|to [a-z]+)\b`)
)

// abbreviates reports whether letters are the first ones of the words that a text ends with.
func abbreviates(letters, before string) bool {
	words := strings.FieldsFunc(strings.ToUpper(before), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i := range words {
		words[i] = words[i][:1]
	}
	return strings.HasSuffix(strings.Join(words, ""), letters)
}

// boldOwner is a name in bold in front of an item or behind it, which people use for who does it: "**Mei** Write the runbook",
// "Write the runbook **MT**/SO". It reads the text with its marks.
func boldOwner(text string) (owner, rest string) {
	if !strings.Contains(text, "**") && !strings.HasPrefix(text, "__") {
		return "", text
	}
	if m := findSubmatch(boldLead, text); m != nil {
		if who := text[m[2]:m[3]]; shoutedInitials().MatchString(who) && !acronyms[who] || nameIn(who) != "" && !commonName(who) {
			return who, text[m[4]:]
		}
	}
	if m := findSubmatch(boldTail, text); m != nil {
		if who := strings.ReplaceAll(text[m[2]:m[3]], "*", ""); !acronyms[who] {
			return who, text[:m[0]]
		}
	}
	return "", text
}

var (
	boldLead        = text.Expression(`^(?:\*\*|__)([^*_:.]{2,40})(?:\*\*|__) +(?:to +|will +)?([A-Za-z])`)
	boldTail        = text.Expression(`\s+((?:\*\*[A-Z]{2,3}\*\*)(?:\s*[/,&]\s*(?:\*\*)?[A-Z]{2,3}(?:\*\*)?)*)\s*[.]?$`)
	shoutedInitials = text.Expression(`^[A-Z]{2,3}$`)
)

// commonName reports whether a word that could be a name opens sentences and items more often than it names somebody.
func commonName(who string) bool {
	first, rest, several := strings.Cut(strings.ToLower(who), " ")
	return notLeading[first] || opensItem[first] || several && notLeading[strings.Fields(rest)[0]]
}

var teamWords = text.Expression(`(?i)^(?:by |owner |the )*(?:[\w/&+-]+ ){0,3}` + parts.Team + `s?$`)

func isTeam(words string) bool { return teamWords().MatchString(words) }

// whole reports whether words are a first and a last name, which tools and acronyms seldom look like.
func whole(words string) bool {
	name := nameIn(words)
	return name != "" && strings.Contains(name, " ") && !anyCapitals(name)
}

func anyCapitals(name string) bool {
	return slices.ContainsFunc(strings.Fields(name), func(w string) bool {
		return len(w) > 1 && w == strings.ToUpper(w) || strings.IndexFunc(w[1:], unicode.IsUpper) >= 0 && !strings.Contains(w, "-")
	})
}

func allNames(words string, names map[string]bool) bool {
	return !slices.ContainsFunc(rosterBreak().Split(words, -1), func(name string) bool {
		return !names[strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "@"))]
	})
}

// leadingOwner is a name in front: "Mei to write the runbook", "Mei: write the runbook", "Platform team will …".
func leadingOwner(text string, names map[string]bool) (owner, rest string) {
	m := findSubmatch(nameToDo, text)
	if m == nil {
		return "", text
	}
	who := strings.TrimSpace(text[m[2]:m[3]])
	colon := strings.HasPrefix(strings.TrimLeft(text[m[3]:m[4]], ")] "), ":")
	switch {
	case isTeam(who) && !aboutTeam().MatchString(who), names[strings.ToLower(who)]:
		return who, text[m[4]:m[5]]
	case colon, nameIn(who) == "", commonName(who), !doesWork(who, text[m[4]:m[5]]):
		return "", text
	}
	return who, text[m[4]:m[5]]
}

// doesWork reports whether a name in front of "to" is of somebody who will do what follows, not of a thing that leads there: "Migration to a new
// table", "Access to Redis".
func doesWork(who, what string) bool {
	next, _, _ := strings.Cut(what, " ")
	first, _ := utf8.DecodeRuneInString(next)
	return unicode.IsLower(first) && !thingOpens[next] && (opensItem[next] || !isTopic(who))
}

// aboutTeam is a phrase that ends in a team and is about it: "meet with the platform team".
var aboutTeam = text.Expression(`(?i)\b(?:with|from|for|of|by|to|ask|tell)\b`)

// teamOwner is the team that a sentence says will do it: "The platform team will …". The sentence stays whole.
func teamOwner(s string, _ map[string]bool) (owner, rest string) {
	if !text.AnyWord(s, "team", "squad", "guild", "group") {
		return "", s
	}
	if m := findSubmatch(teamOwns, s); m != nil && !aboutTeam().MatchString(s[m[2]:m[3]]) {
		return s[m[2]:m[3]], s
	}
	return "", s
}

func trailingOwner(s string, names map[string]bool) (owner, rest string) {
	if !text.AnyWord(s, " - ", "– ", "— ") {
		return "", s
	}
	if m := findSubmatch(nameApart, s); m != nil {
		if who := s[m[2]:m[3]]; names[strings.ToLower(who)] || whole(who) {
			return who, s[:m[0]]
		}
	}
	return "", s
}

// A name alone is easily a tool or what an item is about: "(Redis)", "Backups: add one". Beside a day it is who does it by then.
const (
	besideDay = `(?:\s*[,;:|–—]|\s-)?\s+(?:(?i:by|due|until|before|on|eta)\b:?\s+)?`
	pairWords = `[^\s()\[\]|–—]*[^\s()\[\]|–—-][^\s()\[\]|–—]*`
	pairNames = `(` + pairWords + `(?:\s+` + pairWords + `){0,6}?)`
)

var pairDay = `((?i)` + dueDate + `)`

// namePairs are the places of a name and a day that stand together at the end of an item, and which of the two comes first.
var namePairs = []struct {
	says      text.Pattern
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
	for _, part := range rosterBreak().Split(strings.Join(others, " "), -1) {
		switch part = strings.Trim(part, " .*_`"); {
		case part == "":
		case names[strings.ToLower(part)], isTeam(part), mayBeCalled(part), isShouted(part):
			found = true
		default:
			return false
		}
	}
	return found
}

// isShouted reports whether a word in capitals can be somebody's name beside a day.
func isShouted(word string) bool {
	return shoutedName().MatchString(word) && !acronyms[word] && !besideDays[strings.ToLower(word)]
}

// mayBeCalled reports whether words can be somebody's name and say nothing else beside a day. What ends in -ed is the past of a verb,
// "Merged 2026-01-05": a person of such a name is known from elsewhere in the document, or by a second name.
func mayBeCalled(words string) bool {
	name := nameIn(words)
	return name != "" && !commonName(name) && !strings.HasSuffix(name, "ed") && (!anyCapitals(name) || strings.Contains(name, " ")) &&
		!slices.ContainsFunc(strings.Fields(strings.ToLower(name)), func(w string) bool { return besideDays[w] })
}

var nameLabel = text.Expression(`^(` + nameWord + `(?: ` + nameWord + `){0,2}):\s+(\S.*)$`)

// namedInFront is the name in front of an item that has a day: "Mei: add an index by 4 Dec". Most labels of one word are what an item is about.
func namedInFront(text string) (owner, rest string) {
	if m := findSubmatch(nameLabel, text); m != nil {
		if who := text[m[2]:m[3]]; mayBeCalled(who) && parts.Named(who) == parts.Unknown && !isTopic(who) {
			return who, text[m[4]:m[5]]
		}
	}
	return "", text
}

// isTopic reports whether a label is of a thing: a plural, a word for doing something, a part of a system.
func isTopic(label string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(label)), func(w string) bool { return topics[w] || topicEnd().MatchString(w) })
}

var topicEnd = text.Expression(`(?:ing|ion|ions|ment|ments|ity|ture|nces?|ness|ics|base|bases|book|books|ups?|work|works|ware|age|cy|ts|ds|gs|ks|ys|ues|ches|` +
	`ers|or|ors|ory|able|ful|ive)$`)
