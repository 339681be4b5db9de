package ui

import (
	"fmt"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/coach"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// findingsPage lists the open questions of the phases that were visited, each leading to its place, and below them those that
// were set aside.
type findingsPage struct {
	*sheet
	listed []coach.Finding // as the rows number them; those from aside on are set aside
	aside  int
}

func (a *App) findings() tea.Cmd {
	s := &sheet{app: a, id: "findings", phase: guide.Phase{Title: "Open questions",
		Purpose: "What is still open. enter goes there, d sets aside, q goes back."}, quiet: true, reads: true}
	s.content = &findingsPage{sheet: s}
	s.refresh()
	return a.push(s)
}

func (f *findingsPage) rows() []draw.Row {
	if f.pm() == nil {
		return nil
	}
	asked := f.app.checked().asked
	aside := coach.Dismissed(f.pm(), f.app.now())
	f.listed, f.aside = slices.Concat(asked, aside), len(asked)
	rows := f.app.questionRows(asked, 0)
	if len(asked) == 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "Nothing is open in the phases you have been in."})
	}
	if len(aside) > 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "Set aside", Tail: "d asks it again", TailLook: f.app.theme.Faint})
		for k := range aside {
			r := f.app.questionRow(aside[k], f.aside+k)
			r.Look = f.app.theme.Faint
			rows = append(rows, r)
		}
	}
	return rows
}

// questionRows are findings under the names of their phases. The rows are numbered from a number on.
func (a *App) questionRows(findings []coach.Finding, from int) []draw.Row {
	var rows []draw.Row
	for _, key := range model.Phases {
		heading := len(rows)
		for k, f := range findings {
			if f.Phase == key {
				rows = append(rows, a.questionRow(f, from+k))
			}
		}
		if n := len(rows) - heading; n > 0 {
			rows = slices.Insert(rows, heading, draw.Row{Heading: true, Text: guide.Of(key).Title,
				Tail: say.Count(n, "question", "questions"), TailLook: a.theme.Faint})
		}
	}
	return rows
}

// questionRow is a question with as much behind it of what it is about as leaves the question whole.
func (a *App) questionRow(f coach.Finding, number int) draw.Row {
	t := a.theme
	r := draw.Row{Ref: f.At, Field: fmt.Sprint("finding ", number), Lead: draw.Pad(about(f), 5), LeadLook: t.Faint, Text: f.Question, TailLook: t.Faint}
	room := min(a.w/2, a.w-draw.Width(r.Lead)-draw.Width(r.Text)-6) // the mark before, and two spaces between
	for _, tail := range []string{family(f) + wordsOf(f, ": "), family(f)} {
		if r.Tail == "" && draw.Width(tail) <= room {
			r.Tail = tail
		}
	}
	return r
}

func family(f coach.Finding) string { return coach.About(f.Code).Family }

// wordsOf are the words that a finding is about, in quotation marks behind a mark; "" where none are.
func wordsOf(f coach.Finding, mark string) string {
	if f.Text == "" {
		return ""
	}
	return mark + model.Quote(model.Shorten(say.Safe(f.Text), 60))
}

func (f *findingsPage) actions() []Action {
	return []Action{
		{ID: "findings.go", Keys: []string{"enter"}, Name: "go to what the question is about", Foot: "go there",
			Scope: inList, Do: func() tea.Cmd { return f.app.lead(f.selectedFinding()) }, Why: f.noRow},
		{ID: "findings.dismiss", Keys: []string{"d"}, Name: "set the question aside for these words, or ask it again", Foot: "set aside",
			Scope: inList, Drastic: true, Do: f.setAside, Why: f.noRow},
	}
}

// questionNumber is the place of a row's finding among those listed.
func questionNumber(r *draw.Row) int {
	k := 0
	_, _ = fmt.Sscanf(r.Field, "finding %d", &k)
	return k
}

func (f *findingsPage) selectedFinding() coach.Finding {
	return f.listed[questionNumber(f.list.Selected())]
}

// setAside keeps a question from being asked until the words that it is about change; of one that is set aside, it is taken back.
func (f *findingsPage) setAside() tea.Cmd {
	found := f.selectedFinding()
	dismissal := model.Dismissal{Code: found.Code, At: found.At, Text: found.Text}
	if questionNumber(f.list.Selected()) >= f.aside {
		return f.app.edit(model.Edit{Label: "ask a question again", Do: func(p *model.Postmortem) error {
			p.Dismissed = slices.DeleteFunc(p.Dismissed, func(d model.Dismissal) bool { return d == dismissal })
			return nil
		}}, nil, nil)
	}
	return f.app.edit(model.Edit{Label: "set a question aside", Do: func(p *model.Postmortem) error {
		p.Dismissed = append(p.Dismissed, dismissal)
		return nil
	}}, nil, nil)
}

func (f *findingsPage) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (f *findingsPage) capture() *prompt { return nil }

func (f *findingsPage) head(int, int) []string { return nil }

func (f *findingsPage) add(*draw.Row) tea.Cmd { return nil }

// detail says what the row left out, and what the phase would like instead.
func (f *findingsPage) detail(r *draw.Row, w int) []string {
	return f.questionDetail(f.listed[questionNumber(r)], r, w)
}

// questionDetail is detail in the lines that there are: what the phase would like has one of them at least.
func (s *sheet) questionDetail(found coach.Finding, r *draw.Row, w int) []string {
	room := s.divide(s.app.w, s.app.bodyHeight()).prompt
	better := draw.Wrap("Better: "+coach.About(found.Code).Instead, w)
	keep := max(room-len(better), 1)
	var lines []string
	if draw.Width(r.Lead)+draw.Width(r.Text) > w {
		lines = draw.Wrap(r.Text, w)
	}
	if len(lines) > keep {
		lines = []string{endOf(r.Text, w)} // how it begins stands in the row
	}
	if said := family(found) + wordsOf(found, ": "); said != r.Tail && len(lines) < keep {
		lines = append(lines, atMost(draw.Wrap(strings.TrimSpace(about(found)+said), w), keep-len(lines))...)
	}
	return append(lines, atMost(better, max(room-len(lines), 1))...)
}

// endOf is as much of the end of a text as w cells hold, from a whole word on.
func endOf(text string, w int) string {
	for draw.Width(text) > w {
		_, rest, more := strings.Cut(text, " ")
		if !more {
			return text
		}
		text = rest
	}
	return text
}
