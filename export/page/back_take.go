package page

import (
	"fmt"
	"slices"
	"strings"

	"debrief/model"
)

// taking is a postmortem into which what a page says is taken over, at an instant.
type taking struct {
	p   *model.Postmortem
	now model.Instant
}

// Take takes over what a page says. It takes the postmortem that the page was compared with; page says of each difference whether the
// page's word is taken, or the archive's.
func (b *Back) Take(p *model.Postmortem, now model.Instant, page func(*Difference) bool) error {
	t := &taking{p, now}
	for i := range b.Differences {
		d := &b.Differences[i]
		if !page(d) {
			continue
		}
		if err := d.do(t); err != nil {
			return fmt.Errorf("%s: %w", strings.TrimSpace(d.At+" "+d.Field), err)
		}
	}
	return nil
}

// Clashes are the differences of which a person has to choose.
func (b *Back) Clashes() (all []Difference) {
	for _, d := range b.Differences {
		if d.Clash != "" {
			all = append(all, d)
		}
	}
	return all
}

// add puts a part of the page in its place.
func (t *taking) add(part model.Part) error {
	switch v := part.Value.Interface().(type) {
	case model.Event:
		v.Rank = 0
		t.p.AddEvent(v, "")
	case model.Cause:
		v.Rank, v.Whys = 0, nil
		t.p.Causes = append(t.p.Causes, v)
	case model.Why:
		v.Rank, v.Whys = 0, nil
		return t.hang(v, part.Parent)
	case model.Action:
		v.Rank = 0
		if v.Status == "" {
			v.Status = "open"
		}
		t.p.Actions = append(t.p.Actions, v)
	case model.Parked:
		v.Rank = 0
		t.p.Parking = append(t.p.Parking, v)
	case model.Lesson:
		v.Rank = 0
		t.p.Lessons = append(t.p.Lessons, v)
	case model.Impact:
		v.Rank = 0
		t.p.Impact = append(t.p.Impact, v)
	case model.Participant:
		v.Rank = 0
		t.p.Participants = append(t.p.Participants, v)
	}
	return nil
}

// hang puts a why below a cause or another why, which goes on then.
func (t *taking) hang(y model.Why, below string) error {
	above, ok := t.p.Part(below)
	if !ok {
		return &model.ChangedError{Part: below}
	}
	switch v := above.Value.Addr().Interface().(type) {
	case *model.Cause:
		v.Whys = append(v.Whys, y)
	case *model.Why:
		v.Whys, v.Stop = append(v.Whys, y), ""
	}
	return nil
}

// remove deletes a part. What stands below it and is still on the page goes up first.
func (t *taking) remove(ref string, gone map[string]bool) error {
	part, ok := t.p.Part(ref)
	if !ok {
		return nil
	}
	for _, below := range t.p.Branch(ref)[1:] {
		if child, ok := t.p.Part(below); ok && gone[child.Parent] && !gone[below] && part.Kind.Letter == "W" {
			if err := t.p.Reparent(below, part.Parent); err != nil {
				return err
			}
		}
	}
	return t.p.Delete(ref)
}

// setting is how a leaf of the page is taken over.
func (c *comparing) setting(ref, name string) func(*taking) error {
	theirs := c.theirs.Post
	part, _ := theirs.Part(ref)
	switch {
	case strings.HasPrefix(name, "moments."):
		word := strings.TrimPrefix(name, "moments.")
		m := *theirs.Moments.Place(word)
		return func(t *taking) error {
			if m != nil && m.Event != "" {
				return t.p.Mark(m.Event, word)
			}
			*t.p.Moments.Place(word) = m
			return nil
		}
	case name == parent:
		return func(t *taking) error { return t.p.Reparent(ref, part.Parent) }
	case name == "relations":
		return func(t *taking) error { return t.relate(theirs.Relations) }
	case name == "also":
		was, is := c.ours.Post.Event(ref), theirs.Event(ref)
		return func(t *taking) error { return t.tell(was, is) }
	case strings.HasPrefix(name, "verdict."):
		return func(t *taking) error { return t.judge(ref, theirs.Verdict(ref)) }
	case name == "status" && ref != "":
		return func(t *taking) error { return t.p.SetStatus(ref, theirs.Get(ref, name), t.now) }
	case name == "at":
		return func(t *taking) error {
			if err := t.p.SetLike(ref, name, part); err != nil {
				return err
			}
			return t.p.PlaceEvent(ref)
		}
	}
	return func(t *taking) error {
		if err := t.p.SetLike(ref, name, part); err != nil {
			return err
		}
		pointTo(t.p, func(ref string) string { // it may have gone here
			if _, there := t.p.Part(ref); there {
				return ref
			}
			return ""
		})
		return nil
	}
}

// relate sets the relations, and keeps whose they are.
func (t *taking) relate(to []model.Relation) error {
	var all []model.Relation
	for _, r := range t.p.Relations {
		if r.Ref == "" { // no page says it
			all = append(all, r)
		}
	}
	for _, r := range to {
		for _, was := range t.p.Relations {
			if was.Ref == r.Ref {
				r.ID = was.ID
			}
		}
		all = append(all, r)
	}
	t.p.Relations = all
	return nil
}

// tell sets the other tellings of an event, and keeps of those that were there what the page does not say.
func (t *taking) tell(was, is *model.Event) error {
	e := t.p.Event(is.Ref)
	if e == nil || was == nil {
		return &model.ChangedError{Part: is.Ref}
	}
	var all []model.Also
	used := make([]bool, len(was.Also))
	for _, a := range is.Also {
		for i := range was.Also {
			if !used[i] && was.Also[i] == a && i < len(e.Also) {
				a, used[i] = e.Also[i], true
				break
			}
		}
		all = append(all, a)
	}
	e.Also = all
	return nil
}

// judge sets what the follow-up says of an action.
func (t *taking) judge(ref string, v *model.Verdict) error {
	if v == nil {
		return t.p.SetVerdict(ref, "")
	}
	if v.Helped != "" {
		if err := t.p.SetVerdict(ref, v.Helped); err != nil {
			return err
		}
	}
	if is := t.p.Verdict(ref); is != nil {
		is.Helped, is.Note = v.Helped, v.Note
		return nil
	}
	if t.p.FollowUp == nil {
		t.p.FollowUp = &model.FollowUp{}
	}
	t.p.FollowUp.Verdicts = append(slices.Clone(t.p.FollowUp.Verdicts), *v)
	return nil
}
