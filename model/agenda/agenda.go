// Package agenda is the clock of a meeting: how long each phase is meant to take, how long it takes, and how that is said. Its rule: a
// clock advises. It holds nobody up, and it says in words what it says.
package agenda

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
)

// Preset is an agenda to start from.
type Preset struct {
	Name    string // as the document has it: "60"
	About   string
	Minutes []int // of each phase, in the order of model.Phases
}

// Presets are the agendas that there are, shortest first.
var Presets = []Preset{
	{"30", "one cause, dug into once", []int{2, 8, 4, 8, 6, 2}},
	{"60", "the usual hour", []int{5, 15, 5, 15, 15, 5}},
	{"90", "room for several causes", []int{5, 25, 10, 25, 20, 5}},
	{"120", "a long incident, or several teams", []int{5, 35, 15, 35, 20, 10}},
	{"timeline first", "an hour, half of it for the facts: where nobody knows yet what happened", []int{5, 30, 5, 10, 5, 5}},
}

// Of is the preset of a name; the usual hour for a name that is none.
func Of(name string) Preset {
	name = strings.TrimSpace(name)
	for _, p := range Presets {
		if strings.EqualFold(p.Name, name) {
			return p
		}
	}
	return Presets[1]
}

// For is the preset that suits a postmortem: its own, where that was chosen, else the one as long as its meeting.
func For(p *model.Postmortem) Preset {
	if m := p.Meeting; m != nil && m.Minutes > 0 && (p.Agenda.Preset == "" || p.Agenda.Preset == Presets[1].Name) {
		return slices.MinFunc(Presets[:len(Presets)-1], func(a, b Preset) int {
			return cmp.Compare(max(a.Length()-m.Minutes, m.Minutes-a.Length()), max(b.Length()-m.Minutes, m.Minutes-b.Length()))
		})
	}
	return Of(p.Agenda.Preset)
}

// Length is how long a meeting by this agenda is, in minutes.
func (p Preset) Length() int {
	n := 0
	for _, minutes := range p.Minutes {
		n += minutes
	}
	return n
}

// Shares says how the time is divided, in words.
func (p Preset) Shares() string {
	all := make([]string, 0, len(p.Minutes))
	for i, minutes := range p.Minutes {
		all = append(all, fmt.Sprint(guide.Of(model.Phases[i]).Title, " ", minutes))
	}
	return strings.Join(all, ", ")
}

// Start begins a run of the clock in a phase.
func Start(p Preset, phase string, now time.Time) model.Clock {
	c := model.Clock{ID: model.NewID(now), Preset: p.Name, Phase: phase, Running: true, At: stamp(now), Phases: map[string]model.Share{}}
	for i, key := range model.Phases {
		c.Phases[key] = model.Share{Planned: time.Duration(p.Minutes[i]) * time.Minute}
	}
	return c
}

func stamp(t time.Time) model.Instant { return model.AtFraction(t, 3) }

// Counted is a clock that has counted up to now. Passed is how long it was since the clock's At as the program has measured it; below 0
// where it was not running meanwhile, and then the clocks on the wall say it: one that was set back takes nothing away.
func Counted(c model.Clock, now time.Time, passed time.Duration) model.Clock {
	if passed < 0 {
		passed = max(now.Sub(c.At.Time()), 0)
	}
	if c.Running {
		c = with(c, c.Phase, func(s *model.Share) { s.Taken += passed })
	}
	c.At = stamp(now)
	return c
}

// with is a clock with another share of a phase; the one that was given stays as it is.
func with(c model.Clock, phase string, do func(*model.Share)) model.Clock {
	c.Phases = maps.Clone(c.Phases)
	if c.Phases == nil {
		c.Phases = map[string]model.Share{}
	}
	s := c.Phases[phase]
	do(&s)
	c.Phases[phase] = s
	return c
}

// Give gives the phase that is counted so many minutes more, or less: never less than none.
func Give(c model.Clock, minutes int) model.Clock {
	return with(c, c.Phase, func(s *model.Share) { s.Planned = max(s.Planned+time.Duration(minutes)*time.Minute, 0) })
}

// longAlone is how long a clock runs on while nobody has its postmortem open: the meeting is over.
const longAlone = 3 * time.Hour

// Forgotten reports whether a clock runs that nobody has looked at for long: then what it had counted is what the meeting took.
func Forgotten(c model.Clock, now time.Time) bool {
	return c.ID != "" && now.Sub(c.At.Time()) > longAlone
}

// Left is what is left of the phase that is counted; below 0 where it is over.
func Left(c model.Clock) time.Duration {
	s := c.Phases[c.Phase]
	return s.Planned - s.Taken
}

// rest is what is left of the whole meeting.
func rest(c model.Clock) (d time.Duration) {
	for _, s := range c.Phases {
		d += s.Planned - s.Taken
	}
	return d
}

// Say says how a clock that has counted up to now stands: "Facts: 7 min left, we end 15:00". The short form leaves out the end.
func Say(c model.Clock, now time.Time) (long, short string) {
	if c.ID == "" {
		return "", ""
	}
	left := Left(c)
	state := ""
	switch minutes := int(left / time.Minute); {
	case left > 0:
		state = fmt.Sprint(int((left+time.Minute-1)/time.Minute), " min left")
	case minutes == 0:
		state = "time is up"
	default:
		state = say.Span(-left) + " over"
	}
	if !c.Running {
		state = "paused, " + state
	}
	short = guide.Of(c.Phase).Title + ": " + state
	end := rest(c)
	at := now.Add(end).Round(time.Minute).Format("15:04")
	switch {
	case !c.Running && end > 0:
		return short, short
	case end < 0:
		return short + ", we meant to end " + at, short
	}
	return short + ", we end " + at, short
}

// Next is after how long Say says something else.
func Next(c model.Clock) time.Duration {
	d := Left(c) % time.Minute
	if d <= 0 {
		d += time.Minute
	}
	return d + 10*time.Millisecond
}

// Unkept is what the phases have taken and the document does not know yet, in whole seconds, by phase.
func Unkept(c model.Clock) (seconds map[string]int64, sum int64) {
	seconds = map[string]int64{}
	for phase, s := range c.Phases {
		if n := int64((s.Taken - s.Kept) / time.Second); n > 0 {
			seconds[phase] = n
			sum += n
		}
	}
	return seconds, sum
}

// Keep is the edit that writes into the document what it does not know yet. The same is never written twice.
func Keep(c model.Clock) model.Edit {
	seconds, _ := Unkept(c)
	var said []string
	for _, phase := range model.Phases {
		if n := seconds[phase]; n > 0 {
			said = append(said, guide.Of(phase).Title+" took "+say.Seconds(n))
		}
	}
	return model.Edit{Label: "the clock: " + strings.Join(said, ", "), Batch: model.Counted, Entry: fmt.Sprint("clock ", c.ID, " ", c.Kept),
		Do: func(p *model.Postmortem) error {
			taken := maps.Clone(p.Agenda.Taken)
			if taken == nil {
				taken = model.Taken{}
			}
			for phase, n := range seconds {
				taken[phase] += n
			}
			p.Agenda.Taken = taken
			return nil
		}}
}

// Kept is a clock whose step is in the document: what that has written counts as kept. It stays as it is where another program was
// quicker to note the same.
func Kept(c model.Clock, step model.Step) model.Clock {
	if step.Entry != fmt.Sprint("clock ", c.ID, " ", c.Kept) {
		return c
	}
	for _, change := range step.Changes {
		if change.Field != "agenda.taken_seconds" {
			continue
		}
		var before, after model.Taken
		if json.Unmarshal(change.Before, &before) != nil || json.Unmarshal(change.After, &after) != nil {
			continue
		}
		for phase, n := range after {
			c = with(c, phase, func(s *model.Share) { s.Kept += time.Duration(n-before[phase]) * time.Second })
		}
	}
	c.Kept++
	return c
}

// Took says what the phases really took, against what was planned for them; "" where no clock ran.
func Took(p *model.Postmortem) string {
	plan := For(p)
	var said []string
	var sum int64
	for i, phase := range model.Phases {
		if n := p.Agenda.Taken[phase]; n > 0 {
			said = append(said, fmt.Sprintf("%s %s of %d", guide.Of(phase).Title, minutes(n), plan.Minutes[i]))
			sum += n
		}
	}
	if len(said) == 0 {
		return ""
	}
	return strings.Join(said, ", ") + fmt.Sprintf(": %s min in all, of %d", minutes(sum), plan.Length())
}

// minutes are seconds in minutes, as a person says them.
func minutes(seconds int64) string {
	if seconds < 60 {
		return "under 1"
	}
	return strconv.FormatInt((seconds+30)/60, 10)
}
