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
	entry              *model.Entry
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

// why says it in words, what matters most last: in a narrow window that alone is left.
func (n *needs) why() string {
	var said []string
	if n.entry.OpenActions > 0 && n.followUp >= 0 {
		said = append(said, say.Count(n.entry.OpenActions, "action", "actions")+" open")
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

// needed puts together what waits, by postmortem.
func (s *home) needed() []*needs {
	s.needs = map[string]*needs{}
	for _, w := range s.shelf.archive.waiting {
		n := s.needs[w.Postmortem]
		if n == nil {
			n = &needs{followUp: -1, reread: -1, actionDay: -1, bare: -1, left: -1}
			s.needs[w.Postmortem] = n
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
	var list []*needs
	for i := range s.shelf.archive.entries {
		e := &s.shelf.archive.entries[i]
		if n := s.needs[e.Ref]; n != nil && max(n.late(), n.left) >= 0 {
			n.entry = e
			list = append(list, n)
		}
	}
	slices.SortStableFunc(list, func(x, y *needs) int { return cmp.Or(x.place()-y.place(), y.late()-x.late(), x.left-y.left) })
	return list
}

// waitingRows are the postmortems that need somebody: overdue follow-ups, late actions, re-reads, drafts left in the middle.
func (s *home) waitingRows() []draw.Row {
	list, t := s.needed(), s.Desk.Look()
	if len(list) == 0 {
		return nil
	}
	rows := []draw.Row{{Heading: true, Text: "Needs you"}}
	shown := len(list)
	if !s.all && shown > needsShown+1 { // a line that says "1 more" is as long as the one it hides
		shown = needsShown
	}
	for _, n := range list[:shown] {
		rows = append(rows, draw.Row{Ref: n.entry.Ref, Field: "needs", Lead: draw.Pad(n.entry.Ref, s.refColumn()), LeadLook: t.Faint,
			Text: say.Safe(n.entry.Title), Tail: n.why(), TailLook: t.Warn})
	}
	if more := len(list) - shown; more > 0 {
		said := say.Thousands(more) + " more"
		if s.shelf.archive.waitingMore {
			said = "more than " + said
		}
		rows = append(rows, draw.Row{Field: "more", Lead: strings.Repeat(" ", s.refColumn()), Text: said, Look: t.Faint,
			Tail: "enter shows them", TailLook: t.Faint})
	}
	return rows
}
