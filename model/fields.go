package model

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Get is a field as text: lists joined by commas, yes or "" for a switch. The name may reach into a record: "test.name".
func (p *Postmortem) Get(ref, field string) string {
	part, ok := p.Part(ref)
	if !ok {
		return ""
	}
	if phase, ok := strings.CutPrefix(field, "agenda.taken_seconds."); ok && ref == "" {
		return plain(reflect.ValueOf(int(p.Agenda.Taken[phase])))
	}
	v, ok := reach(part.Value, field, false)
	if !ok {
		return ""
	}
	return plain(v)
}

// Set sets a field from text, as Get gives it. The words of a field are checked by Validate. What was set aside for words that
// the field held is asked again.
func (p *Postmortem) Set(ref, field, text string) error {
	part, ok := p.Part(ref)
	if !ok {
		return &ChangedError{Part: ref}
	}
	if phase, ok := strings.CutPrefix(field, "agenda.taken_seconds."); ok && ref == "" {
		return p.setTaken(phase, text)
	}
	v, ok := reach(part.Value, field, true)
	if !ok {
		return fmt.Errorf("there is no field %s in a %s", Quote(field), part.Kind.Name)
	}
	was := plain(v)
	if err := setPlain(v, text); err != nil {
		return fmt.Errorf("%s: %w", field, err)
	}
	if len(p.Dismissed) > 0 && plain(v) != was {
		p.askAgain(ref, field, was)
	}
	return nil
}

// SetLike gives a field what it holds in a part of another postmortem, as Set does. A record that is absent there is absent then.
func (p *Postmortem) SetLike(ref, field string, like Part) error {
	part, ok := p.Part(ref)
	if !ok {
		return &ChangedError{Part: ref}
	}
	to, ok := reach(part.Value, field, true)
	if !ok {
		return fmt.Errorf("there is no field %s in a %s", Quote(field), part.Kind.Name)
	}
	was := plain(to)
	if from, ok := reach(like.Value, field, false); ok {
		to.Set(from)
		cloneInto(to)
	} else {
		to.SetZero()
	}
	if len(p.Dismissed) > 0 && plain(to) != was {
		p.askAgain(ref, field, was)
	}
	return nil
}

// askAgain lets go of what was set aside for words of a text that has changed since. What is set aside for no words is about the
// postmortem's shape, and stays.
func (p *Postmortem) askAgain(ref, field, was string) {
	at := ref
	if at == "" {
		at, _, _ = strings.Cut(field, ".")
	}
	was = strings.Join(strings.Fields(was), " ")
	p.Dismissed = slices.DeleteFunc(p.Dismissed, func(d Dismissal) bool {
		return d.At == at && d.Text != "" && strings.Contains(was, d.Text)
	})
}

func (p *Postmortem) setTaken(phase, text string) error {
	seconds := 0
	if err := setPlain(reflect.ValueOf(&seconds).Elem(), text); err != nil {
		return err
	}
	if p.Agenda.Taken == nil {
		p.Agenda.Taken = Taken{}
	}
	if seconds == 0 {
		delete(p.Agenda.Taken, phase)
		return nil
	}
	p.Agenda.Taken[phase] = int64(seconds)
	return nil
}

// SetFrom is an edit that sets a field which held was when the person began; if it holds something else now, and not what
// the person wants either, it is a ChangedError.
func SetFrom(ref, field, was, text, label string) Edit {
	return Edit{Label: label, Do: func(p *Postmortem) error {
		is := p.Get(ref, field)
		if _, ok := p.Part(ref); !ok {
			return &ChangedError{Part: ref}
		}
		if is != was && is != text {
			return &ChangedError{Part: ref, Field: field, Now: is}
		}
		return p.Set(ref, field, text)
	}}
}

// reach follows a name with dots to its value, making the records on the way if asked to. A number is an item of a list:
// "also.0.text"; one past the end is a new item.
func reach(v reflect.Value, name string, build bool) (reflect.Value, bool) {
	for word := range strings.SplitSeq(name, ".") {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if !build {
					return v, false
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		var ok bool
		if v, ok = enter(v, word, build); !ok {
			return v, false
		}
	}
	return v, true
}

// enter goes one word further: into a record, or into a list.
func enter(v reflect.Value, word string, build bool) (reflect.Value, bool) {
	switch v.Kind() {
	case reflect.Struct:
		i := fieldIndex(v.Type(), word)
		if i < 0 {
			return v, false
		}
		return v.Field(i), true
	case reflect.Slice:
		i, err := strconv.Atoi(word)
		if err != nil || i < 0 || i > v.Len() || i == v.Len() && !build {
			return v, false
		}
		if i == v.Len() {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		}
		return v.Index(i), true
	}
	return v, false
}

// SplitItem takes the name of a list's item apart: "also.0.text" is "also" and 0.
func SplitItem(name string) (list string, item int, ok bool) {
	words := strings.Split(name, ".")
	for i, word := range words {
		if n, err := strconv.Atoi(word); err == nil && i > 0 {
			return strings.Join(words[:i], "."), n, true
		}
	}
	return "", 0, false
}

// RemoveItem takes an item out of a part's list of records.
func (p *Postmortem) RemoveItem(ref, list string, item int) error {
	part, ok := p.Part(ref)
	if !ok {
		return &ChangedError{Part: ref}
	}
	v, ok := reach(part.Value, list, false)
	if !ok || v.Kind() != reflect.Slice || item < 0 || item >= v.Len() {
		return fmt.Errorf("there is no item %d in %s", item+1, Quote(list))
	}
	v.Set(reflect.AppendSlice(v.Slice(0, item), v.Slice(item+1, v.Len())))
	return nil
}

// Items is how many records a part's list holds.
func (p *Postmortem) Items(ref, list string) int {
	part, ok := p.Part(ref)
	if !ok {
		return 0
	}
	v, ok := reach(part.Value, list, false)
	if !ok || v.Kind() != reflect.Slice {
		return 0
	}
	return v.Len()
}

func fieldIndex(t reflect.Type, name string) int {
	for i := range t.NumField() {
		if NameOf(t.Field(i)) == name {
			return i
		}
	}
	return -1
}

func plain(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case string:
		return x
	case Date:
		return string(x)
	case Instant:
		return x.String()
	case []string:
		return strings.Join(x, ", ")
	case bool:
		if x {
			return "yes"
		}
		return ""
	case int, Count:
		if v.IsZero() {
			return ""
		}
		return strconv.FormatInt(v.Int(), 10)
	case *float64:
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(*x, 'f', -1, 64)
	}
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return ""
	}
	return string(encode(v))
}

func setPlain(v reflect.Value, text string) error {
	switch v.Interface().(type) {
	case string:
		v.SetString(text)
	case Date:
		d, err := ParseDate(text)
		if err != nil {
			return err
		}
		v.SetString(string(d))
	case Instant:
		i, err := ParseInstant(text)
		if err != nil {
			return err
		}
		v.Set(reflect.ValueOf(i))
	case []string:
		v.Set(reflect.ValueOf(SplitList(text)))
	case bool:
		v.SetBool(text == "yes")
	case int, Count:
		n, err := strconv.Atoi(cmp.Or(text, "0"))
		if err != nil {
			return fmt.Errorf("%s is not a whole number", Quote(text))
		}
		v.SetInt(int64(n))
	case *float64:
		if text == "" {
			v.SetZero()
			return nil
		}
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || f-f != 0 {
			return fmt.Errorf("%s is not a number", Quote(text))
		}
		v.Set(reflect.ValueOf(&f))
	default:
		if text != "" {
			return fmt.Errorf("cannot be set from text")
		}
		v.SetZero()
	}
	return nil
}

// SplitList reads "a, b, c": trimmed, without empty items and without repeats.
func SplitList(text string) []string {
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" && !slices.Contains(items, item) {
			items = append(items, item)
		}
	}
	return items
}
