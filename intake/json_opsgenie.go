package intake

import (
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/intake/text"
)

func isOpsgenie(l *jsonLook) bool {
	of := func(m map[string]string) bool {
		return has(m, "log", "owner", "createdAt") || has(m, "tinyId", "createdAt") || has(m, "note", "createdAt")
	}
	return l.in == "data" && (of(l.item) || has(l.item, "log", "createdAt")) || l.list && of(l.item) || has(l.doc, "tinyId", "createdAt") ||
		of(l.inner["data"])
}

// opsgenieItem is a line of an alert's log, a note, or an alert.
type opsgenieItem struct {
	ID        string `json:"id"`
	Log       string `json:"log"`
	Type      string `json:"type"`
	Owner     string `json:"owner"`
	CreatedAt string `json:"createdAt"`
	Offset    string `json:"offset"`
	Message   string `json:"message"`
	Note      string `json:"note"`
	Report    struct {
		AckTime        int64  `json:"ackTime"` // milliseconds after it was made
		CloseTime      int64  `json:"closeTime"`
		AcknowledgedBy string `json:"acknowledgedBy"`
		ClosedBy       string `json:"closedBy"`
	} `json:"report"`
}

func readOpsgenie(item []byte, r *jsonReader) ([]entry, string) {
	var wrapped struct {
		Data *opsgenieItem `json:"data"`
	}
	var x opsgenieItem
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	if decode(item, &wrapped) == "" && wrapped.Data != nil && x.CreatedAt == "" {
		x = *wrapped.Data
	}
	when, ok := timed(x.CreatedAt)
	s := text.First(x.Log, x.Note, x.Message)
	if !ok || s == "" {
		return nil, noTime
	}
	e := entry{when: when, text: s, key: text.First(x.Offset, x.ID)}
	if strings.Contains(x.Owner, "@") || x.Owner != "System" && x.Note != "" {
		e.by = x.Owner
	}
	if x.Log != "" {
		e.opsgenieKind(x.Type)
		return []entry{e}, ""
	}
	if x.Message == "" {
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

// report is when an alert was acknowledged and closed, as it counts them itself.
func (x *opsgenieItem) report(made entry) []entry {
	var found []entry
	add := func(after int64, suffix string, e entry) {
		if after > 0 && made.when.Form == clock.Exact {
			e.when, e.kind, e.key = made.when, "action", keyed(x.ID, suffix)
			e.when.At = made.when.At.Add(time.Duration(after) * time.Millisecond)
			e.when.Text, e.when.Zone = e.when.At.Format("2006-01-02T15:04:05.000"), "Z"
			found = append(found, e)
		}
	}
	add(x.Report.AckTime, "acknowledged", entry{text: "Acknowledged: " + x.Message, by: x.Report.AcknowledgedBy})
	closed := entry{text: "Closed: " + x.Message, by: x.Report.ClosedBy, moment: "resolved"}
	if made.moment == "" {
		closed.moment = ""
	}
	add(x.Report.CloseTime, "closed", closed)
	return found
}
