package page

import (
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// movePage shows the tree once more, to choose the cause or the answer that a branch moves under.
type movePage struct {
	base
	ref  string
	tree *whys // the sheet that it came from
}

// move takes a branch up; the page that opens puts it down.
func (s *whys) move() tea.Cmd {
	ref := s.Ref()
	what := ref
	if n := len(s.Post().Branch(ref)) - 1; n > 0 {
		what += ", with " + say.Count(n, "answer", "answers") + " below it"
	}
	p := &movePage{s.shelf.put(sheet.Page{ID: "move", Quiet: true, Modal: true,
		Phase: guide.Phase{Purpose: "Move " + what + ": under which one? enter puts it there."}}, false), ref, s}
	p.Page.Rows, p.Page.Actions, p.Page.Detail = p.rows, p.actions, p.detail
	p.Start(false)
	part, _ := s.Post().Part(ref)
	p.List.Choose(part.Parent, "")
	return s.Desk.Push(p)
}

func (p *movePage) rows() []draw.Row {
	var rows []draw.Row
	own := map[string]bool{}
	for _, ref := range p.Post().Branch(p.ref) {
		own[ref] = true
	}
	for i := range p.Post().Causes {
		c := &p.Post().Causes[i]
		rows = append(rows, p.causeRow(c, nil))
		rows = p.appendBranch(rows, c.Whys, 1)
	}
	for i := range rows {
		rows[i].Tail = ""
		if own[rows[i].Ref] {
			rows[i].Look, rows[i].Tail, rows[i].TailLook = p.Desk.Look().Faint, "moves", p.Desk.Look().Faint
		}
	}
	return rows
}

func (p *movePage) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "move.here", Keys: []string{"enter"}, Name: "put it under this one", Foot: "put it here", Scope: sheet.InList, Do: p.put, Why: p.NoRow},
	}
}

// put moves the branch. A place inside the branch is refused by the edit, and the page stays.
func (p *movePage) put() tea.Cmd {
	under := p.Ref()
	return p.tree.hang(p.ref, under, func() tea.Cmd {
		if p.Desk.Top().Base() != p.Sheet {
			return nil
		}
		cmd := p.Desk.Pop()
		p.tree.uncover(p.ref)
		p.tree.Refresh()
		p.tree.List.Choose(p.ref, "")
		return cmd
	})
}

func (p *movePage) detail(r *draw.Row) []string { return []string{p.ref + " under " + r.Ref} }
