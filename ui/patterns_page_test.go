package ui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"debrief/model"
)

// keep adds postmortems of incidents that began a week apart, each with what a story adds.
func keep(r *rig, n int, add func(i int, p *model.Postmortem)) {
	r.t.Helper()
	for i := range n {
		p := model.New(fmt.Sprintf("Incident %d", i+1), r.now)
		p.Moments.Started = &model.Moment{At: model.At(time.Date(2026, 1, 9+7*i, 19, 0, 0, 0, time.UTC))}
		add(i, p)
		if _, err := r.archive.Create(context.Background(), p, "start"); err != nil {
			r.t.Fatal(err)
		}
	}
	r.run(r.app.shelf.Listed())
}

func TestEveryBarLeadsToThePostmortemsBehindIt(t *testing.T) {
	r := newRig(t, 80, 40)
	keep(r, 6, func(i int, p *model.Postmortem) {
		p.Services = []string{"checkout"}
		if i%3 == 0 {
			p.Services = []string{"payments"}
		}
	})
	r.press("P")
	r.sees("6 postmortems, Jan 2026 to Feb 2026", "checkout         ▬▬▬", " 4", "With 14 more postmortems")
	r.play("press j enter", nil)
	r.sees("payments: 2 postmortems.", "PM-4  Incident 4", "Fri 30 Jan 2026", "PM-1  Incident 1")
	r.play("press j enter", nil)
	if pm := r.app.open.pm; pm == nil || pm.Ref != "PM-1" {
		t.Fatal("enter opens the one that it stands on")
	}
	r.play("press esc q", nil)
	r.sees("payments: 2 postmortems.")
	r.play("press q", nil)
	r.sees("What the postmortems have in common")
	r.play("press q", nil)
	r.sees("A open actions", "PM-6 ")
}

// TestTheListBelowKnowsWhatCameMeanwhile: what another program adds while one of the archive's pages lies on its list.
func TestTheListBelowKnowsWhatCameMeanwhile(t *testing.T) {
	for _, page := range []string{"P", "P enter", "R", "A", "s"} {
		r := newRig(t, 80, 24)
		keep(r, 5, func(_ int, p *model.Postmortem) { p.Services = []string{"checkout"} })
		r.play("press "+page, nil)
		if _, err := r.archive.Create(context.Background(), model.New("Made meanwhile", r.now), "start"); err != nil {
			t.Fatal(err)
		}
		r.send(Elsewhere{Steps: true})
		for len(r.app.stack) > 1 {
			r.press("esc")
			if len(r.app.stack) > 1 && page != "s" {
				r.press("q")
			}
		}
		r.sees("6 postmortems", "Made meanwhile")
	}
}

func TestAHeatMapIsDrawnFromTwentyOnAndAWeekdayCalledOut(t *testing.T) {
	r := newRig(t, 80, 40)
	keep(r, 20, func(int, *model.Postmortem) {})
	r.press("P")
	r.sees("20 of 20 incidents began on a Friday.", "00-06  06-12  12-18  18-24", "Friday           .      .      .      20")
	r.press("enter")
	r.sees("PM-20  Incident 20")
}

func TestPatternsAreNotShownWhereOthersWatch(t *testing.T) {
	r := newRig(t, 80, 24)
	keep(r, 6, func(_ int, p *model.Postmortem) { p.Services = []string{"checkout"} })
	r.press("P")
	r.sees("checkout")
	r.app.turnRoom(true)
	r.press("down")
	r.lacks("checkout")
	r.sees("In room mode nobody is shown other postmortems.")
	r.press("q")
	r.press("P")
	r.sees("In room mode nobody is shown other postmortems.")
	if id := r.app.Top().Base().Page.ID; id == "patterns" {
		t.Error("the page opens in room mode")
	}
}

func TestSomebodyNewIsToldWhatToReadFirst(t *testing.T) {
	r := newRig(t, 100, 24)
	r.press("R")
	r.sees("None stands out yet.")
	r.press("q")
	keep(r, 3, func(i int, p *model.Postmortem) {
		if i < 2 {
			p.Services = []string{"payments"}
		}
	})
	r.press("R")
	r.sees("PM-2  Incident 2", "shares payments")
	r.lacks("Incident 3", "PM-1 ")
	r.press("enter")
	if pm := r.app.open.pm; pm == nil || pm.Ref != "PM-2" {
		t.Error("enter opens it")
	}
}
