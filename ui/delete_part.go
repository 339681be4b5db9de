package ui

import (
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

// delete takes a part away, or empties a field. What goes with a part, its branch and the links to it, is said before.
func (s *sheet) delete() tea.Cmd {
	r := s.list.Selected()
	if r.Field != "" && r.Ref == "" || strings.Contains(r.Field, ".") {
		return s.clear(r.Ref, r.Field)
	}
	ref := r.Ref
	also := s.goesWith(ref)
	if s.app.w < 60 {
		for i := range also { // the key that does it must stay in sight
			also[i] = strings.NewReplacer(" below it", "", "the ", "").Replace(also[i])
		}
	}
	if len(also) == 0 {
		return s.deletePart(nil, ref, ref)
	}
	what := ref + " and " + also[0]
	if len(also) > 1 {
		what = ref + ", " + also[0] + " and " + also[1]
	}
	p := newChooser("Delete "+what, []choice{{key: "d", word: "delete", name: "delete all of it"}, {key: "k", word: "keep", name: "keep it"}})
	p.choose = func(chosen []string) tea.Cmd {
		if chosen[0] == "keep" {
			s.done(p)
			return nil
		}
		return s.deletePart(p, ref, what)
	}
	return s.open(p)
}

func (s *sheet) deletePart(p *prompt, ref, what string) tea.Cmd {
	return s.apply(p, model.Edit{Label: "delete " + what, Do: func(pm *model.Postmortem) error { return pm.Delete(ref) }},
		func(model.Applied) tea.Cmd {
			s.app.say("Deleted " + what + ". u brings it back.")
			return nil
		})
}

// goesWith says what else is lost when a cause or a why is deleted: the answers below it, and links to any of them.
func (s *sheet) goesWith(ref string) []string {
	branch := s.pm().Branch(ref)
	if ref == "" || !strings.ContainsRune("CW", rune(ref[0])) {
		return nil
	}
	var also, actions []string
	if n := len(branch) - 1; n > 0 {
		also = append(also, say.Count(n, "answer", "answers")+" below it")
	}
	for _, gone := range branch {
		for _, action := range s.app.mentioned(gone, "A") {
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
