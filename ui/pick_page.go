package ui

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/guide"

	tea "charm.land/bubbletea/v2"
)

// pickPage ticks the events that show a cause or a why. Nothing is saved before enter.
type pickPage struct {
	*sheet
	ref string
	was string
	on  map[string]bool
}

func newPickPage(a *App, ref string) *sheet {
	s := &sheet{app: a, id: "evidence", phase: guide.Phase{Purpose: "Which events show " + ref + "? space ticks, enter saves, q goes back."}, quiet: true, reads: true, modal: true}
	page := &pickPage{sheet: s, ref: ref, was: a.pm.Get(ref, "events"), on: map[string]bool{}}
	for _, e := range model.SplitList(page.was) {
		page.on[e] = true
	}
	s.content = page
	s.refresh()
	return s
}

func (p *pickPage) rows() []row {
	var rows []row
	for i := range p.pm().Events {
		e := &p.pm().Events[i]
		tick := "[ ] "
		if p.on[e.Ref] {
			tick = "[x] "
		}
		clock := "--:--"
		if !e.At.IsZero() {
			clock = clockOf(e.At, p.pm().Location(), false)
		}
		rows = append(rows, row{ref: e.Ref, lead: tick + pad(clock, 6), text: safe(e.Text), tail: e.Ref, tailLook: p.app.theme.faint})
	}
	if len(rows) == 0 {
		rows = append(rows, row{heading: true, text: "The timeline is empty. q goes back."})
	}
	return rows
}

func (p *pickPage) actions() []Action {
	return []Action{
		{ID: "evidence.tick", Keys: []string{"space"}, Name: "tick it, or not", Foot: "tick", Scope: inList, Do: p.tick, Why: p.noRow},
		{ID: "evidence.save", Keys: []string{"enter"}, Name: "save what is ticked", Foot: "save", Scope: inList, Do: p.save},
	}
}

func (p *pickPage) tick() tea.Cmd {
	ref := p.list.selected().ref
	p.on[ref] = !p.on[ref]
	p.refresh()
	return nil
}

func (p *pickPage) save() tea.Cmd {
	var refs []string
	for _, e := range p.pm().Events {
		if p.on[e.Ref] {
			refs = append(refs, e.Ref)
		}
	}
	e := model.SetFrom(p.ref, "events", p.was, strings.Join(refs, ", "), "say what shows "+p.ref)
	return p.app.edit(e, func(model.Applied) tea.Cmd {
		if p.app.top() == Screen(p.sheet) {
			return p.app.pop()
		}
		return nil
	}, nil)
}

func (p *pickPage) capture() *prompt           { return nil }
func (p *pickPage) head(int, int) []string     { return nil }
func (p *pickPage) enter(*row) (tea.Cmd, bool) { return nil, false }
func (p *pickPage) add(*row) tea.Cmd           { return nil }

func (p *pickPage) detail(r *row, w int) []string {
	return slices.Concat([]string{plural(len(p.ticked()), "event", "events") + " ticked"}, wrap(r.text, w))
}

func (p *pickPage) ticked() []string {
	var refs []string
	for ref, on := range p.on {
		if on {
			refs = append(refs, ref)
		}
	}
	return refs
}
