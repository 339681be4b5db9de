package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/intake/text"
)

type alignedColumn struct {
	name string
	from int
}

var columnName = text.Expression(`[^ \t]+(?: [^ \t]+)*`)

// isKubeHeading reports the heading of "kubectl get events" or of the events of "kubectl describe".
func isKubeHeading(line string) bool {
	words := strings.Join(strings.Fields(line), " ")
	return text.StartsWithAny(words, "LAST SEEN ", "NAMESPACE LAST SEEN ") && strings.Contains(words, " REASON ") ||
		strings.HasPrefix(words, "Type Reason Age From ")
}

func recogniseKubeTable(lines []string) int {
	n := 0
	if len(lines) > 0 && strings.TrimSpace(lines[0]) == "Events:" {
		n++
	}
	if n >= len(lines) || !isKubeHeading(lines[n]) {
		return 0
	}
	for n++; n < len(lines); n++ {
		if !isKubeRow(lines[n]) && !isTableRule(lines[n]) && !goesOnInTable(lines[n:]) {
			break
		}
	}
	return n
}

func isKubeRow(line string) bool {
	_, ok := kubeRow(line)
	return ok
}

// goesOnInTable reports a line that goes on with the message of the row above: an indented one, or one that only a few lines
// without a blank line part from the next row.
func goesOnInTable(lines []string) bool {
	if strings.TrimSpace(lines[0]) == "" {
		return false
	}
	if lines[0][0] == ' ' || lines[0][0] == '\t' {
		return true
	}
	for _, line := range lines[1:min(len(lines), 4)] {
		switch {
		case strings.TrimSpace(line) == "" || isKubeHeading(line):
			return false
		case isKubeRow(line):
			return true
		}
	}
	return false
}

// recogniseDescribe takes a whole description, from its name to the end of its events.
func recogniseDescribe(lines []string) int {
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "Name:") {
		return 0
	}
	for i, line := range lines[1:min(len(lines), 1000)] {
		switch {
		case strings.TrimSpace(line) == "Events:":
			if n := recogniseKubeTable(lines[i+1:]); n > 0 {
				return i + 1 + n
			}
			return 0
		case strings.HasPrefix(line, "Name:"):
			return 0
		case line != "" && line[0] != ' ' && line[0] != '\t' && !strings.Contains(line, ":") && i > 0:
			return 0
		}
	}
	return 0
}

func isTableRule(line string) bool {
	return strings.Contains(line, "---") && strings.Trim(line, "- \t") == ""
}

// kubeAge is the age of an event as kubectl prints it: how long ago it was seen last, and where it was seen several times how
// often and how long ago first.
type kubeAge struct {
	last, first         time.Duration
	lastText, firstText string
	count               int
	unknown             bool
}

type kubeRowParts struct {
	before []string
	age    kubeAge
	after  string
}

// kubeRow finds the age among the first four words of a line.
func kubeRow(line string) (kubeRowParts, bool) {
	rest := strings.TrimLeft(line, " \t")
	var row kubeRowParts
	for range 4 {
		end := strings.IndexAny(rest, " \t")
		if end < 0 {
			return row, false
		}
		word := rest[:end]
		rest = strings.TrimLeft(rest[end:], " \t")
		if age, ok := kubeDuration(word); ok || word == "<unknown>" {
			row.age = kubeAge{last: age, lastText: word, unknown: !ok, count: 1}
			row.after = row.age.over(rest)
			return row, row.after != "" && (len(row.before) > 0 || text.StartsWithAny(row.after, "Normal ", "Warning ", "Error ", "Info "))
		}
		row.before = append(row.before, word)
	}
	return row, false
}

// over reads "(x12 over 1h)" behind an age, and gives back what follows.
func (a *kubeAge) over(rest string) string {
	inner, after, ok := strings.Cut(strings.TrimPrefix(rest, "(x"), ")")
	if !ok || !strings.HasPrefix(rest, "(x") {
		return rest
	}
	number, span, ok := strings.Cut(inner, " over ")
	count, err := strconv.Atoi(number)
	first, dated := kubeDuration(span)
	if !ok || err != nil || !dated {
		return rest
	}
	a.count, a.first, a.firstText = count, first, span
	return strings.TrimLeft(after, " \t")
}

// kubeDuration reads 45s, 3m20s, 2d3h or 1y30d.
func kubeDuration(s string) (d time.Duration, ok bool) {
	units := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'y': 365 * 24 * time.Hour}
	for s != "" {
		n := 0
		for n < len(s) && n < 5 && text.IsDigit(s[n]) {
			n++
		}
		if n == 0 || n == len(s) || units[s[n]] == 0 {
			return 0, false
		}
		count, _ := strconv.Atoi(s[:n])
		d += time.Duration(count) * units[s[n]]
		s, ok = s[n+1:], true
	}
	return d, ok
}

func (a kubeAge) stamps() (when, until clock.Stamp) {
	switch {
	case a.unknown:
		return clock.Stamp{Form: clock.Unknown, Text: a.lastText}, clock.Stamp{}
	case a.first > a.last:
		return clock.Before(a.first, a.firstText), clock.Before(a.last, a.lastText)
	}
	return clock.Before(a.last, a.lastText), clock.Stamp{}
}

// readKubeTable reads the rows of either table. Their ages are relative, so somebody has to say when they were copied. Rows
// are put into the order of time, as kubectl sorts them only when it is told to.
func readKubeTable(b *block) {
	var columns []alignedColumn
	object := ""
	for i, line := range b.lines {
		switch {
		case isKubeHeading(line):
			if i > 1 && object != "" {
				b.dropLines(0, i, "the description above the events")
			}
			columns = nil // names in the case they have, two blanks or more apart
			for _, at := range columnName().FindAllStringSubmatchIndex(line, -1) {
				columns = append(columns, alignedColumn{strings.ToLower(line[at[0]:at[1]]), at[0]})
			}
		case columns == nil:
			if name, ok := strings.CutPrefix(line, "Name:"); ok && object == "" {
				object = strings.TrimSpace(name)
			}
		case isTableRule(line) || strings.TrimSpace(line) == "":
		default:
			row, ok := kubeRow(line)
			switch {
			case ok:
				b.add(row.entry(line, columns, object, b.line(i)))
			case len(b.entries) > 0:
				b.extend(i).text += " " + strings.Join(strings.Fields(line), " ")
			default:
				b.drop(i, "not a row of the table above")
			}
		}
	}
	sortByAge(b.entries)
	setKubeKeys(b.entries, b.opt.Copied)
}

func sortByAge(entries []entry) {
	above := time.Duration(math.MaxInt64)
	for i := range entries {
		if w := &entries[i].when; w.Form == clock.Unknown {
			w.Ago = above
		}
		above = entries[i].when.Ago
	}
	slices.SortStableFunc(entries, func(x, y entry) int { return cmp.Compare(y.when.Ago, x.when.Ago) })
}

func (row kubeRowParts) entry(line string, columns []alignedColumn, object string, number int) entry {
	e := entry{line: number, lines: 1, raw: line, count: row.age.count}
	hasMessage := columns[len(columns)-1].name == "message" || columns[len(columns)-1].name == "name"
	cells := cutColumns(line, columns)
	row.age.firstSeen(cells)
	e.count = row.age.count
	e.when, e.until = row.age.stamps()
	warning, reason, message := cells["type"], cells["reason"], cells["message"]
	if o := cells["object"]; o != "" {
		object = o
	}
	if warning == "" || reason == "" || hasMessage && message == "" { // not lined up any more: the words in their order
		warning, reason, object, message = row.words(columns, object)
	}
	if columns[0].name == "namespace" && len(row.before) > 0 && object != "" {
		object = row.before[0] + "/" + object
	}
	e.text = strings.TrimSuffix(kubeText(reason, object, message), ":")
	if message != "" && strings.HasSuffix(message, ":") {
		e.text += ":"
	}
	e.kind = kubeKind(warning, reason)
	return e
}

// firstSeen reads the columns that only -o wide has: when an event was seen first, and how often.
func (a *kubeAge) firstSeen(cells map[string]string) {
	first, ok := kubeDuration(cells["first seen"])
	count, err := strconv.Atoi(cells["count"])
	if ok && err == nil && count > 1 && first > a.last {
		a.first, a.firstText, a.count = first, cells["first seen"], count
	}
}

// words are type, reason, object and message where only single blanks separate them.
func (row kubeRowParts) words(columns []alignedColumn, object string) (warning, reason, of, message string) {
	if columns[0].name == "type" && len(row.before) > 0 { // describe: type and reason stand before the age, who saw it behind
		gap := " "
		if strings.Contains(row.after, "  ") {
			gap = "  "
		}
		_, message, _ = strings.Cut(row.after, gap)
		return row.before[0], row.before[min(1, len(row.before)-1)], object, strings.TrimSpace(message)
	}
	fields := strings.Fields(row.after)
	if len(fields) < 4 {
		return "", strings.Join(fields, " "), object, ""
	}
	return fields[0], fields[1], fields[2], strings.Join(fields[3:], " ")
}

// cutColumns cuts a line where the heading's columns begin; nothing where the line is not lined up with them.
func cutColumns(line string, columns []alignedColumn) map[string]string {
	cells := map[string]string{}
	for i, c := range columns {
		if c.from >= len(line) {
			break
		}
		if c.from > 0 && strings.Trim(line[max(0, c.from-2):c.from], " \t") != "" {
			return map[string]string{}
		}
		to := len(line)
		if i+1 < len(columns) && columns[i+1].from < to {
			to = columns[i+1].from
		}
		cells[c.name] = strings.TrimSpace(line[c.from:to])
	}
	return cells
}

// recogniseKubeYAML counts the lines of events of Kubernetes as "kubectl get events -o yaml" prints them: a list, or one event after the other.
func recogniseKubeYAML(lines []string) int {
	if !strings.HasPrefix(lines[0], "apiVersion:") {
		return 0
	}
	events := slices.ContainsFunc(lines[:min(len(lines), 200)], func(line string) bool {
		return strings.TrimLeft(line, " -") == "involvedObject:" || strings.TrimLeft(line, " -") == "regarding:"
	})
	if !events {
		return 0
	}
	return text.Run(lines, func(line string) bool {
		return line == "" || strings.IndexByte(" -", line[0]) >= 0 || yamlKey().MatchString(line)
	})
}

var yamlKey = text.Expression(`^[A-Za-z][\w./-]*:(?: .*)?$`)

// readKubeYAML reads every event as its JSON would be read.
func readKubeYAML(b *block) {
	for from := 0; from < len(b.lines); {
		to := yamlItemEnd(b.lines, from)
		item := slices.Clone(b.lines[from:to])
		indent := len(item[0]) - len(strings.TrimLeft(item[0], " -"))
		item[0] = strings.Repeat(" ", indent) + item[0][indent:]
		members, _ := yamlMap(item, 0, indent)
		if kind := members["kind"]; kind == "Event" {
			raw, err := json.Marshal(members)
			var found []entry
			why := "YAML that cannot be read"
			if err == nil {
				found, why = kubeEvents.entries(membersOf(string(raw)), nil)
			}
			for i := range found {
				found[i].line, found[i].lines, found[i].raw = b.line(from), to-from, strings.Join(b.lines[from:to], "\n")
			}
			if b.entries = append(b.entries, found...); why != "" {
				b.dropLines(from, to, why)
			}
		}
		from = to
	}
	b.byTime()
}

// yamlItemEnd is the line after the item or the document that begins at line i: the next item that is no deeper, the next document,
// or what follows a list.
func yamlItemEnd(lines []string, i int) int {
	dash := strings.IndexByte(lines[i], '-')
	inList := dash >= 0 && strings.TrimLeft(lines[i][:dash], " ") == "" && strings.HasPrefix(lines[i][dash:], "- ")
	for i++; i < len(lines); i++ {
		line := strings.TrimLeft(lines[i], " ")
		indent := len(lines[i]) - len(line)
		switch {
		case line == "":
		case strings.HasPrefix(lines[i], "---"):
			return i
		case inList && indent <= dash:
			return i
		case !inList && strings.HasPrefix(line, "- apiVersion:"):
			return i
		}
	}
	return i
}

// yamlMap reads the mapping of this indent that begins at line i: texts, whole numbers and mappings. Lists in it are passed over. It
// returns the line after it.
func yamlMap(lines []string, i, indent int) (members map[string]any, next int) {
	members = map[string]any{}
	for i < len(lines) {
		line := strings.TrimLeft(lines[i], " ")
		at := len(lines[i]) - len(line)
		if line != "" && at < indent {
			break
		}
		i++
		key, value, ok := strings.Cut(line+" ", ": ")
		if line == "" || at > indent || !ok || strings.HasPrefix(line, "- ") {
			continue
		}
		value = strings.TrimSpace(value)
		if value == "" && i < len(lines) && yamlIndent(lines[i]) > indent && yamlKey().MatchString(strings.TrimLeft(lines[i], " ")) {
			members[key], i = yamlMap(lines, i, yamlIndent(lines[i]))
			continue
		}
		for ; i < len(lines) && value != "" && yamlIndent(lines[i]) > indent; i++ { // a text that is wrapped
			value += " " + strings.TrimSpace(lines[i])
		}
		members[key] = yamlScalar(value)
	}
	return members, i
}

func yamlIndent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// yamlScalar is a text without its quotes or the mark of a block, or a whole number.
func yamlScalar(value string) any {
	if n, err := strconv.Atoi(value); err == nil {
		return n
	}
	if plain, err := strconv.Unquote(value); err == nil && strings.HasPrefix(value, `"`) {
		return plain
	}
	if inner, ok := strings.CutPrefix(value, "'"); ok {
		return strings.ReplaceAll(strings.TrimSuffix(inner, "'"), "''", "'")
	}
	for _, mark := range []string{"|-", ">-", "|", ">"} {
		if rest, ok := strings.CutPrefix(value, mark+" "); ok {
			return rest
		}
	}
	return value
}

// setKubeKeys gives the rows of a table of ages their keys: what a row says, when that was first seen, and how exact this is,
// such as "0f1e…@1794968045~61". The same event has other ages and counts in a copy made later; that is what the last two
// are for. Two rows of one table that say the same at about the same time are two events. Before anybody has said when the
// table was copied there are no keys. The rows must be in the order of time.
func setKubeKeys(entries []entry, copied time.Time) {
	if copied.IsZero() {
		return
	}
	seen := map[string][]agedKey{}
	for i := range entries {
		e := &entries[i]
		sum := sha256.Sum256([]byte(e.text))
		said := hex.EncodeToString(sum[:10])
		if e.when.Form != clock.Relative {
			e.key = said
			continue
		}
		a := agedKey{at: copied.Add(-e.when.Ago).Unix(), slack: ageSlack(e.when.Ago)}
		alike := 1
		for _, before := range seen[said] {
			if a.near(before) {
				alike++
			}
		}
		seen[said] = append(seen[said], a)
		if alike > 1 {
			said += "-" + strconv.Itoa(alike)
		}
		e.key = fmt.Sprintf("%s@%d~%d", said, a.at, a.slack)
	}
}

// ageSlack is by how many seconds an age may be wrong: kubectl prints fewer units the older an event is, and people say to
// the minute when they copied.
func ageSlack(age time.Duration) int64 {
	switch {
	case age < 10*time.Minute:
		return 61
	case age < 8*time.Hour:
		return 120
	case age < 8*24*time.Hour:
		return 3660
	}
	return 24*3600 + 60
}

type agedKey struct {
	at, slack int64
	target    target
}

func (a agedKey) near(b agedKey) bool { return max(a.at-b.at, b.at-a.at) <= a.slack+b.slack }

// cutAged takes a key apart into what the row says and when; false for every other key.
func cutAged(key string) (said string, a agedKey, ok bool) {
	said, when, ok := strings.Cut(key, "@")
	at, slack, tilde := strings.Cut(when, "~")
	if !ok || !tilde || !strings.HasPrefix(key, "kubectl ") {
		return "", agedKey{}, false
	}
	var err, err2 error
	a.at, err = strconv.ParseInt(at, 10, 64)
	a.slack, err2 = strconv.ParseInt(slack, 10, 64)
	return said, a, err == nil && err2 == nil
}

// knownAged finds the row of an earlier copy that tells the same event.
func (m *matcher) knownAged(key string) (target, bool) {
	said, a, ok := cutAged(key)
	if !ok {
		return target{}, false
	}
	for _, before := range m.aged[said] {
		if a.near(before) {
			return before.target, true
		}
	}
	return target{}, false
}

func (m *matcher) keepAged(key string, t target) {
	said, a, ok := cutAged(key)
	if !ok {
		return
	}
	a.target = t
	if m.aged == nil {
		m.aged = map[string][]agedKey{}
	}
	m.aged[said] = append(m.aged[said], a)
}
