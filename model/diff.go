package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"unsafe"
)

// Change is one field image of a step. Part is "" for the postmortem itself. A Field of "" is the whole part: Before is
// null where the change makes it, After is null where the change removes it. The fields "rank" and "parent" say where a
// part stands.
type Change struct {
	Part   string          `json:"part"`
	Field  string          `json:"field"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

var null = json.RawMessage("null")

// ErrChanged is what errors.Is finds where an edit met a field that somebody has changed since.
var ErrChanged = errors.New("changed since")

// ChangedError says which field was changed since, and what it holds now.
type ChangedError struct {
	Part, Field string
	Now         string // what the field holds now, as text
}

func (e *ChangedError) Error() string {
	at := e.Field
	if e.Part != "" {
		at = e.Part + " " + e.Field
	}
	if e.Field == "" {
		return e.Part + " was changed by somebody else in the meantime"
	}
	return fmt.Sprintf("%s was changed by somebody else in the meantime: it is now %s", at, Quote(Shorten(e.Now, 80)))
}

// Is makes errors.Is(err, ErrChanged) true.
func (e *ChangedError) Is(target error) bool { return target == ErrChanged }

// Diff is what leads from one state to another, in an order in which Patch can follow it: parts are made before what is
// below them and removed after everything else.
func Diff(before, after *Postmortem) []Change {
	old, now := partsApart(before, after)
	// Most edits add or take away in one place: what stands before it and behind it is compared part by part.
	alike := func(i, j int) bool { return old[i].Ref() == now[j].Ref() }
	first, last := ends(len(old), len(now), alike)
	changes := partDiffs(nil, old[:first], now[:first])
	changes, gone := diffByRef(changes, old[first:len(old)-last], now[first:len(now)-last])
	changes = partDiffs(changes, old[len(old)-last:], now[len(now)-last:])
	return append(changes, gone...)
}

// partsApart are the parts of two states that may differ, as Parts lists them: what is alike at the ends of the long lists is left out.
func partsApart(before, after *Postmortem) (old, now []Part) {
	parts := func(p *Postmortem) []Part { return []Part{{Kind: Kinds[0], Value: reflect.ValueOf(p).Elem()}} }
	old, now = parts(before), parts(after)
	for _, k := range Kinds[1:] {
		if k.Letter == "W" {
			continue
		}
		o, n := before.list(k.Letter, ""), after.list(k.Letter, "")
		if k.Letter != "C" { // what stands below a cause is no part of its memory
			first, last := ends(o.Len(), n.Len(), func(i, j int) bool { return k.untouched(o.Index(i), n.Index(j)) })
			o, n = o.Slice(first, o.Len()-last), n.Slice(first, n.Len()-last)
		}
		old, now = appendParts(old, k, "", o), appendParts(now, k, "", n)
	}
	return old, now
}

// ends is how many items two lists have in common at their beginning, and how many of the others at their end.
func ends(old, now int, alike func(i, j int) bool) (first, last int) {
	both := min(old, now)
	for first < both && alike(first, first) {
		first++
	}
	for last < both-first && alike(old-1-last, now-1-last) {
		last++
	}
	return first, last
}

// partDiffs compares two lists of the same parts.
func partDiffs(changes []Change, old, now []Part) []Change {
	for i := range now {
		changes = partDiff(changes, old[i], now[i])
	}
	return changes
}

// diffByRef compares lists in which parts have come, gone or moved; what makes those that went go is apart.
func diffByRef(changes []Change, old, now []Part) (_, gone []Change) {
	was := make(map[string]Part, len(old))
	for _, part := range old {
		was[part.Ref()] = part
	}
	for _, part := range now {
		ref := part.Ref()
		if o, ok := was[ref]; ok {
			changes = partDiff(changes, o, part)
			delete(was, ref)
		} else {
			changes = append(changes, Change{Part: ref, Before: null, After: image(part)})
		}
	}
	for _, part := range slices.Backward(old) {
		if _, ok := was[part.Ref()]; ok {
			gone = append(gone, Change{Part: part.Ref(), Before: image(part), After: null})
		}
	}
	return changes, gone
}

func partDiff(changes []Change, o, n Part) []Change {
	if o.Parent == n.Parent && n.Kind.untouched(o.Value, n.Value) {
		return changes
	}
	for i := range n.Kind.Fields { // by index: a Field is large, and there are thousands to go through
		f := &n.Kind.Fields[i]
		if a, b := f.Of(o.Value), f.Of(n.Value); !same(a, b) {
			changes = append(changes, Change{Part: n.Ref(), Field: f.Name, Before: encode(a), After: encode(b)})
		}
	}
	if o.Parent != n.Parent {
		changes = append(changes, Change{Part: n.Ref(), Field: "parent", Before: quoted(o.Parent), After: quoted(n.Parent)})
	}
	if o.rank() != n.rank() {
		changes = append(changes, Change{Part: n.Ref(), Field: "rank", Before: number(o.rank()), After: number(n.rank())})
	}
	return changes
}

// untouched reports whether two parts of a kind are alike without a look at every field: their bytes are, and what they point at
// is. Most parts of a copy that an edit did not touch are. It says no too often rather than too seldom.
func (k *Kind) untouched(a, b reflect.Value) bool {
	l, x, y := k.layout(), memory(a), memory(b)
	for _, s := range l.bytes {
		if !bytes.Equal(x[s.from:s.to], y[s.from:s.to]) {
			return false
		}
	}
	for _, i := range l.pointing {
		if !same(a.Field(i), b.Field(i)) {
			return false
		}
	}
	return true
}

// layout is how the struct of a kind lies in memory: what its bytes say, and the fields that point elsewhere. The parts below it
// are neither.
type layout struct {
	bytes    []stretch
	pointing []int
}

type stretch struct{ from, to uintptr }

func newLayout(t reflect.Type) (l layout) {
	from := uintptr(0)
	for _, i := range sharedFields(t) {
		f := t.Field(i)
		l.bytes = append(l.bytes, stretch{from, f.Offset})
		if !isParts(f.Type) {
			l.pointing = append(l.pointing, i)
		}
		from = f.Offset + f.Type.Size()
	}
	l.bytes = slices.DeleteFunc(append(l.bytes, stretch{from, t.Size()}), func(s stretch) bool { return s.from == s.to })
	return l
}

// memory is the bytes of an addressable struct, to be read only.
func memory(v reflect.Value) []byte {
	return unsafe.Slice((*byte)(v.Addr().UnsafePointer()), v.Type().Size()) //nolint:gosec // as long as its type says
}

// same compares two values of one field; an empty list is the same as none.
func same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.String:
		return a.String() == b.String()
	case reflect.Bool:
		return a.Bool() == b.Bool()
	case reflect.Int, reflect.Int64:
		return a.Int() == b.Int()
	case reflect.Slice, reflect.Map:
		if a.Len() == 0 && b.Len() == 0 {
			return true
		}
	case reflect.Pointer:
		if a.IsNil() && b.IsNil() {
			return true
		}
	case reflect.Struct:
		if x, ok := reflect.TypeAssert[Instant](a); ok {
			y, _ := reflect.TypeAssert[Instant](b)
			return x == y || x.Equal(y) && x.digits == y.digits
		}
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

func encode(v reflect.Value) json.RawMessage {
	b, err := json.Marshal(v.Interface())
	if err != nil {
		panic(err) // every field type can be written
	}
	return b
}

func quoted(s string) json.RawMessage { return encode(reflect.ValueOf(s)) }
func number(n int64) json.RawMessage  { return encode(reflect.ValueOf(n)) }

// Inverse is the changes that lead back.
func Inverse(changes []Change) []Change {
	back := make([]Change, 0, len(changes))
	for _, c := range slices.Backward(changes) {
		back = append(back, Change{Part: c.Part, Field: c.Field, Before: c.After, After: c.Before})
	}
	return back
}
