package ask

import (
	"errors"
	"strings"
	"time"

	"debrief/intake/clock"
	"debrief/model"
)

// About is what debrief is, in one line.
const About = "debrief takes a group, or you, through a blameless postmortem, and keeps it."

// Reaching makes an edit count its phase as reached.
func Reaching(phase string, do func(*model.Postmortem) error) func(*model.Postmortem) error {
	return func(p *model.Postmortem) error {
		if err := do(p); err != nil {
			return err
		}
		if model.PhaseIndex(phase) > model.PhaseIndex(p.Phase) {
			p.Phase = phase
		}
		return nil
	}
}

// Park sets a thought aside in a phase; "" is the one that the postmortem has reached.
func Park(text, phase string) model.Edit {
	return model.Edit{Label: "park a thought", Do: func(p *model.Postmortem) error {
		parked := model.Parked{Text: text, Phase: phase}
		if phase == "" {
			parked.Phase = p.Phase
		}
		p.Parking = append(p.Parking, parked)
		return nil
	}}
}

// AddCause adds a high-level cause as its line says it.
func AddCause(tags Tags) (model.Edit, error) {
	if tags.Text == "" {
		return model.Edit{}, errors.New("a cause needs a few words before its marks")
	}
	return model.Edit{Label: "add a cause", Do: func(p *model.Postmortem) error {
		p.Causes = append(p.Causes, model.Cause{Text: tags.Text, Role: tags.Values["role"], Events: tags.Events})
		return nil
	}}, nil
}

// ReadAnswer reads the answer to a question, which a question of one's own in front of it replaces.
func ReadAnswer(p *model.Postmortem, line, question string) (model.Why, error) {
	own, rest := SplitQuestion(line)
	if own != "" {
		question = own
	}
	tags := ReadTags(rest, "why", p)
	if tags.Text == "" {
		return model.Why{}, errors.New("type the answer, then its marks")
	}
	return model.Why{Question: question, Answer: tags.Text, Events: tags.Events,
		Category: tags.Values["category"], Confidence: tags.Values["confidence"]}, nil
}

// AnswerBelow puts an answer into the tree, below a cause or another answer.
func AnswerBelow(ref string, w model.Why) model.Edit {
	return model.Edit{Label: "answer why", Do: func(p *model.Postmortem) error { return p.Answer(ref, w) }}
}

// MarkRoot records what was chosen about a root cause, as one step: root, category, fixable and fix, by their fields.
func MarkRoot(ref string, chosen map[string]string) model.Edit {
	label := "say what kind of cause " + ref + " is"
	if chosen["root"] != "" {
		label = "mark " + ref + " as a root cause"
	}
	return setAll(label, ref, chosen, "root", "category", "fixable", "fix")
}

// Characterise says what kind of action one is, as one step: scope, kind and area, by their fields.
func Characterise(ref string, chosen map[string]string) model.Edit {
	return setAll("say what kind of action "+ref+" is", ref, chosen, "scope", "kind", "area")
}

func setAll(label, ref string, chosen map[string]string, names ...string) model.Edit {
	return model.Edit{Label: label, Do: func(p *model.Postmortem) error {
		for _, name := range names {
			if word := chosen[name]; word != "" {
				if err := p.Set(ref, name, word); err != nil {
					return err
				}
			}
		}
		return nil
	}}
}

// Helped says whether an action helped.
func Helped(ref, verdict string) model.Edit {
	return model.Edit{Label: "say whether " + ref + " helped", Do: func(p *model.Postmortem) error { return p.SetVerdict(ref, verdict) }}
}

// ReadAgain records that it was read again, with what was seen then, if anything was.
func ReadAgain(seen string, now time.Time) model.Edit {
	at := model.At(now).String()
	return model.Edit{Label: "read it again", Do: func(p *model.Postmortem) error {
		if err := p.Set("", "reread.done_at", at); err != nil || seen == "" {
			return err
		}
		return p.Set("", "reread.missed", seen)
	}}
}

// Declare marks how far the postmortem has come.
func Declare(status string, now time.Time) model.Edit {
	return model.Edit{Label: "mark it " + status, Do: func(p *model.Postmortem) error { return p.Declare(status, model.At(now)) }}
}

// FirstTime reads a time that somebody typed where no postmortem gives a day or a zone yet: a clock time is the last such time up to now,
// or, of one that began, the first one from then on.
func FirstTime(text string, began model.Instant, zone *time.Location, now time.Time) (model.Instant, error) {
	if text == "" {
		return model.Instant{}, nil
	}
	now = now.In(zone)
	day := now
	if rest, ok := strings.CutPrefix(strings.ToLower(text), "yesterday "); ok {
		text, day = rest, now.AddDate(0, 0, -1)
	}
	if !began.IsZero() {
		day = began.Time().In(zone)
	}
	at, _, _, _, err := clock.ParseTime(text, clock.TimeContext{Zone: zone, Day: day, Last: day, Now: now})
	if err != nil || strings.ContainsAny(text, " T-/+") { // it names a day, or counts from now
		return at, err
	}
	switch {
	case began.IsZero() && at.Time().After(now):
		at = at.Add(-24 * time.Hour)
	case !began.IsZero() && at.Time().Before(began.Time()):
		at = at.Add(24 * time.Hour)
	}
	return at, nil
}

// Start is a new postmortem, as the first minute tells it.
func Start(title string, began, over model.Instant, now time.Time) (*model.Postmortem, error) {
	if !over.IsZero() && !began.IsZero() && over.Time().Before(began.Time()) {
		return nil, errors.New("that is before it began: give the day as well if it ended on another one")
	}
	p := model.New(title, now)
	if !began.IsZero() {
		p.Moments.Started = &model.Moment{At: began}
	}
	if !over.IsZero() {
		p.Moments.Mitigated = &model.Moment{At: over}
	}
	return p, nil
}

// BecomesAction makes a parked thought the action that an edit adds.
func BecomesAction(e model.Edit, ref string) model.Edit {
	add := e.Do
	e.Label = "make " + ref + " an action"
	e.Do = func(p *model.Postmortem) error {
		if err := add(p); err != nil {
			return err
		}
		p.Settle() // the new action needs its number, so that the thought can point at it
		if err := p.Set(ref, "outcome", "action"); err != nil {
			return err
		}
		return p.Set(ref, "action", p.Actions[len(p.Actions)-1].Ref)
	}
	return e
}
