package clock

import (
	"time"
)

// Seasonal are abbreviations of standard and summer time, with a place where both are used. Those that are in use all the
// year round somewhere (MST, AEST) are not among them.
var Seasonal = map[string]string{
	"PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "EST": "America/New_York", "EDT": "America/New_York",
	"CDT": "America/Chicago", "MDT": "America/Denver", "AKST": "America/Anchorage", "AKDT": "America/Anchorage",
	"CET": "Europe/Paris", "CEST": "Europe/Paris", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin",
	"EET": "Europe/Athens", "EEST": "Europe/Athens", "BST": "Europe/London", "AEDT": "Australia/Sydney",
	"NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
}

// InSeason is the zone that is meant at an instant whose clock names the zone loc: loc itself, except where its name is
// that of the other half of the year. People write PST all the year round and mean the clock on the wall; where a report in
// "PST" of a summer's day links its messages, they bear the instants of summer time.
func InSeason(at time.Time, loc *time.Location) *time.Location {
	place, ok := Seasonal[loc.String()]
	if !ok {
		return loc
	}
	there := loadZone(place)
	_, written := at.Zone()
	if _, offset := at.In(there).Zone(); offset != written {
		return there
	}
	return loc
}
