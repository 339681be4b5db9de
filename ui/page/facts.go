package page

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/intake"
	"debrief/intake/capture"
	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// facts is the sheet of what happened, when, and what was done about it.
type facts struct {
	base
	unfolded bool            // noise is shown
	only     map[string]bool // the kinds and sources that are shown; empty for all
	columns  columns
	bar      []string // the picture of the incident
	barIn    int      // the width that it was drawn in; 0 once the rows were read anew
	barLook  *draw.Theme
	entered  string // the mark of the event that was entered last, while the selection is still where it was
	at       string // where the selection was then
}

func newFacts(h *Shelf) sheet.Screen {
	s := &facts{base: h.put(phasePage("facts"), true)}
	s.Page.Rows, s.Page.Line, s.Page.Actions, s.Page.Head = s.rows, s.event, s.actions, s.head
	s.Page.Enter, s.Page.Add, s.Page.Detail, s.Page.LineOf = s.enter, s.add, s.detail, s.factLineOf
	s.Page.Uncover = func(string) { s.unfolded, s.only = true, nil } // it was folded or filtered out
	s.Page.Bring = s.bring
	s.Page.Fitted, s.Page.Looks, s.Page.Paste = s.fitted, s.looks, h.bringInPasted
	s.Start(true)
	return s
}

func (s *facts) rows() []draw.Row {
	pm, t := s.Post(), s.Desk.Look()
	s.columns, s.barIn = s.measure(s.width() >= sheet.Roomy), 0
	label := func(word string) string { return draw.Pad(word, max(s.columns.width, 10)) }
	var rows []draw.Row
	for _, i := range pm.Impact {
		rows = append(rows, draw.Row{Ref: i.Ref, Lead: label("impact"), LeadLook: t.Faint, Text: impactText(i)})
	}
	if len(pm.Impact) == 0 {
		rows = append(rows, draw.Row{Field: "impact", Lead: label("impact"), LeadLook: t.Faint,
			Text: "none yet: enter adds it, with a number", Look: t.Faint})
	}
	for _, m := range pm.Moments.List() { // a moment that no event tells
		if m.Moment != nil && m.Event == "" && !m.At.IsZero() {
			rows = append(rows, draw.Row{Field: "moments." + m.Name + ".at", Lead: label(m.Name), LeadLook: t.Faint,
				Text: say.Clock(m.At, pm.Location(), true)})
		}
	}
	rows = s.appendEvents(rows)
	if len(pm.Events) == 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "nothing yet: type what happened, or paste a log"})
	}
	return rows
}

// appendEvents adds the timeline: a heading for each day, the first of which names the zone and what is left out.
func (s *facts) appendEvents(rows []draw.Row) []draw.Row {
	pm, t, first := s.Post(), s.Desk.Look(), len(rows)
	rows, day := s.firstDay(rows)
	momentOf, settles, order, gaps := momentsByEvent(pm), settledThoughts(pm), pm.OutOfOrder(), map[string]model.Gap{}
	for i, g := range pm.Gaps() {
		if i < 3 {
			gaps[g.After] = g
		}
	}
	folded, hidden := 0, 0
	for i := range pm.Events {
		e := &pm.Events[i]
		switch {
		case e.Noise && !s.unfolded:
			folded++
			continue
		case s.filtered(e):
			hidden++
			continue
		}
		rows, day = s.nextDay(rows, day, e)
		r := s.eventRow(e, s.columns, draw.TailOf(settles[e.Ref], momentOf[e.Ref], keyWord(e)))
		if why := order[e.Ref]; why != "" {
			r.Tail, r.TailLook = why, t.Warn
		}
		rows = append(rows, r)
		if g, silent := gaps[e.Ref]; silent && !s.unfolded {
			rows = append(rows, draw.Row{Heading: true,
				Text: "    Nothing recorded " + s.span(g.From, g.To) + ". Is there a log for it?", Look: t.Question})
		}
	}
	rows[first].Tail = s.leftOut(folded, hidden)
	return rows
}

// leftOut says what the list does not show, and the key that shows it.
func (s *facts) leftOut(folded, hidden int) string {
	var said []string
	if folded > 0 {
		said = append(said, say.Count(folded, "line", "lines")+" folded (z)")
	}
	if hidden > 0 {
		said = append(said, say.Count(hidden, "event", "events")+" filtered out (F)")
	}
	return strings.Join(said, ", ")
}

// settledThoughts says of each event which thought it confirms or rules out.
func settledThoughts(pm *model.Postmortem) map[string]string {
	said := map[string]string{}
	for i := range pm.Events {
		e := &pm.Events[i]
		switch {
		case e.SettledBy == "":
		case e.Outcome == "confirmed":
			said[e.SettledBy] = "confirms " + e.Ref
		case e.Outcome == "ruled out":
			said[e.SettledBy] = "rules out " + e.Ref
		}
	}
	return said
}

// filtered reports whether the filter leaves an event out: where kinds are chosen it must be of one, and likewise sources.
func (s *facts) filtered(e *model.Event) bool {
	misses := func(list []string, is string) bool {
		chosen := slices.ContainsFunc(list, func(w string) bool { return s.only[w] })
		return chosen && !s.only[is]
	}
	return misses(prefixed("kind ", model.Words["kind"]), "kind "+e.Kind) || misses(prefixed("source ", model.Words["source"]), "source "+e.Source)
}

func prefixed(prefix string, words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = prefix + w
	}
	return out
}

// keyWord marks a key event on its row.
func keyWord(e *model.Event) string {
	if e.KeyEvent {
		return "* key"
	}
	return ""
}

func momentsByEvent(pm *model.Postmortem) map[string]string {
	names := map[string]string{}
	for _, m := range pm.Moments.List() {
		if m.Moment != nil && m.Event != "" {
			names[m.Event] = strings.TrimSpace(names[m.Event] + " " + m.Name)
		}
	}
	return names
}

func impactText(i model.Impact) string {
	amount := i.Unit
	if i.Amount != nil {
		amount = strings.TrimSpace(say.Amount(*i.Amount) + " " + i.Unit)
	}
	if i.Estimate && i.Amount != nil {
		amount = "about " + amount
	}
	if i.What == "" || amount == "" {
		return say.Safe(i.What + amount)
	}
	return say.Safe(i.What + ": " + amount)
}

// after is what an event without a time is typed after: the selected one, or the one that was entered last and has no row yet.
func (s *facts) after() string {
	if s.entered != "" && s.at == s.Ref() {
		return s.Desk.Ref(s.entered)
	}
	if ref := s.Ref(); strings.HasPrefix(ref, "E") {
		return ref
	}
	return ""
}

// context is what a line is read against. Events that are on their way count as if they were saved.
func (s *facts) context() capture.Context {
	ctx := capture.Context{Post: s.Post(), Now: s.Desk.Now(), Selected: s.after()}
	way := map[string]string{}
	for _, e := range s.Desk.Entries(s.Place()) {
		if e.Line != "event" || e.Waits() {
			continue
		}
		ahead := ctx
		if len(way) == 0 {
			ahead.Post = s.Post().Clone()
		}
		if ahead.Selected = e.About["after"]; way[ahead.Selected] != "" {
			ahead.Selected = way[ahead.Selected]
		}
		c, err := capture.ReadEvent(e.Text, ahead)
		if err != nil || c.Edit(ahead.Selected).Do(ahead.Post) != nil {
			continue
		}
		ahead.Post.Settle()
		way[sheet.OnItsWay(e.ID)] = "E" + strconv.Itoa(ahead.Post.Last.E)
		ctx.Post = ahead.Post
	}
	if ref := way[ctx.Selected]; ref != "" {
		ctx.Selected = ref
	}
	return ctx
}

// event is the line in which one is added.
func (s *facts) event() *sheet.Line {
	l := sheet.NewLine("Add", "")
	l.Key = "event"
	l.Hint = func(text string) []string {
		if strings.TrimSpace(text) == "" {
			return []string{"02:45 ! rolled back the deploy @mei #m", "* saw  ! did  = decided  ? thought  > told  ^ changed  #s #d #m #r moment"}
		}
		if e, _, ok := s.machineLine(text); ok {
			read := "read as a program wrote it: " + say.Safe(model.Shorten(e.Text, 80))
			return []string{say.Safe(capture.Event{Event: e}.Describe(s.context())), read}
		}
		c, err := capture.ReadEvent(text, s.context())
		if err != nil {
			return []string{say.Safe(err.Error())}
		}
		return []string{say.Safe(c.Understood)}
	}
	l.Says = func(text string) ask.Saying {
		c, err := capture.ReadEvent(text, s.context())
		if err != nil {
			return ask.Saying{}
		}
		return ask.Adds(s.Post(), "E", c.Event)
	}
	l.Tab, l.Lead = s.CompleteName, s.timeInFront
	l.About = func() map[string]string {
		return map[string]string{"after": s.after(), "now": s.Desk.Now().Format(time.RFC3339Nano)}
	}
	l.Enter = s.addEvent
	l.Next = func(e *sheet.Entry) tea.Cmd {
		s.entered, s.at = sheet.OnItsWay(e.ID), s.Ref()
		return nil
	}
	return l
}

// machineLine is a line that a program wrote, of JSON or of a log, as bringing it in reads it.
func (s *facts) machineLine(text string) (e model.Event, edit func(*model.Postmortem) model.Edit, ok bool) {
	pm := s.Post()
	r, ok := intake.MachineLine(text, intake.Options{Zone: pm.Zone, Now: s.Desk.Now(), Near: pm.Begin().Time()})
	if !ok {
		return e, nil, false
	}
	return r.Events[0].Event, func(pm *model.Postmortem) model.Edit {
		return intake.Plan(pm, r).Edit(func(int) bool { return true })
	}, true
}

// addEvent adds what a line says. It is read once more when its turn comes, against the events that were entered before it.
func (s *facts) addEvent(text string, about map[string]string) (sheet.Job, error) {
	if _, edit, ok := s.machineLine(text); ok {
		return sheet.Job{Post: s.Post().Ref, Then: s.SelectNew, Edit: func(t sheet.Turn) (model.Edit, error) { return edit(t.Post()), nil }}, nil
	}
	if _, err := capture.ReadEvent(text, s.context()); err != nil {
		return sheet.Job{}, err
	}
	now, err := time.Parse(time.RFC3339Nano, about["now"])
	if err != nil {
		now = s.Desk.Now()
	}
	return sheet.Job{
		Post: s.Post().Ref, After: sheet.EntryID(about["after"]), Then: s.SelectNew,
		Edit: func(t sheet.Turn) (model.Edit, error) {
			ctx := capture.Context{Post: t.Post(), Now: now, Selected: t.Ref(about["after"])}
			c, err := capture.ReadEvent(text, ctx)
			return c.Edit(ctx.Selected), err
		},
	}, nil
}

// head is the incident bar, in windows that have the room.
func (s *facts) head(_, h int) []string {
	if h < 5 || s.bar == nil {
		return nil
	}
	return append(slices.Clip(s.bar), "")
}

// fitted draws the bar for the window.
func (s *facts) fitted(w, _ int) tea.Cmd {
	if t := s.Desk.Look(); s.barIn != w || s.barLook != t {
		s.bar, s.barIn, s.barLook = draw.IncidentBar(t, s.Post(), w), w, t
	}
	return nil
}

func (s *facts) looks() func() {
	unfolded := s.unfolded
	return func() { s.unfolded = unfolded; s.Refresh() }
}

func (s *facts) enter(r *draw.Row) (tea.Cmd, bool) {
	if r.Field == "impact" {
		return s.Open(s.impactLine()), true
	}
	if strings.HasPrefix(r.Ref, "I") {
		return s.Desk.Push(s.shelf.fields(r.Ref)), true
	}
	return nil, false
}

func (s *facts) add(r *draw.Row) tea.Cmd {
	if r != nil && (strings.HasPrefix(r.Ref, "I") || r.Field == "impact") {
		return s.Open(s.impactLine())
	}
	return s.ToLine()
}

func (s *facts) detail(r *draw.Row) []string {
	e := s.Post().Event(r.Ref)
	if e == nil {
		return nil
	}
	about := []string{e.Ref}
	if used := s.Desk.Mentioned(e.Ref, "CW"); len(used) > 0 {
		about = append(about, "used by "+strings.Join(used, ", "))
	}
	if !e.At.IsZero() {
		about = append(about, say.At(e, s.Post().Location(), true)+" "+s.Post().Zone)
	}
	if !e.Until.IsZero() {
		about = append(about, "until "+say.Clock(e.Until, s.Post().Location(), false))
	}
	about = append(about, model.Said(e.Kind), say.Safe(e.By), e.Source)
	if e.Precision == "about" {
		about = append(about, "about that time")
	}
	if !e.KnownThen {
		about = append(about, "learned later")
	}
	if e.KeyEvent {
		about = append(about, "a key event: readers outside the team are shown it")
	}
	about = slices.DeleteFunc(about, func(x string) bool { return x == "" })
	lines := []string{strings.Join(about, ", ")}
	for _, a := range e.Also {
		lines = append(lines, "also "+strings.TrimSpace(a.Source+" "+say.Safe(a.Original)+" "+say.Safe(a.Text)))
	}
	return lines
}
