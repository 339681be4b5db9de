package intake

import (
	"strings"

	"debrief/intake/clock"
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

// readPagerLog reads an entry of /incidents/{id}/log_entries. Who was notified how is noise.
func readPagerLog(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
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

// pagerHappenings are what the types of log entries, the events of webhooks and the sentences of the page say, each between blanks.
// That somebody was notified is noise.
var pagerHappenings = []struct {
	words, kind, moment string
	noise               bool
}{
	{" trigger triggered ", "signal", "detected", false},
	{" acknowledge acknowledged unacknowledge unacknowledged un-acknowledged snooze snoozed ", "action", "", false},
	{" resolve resolved auto-resolved ", "action", "resolved", false},
	{" assign assigned reassigned delegate delegated escalate escalated repeat_escalation_path exhaust_escalation_path responder " +
		"requested status added ", "communication", "", false},
	{" notify notified attempted subscribed reach_ack_limit reach_trigger_limit ", "communication", "", true},
	{" urgency_change field_value_change custom_field_value_change priority_change ", "change", "", false},
}

// pagerKind sets what a word of pagerHappenings says.
func (e *entry) pagerKind(what string) {
	for _, h := range pagerHappenings {
		if strings.Contains(h.words, " "+what+" ") {
			e.kind, e.moment, e.noise = h.kind, h.moment, h.noise
		}
	}
}

func readPagerNote(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	said := x.at("content")
	if said == "" {
		return nil, "a note without a text"
	}
	return []entry{{when: when, key: x.at("id"), text: said, by: x.at("user.summary", "user.name"), source: "chat"}}, ""
}

func readPagerChange(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	e := entry{when: when, key: x.at("id"), text: text.First(x.at("summary"), "change from "+x.at("source")), kind: "change"}
	if links := x.list("links"); len(links) > 0 {
		e.link = links[0].at("href")
	}
	return []entry{e}, ""
}

// readPagerIncident reads /incidents/{id}: when it was made, who took it, when it was resolved.
func readPagerIncident(x members, _ clock.Stamp, r *jsonReader) ([]entry, string) {
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
