package intake

import (
	"encoding/json"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model"
)

func isJournald(l *jsonLook) bool {
	return has(l.doc, "__REALTIME_TIMESTAMP") || l.list && has(l.item, "__REALTIME_TIMESTAMP")
}

// readJournald reads an entry of "journalctl -o json": microseconds in a string, and a message that is text, a list of bytes
// where it is not UTF-8, or null where it is too long.
func readJournald(item []byte, _ *jsonReader) ([]entry, string) {
	var x struct {
		Realtime   json.RawMessage `json:"__REALTIME_TIMESTAMP"`
		Message    json.RawMessage `json:"MESSAGE"`
		Priority   json.RawMessage `json:"PRIORITY"`
		Identifier json.RawMessage `json:"SYSLOG_IDENTIFIER"`
		Comm       json.RawMessage `json:"_COMM"`
		Unit       json.RawMessage `json:"_SYSTEMD_UNIT"`
		Cursor     string          `json:"__CURSOR"`
	}
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	when, ok := clock.EpochTime(journalText(x.Realtime))
	if !ok {
		return nil, noTime
	}
	s := strings.TrimSpace(journalText(x.Message))
	if s == "" {
		return nil, "its message is empty, or too long for the journal's output"
	}
	level := journalLevel(journalText(x.Priority))
	e := entry{when: when, key: x.Cursor, text: s, kind: logKind(level, s)}
	if unit := text.First(journalText(x.Identifier), journalText(x.Comm), strings.TrimSuffix(journalText(x.Unit), ".service")); unit != "" {
		e.text = unit + ": " + s
	}
	return []entry{e}, ""
}

// journalLevel is a priority of syslog as a level.
func journalLevel(priority string) string {
	if len(priority) != 1 || priority[0] < '0' || priority[0] > '7' {
		return ""
	}
	return [...]string{"fatal", "fatal", "fatal", "error", "warn", "info", "info", "debug"}[priority[0]-'0']
}

// journalText is a field as text: a string, a list of bytes, or the first of a field that was given several times.
func journalText(raw json.RawMessage) string {
	if len(raw) == 0 || raw[0] != '[' {
		return text.OfJSON(raw)
	}
	var numbers []uint16
	if json.Unmarshal(raw, &numbers) == nil {
		b := make([]byte, 0, len(numbers))
		for _, n := range numbers {
			b = append(b, byte(n))
		}
		return model.CleanLines(string(b))
	}
	var several []json.RawMessage
	if json.Unmarshal(raw, &several) != nil || len(several) == 0 {
		return ""
	}
	return text.OfJSON(several[0])
}

func isKubeEvents(l *jsonLook) bool {
	of := func(m map[string]string) bool { return has(m, "involvedObject") || has(m, "regarding", "reason") }
	return l.in == "items" && of(l.item) || of(l.doc) || l.list && of(l.item)
}

// kubeEvent is an event of core/v1 or of events.k8s.io/v1.
type kubeEvent struct {
	Metadata struct {
		Name      string `json:"name"`
		Namespace string `json:"namespace"`
		UID       string `json:"uid"`
		Created   string `json:"creationTimestamp"`
	} `json:"metadata"`
	Involved        kubeObject `json:"involvedObject"`
	Regarding       kubeObject `json:"regarding"`
	Reason          string     `json:"reason"`
	Message         string     `json:"message"`
	Note            string     `json:"note"`
	Type            string     `json:"type"`
	Count           int        `json:"count"`
	DeprecatedCount int        `json:"deprecatedCount"`
	First           string     `json:"firstTimestamp"`
	Last            string     `json:"lastTimestamp"`
	DeprecatedFirst string     `json:"deprecatedFirstTimestamp"`
	DeprecatedLast  string     `json:"deprecatedLastTimestamp"`
	EventTime       string     `json:"eventTime"`
	Series          struct {
		Count int    `json:"count"`
		Last  string `json:"lastObservedTime"`
	} `json:"series"`
}

type kubeObject struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// readKubeEvent reads an event; one that was seen several times goes from its first to its last time.
func readKubeEvent(item []byte, _ *jsonReader) ([]entry, string) {
	var x kubeEvent
	if why := decode(item, &x); why != "" {
		return nil, why
	}
	first, ok := timed(x.EventTime, x.First, x.DeprecatedFirst, x.Last, x.DeprecatedLast, x.Metadata.Created)
	if !ok {
		return nil, noTime
	}
	object := x.Involved
	if object.Name == "" {
		object = x.Regarding
	}
	e := entry{
		when: first, key: text.First(x.Metadata.UID, keyed(x.Metadata.Namespace, x.Metadata.Name)),
		text:  kubeText(x.Reason, strings.ToLower(object.Kind)+"/"+object.Name, text.First(x.Message, x.Note)),
		kind:  kubeKind(x.Type, x.Reason),
		count: max(x.Count, x.DeprecatedCount, x.Series.Count),
	}
	if last, ok := timed(x.Series.Last, x.Last, x.DeprecatedLast); ok && e.count > 1 && last.At.After(first.At) {
		e.until = last
	}
	return []entry{e}, ""
}

func kubeText(reason, object, message string) string {
	return strings.TrimSpace(reason + " " + strings.Trim(object, "/") + ": " + strings.Join(strings.Fields(message), " "))
}

// kubeKind is the kind of an event of Kubernetes: a warning was seen, anything else changed something.
func kubeKind(warning, reason string) string {
	if warning == "Warning" || reason == "Unhealthy" || reason == "BackOff" {
		return "signal"
	}
	return "change"
}
