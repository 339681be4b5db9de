package intake

import (
	"strconv"
	"strings"
	"time"

	"debrief/intake/clock"
)

// readOpsgenie reads a line of an alert's log, a note, or an alert.
func readOpsgenie(x members, when clock.Stamp, r *jsonReader) ([]entry, string) {
	if x.at("createdAt") == "" {
		x = x.inside("data")
	}
	s := x.at("log", "note", "message")
	if s == "" {
		return nil, "an alert without a message"
	}
	e := entry{when: when, text: s, key: x.at("offset", "id")}
	if owner := x.at("owner"); strings.Contains(owner, "@") || owner != "System" && x.at("note") != "" {
		e.by = owner
	}
	if x.at("log") != "" {
		e.opsgenieKind(x.at("type"))
		return []entry{e}, ""
	}
	if x.at("message") == "" {
		return []entry{e}, ""
	}
	e.kind, e.by, e.moment = "signal", "", r.onlyOne("detected")
	return append([]entry{e}, x.report(e)...), ""
}

// opsgenieKind sets what a line of the log says: who was told how is noise.
func (e *entry) opsgenieKind(of string) {
	lower := strings.ToLower(e.text)
	switch {
	case strings.Contains(lower, "notif") || strings.Contains(strings.ToLower(of), "notif"):
		e.kind, e.noise = "communication", true
	case strings.Contains(lower, "acknowledged"):
		e.kind = "action"
	case strings.HasPrefix(lower, "alert created") || strings.HasPrefix(lower, "created"):
		e.kind, e.moment = "signal", "detected"
	case strings.HasPrefix(lower, "alert closed") || strings.HasPrefix(lower, "closed"):
		e.kind, e.moment = "action", "resolved"
	}
}

// report is when an alert was acknowledged and closed, as it counts them itself: in milliseconds after it was made.
func (x members) report(made entry) []entry {
	var found []entry
	add := func(name, suffix string, e entry) {
		after, err := strconv.ParseInt(x.at("report."+name), 10, 64)
		if err == nil && after > 0 && made.when.Form == clock.Exact {
			e.when, e.kind, e.key = made.when, "action", keyed(x.at("id"), suffix)
			e.when.At = made.when.At.Add(time.Duration(after) * time.Millisecond)
			e.when.Text, e.when.Zone = e.when.At.Format("2006-01-02T15:04:05.000"), "Z"
			found = append(found, e)
		}
	}
	about := x.at("message")
	add("ackTime", "acknowledged", entry{text: "Acknowledged: " + about, by: x.at("report.acknowledgedBy")})
	closed := entry{text: "Closed: " + about, by: x.at("report.closedBy"), moment: "resolved"}
	if made.moment == "" {
		closed.moment = ""
	}
	add("closeTime", "closed", closed)
	return found
}
