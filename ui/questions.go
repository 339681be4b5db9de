package ui

import (
	"slices"

	"debrief/model"
	"debrief/model/coach"
	"debrief/model/say"
	"debrief/ui/draw"
)

// checks are the findings of one revision, and those of them that are asked by now.
type checks struct {
	of         *model.Postmortem
	all        []coach.Finding
	ok         [6]bool // the phase was worked on and leaves nothing open, asked or not
	seen, left int     // what asked and open were made for
	asked      []coach.Finding
	open       [6]int // of those asked
}

// checked looks at the open postmortem once per revision.
func (a *App) checked() *checks {
	c := &a.checks
	if c.of == a.pm && c.seen == a.seen && c.left == a.left {
		return c
	}
	if c.of != a.pm {
		c.of, c.all = a.pm, coach.Check(a.pm, a.now())
		for i, phase := range coach.Progress(a.pm, c.all) {
			c.ok[i] = phase.OK()
		}
	}
	c.seen, c.left, c.open = a.seen, a.left, [6]int{}
	c.asked = slices.DeleteFunc(slices.Clone(c.all), func(f coach.Finding) bool { return !a.asks(f) })
	for _, f := range c.asked {
		c.open[model.PhaseIndex(f.Phase)]++
	}
	return c
}

// asks reports whether a finding is asked by now. Words are asked about at once; what is missing in a phase, only once somebody
// has gone on from there: nobody is asked for what they are about to enter. What was reviewed is not being filled in any more.
func (a *App) asks(f coach.Finding) bool {
	i := model.PhaseIndex(f.Phase)
	return i >= 0 && i <= a.seen && (i < a.left || a.pm.Status != "draft" || aboutWords(f.Code))
}

// aboutWords reports whether a code is about the words of a text: these have no phase of their own.
func aboutWords(code string) bool { return coach.About(code).Phase == "" }

// visit notes that somebody went to a phase. The one before it was left, and so were all that lie before the new one.
func (a *App) visit(phase string) {
	from, to := model.PhaseIndex(a.phase()), model.PhaseIndex(phase)
	if from >= 0 && from != to {
		a.left = max(a.left, from+1)
	}
	a.seen, a.left = max(a.seen, to), max(a.left, to)
}

// revisit takes over how far earlier sessions came. From the last phase nobody goes on to another: it was left when a session
// that had reached it ended, or when the day has come that was planned in it.
func (a *App) revisit() {
	last := len(model.Phases) - 1
	a.seen = max(model.PhaseIndex(a.pm.Phase), model.PhaseIndex(a.live.Phase), 0)
	if a.pm.FollowUpDue(a.now()) || a.pm.RereadDue(a.now()) {
		a.seen = last
	}
	a.left = a.seen
	if a.seen == last {
		a.left = len(model.Phases)
	}
}

// side is the column of open questions of the phase.
func (s *sheet) side(w int) []string {
	t, phase := s.app.theme, model.PhaseIndex(s.phase.Key)
	var lines []string
	for _, f := range s.app.checked().asked {
		if f.Phase != s.phase.Key {
			continue
		}
		for i, l := range draw.Wrap(about(f)+f.Question, w-2) {
			if i == 0 {
				lines = append(lines, "- "+l)
			} else {
				lines = append(lines, "  "+l)
			}
		}
	}
	title := "No open questions"
	if n := s.app.checked().open[phase]; n > 0 {
		title = say.Count(n, "question", "questions") + " open"
	} else if phase >= s.app.left {
		title = "No questions so far" // what is missing is asked for later
	}
	return append([]string{t.Heading.Paint(title)}, lines...)
}

// about is the part that a finding is about, to stand before its question; "" where it is about a field or a list.
func about(f coach.Finding) string {
	if f.At == "" || model.KindOf(f.At) == nil {
		return ""
	}
	return f.At + " "
}
