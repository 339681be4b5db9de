package page

import (
	"slices"

	"debrief/model"
	"debrief/model/coach"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// findingsPage lists the open questions of the phases that were visited, each leading to its place, and below them those that
// were set aside.
type findingsPage struct {
	base
	listed []coach.Finding // as the rows number them; those from aside on are set aside
	aside  int
}

func (h *Shelf) findings() tea.Cmd {
	f := &findingsPage{base: h.put(sheet.Page{ID: "findings", Quiet: true, Phase: guide.Phase{Title: "Open questions",
		Purpose: "What is still open. enter goes there, " + h.Key("findings.dismiss", "d") + " sets aside, " + h.back()}}, false)}
	f.Page.Rows, f.Page.Actions = f.rows, f.actions
	f.Page.Detail = func(r *draw.Row) []string { return questionDetail(f.listed[r.Number]) }
	f.Start(false)
	return h.desk.Push(f)
}

func (f *findingsPage) rows() []draw.Row {
	if f.Post() == nil {
		return nil
	}
	asked := f.Desk.Checks().Asked
	aside := f.Desk.Checks().Aside
	f.listed, f.aside = slices.Concat(asked, aside), len(asked)
	rows := f.questionRows(asked, 0)
	if len(asked) == 0 {
		rows = append(rows, sheet.Row("Nothing is open in the phases you have been in."))
	}
	if len(aside) > 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "Set aside", Tail: f.Key("findings.dismiss", "d") + " asks it again", TailLook: f.Desk.Look().Faint})
		for k := range aside {
			r := f.questionRow(aside[k], f.aside+k)
			r.Look = f.Desk.Look().Faint
			rows = append(rows, r)
		}
	}
	return rows
}

// questionRows are findings under the names of their phases. The rows are numbered from a number on.
func (b base) questionRows(findings []coach.Finding, from int) []draw.Row {
	var rows []draw.Row
	for _, key := range model.Phases {
		heading := len(rows)
		for k, f := range findings {
			if f.Phase == key {
				rows = append(rows, b.questionRow(f, from+k))
			}
		}
		if n := len(rows) - heading; n > 0 {
			rows = slices.Insert(rows, heading, draw.Row{Heading: true, Text: guide.Of(key).Title,
				Tail: say.Count(n, "question", "questions"), TailLook: b.Desk.Look().Faint})
		}
	}
	return rows
}

// questionRow is a question, and what it is about.
func (b base) questionRow(f coach.Finding, number int) draw.Row {
	t := b.Desk.Look()
	return draw.Row{Ref: f.At, Field: "finding", Number: number, Lead: draw.Pad(sheet.About(f), 5), LeadLook: t.Faint,
		Text: f.Question, Tail: b.family(f), TailLook: t.Faint, TailYields: true}
}

// family is what a question is about, and its words. In the room it has no name of a family: nobody is shown what they did wrong.
func (b base) family(f coach.Finding) string {
	if b.Desk.Room() {
		return wordsOf(f, "")
	}
	return coach.About(f.Code).Family + wordsOf(f, ": ")
}

// wordsOf are the words that a finding is about, in quotation marks behind a mark; "" where none are.
func wordsOf(f coach.Finding, mark string) string {
	if f.Text == "" {
		return ""
	}
	return mark + model.Quote(model.Shorten(say.Safe(f.Text), 60))
}

func (f *findingsPage) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "findings.go", Keys: []string{"enter"}, Name: "go to what the question is about", Foot: "go there",
			Scope: sheet.InList, Do: func() tea.Cmd { return f.shelf.lead(f.selectedFinding()) }, Why: f.NoRow},
		{ID: "findings.dismiss", Keys: []string{"d"}, Name: "set the question aside for these words, or ask it again", Foot: "set aside",
			Scope: sheet.InList, Do: f.setAside, Why: f.NoRow},
	}
}

func (f *findingsPage) selectedFinding() coach.Finding { return f.listed[f.Selected().Number] }

// setAside keeps a question from being asked until the words that it is about change; of one that is set aside, it is taken back.
func (f *findingsPage) setAside() tea.Cmd {
	found := f.selectedFinding()
	dismissal := model.Dismissal{Code: found.Code, At: found.At, Text: found.Text}
	if f.Selected().Number >= f.aside {
		return f.Apply(model.Edit{Label: "ask a question again", Do: func(p *model.Postmortem) error {
			p.Dismissed = slices.DeleteFunc(p.Dismissed, func(d model.Dismissal) bool { return d == dismissal })
			return nil
		}}, nil)
	}
	return f.Apply(model.Edit{Label: "set a question aside", Do: func(p *model.Postmortem) error {
		p.Dismissed = append(p.Dismissed, dismissal)
		return nil
	}}, nil)
}

// questionDetail is what the phase would like.
func questionDetail(found coach.Finding) []string {
	return []string{"Better: " + coach.About(found.Code).Instead}
}
