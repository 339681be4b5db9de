package ui

import (
	"strings"
	"testing"

	"debrief/model"
	"debrief/model/guide"
)

// onField opens a field of an action of the payments incident, empty.
func onField(t *testing.T, ref, name string) *rig {
	t.Helper()
	r := newRig(t, 80, 24)
	importPayments(r)
	r.press("5")
	r.press("esc")
	s := r.app.Top().Base()
	r.run(s.EditField(ref, name))
	r.press("ctrl+u")
	return r
}

func TestASentenceIsOfferedForWhatAnActionIsAbout(t *testing.T) {
	for name, story := range map[string]struct {
		change func(*model.Postmortem)
		area   string
	}{
		"its area":               {func(p *model.Postmortem) { p.Actions[2].Area = "communication" }, "communication"},
		"a gap in detection":     {func(p *model.Postmortem) { p.Actions[2].Answers = []string{"C2"} }, "detection"},
		"what made it last":      {func(p *model.Postmortem) { p.Actions[2].Answers = []string{"C2"}; p.Causes[1].Role = "prolonging" }, "response"},
		"a root below a trigger": {func(p *model.Postmortem) { p.Actions[2].Answers = []string{"W3"} }, "prevention"},
		"nothing":                {func(p *model.Postmortem) { p.Actions[2].Answers = nil }, "prevention"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onField(t, "A1", "title")
			r.edit((model.Edit{Label: "change it", Do: func(p *model.Postmortem) error {
				p.Actions[2].Area = ""
				story.change(p)
				return nil
			}}))
			r.press("esc")
			r.run(r.app.Top().Base().EditField("A3", "done_when"))
			r.press("ctrl+u")
			r.sees("tab begins: " + guide.Outcome(story.area)[:24])
		})
	}
}

func TestAnOfferedSentenceIsSavedOnlyWhole(t *testing.T) {
	r := onField(t, "A1", "done_when")
	was := r.pm().Action("A1").DoneWhen
	r.sees("tab begins: __ is refused")
	r.play("press tab\ntype A second deploy\npress ctrl+a\ntype __ and\npress space enter", nil)
	if got := r.pm().Action("A1").DoneWhen; got != was {
		t.Errorf("a sentence with a gap was saved: %q", got)
	}
	r.sees("__ and A second deploy is refused", "type what stands for __")
	r.play("press tab\ntype A first\npress enter", nil)
	if got := r.pm().Action("A1").DoneWhen; got != "A first and A second deploy is refused, and a test shows it" {
		t.Errorf("saved was %q", got)
	}
}

func TestTabGoesOnFromFieldToFieldPastAnOfferedSentence(t *testing.T) {
	r := onField(t, "A3", "title")
	r.play("press esc\npress / A 3 enter ctrl+o home enter tab", nil)
	r.app.Top().Base().Line().Set("")
	r.press("tab")
	if got := r.app.Top().Base().Line(); got == nil || !strings.Contains(got.Label, "owner") {
		t.Errorf("tab did not go on:\n%s", r.screen())
	}
}

func TestAnOwnerIsCompletedFromParticipantsAndThenFromEarlierActions(t *testing.T) {
	r := onField(t, "A3", "owner")
	r.app.open.owners = []string{"Mel Ortiz", "Priya Nair", "priyanka"}
	for typed, want := range map[string]string{"me": "Mei Tanaka", "mel": "Mel Ortiz", "PRI": "Priya Nair", "zo": "zo", "": ""} {
		if got := r.app.Top().Base().CompleteOwner(typed); got != want {
			t.Errorf("%q is completed to %q, want %q", typed, got, want)
		}
	}
	r.typeText("pri")
	r.sees("tab: Priya Nair")
	r.play("press tab enter esc a\ntype Watch the pool @pri\npress tab\ntype by 4 dec", nil)
	r.sees("Priya Nair, by Fri 4 Dec 2026")
	if got := r.pm().Action("A3").Owner; got != "Priya Nair" {
		t.Errorf("the owner is %q", got)
	}
}

func TestADayIsShownWhileItIsTypedAndOneThatIsPastIsTakenWithAQuestion(t *testing.T) {
	for typed, shows := range map[string]string{
		"next friday": "Fri 27 Nov 2026, in 7 days", "in 2 weeks": "Fri 4 Dec 2026", "4 dec": "Fri 4 Dec 2026", "2026-12-04": "Fri 4 Dec 2026",
		"tomorrow": "Sat 21 Nov 2026, in 1 day", "Fri 4 Dec 2026": "Fri 4 Dec 2026", "today": "Fri 20 Nov 2026, today",
		"2026-11-01": "Sun 1 Nov 2026, 19 days ago. Is that the day?", "yesterday": "Thu 19 Nov 2026, 1 day ago. Is that the day?",
		"Yesterday": "Thu 19 Nov 2026, 1 day ago", "2026-1-2": "Fri 2 Jan 2026, 322 days ago. Is that the day?",
		"2027-1-02": "Sat 2 Jan 2027, in 43 days", "9999-12-31": "Fri 31 Dec 9999, in 2,912,119 days",
		"0001-01-01": "Mon 1 Jan 0001, 739,939 days ago. Is that the day?",
	} {
		r := onField(t, "A3", "due")
		r.typeText(typed)
		r.sees(shows)
		r.press("enter")
		if got := r.pm().Action("A3").Due; got == "" {
			t.Errorf("%s was not taken:\n%s", typed, r.screen())
		}
	}
}

func TestWhatIsNoDayIsRefusedAndItsTextIsKept(t *testing.T) {
	for typed, says := range map[string]string{
		"soon": "names no day: give one of the calendar", "next sprint": "names no day", "30 feb": "a day that does not exist", "4/12": "two ways",
		"sat 4 dec": "names two days", "2026-2-30": "a day that does not exist", "2026-13-2": "a day that does not exist",
	} {
		r := onField(t, "A3", "due")
		r.typeText(typed)
		r.press("enter")
		r.sees("A3 due  "+typed, says)
		if got := r.pm().Action("A3").Due; got != "" {
			t.Errorf("%s was taken as %s", typed, got)
		}
	}
}
