package page

import (
	"time"

	"debrief/intake/capture"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"
)

// bring is a row in the line, as it would be typed.
func (s *facts) bring(r *draw.Row) *sheet.Line {
	if s.Post().Event(r.Ref) != nil && r.Field == "" {
		return s.eventLine(r.Ref)
	}
	return s.base.bring(r)
}

// timeInFront is how much of a line its time takes, in bytes.
func (s *facts) timeInFront(text string) int { return capture.TimeEnd(text, s.context()) }

// corrected is what the line of an event is read against.
func (s *facts) corrected(pm *model.Postmortem, ref, was string, now time.Time) capture.Context {
	return capture.Context{Post: pm, Now: now, Selected: aboveIn(pm, ref), Event: ref, Was: was}
}

// wasLine is where an entry keeps the line of its event as it was brought in.
const wasLine = "was line"

// eventLine is the line in which an event is corrected, all of it at once. A time that is typed in front replaces the one that stands
// there, and the event goes to its place.
func (s *facts) eventLine(ref string) *sheet.Line {
	was := capture.Line(s.Post(), ref)
	l := sheet.NewLine(ref, was)
	l.Key = rowKey + ref
	read := func(text, was string) (capture.Event, error) {
		return capture.ReadEvent(text, s.corrected(s.Post(), ref, was, s.Desk.Now()))
	}
	l.Hint = func(text string) []string {
		c, err := read(text, was)
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(c.Understood), "a time typed in front replaces this one; enter changes " + ref + ", esc leaves it"}
	}
	l.Says = func(text string) ask.Saying {
		c, err := read(text, was)
		if err != nil {
			return ask.Saying{}
		}
		return ask.Adds(s.Post(), "E", c.Event)
	}
	l.Tab, l.Lead = s.CompleteName, s.timeInFront
	about := map[string]string{wasLine: was, "now": s.Desk.Now().Format(time.RFC3339Nano)}
	l.About = func() map[string]string { return about }
	l.Enter = func(text string, about map[string]string) (sheet.Job, error) {
		if _, err := read(text, about[wasLine]); err != nil {
			return sheet.Job{}, err
		}
		return s.correct(ref, text, about), nil
	}
	l.ToBegin()
	return l
}

// correct makes of an event what its line says. Where somebody else was quicker, the text waits, and a second try is meant.
func (s *facts) correct(ref, text string, about map[string]string) sheet.Job {
	now, err := time.Parse(time.RFC3339Nano, about["now"])
	if err != nil {
		now = s.Desk.Now()
	}
	words := func(line string) string {
		c, _ := capture.ReadEvent(line, s.corrected(s.Post(), ref, about[wasLine], now)) // what cannot be read has none
		return c.Event.Text
	}
	join := func(changed *model.ChangedError, text string) (mine, both string) { // it is the whole line that has changed
		return text, joinedIn(text, ref, "text", words(changed.Now), words(text))
	}
	return sheet.Job{Post: s.Post().Ref, Failed: s.overtakenIn(ref, join), Edit: func(t sheet.Turn) (model.Edit, error) {
		c, err := capture.ReadEvent(text, s.corrected(t.Post(), ref, about[wasLine], now))
		return c.Change(), err
	}}
}

// aboveIn is the event before another one, "" for the first.
func aboveIn(pm *model.Postmortem, ref string) string {
	above := ""
	for i := range pm.Events {
		if pm.Events[i].Ref == ref {
			return above
		}
		above = pm.Events[i].Ref
	}
	return ""
}
