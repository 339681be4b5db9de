package intake

import (
	"debrief/intake/clock"
)

// entry is one thing that a format understood, before its time is resolved against the rest of the block.
type entry struct {
	line, lines int // where it starts in the input, from 1, and how many lines it takes
	when, until clock.Stamp
	or          clock.Stamp // the other time that it may have been: 02:41 or 02:45
	text        string
	by          string
	kind        string // a kind of event, or "" to be guessed from the text
	source      string // overrules the format's
	link        string
	key         string // the native id, where the format has one
	raw         string // the line or lines as they came
	count       int    // 0 means 1
	moment      string
	settles     string // what it makes of the newest open thought: confirmed, ruled out, or ""
	noise       bool
	doubt       string // what is odd about it, besides its time
	part        int    // entries of one part are in the order of time, as a rule; each list of a document is a part

	// divider marks what is no event but says the day or the zone of the entries after it: a date heading, a day's line in
	// a chat. Only when is read.
	divider bool
}
