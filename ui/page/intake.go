package page

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"debrief/intake"
	"debrief/intake/clock"
	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// intakePage is the preview of what a paste or a file would add: what was understood, what is known already, what was not
// used and why, and the questions that the input leaves open. Accepting is one step.
type intakePage struct {
	base
	input    intake.Input
	options  intake.Options
	preview  intake.Preview
	chosen   map[int]bool // by line: what somebody folded (true) or kept, which stands when the input is read again
	asked    string       // the question that was answered last, with the answer
	answered string
	folded   []bool // by candidate: it goes into the timeline as noise, which stays folded there
	from     int    // the candidate at which a range starts; -1 for none
	reading  bool
	warned   bool // that leaving drops it
	wide     int  // the column of the times
	late     sheet.Late
	progress *progress
}

// progress is how far a reading is; the reading writes it from its own goroutine.
type progress struct{ done, total atomic.Int64 }

// bringInPasted opens the preview of what was pasted.
func (h *Shelf) bringInPasted(text string) tea.Cmd { return h.bringIn(h.pasteOf(text)) }

// bringIn opens the preview of an input.
func (h *Shelf) bringIn(in intake.Input) tea.Cmd {
	p := &intakePage{base: h.put(sheet.Page{ID: "intake", Quiet: true, Modal: true,
		Phase: guide.Phase{Title: "Bring in", Purpose: "What was understood. Nothing is saved before enter."}}, false),
		input: in, from: -1, chosen: map[int]bool{}, options: intake.Options{Now: h.desk.Now()}, progress: &progress{}, reading: true}
	if pm := p.Post(); pm != nil {
		p.options.Near, p.options.Home, p.options.People = pm.Begin().Time(), pm.Location(), pm.Participants
	}
	p.Page.Rows, p.Page.Actions, p.Page.Detail = p.rows, p.actions, p.detail
	p.Page.Paste = func(string) tea.Cmd {
		p.Desk.Warn("Bring this one in first (enter), then paste the next.")
		return nil
	}
	p.Start(false)
	return tea.Batch(h.desk.Push(p), p.read())
}

// pasteOf is pasted text as an input. The time keeps one paste apart from the next.
func (h *Shelf) pasteOf(text string) intake.Input {
	return intake.Input{Name: "paste of " + h.desk.Now().Format("15.04.05"), Data: []byte(text)}
}

// read reads the input in the background with the answers so far.
func (p *intakePage) read() tea.Cmd {
	p.reading, p.progress = true, &progress{}
	p.Refresh()
	in, options, pm, state := p.input, p.options, p.Post(), p.progress
	options.Progress = func(done, total int) {
		state.done.Store(int64(done))
		state.total.Store(int64(total))
	}
	work := p.late.Ask(func() func() tea.Cmd {
		result, err := intake.Read(in, options)
		if err != nil {
			return func() tea.Cmd { return p.unread(err) }
		}
		preview := intake.Plan(pm, result)
		return func() tea.Cmd { return p.wasRead(preview) }
	})
	return tea.Batch(work, p.Desk.Later(100*time.Millisecond, p.watch))
}

// watch shows how far the reading is.
func (p *intakePage) watch() tea.Cmd {
	if !p.reading {
		return nil
	}
	p.Refresh()
	return p.Desk.Later(100*time.Millisecond, p.watch)
}

// unread says why the input, or an answer about it, does not work.
func (p *intakePage) unread(err error) tea.Cmd {
	p.reading = false
	if p.preview.Plan == nil {
		p.Desk.Fail(err)
		return p.Desk.Pop()
	}
	p.Refresh()
	if p.asked == "" {
		p.Desk.Fail(err)
		return nil
	}
	l := p.needLine(p.asked)
	cmd := p.Open(l)
	l.Set(p.answered)
	l.Refuse(say.Safe(err.Error()))
	return cmd
}

// wasRead shows what was understood.
func (p *intakePage) wasRead(preview intake.Preview) tea.Cmd {
	p.reading, p.preview = false, preview
	p.folded, p.wide = make([]bool, len(p.preview.Events)), 12
	for i := range p.preview.Events {
		if e := &p.preview.Events[i].Event; e.At.IsZero() {
			p.wide = min(max(p.wide, draw.Width(say.Safe(e.Original))), 20)
		}
	}
	for i := range p.folded {
		p.folded[i] = p.preview.Events[i].Folded || p.preview.Events[i].Noise
		if fold, ok := p.chosen[p.preview.Events[i].Line]; ok {
			p.folded[i] = fold
		}
	}
	p.Refresh()
	return p.askNeeds()
}

// askNeeds asks what the input leaves open, one question at a time. What is not answered can be left: those lines stay without
// a time.
func (p *intakePage) askNeeds() tea.Cmd {
	if len(p.preview.Needs) == 0 {
		return nil
	}
	return p.Open(p.needLine(p.preview.Needs[0]))
}

func (p *intakePage) needLine(need string) *sheet.Line {
	about, asked := p.preview.Open[need]
	label := needLabels[need]
	if about.Shared != "" {
		label = "Zone of " + say.Safe(about.Shared)
	}
	l := sheet.NewLine(label, "")
	l.Propose(p.proposal(need))
	l.Hint = func(string) []string {
		switch {
		case about.Shared != "":
			return []string{say.Safe(about.Shared + " means " + clock.SharedZones(about.Shared)), say.Safe(about.String())}
		case asked:
			return []string{needHints[need], say.Safe(about.String())}
		}
		return []string{needHints[need]}
	}
	l.Do = func(text string) (tea.Cmd, error) {
		if err := p.answer(need, text); err != nil {
			return nil, err
		}
		p.asked, p.answered = need, text
		return p.read(), nil
	}
	return l
}

var needLabels = map[string]string{
	"date": "Day of the first time", "zone": "Zone of the times", "copied": "When was it copied", "day order": "dmy or mdy", "columns": "Columns",
}

var needHints = map[string]string{
	"date": "the times name no day; such as 2026-11-18 or 18 nov", "zone": "the times name no zone; such as UTC, Europe/Oslo or PST",
	"copied": "the times are ages, such as 3m20s ago; such as 02:50", "day order": "is 03/04 the third of April (dmy) or the fourth of March (mdy)",
	"columns": "by name or number, such as time=1 text=3; by, kind, source and link too",
}

// proposal is what stands in the line of a question: what the postmortem knows or the input seems to say, and nothing where several
// zones have the name that the times have.
func (p *intakePage) proposal(need string) string {
	about := p.preview.Open[need]
	switch {
	case need == "date" && !p.Post().Begin().IsZero():
		return p.Post().Begin().Time().In(p.Post().Location()).Format(time.DateOnly)
	case need == "date":
		return p.Desk.Now().Format(time.DateOnly)
	case need == "zone" && about.Shared == "":
		return p.Post().Zone
	case need == "day order":
		return "dmy"
	}
	return about.Guess
}

// answer keeps the answer to one question.
func (p *intakePage) answer(need, text string) error {
	switch need {
	case "date":
		at, _, _, _, err := clock.ParseTime(text+" 12:00", p.Times(""))
		if err != nil {
			return fmt.Errorf("%s is not a day; give it as 2026-11-18 or 18 nov", model.Quote(text))
		}
		p.options.Date = model.DateOf(at.Time().In(p.Post().Location()))
	case "zone":
		if p.preview.Open[need].Shared != "" && p.options.Zone != "" {
			text = p.options.Zone + "," + text // the first answer stays that of the times that name no zone
		}
		p.options.Zone = text
	case "copied":
		at, _, _, _, err := clock.ParseTime(text, p.Times(""))
		if err != nil {
			return err
		}
		p.options.Copied = at.Time()
	case "day order":
		if text != "dmy" && text != "mdy" {
			return fmt.Errorf("%s is neither dmy nor mdy", model.Quote(text))
		}
		p.options.DayDate = text
	case "columns":
		p.options.Columns = map[string]string{}
		for pair := range strings.FieldsSeq(text) {
			name, column, ok := strings.Cut(pair, "=")
			if !ok {
				return fmt.Errorf("%s is not like time=1", model.Quote(pair))
			}
			p.options.Columns[name] = column
		}
	}
	return nil
}

func (p *intakePage) rows() []draw.Row {
	t := p.Desk.Look()
	if p.reading {
		text := "Reading."
		if total := p.progress.total.Load(); total > 0 {
			done := p.progress.done.Load()
			bar := int(done * 30 / total)
			text = "Reading  " + strings.Repeat(draw.FixingGlyph, bar) + strings.Repeat(draw.AftermathLine, 30-bar) +
				fmt.Sprintf("  %d of %d lines", done, total)
		}
		return []draw.Row{{Heading: true, Text: text}}
	}
	rows := []draw.Row{{Heading: true, Text: p.summary()}}
	for i := range p.preview.Events {
		if p.preview.Plan[i].Fate != intake.Known {
			rows = append(rows, p.candidateRow(i))
		}
	}
	if _, known, _ := p.preview.Count(); known > 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "In the timeline already, left out", Look: t.Faint})
		for i := range p.preview.Events {
			if p.preview.Plan[i].Fate == intake.Known {
				rows = append(rows, draw.Row{Field: "known", Number: i, Lead: "    " + p.clock(i), LeadLook: t.Faint,
					Text: say.Safe(p.Desk.Words(p.preview.Events[i].Text)), Look: t.Faint, Tail: p.preview.Plan[i].Ref, TailLook: t.Faint})
			}
		}
	}
	if len(p.preview.Dropped) > 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "Not used", Look: t.Faint})
	}
	for k, d := range p.preview.Dropped {
		rows = append(rows, draw.Row{Field: "dropped", Number: k, Lead: draw.Pad(fmt.Sprint("line ", d.Line), 12), LeadLook: t.Faint,
			Text: say.Safe(p.Desk.Words(d.Text)), Look: t.Faint, Tail: say.Safe(d.Why), TailLook: t.Warn})
	}
	return rows
}

// summary is what accepting will do, in one line.
func (p *intakePage) summary() string {
	kept, folded := 0, 0
	for i, f := range p.folded {
		switch {
		case p.preview.Plan[i].Fate == intake.Known:
		case f:
			folded++
		default:
			kept++
		}
	}
	_, known, joins := p.preview.Count()
	words := []string{say.Count(kept, "event", "events")}
	add := func(n int, what string) {
		if n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, what))
		}
	}
	add(folded, "kept but folded")
	add(joins, "told by another source too")
	add(known, "known already")
	add(len(p.preview.Dropped), "not used")
	if p.preview.Hidden > 0 {
		words = append(words, say.Count(p.preview.Hidden, "secret", "secrets")+" hidden")
	}
	return strings.Join(words, ", ")
}

func (p *intakePage) clock(i int) string {
	e := &p.preview.Events[i].Event
	if e.At.IsZero() {
		return draw.Pad(cmp.Or(say.Safe(e.Original), "--:--"), p.wide) + " " // as it is written, while day or zone are not known
	}
	layout := "_2 Jan 15:04"
	if e.Precision == "day" {
		layout = "_2 Jan day"
	}
	return draw.Pad(e.At.Time().In(p.Post().Location()).Format(layout), p.wide) + " "
}

func (p *intakePage) candidateRow(i int) draw.Row {
	t := p.Desk.Look()
	c := &p.preview.Events[i]
	tick := "[x] "
	if p.folded[i] {
		tick = "[ ] "
	}
	if p.from == i {
		tick = "[>] "
	}
	lead := tick + p.clock(i)
	if p.width() >= 60 {
		lead += draw.Pad(model.Said(c.Kind), 9)
	}
	r := draw.Row{Field: "event", Number: i, Lead: lead, LeadLook: t.Faint, Text: say.Safe(p.Desk.Words(c.Text)), TailLook: t.Faint}
	if c.Count > 1 {
		r.Text += " x" + strconv.Itoa(c.Count)
	}
	if p.folded[i] {
		r.Look = t.Faint
	}
	tail := []string{c.Source, c.Moment}
	if what := p.preview.Plan[i]; what.Fate == intake.Joins {
		tail = append(tail, strings.TrimSpace("also "+what.Ref))
	}
	r.Tail = draw.TailOf(tail...)
	if c.Doubt != "" {
		r.Tail, r.TailLook = say.Safe(c.Doubt), t.Warn
	}
	return r
}

// at is the candidate under the cursor, -1 for another row.
func (p *intakePage) at() int {
	if r := p.Selected(); r != nil && r.Field == "event" {
		return r.Number
	}
	return -1
}

func (p *intakePage) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "intake.accept", Keys: []string{"enter"}, Name: "bring it in, as one step", Foot: "bring in", Scope: sheet.InList, Do: p.accept, Why: p.nothing},
		{ID: "intake.fold", Keys: []string{"space"}, Name: "fold it, or keep it; a range when one was started", Foot: "keep or fold", Scope: sheet.InList, Do: p.toggle, Why: p.noCandidate},
		{ID: "intake.range", Keys: []string{"r"}, Name: "start a range here; space folds or keeps all of it", Foot: "range", Scope: sheet.InList, Do: p.mark, Why: p.noCandidate},
		{ID: "intake.leave", Keys: []string{"q", "esc"}, Name: "leave it; nothing is brought in", Foot: "back", Scope: sheet.InList, Do: p.leave},
		{ID: "intake.date", Keys: []string{"D"}, Name: "give the day of the first time", Scope: sheet.InList, Do: func() tea.Cmd { return p.askOne("date") }},
		{ID: "intake.zone", Keys: []string{"Z"}, Name: "give the zone of the times", Foot: "zone", Scope: sheet.InList, Do: func() tea.Cmd { return p.askOne("zone") }},
	}
}

func (p *intakePage) askOne(need string) tea.Cmd { return p.Open(p.needLine(need)) }

func (p *intakePage) nothing() string {
	switch {
	case p.reading:
		return "It is still being read."
	case p.empty():
		return "There is nothing here that the timeline does not have."
	}
	return ""
}

// empty reports whether there is nothing to bring in.
func (p *intakePage) empty() bool {
	return !slices.ContainsFunc(p.preview.Plan, func(what intake.Planned) bool { return what.Fate != intake.Known })
}

func (p *intakePage) noCandidate() string {
	if p.at() < 0 {
		return "Select an event first."
	}
	return ""
}

func (p *intakePage) mark() tea.Cmd {
	p.from = p.at()
	p.Refresh()
	p.Desk.Say("Go to the end of the range, then space.")
	return nil
}

// toggle folds or keeps what is selected, or all from the start of the range.
func (p *intakePage) toggle() tea.Cmd {
	at := p.at()
	fold := !p.folded[at]
	first, last := at, at
	if p.from >= 0 {
		first, last = min(p.from, at), max(p.from, at)
	}
	for i := first; i <= last; i++ {
		p.folded[i] = fold
		p.chosen[p.preview.Events[i].Line] = fold
	}
	p.from = -1
	p.Refresh()
	p.List.Move(1)
	return nil
}

// leave drops the preview, once that was said.
func (p *intakePage) leave() tea.Cmd {
	if !p.warned && !p.empty() {
		p.warned = true
		p.Desk.Warn("Nothing is brought in yet. enter brings it in, q once more leaves it.")
		return nil
	}
	return p.Desk.Pop()
}

func (p *intakePage) accept() tea.Cmd {
	if len(p.preview.Needs) > 0 {
		return p.askNeeds()
	}
	folded := slices.Clone(p.folded)
	return p.Apply(p.preview.Edit(func(i int) bool { return !folded[i] }), p.broughtIn)
}

// broughtIn goes back to the timeline, on the first of what is new.
func (p *intakePage) broughtIn(applied model.Applied) tea.Cmd {
	if p.Desk.Top().Base() != p.Sheet {
		return nil
	}
	cmd := p.Desk.Pop()
	if p.Desk.Top().Base().Page.Closed != nil { // the page on which the file was chosen
		cmd = tea.Batch(cmd, p.Desk.Pop())
	}
	s := p.Desk.Top().Base()
	s.StopTyping()
	s.Refresh()
	return tea.Batch(cmd, s.SelectNew(applied))
}

func (p *intakePage) detail(*draw.Row) []string {
	i := p.at()
	if i < 0 {
		return []string{}
	}
	c := &p.preview.Events[i]
	about := []string{fmt.Sprint("line ", c.Line)}
	if !c.At.IsZero() {
		about = append(about, say.At(&c.Event, p.Post().Location(), true)+" "+p.Post().Zone)
	}
	if c.Original != "" {
		about = append(about, "written "+model.Quote(strings.TrimSpace(c.Original+" "+c.OriginalZone)))
	}
	if c.Block < len(p.preview.Blocks) {
		b := p.preview.Blocks[c.Block]
		about = append(about, b.Format)
		if b.ZoneFrom != "" {
			about = append(about, "zone from "+strings.Replace(b.ZoneFrom, "--zone", "your answer", 1))
		}
	}
	return []string{strings.Join(about, ", ")}
}
