package parts

import (
	"slices"

	"debrief/intake/markdown"
	"debrief/intake/text"
)

// The words for who and when in German, French, Spanish, Italian, Portuguese, Dutch and Japanese. Reading them is no reading of
// the language.
const (
	OwnerAbroad = `verantwortlich(?:e[rn]?)?|zuständig(?:e[rn]?)?|responsab(?:les?|ile)|responsável|propriétaire|propietari[oa]|proprietário|` +
		`assignée? à|asignad[oa] a|assegnat[oa] a|atribuíd[oa] a|verantwoordelijke?|eigenaar`
	DueAbroad = `fällig(?:keit)?(?: am| bis)?|frist|termin|zieltermin|bis wann|échéance|date d['’]échéance|date limite|délai|fecha límite|` +
		`fecha de (?:entrega|vencimiento)|plazo|scadenza|entro(?: il)?|prazo|data limite|vervaldatum|streefdatum|uiterlijk`
	OwnerInJapanese = `担当者?|責任者`
	DueInJapanese   = `期限|期日|納期|締め?切り?`
)

// The names of the columns of tables of events.
var (
	TimeColumn = text.Expression(`(?i)\b(?:time|ts|when|timestamp|clock|hour|uhrzeit|zeit)\b`)
	DateColumn = text.Expression(`(?i)\b(?:date|day|datum)\b`)
	EndColumn  = text.Expression(`(?i)^\W*(?:end|until|to|finish|end time)\W*$`)
	ByColumn   = text.Expression(`(?i)^\W*(?:who|by|actor|owner|author|person|reporter|user|name|team)\W*$`)
	TextColumn = text.Expression(`(?i)\b(?:event|what|description|action|activity|update|message|details?|happened|entry|summary|note|comment|incident)`)
	DueColumn  = text.Expression(`(?i)\b(?:due|eta|deadline|target|status|priority|ticket)\b`)
	dueName    = text.Expression(`(?i)\b(?:due|eta|deadline|target|by when)\b|^\W*when\W*$`)
)

// foreignColumns are the labels as names of columns.
var (
	foreignOwnerColumn = text.Expression(`(?i)^\W*(?:` + OwnerAbroad + `|` + OwnerInJapanese + `|wer|qui|quién|chi|quem|wie)\W*$`)
	foreignUntilColumn = text.Expression(`(?i)^\W*(?:` + DueAbroad + `|` + DueInJapanese + `|bis|datum|fecha)\W*$`)
	foreignTitleColumn = text.Expression(`(?i)^(?:ma(?:ß|ss)nahmen?|aufgaben?|tâches?|acción|acciones|tareas?|azion[ei]|ações|ação|tarefas?|acties?|actiepunt(?:en)?|` +
		`taak|taken|対応|対策|アクション(?:アイテム)?|内容)$`)
	foreignStatusColumn = text.Expression(`(?i)^(?:stand|état|statut|estado|stato|状態|状況|ステータス)$`)
)

// ActionColumns are the named columns of a table of items; -1 where it has none.
type ActionColumns struct{ Title, Owner, Due, Ticket, Status int }

var (
	titleColumn = text.Expression(`(?i)\b(?:action(?: items?)?|items?|tasks?|what|description|title|todo|summary|follow[- ]?up|improvement|` +
		`recommendation|step|measure|work|details?|name)\b`)
	ownerColumn  = text.Expression(`(?i)\b(?:owners?|assignees?|assigned(?: to)?|who|responsib\w+|dri|lead|person|poc|point of contact|team|by whom)\b`)
	untilColumn  = text.Expression(`(?i)\b(?:due|eta|deadline|target|by when|when|date|time ?line|timeframe|completion|expected)\b`)
	ticketColumn = text.Expression(`(?i)\b(?:ticket|issue|jira|bug|link|tracking|tracker|reference|ref|pr|github|url|id)\b`)
	statusColumn = text.Expression(`(?i)\b(?:status|state|done|progress|complete[d]?)\b`)
)

// ActionColumnsOf finds the columns by their names.
func ActionColumnsOf(cells []string) ActionColumns {
	c := ActionColumns{-1, -1, -1, -1, -1}
	for i, cell := range cells {
		name, _ := markdown.Inline(cell, nil)
		for _, col := range []struct {
			place *int
			named *text.Pattern
		}{
			{&c.Owner, foreignOwnerColumn}, {&c.Due, foreignUntilColumn}, {&c.Title, foreignTitleColumn}, {&c.Status, foreignStatusColumn},
			{&c.Owner, ownerColumn}, {&c.Status, statusColumn}, {&c.Due, untilColumn}, {&c.Title, titleColumn}, {&c.Ticket, ticketColumn},
		} {
			if *col.place < 0 && col.named.MatchString(name) {
				*col.place = i
				break
			}
		}
	}
	return c
}

// NamesOnlyActions reports the heading of a table that names what is to be done and who does it, and has no column for when something
// happened: only for when it is due.
func NamesOnlyActions(names []string) bool {
	c := ActionColumnsOf(names)
	named := c.Title >= 0 && c.Owner >= 0 && (c.Due >= 0 || c.Status >= 0 || c.Ticket >= 0 || actionTitle.MatchString(names[c.Title]))
	return named && !slices.ContainsFunc(names, func(name string) bool {
		plain, _ := markdown.Inline(name, nil)
		return (TimeColumn.MatchString(plain) || DateColumn.MatchString(plain)) && !dueName.MatchString(plain)
	})
}

var actionTitle = text.Expression(`(?i)\baction\b|\btask\b|\bto-?do\b`)
