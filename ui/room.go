package ui

import (
	"strings"

	"debrief/model"
	"debrief/model/cast"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/page"

	tea "charm.land/bubbletea/v2"
)

// room is room mode: how the sheets look when others watch. It is this terminal's, not the document's, and it stays on over a restart.
// Pages see the postmortem through a veil, so that no page can show what it does not have, and what they change goes back through it.
type room struct {
	on      bool
	names   bool // people in texts have their names
	archive bool // somebody has agreed that the archive is shown
	of      *model.Postmortem
	veil    *cast.Veil
	checks  ask.Checks // as they are shown
	checked *ask.Checks
	visits  ask.Visits
}

// roomKey is where the drafts keep that room mode is on: those of a program that is gone are the next one's, and those of one that runs
// beside this are not.
func (a *App) roomKey() string { return a.config.Archive.Path() + "/room" }

// The pieces of what is kept: the postmortem, and that names are shown.
const namesShown = "names"

// startRoom takes over what an earlier session left on.
func (a *App) startRoom() {
	kept := strings.Fields(a.config.Drafts.Get(a.roomKey()))
	if len(kept) == 0 && !a.config.Room {
		return
	}
	a.room.on = true
	if len(kept) > 0 && a.config.Open == "" {
		a.config.Open = kept[0]
	}
	a.room.names = len(kept) > 1 && kept[1] == namesShown
	a.window.look = a.look(a.window.look.Name)
	a.keepRoom()
}

func (a *App) keepRoom() {
	text := ""
	if a.room.on {
		text = a.config.Open
		if p := a.open.pm; p != nil {
			text = p.Ref
		}
		if text == "" {
			text = "-"
		}
		if a.room.names {
			text += " " + namesShown
		}
	}
	a.config.Drafts.Put(a.roomKey(), text)
}

// look is the theme of that name, as it is in the room or alone.
func (a *App) look(name string) *draw.Theme {
	t := draw.NewTheme(name)
	if a.room.on {
		return t.ForRoom()
	}
	return t
}

// Room reports whether others watch this screen.
func (a *App) Room() bool { return a.room.on }

// EnterRoom turns room mode on, as starting the clock of the meeting does.
func (a *App) EnterRoom() {
	if !a.room.on {
		a.turnRoom(true)
	}
}

// turnRoom turns room mode on or off. Every page is made anew: what one of them holds was read for the other kind of eyes.
func (a *App) turnRoom(on bool) {
	phase, ref, typing := a.phase(), a.Top().Base().Ref(), a.Top().Typing()
	a.room = room{on: on}
	a.window.look = a.look(a.window.look.Name)
	a.keepRoom()
	a.Hush()
	if a.open.pm != nil {
		a.shelf.Forget()
		a.stack = append(a.stack[:a.below], a.shelf.Phase(phase))
		if !typing {
			a.Top().Base().StopTyping()
		}
		a.Top().Base().List.Choose(ref, "*")
	}
	a.refreshAll()
}

func (a *App) toggleRoom() tea.Cmd {
	a.turnRoom(!a.room.on)
	if a.room.on {
		a.Say("Room mode: nothing private is shown, people are a team and a letter.")
	} else {
		a.Say("Room mode is off: everything is shown here.")
	}
	return nil
}

func (a *App) noRoom() string {
	switch {
	case a.Top().Base().Page.Modal && a.Top().Base().Page.ID != page.DoorID:
		return "Finish this page first, or leave it."
	case a.open.pm == nil && !a.room.on:
		return "Room mode is for a postmortem: open one first."
	}
	return ""
}

// toggleNames shows the names of the people in texts, or their letters.
func (a *App) toggleNames() tea.Cmd {
	a.room.names = !a.room.names
	a.room.of = nil
	a.shelf.Forget()
	a.keepRoom()
	a.refreshAll()
	if a.room.names {
		a.Say("Names are shown.")
	} else {
		a.Say("People are called by team and letter.")
	}
	return nil
}

func (a *App) noNames() string {
	if !a.room.on {
		return "Names are always shown while room mode is off."
	}
	return ""
}

// shown is the open postmortem as this screen may show it.
func (a *App) shown() *model.Postmortem {
	if !a.room.on || a.open.pm == nil {
		return a.open.pm
	}
	return a.veil().Shown
}

func (a *App) veil() *cast.Veil {
	r := &a.room
	switch p := a.open.pm; {
	case r.of == p && r.veil != nil:
	case r.of != nil && r.of.ID == p.ID && r.veil != nil:
		r.of, r.veil = p, r.veil.Over(p)
	default:
		r.of, r.veil = p, cast.NewVeil(p, r.names)
	}
	return r.veil
}

// Words are words from beside the document as this screen may show them.
func (a *App) Words(text string) string {
	if !a.room.on || a.open.pm == nil {
		return text
	}
	return a.veil().Text(text)
}

// roomChecks are the coach's questions as they may be shown.
func (a *App) roomChecks(c *ask.Checks) *ask.Checks {
	r, v := &a.room, a.veil()
	if r.checked != c || r.checks.Of != v.Shown || r.visits != c.Visits {
		r.checked, r.visits = c, c.Visits
		r.checks = *c.Shown(v.Text)
		r.checks.Of = v.Shown
	}
	return &r.checks
}

// leave goes back to where the postmortem was opened from; in the room it asks first.
func (a *App) askToLeave() tea.Cmd {
	return a.Push(a.shelf.Door(func() tea.Cmd {
		a.room.archive = true
		if a.open.pm == nil {
			return a.Pop()
		}
		return a.goBack()
	}))
}

// veilFor is what a page is seen through whose job is about a postmortem; nil for none.
func (a *App) veilFor(ref string) *cast.Veil {
	if !a.room.on || a.open.pm == nil || a.open.pm.Ref != ref {
		return nil
	}
	return a.veil()
}

// inRoom makes the edit of a job that was sent from a page in the room one of the whole postmortem.
func (a *App) inRoom(j *job, e model.Edit) model.Edit {
	if j.veil == nil {
		return e
	}
	e.Do = j.veil.Through(e.Do)
	return e
}
