package ui

import (
	"fmt"
	"strings"

	"debrief/export"
	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/preview"

	tea "charm.land/bubbletea/v2"
)

// previewCache keeps the drawn page of one revision at one width.
type previewCache struct {
	of    *model.Postmortem
	width int
	theme string
	lines []string
	turn  int // the newest drawing that was asked for: a late one is dropped
}

// previewed brings a drawn page.
type previewed struct {
	cache previewCache
	err   error
}

// previewPage shows the Markdown as a wiki would.
type previewPage struct{ *sheet }

func (a *App) showPreview() tea.Cmd {
	s := &sheet{app: a, id: "preview", phase: guide.Phase{Title: "Preview"}, quiet: true, reads: true}
	page := &previewPage{sheet: s}
	s.content = page
	s.refresh()
	return tea.Batch(a.push(s), page.draw())
}

// draw renders in the background what is not drawn yet.
func (p *previewPage) draw() tea.Cmd {
	c := &p.app.preview
	if c.of == p.pm() && c.width == p.app.w && c.theme == p.app.theme.name {
		return nil
	}
	c.turn++
	want := previewCache{of: p.pm(), width: p.app.w, theme: p.app.theme.name, turn: c.turn}
	return func() tea.Msg {
		text, err := preview.Render(export.Markdown(want.of), want.width-2, want.theme)
		want.lines = strings.Split(strings.TrimRight(text, "\n"), "\n")
		return previewed{want, err}
	}
}

// arrive keeps a drawn page, unless a newer one was asked for meanwhile.
func (msg previewed) arrive(a *App) tea.Cmd {
	switch {
	case msg.err != nil:
		a.fail(msg.err)
	case msg.cache.turn == a.preview.turn:
		a.preview = msg.cache
		a.top().refresh()
	}
	return nil
}

func (p *previewPage) rows() []row {
	c := &p.app.preview
	if c.of == nil || p.pm() == nil || c.of.ID != p.pm().ID {
		return []row{{heading: true, text: "Drawing the page."}}
	}
	rows := make([]row, len(c.lines))
	for i, l := range c.lines {
		rows[i] = row{field: fmt.Sprint("line ", i), text: l, plain: true}
	}
	return rows
}

func (p *previewPage) actions() []Action {
	scroll := func(by func() int) func() tea.Cmd {
		return func() tea.Cmd {
			p.list.offset = max(min(p.list.offset+by(), len(p.list.rows)-p.bodyHeight()), 0)
			p.list.sel = p.list.offset
			return nil
		}
	}
	by := func(n int) func() int { return func() int { return n } }
	return []Action{
		{ID: "preview.up", Keys: []string{"up", "k"}, Name: "scroll up", Scope: inList, Do: scroll(by(-1))},
		{ID: "preview.down", Keys: []string{"down", "j"}, Name: "scroll down", Foot: "scroll", Scope: inList, Do: scroll(by(1))},
		{ID: "preview.page-up", Keys: []string{"pgup"}, Name: "scroll a page up", Scope: inList, Do: scroll(func() int { return -p.bodyHeight() })},
		{ID: "preview.page-down", Keys: []string{"pgdown", "space"}, Name: "scroll a page down", Scope: inList, Do: scroll(p.bodyHeight)},
		{ID: "preview.copy", Keys: []string{"y"}, Name: "copy the Markdown", Foot: "copy the Markdown", Scope: inList, Do: p.copy},
	}
}

func (p *previewPage) copy() tea.Cmd {
	p.app.say("Copied, where the terminal allows it. x writes a file.")
	return tea.SetClipboard(string(export.Markdown(p.pm())))
}

func (p *previewPage) capture() *prompt           { return nil }
func (p *previewPage) head(int, int) []string     { return nil }
func (p *previewPage) enter(*row) (tea.Cmd, bool) { return nil, false }
func (p *previewPage) add(*row) tea.Cmd           { return nil }
func (p *previewPage) detail(*row, int) []string  { return []string{} }
