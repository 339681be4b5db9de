package ui

import (
	"context"
	"errors"
	"time"

	"debrief/model"
	"debrief/model/agenda"
	"debrief/model/guide"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// takeRoom takes in what the meeting shares, and counts on from there: by the program's own clock, for the one on the wall may be set.
func (a *App) takeRoom(room model.Room) tea.Cmd {
	t := &a.together
	if room.Clock.ID != t.room.Clock.ID || room.Clock.At != t.room.Clock.At {
		t.read, t.base = a.config.Clock(), max(a.Now().Sub(room.Clock.At.Time()), 0)
	}
	t.room = room
	if agenda.Forgotten(room.Clock, a.Now()) {
		t.room.Clock.Running = false
		return a.keepTaken(true)
	}
	return a.tick()
}

// clock is the clock of the meeting, counted up to now.
func (a *App) clock() model.Clock {
	c := a.together.room.Clock
	if c.ID == "" {
		return c
	}
	return agenda.Counted(c, a.Now(), a.passed())
}

func (a *App) passed() time.Duration { return a.together.base + a.config.Clock().Sub(a.together.read) }

// clockSays is the clock in the header, in at most w cells.
func (a *App) clockSays(w int) string {
	long, short := agenda.Say(a.clock(), a.Now())
	if draw.Width(long) > w {
		return draw.Fit(short, max(w, 0))
	}
	return long
}

// tick draws the clock anew when it says something else, and notes then how far it has counted.
func (a *App) tick() tea.Cmd {
	t := &a.together
	turn := t.ticks.Turn()
	if c := t.room.Clock; c.ID == "" || !c.Running {
		return nil
	}
	return a.Later(agenda.Next(a.clock()), func() tea.Cmd {
		if a.open.pm == nil || !t.ticks.Is(turn) {
			return nil
		}
		return tea.Batch(a.tick(), a.setRoom(func(*model.Room) {}, nil))
	})
}

// setRoom changes what the meeting shares, from its newest state. A clock has counted up to now by then. Where it cannot be written, it
// holds on this terminal alone.
func (a *App) setRoom(do func(*model.Room), then func() tea.Cmd) tea.Cmd {
	t := &a.together
	was, passed, now, ref := t.room.Clock.At, a.passed(), a.Now(), a.open.pm.Ref
	change := func(r *model.Room) {
		switch c := &r.Clock; {
		case c.ID == "":
		case c.At == was:
			*c = agenda.Counted(*c, now, passed)
		default: // another terminal has counted since
			*c = agenda.Counted(*c, now, -1)
		}
		do(r)
	}
	mine := t.room
	change(&mine)
	cmd := a.takeRoom(mine)
	write := func() tea.Msg {
		room, err := a.config.Archive.SetRoom(a.ctx, ref, change)
		return sheet.Beside(func() func() tea.Cmd {
			return func() tea.Cmd {
				var took tea.Cmd
				if err == nil && a.open.pm != nil && a.open.pm.Ref == ref {
					took = a.takeRoom(room)
				}
				if then == nil {
					return took
				}
				return tea.Batch(took, then())
			}
		})()
	}
	return tea.Batch(cmd, write)
}

// setClock changes the clock, and draws the header anew.
func (a *App) setClock(do func(model.Clock) model.Clock) tea.Cmd {
	return a.setRoom(func(r *model.Room) {
		if r.Clock.ID != "" {
			r.Clock = do(r.Clock)
		}
	}, nil)
}

// The words of the clock's chooser.
const (
	clockPause, clockOn, clockNext, clockEnd = "pause", "go on", "next", "end"
)

// clockMenu is t: what can be done with the clock.
func (a *App) clockMenu() tea.Cmd {
	c := a.clock()
	if c.ID == "" {
		return a.chooseAgenda()
	}
	choices := []sheet.Choice{{Word: clockPause, About: "a break: nothing is counted"}}
	if !c.Running {
		choices[0] = sheet.Choice{Word: clockOn, About: "count on"}
	}
	if next := a.clockAfter(c); next != "" {
		choices = append(choices, sheet.Choice{Word: clockNext, About: "count for " + guide.Of(next).Title})
	}
	title := guide.Of(c.Phase).Title
	choices = append(choices,
		sheet.Choice{Word: "+1", About: "a minute more for " + title}, sheet.Choice{Word: "+5", About: "five minutes more"},
		sheet.Choice{Word: "-1", About: "a minute less"}, sheet.Choice{Word: "-5", About: "five minutes less"},
		sheet.Choice{Word: clockEnd, About: "the meeting is over"})
	menu := sheet.NewChooser("Clock", choices)
	menu.Take = func(words []string) tea.Cmd { return a.moveClock(words[0]) }
	return a.Top().Base().Choose(menu)
}

// clockAfter is the phase that the clock goes on to: the one that is shown, where that is another, else the one after it; "" for none.
func (a *App) clockAfter(c model.Clock) string {
	if here := a.phase(); here != c.Phase && model.PhaseIndex(here) >= 0 {
		return here
	}
	if at := model.PhaseIndex(c.Phase) + 1; at < len(model.Phases) {
		return model.Phases[at]
	}
	return ""
}

func (a *App) moveClock(word string) tea.Cmd {
	minutes := map[string]int{"+1": 1, "+5": 5, "-1": -1, "-5": -5}[word]
	switch {
	case minutes != 0:
		return a.setClock(func(c model.Clock) model.Clock { return agenda.Give(c, minutes) })
	case word == clockPause:
		return tea.Batch(a.setClock(func(c model.Clock) model.Clock { c.Running = false; return c }), a.keepTaken(false))
	case word == clockOn:
		return a.setClock(func(c model.Clock) model.Clock { c.Running = true; return c })
	case word == clockNext:
		return a.countFor(a.clockAfter(a.clock()))
	case word == clockEnd:
		return tea.Batch(a.setClock(func(c model.Clock) model.Clock { c.Running = false; return c }), a.keepTaken(true))
	}
	return nil
}

// chooseAgenda starts the clock, with the agenda that is chosen.
func (a *App) chooseAgenda() tea.Cmd {
	suits := agenda.For(a.open.pm)
	choices := make([]sheet.Choice, 0, len(agenda.Presets))
	for _, p := range agenda.Presets {
		choices = append(choices, sheet.Choice{Word: p.Name, About: p.About + ": " + p.Shares(), On: p.Name == suits.Name})
	}
	c := sheet.NewChooser("Start the clock, minutes", choices)
	c.Take = func(words []string) tea.Cmd {
		p, phase := agenda.Of(words[0]), a.phase()
		if model.PhaseIndex(phase) < 0 {
			phase = a.open.pm.Phase
		}
		now := a.Now()
		cmd := a.setRoom(func(r *model.Room) {
			if r.Clock.ID == "" { // somebody else may have been quicker
				r.Clock = agenda.Start(p, phase, now)
			}
		}, nil)
		a.EnterRoom() // who starts the clock of a meeting has a room before them
		if a.open.pm.Agenda.Preset == p.Name {
			return cmd
		}
		return tea.Batch(cmd, a.Send(sheet.Job{Post: a.open.pm.Ref, Edit: func(sheet.Turn) (model.Edit, error) {
			return model.SetFrom("", "agenda.preset", a.open.pm.Agenda.Preset, p.Name, "choose the agenda "+p.Name), nil
		}}))
	}
	return a.Top().Base().Choose(c)
}

// clockGoes lets the clock follow whoever leads the meeting to another phase.
func (a *App) clockGoes(phase string) tea.Cmd {
	if c := a.together.room.Clock; c.ID == "" || !c.Running || c.Phase == phase || !a.leads() {
		return nil
	}
	return a.countFor(phase)
}

// countFor lets the clock count for another phase. What a phase has taken enters the document when it is left.
func (a *App) countFor(phase string) tea.Cmd {
	const least = 60 // seconds that are worth a step
	if phase == "" {
		return nil
	}
	cmd := a.setClock(func(c model.Clock) model.Clock { c.Phase = phase; return c })
	if _, sum := agenda.Unkept(a.together.room.Clock); sum < least {
		return cmd
	}
	return tea.Batch(cmd, a.keepTaken(false))
}

// leads reports whether this terminal is the one that the meeting follows: the facilitator's; where nobody is known to be that, the
// first that is not the note-taker's.
func (a *App) leads() bool {
	seat := a.seat()
	if seat != model.NoSeat {
		return seat == model.Facilitator
	}
	for _, l := range a.together.others {
		if l.Here && (l.Seat == model.Facilitator || l.Seat == model.NoSeat && l.Session < a.config.Session) {
			return false
		}
	}
	return true
}

// keepTaken writes into the document what the phases have taken; at the end of a meeting the clock goes then.
func (a *App) keepTaken(end bool) tea.Cmd {
	if a.open.pm == nil || a.together.room.Clock.ID == "" {
		return nil
	}
	c, ref := a.clock(), a.open.pm.Ref
	note := func(ctx context.Context, step model.Step) error {
		_, err := a.config.Archive.SetRoom(ctx, ref, func(r *model.Room) {
			if r.Clock.ID != c.ID {
				return
			}
			if r.Clock = agenda.Kept(r.Clock, step); end {
				r.Clock = model.Clock{}
			}
		})
		return err
	}
	if _, sum := agenda.Unkept(c); sum == 0 {
		if !end {
			return nil
		}
		return a.setRoom(func(r *model.Room) { r.Clock = model.Clock{} }, nil)
	}
	run := func(ctx context.Context) (model.Applied, error) {
		applied, err := a.config.Archive.Apply(ctx, ref, agenda.Keep(c))
		if err != nil {
			return applied, err
		}
		return applied, errors.Join(err, note(ctx, applied.Step))
	}
	return a.Send(sheet.Job{Post: ref, Run: run, Said: func(model.Step) string { return "" }, Then: func(applied model.Applied) tea.Cmd {
		if a.open.pm == nil {
			return nil
		}
		if end {
			a.Say("The clock is off. " + agenda.Took(applied.Postmortem) + ".")
		}
		return a.lookBeside()
	}})
}

// blanked reports whether this screen shows nothing: a note-taker's is not shared.
func (a *App) blanked() bool {
	return a.open.pm != nil && a.together.room.Blank && a.seat() != model.NoteTaker
}

// blank makes the shared screens blank.
func (a *App) blank() tea.Cmd {
	if a.seat() == model.NoteTaker {
		if a.together.room.Blank {
			return a.unblank()
		}
		a.Say("The shared screens are blank until a key is pressed there, or B here.")
	}
	return a.setRoom(func(r *model.Room) { r.Blank = true }, nil)
}

// unblank is any key on a blank screen: it does nothing else.
func (a *App) unblank() tea.Cmd { return a.setRoom(func(r *model.Room) { r.Blank = false }, nil) }
