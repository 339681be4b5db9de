package page

import (
	"strings"

	"debrief/export"
	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/draw"
	"debrief/ui/preview"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// drawing is what a drawn page depends on.
type drawing struct {
	of    *model.Postmortem
	width int
	theme string
}

// drawnPage keeps the newest drawn page.
type drawnPage struct {
	drawing
	lines []string
	asked drawing // the newest drawing that was asked for
	late  sheet.Late
}

// previewPage shows the Markdown as a wiki would.
type previewPage struct{ base }

func (h *Shelf) showPreview() tea.Cmd {
	p := &previewPage{h.put(sheet.Page{ID: "preview", Phase: guide.Phase{Title: "Preview"}, Quiet: true}, false)}
	p.Page.Rows, p.Page.Actions = p.rows, p.actions
	p.Page.Fitted = p.renew
	p.Start(false)
	return h.desk.Push(p)
}

// renew draws in the background what is not drawn yet.
func (p *previewPage) renew(w, _ int) tea.Cmd {
	c, want := &p.shelf.preview, drawing{p.Post(), w, p.Desk.Look().Name}
	if c.asked == want || want.of == nil || want.width == 0 {
		return nil
	}
	c.asked = want
	return c.late.Ask(func() func() tea.Cmd {
		text, err := preview.Render(export.Markdown(want.of), want.width-2, want.theme)
		lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
		return func() tea.Cmd {
			if err != nil {
				p.Desk.Fail(err)
				return nil
			}
			c.drawing, c.lines = want, lines
			p.Desk.Top().Base().Refresh()
			return nil
		}
	})
}

func (p *previewPage) rows() []draw.Row {
	c := &p.shelf.preview
	if c.of == nil || p.Post() == nil || c.of.ID != p.Post().ID {
		return []draw.Row{sheet.Row("Drawing the page.")}
	}
	rows := make([]draw.Row, len(c.lines))
	for i, l := range c.lines {
		rows[i] = draw.Row{Field: "line", Number: i, Text: l, Plain: true}
	}
	return rows
}

func (p *previewPage) actions() []sheet.Action {
	scroll := func(by func() int) func() tea.Cmd {
		return func() tea.Cmd {
			p.List.Offset = max(min(p.List.Offset+by(), len(p.List.Rows)-p.Room()), 0)
			p.List.Sel = p.List.Offset
			return nil
		}
	}
	by := func(n int) func() int { return func() int { return n } }
	return []sheet.Action{
		{ID: "preview.up", Keys: []string{"up", "k"}, Name: "scroll up", Scope: sheet.InList, Move: true, Do: scroll(by(-1))},
		{ID: "preview.down", Keys: []string{"down", "j"}, Name: "scroll down", Foot: "scroll", Scope: sheet.InList, Move: true, Do: scroll(by(1))},
		{ID: "preview.page-up", Keys: []string{"pgup"}, Name: "scroll a page up", Scope: sheet.InList, Move: true, Do: scroll(func() int { return -p.Room() })},
		{ID: "preview.page-down", Keys: []string{"pgdown", "space"}, Name: "scroll a page down", Scope: sheet.InList, Move: true, Do: scroll(p.Room)},
		{ID: "preview.declare", Keys: []string{"P"}, Name: "mark it reviewed, published or closed", Foot: "publish", Scope: sheet.InList, Do: p.declare},
		{ID: "preview.copy", Keys: []string{"y"}, Name: "copy the Markdown", Foot: "copy the Markdown", Scope: sheet.InList, Do: p.copy},
	}
}

func (p *previewPage) copy() tea.Cmd {
	p.Desk.Say("Copied, where the terminal allows it. " + p.Key("export", "x") + " writes a file.")
	return tea.SetClipboard(string(export.Markdown(p.Post())))
}
