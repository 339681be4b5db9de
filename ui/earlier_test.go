package ui

import (
	"context"
	"strings"
	"testing"

	"debrief/model"
	"debrief/ui/sheet"
)

// TestOpenActionsOfEarlierOnesAreThereWhilePreparing: with their owners alone, at most three and without in the room.
func TestOpenActionsOfEarlierOnesAreThereWhilePreparing(t *testing.T) {
	r := newRig(t, 100, 40)
	kept := func(title string, days int, services []string, actions ...string) string {
		t.Helper()
		p := model.New(title, r.now)
		p.Services = services
		p.Moments.Started = &model.Moment{At: model.At(r.now.AddDate(0, 0, days))}
		for _, a := range actions {
			p.Actions = append(p.Actions, model.Action{Title: a, Owner: "Zorana", Status: "open"})
		}
		applied, err := r.archive.Create(context.Background(), p, "start it")
		if err != nil {
			t.Fatal(err)
		}
		return applied.Postmortem.Ref
	}
	kept("In March", -200, []string{"payments"}, "one alert", "two alerts", "three alerts", "four alerts")
	kept("Elsewhere", -100, []string{"search"}, "an index")
	ref := kept("Now", -1, []string{"Payments", "orders"})
	kept("Later", 0, []string{"payments"}, "not yet thought of")
	r.run(r.app.Load(ref, "assemble", ""))
	r.sees("Still open from earlier ones like it", "one alert", "four alerts", "Zorana", "PM-1/A1")
	if screen := r.screen(); strings.Contains(screen, "an index") || strings.Contains(screen, "not yet") {
		t.Errorf("what shares nothing, or came later, is shown:\n%s", screen)
	}
	r.run(r.app.Dispatch(sheet.Call{ID: "room"}))
	r.sees("three alerts")
	if screen := r.screen(); strings.Contains(screen, "four alerts") || strings.Contains(screen, "Zorana") || strings.Contains(screen, "PM-1") {
		t.Errorf("the room is shown too much:\n%s", screen)
	}
	r.app.Top().Base().List.Choose("", "earlier")
	r.press("enter")
	r.sees("In room mode nobody is shown other postmortems")
	r.press("m")
	r.app.Top().Base().List.Choose("", "earlier")
	r.press("enter")
	r.sees("PM-1 In March", "5 ACTION")
}

// TestTheWordsForTheRoomAreShown opens each card as a facilitator would, by its name.
func TestTheWordsForTheRoomAreShown(t *testing.T) {
	r := plantedRig(t, 80, 24)
	card := func(key string) { r.send(sheet.Call{ID: "card", Arg: key}) }
	card("opening")
	r.sees("Notes are written while we talk")
	r.press("q")
	card("silence")
	r.sees("Five quiet minutes", "Until 14:00")
	r.press("q")
	r.edit(model.SetFrom("N3", "remote", "", "yes", "she joins remotely"))
	card("round")
	if s := r.screen(); strings.Index(s, "Person Q") > strings.Index(s, "Quentin") {
		t.Errorf("who joins remotely is not asked first:\n%s", s)
	}
	r.press("q")
	card("hands")
	r.sees("0 hands")
	r.press("q")
	card("stall")
	r.sees("Is this a thought to park")
	r.press("q")
	card("closing")
	r.press("G")
	r.sees("Who has what", "Person P", "Follow-up: Tue 10 Nov 2026 09:00 UTC")
	r.press("y")
	if !strings.Contains(r.copied, "What was decided") || !strings.Contains(r.copied, "Person P") {
		t.Errorf("copied is %q", r.copied)
	}
	r.shares("the closing card")
}
