package page

import (
	"debrief/model/guide"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// text is a page that shows a text to read, a line a row.
func (h *Shelf) text(title, text string) sheet.Screen {
	b := h.put(sheet.Page{ID: "text", Phase: guide.Phase{Title: title, Purpose: title + ". q goes back."}, Quiet: true}, false)
	b.Page.Rows = func() []draw.Row {
		var rows []draw.Row
		for i, l := range draw.Wrap(text, max(b.width()-6, 20)) {
			rows = append(rows, draw.Row{Field: "line", Number: i, Text: l, Plain: true})
		}
		return rows
	}
	b.Page.Actions = func() []sheet.Action {
		return []sheet.Action{{ID: "text.down", Keys: []string{"down", "j", "space"}, Name: "scroll down", Foot: "scroll", Scope: sheet.InList, Move: true,
			Do: func() tea.Cmd {
				b.List.Move(max(b.List.Offset+b.Room()-b.List.Sel, 1))
				return nil
			}}}
	}
	b.Start(false)
	return b
}
