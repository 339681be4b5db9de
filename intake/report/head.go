package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"debrief/intake"
	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
	"debrief/model"
)

var (
	severityName = text.Expression(`(?i)^(?:incident )?(?:severity|sev)(?: level)?$`)
	servicesName = text.Expression(`(?i)^(?:(?:affected|impacted) )?(?:services?|systems?|components?)(?: (?:affected|impacted|involved))?$`)
	tagsName     = text.Expression(`(?i)^(?:tags?|keywords?|labels?)$`)
	titleName    = text.Expression(`(?i)^(?:title|(?:incident|event)(?: (?:name|title))?|name|subject)$`)
	severity     = text.Expression(`(?i)^(?:sev(?:erity)?|level|s|p)?[ -]?([1-5])\b`)
)

// facts takes what the lines of a piece say of the whole incident, where each of them is a name and a value, and reports whether that is all
// of the piece.
func (b *builder) facts(p *piece) bool {
	if p.shape == columns || p.shape == code || p.shape == quotation {
		return false
	}
	if !b.eachNamed(p) {
		if name, _ := b.named(p.from); name != "" { // a sentence that was wrapped
			_, value, _ := labelOf(b.text(p, false))
			b.moment(name, value)
		}
		return false
	}
	for i := p.from; i < p.to; i++ {
		if name, value := b.named(i); !b.placed[i] && b.fact(name, value) {
			b.put(i, i+1)
		}
	}
	return b.done(p)
}

// eachNamed reports whether each line of a piece is a name with its value, and none a sentence that was wrapped.
func (b *builder) eachNamed(p *piece) bool {
	for i := p.from; i < p.to; i++ {
		if name, _ := b.named(i); name == "" {
			return false
		}
	}
	return true
}

// named is the name and the value that line i consists of, without marks; "" where it is something else.
func (b *builder) named(i int) (name, value string) {
	l := &b.lines[i]
	if l.Kind == markdown.Row {
		cells := markdown.Cells(l.Body)
		if len(cells) != 2 {
			return "", ""
		}
		name, value = cells[0], cells[1]
	} else if name, value, _ = labelOf(l.Body); name == "" {
		return "", ""
	}
	name, _ = markdown.Inline(name, b.refs)
	return strings.TrimSpace(strings.TrimSuffix(name, ":")), strings.TrimSpace(value)
}

// fact keeps a value that has a field of its own, and reports whether it has.
func (b *builder) fact(name, value string) bool {
	plain, _ := markdown.Inline(value, b.refs)
	plain = model.Clean(plain)
	switch {
	case plain == "" || promptNothing().MatchString(plain) || placeholder().MatchString(plain):
		return false
	case severityName().MatchString(name):
		m := severity().FindStringSubmatch(plain)
		if m == nil || b.post.Severity != "" || len(plain) > len(m[0]) && text.Letters(plain[len(m[0]):]) > 0 {
			return false
		}
		b.post.Severity = "SEV" + m[1]
	case servicesName().MatchString(name):
		return addNames(&b.post.Services, plain)
	case tagsName().MatchString(name):
		return addNames(&b.post.Tags, plain)
	case titleName().MatchString(name) && b.doc.Title == "" && len(plain) < 200:
		b.doc.Title = strings.TrimSpace(strings.ReplaceAll(plain, "`", ""))
	default:
		return b.moment(name, plain)
	}
	return true
}

// addNames adds the names of a list to those that are there already, and reports whether it is one.
func addNames(list *[]string, said string) bool {
	said = strings.ReplaceAll(strings.Trim(said, "[]"), "` `", ",")
	names := strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(",;/", r) })
	for i, name := range names {
		names[i] = strings.Trim(name, " `\"'*")
		if names[i] == "" || len(names[i]) > 60 || strings.Contains(names[i], ". ") || len(strings.Fields(names[i])) > 6 {
			return false
		}
	}
	for _, name := range names {
		if !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	return len(names) > 0
}

// moment keeps the time behind the name of a moment, and both times of a span: "Incident window: 10:00-11:30 UTC".
func (b *builder) moment(name, value string) bool {
	moment := intake.MomentNamed(name)
	st, rest, _, ok := markdown.Leading(value)
	if spanName().MatchString(name) {
		st, rest, ok = spanIn(value)
	}
	if !ok || !remarkOnly().MatchString(rest) || !st.HasClock() && st.Form != clock.Exact {
		return false
	}
	switch {
	case moment != "" && st.Until == nil:
		m, ok := b.momentAt(&st, b.day)
		if ok {
			*b.post.Moments.Place(moment) = m
		}
		return ok && strings.Trim(rest, " .)(") == "" // a remark is told in the summary
	case moment == "" && st.Until != nil && spanName().MatchString(name):
		b.span(&st)
	}
	return false
}

// spanName is what the time from the start of an incident to its end is called.
var spanName = text.Expression(`(?i)^(?:(?:incident|outage|impact|downtime) (?:dates?|times?|window|period|duration)|(?:dates?|times?|duration|window)(?: of (?:the )?(?:incident|outage|impact))?|` +
	`duration|影響期間|障害期間|影响时间|故障时间)$`)

// span keeps the start and the end of an incident, where nothing else has said them.
func (b *builder) span(st *clock.Stamp) {
	from, ok := b.momentAt(st, b.day)
	if !ok {
		return
	}
	if st.Until.Loc == nil {
		st.Until.Loc, st.Until.Zone = st.Loc, st.Zone
	}
	place := cmp.Or(st.Until.Loc, b.zone, time.UTC)
	to, ok := b.momentAt(st.Until, clock.DayIn(from.At.Time(), place))
	if m := &b.post.Moments; ok && to.At.Time().After(from.At.Time()) {
		m.Started, m.Resolved = cmp.Or(m.Started, from), cmp.Or(m.Resolved, to)
	}
}

// momentAt is the moment of a time. Where the timeline tells that very time, the moment is its event's.
func (b *builder) momentAt(st *clock.Stamp, day time.Time) (*model.Moment, bool) {
	zone := b.zone
	if zone == nil || st.Zone == "" && st.Form != clock.Exact && b.first.At.IsZero() {
		b.assume("zone UTC")
	}
	at, ok := st.Instant(day, zone)
	if !ok || st.Form == clock.OfDay && day.IsZero() {
		return nil, false
	}
	m := &model.Moment{At: at}
	if i := slices.IndexFunc(b.post.Events, func(e model.Event) bool { return e.At.Equal(at) }); i >= 0 {
		m.At, m.Event = b.post.Events[i].At, b.post.Events[i].Ref
	}
	return m, true
}

// remarkOnly is nothing, or a remark in parentheses.
var remarkOnly = text.Expression(`^[ .]*(?:\([^()]*\)|（[^（）]*）)?[ .)]*$`)

// spanIn reads the start and the end of an incident: "10:00 - 11:00 UTC", "1 h (10:00 - 11:00 UTC)", "10:00 UTC (alert) → 11:00 UTC", and what stands
// behind them.
func spanIn(value string) (st clock.Stamp, rest string, ok bool) {
	if m := lengthOf().FindStringSubmatch(value); m != nil {
		value = m[1]
	}
	st, rest, _, ok = markdown.Leading(value)
	if m := spanEnd().FindStringSubmatch(rest); ok && st.Until == nil && m != nil {
		if until, left, _, is := markdown.Leading(m[1]); is {
			st.Until, rest = &until, left
		}
	}
	return st, rest, ok
}

var (
	// lengthOf is a length of time with its span in parentheses.
	lengthOf = text.Expression(`^[^()\d]{0,20}\d[\w .,~-]{0,30}\(([^()]+)\)`)
	// spanEnd is the end of a span whose start has a remark.
	spanEnd = text.Expression(`^\s*\([^()]*\)\s*(?:→|->|–|—|-|to|until)\s*(\S.*)$`)
)

// front reads the lines in front of the document.
func (b *builder) front() {
	key := ""
	for i := 0; i < len(b.lines) && b.lines[i].Kind == markdown.Front; i++ {
		line := strings.TrimSpace(b.lines[i].Body)
		name, value, ok := strings.Cut(strings.Replace(line, "=", ":", 1), ":")
		if entry, is := strings.CutPrefix(line, "- "); is && key != "" {
			name, value, ok = key, entry, true
		}
		if key = ""; ok {
			key = strings.ToLower(strings.TrimSpace(name))
			b.frontLine(i, key, strings.Trim(strings.TrimSpace(value), `"'`))
		}
	}
}

func (b *builder) frontLine(i int, key, value string) {
	isList := tagsName().MatchString(key) || servicesName().MatchString(key) || key == "categories"
	if isList {
		value = strings.Trim(value, "[]")
	}
	switch {
	case key == "date" && b.isDay(value), key == "draft" && b.isDraft(value),
		i+1 == b.doc.Line && b.doc.Title != "",
		isList && value == "",
		key == "categories" && addNames(&b.post.Tags, value),
		parts.Named(key) == parts.People && b.knows(value),
		b.fact(key, value):
		b.put(i, i+1)
	case value != "" && (parts.Named(key) == parts.Summary || key == "description" || key == "excerpt"):
		b.write(&piece{shape: paragraph, from: i, to: i + 1}, model.Clean(value), "\n\n")
	}
}

// isDay reports whether a value is the day of the incident, which it becomes where the timeline tells none.
func (b *builder) isDay(value string) bool {
	day, ok := clock.DayNamedIn(value)
	if !ok || day.Year == 0 || day.Swap {
		return false
	}
	if b.day.IsZero() {
		b.day = day.Date()
	}
	return b.day.Equal(day.Date())
}

// isDraft reads whether the document says of itself that it is one.
func (b *builder) isDraft(value string) bool {
	if value == "true" {
		b.post.Status = "draft"
	}
	return value == "true" || value == "false"
}

var calledReport = text.Expression(`(?i)^(?:post-?mortem|incident(?: report)?|outage(?: report)?|rca)\b.{5,150}$`)

// title finds a name for what has no heading that says one.
func (b *builder) title() {
	b.post.Title = b.doc.Title
	if len(b.pieces) > 0 && b.post.Title == "" { // pasted without marks
		if p := &b.pieces[0]; p.to == p.from+1 && calledReport().MatchString(b.lines[p.from].Body) {
			b.post.Title = b.lines[p.from].Body
		}
	}
	if b.post.Title == "" {
		b.post.Title = strings.NewReplacer("-", " ", "_", " ").Replace(strings.TrimSuffix(path.Base(strings.ReplaceAll(b.in.Name, `\`, "/")), ".md"))
		b.assume("the title from the file's name")
	}
	b.post.Title = model.Shorten(model.Clean(b.post.Title), 400)
}

// id is a UUID of version 8 (RFC 9562) that the title makes, with the document's day or its first event: an edited copy has the same.
func (b *builder) id() string {
	words := strings.FieldsFunc(strings.ToLower(b.post.Title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	own := b.first.Raw
	if own == "" {
		own = text.FirstBytes(b.post.Summary, 200)
	}
	sum := sha256.Sum256([]byte(strings.Join(words, " ") + "\n" + own))
	id := sum[:16]
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	h := hex.EncodeToString(id)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// roster accounts for a line that names people, whose names are known by now.
func (b *builder) roster(p *piece) {
	if said := b.text(p, true); b.knows(said) || b.initials(said) {
		b.put(p.from, p.to)
		return
	}
	b.leave(p, "of a list of people, only the names are kept")
}

// initials takes a list of nothing but initials for people.
func (b *builder) initials(said string) bool {
	chunks := strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(", `;/&", r) })
	if len(chunks) == 0 || slices.ContainsFunc(chunks, func(c string) bool { return !shoutedInitials().MatchString(c) }) {
		return false
	}
	for _, name := range chunks {
		b.person(name, "")
	}
	b.post.Participants = b.doc.People
	return true
}

// knows reports whether a text about people has no words but their names, and what they are called by.
func (b *builder) knows(said string) bool {
	if b.names == nil {
		b.names = map[string]bool{"and": true}
	}
	for ; b.counted < len(b.doc.People); b.counted++ {
		p := &b.doc.People[b.counted]
		for _, w := range wordsIn(p.Name + " " + p.Handle) {
			b.names[w] = true
		}
	}
	found := false
	for _, w := range wordsIn(said) {
		if !b.names[w] && !roleWord().MatchString(w) && parts.Named(w) != parts.People {
			return false
		}
		found = found || w != "and" && b.names[w]
	}
	return found
}

func wordsIn(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
