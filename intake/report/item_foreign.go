package report

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/parts"
	"debrief/intake/text"
)

const beforeLabel = `(^|[\s(\[,;|.、。–—-])`

// foreignLabels are the labels for who and when of other languages: an item in one of them is only asked for what it does not have.
var foreignLabels = []struct {
	says    *text.Pattern
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
			english = label.says.ReplaceAllString(english, label.english)
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
	text = foreignBy.ReplaceAllString(text, "${1}by $2")
	if strings.Contains(text, "まで") {
		text = japaneseBy.ReplaceAllString(text, " by $1")
	}
	return namedDay.ReplaceAllStringFunc(text, func(day string) string {
		m := namedDay.FindStringSubmatch(day)
		if english := clock.MonthInEnglish(m[2]); english != "" {
			return m[1] + " " + english
		}
		return day
	})
}

var isoDay = text.Expression(`\b\d{4}-\d{1,2}-\d{1,2}\b`)
