package ui

import (
	"fmt"

	"debrief/intake"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// FileEntry is a file or a folder that can be chosen.
type FileEntry struct {
	Name   string
	Folder bool
	Size   int64 // in bytes
}

// filesPage chooses a file to bring in.
type filesPage struct {
	*sheet
	dir   string
	files []FileEntry
}

// filesListed brings what is in a folder.
type filesListed struct {
	page  *filesPage
	dir   string
	files []FileEntry
	err   error
}

func (a *App) chooseFile() tea.Cmd {
	s := &sheet{app: a, id: "files", quiet: true, reads: true, phase: guide.Phase{
		Title: "Bring in", Purpose: "Choose a file: a log, a chat, an alert export, a timeline. Or paste here.",
	}}
	page := &filesPage{sheet: s}
	s.content = page
	s.refresh()
	return tea.Batch(a.push(s), page.lookInto("."))
}

func (p *filesPage) lookInto(dir string) tea.Cmd {
	list := p.app.config.ListFiles
	return func() tea.Msg {
		at, files, err := list(dir)
		return filesListed{p, at, files, err}
	}
}

func (msg filesListed) arrive(a *App) tea.Cmd {
	if msg.err != nil {
		a.fail(msg.err)
		return nil
	}
	msg.page.dir, msg.page.files = msg.dir, msg.files
	msg.page.list.Sel = 0
	msg.page.refresh()
	return nil
}

func (p *filesPage) rows() []draw.Row {
	t := p.app.theme
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

func (p *filesPage) actions() []Action {
	return []Action{
		{ID: "files.choose", Keys: []string{"enter"}, Name: "bring it in, or go into the folder", Foot: "choose", Scope: inList, Do: p.Choose, Why: p.noRow},
		{ID: "files.path", Keys: []string{"a", "tab"}, Name: "type the path of a file", Foot: "type a path", Scope: inList, Do: p.typePath},
	}
}

func (p *filesPage) Choose() tea.Cmd {
	r := p.list.Selected()
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
	ask := newPrompt("File", "")
	ask.submit = func(path string) tea.Cmd {
		if path == "" {
			p.prompt = nil
			return nil
		}
		return p.bring(path)
	}
	return p.open(ask)
}

// fileRead brings a file that was chosen.
type fileRead struct {
	input intake.Input
	err   error
}

func (p *filesPage) bring(path string) tea.Cmd {
	read := p.app.config.ReadInput
	return func() tea.Msg {
		in, err := read(path)
		return fileRead{in, err}
	}
}

func (msg fileRead) arrive(a *App) tea.Cmd {
	if msg.err != nil {
		a.fail(msg.err)
		return nil
	}
	if s, ok := a.top().(*sheet); ok && s.id == "files" {
		s.prompt = nil
	}
	return a.bringIn(msg.input)
}

func (p *filesPage) capture() *prompt { return nil }

func (p *filesPage) head(int, int) []string { return nil }

func (p *filesPage) enter(*draw.Row) (tea.Cmd, bool) { return p.Choose(), true }

func (p *filesPage) add(*draw.Row) tea.Cmd { return nil }

func (p *filesPage) detail(*draw.Row, int) []string { return []string{} }
