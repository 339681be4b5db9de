package export

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"debrief/export/page"
	"debrief/model"
)

// maxLine is how many octets a line of a calendar may have (RFC 5545, 3.1).
const maxLine = 75

// maxMeeting keeps the end of a meeting of absurd length within what a calendar can say.
const maxMeeting = 7 * 24 * 60

// Calendar writes the dates of a postmortem as iCalendar (RFC 5545): the meeting, the follow-up, the re-read and the due days
// of actions. It is nil where there is no date, because a calendar must hold something.
//
// A second import updates what the first one made: a UID is the postmortem's own and the part's reference, SEQUENCE is the
// number of steps that led here, and DTSTAMP is when the newest of them was taken. What is settled is cancelled, not left out, because
// what is left out would stay where it was imported before; so is what one of the steps, the postmortem's journal, has taken away.
//
// Times are in UTC. Nothing here repeats, so that this is the hour on the clocks of every zone, and no rules of a zone have
// to be carried along and trusted. There are no attendees: those need addresses, which nobody gave.
func Calendar(p *model.Postmortem, steps []model.Step) []byte {
	c := &calendar{p: p, title: model.Clean(p.Title), changed: p.CreatedAt}
	for _, s := range steps {
		if s.N == p.Revision {
			c.changed = s.At
		}
	}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//debrief//debrief//EN")
	c.line("CALSCALE", "GREGORIAN")
	empty := c.b.Len()
	c.meeting()
	c.followUp()
	c.reread()
	for i := range p.Actions {
		c.action(&p.Actions[i])
	}
	c.cancelGone(steps)
	if c.b.Len() == empty {
		return nil
	}
	c.line("END", "VCALENDAR")
	return []byte(c.b.String())
}

// calendar writes content lines.
type calendar struct {
	b       strings.Builder
	p       *model.Postmortem
	title   string
	changed model.Instant
	gone    bool // all of it is cancelled
}

// entry is one VEVENT. It takes an hour of the clock (at, minutes), or else a whole day.
type entry struct {
	part      string // what its UID ends with
	at        model.Instant
	minutes   int
	day       model.Date
	summary   string
	text      []string // the lines of its description; "" is none
	link      string
	cancelled bool
}

func (c *calendar) meeting() {
	if m := c.p.Meeting; m != nil {
		c.entry(entry{
			part: "meeting", at: m.At, minutes: orMinutes(m.Minutes, model.MeetingMinutes),
			summary: "Postmortem: " + c.title, text: []string{c.p.Ref},
		})
	}
}

func (c *calendar) followUp() {
	f := c.p.FollowUp
	if f == nil {
		return
	}
	e := entry{
		part: "follow-up", at: f.At, minutes: orMinutes(f.Minutes, model.FollowUpMinutes),
		summary: "Follow-up: " + c.title, text: []string{c.p.Ref + ": did we do it, and was it worth it?"},
	}
	if !f.HeldAt.IsZero() { // one that was held on an earlier day does not take place again
		zone := c.p.Location()
		e.cancelled = model.DateOf(f.HeldAt.Time().In(zone)) < model.DateOf(f.At.Time().In(zone))
	}
	for i := range c.p.Actions {
		if a := &c.p.Actions[i]; a.IsOpen() {
			e.text = append(e.text, c.p.Ref+"/"+a.Ref+" "+page.Joined(", ", model.Clean(a.Title), model.Clean(a.Owner), string(a.Due)))
		}
	}
	c.entry(e)
}

func (c *calendar) reread() {
	if r := c.p.Reread; r != nil {
		c.entry(entry{
			part: "re-read", day: r.Due, cancelled: !r.DoneAt.IsZero(),
			summary: "Read again: " + c.title, text: []string{c.p.Ref + ": what do we see now that we did not see then?"},
		})
	}
}

func (c *calendar) action(a *model.Action) {
	word := "Due: "
	switch a.Status {
	case "done":
		word = "Done: "
	case "dropped":
		word = "Dropped: "
	}
	c.entry(entry{
		part: a.Ref, day: a.Due, cancelled: !a.IsOpen(), summary: word + model.Clean(a.Title), link: a.Ticket,
		text: []string{
			c.p.Ref + "/" + a.Ref + ": " + c.title, labelled("Owner: ", a.Owner), labelled("Done when: ", a.DoneWhen), labelled("Ticket: ", a.Ticket),
		},
	})
}

func labelled(label, text string) string {
	if text = model.Clean(text); text != "" {
		return label + text
	}
	return ""
}

func orMinutes(given, usual int) int {
	if given <= 0 {
		return usual
	}
	return min(given, maxMeeting)
}

// entry writes one VEVENT; one without a time or a day that a calendar can hold is none.
func (c *calendar) entry(e entry) {
	begins, ends, ok := e.when()
	if !ok {
		return
	}
	status, busy := "CONFIRMED", "OPAQUE"
	e.cancelled = e.cancelled || c.gone
	if e.cancelled {
		status = "CANCELLED"
	}
	if e.at.IsZero() || e.cancelled {
		busy = "TRANSPARENT"
	}
	c.line("BEGIN", "VEVENT")
	c.line("UID", escapeText(model.Clean(c.p.ID)+"-"+e.part+"@debrief"))
	c.line("DTSTAMP", utc(c.changed.Time()))
	if !c.p.CreatedAt.IsZero() {
		c.line("CREATED", utc(c.p.CreatedAt.Time()))
	}
	c.line("LAST-MODIFIED", utc(c.changed.Time()))
	c.line("SEQUENCE", strconv.FormatInt(c.p.Revision, 10))
	c.line("DTSTART"+begins.kind, begins.value)
	if ends.value != "" {
		c.line("DTEND"+ends.kind, ends.value)
	}
	c.line("SUMMARY", escapeText(e.summary))
	c.line("DESCRIPTION", escapeText(page.Joined("\n", e.text...)))
	if link := webLink(e.link); link != "" {
		c.line("URL", link)
	}
	c.line("STATUS", status)
	c.line("TRANSP", busy)
	c.line("END", "VEVENT")
}

// stamp is a value of time with the parameter that says what kind it is.
type stamp struct{ kind, value string }

// when is the begin and the end of an entry. The end of a day is the day after it; on the last day that can be written there
// is none, which means the same.
func (e entry) when() (begins, ends stamp, ok bool) {
	if !e.at.IsZero() {
		from := e.at.Time()
		to := from.Add(time.Duration(e.minutes) * time.Minute)
		return stamp{"", utc(from)}, stamp{"", utc(to)}, writable(from) && writable(to)
	}
	day := e.day.Time()
	begins = stamp{";VALUE=DATE", day.Format("20060102")}
	if next := day.AddDate(0, 0, 1); writable(next) {
		ends = stamp{";VALUE=DATE", next.Format("20060102")}
	}
	return begins, ends, e.day != "" && writable(day)
}

// writable reports whether the year has four digits.
func writable(t time.Time) bool { return t.Year() >= 1 && t.Year() <= 9999 }

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// webLink is an address that can be opened, as RFC 3986 writes it; "" for anything else.
func webLink(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	for _, r := range u.String() {
		if r <= ' ' || r >= 0x7f {
			return ""
		}
	}
	return u.String()
}

// textEscapes are those of the value type TEXT (RFC 5545, 3.3.11).
var textEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

func escapeText(s string) string { return textEscapes.Replace(model.CleanLines(s)) }

// line writes one content line. A long one is folded: it goes on behind a space in the next one, and no character is cut.
func (c *calendar) line(name, value string) {
	rest := name + ":" + value
	room := maxLine
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.b.WriteString(rest[:cut] + "\r\n ")
		rest = rest[cut:]
		room = maxLine - 1
	}
	c.b.WriteString(rest + "\r\n")
}
