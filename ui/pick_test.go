package ui

import (
	"bytes"
	"strings"
	"testing"

	"debrief/model"
)

// onPayments is the story of the payments on a sheet, with its line open.
func onPayments(t *testing.T, phase string) *rig {
	t.Helper()
	r := newRig(t, 100, 30)
	importPayments(r)
	r.press(phase)
	if s := r.app.Top().Base(); s.Line() == nil {
		r.press("tab")
	}
	return r
}

// pick goes up to the row of a part, beside the open line.
func (r *rig) pick(ref string) {
	r.t.Helper()
	for range len(r.app.Top().Base().List.Rows) + 1 {
		r.press("up")
		if p := r.app.Top().Base().Picked(); p != nil && p.Ref == ref && p.Field == "" {
			return
		}
	}
	r.t.Fatalf("%s is not picked:\n%s", ref, r.screen())
}

// TestATimeIsCorrectedInFourKeys: the row, enter, the digits, enter. The row goes to its place, and nothing else of it changes.
func TestATimeIsCorrectedInFourKeys(t *testing.T) {
	r := onPayments(t, "2")
	r.play("enter 02:33 * the queue grew @mei", nil)
	ref := r.pm().Events[len(r.pm().Events)-1].Ref
	for _, e := range r.pm().Events {
		if e.Text == "the queue grew" {
			ref = e.Ref
		}
	}
	before := *r.pm().Event(ref)
	r.press("up")
	r.sees("enter brings " + ref + " into the line")
	r.press("enter")
	r.sees("02:33 * the queue grew @mei")
	r.typeText("02:19")
	r.sees("02:19 * the queue grew @mei")
	r.press("enter")
	e := r.pm().Event(ref)
	if got := e.At.String(); !strings.Contains(got, "T02:19") {
		t.Errorf("the time is %s", got)
	}
	if e.Text != before.Text || e.By != before.By || e.Kind != before.Kind {
		t.Errorf("more than the time was changed: %+v", e)
	}
	var last model.Instant
	for _, e := range r.pm().Events {
		if !e.At.IsZero() && !last.IsZero() && e.At.Time().Before(last.Time()) {
			t.Errorf("%s stands behind a later event", e.Ref)
		}
		last = e.At
	}
	r.sees("> ", ref)
	if r.app.Top().Base().Line() == nil || !r.app.Top().Base().Line().IsEmpty() {
		t.Error("the line is not free for what is typed next")
	}
}

// TestARowEnteredAsItCameIsNoStep brings every row of every sheet of the example into the line.
func TestARowEnteredAsItCameIsNoStep(t *testing.T) {
	for _, phase := range []string{"1", "2", "3", "4", "5"} {
		r := onExample(t, phase)
		r.play("press end tab", nil)
		brought := 0
		for i := range len(r.app.Top().Base().List.Rows) {
			r.press("up")
			if i > 0 && r.app.Top().Base().List.Sel > 0 { // what was picked before is picked first
				r.press("up")
			}
			row := r.app.Top().Base().Picked()
			if row == nil {
				t.Fatalf("phase %s: no row is picked:\n%s", phase, r.screen())
			}
			if row.Ref == "" {
				continue
			}
			ref, steps, before := row.Ref, r.pm().Revision, model.Encode(r.pm(), false)
			r.press("enter")
			if l := r.app.Top().Base().Line(); l == nil || l.Stays {
				for r.app.Top().Base().Line() == nil { // a page or a chooser of its own
					r.press("esc")
				}
				continue
			}
			if strings.HasPrefix(r.app.Top().Base().Line().Key, "row ") {
				brought++
			}
			r.press("enter")
			if r.pm().Revision != steps || !bytes.Equal(model.Encode(r.pm(), false), before) {
				t.Errorf("phase %s: %s entered as it came made a step", phase, ref)
			}
		}
		if phase != "4" && brought < 3 {
			t.Errorf("phase %s: only %d rows came into the line as they would be typed", phase, brought)
		}
	}
}

func TestARowIsPickedAndTheLineStaysOpen(t *testing.T) {
	r := onPayments(t, "2")
	count := len(r.pm().Events)
	r.play("press up up up", nil)
	picked := r.app.Top().Base().Picked()
	if picked == nil || r.app.Top().Base().Line() == nil {
		t.Fatalf("no row is picked beside the open line:\n%s", r.screen())
	}
	r.press("esc")
	if r.app.Top().Base().Picked() != nil || r.app.Top().Base().Line() == nil {
		t.Error("esc does not drop the pick, or closes the line")
	}
	r.press("enter")
	r.sees("Type first, then enter")
	r.play("press up space", nil)
	r.sees(picked.Ref + " is when it")
	r.play("press esc", nil)
	r.typeText("nobody looked at the dashboard")
	r.sees("after " + picked.Ref)
	r.press("enter")
	if got := len(r.pm().Events); got != count+1 {
		t.Fatalf("%d events, want %d", got, count+1)
	}
	for i, e := range r.pm().Events {
		if e.Ref == picked.Ref && r.pm().Events[i+1].Text != "nobody looked at the dashboard" {
			t.Errorf("behind %s stands %q", e.Ref, r.pm().Events[i+1].Text)
		}
	}
	r.press("enter") // the selection only followed the entry
	r.sees("Type first, then enter")
	r.play("press up down", nil)
	if r.app.Top().Base().Picked() != nil && r.app.Top().Base().List.AtEnd() {
		t.Error("below the last row is not the line")
	}
}

// TestOnlyWhatWasChangedInARowIsSet: somebody else changes the owner while the day is typed.
func TestOnlyWhatWasChangedInARowIsSet(t *testing.T) {
	r := onPayments(t, "5")
	ref := r.pm().Actions[0].Ref
	r.pick(ref)
	r.press("enter")
	line := r.app.Top().Base().Line()
	if line.Key != "row "+ref {
		t.Fatalf("%q stands in the line %s", line.Text(), line.Key)
	}
	other := &rig{t: t, dir: r.dir, now: r.now, tick: r.tick}
	other.start(100, 30)
	if _, err := other.archive.Apply(t.Context(), r.pm().Ref, model.Edit{Label: "another owner", Do: func(p *model.Postmortem) error {
		return p.Set(ref, "owner", "Noor")
	}}); err != nil {
		t.Fatal(err)
	}
	r.play("press end", nil)
	r.typeText(" #P1")
	r.press("enter")
	if a := r.pm().Action(ref); a.Priority != "P1" || a.Owner != "Noor" {
		t.Errorf("%s has owner %q and priority %q", ref, a.Owner, a.Priority)
	}
}

// TestARowInTheLineIsBackAfterAKill keeps what was changed, as a change of that row.
func TestARowInTheLineIsBackAfterAKill(t *testing.T) {
	r := onPayments(t, "2")
	r.play("press up enter", nil)
	ref := strings.TrimPrefix(r.app.Top().Base().Line().Key, "row ")
	r.typeText("02:51")
	text, count := r.app.Top().Base().Line().Text(), len(r.pm().Events)
	if err := r.drafts.Flush(); err != nil {
		t.Fatal(err)
	}
	again := &rig{t: t, dir: r.dir, now: r.now, tick: r.tick}
	_ = r.drafts.Close()
	_ = r.archive.Close()
	again.start(100, 30)
	for _, o := range again.drafts.Orphans() {
		if _, err := again.drafts.Adopt(o); err != nil {
			t.Fatal(err)
		}
	}
	again.press("enter")
	again.run(again.app.Load(again.pm().Ref, "facts", ref))
	again.press("tab")
	again.pick(ref)
	again.press("enter")
	again.sees(text)
	again.press("enter")
	if e := again.pm().Event(ref); len(again.pm().Events) != count || !strings.Contains(e.At.String(), "T02:51") {
		t.Errorf("%d events, and %s is at %s", len(again.pm().Events), ref, e.At)
	}
}

func TestRuledOutTwiceIsOpenAgainAndSaysSo(t *testing.T) {
	r := newRig(t, 100, 30)
	importPayments(r)
	r.play("press 2 esc end\npress k k k", nil)
	r.play("press tab\nenter 02:55 ? the disk is full\npress up esc esc", nil)
	thought := ""
	for _, e := range r.pm().Events {
		if e.Text == "the disk is full" {
			thought = e.Ref
		}
	}
	r.app.Top().Base().List.Choose(thought, "*")
	r.press("-")
	r.wait()
	if got := r.pm().Event(thought).Outcome; got != "ruled out" {
		t.Fatalf("%s is %q", thought, got)
	}
	r.press("-")
	r.wait()
	r.sees("Saved: " + thought + " is open again")
	if got := r.pm().Event(thought).Outcome; got != "" {
		t.Errorf("%s is %q", thought, got)
	}
}

// TestWhoIsOvertakenInARowIsToldAndASecondTryIsMeant: of an action and of an event, whose lines are changed as a whole.
func TestWhoIsOvertakenInARowIsToldAndASecondTryIsMeant(t *testing.T) {
	for ref, c := range map[string]struct{ phase, field, theirs, typed, ours string }{
		"A1": {"5", "priority", "P3", " #P1", "P1"}, "E8": {"2", "source", "chat", " #alert", "alert"},
	} {
		r := onPayments(t, c.phase)
		if err := r.app.open.pm.Set(ref, c.field, ""); err != nil {
			t.Fatal(err)
		}
		r.edit(model.SetFrom(ref, c.field, r.pm().Get(ref, c.field), "", "begin without one"))
		r.pick(ref)
		r.play("press enter end", nil)
		other := &rig{t: t, dir: r.dir, now: r.now, tick: r.tick}
		other.start(100, 30)
		if _, err := other.archive.Apply(t.Context(), r.pm().Ref, model.Edit{Label: "theirs", Do: func(p *model.Postmortem) error {
			return p.Set(ref, c.field, c.theirs)
		}}); err != nil {
			t.Fatal(err)
		}
		r.typeText(c.typed)
		r.press("enter")
		r.sees("not saved: ", "changed by somebody else")
		if got := r.pm().Get(ref, c.field); got == c.ours {
			t.Errorf("%s: what somebody else said was overwritten unsaid", ref)
		}
		r.press("ctrl+r")
		if got := r.pm().Get(ref, c.field); got != c.ours {
			t.Errorf("%s: after a second try its %s is %q", ref, c.field, got)
		}
	}
}
