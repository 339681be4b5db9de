package ui

import (
	"strings"

	"debrief/model/guide"

	tea "charm.land/bubbletea/v2"
)

// actionsPage lists the open actions of all postmortems, late ones first.
type actionsPage struct {
	*sheet
	open   []OpenAction
	loaded bool
}

// actionsListed brings the actions of the archive.
type actionsListed struct {
	page    *actionsPage
	actions []OpenAction
	err     error
}

func (a *App) openActions() tea.Cmd {
	s := &sheet{app: a, id: "actions", phase: guide.Phase{Title: "Open actions",
		Purpose: "What was promised and is still open. enter opens its postmortem, q goes back."}, quiet: true, reads: true}
	page := &actionsPage{sheet: s}
	s.content = page
	s.refresh()
	load := func() tea.Msg {
		actions, err := a.config.Actions(a.ctx)
		return actionsListed{page, actions, err}
	}
	return tea.Batch(a.push(s), load)
}

func (msg actionsListed) arrive(a *App) tea.Cmd {
	if msg.err != nil {
		a.fail(msg.err)
		return nil
	}
	msg.page.loaded = true
	msg.page.open = nil
	for _, o := range msg.actions {
		if o.Action.Status == "open" || o.Action.Status == "doing" {
			msg.page.open = append(msg.page.open, o)
		}
	}
	msg.page.refresh()
	return nil
}

func (p *actionsPage) rows() []row {
	t := p.app.theme
	var rows []row
	for _, o := range p.open {
		owner, due := safe(o.Action.Owner), "no day yet"
		if o.Action.Due != "" {
			due = dayOf(o.Action.Due.Time())
		}
		if owner == "" {
			owner = "nobody yet"
		}
		r := row{ref: o.Postmortem, field: o.Action.Ref, lead: pad(o.Postmortem+"/"+o.Action.Ref, 10), leadLook: t.faint,
			text: safe(o.Action.Title), tail: owner + "  " + due, tailLook: t.faint}
		if o.Action.Due != "" && o.Action.Due.Time().AddDate(0, 0, 1).Before(p.app.now()) {
			r.tail += "  late"
			r.tailLook = t.warn
		}
		rows = append(rows, r)
	}
	switch {
	case !p.loaded:
		rows = append(rows, row{heading: true, text: "Looking."})
	case len(rows) == 0:
		rows = append(rows, row{heading: true, text: "Nothing is open."})
	}
	return rows
}

func (p *actionsPage) actions() []Action {
	return []Action{{ID: "actions.open", Keys: []string{"enter"}, Name: "open its postmortem", Foot: "open",
		Scope: inList, Do: func() tea.Cmd { r := p.list.selected(); return p.app.openAt(r.ref, "action", r.field) }, Why: p.noRow}}
}
func (p *actionsPage) capture() *prompt       { return nil }
func (p *actionsPage) head(int, int) []string { return nil }
func (p *actionsPage) enter(r *row) (tea.Cmd, bool) {
	return p.app.openAt(r.ref, "action", r.field), true
}
func (p *actionsPage) add(*row) tea.Cmd { return nil }

func (p *actionsPage) detail(r *row, w int) []string {
	for _, o := range p.open {
		if o.Postmortem == r.ref && o.Action.Ref == r.field {
			return append(wrap(safe(o.Title), w), wrap(strings.TrimSpace("Done when "+safe(o.Action.DoneWhen)), w)...)
		}
	}
	return []string{}
}
