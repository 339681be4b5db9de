package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
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

// image is a whole part as one JSON object, its place included, what is below it not.
func image(p Part) json.RawMessage {
	fields := make(map[string]json.RawMessage, len(p.Kind.Fields)+2)
	for _, f := range p.Kind.Fields {
		if v := f.Of(p.Value); !v.IsZero() {
			fields[f.Name] = encode(v)
		}
	}
	fields["rank"] = number(p.rank())
	if p.Parent != "" {
		fields["parent"] = quoted(p.Parent)
	}
	b, err := json.Marshal(fields)
	if err != nil {
		panic(err) // every field type can be written
	}
	return b
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

// Patch follows changes. Where a field no longer holds what a change started from it returns a ChangedError; the
// postmortem is then in between and must be thrown away.
func (p *Postmortem) Patch(changes []Change) error {
	for _, c := range changes {
		if err := p.patch(c); err != nil {
			return err
		}
	}
	return nil
}

func (p *Postmortem) patch(c Change) error {
	part, there := p.Part(c.Part)
	switch {
	case c.Field == "" && string(c.Before) == "null":
		if there {
			return &ChangedError{Part: c.Part}
		}
		return p.make(c)
	case !there:
		return &ChangedError{Part: c.Part}
	case c.Field == "" && string(c.After) == "null":
		if !sameImage(image(part), c.Before) {
			return &ChangedError{Part: c.Part}
		}
		_, err := p.take(c.Part)
		return err
	case c.Field == "rank":
		return p.place(part, part.Parent, c.After)
	case c.Field == "parent":
		var parent string
		if err := json.Unmarshal(c.After, &parent); err != nil {
			return fmt.Errorf("read the parent of %s: %w", c.Part, err)
		}
		return p.place(part, parent, number(part.rank()))
	}
	f, ok := part.Kind.Field(c.Field)
	if !ok {
		return fmt.Errorf("there is no field %s in a %s", Quote(c.Field), part.Kind.Name)
	}
	is := reflect.New(f.Of(part.Value).Type()).Elem()
	if err := json.Unmarshal(c.Before, is.Addr().Interface()); err != nil {
		return fmt.Errorf("read %s %s: %w", c.Part, c.Field, err)
	}
	if !same(is, f.Of(part.Value)) {
		return &ChangedError{Part: c.Part, Field: c.Field, Now: plain(f.Of(part.Value))}
	}
	f.Of(part.Value).SetZero()
	if err := json.Unmarshal(c.After, f.Of(part.Value).Addr().Interface()); err != nil {
		return fmt.Errorf("read %s %s: %w", c.Part, c.Field, err)
	}
	return nil
}

// sameImage compares what a part is with what it was, wherever it stands.
func sameImage(a, b json.RawMessage) bool {
	var x, y map[string]json.RawMessage
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	delete(x, "rank")
	delete(y, "rank")
	return reflect.DeepEqual(x, y)
}

// make puts back a part from its image.
func (p *Postmortem) make(c Change) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(c.After, &fields); err != nil {
		return fmt.Errorf("read %s: %w", c.Part, err)
	}
	k := KindOf(c.Part)
	if k == nil || k.Letter == "" {
		return fmt.Errorf("%s is not the reference of a part", Quote(c.Part))
	}
	part := Part{Kind: k, Value: reflect.New(k.Type).Elem()}
	part.Value.Field(0).SetString(c.Part)
	for name, raw := range fields {
		to := part.Value.FieldByName("Rank")
		switch f, ok := k.Field(name); {
		case ok:
			to = f.Of(part.Value)
		case name == "parent":
			to = reflect.ValueOf(&part.Parent).Elem()
		case name != "rank":
			return fmt.Errorf("there is no field %s in a %s", Quote(name), k.Name)
		}
		if err := json.Unmarshal(raw, to.Addr().Interface()); err != nil {
			return fmt.Errorf("read %s %s: %w", c.Part, name, err)
		}
	}
	if k.Letter == "W" && !p.list("W", part.Parent).IsValid() {
		return &ChangedError{Part: part.Parent}
	}
	return p.Insert(part)
}

// place moves a part, with what is below it, to a rank below a parent.
func (p *Postmortem) place(part Part, parent string, rank json.RawMessage) error {
	var r int64
	if err := json.Unmarshal(rank, &r); err != nil {
		return fmt.Errorf("read the rank of %s: %w", part.Ref(), err)
	}
	if part.Kind.Letter == "W" && (!p.list("W", parent).IsValid() || p.Below(part.Ref(), parent)) {
		return &ChangedError{Part: parent}
	}
	v, err := p.take(part.Ref())
	if err != nil {
		return err
	}
	v.Field(1).SetInt(r)
	return p.Insert(Part{Kind: part.Kind, Parent: parent, Value: v})
}
