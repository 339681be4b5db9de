package agenda

import (
	"encoding/json"
	"testing"
	"time"

	"debrief/model"
)

var two = time.Date(2026, 11, 20, 14, 0, 0, 0, time.UTC)

func TestEveryPresetDividesItsTimeAmongAllPhases(t *testing.T) {
	for _, p := range Presets {
		if len(p.Minutes) != len(model.Phases) {
			t.Errorf("%s has %d shares for %d phases", p.Name, len(p.Minutes), len(model.Phases))
		}
		if n := p.Length(); p.Name != "timeline first" && p.Name != time.Duration(n).String()[:len(p.Name)] {
			t.Errorf("%s is %d minutes long", p.Name, n)
		}
		if Of(p.Name).Name != p.Name {
			t.Errorf("%s is not found by its name", p.Name)
		}
	}
	first := Of("timeline first")
	for i, minutes := range first.Minutes {
		if model.Phases[i] != "facts" && minutes*2 > first.Minutes[1] {
			t.Errorf("%s takes %d minutes beside the facts", model.Phases[i], minutes)
		}
	}
}

func TestTheAgendaOfAPostmortemIsItsOwnOrAsLongAsItsMeeting(t *testing.T) {
	p := model.New("x", two)
	for minutes, want := range map[int]string{0: "60", 30: "30", 45: "30", 60: "60", 85: "90", 240: "120"} {
		if p.Meeting = nil; minutes > 0 {
			p.Meeting = &model.Meeting{Minutes: minutes}
		}
		if got := For(p).Name; got != want {
			t.Errorf("a meeting of %d minutes has the agenda %s, want %s", minutes, got, want)
		}
	}
	p.Agenda.Preset = "Timeline first"
	if got := For(p).Name; got != "timeline first" {
		t.Errorf("the one that was chosen is %s", got)
	}
}

func TestAClockIsReadInWords(t *testing.T) {
	c := Start(Of("60"), "facts", two)
	says := func(at time.Duration, want string) {
		t.Helper()
		if got, _ := Say(Counted(c, two.Add(at), at), two.Add(at)); got != want {
			t.Errorf("after %v it says %q, want %q", at, got, want)
		}
	}
	says(0, "Facts: 15 min left, we end 15:00")
	says(8*time.Minute, "Facts: 7 min left, we end 15:00")
	says(8*time.Minute+time.Second, "Facts: 7 min left, we end 15:00")
	says(14*time.Minute+30*time.Second, "Facts: 1 min left, we end 15:00")
	says(15*time.Minute, "Facts: time is up, we end 15:00")
	says(18*time.Minute+20*time.Second, "Facts: 3 min over, we end 15:00")
	says(75*time.Minute, "Facts: 1 h over, we meant to end 15:00")
	c = Give(Give(c, 5), -1)
	says(8*time.Minute, "Facts: 11 min left, we end 15:04")
	c = Give(c, -100)
	says(0, "Facts: time is up, we end 14:45")
	c = Start(Of("60"), "facts", two)
	c.Running = false
	says(3*time.Minute, "Facts: paused, 15 min left")
	if long, short := Say(model.Clock{}, two); long+short != "" {
		t.Errorf("where there is none it says %q", long)
	}
}

func TestAPauseAndAClockThatIsSetBackTakeNothing(t *testing.T) {
	c := Counted(Start(Of("60"), "facts", two), two.Add(5*time.Minute), 5*time.Minute)
	c.Running = false
	c = Counted(c, two.Add(25*time.Minute), 20*time.Minute)
	c.Running = true
	if long, _ := Say(c, two.Add(25*time.Minute)); long != "Facts: 10 min left, we end 15:20" {
		t.Errorf("after a break of 20 minutes: %s", long)
	}
	back := Counted(c, two.Add(-time.Hour), -1) // nobody was there to measure it
	if got := back.Phases["facts"].Taken; got != 5*time.Minute {
		t.Errorf("a clock that was set back took %v", got)
	}
	back = Counted(c, two.Add(-time.Hour), 2*time.Minute) // a program was
	if long, _ := Say(back, two.Add(-time.Hour)); long != "Facts: 8 min left, we end 13:53" {
		t.Errorf("after the clock was set back: %s", long)
	}
	if c.Phases["facts"].Taken != 5*time.Minute {
		t.Error("the clock that was counted on has changed itself")
	}
}

func encoded(t *testing.T, taken model.Taken) json.RawMessage {
	t.Helper()
	data, err := taken.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatThePhasesTookEntersTheDocumentOnce(t *testing.T) {
	p := model.New("x", two)
	p.Agenda.Taken = model.Taken{"facts": 60}
	c := Counted(Start(Of("60"), "facts", two), two, 90*time.Second+700*time.Millisecond)
	c.Phase = "causes"
	c = Counted(c, two, 30*time.Second+400*time.Millisecond)
	keep := Keep(c)
	if keep.Label != "the clock: Facts took 1 min, Causes took 30s" || keep.Batch != model.Counted {
		t.Errorf("the step is %q %q", keep.Label, keep.Batch)
	}
	before := encoded(t, p.Agenda.Taken)
	if err := keep.Do(p); err != nil {
		t.Fatal(err)
	}
	if p.Agenda.Taken["facts"] != 150 || p.Agenda.Taken["causes"] != 30 {
		t.Errorf("it wrote %v", p.Agenda.Taken)
	}
	after := encoded(t, p.Agenda.Taken)
	step := model.Step{Entry: keep.Entry, Changes: []model.Change{{Field: "agenda.taken_seconds", Before: before, After: after}}}
	c = Counted(c, two, time.Second) // it counts on meanwhile
	c = Kept(c, step)
	if seconds, sum := Unkept(c); sum != 1 || seconds["causes"] != 1 {
		t.Errorf("%v is not kept", seconds)
	}
	if again := Kept(c, step); again.Kept != c.Kept {
		t.Error("the same step is kept twice")
	}
	if Keep(c).Entry == keep.Entry {
		t.Error("the next step would be taken for the same")
	}
	if got := Took(p); got != "Facts 3 of 15, Causes under 1 of 5: 3 min in all, of 60" {
		t.Errorf("it tells: %s", got)
	}
}
