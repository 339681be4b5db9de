package main

import (
	"strings"

	"golang.org/x/sys/windows/registry"
)

// zoneOfSystem is the zone that the registry names in Windows' own words, by its IANA name; "" for one that is not in the table.
func zoneOfSystem() string {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `SYSTEM\CurrentControlSet\Control\TimeZoneInformation`, registry.QUERY_VALUE)
	if err != nil {
		return ""
	}
	defer func() { _ = key.Close() }() // it was only read
	name, _, err := key.GetStringValue("TimeZoneKeyName")
	if err != nil {
		return ""
	}
	name, _, _ = strings.Cut(name, "\x00")
	return windowsZones[name]
}
