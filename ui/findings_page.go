package ui

import (
	"fmt"

	"debrief/model"
	"debrief/model/guide"

	tea "charm.land/bubbletea/v2"
)

// findingsPage lists the open questions of the phases that were visited, each leading to its place.
type findingsPage struct{ *sheet }

func (a *App) findings() tea.Cmd {
	s := &sheet{app: a, id: "findings", phase: guide.Phase{Title: "Open questions",
		Purpose: "What is still open. enter goes there, q goes back."}, quiet: true, reads: true}
	s.content = &findingsPage{sheet: s}
	s.refresh()
	return a.push(s)
}

func (f *findingsPage) rows() []row {
	t := f.app.theme
	var rows []row
	for i, key := range model.Phases {
		if i > f.app.seen {
			break
		}
		n := f.app.checked().open[i]
		if n == 0 {
			continue
		}
		rows = append(rows, row{heading: true, text: guide.Of(key).Title, tail: plural(n, "question", "questions"), tailLook: t.faint})
		for k, finding := range f.app.checked().findings {
			if finding.Phase != key {
				continue
			}
			about := ""
			if part := model.KindOf(finding.At); part != nil && finding.At != "" {
				about = finding.At + "  "
			}
			rows = append(rows, row{ref: finding.At, field: fmt.Sprint("finding ", k), lead: pad(about, 5), leadLook: t.faint,
				text: finding.Question, tail: finding.Text, tailLook: t.faint})
		}
	}
	if len(rows) == 0 {
		rows = append(rows, row{heading: true, text: "Nothing is open in the phases you have been in."})
	}
	return rows
}

func (f *findingsPage) actions() []Action {
	return []Action{
		{ID: "findings.go", Keys: []string{"enter"}, Name: "go to what the question is about", Foot: "go there",
			Scope: inList, Do: func() tea.Cmd { return f.lead(f.list.selected()) }, Why: f.noRow},
		{ID: "findings.dismiss", Keys: []string{"d"}, Name: "set the question aside; u brings it back", Foot: "set aside",
			Scope: inList, Drastic: true, Do: f.dismiss, Why: f.noRow},
	}
}

func (f *findingsPage) finding(r *row) int {
	k := -1
	_, _ = fmt.Sscanf(r.field, "finding %d", &k)
	return k
}

func (f *findingsPage) dismiss() tea.Cmd {
	k := f.finding(f.list.selected())
	found := f.app.checked().findings[k]
	return f.app.edit(model.Edit{Label: "set a question aside", Do: func(p *model.Postmortem) error {
		p.Dismissed = append(p.Dismissed, model.Dismissal{Code: found.Code, At: found.At, Text: found.Text})
		return nil
	}}, nil, nil)
}

func (f *findingsPage) enter(*row) (tea.Cmd, bool) { return nil, false }

// lead goes to what the question is about.
func (f *findingsPage) lead(r *row) tea.Cmd {
	found := f.app.checked().findings[f.finding(r)]
	cmd := f.app.show(found.Phase)
	s, ok := f.app.top().(*sheet)
	if !ok {
		return cmd
	}
	s.prompt = nil
	field := findingField[found.Code]
	switch {
	case model.KindOf(found.At) != nil && found.At != "":
		s.list.choose(found.At, "*")
		s.list.choose(found.At, field)
		if field != "" {
			return tea.Batch(cmd, s.editField(found.At, field))
		}
	case field != "":
		s.list.choose("", field)
		return tea.Batch(cmd, s.editField("", field))
	}
	if s.content.capture() != nil {
		return tea.Batch(cmd, s.toLine())
	}
	return cmd
}

// findingField is the field that answers a question, where one does.
var findingField = map[string]string{
	"owner-missing": "owner", "due-missing": "due", "ticket-missing": "ticket", "category-missing": "category",
	"meeting-missing": "meeting.at", "follow-up-missing": "follow_up.at",
}

func (f *findingsPage) capture() *prompt { return nil }

func (f *findingsPage) head(int, int) []string { return nil }

func (f *findingsPage) add(*row) tea.Cmd { return nil }

func (f *findingsPage) detail(r *row, w int) []string { return wrap(r.text, w) }
