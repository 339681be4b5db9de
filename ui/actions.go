package ui

import (
	"context"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// actions are what can be done from everywhere. Those that need a postmortem are there only when one is open.
func (a *App) actions() []sheet.Action {
	if a.fromAnywhere == nil {
		a.fromAnywhere = a.config.Keys.Bind(a.programActions())
		a.fromSheets = a.config.Keys.Bind(a.postmortemActions())
	}
	if a.open.pm == nil || a.Top().Base().Page.Modal {
		return a.fromAnywhere
	}
	return a.fromSheets
}

func (a *App) programActions() []sheet.Action {
	return []sheet.Action{
		{ID: "help", Keys: []string{"?"}, Name: "show what can be done here; type to run it", Foot: "help", Scope: sheet.InList,
			Do: func() tea.Cmd { return a.Palette("?") }},
		{ID: "palette", Keys: []string{":"}, Name: "run anything by its name", Scope: sheet.InList, Do: func() tea.Cmd { return a.Palette(":") }},
		{ID: "room", Keys: []string{"m"}, Name: "room mode, for a screen that others watch: on or off", Scope: sheet.InList, Do: a.toggleRoom, Why: a.noRoom},
		{ID: "suspend", Keys: []string{"ctrl+z"}, Name: "suspend debrief",
			Scope: sheet.Always, Do: func() tea.Cmd { return tea.Suspend }, Why: a.noSuspend},
	}
}

func (a *App) noSuspend() string {
	if a.config.Suspend {
		return ""
	}
	return "There is no shell to come back from here."
}

func (a *App) postmortemActions() []sheet.Action {
	var acts []sheet.Action
	for i, key := range model.Phases {
		acts = append(acts, sheet.Action{ID: "phase.go", Arg: key, Keys: []string{string(rune('1' + i))}, Name: "go to " + guide.Of(key).Title,
			Scope: sheet.InList, Do: func() tea.Cmd { return a.Show(key, a.shelf.Phase(key)) }})
	}
	acts = append(acts,
		sheet.Action{ID: "phase.previous", Keys: []string{"<"}, Name: "go to the phase before", Scope: sheet.InList, Do: func() tea.Cmd { return a.step(-1) }},
		sheet.Action{ID: "phase.next", Keys: []string{">"}, Name: "go to the next phase", Foot: "next phase",
			Scope: sheet.InList, Do: func() tea.Cmd { return a.step(1) }},
		sheet.Action{ID: "clock", Keys: []string{"t"}, Name: "the clock of the meeting: start, pause, more or less time, end",
			Scope: sheet.InList, Do: a.clockMenu},
		sheet.Action{ID: "blank", Keys: []string{"B"}, Name: "make the shared screens blank, until the next key", Scope: sheet.InList, Do: a.blank},
		sheet.Action{ID: "seat", Name: "my name: say who sits at this terminal", Scope: sheet.Always, Do: a.sayName},
		sheet.Action{ID: "undo", Keys: []string{"u"}, Name: "undo my last step", Foot: "undo", Scope: sheet.InList, Do: a.undo},
		sheet.Action{ID: "redo", Keys: []string{"U"}, Name: "redo what was undone", Scope: sheet.InList, Do: a.redo},
	)
	acts = append(acts, a.shelf.Everywhere()...)
	acts = append(acts, sheet.Action{ID: "room.names", Name: "in room mode: the names of people in the timeline, or team and letter", Scope: sheet.Always,
		Do: a.toggleNames, Why: a.noNames})
	return append(acts, a.programActions()...)
}

func (a *App) step(by int) tea.Cmd {
	at := model.PhaseIndex(a.phase()) + by
	if at < 0 || at >= len(model.Phases) {
		a.Say("There is no phase further on.")
		return nil
	}
	key := model.Phases[at]
	return a.Show(key, a.shelf.Phase(key))
}

func (a *App) undo() tea.Cmd {
	return a.backOrForth(a.config.Archive.Undo, "Undone: ", " "+a.Keys().Key("redo", "U")+" does it again.")
}

func (a *App) redo() tea.Cmd {
	return a.backOrForth(a.config.Archive.Redo, "Done again: ", " "+a.Keys().Key("undo", "u")+" takes it back.")
}

func (a *App) backOrForth(run func(context.Context, string) (model.Applied, error), verb, after string) tea.Cmd {
	ref := a.open.pm.Ref
	return a.Send(sheet.Job{
		Post: ref,
		Run:  func(ctx context.Context) (model.Applied, error) { return run(ctx, ref) },
		Said: func(s model.Step) string { return verb + say.Safe(s.Label) + "." + after },
		Then: func(applied model.Applied) tea.Cmd { return a.Top().Base().SelectNew(applied) },
	})
}
