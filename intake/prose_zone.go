package intake

import (
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"debrief/intake/clock"
	"debrief/intake/markdown"
	"debrief/intake/text"
)

// timesAbroad is "all times" in German, French, Spanish, Italian, Portuguese and Dutch. Reading it is no reading of the language.
const timesAbroad = `\b(?:alle (?:(?:uhr)?zeit(?:en|angaben)|tijden)|toutes les heures|` +
	`todas (?:as|las) horas|todos (?:os|los) hor[áa]rios|tutti gli orari)\b`

var (
	// saysZone finds the sentences that say the zone of all times.
	saysZone = text.Expression(`(?i)\b(?:times?|timestamps?|time ?stamps|dates?|events|entries)\b[^.\n]{0,60}\b(?:in|are|is|documented|use|uses|using|as|zone|listed|reported|shown|given|expressed|times)\b|\ball times?\b|\btime ?zone\b|\btimes? (?:in|are)\b|` + timesAbroad)
	allTimes = text.Expression(`(?i)\b(?:all|every) (?:of the )?(?:times?|timestamps?|events|dates?)\b|\btimes? (?:are|is) (?:all )?(?:in|listed|given)\b|\btime ?zone\b|\btimestamps? (?:are|in)\b|\btimes in\b|` + timesAbroad)
	onlyZone = text.Expression(`^[\s*_(\[]*(?:(?i:all|times?|in|are|is|the|zone|timezone|:)\s*)*[A-Z][A-Za-z/+:0-9]{1,20}[\s*_)\].]*$`)
	// aboutTimes is what each of the above has in it.
	aboutTimes = text.Expression(`(?i)\b(?:times?|time ?stamps?|time ?zone|dates?|events|entries)\b|` + timesAbroad)
	everyDay   = text.Expression(`(?i)\bunless (?:otherwise )?(?:noted|stated|specified|indicated)|\bunless otherwise|\ball (?:of the )?(?:events|times|entries|timestamps)\b.{0,40}\bon\b`)
	approx     = text.Expression(`(?i)\b(?:all )?(?:times?|timestamps?) (?:are )?(?:all )?approximat|\bapproximate times`)
	fileDate   = text.Expression(`(?:^|[^0-9])((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?:[^0-9]|$)`)
	dateLine   = text.Expression(`(?i)^[\s*_>|#-]*(?:incident |outage )?(?:date|date/time|date and time|when|day|start(?:ed|s)?(?: time| date)?|incident start)\b[\s*_:|]*(.*)$|^[\s*_>|-]*(?:影響期間|発生日時?|日時|日付|날짜|발생 ?일시|일시|일자|日期|发生时间|故障时间|дата|datum|fecha|data)[^:|]{0,20}[\s*_:|：]+(.*)$`)
)

// ownDay finds the day that the document itself has, and where: in its title, its front matter, its file's name, or a line "Date:". One
// without a year has that of the next.
func ownDay(b *block, lines []markdown.Line) (day clock.Stamp, from string) {
	for _, source := range []struct {
		name string
		find func() (clock.Stamp, bool)
	}{
		{"the title", func() (clock.Stamp, bool) { return titleDay(lines) }},
		{"the front matter", func() (clock.Stamp, bool) { return frontDay(lines) }},
		{"the file's name", func() (clock.Stamp, bool) { return nameDay(b.name) }},
		{"the line with the date", func() (clock.Stamp, bool) { return lineDay(lines) }},
	} {
		st, found := source.find()
		switch {
		case !found, st.Year == 0 && from != "":
		case st.Year == 0:
			day, from = st, source.name
		case from != "" && day.Month != 0:
			day.Year = st.Year
			return day, from
		default:
			return st, source.name
		}
	}
	return day, from
}

func titleDay(lines []markdown.Line) (clock.Stamp, bool) {
	for i := range min(len(lines), 60) {
		if l := lines[i]; l.Kind == markdown.Heading && l.Body != "" {
			plain, _ := markdown.Inline(l.Body, nil)
			return clock.DayNamedIn(plain)
		}
	}
	return clock.Stamp{}, false
}

func frontDay(lines []markdown.Line) (clock.Stamp, bool) {
	for _, key := range []string{"title", "date", "path", "slug", "permalink"} {
		for i := 0; i < len(lines) && lines[i].Kind == markdown.Front; i++ {
			name, value, ok := strings.Cut(strings.Replace(lines[i].Body, "=", ":", 1), ":")
			if !ok || strings.ToLower(strings.TrimSpace(name)) != key {
				continue
			}
			if st, ok := clock.DayNamedIn(value); ok && st.Year != 0 {
				return st, true
			}
			if st, ok := nameDay(value); ok {
				return st, true
			}
		}
	}
	return clock.Stamp{}, false
}

var slugDay = text.Expression(`((?:19|20)\d{2})/(\d{2})/(\d{2})(?:[^0-9]|$)`)

// nameDay is the day in the name of a file, or in a path of dated folders.
func nameDay(name string) (clock.Stamp, bool) {
	m := fileDate().FindStringSubmatch(path.Base(strings.ReplaceAll(name, `\`, "/")))
	if m == nil {
		if m = slugDay().FindStringSubmatch(name); m == nil {
			return clock.Stamp{}, false
		}
	}
	st := clock.DateOnly(text.Number(m[1]), text.Number(m[2]), text.Number(m[3]), strings.Join(m[1:], "-"))
	return st, clock.ValidDay(st.Year, st.Month, st.Day)
}

func lineDay(lines []markdown.Line) (clock.Stamp, bool) {
	for i := range min(len(lines), 400) {
		l := lines[i]
		if l.Kind != markdown.Text && l.Kind != markdown.Bullet && l.Kind != markdown.Row {
			continue
		}
		if m := dateLine().FindStringSubmatch(l.Body); m != nil {
			if st, ok := clock.DayNamedIn(strings.Trim(m[1]+m[2], "*_ :|")); ok {
				return st, true
			}
		}
	}
	return clock.Stamp{}, false
}

// findZone finds the zone of a document's times: in a sentence of the timeline, in its heading, or in a sentence about all
// times elsewhere. The sentence may name the day as well, or say that all times are approximate.
func (p *prose) findZone(parts []section) {
	for _, s := range parts {
		if s.heading >= 0 && approx().MatchString(s.name) {
			p.about = true
		}
		for i := s.from; i < s.to; i++ {
			i = p.zoneSentence(i, s.to, saysZone, true)
		}
	}
	for _, s := range parts {
		if s.heading >= 0 && p.announced && !strings.Contains(s.name, " or ") {
			p.headingZone(s.name)
		}
		for i := s.from; i < s.to && p.announced; i++ {
			if p.lines[i].Kind == markdown.Heading && allTimes().MatchString(p.lines[i].Body) {
				p.headingZone(p.lines[i].Body)
			}
		}
	}
	for i := 0; i < len(p.lines) && p.b.zone == ""; i++ {
		i = p.zoneSentence(i, len(p.lines), allTimes, false)
	}
}

// remarkOfDay is what stands in parentheses behind the day that is all of line i.
func (p *prose) remarkOfDay(i int) string {
	if l := &p.lines[i]; (strings.HasSuffix(l.Body, ")") || endsInZone(l.Body)) && (l.Kind == markdown.Text || l.Kind == markdown.Heading) {
		if st, rest, _, ok := markdown.Leading(l.Body); ok && st.Form == clock.Local && st.NoClock &&
			(rest == "" || dayRemark().MatchString(rest) || isZoneRemark(rest)) {
			return st.Zone + rest
		}
	}
	return ""
}

// isZoneRemark reports the words behind a day that say nothing but the zone of what follows: "all times UTC".
func isZoneRemark(rest string) bool {
	if !endsInZone(rest) || !onlyZone().MatchString(rest) {
		return false
	}
	name, _ := markdown.ZoneIn(rest)
	return name != ""
}

// endsInZone says, at little cost, whether a short line may end in the name of a zone: a capital begins its last word.
func endsInZone(s string) bool {
	last := strings.TrimLeft(s[strings.LastIndexByte(s, ' ')+1:], "([*_")
	return len(s) < 60 && last != "" && last[0] >= 'A' && last[0] <= 'Z'
}

// headingZone takes the zone that a heading names, where nothing before it did.
func (p *prose) headingZone(text string) {
	if p.b.zone == "" {
		name, z := markdown.ZoneIn(text)
		p.b.setZone(name, z.Loc, "the heading")
	}
}

// zoneSentence looks at the paragraph at line i and returns its last line. It takes a sentence that names the zone.
func (p *prose) zoneSentence(i, to int, says text.Pattern, inTimeline bool) int {
	text, end := p.sentence(i, to)
	if text == "" {
		return i
	}
	if approx().MatchString(text) {
		p.about = true
	}
	at := says().FindStringIndex(text)
	foreign := inTimeline && len(text) < 60 && strings.ContainsFunc(text, func(r rune) bool { return r > 0x36f && unicode.IsLetter(r) })
	if foreign || len(text) < 40 && onlyZone().MatchString(text) {
		at = []int{0}
	}
	if at == nil {
		return i
	}
	name, z := markdown.ZoneIn(text[at[0]:])
	if name == "" {
		return i
	}
	p.b.setZone(name, z.Loc, "a sentence")
	if day, ok := clock.DayNamedIn(text); ok {
		if day.Year == 0 && p.b.day.Year != 0 {
			day.Year = p.b.day.Year
		}
		p.b.day, p.b.dayFrom, p.b.everyDay = day, "a sentence", everyDay().MatchString(text)
	}
	if len(text) < 240 {
		p.useSentence(i, end, says, name)
	}
	return end - 1
}

// moreBehind is a sentence behind another one on its line.
var moreBehind = text.Expression(`[.;] .*\pL`)

// clockInside is in a sentence that tells a time besides.
var clockInside = text.Expression(`\d:\d\d`)

// useSentence takes the lines that say the zone out of what is read. What else stands in their paragraph is read, or dropped, as other
// lines are, and so is a sentence that tells a time, and a line with another sentence.
func (p *prose) useSentence(from, to int, says text.Pattern, name string) {
	for from+1 < to && p.saysZone(from+1, to, says, name) {
		from++
	}
	for to-1 > from && p.saysZone(from, to-1, says, name) {
		to--
	}
	for tells := clockInside().MatchString(p.plain(from, to)); from < to && !tells; from++ {
		p.used[from] = !moreBehind().MatchString(p.lines[from].Body)
	}
}

// saysZone reports whether these lines alone say the zone of that name.
func (p *prose) saysZone(from, to int, says text.Pattern, name string) bool {
	s := p.plain(from, to)
	at := says().FindStringIndex(s)
	if at == nil {
		return false
	}
	named, _ := markdown.ZoneIn(s[at[0]:])
	return named == name
}

// plain is the text of lines, one behind the other, without marks.
func (p *prose) plain(from, to int) string {
	bodies := make([]string, 0, to-from)
	for ; from < to; from++ {
		bodies = append(bodies, p.lines[from].Body)
	}
	s, _ := markdown.Inline(strings.Join(bodies, " "), p.refs)
	return s
}

func startsWithClock(body string) bool {
	st, _, _, ok := markdown.Leading(body)
	return ok && st.HasClock() && !st.Led && !st.Weak
}

// sentence is the text of the paragraph or item that starts at line i, where it may be about times, and the line after it.
func (p *prose) sentence(i, to int) (s string, end int) {
	k := p.lines[i].Kind
	if k != markdown.Text && k != markdown.Bullet || i > 0 && p.lines[i-1].Kind == markdown.Text && !p.labels[i-1] {
		return "", i
	}
	parts := []string{p.lines[i].Body} // a few lines are enough
	for end = i + 1; end < min(to, i+6) && p.lines[end].Kind == markdown.Text && !startsWithClock(p.lines[end].Body); end++ {
		parts = append(parts, p.lines[end].Body)
	}
	joined := strings.Join(parts, " ")
	most := 600
	if k == markdown.Bullet {
		most = 120
	}
	if len(joined) > 2000 || len(joined) >= 40 && !isAboutTimes(joined) {
		return "", i
	}
	s, _ = markdown.Inline(joined, p.refs)
	if len(s) > most || markdown.StartsWithTime(s) {
		return "", i
	}
	return s, end
}

// isAboutTimes asks the pattern only where one of its words may stand.
func isAboutTimes(s string) bool {
	return text.AnyWord(s, "time", "date", "events", "entries", "alle ", "tod", "toutes", "tutti") && aboutTimes().MatchString(s)
}

var zeroLine = text.Expression(`(?i)^[*_\s]*(?:t\s*[+=]?\s*0|t0|zero|(?:(?:incident|outage|impact) )?(?:start(?:ed|s)?|began|begins)(?: time| at)?)[*_\s]*[:=][*_\s]*(\S.*)$`)

// findZero finds the line that says when the times like T+5m began: "Start: 2026-11-18 02:14 UTC".
func (p *prose) findZero() {
	for i, l := range p.lines {
		if l.Kind != markdown.Text && l.Kind != markdown.Bullet {
			continue
		}
		m := zeroLine().FindStringSubmatch(text.FirstBytes(l.Body, 120))
		if m == nil {
			continue
		}
		st, rest, ok := clock.ReadStamp(strings.TrimRight(m[1], "*_ ."))
		if ok && rest == "" && st.Form == clock.Local && st.HasClock() && st.Year != 0 {
			p.zero = st
			p.used[i] = l.Kind == markdown.Text && !p.b.opt.Alone // else it is a fact of the report as well
			return
		}
	}
}

// What a report does not say beside its times often stands in its title or its summary. inferred takes the day and the zone
// from there, each only where the whole text agrees.
func (p *prose) inferred() {
	dated := func(e entry) bool {
		return e.when.Form == clock.Local && e.when.Year != 0 || e.when.Form == clock.Exact
	}
	undated := func(e entry) bool { return e.when.Form == clock.OfDay || e.when.Form == clock.Local }
	if p.b.day.Form == clock.None && !slices.ContainsFunc(p.entries, dated) && slices.ContainsFunc(p.entries, undated) {
		if st, ok := p.proseDay(); ok {
			p.b.day, p.b.dayFrom = st, "the only day in the text"
		}
	}
	zoned := func(e entry) bool { return e.when.Zone != "" || e.when.Form == clock.Exact }
	timed := func(e entry) bool { return e.when.HasClock() }
	if p.b.zone == "" && !slices.ContainsFunc(p.entries, zoned) && slices.ContainsFunc(p.entries, timed) {
		p.proseZone()
	}
}

// otherDates are the lines whose dates say when something was written, and not when it happened.
var otherDates = text.Expression(`(?i)\b(?:updated|modified|created|published|written|reviewed|authors?|copyright|due|deadline|version)\b`)

// proseDay is the one full date that the sentences of a report name, if there is only one.
func (p *prose) proseDay() (found clock.Stamp, ok bool) {
	for i := range min(len(p.lines), 400) {
		l := p.lines[i]
		if l.Kind != markdown.Text && l.Kind != markdown.Bullet || otherDates().MatchString(l.Body) {
			continue
		}
		plain, _ := markdown.Inline(l.Body, nil)
		st, has := clock.DayNamedIn(plain)
		switch {
		case !has || st.Year == 0 || st.Swap:
		case !ok:
			found, ok = st, true
		case st.Date() != found.Date():
			return clock.Stamp{}, false
		}
	}
	return found, ok
}

// proseZone takes the zone of the clocks that stand in the title and in the sentences around the timeline, where they all
// name the same one and one of them is a time that the timeline tells as well, to a quarter of an hour.
func (p *prose) proseZone() {
	var zone clock.Stamp
	told := false
	for i, l := range p.lines {
		if l.Kind != markdown.Text && l.Kind != markdown.Bullet && l.Kind != markdown.Heading || p.used[i] {
			continue
		}
		for _, st := range zonedClocks(l.Body) {
			switch {
			case st.Loc == nil || zone.Loc != nil && st.Loc.String() != zone.Loc.String():
				return
			case zone.Loc == nil:
				zone = st
			}
			told = told || p.tells(st)
		}
	}
	if told {
		p.b.setZone(zone.Zone, zone.Loc, "other times in the text")
	}
}

// zonedClocks are the times of day in a line that name their zone. A zone belongs to both ends of a range.
func zonedClocks(body string) (found []clock.Stamp) {
	if !strings.ContainsAny(body, ":ap") || !strings.ContainsAny(body, "0123456789") {
		return nil
	}
	s := clock.PlainMarks(text.FirstBytes(body, 1000))
	for i := 0; i < len(s); i++ {
		if !text.IsDigit(s[i]) || i > 0 && (text.IsWord(s[i-1]) || strings.IndexByte(".:-/", s[i-1]) >= 0) {
			continue
		}
		st, rest, ok := clock.ReadStamp(s[i:])
		if !ok || st.Weak || !st.HasClock() {
			continue
		}
		if st.Zone != "" && st.Zone != "Z" { // a machine wrote that one, in its own zone
			found = append(found, st)
		}
		i = len(s) - len(rest) - 1
	}
	return found
}

// tells says whether the timeline has an entry at the clock of st, or near it.
func (p *prose) tells(st clock.Stamp) bool {
	const near = int(15 * time.Minute / time.Second)
	return slices.ContainsFunc(p.entries, func(e entry) bool {
		d := e.when.ClockSeconds() - st.ClockSeconds()
		return e.when.HasClock() && d <= near && d >= -near
	})
}
