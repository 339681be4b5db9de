package ask

import (
	"slices"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
)

// Following makes an edit take along the questions that nobody worded: where it changes the words of a cause or an answer, or hangs a
// why under another one, a question that was made of the old words becomes the one that is made of the new. One that was worded by
// hand, or stands for itself, stays.
func Following(do func(*model.Postmortem) error, now time.Time) func(*model.Postmortem) error {
	return func(p *model.Postmortem) error {
		was := map[string]asked{}
		eachAsked(p, func(w *model.Why, of Above) { was[w.Ref] = asked{w.Question, of} })
		if err := do(p); err != nil {
			return err
		}
		eachAsked(p, func(w *model.Why, of Above) {
			old := was[w.Ref]
			if w.Question == "" || w.Question != old.question || of.Text == "" || of.Text == old.of.Text && of.Cause == old.of.Cause {
				return
			}
			if slices.ContainsFunc(madeOf(p, old.of, now), func(q string) bool { return strings.EqualFold(q, w.Question) }) {
				w.Question = madeOf(p, of, now)[0]
			}
		})
		return nil
	}
}

// asked is a question and what it was asked of.
type asked struct {
	question string
	of       Above
}

// eachAsked visits every why with what it answers.
func eachAsked(p *model.Postmortem, do func(w *model.Why, of Above)) {
	var below func(whys []model.Why, of Above)
	below = func(whys []model.Why, of Above) {
		for i := range whys {
			do(&whys[i], of)
			below(whys[i].Whys, Above{Text: whys[i].Answer, Category: whys[i].Category})
		}
	}
	for i := range p.Causes {
		below(p.Causes[i].Whys, Above{Cause: true, Text: p.Causes[i].Text})
	}
}

// madeOf are the questions that are made of words, the one to propose first.
func madeOf(p *model.Postmortem, a Above, now time.Time) []string {
	usual := guide.Ask(say.Safe(a.Text), names(p)...)
	if q := neutral(p, a, usual, now); q != "" {
		return []string{q, usual[0]}
	}
	return usual[:1]
}
