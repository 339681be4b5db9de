package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// shape is how the whole of a part is written as one JSON object: its fields in the order of their names, and among them
// the part's rank and parent. It is a struct made for the kind, so that a part is written and read in one go.
type shape struct {
	typ          reflect.Type
	fields       []*Field // of the kind, by the place in typ; nil for the rank and the parent
	rank, parent int
}

func newShape(k *Kind) *shape {
	byName := map[string]*Field{"rank": nil, "parent": nil}
	for i := range k.Fields {
		byName[k.Fields[i].Name] = &k.Fields[i]
	}
	s := &shape{}
	var all []reflect.StructField
	for i, name := range slices.Sorted(maps.Keys(byName)) {
		f := reflect.StructField{Name: "F" + strconv.Itoa(i), Tag: reflect.StructTag(`json:"` + name + `,omitzero"`)}
		switch field := byName[name]; {
		case field != nil:
			f.Type = k.Type.FieldByIndex(field.Index).Type
		case name == "rank":
			f.Type, f.Tag, s.rank = reflect.TypeFor[int64](), `json:"rank"`, i
		default:
			f.Type, s.parent = reflect.TypeFor[string](), i
		}
		all, s.fields = append(all, f), append(s.fields, byName[name])
	}
	s.typ = reflect.StructOf(all)
	return s
}

// read takes an image apart. It fails where a field is unknown, or holds what it cannot.
func (s *shape) read(raw json.RawMessage) (reflect.Value, error) {
	v := reflect.New(s.typ)
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return v.Elem(), d.Decode(v.Interface())
}

// image is a whole part as one JSON object, its place included, what is below it not.
func image(p Part) json.RawMessage {
	s := p.Kind.shape()
	v := reflect.New(s.typ)
	for i, f := range s.fields {
		if f != nil {
			v.Elem().Field(i).Set(f.Of(p.Value))
		}
	}
	v.Elem().Field(s.rank).SetInt(p.rank())
	v.Elem().Field(s.parent).SetString(p.Parent)
	return encode(v)
}

// sameImage compares what a part is with what it was, wherever it stands among its siblings.
func sameImage(p Part, was json.RawMessage) bool {
	s := p.Kind.shape()
	v, err := s.read(was)
	if err != nil || v.Field(s.parent).String() != p.Parent {
		return false
	}
	for i, f := range s.fields {
		if f != nil && !same(v.Field(i), f.Of(p.Value)) {
			return false
		}
	}
	return true
}

// partFrom makes a part from its image.
func partFrom(k *Kind, ref string, raw json.RawMessage) (Part, error) {
	s := k.shape()
	v, err := s.read(raw)
	if err != nil {
		return Part{}, unreadable(k, ref, raw, err)
	}
	part := Part{Kind: k, Parent: v.Field(s.parent).String(), Value: reflect.New(k.Type).Elem()}
	part.Value.Field(0).SetString(ref)
	part.Value.Field(1).SetInt(v.Field(s.rank).Int())
	for i, f := range s.fields {
		if f != nil {
			f.Of(part.Value).Set(v.Field(i))
		}
	}
	return part, nil
}

// unreadable says which field of an image cannot be read.
func unreadable(k *Kind, ref string, raw json.RawMessage, err error) error {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return fmt.Errorf("read %s: %w", ref, err)
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if _, ok := k.Field(name); !ok && name != "rank" && name != "parent" {
			return fmt.Errorf("there is no field %s in a %s", Quote(name), k.Name)
		}
		if _, err := k.shape().read(fmt.Appendf(nil, "{%q:%s}", name, fields[name])); err != nil {
			return fmt.Errorf("read %s %s: %w", ref, name, err)
		}
	}
	return fmt.Errorf("read %s: %w", ref, err)
}
