package model

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Edit is the one way to change a postmortem: a label that history shows ("add an event") and a function that is run on
// the newest state, inside the archive's transaction. An error means that nothing is written.
type Edit struct {
	Label string
	Batch string // ties steps that belong together, such as one import; may be ""
	Do    func(*Postmortem) error
}

// Step is one edit as the journal keeps it. N counts from 1 in each postmortem; Kind is do, undo or redo, and Undoes is the
// step that an undo or redo takes back, else 0.
type Step struct {
	N       int64
	At      Instant
	Author  string
	Session string
	Batch   string
	Label   string
	Kind    string
	Undoes  int64
	Changes []Change
}

// Created are the references of the parts that the step made, in document order.
func (s Step) Created() []string {
	var refs []string
	for _, c := range s.Changes {
		if c.Field == "" && string(c.Before) == "null" {
			refs = append(refs, c.Part)
		}
	}
	return refs
}

// Touched is the part that a step is about: the first it made, else the first it changed.
func (s Step) Touched() string {
	if made := s.Created(); len(made) > 0 {
		return made[0]
	}
	for _, c := range s.Changes {
		if c.Part != "" && string(c.After) != "null" {
			return c.Part
		}
	}
	return ""
}

// New starts a postmortem. The archive gives it its reference.
func New(title string, now time.Time) *Postmortem {
	return &Postmortem{ID: NewID(now), Title: title, Status: "draft", Phase: "assemble", Zone: "UTC", CreatedAt: At(now), Agenda: Agenda{Preset: "60"}}
}

// NewEvent is an event with what holds unless somebody says otherwise.
func NewEvent() Event { return Event{Kind: "note", Count: 1, KnownThen: true} }

// NewParticipant is a participant with what holds unless somebody says otherwise.
func NewParticipant() Participant { return Participant{Invited: true} }

// NewAction is an action with what holds unless somebody says otherwise.
func NewAction() Action { return Action{Status: "open"} }

// AddEvent puts an event behind the last one that is not later. An event without a time goes behind the one named by
// after, or to the end.
func (p *Postmortem) AddEvent(e Event, after string) {
	at := len(p.Events)
	if e.At.IsZero() {
		for i := range p.Events {
			if p.Events[i].Ref == after && after != "" {
				at = i + 1
			}
		}
	} else {
		at = 0
		for i := range p.Events {
			if x := p.Events[i].At; !x.IsZero() && !x.Time().After(e.At.Time()) {
				at = i + 1
			}
		}
	}
	p.Events = slices.Insert(p.Events, at, e)
}

// Delete removes a part with everything below it, and every mention of them.
func (p *Postmortem) Delete(ref string) error {
	v, err := p.take(ref)
	if err != nil {
		return err
	}
	gone := map[string]bool{ref: true}
	if whys := v.FieldByName("Whys"); whys.IsValid() {
		for _, part := range appendParts(nil, kindOfLetter("W"), ref, whys) {
			gone[part.Ref()] = true
		}
	}
	for _, m := range []**Moment{&p.Moments.Started, &p.Moments.Detected, &p.Moments.Mitigated, &p.Moments.Resolved} {
		if *m != nil && gone[(*m).Event] {
			*m = nil
		}
	}
	if p.FollowUp != nil {
		p.FollowUp.Verdicts = slices.DeleteFunc(p.FollowUp.Verdicts, func(v Verdict) bool { return gone[v.Action] })
	}
	for _, part := range p.Parts() {
		for _, f := range part.Kind.Fields {
			if f.Ref == "" {
				continue
			}
			switch to := f.Of(part.Value); to.Kind() {
			case reflect.String:
				if gone[to.String()] {
					to.SetString("")
				}
			case reflect.Slice:
				refs := to.Interface().([]string)
				to.Set(reflect.ValueOf(slices.DeleteFunc(refs, func(r string) bool { return gone[r] })))
			}
		}
	}
	return nil
}

// Move shifts a part by so many places among its siblings; at an end it stays where it is.
func (p *Postmortem) Move(ref string, by int) error {
	part, ok := p.Part(ref)
	if !ok || ref == "" {
		return fmt.Errorf("there is no %s", Quote(ref))
	}
	list := p.list(part.Kind.Letter, part.Parent)
	at := p.indexIn(list, ref)
	to := min(max(at+by, 0), list.Len()-1)
	v, err := p.take(ref)
	if err != nil {
		return err
	}
	v.Field(1).SetInt(0)
	insertAt(list, to, v)
	return nil
}

// Reparent hangs a why, with what is below it, under another cause or why, as its last answer.
func (p *Postmortem) Reparent(ref, parent string) error {
	part, ok := p.Part(ref)
	if !ok || part.Kind.Letter != "W" {
		return fmt.Errorf("%s is not a why", Quote(ref))
	}
	if p.Below(ref, parent) {
		return fmt.Errorf("%s is below %s", parent, ref)
	}
	if !p.list("W", parent).IsValid() {
		return fmt.Errorf("there is no %s", Quote(parent))
	}
	v, err := p.take(ref)
	if err != nil {
		return err
	}
	v.Field(1).SetInt(0)
	list := p.list("W", parent)
	insertAt(list, list.Len(), v)
	return nil
}

// Below reports whether a part is another one or stands below it.
func (p *Postmortem) Below(above, ref string) bool {
	for ref != "" {
		if ref == above {
			return true
		}
		part, ok := p.Part(ref)
		if !ok {
			return false
		}
		ref = part.Parent
	}
	return false
}

func (p *Postmortem) indexIn(list reflect.Value, ref string) int {
	for i := range list.Len() {
		if list.Index(i).Field(0).String() == ref {
			return i
		}
	}
	return -1
}

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

// Set sets a field from text, as Get gives it. The words of a field are checked by Validate.
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
	if err := setPlain(v, text); err != nil {
		return fmt.Errorf("%s: %w", field, err)
	}
	return nil
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
		if t.Field(i).Tag.Get("json") == name {
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
	case int:
		if x == 0 {
			return ""
		}
		return strconv.Itoa(x)
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
	case int:
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

// Applied is what an edit led to: the newest state, and the step that the journal now holds. A step with N of 0 means that
// there was nothing to change.
type Applied struct {
	Postmortem *Postmortem
	Step       Step
}

// Live is where somebody is in a postmortem. It is not part of the document and leaves no step.
type Live struct {
	Session  string
	Phase    string
	Selected string  // the reference of the selected part, or ""
	Question string  // the question that was asked next, or ""
	Running  Instant // since when the phase's clock runs; zero while it stands
	At       Instant
}

// Mark makes an event one of the four moments; "" takes from it every moment that it is. Another event that was that moment
// is one no longer.
func (p *Postmortem) Mark(event, moment string) error {
	e := p.Event(event)
	if e == nil {
		return &ChangedError{Part: event}
	}
	for _, name := range MomentNames {
		place := p.Moments.Place(name)
		switch {
		case name == moment:
			*place = &Moment{At: e.At, Event: event}
		case moment == "" && *place != nil && (*place).Event == event:
			*place = nil
		}
	}
	if moment != "" && p.Moments.Place(moment) == nil {
		return fmt.Errorf("%s is none of %s", Quote(moment), oneOf(MomentNames))
	}
	return nil
}

// Answer gives a why below a cause or another why. Where the target is itself a question without an answer, it is filled in
// instead.
func (p *Postmortem) Answer(target string, w Why) error {
	part, ok := p.Part(target)
	if !ok {
		return &ChangedError{Part: target}
	}
	switch above := part.Value.Addr().Interface().(type) {
	case *Cause:
		above.Whys = append(above.Whys, w)
	case *Why:
		if above.Answer != "" {
			above.Whys = append(above.Whys, w)
			return nil
		}
		above.Answer, above.Question = w.Answer, w.Question
		above.Category, above.Confidence, above.Events = w.Category, w.Confidence, w.Events
	default:
		return fmt.Errorf("%s is neither a cause nor a why", Quote(target))
	}
	return nil
}

// SetStatus changes the status of an action and keeps when it was started, done or dropped.
func (p *Postmortem) SetStatus(ref, status string, now Instant) error {
	a := p.Action(ref)
	if a == nil {
		return &ChangedError{Part: ref}
	}
	if a.Status == status {
		return nil
	}
	a.Status = status
	switch status {
	case "doing":
		a.StartedAt = now
	case "done":
		a.DoneAt = now
	case "dropped":
		a.DroppedAt = now
	}
	if status != "done" {
		a.DoneAt = Instant{}
	}
	if status != "dropped" {
		a.DroppedAt = Instant{}
	}
	return nil
}

// Verdict is what the follow-up found of an action, nil when it was not asked.
func (p *Postmortem) Verdict(action string) *Verdict {
	if p.FollowUp == nil {
		return nil
	}
	for i := range p.FollowUp.Verdicts {
		if p.FollowUp.Verdicts[i].Action == action {
			return &p.FollowUp.Verdicts[i]
		}
	}
	return nil
}

// SetVerdict says whether an action helped; "" takes the verdict away.
func (p *Postmortem) SetVerdict(action, helped string) error {
	if p.Action(action) == nil {
		return &ChangedError{Part: action}
	}
	if p.FollowUp == nil {
		p.FollowUp = &FollowUp{}
	}
	v := p.Verdict(action)
	switch {
	case helped == "":
		p.FollowUp.Verdicts = slices.DeleteFunc(p.FollowUp.Verdicts, func(v Verdict) bool { return v.Action == action })
	case v == nil:
		p.FollowUp.Verdicts = append(p.FollowUp.Verdicts, Verdict{Action: action, Helped: helped})
	default:
		v.Helped = helped
	}
	return nil
}

// SortEvents puts the events in time order. One without a time stays behind the event that it stood behind.
func (p *Postmortem) SortEvents() {
	type group struct {
		at     time.Time
		events []Event
	}
	var groups []group
	for _, e := range p.Events {
		if e.At.IsZero() && len(groups) > 0 {
			last := &groups[len(groups)-1]
			last.events = append(last.events, e)
			continue
		}
		groups = append(groups, group{e.At.Time(), []Event{e}})
	}
	slices.SortStableFunc(groups, func(a, b group) int { return a.at.Compare(b.at) })
	p.Events = p.Events[:0]
	for _, g := range groups {
		p.Events = append(p.Events, g.events...)
	}
}

// Merge keeps an event as another telling of a second one: its time, text, source and raw line stay, and everything that
// pointed at it points at the second one.
func (p *Postmortem) Merge(ref, into string) error {
	from, to := p.Event(ref), p.Event(into)
	if from == nil || to == nil || ref == into {
		return &ChangedError{Part: ref}
	}
	to.Also = append(to.Also, Also{At: from.At, Original: from.Original, Text: from.Text, Source: from.Source, Link: from.Link, Origin: from.Origin, Raw: from.Raw})
	to.Also = append(to.Also, from.Also...)
	p.redirect(ref, into)
	_, err := p.take(ref)
	return err
}

// redirect makes every mention of one part a mention of another.
func (p *Postmortem) redirect(from, to string) {
	for _, m := range p.Moments.List() {
		if m.Moment != nil && m.Event == from {
			m.Event, m.At = to, p.Event(to).At
		}
	}
	for _, part := range p.Parts() {
		for _, f := range part.Kind.Fields {
			if f.Ref == "" {
				continue
			}
			switch v := f.Of(part.Value); v.Kind() {
			case reflect.String:
				if v.String() == from && part.Ref() != to {
					v.SetString(to)
				} else if v.String() == from {
					v.SetString("")
				}
			case reflect.Slice:
				v.Set(reflect.ValueOf(replaced(v.Interface().([]string), from, to)))
			}
		}
	}
}

func replaced(refs []string, from, to string) []string {
	var out []string
	for _, r := range refs {
		if r == from {
			r = to
		}
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}
