package ui

import (
	"fmt"

	"debrief/model/guide"
	"debrief/ui/draw"

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

func (p *textPage) rows() []draw.Row {
	var rows []draw.Row
	for i, l := range draw.Wrap(p.text, max(p.app.w-6, 20)) {
		rows = append(rows, draw.Row{Field: fmt.Sprint("line ", i), Text: l, Plain: true})
	}
	return rows
}

func (p *textPage) actions() []Action {
	return []Action{{ID: "text.down", Keys: []string{"down", "j", "space"}, Name: "scroll down", Foot: "scroll", Scope: inList, Do: func() tea.Cmd {
		p.list.Move(max(p.list.Offset+p.bodyHeight()-p.list.Sel, 1))
		return nil
	}}}
}

func (p *textPage) capture() *prompt { return nil }

func (p *textPage) head(int, int) []string { return nil }

func (p *textPage) enter(*draw.Row) (tea.Cmd, bool) { return p.app.pop(), true }

func (p *textPage) add(*draw.Row) tea.Cmd { return nil }

func (p *textPage) detail(*draw.Row, int) []string { return []string{} }
