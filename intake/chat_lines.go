package intake

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// Chats of which every line begins with its time and its person: logs of IRC, and what phones export.

const (
	lineStamp = `\[?((?:\d{4}-\d{2}-\d{2}[ T]|\d{1,2} [A-Z][a-z]{2} )?\d{1,2}:\d{2}(?::\d{2})?)\]?`
	phoneDay  = `\[?(\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?|\d{4}[/.-]\d{1,2}[/.-]\d{1,2},) (` + clockText + `)\]?(?: [-–])? `
)

var (
	saidLine   = text.Expression(`^` + lineStamp + `\s+<[ @+%&~!]?([^<>\s!]{1,40})(?:![^<>\s]*)?>\s+(\S.*)$`)
	didLine    = text.Expression(`^` + lineStamp + `\s+\*\s+([^<>\s*]{1,40})\s+(\S.*)$`)
	quietLine  = text.Expression(`^` + lineStamp + `\s+(?:-!-|-->|<--|\*\*\*)\s+(\S.*)$`)
	tabbedLine = text.Expression(`^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})\t([^\t]{0,40})\t(.*)$`)
	phoneLine  = text.Expression(`^` + phoneDay + `([^:]{1,40}): (.+)$`)
	phoneQuiet = text.Expression(`^` + phoneDay + `(\S.*)$`)
	dayChanged = text.Expression(`^-{2,} ?(?:Day changed|Log opened|Log closed)(?: to)? (.+)$`)
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
	switch {
	case strings.IndexAny(text.FirstBytes(line, 6), "/.") > 0, strings.Contains(text.FirstBytes(line, 13), ", "):
		return phoneHead(line)
	case text.AnyWord(start, "<", " * ", "-!-", "-->", "***"):
		return networkHead(line)
	case strings.Contains(start, "\t"):
		return tabbedHead(line)
	}
	return chatHead{}, false
}

// networkHead reads a line of a log of IRC.
func networkHead(line string) (chatHead, bool) {
	if m := saidLine.FindStringSubmatch(line); m != nil {
		return chatHead{when: m[1], name: m[2], text: m[3], lines: 1}, true
	}
	if m := didLine.FindStringSubmatch(line); m != nil {
		return chatHead{when: m[1], name: m[2], text: m[3], lines: 1}, true
	}
	if m := quietLine.FindStringSubmatch(line); m != nil {
		return chatHead{when: m[1], text: m[2], quiet: true, lines: 1}, true
	}
	return tabbedHead(line)
}

// tabbedHead reads a line of weechat: a time, a name and a text, or a mark in the place of the name.
func tabbedHead(line string) (chatHead, bool) {
	m := tabbedLine.FindStringSubmatch(line)
	if m == nil {
		return chatHead{}, false
	}
	name := strings.TrimLeft(m[2], "@+ ")
	return chatHead{when: m[1], name: name, text: m[3], quiet: strings.Trim(name, "-<>*!") == "", lines: 1}, true
}

// phoneHead reads a line of what a phone exports.
func phoneHead(line string) (chatHead, bool) {
	if m := phoneLine.FindStringSubmatch(line); m != nil {
		return chatHead{when: m[1] + " " + m[2], name: m[3], text: m[4], lines: 1}, true
	}
	if m := phoneQuiet.FindStringSubmatch(line); m != nil {
		return chatHead{when: m[1] + " " + m[2], text: m[3], quiet: true, lines: 1}, true
	}
	return chatHead{}, false
}

// recogniseLineChat wants two lines near each other on which somebody says something.
func recogniseLineChat(lines []string) int {
	h, ok := lineChatHead(lines)
	if !ok && !dayChanged.MatchString(text.FirstBytes(lines[0], 80)) {
		return 0
	}
	said := 0
	for i := 0; i < min(len(lines), 20) && said < 2; i++ {
		if h, ok = lineChatHead(lines[i:]); ok && !h.quiet {
			said++
		}
	}
	if said < 2 {
		return 0
	}
	return chatLength(lines, lineChatHead)
}

// dayOfLog is the day of a line like "--- Day changed Thu Nov 19 2026".
func dayOfLog(line string) (clock.Stamp, bool) {
	m := dayChanged.FindStringSubmatch(line)
	if m == nil {
		return clock.Stamp{}, false
	}
	if st, rest, ok := clock.ReadStamp(m[1]); ok && rest == "" && st.Form == clock.Local {
		return dayOf(st), true
	}
	return clock.DayNamedIn(m[1])
}
