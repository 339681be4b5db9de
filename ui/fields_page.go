package ui

import (
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// fieldsPage shows every field of one part, or of the postmortem itself.
type fieldsPage struct {
	*sheet
	ref string
}

func newFieldsPage(a *App, ref string) *sheet {
	title := "All fields of this postmortem"
	if ref != "" {
		title = "All fields of " + ref
	}
	s := &sheet{app: a, id: "fields " + ref, phase: guide.Phase{Title: title,
		Purpose: title + ". enter changes one, tab goes on to the next."}, quiet: true}
	s.content = &fieldsPage{sheet: s, ref: ref}
	s.refresh()
	return s
}

func (f *fieldsPage) rows() []draw.Row {
	if f.pm() == nil {
		return nil
	}
	if _, there := f.pm().Part(f.ref); !there {
		return []draw.Row{{Heading: true, Text: f.ref + " was deleted. u brings it back, q goes back."}}
	}
	letter := ""
	if f.ref != "" {
		letter = f.ref[:1]
	}
	var rows []draw.Row
	for _, fd := range fieldsOf[letter] {
		rows = append(rows, fieldRow(f.app, f.ref, fd, 25))
	}
	for _, list := range recordsOf(letter) {
		for i := range f.pm().Items(f.ref, list) + 1 {
			for _, fd := range records[list] {
				fd.name = list + "." + strconv.Itoa(i) + "." + fd.name
				if i == f.pm().Items(f.ref, list) && fd.name != list+"."+strconv.Itoa(i)+"."+records[list][firstOf(list)].name {
					continue // an empty item shows one field to start with
				}
				rows = append(rows, fieldRow(f.app, f.ref, fd, 25))
			}
		}
	}
	return rows
}

// firstOf is the field of a record by which a new one is started.
func firstOf(list string) int {
	if list == "also" {
		return 2
	}
	return 0
}

func recordsOf(letter string) []string {
	switch letter {
	case "":
		return []string{"follow_up.verdicts", "relations", "dismissed"}
	case "E":
		return []string{"also"}
	}
	return nil
}

// fieldRow shows one field with its label in a column.
func fieldRow(a *App, ref string, fd field, column int) draw.Row {
	if a.w < 60 {
		column = min(column, 14)
	}
	value := fd.shown(a.pm, ref)
	r := draw.Row{Ref: ref, Field: fd.name, Lead: draw.Pad(fd.label, column-1) + " ", Text: value, LeadLook: a.theme.Faint}
	if value == "" {
		r.Text, r.Look = "-", a.theme.Faint
	}
	return r
}

func (f *fieldsPage) actions() []Action { return nil }

func (f *fieldsPage) capture() *prompt { return nil }

func (f *fieldsPage) head(int, int) []string { return nil }

func (f *fieldsPage) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (f *fieldsPage) add(*draw.Row) tea.Cmd { return f.editSelected() }

func (f *fieldsPage) detail(r *draw.Row, w int) []string {
	v := f.pm().Get(r.Ref, r.Field)
	fd := fieldOf(r.Ref, r.Field)
	if fd.entry == instant || fd.entry == date {
		v = fd.shown(f.pm(), r.Ref)
	}
	return draw.Wrap(strings.TrimSpace(fd.label+": "+model.Shorten(say.Safe(v), 600)), w)
}
