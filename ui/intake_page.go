package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"debrief/intake"
	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// intakePage is the preview of what a paste or a file would add: what was understood, what is known already, what was not
// used and why, and the questions that the input leaves open. Accepting is one step.
type intakePage struct {
	*sheet
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
	turn     int  // the newest reading: a late one is dropped
	progress *progress
}

// progress is how far a reading is; the reading writes it from its own goroutine.
type progress struct{ done, total atomic.Int64 }

// wasRead brings what was understood.
type wasRead struct {
	page    *intakePage
	turn    int
	preview intake.Preview
	err     error
}

// bringIn opens the preview of an input.
func (a *App) bringIn(in intake.Input) tea.Cmd {
	s := &sheet{app: a, id: "intake", phase: guide.Phase{Title: "Bring in"}, quiet: true, reads: true, modal: true}
	page := &intakePage{sheet: s, input: in, from: -1, chosen: map[int]bool{}, options: intake.Options{Now: a.now()}}
	s.content = page
	s.phase.Purpose = "What was understood. Nothing is saved before enter."
	return tea.Batch(a.push(s), page.read())
}

// pasteOf is pasted text as an input. The time keeps one paste apart from the next.
func (a *App) pasteOf(text string) intake.Input {
	return intake.Input{Name: "paste of " + a.now().Format("15.04.05"), Data: []byte(text)}
}

// read reads the input in the background with the answers so far.
func (p *intakePage) read() tea.Cmd {
	p.reading, p.turn, p.progress = true, p.turn+1, &progress{}
	p.refresh()
	turn, in, options, pm, state := p.turn, p.input, p.options, p.pm(), p.progress
	options.Progress = func(done, total int) {
		state.done.Store(int64(done))
		state.total.Store(int64(total))
	}
	work := func() tea.Msg {
		result, err := intake.Read(in, options)
		if err != nil {
			return wasRead{page: p, turn: turn, err: err}
		}
		return wasRead{page: p, turn: turn, preview: intake.Plan(pm, result)}
	}
	return tea.Batch(work, p.app.later(100*time.Millisecond, p.watch))
}

// watch shows how far the reading is.
func (p *intakePage) watch() tea.Cmd {
	if !p.reading {
		return nil
	}
	p.refresh()
	return p.app.later(100*time.Millisecond, p.watch)
}

func (msg wasRead) arrive(a *App) tea.Cmd {
	p := msg.page
	if msg.turn != p.turn {
		return nil
	}
	p.reading = false
	if msg.err != nil {
		a.fail(msg.err)
		if p.preview.Plan == nil {
			a.pop()
			return nil
		}
		p.refresh()
		return p.askAgain(msg.err)
	}
	p.preview = msg.preview
	p.folded = make([]bool, len(p.preview.Events))
	for i := range p.folded {
		p.folded[i] = p.preview.Events[i].Folded || p.preview.Events[i].Noise
		if fold, ok := p.chosen[p.preview.Events[i].Line]; ok {
			p.folded[i] = fold
		}
	}
	p.refresh()
	return p.askNeeds()
}

// askNeeds asks what the input leaves open, one question at a time. What is not answered can be left: those lines stay without
// a time.
func (p *intakePage) askNeeds() tea.Cmd {
	if len(p.preview.Needs) == 0 {
		return nil
	}
	need := p.preview.Needs[0]
	ask := newPrompt(needLabels[need], p.proposal(need))
	ask.hint = func(string) []string { return []string{needHints[need]} }
	ask.submit = func(text string) tea.Cmd {
		if err := p.answer(need, text); err != nil {
			ask.problem = say.Safe(err.Error())
			return nil
		}
		p.prompt = nil
		p.asked, p.answered = need, text
		return p.read()
	}
	ask.proposal = true
	return p.open(ask)
}

// askAgain puts back a question whose answer did not work, with the answer.
func (p *intakePage) askAgain(err error) tea.Cmd {
	if p.asked == "" {
		return nil
	}
	p.app.notice = notice{}
	cmd := p.askOne(p.asked)
	p.prompt.Set(p.answered)
	p.prompt.problem = say.Safe(err.Error())
	return cmd
}

var needLabels = map[string]string{
	"date": "Day of the first time", "zone": "Zone of the times", "copied": "When was it copied", "day order": "dmy or mdy", "columns": "Columns",
}

var needHints = map[string]string{
	"date": "the times name no day; such as 2026-11-18 or 18 nov", "zone": "the times name no zone; such as UTC, Europe/Oslo or PST",
	"copied": "the times are ages, such as 3m20s ago; such as 02:50", "day order": "is 03/04 the third of April (dmy) or the fourth of March (mdy)",
	"columns": "by name or number, such as time=1 text=3; by, kind, source and link too",
}

func (p *intakePage) proposal(need string) string {
	switch need {
	case "date":
		if begin := p.pm().Begin(); !begin.IsZero() {
			return begin.Time().In(p.pm().Location()).Format(time.DateOnly)
		}
		return p.app.now().Format(time.DateOnly)
	case "zone":
		return p.pm().Zone
	case "day order":
		return "dmy"
	}
	return ""
}

// answer keeps the answer to one question.
func (p *intakePage) answer(need, text string) error {
	switch need {
	case "date":
		at, _, _, _, err := intake.ParseTime(text+" 12:00", p.timeContext(""))
		if err != nil {
			return fmt.Errorf("%s is not a day; give it as 2026-11-18 or 18 nov", model.Quote(text))
		}
		p.options.Date = model.DateOf(at.Time().In(p.pm().Location()))
	case "zone":
		p.options.Zone = text
	case "copied":
		at, _, _, _, err := intake.ParseTime(text, p.timeContext(""))
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
	t := p.app.theme
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
				rows = append(rows, draw.Row{Field: fmt.Sprint("known ", i), Lead: "    " + p.clock(i), LeadLook: t.Faint,
					Text: say.Safe(p.preview.Events[i].Text), Look: t.Faint, Tail: p.preview.Plan[i].Ref, TailLook: t.Faint})
			}
		}
	}
	if len(p.preview.Dropped) > 0 {
		rows = append(rows, draw.Row{Heading: true, Text: "Not used", Look: t.Faint})
	}
	for k, d := range p.preview.Dropped {
		rows = append(rows, draw.Row{Field: fmt.Sprint("dropped ", k), Lead: draw.Pad(fmt.Sprint("line ", d.Line), 12), LeadLook: t.Faint,
			Text: say.Safe(d.Text), Look: t.Faint, Tail: say.Safe(d.Why), TailLook: t.Warn})
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
		return draw.Pad(cmp.Or(say.Safe(e.Original), "--:--"), 12) + " " // as it is written, while day or zone are not known
	}
	return draw.Pad(e.At.Time().In(p.pm().Location()).Format("_2 Jan 15:04"), 12) + " "
}

func (p *intakePage) candidateRow(i int) draw.Row {
	t := p.app.theme
	c := &p.preview.Events[i]
	tick := "[x] "
	if p.folded[i] {
		tick = "[ ] "
	}
	if p.from == i {
		tick = "[>] "
	}
	lead := tick + p.clock(i)
	if p.app.w >= 60 {
		lead += draw.Pad(model.Said(c.Kind), 9)
	}
	r := draw.Row{Field: fmt.Sprint("event ", i), Lead: lead, LeadLook: t.Faint, Text: say.Safe(c.Text), TailLook: t.Faint}
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
	r.Tail = strings.Join(slices.DeleteFunc(tail, func(x string) bool { return x == "" }), "  ")
	if c.Doubt != "" {
		r.Tail, r.TailLook = say.Safe(c.Doubt), t.Warn
	}
	return r
}

// at is the candidate under the cursor, -1 for another row.
func (p *intakePage) at() int {
	i := -1
	if r := p.list.Selected(); r != nil {
		_, _ = fmt.Sscanf(r.Field, "event %d", &i)
	}
	return i
}

func (p *intakePage) actions() []Action {
	return []Action{
		{ID: "intake.accept", Keys: []string{"enter"}, Name: "bring it in, as one step", Foot: "bring in", Scope: inList, Do: p.accept, Why: p.nothing},
		{ID: "intake.fold", Keys: []string{"space"}, Name: "fold it, or keep it; a range when one was started", Foot: "keep or fold", Scope: inList, Do: p.toggle, Why: p.noCandidate},
		{ID: "intake.range", Keys: []string{"r"}, Name: "start a range here; space folds or keeps all of it", Foot: "range", Scope: inList, Do: p.mark, Why: p.noCandidate},
		{ID: "intake.leave", Keys: []string{"q", "esc"}, Name: "leave it; nothing is brought in", Foot: "back", Scope: inList, Do: p.leave},
		{ID: "intake.date", Keys: []string{"D"}, Name: "give the day of the first time", Scope: inList, Do: func() tea.Cmd { return p.askOne("date") }},
		{ID: "intake.zone", Keys: []string{"Z"}, Name: "give the zone of the times", Foot: "zone", Scope: inList, Do: func() tea.Cmd { return p.askOne("zone") }},
	}
}

func (p *intakePage) askOne(need string) tea.Cmd {
	needs := p.preview.Needs
	p.preview.Needs = []string{need}
	cmd := p.askNeeds()
	p.preview.Needs = needs
	return cmd
}

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
	p.refresh()
	p.app.say("Go to the end of the range, then space.")
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
	p.refresh()
	p.list.Move(1)
	return nil
}

// leave drops the preview, once that was said.
func (p *intakePage) leave() tea.Cmd {
	if !p.warned && !p.empty() {
		p.warned = true
		p.app.warn("Nothing is brought in yet. enter brings it in, q once more leaves it.")
		return nil
	}
	return p.app.pop()
}

func (p *intakePage) accept() tea.Cmd {
	if len(p.preview.Needs) > 0 {
		return p.askNeeds()
	}
	folded := slices.Clone(p.folded)
	return p.app.edit(p.preview.Edit(func(i int) bool { return !folded[i] }), func(applied model.Applied) tea.Cmd {
		p.app.pop()
		if s, ok := p.app.top().(*sheet); ok && s.id == "files" {
			p.app.pop()
		}
		if s, ok := p.app.top().(*sheet); ok {
			s.stopTyping()
			s.refresh()
			return s.selectNew(applied)
		}
		return nil
	}, nil)
}

func (p *intakePage) capture() *prompt { return nil }

func (p *intakePage) head(int, int) []string { return nil }

func (p *intakePage) enter(*draw.Row) (tea.Cmd, bool) { return nil, false }

func (p *intakePage) add(*draw.Row) tea.Cmd { return nil }

func (p *intakePage) detail(_ *draw.Row, w int) []string {
	i := p.at()
	if i < 0 {
		return []string{}
	}
	c := &p.preview.Events[i]
	about := []string{fmt.Sprint("line ", c.Line)}
	if !c.At.IsZero() {
		about = append(about, say.Clock(c.At, p.pm().Location(), true)+" "+p.pm().Zone)
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
	return append(draw.Wrap(strings.Join(about, ", "), w), draw.Wrap(model.Shorten(say.Safe(c.Text), 400), w)...)
}
