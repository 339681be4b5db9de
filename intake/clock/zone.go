package clock

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"debrief/intake/text"
	"debrief/model"
)

//go:embed zones.txt
var zonesTable string

// meaning is what the name of a zone means: an offset in minutes, with a place where it is that of one half of the year, or several, or none
// and the name of a place.
type meaning struct {
	name    string
	offsets []int
	places  []string
}

// meanings are the names of zones.txt.
var meanings = sync.OnceValue(func() map[string]meaning {
	all := map[string]meaning{}
	for line := range strings.Lines(zonesTable) {
		names, means, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok || names[0] == '#' {
			continue
		}
		m, other := all[means]
		for word := range strings.FieldsSeq(means) {
			if minutes, err := strconv.Atoi(word); err == nil {
				m.offsets = append(m.offsets, minutes)
			} else if strings.Contains(word, "/") {
				m.places = append(m.places, word)
			}
		}
		for name := range strings.SplitSeq(names, ", ") {
			if !other {
				m.name = name
			}
			all[name] = m
		}
	}
	return all
})

// SharedZones says which zones have this name, "America/Chicago or Asia/Shanghai", where it is that of several; somebody has to say which.
func SharedZones(name string) string {
	m := meanings()[strings.ToUpper(name)]
	last := len(m.places) - 1
	if last < 1 {
		return ""
	}
	return strings.Join(m.places[:last], ", ") + " or " + m.places[last]
}

// FirstMeaning is the first of the zones that have this name; nil for a name of none or of one.
func FirstMeaning(name string) *time.Location {
	if m := meanings()[strings.ToUpper(name)]; len(m.places) > 1 {
		return loadZone(m.places[0])
	}
	return nil
}

// MayMean reports whether a zone can be what the name of several zones means: it has one of their offsets in winter or in summer.
func MayMean(name string, loc *time.Location) bool {
	return slices.ContainsFunc([]time.Month{time.January, time.July}, func(month time.Month) bool {
		_, seconds := time.Date(2026, month, 1, 12, 0, 0, 0, time.UTC).In(loc).Zone()
		return slices.Contains(meanings()[strings.ToUpper(name)].offsets, seconds/60)
	})
}

// SharedZone is the error for the name of several zones, which says what to write instead.
func SharedZone(name string) error {
	return fmt.Errorf("%s is the name of several zones: write %s", name, SharedZones(name))
}

// doubleMeaning are abbreviations that are also ordinary capitals in a report ("MSK cluster", "CT scan"): they count as a
// zone beside a clock only where nothing but punctuation follows.
var doubleMeaning = text.WordsOfList("MSK CT MT ART PHT WIB SST CLT WAT CAT EAT ICT NST IDT WET GST AST UCT AET ADT")

var lowerZones = text.WordsOfList("utc gmt pst pdt cet cest edt bst")

// ZoneNamed is what a zone's name means. known is true for a name of this file and of the zone database; loc is nil where a
// known name has several meanings. A fixed zone keeps its name.
func ZoneNamed(name string) (loc *time.Location, known bool) {
	name = strings.TrimSpace(name)
	upper := strings.ToUpper(name)
	switch m, ok := meanings()[upper]; {
	case !ok:
	case len(m.offsets) == 0:
		return loadZone(m.places[0]), true
	case len(m.offsets) > 1:
		return nil, true
	case m.offsets[0] == 0:
		return time.UTC, true
	default:
		return time.FixedZone(m.name, m.offsets[0]*60), true
	}
	if seconds, ok := zoneOffset(upper); ok {
		return time.FixedZone(name, seconds), true
	}
	if area, _, ok := strings.Cut(name, "/"); ok && zoneAreas[strings.ToLower(area)] {
		loc = loadZone(ianaName(name))
	}
	return loc, loc != nil
}

// Zone is the zone of a place or of UTC, by a name that a document can hold: those of the zone database in any case, and names such as PT and
// US/Pacific. What names an offset, which does not know when the clocks change, and what names several zones is an error that says what to write.
func Zone(name string) (*time.Location, error) {
	upper := strings.ToUpper(strings.TrimSpace(name))
	loc, known := ZoneNamed(name)
	fixed := len(meanings()[upper].offsets) == 1
	switch {
	case allYear[upper] || !known && upper != "" && upper != "LOCAL":
		loc = loadZone(ianaName(strings.TrimSpace(name))) // names of the database without an area, such as Japan and CET
	case known && loc == nil:
		return nil, SharedZone(upper)
	case Seasonal(upper) != "":
		return nil, fmt.Errorf("%s is one half of the year: write the place, as %s", upper, Seasonal(upper))
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

// zoneLengths are the ends of the candidates for a zone's name, longest first: up to four words, then with an offset, then the first word alone.
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

// Seasonal is a place where an abbreviation of standard or summer time and the other are both used; "" for other names.
func Seasonal(name string) string {
	if m := meanings()[name]; len(m.offsets) == 1 && len(m.places) == 1 {
		return m.places[0]
	}
	return ""
}

// InSeason is the zone that is meant at an instant whose clock names the zone loc: loc itself, except where its name is
// that of the other half of the year: where a report in "PST" of a summer's day links its messages, they bear the instants of summer time.
func InSeason(at time.Time, loc *time.Location) *time.Location {
	place := Seasonal(loc.String())
	if place == "" {
		return loc
	}
	there := loadZone(place)
	_, written := at.Zone()
	if _, offset := at.In(there).Zone(); offset != written {
		return there
	}
	return loc
}
