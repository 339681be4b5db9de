package parts

import (
	"strings"

	"debrief/intake/markdown"
	"debrief/intake/text"
)

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
