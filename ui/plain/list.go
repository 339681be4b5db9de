package plain

import (
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/ask"
)

// list says what is in the phase that somebody is in.
func (s *session) list() {
	s.say(append([]string{guide.Of(s.phase).Title + ":"}, listOf[s.phase](s)...)...)
}

// listOf are the lines of each phase.
var listOf = map[string]func(*session) []string{
	"assemble": (*session).listPeople, "facts": (*session).listFacts, "causes": (*session).listCauses,
	"whys": (*session).listWhys, "action": (*session).listActions, "close": (*session).listClose,
}

// item is one line of a list: what is said of it, without what is empty.
func item(pieces ...string) string {
	var said []string
	for _, x := range pieces {
		if x != "" {
			said = append(said, say.Safe(x))
		}
	}
	return "  " + strings.Join(said, ", ")
}

// values are fields of the postmortem with what stands in them.
func (s *session) values(names ...string) (lines []string) {
	for _, name := range names {
		f := ask.FieldOf("", name)
		lines = append(lines, item(f.Label+": "+orNothing(words(f.Shown(s.pm, "")), "-")))
	}
	return lines
}

func (s *session) listPeople() []string {
	lines := s.values("title", "severity", "summary", "services", "tags", "why_now", "likely_again", "meeting.at", "meeting.minutes")
	for _, n := range s.pm.Participants {
		lines = append(lines, item(n.Ref+" "+n.Name, n.Team, strings.Join(n.Involved, " "),
			yes(n.Facilitator, "facilitator"), yes(n.NoteTaker, "note-taker"), yes(n.Attended, "present")))
	}
	return lines
}

func (s *session) listFacts() (lines []string) {
	for _, i := range s.pm.Impact {
		amount := strings.TrimSpace(ask.FieldOf(i.Ref, "amount").Shown(s.pm, i.Ref) + " " + i.Unit)
		lines = append(lines, item(i.Ref+" "+i.What, amount, yes(i.Estimate, "an estimate")))
	}
	return append(lines, s.timeline()...)
}

func (s *session) listCauses() []string {
	lines := s.timeline()
	for _, c := range s.pm.Causes {
		lines = append(lines, item(c.Ref+" "+c.Text, c.Role, shownBy(c.Events)))
	}
	return lines
}

func (s *session) listWhys() (lines []string) {
	for _, c := range s.pm.Causes {
		lines = s.tree(append(lines, item(c.Ref+" "+c.Text)), c.Whys, 1)
	}
	return lines
}

func (s *session) listActions() (lines []string) {
	for i := range s.pm.Actions {
		a := &s.pm.Actions[i]
		done := "done when " + orNothing(words(a.DoneWhen), "nobody has said")
		due := ask.FieldOf(a.Ref, "due").Shown(s.pm, a.Ref)
		lines = append(lines, item(a.Ref+" "+a.Title, a.Owner, due, a.Status, a.Scope, a.Kind, a.Area, answersOf(a), done))
	}
	for _, k := range s.pm.Parking {
		lines = append(lines, item(k.Ref+" parked: "+k.Text, orNothing(words(k.Outcome), "to settle"), k.Reason))
	}
	return lines
}

func (s *session) listClose() []string {
	lines := s.values("follow_up.at", "follow_up.held_at", "follow_up.again", "follow_up.missed", "reread.due", "reread.missed", "status")
	for _, l := range s.pm.Lessons {
		lines = append(lines, item(l.Ref+" "+l.Kind, l.Text))
	}
	return lines
}

// timeline is the timeline, a line each.
func (s *session) timeline() (lines []string) {
	marks := map[string]string{}
	for _, m := range s.pm.Moments.List() {
		if m.Moment != nil && m.Event != "" {
			marks[m.Event] += ", " + m.Name
		}
	}
	for i := range s.pm.Events {
		e := &s.pm.Events[i]
		lines = append(lines, "  "+e.Ref+" "+strings.TrimSpace(s.clock(e)+" "+model.Said(e.Kind)+" "+say.Safe(e.Text))+marks[e.Ref])
	}
	return lines
}

// clock is when an event was, "" where nobody knows.
func (s *session) clock(e *model.Event) string {
	if e.At.IsZero() {
		return ""
	}
	return say.At(e, s.pm.Location(), true)
}

func (s *session) tree(lines []string, list []model.Why, depth int) []string {
	for i := range list {
		w := &list[i]
		said := []string{say.Safe(w.Answer)}
		if w.Answer == "" {
			said[0] = say.Safe(w.Question)
		}
		for _, x := range []string{yes(w.Root, "a root cause"), w.Category, w.Fix, w.Stop, shownBy(w.Events)} {
			if x != "" {
				said = append(said, x)
			}
		}
		lines = append(lines, strings.Repeat("  ", depth+1)+w.Ref+" "+strings.Join(said, ", "))
		lines = s.tree(lines, w.Whys, depth+1)
	}
	return lines
}

func yes(is bool, word string) string {
	if is {
		return word
	}
	return ""
}

func shownBy(events []string) string {
	if len(events) == 0 {
		return ""
	}
	return "shown by " + strings.Join(events, " ")
}

func answersOf(a *model.Action) string {
	if len(a.Answers) == 0 {
		return "answers no cause"
	}
	return "answers " + strings.Join(a.Answers, " ")
}

// questions says what is still open in every phase that was visited.
func (s *session) questions() {
	for i := range model.Phases {
		s.sayOpen(i)
	}
}
