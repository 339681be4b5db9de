package ui

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"debrief/model"

	tea "charm.land/bubbletea/v2"
)

// promise adds a postmortem with so many open actions of an owner, due on a day.
func promise(r *rig, title, owner string, due model.Date, n int) *model.Postmortem {
	r.t.Helper()
	p := model.New(title, r.now)
	for i := range n {
		a := model.NewAction()
		a.Title, a.Owner, a.Due = fmt.Sprintf("%s, step %d", title, i+1), owner, due
		p.Actions = append(p.Actions, a)
	}
	applied, err := r.archive.Create(context.Background(), p, "start the postmortem")
	if err != nil {
		r.t.Fatal(err)
	}
	return applied.Postmortem
}

// onActions is the list of all open actions, of whatever was promised.
func onActions(t *testing.T, promised func(*rig)) *rig {
	t.Helper()
	r := newRig(t, 80, 24)
	promised(r)
	r.run(r.app.shelf.Listed())
	r.press("A")
	return r
}

func TestALongListOfOpenActionsSaysHowMuchOfItIsShown(t *testing.T) {
	r := onActions(t, func(r *rig) {
		promise(r, "Mend the pool", "Mei Tanaka", "2026-12-04", 1200)
		promise(r, "Watch the queue", "", "2026-12-05", 3)
	})
	r.sees("Everybody: 1,000 of 1,203 shown", "Fri 4 Dec 2026")
	r.press("tab")
	r.sees("Mei Tanaka: 1,000 of 1,200 shown")
	r.press("tab")
	r.sees("Owned by nobody yet: 3 open", "Watch the queue, step 1")
	r.press("tab")
	r.sees("Everybody")
	r.play("press F\ntype zoe\npress enter", nil)
	r.sees("nobody of that name has an open action: open ones have Mei Tanaka", "Owner  zoe")
	r.play("press ctrl+u\ntype tana\npress enter", nil)
	r.sees("Mei Tanaka: 1,000 of 1,200 shown")
}

func TestALateAnswerToAnEarlierQuestionIsNotShown(t *testing.T) {
	r := onActions(t, func(r *rig) {
		promise(r, "Mend the pool", "Mei Tanaka", "2026-12-04", 2)
		promise(r, "Watch the queue", "Joe Smith", "2026-12-05", 1)
	})
	r.hold = true
	r.press("tab") // Mei
	first := r.held
	r.held = nil
	r.press("tab") // Joe, who comes after Mei once she is shown
	second := r.held
	r.hold = false
	for _, cmd := range append(second, first...) {
		r.run(cmd)
	}
	r.sees("Joe Smith: 1 open", "Watch the queue, step 1")
}

func TestAnActionIsCopiedAsTheBodyOfATicket(t *testing.T) {
	r := newRig(t, 80, 24)
	importPayments(r)
	r.play("press 5 esc / A 2 enter y", nil)
	const want = "Alert when the pool is above 80 % for two minutes\n\n" +
		"Done when: A load test that fills the pool pages the on-call within three minutes\nPostmortem: PM-1/A2"
	if r.copied != want {
		t.Errorf("copied was\n%s\nwant\n%s", r.copied, want)
	}
	r.sees("title, done when and PM-1/A2")
	r.copied = ""
	r.play("press q A", nil)
	if page := r.app.Top().Base(); page.Page.ID != "actions" || !page.List.Choose("PM-1", "A2") {
		t.Fatal("the action is not in the list of all")
	}
	r.press("y")
	if r.copied != want {
		t.Errorf("from the list of all, copied was\n%s", r.copied)
	}
}

func TestATicketOpensAndOneThatIsNoAddressIsSaidToBeNone(t *testing.T) {
	opened := ""
	r := newRig(t, 80, 24)
	r.app.config.outside.Browse = func(link string) error { opened = link; return nil }
	importPayments(r)
	r.edit(model.SetFrom("A2", "ticket", "", "PAY-12", "change A2, ticket"))
	for _, page := range []string{"press 5 esc / A %d enter o", "press q A"} {
		for ref, says := range map[int]string{1: "Opened https://tracker.example/PAY-311", 2: "is not the address of a page"} {
			if strings.Contains(page, "%d") {
				r.play(fmt.Sprintf(page, ref), nil)
			} else {
				if r.app.open.pm != nil {
					r.play(page, nil)
				}
				page := r.app.Top().Base()
				page.List.Choose("PM-1", fmt.Sprint("A", ref))
				r.press("o")
			}
			r.sees(says)
		}
	}
	if opened != "https://tracker.example/PAY-311" {
		t.Errorf("opened was %q", opened)
	}
}

func TestTheListOfActionsFollowsWhatIsDoneElsewhere(t *testing.T) {
	r := onActions(t, func(r *rig) { promise(r, "Mend the pool", "Mei Tanaka", "2026-11-13", 2) })
	r.sees("7 days late", "2 open")
	other := &rig{t: t, dir: r.dir, now: r.now, tick: r.tick}
	other.start(80, 24)
	other.run(other.app.Load("PM-1", "action", ""))
	other.play("press esc g space d o n enter", nil)
	r.send(Elsewhere{Steps: true, Live: true})
	r.sees("Everybody: 1 open")
	r.press("enter")
	r.press("q")
	r.sees("Everybody: 1 open")
	r.press("q")
	r.sees("1 postmortem, archive.db")
}

func TestTheArchiveSaysFirstWhatNeedsSomebody(t *testing.T) {
	r := newRig(t, 80, 24)
	r.now = time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC)
	at := func(day int) *model.FollowUp {
		return &model.FollowUp{At: model.At(time.Date(2026, 12, day, 14, 0, 0, 0, time.UTC))}
	}
	add := func(title string, p model.Postmortem) {
		all := model.New(title, r.now)
		all.FollowUp, all.Reread, all.Actions, all.Moments, all.Events = p.FollowUp, p.Reread, p.Actions, p.Moments, p.Events
		if _, err := r.archive.Create(context.Background(), all, "start"); err != nil {
			t.Fatal(err)
		}
	}
	add("Read it", model.Postmortem{Reread: &model.Reread{Due: "2026-11-01"}})
	add("Act on it", model.Postmortem{Actions: []model.Action{{Title: "late", Due: "2026-12-08", Status: "open"}}})
	add("Act today", model.Postmortem{Actions: []model.Action{{Title: "today", Due: "2026-12-10", Status: "open"}}})
	add("Meet today", model.Postmortem{FollowUp: at(10)})
	add("Meet late", model.Postmortem{FollowUp: at(7), Actions: []model.Action{{Title: "late", Due: "2026-12-01", Status: "open"}}})
	add("Meet later", model.Postmortem{FollowUp: at(12)})
	over := func(day int) model.Moments {
		return model.Moments{Mitigated: &model.Moment{At: model.At(time.Date(2026, 12, day, 8, 0, 0, 0, time.UTC))}}
	}
	add("Write it down", model.Postmortem{Moments: over(6)})
	add("Just over", model.Postmortem{Moments: over(8)})
	fact := model.NewEvent()
	fact.Text = "the pool was empty"
	add("Written down", model.Postmortem{Moments: over(6), Events: []model.Event{fact}})
	r.run(r.app.shelf.Listed())
	var got []string
	for _, l := range r.lines()[3:] {
		if strings.Contains(l, "All") {
			break
		}
		if words := strings.Fields(strings.TrimPrefix(l, " >")); len(words) > 0 {
			got = append(got, strings.Join(words, " "))
		}
	}
	want := []string{"Needs you", "PM-5 Meet late 1 action open follow-up 3 days late", "PM-4 Meet today follow-up today",
		"PM-2 Act on it an action 2 days late", "PM-7 Write it down over for 4 days, no facts yet", "PM-1 Read it time to read it again"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("it says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for ref, where := range map[string]string{"PM-5": "6 CLOSE", "PM-2": "5 ACTION", "PM-7": "2 FACTS", "PM-1": "6 CLOSE"} {
		r.app.Top().Base().List.Choose(ref, "needs")
		r.press("enter")
		r.sees(where)
		r.play("press esc q", nil)
	}
}

func TestOfManyThatNeedSomebodyTheFirstAreShownAndTheOthersCounted(t *testing.T) {
	r := newRig(t, 80, 24)
	for i := range 9 {
		promise(r, fmt.Sprintf("Mend pool %d", i+1), "Mei Tanaka", model.Date(fmt.Sprintf("2026-11-%02d", 10+i)), 1)
	}
	r.run(r.app.shelf.Listed())
	r.sees("Mend pool 5", "4 more", "an action 10 days late")
	r.app.Top().Base().List.Choose("", "more")
	r.send(tea.KeyPressMsg{Code: tea.KeyEnter})
	if screen := r.screen(); strings.Contains(screen, "4 more") || !strings.Contains(screen, "an action 2 days late") {
		t.Errorf("enter did not show them:\n%s", screen)
	}
}

// TestAnyKeysLeaveTheListOfActionsWhole presses keys at random in the list of all open actions and in what opens from it.
func TestAnyKeysLeaveTheListOfActionsWhole(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	keys := []string{"tab", "F", "space", "o", "g", "d", "x", "u", "y", "enter", "enter", "esc", "up", "down", "/", "m", "e", "5", "s", "q", "?", "-", "ctrl+u"}
	r := onActions(t, func(r *rig) {
		promise(r, "Mend the pool", "Mei Tanaka", "2026-11-04", 3)
		promise(r, "Watch the queue", "", "", 2)
	})
	for range 1500 {
		if len(r.app.stack) == 1 {
			r.play("press esc\npress A", nil)
		}
		if random.IntN(30) == 0 {
			r.send(tea.WindowSizeMsg{Width: 40 + random.IntN(100), Height: 10 + random.IntN(30)})
		}
		r.press(keys[random.IntN(len(keys))])
		r.lines()
		if r.quit {
			t.Fatal("it left the program")
		}
	}
	open, _, err := r.archive.OpenActions(context.Background(), model.OpenFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{"PM-1", "PM-2"} {
		pm, err := r.archive.Load(context.Background(), ref)
		if err != nil {
			t.Fatal(err)
		}
		left := 0
		for i := range pm.Actions {
			a := &pm.Actions[i]
			if a.Status == "dropped" && a.Reason == "" {
				t.Errorf("%s/%s was dropped without a reason", ref, a.Ref)
			}
			if a.IsOpen() {
				left++
			}
		}
		for _, o := range open {
			if o.Postmortem == ref {
				left--
			}
		}
		if left != 0 {
			t.Errorf("of %s the list misses %d", ref, left)
		}
	}
}

// TestADraftThatWasLeftInTheMiddleNeedsWhoeverLeftIt: not while it is fresh, not once it is done, and nobody who only looked.
func TestADraftThatWasLeftInTheMiddleNeedsWhoeverLeftIt(t *testing.T) {
	r := newRig(t, 100, 24)
	for _, title := range []string{"Worked on", "Looked at", "Brought to its end"} {
		p := model.New(title, r.now)
		if _, err := r.archive.Create(context.Background(), p, "start"); err != nil {
			t.Fatal(err)
		}
	}
	visit := func(ref, phase, fact string) {
		r.run(r.app.Load(ref, phase, ""))
		r.send(nil) // where somebody is is told after the first frame
		if fact != "" {
			r.typeText(fact)
			r.press("enter")
		}
		r.play("press esc q", nil)
	}
	r.archive.SetAuthor("somebody else")
	other := model.New("Of somebody else", r.now)
	if _, err := r.archive.Create(context.Background(), other, "start"); err != nil {
		t.Fatal(err)
	}
	r.archive.SetAuthor("noor")
	visit("PM-1", "facts", "the pool was empty")
	visit("PM-4", "causes", "")
	visit("PM-3", "close", "")
	drafts := func() (got string) {
		r.run(r.app.shelf.Listed())
		for _, l := range r.lines() {
			if strings.Contains(l, "draft, left") {
				got += strings.Join(strings.Fields(strings.TrimPrefix(l, " >")), " ") + "\n"
			}
		}
		return got
	}
	if got := drafts(); got != "" {
		t.Errorf("one that was just left: %s", got)
	}
	r.pass(time.Hour + 11*time.Minute)
	if got, want := drafts(), "PM-1 Worked on draft, left in Facts 1 h 10 min ago\n"; got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
	r.app.Top().Base().List.Choose("PM-1", "needs")
	r.press("enter")
	r.sees("2 FACTS", "the pool was empty")
	r.play("press esc q", nil)
	r.pass(40 * 24 * time.Hour)
	if got := drafts(); got != "" {
		t.Errorf("after a season: %s", got)
	}
}
