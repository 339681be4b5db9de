// Package intake reads what people and machines wrote down (a capture line, a chat, a log, an alert, a Markdown timeline)
// and says what it understood: events, with their times resolved, and every line that it could not use, with the reason.
// Its rule: nothing is guessed silently and nothing is dropped unsaid.
package intake

import (
	"fmt"
	"time"

	"debrief/intake/kinds"
	"debrief/model"
)

// Input is one text from outside, whole: a paste, a file or standard input.
type Input struct {
	Name  string // the file's name, "paste" or "stdin": the first half of every event's origin
	Data  []byte
	Users []byte // users.json of a Slack export, where it stands beside the file

	// Of a part of a document: the numbers of its lines there, from 1, and the targets of the document's short links, by their names in small
	// letters. nil where the text is all of it.
	Numbers []int
	Links   map[string]string
}

// Options are the answers to what an input may leave open. Their zero values mean "not answered".
type Options struct {
	Format  string              // overrules recognition: a name of Formats
	Zone    string              // the zone of times that name none: "UTC", "Europe/Oslo", "PST"; what else names mean, after commas
	Date    model.Date          // the day of the first time that names none
	People  []model.Participant // whom @mei names
	Copied  time.Time           // when a table of relative ages was copied
	DayDate string              // "dmy" or "mdy" for 03/04/2026
	Alone   bool                // nobody is there to be asked: what is still open is taken for granted, as Block.Assumed says
	Shift   time.Duration
	Columns map[string]string // for CSV and TSV: the column's name or number for time, text, by, kind, source, link
	Now     time.Time         // the clock: a year that is not written is taken so that nothing is in the future
	Home    *time.Location    // the postmortem's zone: a day without a clock is that day there
	Near    time.Time         // when the incident began, where that is known: then it is the year that is nearest to this

	// Progress, when it is set, is called now and then with the lines read so far and all lines.
	Progress func(done, total int)
}

// Result is what was understood of one input.
type Result struct {
	Events  []Candidate
	Dropped []Dropped
	Needs   []string        // what must be answered first: "date", "zone", "copied", "day order", "columns"
	Open    map[string]Open // what each of Needs is about
	Hidden  int             // secrets that were hidden
	Blocks  []Block
}

// Candidate is an event that could be added.
type Candidate struct {
	model.Event
	Line    int    // where it starts in the input, from 1
	Moment  string // started, detected, mitigated or resolved, where the input says so
	Settles string // what it makes of the newest open thought: confirmed, ruled out, or ""
	Block   int    // its place in Result.Blocks
	Folded  bool   // chatter: kept out unless somebody unfolds it
	Doubt   string // why its time looks odd ("before the line above it"), or ""

	inPlace bool        // the doubt says nothing against its place in time
	guess   kinds.Guess // what its words say of its kind, where nothing else does
}

// Open is what a question is about.
type Open struct {
	Times  int    // how many times it concerns, 0 for columns
	Line   int    // where the first of them stands, from 1
	Text   string // the first time as written; for columns their names, by number
	Shared string // zone: the name that the times have, where it is that of several zones
	Guess  string // columns: what they seem to be, "time=1 text=3"
}

// String is what the question is about, in words: `12 times, the first in line 3: "02:14"`.
func (o Open) String() string {
	switch o.Times {
	case 0:
		return o.Text
	case 1:
		return fmt.Sprintf("line %d: %s", o.Line, model.Quote(o.Text))
	}
	return fmt.Sprintf("%d times, the first in line %d: %s", o.Times, o.Line, model.Quote(o.Text))
}

// Dropped is a line that was not used, and why.
type Dropped struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Why  string `json:"why"`
}

// Block is a run of lines in one format; one paste often holds several.
type Block struct {
	Format   string
	From, To int    // lines, from 1
	Zone     string // the zone its times were read in, as named there or in Options
	ZoneFrom string // how the zone is known: "the heading", "every entry", "--zone", ""
	Source   string // the source its events have: log, alert, chat, deploy, ticket

	// Assumed is what was taken for granted, in words: "day 2026-03-02 from the title", "year 2026"; with Options.Alone also "zone UTC".
	Assumed []string
}
