package storage_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"debrief/model"
)

// TestAPostmortemIsReadAsItWasAfterEachStep makes edits of every sort, some of them undone, and goes back to each.
func TestAPostmortemIsReadAsItWasAfterEachStep(t *testing.T) {
	a, _ := started(t)
	rnd := rand.New(rand.NewPCG(9, 2026))
	was := map[int64][]byte{}
	note := func(applied model.Applied) { was[applied.Postmortem.Revision] = model.Encode(applied.Postmortem, true) }
	for i := range 60 {
		note(apply(t, a, "1", fmt.Sprintf("edit %d", i), func(p *model.Postmortem) error {
			switch n := rnd.IntN(6); {
			case n == 0 && len(p.Events) > 0:
				return p.Delete(p.Events[rnd.IntN(len(p.Events))].Ref)
			case n == 1 && len(p.Events) > 1:
				return p.Move(p.Events[rnd.IntN(len(p.Events))].Ref, 1-2*rnd.IntN(2))
			case n == 2 && len(p.Causes) > 0:
				return p.Answer(p.Causes[0].Ref, model.Why{Answer: fmt.Sprintf("because %d", i)})
			case n == 3:
				p.Causes = append(p.Causes, model.Cause{Text: fmt.Sprintf("cause %d", i)})
			case n == 4:
				p.Summary = fmt.Sprintf("summary %d", i)
			default:
				e := model.NewEvent()
				e.Text = fmt.Sprintf("event %d", i)
				p.AddEvent(e, "")
			}
			return nil
		}))
		if rnd.IntN(5) == 0 {
			note(must[model.Applied](t)(a.Undo(ctx, "1")))
		}
	}
	for n, want := range was {
		p := must[*model.Postmortem](t)(a.At(ctx, "PM-1", n))
		p.Last = must[*model.Postmortem](t)(a.Load(ctx, "1")).Last
		then, err := model.Decode(bytes.NewReader(want), noon)
		if err != nil {
			t.Fatal(err)
		}
		then.Last = p.Last // a number is never given twice, and so never goes back
		if got, want := model.Encode(p, true), model.Encode(then, true); !bytes.Equal(got, want) || p.Revision != n {
			t.Errorf("after step %d it was, it is said, revision %d:\n%s\nand not\n%s", n, p.Revision, got, want)
		}
	}
	for _, n := range []int64{0, -1, 1000} {
		if _, err := a.At(ctx, "1", n); err == nil {
			t.Errorf("there is a step %d", n)
		}
	}
}

func TestWhatWasPublishedIsWhatWasThereThen(t *testing.T) {
	a, _ := started(t)
	summary := func(text string) {
		apply(t, a, "1", text, func(p *model.Postmortem) error { return p.Set("", "summary", text) })
	}
	published := func(want string) {
		t.Helper()
		p := must[*model.Postmortem](t)(a.Published(ctx, "1"))
		got := "nothing"
		if p != nil {
			got = p.Summary
		}
		if got != want {
			t.Errorf("what was published is %q, not %q", got, want)
		}
	}
	declare := func(status string) {
		apply(t, a, "1", status, func(p *model.Postmortem) error { return p.Declare(status, model.At(noon)) })
	}
	summary("first")
	published("nothing")
	declare("published")
	summary("second")
	published("first")
	apply(t, a, "1", "its address", func(p *model.Postmortem) error { return p.Set("", "published_url", "https://wiki.example/1") })
	summary("third")
	published("second")
	declare("draft")
	apply(t, a, "1", "no address", func(p *model.Postmortem) error { return p.Set("", "published_url", "") })
	published("nothing")
	must[model.Applied](t)(a.Undo(ctx, "1"))
	published("third")
}
