package ui

import (
	"debrief/model"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

// statusQuestion asks what became of an action: one of the open postmortem, or one in a list of all.
type statusQuestion struct {
	post, ref string // the postmortem and its action
	label     string
	choices   []choice
	skip      func() tea.Cmd // what enter alone does; nil where one must choose
	tab       func() tea.Cmd
	posed     func(question string, opened tea.Cmd) tea.Cmd // shows what is asked next; nil where the line says it
	then      func(status string, applied model.Applied) tea.Cmd
}

// statusChoices are the states of an action; the keys are the same wherever one is asked for.
func statusChoices(is string) []choice {
	return []choice{
		{key: "o", word: "open", on: is == "open"}, {key: "g", word: "doing", on: is == "doing"},
		{key: "d", word: "done", on: is == "done"}, {key: "x", word: "dropped", on: is == "dropped"},
	}
}

// askStatus asks for the status by one key. Dropping asks for the reason, and nothing is dropped before there is one.
func (s *sheet) askStatus(q statusQuestion) tea.Cmd {
	p := newChooser(q.label, q.choices)
	p.empty, p.onTab = q.skip, q.tab
	p.choose = func(chosen []string) tea.Cmd {
		status, now := chosen[0], model.At(s.app.now())
		then := func(applied model.Applied) tea.Cmd { return q.then(status, applied) }
		if status == "dropped" {
			s.done(p)
			opened := s.askReason(q.post, q.ref, "why "+q.ref+" is dropped", func(reason string) model.Edit {
				return model.Edit{Label: "drop " + q.ref, Do: func(pm *model.Postmortem) error { return pm.Drop(q.ref, reason, now) }}
			}, then)
			if q.posed != nil {
				return q.posed("Why is "+q.ref+" dropped?", opened)
			}
			return opened
		}
		return s.applyTo(q.post, p, model.Edit{Label: "call " + q.ref + " " + p.choiceName(status), Do: func(pm *model.Postmortem) error {
			return pm.SetStatus(q.ref, status, now)
		}}, then)
	}
	return s.open(p)
}

// askReason asks why something is not done. Without a reason nothing is recorded.
func (s *sheet) askReason(post, ref, why string, edit func(reason string) model.Edit, then func(model.Applied) tea.Cmd) tea.Cmd {
	p := newPrompt("Because", "")
	p.draft = s.draftKey(post + "/" + ref + ".reason")
	p.hint = func(string) []string { return []string{why + ", in a few words; esc leaves it as it is"} }
	p.says = s.says(ref, fieldOf(ref, "reason"))
	p.submit = func(reason string) tea.Cmd {
		if reason == "" {
			p.problem = needsReason
			return nil
		}
		return s.applyTo(post, p, edit(reason), then)
	}
	return s.open(p)
}

const needsReason = "say why in a few words, or esc"

// chooseStatus changes the status of an action of the open postmortem.
func (s *sheet) chooseStatus(ref string) tea.Cmd {
	on := func() tea.Cmd { return s.flowOn(ref, fieldOf(ref, "status")) }
	return s.askStatus(statusQuestion{
		post: s.pm().Ref, ref: ref, label: ref + " is", choices: statusChoices(s.pm().Get(ref, "status")),
		tab: func() tea.Cmd {
			s.flow = true
			s.done(s.prompt)
			return on()
		},
		then: func(string, model.Applied) tea.Cmd { return on() },
	})
}

// statusSaid is the status of an action with its date and, where it was dropped, its reason.
func statusSaid(p *model.Postmortem, a *model.Action) string {
	said, at := a.Status, model.Instant{}
	switch a.Status {
	case "doing":
		said, at = "doing since", a.StartedAt
	case "done":
		said, at = "done on", a.DoneAt
	case "dropped":
		said, at = "dropped on", a.DroppedAt
	}
	if at.IsZero() {
		said = a.Status
	} else {
		said += " " + say.Day(at.Time().In(p.Location()))
	}
	if a.Status == "dropped" && a.Reason != "" {
		said += ": " + say.Safe(a.Reason)
	}
	return said
}

// choiceName is how a choice reads in a sentence.
func (p *prompt) choiceName(word string) string {
	for _, c := range p.choices {
		if c.word == word {
			return c.shown()
		}
	}
	return word
}

// explained reports whether a part stands for a decision that has a reason: not to act.
func (s *sheet) explained(ref string) bool {
	return s.pm().Get(ref, "status") == "dropped" || s.pm().Get(ref, "outcome") == "declined"
}
