package intake

import (
	"html"
	"slices"
	"strings"
)

func isStatuspage(l *jsonLook) bool {
	return l.in == "incidents" && l.item["incident_updates"] == "[" || l.list && l.item["incident_updates"] == "[" ||
		l.in == "incident_updates" || l.in == "scheduled_maintenances" || l.inner["incident"]["incident_updates"] == "["
}

// statusIncident is an incident of a status page.
type statusIncident struct {
	Name    string `json:"name"`
	Link    string `json:"shortlink"`
	Updates []struct {
		ID        string `json:"id"`
		Status    string `json:"status"`
		Body      string `json:"body"`
		CreatedAt string `json:"created_at"`
		DisplayAt string `json:"display_at"`
	} `json:"incident_updates"`
}

var statusMoments = map[string]string{"monitoring": "mitigated", "resolved": "resolved"}

// readStatus reads the updates of an incident on a status page. The time shown to readers counts: an update that was typed
// in later has it before the time it was made. The first update names the incident. "Monitoring" means that a fix is in
// place.
func readStatus(item []byte, r *jsonReader) ([]entry, string) {
	var wrapped struct {
		Incident *statusIncident `json:"incident"`
	}
	var x statusIncident
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	if decode(item, &wrapped) == "" && wrapped.Incident != nil {
		x = *wrapped.Incident
	}
	var found []entry
	for _, u := range x.Updates {
		when, ok := timed(u.DisplayAt, u.CreatedAt)
		if !ok || u.Status == "postmortem" {
			continue
		}
		body := strings.Join(strings.Fields(html.UnescapeString(htmlTag().ReplaceAllString(u.Body, " "))), " ")
		e := entry{when: when, key: u.ID, link: x.Link, kind: "communication", text: strings.Trim(u.Status+": "+body, ": ")}
		e.moment = r.onlyOne(statusMoments[u.Status])
		found = append(found, e)
	}
	if len(found) == 0 {
		return nil, "an incident without updates that have a time"
	}
	slices.SortStableFunc(found, func(x, y entry) int { return x.when.At.Compare(y.when.At) })
	if x.Name != "" {
		found[0].text = x.Name + " – " + found[0].text
	}
	return found, ""
}
