package sheet

import (
	"strings"

	"debrief/ui/draw"

	tea "charm.land/bubbletea/v2"
)

// Proposals are choices that belong together, in one line above the page's own. While nothing stands in that line, the arrows change
// a choice, tab goes to the next group, and enter takes what is marked in all of them. Typing goes on below, and leaves them open.
type Proposals struct {
	Label  string
	Groups []Group
	Take   func(chosen map[string]string) tea.Cmd // by field; what nothing is marked in is not there

	on int // the group that the arrows change
}

// Group is one choice of several that are made together.
type Group struct {
	Field   string
	Label   string
	Choices []Choice
	At      int // the one that is marked; -1 for none
}

// NewGroup is a group in which a word is marked, "" for none.
func NewGroup(field, label string, choices []Choice, marked string) Group {
	g := Group{Field: field, Label: label, Choices: choices, At: -1}
	for i, c := range choices {
		if marked != "" && c.Word == marked {
			g.At = i
		}
	}
	return g
}

// move marks another choice of the group.
func (p *Proposals) move(by int) {
	g := &p.Groups[p.on]
	if g.At < 0 && by < 0 {
		g.At = 0
	}
	g.At = (g.At + by + len(g.Choices)) % len(g.Choices)
}

// tab goes to the next group.
func (p *Proposals) tab() { p.on = (p.on + 1) % len(p.Groups) }

// chosen are the words that are marked, by field.
func (p *Proposals) chosen() map[string]string {
	words := map[string]string{}
	for _, g := range p.Groups {
		if g.At >= 0 {
			words[g.Field] = g.Choices[g.At].Word
		}
	}
	return words
}

// lines are the groups in at most so many lines of w cells: the one that the arrows change with all its words, of the others what is
// marked; where there is no room for them, that one alone.
func (p *Proposals) lines(t *draw.Theme, w, most int) []string {
	if all := p.written(t, w, 0, len(p.Groups)); len(all) <= most {
		return all
	}
	return p.written(t, w, p.on, p.on+1)
}

func (p *Proposals) written(t *draw.Theme, w, from, to int) []string {
	line := " " + t.Heading.Paint(p.Label)
	var lines []string
	for i := from; i < to; i++ {
		for k, piece := range p.pieces(t, i) {
			gap := "  "
			if k == 0 {
				gap = "   "
			}
			if draw.Width(line)+len(gap)+draw.Width(piece) > w && strings.TrimSpace(line) != "" {
				lines = append(lines, draw.Fit(line, w))
				line, gap = "  ", ""
			}
			line += gap + piece
		}
	}
	return append(lines, draw.Fit(line, w))
}

func (p *Proposals) pieces(t *draw.Theme, i int) []string {
	g := &p.Groups[i]
	if i != p.on {
		if g.At < 0 {
			return []string{t.Faint.Paint(g.Label + "?")}
		}
		return []string{t.Faint.Paint(g.Label+":") + " " + g.Choices[g.At].Shown()}
	}
	pieces := []string{t.Key.Paint(g.Label + "?")}
	for k, c := range g.Choices {
		if k == g.At {
			pieces = append(pieces, t.Accent.Paint("["+c.Shown()+"]"))
		} else {
			pieces = append(pieces, c.Shown())
		}
	}
	return pieces
}
