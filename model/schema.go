package model

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Kind is one kind of part: the letter of its references and its fields. The root kind, the postmortem itself, has the
// letter "".
type Kind struct {
	Letter string
	Name   string // what a person calls one: "event"
	Type   reflect.Type
	Fields []Field
	ruled  []Field // those that Validate has something to check in
	shape  func() *shape
	layout func() layout
}

// Field is one value of a part that a step changes as a whole: a word, a number, a list, or a small record such as the
// meeting.
type Field struct {
	Name  string // as in the document; "moments.started" inside a record that is always there
	Index []int
	Words string // the list of Words it is bound to, or ""
	Ref   string // the letters of the parts it may point at, or ""
	Line  bool   // one line of text
}

// Of is the field's place in a part.
func (f *Field) Of(part reflect.Value) reflect.Value {
	if len(f.Index) == 1 {
		return part.Field(f.Index[0])
	}
	return part.FieldByIndex(f.Index)
}

// Kinds are the root kind and then the kinds of parts, each after the kinds that it may be inside of.
var Kinds = []*Kind{
	newKind("", "postmortem", Postmortem{}),
	newKind("N", "participant", Participant{}),
	newKind("I", "impact", Impact{}),
	newKind("E", "event", Event{}),
	newKind("C", "cause", Cause{}),
	newKind("W", "why", Why{}),
	newKind("A", "action", Action{}),
	newKind("K", "parked thought", Parked{}),
	newKind("L", "lesson", Lesson{}),
}

// KindOf is the kind of a part's reference ("E12"), nil where it is none. "" is the root.
func KindOf(ref string) *Kind {
	letter, _, ok := SplitRef(ref)
	if !ok && ref != "" {
		return nil
	}
	return kindOfLetter(letter)
}

func kindOfLetter(letter string) *Kind {
	for _, k := range Kinds {
		if k.Letter == letter {
			return k
		}
	}
	return nil
}

// SplitRef takes a part's reference apart: "E12" is E and 12.
func SplitRef(ref string) (letter string, n int, ok bool) {
	if len(ref) < 2 || len(ref) > 10 || ref[1] == '0' || kindOfLetter(ref[:1]) == nil {
		return "", 0, false
	}
	for _, digit := range []byte(ref[1:]) {
		if digit < '0' || digit > '9' {
			return "", 0, false
		}
		n = 10*n + int(digit-'0')
	}
	return ref[:1], n, true
}

// Field is the kind's field of that name.
func (k *Kind) Field(name string) (Field, bool) {
	for _, f := range k.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// kept are the root's fields that no step may change: they are the archive's to give.
var kept = []string{"id", "ref", "formerly", "last", "metrics", "created_at"}

func newKind(letter, name string, zero any) *Kind {
	k := &Kind{Letter: letter, Name: name, Type: reflect.TypeOf(zero)}
	k.collect(k.Type, nil, "")
	k.shape = sync.OnceValue(func() *shape { return newShape(k) })
	k.layout = sync.OnceValue(func() layout { return newLayout(k.Type) })
	return k
}

// NameOf is what a field is called in the document. One that came later than schema 1 has "omitempty" behind its name: it is written only
// where it is not empty, so that older documents stay the same bytes.
func NameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func (k *Kind) collect(t reflect.Type, at []int, prefix string) {
	for i := range t.NumField() {
		sf := t.Field(i)
		name := NameOf(sf)
		if name == "-" || name == "ref" && k.Letter != "" && prefix == "" || prefix == "" && k.Letter == "" && slices.Contains(kept, name) {
			continue
		}
		if isParts(sf.Type) {
			continue
		}
		index := append(slices.Clone(at), i)
		if sf.Type == reflect.TypeFor[Moments]() || sf.Type == reflect.TypeFor[Agenda]() {
			k.collect(sf.Type, index, prefix+name+".")
			continue
		}
		f := Field{
			Name: prefix + name, Index: index,
			Words: sf.Tag.Get("words"), Ref: sf.Tag.Get("ref"), Line: sf.Tag.Get("text") == "line",
		}
		k.Fields = append(k.Fields, f)
		if f.ruled(sf.Type) {
			k.ruled = append(k.ruled, f)
		}
	}
}

// ruled reports whether there is a rule that a value of the field could break.
func (f Field) ruled(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool, reflect.Map:
		return false
	case reflect.Struct:
		return t != reflect.TypeFor[Instant]()
	case reflect.Slice:
		return f.ruled(t.Elem())
	}
	return true
}

// isParts reports whether t is a list of numbered parts, which have steps of their own. Such a part starts with its Ref and
// its Rank.
func isParts(t reflect.Type) bool {
	if t.Kind() != reflect.Slice || t.Elem().Kind() != reflect.Struct {
		return false
	}
	_, ranked := t.Elem().FieldByName("Rank")
	return ranked
}

// Part is one numbered part in its place: Value is its struct, addressable, so that setting it changes the postmortem.
type Part struct {
	Kind   *Kind
	Parent string // the reference of the cause or why above it; "" elsewhere
	Value  reflect.Value
}

// Ref is the part's reference; "" for the postmortem itself and for a part that has no number yet.
func (p Part) Ref() string {
	if p.Kind.Letter == "" {
		return ""
	}
	return p.Value.Field(0).String()
}

func (p Part) rank() int64 {
	if p.Kind.Letter == "" {
		return 0
	}
	return p.Value.Field(1).Int()
}

// Parts lists the postmortem itself and then every numbered part in document order, each below its parent.
func (p *Postmortem) Parts() []Part {
	parts := make([]Part, 1, 16+len(p.Events))
	parts[0] = Part{Kind: Kinds[0], Value: reflect.ValueOf(p).Elem()}
	for _, k := range Kinds[1:] {
		if k.Letter != "W" {
			parts = appendParts(parts, k, "", p.list(k.Letter, ""))
		}
	}
	return parts
}

func appendParts(parts []Part, k *Kind, parent string, list reflect.Value) []Part {
	for i := range list.Len() {
		part := Part{Kind: k, Parent: parent, Value: list.Index(i)}
		parts = append(parts, part)
		if k.Letter == "C" || k.Letter == "W" {
			parts = appendParts(parts, kindOfLetter("W"), part.Ref(), part.Value.FieldByName("Whys"))
		}
	}
	return parts
}

// list is the slice that holds the parts of a letter; for W, those right below the cause or why named.
func (p *Postmortem) list(letter, parent string) reflect.Value {
	switch letter {
	case "N":
		return reflect.ValueOf(&p.Participants).Elem()
	case "I":
		return reflect.ValueOf(&p.Impact).Elem()
	case "E":
		return reflect.ValueOf(&p.Events).Elem()
	case "C":
		return reflect.ValueOf(&p.Causes).Elem()
	case "A":
		return reflect.ValueOf(&p.Actions).Elem()
	case "K":
		return reflect.ValueOf(&p.Parking).Elem()
	case "L":
		return reflect.ValueOf(&p.Lessons).Elem()
	case "W":
		if above, ok := p.Part(parent); ok && (above.Kind.Letter == "C" || above.Kind.Letter == "W") {
			return above.Value.FieldByName("Whys")
		}
	}
	return reflect.Value{}
}

// Part finds a part by its reference; "" is the postmortem itself.
func (p *Postmortem) Part(ref string) (Part, bool) {
	k := KindOf(ref)
	switch {
	case k == nil:
		return Part{}, false
	case k.Letter == "":
		return Part{Kind: k, Value: reflect.ValueOf(p).Elem()}, true
	case k.Letter == "W":
		for i := range p.Causes {
			if part, ok := findWhy(k, &p.Causes[i].Whys, p.Causes[i].Ref, ref); ok {
				return part, true
			}
		}
		return Part{}, false
	}
	list := p.list(k.Letter, "")
	for i := range list.Len() {
		if part := (Part{Kind: k, Value: list.Index(i)}); part.Ref() == ref {
			return part, true
		}
	}
	return Part{}, false
}

func findWhy(k *Kind, whys *[]Why, parent, ref string) (Part, bool) {
	for i := range *whys {
		w := &(*whys)[i]
		if w.Ref == ref {
			return Part{Kind: k, Parent: parent, Value: reflect.ValueOf(w).Elem()}, true
		}
		if part, ok := findWhy(k, &w.Whys, w.Ref, ref); ok {
			return part, true
		}
	}
	return Part{}, false
}

// Insert puts a part in its place among its siblings, by rank. Storage builds a postmortem with it.
func (p *Postmortem) Insert(part Part) error {
	list := p.list(part.Kind.Letter, part.Parent)
	if !list.IsValid() {
		return fmt.Errorf("%s has no place below %s", part.Ref(), Quote(part.Parent))
	}
	at := list.Len()
	for at > 0 && list.Index(at-1).Field(1).Int() > part.rank() {
		at--
	}
	insertAt(list, at, part.Value)
	return nil
}

func insertAt(list reflect.Value, at int, v reflect.Value) {
	list.Set(reflect.Append(list, reflect.Zero(list.Type().Elem())))
	reflect.Copy(list.Slice(at+1, list.Len()), list.Slice(at, list.Len()-1))
	list.Index(at).Set(v)
}

// take removes a part from its list and hands it back with everything below it.
func (p *Postmortem) take(ref string) (reflect.Value, error) {
	part, ok := p.Part(ref)
	if !ok || ref == "" {
		return reflect.Value{}, fmt.Errorf("there is no %s", Quote(ref))
	}
	list := p.list(part.Kind.Letter, part.Parent)
	for i := range list.Len() {
		if list.Index(i).Field(0).String() != ref {
			continue
		}
		out := reflect.New(part.Kind.Type).Elem()
		out.Set(list.Index(i))
		reflect.Copy(list.Slice(i, list.Len()-1), list.Slice(i+1, list.Len()))
		list.Index(list.Len() - 1).SetZero()
		list.Set(list.Slice(0, list.Len()-1))
		return out, nil
	}
	return reflect.Value{}, fmt.Errorf("there is no %s", Quote(ref))
}

// Clone is a copy that shares nothing that an edit may change.
func (p *Postmortem) Clone() *Postmortem {
	c := *p
	cloneInto(reflect.ValueOf(&c).Elem())
	return &c
}

// CloneOver is Clone for who has an older copy that nobody looks at any more: what is alike in it is taken over, so that a copy of a
// long timeline costs little more than what has changed. Without one it is Clone.
func (p *Postmortem) CloneOver(old *Postmortem) *Postmortem {
	if old == nil {
		return p.Clone()
	}
	c := *p
	v, was := reflect.ValueOf(&c).Elem(), reflect.ValueOf(old).Elem()
	for _, i := range sharedFields(v.Type()) {
		if k := kindOfList(v.Type().Field(i).Type); k != nil && k.Letter != "C" {
			k.cloneOver(v.Field(i), was.Field(i))
		} else {
			cloneInto(v.Field(i))
		}
	}
	return &c
}

// kindOfList is the kind of the parts that a list of this type holds; nil for any other type.
func kindOfList(t reflect.Type) *Kind {
	for _, k := range Kinds[1:] {
		if t.Kind() == reflect.Slice && t.Elem() == k.Type {
			return k
		}
	}
	return nil
}

// cloneOver makes of an old copy of a list one of the list, and puts it in the list's place.
func (k *Kind) cloneOver(list, old reflect.Value) {
	if list.IsNil() {
		return
	}
	size, was := list.Len(), old.Len()
	first, last := ends(was, size, func(i, j int) bool { return k.untouched(list.Index(j), old.Index(i)) })
	var c reflect.Value
	if size > old.Cap() {
		c = reflect.MakeSlice(list.Type(), size, size+roomToGrow(size))
		reflect.Copy(c, old.Slice(0, first))
	} else {
		c = old.Slice(0, size)
	}
	reflect.Copy(c.Slice(size-last, size), old.Slice(was-last, was))
	for i := size; i < was; i++ {
		old.Index(i).SetZero() // nothing is held that is gone
	}
	changed := c.Slice(first, size-last)
	reflect.Copy(changed, list.Slice(first, size-last))
	cloneItems(changed)
	list.Set(c)
}

func cloneInto(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		s := reflect.MakeSlice(v.Type(), v.Len(), v.Len()+roomToGrow(v.Len()))
		reflect.Copy(s, v)
		v.Set(s)
		cloneItems(v)
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		n := reflect.New(v.Type().Elem())
		n.Elem().Set(v.Elem())
		v.Set(n)
		cloneInto(n.Elem())
	case reflect.Map:
		if v.IsNil() {
			return
		}
		m := reflect.MakeMapWithSize(v.Type(), v.Len())
		for it := v.MapRange(); it.Next(); {
			m.SetMapIndex(it.Key(), it.Value())
		}
		v.Set(m)
	case reflect.Struct:
		for _, i := range sharedFields(v.Type()) {
			cloneInto(v.Field(i))
		}
	}
}

// roomToGrow is how many items more a copied list has room for: most edits add one, and a long list would be copied again for it.
func roomToGrow(items int) int {
	if items < 16 {
		return 0
	}
	return 4 + items/16
}

func cloneItems(list reflect.Value) {
	item := list.Type().Elem()
	if item.Kind() != reflect.Struct {
		if shares(item) {
			for i := range list.Len() {
				cloneInto(list.Index(i))
			}
		}
		return
	}
	fields := sharedFields(item)
	for i := range list.Len() {
		for _, f := range fields {
			cloneInto(list.Index(i).Field(f))
		}
	}
}

// sharing remembers sharedFields by type: a copy of 200 events asks 200 times.
var sharing sync.Map

// sharedFields are the fields of a struct in which a copy would still share memory with the original.
func sharedFields(t reflect.Type) []int {
	if known, ok := sharing.Load(t); ok {
		fields, _ := known.([]int)
		return fields
	}
	var fields []int
	for i := range t.NumField() {
		if shares(t.Field(i).Type) {
			fields = append(fields, i)
		}
	}
	sharing.Store(t, fields)
	return fields
}

// shares reports whether a copy of a value of this type would still share memory with the original.
func shares(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Pointer, reflect.Map:
		return true
	case reflect.Struct:
		return t != reflect.TypeFor[Instant]() && len(sharedFields(t)) > 0
	}
	return false
}
