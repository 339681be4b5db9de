package intake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model"
)

type jsonShape struct {
	name, source string
	// is says how the beginning of a document shows it (see fits). The lists that it names hold the items; where it names none, the
	// document is a list of items, or one item itself.
	is string
	// when is where an item has its time, the first that is there; none where its reader finds it.
	when []string
	// read makes events of one item; an empty why means that there was nothing wrong with it.
	read func(item members, when clock.Stamp, r *jsonReader) (events []entry, why string)
	// sorted says that the source gives its newest events first, so they are put in the order of time.
	sorted bool
}

// kubeEvents are what "kubectl get events -o json" prints, and -o yaml.
var kubeEvents = jsonShape{
	"Kubernetes events", "log", "items[] [] {}: involvedObject; items[] [] {}: regarding reason",
	[]string{"eventTime", "firstTimestamp", "deprecatedFirstTimestamp", "lastTimestamp", "deprecatedLastTimestamp", "metadata.creationTimestamp"},
	readKubeEvent, true,
}

// jsonShapes are told apart in this order: what is surest comes first, the general reader last.
var jsonShapes = []jsonShape{
	kubeEvents,
	{"Alertmanager", "alert", "alerts[]: startsAt; [] {}: startsAt labels", []string{"startsAt"}, readAlert, true},
	{"PagerDuty log entries", "alert", "log_entries[]:; []: type=*log_entry created_at; {}: type=*log_entry", []string{"created_at"}, readPagerLog, true},
	{"PagerDuty webhooks", "alert", "{}: event.event_type event.occurred_at", []string{"event.occurred_at"}, readPagerWebhook, true},
	{"GitHub webhooks", "deploy", "{}: repository={ sender.login; {}: repository={ repository.full_name action", nil, readHubWebhook, true},
	{"PagerDuty notes", "alert", "notes[]: content created_at", []string{"created_at"}, readPagerNote, true},
	{"PagerDuty change events", "deploy", "change_events[]:; {}: type=change_event", []string{"timestamp"}, readPagerChange, true},
	{"Statuspage", "ticket", "incidents[] []: incident_updates=[; {}: incident_updates=[; {}: incident.incident_updates=[; scheduled_maintenances[]:",
		nil, readStatus, true},
	{"PagerDuty incident", "alert", "{}: incident.created_at; incidents[]: incident_number urgency; {}: incident_number created_at status",
		nil, readPagerIncident, true},
	{"Opsgenie", "alert", "data[]: log createdAt; []: log owner createdAt; data[] []: note|tinyId createdAt; {}: tinyId createdAt; " +
		"{}: data.note|data.tinyId data.createdAt; {}: data.log data.owner data.createdAt",
		[]string{"createdAt", "data.createdAt"}, readOpsgenie, true},
	{"Datadog", "alert", "events[]: date_happened; data[]: type=event attributes={; {}: date_happened title",
		[]string{"date_happened", "attributes.timestamp"}, readDatadog, true},
	{"Grafana annotations", "alert", "[]: time text tags|timeEnd; []: when what; {}: time timeEnd dashboardUID", []string{"time", "when"}, readGrafana, true},
	{"GitHub Actions", "deploy", "[] {}: status createdAt workflowName|headSha|databaseId|displayTitle; [] {}: workflow_id created_at status; " +
		"workflow_runs[]:", runTimes, readActions, true},
	{"GitHub deployments", "deploy", "[] {}: environment created_at ref|state", []string{"created_at"}, readDeployment, true},
	{"Slack export", "chat", "messages[] [] {}: ts type=message; messages[] [] {}: ts text user", []string{"ts"}, readSlack, false},
	{"journal JSON", "log", "[] {}: __REALTIME_TIMESTAMP", nil, readJournald, false},
	{"JSON", "log", "", nil, readAnyJSON, false},
}

func (s *jsonShape) entries(x members, r *jsonReader) (events []entry, why string) {
	when, ok := x.when(s.when...)
	if !ok && len(s.when) > 0 {
		return nil, noTime
	}
	return s.read(x, when, r)
}

func (s *jsonShape) holds(name string) bool { return strings.Contains(" "+s.is, " "+name+"[]") }

// fits reports whether one of the rules, which semicolons part, describes a document: places in it, and members that one of them has.
// A place is "[]", the first item of the list that the document is, "alerts[]", that of the list of this name in it, or "{}", the
// document itself. A member may be one of several, "ref|state", stand in another one, "sender.login", or be of a value, of which a
// star stands for the beginning: "type=*log_entry". Of a value that is nested, "[" and "{" are the beginning.
func (l *jsonLook) fits(rules string) bool {
	for rule := range strings.SplitSeq(rules, "; ") {
		places, names, _ := strings.Cut(rule, ":")
		for place := range strings.FieldsSeq(places) {
			found := l.doc
			if list, ok := strings.CutSuffix(place, "[]"); ok {
				if found = l.item; l.in != list || list == "" && !l.list {
					continue
				}
			}
			if l.hasAll(found, names) {
				return true
			}
		}
	}
	return false
}

func (l *jsonLook) hasAll(in members, names string) bool {
	for ways := range strings.FieldsSeq(names) {
		found := false
		for way := range strings.SplitSeq(ways, "|") {
			x := in
			if object, name, inside := strings.Cut(way, "."); inside {
				x, way = l.doc.object(object), name
			}
			name, wanted, _ := strings.Cut(way, "=")
			value, there := x[name]
			value = strings.Trim(value, `"`)
			if end, open := strings.CutPrefix(wanted, "*"); open {
				there = strings.HasSuffix(value, end)
			} else if wanted == "{" || wanted == "[" {
				there = strings.HasPrefix(value, wanted)
			} else if wanted != "" {
				there = value == wanted
			}
			found = found || there
		}
		if !found {
			return false
		}
	}
	return in != nil
}

// jsonFormats are one format that recognises every document of JSON, and one for each shape, which --format may name. What
// shape a document has is settled when it is read, so that it is looked at once.
func jsonFormats() []format {
	all := make([]format, 0, len(jsonShapes))
	for i := range jsonShapes {
		shape := &jsonShapes[i]
		all = append(all, format{
			name: shape.name, source: shape.source,
			read: func(b *block) { readJSON(b, shape) },
		})
	}
	general := &all[len(all)-1]
	general.recognise = recogniseJSON
	general.read = readAsShape
	return all
}

// readAsShape reads a document of a shape that is still to be found, unless somebody has named it.
func readAsShape(b *block) {
	shape := shapeOf(lookJSON(joinedHead(b.lines, lookAhead)))
	if b.opt.Format == "" {
		b.format = formatNamed(shape.name)
	} else {
		shape = anyShape()
	}
	readJSON(b, shape)
}

// anyShape is the last shape, which takes what no other one does.
func anyShape() *jsonShape { return &jsonShapes[len(jsonShapes)-1] }

// recogniseJSON counts the lines of the documents of one shape that follow each other.
func recogniseJSON(lines []string) int {
	if len(lines) == 0 || !opensDocument(lines) {
		return 0
	}
	if lookJSON(joinedHead(lines, glance)) == nil && !bottomless(lines[0]) {
		return 0
	}
	shape := shapeOf(lookJSON(joinedHead(lines, lookAhead)))
	n := 0
	for n < len(lines) {
		if strings.TrimSpace(lines[n]) == "" && n > 0 {
			n++
			continue
		}
		if n > 0 && (!opensDocument(lines[n:]) || !oneLiner(lines[n]) && shapeOf(lookJSON(joinedHead(lines[n:], glance))) != shape) {
			break
		}
		n += documentLines(lines[n:])
	}
	return len(text.WithoutBlankEnd(lines[:n]))
}

// opensDocument reports a bracket with what may follow it, on its line or on the next one that is not empty.
func opensDocument(lines []string) bool {
	if !opensJSON(lines[0]) {
		return false
	}
	line := strings.TrimSpace(strings.TrimLeft(lines[0], "\x1e"))
	if len(line) > 1 {
		return true
	}
	for _, next := range lines[1:min(len(lines), 6)] {
		if next = strings.TrimSpace(next); next != "" {
			return opensJSON(line + next)
		}
	}
	return false
}

// oneLiner reports a line that is an object by itself: lines of one log may differ in their members.
func oneLiner(line string) bool {
	line = strings.TrimRight(line, " \r,")
	return strings.HasSuffix(line, "}") && strings.TrimLeft(line, " \x1e")[0] == '{'
}

// bottomless reports the beginning of nothing but brackets.
func bottomless(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) > maxJSONDepth && strings.Trim(line[:maxJSONDepth], "[{") == ""
}

func opensJSON(line string) bool {
	line = strings.TrimLeft(line, " \t\x1e\ufeff")
	if line == "" || line[0] != '{' && line[0] != '[' {
		return false
	}
	next := strings.TrimLeft(line[1:], " \t\r")
	return next == "" || line[0] == '{' && (next[0] == '"' || next[0] == '}') || line[0] == '[' && strings.IndexByte("{[]", next[0]) >= 0
}

// glance is how much is read of a document behind another one.
const glance = 2 << 10

func joinedHead(lines []string, enough int) string {
	if len(lines[0]) >= enough {
		return lines[0]
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line)
		b.WriteByte('\n')
		if b.Len() > enough {
			break
		}
	}
	return b.String()
}

func shapeOf(look *jsonLook) *jsonShape {
	if look == nil {
		return anyShape()
	}
	for i := range jsonShapes {
		if look.fits(jsonShapes[i].is) {
			return &jsonShapes[i]
		}
	}
	return anyShape()
}

// documentLines is how many lines the document at the first line takes: all of them where it has no end.
func documentLines(lines []string) int {
	var nest jsonNest
	for n, line := range lines {
		at, state := nest.feed(line)
		switch {
		case state == jsonDeep:
			return len(lines)
		case state == jsonCut && n > 0 && strings.TrimSpace(line[:at]) == "":
			return n // the next document begins here
		case state != jsonOpen || nest.depth == 0:
			return n + 1
		}
	}
	return len(lines)
}

type jsonReader struct {
	b     *block
	users map[string]string // Slack's ids and the names behind them

	nameless bool // somebody without a name was met, which was said

	several bool // the list holds more than one incident or alert, so none of them says when this one was noticed or over
}

// onlyOne is the moment, where the document tells of a single alert or incident.
func (r *jsonReader) onlyOne(moment string) string {
	if r.several {
		return ""
	}
	return moment
}

// readJSON reads every document of the block, item by item, so that what is whole of a cut document is offered.
func readJSON(b *block, shape *jsonShape) {
	d := &jsonDocuments{
		shape:  shape,
		reader: &jsonReader{b: b},
		b:      b,
		scan:   jsonScan{s: b.text},
	}
	d.lines = lineCounter{text: d.scan.s, line: b.first}
	if oneLiner(b.lines[0]) {
		b.entries = make([]entry, 0, len(b.lines))
	}
	d.read()
	if shape.sorted {
		b.byTime()
	}
}

type jsonDocuments struct {
	shape  *jsonShape
	reader *jsonReader
	scan   jsonScan
	lines  lineCounter
	item   []byte
	b      *block
	cuts   int // how many cuts were named
}

func (d *jsonDocuments) read() {
	j := &d.scan
	for j.blanks(); j.i < len(j.s); j.blanks() {
		from := j.i
		switch j.s[from] {
		case ',', ']', '}': // behind a list that was cut and went on
			j.i++
			continue
		case '[':
			d.reader.several = holdsSeveral(&jsonScan{s: j.s, i: from})
			if named := d.cuts; !j.parts(d.take) {
				d.goOn(from, named)
			}
		case '{':
			d.object(from)
		default:
			j.i = text.LineEnd(j.s, from)
			d.drop(from, j.i, "not JSON")
		}
	}
}

// object hands over the items of the list in an object, or the object itself.
func (d *jsonDocuments) object(from int) {
	found, more, named := false, false, d.cuts
	j := &d.scan
	whole := j.parts(func(p jsonPart) bool {
		if j.s[p.from] == '[' && d.holdsItems(p.name, from) {
			found = true
			list := &jsonScan{s: j.s[:p.to], i: p.from}
			d.reader.several = holdsSeveral(list)
			list.parts(d.take)
		}
		more = more || p.name == "more" && j.s[p.from:p.to] == "true"
		return true
	})
	if more && found {
		d.b.dropped = append(d.b.dropped, Dropped{Line: d.lines.at(j.i - 1), Text: `"more": true`, Why: morePages})
	}
	switch {
	case whole && !found:
		d.take(jsonPart{from: from, to: j.i, whole: true})
	case !whole && !found:
		d.take(jsonPart{from: from, to: j.i})
		d.goOn(from, named)
	case !whole:
		d.goOn(from, named)
	}
}

// holdsItems reports whether a member of the document at from holds the list of items; in a document of no known shape it is
// the first list of objects, unless the document has a time itself.
func (d *jsonDocuments) holdsItems(name string, from int) bool {
	if d.shape != anyShape() || d.shape.holds(name) {
		return d.shape.holds(name)
	}
	look := lookJSON(d.scan.s[from:min(len(d.scan.s), from+lookAhead)])
	return look != nil && name == look.in && !slices.ContainsFunc(timeKeys, func(key string) bool { return look.hasAll(look.doc, key) })
}

func (d *jsonDocuments) take(p jsonPart) bool {
	text := d.scan.s[p.from:p.to]
	if !p.whole {
		d.cuts++
		d.drop(p.from, p.to, d.cutReason())
		return false
	}
	first := d.lines.at(p.from)
	last := d.lines.at(max(p.from, p.to-1))
	var found []entry
	why := "JSON that holds no event: not an object"
	d.item = append(d.item[:0], text...)
	if json.Valid(d.item) && text[0] == '{' {
		found, why = d.shape.entries(membersOf(text), d.reader)
	}
	for i := range found {
		if found[i].line, found[i].lines, found[i].raw = first, last-first+1, text; strings.Trim(found[i].by, "0123456789") == "" {
			found[i].by = "" // a number names nobody
		}
	}
	d.b.entries = append(d.b.entries, found...)
	if why == "" && (d.shape != anyShape() || !strings.Contains(text, `"replies"`)) {
		return true
	}
	d.lines.line, d.lines.from = first, p.from // what is inside is counted from here, not back from the end
	if (d.shape != anyShape() || !d.dig(p, 0)) && why != "" {
		d.drop(p.from, p.to, why)
	}
	return true
}

func (d *jsonDocuments) drop(from, to int, why string) {
	more := strings.Count(strings.TrimRight(d.scan.s[from:to], "\n"), "\n")
	d.b.dropped = append(d.b.dropped, Dropped{Line: d.lines.at(from), Text: head(d.scan.s[from:to]), Why: why + manyLines(more+1)})
}

func (d *jsonDocuments) cutReason() string {
	if d.scan.deep {
		return fmt.Sprintf("JSON nested more than %d levels deep", maxJSONDepth)
	}
	return "the document is cut here; what is whole before it was read"
}

// goOn finds where to read on behind a document that began at from and broke off: at the line that it met instead, or behind
// this one. What nests too deep is left whole. A cut that no item named is named here.
func (d *jsonDocuments) goOn(from, named int) {
	j := &d.scan
	start := strings.LastIndexByte(j.s[:j.i], '\n') + 1
	if d.cuts == named {
		d.cuts++
		d.drop(max(from, strings.LastIndexByte(strings.TrimRight(j.s[:j.i], " \r\n"), '\n')+1), j.i, d.cutReason())
	}
	switch {
	case j.deep:
		j.i = len(j.s)
	case j.i < len(j.s) && j.i > from && strings.TrimSpace(j.s[start:j.i]) == "":
	default:
		j.i = text.LineEnd(j.s, max(j.i, from+1))
	}
}

// lineCounter counts the lines up to places that mostly move on.
type lineCounter struct {
	text string
	from int
	line int
}

func (l *lineCounter) at(place int) int {
	if place < l.from {
		return l.line - strings.Count(l.text[place:l.from], "\n")
	}
	l.line += strings.Count(l.text[l.from:place], "\n")
	l.from = place
	return l.line
}

func head(raw string) string {
	return model.Shorten(strings.Join(strings.Fields(raw[:min(len(raw), 600)]), " "), 200)
}

// morePages is said of an answer of PagerDuty that is one page of several.
const morePages = `"more": true: PagerDuty has more of these, ask for the next page`

const noTime = "no time that can be read"
