package intake

import (
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

var (
	timelineName = text.Expression(`(?i)\btime[- ]?lines?\b|\bsequence of events\b|\bchronolog|\bkey events\b|^\W*(?:events|incident log|log of events|order of events|event order|course of events|event log|activity log|history of (?:the )?(?:incident|events?))\W*$`)
	notTimeline  = text.Expression(`(?i)\b(?:action items?|actions|follow[- ]?ups?|lessons?|appendi|apendi|chat logs?|chat transcript|transcript|references?|links|todo|next steps|improvements?|remediation|recommendations?|attendees|responders|participants|stats|prevent|corrective|timeline (?:for|of) (?:the )?(?:fix|action|follow|remediation|improvement))`)
	labelOnly    = text.Expression(`^(?:\*\*|__)(.{1,60}?)(?:\*\*|__)?\s*:?\s*(?:\*\*|__)?\s*:?$`)
	labelBullet  = text.Expression(`^(?:\*\*|__)([^*]{1,60}?):?(?:\*\*|__)\s*:?\s*(.*)$`)
	plainLabel   = text.Expression(`(?i)^(?:incident |full |detailed |event )?timeline\b[^.]{0,60}:?$`)
)

// isTimelineName says whether a heading or a label announces the events.
func isTimelineName(text string) bool {
	plain := strings.Trim(text, "*_ `#")
	if len(plain) >= 160 || !timelineName.MatchString(plain) {
		return false
	}
	zone, _ := zoneIn(plain)
	return !notTimeline.MatchString(plain) || zone != "" && strings.Contains(strings.ToLower(plain), "timeline")
}

// section is a stretch of lines that holds events, and what announced it.
type section struct {
	from, to int // lines, the announcing one excluded
	name     string
	heading  int // the announcing line, -1 for none
	keyEvent bool
}

// sections finds the timelines of a document. A document that announces none is one section as a whole when it has no
// headings, and otherwise every part that is not about something else.
func sections(lines []mdLine) (found []section, announced bool) {
	for i := 0; i < len(lines); i++ {
		s, ok := announcedAt(lines, i)
		if !ok {
			continue
		}
		found = append(found, s)
		i = s.to - 1
	}
	if len(found) > 0 {
		return found, true
	}
	return otherSections(lines), false
}

// announcedAt is the section that line i announces: as a heading, as a bold label, as a line of its own, or, in a list, as
// a bold bullet.
func announcedAt(lines []mdLine, i int) (section, bool) {
	l := lines[i]
	s := section{from: i + 1, heading: i, name: l.body}
	switch l.kind {
	case mdHeading:
		if !isTimelineName(l.body) || startsWithTime(l.body) {
			return s, false
		}
		s.to = sectionEnd(lines, i, l.level)
		return s, true
	case mdText:
		m := labelOnly.FindStringSubmatch(l.body)
		if m == nil && !plainLabel.MatchString(l.body) || m != nil && !isTimelineName(m[1]) {
			return s, false
		}
		s.to = labelEnd(lines, i)
		return s, true
	case mdBullet:
		m := labelBullet.FindStringSubmatch(l.body)
		if m == nil || m[2] != "" {
			return s, false
		}
		name := strings.ToLower(strings.TrimSpace(m[1]))
		s.keyEvent = name == "key events"
		if !s.keyEvent && name != "context" && !isTimelineName(name) {
			return s, false
		}
		s.to = bulletEnd(lines, i)
		return s, true
	}
	return s, false
}

// sectionEnd is the line of the next heading that is no deeper than level and no time, or the end.
func sectionEnd(lines []mdLine, i, level int) int {
	for j := i + 1; j < len(lines); j++ {
		if lines[j].kind == mdHeading && lines[j].level <= level && !startsWithTime(lines[j].body) {
			return j
		}
	}
	return len(lines)
}

// labelEnd is the next heading that is no time, or the next bold label.
func labelEnd(lines []mdLine, i int) int {
	for j := i + 1; j < len(lines); j++ {
		switch lines[j].kind {
		case mdHeading:
			if !startsWithTime(lines[j].body) {
				return j
			}
		case mdText:
			if m := labelOnly.FindStringSubmatch(lines[j].body); m != nil && !startsWithTime(lines[j].body) {
				return j
			}
		}
	}
	return len(lines)
}

// bulletEnd is the next bold label of the same list, or the next heading.
func bulletEnd(lines []mdLine, i int) int {
	for j := i + 1; j < len(lines); j++ {
		if lines[j].kind == mdHeading || lines[j].kind == mdBullet && lines[j].indent <= lines[i].indent &&
			labelBullet.MatchString(lines[j].body) && !startsWithTime(lines[j].body) {
			return j
		}
	}
	return len(lines)
}

// otherSections are the parts of a document without a timeline that may hold one all the same.
func otherSections(lines []mdLine) []section {
	var found []section
	open := section{from: 0, heading: -1}
	skip := 0 // the level of a heading that is about something else
	title := true
	for i, l := range lines {
		if l.kind != mdHeading || startsWithTime(l.body) && !title {
			continue
		}
		title = false
		if skip == 0 {
			open.to = i
			found = append(found, open)
		}
		if skip == 0 || l.level <= skip {
			skip = 0
			if notTimeline.MatchString(l.body) {
				skip = l.level
			}
		}
		open = section{from: i + 1, heading: i, name: l.body}
	}
	if skip == 0 {
		open.to = len(lines)
		found = append(found, open)
	}
	return found
}

// startsWithTime says whether a line or a heading begins with a time, whatever its marks.
func startsWithTime(s string) bool {
	s = withoutDayLabel(strings.TrimSpace(s))
	if s == "" || len(s) > 0 && s[0] == '|' {
		return s != "" && firstCellIsTime(s)
	}
	if strings.IndexByte("-*+", s[0]) >= 0 {
		if m := bulletLine.FindStringSubmatch(text.FirstBytes(s, 300)); m != nil {
			s = m[2]
		}
	}
	st, rest, enclosed, ok := leading(s)
	return ok && st.Form != clock.Unknown && !st.Led && (!st.Weak || enclosed) && (!st.NoClock || st.Year != 0 || enclosed || rest == "")
}

func firstCellIsTime(row string) bool {
	cells := cellsOf(row)
	if len(cells) == 0 {
		return false
	}
	st, _, _, ok := leading(cells[0])
	return ok && !st.Weak && st.Form != clock.Unknown
}

func hasHeadings(lines []mdLine) bool {
	for _, l := range lines {
		if l.kind == mdHeading {
			return true
		}
	}
	return false
}
