package sheet

import (
	"slices"
	"strconv"
	"strings"

	"debrief/model"

	tea "charm.land/bubbletea/v2"
)

// Scope says when the keys of an action reach it.
type Scope int

// The scopes.
const (
	InList Scope = 1 << iota // letters are commands
	Typing                   // letters are text
	Always = InList | Typing
)

// Action is one thing that can be done: dispatch, footer, help page, palette and the key table of docs/keys.md all come from it.
type Action struct {
	ID    string   // "facts.add": stable, for rebinding
	Arg   string   // tells apart what does one thing to several: the phase that "phase.go" goes to
	Keys  []string // as Bubble Tea names them; none for what is only found by its name
	Name  string   // "add an event"
	Foot  string   // a short name for the footer; "" keeps it out of there
	Scope Scope
	Move  bool   // it only moves the cursor or what is in sight: it runs at once, and can be taken back
	Opens string // what its line is for, where it opens one: "park"; "" for others
	// Chooses says whether all it does now is to open a chooser, where the letters that follow begin a choice's word; nil for never.
	Chooses func() bool
	Do      func() tea.Cmd // what it does
	Why     func() string  // why it cannot be done now; "" when it can
}

// Call names an action: what a key, the palette, a script or a test dispatches.
type Call struct{ ID, Arg string }

// PhaseCall goes to the phase of a number, whatever key that is bound to; false where the text is none.
func PhaseCall(number string) (Call, bool) {
	n, err := strconv.Atoi(number)
	if err != nil || len(number) != 1 || n < 1 || n > len(model.Phases) {
		return Call{}, false
	}
	return Call{"phase.go", model.Phases[n-1]}, true
}

// Call is the value that dispatches the action.
func (a *Action) Call() Call { return Call{a.ID, a.Arg} }

// Barred is why the action cannot be done now, "" when it can.
func (a *Action) Barred() string {
	if a.Why == nil {
		return ""
	}
	return a.Why()
}

// ByKey is the action that a key reaches in a scope, in the first of the tables that has one; nil for none.
func ByKey(key string, in Scope, tables ...[]Action) *Action {
	return first(tables, func(a *Action) bool { return a.Scope&in != 0 && slices.Contains(a.Keys, key) })
}

// ByCall is the action that a call names, nil for none.
func ByCall(c Call, tables ...[]Action) *Action {
	return first(tables, func(a *Action) bool { return a.Call() == c })
}

func first(tables [][]Action, is func(*Action) bool) *Action {
	for _, table := range tables {
		for i := range table {
			if is(&table[i]) {
				return &table[i]
			}
		}
	}
	return nil
}

// KeyName is a key as people read it: "pgup" is "page up".
func KeyName(key string) string {
	switch key {
	case "pgup":
		return "page up"
	case "pgdown":
		return "page down"
	}
	return key
}

// KeyNames are keys as people read them.
func KeyNames(keys []string) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = KeyName(k)
	}
	return strings.Join(names, ", ")
}

// Key is how the key of an action is called in a sentence: own, where no other was chosen.
func (s *Sheet) Key(action, own string) string { return s.Desk.Keys().Key(action, own) }
