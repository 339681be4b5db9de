package export

import (
	"slices"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/say"
)

// Markdown is the postmortem as a page that pastes cleanly into most wikis: headings of level 1 to 3, paragraphs, bullet
// lists of one level and tables of one-line cells, one empty line between blocks; no front matter, no HTML, nothing empty.
// Times are in the postmortem's zone, which the tables' heads name. People are named as participants, in the timeline and as
// owners only; private notes are never written. The same postmortem gives the same bytes.
func Markdown(p *model.Postmortem) []byte {
	told := *p // events in the order in which they happened, also where one was given an earlier time later
	told.Events = slices.Clone(p.Events)
	told.SortEvents()
	p = &told
	w := &writer{p: p, clock: clockOf(p)}
	for _, section := range []func(){
		w.top, w.summary, w.impact, w.moments, w.participants, w.timeline, w.causes, w.whys,
		w.actions, w.tests, w.parking, w.lessons, w.followUp, w.reread, w.related,
	} {
		section()
	}
	return []byte(w.b.String())
}

// writer writes one postmortem section by section.
type writer struct {
	page
	clock
	p *model.Postmortem
}

// top is the title and what kind of incident it was. The title stands although nothing else may.
func (w *writer) top() {
	p := w.p
	w.block("# " + inline(p.Title) + "\n")
	var facts []string
	say := func(name, text string) {
		if text != "" {
			facts = append(facts, name+": "+text)
		}
	}
	say("Reference", inline(p.Ref))
	say("Severity", inline(p.Severity))
	say("Status", inline(p.Status))
	say("Services", inlineAll(p.Services))
	say("Tags", inlineAll(p.Tags))
	say("When", w.when())
	say("Likely to happen again", inline(p.LikelyAgain))
	if m := p.Meeting; m != nil && !m.At.IsZero() {
		say("Meeting", joined(", ", w.full(m.At)+" ("+w.zone+")", minutes(m.Minutes)))
	}
	w.list(facts)
}

// when is the day and the span of the incident, as far as it is known.
func (w *writer) when() string {
	from := w.p.Begin()
	if from.IsZero() {
		return ""
	}
	until := ""
	for _, end := range []*model.Moment{w.p.Moments.Mitigated, w.p.Moments.Resolved} {
		if end == nil || !end.At.Time().After(from.Time()) {
			continue
		}
		until = " to " + w.known(end.At)
		if w.day(from) == w.day(end.At) && w.known(end.At) == w.full(end.At) {
			until = " to " + end.At.Time().In(w.loc).Format("15:04")
		}
	}
	return w.known(from) + until + " (" + w.zone + ")"
}

// known is full for an instant of which more is known than its day.
func (w *writer) known(at model.Instant) string {
	if slices.ContainsFunc(w.p.Events, func(e model.Event) bool { return e.Precision == "day" && e.At.Equal(at) }) {
		return w.day(at)
	}
	return w.full(at)
}

func (w *writer) summary() {
	w.heading(2, "Summary")
	w.text("", w.p.Summary)
	w.text("Why it is worth the hour: ", w.p.WhyNow)
}

// text is text of several lines: a line that starts like an item of a list is one, an empty line starts a new paragraph, and
// other lines follow one another, as in Markdown itself. The label stands before all of it.
func (w *writer) text(label, s string) {
	var paragraph, items []string
	flush := func() {
		words := strings.Join(paragraph, " ")
		switch {
		case label == "":
			w.paragraph(block(words))
		case len(paragraph)+len(items) > 0:
			w.paragraph(spaces(label + inline(words)))
			label = ""
		}
		for i := range items {
			items[i] = block(items[i])
		}
		w.list(items)
		paragraph, items = nil, nil
	}
	for line := range strings.SplitSeq(model.CleanLines(s), "\n") {
		line = spaces(line)
		item, isItem := listItem(line)
		switch {
		case line == "":
			flush()
		case isItem:
			items = append(items, item)
		case len(items) > 0:
			items[len(items)-1] += " " + line
		default:
			paragraph = append(paragraph, line)
		}
	}
	flush()
}

func listItem(line string) (item string, ok bool) {
	for _, mark := range []string{"- ", "* ", "+ ", "• "} {
		if rest, found := strings.CutPrefix(line, mark); found {
			return rest, true
		}
	}
	return line, false
}

func (w *writer) impact() {
	w.heading(2, "Impact")
	var items []string
	for _, i := range w.p.Impact {
		size := ""
		if i.Amount != nil {
			size = joined(" ", say.Amount(*i.Amount), inline(i.Unit))
			if i.Estimate {
				size = "about " + size
			}
		}
		what := block(i.What)
		switch {
		case what != "" && size != "":
			items = append(items, what+": "+size)
		case what+size != "":
			items = append(items, what+size)
		}
	}
	w.list(items)
}

// moments are the figures with both moments beside each (seed 2, "Impact Starts With Detection"). What is not known is said
// to be so; it is never 0.
func (w *writer) moments() {
	w.heading(2, "Moments and metrics")
	m := w.p.Moments
	if (m == model.Moments{}) {
		return
	}
	figures := w.p.Figures()
	items := []string{
		"Time to detect: " + w.figure(figures.TTD, "started", m.Started, "detected", m.Detected),
		"Time to recover: " + w.figure(figures.TTR, "detected", m.Detected, "mitigated", m.Mitigated),
	}
	if m.Resolved != nil && !m.Resolved.At.IsZero() {
		items = append(items, "Resolved: "+w.short(m.Resolved.At, ""))
	}
	w.list(items)
}

func (w *writer) figure(seconds *int64, fromName string, from *model.Moment, toName string, to *model.Moment) string {
	is := "not known"
	if seconds != nil {
		is = say.Length(*seconds)
	}
	return is + " (" + fromName + " " + w.moment(from) + " → " + toName + " " + w.moment(to) + ")"
}

func (w *writer) moment(m *model.Moment) string {
	if m == nil {
		return "not known"
	}
	precision := ""
	if e := w.p.Event(m.Event); e != nil {
		precision = e.Precision
	}
	return w.short(m.At, precision)
}

func (w *writer) participants() {
	w.heading(2, "Participants")
	var rows [][]string
	for _, n := range w.p.Participants {
		seat := joined(", ", when(n.Facilitator, "facilitator"), when(n.NoteTaker, "note-taker"))
		there := when(n.Attended, "yes")
		rows = append(rows, []string{cell(n.Name), cell(n.Team), strings.Join(n.Involved, ", "), seat, there})
	}
	w.table([]column{{"Name", true}, {"Team", false}, {"Involved", false}, {"Role", false}, {"Attended", false}}, rows)
}

func (w *writer) parking() {
	w.heading(2, "Parking lot")
	var items []string
	for _, k := range w.p.Parking {
		outcome := "open"
		switch k.Outcome {
		case "action":
			outcome = joined(" ", "became", inline(k.Action))
			if k.Action == "" {
				outcome = "becomes an action"
			}
		case "declined":
			outcome = "decided not to act"
		}
		if reason := inline(k.Reason); reason != "" {
			outcome += ": " + reason
		}
		items = append(items, joined(" ", block(k.Text), "("+outcome+")"))
	}
	w.list(items)
}

// lessons are grouped by kind, in the order of the words.
func (w *writer) lessons() {
	w.heading(2, "Lessons")
	names := map[string]string{
		"went well": "What went well", "went badly": "What went badly", "lucky": "Where we were lucky", "learned": "What we learned",
		"": "Also noted",
	}
	for _, kind := range append(slices.Clone(model.Words["lesson"]), "") {
		w.heading(3, names[kind])
		var items []string
		for _, l := range w.p.Lessons {
			if l.Kind == kind {
				items = append(items, block(l.Text))
			}
		}
		w.list(items)
	}
}

func (w *writer) followUp() {
	w.heading(2, "Follow-up")
	f := w.p.FollowUp
	if f == nil {
		return
	}
	var facts []string
	if !f.At.IsZero() {
		facts = append(facts, "Planned: "+joined(", ", w.full(f.At)+" ("+w.zone+")", minutes(f.Minutes)))
	}
	if !f.HeldAt.IsZero() {
		facts = append(facts, "Held: "+w.day(f.HeldAt))
	}
	if f.Again != "" {
		facts = append(facts, "Happened again: "+inline(f.Again))
	}
	w.list(facts)
	w.text("What did we miss? ", f.Missed)
	var rows [][]string
	for _, v := range f.Verdicts {
		title, status := "", ""
		if a := w.p.Action(v.Action); a != nil {
			title, status = cell(a.Title), a.Status
		}
		rows = append(rows, []string{v.Action, title, status, v.Helped, cell(v.Note)})
	}
	w.table([]column{{"Ref", true}, {"Action", true}, {"Status", true}, {"Did it help", true}, {"Note", false}}, rows)
}

func (w *writer) reread() {
	w.heading(2, "Re-read")
	r := w.p.Reread
	if r == nil {
		return
	}
	var facts []string
	if r.Due != "" {
		facts = append(facts, "Due: "+string(r.Due))
	}
	if !r.DoneAt.IsZero() {
		facts = append(facts, "Done: "+w.day(r.DoneAt))
	}
	w.list(facts)
	w.text("Seen later: ", r.Missed)
}

// related names other postmortems by their reference; one that has none here is known by an id only, which says nothing to a
// reader.
func (w *writer) related() {
	w.heading(2, "Related postmortems")
	var items []string
	for _, r := range w.p.Relations {
		if ref := inline(r.Ref); ref != "" {
			items = append(items, map[string]string{"repeat of": "Repeat of ", "related": "Related to ", "": "Related to "}[r.Kind]+ref)
		}
	}
	w.list(items)
}

func minutes(n int) string {
	if n == 0 {
		return ""
	}
	return say.Count(n, "minute", "minutes")
}

func inlineAll(words []string) string {
	var all []string
	for _, s := range words {
		if s = inline(s); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, ", ")
}

func when(holds bool, word string) string {
	if holds {
		return word
	}
	return ""
}

func times(n int) string {
	if n < 2 {
		return ""
	}
	return "×" + strconv.Itoa(n)
}
