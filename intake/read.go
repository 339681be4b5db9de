package intake

import "time"

// A format is one way of writing events down. Machine formats stand in formats before the ways of people, because they
// are told apart more surely.
type format struct {
	name   string // what --format and Block.Format say
	source string // the source of its events unless an entry says otherwise

	// recognise reports how many of the lines, from the first one on, are written in this format; 0 when the first is not.
	// It looks at lines that it takes, and at a bounded number beyond.
	recognise func(lines []string) int

	// read turns the lines of a block into entries, in the order of the input, and says which lines it could not use.
	read func(b *block) ([]entry, []Dropped)
}

// formats are tried in this order; each file of formats adds its rows in an init function or names them here.
var formats []format

// block is a run of lines in one format, as its reader sees it.
type block struct {
	name  string   // the input's name
	lines []string // without line ends
	first int      // the number of lines[0] in the input, from 1
	users []byte   // users.json of a Slack export
	opt   Options

	// What the reader found out about the times of the whole block; all may stay empty.
	zone     string         // as written
	loc      *time.Location // what it means
	zoneFrom string         // "the heading", "a sentence"
	day      stamp          // a date for clocks that have none
}

// line is the number in the input of the block's line i.
func (b *block) line(i int) int { return b.first + i }

// drop reports the block's line i as not used.
func (b *block) drop(i int, why string) Dropped {
	return Dropped{Line: b.line(i), Text: b.lines[i], Why: why}
}
