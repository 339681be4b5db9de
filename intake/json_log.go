package intake

import (
	"encoding/json"
	"strconv"
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
func readJournald(x members, _ *jsonReader) ([]entry, string) {
	when, ok := clock.EpochTime(journalText(x["__REALTIME_TIMESTAMP"]))
	if !ok {
		return nil, noTime
	}
	s := strings.TrimSpace(journalText(x["MESSAGE"]))
	if s == "" {
		return nil, "its message is empty, or too long for the journal's output"
	}
	level := journalLevel(journalText(x["PRIORITY"]))
	e := entry{when: when, key: x.at("__CURSOR"), text: s, kind: logKind(level, s)}
	unit := text.First(journalText(x["SYSLOG_IDENTIFIER"]), journalText(x["_COMM"]), strings.TrimSuffix(journalText(x["_SYSTEMD_UNIT"]), ".service"))
	if unit != "" {
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
func journalText(raw string) string {
	if raw == "" || raw[0] != '[' {
		return text.OfJSON(raw)
	}
	var numbers []uint16
	if json.Unmarshal([]byte(raw), &numbers) == nil {
		b := make([]byte, 0, len(numbers))
		for _, n := range numbers {
			b = append(b, byte(n))
		}
		return model.CleanLines(string(b))
	}
	return text.OfJSON(listOf(raw)[0])
}

func isKubeEvents(l *jsonLook) bool {
	of := func(m map[string]string) bool { return has(m, "involvedObject") || has(m, "regarding", "reason") }
	return l.in == "items" && of(l.item) || of(l.doc) || l.list && of(l.item)
}

// readKubeEvent reads an event of core/v1 or of events.k8s.io/v1; one that was seen several times goes from its first to its last
// time.
func readKubeEvent(x members, _ *jsonReader) ([]entry, string) {
	first, ok := x.when("eventTime", "firstTimestamp", "deprecatedFirstTimestamp", "lastTimestamp", "deprecatedLastTimestamp",
		"metadata.creationTimestamp")
	if !ok {
		return nil, noTime
	}
	object := x.object("involvedObject")
	if object.at("name") == "" {
		object = x.object("regarding")
	}
	reason := x.at("reason")
	e := entry{
		when: first, key: text.First(x.at("metadata.uid"), keyed(x.at("metadata.namespace"), x.at("metadata.name"))),
		text: kubeText(reason, strings.ToLower(object.at("kind"))+"/"+object.at("name"), x.at("message", "note")),
		kind: kubeKind(x.at("type"), reason),
	}
	for _, place := range []string{"count", "deprecatedCount", "series.count"} {
		n, _ := strconv.Atoi(x.at(place))
		e.count = max(e.count, n)
	}
	if last, ok := x.when("series.lastObservedTime", "lastTimestamp", "deprecatedLastTimestamp"); ok && e.count > 1 && last.At.After(first.At) {
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
