package clock

import (
	"strings"
	"testing"
)

func TestAZoneIsNamedInAnyCase(t *testing.T) {
	for name, want := range map[string]string{
		"europe/berlin": "Europe/Berlin", "EUROPE/ISLE_OF_MAN": "Europe/Isle_of_Man", "america/port-au-prince": "America/Port-au-Prince",
		"america/argentina/buenos_aires": "America/Argentina/Buenos_Aires", "africa/dar_es_salaam": "Africa/Dar_es_Salaam", "pt": "America/Los_Angeles",
		"us/pacific": "America/Los_Angeles", "utc": "UTC", "gmt": "UTC", "japan": "Japan", "cet": "CET", "Etc/GMT+5": "Etc/GMT+5", " asia/tokyo ": "Asia/Tokyo",
		"antarctica/dumontdurville": "Antarctica/DumontDUrville", "Pacific Time": "America/Los_Angeles", "Etc/UTC": "UTC", "zulu": "UTC",
	} {
		if zone, err := Zone(name); err != nil || zone.String() != want {
			t.Errorf("%s is %v, %v", name, zone, err)
		}
	}
	for name, want := range map[string]string{
		"CST": "America/Chicago or Asia/Shanghai", "bst": "Europe/London, Asia/Dhaka or Pacific/Bougainville", "ist": "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem", "CEST": "write the place, as Europe/Paris",
		"+14:00": "an offset", "JST": "an offset", "Europe/Atlantis": "is not a zone", "": "is not a zone", "Local": "is not a zone", "../etc/passwd": "is not a zone",
	} {
		if zone, err := Zone(name); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s is %v, %v", name, zone, err)
		}
	}
	st, _, _ := ReadStamp("02:30 europe/berlin restarted")
	if st.Zone != "europe/berlin" || st.Loc == nil || st.Loc.String() != "Europe/Berlin" {
		t.Errorf("beside a clock it is %s, %v", st.Zone, st.Loc)
	}
	if st, _, _ := ReadStamp("02:30 +14:00 restarted"); st.Loc == nil || offsetOf(st.Loc) != 14*3600 {
		t.Errorf("14 hours east is %+v", st)
	}
}
