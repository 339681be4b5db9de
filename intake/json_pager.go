package intake

import (
	"strings"

	"debrief/intake/text"
)

// person is the name of who is meant by what PagerDuty refers to, "" where that is no user but a service or an integration.
func (x members) person(name string) string {
	of := x.object(name)
	if is := of.at("type"); strings.HasPrefix(is, "user") || is == "" && strings.Contains(of.at("html_url")+of.at("self"), "/users/") {
		return of.at("summary")
	}
	return ""
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
func readPagerLog(x members, _ *jsonReader) ([]entry, string) {
	when, ok := x.when("created_at")
	if !ok {
		return nil, noTime
	}
	e := entry{when: when, key: x.at("id"), text: x.at("summary"), link: x.at("html_url"), by: x.person("agent")}
	what := strings.TrimSuffix(x.at("type"), "_log_entry")
	e.pagerKind(what)
	switch what {
	case "trigger":
		more := x.at("event_details.description", "channel.description", "channel.subject", "incident.summary")
		if more != "" && !strings.Contains(e.text, more) {
			e.text = text.First(e.text, "Triggered") + ": " + more
		}
	case "annotate":
		e.text = x.at("note", "channel.notes", "channel.content", "channel.summary", "summary")
	}
	if e.text == "" {
		e.text = text.First(pagerVerbs[what], strings.ReplaceAll(what, "_", " "))
		var names []string
		for _, to := range x.list("assignees") {
			if name := to.at("summary", "name"); name != "" {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			e.text += " to " + strings.Join(names, ", ")
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

func readPagerNote(x members, _ *jsonReader) ([]entry, string) {
	when, ok := x.when("created_at")
	said := x.at("content")
	if !ok || said == "" {
		return nil, noTime
	}
	return []entry{{when: when, key: x.at("id"), text: said, by: x.at("user.summary", "user.name"), source: "chat"}}, ""
}

func isPagerChanges(l *jsonLook) bool {
	return l.in == "change_events" || l.doc["type"] == "change_event"
}

func readPagerChange(x members, _ *jsonReader) ([]entry, string) {
	when, ok := x.when("timestamp")
	if !ok {
		return nil, noTime
	}
	e := entry{when: when, key: x.at("id"), text: text.First(x.at("summary"), "change from "+x.at("source")), kind: "change"}
	if links := x.list("links"); len(links) > 0 {
		e.link = links[0].at("href")
	}
	return []entry{e}, ""
}

func isPagerIncident(l *jsonLook) bool {
	return has(l.inner["incident"], "created_at") || l.in == "incidents" && has(l.item, "incident_number", "urgency") ||
		has(l.doc, "incident_number", "created_at", "status")
}

// readPagerIncident reads /incidents/{id}: when it was made, who took it, when it was resolved.
func readPagerIncident(x members, r *jsonReader) ([]entry, string) {
	x = x.inside("incident")
	var found []entry
	add := func(of members, at, suffix string, e entry) {
		if when, ok := of.when(at); ok {
			e.when, e.link, e.key = when, x.at("html_url"), keyed(x.at("id"), suffix)
			if e.moment != "" {
				e.moment = r.onlyOne(e.moment)
			}
			found = append(found, e)
		}
	}
	title := x.at("title")
	add(x, "created_at", "triggered", entry{text: "Triggered: " + text.First(title, x.at("service.summary")), kind: "signal", moment: "detected"})
	for _, a := range x.list("assignments") {
		add(a, "at", "assigned "+a.at("at"), entry{text: "Assigned to " + a.at("assignee.summary"), kind: "communication", noise: true})
	}
	for _, a := range x.list("acknowledgements") {
		add(a, "at", "acknowledged "+a.at("at"), entry{text: "Acknowledged", by: a.at("acknowledger.summary"), kind: "action"})
	}
	over := "resolved_at"
	if x.at(over) == "" && x.at("status") == "resolved" { // older answers say only when the status was changed last
		over = "last_status_change_at"
	}
	add(x, over, "resolved", entry{text: "Resolved: " + title, by: x.person("last_status_change_by"), kind: "action", moment: "resolved"})
	if len(found) == 0 {
		return nil, noTime
	}
	return found, ""
}
