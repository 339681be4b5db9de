package ui

import (
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

func (s *sheet) common() []Action {
	move := func(by func() int) func() tea.Cmd {
		return func() tea.Cmd { s.list.Move(by()); return nil }
	}
	by := func(n int) func() int { return func() int { return n } }
	all := func() int { return len(s.list.Rows) }
	acts := []Action{
		{ID: "line.enter", Keys: []string{"enter"}, Name: "take what was typed", Foot: "ok", Scope: typing, Do: s.take, Why: s.noEnter},
		{ID: "line.tab", Keys: []string{"tab"}, Name: "complete, else save and go to the next field", Foot: "complete",
			Scope: typing, Do: s.tab, Why: s.noTab},
		{ID: "line.up", Keys: []string{"up"}, Name: "go to the list", Foot: "list", Scope: typing, Do: s.up},
		{ID: "line.escape", Keys: []string{"esc"}, Name: "stop typing; the text is kept", Foot: "keys", Scope: typing, Do: s.escape},
		{ID: "line.editor", Keys: []string{"ctrl+g"}, Name: "write it in your editor", Scope: typing, Do: s.editorOnLine},
		{ID: "list.up", Keys: []string{"up", "k"}, Name: "go up", Scope: inList, Do: move(by(-1))},
		{ID: "list.down", Keys: []string{"down", "j"}, Name: "go down", Scope: inList, Do: move(by(1))},
		{ID: "list.page-up", Keys: []string{"pgup"}, Name: "go a page up", Scope: inList, Do: move(func() int { return -s.bodyHeight() })},
		{ID: "list.page-down", Keys: []string{"pgdown"}, Name: "go a page down", Scope: inList, Do: move(s.bodyHeight)},
		{ID: "list.first", Keys: []string{"home", "g"}, Name: "go to the first", Scope: inList, Do: move(func() int { return -all() })},
		{ID: "list.last", Keys: []string{"end", "G"}, Name: "go to the last", Scope: inList, Do: move(all)},
		{ID: "list.find", Keys: []string{"/"}, Name: "find on this page", Scope: inList, Do: s.find},
	}
	if !s.reads {
		acts = append(acts, s.editing()...)
	}
	if model.PhaseIndex(s.id) >= 0 {
		acts = append(acts, s.chain()...)
	}
	return append(acts,
		Action{ID: "list.copy", Keys: []string{"y"}, Name: "copy it; an action as the body of a ticket", Scope: inList, Do: s.copyRow, Why: s.noRow},
		Action{ID: "page.close", Keys: []string{"q"}, Name: "go back", Foot: "back", Scope: inList, Drastic: true, Do: s.close},
		Action{ID: "page.escape", Keys: []string{"esc"}, Name: "close what lies above the page", Scope: inList, Do: s.closeAbove},
	)
}

// editing is what can be done with the rows of a page that shows parts and fields.
func (s *sheet) editing() []Action {
	return []Action{
		{ID: "list.enter", Keys: []string{"enter"}, Name: "edit it, or type on from the last row", Foot: "edit", Scope: inList, Do: s.enter},
		{ID: "list.edit", Keys: []string{"e"}, Name: "edit it", Scope: inList, Do: s.editSelected, Why: s.noRow},
		{ID: "list.add", Keys: []string{"a"}, Name: "add one", Foot: "add",
			Scope: inList, Do: func() tea.Cmd { return s.content.add(s.list.Selected()) }},
		{ID: "list.type", Keys: []string{"tab"}, Name: "type in the line", Scope: inList, Do: s.toLine},
		{ID: "list.editor", Keys: []string{"E"}, Name: "edit it in your editor", Scope: inList, Do: s.editorOnRow, Why: s.noRow},
		{ID: "list.delete", Keys: []string{"d"}, Name: "delete it; u brings it back", Foot: "delete",
			Scope: inList, Drastic: true, Do: s.delete, Why: s.noDelete},
		{ID: "list.move-down", Keys: []string{"J"}, Name: "move it down", Scope: inList, Do: func() tea.Cmd { return s.shift(1) }, Why: s.noPart},
		{ID: "list.move-up", Keys: []string{"K"}, Name: "move it up", Scope: inList, Do: func() tea.Cmd { return s.shift(-1) }, Why: s.noPart},
		{ID: "list.link", Keys: []string{"o"}, Name: "open its link", Scope: inList, Do: s.openLink, Why: s.noLink},
		{ID: "fields", Keys: []string{"ctrl+o"}, Name: "show all fields", Foot: "all fields", Scope: always, Do: s.allFields},
	}
}

func (s *sheet) noEnter() string {
	if p := s.prompt; p != nil && p.isChooser() && !p.many && p.empty == nil {
		return "Press one of the keys shown, or esc to leave it."
	}
	return ""
}

func (s *sheet) noTab() string {
	if p := s.prompt; p != nil && p.tab == nil && p.onTab == nil {
		return "There is nothing to complete here."
	}
	return ""
}

func (s *sheet) noRow() string {
	if s.list.Selected() == nil {
		return "Nothing is selected here."
	}
	return ""
}

func (s *sheet) noPart() string {
	if r := s.list.Selected(); r == nil || r.Ref == "" {
		return "This row stays where it is."
	}
	return ""
}

func (s *sheet) noDelete() string {
	if r := s.list.Selected(); r == nil || r.Ref == "" && r.Field == "" {
		return "There is nothing to delete here."
	}
	if r := s.list.Selected(); r.Field == "status" {
		return "It always has a status: enter changes it."
	}
	if letter, _, ok := model.SplitRef(s.list.Selected().Ref); ok && s.id == "action" && (letter == "C" || letter == "W") {
		return "This is what the actions answer. Delete it on its own sheet, which , leads to."
	}
	return ""
}

func (s *sheet) noLink() string {
	if r := s.list.Selected(); r != nil && linkOf(s.pm(), r.Ref) != "" {
		return ""
	}
	if r := s.list.Selected(); r != nil && s.pm() != nil && s.pm().Get(r.Ref, "ticket") != "" {
		return "The ticket of " + r.Ref + " is not the address of a page, so it cannot be opened."
	}
	return "There is no link on this row."
}

// close is q: from a sheet to the archive, from the archive to the shell.
func (s *sheet) close() tea.Cmd {
	switch {
	case len(s.app.stack) == 1:
		return s.app.quit()
	case s.phase.Key != "" && model.PhaseIndex(s.phase.Key) >= 0:
		return s.app.leave()
	}
	return s.app.pop()
}

// closeAbove is esc in a list: it closes a page that lies above a sheet and never leaves a sheet.
func (s *sheet) closeAbove() tea.Cmd {
	if len(s.app.stack) > 1 && model.PhaseIndex(s.phase.Key) < 0 {
		return s.app.pop()
	}
	return nil
}

func (s *sheet) enter() tea.Cmd {
	r := s.list.Selected()
	if r == nil || s.list.AtEnd() && s.content.capture() != nil {
		return s.toLine()
	}
	if cmd, done := s.content.enter(r); done {
		return cmd
	}
	return s.editSelected()
}

// toLine goes back to the line at the bottom.
func (s *sheet) toLine() tea.Cmd {
	if p := s.content.capture(); p != nil {
		cmd := s.open(p)
		s.followLine()
		return cmd
	}
	return s.content.add(s.list.Selected())
}

func (s *sheet) editSelected() tea.Cmd {
	r := s.list.Selected()
	if r == nil {
		return nil
	}
	name := r.Field
	if name == "" {
		name = mainField(r.Ref)
	}
	return s.editField(r.Ref, name)
}

// clear empties a field, or takes an item out of a list of records.
func (s *sheet) clear(ref, name string) tea.Cmd {
	if name == "test.name" {
		name = "test" // without a name there is no test
	}
	if list, item, ok := model.SplitItem(name); ok {
		return s.app.edit(model.Edit{Label: "delete from " + list, Do: func(p *model.Postmortem) error {
			return p.RemoveItem(ref, list, item)
		}}, nil, nil)
	}
	return s.app.edit(model.SetFrom(ref, name, s.pm().Get(ref, name), "", labelFor("clear", ref, name)), nil, nil)
}

// inSentence are the fields of the postmortem whose labels are no nouns, as a sentence says them: "change when it started".
var inSentence = map[string]string{
	"why_now": "why this one", "likely_again": "how likely it is again", "phase": "the phase that was reached",
	"notes":              "the private notes",
	"moments.started.at": "when it started", "moments.detected.at": "when it was detected",
	"moments.mitigated.at": "when it was mitigated", "moments.resolved.at": "when it was resolved",
	"moments.started.event": "the event that started it", "moments.detected.event": "the event that detected it",
	"moments.mitigated.event": "the event that mitigated it", "moments.resolved.event": "the event that resolved it",
	"follow_up.held_at": "when the follow-up was held", "follow_up.again": "whether it happened again", "follow_up.missed": "what we missed",
	"reread.due": "when to read it again", "reread.done_at": "when it was read again", "reread.missed": "what was seen later",
	"reviewed_at": "when it was reviewed", "published_at": "when it was published", "closed_at": "when it was closed",
}

func labelFor(verb, ref, name string) string {
	label := lower(fieldOf(ref, name).label)
	switch {
	case ref == "" && inSentence[name] != "":
		return verb + " " + inSentence[name]
	case ref == "":
		return verb + " the " + label
	case name == mainField(ref):
		return verb + " " + ref
	}
	return verb + " " + ref + ", " + label
}

// lower makes a label part of a sentence.
func lower(label string) string {
	if label == "" {
		return ""
	}
	return strings.ToLower(label[:1]) + label[1:]
}

func (s *sheet) shift(by int) tea.Cmd {
	ref := s.list.Selected().Ref
	way := "down"
	if by < 0 {
		way = "up"
	}
	return s.app.edit(model.Edit{Label: "move " + ref + " " + way, Do: func(p *model.Postmortem) error { return p.Move(ref, by) }}, nil, nil)
}

// copier is a page that knows better than its row what is worth copying.
type copier interface{ copied(r *draw.Row) tea.Cmd }

func (s *sheet) copyRow() tea.Cmd {
	r := s.list.Selected()
	if page, ok := s.content.(copier); ok {
		return page.copied(r)
	}
	if s.pm() != nil {
		if a := s.pm().Action(r.Ref); a != nil && r.Field == "" {
			return s.app.copyTicket(s.pm().Ref+"/"+a.Ref, a.Title, a.DoneWhen)
		}
	}
	text := strings.Join(strings.Fields(r.Lead+" "+r.Text), " ")
	if !strings.HasPrefix(text, r.Ref+" ") {
		text = strings.TrimSpace(r.Ref + " " + text)
	}
	s.app.say("Copied, where the terminal allows it: " + model.Shorten(text, 40))
	return tea.SetClipboard(text)
}

func linkOf(p *model.Postmortem, ref string) string {
	if p == nil || ref == "" {
		return ""
	}
	for _, name := range []string{"link", "ticket"} {
		if link := p.Get(ref, name); isLink(link) {
			return link
		}
	}
	return ""
}

func isLink(text string) bool {
	return strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
}

func (s *sheet) openLink() tea.Cmd { return s.app.browseTo(linkOf(s.pm(), s.list.Selected().Ref)) }

// browseTo opens a page where there is a browser.
func (a *App) browseTo(link string) tea.Cmd {
	if err := a.config.Browse(link); err != nil {
		a.fail(err)
		return nil
	}
	a.say("Opened " + model.Shorten(say.Safe(link), 60))
	return nil
}

// find goes to the next row that holds the words.
func (s *sheet) find() tea.Cmd {
	p := newPrompt("Find", "")
	p.submit = func(text string) tea.Cmd {
		s.prompt = nil
		from := s.list.Sel
		for i := range s.list.Rows {
			at := (from + 1 + i) % len(s.list.Rows)
			r := &s.list.Rows[at]
			if !r.Heading && strings.Contains(strings.ToLower(r.Ref+" "+r.Lead+r.Text+" "+r.Tail), strings.ToLower(text)) {
				s.list.Sel = at
				return nil
			}
		}
		s.app.warn("Nothing on this page says " + model.Quote(text) + ".")
		return nil
	}
	return s.open(p)
}

func (s *sheet) allFields() tea.Cmd {
	ref := ""
	if r := s.list.Selected(); r != nil {
		ref = r.Ref
	}
	if all, ok := s.content.(*fieldsPage); ok {
		ref = all.ref
		if ref == "" {
			return nil
		}
		ref = ""
	}
	return s.app.push(newFieldsPage(s.app, ref))
}
