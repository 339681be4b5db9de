package ui

import (
	"slices"

	"debrief/model"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// loaded brings a postmortem that was opened or that somebody else changed.
type loaded struct {
	pm       *model.Postmortem
	live     model.Live
	beside   beside
	owners   []string
	became   map[string]string // the parts that earlier entries have become
	phase    string
	selected string // the part to show; "" for where somebody was
	opens    bool
	err      error
}

// Elsewhere tells what another program has done to the archive.
type Elsewhere struct {
	Why   string // why the archive cannot be used any more, or what else is to be known of it; "" for nothing
	Steps bool   // there are steps that were not made here
	Live  bool   // somebody has moved, or what a meeting shares is not as it was
}

// Load opens a postmortem and lands where somebody was, or in the phase and on the part that were asked for.
func (a *App) Load(ref, phase, selected string) tea.Cmd {
	waiting := len(a.config.Drafts.Entries()) > 0
	return func() tea.Msg {
		pm, err := a.config.Archive.Load(a.ctx, ref)
		if err != nil {
			return loaded{err: err}
		}
		live, err := a.config.Archive.Live(a.ctx, pm.Ref)
		if err != nil {
			live = model.Live{} // where somebody was is a comfort, not a condition
		}
		msg := loaded{pm: pm, live: live, phase: phase, selected: selected, opens: true, beside: a.readBeside(pm.Ref)}
		if waiting {
			msg.became = a.became(pm.Ref)
		}
		msg.owners, msg.err = a.config.Archive.Owners(a.ctx)
		return msg
	}
}

// became are the parts that entries of earlier sessions have become, which others that are not saved yet may hang on.
func (a *App) became(ref string) map[string]string {
	steps, err := a.config.Archive.History(a.ctx, ref)
	if err != nil {
		return nil // those that hang on one wait, and say so
	}
	refs := map[string]string{}
	for i := range steps {
		if steps[i].Entry != "" {
			refs[steps[i].Entry] = steps[i].Touched()
		}
	}
	return refs
}

func (a *App) reload(msg Elsewhere) tea.Cmd {
	if msg.Why != "" {
		a.Warn(msg.Why)
	}
	var look tea.Cmd
	if msg.Live && a.open.pm != nil {
		look = a.lookBeside()
	}
	if !msg.Steps {
		return look
	}
	if a.open.pm == nil {
		return a.news()
	}
	ref := a.open.pm.Ref
	return tea.Batch(look, func() tea.Msg {
		pm, err := a.config.Archive.Load(a.ctx, ref)
		return loaded{pm: pm, err: err}
	})
}

// news reads anew what may have changed in the archive: its list, also where that lies below, and what leads on from it.
func (a *App) news() tea.Cmd {
	if of := a.Top().Base().Page.News; of != nil {
		return tea.Batch(a.shelf.Listed(), of())
	}
	return a.shelf.Listed()
}

func (a *App) receive(msg loaded) tea.Cmd {
	switch {
	case msg.err != nil:
		a.Fail(msg.err)
	case msg.opens:
		return a.enter(msg)
	case a.open.pm != nil && a.open.pm.ID == msg.pm.ID && msg.pm.Revision >= a.open.pm.Revision:
		a.open.pm = msg.pm
		a.refreshAll()
	}
	return nil
}

// Enter shows a postmortem that was just made.
func (a *App) Enter(pm *model.Postmortem, phase string) tea.Cmd {
	return a.enter(loaded{pm: pm, phase: phase, opens: true})
}

// enter shows a postmortem that was just opened.
func (a *App) enter(msg loaded) tea.Cmd {
	o := &a.open
	o.pm = msg.pm
	if a.room.on {
		a.room.archive = false
		a.keepRoom()
	}
	a.Hush()
	if msg.owners != nil {
		o.owners = msg.owners
	}
	a.queue.takeUp(a.config.Drafts.Entries(), msg.pm, msg.became)
	phase := msg.phase
	if phase == "" {
		phase = msg.live.Phase
	}
	if msg.phase == "" && (o.pm.FollowUpDue(a.Now()) || o.pm.RereadDue(a.Now())) {
		phase = "close"
	}
	if model.PhaseIndex(phase) < 0 {
		phase = o.pm.Phase
	}
	o.visits = ask.Revisit(o.pm, msg.live, a.Now())
	a.below = a.lists()
	a.stack = a.stack[:a.below]
	cmd := a.Show(phase, a.shelf.Phase(phase))
	s := a.Top().Base()
	switch {
	case msg.selected != "":
		s.StopTyping()
		s.List.Choose(msg.selected, "*")
	case msg.live.Selected != "" && phase == msg.live.Phase:
		s.List.Choose(msg.live.Selected, "*")
	}
	a.together = together{asked: a.together.asked}
	return tea.Batch(cmd, a.meets(msg.beside))
}

// lists is how many screens lie at the bottom that a postmortem can be opened from: the archive, and what leads on from it.
func (a *App) lists() int {
	n := 1
	for n < len(a.stack) && a.stack[n].Base().Page.News != nil {
		n++
	}
	return n
}

// Show goes to the sheet of a phase.
func (a *App) Show(phase string, s sheet.Screen) tea.Cmd {
	a.open.visits.Visit(model.PhaseIndex(a.phase()), model.PhaseIndex(phase))
	a.stack = append(a.stack[:a.below], s)
	return a.clockGoes(phase)
}

// phase is the phase whose sheet is shown, "" in the archive.
func (a *App) phase() string {
	for _, s := range slices.Backward(a.stack) {
		if key := s.Base().Page.Phase.Key; key != "" {
			return key
		}
	}
	return ""
}

// Leave goes back to where the postmortem was opened from: the archive, or a list of it. In the room it asks first.
func (a *App) Leave() tea.Cmd {
	if a.room.on {
		return a.askToLeave()
	}
	return a.goBack()
}

func (a *App) goBack() tea.Cmd {
	keep := a.keepTaken(false)
	ref, tell := a.open.pm.Ref, a.gone()
	a.stack = a.stack[:a.below]
	a.open.pm = nil
	a.Hush()
	top := a.Top().Base()
	top.Refresh()
	if a.below == 1 && !top.List.Choose(ref, "") && top.Ref() != ref {
		a.shelf.GoTo(ref)
	}
	return tea.Batch(keep, func() tea.Msg { tell(); return nil }, a.news())
}
