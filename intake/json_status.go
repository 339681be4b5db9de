package intake

import (
	"html"
	"slices"
	"strings"

	"debrief/intake/text"
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
		Message   string `json:"message"` // incident.io has its words here, the state beside them, and who wrote them
		NewStatus struct {
			Name string `json:"name"`
		} `json:"new_incident_status"`
		Updater struct {
			User struct {
				Name string `json:"name"`
			} `json:"user"`
		} `json:"updater"`
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
		body := strings.Join(strings.Fields(html.UnescapeString(htmlTag().ReplaceAllString(text.First(u.Body, u.Message), " "))), " ")
		e := entry{when: when, key: u.ID, link: x.Link, kind: "communication", by: u.Updater.User.Name}
		e.text = strings.Trim(text.First(u.Status, u.NewStatus.Name)+": "+body, ": ")
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
