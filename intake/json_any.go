package intake

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model"
)

// The names of members that hold what an event needs, in the order in which they are tried.
var (
	timeKeys = []string{
		"ts", "time", "timestamp", "@timestamp", "date", "datetime", "created_at", "createdAt", "when", "startsAt", "eventTime", "t", "at",
		"Timestamp", "time_local", "logged_at", "occurred_at", "@t", "start_time", "startTime", "receiveTimestamp", "time_iso8601", "EventTime",
		"asctime", "instant", "timeUnixNano", "created", "dateCreated", "started_at", "startedAt", "mergedAt", "publishedAt", "created_on",
	}
	textKeys = []string{
		"msg", "message", "event", "summary", "text", "description", "title", "note", "body", "log",
		"textPayload", "eventName", "@m", "@mt", "Subject", "Message", "MESSAGE", "@message", "line", "short_message",
		"RenderedMessage", "MessageTemplate",
		"details", "info", "reason",
	}
	actorKeys = []string{"user", "actor", "author", "agent", "owner", "username", "userIdentity"}
	levelKeys = []string{"level", "severity", "lvl", "loglevel", "log.level", "levelname", "@l", "Level", "severityText", "log_level"}

	// happenedKeys are the members that say what became of a thing, where its words name only the thing.
	happenedKeys = []string{"action", "event_type", "alert_transition", "current_state", "conclusion", "state", "status"}

	// holderKeys are the members in which some programs put all that they say.
	holderKeys = []string{"jsonPayload", "fields", "@fields", "data", "log", "payload", "record", "attributes", "_source"}
)

// readAnyJSON reads an object that has a time and something to say, under any of the usual names.
func readAnyJSON(x members, _ clock.Stamp, _ *jsonReader) ([]entry, string) {
	when, timeKey, ok := stampOf(x)
	if !ok {
		return nil, "JSON without a time: " + memberNames(x)
	}
	if x.isThing(timeKey) {
		return nil, "the record of a thing, not of an event: " + memberNames(x)
	}
	if e, ok := x.message(when); ok {
		return []entry{e}, ""
	}
	text := text.First(x.text(), x.call())
	if text == "" && x.happened() != "" {
		text = x.at("name")
	}
	text = cmp.Or(text, pairsOf(x, timeKey))
	if text == "" {
		return nil, "JSON with a time and nothing else that can be read: " + memberNames(x)
	}
	return []entry{x.entry(when, text)}, ""
}

func (x members) entry(when clock.Stamp, s string) entry {
	l := x.line(s)
	if happened := x.happened(); !text.AnyWord(strings.ToLower(l.text), happened, strings.ReplaceAll(happened, "_", " ")) {
		l.text += " (" + happened + ")"
	}
	return entry{when: when, until: x.ended(when), text: strings.TrimSpace(l.text), by: actorOf(x), kind: logKind(l.level, l.text), count: l.count}
}

// line is a text of the object, taken apart as a line of a log, with the error that the object names besides.
func (x members) line(s string) logLine {
	l := logLine{text: s, level: x.level()}.finished()
	if cause := x.at("error", "err"); cause != "" && !strings.Contains(l.text, cause) {
		l.text += ": " + cause
	}
	return l
}

// happened is what an object says beside its words that became of the thing it is about: its state, its end, the type of its event.
func (x members) happened() string {
	word := strings.ToLower(firstOf(x, happenedKeys))
	if len(word) > 40 || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz_.- ") != "" {
		return ""
	}
	return word
}

// ended is the time at which what began at a time ended, where an object has both.
func (x members) ended(when clock.Stamp) clock.Stamp {
	for _, key := range []string{"ended_at", "resolved_at", "closed_at", "finished_at"} {
		if st, ok := clock.JSONTime(x[key]); ok && st.Form == clock.Exact && when.Form == clock.Exact && st.At.After(when.At) {
			return st
		}
	}
	return clock.Stamp{}
}

// text is what the object says, itself or in the member that holds it all.
func (x members) text() string { return x.held(textKeys) }

// held is the first of the members that holds text, in the object or in one of those in which programs put all that they say.
func (x members) held(keys []string) string {
	found := firstOf(x, keys)
	for i := 0; found == "" && i < len(holderKeys); i++ {
		found = firstOf(x.object(holderKeys[i]), keys)
	}
	return found
}

// call is what an object says that is the record of a request: of an API by its name, or of the web.
func (x members) call() string {
	if audit := x.object("protoPayload"); audit != nil {
		return strings.TrimSpace(audit.at("methodName") + " " + audit.at("resourceName"))
	}
	request := x.object("httpRequest")
	return strings.TrimSpace(request.at("requestMethod") + " " + request.at("requestUrl") + " " + request.at("status"))
}

// level is how bad the object says it is: a word, the letter of MongoDB, or a number as Bunyan and Pino (30 is info) or as syslog counts (GELF).
func (x members) level() string {
	word := x.held(levelKeys)
	if level := levels[strings.ToUpper(word)]; level != "" {
		return level
	}
	n, err := strconv.Atoi(word)
	_, gelf := x["short_message"]
	switch {
	case err == nil && gelf:
		return journalLevel(word)
	case err == nil && n >= 10 && n <= 60 && n%10 == 0:
		return [...]string{"debug", "debug", "info", "warn", "error", "fatal"}[n/10-1]
	case x["ctx"] != "" && x["c"] != "":
		return map[string]string{"I": "info", "W": "warn", "E": "error", "F": "fatal"}[text.OfJSON(x["s"])]
	}
	return ""
}

// stampOf is the time of an object: under a usual name, or else under one that speaks of a time and holds a whole one.
func stampOf(x members) (when clock.Stamp, key string, ok bool) {
	for _, key := range timeKeys {
		if raw, there := x[key]; there {
			if when, ok := clock.JSONTime(raw); ok {
				return when, key, true
			}
		}
	}
	for _, key := range sortedNames(x) {
		// the name says when something was, not how long it took or when it will end
		if text.AnyWord(key, "expir", "until", "end", "timeout", "uptime", "duration", "taken", "_id") ||
			!text.AnyWord(key, "time", "date") && !strings.HasSuffix(strings.ToLower(key), "_at") && !strings.HasSuffix(key, "At") {
			continue
		}
		if when, ok := clock.JSONTime(x[key]); ok && (when.Form == clock.Exact || when.Form == clock.Local && when.Year > 0) {
			return when, key, true
		}
	}
	return clock.Stamp{}, "", false
}

// firstOf is the first of the members that holds text. OpenTelemetry puts it one level deeper.
func firstOf(x members, keys []string) string {
	for _, key := range keys {
		raw := x[key]
		said := text.OfJSON(raw)
		if said == "" && strings.Contains(raw[:min(len(raw), 40)], `"stringValue"`) {
			said = text.OfJSON(x.object(key)["stringValue"])
		}
		if said = strings.TrimSpace(said); said != "" {
			return said
		}
	}
	return ""
}

// actorOf is who did it: a name, or the name inside an object.
func actorOf(x members) string {
	name := firstOf(x, actorKeys)
	for _, key := range actorKeys {
		if name == "" {
			name = firstOf(x.object(key), []string{"name", "display_name", "displayName", "login", "username", "userName", "summary", "email"})
		}
	}
	if name == "" {
		name = x.at("protoPayload.authenticationInfo.principalEmail")
	}
	if strings.Trim(name, "0123456789-") == "" || len(name) > 60 {
		return ""
	}
	return name
}

// pairsOf is an object without a text: its short members in the order of their names.
func pairsOf(x members, without string) string {
	var pairs []string
	for _, name := range sortedNames(x) {
		if v := text.OfJSON(x[name]); v != "" && name != without && len(v) <= 80 && len(pairs) < 8 {
			pairs = append(pairs, name+"="+v)
		}
	}
	return strings.Join(pairs, " ")
}

// maxDig is how deep inside an answer of no known shape events are looked for.
const maxDig = 8

// dig finds events inside a value that is none itself: the hits of a search, the streams of Loki, the records of
// OpenTelemetry. Only what has a time and says something counts.
func (d *jsonDocuments) dig(p jsonPart, depth int) (found bool) {
	if depth > maxDig {
		return false
	}
	inner := &jsonScan{s: d.scan.s[:p.to], i: p.from}
	inner.parts(func(m jsonPart) bool {
		if c := d.scan.s[m.from]; m.whole && (c == '{' || c == '[') {
			here := d.within(m)
			if !here || strings.Contains(d.scan.s[m.from:m.to], `"replies"`) {
				here = d.dig(m, depth+1) || here
			}
			found = here || found
		}
		return true
	})
	return found
}

func (d *jsonDocuments) within(p jsonPart) bool {
	raw := d.scan.s[p.from:p.to]
	var e entry
	var ok bool
	if raw[0] == '{' {
		e, ok = validMembers(raw).said()
	} else if e, ok = lokiLine(raw); !ok {
		e, ok = insightsRow(raw)
	}
	if ok {
		first := d.lines.at(p.from)
		e.line, e.raw, e.lines = first, raw, d.lines.at(p.to-1)-first+1
		d.b.add(e)
	}
	return ok
}

// said is the event of an object that has a time and says something. A thing that others speak of, which was only made then, is none.
func (x members) said() (entry, bool) {
	when, timeKey, ok := stampOf(x)
	if e, chat := x.message(when); ok && chat {
		return e, true
	}
	said := x.text()
	made := strings.HasPrefix(timeKey, "created") && x["id"] != "" && x.happened() == "" && x.level() == ""
	if !ok || said == "" || made {
		return entry{}, false
	}
	return x.entry(when, said), true
}

func lokiLine(raw string) (e entry, ok bool) {
	if len(raw) < 24 || strings.TrimLeft(raw[1:], " \t\r\n")[0] != '"' || !json.Valid([]byte(raw)) {
		return e, false
	}
	cells := append(listOf(raw), "", "")
	at, said := text.OfJSON(cells[0]), strings.TrimSpace(text.OfJSON(cells[1]))
	when, ok := clock.EpochTime(at)
	l := logfmtSays(logfmtPairs(said), said)
	if l.text == said {
		l = logLine{text: said}
	}
	l = l.finished()
	return entry{when: when, text: l.text, kind: logKind(l.level, l.text), count: l.count}, ok && len(at) == 19 && said != ""
}

// insightsRow is a row of CloudWatch Logs Insights: a list of fields and their values.
func insightsRow(raw string) (entry, bool) {
	if !strings.Contains(raw[:min(len(raw), 200)], `"field"`) || !json.Valid([]byte(raw)) {
		return entry{}, false
	}
	x := members{}
	for _, item := range listOf(raw) {
		cell := membersOf(item)
		x[text.OfJSON(cell["field"])] = cell["value"]
	}
	return x.said()
}

func holdsSeveral(list *jsonScan) bool {
	start, items := *list, 0
	start.parts(func(jsonPart) bool { items++; return items < 2 })
	return items > 1
}

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

// readKubeEvent reads an event of core/v1 or of events.k8s.io/v1; one that was seen several times goes from its first to its last time.
func readKubeEvent(x members, first clock.Stamp, _ *jsonReader) ([]entry, string) {
	reason, of := x.at("reason"), strings.ToLower(x.at("involvedObject.kind", "regarding.kind"))+"/"+x.at("involvedObject.name", "regarding.name")
	e := entry{
		when: first, key: text.First(x.at("metadata.uid"), keyed(x.at("metadata.namespace"), x.at("metadata.name"))),
		text: kubeText(reason, of, x.at("message", "note")), kind: kubeKind(x.at("type"), reason),
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
