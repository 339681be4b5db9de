package intake

import (
	"cmp"
	"slices"
	"strings"

	"debrief/intake/clock"
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

type chatHead struct {
	name  string // "" goes on with the name above it
	when  string
	text  string // what stands on the same line
	quiet bool   // the chat says it, not a person
	lines int
}

type headReader func(lines []string) (chatHead, bool)

// headShape is a way in which a message begins: the groups of its pattern in which its time, its name and its text stand, 0 for none.
type headShape struct {
	pattern          text.Pattern
	when, name, text int
	quiet            bool
}

var (
	slackShapes   = []headShape{{bracketHead, 2, 1, 0, false}, {onlyClock, 1, 0, 0, false}, {spacedHead, 2, 1, 0, false}}
	followShape   = headShape{followHead, 1, 0, 2, false}
	dashedShape   = headShape{dashedHead, 2, 1, 0, false}
	gluedShape    = headShape{glued, 1, 2, 3, false}
	tabbedShapes  = []headShape{{tabbedQuiet, 1, 0, 2, true}, {tabbedLine, 1, 2, 3, false}}
	networkShapes = []headShape{{saidLine, 1, 2, 3, false}, {didLine, 1, 2, 3, false}, {quietLine, 1, 0, 2, true}}
	phoneShapes   = []headShape{{phoneLine, 1, 2, 3, false}, {phoneQuiet, 1, 0, 2, true}}
)

func headOf(line string, shapes ...headShape) (chatHead, bool) {
	for _, s := range shapes {
		if m := s.pattern().FindStringSubmatch(line); m != nil {
			m[0] = ""
			return chatHead{name: m[s.name], when: m[s.when], text: m[s.text], quiet: s.quiet, lines: 1}, true
		}
	}
	return chatHead{}, false
}

// slackHead reads "nick [4:06 PM]", "Name  10:53 AM", "Name" above "  10:53 AM", "[11:23] text" and a clock alone.
func slackHead(lines []string) (h chatHead, ok bool) {
	line := lines[0]
	if len(line) > 200 {
		return h, false
	}
	if endsInClock(line) {
		h, ok = headOf(line, slackShapes...)
	}
	if !ok && strings.HasPrefix(strings.TrimLeft(line, "> \t"), "[") {
		h, ok = headOf(line, followShape)
	}
	if !ok && len(lines) > 1 && endsInClock(lines[1]) && mayBeName(line) && strings.TrimLeft(lines[1], " \u00a0\t") != lines[1] {
		h, ok = headOf(lines[1], slackShapes[1])
		h.name, h.lines = strings.TrimSpace(line), 2
	}
	return h, ok
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

func discordHead(lines []string) (chatHead, bool) {
	line := lines[0]
	if h, ok := gluedHead(line); ok || len(line) > 200 || !endsInClock(line) {
		return h, ok
	}
	return headOf(line, dashedShape)
}

func gluedHead(line string) (chatHead, bool) {
	if !strings.HasPrefix(line, "[") {
		return chatHead{}, false
	}
	start := line[:min(len(line), 200)]
	h, ok := headOf(start, gluedShape)
	h.text += line[len(start):]
	return h, ok && !strings.Contains(h.name, "http")
}

// teamsHead reads "[8:31 AM] Mei Li" above her words.
func teamsHead(lines []string) (chatHead, bool) {
	if len(lines) < 2 || !strings.HasPrefix(lines[0], "[") || strings.TrimSpace(lines[1]) == "" || lines[1][0] == '[' {
		return chatHead{}, false
	}
	h, ok := headOf(text.FirstBytes(lines[0], 100), followShape)
	h.name, h.text = h.text, ""
	return h, ok && fullName().MatchString(h.name)
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
	sure := bracketHead().MatchString(lines[from]) || strings.ContainsAny(h.when, "aApP")
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
		if fences.Inside(lines[i], lines[i+1:]) || strings.TrimSpace(lines[i]) == "" || strings.TrimSpace(lines[i-1]) != "" {
			continue
		}
		if _, ok := head(lines[i:]); ok || isDay(lines[i]) {
			continue
		}
		timedItem := markdown.MayBeBullet(strings.TrimSpace(lines[i])) && markdown.StartsWithTime(lines[i])
		if timedItem || markdown.HeadingLine().MatchString(lines[i]) || othersClaim(lines[i:]) {
			return i
		}
	}
	return len(lines)
}

// othersClaim says whether a format other than those of a chat's window begins at the first line.
func othersClaim(lines []string) bool {
	return slices.ContainsFunc(formats, func(f format) bool {
		return f.recognise != nil && !slices.Contains([]string{"Slack", "Discord", "Teams"}, f.name) && f.recognise(lines) > 0
	})
}

func isDay(line string) bool {
	t := strings.TrimSpace(line)
	return t != "" && len(t) < 50 && (dayBetween().MatchString(t) || dayChanged().MatchString(t) || t == "Today" || t == "Yesterday")
}

// Chats of which every line begins with its time and its person: logs of IRC, and what phones export.

const (
	lineStamp = `\[?((?:\d{4}-\d{2}-\d{2}[ T]|\d{1,2} [A-Z][a-z]{2} )?\d{1,2}:\d{2}(?::\d{2})?)\]?`
	phoneDay  = `\[?((?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?|\d{4}[/.-]\d{1,2}[/.-]\d{1,2},) ` + clockText + `)\]?(?: [-–])? `
)

var (
	saidLine    = text.Expression(`^` + lineStamp + `\s+<[ @+%&~!]?([^<>\s!]{1,40})(?:![^<>\s]*)?>\s+(\S.*)$`)
	didLine     = text.Expression(`^` + lineStamp + `\s+\*\s+([^<>\s*]{1,40})\s+(\S.*)$`)
	quietLine   = text.Expression(`^` + lineStamp + `\s+(?:-!-|-->|<--|\*\*\*)\s+(\S.*)$`)
	tabbedLine  = text.Expression(`^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})\t[@+ ]*([^\t]{0,40})\t(.*)$`)
	tabbedQuiet = text.Expression(`^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})\t[@+ ]*[-<>*!]*\t(.*)$`)
	phoneLine   = text.Expression(`^` + phoneDay + `([^:]{1,40}): (.+)$`)
	phoneQuiet  = text.Expression(`^` + phoneDay + `(\S.*)$`)
	dayChanged  = text.Expression(`^-{2,} ?(?:Day changed|Log opened|Log closed)(?: to)? (.+)$`)
)

// lineChatHead reads a line of IRC ("02:14 <mei> text", "02:14 * mei rolls back", "02:14 -!- sam has joined", and weechat's with
// tabs), and a line of a phone ("18/11/26, 02:14 - Mei: text").
func lineChatHead(lines []string) (chatHead, bool) {
	line := strings.TrimLeft(lines[0], " \u200e")
	if line == "" || line[0] != '[' && !text.IsDigit(line[0]) {
		return chatHead{}, false
	}
	line = text.FirstBytes(line, 1<<14)
	start := text.FirstBytes(line, 100)
	if strings.IndexAny(text.FirstBytes(line, 6), "/.") > 0 || strings.Contains(text.FirstBytes(line, 13), ", ") {
		return headOf(line, phoneShapes...)
	}
	if text.AnyWord(start, "<", " * ", "-!-", "-->", "***") {
		if h, ok := headOf(line, networkShapes...); ok {
			return h, true
		}
	}
	if strings.Contains(start, "\t") {
		return headOf(line, tabbedShapes...)
	}
	return chatHead{}, false
}

// recogniseLineChat wants two lines near each other on which somebody says something.
func recogniseLineChat(lines []string) int {
	if _, ok := lineChatHead(lines); !ok && !dayChanged().MatchString(text.FirstBytes(lines[0], 80)) {
		return 0
	}
	said := 0
	for i := 0; i < min(len(lines), 20) && said < 2; i++ {
		if h, ok := lineChatHead(lines[i:]); ok && !h.quiet {
			said++
		}
	}
	if said < 2 {
		return 0
	}
	return chatLength(lines, lineChatHead)
}

// dayOfLog is the day of a line like "--- Day changed Thu Nov 19 2026".
func dayOfLog(line string) (st clock.Stamp, ok bool) {
	m := dayChanged().FindStringSubmatch(line)
	if m == nil {
		return st, false
	}
	if st, rest, ok := clock.ReadStamp(m[1]); ok && rest == "" && st.Form == clock.Local {
		return dayOf(st), true
	}
	return clock.DayNamedIn(m[1])
}

type chatReader struct {
	b      *block
	name   string
	cur    *entry
	parts  []string
	fences markdown.Fences
	quoted []string // the lines of a fence, for a message that has nothing else
}

// readChat reads a chat whose messages start with what head reads. What follows a head is its text, to the next head.
func readChat(b *block, head headReader) {
	r := &chatReader{b: b}
	for i := 0; i < len(b.lines); {
		i += r.line(i, head)
	}
	r.finish(len(b.lines))
}

// line reads the lines from i on that belong together, and says how many they are.
func (r *chatReader) line(i int, head headReader) int {
	text := strings.TrimRight(r.b.lines[i], " \t")
	if r.cur != nil && r.fences.Inside(text, r.b.lines[i+1:]) {
		if markdown.FenceMark(text) == "" {
			r.quoted = append(r.quoted, strings.TrimSpace(text))
		}
		return 1
	}
	if strings.TrimSpace(text) == "" {
		return 1
	}
	if h, ok := head(r.b.lines[i:]); ok && r.opens(h) {
		if st, ok := r.stamp(h.when); ok {
			r.start(i, h, st)
			return h.lines
		}
	}
	if isDay(text) && r.day(i, text) {
		return 1
	}
	switch {
	case r.cur == nil:
		r.b.drop(i, "no message above it")
	case r.reacted(i):
	case !chatNoise().MatchString(strings.TrimSpace(text)):
		r.parts = append(r.parts, strings.TrimSpace(text))
	}
	return 1
}

// reacted reports line i to be signs below the words of a message, or their number on a line of its own.
func (r *chatReader) reacted(i int) bool {
	signs := func(i int) bool { return onlySigns().MatchString(strings.TrimSpace(r.b.lines[i])) }
	number := func() bool { return strings.Trim(r.b.lines[i], "0123456789 \t") == "" }
	return len(r.parts) > 0 && i > 0 && (signs(i) || signs(i-1) && number())
}

// opens reports a head that says whose message it opens: it names somebody, or goes on with the one above, or the chat says it.
func (r *chatReader) opens(h chatHead) bool { return h.name != "" || r.name != "" || h.quiet }

// stamp reads a head's time: a clock, with a date where the chat shows one.
func (r *chatReader) stamp(when string) (clock.Stamp, bool) {
	when = strings.NewReplacer(". m", ".m", ".\u00a0m", ".m", "\u202f", " ", "\u00a0", " ", " at ", " ").Replace(when)
	for days, word := range []string{"today ", "yesterday "} {
		if n := len(word); len(when) > n && strings.EqualFold(when[:n], word) {
			st, _, ok := clock.ReadStamp(when[n:])
			return r.daysAgo(st, days), ok
		}
	}
	if strings.HasPrefix(when, "Last ") {
		when = when[strings.IndexByte(when[5:], ' ')+6:]
	}
	st, rest, ok := clock.ReadStamp(when)
	return st, ok && strings.TrimSpace(rest) == "" && st.HasClock()
}

// daysAgo gives a clock the day that "today" and "yesterday" mean, where it is known when the chat was copied.
func (r *chatReader) daysAgo(st clock.Stamp, days int) clock.Stamp {
	if r.b.opt.Copied.IsZero() {
		return st
	}
	day := r.b.opt.Copied.AddDate(0, 0, -days)
	st.Form, st.Year, st.Month, st.Day = clock.Local, day.Year(), int(day.Month()), day.Day()
	return st
}

func (r *chatReader) start(i int, h chatHead, st clock.Stamp) {
	r.finish(i)
	if h.name != "" && !h.quiet {
		name := emojiName().ReplaceAllString(h.name, "")
		name = strings.TrimSpace(strings.Trim(strings.TrimSpace(name), "*_>"))
		name = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(name, " APP"), " BOT"))
		r.name = strings.TrimSpace(strings.TrimSuffix(name, "APP"))
	}
	r.cur = &entry{line: r.b.line(i), when: st, by: r.name, source: botSources[strings.ToLower(r.name)]}
	if h.quiet {
		r.cur.by, r.cur.source, r.cur.noise = "", "", true
	}
	if h.text != "" {
		r.parts = append(r.parts, strings.TrimSpace(h.text))
	}
}

func (r *chatReader) finish(i int) {
	e := r.cur
	if e == nil {
		return
	}
	from := e.line - r.b.first
	to := from + len(text.WithoutBlankEnd(r.b.lines[from:i]))
	said := strings.Join(r.parts, " ")
	if said == "" && len(r.quoted) > 0 {
		said = r.quoted[0]
	}
	r.cur, r.parts, r.quoted = nil, nil, nil
	said = strings.TrimSpace(strings.ReplaceAll(said, "(edited)", ""))
	said = cmp.Or(reactions().ReplaceAllString(said, ""), said)
	if said == "" {
		for j := from; j < to; j++ {
			if strings.TrimSpace(r.b.lines[j]) != "" {
				r.b.drop(j, "a message without text")
			}
		}
		return
	}
	e.text, e.link = markdown.Inline(said, nil)
	e.lines, e.raw = to-from, strings.Join(r.b.lines[from:to], "\n")
	e.noise = e.noise || chatJoin().MatchString(e.text)
	r.b.add(*e)
}

// day reads a line between two days. "Today" and a weekday alone say something only beside another day.
func (r *chatReader) day(i int, text string) bool {
	st, ok := dayOfLog(strings.TrimSpace(text))
	if text = strings.Trim(text, "-—–= \t"); !ok {
		st, ok = clock.DayNamedIn(text)
	}
	weekday, near := clock.Weekdays[strings.ToLower(text)], text == "Today" || text == "Yesterday"
	switch {
	case ok:
	case weekday != "":
		st = clock.Stamp{Form: clock.None, Weekday: weekday}
	case !near:
		return false
	case r.b.opt.Copied.IsZero():
		r.finish(i)
		return true
	default:
		st = r.daysAgo(clock.DateOnly(0, 0, 0, text), len(text)/len("Yesterday"))
	}
	r.finish(i)
	r.b.add(entry{divider: true, when: st, line: r.b.line(i)})
	return true
}
