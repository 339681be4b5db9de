package page

import (
	"strconv"

	"debrief/model/guide"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// fieldsPage shows every field of one part, or of the postmortem itself.
type fieldsPage struct {
	base
	ref string
}

func (h *Shelf) fields(ref string) sheet.Screen {
	title := "All fields of this postmortem"
	if ref != "" {
		title = "All fields of " + ref
	}
	f := &fieldsPage{h.put(sheet.Page{ID: "fields " + ref, Quiet: true, Phase: guide.Phase{Title: title,
		Purpose: title + ". enter changes one, tab goes on to the next."}}, true), ref}
	f.Page.Rows, f.Page.Actions = f.rows, f.actions
	f.Page.Add = func(*draw.Row) tea.Cmd { return f.EditSelected() }
	f.Start(false)
	return f
}

// actions lead from the fields of a part to those of the postmortem.
func (f *fieldsPage) actions() []sheet.Action {
	return []sheet.Action{{ID: "fields.all", Keys: []string{"ctrl+o"}, Name: "show all fields of the postmortem", Foot: "all fields", Scope: sheet.Always,
		Do: func() tea.Cmd { return f.Desk.Push(f.shelf.fields("")) }, Why: func() string {
			if f.ref == "" {
				return "These are all fields of the postmortem."
			}
			return ""
		}}}
}

func (f *fieldsPage) rows() []draw.Row {
	if f.Post() == nil {
		return nil
	}
	if _, there := f.Post().Part(f.ref); !there {
		return []draw.Row{{Heading: true, Text: f.ref + " was deleted. " + f.Key("undo", "u") + " brings it back, " + f.Key("page.close", "q") + " goes back."}}
	}
	letter := ""
	if f.ref != "" {
		letter = f.ref[:1]
	}
	var rows []draw.Row
	for _, fd := range ask.FieldsOf[letter] {
		if f.Withheld(f.ref, fd.Name) != "" {
			continue
		}
		rows = append(rows, f.FieldRow(f.ref, fd, 25))
	}
	for _, list := range ask.RecordsOf(letter) {
		if f.Withheld(f.ref, list) != "" {
			continue
		}
		for i := range f.Post().Items(f.ref, list) + 1 {
			for _, fd := range ask.Records[list] {
				fd.Name = list + "." + strconv.Itoa(i) + "." + fd.Name
				if i == f.Post().Items(f.ref, list) && fd.Name != list+"."+strconv.Itoa(i)+"."+ask.Records[list][ask.FirstOf(list)].Name {
					continue // an empty item shows one field to start with
				}
				rows = append(rows, f.FieldRow(f.ref, fd, 25))
			}
		}
	}
	return rows
}
