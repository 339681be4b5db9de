package page

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/patterns"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// patternsPage shows what the postmortems of the archive have in common, as pictures. Every bar leads to the postmortems behind it.
type patternsPage struct {
	base
	found *patterns.Patterns // nil until they are read
	lines []patterns.Line    // by the numbers of the rows
	late  sheet.Late
}

func (h *Shelf) openPatterns() tea.Cmd {
	p := &patternsPage{base: h.put(sheet.Page{ID: "patterns", Quiet: true, Phase: guide.Phase{Title: "Patterns",
		Purpose: "What the postmortems have in common. enter lists those behind a bar."}}, false)}
	p.Page.Rows, p.Page.Actions, p.Page.News = p.rows, p.actions, p.load
	p.Start(false)
	return tea.Batch(h.desk.Push(p), p.load())
}

// stories reads what patterns and the order of reading are found in, beside the program.
func (b base) stories(late *sheet.Late, then func([]patterns.Story)) tea.Cmd {
	archive, out, today := b.Desk.Archive(), b.Desk.Outside(), model.DateOf(b.Desk.Now())
	return late.Ask(func() func() tea.Cmd {
		all, err := archive.Stories(out.Context, today)
		return func() tea.Cmd {
			if err != nil {
				b.Desk.Fail(err)
				return nil
			}
			then(all)
			b.Refresh()
			return nil
		}
	})
}

func (p *patternsPage) load() tea.Cmd {
	return p.stories(&p.late, func(all []patterns.Story) { p.found = patterns.Of(all) })
}

// noOthers is why other postmortems are not shown: others watch.
func (h *Shelf) noOthers() string {
	if h.desk.Room() {
		return "In room mode nobody is shown other postmortems. " + h.Key("room", "m") + " turns it off."
	}
	return ""
}

// The column of the names, and the longest bar.
const (
	nameLeast  = 16
	nameMost   = 48
	gaugeCells = 24
)

func (p *patternsPage) rows() []draw.Row {
	p.lines = p.lines[:0]
	if why := p.shelf.noOthers(); why != "" {
		return []draw.Row{{Heading: true, Text: why}}
	}
	if p.found == nil {
		return []draw.Row{{Heading: true, Text: "Looking."}}
	}
	t := p.Desk.Look()
	rows := []draw.Row{{Heading: true, Text: p.found.Head()}}
	for _, s := range p.found.Sections() {
		rows = append(rows, p.section(&s)...)
	}
	for _, later := range p.found.Later() {
		rows = append(rows, draw.Row{Heading: true, Text: later, Look: t.Faint})
	}
	return rows
}

// section are the rows of one picture below its heading.
func (p *patternsPage) section(s *patterns.Section) []draw.Row {
	t, scale, column := p.Desk.Look(), s.Scale(), nameLeast
	rows := []draw.Row{{Heading: true, Text: s.Title, Tail: s.About, TailLook: t.Faint}}
	for _, l := range s.Lines {
		if l.Said != "" {
			column = max(column, min(draw.Width(say.Safe(l.Name)), nameMost, p.width()/2))
		}
	}
	if len(s.Heads) > 0 {
		rows = append(rows, draw.Row{Heading: true, Look: t.Faint,
			Text: draw.Pad("", column+3) + draw.HeatHeads(s.Heads), Tail: draw.HeatLegend(len(s.Heads)), TailLook: t.Faint})
	}
	for _, l := range s.Lines {
		r := draw.Row{Field: "pattern", Number: len(p.lines), Text: say.Safe(l.Name)}
		if l.Said != "" {
			r.Lead, r.Text = draw.Pad(r.Text, column+1), say.Safe(l.Said)
		}
		switch gauge := draw.Gauge(l.Size, scale.Longest, min(gaugeCells, p.width()/4)); {
		case l.Cells != nil:
			r.Text = draw.Heat(l.Cells, scale.Fullest) + r.Text
		case gauge != "":
			r.Text = gauge + " " + r.Text
		}
		p.lines = append(p.lines, l)
		rows = append(rows, r)
	}
	return rows
}

func (p *patternsPage) actions() []sheet.Action {
	return []sheet.Action{{ID: "patterns.open", Keys: []string{"enter"}, Name: "list the postmortems behind it", Foot: "those behind it",
		Scope: sheet.InList, Do: p.openSelected, Why: p.noneBehind}}
}

func (p *patternsPage) chosen() *patterns.Line {
	if r := p.Selected(); r != nil && r.Field == "pattern" && r.Number < len(p.lines) {
		return &p.lines[r.Number]
	}
	return nil
}

func (p *patternsPage) noneBehind() string {
	if l := p.chosen(); l == nil || len(l.Of) == 0 {
		return "There is no postmortem behind this row."
	}
	return ""
}

func (p *patternsPage) openSelected() tea.Cmd {
	l := p.chosen()
	title := say.Safe(l.Name)
	b := &behind{base: p.shelf.put(sheet.Page{ID: "behind", Quiet: true, Phase: guide.Phase{Title: "Patterns",
		Purpose: title + ": " + say.Count(len(l.Of), "postmortem", "postmortems") + ". enter opens one, q comes back."}}, false)}
	for _, at := range slices.Backward(l.Of) { // the newest are at the end
		b.list = append(b.list, listedStory{story: p.found.Stories[at]})
	}
	return b.show()
}

// behind lists some postmortems: those behind a bar, or those to read first.
type behind struct {
	base
	list  []listedStory
	empty string // what is said where there is none
	late  sheet.Late
}

// listedStory is one of them, and why it is there.
type listedStory struct {
	story patterns.Story
	why   string
}

func (b *behind) show() tea.Cmd {
	b.Page.Rows, b.Page.Actions = b.rows, b.actions
	b.Page.News = func() tea.Cmd { return nil } // the list stays as it was when it was asked for, and a postmortem opens from it
	b.Start(false)
	return b.Desk.Push(b)
}

func (b *behind) rows() []draw.Row {
	if why := b.shelf.noOthers(); why != "" {
		return []draw.Row{{Heading: true, Text: why}}
	}
	t, column := b.Desk.Look(), 0
	for i := range b.list {
		column = max(column, len(b.list[i].story.Ref)+2)
	}
	rows := make([]draw.Row, 0, len(b.list))
	for i := range b.list {
		s := &b.list[i].story
		day := ""
		if !s.Began.IsZero() {
			day = say.Day(s.Local())
		}
		rows = append(rows, draw.Row{Ref: s.Ref, Lead: draw.Pad(s.Ref, column), LeadLook: t.Faint, Text: say.Safe(s.Title),
			Tail: draw.TailOf(say.Safe(b.list[i].why), day), TailLook: t.Faint})
	}
	if len(rows) == 0 {
		rows = append(rows, draw.Row{Heading: true, Text: b.empty})
	}
	return rows
}

func (b *behind) actions() []sheet.Action {
	return []sheet.Action{{ID: "behind.open", Keys: []string{"enter"}, Name: "open it", Foot: "open", Scope: sheet.InList,
		Do: func() tea.Cmd { return b.Desk.Load(b.Selected().Ref, "", "") }, Why: b.NoRow}}
}

// readFirst lists what somebody new reads first, with the reason.
func (h *Shelf) readFirst() tea.Cmd {
	b := &behind{base: h.put(sheet.Page{ID: "behind", Quiet: true, Phase: guide.Phase{Title: "Read first",
		Purpose: "What teaches somebody new most about how the system fails. enter opens one, q comes back."}}, false), empty: "Looking."}
	cmd := b.show()
	return tea.Batch(cmd, b.stories(&b.late, func(all []patterns.Story) {
		b.empty = "None stands out yet. Those that came back, share a service with others, or decided something for a whole class will."
		for _, f := range patterns.ReadFirst(all) {
			b.list = append(b.list, listedStory{all[f.Story], strings.Join(f.Because, ", ")})
		}
	}))
}
