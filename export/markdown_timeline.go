package export

import (
	"strings"

	"debrief/model"
	"debrief/model/say"
)

// timeline is one row per event in the document's order, which may not be the order of time: what is odd is shown as it is.
// Noise is left out, and said to be.
func (w *writer) timeline() {
	w.heading(2, "Timeline")
	moments := map[string]string{}
	for _, m := range w.p.Moments.List() {
		if m.Moment != nil && m.Event != "" {
			moments[m.Event] = joined(", ", moments[m.Event], m.Name)
		}
	}
	settles := w.settles()
	var rows [][]string
	noise := 0
	for i := range w.p.Events {
		e := &w.p.Events[i]
		if e.Noise {
			noise++
			continue
		}
		what := joined(" ", cell(e.Text), w.asides(e, settles[e.Ref]))
		rows = append(rows, []string{w.short(e.At, e.Precision), model.Said(e.Kind), what, cell(e.By), source(e), moments[e.Ref], e.Ref})
	}
	w.table([]column{{"Time (" + w.zone + ")", true}, {"Kind", false}, {"What", true}, {"By", false}, {"Source", false},
		{"Moment", false}, {"Ref", true}}, rows)
	if noise > 0 {
		w.paragraph("Left out as noise: " + say.Count(noise, "event", "events") + ".")
	}
}

// settles says, by the reference of an event, which thoughts it confirms or rules out.
func (w *writer) settles() map[string]string {
	settles := map[string]string{}
	verbs := map[string]string{"confirmed": "confirms ", "ruled out": "rules out "}
	for i := range w.p.Events {
		if e := &w.p.Events[i]; e.SettledBy != "" && verbs[e.Outcome] != "" {
			settles[e.SettledBy] = joined(", ", settles[e.SettledBy], verbs[e.Outcome]+e.Ref)
		}
	}
	return settles
}

// asides are what there is to say about an event behind its text.
func (w *writer) asides(e *model.Event, settles string) string {
	repeated := times(e.Count)
	if !e.Until.IsZero() {
		repeated = joined(" ", repeated, "until", w.short(e.Until, e.Precision))
	}
	outcome := e.Outcome
	if outcome != "" && e.SettledBy != "" {
		outcome += " by " + e.SettledBy
	}
	asides := []string{}
	for _, s := range []string{outcome, settles, when(!e.KnownThen, "known only later")} {
		if s != "" {
			asides = append(asides, s)
		}
	}
	for i := range e.Also {
		if told := w.told(&e.Also[i], e); told != "" {
			asides = append(asides, told)
		}
	}
	if len(asides) == 0 {
		return repeated
	}
	return joined(" ", repeated, "("+strings.Join(asides, "; ")+")")
}

// told is another telling of an event, where it gives another time or has other words: both are kept.
func (w *writer) told(a *model.Also, e *model.Event) string {
	at, words := w.short(a.At, ""), ""
	if a.At.IsZero() || at == w.short(e.At, "") {
		at = ""
	}
	if a.Text != "" && oneLine(a.Text) != oneLine(e.Text) {
		words = cell(a.Text)
	}
	if at == "" && words == "" {
		return ""
	}
	who := a.Source
	if who == "" || at == "" {
		who = joined(" ", "also told", who)
	}
	return joined(": ", joined(" ", cell(who), at), words)
}

func source(e *model.Event) string {
	if e.Link == "" {
		return e.Source
	}
	return link(e.Source, e.Link)
}
