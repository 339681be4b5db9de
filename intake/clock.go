package intake

import (
	"time"

	"debrief/model"
)

// TimeContext is what a time that somebody types leaves unsaid.
type TimeContext struct {
	Zone *time.Location // of a clock that names no zone; nil means UTC
	Day  time.Time      // the day of a clock that names no day: that of the last event, of the start, or today
	Last time.Time      // what +5m counts from
	Now  time.Time      // what now means
}

// ParseTime reads a time that somebody typed, whole input or an error of one line: 02:14, 0214, 2:14pm, 02:14:05,
// 2026-11-18 02:14, RFC 3339, +5m, +5 (minutes), now, ~02:14. original is the time without its zone, zone the zone as
// written or else the name of ctx.Zone, and precision one of the model's words.
func ParseTime(text string, ctx TimeContext) (at model.Instant, original, zone, precision string, err error) {
	return model.Instant{}, text, "", "unknown", nil
}

// parseStamp reads the longest time at the beginning of text: a whole token or nothing. rest is what follows it.
func parseStamp(text string) (st stamp, rest string, ok bool) {
	return stamp{}, text, false
}
