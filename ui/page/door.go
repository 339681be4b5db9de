package page

import (
	"debrief/model/guide"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// DoorID names the page between a postmortem and the archive.
const DoorID = "door"

// Door asks, where others watch, before the archive is shown. show is what enter does.
func (h *Shelf) Door(show func() tea.Cmd) sheet.Screen {
	b := h.put(sheet.Page{ID: DoorID, Quiet: true, Modal: true, Phase: guide.Phase{Title: "Room mode",
		Purpose: "Others watch this screen, and the archive shows other postmortems and what waits for whom."}}, false)
	stay := func() tea.Cmd {
		if h.desk.Post() == nil {
			return h.desk.Quit()
		}
		return h.desk.Pop()
	}
	b.Page.Rows = func() []draw.Row {
		if h.desk.Post() == nil {
			leaves := b.Key("door.stay", "q") + " leaves debrief, "
			return []draw.Row{sheet.Row("enter shows the archive, " + leaves + b.Key("room", "m") + " turns room mode off")}
		}
		return []draw.Row{sheet.Row("enter shows the archive, " + b.Key("door.stay", "q") + " goes back to the postmortem")}
	}
	b.Page.Actions = func() []sheet.Action {
		return doorActions(show, stay)
	}
	b.Start(false)
	return b
}

func doorActions(show, stay func() tea.Cmd) []sheet.Action {
	return []sheet.Action{
		{ID: "door.show", Keys: []string{"enter"}, Name: "show the archive to whoever watches", Foot: "show the archive", Scope: sheet.InList, Do: show},
		{ID: "door.stay", Keys: []string{"q", "esc"}, Name: "do not show it", Foot: "do not show it", Scope: sheet.InList, Do: stay},
	}
}
