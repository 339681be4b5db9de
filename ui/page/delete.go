package page

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// delete takes a part away, or empties a field. What goes with a part, its branch and the links to it, is said before.
func (b base) delete() tea.Cmd {
	r := b.Selected()
	if r.Field != "" && r.Ref == "" || strings.Contains(r.Field, ".") {
		return b.clear(r.Ref, r.Field)
	}
	ref := r.Ref
	also := b.goesWith(ref)
	if b.width() < sheet.Roomy {
		for i := range also { // what enter does must stay in sight
			also[i] = strings.NewReplacer(" below it", "", "the ", "").Replace(also[i])
		}
	}
	if len(also) == 0 {
		return b.deletePart(ref, ref)
	}
	what := ref + " and " + also[0]
	if len(also) > 1 {
		what = ref + ", " + also[0] + " and " + also[1]
	}
	c := sheet.NewChooser("Delete "+what, []sheet.Choice{{Word: "delete", Name: "delete all of it"}, {Word: "keep", Name: "keep it"}})
	c.Take = func(chosen []string) tea.Cmd {
		if chosen[0] == "keep" {
			return nil
		}
		return b.deletePart(ref, what)
	}
	return b.Choose(c)
}

func (b base) noDelete() string {
	r := b.Selected()
	switch {
	case r == nil || r.Ref == "" && r.Field == "" || r.Ref == "" && !ask.Known("", r.Field):
		return "There is nothing to delete here."
	case r.Field == "status":
		return "It always has a status: enter changes it."
	}
	if b.guest(r.Ref) {
		return "Delete it on its own sheet, which " + b.Key("chain.back", ",") + " leads to."
	}
	return ""
}

// clear empties a field, or takes an item out of a list of records.
func (b base) clear(ref, name string) tea.Cmd {
	if name == "test.name" {
		name = "test" // without a name there is no test
	}
	if list, item, ok := model.SplitItem(name); ok {
		return b.Apply(model.Edit{Label: "delete from " + list, Do: func(p *model.Postmortem) error {
			return p.RemoveItem(ref, list, item)
		}}, nil)
	}
	return b.Desk.Send(b.Set(ref, name, b.Post().Get(ref, name), "", ask.LabelFor("clear", ref, name)))
}

func (b base) deletePart(ref, what string) tea.Cmd {
	return b.Apply(model.Edit{Label: "delete " + what, Do: func(pm *model.Postmortem) error { return pm.Delete(ref) }},
		func(model.Applied) tea.Cmd {
			b.Desk.Say("Deleted " + what + ". " + b.Key("undo", "u") + " brings it back.")
			return nil
		})
}

// goesWith says what else is lost when a cause or a why is deleted: the answers below it, and links to any of them.
func (b base) goesWith(ref string) []string {
	branch := b.Post().Branch(ref)
	if ref == "" || !strings.ContainsRune("CW", rune(ref[0])) {
		return nil
	}
	var also, actions []string
	if n := len(branch) - 1; n > 0 {
		also = append(also, say.Count(n, "answer", "answers")+" below it")
	}
	for _, gone := range branch {
		for _, action := range b.Desk.Mentioned(gone, "A") {
			if !slices.Contains(actions, action) {
				actions = append(actions, action)
			}
		}
	}
	switch len(actions) {
	case 0:
	case 1:
		also = append(also, "the link from "+actions[0])
	default:
		also = append(also, "the links from "+strings.Join(actions, ", "))
	}
	return also
}
