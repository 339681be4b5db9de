package ui

import (
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
	"debrief/ui/draw"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// The smallest window that the program draws in, in cells.
const (
	minWidth  = 40
	minHeight = 10
)

// The lines of the window, from the top: the header (title, phases, rule), the page, the help line.
const (
	headerHeight = 3
	footerHeight = 1
)

func (a *App) bodyHeight() int { return max(a.window.h-headerHeight-footerHeight, 0) }

// View gives the window as it was drawn last.
func (a *App) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = a.windowTitle()
	if a.window.w == 0 || a.window.h == 0 {
		return v
	}
	v.SetContent(strings.Join(a.window.frame.Lines, "\n"))
	v.Cursor = a.window.frame.Cursor
	return v
}

// windowTitle names the phase and the postmortem, which a person finds the window by.
func (a *App) windowTitle() string {
	if a.open.pm == nil || a.blanked() {
		return "debrief"
	}
	return guide.Of(a.phase()).Title + ": " + model.Shorten(say.Safe(a.Post().Title), 60) + " - debrief"
}

// frame draws the window.
func (a *App) frame() draw.Frame {
	w, h := a.window.w, a.window.h
	if w < minWidth || h < minHeight {
		return draw.Frame{Lines: draw.Fill(wrapFit("debrief needs a window of 40 by 10. Please make this one larger.", w), h)}
	}
	if a.blanked() {
		return draw.Frame{Lines: draw.Fill(nil, h)}
	}
	lines := a.header()
	body := a.Top().View(w, a.bodyHeight())
	lines = append(append(lines, draw.Fill(body.Lines, a.bodyHeight())...), a.footer())
	cursor := body.Cursor
	if cursor != nil {
		at := *cursor
		at.Y += headerHeight
		cursor = &at
	}
	return draw.Frame{Lines: draw.Fill(lines, h), Cursor: cursor}
}

func wrapFit(text string, w int) []string {
	lines := draw.Wrap(text, w)
	for i := range lines {
		lines[i] = draw.Fit(strings.TrimRight(lines[i], " "), w)
	}
	return lines
}

// footer names what can be done now, as much as fits.
func (a *App) footer() string {
	t, s := a.window.look, a.Top().Base()
	in := sheet.InList
	var line strings.Builder
	help := " " + t.Key.Paint(a.Keys().Key("help", "?")) + " help"
	if s.Typing() {
		in, help = sheet.Typing, s.SignHelp(t)
	}
	room := a.window.w - draw.Width(help)
	seen := map[string]bool{a.Keys().Key("help", "?"): true}
	for _, acts := range [][]sheet.Action{a.Top().Actions(), a.actions()} {
		for i := range acts {
			act := &acts[i]
			if act.Scope&in == 0 || len(act.Keys) == 0 || seen[act.Keys[0]] {
				continue
			}
			foot := s.Foot(act)
			if foot == "" && !s.Typing() || act.Barred() != "" { // what is not told of need not be asked
				continue
			}
			if foot == "" {
				seen[act.Keys[0]] = s.Typing() // what a page has for a key of its line, the line's own is not
				continue
			}
			seen[act.Keys[0]] = true
			name := sheet.KeyName(act.Keys[0])
			width := draw.Width(name) + draw.Width(foot) + len(" ") + len(" ") + len("  ")
			if width > room {
				continue
			}
			line.WriteString(" " + t.Key.Paint(name) + " " + foot + "  ")
			room -= width
		}
	}
	return line.String() + help
}
