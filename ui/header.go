package ui

import (
	"fmt"
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"
)

func (a *App) header() []string {
	t := a.window.look
	rule := t.Faint.Paint(strings.Repeat(draw.RuleGlyph, a.window.w))
	if a.open.pm != nil {
		rule = a.rule()
	}
	if a.open.pm == nil {
		return []string{
			draw.Between(" "+t.Heading.Paint("debrief"), a.shelf.Line()+" ", a.window.w),
			"", rule,
		}
	}
	left := " " + t.Faint.Paint(say.Safe(a.open.pm.Ref)) + " "
	right := a.openCount()
	if a.open.pm.Severity != "" {
		right += " " + a.open.pm.Severity + " "
	}
	if clock := a.clockSays(a.window.w - draw.Width(left) - titleLeast); clock != "" { // the rest is on the sheets, and the time is not
		right = clock + " "
	}
	title := draw.Fit(say.Safe(a.Post().Title), a.window.w-draw.Width(left)-max(draw.Width(right), 1)-1)
	return []string{draw.Between(left+t.Heading.Paint(title), right, a.window.w), a.phaseLine(), rule}
}

// titleLeast is what is left of the title beside a clock, in cells.
const titleLeast = 12

// rule ends the header. The postmortem that is most like this one stands in it, and where others are: there they take no line, and
// nothing moves when they come.
func (a *App) rule() string {
	t, w := a.window.look, a.window.w
	const least, end, blanks = 4, 1, 2 // of the rule, before and behind, and around what stands in it
	others := a.companions(w - least - end - blanks)
	right := ""
	if others != "" {
		right = " " + others + " " + t.Faint.Paint(strings.Repeat(draw.RuleGlyph, end))
	}
	left := a.mostAlike(w - draw.Width(right) - end - least - blanks)
	if left != "" {
		left = t.Faint.Paint(strings.Repeat(draw.RuleGlyph, end)) + " " + left + " "
	}
	return left + t.Faint.Paint(strings.Repeat(draw.RuleGlyph, w-draw.Width(left)-draw.Width(right))) + right
}

// mostAlike names it in w cells, and the key that leads there; "" where there is none, or no room for a title.
func (a *App) mostAlike(w int) string {
	said, key := a.shelf.MostAlike(), ""
	if !a.Top().Typing() {
		key = a.Keys().Key("like", "O")
	}
	if w -= draw.Width(key) + len(" "); said == "" || w < alikeLeast {
		return ""
	}
	t := a.window.look
	return strings.TrimRight(t.Faint.Paint(draw.Fit(said, w))+" "+t.Key.Paint(key), " ")
}

// alikeLeast is in how many cells one of them is named at least.
const alikeLeast = 24

// openCount says how many questions are open in the phases that were visited, and the key that lists them.
func (a *App) openCount() string {
	n := len(a.Checks().Asked)
	if n == 0 {
		return ""
	}
	said := say.Count(n, "question", "questions") + " open"
	if a.window.w < sheet.Roomy {
		said = fmt.Sprint(n, " open")
	}
	said = a.window.look.Question.Paint(said) + " "
	if !a.Top().Typing() {
		said += a.window.look.Key.Paint(a.Keys().Key("findings", "f")) + " "
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
		if line = " " + b.String(); draw.Width(line) <= a.window.w {
			break
		}
	}
	return draw.Fit(line, a.window.w)
}

func (a *App) phaseName(i int, named bool) string {
	t, key, number := a.window.look, model.Phases[i], string(rune('1'+i))
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
	switch c := a.Checks(); {
	case c.Open[i] > 0:
		return a.window.look.Question.Paint(fmt.Sprintf("(%d)", c.Open[i]))
	case i <= a.open.visits.Seen && c.OK[i] && model.Phases[i] != a.phase():
		return a.window.look.Good.Paint("ok")
	}
	return ""
}
