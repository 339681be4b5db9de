package intake

import (
	"time"

	"debrief/intake/clock"
)

// A format is one way of writing events down. Machine formats stand in formats before the ways of people, because they
// are told apart more surely.
type format struct {
	name   string // what --format and Block.Format say
	source string // the source of its events unless an entry says otherwise

	// recognise reports how many of the lines, from the first one on, are written in this format; 0 when the first is not.
	// It looks at lines that it takes, and at a bounded number beyond. The format of prose has none: it takes what is left.
	recognise func(lines []string) int

	// read turns the lines of a block into entries, in the order of the input, and says which lines it could not use.
	read func(b *block) ([]entry, []Dropped)
}

// formats are tried in this order. The rows of machine formats join in front, from an init function of their own file.
var formats []format

func init() {
	formats = append(formats, chatFormats...)
	formats = append(formats, format{name: "markdown", read: readProse})
}

func proseFormat() *format {
	for i := range formats {
		if formats[i].name == "markdown" {
			return &formats[i]
		}
	}
	return nil
}

// block is a run of lines in one format, as its reader sees it.
type block struct {
	format *format
	name   string   // the input's name
	lines  []string // without line ends
	text   string   // the lines as one text
	first  int      // the number of lines[0] in the input, from 1
	users  []byte   // users.json of a Slack export
	opt    Options

	// What the reader found out about the times of the whole block; all may stay empty.
	zone     string         // as written
	loc      *time.Location // what it means; nil with a zone is a name with several meanings
	zoneFrom string         // "the heading", "a sentence"
	day      clock.Stamp    // a date for clocks that have none
	everyDay bool           // a sentence gives that date to all of them, whatever date stands above
	order    string         // "dmy" or "mdy" where something beside the entries tells it
	needs    []string       // what its reader must know first: "columns"
}

func newBlock(f *format, lines []string, from, to int, in Input, opt Options) *block {
	return &block{format: f, name: in.Name, lines: lines[from:to], first: from + 1, users: in.Users, opt: opt}
}

// line is the number in the input of the block's line i.
func (b *block) line(i int) int { return b.first + i }

// drop reports the block's line i as not used.
func (b *block) drop(i int, why string) Dropped {
	return Dropped{Line: b.line(i), Text: b.lines[i], Why: why}
}
