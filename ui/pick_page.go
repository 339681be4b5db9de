package ui

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// pickPage ticks the events that show a cause or a why, or the causes and whys that an action answers. Nothing is saved before
// enter.
type pickPage struct {
	*sheet
	ref, field string
	was        string
	on         map[string]bool
	offer      func(*pickPage) []draw.Row
}

// newEvidencePage ticks the events that show a cause or a why.
func newEvidencePage(a *App, ref string) *sheet {
	return newPickPage(a, ref, "events", "Which events show "+ref+"? space ticks, enter saves, q goes back.", (*pickPage).events)
}

// newAnswersPage ticks the causes and whys that an action answers.
func newAnswersPage(a *App, ref string) *sheet {
	return newPickPage(a, ref, "answers", "What does "+ref+" answer? space ticks, enter saves, q goes back.", (*pickPage).whys)
}

func newPickPage(a *App, ref, field, purpose string, offer func(*pickPage) []draw.Row) *sheet {
	s := &sheet{app: a, id: field, phase: guide.Phase{Purpose: purpose}, quiet: true, reads: true, modal: true}
	page := &pickPage{sheet: s, ref: ref, field: field, was: a.pm.Get(ref, field), on: map[string]bool{}, offer: offer}
	for _, e := range model.SplitList(page.was) {
		page.on[e] = true
	}
	s.content = page
	s.refresh()
	return s
}

func (p *pickPage) rows() []draw.Row { return p.offer(p) }

// tickBox shows whether a row is ticked.
func (p *pickPage) tickBox(ref string) string {
	if p.on[ref] {
		return "[x] "
	}
	return "[ ] "
}

func (p *pickPage) events() []draw.Row {
	var rows []draw.Row
	for i := range p.pm().Events {
		e := &p.pm().Events[i]
		clock := "--:--"
		if !e.At.IsZero() {
			clock = say.Clock(e.At, p.pm().Location(), false)
		}
		rows = append(rows, draw.Row{Ref: e.Ref, Lead: p.tickBox(e.Ref) + draw.Pad(clock, 6), Text: say.Safe(e.Text), Tail: e.Ref, TailLook: p.app.theme.Faint})
	}
	if len(rows) == 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "The timeline is empty. q goes back."})
	}
	return rows
}

// whys are the causes and all answers below them, as a tree.
func (p *pickPage) whys() []draw.Row {
	var rows []draw.Row
	tree := &whys{sheet: p.sheet}
	for i := range p.pm().Causes {
		rows = tree.appendBranch(append(rows, tree.causeRow(&p.pm().Causes[i])), p.pm().Causes[i].Whys, 1)
	}
	for i := range rows {
		rows[i].Lead = p.tickBox(rows[i].Ref) + rows[i].Lead
	}
	if len(rows) == 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "There is no cause yet. q goes back."})
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
	ref := p.list.Selected().Ref
	p.on[ref] = !p.on[ref]
	p.refresh()
	return nil
}

func (p *pickPage) save() tea.Cmd {
	var refs []string
	for i := range p.list.Rows {
		if ref := p.list.Rows[i].Ref; p.on[ref] {
			refs = append(refs, ref)
		}
	}
	label := "say what shows " + p.ref
	if p.field == "answers" {
		label = "say what " + p.ref + " answers"
	}
	return p.app.edit(model.SetFrom(p.ref, p.field, p.was, strings.Join(refs, ", "), label), func(model.Applied) tea.Cmd {
		if p.app.top() == Screen(p.sheet) {
			return p.app.pop()
		}
		return nil
	}, nil)
}

func (p *pickPage) capture() *prompt { return nil }

func (p *pickPage) head(int, int) []string { return nil }

func (p *pickPage) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (p *pickPage) add(*draw.Row) tea.Cmd { return nil }

func (p *pickPage) detail(r *draw.Row, w int) []string {
	return slices.Concat([]string{say.Count(len(p.ticked()), "row", "rows") + " ticked"}, draw.Wrap(r.Text, w))
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
