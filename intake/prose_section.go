package intake

import (
	"strings"

	"debrief/intake/markdown"
	"debrief/intake/parts"
)

// section is a stretch of lines that holds events, and what announced it.
type section struct {
	from, to int // lines, the announcing one excluded
	name     string
	heading  int // the announcing line, -1 for none
	keyEvent bool
}

// sections finds the timelines of a document. A document that announces none is one section as a whole when it has no
// headings, and otherwise every part that is not about something else.
func sections(lines []markdown.Line) (found []section, announced bool) {
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
func announcedAt(lines []markdown.Line, i int) (section, bool) {
	l := lines[i]
	s := section{from: i + 1, heading: i, name: l.Body}
	switch l.Kind {
	case markdown.Heading:
		if !parts.IsTimeline(l.Body) || markdown.StartsWithTime(l.Body) {
			return s, false
		}
		s.to = sectionEnd(lines, i, l.Level)
		return s, true
	case markdown.Text:
		m := parts.LabelOnly.FindStringSubmatch(l.Body)
		if m == nil && !parts.PlainLabel.MatchString(l.Body) || m != nil && !parts.IsTimeline(m[1]) {
			return s, false
		}
		s.to = labelEnd(lines, i)
		return s, true
	case markdown.Bullet:
		m := parts.LabelBullet.FindStringSubmatch(l.Body)
		if m == nil || m[2] != "" {
			return s, false
		}
		name := strings.ToLower(strings.TrimSpace(m[1]))
		s.keyEvent = name == "key events"
		if !s.keyEvent && name != "context" && !parts.IsTimeline(name) {
			return s, false
		}
		s.to = bulletEnd(lines, i)
		return s, true
	}
	return s, false
}

// endOf is the first line behind i at which a section ends, or the end of the document.
func endOf(lines []markdown.Line, i int, ends func(l *markdown.Line, j int) bool) int {
	for i++; i < len(lines) && !ends(&lines[i], i); i++ {
	}
	return i
}

func isUntimed(l *markdown.Line) bool { return !markdown.StartsWithTime(l.Body) }

// sectionEnd is the line of the next heading that is no deeper than level and no time, or of one that lost its marks.
func sectionEnd(lines []markdown.Line, i, level int) int {
	return endOf(lines, i, func(l *markdown.Line, j int) bool {
		return l.Kind == markdown.Heading && l.Level <= level && isUntimed(l) || parts.EndsTimeline(lines, j)
	})
}

// labelEnd is the next heading that is no time, or the next bold label.
func labelEnd(lines []markdown.Line, i int) int {
	return endOf(lines, i, func(l *markdown.Line, j int) bool {
		return l.Kind == markdown.Heading && isUntimed(l) ||
			l.Kind == markdown.Text && (parts.EndsTimeline(lines, j) || parts.LabelOnly.MatchString(l.Body) && isUntimed(l))
	})
}

// bulletEnd is the next bold label of the same list, or the next heading.
func bulletEnd(lines []markdown.Line, i int) int {
	return endOf(lines, i, func(l *markdown.Line, _ int) bool {
		return l.Kind == markdown.Heading ||
			l.Kind == markdown.Bullet && l.Indent <= lines[i].Indent && parts.LabelBullet.MatchString(l.Body) && isUntimed(l)
	})
}

// otherSections are the parts of a document without a timeline that may hold one all the same.
func otherSections(lines []markdown.Line) []section {
	var found []section
	open := section{from: 0, heading: -1}
	skip := 0 // the level of a heading that is about something else
	title := true
	for i, l := range lines {
		if l.Kind != markdown.Heading || markdown.StartsWithTime(l.Body) && !title {
			continue
		}
		title = false
		if skip == 0 {
			open.to = i
			found = append(found, open)
		}
		if skip == 0 || l.Level <= skip {
			skip = 0
			if parts.NotTimeline.MatchString(l.Body) {
				skip = l.Level
			}
		}
		open = section{from: i + 1, heading: i, name: l.Body}
	}
	if skip == 0 {
		open.to = len(lines)
		found = append(found, open)
	}
	return found
}
