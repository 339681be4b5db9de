package model_test

import (
	"strings"
	"testing"
	"time"

	"debrief/model"
)

// met is a postmortem whose meeting was at a time on the clocks of a zone.
func met(t *testing.T, zone, at string) *model.Postmortem {
	t.Helper()
	p := model.New("The pool ran dry", noon)
	p.Zone = zone
	when, err := time.ParseInLocation("2006-01-02 15:04", at, p.Location())
	if err != nil {
		t.Fatal(err)
	}
	p.Meeting = &model.Meeting{At: model.At(when), Minutes: 60}
	return p
}

// due adds an action with a due day.
func due(p *model.Postmortem, day, status string) {
	a := model.NewAction()
	a.Title, a.Due, a.Status = "do it", model.Date(day), status
	p.Actions = append(p.Actions, a)
}

func local(p *model.Postmortem, at model.Instant) string {
	return at.Time().In(p.Location()).Format("Mon 2006-01-02 15:04 -0700")
}

func TestAFollowUpIsProposedAtTheMeetingsHourAlsoWhereTheClocksChangeInBetween(t *testing.T) {
	for _, c := range []struct{ zone, meeting, due, want string }{
		{"Europe/Berlin", "2026-03-17 15:00", "2026-03-31", "Tue 2026-04-07 15:00 +0200"},
		{"Europe/Berlin", "2026-10-13 15:00", "2026-10-27", "Tue 2026-11-03 15:00 +0100"},
		{"America/New_York", "2026-03-02 09:30", "2026-03-09", "Mon 2026-03-16 09:30 -0400"},
		{"America/New_York", "2026-10-20 23:30", "2026-10-30", "Fri 2026-11-06 23:30 -0500"},
		{"Africa/Lagos", "2026-03-17 15:00", "2026-03-31", "Tue 2026-04-07 15:00 +0100"},
		{"Asia/Kathmandu", "2026-03-17 00:15", "2026-03-31", "Tue 2026-04-07 00:15 +0545"},
		{"Pacific/Chatham", "2026-03-24 10:00", "2026-04-07", "Tue 2026-04-14 10:00 +1245"},
		{"Australia/Lord_Howe", "2026-03-24 10:00", "2026-04-07", "Tue 2026-04-14 10:00 +1030"},
	} {
		p := met(t, c.zone, c.meeting)
		due(p, c.due, "open")
		if got := local(p, p.ProposeFollowUp(p.Meeting.At.Time())); got != c.want {
			t.Errorf("after a meeting on %s in %s it is %s, want %s", c.meeting, c.zone, got, c.want)
		}
	}
}

func TestAFollowUpIsProposedAWeekAfterTheLastOpenActionWithinTwoWeeksToTwoMonthsOnAWorkingDay(t *testing.T) {
	const tuesday = "2026-11-17 15:00"
	for _, c := range []struct{ story, meeting, due, status, now, want string }{
		{"nothing is due", tuesday, "", "", "2026-11-17", "Tue 2026-12-01"},
		{"the day is soon", tuesday, "2026-11-18", "open", "2026-11-17", "Tue 2026-12-01"},
		{"the day is a while off", tuesday, "2026-12-04", "doing", "2026-11-17", "Fri 2026-12-11"},
		{"the day is next year", tuesday, "2027-12-04", "open", "2026-11-17", "Fri 2027-01-15"}, // two months end on a Sunday
		{"the action was done", tuesday, "2026-12-24", "done", "2026-11-17", "Tue 2026-12-01"},
		{"the action was dropped", tuesday, "2026-12-24", "dropped", "2026-11-17", "Tue 2026-12-01"},
		{"a Saturday", tuesday, "2026-12-05", "open", "2026-11-17", "Mon 2026-12-14"},
		{"a Sunday", tuesday, "2026-12-06", "open", "2026-11-17", "Mon 2026-12-14"},
		{"a short month ends it", "2026-12-31 15:00", "2027-06-01", "open", "2026-12-31", "Fri 2027-02-26"},
		{"two weeks have passed", tuesday, "", "", "2026-12-09", "Thu 2026-12-10"},
		{"two months have passed", tuesday, "", "", "2027-03-01", "Mon 2027-03-15"},
		{"they end tomorrow", tuesday, "2026-12-04", "open", "2027-01-16", "Mon 2027-02-01"},
		{"the meeting is still to come", tuesday, "", "", "2026-11-10", "Tue 2026-12-01"},
	} {
		p := met(t, "UTC", c.meeting)
		if c.due != "" {
			due(p, c.due, c.status)
		}
		if got := local(p, p.ProposeFollowUp(model.Date(c.now).Time())); got != c.want+" 15:00 +0000" {
			t.Errorf("where %s it is %s, want %s", c.story, got, c.want)
		}
	}
}

func TestWithoutAMeetingTheTwoWeeksCountFromNowOnTheClockOfTheZone(t *testing.T) {
	p := model.New("The pool ran dry", noon)
	p.Zone = "Pacific/Auckland"
	late := time.Date(2026, 11, 17, 23, 0, 0, 0, time.UTC) // noon of the 18th over there
	if got := local(p, p.ProposeFollowUp(late)); got != "Wed 2026-12-02 14:00 +1300" {
		t.Errorf("it is %s", got)
	}
}

func TestARereadIsProposedSixMonthsAfterTheIncident(t *testing.T) {
	p := model.New("The pool ran dry", noon)
	for began, want := range map[string]model.Date{
		"2026-11-18T02:14:00Z": "2027-05-18",
		"2026-08-31T02:14:00Z": "2027-02-28",
		"2024-01-10T02:14:00Z": "2027-05-18", // long ago: from now
		"":                     "2027-05-18",
	} {
		at, err := model.ParseInstant(began)
		if err != nil {
			t.Fatal(err)
		}
		p.Moments.Started = &model.Moment{At: at}
		if got := p.ProposeReread(noon); got != want {
			t.Errorf("an incident at %q is read again on %s, want %s", began, got, want)
		}
	}
}

func TestAFollowUpBeforeTheMeetingIsRefusedInOneLine(t *testing.T) {
	p := met(t, "Europe/Berlin", "2026-11-18 15:00")
	if err := p.Set("", "follow_up.at", "2026-11-18T13:59:00Z"); err != nil {
		t.Fatal(err)
	}
	const want = "follow_up.at: the follow-up would be before the meeting, which is on Wed 18 Nov 2026 15:00"
	if err := p.Validate(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if err := p.Set("", "follow_up.at", "2026-11-18T14:00:00Z"); err != nil {
		t.Fatal(err)
	}
	if err := p.Validate(); err != nil {
		t.Errorf("right at the meeting: %v", err)
	}
}

func TestADueDayThatTheCalendarDoesNotHaveIsRefused(t *testing.T) {
	p := model.New("The pool ran dry", noon)
	due(p, "", "open")
	p.Settle()
	for _, day := range []string{"2027-02-30", "2027-02-29", "2026-11-31", "2026-13-01"} {
		err := p.Set("A1", "due", day)
		if err == nil || !strings.Contains(err.Error(), `"`+day+`" is not a day of the calendar`) {
			t.Errorf("%s: %v", day, err)
		}
	}
	if err := p.Set("A1", "due", "2028-02-29"); err != nil {
		t.Error(err)
	}
}

func TestADroppedActionHasAReasonAndNoVerdict(t *testing.T) {
	p := model.New("The pool ran dry", noon)
	due(p, "", "open")
	p.Settle()
	if err := p.SetVerdict("A1", "yes"); err != nil {
		t.Fatal(err)
	}
	if err := p.Drop("A1", " ", model.At(noon)); err == nil || p.Action("A1").Status != "open" {
		t.Errorf("dropped without a reason: %v", err)
	}
	if err := p.Drop("A1", "the service goes away", model.At(noon)); err != nil {
		t.Fatal(err)
	}
	if a := p.Action("A1"); a.Reason != "the service goes away" || !a.DroppedAt.Equal(model.At(noon)) || p.Verdict("A1") != nil {
		t.Errorf("dropped it is %+v, with the verdict %+v", a, p.Verdict("A1"))
	}
	if err := p.SetVerdict("A1", "no"); err == nil || !strings.Contains(err.Error(), "A1 was dropped") {
		t.Errorf("a verdict on it: %v", err)
	}
	if err := p.SetStatus("A1", "open", model.At(noon)); err != nil {
		t.Fatal(err)
	}
	if a := p.Action("A1"); a.Reason != "" || !a.DroppedAt.IsZero() {
		t.Errorf("open again it is %+v", a)
	}
	if err := p.SetVerdict("A1", "too early"); err != nil {
		t.Error(err)
	}
}

func TestADocumentThatSaysWhetherADroppedActionHelpedIsRefusedInOneLine(t *testing.T) {
	p := model.New("The pool ran dry", noon)
	due(p, "", "dropped")
	p.Settle()
	p.FollowUp = &model.FollowUp{Verdicts: []model.Verdict{{Action: "A1", Helped: "no"}}}
	const want = "follow_up.verdicts[0].helped: A1 was dropped, so nobody can say whether it helped: open it again first"
	if err := p.Validate(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
