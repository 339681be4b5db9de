package parts

import (
	_ "embed" // the names
	"strings"

	"debrief/intake/markdown"
	"debrief/intake/text"
)

//go:embed names.txt
var namesTable string

// partName is what the headings of a part look like, in small letters.
type partName struct {
	part Part
	name *text.Pattern
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
	NotTimeline  = text.Expression(`(?i)\b(?:action items?|actions|follow[- ]?ups?|lessons?|appendi|apendi|chat logs?|chat transcript|transcript|references?|links|todo|next steps|improvements?|remediation|recommendations?|attendees|responders|participants|stats|prevent|corrective|timeline (?:for|of) (?:the )?(?:fix|action|follow|remediation|improvement))`)
	LabelOnly    = text.Expression(`^(?:\*\*|__)(.{1,60}?)(?:\*\*|__)?\s*:?\s*(?:\*\*|__)?\s*:?$`)
	LabelBullet  = text.Expression(`^(?:\*\*|__)([^*]{1,60}?):?(?:\*\*|__)\s*:?\s*(.*)$`)
	PlainLabel   = text.Expression(`(?i)^(?:incident |full |detailed |event )?timeline\b[^.]{0,60}:?$`)
)

// IsTimeline says whether a heading or a label announces the events.
func IsTimeline(text string) bool {
	plain := strings.Trim(text, "*_ `#")
	if len(plain) >= 160 || !timelineName.MatchString(plain) {
		return false
	}
	zone, _ := markdown.ZoneIn(plain)
	return !NotTimeline.MatchString(plain) || zone != "" && strings.Contains(strings.ToLower(plain), "timeline")
}
