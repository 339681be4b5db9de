package page

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
	s.shelf.order = (s.shelf.order + 1) % len(actionOrders)
	s.Refresh()
	s.Desk.Say("The list goes by " + actionOrders[s.shelf.order].name + ".")
	return nil
}

// ordered are the actions in an order of their own: the open ones, then those that are done or dropped.
func (s *actionSheet) ordered(order actionOrder) []draw.Row {
	sorted := make([]*model.Action, 0, len(s.Post().Actions))
	for i := range s.Post().Actions {
		sorted = append(sorted, &s.Post().Actions[i])
	}
	slices.SortStableFunc(sorted, func(x, y *model.Action) int {
		return cmp.Or(boolInt(!x.IsOpen())-boolInt(!y.IsOpen()), strings.Compare(order.key(x), order.key(y)), strings.Compare(dueKey(x), dueKey(y)))
	})
	rows := []draw.Row{{Heading: true, Text: "Actions by " + order.name, Tail: s.Key("action.order", "s") + ": another order", TailLook: s.Desk.Look().Faint}}
	before := ""
	for _, a := range sorted {
		group := order.group(a)
		if !a.IsOpen() {
			group = "Done or dropped"
		}
		if group != before {
			rows = append(rows, draw.Row{Heading: true, Text: group, Look: s.Desk.Look().Faint})
		}
		before = group
		rows = s.appendAction(rows, a)
	}
	return s.appendParked(rows)
}
