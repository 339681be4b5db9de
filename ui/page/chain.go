package page

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// chain leads along event, cause, why and action, one link at a time: back to what a row comes from, on to what follows from it.
func (b base) chain() []sheet.Action {
	return []sheet.Action{
		{ID: "chain.back", Keys: []string{","}, Name: "go to what it comes from: its events, its cause, the why it answers",
			Scope: sheet.InList, Do: func() tea.Cmd { return b.follow(b.comesFrom) }, Why: b.noLinked},
		{ID: "chain.on", Keys: []string{"."}, Name: "go to what follows from it: causes and whys, actions",
			Scope: sheet.InList, Do: func() tea.Cmd { return b.follow(b.leadsTo) }, Why: b.noLinked},
	}
}

func (b base) noLinked() string {
	if r := b.Selected(); r != nil && r.Ref != "" && strings.ContainsRune("ECWA", rune(r.Ref[0])) {
		return ""
	}
	return "Select an event, a cause, a why or an action first."
}

// comesFrom are the parts behind one in the chain, or why there are none.
func (b base) comesFrom(ref string) (refs []string, none string) {
	if b.guest(ref) {
		return []string{ref}, ""
	}
	switch ref[:1] {
	case "E":
		return nil, "The chain starts at events. " + b.Key("chain.on", ".") + " goes on from here."
	case "C":
		return model.SplitList(b.Post().Get(ref, "events")), "No event shows " + ref + " yet: space picks some."
	case "W":
		part, _ := b.Post().Part(ref)
		for part.Kind != nil && part.Kind.Letter == "W" {
			part, _ = b.Post().Part(part.Parent)
		}
		return append(model.SplitList(b.Post().Get(ref, "events")), part.Ref()), ""
	}
	return model.SplitList(b.Post().Get(ref, "answers")), ref + " answers no cause yet: C picks one, in 5 Action."
}

// leadsTo are the parts after one in the chain, or why there are none.
func (b base) leadsTo(ref string) (refs []string, none string) {
	switch {
	case ref[:1] == "E":
		return b.Desk.Mentioned(ref, "CW"), "Nothing rests on " + ref + " yet: " + b.Key("facts.cause", "C") + " makes it a cause."
	case ref[:1] == "A":
		return nil, "The chain ends at actions. " + b.Key("chain.back", ",") + " goes back to what " + ref + " answers."
	case ref[:1] == "C" && b.Page.ID == "causes":
		return []string{ref}, ""
	}
	for _, below := range b.Post().Branch(ref) {
		for _, action := range b.Desk.Mentioned(below, "A") {
			if !slices.Contains(refs, action) {
				refs = append(refs, action)
			}
		}
	}
	return refs, "No action answers " + ref + " yet: " + b.Key("whys.action", "A") + " starts one, in 4 Dig deeper."
}

// follow goes to the part that a link leads to; where there are several, one is chosen.
func (b base) follow(link func(ref string) (refs []string, none string)) tea.Cmd {
	ref := b.Selected().Ref
	refs, none := link(ref)
	switch len(refs) {
	case 0:
		b.Desk.Warn(none)
		return nil
	case 1:
		return b.shelf.ShowPart(refs[0], b.homeOf(refs[0]))
	}
	choices := make([]sheet.Choice, 0, len(refs))
	for _, to := range refs {
		choices = append(choices, sheet.Choice{Word: to, Name: to + " " + draw.Fit(say.Safe(b.Post().Get(to, ask.MainField(to))), 20)})
	}
	c := sheet.NewChooser("From "+ref+" to", choices)
	c.Take = func(chosen []string) tea.Cmd { return b.shelf.ShowPart(chosen[0], b.homeOf(chosen[0])) }
	return b.Choose(c)
}

// homeOf is the sheet on which a part is shown when one comes from this one. A cause is on two: coming from the facts it is on
// its own, else at the head of its tree.
func (b base) homeOf(ref string) string {
	switch ref[:1] {
	case "E":
		return "facts"
	case "A":
		return "action"
	case "C":
		if b.Page.ID == "facts" {
			return "causes"
		}
	}
	return "whys"
}
