package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// scope says when the keys of an action reach it.
type scope int

const (
	inList scope = 1 << iota // letters are commands
	typing                   // letters are text
	always = inList | typing
)

// Action is one thing that can be done: dispatch, footer, help page, palette and the README's key table all come from it.
type Action struct {
	ID      string   // "facts.add": stable, for rebinding
	Keys    []string // as Bubble Tea names them
	Name    string   // "add an event"
	Foot    string   // a short name for the footer; "" keeps it out of there
	Scope   scope
	Drastic bool           // takes something away or leaves: a burst of letters never reaches it
	Do      func() tea.Cmd // what it does
	Why     func() string  // why it cannot be done now; "" when it can
}

// barred is why the action cannot be done now, "" when it can.
func (a *Action) barred() string {
	if a.Why == nil {
		return ""
	}
	return a.Why()
}

// find is the action that a key reaches in a scope.
func find(actions []Action, key string, in scope) *Action {
	for i := range actions {
		if actions[i].Scope&in != 0 && slices.Contains(actions[i].Keys, key) {
			return &actions[i]
		}
	}
	return nil
}

// keyName is a key as people read it: "down" is "down", "space" is "space", "ctrl+t" stays.
func keyName(key string) string {
	switch key {
	case "pgup":
		return "page up"
	case "pgdown":
		return "page down"
	}
	return key
}

func keyNames(keys []string) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = keyName(k)
	}
	return strings.Join(names, ", ")
}
