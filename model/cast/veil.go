package cast

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"debrief/model"
)

// Veil is a postmortem as a screen that others watch may show it, and the way back for what is changed there: private notes, how people
// were involved and other postmortems are no part of what it shows, and everybody in a text is called by team and letter, unless names
// are turned on. Who sits there, and who sees an action through, keep their names.
type Veil struct {
	Shown *model.Postmortem // to be read only
	whole map[string]string // texts as they are, by how they are shown
	cast  *Cast             // nil where names are turned on
}

// NewVeil shows a postmortem, with names or without.
func NewVeil(p *model.Postmortem, names bool) *Veil {
	if names {
		return veiled(p, nil)
	}
	return veiled(p, Of(p))
}

// Over is a later state of the postmortem, seen in the same way.
func (v *Veil) Over(p *model.Postmortem) *Veil {
	if v.cast == nil {
		return veiled(p, nil)
	}
	return veiled(p, v.cast.Again(p))
}

func veiled(p *model.Postmortem, c *Cast) *Veil {
	v := &Veil{Shown: p.Clone(), whole: map[string]string{}, cast: c}
	eachPrivate(v.Shown, func(_ model.Part, field reflect.Value, _ *model.Field) { field.SetZero() })
	v.drape(v.Shown)
	return v
}

// eachPrivate goes over the fields that are not shown.
func eachPrivate(p *model.Postmortem, do func(part model.Part, value reflect.Value, f *model.Field)) {
	for _, part := range p.Parts() {
		for i := range part.Kind.Fields {
			f := &part.Kind.Fields[i]
			for k := range Private {
				if s := &Private[k]; s.Field == f.Name && s.Letter == part.Kind.Letter {
					do(part, f.Of(part.Value), f)
				}
			}
		}
	}
}

// Text is a text that comes from beside the document: a notice, what the coach has heard.
func (v *Veil) Text(s string) string {
	if v.cast == nil {
		return s
	}
	return v.keep(s, v.cast.Text(s))
}

func (v *Veil) keep(is, shown string) string {
	if is != shown {
		v.whole[shown] = is
	}
	return shown
}

// drape goes over every text that may name somebody, but for those of actions, whose owners are named.
func (v *Veil) drape(p *model.Postmortem) {
	if v.cast == nil {
		return
	}
	over := func(texts ...*string) {
		for _, t := range texts {
			*t = v.Text(*t)
		}
	}
	over(&p.Title, &p.Summary, &p.WhyNow)
	for i := range p.Events {
		e := &p.Events[i]
		e.By = v.keep(e.By, v.cast.Person(e.By))
		over(&e.Text, &e.Raw, &e.Origin, &e.Link)
		for k := range e.Also {
			over(&e.Also[k].Text, &e.Also[k].Raw, &e.Also[k].Origin, &e.Also[k].Link)
		}
	}
	for i := range p.Impact {
		over(&p.Impact[i].What)
	}
	var below func([]model.Why)
	below = func(whys []model.Why) {
		for i := range whys {
			over(&whys[i].Question, &whys[i].Answer)
			below(whys[i].Whys)
		}
	}
	for i := range p.Causes {
		over(&p.Causes[i].Text)
		below(p.Causes[i].Whys)
	}
	for i := range p.Parking {
		over(&p.Parking[i].Text, &p.Parking[i].Reason)
	}
	for i := range p.Lessons {
		over(&p.Lessons[i].Text)
	}
	for i := range p.Dismissed {
		over(&p.Dismissed[i].Text)
	}
	if f := p.FollowUp; f != nil {
		over(&f.Missed)
		for i := range f.Verdicts {
			over(&f.Verdicts[i].Note)
		}
	}
	if p.Reread != nil {
		over(&p.Reread.Missed)
	}
}

// Through makes an edit of what is shown one of what is: what it leaves alone stays as it is, a name that it leaves in a text is the name
// again, and what is not shown cannot be lost.
func (v *Veil) Through(do func(*model.Postmortem) error) func(*model.Postmortem) error {
	whole := maps.Clone(v.whole)
	return func(p *model.Postmortem) error {
		now := v.Over(p)
		for shown, is := range whole { // what was begun under older letters
			if _, taken := now.whole[shown]; !taken {
				now.whole[shown] = is
			}
		}
		before := now.Shown.Clone()
		if err := do(now.Shown); err != nil {
			return err
		}
		now.lift(before, p)
		*p = *now.Shown
		return nil
	}
}

// lift takes the veil off again. before is what was shown before the edit, full what was.
func (v *Veil) lift(before, full *model.Postmortem) {
	was, is := byRef(before), byRef(full)
	for _, part := range v.Shown.Parts() {
		ref := part.Ref()
		old, known := was[ref]
		known = known && (ref != "" || part.Kind.Letter == "")
		for i := range part.Kind.Fields {
			f := &part.Kind.Fields[i]
			if known && IsPrivate(ref, f.Name) == nil {
				v.restore(f.Of(part.Value), f.Of(old.Value), f.Of(is[ref].Value))
			} else if !known {
				v.restoreNew(f.Of(part.Value))
			}
		}
	}
	eachPrivate(v.Shown, func(part model.Part, value reflect.Value, f *model.Field) {
		ref := part.Ref() // "" of what is new has no number yet: only the document has none
		if old, known := is[ref]; known && (ref != "" || part.Kind.Letter == "") {
			value.Set(joined(f.Of(old.Value), value))
		}
	})
}

// joined is what a field held that was not shown, with what was added to it unseen.
func joined(was, more reflect.Value) reflect.Value {
	if was.Kind() != reflect.Slice {
		if more.IsZero() {
			return was
		}
		return more
	}
	for i := range more.Len() {
		item := more.Index(i)
		if !slices.ContainsFunc(items(was), func(x reflect.Value) bool { return reflect.DeepEqual(x.Interface(), item.Interface()) }) {
			was = reflect.Append(was, item)
		}
	}
	return was
}

func items(list reflect.Value) []reflect.Value {
	all := make([]reflect.Value, list.Len())
	for i := range all {
		all[i] = list.Index(i)
	}
	return all
}

func byRef(p *model.Postmortem) map[string]model.Part {
	parts := map[string]model.Part{}
	for _, part := range p.Parts() {
		if ref := part.Ref(); ref != "" || part.Kind.Letter == "" {
			parts[ref] = part
		}
	}
	return parts
}

// restore puts back what a value was where the edit has left it alone. It takes the value, what was shown of it before, and what it was.
func (v *Veil) restore(value, before, full reflect.Value) {
	switch value.Kind() {
	case reflect.String:
		if value.String() == before.String() {
			value.SetString(full.String())
			return
		}
		value.SetString(v.unveil(value.String(), before.String(), full.String()))
	case reflect.Pointer:
		if !value.IsNil() && !before.IsNil() && !full.IsNil() {
			v.restore(value.Elem(), before.Elem(), full.Elem())
		}
	case reflect.Struct:
		for i := range value.NumField() {
			if value.Type().Field(i).IsExported() {
				v.restore(value.Field(i), before.Field(i), full.Field(i))
			}
		}
	case reflect.Slice:
		v.restoreItems(value, before, full)
	}
}

// restoreItems are those of a list: each is one that was there, or the one that stood in its place, or new.
func (v *Veil) restoreItems(value, before, full reflect.Value) {
	used := make([]bool, before.Len())
	for i := range value.Len() {
		at := -1
		for k := range used {
			if !used[k] && reflect.DeepEqual(value.Index(i).Interface(), before.Index(k).Interface()) {
				at = k
				break
			}
		}
		if at < 0 && value.Len() == before.Len() && !used[i] {
			at = i
		}
		if at < 0 {
			v.restoreNew(value.Index(i))
			continue
		}
		used[at] = true
		v.restore(value.Index(i), before.Index(at), full.Index(at))
	}
}

// restoreNew is for what was not there before: a text that was only moved is itself again, any other is as it was typed.
func (v *Veil) restoreNew(value reflect.Value) {
	switch value.Kind() {
	case reflect.String:
		if is, ok := v.whole[value.String()]; ok {
			value.SetString(is)
		}
	case reflect.Pointer:
		if !value.IsNil() {
			v.restoreNew(value.Elem())
		}
	case reflect.Struct:
		for i := range value.NumField() {
			if value.Type().Field(i).IsExported() {
				v.restoreNew(value.Field(i))
			}
		}
	case reflect.Slice:
		for i := range value.Len() {
			v.restoreNew(value.Index(i))
		}
	}
}

// unveil is a text that was changed while it was shown: each label in it that stood there before is the name again that it stood for, in
// their order.
func (v *Veil) unveil(text, before, full string) string {
	if is, ok := v.whole[text]; ok {
		return is
	}
	if v.cast == nil || before == full {
		return text
	}
	names := map[string][]string{}
	for _, f := range v.cast.find(full) {
		label := v.cast.label(f)
		names[label] = append(names[label], full[f.from:f.to])
	}
	var b strings.Builder
	for text != "" {
		label := ""
		for l, left := range names {
			if len(left) > 0 && len(l) > len(label) && strings.HasPrefix(text, l) {
				label = l
			}
		}
		if label == "" {
			b.WriteByte(text[0])
			text = text[1:]
			continue
		}
		b.WriteString(names[label][0])
		if len(names[label]) > 1 { // one that is said once more is the last one again
			names[label] = names[label][1:]
		}
		text = text[len(label):]
	}
	return b.String()
}
