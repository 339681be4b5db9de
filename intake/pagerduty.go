package intake

import (
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
)

// The timeline of an incident as it is copied from PagerDuty's page: a time, above or beside a sentence, now and then a day between them.

// pagerSentence is how the page words what happened.
var pagerSentence = text.Expression(`^(?:Incident )?(Triggered|Acknowledged|Resolved|Notified|Assigned|Reassigned|Escalated|Delegated|Snoozed|Unacknowledged|Un-acknowledged|Annotated|Auto-resolved|Attempted to notify|Merged|Urgency|Priority|Note added|Status update|Added responder|Responder|Requested|Subscribed|Ran|Conference)\b(?:.*?\b(through|by|via|to|from|on|of|for|changed|added|posted|automatically|the website|the API|with)\b|:)`)

// pagerDetail is what the page shows below a sentence.
var pagerDetail = text.Expression(`^(?:\s+\S|View (?:message|details|more)|Description:|Details:|Subject:|SHOW DETAILS|Show details|Client:|Service:|Escalation policy:|Note:)`)

type pagerLine struct {
	when     clock.Stamp // a day, or a time with or without one
	sentence string
	detail   bool
}

func readPagerLine(line string) pagerLine {
	text := strings.TrimSpace(line)
	if pagerSentence().MatchString(text) {
		return pagerTimeBehind(text)
	}
	if pagerDetail().MatchString(line) {
		return pagerLine{detail: true}
	}
	st, rest, ok := clock.ReadStamp(strings.TrimPrefix(text, "on "))
	if !ok || st.Form != clock.OfDay && st.Form != clock.Local && st.Form != clock.Exact {
		return pagerLine{}
	}
	rest = strings.TrimLeft(rest, " \t-–—:·|")
	if rest == "" || pagerSentence().MatchString(rest) {
		return pagerLine{when: st, sentence: rest}
	}
	return pagerLine{}
}

// pagerTimeBehind reads a sentence that ends with its time: "Resolved by Mei Lin. on Nov 18, 2026 at 2:31 AM".
func pagerTimeBehind(text string) pagerLine {
	for _, mark := range []string{" on ", " at ", "\t"} {
		at := strings.LastIndex(text, mark)
		if at < 0 {
			continue
		}
		if mark == " at " {
			if on := strings.LastIndex(text[:at], " on "); on >= 0 && at-on < 32 {
				at, mark = on, " on "
			}
		}
		st, rest, ok := clock.ReadStamp(strings.TrimSpace(text[at+len(mark):]))
		if ok && strings.Trim(rest, " .)") == "" && st.HasClock() {
			return pagerLine{when: st, sentence: strings.TrimSpace(text[:at])}
		}
	}
	return pagerLine{sentence: text}
}

// recognisePagerPage needs two of the page's sentences and two times near the top, and takes lines as long as they are of the page.
func recognisePagerPage(lines []string) int {
	if len(lines) < 2 || len(lines[0]) > 200 {
		return 0
	}
	if first := readPagerLine(lines[0]); first.when.Form == clock.None && first.sentence == "" {
		return 0
	}
	var seen pagerSeen
	n := 0
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if len(line) > 2000 || i > 20 && seen.sentences < 2 || !seen.line(line) {
			break
		}
		n = i + 1
	}
	if seen.sentences < 2 || seen.times < 2 {
		return 0
	}
	return n
}

type pagerSeen struct {
	sentences, times int
	afterTime        bool // what follows a time on a line of its own belongs to it, whatever it says
}

func (p *pagerSeen) line(line string) bool {
	l := readPagerLine(line)
	if l.sentence == "" && l.when.Form == clock.None && !l.detail && !p.afterTime {
		return false
	}
	p.afterTime = l.when.Form != clock.None && l.sentence == ""
	if l.sentence != "" {
		p.sentences++
	}
	if l.when.HasClock() || l.when.Form == clock.Exact {
		p.times++
	}
	return true
}

// readPagerPage pairs times and sentences. The page shows the newest first; the events come out in the order of time.
func readPagerPage(b *block) {
	p := pagerPage{block: b}
	for i, line := range b.lines {
		if strings.TrimSpace(line) != "" {
			p.line(i, line)
		}
	}
	p.leftOver()
	if up, down := falls(p.entries); down > up {
		slices.Reverse(p.entries)
	}
}

type pagerPage struct {
	*block
	day    clock.Stamp // the last day that stood on a line of its own
	time   clock.Stamp // a time that waits for its sentence
	timeAt int
}

func (p *pagerPage) line(i int, line string) {
	l := readPagerLine(line)
	text := strings.TrimSpace(line)
	switch {
	case l.sentence != "" && l.when.Form != clock.None:
		p.leftOver()
		p.add(i, i, l.when, l.sentence)
	case l.when.Form == clock.Local && !l.when.HasClock():
		p.leftOver()
		p.day = l.when
	case l.when.Form != clock.None:
		if n := len(p.entries); n > 0 && p.entries[n-1].when.Form == clock.None {
			p.extend(i).when = p.onDay(l.when)
			return
		}
		p.leftOver()
		p.time, p.timeAt = l.when, i
	case p.time.Form != clock.None:
		p.add(p.timeAt, i, p.time, text)
		p.time = clock.Stamp{}
	case l.sentence != "":
		p.add(i, i, clock.Stamp{}, l.sentence)
	case len(p.entries) > 0:
		last := p.extend(i)
		if detail, ok := strings.CutPrefix(text, "Description: "); ok {
			last.text += " " + detail
		}
	default:
		p.drop(i, "not part of PagerDuty's timeline")
	}
}

func (p *pagerPage) leftOver() {
	if p.time.Form != clock.None {
		p.drop(p.timeAt, "a time without a sentence")
		p.time = clock.Stamp{}
	}
}

func (p *pagerPage) onDay(when clock.Stamp) clock.Stamp {
	if when.Form == clock.OfDay && p.day.Form == clock.Local {
		when.Form, when.Year, when.Month, when.Day = clock.Local, p.day.Year, p.day.Month, p.day.Day
		when.Text = p.day.Text + " " + when.Text
	}
	return when
}

var pagerBy = text.Expression(`^(?:Acknowledged|Resolved|Reassigned|Snoozed|Note added|Escalated|Annotated|Triggered)\b.*? by ([\p{L}][\p{L}.' -]{1,40}?)(?: (?:through|via|from|using|on|for|to|with|in)\b.*)?[.(]?$`)

func (p *pagerPage) add(from, to int, when clock.Stamp, text string) {
	e := entry{
		line: p.block.line(from), lines: to - from + 1, when: p.onDay(when), text: text,
		raw: strings.Join(p.lines[from:to+1], "\n"),
	}
	word, _, _ := strings.Cut(strings.TrimPrefix(text, "Incident "), " ")
	e.pagerKind(strings.ToLower(strings.TrimRight(word, ".:")))
	if m := pagerBy().FindStringSubmatch(text); m != nil {
		e.by = strings.TrimSpace(m[1])
	}
	p.block.add(e)
}

// person is the name of who is meant by what PagerDuty refers to, "" where that is no user but a service or an integration.
func (x members) person(name string) string {
	of := x.object(name)
	if is := of.at("type"); strings.HasPrefix(is, "user") || is == "" && strings.Contains(of.at("html_url")+of.at("self"), "/users/") {
		return of.at("summary")
	}
	return ""
}

var pagerVerbs = map[string]string{
	"trigger": "Triggered", "acknowledge": "Acknowledged", "unacknowledge": "Unacknowledged", "resolve": "Resolved", "annotate": "Note added",
	"assign": "Assigned", "delegate": "Delegated", "escalate": "Escalated", "notify": "Notified", "snooze": "Snoozed",
}

// readPagerLog reads an entry of /incidents/{id}/log_entries. Who was notified how is noise.
func readPagerLog(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	e := entry{when: when, key: x.at("id"), text: x.at("summary"), link: x.at("html_url"), by: x.person("agent")}
	what := strings.TrimSuffix(x.at("type"), "_log_entry")
	e.pagerKind(what)
	switch what {
	case "trigger":
		more := x.at("event_details.description", "channel.description", "channel.subject", "incident.summary")
		if more != "" && !strings.Contains(e.text, more) {
			e.text = text.First(e.text, "Triggered") + ": " + more
		}
	case "annotate":
		e.text = x.at("note", "channel.notes", "channel.content", "channel.summary", "summary")
	}
	if e.text == "" {
		e.text = text.First(pagerVerbs[what], strings.ReplaceAll(what, "_", " "))
		var names []string
		for _, to := range x.list("assignees") {
			if name := to.at("summary", "name"); name != "" {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			e.text += " to " + strings.Join(names, ", ")
		}
	}
	return []entry{e}, ""
}

// pagerHappenings are what the types of log entries, the events of webhooks and the sentences of the page say, each between blanks.
// That somebody was notified is noise.
var pagerHappenings = []struct {
	words, kind, moment string
	noise               bool
}{
	{" trigger triggered ", "signal", "detected", false},
	{" acknowledge acknowledged unacknowledge unacknowledged un-acknowledged snooze snoozed ", "action", "", false},
	{" resolve resolved auto-resolved ", "action", "resolved", false},
	{" assign assigned reassigned delegate delegated escalate escalated repeat_escalation_path exhaust_escalation_path responder " +
		"requested status added ", "communication", "", false},
	{" notify notified attempted subscribed reach_ack_limit reach_trigger_limit ", "communication", "", true},
	{" urgency_change field_value_change custom_field_value_change priority_change ", "change", "", false},
}

func (e *entry) pagerKind(what string) {
	for _, h := range pagerHappenings {
		if strings.Contains(h.words, " "+what+" ") {
			e.kind, e.moment, e.noise = h.kind, h.moment, h.noise
		}
	}
}

func readPagerNote(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	said := x.at("content")
	if said == "" {
		return nil, "a note without a text"
	}
	return []entry{{when: when, key: x.at("id"), text: said, by: x.at("user.summary", "user.name"), source: "chat"}}, ""
}

func readPagerChange(x members, when clock.Stamp, _ *jsonReader) ([]entry, string) {
	e := entry{when: when, key: x.at("id"), text: text.First(x.at("summary"), "change from "+x.at("source")), kind: "change"}
	if links := x.list("links"); len(links) > 0 {
		e.link = links[0].at("href")
	}
	return []entry{e}, ""
}

func readPagerIncident(x members, _ clock.Stamp, r *jsonReader) ([]entry, string) {
	x = x.inside("incident")
	var found []entry
	add := func(of members, at, suffix string, e entry) {
		if when, ok := of.when(at); ok {
			e.when, e.link, e.key = when, x.at("html_url"), keyed(x.at("id"), suffix)
			if e.moment != "" {
				e.moment = r.onlyOne(e.moment)
			}
			found = append(found, e)
		}
	}
	title := x.at("title")
	add(x, "created_at", "triggered", entry{text: "Triggered: " + text.First(title, x.at("service.summary")), kind: "signal", moment: "detected"})
	for _, a := range x.list("assignments") {
		add(a, "at", "assigned "+a.at("at"), entry{text: "Assigned to " + a.at("assignee.summary"), kind: "communication", noise: true})
	}
	for _, a := range x.list("acknowledgements") {
		add(a, "at", "acknowledged "+a.at("at"), entry{text: "Acknowledged", by: a.at("acknowledger.summary"), kind: "action"})
	}
	over := "resolved_at"
	if x.at(over) == "" && x.at("status") == "resolved" { // older answers say only when the status was changed last
		over = "last_status_change_at"
	}
	add(x, over, "resolved", entry{text: "Resolved: " + title, by: x.person("last_status_change_by"), kind: "action", moment: "resolved"})
	if len(found) == 0 {
		return nil, noTime
	}
	return found, ""
}
