package page

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
)

// needsShown is how many postmortems the archive's page shows at first of those that need somebody; waitingMost is how many late
// things it reads.
const (
	needsShown  = 5
	waitingMost = 500
)

// needs is why a postmortem needs somebody: days say how late each is, below 0 that it is not.
type needs struct {
	ref                string
	followUp, reread   int
	actions, actionDay int // how many are late, and how late the latest is
	bare               int // for how many days it has been over without a fact
	left               int // for how many minutes it has been a draft that somebody left; leftIn is the phase
	leftIn             string
}

// phase is where it is done what a postmortem needs; "" is where it opens by itself.
func (n *needs) phase() string {
	if n.followUp < 0 && n.reread < 0 && n.actions > 0 {
		return "action"
	}
	if n.bare >= 0 && n.late() == n.bare && n.followUp < 0 && n.reread < 0 {
		return "facts"
	}
	return ""
}

// place sorts follow-ups before actions before missing facts before re-reads before drafts.
func (n *needs) place() int {
	switch {
	case n.followUp >= 0:
		return 0
	case n.actions > 0:
		return 1
	case n.bare >= 0:
		return 2
	case n.reread >= 0:
		return 3
	}
	return 4
}

func (n *needs) late() int { return max(n.followUp, n.actionDay, n.reread, n.bare) }

// why says it in words, what matters most last: in a narrow window that alone is left. So many actions are open.
func (n *needs) why(open int) string {
	var said []string
	if open > 0 && n.followUp >= 0 {
		said = append(said, say.Count(open, "action", "actions")+" open")
	}
	if n.actions > 0 && n.followUp < 0 {
		late := "an action " + say.Late(n.actionDay)
		if n.actions > 1 {
			late = say.Count(n.actions, "action", "actions") + " late, one " + say.Count(n.actionDay, "day", "days")
		}
		said = append(said, late)
	}
	if n.bare >= 0 {
		said = append(said, "over for "+say.Count(n.bare, "day", "days")+", no facts yet")
	}
	if n.reread >= 0 {
		said = append(said, "time to read it again")
	}
	if n.followUp >= 0 {
		said = append(said, "follow-up "+say.Late(n.followUp))
	}
	if len(said) == 0 {
		said = append(said, "draft, left in "+guide.Of(n.leftIn).Title+" "+ago(n.left))
	}
	return draw.TailOf(said...)
}

// ago is how many minutes it is, from a day on in days.
func ago(minutes int) string {
	if days := minutes / (24 * 60); days > 0 {
		return say.Count(days, "day", "days") + " ago"
	}
	return say.Span(time.Duration(minutes)*time.Minute) + " ago"
}

// needed puts together what waits, by postmortem, in the order in which they are shown; of those that need the same, the last is first.
func needed(waiting []model.Waiting) (list []*needs) {
	byRef := map[string]*needs{}
	for _, w := range slices.Backward(waiting) {
		n := byRef[w.Postmortem]
		if n == nil {
			n = &needs{ref: w.Postmortem, followUp: -1, reread: -1, actionDay: -1, bare: -1, left: -1}
			byRef[w.Postmortem], list = n, append(list, n)
		}
		switch {
		case w.What == "follow-up":
			n.followUp = w.LateDays
		case w.What == "re-read":
			n.reread = w.LateDays
		case w.What == "facts":
			n.bare = w.LateDays
		case w.What == "draft":
			n.left, n.leftIn = w.Minutes, w.Phase
		case w.LateDays > 0: // what is due today is not late yet
			n.actions++
			n.actionDay = max(n.actionDay, w.LateDays)
		}
	}
	list = slices.DeleteFunc(list, func(n *needs) bool { return max(n.late(), n.left) < 0 })
	slices.SortStableFunc(list, func(x, y *needs) int { return cmp.Or(x.place()-y.place(), y.late()-x.late(), x.left-y.left) })
	return list
}

// shownOf is how many of them are shown.
func shownOf(list []*needs, all bool) int {
	if !all && len(list) > needsShown+1 { // a line that says "1 more" is as long as the one it hides
		return needsShown
	}
	return len(list)
}

// needsIn is the phase in which a postmortem needs somebody.
func (s *home) needsIn(ref string) string {
	for _, n := range s.shelf.archive.needs {
		if n.ref == ref {
			return n.phase()
		}
	}
	return ""
}

// waitingRows are the postmortems that need somebody: overdue follow-ups, late actions, re-reads, drafts left in the middle.
func (s *home) waitingRows() []draw.Row {
	a, t := &s.shelf.archive, s.Desk.Look()
	if len(a.needs) == 0 {
		return nil
	}
	rows := []draw.Row{{Heading: true, Text: "Needs you"}}
	shown := shownOf(a.needs, a.needsAll)
	for _, n := range a.needs[:shown] {
		if e := s.entry(n.ref); e != nil {
			rows = append(rows, draw.Row{Ref: n.ref, Field: "needs", Lead: draw.Pad(n.ref, s.refColumn()), LeadLook: t.Faint,
				Text: say.Safe(e.Title), Tail: n.why(e.OpenActions), TailLook: t.Warn})
		}
	}
	if more := len(a.needs) - shown; more > 0 {
		said := say.Thousands(more) + " more"
		if a.waitingMore {
			said = "more than " + said
		}
		rows = append(rows, draw.Row{Field: "more", Lead: strings.Repeat(" ", s.refColumn()), Text: said, Look: t.Faint,
			Tail: "enter shows them", TailLook: t.Faint})
	}
	return rows
}
