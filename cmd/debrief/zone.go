package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // the zones of a machine that has no data of them

	"debrief/intake/clock"
)

// zoneFiles say which zone a machine is in: a link to the zone's data, and a text with its name. Either may be "".
type zoneFiles struct{ link, name string }

var systemZone = zoneFiles{"/etc/localtime", "/etc/timezone"}

// here is the zone of whoever runs debrief: whose "today" it is, and what the times of a new postmortem are in. named is false where
// nothing on this machine names one; then it is UTC.
func (p *program) here() (zone *time.Location, named bool) {
	if p.zone == nil {
		name := zoneOfMachine(p.env("TZ"), systemZone)
		zone, err := clock.Zone(name)
		if p.zone, p.zoneNamed = zone, err == nil; !p.zoneNamed {
			p.zone = time.UTC
		}
	}
	return p.zone, p.zoneNamed
}

// zoneOfMachine is the IANA name of the zone that a machine is in, as far as it says one, unchecked: that of $TZ, else of the data
// that its clock is shown with, else what the system wrote down. A rule in $TZ (CET-1CEST,M3.5.0) is no name.
func zoneOfMachine(tz string, files zoneFiles) string {
	if tz = strings.TrimPrefix(tz, ":"); tz != "" {
		return zoneOfPath(tz)
	}
	if data, err := filepath.EvalSymlinks(files.link); err == nil && data != files.link {
		if name := zoneOfPath(data); name != data {
			return name
		}
	}
	if name, err := os.ReadFile(files.name); err == nil {
		line, _, _ := strings.Cut(strings.TrimSpace(string(name)), "\n")
		return line
	}
	return zoneOfSystem()
}

// zoneOfPath is the zone whose data a file holds, or the text itself where it is no such path.
func zoneOfPath(path string) string {
	_, name, ok := strings.Cut(filepath.ToSlash(path), "zoneinfo/")
	if !ok {
		return path
	}
	return strings.TrimPrefix(strings.TrimPrefix(name, "posix/"), "right/")
}

// nowIn is now in the zone that --zone names, or here where it names none.
func (p *program) nowIn(flag string) (time.Time, error) {
	if flag == "" {
		return p.now(), nil
	}
	zone, err := clock.Zone(flag)
	if err != nil {
		return time.Time{}, fmt.Errorf("--zone: %w", err)
	}
	return p.time().In(zone), nil
}

// sayZone says which zone the times of a new postmortem are in, and how to have another one where this machine names none.
func (p *program) sayZone(zone string, chosen bool) {
	_, named := p.here()
	switch {
	case p.asJSON:
	case named || chosen:
		p.hint("Times are in " + zone)
	default:
		p.hint("Times are in UTC: nothing on this machine names its zone (debrief new --zone Europe/Oslo)")
	}
}
