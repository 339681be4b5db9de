package model_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"debrief/model"
)

// someEdit changes a postmortem in one of many ways, some of which break a rule.
func someEdit(p *model.Postmortem, r *rand.Rand) {
	event := func() *model.Event { return &p.Events[r.IntN(len(p.Events))] }
	switch r.IntN(14) {
	case 0, 1, 2:
		e := model.NewEvent()
		e.Text, e.Also = fmt.Sprint("line ", r.IntN(1000)), []model.Also{{Text: "told twice"}}
		e.At = model.At(time.Date(2026, 11, 18, 2, r.IntN(60), 0, 0, time.UTC))
		p.AddEvent(e, "")
	case 3:
		_ = p.Delete(event().Ref)
	case 4:
		_ = p.Move(event().Ref, r.IntN(9)-4)
	case 5:
		event().SettledBy = []string{"E2", "E99", "N1"}[r.IntN(3)]
	case 6:
		event().Kind = []string{"action", "signal", "hunch"}[r.IntN(3)]
	case 7:
		p.Events = append(p.Events, *event())
	case 8:
		_ = p.Answer([]string{"C1", "W1", "W2"}[r.IntN(3)], model.Why{Answer: "it was full", Events: []string{event().Ref}})
	case 9:
		_ = p.Reparent("W2", []string{"C1", "C2", "W1"}[r.IntN(3)])
	case 10:
		event().SettledBy = event().Ref
	case 11:
		_ = p.Mark(event().Ref, "detected")
	case 12:
		p.Title = strings.Repeat("slow ", r.IntN(2))
	case 13:
		p.Actions = append(p.Actions, model.NewAction())
		p.Actions[len(p.Actions)-1].Answers = []string{"W1", "W77"}[:1+r.IntN(2)]
	}
}

func TestWhatAStepChangedIsCheckedAsTheWholeWouldBe(t *testing.T) {
	p, _ := payments(t)
	r := rand.New(rand.NewPCG(1, 2))
	refused := 0
	for range 1500 {
		q := p.Clone()
		someEdit(q, r)
		q.Settle()
		whole, part := q.Validate(), q.ValidateChanges(model.Diff(p, q))
		if (whole == nil) != (part == nil) {
			t.Fatalf("of the whole: %v; of what changed: %v\n%+v", whole, part, model.Diff(p, q))
		}
		if whole != nil {
			refused++
			continue
		}
		if len(q.Events) < 60 {
			p = q
		}
	}
	if refused < 150 {
		t.Errorf("%d edits were refused: too few to tell", refused)
	}
}

func TestACopyMadeOverAnOldOneIsACopy(t *testing.T) {
	p, _ := payments(t)
	r := rand.New(rand.NewPCG(3, 4))
	old := p.Clone()
	for range 150 {
		q := p.Clone()
		someEdit(q, r)
		q.Settle()
		if q.Validate() != nil || len(q.Events) > 30 {
			continue
		}
		before := model.Encode(q, false)
		c := q.CloneOver(old)
		if got := model.Encode(c, false); !bytes.Equal(got, before) {
			t.Fatalf("the copy is\n%s\nwant\n%s", got, before)
		}
		for i := range c.Events { // whatever is done to the copy
			c.Events[i].Text = "gone"
			for j := range c.Events[i].Also {
				c.Events[i].Also[j].Text = "gone"
			}
		}
		c.Title, c.Participants = "gone", nil
		if got := model.Encode(q, false); !bytes.Equal(got, before) {
			t.Fatalf("a change of the copy changed what it was made of")
		}
		p, old = q, p
	}
}

func TestTheWayFromAnyStateToAnotherLeadsThere(t *testing.T) {
	p, _ := payments(t)
	r := rand.New(rand.NewPCG(5, 6))
	for range 1500 {
		q := p.Clone()
		for range 1 + r.IntN(6) {
			someEdit(q, r)
		}
		q.Settle()
		if q.Validate() != nil || len(q.Events) > 30 {
			continue
		}
		there, back := p.Clone(), q.Clone()
		changes := model.Diff(p, q)
		if err := there.Patch(changes); err != nil {
			t.Fatal(err)
		}
		if left := model.Diff(there, q); len(left) > 0 {
			t.Fatalf("%d changes are left: %+v", len(left), left)
		}
		if err := back.Patch(model.Inverse(changes)); err != nil {
			t.Fatal(err)
		}
		if left := model.Diff(back, p); len(left) > 0 {
			t.Fatalf("%d changes are left on the way back: %+v", len(left), left)
		}
		p = q
	}
}

func TestLinesThatFollowEachOtherInTheMiddleMoveFewOthers(t *testing.T) {
	p := model.New("sixteen write", time.Now())
	for range 200 {
		p.AddEvent(model.NewEvent(), "")
	}
	p.Settle()
	moved := 0
	for writer := range 4 {
		above := fmt.Sprint("E", 50*writer+1)
		for range 150 {
			q := p.Clone()
			q.AddEvent(model.NewEvent(), above)
			q.Settle()
			changes := model.Diff(p, q)
			moved += len(changes) - 1
			above = fmt.Sprint("E", q.Last.E)
			p = q
		}
	}
	if moved > 150 {
		t.Errorf("600 lines in the middle changed the rank of others %d times", moved)
	}
}
