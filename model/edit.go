package model

import (
	"time"
)

// Edit is the one way to change a postmortem: a label that history shows ("add an event") and a function that is run on
// the newest state, inside the archive's transaction. An error means that nothing is written.
type Edit struct {
	Label string
	Batch string // ties steps that belong together, such as one import; may be ""
	Entry string // the id of the text that it came from; "" for others
	Do    func(*Postmortem) error
}

// Step is one edit as the journal keeps it. N counts from 1 in each postmortem; Kind is do, undo or redo, and Undoes is the
// step that an undo or redo takes back, else 0. Entry is the id of the text that it came from, "" for others: no two steps of an
// archive have the same.
type Step struct {
	N       int64
	At      Instant
	Author  string
	Session string
	Batch   string
	Entry   string
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

// New starts a postmortem, whose times are in the zone of now where that has a name that every machine knows, else in UTC. The
// archive gives it its reference.
func New(title string, now time.Time) *Postmortem {
	zone := now.Location().String()
	if _, err := loadZone(zone); err != nil || zone == "Local" {
		zone = "UTC"
	}
	return &Postmortem{
		ID: NewID(now), Title: title, Status: "draft", Phase: "assemble", Zone: zone, CreatedAt: At(now), Agenda: Agenda{Preset: "60"},
	}
}

// NewEvent is an event with what holds unless somebody says otherwise.
func NewEvent() Event { return Event{Kind: "note", Count: 1, KnownThen: true} }

// NewParticipant is a participant with what holds unless somebody says otherwise.
func NewParticipant() Participant { return Participant{Invited: true} }

// NewAction is an action with what holds unless somebody says otherwise.
func NewAction() Action { return Action{Status: "open"} }

// Applied is what an edit led to: the newest state, and the step that the journal now holds. A step with N of 0 means that
// there was nothing to change. Hidden is how many secrets were found in what it has written, and not stored.
type Applied struct {
	Postmortem *Postmortem
	Step       Step
	Hidden     int
}

// Counted is the batch of the steps in which a clock writes down what the phases have taken. Nobody made them, so nobody's undo takes
// them back.
const Counted = "clock"
