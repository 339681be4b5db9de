package intake

import (
	"strings"
	"time"
)

const dueDate = `(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|` +
	`\d{1,2}(?:st|nd|rd|th)?(?: of)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?(?:,? \d{4})?|` +
	`(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)`

var (
	// dueLabel is followed by the words of a date, up to the next label or the end of the clause.
	dueLabel = expression(`(?i)[\[(,;|.–—-]*\s*\b(?:due(?: date| by| on)?|eta|deadline|target(?:ed|ing)?(?: date)?|time ?line|timeframe|` +
		`planned for|scheduled for|` +
		`expected(?: by)?|completion date|(?:by )?when:)(\s*[:=–—-])?\s+` +
		`((?:by |on |for |before |end of |the |this |next )*[^\s,;|()\[\]]+(?:\s+[^\s,;|()\[\]]+){0,4}?)\s*[\])]?` +
		`(?:[.,;|]?\s*$|[,;|]|\.\s|\s[-–—]\s|\s(?:owner|assignee|status|ticket|priority)\b)`)
	// dueBy names a day behind a preposition, dueEnd at the end and apart from the text, dueApart between two separators.
	dueBy = expression(`(?i)[\[(,;–—-]*\s*\b(?:by|before|until|on|no later than|due|eta|deadline)\s*:?\s+` +
		`(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(` + dueDate + `)\b[\])]?`)
	dueEnd   = expression(`(?i)(?:\s[-–—|:]\s*|\s*[\[(]\s*|,\s*)(` + dueDate + `)\s*[\])]?[.]?$`)
	dueApart = expression(`(?i)\s[-–—|]\s*(` + dueDate + `)(\s[-–—|]\s)`)
	// dueSign is the sign for a due date in lists of tasks; dueBehind stands at the end, behind a handle.
	dueSign   = expression(`(?i)\s*[📅📆🗓]\x{fe0f}?\s*(` + dueDate + `)`)
	dueBehind = expression(`(?i)` + handleWord + `[\])]?[,;:]?\s+(` + dueDate + `)\s*[\])]?[.]?$`)

	dayFirst = expression(`(?i)^\W*` + dueDate + `\b`)
	dueWords = expression(`(?i)^\W*(?:by |before |on )?(?:` + dueDate + `)\b`)
	// dueLike is a text that says when and nothing else, without a day.
	dueLike = expression(`(?i)^\W*(?:(?:before|after|by|until|within|in|end of|next|this|mid|early|late|early in|later|during|start of|` +
		`beginning of)\s\S.{0,30}|` +
		`[~<]?\s?\d{1,3}(?:\s?[-–]\s?\d{1,3})?\+?\s?(?:h|hours?|d|days?|w|weeks?|m|months?|sprints?|quarters?|years?)|` +
		`q[1-4]\b.{0,8}|h[12]\b.{0,8}|20\d\d(?:[ -]?q[1-4])?|asap|soon|later|ongoing|immediate(?:ly)?|eventually|(?:short|mid|medium|long)[- ]term|` +
		`(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: 20\d\d)?)\W*$`)
	// past stands in front of a day on which something happened.
	past = expression(`\b(?:done|completed|fixed|merged|deployed|released|incident|outage|since|from|happened|occurred|as of|failure|` +
		`event)\b[^.]{0,20}$`)
)

// dateIn finds the words of a text that stand where a date stands, and leaves the rest. day says that they name a day, at where
// in the rest they stood. Words of time inside a sentence ("later this year") stay where they are: whether they mean this is for
// the coach to say.
func dateIn(text string) (due string, day bool, rest string, at int) {
	patterns := []*pattern{dueSign, dueBy, dueApart, dueEnd, dueBehind}
	if !strings.ContainsAny(text, "0123456789") {
		patterns = nil
	}
	for _, p := range patterns {
		m := findSubmatch(p, text)
		if m == nil || past.MatchString(strings.ToLower(text[max(0, m[2]-40):m[2]])) {
			continue
		}
		from, to := m[0], m[1]
		switch p {
		case dueApart:
			to = m[4]
		case dueBehind:
			from = m[2]
		}
		taken := text[from:to]
		if at := strings.LastIndexAny(taken, ")]"); at >= 0 && !strings.ContainsAny(taken[:at], "([") && strings.ContainsAny(text[:from], "([") {
			to = from + at // it closes what was opened before
		}
		head := strings.TrimSpace(text[:from])
		return text[m[2]:m[3]], isPossible(text[m[2]:m[3]]), strings.TrimRight(head+text[to:], " "), len(head)
	}
	return labelledDate(text)
}

// labelledDate is dateIn for the words behind a label: "Due: next sprint".
func labelledDate(text string) (due string, day bool, rest string, at int) {
	if !anyWord(text, "due", "eta", "deadline", "target", "time", "planned for", "scheduled for", "expected", "completion", "when:") {
		return "", false, text, 0
	}
	for _, m := range dueLabel.FindAllStringSubmatchIndex(firstBytes(text, longestItem), 5) {
		words := strings.Trim(text[m[4]:m[5]], " .*_`")
		day = namesDay(words)
		if day || dueLike.MatchString(words) || m[2] >= 0 && words != "" && !promptNothing.MatchString(words) {
			head := strings.TrimSpace(text[:m[0]])
			return words, day, strings.TrimSpace(head + " " + strings.TrimLeft(text[m[5]:], ")]")), len(head)
		}
	}
	return "", false, text, 0
}

// namesDay reports whether words open with a day.
func namesDay(words string) bool { return dueWords.MatchString(words) && isPossible(words) }

// isPossible reports whether the words of a date name a day that the calendar has, as 30 February is not.
func isPossible(words string) bool {
	_, kind := readDue(strings.Trim(words, " .*_`"), time.Unix(0, 0).UTC())
	return kind != dueImpossible
}

// longestItem bounds how much of an item is searched for who and when, in bytes.
const longestItem = 1 << 14

func findSubmatch(p *pattern, text string) []int {
	if all := p.FindAllStringSubmatchIndex(firstBytes(text, longestItem), 1); len(all) > 0 {
		return all[0]
	}
	return nil
}
