package clock

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"debrief/intake/text"
	"debrief/model"
)

// fixedZones are the abbreviations that mean one offset, in minutes east of UTC.
var fixedZones = map[string]int{
	"UTC": 0, "GMT": 0, "UCT": 0, "Z": 0, "ZULU": 0, "WET": 0,
	"BST": 60, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120, "MESZ": 120, "EET": 120, "EEST": 180,
	"EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
	"AKST": -540, "AKDT": -480, "HST": -600, "NST": -210, "NDT": -150, "ADT": -180,
	"JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "AWST": 480, "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660,
	"NZST": 720, "NZDT": 780, "SAST": 120, "MSK": 180, "IDT": 180, "TRT": 180, "PKT": 300, "WIB": 420, "PHT": 480,
	"BRT": -180, "ART": -180, "CLT": -240, "WAT": 60, "CAT": 120, "EAT": 180, "ICT": 420,
}

// SharedZones are abbreviations of several zones far apart; somebody has to say which.
var SharedZones = map[string]string{
	"CST": "America/Chicago or Asia/Shanghai",
	"IST": "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem",
	"AST": "America/Halifax or Asia/Riyadh",
	"GST": "Asia/Dubai or Atlantic/South_Georgia",
	"SST": "Pacific/Pago_Pago or Asia/Singapore",
}

// sharedOffsets are the offsets that each of SharedZones stands for, in minutes east of UTC.
var sharedOffsets = map[string][]int{"CST": {-360, 480}, "IST": {330, 60, 120}, "AST": {-240, 180}, "GST": {240, -120}, "SST": {-660, 480}}

// MayMean reports whether a zone can be what the name of several zones means: it has one of their offsets in winter or in summer.
func MayMean(name string, loc *time.Location) bool {
	for _, month := range []time.Month{time.January, time.July} {
		_, seconds := time.Date(2026, month, 1, 12, 0, 0, 0, time.UTC).In(loc).Zone()
		if slices.Contains(sharedOffsets[strings.ToUpper(name)], seconds/60) {
			return true
		}
	}
	return false
}

// SharedZone is the error for the name of several zones, which says what to write instead.
func SharedZone(name string) error {
	return fmt.Errorf("%s is the name of several zones: write %s", name, SharedZones[strings.ToUpper(name)])
}

// placeZones are names whose offset depends on the date.
var placeZones = map[string]string{
	"PT": "America/Los_Angeles", "PST/PDT": "America/Los_Angeles", "PDT/PST": "America/Los_Angeles",
	"PACIFIC": "America/Los_Angeles", "US/PACIFIC": "America/Los_Angeles",
	"PACIFIC TIME": "America/Los_Angeles", "US PACIFIC": "America/Los_Angeles",
	"MT": "America/Denver", "MST/MDT": "America/Denver", "MDT/MST": "America/Denver", "US/MOUNTAIN": "America/Denver", "MOUNTAIN TIME": "America/Denver",
	"CT": "America/Chicago", "CST/CDT": "America/Chicago", "CDT/CST": "America/Chicago", "US/CENTRAL": "America/Chicago", "CENTRAL TIME": "America/Chicago",
	"ET": "America/New_York", "EST/EDT": "America/New_York", "EDT/EST": "America/New_York", "EASTERN": "America/New_York",
	"US/EASTERN": "America/New_York", "EASTERN TIME": "America/New_York", "US EASTERN": "America/New_York",
	"GMT/BST": "Europe/London", "BST/GMT": "Europe/London", "UK TIME": "Europe/London", "LONDON TIME": "Europe/London",
	"CET/CEST": "Europe/Paris", "CEST/CET": "Europe/Paris", "CE(S)T": "Europe/Paris", "EET/EEST": "Europe/Athens", "EEST/EET": "Europe/Athens",
	"AEST/AEDT": "Australia/Sydney", "AEDT/AEST": "Australia/Sydney", "AET": "Australia/Sydney", "NZT": "Pacific/Auckland",
}

// longZones are names in words that mean an abbreviation.
var longZones = map[string]string{
	"PACIFIC STANDARD TIME": "PST", "PACIFIC DAYLIGHT TIME": "PDT", "EASTERN STANDARD TIME": "EST", "EASTERN DAYLIGHT TIME": "EDT",
	"MOUNTAIN STANDARD TIME": "MST", "MOUNTAIN DAYLIGHT TIME": "MDT", "CENTRAL DAYLIGHT TIME": "CDT",
	"CENTRAL EUROPEAN TIME": "CET", "CENTRAL EUROPEAN SUMMER TIME": "CEST", "BRITISH SUMMER TIME": "BST",
	"GREENWICH MEAN TIME": "GMT", "COORDINATED UNIVERSAL TIME": "UTC", "UNIVERSAL TIME": "UTC", "JAPAN STANDARD TIME": "JST",
}

// doubleMeaning are abbreviations that are also ordinary capitals in a report ("MSK cluster", "CT scan"): they count as a
// zone beside a clock only where nothing but punctuation follows.
var doubleMeaning = text.WordsOfList("MSK CT MT ART PHT WIB SST CLT WAT CAT EAT ICT NST IDT WET GST AST UCT AET ADT")

// lowerZones may be written in small letters beside a clock.
var lowerZones = text.WordsOfList("utc gmt pst pdt cet cest edt bst")

// ZoneNamed is what a zone's name means. known is true for a name of this file and of the zone database; loc is nil where a
// known name has several meanings. A fixed zone keeps its name.
func ZoneNamed(name string) (loc *time.Location, known bool) {
	name = strings.TrimSpace(name)
	upper := strings.ToUpper(name)
	if long, ok := longZones[upper]; ok {
		upper = long
	}
	if minutes, ok := fixedZones[upper]; ok {
		if minutes == 0 {
			return time.UTC, true
		}
		return time.FixedZone(upper, minutes*60), true
	}
	if _, ok := SharedZones[upper]; ok {
		return nil, true
	}
	if place, ok := placeZones[upper]; ok {
		return loadZone(place), true
	}
	if seconds, ok := zoneOffset(upper); ok {
		return time.FixedZone(name, seconds), true
	}
	if area, _, ok := strings.Cut(name, "/"); ok && zoneAreas[strings.ToLower(area)] {
		loc = loadZone(ianaName(name))
	}
	return loc, loc != nil
}

// Zone is the zone of a place or of UTC, by a name that a document can hold: those of the zone database in any case, and names such
// as PT and US/Pacific. What names an offset, which does not know when the clocks change, and what names several zones is an error
// that says what to write.
func Zone(name string) (*time.Location, error) {
	upper := strings.ToUpper(strings.TrimSpace(name))
	loc, known := ZoneNamed(name)
	_, fixed := fixedZones[upper]
	switch {
	case allYear[upper] || !known && upper != "" && upper != "LOCAL":
		loc = loadZone(ianaName(strings.TrimSpace(name))) // names of the database without an area, such as Japan and CET
	case known && loc == nil:
		return nil, SharedZone(upper)
	case Seasonal[upper] != "":
		return nil, fmt.Errorf("%s is one half of the year: write the place, as %s", upper, Seasonal[upper])
	case known && (fixed && loc != time.UTC || loadZone(loc.String()) == nil):
		return nil, fmt.Errorf("%s is an offset, which does not say when the clocks change: write the place, as Europe/Oslo", model.Quote(name))
	}
	switch {
	case loc == nil:
		return nil, fmt.Errorf("%s is not a zone like UTC or Europe/Oslo", model.Quote(name))
	case otherUTC[loc.String()]:
		return time.UTC, nil
	}
	return loc, nil
}

// otherUTC are names of UTC in the zone database.
var otherUTC = text.WordsOfList("Etc/UTC Etc/UCT Etc/Universal Etc/Zulu UCT Universal Zulu")

// allYear are abbreviations that the zone database has as zones with a summer time of their own.
var allYear = text.WordsOfList("CET EET WET MET")

// ianaName is a name of the zone database as that writes it: europe/isle_of_man is Europe/Isle_of_Man.
func ianaName(name string) string {
	if loadZone(name) != nil {
		return name
	}
	if odd, ok := oddNames[strings.ToLower(name)]; ok {
		return odd
	}
	var b strings.Builder
	start := true
	for i := range len(name) {
		c := name[i]
		p := scanner{s: name, i: i}
		switch small := strings.ToLower(p.word()); {
		case start && i > 0 && (small == "of" || small == "es" || small == "au"):
			c |= 0x20
		case start:
			c = strings.ToUpper(name[i : i+1])[0]
		case text.IsLetter(c):
			c |= 0x20
		}
		b.WriteByte(c)
		start = c == '/' || c == '_' || c == '-'
	}
	return b.String()
}

// oddNames are those that are not written with a capital for each word.
var oddNames = map[string]string{
	"antarctica/dumontdurville": "Antarctica/DumontDUrville", "antarctica/mcmurdo": "Antarctica/McMurdo", "utc": "UTC", "etc/utc": "Etc/UTC",
	"etc/gmt": "Etc/GMT", "gmt": "GMT", "est5edt": "EST5EDT", "cst6cdt": "CST6CDT", "mst7mdt": "MST7MDT", "pst8pdt": "PST8PDT", "cet": "CET",
	"eet": "EET", "met": "MET", "wet": "WET", "nz": "NZ", "nz-chat": "NZ-CHAT", "prc": "PRC", "roc": "ROC", "rok": "ROK",
}

// zoneAreas are the first halves of the zone database's names, in small letters; other words with a slash are not looked up.
var zoneAreas = text.WordsOfList("africa america antarctica arctic asia atlantic australia canada etc europe indian pacific us")

var loadedZones sync.Map // name → *time.Location, nil when there is no such zone

func loadZone(name string) *time.Location {
	if l, ok := loadedZones.Load(name); ok {
		loc, _ := l.(*time.Location)
		return loc
	}
	if len(name) > 40 || strings.Contains(name, "..") {
		return nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	loadedZones.Store(name, loc)
	return loc
}

// zoneOffset reads +02:00, +0200, -7, UTC+2 and GMT-05:30, in seconds east of UTC.
func zoneOffset(s string) (seconds int, ok bool) {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "UTC"), "GMT")
	s = strings.TrimSpace(s)
	if len(s) < 2 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	p := scanner{s: s, i: 1}
	hours, digits, ok := p.number(1, 4)
	minutes := 0
	switch {
	case ok && digits == 4:
		hours, minutes = hours/100, hours%100
	case ok && digits <= 2 && p.take(':'):
		minutes, _, ok = p.number(2, 2)
	}
	if !ok || digits == 3 || p.rest() != "" || !offsetExists(s[0] == '-', hours, minutes) {
		return 0, false
	}
	seconds = hours*3600 + minutes*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// offsetExists tells an offset from the second half of a range, 12:00 UTC-12:30 UTC.
func offsetExists(west bool, hours, minutes int) bool {
	if west {
		return minutes == 0 && hours <= 12 || minutes == 30 && (hours == 2 || hours == 3 || hours == 9)
	}
	switch minutes {
	case 0:
		return hours <= 14
	case 30:
		return hours >= 3 && hours <= 11
	case 45:
		return hours == 5 || hours == 8 || hours == 12 || hours == 13
	}
	return false
}

// ZoneAt reads a zone's name at the beginning of s: n is its length, 0 when there is none. alone is true where the name
// must not be followed by a word, because it is also an ordinary word.
func ZoneAt(s string) (name string, loc *time.Location, n int) {
	if s == "" {
		return "", nil, 0
	}
	if s[0] == '+' || s[0] == '-' {
		n = offsetLength(s)
		if seconds, ok := zoneOffset(s[:n]); ok {
			return s[:n], time.FixedZone(s[:n], seconds), n
		}
		return "", nil, 0
	}
	for _, n := range zoneLengths(s) {
		if loc, known := ZoneNamed(s[:n]); known && writtenAsZone(s[:n], s[n:]) {
			return s[:n], loc, n
		}
	}
	return "", nil, 0
}

// offsetLength is the length of the run that may be an offset: a sign, digits, one colon.
func offsetLength(s string) int {
	i := 1
	for i < len(s) && (text.IsDigit(s[i]) || s[i] == ':' && i+1 < len(s) && text.IsDigit(s[i+1])) {
		i++
	}
	return i
}

// zoneLengths are the ends of the candidates for a zone's name, longest first: up to four words, then with an offset, then
// the first word alone.
func zoneLengths(s string) []int {
	word := nameRun(s, 0)
	if word == 0 {
		return nil
	}
	var ends []int
	if word < len(s) && (s[word] == '+' || s[word] == '-') {
		ends = append(ends, word+offsetLength(s[word:]))
	}
	end := word
	for range 3 {
		if end+1 >= len(s) || s[end] != ' ' {
			break
		}
		next := nameRun(s, end+1)
		if next == end+1 {
			break
		}
		end = next
		ends = append([]int{end}, ends...)
	}
	return append(ends, word)
}

func nameRun(s string, i int) int {
	for i < len(s) && i < 60 && (text.IsLetter(s[i]) || (s[i] == '/' || s[i] == '_') && i+1 < len(s) && text.IsLetter(s[i+1])) {
		i++
	}
	if strings.HasPrefix(s[i:], "(S)T") {
		i += 4
	}
	return i
}

// writtenAsZone tells "10:00 PT" from "10:00 pt 2": abbreviations are capitals, and some need punctuation behind them.
func writtenAsZone(name, rest string) bool {
	if rest != "" && (text.IsDigit(rest[0]) || text.IsLetter(rest[0])) {
		return false
	}
	if doubleMeaning[name] {
		rest = strings.TrimLeft(rest, " ")
		return rest == "" || strings.IndexByte(":-,;|)]*`_.", rest[0]) >= 0 || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—")
	}
	if strings.ContainsAny(name, " /+-") {
		return true
	}
	if name == "Pacific" || name == "Eastern" {
		return !strings.HasPrefix(rest, " ") || rest == " "
	}
	return name == strings.ToUpper(name) || lowerZones[name] || name == "z" || name == "Zulu"
}

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
