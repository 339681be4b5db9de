package page

import (
	"slices"
	"strings"

	"debrief/model/guide"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// palette is what can be done on the page below it, made from its action table. Typing narrows it, enter runs the row that is marked,
// and what matches nothing was text: it goes back to the line, with the sign that opened the palette.
type palette struct {
	base
	sign   string // that opened it
	below  sheet.Screen
	typing bool // on the page below, letters are text
	acts   []sheet.Action
	query  string
	run    func(sheet.Call) tea.Cmd
}

// Palette lists the actions of a page and of the program. run dispatches one of them on that page.
func (h *Shelf) Palette(sign string, below sheet.Screen, everywhere []sheet.Action, run func(sheet.Call) tea.Cmd) tea.Cmd {
	p := &palette{base: h.put(sheet.Page{ID: "help", Quiet: true, Phase: guide.Phase{Title: "Help",
		Purpose: "What can be done here. Type to find it, enter does it, esc goes back."}}, false),
		sign: sign, below: below, typing: below.Typing(), run: run}
	p.acts = slices.Concat(below.Actions(), everywhere)
	slices.SortStableFunc(p.acts, func(x, y sheet.Action) int { return int(y.Scope&sheet.InList) - int(x.Scope&sheet.InList) })
	p.Page.Rows, p.Page.Actions = p.rows, p.actions
	p.Start(false)
	p.Open(p.line())
	p.List.Move(0)
	return h.desk.Push(p)
}

func (p *palette) line() *sheet.Line {
	l := sheet.NewLine("Do", "")
	l.Typed = p.narrow
	l.Empty = p.runSelected
	l.Do = func(string) (tea.Cmd, error) { return p.runSelected(), nil }
	return l
}

// narrow shows what the text matches. A number alone goes to its phase.
func (p *palette) narrow(text string) tea.Cmd {
	p.query = text
	if p.sign == ":" {
		if call, is := sheet.PhaseCall(text); is && sheet.ByCall(call, p.acts) != nil {
			p.Desk.Pop()
			return p.run(call)
		}
	}
	p.Refresh()
	p.List.Sel = 0
	p.List.Move(0)
	if p.Selected() == nil && p.below.Base().Page.Line != nil {
		p.Desk.Pop()
		return p.below.Base().Type(p.sign + text)
	}
	return nil
}

func (p *palette) rows() []draw.Row {
	t := p.Desk.Look()
	var rows []draw.Row
	words := strings.Fields(strings.ToLower(p.query))
	for i := range p.acts {
		act := &p.acts[i]
		hay := strings.ToLower(act.Name + " " + act.ID + " " + sheet.KeyNames(act.Keys))
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(hay, w) }) {
			continue
		}
		r := draw.Row{Field: "action", Number: i, Lead: draw.Pad(sheet.KeyNames(act.Keys), 14) + " ", LeadLook: t.Key, Text: act.Name}
		if act.Scope&sheet.InList == 0 && !p.typing {
			r.Tail, r.TailLook = "while typing", t.Faint
		} else if why := act.Barred(); why != "" {
			r.Tail, r.TailLook, r.Look = why, t.Faint, t.Faint
		}
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		rows = append(rows, sheet.Row("Nothing here is called that."))
	}
	return rows
}

// runSelected runs the row that is marked.
func (p *palette) runSelected() tea.Cmd {
	r := p.Selected()
	if r == nil {
		return nil
	}
	act := &p.acts[r.Number]
	p.Desk.Pop()
	return p.run(act.Call())
}

func (p *palette) actions() []sheet.Action { return p.movesWhileTyping("help") }

// movesWhileTyping are the keys of a page whose list is narrowed by what is typed: they move in the list while letters go into the line.
func (b base) movesWhileTyping(page string) []sheet.Action {
	move := func(id, key, name string, by func() int) sheet.Action {
		return sheet.Action{ID: page + "." + id, Keys: []string{key}, Name: name, Scope: sheet.Typing, Move: true,
			Do: func() tea.Cmd { b.List.Move(by()); return nil }}
	}
	return []sheet.Action{
		move("up", "up", "go up", func() int { return -1 }),
		move("down", "down", "go down", func() int { return 1 }),
		move("page-up", "pgup", "go a page up", func() int { return -b.Room() }),
		move("page-down", "pgdown", "go a page down", b.Room),
		{ID: page + ".close", Keys: []string{"esc"}, Name: "go back", Foot: "back", Scope: sheet.Typing, Do: b.Desk.Pop},
	}
}
