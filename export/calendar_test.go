package export_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"debrief/export"
	"debrief/model"
)

// dates is a postmortem of a zone with everything that a calendar shows, its follow-up where it is proposed.
func dates(t *testing.T, zone, meeting string) *model.Postmortem {
	t.Helper()
	p := payments(t)
	p.Zone = zone
	at, err := time.ParseInLocation("2006-01-02 15:04", meeting, p.Location())
	if err != nil {
		t.Fatal(err)
	}
	p.Meeting = &model.Meeting{At: model.At(at), Minutes: 90}
	p.FollowUp = nil
	p.Actions[0].Due, p.Actions[1].Due = model.DateOf(at.AddDate(0, 0, 14)), model.DateOf(at.AddDate(0, 0, 7))
	p.FollowUp = &model.FollowUp{At: p.ProposeFollowUp(at)}
	p.Revision = 4
	return p
}

// checkLines holds the octets against RFC 5545, 3.1: lines end with CRLF, hold at most 75 octets, and none cuts a character.
func checkLines(t testing.TB, data []byte) {
	t.Helper()
	lines := strings.Split(string(data), "\r\n")
	if lines[len(lines)-1] != "" {
		t.Errorf("the last line does not end: %q", lines[len(lines)-1])
	}
	for _, line := range lines {
		if len(line) > 75 || !utf8.ValidString(line) || strings.IndexFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f }) >= 0 {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
}

// imported reads a calendar as a strict program does, and gives its events by what their UIDs end with.
func imported(t testing.TB, p *model.Postmortem, data []byte) map[string]ical.Event {
	t.Helper()
	checkLines(t, data)
	dec := ical.NewDecoder(bytes.NewReader(data))
	cal, err := dec.Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	if _, err := dec.Decode(); !errors.Is(err, io.EOF) {
		t.Errorf("something stands behind the calendar: %v", err)
	}
	if err := ical.NewEncoder(io.Discard).Encode(cal); err != nil { // counts what may be there once, and must be
		t.Error(err)
	}
	if got := cal.Props.Get("VERSION").Value + cal.Props.Get("CALSCALE").Value; got != "2.0GREGORIAN" {
		t.Errorf("the calendar is of %s", got)
	}
	all := map[string]ical.Event{}
	for _, e := range cal.Events() {
		uid := e.Props.Get("UID").Value
		part := strings.TrimSuffix(strings.TrimPrefix(uid, p.ID+"-"), "@debrief")
		if _, twice := all[part]; twice || len(part) == len(uid) {
			t.Errorf("the UID %s", uid)
		}
		all[part] = e
		for _, name := range []string{"DTSTAMP", "LAST-MODIFIED", "CREATED", "DTSTART"} {
			if _, err := e.Props.DateTime(name, time.UTC); err != nil || e.Props.Get(name) == nil {
				t.Errorf("%s of %s: %v", name, part, err)
			}
		}
		if _, err := e.Status(); err != nil {
			t.Error(err)
		}
	}
	if len(all) != len(cal.Children) {
		t.Errorf("%d events among %d parts", len(all), len(cal.Children))
	}
	return all
}

// span is when an event begins and ends, on the clocks of the postmortem's zone; days stand without a time.
func span(t *testing.T, p *model.Postmortem, e ical.Event) string {
	t.Helper()
	begins, err := e.DateTimeStart(p.Location())
	if err != nil {
		t.Fatal(err)
	}
	ends, err := e.DateTimeEnd(p.Location())
	if err != nil {
		t.Fatal(err)
	}
	if e.Props.Get("DTSTART").Params.Get("VALUE") == "DATE" {
		return begins.Format("Mon 2006-01-02") + " until " + ends.Format("Mon 2006-01-02")
	}
	return begins.In(p.Location()).Format("Mon 2006-01-02 15:04 -0700") + " until " + ends.In(p.Location()).Format("15:04")
}

func textOf(t testing.TB, e ical.Event, name string) string {
	t.Helper()
	text, err := e.Props.Text(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestACalendarKeepsTheHourOfTheMeetingWhereTheClocksChangeBeforeTheFollowUp(t *testing.T) {
	for _, c := range []struct{ zone, meeting, met, followUp string }{
		{"Europe/Berlin", "2026-03-17 15:00", "Tue 2026-03-17 15:00 +0100 until 16:30", "Tue 2026-04-07 15:00 +0200 until 15:30"},
		{"Europe/Berlin", "2026-10-13 15:00", "Tue 2026-10-13 15:00 +0200 until 16:30", "Tue 2026-11-03 15:00 +0100 until 15:30"},
		{"America/New_York", "2026-03-02 09:30", "Mon 2026-03-02 09:30 -0500 until 11:00", "Mon 2026-03-23 09:30 -0400 until 10:00"},
		{"Africa/Lagos", "2026-03-17 15:00", "Tue 2026-03-17 15:00 +0100 until 16:30", "Tue 2026-04-07 15:00 +0100 until 15:30"},
		{"Asia/Kathmandu", "2026-03-17 00:15", "Tue 2026-03-17 00:15 +0545 until 01:45", "Tue 2026-04-07 00:15 +0545 until 00:45"},
		{"Pacific/Chatham", "2026-03-24 10:00", "Tue 2026-03-24 10:00 +1345 until 11:30", "Tue 2026-04-14 10:00 +1245 until 10:30"},
	} {
		p := dates(t, c.zone, c.meeting)
		events := imported(t, p, export.Calendar(p, takenAt(p, noon)))
		if got := span(t, p, events["meeting"]); got != c.met {
			t.Errorf("%s: the meeting is %s, want %s", c.zone, got, c.met)
		}
		if got := span(t, p, events["follow-up"]); got != c.followUp {
			t.Errorf("%s: the follow-up is %s, want %s", c.zone, got, c.followUp)
		}
	}
}

func TestADueDayIsAWholeDayInEveryZone(t *testing.T) {
	p := dates(t, "Pacific/Auckland", "2026-11-17 15:00")
	events := imported(t, p, export.Calendar(p, takenAt(p, noon)))
	for part, want := range map[string]string{
		"A1": "Tue 2026-12-01 until Wed 2026-12-02", "A2": "Tue 2026-11-24 until Wed 2026-11-25", "re-read": "Tue 2027-05-18 until Wed 2027-05-19",
	} {
		if got := span(t, p, events[part]); got != want {
			t.Errorf("%s is %s, want %s", part, got, want)
		}
	}
	if _, ok := events["A3"]; ok || len(events) != 5 {
		t.Errorf("an action without a day stands in the calendar: %d events", len(events))
	}
	const said = "PM-1/A1: Payments 500s after deploy\nOwner: Mei Tanaka\n" +
		"Done when: A deploy whose migration has not run is refused by the pipeline\nTicket: https://tracker.example/PAY-311"
	if got := textOf(t, events["A1"], "DESCRIPTION"); got != said {
		t.Errorf("A1 says %q", got)
	}
}

// takenAt is a journal whose newest step was taken at a time.
func takenAt(p *model.Postmortem, at time.Time) []model.Step {
	return []model.Step{{N: p.Revision, At: model.At(at)}}
}

func TestWhatIsGoneIsCancelledOnceMore(t *testing.T) {
	p := dates(t, "Europe/Berlin", "2026-11-17 15:00")
	first := imported(t, p, export.Calendar(p, takenAt(p, noon)))
	steps := takenAt(p, noon)
	edit := func(do func(p *model.Postmortem) error) {
		t.Helper()
		before := p.Clone()
		if err := do(p); err != nil {
			t.Fatal(err)
		}
		p.Revision++
		steps = append(steps, model.Step{N: p.Revision, At: model.At(noon.Add(time.Hour)), Changes: model.Diff(before, p)})
	}
	edit(func(p *model.Postmortem) error { return p.Set("A1", "due", "2026-12-24") })
	edit(func(p *model.Postmortem) error { return p.Delete("A1") })
	edit(func(p *model.Postmortem) error { return p.Set("A2", "due", "") })
	edit(func(p *model.Postmortem) error { p.Meeting, p.FollowUp, p.Reread = nil, nil, nil; return nil })
	second := imported(t, p, export.Calendar(p, steps))
	if len(second) != len(first) {
		t.Errorf("%d entries are there, want %d", len(second), len(first))
	}
	for part, e := range second {
		if is := e.Props.Get("STATUS").Value; is != "CANCELLED" {
			t.Errorf("%s is %s", part, is)
		}
		if was, is := first[part].Props.Get("SEQUENCE").Value, e.Props.Get("SEQUENCE").Value; was >= is {
			t.Errorf("the sequence of %s went from %s to %s", part, was, is)
		}
	}
	if day := second["A1"].Props.Get("DTSTART").Value; day != "20261224" {
		t.Errorf("A1 is cancelled on %s, want its newest day", day)
	}
	edit(func(p *model.Postmortem) error { return p.Set("A2", "due", "2027-01-05") })
	if is := imported(t, p, export.Calendar(p, steps))["A2"].Props.Get("STATUS").Value; is != "CONFIRMED" {
		t.Errorf("A2 has a day again and is %s", is)
	}
}

func TestASecondImportUpdatesWhatTheFirstOneMade(t *testing.T) {
	p := dates(t, "Europe/Berlin", "2026-11-17 15:00")
	data := export.Calendar(p, takenAt(p, noon))
	if !bytes.Equal(export.Calendar(p, takenAt(p, noon)), data) {
		t.Error("the same postmortem gave other bytes")
	}
	first := imported(t, p, data)

	p.FollowUp.At = p.FollowUp.At.Add(24 * time.Hour)
	p.Title = "Payments failed after a deploy"
	p.Reread.DoneAt = model.At(noon)
	for ref, status := range map[string]string{"A1": "dropped", "A2": "done"} {
		if err := p.SetStatus(ref, status, model.At(noon)); err != nil {
			t.Fatal(err)
		}
	}
	p.Revision++
	second := imported(t, p, export.Calendar(p, takenAt(p, noon.Add(time.Minute))))
	for part, e := range first {
		now, ok := second[part]
		if !ok {
			t.Errorf("%s is gone, and would stay where it was imported before", part)
			continue
		}
		if was, is := e.Props.Get("SEQUENCE").Value, now.Props.Get("SEQUENCE").Value; was != "4" || is != "5" {
			t.Errorf("%s went from the sequence %s to %s", part, was, is)
		}
		if is := now.Props.Get("DTSTAMP").Value; is != "20261118T120100Z" || is != now.Props.Get("LAST-MODIFIED").Value {
			t.Errorf("%s was changed at %s", part, is)
		}
	}
	for part, want := range map[string]string{
		"meeting": "CONFIRMED Postmortem: Payments failed after a deploy", "follow-up": "CONFIRMED Follow-up: Payments failed after a deploy",
		"re-read": "CANCELLED Read again: Payments failed after a deploy", "A1": "CANCELLED Dropped: Make the deploy wait for its migrations",
		"A2": "CANCELLED Done: Alert when the pool is above 80 % for two minutes",
	} {
		if got := second[part].Props.Get("STATUS").Value + " " + textOf(t, second[part], "SUMMARY"); got != want {
			t.Errorf("%s is %q, want %q", part, got, want)
		}
	}
	if got := span(t, p, second["follow-up"]); got != "Wed 2026-12-09 15:00 +0100 until 15:30" {
		t.Errorf("the follow-up is %s", got)
	}
}

func TestAFollowUpThatWasHeldEarlierDoesNotTakePlaceAgain(t *testing.T) {
	p := dates(t, "Europe/Berlin", "2026-11-17 15:00")
	for held, want := range map[time.Duration]string{-48 * time.Hour: "CANCELLED", -time.Hour: "CONFIRMED", 24 * time.Hour: "CONFIRMED"} {
		p.FollowUp.HeldAt = p.FollowUp.At.Add(held)
		if got := imported(t, p, export.Calendar(p, takenAt(p, noon)))["follow-up"].Props.Get("STATUS").Value; got != want {
			t.Errorf("held %v after its time it is %s, want %s", held, got, want)
		}
	}
}

func TestLongTitlesOfAnyScriptAreFoldedWhole(t *testing.T) {
	p := dates(t, "Asia/Tokyo", "2026-11-17 15:00")
	for _, word := range []string{"支払いの接続プールが枯渇した", "👩‍👩‍👧‍👦🏳️‍🌈", "a", "é́́́́́", "a, b; c\\ ", "ページ ", "שלום עולם "} {
		for n := range 40 { // every way in which a character can meet the edge
			p.Title = strings.Repeat("x", n) + strings.Repeat(word, 20)
			event := imported(t, p, export.Calendar(p, takenAt(p, noon)))["meeting"]
			if got, want := textOf(t, event, "SUMMARY"), "Postmortem: "+model.Clean(p.Title); got != want {
				t.Fatalf("%q came back as %q", want, got)
			}
		}
	}
}

func TestHostileTextStaysTextInACalendar(t *testing.T) {
	const trap = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:mine\nEND:VCALENDAR\r\n\\n\\, ;\u2028\x1b]52;c;aGk=\x07\x85"
	for start := range hostile {
		p := hostilePostmortem(t, start)
		p.Meeting = &model.Meeting{At: model.At(noon)}
		p.Title, p.Notes = trap, "between us"
		p.Actions[0].Due, p.Actions[0].Ticket = "2026-12-04", "https://x.example/\r\nX:1"
		data := export.Calendar(p, takenAt(p, noon))
		events := imported(t, p, data)
		if got, want := textOf(t, events["meeting"], "SUMMARY"), "Postmortem: "+model.Clean(trap); got != want {
			t.Errorf("the title came back as %q, want %q", got, want)
		}
		if bytes.Contains(data, []byte("between us")) {
			t.Error("a private note left")
		}
		for part, e := range events {
			if link := e.Props.Get("URL"); link != nil && !strings.HasPrefix(link.Value, "http") {
				t.Errorf("%s links to %s", part, link.Value)
			}
			for _, name := range []string{"ATTENDEE", "ORGANIZER", "SUMMARY:mine"} {
				if e.Props.Get(name) != nil {
					t.Errorf("%s has a property %s", part, name)
				}
			}
		}
	}
}

func TestACalendarHoldsOnlyDatesThatCanBeWritten(t *testing.T) {
	p := payments(t)
	p.Meeting, p.FollowUp, p.Reread = &model.Meeting{}, &model.FollowUp{HeldAt: model.At(noon)}, &model.Reread{}
	for i := range p.Actions {
		p.Actions[i].Due = ""
	}
	if data := export.Calendar(p, takenAt(p, noon)); data != nil {
		t.Errorf("nothing is planned, and yet there is\n%s", data)
	}
	end := time.Date(9999, 12, 31, 23, 30, 0, 0, time.UTC)
	p.Meeting = &model.Meeting{At: model.At(end), Minutes: 1 << 60}
	p.FollowUp = &model.FollowUp{At: model.At(noon), Minutes: 1 << 62}
	p.Actions[0].Due, p.Actions[1].Due, p.Actions[2].Due = "9999-12-31", "0000-01-01", "0001-01-01"
	events := imported(t, p, export.Calendar(p, nil))
	if got := span(t, p, events["follow-up"]); got != "Wed 2026-11-18 12:00 +0000 until 12:00" {
		t.Errorf("a very long follow-up is %s", got)
	}
	if e := events["A1"]; e.Props.Get("DTSTART").Value != "99991231" || e.Props.Get("DTEND") != nil || len(events) != 3 {
		t.Errorf("at the ends of time there are %v", events)
	}
}

// FuzzCalendar looks for text that breaks out of its place in a calendar, or does not come back as it was.
func FuzzCalendar(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, title, ticket string) {
		p := payments(t)
		p.Title, p.Actions[0].Title, p.Actions[0].Ticket = title, title, ticket
		events := imported(t, p, export.Calendar(p, takenAt(p, noon)))
		if got, want := textOf(t, events["A1"], "SUMMARY"), "Due: "+model.Clean(title); got != want || len(events) != 5 {
			t.Errorf("%d events; the title came back as %q, want %q", len(events), got, want)
		}
	})
}
