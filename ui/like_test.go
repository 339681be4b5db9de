package ui

import (
	"context"
	"strings"
	"testing"

	"debrief/model"
	"debrief/ui/sheet"
)

// likeRig has three postmortems of which the third is a draft that is like the first.
func likeRig(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, 100, 30)
	for _, p := range []struct {
		title, event string
		days         int
	}{
		{"The connection pool ran dry", "pgbouncer refused connections while a scan held the pool", -200},
		{"A certificate expired", "handshakes failed in two regions", -100},
		{"Checkout answers slowly", "", -1},
	} {
		pm := model.New(p.title, r.now)
		pm.Moments.Started = &model.Moment{At: model.At(r.now.AddDate(0, 0, p.days))}
		if p.event != "" {
			e := model.NewEvent()
			e.Text = p.event
			pm.AddEvent(e, "")
			pm.Actions = append(pm.Actions, model.Action{Title: "Alert on waiting clients", Owner: "Zorana", Status: "done", DoneAt: model.At(r.now)})
		}
		applied, err := r.archive.Create(context.Background(), pm, "start it")
		if err != nil {
			t.Fatal(err)
		}
		if p.event != "" {
			ref := applied.Postmortem.Ref
			if _, err := r.archive.Apply(context.Background(), ref, model.Edit{Label: "hold the follow-up", Do: func(pm *model.Postmortem) error {
				pm.FollowUp = &model.FollowUp{Verdicts: []model.Verdict{{Action: "A1", Helped: "yes"}}}
				return nil
			}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	r.run(r.app.Load("PM-3", "facts", ""))
	return r
}

// TestThoseLikeTheDraftAppearQuietly: in the rule below the header, once nobody types, and nowhere where others watch.
func TestThoseLikeTheDraftAppearQuietly(t *testing.T) {
	r := likeRig(t)
	r.typeText("pgbouncer refuses half of the connections")
	r.press("enter")
	before := r.lines()
	if strings.Contains(before[2], "PM-1") {
		t.Errorf("it is looked for while somebody types: %s", before[2])
	}
	r.wait()
	after := r.lines()
	if want := " like PM-1 The connection pool ran dry: "; !strings.Contains(after[2], want) {
		t.Errorf("the rule is %q, without %q", after[2], want)
	}
	for i := range before {
		if i != 2 && before[i] != after[i] {
			t.Errorf("line %d moved:\n%s\n%s", i, before[i], after[i])
		}
	}
	r.edit(model.SetFrom("E1", "source", "", "log", "say where it is from"))
	if len(r.pauses) > 0 {
		t.Error("it is asked again though no word has changed")
	}
	r.press("esc")
	if line := r.lines()[2]; !strings.Contains(line, " O ") {
		t.Errorf("the rule does not name the key: %s", line)
	}
	r.press("O")
	r.sees("PM-1    The connection pool ran dry", "because of", "pgbouncer", "A1  Alert on waiting clients", "done, it helped")
	r.press("enter")
	r.sees("PM-1 The connection pool ran dry. q goes back.", "Zorana")
	r.press("q")
	r.press("m")
	if screen := r.screen(); strings.Contains(screen, "PM-1") || strings.Contains(screen, "ran dry") {
		t.Errorf("the room is shown another postmortem:\n%s", screen)
	}
	r.run(r.app.Dispatch(sheet.Call{ID: "like"}))
	r.sees("In room mode nobody is shown other postmortems")
}

// TestARepeatIsAcceptedFromThoseLikeIt: it is a step like any other, and is shown with what did not prevent it.
func TestARepeatIsAcceptedFromThoseLikeIt(t *testing.T) {
	r := likeRig(t)
	r.typeText("pgbouncer refuses half of the connections")
	r.press("enter")
	r.press("esc")
	r.press("O")
	r.press("r")
	r.typeText("a r")
	r.press("enter")
	r.sees("this one is a repeat of it", "This one is a repeat of PM-1", "said to help, and it came back: PM-1/A1 Alert on waiting clients")
	if got := r.pm().Relations; len(got) != 1 || got[0].Ref != "PM-1" || got[0].Kind != model.RepeatOf || got[0].ID == "" {
		t.Errorf("kept is %+v", got)
	}
	r.press("u")
	if got := r.pm().Relations; len(got) != 0 || strings.Contains(r.screen(), "is a repeat of it") {
		t.Errorf("undone it is %+v:\n%s", got, r.screen())
	}
	r.press("a")
	r.typeText("pm-2")
	r.press("enter")
	r.typeText("rel")
	r.press("enter")
	r.sees("This one is related to PM-2")
	r.press("a")
	r.typeText("PM-3")
	r.press("enter")
	r.press("down")
	r.press("enter")
	r.sees("PM-3 cannot be related to itself")
}
