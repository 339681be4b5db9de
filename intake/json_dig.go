package intake

import (
	"encoding/json"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

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

// within reads one value inside an answer, where it is an event.
func (d *jsonDocuments) within(p jsonPart) bool {
	raw := d.scan.s[p.from:p.to]
	var e entry
	var ok bool
	if raw[0] == '{' {
		e, ok = validMembers(raw).said()
	} else if e, ok = lokiLine(raw); !ok {
		e, ok = insightsRow(raw)
	}
	if !ok {
		return false
	}
	first := d.lines.at(p.from)
	e.line, e.raw, e.lines = first, raw, d.lines.at(p.to-1)-first+1
	d.b.add(e)
	return true
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

// lokiLine is a line of a stream of Loki: nanoseconds and a text.
func lokiLine(raw string) (entry, bool) {
	if len(raw) < 24 || strings.TrimLeft(raw[1:], " \t\r\n")[0] != '"' || !json.Valid([]byte(raw)) {
		return entry{}, false
	}
	cells := listOf(raw)
	if len(cells) < 2 {
		return entry{}, false
	}
	at, text := text.OfJSON(cells[0]), strings.TrimSpace(text.OfJSON(cells[1]))
	when, ok := clock.EpochTime(at)
	if !ok || len(at) != 19 || text == "" {
		return entry{}, false
	}
	l := logLine{text: text}
	if inner, ok := logfmtMessage(text); ok {
		l = inner
	}
	l = l.finished()
	return entry{when: when, text: l.text, kind: logKind(l.level, l.text), count: l.count}, true
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

// holdsSeveral reports a list of more than one item.
func holdsSeveral(list *jsonScan) bool {
	start, items := *list, 0
	start.parts(func(jsonPart) bool {
		items++
		return items < 2
	})
	return items > 1
}
