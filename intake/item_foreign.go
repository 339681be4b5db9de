package intake

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// The labels for who and when in German, French, Spanish, Italian, Portuguese, Dutch and Japanese. Reading them is no reading of
// the language: an item in one of them is only asked for what it does not have.
const (
	latinOwner = `verantwortlich(?:e[rn]?)?|zuständig(?:e[rn]?)?|responsab(?:les?|ile)|responsável|propriétaire|propietari[oa]|proprietário|` +
		`assignée? à|asignad[oa] a|assegnat[oa] a|atribuíd[oa] a|verantwoordelijke?|eigenaar`
	latinDue = `fällig(?:keit)?(?: am| bis)?|frist|termin|zieltermin|bis wann|échéance|date d['’]échéance|date limite|délai|fecha límite|` +
		`fecha de (?:entrega|vencimiento)|plazo|scadenza|entro(?: il)?|prazo|data limite|vervaldatum|streefdatum|uiterlijk`
	japaneseOwner = `担当者?|責任者`
	japaneseDue   = `期限|期日|納期|締め?切り?`
	beforeLabel   = `(^|[\s(\[,;|.、。–—-])`
)

var foreignLabels = []struct {
	says    *text.Pattern
	english string
}{
	{text.Expression(`(?i)` + beforeLabel + `(?:` + latinOwner + `)\s*[:：=]\s*`), "${1}owner: "},
	{text.Expression(`(?i)` + beforeLabel + `(?:` + latinDue + `)\s*[:：=]\s*`), "${1}due: "},
	{text.Expression(`[、。\s]*(?:` + japaneseOwner + `)\s*[:：]\s*`), " owner: "},
	{text.Expression(`[、。\s]*(?:` + japaneseDue + `)\s*[:：]\s*`), " due: "},
}

// foreignColumns are the labels as names of columns.
var (
	foreignOwnerColumn = text.Expression(`(?i)^\W*(?:` + latinOwner + `|` + japaneseOwner + `|wer|qui|quién|chi|quem|wie)\W*$`)
	foreignUntilColumn = text.Expression(`(?i)^\W*(?:` + latinDue + `|` + japaneseDue + `|bis|datum|fecha)\W*$`)
	foreignTitleColumn = text.Expression(`(?i)^(?:ma(?:ß|ss)nahmen?|aufgaben?|tâches?|acción|acciones|tareas?|azion[ei]|ações|ação|tarefas?|acties?|actiepunt(?:en)?|` +
		`taak|taken|対応|対策|アクション(?:アイテム)?|内容)$`)
	foreignStatusColumn = text.Expression(`(?i)^(?:stand|état|statut|estado|stato|状態|状況|ステータス)$`)
)

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
