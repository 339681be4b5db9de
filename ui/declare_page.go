package ui

import (
	"debrief/model"
	"debrief/model/coach"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// declarePage says which questions are open before a postmortem is marked as reviewed, published or closed. It blocks nothing.
type declarePage struct {
	*sheet
	status string
	open   []coach.Finding
}

// declare asks how far the postmortem has come.
func (a *App) declare() tea.Cmd {
	s, ok := a.top().(*sheet)
	if !ok {
		return nil
	}
	return s.open(s.declarePrompt())
}

func (s *sheet) declarePrompt() *prompt {
	p := newChooser("It is", wordChoices(model.Words["status"], []string{s.pm().Status}))
	p.choose = func(chosen []string) tea.Cmd {
		status := chosen[0]
		if status == "draft" || status == s.pm().Status || len(s.app.checked().all) == 0 {
			return s.apply(p, s.app.declaration(status), func(model.Applied) tea.Cmd { return s.flowOn("", fieldOf("", "status")) })
		}
		s.done(p)
		s.flow = false // the questions come first
		return s.app.push(newDeclarePage(s.app, status))
	}
	return p
}

// editDeclared is declare where the status is one field among others.
func (s *sheet) editDeclared() tea.Cmd {
	p := s.declarePrompt()
	p.onTab = func() tea.Cmd {
		s.flow = true
		s.done(p)
		return s.flowOn("", fieldOf("", "status"))
	}
	return s.open(p)
}

func (a *App) declaration(status string) model.Edit {
	now := model.At(a.now())
	return model.Edit{Label: "mark it " + status, Do: func(p *model.Postmortem) error { return p.Declare(status, now) }}
}

func newDeclarePage(a *App, status string) *sheet {
	s := &sheet{app: a, id: "declare", quiet: true, reads: true, phase: guide.Phase{
		Title: "Open questions", Purpose: "These are still open, and may stay so."}}
	s.content = &declarePage{sheet: s, status: status}
	s.refresh()
	return s
}

func (d *declarePage) rows() []draw.Row {
	if d.pm() == nil {
		return nil
	}
	d.open = d.app.checked().all
	return d.app.questionRows(d.open, 0)
}

// asking says what enter does, and how much is open.
func (d *declarePage) asking() string {
	are := "questions are"
	if len(d.open) == 1 {
		are = "question is"
	}
	return say.Count(len(d.open), are, are) + " open. Enter marks it " + d.status + " all the same, q goes back."
}

func (d *declarePage) actions() []Action {
	return []Action{{ID: "declare.all-the-same", Keys: []string{"enter"}, Name: "mark it " + d.status + " all the same", Foot: "mark it " + d.status,
		Scope: inList, Do: d.mark}}
}

func (d *declarePage) mark() tea.Cmd {
	return d.app.edit(d.app.declaration(d.status), func(model.Applied) tea.Cmd { return d.app.pop() }, nil)
}

func (d *declarePage) detail(r *draw.Row, w int) []string {
	return d.questionDetail(d.open[questionNumber(r)], r, w)
}

func (d *declarePage) capture() *prompt { return nil }

func (d *declarePage) head(int, int) []string { return nil }

func (d *declarePage) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (d *declarePage) add(*draw.Row) tea.Cmd { return nil }
