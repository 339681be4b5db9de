package model

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Live is where a terminal is in a postmortem. It is not part of the document and leaves no step.
type Live struct {
	Session  string
	Name     string // whose steps that terminal makes
	Seat     Seat
	Phase    string
	Selected string // the reference of the selected part, or ""
	Typing   string // what is being typed at: a reference, or Elsewhere for what has none; "" while nobody types
	Question string // the question that was asked next, or ""
	Here     bool   // it is there now; else it has left, and this was its last place
	At       Instant
}

// Elsewhere is what is typed at where it has no reference: a new line, or a field of the whole.
const Elsewhere = "-"

// Seat is what somebody does at the keyboard in a meeting.
type Seat string

// The seats. Of somebody who has none it is not known.
const (
	NoSeat      Seat = ""
	Facilitator Seat = "facilitator"
	NoteTaker   Seat = "note-taker"
)

// SeatOf is the seat of a name: that of the participant who is called so, or whose handle it is. A seat's own word is that seat.
func (p *Postmortem) SeatOf(name string) Seat {
	switch {
	case sameName(name, string(Facilitator)):
		return Facilitator
	case sameName(name, string(NoteTaker)), sameName(name, "note taker"), sameName(name, "notetaker"):
		return NoteTaker
	}
	for _, n := range p.Participants {
		if name == "" || !sameName(n.Name, name) && !sameName(n.Handle, name) && !sameName(firstWord(n.Name), name) {
			continue
		}
		switch {
		case n.Facilitator:
			return Facilitator
		case n.NoteTaker:
			return NoteTaker
		}
	}
	return NoSeat
}

// maxName is how long a name at the keyboard may be, in characters: it stands in a header.
const maxName = 60

// CheckName is what is wrong with the name of somebody at the keyboard, nil for nothing.
func CheckName(name string) error {
	switch {
	case strings.TrimSpace(Clean(name)) == "":
		return errors.New("a name is expected, such as Kim")
	case Clean(name) != name:
		return errors.New(Quote(Shorten(name, maxName)) + " has characters that cannot be seen: a name is expected, such as Kim")
	case utf8.RuneCountInString(name) > maxName:
		return fmt.Errorf("the name is too long: at most %d characters are expected", maxName)
	}
	return nil
}

// Clock is the agenda of a meeting as it runs. Like Live it is beside the document: only what the phases have taken enters that.
type Clock struct {
	ID      string  // of this run of it; "" while there is none
	Preset  string  // the agenda that it was started with
	Phase   string  // the one that it counts
	Running bool    // else it is paused
	At      Instant // up to when it has counted
	Kept    int     // how many times what was taken has entered the document
	Phases  map[string]Share
}

// Share is a phase's part of the time.
type Share struct {
	Planned, Taken time.Duration
	Kept           time.Duration // of what it has taken, in whole seconds: what has entered the document
}

// Room is what those who are in a meeting share beside the document.
type Room struct {
	Clock Clock
	Blank bool // the shared screens show nothing
}

func sameName(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

func firstWord(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}
