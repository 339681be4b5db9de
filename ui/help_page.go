package ui

import (
	"fmt"
	"slices"
	"strings"

	"debrief/model/guide"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// helpPage is what can be done on the page below it, made from its action table. Typing narrows it, enter runs.
type helpPage struct {
	*sheet
	below Screen
	acts  []Action
	query string
}

func (a *App) help() tea.Cmd {
	below := a.top()
	s := &sheet{app: a, id: "help", phase: guide.Phase{Title: "Help",
		Purpose: "What can be done here. Type to find it, enter does it, esc goes back."}, quiet: true, reads: true}
	acts := append(append([]Action{}, below.Actions()...), a.actions()...)
	slices.SortStableFunc(acts, func(x, y Action) int { return int(y.Scope&inList) - int(x.Scope&inList) })
	page := &helpPage{sheet: s, below: below, acts: acts}
	s.content = page
	s.refresh()
	s.prompt = page.line()
	s.list.Move(0)
	return a.push(s)
}

func (h *helpPage) line() *prompt {
	p := newPrompt("Do", "")
	p.submit = func(string) tea.Cmd { return h.runSelected() }
	p.empty = h.runSelected
	p.hint = func(text string) []string {
		if text != h.query {
			h.query = text
			h.refresh()
			h.list.Sel = 0
			h.list.Move(0)
		}
		return nil
	}
	return p
}

func (h *helpPage) rows() []draw.Row {
	var rows []draw.Row
	words := strings.Fields(strings.ToLower(h.query))
	for i := range h.acts {
		act := &h.acts[i]
		hay := strings.ToLower(act.Name + " " + act.ID + " " + keyNames(act.Keys))
		matches := true
		for _, w := range words {
			matches = matches && strings.Contains(hay, w)
		}
		if !matches {
			continue
		}
		r := draw.Row{Field: fmt.Sprint("act ", i), Lead: draw.Pad(keyNames(act.Keys), 14) + " ", LeadLook: h.app.theme.Key, Text: act.Name}
		if act.Scope&inList == 0 {
			r.Tail, r.TailLook = "while typing", h.app.theme.Faint
		} else if why := act.barred(); why != "" {
			r.Tail, r.TailLook, r.Look = why, h.app.theme.Faint, h.app.theme.Faint
		}
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "Nothing here is called that."})
	}
	return rows
}

func (h *helpPage) runSelected() tea.Cmd {
	r := h.list.Selected()
	if r == nil {
		return nil
	}
	i := 0
	_, _ = fmt.Sscanf(r.Field, "act %d", &i)
	h.app.pop()
	act := &h.acts[i]
	if act.Scope&inList == 0 {
		h.app.say(act.Name + ": " + keyNames(act.Keys) + ", while typing.")
		return nil
	}
	if why := act.barred(); why != "" {
		h.app.warn(why)
		return nil
	}
	return act.Do()
}

func (h *helpPage) actions() []Action {
	return []Action{
		{ID: "help.up", Keys: []string{"up"}, Name: "go up", Scope: typing, Do: func() tea.Cmd { h.list.Move(-1); return nil }},
		{ID: "help.down", Keys: []string{"down"}, Name: "go down", Scope: typing, Do: func() tea.Cmd { h.list.Move(1); return nil }},
		{ID: "help.page-up", Keys: []string{"pgup"}, Name: "go a page up", Scope: typing, Do: func() tea.Cmd { h.list.Move(-h.bodyHeight()); return nil }},
		{ID: "help.page-down", Keys: []string{"pgdown"}, Name: "go a page down", Scope: typing, Do: func() tea.Cmd { h.list.Move(h.bodyHeight()); return nil }},
		{ID: "help.close", Keys: []string{"esc"}, Name: "go back", Foot: "back", Scope: typing, Do: h.app.pop},
	}
}

func (h *helpPage) capture() *prompt { return nil }

func (h *helpPage) head(int, int) []string { return nil }

func (h *helpPage) enter(*draw.Row) (tea.Cmd, bool) { return h.runSelected(), true }

func (h *helpPage) add(*draw.Row) tea.Cmd { return nil }

func (h *helpPage) detail(*draw.Row, int) []string { return []string{} }
