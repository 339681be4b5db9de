package ui

import (
	"strings"
	"testing"
	"time"

	"debrief/export"
	"debrief/model"
)

// TestADayIsSaidOnceAndATimeAsExactlyAsItIsKnown reads the timeline of a night from its first row on.
func TestADayIsSaidOnceAndATimeAsExactlyAsItIsKnown(t *testing.T) {
	r := newRig(t, 100, 40)
	p := overMidnight(9)
	p.Zone = "Europe/Berlin"
	if _, err := r.archive.Create(t.Context(), p, "start"); err != nil {
		t.Fatal(err)
	}
	r.run(r.app.Load("PM-1", "facts", ""))
	r.play("press esc home", nil)
	r.sees("\n Wed 18 Nov 2026, Europe/Berlin\n", "\n Thu 19 Nov 2026\n", "    23:53 did ", "   ~00:19 told ", "    00:32 or 00:35 decided ")
	if screen := r.screen(); strings.Count(screen, "Europe/Berlin") != 1 || strings.Contains(screen, "Timeline") {
		t.Errorf("the zone is not said once:\n%s", screen)
	}
	if got := strings.Count(r.screen(), " Nov"); got != 4 { // two headings, and two ends of the bar
		t.Errorf("a day is said %d times:\n%s", got, r.screen())
	}
}

// TestMergingSaysWithWhichRowAndKeepsBothTextsOnThePage makes two tellings one, with a row between them that is folded away.
func TestMergingSaysWithWhichRowAndKeepsBothTextsOnThePage(t *testing.T) {
	r := newRig(t, 100, 30)
	p := overMidnight(4)
	p.Events[1].Noise = true
	p.Causes, p.Actions = nil, nil
	if _, err := r.archive.Create(t.Context(), p, "start"); err != nil {
		t.Fatal(err)
	}
	r.run(r.app.Load("PM-1", "facts", ""))
	r.play("press esc home down down M\nsees E3 tells the same as E1  22:40 Replication lag\nsees both texts", nil)
	r.press("enter")
	if len(r.pm().Events) != 4 {
		t.Fatalf("enter alone made %d events of four", len(r.pm().Events))
	}
	r.play("press M\ntype one\npress enter", nil)
	if e := r.pm().Events[0]; len(r.pm().Events) != 3 || len(e.Also) != 1 || e.Also[0].Text != "the hang came from a folder that was not empty" {
		t.Fatalf("the first event is %+v", e)
	}
	r.sees("22:40 or 23:06 saw", "+1\n")
	page := string(export.Markdown(r.pm()))
	for _, text := range []string{"Replication lag on the secondary", "| 23:06 | also told", ": the hang came from a folder that was not empty |"} {
		if !strings.Contains(page, text) {
			t.Errorf("the page does not have %q:\n%s", text, page)
		}
	}
}

// TestARowSaysNothingTwiceAndItsNumbersCanBeRead brings in what a log and a chat say of many things at once.
func TestARowSaysNothingTwiceAndItsNumbersCanBeRead(t *testing.T) {
	r := newRig(t, 100, 30)
	p := overMidnight(3)
	p.Events[2].Text, p.Events[0].Count = "Thought it was the pool", 4200
	p.Events[1].Also = []model.Also{{At: model.At(p.Events[1].At.Time().Add(time.Minute)), Source: "log"}}
	customers := 41800.0
	p.Impact = []model.Impact{{What: "payments that failed", Amount: &customers, Unit: "requests"}}
	p.Meeting = &model.Meeting{Minutes: 6060}
	if _, err := r.archive.Create(t.Context(), p, "start"); err != nil {
		t.Fatal(err)
	}
	r.run(r.app.Load("PM-1", "facts", ""))
	r.play("press esc", nil)
	r.sees("archived x4,200", "log 22:54, chat 22:53\n", "payments that failed: 41,800 requests", "23:06          Thought it was the pool")
	r.play("press 1 esc", nil)
	r.sees("6,060", "6,060 minutes are 4 d 5 h: is that meant?")
	r.app.Top().Base().List.Choose("", "meeting.minutes")
	r.play("press enter ctrl+u\ntype 600", nil)
	r.sees("600 minutes are 10 h: is that meant?")
}
