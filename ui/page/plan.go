package page

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// planPage shows what would come in of a folder, or of a file that tells of several incidents. Accepting is one import.
type planPage struct {
	base
	from     string
	plan     *sheet.Plan  // nil while it is read
	failed   string       // why it cannot be
	left     bool         // nobody looks at it any more
	out      map[int]bool // the rows that are left out
	bringing bool
	stop     func()       // what is under way
	done     atomic.Int64 // of what is under way
	all      atomic.Int64 // 0 while that is not known
	late     sheet.Late
}

// planPulse is how often it is said how far reading and bringing in have come.
const planPulse = 250 * time.Millisecond

func (p *planPage) told(done, all int) {
	p.done.Store(int64(done))
	p.all.Store(int64(all))
}

// pulse says again and again how far it is, until that is done.
func (p *planPage) pulse() tea.Cmd {
	return p.Desk.Later(planPulse, func() tea.Cmd {
		if p.plan != nil && !p.bringing || p.failed != "" || p.left {
			return nil
		}
		p.Refresh()
		return p.pulse()
	})
}

// far is how far it is, behind words: ": 1,200 of 10,000 files". Of one it is nothing.
func (p *planPage) far(before, what string) string {
	all := int(p.all.Load())
	if all < 2 {
		return ""
	}
	return before + say.Thousands(int(p.done.Load())) + " of " + say.Thousands(all) + what
}

// comeMany opens the plan of a folder or a file, which is read beside the program until the page is left.
func (h *Shelf) comeMany(from string, read func(context.Context, sheet.Progress) (*sheet.Plan, error)) tea.Cmd {
	p := &planPage{base: h.put(sheet.Page{ID: "plan", Quiet: true, Modal: true,
		Phase: guide.Phase{Title: "Import", Purpose: "What was understood. Nothing comes in before you say so."}}, false),
		from: from, out: map[int]bool{}}
	ctx, stop := context.WithCancel(h.desk.Outside().Context)
	p.Page.Rows, p.Page.Actions, p.Page.Detail = p.rows, p.actions, p.detail
	p.Page.Closed = func() tea.Cmd { p.late.Turn(); p.left = true; stop(); return nil }
	p.Start(false)
	return tea.Batch(h.desk.Push(p), p.late.Ask(func() func() tea.Cmd {
		plan, err := read(ctx, p.told)
		return func() tea.Cmd {
			if p.plan = plan; err != nil {
				p.plan, p.failed = nil, model.Clean(err.Error())
			}
			p.Refresh()
			return nil
		}
	}), p.pulse())
}

func (p *planPage) rows() []draw.Row {
	switch {
	case p.failed != "":
		return []draw.Row{sheet.Row(say.Safe(p.Desk.Words(p.failed)))}
	case p.plan == nil:
		return []draw.Row{sheet.Row("Reading " + say.Safe(p.from) + p.far(": ", " files"))}
	}
	comes := p.comes()
	if p.bringing {
		comes = "Bringing in" + p.far(" ", "") + "; " + p.Key("plan.leave", "q") + " stops"
	}
	rows := []draw.Row{sheet.Row(comes)}
	for i := range p.plan.Rows {
		rows = append(rows, p.row(i))
	}
	return rows
}

// comes says how many come in, of how many.
func (p *planPage) comes() string {
	return fmt.Sprintf("%s in, of %s in %s", say.Count(len(p.chosen()), "postmortem comes", "postmortems come"),
		say.Thousands(len(p.plan.Rows)), say.Safe(p.from))
}

func (p *planPage) row(i int) draw.Row {
	t, is := p.Desk.Look(), &p.plan.Rows[i]
	file := say.Safe(strings.TrimLeft(strings.TrimPrefix(is.File, p.from), `/\`))
	if file == "" && is.Title == "" {
		file = say.Safe(is.File)
	}
	r := draw.Row{Field: "planned", Number: i, Lead: "    ", LeadLook: t.Faint, Text: file, TailLook: t.Faint}
	if is.Title != "" {
		r.Text = say.Safe(p.Desk.Words(is.Title))
	}
	if !is.Comes {
		r.Look, r.TailLook = t.Faint, t.Warn
		r.Tail = say.Safe(p.Desk.Words(is.Fate))
		if is.Title != "" {
			r.Tail = draw.TailOf(file, r.Tail)
		}
		return r
	}
	r.Lead = tickBox(!p.out[i])
	if p.out[i] {
		r.Look = t.Faint
	}
	notPlaced := ""
	if n := len(is.Dropped); n > 0 {
		notPlaced = say.Count(n, "line", "lines") + " not placed"
	}
	r.Tail = draw.TailOf(file, notPlaced, is.Holds)
	return r
}

// at is the number of the selected row in the plan, -1 for none.
func (p *planPage) at() int {
	if r := p.Selected(); p.plan != nil && r != nil && r.Field == "planned" && r.Number < len(p.plan.Rows) {
		return r.Number
	}
	return -1
}

// chosen are the rows that come in.
func (p *planPage) chosen() (rows []int) {
	if p.plan == nil {
		return nil
	}
	for i := range p.plan.Rows {
		if p.plan.Rows[i].Comes && !p.out[i] {
			rows = append(rows, i)
		}
	}
	return rows
}

// detail is the file, and what was taken for granted in it.
func (p *planPage) detail(*draw.Row) []string {
	i := p.at()
	if i < 0 {
		return []string{}
	}
	is := &p.plan.Rows[i]
	lines := []string{say.Safe(is.File)}
	if len(is.Assumed) > 0 {
		lines = append(lines, say.Safe(p.Desk.Words("taken for granted: "+strings.Join(is.Assumed, "; "))))
	}
	return lines
}

func (p *planPage) actions() []sheet.Action {
	return []sheet.Action{
		{ID: "plan.accept", Keys: []string{"b"}, Name: "bring in those that are chosen, as one import", Foot: "bring them in",
			Scope: sheet.InList, Do: p.accept, Why: p.noAccept},
		{ID: "plan.choose", Keys: []string{"space"}, Name: "leave it out, or take it in again", Foot: "in or out",
			Scope: sheet.InList, Do: p.toggle, Why: p.noToggle},
		{ID: "plan.lines", Keys: []string{"enter"}, Name: "show its lines that were not placed, and why", Foot: "lines not placed",
			Scope: sheet.InList, Do: p.showLines, Why: p.noLines},
		{ID: "plan.leave", Keys: []string{"q", "esc"}, Name: "leave it; what is coming in stops", Foot: "back", Scope: sheet.InList, Do: p.leave},
	}
}

func (p *planPage) noAccept() string {
	switch {
	case p.bringing:
		return "They are on their way in."
	case p.plan == nil && p.failed == "":
		return "It is still being read."
	case len(p.chosen()) == 0:
		return "There is nothing to bring in."
	}
	return ""
}

func (p *planPage) noToggle() string {
	switch i := p.at(); {
	case p.bringing:
		return "They are on their way in."
	case i < 0:
		return "Nothing is selected here."
	case !p.plan.Rows[i].Comes:
		return "This one does not come in: " + p.plan.Rows[i].Fate + "."
	}
	return ""
}

func (p *planPage) toggle() tea.Cmd {
	i := p.at()
	p.out[i] = !p.out[i]
	p.Refresh()
	return nil
}

func (p *planPage) noLines() string {
	if i := p.at(); i < 0 || len(p.plan.Rows[i].Dropped) == 0 {
		return "No line was left over here."
	}
	return ""
}

func (p *planPage) showLines() tea.Cmd {
	var lines []string
	for _, d := range p.plan.Rows[p.at()].Dropped {
		lines = append(lines, say.Safe(p.Desk.Words(fmt.Sprintf("line %d (%s): %s", d.Line, d.Why, d.Text))))
	}
	return p.Desk.Push(p.shelf.text("Lines that were not placed", strings.Join(lines, "\n")))
}

// leave closes the page. What is coming in stops first: the page closes when that has ended.
func (p *planPage) leave() tea.Cmd {
	if p.bringing {
		p.stop()
		return nil
	}
	return p.Desk.Pop()
}

// accept brings in what is chosen.
func (p *planPage) accept() tea.Cmd {
	rows, bringIn := p.chosen(), p.plan.BringIn
	var arrived sheet.Arrived
	ctx, stop := context.WithCancel(p.Desk.Outside().Context)
	p.bringing, p.stop = true, stop
	p.told(0, len(rows))
	p.Refresh()
	return tea.Batch(p.Desk.Send(sheet.Job{
		Run: func(context.Context) (model.Applied, error) {
			defer stop()
			var err error
			arrived, err = bringIn(ctx, rows, p.told)
			return model.Applied{}, err
		},
		Said: func(model.Step) string { return arrivedSaid(arrived, p.Key("archive.undo", "u")) },
		Then: func(model.Applied) tea.Cmd {
			p.bringing = false
			a := &p.shelf.archive
			if arrived.In > 0 {
				a.undo = append(a.undo, undoable{take: arrived.TakeBack})
			}
			if arrived.In == 1 {
				p.shelf.GoTo(arrived.First)
			}
			listed := p.shelf.Listed()
			if p.Desk.Top().Base() != p.Sheet {
				return listed
			}
			return tea.Batch(p.Desk.Pop(), listed)
		},
		Failed: func(*sheet.Entry, error) { p.bringing = false },
	}), p.pulse())
}

// arrivedSaid says how many came in, what takes them back, and of the others why.
func arrivedSaid(a sheet.Arrived, undo string) string {
	said := say.Count(a.In, "postmortem", "postmortems") + " came in"
	if a.Stopped {
		said = "Stopped: " + said
	}
	if n := len(a.Refused); n > 0 {
		said += fmt.Sprintf(", %d did not (%s)", n, model.Shorten(a.Refused[0], 100))
	}
	if a.In > 0 {
		them := "them"
		if a.In == 1 {
			them = "it"
		}
		said += "; " + undo + " takes " + them + " back"
	}
	return said + "."
}
