package page

import (
	"errors"
	"strings"

	"debrief/model"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// statusChoices are the states of an action.
func statusChoices(is string) []sheet.Choice {
	return []sheet.Choice{
		{Word: "open", On: is == "open"}, {Word: "doing", On: is == "doing"},
		{Word: "done", On: is == "done"}, {Word: "dropped", On: is == "dropped"},
	}
}

// statusChooser asks for the status of an action of a postmortem, which need not be the open one. Dropping asks for the reason, and
// nothing is dropped before there is one. then is what comes next, without waiting for the archive.
func (b base) statusChooser(post, ref, label string, choices []sheet.Choice, then func(status string) tea.Cmd,
	saved func(model.Applied) tea.Cmd,
) *sheet.Chooser {
	c := sheet.NewChooser(label, choices)
	c.Take = func(chosen []string) tea.Cmd {
		status, now := chosen[0], model.At(b.Desk.Now())
		if status == "dropped" {
			l := b.reasonLine(post, ref)
			enter := l.Enter
			l.Enter = func(text string, about map[string]string) (sheet.Job, error) {
				j, err := enter(text, about)
				j.Then = saved
				return j, err
			}
			l.Next = func(*sheet.Entry) tea.Cmd { return then(status) }
			return b.Open(l)
		}
		name := status
		for _, x := range choices {
			if x.Word == status {
				name = x.Shown()
			}
		}
		e := model.Edit{Label: "call " + ref + " " + name, Do: func(pm *model.Postmortem) error { return pm.SetStatus(ref, status, now) }}
		cmd := b.Desk.Send(sheet.Job{Post: post, Then: saved, Edit: func(sheet.Turn) (model.Edit, error) { return e, nil }})
		return tea.Batch(cmd, then(status))
	}
	return c
}

// chooseStatus changes the status of an action of the open postmortem.
func (b base) chooseStatus(ref string) tea.Cmd {
	on := func(string) tea.Cmd { return b.FlowOn(ref, "status") }
	c := b.statusChooser(b.Post().Ref, ref, ref+" is", statusChoices(b.Post().Get(ref, "status")), on, nil)
	c.OnTab = func() tea.Cmd {
		b.Flow(true)
		b.Close()
		return on("")
	}
	return b.Choose(c)
}

// reasonLineOf is a reason line by its key: the postmortem and the part.
func (b base) reasonLineOf(key string) *sheet.Line {
	post, ref, _ := strings.Cut(key, " ")
	return b.reasonLine(post, ref)
}

// reasonLine asks why an action is dropped, or why nobody acts on a parked thought. Without a reason nothing is recorded.
func (b base) reasonLine(post, ref string) *sheet.Line {
	l := sheet.NewLine("Because", "")
	l.Key = "reason " + post + " " + ref
	question := "Why is " + ref + " dropped?"
	if strings.HasPrefix(ref, "K") {
		question = "Why does nobody act on " + ref + "?"
	}
	l.Ask = func() string { return question }
	l.Hint = func(string) []string { return []string{"in a few words; esc leaves it as it is"} }
	if p := b.Post(); p != nil && p.Ref == post {
		f := ask.FieldOf(ref, "reason")
		l.Says = func(text string) ask.Saying { return ask.Says(p, ref, f, text, b.Times(ref)) }
	}
	l.Empty = func() tea.Cmd {
		l.Refuse(ask.NeedsReason)
		return nil
	}
	now := model.At(b.Desk.Now())
	l.Enter = func(reason string, _ map[string]string) (sheet.Job, error) {
		if reason == "" {
			return sheet.Job{}, errors.New(ask.NeedsReason)
		}
		e := model.Edit{Label: "drop " + ref, Do: func(pm *model.Postmortem) error { return pm.Drop(ref, reason, now) }}
		if strings.HasPrefix(ref, "K") {
			e = ask.Settle("decide not to act on "+ref, ref, "declined", reason)
		}
		return sheet.Job{Post: post, Edit: func(sheet.Turn) (model.Edit, error) { return e, nil }}, nil
	}
	return l
}
