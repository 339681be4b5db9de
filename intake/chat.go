package intake

import (
	"strings"

	"debrief/intake/markdown"
	"debrief/intake/text"
)

// What a chat's window gives to the clipboard has no dates, as a rule, and no zone.
const clockText = `\d{1,2}:\d{2}(?::\d{2})?(?:[ \x{202f}\x{a0}]?[AaPp]\.?[ \x{a0}]?[Mm]\.?)?`

var (
	bracketHead = text.Expression(`^>?[ \t]*([^\[\]|` + "`" + `>][^\[\]|` + "`" + `]{0,60}?)[ \t]*\[(` + clockText + `)\][ \t]*(?:\(edited\))?[ \t]*$`)
	spacedHead  = text.Expression(`^>?[ \t]*(\S.{0,60}?)(?:[ \x{a0}]{2,}|\t|\x{a0})[ \x{a0}]*((?:[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?(?:, \d{4})? at |[Yy]esterday at |[Tt]oday at )?` + clockText + `)[ \t]*$`)
	onlyClock   = text.Expression(`^>?[ \t\x{a0}]*((?:[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?(?:, \d{4})? at |[Yy]esterday at |[Tt]oday at )?` + clockText + `)[ \t]*$`)
	followHead  = text.Expression(`^>?[ \t]*\[(` + clockText + `)\][ \t]+(\S.*)$`)
	dashedHead  = text.Expression(`^(\S.{0,60}?)[ \t]*[—–][ \t]*((?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? |[Yy]esterday at |[Tt]oday at |Last \w+day at )?` + clockText + `)[ \t]*$`)
	glued       = text.Expression(`^\[(` + clockText + `)\][ \t]?([^:\n]{1,60}?): ?(.*)$`)
	emojiName   = text.Expression(`:[a-z0-9_+-]+:|[\x{1F300}-\x{1FAFF}]`)
	dayBetween  = text.Expression(`^[-—–=\s]*((?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?,?\s*(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)?|\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?)[-—–=\s]*$`)
	chatNoise   = text.Expression(`(?i)^(?:new(?: messages)?|\(edited\)|replied to a thread:?.*|view newer replies|view thread|show (?:more|less)|\d+ repl(?:y|ies).*|last reply .*|also sent to the channel|added by \w+|pinned by .*|view reply|collapse|:[\w+-]+:\s*\d*|(?:.{1,40} )?reacted (?:with|to) .*|\d+ (?:\w+ )?reactions?\.?|app|today|yesterday)$`)
	reactions   = text.Expression(`(?:^|\s+)(?:(?:[\p{So}\p{Sk}\x{FE0F}\x{200D}]+|:[\w+-]+:)\s*\d{1,4}(?:\s+|$))+$`)
	onlySigns   = text.Expression(`^(?:(?:[\p{So}\p{Sk}\x{FE0F}\x{200D}]+|:[\w+-]+:)\s*)+$`)
	chatJoin    = text.Expression(`(?i)^(?:has )?quit\b|quits:|joins:|parts:|(?:(?:has )?(?:joined|left)(?: the)? (?:#\S+|channel|server|group|conversation)|joined #\S+|was added to|set the channel|renamed the channel|archived the channel|started a huddle|a huddle started|pinned a message)`)
)

// botSources are the sources of messages that machines post into a channel.
var botSources = map[string]string{
	"pagerduty": "alert", "opsgenie": "alert", "datadog": "alert", "grafana": "alert", "alertmanager": "alert", "prometheus": "alert",
	"sentry": "alert", "pingdom": "alert", "cloudwatch": "alert", "new relic": "alert", "statuspage": "ticket", "jira": "ticket",
	"github": "deploy", "gitlab": "deploy", "jenkins": "deploy", "circleci": "deploy", "argocd": "deploy", "argo cd": "deploy",
	"buildkite": "deploy", "spinnaker": "deploy", "github actions": "deploy",
}

// chatHead is the line or lines that start a message.
type chatHead struct {
	name  string // "" goes on with the name above it
	when  string
	text  string // what stands on the same line
	quiet bool   // the chat says it, not a person
	lines int
}

type headReader func(lines []string) (chatHead, bool)

// slackHead reads "nick [4:06 PM]", "Name  10:53 AM", "Name" above "  10:53 AM", "[11:23] text" and a clock alone.
func slackHead(lines []string) (chatHead, bool) {
	line := lines[0]
	if len(line) > 200 {
		return chatHead{}, false
	}
	if endsInClock(line) {
		if m := bracketHead.FindStringSubmatch(line); m != nil {
			return chatHead{name: m[1], when: m[2], lines: 1}, true
		}
		if m := onlyClock.FindStringSubmatch(line); m != nil {
			return chatHead{when: m[1], lines: 1}, true
		}
		if m := spacedHead.FindStringSubmatch(line); m != nil {
			return chatHead{name: m[1], when: m[2], lines: 1}, true
		}
	}
	if strings.HasPrefix(strings.TrimLeft(line, "> \t"), "[") {
		if m := followHead.FindStringSubmatch(line); m != nil {
			return chatHead{when: m[1], text: m[2], lines: 1}, true
		}
	}
	if len(lines) > 1 && endsInClock(lines[1]) && mayBeName(line) {
		if m := onlyClock.FindStringSubmatch(lines[1]); m != nil && strings.TrimLeft(lines[1], " \u00a0\t") != lines[1] {
			return chatHead{name: strings.TrimSpace(line), when: m[1], lines: 2}, true
		}
	}
	return chatHead{}, false
}

// mayBeName says whether a line can be the name above a clock.
func mayBeName(line string) bool {
	t := strings.TrimSpace(line)
	return t != "" && len(t) <= 60 && len(strings.Fields(t)) <= 5 && !strings.ContainsAny(t, ".?!;{}<>=|`")
}

// endsInClock says whether a line may end in a clock, at little cost: most lines do not.
func endsInClock(line string) bool {
	line = strings.TrimRight(line, " \t")
	return line != "" && strings.IndexByte("0123456789mM.])", line[len(line)-1]) >= 0 && strings.Contains(line, ":")
}

// discordHead reads "[1:04 PM]Name: text" and "Name — 06/22/2021 1:04 PM".
func discordHead(lines []string) (chatHead, bool) {
	line := lines[0]
	if strings.HasPrefix(line, "[") {
		if h, ok := gluedHead(line); ok {
			return h, true
		}
	}
	if len(line) > 200 || !endsInClock(line) {
		return chatHead{}, false
	}
	if m := dashedHead.FindStringSubmatch(line); m != nil {
		return chatHead{name: m[1], when: m[2], lines: 1}, true
	}
	return chatHead{}, false
}

// gluedHead reads "[1:04 PM]Name: text".
func gluedHead(line string) (chatHead, bool) {
	if m := glued.FindStringSubmatch(line[:min(len(line), 200)]); m != nil && !strings.Contains(m[2], "http") {
		at := len(line) - len(strings.TrimPrefix(line, m[0][:len(m[0])-len(m[3])]))
		return chatHead{name: m[2], when: m[1], text: line[at:], lines: 1}, true
	}
	return chatHead{}, false
}

// teamsHead reads "[8:31 AM] Mei Li" above her words.
func teamsHead(lines []string) (chatHead, bool) {
	if len(lines) < 2 || !strings.HasPrefix(lines[0], "[") || strings.TrimSpace(lines[1]) == "" || lines[1][0] == '[' {
		return chatHead{}, false
	}
	m := followHead.FindStringSubmatch(text.FirstBytes(lines[0], 100))
	if m == nil || !fullName.MatchString(m[2]) {
		return chatHead{}, false
	}
	return chatHead{name: m[2], when: m[1], lines: 1}, true
}

var fullName = text.Expression(`^\p{Lu}[\p{L}.'-]*(?: [\p{L}\d.'()-]+){0,3}$`)

// recogniseTeams wants two heads near each other, of which the first is a whole name.
func recogniseTeams(lines []string) int {
	h, ok := teamsHead(lines)
	if !ok || !strings.Contains(h.name, " ") {
		return 0
	}
	for i := 1; i < min(len(lines), 40); i++ {
		if _, ok := teamsHead(lines[i:]); ok {
			return chatLength(lines, teamsHead)
		}
	}
	return 0
}

func recogniseDiscord(lines []string) int {
	h, ok := discordHead(lines)
	if !ok || strings.Contains(lines[0], "] ") && !strings.Contains(lines[0], "—") && !mayBeName(h.name) {
		return 0
	}
	return chatLength(lines, discordHead)
}

// recogniseSlack wants two heads near each other, or one that nothing else looks like.
func recogniseSlack(lines []string) int {
	from := 0
	if isDay(lines[0]) {
		from = 1
		for from < min(len(lines), 4) && strings.TrimSpace(lines[from]) == "" {
			from++
		}
	}
	if from >= len(lines) {
		return 0
	}
	h, ok := slackHead(lines[from:])
	if !ok || h.name == "" || markdown.StartsWithTime(lines[from]) {
		return 0
	}
	sure := bracketHead.MatchString(lines[from]) || strings.ContainsAny(h.when, "aApP")
	for i := from + h.lines; i < min(len(lines), from+60) && !sure; i++ {
		_, sure = slackHead(lines[i:])
	}
	if !sure {
		return 0
	}
	return chatLength(lines, slackHead)
}

// chatLength is how far a chat goes: to the end, or to an empty line after which another format begins.
func chatLength(lines []string, head headReader) int {
	var fences markdown.Fences
	for i := 1; i < len(lines); i++ {
		if fences.Inside(lines[i], lines[i+1:]) {
			continue
		}
		if strings.TrimSpace(lines[i]) == "" || strings.TrimSpace(lines[i-1]) != "" {
			continue
		}
		if _, ok := head(lines[i:]); ok || isDay(lines[i]) {
			continue
		}
		timedItem := markdown.MayBeBullet(strings.TrimSpace(lines[i])) && markdown.StartsWithTime(lines[i])
		if timedItem || markdown.HeadingLine.MatchString(lines[i]) || othersClaim(lines[i:]) {
			return i
		}
	}
	return len(lines)
}

// othersClaim says whether a machine format begins at the first line.
func othersClaim(lines []string) bool {
	for i := range formats {
		if formats[i].source == "chat" && (formats[i].name == "Slack" || formats[i].name == "Discord" || formats[i].name == "Teams") {
			continue
		}
		if r := formats[i].recognise; r != nil && r(lines) > 0 {
			return true
		}
	}
	return false
}

func isDay(line string) bool {
	t := strings.TrimSpace(line)
	return t != "" && len(t) < 50 && (dayBetween.MatchString(t) || dayChanged.MatchString(t) || t == "Today" || t == "Yesterday")
}
