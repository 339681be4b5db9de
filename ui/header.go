package ui

import (
	"fmt"
	"path/filepath"
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
)

func (a *App) header() []string {
	t := a.theme
	rule := t.Faint.Paint(strings.Repeat(draw.RuleGlyph, a.w))
	if a.pm == nil {
		return []string{
			draw.Between(" "+t.Heading.Paint("debrief"), a.archiveLine()+" ", a.w),
			"", rule,
		}
	}
	left := " " + t.Faint.Paint(say.Safe(a.pm.Ref)) + " "
	right := a.openCount()
	if a.pm.Severity != "" {
		right += " " + a.pm.Severity + " "
	}
	title := draw.Fit(say.Safe(a.pm.Title), a.w-draw.Width(left)-max(draw.Width(right), 1)-1)
	return []string{draw.Between(left+t.Heading.Paint(title), right, a.w), a.phaseLine(), rule}
}

func (a *App) archiveLine() string {
	file := say.Safe(filepath.Base(a.config.Archive.Path()))
	if !a.listed {
		return file
	}
	return say.Count(len(a.entries), "postmortem", "postmortems") + ", " + file
}

// roomy is the width from which on words are written out that a narrow window leaves out, in cells.
const roomy = 60

// openCount says how many questions are open in the phases that were visited, and the key that lists them.
func (a *App) openCount() string {
	n := len(a.checked().asked)
	if n == 0 {
		return ""
	}
	said := say.Count(n, "question", "questions") + " open"
	if a.w < roomy {
		said = fmt.Sprint(n, " open")
	}
	said = a.theme.Question.Paint(said) + " "
	if !a.top().Typing() {
		said += a.theme.Key.Paint("f") + " "
	}
	return said
}

// phaseLine shows the six phases, where we are, and of those that were visited how many questions are open, or that none is.
// Narrow windows show it closer together, and then without the names.
func (a *App) phaseLine() string {
	line := ""
	for _, layout := range []struct {
		names    bool
		gap, tie string // between phases, and between a phase and its mark
	}{{true, "  ", " "}, {true, " ", " "}, {false, " ", " "}, {false, " ", ""}} {
		var b strings.Builder
		for i := range model.Phases {
			if i > 0 {
				b.WriteString(layout.gap)
			}
			b.WriteString(a.phaseName(i, layout.names))
			if mark := a.phaseMark(i); mark != "" {
				b.WriteString(layout.tie + mark)
			}
		}
		if line = " " + b.String(); draw.Width(line) <= a.w {
			break
		}
	}
	return draw.Fit(line, a.w)
}

func (a *App) phaseName(i int, named bool) string {
	t, key, number := a.theme, model.Phases[i], string(rune('1'+i))
	switch {
	case key == a.phase():
		return t.Accent.Paint(number + " " + strings.ToUpper(guide.Of(key).Title))
	case named:
		return t.Faint.Paint(number) + " " + guide.Of(key).Title
	}
	return t.Faint.Paint(number)
}

// phaseMark is how many questions of a phase are open, or that it was worked on and leaves none; "" where neither is known.
func (a *App) phaseMark(i int) string {
	switch c := a.checked(); {
	case c.open[i] > 0:
		return a.theme.Question.Paint(fmt.Sprintf("(%d)", c.open[i]))
	case i <= a.seen && c.ok[i] && model.Phases[i] != a.phase():
		return a.theme.Good.Paint("ok")
	}
	return ""
}
