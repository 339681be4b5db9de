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
// below them and removed after.
func Diff(before, after *Postmortem) []Change {
	old, now := before.Parts(), after.Parts()
	if slices.EqualFunc(old, now, func(o, n Part) bool { return o.Ref() == n.Ref() }) {
		var changes []Change
		for i := range now {
			changes = append(changes, partDiff(old[i], now[i])...)
		}
		return changes
	}
	return diffByRef(old, now)
}

func diffByRef(old, now []Part) []Change {
	was := make(map[string]Part, len(old))
	for _, part := range old {
		was[part.Ref()] = part
	}
	var changes []Change
	there := make(map[string]bool, len(now))
	for _, part := range now {
		ref := part.Ref()
		there[ref] = true
		if o, ok := was[ref]; ok {
			changes = append(changes, partDiff(o, part)...)
		} else {
			changes = append(changes, Change{Part: ref, Before: null, After: image(part)})
		}
	}
	for _, part := range slices.Backward(old) {
		if !there[part.Ref()] {
			changes = append(changes, Change{Part: part.Ref(), Before: image(part), After: null})
		}
	}
	return changes
}

func partDiff(o, n Part) []Change {
	if o.Parent == n.Parent && untouched(o.Value, n.Value) {
		return nil
	}
	var changes []Change
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

// untouched reports whether two structs of one type are the same bytes: then nothing in them differs, and no field needs a
// look. Most parts of a copy that an edit did not touch are; those with lists are not, and are compared field by field.
func untouched(a, b reflect.Value) bool { return bytes.Equal(memory(a), memory(b)) }

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
