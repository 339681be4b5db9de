package ui

import (
	"fmt"
	"strings"

	"debrief/export"
	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/draw"
	"debrief/ui/preview"

	tea "charm.land/bubbletea/v2"
)

// drawing is what a drawn page depends on.
type drawing struct {
	of    *model.Postmortem
	width int
	theme string
}

// previewCache keeps the newest drawn page.
type previewCache struct {
	drawing
	lines []string
	asked drawing // the newest drawing that was asked for: a late one is dropped
}

// previewed brings a drawn page.
type previewed struct {
	drawing
	lines []string
	err   error
}

// previewPage shows the Markdown as a wiki would.
type previewPage struct{ *sheet }

func (a *App) showPreview() tea.Cmd {
	s := &sheet{app: a, id: "preview", phase: guide.Phase{Title: "Preview"}, quiet: true, reads: true}
	s.content = &previewPage{sheet: s}
	s.refresh()
	return a.push(s)
}

// renew draws in the background what is not drawn yet.
func (p *previewPage) renew() tea.Cmd {
	want := drawing{p.pm(), p.app.w, p.app.theme.Name}
	if p.app.preview.asked == want || want.of == nil || want.width == 0 {
		return nil
	}
	p.app.preview.asked = want
	return func() tea.Msg {
		text, err := preview.Render(export.Markdown(want.of), want.width-2, want.theme)
		return previewed{want, strings.Split(strings.TrimRight(text, "\n"), "\n"), err}
	}
}

// arrive keeps a drawn page, unless a newer one was asked for meanwhile.
func (msg previewed) arrive(a *App) tea.Cmd {
	switch {
	case msg.err != nil:
		a.fail(msg.err)
	case msg.drawing == a.preview.asked:
		a.preview.drawing, a.preview.lines = msg.drawing, msg.lines
		a.top().refresh()
	}
	return nil
}

func (p *previewPage) rows() []draw.Row {
	c := &p.app.preview
	if c.of == nil || p.pm() == nil || c.of.ID != p.pm().ID {
		return []draw.Row{{Heading: true, Text: "Drawing the page."}}
	}
	rows := make([]draw.Row, len(c.lines))
	for i, l := range c.lines {
		rows[i] = draw.Row{Field: fmt.Sprint("line ", i), Text: l, Plain: true}
	}
	return rows
}

func (p *previewPage) actions() []Action {
	scroll := func(by func() int) func() tea.Cmd {
		return func() tea.Cmd {
			p.list.Offset = max(min(p.list.Offset+by(), len(p.list.Rows)-p.bodyHeight()), 0)
			p.list.Sel = p.list.Offset
			return nil
		}
	}
	by := func(n int) func() int { return func() int { return n } }
	return []Action{
		{ID: "preview.up", Keys: []string{"up", "k"}, Name: "scroll up", Scope: inList, Do: scroll(by(-1))},
		{ID: "preview.down", Keys: []string{"down", "j"}, Name: "scroll down", Foot: "scroll", Scope: inList, Do: scroll(by(1))},
		{ID: "preview.page-up", Keys: []string{"pgup"}, Name: "scroll a page up", Scope: inList, Do: scroll(func() int { return -p.bodyHeight() })},
		{ID: "preview.page-down", Keys: []string{"pgdown", "space"}, Name: "scroll a page down", Scope: inList, Do: scroll(p.bodyHeight)},
		{ID: "preview.declare", Keys: []string{"P"}, Name: "mark it reviewed, published or closed", Foot: "publish", Scope: inList, Do: p.app.declare},
		{ID: "preview.copy", Keys: []string{"y"}, Name: "copy the Markdown", Foot: "copy the Markdown", Scope: inList, Do: p.copy},
	}
}

func (p *previewPage) copy() tea.Cmd {
	p.app.say("Copied, where the terminal allows it. x writes a file.")
	return tea.SetClipboard(string(export.Markdown(p.pm())))
}

func (p *previewPage) capture() *prompt { return nil }

func (p *previewPage) head(int, int) []string { return nil }

func (p *previewPage) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (p *previewPage) add(*draw.Row) tea.Cmd { return nil }

func (p *previewPage) detail(*draw.Row, int) []string { return []string{} }
