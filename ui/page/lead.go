package page

import (
	"debrief/model/coach"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// lead goes to what a question is about, and opens what answers it.
func (h *Shelf) lead(found coach.Finding) tea.Cmd {
	phase, ref, field := ask.PlaceOf(h.desk.Post(), found)
	screen := h.Phase(phase)
	cmd := h.desk.Show(phase, screen)
	b := base{screen.Base(), h}
	b.StopTyping()
	there := ref != "" && b.List.Choose(ref, "*")
	if field != "" {
		there = b.List.Choose(ref, field)
	}
	switch {
	case field != "":
		if r := b.Selected(); there && r != nil && b.Page.Enter != nil {
			if opened, done := b.Page.Enter(r); done {
				return tea.Batch(cmd, opened)
			}
		}
		return tea.Batch(cmd, b.EditField(ref, field))
	case found.Code == "impact-missing" && b.List.Choose("", "impact"), ask.FindingAdds[found.Code] && there:
		return tea.Batch(cmd, h.answer(screen, found, ref, b.addOne))
	case ask.FindingAdds[found.Code]:
		return tea.Batch(cmd, h.answer(screen, found, ref, b.ToLine))
	case there:
		return tea.Batch(cmd, h.answer(screen, found, ref, func() tea.Cmd { return nil }))
	}
	return cmd
}

// answer opens what answers a question with a choice or a page of its own, else what is usual.
func (h *Shelf) answer(screen sheet.Screen, found coach.Finding, ref string, usual func() tea.Cmd) tea.Cmd {
	switch page := screen.(type) {
	case *assemble:
		if found.Code == "facilitator-missing" && len(h.desk.Post().Participants) > 0 {
			return page.chooseFacilitator()
		}
	case *causes:
		if found.Code == "cause-unsupported" {
			return page.pickEvents()
		}
	case *actionSheet:
		if found.Code == "test-missing" {
			return page.askTest(ref, testFields)
		}
	case *closing:
		if found.Code == "verdict-missing" {
			return page.askHelped(ref, nil)
		}
	}
	return usual()
}
