package ui

import (
	"slices"
	"strings"

	"debrief/model"

	tea "charm.land/bubbletea/v2"
)

// closing is the sheet of what was done about it, and whether it was worth it.
type closing struct{ *sheet }

func (s *closing) rows() []row {
	pm, t := s.pm(), s.app.theme
	rows := []row{{heading: true, text: "Follow-up"}}
	for _, name := range []string{"follow_up.at", "follow_up.held_at"} {
		rows = append(rows, fieldRow(s.app, "", fieldOf("", name), 18))
	}
	if len(pm.Actions) > 0 {
		rows = append(rows, row{heading: true, text: "Actions", tail: "space: done, and did it help", tailLook: t.faint})
	}
	for i := range pm.Actions {
		rows = append(rows, s.verdictRow(&pm.Actions[i]))
	}
	rows = append(rows, row{heading: true, text: "Looking back"})
	for _, name := range []string{"follow_up.again", "follow_up.missed"} {
		rows = append(rows, fieldRow(s.app, "", fieldOf("", name), 18))
	}
	rows = append(rows, row{heading: true, text: "Lessons", tail: "w writes one down", tailLook: t.faint})
	for _, l := range pm.Lessons {
		rows = append(rows, row{ref: l.Ref, lead: pad(l.Kind, 11), leadLook: t.faint, text: safe(l.Text)})
	}
	rows = append(rows, row{heading: true, text: "Read it again, six months later"})
	for _, name := range []string{"reread.due", "reread.done_at", "reread.missed"} {
		rows = append(rows, fieldRow(s.app, "", fieldOf("", name), 18))
	}
	rows = append(rows, row{heading: true, text: "How far it has come", tail: "P: reviewed, published", tailLook: t.faint})
	return append(rows, fieldRow(s.app, "", fieldOf("", "status"), 18))
}

func (s *closing) verdictRow(a *model.Action) row {
	t := s.app.theme
	r := row{ref: a.Ref, lead: pad(a.Ref, 4), leadLook: t.faint, text: safe(a.Title), tailLook: t.faint}
	tail := []string{safe(a.Owner), a.Status}
	switch v := s.pm().Verdict(a.Ref); {
	case v != nil && v.Helped == "yes":
		tail = append(tail, "it helped")
		r.tailLook = t.good
	case v != nil && v.Helped == "no":
		tail = append(tail, "it did not help")
	case v != nil:
		tail = append(tail, v.Helped)
	}
	r.tail = strings.Join(slices.DeleteFunc(tail, func(x string) bool { return x == "" }), "  ")
	return r
}

func (s *closing) capture() *prompt { return nil }

func (s *closing) actions() []Action {
	return []Action{
		{ID: "close.export", Keys: []string{"x"}, Name: "write the page to a Markdown file", Foot: "write it out", Scope: inList, Do: s.app.export},
		{ID: "close.state", Keys: []string{"space"}, Name: "done, not done or dropped; then whether it helped", Foot: "done",
			Scope: inList, Do: s.state, Why: s.noAction},
		{ID: "close.declare", Keys: []string{"P"}, Name: "mark it reviewed, published or closed", Foot: "publish", Scope: inList, Do: s.app.declare},
	}
}

func (s *closing) state() tea.Cmd {
	ref := s.list.selected().ref
	p := newChooser(ref+" is", []choice{
		{key: "d", word: "done"}, {key: "n", word: "open", name: "not done"}, {key: "x", word: "dropped"}, // d and x as on the Action sheet
	})
	p.choose = func(chosen []string) tea.Cmd {
		status, now := chosen[0], model.At(s.app.now())
		return s.apply(p, model.Edit{Label: "call " + ref + " " + p.choiceName(status), Do: func(pm *model.Postmortem) error {
			if status == "open" && pm.Get(ref, "status") == "doing" {
				return nil // it is being worked on: that is not done, and it stays known
			}
			return pm.SetStatus(ref, status, now)
		}}, func(model.Applied) tea.Cmd { return s.askHelped(ref, status) })
	}
	return s.open(p)
}

func (p *prompt) choiceName(word string) string {
	for _, c := range p.choices {
		if c.word == word && c.name != "" {
			return c.name
		}
	}
	return word
}

func (s *closing) askHelped(ref, status string) tea.Cmd {
	if status == "dropped" {
		return s.editField(ref, "reason")
	}
	p := newChooser("Did it help", []choice{
		{key: "y", word: "yes", name: "it helped"}, {key: "n", word: "no", name: "it did not"},
		{key: "e", word: "too early"}, {key: "-", word: "", name: "not asked yet"},
	})
	p.choose = func(chosen []string) tea.Cmd {
		return s.apply(p, model.Edit{Label: "say whether " + ref + " helped", Do: func(pm *model.Postmortem) error {
			return pm.SetVerdict(ref, chosen[0])
		}}, nil)
	}
	return s.open(p)
}

func (s *closing) head(int, int) []string { return nil }

// enter on a date that is not set yet proposes one.
func (s *closing) enter(r *row) (tea.Cmd, bool) {
	if r.field == "status" {
		return s.app.declare(), true
	}
	if r.ref != "" || s.pm().Get("", r.field) != "" {
		return nil, false
	}
	proposal := ""
	switch r.field {
	case "follow_up.at":
		proposal = s.pm().ProposeFollowUp(s.app.now()).Time().In(s.pm().Location()).Format("2006-01-02 15:04")
	case "reread.due":
		proposal = string(s.pm().ProposeReread(s.app.now()))
	case "follow_up.held_at", "reread.done_at":
		proposal = s.app.now().In(s.pm().Location()).Format("2006-01-02 15:04")
	default:
		return nil, false
	}
	p := s.fieldPrompt("", fieldOf("", r.field))
	p.set(proposal)
	p.proposal = true
	return s.open(p), true
}

func (s *closing) add(*row) tea.Cmd              { return s.app.lesson() }
func (s *closing) detail(r *row, w int) []string { return fieldDetail(s.sheet, r, w) }
