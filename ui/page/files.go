package page

import (
	"fmt"

	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// filesPage chooses a file to bring in.
type filesPage struct {
	base
	dir   string
	files []sheet.FileEntry
	late  sheet.Late
}

func (h *Shelf) chooseFile() tea.Cmd {
	p := &filesPage{base: h.put(sheet.Page{ID: "files", Quiet: true, Phase: guide.Phase{
		Title: "Bring in", Purpose: "Choose a file: a log, a chat, an alert export, a timeline. Or paste here.",
	}}, false)}
	p.Page.Rows, p.Page.Actions, p.Page.Paste = p.rows, p.actions, h.bringInPasted
	p.Page.Closed = func() tea.Cmd { return nil }
	p.Start(false)
	return tea.Batch(h.desk.Push(p), p.lookInto("."))
}

// lookInto lists a folder beside the program.
func (p *filesPage) lookInto(dir string) tea.Cmd {
	list := p.Desk.Outside().ListFiles
	return p.late.Ask(func() func() tea.Cmd {
		at, files, err := list(dir)
		return func() tea.Cmd {
			if err != nil {
				p.Desk.Fail(err)
				return nil
			}
			p.dir, p.files, p.List.Sel = at, files, 0
			p.Refresh()
			return nil
		}
	})
}

func (p *filesPage) rows() []draw.Row {
	t := p.Desk.Look()
	if p.dir == "" {
		return []draw.Row{{Heading: true, Text: "Looking."}}
	}
	rows := []draw.Row{{Heading: true, Text: say.Safe(p.dir)}, {Field: "..", Text: "..", Tail: "the folder above", TailLook: t.Faint}}
	for _, f := range p.files {
		r := draw.Row{Field: "/" + f.Name, Text: say.Safe(f.Name), Tail: size(f.Size), TailLook: t.Faint}
		if f.Folder {
			r.Text, r.Tail, r.Look = say.Safe(f.Name)+"/", "", t.Heading
		}
		rows = append(rows, r)
	}
	return rows
}

func size(n int64) string {
	switch {
	case n < 1<<10:
		return say.Count(int(n), "byte", "bytes")
	case n < 1<<20:
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

func (p *filesPage) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "files.choose", Keys: []string{"enter"}, Name: "bring it in, or go into the folder", Foot: "choose", Scope: sheet.InList, Do: p.Choose, Why: p.NoRow},
		{ID: "files.path", Keys: []string{"a", "tab"}, Name: "type the path of a file", Foot: "type a path", Scope: sheet.InList, Do: p.typePath},
	}
}

func (p *filesPage) Choose() tea.Cmd {
	r := p.Selected()
	for _, f := range p.files {
		if "/"+f.Name == r.Field && !f.Folder {
			return p.bring(p.dir + "/" + f.Name)
		}
	}
	if r.Field == ".." {
		return p.lookInto(p.dir + "/..")
	}
	return p.lookInto(p.dir + r.Field)
}

func (p *filesPage) typePath() tea.Cmd {
	l := sheet.NewLine("File", "")
	l.Empty = func() tea.Cmd { p.Close(); return nil }
	l.Do = func(path string) (tea.Cmd, error) { return p.bring(path), nil }
	return p.Open(l)
}

// bring reads a file beside the program, and opens its preview.
func (p *filesPage) bring(path string) tea.Cmd {
	read := p.Desk.Outside().ReadInput
	return p.late.Ask(func() func() tea.Cmd {
		in, err := read(path)
		return func() tea.Cmd {
			if err != nil {
				p.Desk.Fail(err)
				return nil
			}
			return p.shelf.bringIn(in)
		}
	})
}
