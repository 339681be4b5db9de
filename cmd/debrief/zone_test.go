package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"debrief/intake/clock"
)

func TestAMachineNamesItsZone(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "zoneinfo", "posix", "America", "St_Johns")
	if err := os.MkdirAll(filepath.Dir(data), 0o755); err != nil {
		t.Fatal(err)
	}
	files := zoneFiles{link: filepath.Join(dir, "localtime"), name: filepath.Join(dir, "timezone")}
	if got := zoneOfMachine("", files); got != zoneOfSystem() {
		t.Errorf("with nothing that says so it is %q", got)
	}
	for _, err := range []error{
		os.WriteFile(files.name, []byte("Europe/Berlin\n"), 0o600), os.WriteFile(data, nil, 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := zoneOfMachine("", files); got != "Europe/Berlin" {
		t.Errorf("as the system wrote it down it is %q", got)
	}
	if err := os.Symlink(data, files.link); err != nil {
		t.Skip(err) // a system that lets nobody make links has none
	}
	for tz, want := range map[string]string{
		"": "America/St_Johns", "Asia/Kathmandu": "Asia/Kathmandu", ":Asia/Kathmandu": "Asia/Kathmandu", "/usr/share/zoneinfo/Asia/Kathmandu": "Asia/Kathmandu",
		"CET-1CEST,M3.5.0,M10.5.0/3": "CET-1CEST,M3.5.0,M10.5.0/3",
	} {
		if got := zoneOfMachine(tz, files); got != want {
			t.Errorf("with TZ=%s it is %q, want %q", tz, got, want)
		}
	}
	for tz, want := range map[string]bool{"Europe/Berlin": true, "UTC": true, "CET": true, "CET-1CEST,M3.5.0,M10.5.0/3": false, "nowhere": false, "Local": false} {
		p := &program{env: func(string) string { return tz }}
		if zone, named := p.here(); named != want || !named && zone != time.UTC {
			t.Errorf("TZ=%s is %s, named: %t", tz, zone, named)
		}
	}
}

func TestTheZonesOfWindowsAreInTheDatabase(t *testing.T) {
	for name, place := range windowsZones {
		if _, err := clock.Zone(place); err != nil {
			if _, err := time.LoadLocation(place); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestEveryZoneThatTheShellIsOfferedIsOneWithoutAnyDataOnTheMachine(t *testing.T) {
	t.Setenv("ZONEINFO", filepath.Join(t.TempDir(), "none"))
	names := first(completeZones(nil, nil, ""))
	for _, name := range names {
		if zone, err := clock.Zone(name); err != nil || zone.String() != name {
			t.Errorf("%s is %v, %v", name, zone, err)
		}
	}
	if len(names) < 400 || !slices.IsSorted(names) {
		t.Errorf("there are %d zones, and they are sorted: %t", len(names), slices.IsSorted(names))
	}
}
