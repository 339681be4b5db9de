package ui

import (
	"fmt"
	"slices"

	"debrief/ui/page"
	"debrief/ui/sheet"
)

// Keymap are the keys that somebody has chosen, by action.
type Keymap = sheet.Keymap

// KeyRow is one action as the table of keys has it.
type KeyRow struct {
	Where  string // the page, or what many pages share
	Action string // its name in the settings
	Keys   []string
	Does   string
}

// keyTables makes the tables of the program without one that runs: nothing in them is carried out.
func keyTables(m Keymap) (places []page.Place, everywhere, program []sheet.Action) {
	a := &App{config: Config{Keys: m}}
	a.shelf = page.NewShelf(a)
	return a.shelf.Places(), m.Bind(a.postmortemActions()), m.Bind(a.programActions())
}

// KeyTable is everything that can be done, by the place that it is reached from, with the keys that are chosen.
func KeyTable(m Keymap) []KeyRow {
	var rows []KeyRow
	add := func(where string, in sheet.Scope, acts []sheet.Action) {
		for i := range acts {
			if act := &acts[i]; act.Scope&in != 0 && (in != sheet.Typing || len(act.Keys) > 0) {
				rows = append(rows, KeyRow{where, act.Call().Name(), act.Keys, act.Name})
			}
		}
	}
	places, everywhere, _ := keyTables(m)
	sheets := places[slices.IndexFunc(places, func(p page.Place) bool { return !p.Beside })]
	add("everywhere", sheet.InList, everywhere)
	add("lists", sheet.InList, sheets.Shared)
	add("typing", sheet.Typing, sheets.Shared)
	add("typing", sheet.Typing, everywhere)
	for _, p := range places {
		add(p.Name, sheet.Always, p.Own)
	}
	return rows
}

// needsKey are the actions without which nobody comes on, or back.
var needsKey = []string{"line.enter", "line.escape", "page.close", "help.close", "palette"}

// CheckKeys looks through chosen keys, and says for each action what was expected instead; nothing where all can be.
func CheckKeys(m Keymap) (expected map[string]string) {
	expected = map[string]string{}
	places, everywhere, program := keyTables(m)
	own, ownEverywhere, ownProgram := keyTables(nil)
	known := map[string]sheet.Scope{}
	for i, p := range places {
		acts := slices.Concat(p.Own, p.Shared)
		before := slices.Concat(own[i].Own, own[i].Shared)
		if p.Modal || p.Beside {
			acts, before = append(acts, program...), append(before, ownProgram...)
		} else {
			acts, before = append(acts, everywhere...), append(before, ownEverywhere...)
		}
		for j := range acts {
			known[acts[j].Call().Name()] |= acts[j].Scope
		}
		clashes(p.Name, m, acts, before, expected)
	}
	for action, keys := range m {
		if why := wrongKeys(action, keys, known); why != "" {
			expected[action] = why
		}
	}
	return expected
}

// wrongKeys is what was expected of the keys of one action, looked at alone; "" where they can be.
func wrongKeys(action string, keys []string, known map[string]sheet.Scope) string {
	scope, is := known[action]
	switch {
	case !is:
		return "the name of an action, which debrief keys lists"
	case len(keys) == 0 && slices.Contains(needsKey, action):
		return "a key at least: without one nobody comes on, or back"
	}
	for i, key := range keys {
		if slices.Contains(keys[:i], key) {
			return fmt.Sprintf("each key once, and %q stands twice", key)
		}
		if why := sheet.KeyBarred(key, scope); why != "" {
			return fmt.Sprintf("%s, instead of %q", why, key)
		}
	}
	return ""
}

// clashes finds keys that were chosen for an action and reach another one in the same place. Where a page's own action has always had the
// key of one that is shared, it goes on to.
func clashes(place string, m Keymap, acts, before []sheet.Action, expected map[string]string) {
	for i := range acts {
		act := &acts[i]
		name := act.Call().Name()
		if _, chosen := m[name]; !chosen {
			continue
		}
		for j := range acts {
			other := &acts[j]
			if other.Call() == act.Call() || other.Scope&act.Scope == 0 {
				continue
			}
			for _, key := range act.Keys {
				always := slices.Contains(before[i].Keys, key) && slices.Contains(before[j].Keys, key)
				if slices.Contains(other.Keys, key) && !always && expected[name] == "" {
					expected[name] = fmt.Sprintf("a key that is free, and %q is that of %s (%s)", key, other.Call().Name(), place)
				}
			}
		}
	}
}
