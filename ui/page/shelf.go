// Package page is the pages of the program: the archive, the six phases, bringing in, the questions, the preview. Its rule: a page
// adds to a sheet what only it has, as a value of sheet.Page, and asks for everything else through its Desk.
package page

import (
	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// Shelf makes the pages, and keeps what outlives each of them.
type Shelf struct {
	desk    sheet.Desk
	archive archive
	pasted  string // it becomes the timeline of the postmortem that is being started
	order   int    // the place in actionOrders of the one that the actions are shown in
	tree    *treeView
	pointed pointed
	preview drawnPage
	earlier earlier
	alike   alike
	shape   shape      // of the page that is looked at, copied and written
	since   since      // what has changed on it since it was published
	looked  sheet.Late // the postmortem that a relation leads to
}

// NewShelf is the pages of a program.
func NewShelf(d sheet.Desk) *Shelf { return &Shelf{desk: d} }

// Forget drops what was drawn of pages that are looked at with other eyes now.
func (h *Shelf) Forget() {
	h.preview.late.Turn()
	h.preview.drawing, h.preview.asked, h.preview.lines, h.preview.kept = drawing{}, drawing{}, nil, nil
}

// base is what every page holds.
type base struct {
	*sheet.Sheet
	shelf *Shelf
}

// put makes the sheet of a page. Pages of parts and fields share what is done with those.
func (h *Shelf) put(p sheet.Page, parts bool) base {
	b := base{sheet.New(h.desk, p), h}
	b.Page.More = func() []sheet.Action { return b.shared(parts) }
	b.Page.Edit = b.editHere
	if b.Page.LineOf == nil {
		b.Page.LineOf = b.lineOf
	}
	return b
}

// phasePage is a page of one of the six phases.
func phasePage(key string) sheet.Page { return sheet.Page{ID: key, Phase: guide.Of(key)} }

// phases ties each phase to its sheet, in the order of model.Phases.
var phases map[string]func(*Shelf) sheet.Screen

func init() {
	phases = map[string]func(*Shelf) sheet.Screen{
		"assemble": newAssemble, "facts": newFacts, "causes": newCauses, "whys": newWhys, "action": newActions, "close": newClosing,
	}
}

// Phase is the sheet of a phase; of one that is none, the first.
func (h *Shelf) Phase(key string) sheet.Screen {
	sheetOf, ok := phases[key]
	if !ok {
		sheetOf = phases[model.Phases[0]]
	}
	return sheetOf(h)
}

// ShowPart goes to a part on the sheet of a phase, with the cursor in the list.
func (h *Shelf) ShowPart(ref, phase string) tea.Cmd {
	var cmd tea.Cmd
	if h.desk.Top().Base().Page.ID != phase {
		cmd = h.desk.Show(phase, h.Phase(phase))
	}
	s := h.desk.Top().Base()
	s.StopTyping()
	s.Uncovered(ref)
	return cmd
}

// width is that of the page, in cells.
func (b base) width() int { w, _ := b.Desk.Size(); return w }

// needs makes why an action on a row is barred: it needs a row of one of these kinds.
func (b base) needs(letters, why string) func() string {
	return func() string {
		if ref := b.Ref(); ref != "" && containsByte(letters, ref[0]) {
			return ""
		}
		return why
	}
}

func containsByte(letters string, c byte) bool {
	for i := range len(letters) {
		if letters[i] == c {
			return true
		}
	}
	return false
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Key is how the key of an action is called in a sentence: own, where no other was chosen.
func (h *Shelf) Key(action, own string) string { return h.desk.Keys().Key(action, own) }

// back says which key goes back.
func (h *Shelf) back() string { return h.Key("page.close", "q") + " goes back." }
