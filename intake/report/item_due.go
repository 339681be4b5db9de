package report

import (
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/intake/parts"
	"debrief/intake/text"
	"debrief/model/due"
)

// dueDate finds a day as it is written in documents.
var dueDate = `(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|` +
	`\d{1,2}(?:st|nd|rd|th|er|\.)?(?: of| de)?[ -]` + clock.MonthPattern + `\b\.?(?:(?:,| de)? \d{4})?|` +
	clock.MonthPattern + `\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)`

var (
	// dueLabel is followed by the words of a date, up to the next label or the end of the clause.
	dueLabel = text.Expression(`(?i)[\[(,;|.–—-]*\s*\b(?:due(?: date| by| on)?|eta|deadline|target(?:ed|ing)?(?: date)?|time ?line|timeframe|` +
		`planned for|scheduled for|` +
		`expected(?: by)?|completion date|(?:by )?when:)(\s*[:=–—-])?\s+` +
		`((?:by |on |for |before |end of |the |this |next )*[^\s,;|()\[\]]+(?:\s+[^\s,;|()\[\]]+){0,4}?)\s*[\])]?` +
		`(?:[.,;|]?\s*$|[,;|]|\.\s|\s[-–—]\s|\s(?:owner|assignee|status|ticket|priority)\b)`)
	// dueBy names a day behind a preposition, dueEnd at the end and apart from the text, dueApart between two separators.
	dueBy = text.Expression(`(?i)[\[(,;–—-]*\s*\b(?:by|before|until|on|no later than|due|eta|deadline)\s*:?\s+` +
		`(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(` + dueDate + `)\b[\])]?`)
	dueEnd   = text.Expression(`(?i)(?:\s[-–—|:]\s*|\s*[\[(]\s*|,\s*)(` + dueDate + `)\s*[\])]?[.]?$`)
	dueApart = text.Expression(`(?i)\s[-–—|]\s*(` + dueDate + `)(\s[-–—|]\s)`)
	// dueSign is the sign for a due date in lists of tasks; dueBehind stands at the end, behind a handle.
	dueSign   = text.Expression(`(?i)\s*[📅📆🗓]\x{fe0f}?\s*(` + dueDate + `)`)
	dueBehind = text.Expression(`(?i)` + handleWord + `[\])]?[,;:]?\s+(` + dueDate + `)\s*[\])]?[.]?$`)

	dayFirst = text.Expression(`(?i)^\W*` + dueDate + `\b`)
	dueWords = text.Expression(`(?i)^\W*(?:by |before |on )?(?:` + dueDate + `)\b`)
	// past stands in front of a day on which something happened.
	past = text.Expression(`\b(?:done|completed|fixed|merged|deployed|released|incident|outage|since|from|happened|occurred|as of|failure|` +
		`event)\b[^.]{0,20}$`)
)

// dueForms are the ways in which a day stands in a text, the places of their patterns from which to which it leaves the text, and
// whether it may belong to a clause there.
var dueForms = []struct {
	says     text.Pattern
	from, to int
	inClause bool
}{{dueSign, 0, 1, false}, {dueBy, 0, 1, true}, {dueApart, 0, 4, false}, {dueEnd, 0, 1, false}, {dueBehind, 2, 1, false}}

// dateIn finds the words of a text that stand where a date stands, and leaves the rest. day says that they name a day, at where in the rest they
// stood. Words of time inside a sentence ("later this year") stay where they are: whether they mean this is for the coach to say.
func dateIn(s string) (when string, day bool, rest string, at int) {
	for _, form := range dueForms {
		m := []int(nil)
		if strings.ContainsAny(s, "0123456789") {
			m = findSubmatch(form.says, s)
		}
		if m == nil || past().MatchString(strings.ToLower(s[max(0, m[2]-40):m[2]])) || form.inClause && inClause(s, m) {
			continue
		}
		from, to := m[form.from], m[form.to]
		taken := s[from:to]
		if at := strings.LastIndexAny(taken, ")]"); at >= 0 && !strings.ContainsAny(taken[:at], "([") && strings.ContainsAny(s[:from], "([") {
			to = from + at // it closes what was opened before
		}
		head := strings.TrimSpace(s[:from])
		return s[m[2]:m[3]], isPossible(s[m[2]:m[3]]), strings.TrimRight(head+s[to:], " "), len(head)
	}
	return labelledDate(s)
}

// inClause reports whether a day behind "on", "before" or "until" belongs to what is told around it: "(lost on 5 May)", "what was written before
// 5 May and is not read".
func inClause(s string, day []int) bool {
	words := strings.ToLower(strings.Trim(s[day[0]:day[2]], "[(,;–—- "))
	return text.StartsWithAny(words, "on", "before", "until") && (toldBefore().MatchString(s[:day[0]]) || clauseGoesOn().MatchString(s[day[1]:]))
}

var (
	toldBefore = text.AnyOf(`[\[(,]\s*(?:[^()\[\],]* )?(?:[a-z]{2,}ed|lost|taken|seen|sent|made|written|begun|broke|fell|left|went|found)$`,
		`\b(?:as|that|which|who|was|were|had) (?:[a-z]+ )?[a-z]+$`)
	clauseGoesOn = text.Expression(`^\s+(?:(?:and|or|which|that)\s+)?(?:is|are|was|were|has|had|have|will|they|it|we|this)\b`)
)

func labelledDate(s string) (when string, day bool, rest string, at int) {
	if !text.AnyWord(s, "due", "eta", "deadline", "target", "time", "planned for", "scheduled for", "expected", "completion", "when:") {
		return "", false, s, 0
	}
	for _, m := range dueLabel().FindAllStringSubmatchIndex(text.FirstBytes(s, longestItem), 5) {
		words := strings.Trim(s[m[4]:m[5]], " .*_`")
		day = namesDay(words)
		if day || due.Field(words) || m[2] >= 0 && words != "" && !promptNothing().MatchString(words) && !tellsAmount(s[m[0]:m[2]], words) {
			head := strings.TrimSpace(s[:m[0]])
			return words, day, strings.TrimSpace(head + " " + strings.TrimLeft(s[m[5]:], ")]")), len(head)
		}
	}
	return "", false, s, 0
}

// tellsAmount reports whether a label that is not only a day's tells of something else: "Scale to the target: 80 %", "Set the deadline: 5 seconds".
func tellsAmount(label, words string) bool {
	return text.IsDigit(words[0]) || text.AnyWord(strings.ToLower(label), "target", "time", "expected")
}

func namesDay(words string) bool { return dueWords().MatchString(words) && isPossible(words) }

// isPossible reports whether the words of a date name a day that the calendar has, as 30 February is not.
func isPossible(words string) bool {
	_, kind := clock.ReadDue(strings.Trim(words, " .*_`"), time.Unix(0, 0).UTC())
	return kind != clock.DueImpossible
}

// longestItem bounds how much of an item is searched for who and when, in bytes.
const longestItem = 1 << 14

func findSubmatch(p text.Pattern, s string) []int {
	if all := p().FindAllStringSubmatchIndex(text.FirstBytes(s, longestItem), 1); len(all) > 0 {
		return all[0]
	}
	return nil
}

const beforeLabel = `(^|[\s(\[,;|.、。–—-])`

// foreignLabels are the labels for who and when of other languages: an item in one of them is only asked for what it does not have.
var foreignLabels = []struct {
	says    text.Pattern
	english string
}{
	{text.Expression(`(?i)` + beforeLabel + `(?:` + parts.OwnerAbroad + `)\s*[:：=]\s*`), "${1}owner: "},
	{text.Expression(`(?i)` + beforeLabel + `(?:` + parts.DueAbroad + `)\s*[:：=]\s*`), "${1}due: "},
	{text.Expression(`[、。\s]*(?:` + parts.OwnerInJapanese + `)\s*[:：]\s*`), " owner: "},
	{text.Expression(`[、。\s]*(?:` + parts.DueInJapanese + `)\s*[:：]\s*`), " due: "},
}

// inEnglish is a text with its labels, and the words before its days, in English, and whether it had labels of another language.
func inEnglish(text string) (english string, foreign bool) {
	english = text
	if strings.ContainsAny(text, ":：=") {
		for _, label := range foreignLabels {
			english = label.says().ReplaceAllString(english, label.english)
		}
	}
	return dayInEnglish(english), english != text
}

var (
	namedDay = text.Expression(`(?i)\b(\d{1,2})(?:\.|er)?(?:\s+de)?\s+(` + clock.MonthPattern + `)(?:\b|$)`)
	// foreignBy are the words for "by" in front of a day, and behind it in Japanese.
	foreignBy = text.Expression(`(?i)(^|[\s(\[,;–—-])(?:bis(?: zum| spätestens)?|spätestens(?: am| bis)?|avant le|d['’]ici(?: le| au)?|pour le|antes del?|` +
		`para el|entro(?: il)?|até|uiterlijk(?: op)?|vóór)\s+(\d{1,2}[ ./]|\d{4}[-/]\d)`)
	japaneseBy = text.Expression(`[、。\s]*(\d{4}[-/]\d{1,2}[-/]\d{1,2})\s*まで(?:に)?`)
)

// dayInEnglish is a text in which the names of months behind a day, and the words for "by" in front of one, are English.
func dayInEnglish(text string) string {
	if !strings.ContainsAny(text, "0123456789") {
		return text
	}
	text = foreignBy().ReplaceAllString(text, "${1}by $2")
	if strings.Contains(text, "まで") {
		text = japaneseBy().ReplaceAllString(text, " by $1")
	}
	return namedDay().ReplaceAllStringFunc(text, func(day string) string {
		m := namedDay().FindStringSubmatch(day)
		if english := clock.MonthInEnglish(m[2]); english != "" {
			return m[1] + " " + english
		}
		return day
	})
}

var isoDay = text.Expression(`\b\d{4}-\d{1,2}-\d{1,2}\b`)
