package intake

import (
	"encoding/json"
	"strconv"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model"
)

// readJournald reads an entry of "journalctl -o json": microseconds in a string, and a message that is text, a list of bytes
// where it is not UTF-8, or null where it is too long.
func readJournald(x members, _ clock.Stamp, _ *jsonReader) ([]entry, string) {
	e := journalEntry(func(name string) string { return journalText(x[name]) })
	switch {
	case e.when.Form == clock.None:
		return nil, noTime
	case e.text == "":
		return nil, "its message is empty, or too long for the journal's output"
	}
	return []entry{e}, ""
}

// journalEntry is an entry of the journal by its fields, without a text where it has no message.
func journalEntry(field func(name string) string) (e entry) {
	s := strings.TrimSpace(field("MESSAGE"))
	e.when, _ = clock.EpochTime(field("__REALTIME_TIMESTAMP"))
	e.key, e.text, e.kind = field("__CURSOR"), s, logKind(journalLevel(field("PRIORITY")), s)
	unit := text.First(field("SYSLOG_IDENTIFIER"), field("_COMM"), strings.TrimSuffix(field("_SYSTEMD_UNIT"), ".service"))
	if unit != "" && s != "" {
		e.text = unit + ": " + s
	}
	return e
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

// readKubeEvent reads an event of core/v1 or of events.k8s.io/v1; one that was seen several times goes from its first to its last
// time.
func readKubeEvent(x members, first clock.Stamp, _ *jsonReader) ([]entry, string) {
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
