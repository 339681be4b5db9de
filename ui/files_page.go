package ui

import (
	"fmt"

	"debrief/intake"
	"debrief/model/guide"
	"debrief/model/say"

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
	msg.page.list.sel = 0
	msg.page.refresh()
	return nil
}

func (p *filesPage) rows() []row {
	t := p.app.theme
	if p.dir == "" {
		return []row{{heading: true, text: "Looking."}}
	}
	rows := []row{{heading: true, text: say.Safe(p.dir)}, {field: "..", text: "..", tail: "the folder above", tailLook: t.faint}}
	for _, f := range p.files {
		r := row{field: "/" + f.Name, text: say.Safe(f.Name), tail: size(f.Size), tailLook: t.faint}
		if f.Folder {
			r.text, r.tail, r.look = say.Safe(f.Name)+"/", "", t.heading
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
		{ID: "files.choose", Keys: []string{"enter"}, Name: "bring it in, or go into the folder", Foot: "choose", Scope: inList, Do: p.choose, Why: p.noRow},
		{ID: "files.path", Keys: []string{"a", "tab"}, Name: "type the path of a file", Foot: "type a path", Scope: inList, Do: p.typePath},
	}
}

func (p *filesPage) choose() tea.Cmd {
	r := p.list.selected()
	for _, f := range p.files {
		if "/"+f.Name == r.field && !f.Folder {
			return p.bring(p.dir + "/" + f.Name)
		}
	}
	if r.field == ".." {
		return p.lookInto(p.dir + "/..")
	}
	return p.lookInto(p.dir + r.field)
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

func (p *filesPage) enter(*row) (tea.Cmd, bool) { return p.choose(), true }

func (p *filesPage) add(*row) tea.Cmd { return nil }

func (p *filesPage) detail(*row, int) []string { return []string{} }
