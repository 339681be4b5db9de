package storage

import (
	"fmt"
	"reflect"
	"unicode/utf8"

	"debrief/model"
)

// bind is the value of a column for the database.
func (c column) bind(part reflect.Value) any {
	v, ok := c.of(part)
	if c.there {
		return ok && !v.IsNil()
	}
	if !ok {
		v = reflect.Zero(c.typ)
	}
	switch v.Kind() {
	case reflect.String:
		return c.text(v)
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int64:
		return v.Int()
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return v.Elem().Float()
	}
	at, _ := reflect.TypeAssert[model.Instant](v)
	if at.IsZero() {
		return nil
	}
	return at.String()
}

// text is a string for the database. Bytes that are not text become U+FFFD, one for one, as they do in the journal.
func (c column) text(v reflect.Value) any {
	s := v.String()
	if s == "" && c.nullable() {
		return nil
	}
	if !utf8.ValidString(s) {
		s = string([]rune(s))
		if v.CanSet() {
			v.SetString(s)
		}
	}
	return s
}

// take sets a column's value from the database. A record that is there is made, so that its columns find it.
func (c column) take(part reflect.Value, from any) error {
	v, ok := c.of(part)
	if !ok || from == nil {
		return nil // the record is absent, or the value is
	}
	switch x := from.(type) {
	case string:
		if v.Kind() == reflect.String {
			v.SetString(x)
			return nil
		}
		if v.Type() == instantType {
			at, err := model.ParseInstant(x)
			v.Set(reflect.ValueOf(at))
			return err
		}
	case int64:
		switch {
		case c.there:
			if x == 1 {
				v.Set(reflect.New(c.typ.Elem()))
			}
			return nil
		case v.Kind() == reflect.Bool:
			v.SetBool(x == 1)
			return nil
		case v.CanInt():
			v.SetInt(x)
			return nil
		}
	case float64:
		if c.typ == amountType {
			v.Set(reflect.ValueOf(&x))
			return nil
		}
	}
	return fmt.Errorf("the column %s holds a %T", c.name, from)
}

// items are the items of a list, each a struct or a single value; a map or a long text has some too.
func (l list) items(part reflect.Value) []reflect.Value {
	v, ok := follow(part, l.at)
	if !ok {
		return nil
	}
	switch {
	case l.typ == takenType:
		taken, _ := reflect.TypeAssert[model.Taken](v)
		var items []reflect.Value
		for _, phase := range model.Phases {
			if seconds, ok := taken[phase]; ok {
				items = append(items, reflect.ValueOf(phaseSeconds{phase, seconds}))
			}
		}
		return items
	case l.typ.Kind() == reflect.String:
		if v.String() == "" {
			return nil
		}
		return []reflect.Value{v}
	}
	items := make([]reflect.Value, v.Len())
	for i := range items {
		items[i] = v.Index(i)
	}
	return items
}

// phaseSeconds is one entry of model.Taken as a row.
type phaseSeconds struct {
	Phase   string
	Seconds int64
}

// item is an empty item to fill from a row.
func (l list) item() reflect.Value {
	switch {
	case l.typ == takenType:
		return reflect.New(reflect.TypeFor[phaseSeconds]()).Elem()
	case l.typ.Kind() == reflect.String:
		return reflect.New(l.typ).Elem()
	}
	return reflect.New(l.typ.Elem()).Elem()
}

// add puts an item into the list of a part.
func (l list) add(part, item reflect.Value) {
	v, ok := follow(part, l.at)
	if !ok {
		return
	}
	if entry, ok := reflect.TypeAssert[phaseSeconds](item); ok {
		if v.IsNil() {
			v.Set(reflect.ValueOf(model.Taken{}))
		}
		v.SetMapIndex(reflect.ValueOf(entry.Phase), reflect.ValueOf(entry.Seconds))
		return
	}
	if l.typ.Kind() == reflect.String {
		v.Set(item)
		return
	}
	v.Set(reflect.Append(v, item))
}
