package page

import (
	"debrief/model"
	"debrief/model/coach"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// declarePage says which questions are open before a postmortem is marked as reviewed, published or closed. It blocks nothing.
type declarePage struct {
	base
	status string
	open   []coach.Finding
}

// declare asks how far the postmortem has come.
func (b base) declare() tea.Cmd { return b.Choose(b.declareChooser()) }

func (b base) declareChooser() *sheet.Chooser {
	c := sheet.NewChooser("It is", sheet.Choices(model.Words["status"], []string{b.Post().Status}))
	c.Take = func(chosen []string) tea.Cmd {
		status := chosen[0]
		if status == "draft" || status == b.Post().Status || len(b.Desk.Checks().All) == 0 {
			return tea.Batch(b.Apply(b.declaration(status), nil), b.FlowOn("", "status"), b.shelf.askAddress(status))
		}
		b.Flow(false) // the questions come first
		return b.Desk.Push(b.shelf.declarePage(status))
	}
	return c
}

// editDeclared is declare where the status is one field among others.
func (b base) editDeclared() tea.Cmd {
	c := b.declareChooser()
	c.OnTab = func() tea.Cmd {
		b.Flow(true)
		b.Close()
		return b.FlowOn("", "status")
	}
	return b.Choose(c)
}

func (b base) declaration(status string) model.Edit {
	return ask.Declare(status, b.Desk.Now())
}

// askAddress opens the line for the address of a page that is published now. Over what is being typed or chosen nothing opens.
func (h *Shelf) askAddress(status string) tea.Cmd {
	b := base{h.desk.Top().Base(), h}
	if status != "published" || b.Typing() || b.Post() == nil || b.Post().PublishedURL != "" {
		return nil
	}
	return b.EditField("", "published_url")
}

func (h *Shelf) declarePage(status string) sheet.Screen {
	d := &declarePage{base: h.put(sheet.Page{ID: "declare", Quiet: true, Phase: guide.Phase{
		Title: "Open questions", Purpose: "These are still open, and may stay so."}}, false), status: status}
	d.Page.Rows, d.Page.Actions, d.Page.Asks = d.rows, d.actions, d.asks
	d.Page.Detail = func(r *draw.Row) []string { return questionDetail(d.open[r.Number]) }
	d.Start(false)
	return d
}

func (d *declarePage) rows() []draw.Row {
	if d.Post() == nil {
		return nil
	}
	d.open = d.Desk.Checks().All
	return d.questionRows(d.open, 0)
}

// asks says what enter does, and how much is open.
func (d *declarePage) asks() string {
	are := "questions are"
	if len(d.open) == 1 {
		are = "question is"
	}
	return say.Count(len(d.open), are, are) + " open. Enter marks it " + d.status + " all the same, " + d.Key("page.close", "q") + " goes back."
}

func (d *declarePage) actions() []sheet.Action {
	return []sheet.Action{{ID: "declare.all-the-same", Keys: []string{"enter"}, Name: "mark it " + d.status + " all the same", Foot: "mark it " + d.status,
		Scope: sheet.InList, Do: d.mark}}
}

func (d *declarePage) mark() tea.Cmd {
	return tea.Batch(d.Apply(d.declaration(d.status), nil), d.Desk.Pop(), d.shelf.askAddress(d.status))
}
