package intake

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model"
)

// members is an object taken apart: its values as they are written, by their names.
type members map[string]string

// membersOf takes an object of JSON that is known to be right apart; nil for anything else.
func membersOf(raw string) members {
	if raw == "" || raw[0] != '{' {
		return nil
	}
	x := members{}
	j := jsonScan{s: raw}
	j.parts(func(p jsonPart) bool {
		x[p.name] = raw[p.from:p.to]
		return true
	})
	return x
}

// validMembers is membersOf for what may be anything.
func validMembers(raw string) members {
	if !json.Valid([]byte(raw)) {
		return nil
	}
	return membersOf(raw)
}

func (x members) object(name string) members { return membersOf(x[name]) }

// listOf are the items of a list.
func listOf(raw string) (items []string) {
	if raw == "" || raw[0] != '[' {
		return nil
	}
	j := jsonScan{s: raw}
	j.parts(func(p jsonPart) bool {
		items = append(items, raw[p.from:p.to])
		return true
	})
	return items
}

// list are the objects of the list of that name.
func (x members) list(name string) (objects []members) {
	for _, item := range listOf(x[name]) {
		objects = append(objects, membersOf(item))
	}
	return objects
}

// at is the first text that stands in one of the places: a name, or names inside each other with dots between them.
func (x members) at(places ...string) string {
	for _, place := range places {
		in := x
		name, rest, deeper := strings.Cut(place, ".")
		for ; deeper; name, rest, deeper = strings.Cut(rest, ".") {
			in = in.object(name)
		}
		if s := strings.TrimSpace(text.OfJSON(in[name])); s != "" {
			return s
		}
	}
	return ""
}

// when is the first time that stands in one of the places.
func (x members) when(places ...string) (clock.Stamp, bool) {
	for _, place := range places {
		if st, ok := clock.MachineTime(x.at(place)); ok {
			return st, true
		}
	}
	return clock.Stamp{}, false
}

// inside is the object of that name, in which some answers wrap what they hold, else x itself.
func (x members) inside(name string) members {
	if inner := x.object(name); inner != nil {
		return inner
	}
	return x
}

func sortedNames(x members) []string { return slices.Sorted(maps.Keys(x)) }

func memberNames(x members) string {
	names := sortedNames(x)
	more := ""
	if len(names) > 6 {
		more = fmt.Sprintf(" and %d more", len(names)-6)
		names = names[:6]
	}
	return model.Shorten(model.Clean(strings.Join(names, ", ")), 120) + more
}
