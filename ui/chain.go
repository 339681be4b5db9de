package ui

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// mentions say of each part which others point at it, for one revision.
type mentions struct {
	of *model.Postmortem
	by map[string][]string
}

// mentioned are the parts of a letter that point at a part: what an event shows, which actions answer a why.
func (a *App) mentioned(ref, letters string) []string {
	if a.pm == nil {
		return nil
	}
	if a.mentions.of != a.pm {
		a.mentions = mentions{a.pm, a.pm.Mentions()}
	}
	var refs []string
	for _, by := range a.mentions.by[ref] {
		if strings.Contains(letters, by[:1]) {
			refs = append(refs, by)
		}
	}
	return refs
}

// chain leads along event, cause, why and action, one link at a time: back to what a row comes from, on to what follows from it.
func (s *sheet) chain() []Action {
	return []Action{
		{ID: "chain.back", Keys: []string{","}, Name: "go to what it comes from: its events, its cause, the why it answers",
			Scope: inList, Do: func() tea.Cmd { return s.follow(s.comesFrom) }, Why: s.noLinked},
		{ID: "chain.on", Keys: []string{"."}, Name: "go to what follows from it: causes and whys, actions",
			Scope: inList, Do: func() tea.Cmd { return s.follow(s.leadsTo) }, Why: s.noLinked},
	}
}

func (s *sheet) noLinked() string {
	if r := s.list.Selected(); r != nil && r.Ref != "" && strings.ContainsRune("ECWA", rune(r.Ref[0])) {
		return ""
	}
	return "Select an event, a cause, a why or an action first."
}

// comesFrom are the parts behind one in the chain, or why there are none.
func (s *sheet) comesFrom(ref string) (refs []string, none string) {
	if s.id == "action" && ref[:1] != "A" {
		return []string{ref}, "" // the row stands for a place in the tree
	}
	switch ref[:1] {
	case "E":
		return nil, "The chain starts at events. . goes on from here."
	case "C":
		return model.SplitList(s.pm().Get(ref, "events")), "No event shows " + ref + " yet: space picks some."
	case "W":
		part, _ := s.pm().Part(ref)
		for part.Kind != nil && part.Kind.Letter == "W" {
			part, _ = s.pm().Part(part.Parent)
		}
		return append(model.SplitList(s.pm().Get(ref, "events")), part.Ref()), ""
	}
	return model.SplitList(s.pm().Get(ref, "answers")), ref + " answers no cause yet: C picks one, in 5 Action."
}

// leadsTo are the parts after one in the chain, or why there are none.
func (s *sheet) leadsTo(ref string) (refs []string, none string) {
	switch {
	case ref[:1] == "E":
		return s.app.mentioned(ref, "CW"), "Nothing rests on " + ref + " yet: C makes it a cause."
	case ref[:1] == "A":
		return nil, "The chain ends at actions. , goes back to what " + ref + " answers."
	case ref[:1] == "C" && s.id == "causes":
		return []string{ref}, ""
	}
	for _, below := range s.pm().Branch(ref) {
		for _, action := range s.app.mentioned(below, "A") {
			if !slices.Contains(refs, action) {
				refs = append(refs, action)
			}
		}
	}
	return refs, "No action answers " + ref + " yet: A starts one, in 4 Dig deeper."
}

// follow goes to the part that a link leads to; where there are several, one key chooses.
func (s *sheet) follow(link func(ref string) (refs []string, none string)) tea.Cmd {
	ref := s.list.Selected().Ref
	refs, none := link(ref)
	switch len(refs) {
	case 0:
		s.app.warn(none)
		return nil
	case 1:
		return s.app.showPart(refs[0], s.homeOf(refs[0]))
	}
	const keys = "123456789abcdefghijklmnoprstuvwxyz"
	choices := make([]choice, 0, len(refs))
	for i, to := range refs[:min(len(refs), len(keys))] {
		choices = append(choices, choice{key: keys[i : i+1], word: to,
			name: to + " " + draw.Fit(say.Safe(s.pm().Get(to, mainField(to))), 20)})
	}
	p := newChooser("From "+ref+" to", choices)
	p.choose = func(chosen []string) tea.Cmd {
		s.done(p)
		return s.app.showPart(chosen[0], s.homeOf(chosen[0]))
	}
	return s.open(p)
}

// homeOf is the sheet on which a part is shown when one comes from this one. A cause is on two: coming from the facts it is on
// its own, else at the head of its tree.
func (s *sheet) homeOf(ref string) string {
	switch ref[:1] {
	case "E":
		return "facts"
	case "A":
		return "action"
	case "C":
		if s.id == "facts" {
			return "causes"
		}
	}
	return "whys"
}

// shower is a page that can hide rows, and shows one again.
type shower interface{ uncover(ref string) }

// showPart goes to a part on a sheet, with the cursor in the list.
func (a *App) showPart(ref, phase string) tea.Cmd {
	var cmd tea.Cmd
	s, ok := a.top().(*sheet)
	if !ok || s.id != phase {
		cmd = a.show(phase)
		s, _ = a.top().(*sheet)
	}
	s.stopTyping()
	if page, ok := s.content.(shower); ok && !s.list.Choose(ref, "*") {
		page.uncover(ref)
		s.refresh()
	}
	s.list.Choose(ref, "*")
	return cmd
}

// uncover shows an event that was folded or filtered out.
func (s *facts) uncover(string) { s.unfolded, s.only = true, nil }
