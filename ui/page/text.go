package page

import (
	"debrief/model/guide"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// text is a page that shows a text to read, a line a row.
func (h *Shelf) text(title, text string) sheet.Screen {
	return h.reading("text", guide.Phase{Title: title, Purpose: title + ". " + h.back()}, func(w int) []draw.Row { return textRows(text, w, 0) })
}

// reading is a page of rows that are read and scrolled.
func (h *Shelf) reading(id string, phase guide.Phase, rows func(w int) []draw.Row) base {
	b := h.put(sheet.Page{ID: id, Phase: phase, Quiet: true}, false)
	b.Page.Rows = func() []draw.Row { return rows(max(b.width()-6, 20)) }
	b.Page.Actions = b.readingActions
	b.Start(false)
	return b
}

func (b base) readingActions() []sheet.Action {
	return []sheet.Action{{ID: "text.down", Keys: []string{"down", "j", "space"}, Name: "scroll down", Foot: "scroll", Scope: sheet.InList, Move: true,
		Do: func() tea.Cmd {
			b.List.Move(max(b.List.Offset+b.Room()-b.List.Sel, 1))
			return nil
		}}}
}
