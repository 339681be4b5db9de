package ui

import (
	"strings"

	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// movePage shows the tree once more, to choose the cause or the answer that a branch moves under.
type movePage struct {
	*sheet
	ref  string
	tree *whys // the sheet that it came from: its looks and its move
}

// Move takes a branch up; the page that opens puts it down.
func (s *whys) Move() tea.Cmd {
	ref := s.list.Selected().Ref
	what := ref
	if n := len(s.pm().Branch(ref)) - 1; n > 0 {
		what += ", with " + say.Count(n, "answer", "answers") + " below it"
	}
	page := &sheet{app: s.app, id: "move", quiet: true, reads: true, modal: true,
		phase: guide.Phase{Purpose: "Move " + what + ": under which one? enter puts it there."}}
	page.content = &movePage{sheet: page, ref: ref, tree: s}
	page.refresh()
	part, _ := s.pm().Part(ref)
	page.list.Choose(part.Parent, "")
	return s.app.push(page)
}

func (p *movePage) rows() []draw.Row {
	var rows []draw.Row
	own := map[string]bool{}
	for _, ref := range p.pm().Branch(p.ref) {
		own[ref] = true
	}
	for i := range p.pm().Causes {
		c := &p.pm().Causes[i]
		rows = append(rows, p.tree.causeRow(c))
		rows = p.tree.appendBranch(rows, c.Whys, 1)
	}
	for i := range rows {
		rows[i].Tail = ""
		if own[rows[i].Ref] {
			rows[i].Look, rows[i].Tail, rows[i].TailLook = p.app.theme.Faint, "moves", p.app.theme.Faint
		}
	}
	return rows
}

func (p *movePage) actions() []Action {
	return []Action{
		{ID: "move.here", Keys: []string{"enter"}, Name: "put it under this one", Foot: "put it here", Scope: inList, Do: p.put, Why: p.noRow},
	}
}

// put moves the branch. A place inside the branch is refused by the edit, and the page stays.
func (p *movePage) put() tea.Cmd {
	under := p.list.Selected().Ref
	return p.tree.hang(p.ref, under, func() tea.Cmd {
		if p.app.top() != Screen(p.sheet) {
			return nil
		}
		cmd := p.app.pop()
		p.tree.uncover(p.ref)
		p.tree.refresh()
		p.tree.list.Choose(p.ref, "")
		return cmd
	})
}

func (p *movePage) capture() *prompt { return nil }

func (p *movePage) head(int, int) []string { return nil }

func (p *movePage) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (p *movePage) add(*draw.Row) tea.Cmd { return nil }

func (p *movePage) detail(r *draw.Row, w int) []string {
	return draw.Wrap(strings.TrimSpace(p.ref+" under "+r.Ref+"  "+r.Text), w)
}
