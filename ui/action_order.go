package ui

import (
	"cmp"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// actionOrder is an order in which the Action sheet shows its list. The document keeps its own.
type actionOrder struct {
	name string
	// key sorts an action among the open ones, and group is the heading above those with one key; "" is none. Both are nil for
	// the order of the causes.
	key   func(*model.Action) string
	group func(*model.Action) string
}

// last sorts behind every word and every day.
const last = "\uffff"

// actionOrders are the orders that one key goes through.
var actionOrders = []actionOrder{
	{name: "cause"},
	{name: "priority", key: func(a *model.Action) string { return cmp.Or(a.Priority, last) },
		group: func(a *model.Action) string { return cmp.Or(a.Priority, "No priority yet") }},
	{name: "owner", key: func(a *model.Action) string { return cmp.Or(strings.ToLower(a.Owner), last) },
		group: func(a *model.Action) string { return cmp.Or(say.Safe(a.Owner), "Nobody yet") }},
	{name: "day", key: dueKey, group: func(*model.Action) string { return "" }},
}

// dueKey sorts what has no day behind what has one.
func dueKey(a *model.Action) string { return cmp.Or(string(a.Due), last) }

// nextOrder shows the list in another order, which stays while the program runs.
func (s *actionSheet) nextOrder() tea.Cmd {
	s.app.actionOrder = (s.app.actionOrder + 1) % len(actionOrders)
	s.refresh()
	s.app.say("The list goes by " + actionOrders[s.app.actionOrder].name + ".")
	return nil
}

// ordered are the actions in an order of their own: the open ones, then those that are done or dropped.
func (s *actionSheet) ordered(order actionOrder) []draw.Row {
	sorted := make([]*model.Action, 0, len(s.pm().Actions))
	for i := range s.pm().Actions {
		sorted = append(sorted, &s.pm().Actions[i])
	}
	slices.SortStableFunc(sorted, func(x, y *model.Action) int {
		return cmp.Or(boolInt(!x.IsOpen())-boolInt(!y.IsOpen()), strings.Compare(order.key(x), order.key(y)), strings.Compare(dueKey(x), dueKey(y)))
	})
	rows := []draw.Row{{Heading: true, Text: "Actions by " + order.name, Tail: "s: another order", TailLook: s.app.theme.Faint}}
	before := ""
	for _, a := range sorted {
		group := order.group(a)
		if !a.IsOpen() {
			group = "Done or dropped"
		}
		if group != before {
			rows = append(rows, draw.Row{Heading: true, Text: group, Look: s.app.theme.Faint})
		}
		before = group
		rows = s.appendAction(rows, a)
	}
	return s.appendParked(rows)
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
func (a *App) copyTicket(ref, title, doneWhen string) tea.Cmd {
	said := "title, done when and " + ref
	if strings.TrimSpace(doneWhen) == "" {
		said = "title and " + ref
	}
	a.say("Copied " + said + ", where the terminal allows it.")
	return tea.SetClipboard(ticketBody(ref, title, doneWhen))
}
