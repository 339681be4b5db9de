package intake

import (
	"slices"
	"strings"

	"debrief/intake/clock"
)

var statusMoments = map[string]string{"monitoring": "mitigated", "resolved": "resolved"}

// readStatus reads the updates of an incident on a status page. The time shown to readers counts: an update that was typed
// in later has it before the time it was made. The first update names the incident. "Monitoring" means that a fix is in
// place. incident.io has its words in a message, the state beside them, and who wrote them.
func readStatus(x members, _ clock.Stamp, r *jsonReader) ([]entry, string) {
	x = x.inside("incident")
	var found []entry
	for _, u := range x.list("incident_updates") {
		when, ok := u.when("display_at", "created_at")
		status := u.at("status")
		if !ok || status == "postmortem" {
			continue
		}
		e := entry{when: when, key: u.at("id"), link: x.at("shortlink"), kind: "communication", by: u.at("updater.user.name")}
		e.text = strings.Trim(u.at("status", "new_incident_status.name")+": "+plainHTML(u.at("body", "message")), ": ")
		e.moment = r.onlyOne(statusMoments[status])
		found = append(found, e)
	}
	if len(found) == 0 {
		return nil, "an incident without updates that have a time"
	}
	slices.SortStableFunc(found, func(x, y entry) int { return x.when.At.Compare(y.when.At) })
	if name := x.at("name"); name != "" {
		found[0].text = name + " – " + found[0].text
	}
	return found, ""
}
