package page

import (
	"cmp"
	"errors"
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// searchPage finds postmortems while somebody types what they remember. Each hit leads to the part that says it.
type searchPage struct {
	base
	text  string // that was looked for
	found model.Found
	why   string // nothing can be found by it; "" where it can
	enter bool   // enter came before the answer did: the first hit is opened once it is there
	late  sheet.Late
}

// hitsShown is how many hits are read: as many as somebody looks through.
const hitsShown = 40

// search opens the page.
func (h *Shelf) search() tea.Cmd {
	p := &searchPage{base: h.put(sheet.Page{ID: "search", Quiet: true, Phase: guide.Phase{Title: "Search",
		Purpose: "Type what you remember of it: words in any form, \"a phrase\", -without, service:payments. enter opens it."}}, false)}
	p.Page.Rows, p.Page.Actions = p.rows, p.actions
	p.Start(false)
	p.Open(p.line())
	return h.desk.Push(p)
}

func (p *searchPage) line() *sheet.Line {
	l := sheet.NewLine("Find", "")
	l.Typed = p.look
	l.Empty = p.Desk.Pop
	l.Do = func(text string) (tea.Cmd, error) {
		if p.enter = strings.TrimSpace(p.text) != text; p.enter {
			return nil, errors.New("still looking: the first one is opened once it is found")
		}
		if !p.onHit() {
			return nil, errors.New("nothing is found by these words: change them, or " + p.Key("search.close", "esc") + " goes back")
		}
		return p.openSelected(), nil
	}
	return l
}

// hitField marks the rows that lead somewhere.
const hitField = "hit"

// look looks for what is typed, beside the program.
func (p *searchPage) look(text string) tea.Cmd {
	p.enter = false
	archive, out := p.Desk.Archive(), p.Desk.Outside()
	return p.late.Ask(func() func() tea.Cmd {
		found, err := archive.SearchTyped(out.Context, text, hitsShown)
		return func() tea.Cmd {
			p.text, p.found, p.why = text, found, ""
			if err != nil {
				p.why = err.Error()
			}
			p.Refresh()
			p.List.Sel = 0
			p.List.Move(0)
			if p.enter && p.onHit() {
				return p.openSelected()
			}
			return nil
		}
	})
}

// belowHit leads what is said of a hit, under its title.
var belowHit = strings.Repeat(" ", hitRef+2)

// hitRef is how wide the reference of a hit is.
const hitRef = 8

func (p *searchPage) rows() []draw.Row {
	t := p.Desk.Look()
	switch {
	case strings.TrimSpace(p.text) == "":
		return nil
	case p.why != "":
		return []draw.Row{sheet.Row(say.Safe(p.why))}
	case len(p.found.Hits) == 0:
		return []draw.Row{sheet.Row("Nothing has these words.")}
	}
	rows := make([]draw.Row, 0, 2*len(p.found.Hits)+1)
	for i, h := range p.found.Hits {
		rows = append(rows, draw.Row{
			Ref: h.Ref, Field: hitField, Number: i, Text: say.Safe(h.Title), Lead: draw.Pad(h.Ref, hitRef), LeadLook: t.Faint,
		})
		if h.Says() {
			rows = append(rows, draw.Row{Heading: true, Lead: belowHit, Text: say.Safe(h.At + ": " + h.Snippet), Look: t.Faint})
		}
		for _, tie := range h.Ties {
			rows = append(rows, draw.Row{Heading: true, Lead: belowHit, Text: say.Safe(tie), Look: t.Faint})
		}
	}
	if left := p.found.All - len(p.found.Hits); left > 0 || p.found.More {
		rows = append(rows, sheet.Row("and more: another word tells them apart"))
	}
	return rows
}

// hitPhases are where parts are shown, by the letter of their reference, and where fields are that do not stand with the title.
var hitPhases = map[string]string{
	"N": "assemble", "I": "facts", "E": "facts", "C": "causes", "W": "whys", "A": "action", "K": "action", "L": "close",
	"follow_up": "close", "reread": "close",
}

// onHit reports whether the selected row leads somewhere.
func (p *searchPage) onHit() bool {
	r := p.Selected()
	return r != nil && r.Field == hitField
}

func (p *searchPage) openSelected() tea.Cmd {
	r := p.Selected()
	at := p.found.Hits[r.Number].At
	if phase, part := hitPhases[at[:min(1, len(at))]]; part {
		return p.Desk.Load(r.Ref, phase, at)
	}
	return p.Desk.Load(r.Ref, cmp.Or(hitPhases[at], "assemble"), "")
}

func (p *searchPage) actions() []sheet.Action { return p.movesWhileTyping("search") }
