package model

import (
	"errors"
	"fmt"
	"slices"
)

// RepeatOf is the relation of a postmortem to the earlier one that came back with it.
const RepeatOf = "repeat of"

// RelateTo makes the edit that says what a postmortem is to another one: one of Words["relation"], or "" for nothing any more. It refuses what
// cannot be: to be a repeat of itself, of a later one, or of its own repeat.
func RelateTo(other *Postmortem, kind string) Edit {
	label := map[string]string{RepeatOf: "call it a repeat of ", "related": "call it related to ", "": "take back what it is to "}[kind] + other.Ref
	return Edit{Label: label, Do: func(p *Postmortem) error {
		if err := p.cannotBe(other, kind); err != nil {
			return err
		}
		same := func(r Relation) bool { return r.names(other) }
		at := slices.IndexFunc(p.Relations, same)
		switch {
		case kind == "":
			p.Relations = slices.DeleteFunc(p.Relations, same)
		case at < 0:
			p.Relations = append(p.Relations, Relation{other.ID, other.Ref, kind})
		default:
			p.Relations[at] = Relation{other.ID, other.Ref, kind}
		}
		return nil
	}}
}

// names reports whether it is to another one, by its id, or by its reference where only that is known.
func (r Relation) names(other *Postmortem) bool {
	return r.ID == other.ID || (r.ID == "" || other.ID == "") && r.Ref == other.Ref
}

func (p *Postmortem) cannotBe(other *Postmortem, kind string) error {
	if p.ID == other.ID {
		return errors.New(p.Ref + " cannot be related to itself: name another postmortem")
	}
	says := func(kinds ...string) bool {
		return slices.ContainsFunc(other.Relations, func(r Relation) bool { return r.ID == p.ID && slices.Contains(kinds, r.Kind) })
	}
	if kind == "" && says(Words["relation"]...) && !slices.ContainsFunc(p.Relations, func(r Relation) bool { return r.names(other) }) {
		return fmt.Errorf("it is said in %s what it is to %s: take it back there", other.Ref, p.Ref)
	}
	if kind != RepeatOf {
		return nil
	}
	if says(RepeatOf) {
		return fmt.Errorf("%s is called a repeat of %s already: one of the two came first", other.Ref, p.Ref)
	}
	ours, theirs := p.Begin(), other.Begin()
	if !ours.IsZero() && !theirs.IsZero() && theirs.Time().After(ours.Time()) {
		return fmt.Errorf("%s began later than %s: it is the later one that repeats the earlier one", other.Ref, p.Ref)
	}
	return nil
}
