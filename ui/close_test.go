package ui

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"debrief/export"
	"debrief/model"
	"debrief/ui/ask"
)

// onClose is the payments incident on the day after its follow-up was planned, on the sheet that closes the loop.
func onClose(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, 80, 24)
	importPayments(r)
	r.now = time.Date(2026, 12, 12, 9, 0, 0, 0, time.UTC)
	r.press("6")
	return r
}

func TestAnActionIsDroppedOnlyWithAReasonAndThenHasNoVerdict(t *testing.T) {
	for story, keys := range map[string]string{
		"on the action sheet": "press 5 esc / A 2 enter space d r enter enter",
		"on the closing one":  "press / A 2 enter space d r enter enter",
		"among all fields":    "press 5 esc / A 2 enter ctrl+o / S t a t u s enter enter d r enter enter",
	} {
		r := onClose(t)
		r.play(keys, nil)
		r.sees("say why in a few words")
		if got := r.pm().Action("A2").Status; got != "open" {
			t.Fatalf("%s: without a reason it is %s", story, got)
		}
		r.play("enter The service goes away", nil)
		a := r.pm().Action("A2")
		if a.Status != "dropped" || a.Reason != "The service goes away" || !a.DroppedAt.Time().Equal(r.now) {
			t.Errorf("%s: it is %s, %q, %s", story, a.Status, a.Reason, a.DroppedAt)
		}
		r.edit(model.Edit{Label: "say whether A2 helped", Do: func(p *model.Postmortem) error { return p.SetVerdict("A2", "yes") }})
		r.sees("A2 was dropped, so nobody can say whether it helped")
		r.press("6")
		r.run(r.app.Top().Base().EditField("A2", "reason"))
		r.play("press ctrl+u enter", nil)
		r.sees("say why in a few words")
		r.play("press esc esc u", nil)
		if a := r.pm().Action("A2"); a.Status != "open" || a.Reason != "" {
			t.Errorf("%s: after undo it is %s, %q", story, a.Status, a.Reason)
		}
	}
}

func TestTheDatesOfAStatusFollowIt(t *testing.T) {
	r := onClose(t)
	r.play("press 5 esc / A 1 enter space d o i enter", nil)
	r.now = r.now.Add(time.Hour)
	r.play("press space d o n enter", nil)
	a := r.pm().Action("A1")
	if a.Status != "done" || !a.DoneAt.Time().Equal(r.now) || !a.StartedAt.Time().Equal(r.now.Add(-time.Hour)) {
		t.Errorf("it is %s, started %s, done %s", a.Status, a.StartedAt, a.DoneAt)
	}
	r.play("press space o enter", nil)
	if a := r.pm().Action("A1"); a.Status != "open" || !a.DoneAt.IsZero() {
		t.Errorf("open again it is %s, done %s", a.Status, a.DoneAt)
	}
}

func TestAParkedThoughtBecomesAnActionThatItPointsAtOrADecisionWithAReason(t *testing.T) {
	r := onClose(t)
	r.play("press 5 esc / K 1 enter space a space d enter enter", nil)
	r.sees("say why in a few words")
	r.play("enter Nobody deploys at night any more", nil)
	if k := r.pm().Parking[0]; k.Outcome != "declined" || k.Reason != "Nobody deploys at night any more" {
		t.Errorf("it is %+v", k)
	}
	r.play("press / K 1 enter space a n enter enter esc esc", nil)
	k := r.pm().Parking[0]
	a := r.pm().Action(k.Action)
	if k.Outcome != "action" || a == nil || a.Title != k.Text {
		t.Fatalf("it is %+v, and the action %+v", k, a)
	}
	r.play("press / K 1 enter space a n enter", nil)
	r.sees("K1 is " + a.Ref + " already")
	if n := len(r.pm().Actions); n != 4 {
		t.Errorf("there are %d actions", n)
	}
}

func TestTheCalendarFileOfTheScreenIsThatOfTheCommand(t *testing.T) {
	r := onClose(t)
	r.play("press c enter", nil)
	r.sees("Written to PM-1-payments-500s-after-deploy.ics")
	wrote, err := os.ReadFile(filepath.Join(r.dir, "PM-1-payments-500s-after-deploy.ics"))
	if err != nil {
		t.Fatal(err)
	}
	steps, err := r.archive.History(t.Context(), r.pm().Ref)
	if err != nil {
		t.Fatal(err)
	}
	if want := export.Calendar(r.pm(), steps); !bytes.Equal(wrote, want) {
		t.Errorf("written was\n%s\nwant\n%s", wrote, want)
	}
}

func TestACalendarWithoutADateIsNotWritten(t *testing.T) {
	r := newRig(t, 80, 24)
	r.play("press n\nenter Queue backlog\npress enter enter esc 6 c", nil)
	r.sees("There is no date to write yet")
}

func TestOnTheDayOfItsFollowUpAPostmortemOpensWhereItIsClosed(t *testing.T) {
	for day, sheet := range map[int]string{10: "3 CAUSES", 11: "6 CLOSE"} {
		r := onClose(t)
		r.press("3")
		r.press("esc")
		r.now = time.Date(2026, 12, day, 0, 30, 0, 0, time.UTC)
		r.press("q")
		r.run(r.app.Load("PM-1", "", ""))
		r.sees(sheet)
	}
}

func TestTheFollowUpTakesUpWhereAnEarlierProgramLeftIt(t *testing.T) {
	r := onClose(t)
	r.play("press s d enter y enter d enter", nil)
	_ = r.drafts.Close()
	_ = r.archive.Close()
	r.start(80, 24)
	r.run(r.app.Load("PM-1", "", ""))
	r.sees("It is time for the follow-up")
	r.press("s")
	r.sees("1 of 5", "A2 is", "done (now)")
	r.play("press n enter enter d r enter\nenter Nobody watched it\npress y enter", nil)
	r.sees("What did we miss")
	r.play("press enter enter", nil)
	if f := r.pm().FollowUp; f.Again != "yes" || f.Missed != "" || !f.HeldAt.Time().Equal(r.now) {
		t.Errorf("held is %+v", f)
	}
	if v := r.pm().Verdict("A3"); r.pm().Action("A3").Status != "dropped" || v != nil {
		t.Errorf("A3 is %s with the verdict %+v", r.pm().Action("A3").Status, v)
	}
	r.press("u")
	if !r.pm().FollowUp.HeldAt.IsZero() {
		t.Error("undo did not take back that it was held")
	}
	r.press("home")
	r.sees("s goes on")
}

func TestALessonIsWrittenInTheMiddleOfAnyLine(t *testing.T) {
	for story, typing := range map[string]string{
		"a line for events": "press 2\ntype 02:50 ! scaled",
		"a field":           "press 1\npress home enter\ntype  again",
		"a choice":          "press 5 esc / A 1 enter space",
	} {
		r := onClose(t)
		r.play(typing, nil)
		before := r.screen()
		r.play("press ctrl+l w e n t space b enter\nenter The index came late", nil)
		r.app.Hush()
		r.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		if now := r.screen(); tail(now) != tail(before) {
			t.Errorf("%s: it did not come back to the line:\n%s\nwant\n%s", story, now, before)
		}
		if l := r.pm().Lessons[len(r.pm().Lessons)-1]; l.Kind != "went badly" || l.Text != "The index came late" {
			t.Errorf("%s: the lesson is %+v", story, l)
		}
		if page := string(export.Markdown(r.pm())); !strings.Contains(page, "The index came late") {
			t.Errorf("%s: it is not on the page", story)
		}
	}
}

func TestTheOrderOfTheListStaysWhileTheProgramRunsAndIsNotTheDocuments(t *testing.T) {
	r := onClose(t)
	inDocument := string(model.Encode(r.pm(), true))
	shown := func() (refs []string) {
		for _, row := range r.app.Top().Base().List.Rows {
			if strings.HasPrefix(row.Ref, "A") && row.Field == "" {
				refs = append(refs, row.Ref)
			}
		}
		return refs
	}
	r.play("press 5 esc s s s", nil)
	r.sees("Actions by day")
	if got := strings.Join(shown(), " "); got != "A2 A1 A3" {
		t.Errorf("by day they are %s", got)
	}
	r.play("press / A 2 enter space d o n enter q", nil)
	r.play("press home down enter 5 esc", nil)
	r.sees("Actions by day", "Done or dropped")
	if got := strings.Join(shown(), " "); got != "A1 A3 A2" {
		t.Errorf("once A2 is done they are %s", got)
	}
	r.press("u")
	if now := string(model.Encode(r.pm(), true)); now != inDocument {
		t.Errorf("the document has changed:\n%s", now)
	}
	r.press("s")
	r.sees("The list goes by cause")
}

func TestWhatBecameOfAnActionIsSaidWithItsDayAndReason(t *testing.T) {
	r := onClose(t)
	r.play("press / A 1 enter space d enter y enter", nil)
	r.sees("done on Sat 12 Dec 2026. Done when: A deploy")
	r.play("press / A 2 enter space d r enter\nenter The service goes away", nil)
	r.sees("dropped on Sat 12 Dec 2026: The service goes away")
	r.play("press 5 esc / A 3 enter space d o i enter", nil)
	r.sees("doing since Sat 12 Dec 2026")
	r.play("press / K 1 enter space a space d enter\nenter Nobody deploys at night", nil)
	r.sees("Not acted on: Nobody deploys at night")
}

func TestTheQuestionWhetherAnActionHelpedLeadsToItsAnswer(t *testing.T) {
	r := onClose(t)
	r.edit(model.SetFrom("", "follow_up.held_at", "", "2026-12-11T14:00:00Z", ask.HeldLabel))
	r.play("press 1 f", nil)
	toQuestion(r, "verdict-missing", "A2")
	r.press("enter")
	r.sees("Did A2 help")
	r.play("press t enter", nil)
	if v := r.pm().Verdict("A2"); v == nil || v.Helped != "too early" {
		t.Errorf("the verdict is %+v", v)
	}
}

func TestAFollowUpOnADayIsAtTheHourOfTheMeetingAndADayThatIsNoneIsSaid(t *testing.T) {
	r := onClose(t)
	times := ask.TimeContext(r.pm(), "", false, r.now)
	met := r.pm().Meeting.At.Time().In(r.pm().Location()).Format("15:04")
	for typed, want := range map[string]string{
		"fri 18 dec 2026": "2026-12-18 " + met,
		"18 dec 16:30":    "2026-12-18 16:30",
		"2027-1-8":        "2027-01-08 " + met,
		"2027-1-8 16:30":  "2027-01-08 16:30",
		"2027-2-30":       "a day that does not exist",
		"30 feb":          "a day that does not exist",
		"30 feb 14:00":    "a day that does not exist",
		"soon":            "names no day",
		"4/12 14:00":      "two ways",
	} {
		got, err := ask.Ahead(r.pm(), "follow_up.at", typed, times)
		if err != nil {
			got = err.Error()
		} else if at, err := model.ParseInstant(got); err == nil {
			got = at.Time().In(r.pm().Location()).Format("2006-01-02 15:04")
		}
		if !strings.Contains(got, want) {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
	if _, err := ask.Ahead(r.pm(), "meeting.at", "18 dec", times); err == nil {
		t.Error("a meeting has no hour to take over, and none was asked for")
	}
}

// tail is the part of a screen in which things are entered.
func tail(screen string) string {
	lines := strings.Split(screen, "\n")
	return strings.Join(lines[len(lines)-5:], "\n")
}

// TestTheSecondLookAsksAgainWhatWasTooEarlyAndWhatIsLate holds the follow-up, in which one action is not done and gets a new day, and
// reads it again half a year later.
func TestTheSecondLookAsksAgainWhatWasTooEarlyAndWhatIsLate(t *testing.T) {
	r := onClose(t)
	r.play("press s\nsees 1 of 6\npress d o n e enter t enter", nil)
	r.sees("2 of 6")
	r.play("press n enter\nsees By when will A2 be done?\nenter 2027-01-15", nil)
	if a := r.pm().Action("A2"); a.Due != "2027-01-15" || a.Status != "open" {
		t.Fatalf("A2 is %s, for %s", a.Status, a.Due)
	}
	r.play("press d o n e enter y enter t enter\nenter the queue\nenter to wait\npress enter", nil)
	r.now = time.Date(2027, 6, 20, 9, 0, 0, 0, time.UTC)
	r.play("press 6 esc s\nsees 1 of 4: Make the deploy wait\npress y enter\nsees 2 of 4: Alert when the pool\npress d o n e enter y enter", nil)
	r.play("sees 3 of 4: Has it happened again\npress n o enter\nsees 4 of 4: What do we see now\nenter The alert has paged twice", nil)
	p := r.pm()
	if p.Verdict("A1").Helped != "yes" || p.Action("A2").Status != "done" || p.Verdict("A2").Helped != "yes" || p.FollowUp.Again != "no" || p.Reread.DoneAt.IsZero() {
		t.Errorf("after the second look: %+v, %+v, %+v", p.FollowUp, p.Reread, p.Action("A2"))
	}
}
