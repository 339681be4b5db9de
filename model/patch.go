package model

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// Patch follows changes, in their order. Where a field no longer holds what a change started from it returns a
// ChangedError; the postmortem is then in between and must be thrown away.
func (p *Postmortem) Patch(changes []Change) error {
	o := opened{p: p, at: map[string]*node{}, lists: map[string]*siblings{}}
	for _, c := range changes {
		if err := o.follow(c); err != nil {
			return err
		}
	}
	for _, s := range o.lists {
		s.close()
	}
	return nil
}

// opened is a postmortem taken apart: each of a hundred thousand changes finds its part at once, and each list is put
// together again once, at the end. Lists are opened when a change first asks for them.
type opened struct {
	p     *Postmortem
	at    map[string]*node     // the parts of the lists that are open, by reference
	lists map[string]*siblings // those that are open, by letter; the whys hang below the causes
}

// node is one part in its place.
type node struct {
	Part
	among *siblings // nil once it was taken from there
	below *siblings // its whys; nil where a part has none
}

// siblings is one list. Parts that are put into it wait beside it until it is closed.
type siblings struct {
	above *node // the cause or why that they answer; nil elsewhere
	list  reflect.Value
	was   []node
	put   []*node
	moved bool // a part was taken or put
}

// open takes a list apart, and what is below it.
func (o *opened) open(k *Kind, above *node, list reflect.Value) *siblings {
	s := &siblings{above: above, list: list, was: make([]node, list.Len())}
	for i := range s.was {
		n := &s.was[i]
		n.Part, n.among = Part{Kind: k, Value: list.Index(i)}, s
		if above != nil {
			n.Parent = above.Ref()
		}
		if ref := n.Ref(); o.at[ref] == nil && KindOf(ref) == k {
			o.at[ref] = n
		}
		o.openBelow(n)
	}
	return s
}

func (o *opened) openBelow(n *node) {
	if n.Kind.Letter == "C" || n.Kind.Letter == "W" {
		n.below = o.open(kindOfLetter("W"), n, n.Value.FieldByName("Whys"))
	}
}

// top is the list that holds the parts of a kind, or what they hang below.
func (o *opened) top(k *Kind) *siblings {
	if k.Letter == "W" {
		k = kindOfLetter("C")
	}
	s := o.lists[k.Letter]
	if s == nil {
		s = o.open(k, nil, o.p.list(k.Letter, ""))
		o.lists[k.Letter] = s
	}
	return s
}

// find is the part of a reference, nil where there is none; "" is the postmortem itself.
func (o *opened) find(ref string) *node {
	k := KindOf(ref)
	switch {
	case k == nil:
		return nil
	case k.Letter == "":
		return &node{Part: Part{Kind: k, Value: reflect.ValueOf(o.p).Elem()}}
	}
	o.top(k)
	return o.at[ref]
}

// place is the list for a part of a kind below a parent, nil where there is none.
func (o *opened) place(k *Kind, parent string) *siblings {
	if k.Letter != "W" {
		return o.top(k)
	}
	if above := o.find(parent); above != nil {
		return above.below
	}
	return nil
}

func (o *opened) follow(c Change) error {
	n := o.find(c.Part)
	switch {
	case c.Field == "" && string(c.Before) == "null":
		if n != nil {
			return &ChangedError{Part: c.Part}
		}
		return o.make(c)
	case n == nil:
		return &ChangedError{Part: c.Part}
	case c.Field == "" && string(c.After) == "null":
		if !sameImage(n.Part, c.Before) {
			return &ChangedError{Part: c.Part}
		}
		return o.remove(n)
	case c.Field == "rank":
		var rank int64
		if err := json.Unmarshal(c.After, &rank); err != nil {
			return fmt.Errorf("read the rank of %s: %w", c.Part, err)
		}
		return o.move(n, n.Parent, rank)
	case c.Field == "parent":
		var parent string
		if err := json.Unmarshal(c.After, &parent); err != nil {
			return fmt.Errorf("read the parent of %s: %w", c.Part, err)
		}
		return o.move(n, parent, n.rank())
	}
	return n.set(c)
}

// set changes one field from what it was to what it will be.
func (n *node) set(c Change) error {
	f, ok := n.Kind.Field(c.Field)
	if !ok {
		return fmt.Errorf("there is no field %s in a %s", Quote(c.Field), n.Kind.Name)
	}
	is := f.Of(n.Value)
	was := reflect.New(is.Type()).Elem()
	if err := json.Unmarshal(c.Before, was.Addr().Interface()); err != nil {
		return fmt.Errorf("read %s %s: %w", c.Part, c.Field, err)
	}
	if !same(was, is) {
		return &ChangedError{Part: c.Part, Field: c.Field, Now: plain(is)}
	}
	is.SetZero()
	if err := json.Unmarshal(c.After, is.Addr().Interface()); err != nil {
		return fmt.Errorf("read %s %s: %w", c.Part, c.Field, err)
	}
	return nil
}

// make puts back a part from its image.
func (o *opened) make(c Change) error {
	k := KindOf(c.Part)
	if k == nil || k.Letter == "" {
		return fmt.Errorf("%s is not the reference of a part", Quote(c.Part))
	}
	part, err := partFrom(k, c.Part, c.After)
	if err != nil {
		return err
	}
	to := o.place(k, part.Parent)
	if to == nil {
		return &ChangedError{Part: part.Parent}
	}
	n := &node{Part: part}
	o.openBelow(n)
	o.at[c.Part] = n
	to.add(n)
	return nil
}

// remove takes a part away with everything below it.
func (o *opened) remove(n *node) error {
	if n.among == nil {
		return fmt.Errorf("there is no %s", Quote(n.Ref()))
	}
	o.forget(n)
	n.leave()
	return nil
}

func (o *opened) forget(n *node) {
	delete(o.at, n.Ref())
	if n.below != nil {
		for below := range n.below.each {
			o.forget(below)
		}
	}
}

// move takes a part, with what is below it, to a rank below a parent.
func (o *opened) move(n *node, parent string, rank int64) error {
	if n.among == nil {
		return fmt.Errorf("there is no %s", Quote(n.Ref()))
	}
	to := o.place(n.Kind, parent)
	if to == nil || to.below(n) {
		return &ChangedError{Part: parent}
	}
	n.leave()
	n.Value.Field(1).SetInt(rank)
	n = &node{Part: Part{Kind: n.Kind, Value: n.Value}, below: n.below}
	if to.above != nil {
		n.Parent = to.above.Ref()
	}
	if n.below != nil {
		n.below.above = n
	}
	o.at[n.Ref()] = n
	to.add(n)
	return nil
}

func (n *node) leave() {
	n.among.moved = true
	n.among = nil
}

func (s *siblings) add(n *node) {
	n.among = s
	s.moved = true
	s.put = append(s.put, n)
}

// below reports whether a list is somewhere below a part.
func (s *siblings) below(n *node) bool {
	for above := s.above; above != nil; above = above.among.above {
		if above == n {
			return true
		}
	}
	return false
}

// each visits those that stand in the list now: the old ones, then the new ones in the order in which they came.
func (s *siblings) each(yield func(*node) bool) {
	for i := range s.was {
		if s.was[i].among == s && !yield(&s.was[i]) {
			return
		}
	}
	for _, n := range s.put {
		if n.among == s && !yield(n) {
			return
		}
	}
}

// close puts a list together again, what is below it first. A new part comes behind the last one whose rank is not above its
// own, and so behind those of its rank that came before it.
func (s *siblings) close() {
	for n := range s.each {
		if n.below != nil {
			n.below.close()
		}
	}
	if !s.moved {
		return
	}
	stayed := make([]*node, 0, len(s.was))
	for i := range s.was {
		if s.was[i].among == s {
			stayed = append(stayed, &s.was[i])
		}
	}
	came := slices.DeleteFunc(s.put, func(n *node) bool { return n.among != s })
	slices.SortStableFunc(came, func(a, b *node) int { return cmp.Compare(a.rank(), b.rank()) })
	all := len(stayed) + len(came)
	list := reflect.MakeSlice(s.list.Type(), all, all)
	for at := all - 1; at >= 0; at-- {
		from := &stayed
		if j := len(came) - 1; j >= 0 && (len(stayed) == 0 || stayed[len(stayed)-1].rank() <= came[j].rank()) {
			from = &came
		}
		last := len(*from) - 1
		list.Index(at).Set((*from)[last].Value)
		*from = (*from)[:last]
	}
	s.list.Set(list)
}
