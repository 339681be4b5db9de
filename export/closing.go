package export

import (
	"strings"

	"debrief/model"
	"debrief/model/say"
)

// Closing is what a group takes with it, as text for the channel that it talks in: what was decided, who has what, and when it meets
// again. It takes a postmortem as others may see it, through a cast.Veil: whoever owns an action is named, and nobody else is.
func Closing(p *model.Postmortem) []byte {
	var b strings.Builder
	line := func(text string) { b.WriteString(model.Clean(text) + "\n") }
	section := func(title string, items []string, none string) {
		b.WriteString("\n" + title + "\n")
		if len(items) == 0 {
			items = []string{none}
		}
		for _, item := range items {
			line("- " + item)
		}
	}
	line(strings.TrimSpace(p.Ref + " " + p.Title))
	section("What was decided", decided(p), "nothing yet")
	var has []string
	for i := range p.Actions {
		a := &p.Actions[i]
		if !a.IsOpen() {
			continue
		}
		who := "nobody has it yet"
		if a.Owner != "" {
			who = a.Owner
		}
		if a.Due != "" {
			who += ", by " + say.Day(a.Due.Time())
		}
		has = append(has, a.Ref+" "+a.Title+": "+who)
	}
	section("Who has what", has, "nobody has anything yet")
	section("When we meet again", meetsAgain(p), "no day is set yet")
	return []byte(b.String())
}

// decided are the root causes that a group has agreed on, and the thoughts that it has decided to leave.
func decided(p *model.Postmortem) []string {
	var all []string
	var below func([]model.Why)
	below = func(whys []model.Why) {
		for i := range whys {
			if w := &whys[i]; w.Root && w.Answer != "" {
				all = append(all, "A root cause: "+w.Answer)
			}
			below(whys[i].Whys)
		}
	}
	for i := range p.Causes {
		below(p.Causes[i].Whys)
	}
	for i := range p.Actions {
		if a := &p.Actions[i]; a.Status == "dropped" {
			all = append(all, "We do not do "+a.Ref+" "+a.Title+because(a.Reason))
		}
	}
	for i := range p.Parking {
		if k := &p.Parking[i]; k.Outcome == "declined" {
			all = append(all, "We leave: "+k.Text+because(k.Reason))
		}
	}
	return all
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return " (" + reason + ")"
}

// meetsAgain is the follow-up, where it is planned and was not held, and the second look.
func meetsAgain(p *model.Postmortem) []string {
	var all []string
	if f := p.FollowUp; f != nil && !f.At.IsZero() && f.HeldAt.IsZero() {
		all = append(all, "Follow-up: "+say.Clock(f.At, p.Location(), true)+" "+p.Zone)
	}
	if r := p.Reread; r != nil && r.Due != "" && r.DoneAt.IsZero() {
		all = append(all, "We read it again: "+say.Day(r.Due.Time()))
	}
	return all
}
