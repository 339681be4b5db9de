package page

import (
	"maps"
	"slices"
	"strings"

	"debrief/export"
	wiki "debrief/export/page"
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
	shape shape
	width int
	theme string
}

// drawnPage keeps the newest drawn page.
type drawnPage struct {
	drawing
	lines  []string
	starts map[string]int      // the lines at which the sections begin, by their headings
	kept   map[string][]string // the lines of each section, by its text
	asked  drawing             // the newest drawing that was asked for
	late   sheet.Late
}

// previewPage shows the page as those will see it who read it.
type previewPage struct {
	base
	section string // to begin with, until it was shown
}

// sectionOf is the section of the page that says what a sheet is about.
var sectionOf = map[string]string{"facts": "Timeline", "causes": "Causes", "whys": "Causes", "action": "Actions", "close": "Follow-up"}

func (h *Shelf) showPreview() tea.Cmd {
	from := sectionOf[h.desk.Top().Base().Page.ID]
	p := &previewPage{h.put(sheet.Page{ID: "preview", Phase: guide.Phase{Title: "Preview"}, Quiet: true}, false), from}
	p.Page.Rows, p.Page.Actions, p.Page.Head = p.rows, p.actions, p.head
	p.Page.Fitted = p.renew
	p.Start(false)
	return tea.Batch(h.desk.Push(p), h.askSince())
}

// head is for whom the page is, how it is written, and what has changed on it since it was published.
func (p *previewPage) head(w, h int) []string {
	const roomy = 12 // lines, in which one is not missed
	if _, high := p.Desk.Size(); high < roomy {
		return nil
	}
	t := p.Desk.Look()
	lines := []string{" " + t.Faint.Paint(draw.Fit(p.shelf.shape.said(), w-2))}
	if changed := p.shelf.sinceSaid(); changed != "" {
		lines = append(lines, " "+t.Question.Paint(draw.Fit(changed, w-2)))
	}
	return lines[:min(len(lines), h)]
}

// renew draws in the background what is not drawn yet: sections that say the same are kept.
func (p *previewPage) renew(w, _ int) tea.Cmd {
	c, want := &p.shelf.preview, drawing{p.Post(), p.shelf.shape, w, p.Desk.Look().Name}
	if c.asked == want || want.of == nil || want.width == 0 {
		return nil
	}
	c.asked = want
	kept, now, hosts := c.kept, p.Desk.Now(), p.Desk.Outside().Hosts
	if c.width != want.width || c.theme != want.theme {
		kept = nil
	}
	return c.late.Ask(func() func() tea.Cmd {
		drawn := drawnPage{drawing: want}
		err := drawn.draw(wiki.Of(want.of, want.shape.who, now, hosts...).Pieces(), kept, func(text string) (string, error) {
			return preview.Render([]byte(text), want.width-2, want.theme)
		})
		return func() tea.Cmd {
			if err != nil {
				p.Desk.Fail(err)
				return nil
			}
			c.drawing, c.lines, c.starts, c.kept = want, drawn.lines, drawn.starts, drawn.kept
			p.Desk.Top().Base().Refresh()
			p.begin()
			return nil
		}
	})
}

// draw draws the sections of a page, and takes those from what is kept that say the same as before.
func (d *drawnPage) draw(pieces []wiki.Piece, kept map[string][]string, render func(text string) (string, error)) error {
	d.starts, d.kept = map[string]int{}, map[string][]string{}
	for _, piece := range pieces {
		text := d.shape.shown(piece.Page)
		lines, there := kept[text]
		if !there {
			out, err := render(text)
			if err != nil {
				return err
			}
			lines = strings.Split(strings.Trim(out, "\n"), "\n")
		}
		d.kept[text] = lines
		d.lines = append(d.lines, "")
		d.starts[piece.Name] = len(d.lines)
		d.lines = append(d.lines, lines...)
	}
	return nil
}

// begin goes to the section that the page is looked at for.
func (p *previewPage) begin() {
	if at, there := p.shelf.preview.starts[p.section]; there && p.section != "" {
		p.scroll(at)
	}
	p.section = ""
}

func (p *previewPage) scroll(to int) {
	p.List.Offset = max(min(to, len(p.List.Rows)-p.Room()), 0)
	p.List.Sel = p.List.Offset
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
		return func() tea.Cmd { p.scroll(p.List.Offset + by()); return nil }
	}
	by := func(n int) func() int { return func() int { return n } }
	return []sheet.Action{
		{ID: "preview.up", Keys: []string{"up", "k"}, Name: "scroll up", Scope: sheet.InList, Move: true, Do: scroll(by(-1))},
		{ID: "preview.down", Keys: []string{"down", "j"}, Name: "scroll down", Foot: "scroll", Scope: sheet.InList, Move: true, Do: scroll(by(1))},
		{ID: "preview.page-up", Keys: []string{"pgup"}, Name: "scroll a page up", Scope: sheet.InList, Move: true, Do: scroll(func() int { return -p.Room() })},
		{ID: "preview.page-down", Keys: []string{"pgdown", "space"}, Name: "scroll a page down", Scope: sheet.InList, Move: true, Do: scroll(p.Room)},
		{ID: "preview.declare", Keys: []string{"P"}, Name: "mark it reviewed, published or closed", Foot: "publish", Scope: sheet.InList, Do: p.declare},
		{ID: "preview.shape", Keys: []string{"c"}, Name: "who will read it, and in which markup", Foot: "for whom", Scope: sheet.InList,
			Chooses: always, Do: p.askShape},
		{ID: "preview.copy", Keys: []string{"y"}, Name: "copy a section of it, or all", Foot: "copy", Scope: sheet.InList, Chooses: always, Do: p.copy},
	}
}

// askShape asks for whom the page is to be and how it is written, and stays at the section that is looked at.
func (p *previewPage) askShape() tea.Cmd {
	return p.askReader(func() tea.Cmd {
		p.section = p.seen()
		return nil
	})
}

// wholePage is the choice of copying all sections.
const wholePage = "all of it"

// seen is the section at the top of the window.
func (p *previewPage) seen() string {
	starts, seen := p.shelf.preview.starts, ""
	for _, name := range slices.SortedFunc(maps.Keys(starts), func(a, b string) int { return starts[a] - starts[b] }) {
		if starts[name] <= p.List.Offset+1 && name != "" {
			seen = name
		}
	}
	return seen
}

// copy sends a section of the page, in its markup, to the terminal's clipboard.
func (p *previewPage) copy() tea.Cmd {
	var choices []sheet.Choice
	starts := p.shelf.preview.starts
	for _, name := range slices.SortedFunc(maps.Keys(starts), func(a, b string) int { return starts[a] - starts[b] }) {
		if name != "" {
			choices = append(choices, sheet.Choice{Word: name})
		}
	}
	seen := p.seen()
	c := sheet.NewChooser("Copy", append(choices, sheet.Choice{Word: wholePage}))
	c.Take = func(words []string) tea.Cmd { return p.copySection(words[0]) }
	if seen != "" {
		c.Hint = "enter alone: " + seen + ", which you look at"
		c.Skip = func() tea.Cmd { return p.copySection(seen) }
	}
	return p.Choose(c)
}

func (p *previewPage) copySection(name string) tea.Cmd {
	g, refused, err := p.wholeFor()
	switch {
	case err != nil:
		p.Desk.Fail(err)
		return nil
	case refused != nil:
		return refused()
	}
	markup := p.shelf.shape.copied()
	text := export.Page(g, markup)
	if name != wholePage {
		text = export.Page(wiki.Section(g, name), markup)
	}
	p.Desk.Say(name + " sent to the terminal, which keeps it where it can. " + p.Key("export", "x") + " writes a file.")
	return tea.SetClipboard(string(text))
}
