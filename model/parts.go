package model

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// AddEvent puts an event behind the last one that is not later, and behind those without a time that stand there: they stay where
// they were put. An event without a time goes behind the one named by after, or to the end.
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
		at = p.pastUntimed(at)
	}
	p.Events = slices.Insert(p.Events, at, e)
}

// pastUntimed is the first place from at on that no event without a time has.
func (p *Postmortem) pastUntimed(at int) int {
	for at < len(p.Events) && p.Events[at].At.IsZero() {
		at++
	}
	return at
}

// Delete removes a part with everything below it, and every mention of them.
func (p *Postmortem) Delete(ref string) error {
	v, err := p.take(ref)
	if err != nil {
		return err
	}
	gone := map[string]bool{}
	for _, r := range branch(ref, v) {
		gone[r] = true
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
				refs, _ := reflect.TypeAssert[[]string](to)
				to.Set(reflect.ValueOf(slices.DeleteFunc(refs, func(r string) bool { return gone[r] })))
			}
		}
	}
	return nil
}

// Branch is a part and every why below it, by their references, in document order; nil for a part that is not there.
func (p *Postmortem) Branch(ref string) []string {
	part, ok := p.Part(ref)
	if !ok || ref == "" {
		return nil
	}
	return branch(ref, part.Value)
}

func branch(ref string, v reflect.Value) []string {
	refs := []string{ref}
	if whys := v.FieldByName("Whys"); whys.IsValid() {
		for _, part := range appendParts(nil, kindOfLetter("W"), ref, whys) {
			refs = append(refs, part.Ref())
		}
	}
	return refs
}

// Mentions lists for each part that others point at those others, by their references, in document order: an event has the
// causes and whys that it shows, a why has the actions that answer it.
func (p *Postmortem) Mentions() map[string][]string {
	mentions := map[string][]string{}
	for _, part := range p.Parts()[1:] {
		for i := range part.Kind.Fields {
			f := &part.Kind.Fields[i]
			if f.Ref == "" {
				continue
			}
			switch v := f.Of(part.Value); v.Kind() {
			case reflect.String:
				if to := v.String(); to != "" {
					mentions[to] = append(mentions[to], part.Ref())
				}
			case reflect.Slice:
				refs, _ := reflect.TypeAssert[[]string](v)
				for _, to := range refs {
					mentions[to] = append(mentions[to], part.Ref())
				}
			}
		}
	}
	return mentions
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

// Reparent hangs a why, with what is below it, under another cause or why, as its last answer: a branch that had ended there
// goes on. Its own branch is no place for it.
func (p *Postmortem) Reparent(ref, parent string) error {
	part, ok := p.Part(ref)
	if !ok || part.Kind.Letter != "W" {
		return fmt.Errorf("%s is not a why", Quote(ref))
	}
	switch {
	case ref == parent:
		return fmt.Errorf("%s cannot move below itself", ref)
	case p.Below(ref, parent):
		return fmt.Errorf("%s cannot move below %s: %s belongs to its branch", ref, parent, parent)
	case !p.list("W", parent).IsValid():
		return fmt.Errorf("there is no %s", Quote(parent))
	}
	v, err := p.take(ref)
	if err != nil {
		return err
	}
	v.Field(1).SetInt(0)
	list := p.list("W", parent)
	insertAt(list, list.Len(), v)
	if above, _ := p.Part(parent); above.Kind.Letter == "W" {
		above.Value.FieldByName("Stop").SetString("")
	}
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

// Answer gives a why below a cause or another why; a branch that had ended at the target goes on. Where the target is itself a
// question without an answer, it is filled in instead.
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
			above.Whys, above.Stop = append(above.Whys, w), ""
			return nil
		}
		above.Answer, above.Question = w.Answer, w.Question
		above.Category, above.Confidence, above.Events = w.Category, w.Confidence, w.Events
	default:
		return fmt.Errorf("%s is neither a cause nor a why", Quote(target))
	}
	return nil
}

// SetStatus changes the status of an action and keeps when it was started, done or dropped. The reason for dropping it goes with
// the status; so does what the follow-up said of an action that is dropped now, for a dropped one has no verdict.
func (p *Postmortem) SetStatus(ref, status string, now Instant) error {
	a := p.Action(ref)
	if a == nil {
		return &ChangedError{Part: ref}
	}
	if a.Status == status {
		return nil
	}
	if a.Status == "dropped" {
		a.Reason = ""
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
		return nil
	}
	return p.SetVerdict(ref, "")
}

// Drop sets an action aside for a reason, which must not be empty, and keeps when.
func (p *Postmortem) Drop(ref, reason string, now Instant) error {
	if strings.TrimSpace(reason) == "" {
		return errors.New("drop " + ref + ": say in a few words why")
	}
	if err := p.SetStatus(ref, "dropped", now); err != nil {
		return err
	}
	p.Action(ref).Reason = reason
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

// SetVerdict says whether an action helped; "" takes the verdict away. One that was dropped has none.
func (p *Postmortem) SetVerdict(action, helped string) error {
	v := p.Verdict(action)
	switch a := p.Action(action); {
	case a == nil:
		return &ChangedError{Part: action}
	case helped == "" && v == nil:
		return nil
	case helped != "" && a.Status == "dropped":
		return errors.New(noVerdict(action))
	case p.FollowUp == nil:
		p.FollowUp = &FollowUp{}
	}
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

// noVerdict is why a dropped action has no verdict.
func noVerdict(action string) string {
	return action + " was dropped, so nobody can say whether it helped: open it again first"
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
	to.Also = append(to.Also, Also{
		At: from.At, Original: from.Original, Text: from.Text, Source: from.Source, Link: from.Link, Origin: from.Origin, Raw: from.Raw,
	})
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
				refs, _ := reflect.TypeAssert[[]string](v)
				v.Set(reflect.ValueOf(replaced(refs, from, to)))
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

// PlaceEvent brings an event to its place in time where it stands above an earlier one or below a later one. One without a time
// stays where it is.
func (p *Postmortem) PlaceEvent(ref string) error {
	at := slices.IndexFunc(p.Events, func(e Event) bool { return e.Ref == ref })
	if at < 0 {
		return &ChangedError{Part: ref}
	}
	if p.Events[at].At.IsZero() || p.inPlace(at) {
		return nil
	}
	e := p.Events[at]
	e.Rank = 0
	p.Events = slices.Delete(slices.Clone(p.Events), at, at+1)
	p.AddEvent(e, "")
	return nil
}

// inPlace reports an event that is not earlier than the timed one above it and not later than the one below.
func (p *Postmortem) inPlace(at int) bool {
	t := p.Events[at].At.Time()
	for i := at - 1; i >= 0; i-- {
		if x := p.Events[i].At; !x.IsZero() {
			if x.Time().After(t) {
				return false
			}
			break
		}
	}
	for _, e := range p.Events[at+1:] {
		if !e.At.IsZero() {
			return !e.At.Time().Before(t)
		}
	}
	return true
}
