package ui

import (
	"fmt"

	"debrief/model/guide"

	tea "charm.land/bubbletea/v2"
)

// textPage shows a text to read, a line a row.
type textPage struct {
	*sheet
	text string
}

func newTextPage(a *App, title, text string) *sheet {
	s := &sheet{app: a, id: "text", phase: guide.Phase{Title: title, Purpose: title + ". q goes back."}, quiet: true, reads: true}
	s.content = &textPage{sheet: s, text: text}
	s.refresh()
	return s
}

func (p *textPage) rows() []row {
	var rows []row
	for i, l := range wrap(p.text, max(p.app.w-6, 20)) {
		rows = append(rows, row{field: fmt.Sprint("line ", i), text: l, plain: true})
	}
	return rows
}

func (p *textPage) actions() []Action {
	return []Action{{ID: "text.down", Keys: []string{"down", "j", "space"}, Name: "scroll down", Foot: "scroll", Scope: inList, Do: func() tea.Cmd {
		p.list.move(max(p.list.offset+p.bodyHeight()-p.list.sel, 1))
		return nil
	}}}
}

func (p *textPage) capture() *prompt { return nil }

func (p *textPage) head(int, int) []string { return nil }

func (p *textPage) enter(*row) (tea.Cmd, bool) { return p.app.pop(), true }

func (p *textPage) add(*row) tea.Cmd { return nil }

func (p *textPage) detail(*row, int) []string { return []string{} }
