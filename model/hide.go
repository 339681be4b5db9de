package model

import "reflect"

// Hide lets hide go over every text that changes have written, and says how many it it has replaced: of a part that was made all
// of its texts, else those of the fields that were set. What was there before stays as it is.
func (p *Postmortem) Hide(changes []Change, hide func(text string) (safe string, hidden int)) (hidden int) {
	at := p.Part
	if len(changes) > aFew { // one look at all parts, rather than as many looks as there are changes
		all := map[string]Part{}
		for _, part := range p.Parts() {
			all[part.Ref()] = part
		}
		at = func(ref string) (Part, bool) { part, ok := all[ref]; return part, ok }
	}
	for _, c := range changes {
		part, ok := at(c.Part)
		if !ok {
			continue // it is gone
		}
		for i := range part.Kind.Fields {
			if f := &part.Kind.Fields[i]; c.Field == "" || c.Field == f.Name {
				hidden += hideIn(f.Of(part.Value), hide)
			}
		}
	}
	return hidden
}

// hideIn goes over the texts of a value.
func hideIn(v reflect.Value, hide func(string) (string, int)) (hidden int) {
	switch v.Kind() {
	case reflect.String:
		safe, n := hide(v.String())
		if n > 0 {
			v.SetString(safe)
		}
		return n
	case reflect.Pointer:
		if !v.IsNil() {
			return hideIn(v.Elem(), hide)
		}
	case reflect.Slice:
		for i := range v.Len() {
			hidden += hideIn(v.Index(i), hide)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				hidden += hideIn(v.Field(i), hide)
			}
		}
	}
	return hidden
}
