package page

import (
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// shared is what can be done on every page, and on those whose rows are parts or fields.
func (b base) shared(parts bool) []sheet.Action {
	var acts []sheet.Action
	if parts {
		acts = append(acts, b.editing()...)
	}
	if model.PhaseIndex(b.Page.ID) >= 0 {
		acts = append(acts, b.chain()...)
	}
	return append(acts, sheet.Action{ID: "list.copy", Keys: []string{"y"}, Name: "copy it; an action as the body of a ticket",
		Scope: sheet.InList, Do: b.copyRow, Why: b.NoRow})
}

func (b base) editing() []sheet.Action {
	return []sheet.Action{
		{ID: "list.enter", Keys: []string{"enter"}, Name: "edit it, or type on from the last row", Foot: "edit", Scope: sheet.InList, Do: b.EnterRow},
		{ID: "list.edit", Keys: []string{"e"}, Name: "edit it", Scope: sheet.InList, Do: b.EditSelected, Why: b.NoRow},
		{ID: "list.add", Keys: []string{"a"}, Name: "add one", Foot: "add", Scope: sheet.InList, Opens: "add", Do: b.addOne},
		{ID: "list.type", Keys: []string{"tab"}, Name: "type in the line", Scope: sheet.InList, Do: b.ToLine},
		{ID: "list.editor", Keys: []string{"E"}, Name: "edit it in your editor", Scope: sheet.InList, Do: b.EditorOnSelected, Why: b.NoRow},
		{ID: "list.delete", Keys: []string{"d"}, Name: "delete it; " + b.Key("undo", "u") + " brings it back", Foot: "delete",
			Scope: sheet.InList, Do: b.delete, Why: b.noDelete},
		{ID: "list.move-down", Keys: []string{"J"}, Name: "move it down", Scope: sheet.InList, Do: func() tea.Cmd { return b.shift(1) }, Why: b.noMove},
		{ID: "list.move-up", Keys: []string{"K"}, Name: "move it up", Scope: sheet.InList, Do: func() tea.Cmd { return b.shift(-1) }, Why: b.noMove},
		{ID: "list.link", Keys: []string{"o"}, Name: "open its link", Scope: sheet.InList, Do: b.openLink, Why: b.noLink},
		{ID: "fields", Keys: []string{"ctrl+o"}, Name: "show all fields", Foot: "all fields", Scope: sheet.Always, Do: b.allFields},
	}
}

func (b base) addOne() tea.Cmd {
	if b.Page.Add == nil {
		return nil
	}
	return b.Page.Add(b.Selected())
}

func (b base) noPart() string {
	if b.Ref() == "" {
		return "This row stays where it is."
	}
	return ""
}

// guest reports whether a row stands for a part of another sheet: what shows the causes, what the actions answer.
func (b base) guest(ref string) bool {
	letter, _, ok := model.SplitRef(ref)
	return ok && (b.Page.ID == "causes" && letter == "E" || b.Page.ID == "action" && (letter == "C" || letter == "W"))
}

func (b base) noMove() string {
	if b.guest(b.Ref()) {
		return "This is moved on its own sheet, which " + b.Key("chain.back", ",") + " leads to."
	}
	return b.noPart()
}

func (b base) noLink() string {
	ref := b.Ref()
	switch {
	case b.linkHere() != "" || b.relatedHere() != "":
		return ""
	case ref != "" && b.Post() != nil && b.Post().Get(ref, "ticket") != "":
		return "The ticket of " + ref + " is not the address of a page, so it cannot be opened."
	}
	return "There is no link on this row."
}

// linkHere is the address in the selected row's field, else that of its part.
func (b base) linkHere() string {
	r := b.Selected()
	if b.Post() == nil || r == nil {
		return ""
	}
	if link := b.Post().Get(r.Ref, r.Field); r.Field != "" && model.IsAddress(link) {
		return link
	}
	return ask.LinkOf(b.Post(), r.Ref)
}

// relatedHere is the postmortem that the selected row says this one is related to.
func (b base) relatedHere() string {
	r := b.Selected()
	if b.Post() == nil || r == nil || r.Ref != "" {
		return ""
	}
	if list, i, ok := model.SplitItem(r.Field); ok && list == "relations" && i < len(b.Post().Relations) {
		return b.Post().Relations[i].Ref
	}
	return ""
}

// openLink opens the address on the row; of a related postmortem, where it was published.
func (b base) openLink() tea.Cmd {
	if link := b.linkHere(); link != "" {
		return b.browseTo(link)
	}
	ref, archive, ctx := b.relatedHere(), b.Desk.Archive(), b.Desk.Outside().Context
	return b.shelf.looked.Ask(func() func() tea.Cmd {
		pm, err := archive.Load(ctx, ref)
		return func() tea.Cmd {
			switch {
			case err != nil:
				b.Desk.Fail(err)
			case pm.PublishedURL == "":
				b.Desk.Say(say.Safe(ref) + " has no address yet: it is entered where it is marked as published.")
			default:
				return b.browseTo(pm.PublishedURL)
			}
			return nil
		}
	})
}

// browseTo opens a page where there is a browser.
func (b base) browseTo(link string) tea.Cmd {
	if err := b.Desk.Outside().Browse(link); err != nil {
		b.Desk.Fail(err)
		return nil
	}
	b.Desk.Say("Opened " + model.Shorten(say.Safe(link), 60))
	return nil
}

func (b base) shift(by int) tea.Cmd {
	ref, way := b.Ref(), "down"
	if by < 0 {
		way = "up"
	}
	return b.Apply(model.Edit{Label: "move " + ref + " " + way, Do: func(p *model.Postmortem) error { return p.Move(ref, by) }}, nil)
}

func (b base) allFields() tea.Cmd { return b.Desk.Push(b.shelf.fields(b.Ref())) }

func (b base) copyRow() tea.Cmd {
	r := b.Selected()
	if b.Page.Copied != nil {
		return b.Page.Copied(r)
	}
	if b.Post() != nil {
		if a := b.Post().Action(r.Ref); a != nil && r.Field == "" {
			return b.copyTicket(b.Post().Ref+"/"+a.Ref, a.Title, a.DoneWhen)
		}
	}
	text := strings.Join(strings.Fields(r.Lead+" "+r.Text), " ")
	if !strings.HasPrefix(text, r.Ref+" ") {
		text = strings.TrimSpace(r.Ref + " " + text)
	}
	b.Desk.Say("Copied, where the terminal allows it: " + model.Shorten(text, 40))
	return tea.SetClipboard(text)
}

// ticketBody is an action as the body of a ticket: what is not where people look every day is not done.
func ticketBody(ref, title, doneWhen string) string {
	lines := []string{model.Clean(title), ""}
	if doneWhen = model.Clean(doneWhen); doneWhen != "" {
		lines = append(lines, "Done when: "+doneWhen)
	}
	return strings.Join(append(lines, "Postmortem: "+ref), "\n")
}

// copyTicket puts an action on the clipboard as the body of a ticket, and says so.
func (b base) copyTicket(ref, title, doneWhen string) tea.Cmd {
	said := "title, done when and " + ref
	if strings.TrimSpace(doneWhen) == "" {
		said = "title and " + ref
	}
	b.Desk.Say("Copied " + said + ", where the terminal allows it.")
	return tea.SetClipboard(ticketBody(ref, title, doneWhen))
}

// editHere is what edits the fields that are more than a value: their dates, reasons and questions go with them.
func (b base) editHere(ref, name string) (tea.Cmd, bool) {
	switch ask.FieldOf(ref, name).Words {
	case "status":
		return b.editDeclared(), true // what is open is said before, and the day goes with it
	case "action_status":
		return b.chooseStatus(ref), true // its dates and its reason go with it
	case "parked_outcome":
		return b.settleParked(ref), true
	}
	return nil, false
}

// lineOf makes the lines again that any page may open.
func (b base) lineOf(key string) *sheet.Line {
	kind, rest, _ := strings.Cut(key, " ")
	switch kind {
	case "park":
		return b.parkLine()
	case "lesson":
		return b.lessonLine(rest)
	case "reason":
		return b.reasonLineOf(rest)
	case "impact":
		return b.impactLine()
	case "done":
		return b.doneLine(rest)
	case "row":
		return b.rowLine(rest)
	}
	return nil
}

// always is what an action says that opens a chooser whatever it is about.
func always() bool { return true }
