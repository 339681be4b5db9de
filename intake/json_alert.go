package intake

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"sync"
)

// member is the text of a member that may be a string or a number.
func member(raw json.RawMessage) string { return strings.TrimSpace(jsonText(raw)) }

// pagerRef is something that PagerDuty refers to.
type pagerRef struct {
	Summary string `json:"summary"`
	Type    string `json:"type"`
	Name    string `json:"name"`
}

func isPagerLog(l *jsonLook) bool {
	return l.in == "log_entries" || l.list && has(l.item, "type", "created_at") && strings.HasSuffix(l.item["type"], "log_entry") ||
		!l.list && strings.HasSuffix(l.doc["type"], "log_entry")
}

// readPagerLog reads an entry of /incidents/{id}/log_entries. Who was notified how is noise.
func readPagerLog(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		ID           string   `json:"id"`
		Type         string   `json:"type"`
		Summary      string   `json:"summary"`
		CreatedAt    string   `json:"created_at"`
		HTML         string   `json:"html_url"`
		Agent        pagerRef `json:"agent"`
		Channel      pagerRef `json:"channel"`
		Incident     pagerRef `json:"incident"`
		Note         string   `json:"note"`
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
	e := entry{when: when, key: x.ID, text: x.Summary, link: x.HTML}
	if strings.HasPrefix(x.Agent.Type, "user") {
		e.by = x.Agent.Summary
	}
	what := strings.TrimSuffix(x.Type, "_log_entry")
	switch what {
	case "trigger":
		e.kind, e.moment = "signal", "detected"
		if more := firstText(x.EventDetails.Description, x.Incident.Summary); more != "" && !strings.Contains(e.text, more) {
			e.text = firstText(e.text, "Triggered") + ": " + more
		}
	case "acknowledge", "unacknowledge", "snooze":
		e.kind = "action"
	case "resolve":
		e.kind, e.moment = "action", "resolved"
	case "annotate":
		e.text = firstText(x.Note, x.Channel.Summary, x.Summary)
	case "assign", "delegate", "escalate", "repeat_escalation_path", "exhaust_escalation_path":
		e.kind = "communication"
	case "notify", "reach_ack_limit", "reach_trigger_limit":
		e.kind, e.noise = "communication", true
	case "urgency_change", "field_value_change", "custom_field_value_change", "priority_change":
		e.kind = "change"
	}
	e.text = firstText(e.text, strings.ReplaceAll(what, "_", " "))
	return []entry{e}, ""
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
	return []entry{{when: when, key: x.ID, text: x.Content, by: firstText(x.User.Summary, x.User.Name), source: "chat"}}, ""
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
	e := entry{when: when, key: x.ID, text: firstText(x.Summary, "change from "+x.Source), kind: "change"}
	if len(x.Links) > 0 {
		e.link = x.Links[0].Href
	}
	return []entry{e}, ""
}

func isPagerIncident(l *jsonLook) bool {
	return l.doc["incident"] == "{" || l.in == "incidents" && has(l.item, "incident_number", "urgency") ||
		has(l.doc, "incident_number", "created_at", "status")
}

type pagerIncident struct {
	ID               string   `json:"id"`
	Title            string   `json:"title"`
	Number           int      `json:"incident_number"`
	CreatedAt        string   `json:"created_at"`
	ResolvedAt       string   `json:"resolved_at"`
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
func readPagerIncident(item []byte, _ *jsonReader) ([]entry, string) {
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
			found = append(found, e)
		}
	}
	add(x.CreatedAt, "triggered", entry{text: "Triggered: " + firstText(x.Title, x.Service.Summary), kind: "signal", moment: "detected"})
	for _, a := range x.Assignments {
		add(a.At, "assigned "+a.At, entry{text: "Assigned to " + a.Assignee.Summary, kind: "communication", noise: true})
	}
	for _, a := range x.Acknowledgements {
		add(a.At, "acknowledged "+a.At, entry{text: "Acknowledged", by: a.Acknowledger.Summary, kind: "action"})
	}
	add(x.ResolvedAt, "resolved", entry{text: "Resolved: " + x.Title, kind: "action", moment: "resolved"})
	if len(found) == 0 {
		return nil, noTime
	}
	return found, ""
}

// keyed makes the key of one of several events of a native id.
func keyed(id, suffix string) string {
	if id == "" {
		return ""
	}
	return id + "/" + suffix
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}

func isOpsgenie(l *jsonLook) bool {
	if l.in == "data" {
		return has(l.item, "log", "createdAt") || has(l.item, "tinyId", "createdAt") || has(l.item, "note", "createdAt")
	}
	return l.list && has(l.item, "log", "owner", "createdAt") || has(l.doc, "tinyId", "createdAt")
}

// readOpsgenie reads a line of an alert's log, a note, or an alert.
func readOpsgenie(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		ID        string `json:"id"`
		Log       string `json:"log"`
		Type      string `json:"type"`
		Owner     string `json:"owner"`
		CreatedAt string `json:"createdAt"`
		Offset    string `json:"offset"`
		Message   string `json:"message"`
		Note      string `json:"note"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(x.CreatedAt)
	text := firstText(x.Log, x.Note, x.Message)
	if !ok || text == "" {
		return nil, noTime
	}
	e := entry{when: when, text: text, key: firstText(x.Offset, x.ID), noise: strings.Contains(strings.ToLower(x.Type+" "+x.Log), "notif")}
	if strings.Contains(x.Owner, "@") || x.Owner != "System" && x.Note != "" {
		e.by = x.Owner
	}
	if x.Message != "" && x.Log == "" {
		e.kind = "signal"
	}
	return []entry{e}, ""
}

func isAlertmanager(l *jsonLook) bool {
	return l.in == "alerts" && has(l.item, "startsAt") || l.list && has(l.item, "startsAt", "labels") || has(l.doc, "startsAt", "labels")
}

// readAlert reads an alert of a webhook of version 4, of amtool or of /api/v2/alerts: one event when it began to fire, and one
// when it ended. An end in the year 1 means that it still fires; an end ahead of the clock is only when it would expire.
func readAlert(item []byte, r *jsonReader) ([]entry, string) {
	var x struct {
		Status      json.RawMessage   `json:"status"`
		Labels      map[string]string `json:"labels"`
		Annotations map[string]string `json:"annotations"`
		StartsAt    string            `json:"startsAt"`
		EndsAt      string            `json:"endsAt"`
		Generator   string            `json:"generatorURL"`
		Fingerprint string            `json:"fingerprint"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(x.StartsAt)
	if !ok {
		return nil, noTime
	}
	name := firstText(x.Labels["alertname"], x.Annotations["summary"], "alert")
	text := name
	about := x.Annotations
	if more := firstText(about["summary"], about["title"], about["description"], about["message"]); more != name && more != "" {
		text += ": " + more
	}
	found := []entry{{when: when, text: text, kind: "signal", link: x.Generator, key: keyed(x.Fingerprint, x.StartsAt)}}
	state := member(x.Status)
	end, ended := timed(x.EndsAt)
	expires := state == "firing" || state == "" && !r.b.opt.Now.IsZero() && end.at.After(r.b.opt.Now) // amtool's status is an object
	if ended && !expires && end.at.After(when.at) {
		found = append(found, entry{
			when: end, text: name + " resolved", kind: "signal", link: x.Generator, key: keyed(x.Fingerprint, x.StartsAt+" resolved"),
		})
	}
	return found, ""
}

func isGrafana(l *jsonLook) bool {
	return l.list && (has(l.item, "time", "text", "tags") || has(l.item, "time", "timeEnd", "text") || has(l.item, "when", "what")) ||
		has(l.doc, "time", "timeEnd", "dashboardUID")
}

var htmlTag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<[^<>]{1,200}>`) })

// readGrafana reads an annotation: milliseconds, and a region where it has an end of its own. Graphite's form counts seconds.
func readGrafana(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		ID       json.RawMessage `json:"id"`
		Time     json.RawMessage `json:"time"`
		TimeEnd  json.RawMessage `json:"timeEnd"`
		When     json.RawMessage `json:"when"`
		Text     string          `json:"text"`
		What     string          `json:"what"`
		Data     string          `json:"data"`
		Tags     json.RawMessage `json:"tags"`
		NewState string          `json:"newState"`
		PrevStat string          `json:"prevState"`
		Alert    string          `json:"alertName"`
		User     string          `json:"userName"`
		Login    string          `json:"login"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(member(x.Time), member(x.When))
	if !ok {
		return nil, noTime
	}
	text := html.UnescapeString(htmlTag().ReplaceAllString(firstText(x.Text, strings.TrimSpace(x.What+" "+x.Data)), " "))
	e := entry{when: when, key: member(x.ID), by: firstText(x.User, x.Login), text: strings.Join(strings.Fields(text), " ")}
	if x.NewState != "" {
		e.kind = "signal"
		e.text = strings.TrimSpace(firstText(x.Alert, e.text) + ": " + strings.Trim(x.PrevStat+" → "+x.NewState, " →"))
	}
	if end, ok := timed(member(x.TimeEnd)); ok && end.at.After(when.at) {
		e.until = end
	}
	if e.text == "" {
		var tags []string
		_ = json.Unmarshal(x.Tags, &tags)
		e.text = firstText(strings.Join(tags, ", "), "annotation")
	}
	if tells := strings.ToLower(string(x.Tags)); e.kind == "" && strings.Contains(tells, "deploy") {
		e.kind, e.source = "change", "deploy"
	}
	return []entry{e}, ""
}

func isDatadog(l *jsonLook) bool {
	return l.in == "events" && has(l.item, "date_happened") || l.in == "data" && l.item["type"] == "event" && l.item["attributes"] == "{" ||
		has(l.doc, "date_happened", "title")
}

// readDatadog reads an event of version 1 or 2 of the API.
func readDatadog(item []byte, _ *jsonReader) ([]entry, string) {
	type inner struct {
		Title string `json:"title"`
	}
	var x struct {
		ID         json.RawMessage `json:"id"`
		Title      string          `json:"title"`
		Text       string          `json:"text"`
		Happened   json.RawMessage `json:"date_happened"`
		AlertType  string          `json:"alert_type"`
		URL        string          `json:"url"`
		Attributes struct {
			Timestamp  json.RawMessage `json:"timestamp"`
			Message    string          `json:"message"`
			Attributes inner           `json:"attributes"`
		} `json:"attributes"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := timed(member(x.Happened), member(x.Attributes.Timestamp))
	if !ok {
		return nil, noTime
	}
	e := entry{when: when, key: member(x.ID), link: x.URL, text: firstText(x.Title, x.Attributes.Attributes.Title)}
	body := strings.Join(strings.Fields(strings.ReplaceAll(firstText(x.Text, x.Attributes.Message), "%%%", " ")), " ")
	if e.text == "" {
		e.text = body
	} else if body != "" && body != e.text && len(body) < 200 {
		e.text += ": " + body
	}
	if x.AlertType == "error" || x.AlertType == "warning" || x.AlertType == "success" {
		e.kind = "signal"
	}
	if strings.HasPrefix(e.link, "/") {
		e.link = ""
	}
	return []entry{e}, ""
}

func isStatuspage(l *jsonLook) bool {
	return l.in == "incidents" && l.item["incident_updates"] == "[" || l.list && l.item["incident_updates"] == "[" ||
		l.in == "incident_updates" || l.in == "scheduled_maintenances"
}

// readStatus reads the updates of an incident on a status page. The time shown to readers counts: an update that was typed
// in later has it before the time it was made.
func readStatus(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		ID      string `json:"id"`
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
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	var found []entry
	for _, u := range x.Updates {
		when, ok := timed(u.DisplayAt, u.CreatedAt)
		if !ok || u.Status == "postmortem" {
			continue
		}
		body := strings.Join(strings.Fields(html.UnescapeString(htmlTag().ReplaceAllString(u.Body, " "))), " ")
		e := entry{when: when, key: u.ID, link: x.Link, kind: "communication", text: strings.Trim(u.Status+": "+body, ": ")}
		if u.Status == "resolved" {
			e.moment = "resolved"
		}
		found = append(found, e)
	}
	if len(found) == 0 {
		return nil, "an incident without updates that have a time"
	}
	return found, ""
}
