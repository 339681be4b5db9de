package sheet

import (
	"regexp"
	"slices"
	"strings"
)

// Keymap is what somebody has bound otherwise: the keys of actions, by their names (see Call.Name). No keys leave an action to be found
// by what it does.
type Keymap map[string][]string

// Name is what a call is called in the settings and in the table of keys: "facts.sort", "phase.go.facts".
func (c Call) Name() string {
	if c.Arg == "" {
		return c.ID
	}
	return c.ID + "." + c.Arg
}

// Bind gives the actions of a table the keys that are chosen for them.
func (m Keymap) Bind(acts []Action) []Action {
	for i := range acts {
		if keys, chosen := m[acts[i].Call().Name()]; chosen {
			acts[i].Keys = keys
		}
	}
	return acts
}

// Key is the first key of an action, to be named in a sentence: the one that is chosen, else its own. One without a key is named as it is
// found, behind the sign that lists what can be done.
func (m Keymap) Key(action, own string) string {
	keys, chosen := m[action]
	switch {
	case !chosen:
		return own
	case len(keys) == 0:
		return ":" + action
	}
	return KeyName(keys[0])
}

// KeyBarred is why a key can be bound to no action of a scope: what was expected instead, else "".
func KeyBarred(key string, in Scope) (expected string) {
	named := keyNamed.MatchString(key)
	switch {
	case slices.Contains(neverBound, key):
		return "another key: terminals, and what runs in them, take it for themselves or for another one"
	case strings.Contains(key, "alt+"):
		return "a key without alt, which belongs to the line"
	case !named && len([]rune(key)) != 1:
		return `a key such as "u", "f2", "ctrl+y", "pgdown" or "space"`
	case in&Typing != 0 && (!named || key == "space"):
		return "a key that is no letter: while somebody types, that is text"
	case in&Typing != 0 && slices.Contains(ofTheLine, key):
		return "another key: this one edits the line"
	}
	return ""
}

// keyNamed is a key that is no letter, as Bubble Tea names it.
var keyNamed = regexp.MustCompile(`^(ctrl\+[a-z]|((ctrl|shift)\+)*(up|down|left|right|home|end|pgup|pgdown|insert|tab)|enter|esc|space|delete|backspace|f([1-9]|1[0-2]))$`)

// neverBound are no keys of ours: flow control, other names of backspace, tab, enter, line feed and escape, the sign of tmux, and what leaves.
var neverBound = []string{"ctrl+s", "ctrl+q", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+j", "ctrl+[", "ctrl+b", "ctrl+c"}

// ofTheLine are the keys that edit a text, as in every shell.
var ofTheLine = []string{
	"left", "right", "home", "end", "backspace", "delete", "ctrl+a", "ctrl+d", "ctrl+e", "ctrl+f",
	"ctrl+k", "ctrl+n", "ctrl+p", "ctrl+u", "ctrl+v", "ctrl+w",
	"ctrl+left", "ctrl+right",
}
