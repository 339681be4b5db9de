package storage_test

import (
	"errors"
	"fmt"
	"testing"

	"debrief/model"
	"debrief/storage"
)

// line is an edit that adds an event.
func line(text string) model.Edit {
	return model.Edit{Label: "add " + text, Do: func(p *model.Postmortem) error {
		e := model.NewEvent()
		e.Text = text
		p.AddEvent(e, "")
		return nil
	}}
}

var errTold = errors.New("the line says nothing")

func TestLinesThatComeTogetherAreStepsOfTheirOwn(t *testing.T) {
	a, path := started(t)
	before := must[*model.Postmortem](t)(a.Load(ctx, "PM-1"))
	held := must[storage.Applied](t)(a.Apply(ctx, "PM-1", line("held by a screen"))).Postmortem
	var said []string
	err := a.Together(ctx, "PM-1", func(apply func(model.Edit) (storage.Applied, error)) error {
		for i := range 5 {
			edit := line(fmt.Sprint("line ", i))
			if i == 2 {
				edit.Do = func(p *model.Postmortem) error { p.Events = nil; return errTold }
			}
			applied, err := apply(edit)
			if (i == 2) != errors.Is(err, errTold) {
				t.Errorf("line %d: %v", i, err)
			}
			if err == nil {
				said = append(said, applied.Step.Touched()+" of "+fmt.Sprint(len(applied.Postmortem.Events)))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(said), "[E2 of 2 E3 of 3 E4 of 4 E5 of 5]"; got != want {
		t.Errorf("said %s, want %s", got, want)
	}
	if len(held.Events) != 1 || held.Events[0].Text != "held by a screen" {
		t.Errorf("the state that somebody else holds has become %+v", held.Events)
	}
	if steps := must[[]model.Step](t)(a.History(ctx, "PM-1")); len(steps) != 6 || steps[5].Label != "add line 4" {
		t.Errorf("the journal has %d steps, want 6: one for each line", len(steps))
	}
	undone := must[storage.Applied](t)(a.Undo(ctx, "PM-1"))
	if n := len(undone.Postmortem.Events); n != 4 {
		t.Errorf("undo has left %d events, want 4", n)
	}
	beside := open(t, path, "ben")
	if got := must[*model.Postmortem](t)(beside.Load(ctx, "PM-1")); len(got.Events) != 4 || got.Events[3].Text != "line 3" {
		t.Errorf("another program sees %+v", got.Events)
	}
	if len(before.Events) != 0 {
		t.Errorf("what was loaded before has %d events now", len(before.Events))
	}
}

func TestOfLinesThatComeTogetherAllAreKeptOrNone(t *testing.T) {
	a, _ := started(t)
	err := a.Together(ctx, "PM-1", func(apply func(model.Edit) (storage.Applied, error)) error {
		must[storage.Applied](t)(apply(line("one")))
		return errTold
	})
	if !errors.Is(err, errTold) {
		t.Errorf("the error is %v", err)
	}
	if p := must[*model.Postmortem](t)(a.Load(ctx, "PM-1")); len(p.Events) != 0 {
		t.Errorf("%d events were kept", len(p.Events))
	}
	applied := must[storage.Applied](t)(a.Apply(ctx, "PM-1", line("two")))
	if e := applied.Postmortem.Events; len(e) != 1 || e[0].Text != "two" || applied.Step.N != 2 {
		t.Errorf("afterwards an edit led to step %d and %+v", applied.Step.N, e)
	}
	if err := a.Together(ctx, "PM-9", nil); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("together on what is not there: %v", err)
	}
}

func TestALineThatIsInTheJournalIsNotAddedAgain(t *testing.T) {
	a, _ := started(t)
	edit := line("once")
	edit.Entry = "an-entry"
	for range 2 {
		err := a.Together(ctx, "PM-1", func(apply func(model.Edit) (storage.Applied, error)) error {
			for range 2 {
				if step := must[storage.Applied](t)(apply(edit)).Step; step.Touched() != "E1" {
					t.Errorf("the step is about %s, want E1", step.Touched())
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if p := must[*model.Postmortem](t)(a.Load(ctx, "PM-1")); len(p.Events) != 1 {
		t.Errorf("there are %d events, want 1", len(p.Events))
	}
}
