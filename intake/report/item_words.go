package report

import (
	_ "embed" // the lists

	"debrief/intake/text"
)

// table are the lists of words below, as words.txt tells.
//
//go:embed words.txt
var table string

var (
	lists                             = text.Lists(table)
	acronyms, notTickets              = lists["acronyms"], lists["notTickets"]
	opensItem, notLeading, groupWords = lists["opensItem"], lists["notLeading"], lists["groupWords"]
	pastOpenings, thingOpens          = lists["pastOpenings"], lists["thingOpens"]
	topics, besideDays                = lists["topics"], lists["besideDays"]
	particles, notNames               = lists["particles"], lists["notNames"]
)
