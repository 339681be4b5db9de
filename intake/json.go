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

// maxJSONDepth is deeper than any format nests, and far from what the decoder refuses.
const maxJSONDepth = 200

// jsonNest follows the brackets of one value through the lines it takes, so that ten megabytes of "[" cost nothing and a
// value that was cut ends where the next one begins.
type jsonNest struct {
	depth  int
	object [maxJSONDepth + 1]bool // what each depth is: an object, else a list
	prev   byte                   // the last byte that was no blank
}

// What feed found.
const (
	jsonOpen   = iota // the value goes on behind the text
	jsonClosed        // it ended
	jsonCut           // it cannot go on like this
	jsonDeep          // it nests too deep
)

// feed goes on with a piece of text that ends with a line; n is how far it got.
func (v *jsonNest) feed(s string) (n, state int) {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch c {
		case ' ', '\t', '\n', '\r', 0x1e:
			continue
		case '"':
			end := stringEnd(s, i)
			if end < 0 {
				return i + text.LineEnd(s[i:], 0), jsonCut
			}
			i = end
		case '{', '[':
			if !v.mayOpen() {
				return i, jsonCut
			}
			if v.depth++; v.depth > maxJSONDepth {
				return i, jsonDeep
			}
			v.object[v.depth] = c == '{'
		case '}', ']':
			if v.depth--; v.depth <= 0 {
				return i + 1, jsonClosed
			}
		}
		v.prev = c
	}
	return len(s), jsonOpen
}

// mayOpen reports whether a value may begin here: behind a colon in an object, behind a comma or first in a list.
func (v *jsonNest) mayOpen() bool {
	return v.depth == 0 || v.prev == ':' || !v.object[v.depth] && (v.prev == ',' || v.prev == '[')
}

// stringEnd is the place of the closing quotation mark of the string that opens at i, -1 where its line ends before.
func stringEnd(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		case '\n':
			return -1
		}
	}
	return -1
}

// jsonScan walks over JSON and finds where values begin and end, without building them.
type jsonScan struct {
	s    string
	i    int
	deep bool // it met what nests too deep
}

func (j *jsonScan) blanks() {
	for j.i < len(j.s) && (text.IsSpace(j.s[j.i]) || j.s[j.i] == 0x1e) {
		j.i++
	}
}

func (j *jsonScan) text() bool {
	end := stringEnd(j.s, j.i)
	if end < 0 {
		j.i = text.LineEnd(j.s, j.i)
		return false
	}
	j.i = end + 1
	return true
}

func (j *jsonScan) value() bool {
	j.blanks()
	if j.i >= len(j.s) {
		return false
	}
	switch j.s[j.i] {
	case '"':
		return j.text()
	case '{', '[':
		var nest jsonNest
		n, state := nest.feed(j.s[j.i:])
		j.i += n
		j.deep = j.deep || state == jsonDeep
		return state == jsonClosed
	case '}', ']', ',', ':':
		return false
	}
	from := j.i
	for j.i < len(j.s) && strings.IndexByte(",]} \t\r\n", j.s[j.i]) < 0 {
		j.i++
	}
	word := j.s[from:j.i]
	return j.i < len(j.s) && (word == "true" || word == "false" || word == "null" || word[0] == '-' || text.IsDigit(word[0]))
}

// jsonPart is a value inside a document: bytes from up to to. whole is false for the one in which the document was cut.
type jsonPart struct {
	name     string // in an object
	from, to int
	whole    bool
}

// parts are the members of the object, or the items of the list, at j.i. whole says that its end was reached.
func (j *jsonScan) parts(each func(jsonPart) bool) (whole bool) {
	j.blanks()
	if j.i >= len(j.s) || j.s[j.i] != '{' && j.s[j.i] != '[' {
		return false
	}
	object := j.s[j.i] == '{'
	j.i++
	for {
		j.blanks()
		if j.i >= len(j.s) {
			return false
		}
		if j.s[j.i] == '}' || j.s[j.i] == ']' {
			j.i++
			return true
		}
		if j.s[j.i] == ',' {
			j.i++
			continue
		}
		part := jsonPart{}
		if object && !j.name(&part) {
			return false
		}
		j.blanks()
		part.from = j.i
		part.whole = j.value()
		part.to = j.i
		if part.to > part.from && !each(part) || !part.whole {
			return false
		}
	}
}

func (j *jsonScan) name(part *jsonPart) bool {
	from := j.i
	if j.s[j.i] != '"' || !j.text() {
		return false
	}
	part.name = text.OfJSON(j.s[from:j.i])
	j.blanks()
	if j.i >= len(j.s) || j.s[j.i] != ':' {
		return false
	}
	j.i++
	return true
}

// jsonLook is what the beginning of a document shows: its members, and those of the first object in the list that holds its items.
type jsonLook struct {
	list bool // the document is a list
	doc  members
	item members
	in   string // the member that holds the list; "" for the document itself
}

// lookAhead is how much of a document is read to tell its format.
const lookAhead = 64 << 10

// lookJSON looks at the beginning of a text; nil where it is no JSON that could hold events.
func lookJSON(text string) *jsonLook {
	j := &jsonScan{s: text[:min(len(text), lookAhead)]}
	j.blanks()
	if j.i >= len(j.s) || j.s[j.i] != '{' && j.s[j.i] != '[' {
		return nil
	}
	look := &jsonLook{list: j.s[j.i] == '['}
	start := j.i
	if look.list {
		look.item = firstItem(j.s, start)
		return look
	}
	look.doc = members{}
	j.parts(func(p jsonPart) bool {
		look.doc[p.name] = j.s[p.from:p.to]
		if j.s[p.from] == '[' && look.item == nil && !strings.HasSuffix(p.name, "abels") {
			if item := firstItem(j.s, p.from); item != nil {
				look.item, look.in = item, p.name
			}
		}
		return len(look.doc) < 200
	})
	if len(look.doc) == 0 {
		return nil
	}
	return look
}

// firstItem are the members of the first object of the list at from; nil where the list begins with something else.
func firstItem(s string, from int) members {
	j := &jsonScan{s: s, i: from + 1}
	j.blanks()
	return membersOf(s[j.i:])
}

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

func validMembers(raw string) members {
	if !json.Valid([]byte(raw)) {
		return nil
	}
	return membersOf(raw)
}

func (x members) object(name string) members { return membersOf(x[name]) }

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
