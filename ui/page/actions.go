package page

import (
	"context"
	"errors"
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// actionsShown is how many open actions the list of all postmortems shows: more than anybody goes through.
const actionsShown = 1000

// actionsPage lists the open actions of all postmortems, the late ones first. It holds as many as it shows.
type actionsPage struct {
	base
	filter  model.OpenFilter
	lines   []model.OpenAction
	owners  []model.Owner // of open actions, who has most first
	late    sheet.Late
	loaded  bool
	changed []string // the postmortems that were changed from here, for undo
}

func (h *Shelf) openActions() tea.Cmd {
	p := &actionsPage{base: h.put(sheet.Page{ID: "actions", Quiet: true, Phase: guide.Phase{Title: "Open actions",
		Purpose: "What was promised and is still open. enter opens its postmortem, q comes back."}}, false),
		filter: model.OpenFilter{Limit: actionsShown}}
	p.Page.Rows, p.Page.Actions, p.Page.Head, p.Page.Detail, p.Page.Copied = p.rows, p.actions, p.head, p.detail, p.copied
	p.Page.News = p.load
	p.Page.Closed = h.Listed // what was done here may need nobody any more
	p.Start(false)
	return tea.Batch(h.desk.Push(p), p.load())
}

// load reads the list beside the program.
func (p *actionsPage) load() tea.Cmd {
	archive, out, filter := p.Desk.Archive(), p.Desk.Outside(), p.filter
	return p.late.Ask(func() func() tea.Cmd {
		lines, owners, err := archive.OpenActions(out.Context, filter)
		return func() tea.Cmd {
			if err != nil {
				p.Desk.Fail(err)
				return nil
			}
			p.lines, p.owners, p.loaded = lines, owners, true
			p.Refresh()
			return nil
		}
	})
}

// head says whose actions these are, and how many of them.
func (p *actionsPage) head(w, _ int) []string {
	t := p.Desk.Look()
	if !p.loaded {
		return []string{" " + t.Faint.Paint("Looking.")}
	}
	who, open := "Everybody", 0
	for _, o := range p.owners {
		if !p.filtered() || o.Name == p.filter.Owner {
			open += o.Open
		}
	}
	switch {
	case p.filter.Unowned:
		who = "Owned by nobody yet"
	case p.filtered():
		who = say.Safe(p.filter.Owner)
	}
	said := who + ": " + say.Thousands(open) + " open"
	if open > actionsShown {
		said = who + ": " + say.Thousands(actionsShown) + " of " + say.Thousands(open) + " shown"
	}
	return []string{draw.Between(" "+draw.PaintFit(t.Heading, said, w-1), t.Faint.Paint("tab: the next owner"), w)}
}

func (p *actionsPage) filtered() bool { return p.filter.Unowned || p.filter.Owner != "" }

func (p *actionsPage) rows() []draw.Row {
	column := 0
	for i := range p.lines {
		column = max(column, len(wholeRef(&p.lines[i]))+2)
	}
	rows := make([]draw.Row, 0, len(p.lines))
	for i := range p.lines {
		rows = append(rows, p.line(&p.lines[i], column))
	}
	if p.loaded && len(rows) == 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "Nothing is open."})
	}
	return rows
}

func wholeRef(l *model.OpenAction) string { return l.Postmortem + "/" + l.Ref }

func (p *actionsPage) line(l *model.OpenAction, column int) draw.Row {
	t := p.Desk.Look()
	r := draw.Row{Ref: l.Postmortem, Field: l.Ref, Lead: draw.Pad(wholeRef(l), column), LeadLook: t.Faint, Text: say.Safe(l.Title), TailLook: t.Faint}
	when := "no day yet"
	if l.Due != "" {
		when = say.Day(l.Due.Time())
		if late := l.Due.DaysUntil(model.DateOf(p.Desk.Now())); late >= 0 {
			when, r.TailLook = say.Late(late), t.Warn
		}
	}
	owner, status := "", ""
	if !p.filtered() {
		if owner = say.Safe(l.Owner); owner == "" {
			owner = "nobody yet"
		}
	}
	if l.Status != "open" {
		status = l.Status
	}
	if l.Status == "done" || l.Status == "dropped" {
		when, r.TailLook = "", t.Good
	}
	r.Tail = draw.TailOf(owner, status, when)
	return r
}

func (p *actionsPage) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "actions.open", Keys: []string{"enter"}, Name: "open it in its postmortem", Foot: "open",
			Scope: sheet.InList, Do: p.openSelected, Why: p.NoRow},
		{ID: "actions.owner", Keys: []string{"tab"}, Name: "show the next owner's, and after the last one everybody's", Foot: "owner",
			Scope: sheet.InList, Do: p.nextOwner},
		{ID: "actions.filter", Keys: []string{"F"}, Name: "show those of an owner whose name you type", Scope: sheet.InList, Do: p.askOwner},
		{ID: "actions.status", Keys: []string{"space"}, Name: "its status", Foot: "status", Scope: sheet.InList,
			Chooses: always, Do: p.status, Why: p.NoRow},
		{ID: "actions.link", Keys: []string{"o"}, Name: "open its ticket", Scope: sheet.InList, Do: p.openTicket, Why: p.noTicket},
		{ID: "actions.undo", Keys: []string{"u"}, Name: "undo my last step from here", Scope: sheet.InList, Do: p.undo, Why: p.noUndo},
	}
}

func (p *actionsPage) openSelected() tea.Cmd {
	r := p.Selected()
	return p.Desk.Load(r.Ref, "action", r.Field)
}

// nextOwner goes through everybody, then each owner, who has most first.
func (p *actionsPage) nextOwner() tea.Cmd {
	next := 0
	for i, o := range p.owners {
		if p.filtered() && o.Name == p.filter.Owner {
			next = i + 1
		}
	}
	if next >= len(p.owners) {
		return p.show(model.OpenFilter{})
	}
	return p.showOwner(p.owners[next].Name)
}

func (p *actionsPage) showOwner(name string) tea.Cmd {
	return p.show(model.OpenFilter{Owner: name, Unowned: name == ""})
}

func (p *actionsPage) show(filter model.OpenFilter) tea.Cmd {
	filter.Limit = actionsShown
	p.filter = filter
	p.List.Sel = 0
	return p.load()
}

// askOwner filters by a name that is typed: the first owner whose name, or a word of it, begins like that.
func (p *actionsPage) askOwner() tea.Cmd {
	l := sheet.NewLine("Owner", "")
	l.Hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{"enter alone shows everybody's; open ones have " + p.ownerNames(p.owners)}
		}
		if found := p.ownersLike(text); len(found) > 0 {
			return []string{p.ownerNames(found)}
		}
		return []string{"nobody of that name has an open action"}
	}
	l.Empty = func() tea.Cmd {
		p.Close()
		return p.show(model.OpenFilter{})
	}
	l.Do = func(text string) (tea.Cmd, error) {
		found := p.ownersLike(text)
		if len(found) == 0 {
			return nil, errors.New("nobody of that name has an open action: open ones have " + p.ownerNames(p.owners))
		}
		return p.showOwner(found[0].Name), nil
	}
	return p.Open(l)
}

// ownersLike are the owners whose name, or a word of it, begins like a text.
func (p *actionsPage) ownersLike(text string) []model.Owner {
	text = strings.ToLower(strings.TrimSpace(text))
	var found []model.Owner
	for _, o := range p.owners {
		if name := strings.ToLower(o.Name); strings.HasPrefix(name, text) || strings.Contains(name, " "+text) {
			found = append(found, o)
		}
	}
	return found
}

// ownerNames are a few owners, each with how many actions are open.
func (p *actionsPage) ownerNames(owners []model.Owner) string {
	const most = 6
	var names []string
	for _, o := range owners[:min(len(owners), most)] {
		name := say.Safe(o.Name)
		if name == "" {
			name = "nobody yet"
		}
		names = append(names, name+" "+say.Thousands(o.Open))
	}
	if len(owners) > most {
		names = append(names, say.Thousands(len(owners)-most)+" more")
	}
	if len(names) == 0 {
		return "nobody"
	}
	return strings.Join(names, ", ")
}

func (p *actionsPage) chosen() *model.OpenAction {
	if r := p.Selected(); r != nil {
		for i := range p.lines {
			if l := &p.lines[i]; l.Postmortem == r.Ref && l.Ref == r.Field {
				return l
			}
		}
	}
	return nil
}

// status changes the status of an action where it stands. It stays in the list, so that one sees what was done.
func (p *actionsPage) status() tea.Cmd {
	l := p.chosen()
	return p.Choose(p.statusChooser(l.Postmortem, l.Ref, wholeRef(l)+" is", statusChoices(l.Status), func(string) tea.Cmd { return nil },
		func(applied model.Applied) tea.Cmd {
			if applied.Step.N > 0 {
				p.changed = append(p.changed, applied.Postmortem.Ref)
			}
			return p.take(applied)
		}))
}

// take shows what became of the actions of a postmortem.
func (p *actionsPage) take(applied model.Applied) tea.Cmd {
	for i := range p.lines {
		l := &p.lines[i]
		if a := applied.Postmortem.Action(l.Ref); a != nil && l.Postmortem == applied.Postmortem.Ref {
			l.Title, l.DoneWhen, l.Owner, l.Due, l.Ticket, l.Status = a.Title, a.DoneWhen, a.Owner, a.Due, a.Ticket, a.Status
		}
	}
	p.Refresh()
	return nil
}

func (p *actionsPage) noUndo() string {
	if len(p.changed) == 0 {
		return "Nothing was changed from here. Each postmortem takes back its own steps."
	}
	return ""
}

func (p *actionsPage) undo() tea.Cmd {
	ref := p.changed[len(p.changed)-1]
	p.changed = p.changed[:len(p.changed)-1]
	archive := p.Desk.Archive()
	return p.Desk.Send(sheet.Job{
		Post: ref,
		Run:  func(ctx context.Context) (model.Applied, error) { return archive.Undo(ctx, ref) },
		Said: func(s model.Step) string { return "Undone in " + ref + ": " + say.Safe(s.Label) + "." },
		Then: p.take,
	})
}

func (p *actionsPage) noTicket() string {
	switch l := p.chosen(); {
	case l == nil || l.Ticket == "":
		return "There is no ticket on this row."
	case !model.IsAddress(l.Ticket):
		return "The ticket of " + wholeRef(l) + " is not the address of a page, so it cannot be opened."
	}
	return ""
}

func (p *actionsPage) openTicket() tea.Cmd { return p.browseTo(p.chosen().Ticket) }

// copied is an action as the body of a ticket.
func (p *actionsPage) copied(*draw.Row) tea.Cmd {
	l := p.chosen()
	if l == nil {
		return nil
	}
	return p.copyTicket(wholeRef(l), l.Title, l.DoneWhen)
}

func (p *actionsPage) detail(*draw.Row) []string {
	l := p.chosen()
	if l == nil {
		return []string{}
	}
	done := "Done when: not said"
	if l.DoneWhen != "" {
		done = "Done when: " + say.Safe(l.DoneWhen)
	}
	return []string{say.Safe(l.Story), done}
}
