package page

import (
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// pickPage ticks the events that show a cause or a why, or the causes and whys that an action answers. Nothing is saved before
// enter.
type pickPage struct {
	base
	ref, field string
	was        string
	on         map[string]bool
}

// pickEvents opens the page on which events are ticked for the selected row.
func (b base) pickEvents() tea.Cmd { return b.Desk.Push(b.shelf.evidencePage(b.Ref())) }

// evidencePage ticks the events that show a cause or a why.
func (h *Shelf) evidencePage(ref string) sheet.Screen {
	p := h.pickPage(ref, "events", "Which events show "+ref+"? "+h.Key("evidence.tick", "space")+" ticks, enter saves, "+h.back())
	p.Page.Rows = p.events
	p.Start(false)
	return p
}

// answersPage ticks the causes and whys that an action answers.
func (h *Shelf) answersPage(ref string) sheet.Screen {
	p := h.pickPage(ref, "answers", "What does "+ref+" answer? "+h.Key("evidence.tick", "space")+" ticks, enter saves, "+h.back())
	p.Page.Rows = p.whys
	p.Start(false)
	return p
}

func (h *Shelf) pickPage(ref, field, purpose string) *pickPage {
	p := &pickPage{h.put(sheet.Page{ID: field, Phase: guide.Phase{Purpose: purpose}, Quiet: true, Modal: true}, false),
		ref, field, h.desk.Post().Get(ref, field), map[string]bool{}}
	p.Page.Actions, p.Page.Detail = p.actions, p.detail
	for _, e := range model.SplitList(p.was) {
		p.on[e] = true
	}
	return p
}

// tickBox shows whether a row is ticked.
func tickBox(on bool) string {
	if on {
		return "[x] "
	}
	return "[ ] "
}

func (p *pickPage) events() []draw.Row {
	if len(p.Post().Events) == 0 {
		return []draw.Row{sheet.Row("The timeline is empty. " + p.Key("page.close", "q") + " goes back.")}
	}
	return p.tickedEvents(nil, func(e *model.Event) (on, shown bool) { return p.on[e.Ref], true })
}

// tickedEvents adds the timeline with a box before each event that is shown, and its reference, which may be typed.
func (b base) tickedEvents(rows []draw.Row, is func(*model.Event) (on, shown bool)) []draw.Row {
	rows, day := b.firstDay(rows)
	c := b.measure(b.width() >= sheet.Roomy)
	for i := range b.Post().Events {
		e := &b.Post().Events[i]
		on, shown := is(e)
		if !shown {
			continue
		}
		rows, day = b.nextDay(rows, day, e)
		r := b.eventRow(e, c, "")
		r.Lead = tickBox(on) + draw.Pad(e.Ref, max(4, len(e.Ref)+1)) + r.Lead
		rows = append(rows, r)
	}
	return rows
}

// whys are the causes and all answers below them, as a tree.
func (p *pickPage) whys() []draw.Row {
	var rows []draw.Row
	for i := range p.Post().Causes {
		rows = p.appendBranch(append(rows, p.causeRow(&p.Post().Causes[i], nil)), p.Post().Causes[i].Whys, 1)
	}
	for i := range rows {
		rows[i].Lead = tickBox(p.on[rows[i].Ref]) + rows[i].Lead
	}
	if len(rows) == 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "There is no cause yet. " + p.Key("page.close", "q") + " goes back."})
	}
	return rows
}

func (p *pickPage) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "evidence.tick", Keys: []string{"space"}, Name: "tick it, or not", Foot: "tick", Scope: sheet.InList, Do: p.tick, Why: p.NoRow},
		{ID: "evidence.save", Keys: []string{"enter"}, Name: "save what is ticked", Foot: "save", Scope: sheet.InList, Do: p.save},
	}
}

func (p *pickPage) tick() tea.Cmd {
	ref := p.Selected().Ref
	p.on[ref] = !p.on[ref]
	p.Refresh()
	return nil
}

func (p *pickPage) save() tea.Cmd {
	var refs []string
	for i := range p.List.Rows {
		if ref := p.List.Rows[i].Ref; p.on[ref] {
			refs = append(refs, ref)
		}
	}
	label := "say what shows " + p.ref
	if p.field == "answers" {
		label = "say what " + p.ref + " answers"
	}
	return tea.Batch(p.Desk.Send(p.Set(p.ref, p.field, p.was, strings.Join(refs, ", "), label)), p.Desk.Pop())
}

func (p *pickPage) detail(*draw.Row) []string {
	return []string{say.Count(len(p.ticked()), "row", "rows") + " ticked"}
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
