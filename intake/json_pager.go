package intake

import (
	"strings"

	"debrief/intake/text"
)

// pagerRef is something that PagerDuty refers to.
type pagerRef struct {
	ID      string `json:"id"`
	Summary string `json:"summary"`
	Type    string `json:"type"`
	Name    string `json:"name"`
	HTML    string `json:"html_url"`
	Self    string `json:"self"`
}

// person is the name of who is meant, "" where it is no user but a service or an integration.
func (r pagerRef) person() string {
	if strings.HasPrefix(r.Type, "user") || r.Type == "" && (strings.Contains(r.HTML, "/users/") || strings.Contains(r.Self, "/users/")) {
		return r.Summary
	}
	return ""
}

// pagerNames are the names of several, as a sentence lists them.
func pagerNames(refs []pagerRef) string {
	var names []string
	for _, r := range refs {
		if name := text.First(r.Summary, r.Name); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// pagerVerbs are what an entry of a log says where it has no summary.
var pagerVerbs = map[string]string{
	"trigger": "Triggered", "acknowledge": "Acknowledged", "unacknowledge": "Unacknowledged", "resolve": "Resolved", "annotate": "Note added",
	"assign": "Assigned", "delegate": "Delegated", "escalate": "Escalated", "notify": "Notified", "snooze": "Snoozed",
}

func isPagerLog(l *jsonLook) bool {
	return l.in == "log_entries" || l.list && has(l.item, "type", "created_at") && strings.HasSuffix(l.item["type"], "log_entry") ||
		!l.list && strings.HasSuffix(l.doc["type"], "log_entry")
}

// readPagerLog reads an entry of /incidents/{id}/log_entries. Who was notified how is noise.
func readPagerLog(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		ID        string     `json:"id"`
		Type      string     `json:"type"`
		Summary   string     `json:"summary"`
		CreatedAt string     `json:"created_at"`
		HTML      string     `json:"html_url"`
		Agent     pagerRef   `json:"agent"`
		Incident  pagerRef   `json:"incident"`
		Note      string     `json:"note"`
		Assignees []pagerRef `json:"assignees"`
		Channel   struct {
			Summary     string `json:"summary"`
			Notes       string `json:"notes"`
			Content     string `json:"content"`
			Subject     string `json:"subject"`
			Description string `json:"description"`
		} `json:"channel"`
		EventDetails struct {
			Description string `json:"description"`
		} `json:"event_details"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(x.CreatedAt)
	if !ok {
		return nil, noTime
	}
	e := entry{when: when, key: x.ID, text: x.Summary, link: x.HTML, by: x.Agent.person()}
	what := strings.TrimSuffix(x.Type, "_log_entry")
	e.pagerKind(what)
	switch what {
	case "trigger":
		more := text.First(x.EventDetails.Description, x.Channel.Description, x.Channel.Subject, x.Incident.Summary)
		if more != "" && !strings.Contains(e.text, more) {
			e.text = text.First(e.text, "Triggered") + ": " + more
		}
	case "annotate":
		e.text = text.First(x.Note, x.Channel.Notes, x.Channel.Content, x.Channel.Summary, x.Summary)
	}
	if e.text == "" {
		e.text = text.First(pagerVerbs[what], strings.ReplaceAll(what, "_", " "))
		if names := pagerNames(x.Assignees); names != "" {
			e.text += " to " + names
		}
	}
	return []entry{e}, ""
}

// pagerKind sets what the type of an entry says: its kind, its moment, and that who was notified how is noise.
func (e *entry) pagerKind(what string) {
	switch what {
	case "trigger":
		e.kind, e.moment = "signal", "detected"
	case "acknowledge", "unacknowledge", "snooze":
		e.kind = "action"
	case "resolve":
		e.kind, e.moment = "action", "resolved"
	case "assign", "delegate", "escalate", "repeat_escalation_path", "exhaust_escalation_path":
		e.kind = "communication"
	case "notify", "reach_ack_limit", "reach_trigger_limit":
		e.kind, e.noise = "communication", true
	case "urgency_change", "field_value_change", "custom_field_value_change", "priority_change":
		e.kind = "change"
	}
}

func isPagerNotes(l *jsonLook) bool {
	return l.in == "notes" && has(l.item, "content", "created_at")
}

func readPagerNote(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		ID        string   `json:"id"`
		Content   string   `json:"content"`
		CreatedAt string   `json:"created_at"`
		User      pagerRef `json:"user"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(x.CreatedAt)
	if !ok || x.Content == "" {
		return nil, noTime
	}
	return []entry{{when: when, key: x.ID, text: x.Content, by: text.First(x.User.Summary, x.User.Name), source: "chat"}}, ""
}

func isPagerChanges(l *jsonLook) bool {
	return l.in == "change_events" || l.doc["type"] == "change_event"
}

func readPagerChange(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		ID        string `json:"id"`
		Summary   string `json:"summary"`
		Timestamp string `json:"timestamp"`
		Source    string `json:"source"`
		Links     []struct {
			Href string `json:"href"`
		} `json:"links"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(x.Timestamp)
	if !ok {
		return nil, noTime
	}
	e := entry{when: when, key: x.ID, text: text.First(x.Summary, "change from "+x.Source), kind: "change"}
	if len(x.Links) > 0 {
		e.link = x.Links[0].Href
	}
	return []entry{e}, ""
}

func isPagerIncident(l *jsonLook) bool {
	return l.inner["incident"] != nil || l.in == "incidents" && has(l.item, "incident_number", "urgency") ||
		has(l.doc, "incident_number", "created_at", "status")
}

type pagerIncident struct {
	ID               string   `json:"id"`
	Title            string   `json:"title"`
	Number           int      `json:"incident_number"`
	CreatedAt        string   `json:"created_at"`
	ResolvedAt       string   `json:"resolved_at"`
	Status           string   `json:"status"`
	ChangedAt        string   `json:"last_status_change_at"`
	ChangedBy        pagerRef `json:"last_status_change_by"`
	HTML             string   `json:"html_url"`
	Service          pagerRef `json:"service"`
	Acknowledgements []struct {
		At           string   `json:"at"`
		Acknowledger pagerRef `json:"acknowledger"`
	} `json:"acknowledgements"`
	Assignments []struct {
		At       string   `json:"at"`
		Assignee pagerRef `json:"assignee"`
	} `json:"assignments"`
}

// readPagerIncident reads /incidents/{id}: when it was made, who took it, when it was resolved.
func readPagerIncident(item []byte, r *jsonReader) ([]entry, string) {
	var wrapped struct {
		Incident *pagerIncident `json:"incident"`
	}
	var x pagerIncident
	if why := decode(item, &wrapped); why != "" {
		return nil, why
	}
	if wrapped.Incident != nil {
		x = *wrapped.Incident
	} else if why := decode(item, &x); why != "" {
		return nil, why
	}
	var found []entry
	add := func(at, suffix string, e entry) {
		if when, ok := timed(at); ok {
			e.when, e.link, e.key = when, x.HTML, keyed(x.ID, suffix)
			if e.moment != "" {
				e.moment = r.onlyOne(e.moment)
			}
			found = append(found, e)
		}
	}
	add(x.CreatedAt, "triggered", entry{text: "Triggered: " + text.First(x.Title, x.Service.Summary), kind: "signal", moment: "detected"})
	for _, a := range x.Assignments {
		add(a.At, "assigned "+a.At, entry{text: "Assigned to " + a.Assignee.Summary, kind: "communication", noise: true})
	}
	for _, a := range x.Acknowledgements {
		add(a.At, "acknowledged "+a.At, entry{text: "Acknowledged", by: a.Acknowledger.Summary, kind: "action"})
	}
	if x.ResolvedAt == "" && x.Status == "resolved" { // older answers say only when the status was changed last
		x.ResolvedAt = x.ChangedAt
	}
	add(x.ResolvedAt, "resolved", entry{text: "Resolved: " + x.Title, by: x.ChangedBy.person(), kind: "action", moment: "resolved"})
	if len(found) == 0 {
		return nil, noTime
	}
	return found, ""
}
