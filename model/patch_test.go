package model_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"debrief/model"
)

// bringIn adds so many events between those that are there.
func bringIn(p *model.Postmortem, events int) {
	for i := range events {
		e := model.NewEvent()
		e.At = model.At(noon.Add(time.Duration(i) * time.Second))
		e.Text, e.Raw = fmt.Sprintf("line %d", i), fmt.Sprintf("12:00 line %d", i)
		p.Events = slices.Insert(p.Events, min(i+2, len(p.Events)), e)
	}
	p.Settle()
}

func TestTheWayBackFromThousandsOfEventsLeadsBackByteForByte(t *testing.T) {
	p, b := payments(t)
	full := p.Clone()
	bringIn(full, 5000)
	there := model.Diff(p, full)
	back := full.Clone()
	if err := back.Patch(model.Inverse(there)); err != nil {
		t.Fatal(err)
	}
	back.Last = p.Last
	if got := model.Encode(back, false); !bytes.Equal(got, b) {
		t.Errorf("it did not lead back:\n%s", got)
	}
	if err := back.Patch(there); err != nil {
		t.Fatal(err)
	}
	back.Last = full.Last
	if !bytes.Equal(model.Encode(back, false), model.Encode(full, false)) {
		t.Error("it did not lead there again")
	}
	if left := model.Diff(back, full); len(left) > 0 {
		t.Errorf("%d changes are left, first %+v: ranks count too", len(left), left[0])
	}
}

func TestACauseComesBackWithItsWhysWhereTheyStood(t *testing.T) {
	p, b := payments(t)
	for _, ref := range []string{"C1", "C2", "W1", "W2"} {
		q := p.Clone()
		if err := q.Delete(ref); err != nil {
			t.Fatal(err)
		}
		q.Settle()
		changes := model.Diff(p, q)
		if err := q.Patch(model.Inverse(changes)); err != nil {
			t.Fatalf("%s: %v", ref, err)
		}
		if got := model.Encode(q, false); !bytes.Equal(got, b) {
			t.Errorf("%s came back as\n%s", ref, got)
		}
		if err := q.Patch(changes); err != nil {
			t.Fatalf("%s: %v", ref, err)
		}
		if _, ok := q.Part(ref); ok {
			t.Errorf("%s is still there", ref)
		}
	}
}

func TestAPartThatWasChangedSinceIsNotTakenAway(t *testing.T) {
	p, _ := payments(t)
	full := p.Clone()
	bringIn(full, 1000)
	back := model.Inverse(model.Diff(p, full))
	for name, change := range map[string]func(*model.Postmortem) error{
		"E500 was changed":       func(p *model.Postmortem) error { return p.Set("E500", "text", "page") },
		"E500 got another place": func(p *model.Postmortem) error { return p.Move("E500", 3) },
		"E500 is gone":           func(p *model.Postmortem) error { return p.Delete("E500") },
	} {
		q := full.Clone()
		if err := change(q); err != nil {
			t.Fatal(err)
		}
		q.Settle()
		err := q.Patch(back)
		if name == "E500 got another place" { // it is the same event, wherever it stands
			if err != nil || len(q.Events) != len(p.Events) {
				t.Errorf("%s: %d events are left, %v", name, len(q.Events), err)
			}
			continue
		}
		var changed *model.ChangedError
		if !errors.As(err, &changed) || changed.Part != "E500" || changed.Field != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPartsFollowTheirRanks(t *testing.T) {
	p := model.New("slow", noon)
	for range 5 {
		p.Lessons = append(p.Lessons, model.Lesson{Text: "look first"})
	}
	p.Settle()
	change := func(part, field, before, after string) model.Change {
		return model.Change{Part: part, Field: field, Before: []byte(before), After: []byte(after)}
	}
	rank := func(i int) string { return fmt.Sprint(p.Lessons[i].Rank) }
	err := p.Patch([]model.Change{
		change("L5", "rank", rank(4), "1"),
		change("L6", "", "null", `{"text":"after L2","rank":`+rank(1)+`}`),
		change("L7", "", "null", `{"text":"after L6","rank":`+rank(1)+`}`),
		change("L1", "rank", rank(0), rank(3)),
		change("L3", "", `{"text":"look first"}`, "null"),
		change("L7", "text", `"after L6"`, `"it is the last of its rank"`),
	})
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, l := range p.Lessons {
		order = append(order, l.Ref)
	}
	if got, want := strings.Join(order, " "), "L5 L2 L6 L7 L4 L1"; got != want {
		t.Errorf("they stand as %s, want %s", got, want)
	}
	if l := p.Lessons[3]; l.Text != "it is the last of its rank" {
		t.Errorf("L7 says %q", l.Text)
	}
}

func TestAWhyMovesWithWhatIsBelowItAndNeverBelowItself(t *testing.T) {
	p := model.New("slow", noon)
	p.Causes = []model.Cause{
		{Text: "one", Whys: []model.Why{{Answer: "a", Whys: []model.Why{{Answer: "b", Whys: []model.Why{{Answer: "c"}}}}}}},
		{Text: "two"},
	}
	p.Settle()
	parent := func(part, after string) model.Change {
		return model.Change{Part: part, Field: "parent", Before: []byte(`""`), After: []byte(`"` + after + `"`)}
	}
	for _, below := range []string{"W3", "W2", "E1", ""} {
		var changed *model.ChangedError
		if err := p.Clone().Patch([]model.Change{parent("W2", below)}); !errors.As(err, &changed) || changed.Part != below {
			t.Errorf("W2 below %s: %v", below, err)
		}
	}
	if err := p.Patch([]model.Change{parent("W2", "C2"), parent("W1", "W3"), parent("W3", "C1")}); err != nil {
		t.Fatal(err)
	}
	var tree []string
	for _, part := range p.Parts()[1:] {
		tree = append(tree, part.Parent+">"+part.Ref())
	}
	if got, want := strings.Join(tree, " "), ">C1 C1>W3 W3>W1 >C2 C2>W2"; got != want {
		t.Errorf("the tree is %s, want %s", got, want)
	}
}

func TestAChangeThatCannotBeReadNamesItsField(t *testing.T) {
	for want, c := range map[string]model.Change{
		`read E1 at: "noon" is not an instant`:       {Part: "E1", After: []byte(`{"at":"noon","rank":1}`)},
		"read E1 count: ":                            {Part: "E1", After: []byte(`{"count":"two","rank":1}`)},
		`there is no field "colour" in a event`:      {Part: "E1", After: []byte(`{"colour":"red","rank":1}`)},
		"read E1: ":                                  {Part: "E1", After: []byte(`[]`)},
		`"X1" is not the reference of a part`:        {Part: "X1", After: []byte(`{"rank":1}`)},
		"read  title: ":                              {Field: "title", Before: []byte(`7`), After: []byte(`""`)},
		`there is no field "colour" in a postmortem`: {Field: "colour", Before: []byte(`""`), After: []byte(`""`)},
		"read the rank of ":                          {Field: "rank", After: []byte(`"first"`)},
		`there is no ""`:                             {Field: "rank", After: []byte(`1`)},
		"W1 was changed by somebody else":            {Part: "W1", Field: "text", Before: []byte(`""`), After: []byte(`""`)},
		"C1 was changed by somebody else":            {Part: "W1", After: []byte(`{"parent":"C1","rank":1}`)},
	} {
		if c.Before == nil {
			c.Before = []byte("null")
		}
		if err := model.New("slow", noon).Patch([]model.Change{c}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestABranchIsHungUnderAnyOtherAnswerButItsOwn(t *testing.T) {
	p := model.New("slow", noon)
	p.Causes = []model.Cause{
		{Text: "one", Whys: []model.Why{{Answer: "a", Whys: []model.Why{{Answer: "b", Whys: []model.Why{{Answer: "c"}}}}}}},
		{Text: "two", Whys: []model.Why{{Answer: "d", Stop: "actionable"}}},
	}
	p.Settle()
	for below, want := range map[string]string{
		"W1": "W1 cannot move below itself", "W3": "W1 cannot move below W3: W3 belongs to its branch", "W9": `there is no "W9"`, "E1": `there is no "E1"`,
	} {
		if err := p.Reparent("W1", below); err == nil || err.Error() != want {
			t.Errorf("W1 below %s: %v, want %s", below, err, want)
		}
	}
	if err := p.Reparent("W2", "W4"); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(p.Branch("C2"), " "); got != "C2 W4 W2 W3" || p.Get("W4", "stop") != "" {
		t.Errorf("the second cause has %s, and W4 stops as %q: want the branch below W4, which goes on", got, p.Get("W4", "stop"))
	}
}

func TestAnAnswerBelowAnEndMakesTheBranchGoOn(t *testing.T) {
	p := model.New("slow", noon)
	p.Causes = []model.Cause{{Text: "one", Whys: []model.Why{{Answer: "a", Stop: "not known yet"}}}}
	p.Settle()
	if err := p.Answer("W1", model.Why{Answer: "b"}); err != nil || p.Get("W1", "stop") != "" {
		t.Errorf("W1 stops as %q, %v", p.Get("W1", "stop"), err)
	}
}

func TestMentionsLeadFromAnEventToItsCausesAndFromAWhyToItsActions(t *testing.T) {
	p, _ := payments(t)
	mentions := p.Mentions()
	for ref, want := range map[string]string{"E8": "E5 C1 W1", "W3": "A1", "C2": "A2", "K1": ""} {
		if got := strings.Join(mentions[ref], " "); got != want {
			t.Errorf("%s is mentioned by %q, want %q", ref, got, want)
		}
	}
}
