package intake

import (
	"strings"

	"debrief/intake/markdown"
	"debrief/intake/text"
)

// fence reads the block of code at line i and returns the line after it. Code belongs to the entry above it; a block that
// stands alone in a timeline and whose lines start with times is the timeline itself.
func (p *prose) fence(i int) int {
	end := i
	for end < p.sect.to && p.lines[end].Kind == markdown.Fence {
		end++
	}
	if !p.fencedTimeline(i, end) {
		for ; i < end; i++ {
			p.attach(i, "", "code that belongs to no event")
		}
		return end
	}
	for ; i < end; i++ {
		line := strings.TrimSpace(p.b.lines[i])
		st, rest, enclosed, ok := markdown.Leading(line)
		switch {
		case line == "" || markdown.FenceMark(line) != "":
			p.used[i] = true
		case ok && p.accepts(st, rest, enclosed):
			p.start(i, st, rest).kind = markdown.Text
		default:
			p.attach(i, line, noTimeAtStart)
		}
	}
	p.finish()
	return end
}

// fencedTimeline says whether half of the lines of a block of code, and at least two, start with a time of day, where no
// entry stands above it.
func (p *prose) fencedTimeline(from, to int) bool {
	if !p.announced || p.cur != nil {
		return false
	}
	timed, others := 0, 0
	for i := from; i < to; i++ {
		line := strings.TrimSpace(p.b.lines[i])
		if line == "" || markdown.FenceMark(line) != "" {
			continue
		}
		if st, rest, _, ok := markdown.Leading(line); ok && st.HasClock() && !st.Led && !st.Weak && text.Letters(rest) > 3 {
			timed++
		} else {
			others++
		}
	}
	return timed >= 2 && timed >= others
}
