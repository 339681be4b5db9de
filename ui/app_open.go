package ui

import (
	"context"
	"slices"
	"time"

	"debrief/model"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// loaded brings a postmortem that was opened or that somebody else changed.
type loaded struct {
	pm       *model.Postmortem
	live     model.Live
	owners   []string
	phase    string
	selected string // the part to show; "" for where somebody was
	opens    bool
	err      error
}

// listed brings the archive's list.
type entriesListed struct {
	entries []model.Entry
	waiting []model.Waiting
	more    bool // there is more that waits
	latest  string
	err     error
}

// changedElsewhere tells that another program wrote to the archive; why is not "" when it cannot be used any more.
type changedElsewhere struct{ why string }

func (msg loaded) arrive(a *App) tea.Cmd { return a.receive(msg) }

func (msg entriesListed) arrive(a *App) tea.Cmd { return a.receiveList(msg) }

func (msg changedElsewhere) arrive(a *App) tea.Cmd { return a.reload(msg) }

func (a *App) list() tea.Cmd {
	return func() tea.Msg { return entriesOf(a.ctx, a.config.Archive, a.now()) }
}

// entriesOf reads what the archive's page shows.
func entriesOf(ctx context.Context, archive Archive, now time.Time) entriesListed {
	entries, err := archive.List(ctx)
	msg := entriesListed{entries: entries, err: err}
	if err == nil {
		msg.waiting, msg.more, msg.err = archive.Waiting(ctx, now, waitingMost)
	}
	msg.latest, _ = archive.Latest(ctx) // without it the cursor stands on the newest
	return msg
}

func (a *App) receiveList(msg entriesListed) tea.Cmd {
	if msg.err != nil {
		a.fail(msg.err)
		return nil
	}
	first := !a.listed
	a.entries, a.waiting, a.waitingMore, a.listed = msg.entries, msg.waiting, msg.more, true
	a.widestRef = 0
	for i := range a.entries {
		a.widestRef = max(a.widestRef, draw.Width(a.entries[i].Ref))
	}
	a.refreshAll()
	if s, ok := a.stack[0].(*sheet); ok && first {
		s.list.Choose(msg.latest, "")
	}
	return nil
}

// open loads a postmortem and lands where somebody was, or in the phase that was asked for.
func (a *App) open(ref, phase string) tea.Cmd { return a.openAt(ref, phase, "") }

// openAt is open on one part.
func (a *App) openAt(ref, phase, selected string) tea.Cmd {
	return func() tea.Msg {
		pm, err := a.config.Archive.Load(a.ctx, ref)
		if err != nil {
			return loaded{err: err}
		}
		live, err := a.config.Archive.Live(a.ctx, pm.Ref)
		if err != nil {
			live = model.Live{} // where somebody was is a comfort, not a condition
		}
		owners, err := a.config.Archive.Owners(a.ctx)
		return loaded{pm: pm, live: live, owners: owners, phase: phase, selected: selected, opens: true, err: err}
	}
}

func (a *App) reload(msg changedElsewhere) tea.Cmd {
	if msg.why != "" {
		a.warn(msg.why)
	}
	if a.pm == nil {
		if page, ok := contentOf[*actionsPage](a.top()); ok {
			return tea.Batch(a.list(), page.load())
		}
		return a.list()
	}
	ref := a.pm.Ref
	return func() tea.Msg {
		pm, err := a.config.Archive.Load(a.ctx, ref)
		return loaded{pm: pm, err: err}
	}
}

func (a *App) receive(msg loaded) tea.Cmd {
	switch {
	case msg.err != nil:
		a.fail(msg.err)
		return nil
	case msg.opens:
		return a.enter(msg)
	case a.pm != nil && a.pm.ID == msg.pm.ID && msg.pm.Revision >= a.pm.Revision:
		a.pm = msg.pm
		a.refreshAll()
	}
	return nil
}

// enter shows a postmortem that was just opened.
func (a *App) enter(msg loaded) tea.Cmd {
	a.pm, a.live, a.notice = msg.pm, msg.live, notice{}
	if msg.owners != nil {
		a.owners = msg.owners
	}
	phase := msg.phase
	if phase == "" {
		phase = msg.live.Phase
	}
	if msg.phase == "" && (a.pm.FollowUpDue(a.now()) || a.pm.RereadDue(a.now())) {
		phase = "close"
	}
	if model.PhaseIndex(phase) < 0 {
		phase = a.pm.Phase
	}
	a.revisit()
	a.stack = a.stack[:a.below()]
	cmd := a.show(phase)
	if s, ok := a.top().(*sheet); ok && msg.selected != "" {
		s.stopTyping()
		s.list.Choose(msg.selected, "*")
		return cmd
	}
	if s, ok := a.top().(*sheet); ok && msg.live.Selected != "" && phase == msg.live.Phase {
		s.list.Choose(msg.live.Selected, "*")
	}
	return cmd
}

// show goes to the sheet of a phase.
func (a *App) show(phase string) tea.Cmd {
	a.visit(phase)
	a.stack = append(a.stack[:a.below()], newSheet(a, phase))
	return nil
}

// phase is the phase whose sheet is shown, "" in the archive.
func (a *App) phase() string {
	for _, screen := range slices.Backward(a.stack) {
		if s, ok := screen.(*sheet); ok && s.phase.Key != "" {
			return s.phase.Key
		}
	}
	return ""
}

// leave goes back to where the postmortem was opened from: the archive, or the list of open actions.
func (a *App) leave() tea.Cmd {
	ref := a.pm.Ref
	a.stack = a.stack[:a.below()]
	a.pm = nil
	a.notice = notice{}
	a.top().refresh()
	if page, ok := contentOf[*actionsPage](a.top()); ok {
		return page.load()
	}
	if s, ok := a.top().(*sheet); ok {
		s.list.Choose(ref, "")
	}
	return a.list()
}

// noteLive remembers where somebody is, at most every 150 ms.
func (a *App) noteLive() tea.Cmd {
	s, ok := a.top().(*sheet)
	if a.pm == nil || !ok || a.liveSet {
		return nil
	}
	now := model.Live{Session: a.config.Session, Phase: a.phase(), Question: s.question()}
	if r := s.list.Selected(); r != nil {
		now.Selected = r.Ref
	}
	if now.Phase == a.live.Phase && now.Selected == a.live.Selected && now.Question == a.live.Question {
		return nil
	}
	a.live, a.liveSet = now, true
	ref, archive := a.pm.Ref, a.config.Archive
	return a.later(150*time.Millisecond, func() tea.Cmd {
		a.liveSet = false
		live := a.live
		return func() tea.Msg {
			_ = archive.SetLive(a.ctx, ref, live) // losing one's place is no reason to interrupt anybody
			return nil
		}
	})
}
