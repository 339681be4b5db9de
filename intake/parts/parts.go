// Package parts knows the names that the parts of a postmortem go by: its headings, its labels, and the columns of its tables.
package parts

import (
	"cmp"
	_ "embed" // the names
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"debrief/intake/markdown"
	"debrief/intake/text"
)

// Part is what a stretch of a postmortem is about.
type Part int

// The parts of a postmortem that are told apart.
const (
	Unknown Part = iota
	Summary
	Facts
	Impact
	Timeline
	Causes
	Whys
	Actions
	Lessons
	People
	Aside // of no account here: references, chat logs, figures
)

// Section is the coach's word for how a part is to be read. What stands under a heading that says nothing is a report of facts.
func (p Part) Section() string { return cmp.Or(coachSections[p], "facts") }

var coachSections = [...]string{Summary: "summary", Causes: "causes", Whys: "whys", Actions: "action", Lessons: "lessons", Aside: ""}

// named remembers what names mean: those of parts come again in every document.
var named struct {
	sync.RWMutex
	parts map[string]Part
}

// mostNamed bounds how many names are remembered.
const mostNamed = 1 << 15

// Named is the part that a heading or a label names. A long heading is a sentence of its own and names none.
func Named(name string) Part {
	if len(name) > 100 {
		return partNamed(name)
	}
	named.RLock()
	part, known := named.parts[name]
	named.RUnlock()
	if known {
		return part
	}
	part = partNamed(name)
	named.Lock()
	defer named.Unlock()
	if named.parts == nil || len(named.parts) >= mostNamed {
		named.parts = map[string]Part{}
	}
	named.parts[strings.Clone(name)] = part
	return part
}

func partNamed(name string) Part {
	plain := strings.TrimFunc(strings.ToLower(HeadingNumber().ReplaceAllString(strings.TrimSpace(name), "")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if plain == "" || len(plain) > 90 {
		return Unknown
	}
	if words := len(strings.Fields(plain)); words > 8 && !IsTimeline(name) {
		return Unknown
	}
	for i := range partNames {
		if partNames[i].name().MatchString(plain) {
			return partNames[i].part
		}
	}
	return Unknown
}

// IsPlain reports a name that says which part it is and nothing else, as "Root cause: the pool" does.
func IsPlain(name string) bool {
	if Named(name) == Unknown {
		return false
	}
	for w := range strings.FieldsFuncSeq(strings.ToLower(HeadingNumber().ReplaceAllString(strings.TrimSpace(name), "")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		if !plainWords[w] {
			return false
		}
	}
	return true
}

// plainWords are the words that names of parts are made of.
var plainWords = text.WordsOfList(`
	5 a abstract action actions additional affected all also an analysis and anything appendix approximate approximately approximations are
	attendees author authors background bad badly be been better blast brief business by can cause causes causing chronology clock conclusion
	conclusions consequences context contributing contributors contributory corrective could customer customers damage description detail
	details detected detection did didn differently direct do does dr duration else event events executive factor factors fault faults five
	fix fixed follow followup for further future general get glossary go good got had happen happened have hour hours how identification
	identified identifying immediate impact impacted impacts improve improved improvement improvements improving in incident introduction
	investigation involved is issue it item items key lead leadup learn learned learning learnings learnt lesson lessons line link links log
	long luck lucky main measure measures medium mitigated mitigation mitigations mortem negatives next notes of or other our outage overview
	owner owners participants people plan planned poorly positives post postmortem prevent preventative prevention preventive primary problem
	proposed radius rca reading reason reasons recommendation recommendations recovered recovery reference references reflection reflections
	related remediation remediations repair repaired report reported resolution resolved resources responded responders response
	retrospective review right roles root s scope secondary see sequence service services severity short should statistics stats status step
	steps summary synopsis t takeaway takeaways task tasks team technical term that the thing things this time timeline times timezone tl
	tldr to todo todos trigger triggered triggers underlying unlucky up ups us user users was we well went were what when where who why whys
	will work worked worse would wrong zone`)

// IsBareName reports whether line i is the name of a part by itself, without any mark, as in text that was pasted from an editor: a
// line below a blank one, or before a colon, and one of the names that everybody uses.
func IsBareName(lines []markdown.Line, i int) bool {
	l := &lines[i]
	name, colon := strings.CutSuffix(l.Body, ":")
	if l.Kind != markdown.Text || len(l.Body) >= 60 || i > 0 && lines[i-1].Kind != markdown.Blank && !colon {
		return false
	}
	if colon && IsPlain(name) && Named(name) != Facts {
		return true
	}
	if i+1 < len(lines) && lines[i+1].Kind == markdown.Text {
		if first, _ := utf8.DecodeRuneInString(lines[i+1].Body); unicode.IsLower(first) {
			return false // a sentence that was wrapped
		}
	}
	return len(name) < 40 && bareName().MatchString(name)
}

// EndsTimeline reports a bare name of a part that tells no more of the events.
func EndsTimeline(lines []markdown.Line, i int) bool {
	return IsBareName(lines, i) && slices.Contains([]Part{Actions, Lessons, Causes, Whys, Impact, People, Aside}, Named(lines[i].Body))
}

var bareName = text.Expression(`^(?:\d{1,2}[.)]\s+)?(?:[A-Z][a-z]+ )?(?i:summary|overview|background|impact|time ?line|detection|resolution|` +
	`recovery|mitigation|root[- ]causes?(?: analysis)?|causes?|trigger|contributing factors?|(?:5|five)[- ]whys|` +
	`lessons(?: learn(?:ed|t))?|what went (?:well|wrong|badly|poorly)|where we got (?:un)?lucky|what (?:could|can) be improved|` +
	`action items?|actions|next steps|follow[- ]?ups?|corrective (?:actions?|measures)|(?:preventive|preventative) (?:actions?|measures)|` +
	`participants|attendees|authors?|references|links|appendix|glossary|supporting information)$`)

// How headings are numbered: the number in front of one, and a line that begins with one.
var (
	HeadingNumber   = text.Expression(`^(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[IVX]{1,4}[.)])\s+`)
	NumberedHeading = text.Expression(`^\d{1,2}[.):]\s*\S`)
)

// Within is what a part is about that stands below another: a subheading that says nothing, or that only sorts what stands
// there ("Prevention" and "Detection" below the actions, "What went well" below the lessons), changes nothing.
func Within(outer, own Part) Part {
	switch {
	case own == Unknown, outer == Aside && own != Actions:
		return outer
	case (outer == Actions || outer == Lessons) && (own == Facts || own == Impact),
		outer == Actions && own == People,
		outer == Whys && (own == Causes || own == Facts || own == Impact):
		return outer
	case outer == Timeline && (own == Facts || own == Impact):
		return outer
	}
	return own
}

//go:embed names.txt
var namesTable string

type partName struct {
	part Part
	name text.Pattern
}

// partWords are the parts by their names in names.txt.
var partWords = map[string]Part{
	"Summary": Summary, "Facts": Facts, "Impact": Impact, "Timeline": Timeline, "Causes": Causes, "Whys": Whys, "Actions": Actions,
	"Lessons": Lessons, "People": People, "Aside": Aside,
}

// partNames are the headings of published postmortems, as names.txt tells: the first that fits is meant.
var partNames = func() (all []partName) {
	for paragraph := range strings.SplitSeq(namesTable, "\n\n") {
		if head, names, ok := strings.Cut(paragraph, ":\n"); ok {
			part := partWords[head[strings.LastIndexByte(head, '\n')+1:]]
			all = append(all, partName{part, text.AnyOf(strings.Split(strings.TrimSpace(names), "\n\t")...)})
		}
	}
	return all
}()

// Team are the words for a group of people who own something together.
const Team = `(?:team|squad|guild|group)`

// Role are the words for what somebody is in an organisation, alone or at the end of a longer name: "platform engineers", "ops lead".
const Role = Team + `s?|engineers?|engineering|leads?|leaders?|manager|department|sres?|devops|ops|oncall|on-call|owners?|maintainers?|` +
	`commander|admins?|developers?|devs?|operations|support|security|infra(?:structure)?|platform|analysts?|architects?|writers?|testers?|` +
	`scientists?|specialists?|coordinators?|officers?`

// What a heading says that is about something else than events, a name in bold that is a line by itself, one in front of a text, and
// the name of a timeline without marks.
var (
	timelineName = text.Expression(`(?i)\btime[- ]?lines?\b|\bsequence of events\b|\bchronolog|\bcronolog|\bzeitlicher (?:ab|ver)lauf\b|\bzeit(?:verlauf|strahl|leiste|linie)\b|\bablauf\b|linha do tempo|l[ií]nea (?:de|del) tiempo|хронологи|таймлайн|heures cl[ée]s|oś czasu|tidslinje|tijdlijn|タイムライン|時系列|経緯|时间线|時間線|处理过程|事件经过|타임라인|\bkey events\b|^\W*(?:events|incident log|log of events|order of events|event order|course of events|event log|activity log|history of (?:the )?(?:incident|events?))\W*$`)
	NotTimeline  = text.Expression(`(?i)\b(?:action items?|actions|follow[- ]?ups?|lessons?|appendi|apendi|chat logs?|chat transcript|transcript|references?|links|todo|next steps|improvements?|remediation|recommendations?|attendees|responders|participants|stats|prevent|corrective|ideal|hypothetical|should (?:have|look)|would have|timeline (?:for|of) (?:the )?(?:fix|action|follow|remediation|improvement))`)
	LabelOnly    = text.Expression(`^(?:\*\*|__)(.{1,60}?)(?:\*\*|__)?\s*:?\s*(?:\*\*|__)?\s*:?$`)
	LabelBullet  = text.Expression(`^(?:\*\*|__)([^*]{1,60}?):?(?:\*\*|__)\s*:?\s*(.*)$`)
	PlainLabel   = text.Expression(`(?i)^(?:incident |full |detailed |event )?timeline\b[^.]{0,60}:?$`)
)

// IsTimeline says whether a heading or a label announces the events.
func IsTimeline(text string) bool {
	plain := strings.Trim(text, "*_ `#")
	if len(plain) >= 160 || !timelineName().MatchString(plain) {
		return false
	}
	zone, _ := markdown.ZoneIn(plain)
	return !NotTimeline().MatchString(plain) || zone != "" && strings.Contains(strings.ToLower(plain), "timeline")
}

// The words for who and when in German, French, Spanish, Italian, Portuguese, Dutch and Japanese. Reading them is no reading of the language.
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
	TimeColumn = text.Expression(`(?i)\b(?:time|ts|when|timestamp|clock|hour|uhrzeit|zeit|hora|heure|tidspunkt|czas)\b|\bhor[aá]rio|время|時刻|時間|日時|时间|시간|시각`)
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
	ownerColumn  = text.Expression(`(?i)\b(?:owners?|assignees?|assigned(?: to)?|who|responsib\w+|dri|leads?\W*$|person|poc|point of contact|team|by whom)\b`)
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
			named text.Pattern
		}{
			{&c.Owner, foreignOwnerColumn}, {&c.Due, foreignUntilColumn}, {&c.Title, foreignTitleColumn}, {&c.Status, foreignStatusColumn},
			{&c.Owner, ownerColumn}, {&c.Status, statusColumn}, {&c.Due, untilColumn}, {&c.Title, titleColumn}, {&c.Ticket, ticketColumn},
		} {
			if *col.place < 0 && col.named().MatchString(name) {
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
	named := c.Title >= 0 && c.Owner >= 0 && (c.Due >= 0 || c.Status >= 0 || c.Ticket >= 0 || actionTitle().MatchString(names[c.Title]))
	return named && !slices.ContainsFunc(names, func(name string) bool {
		plain, _ := markdown.Inline(name, nil)
		return (TimeColumn().MatchString(plain) || DateColumn().MatchString(plain)) && !dueName().MatchString(plain)
	})
}

var actionTitle = text.Expression(`(?i)\baction\b|\btask\b|\bto-?do\b`)
