package page

import (
	"maps"
	"reflect"
	"strconv"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
	"debrief/ui/draw"
	"debrief/ui/sheet"
)

// whys is the sheet of the why tree: it asks its next question from the last answer.
type whys struct {
	base
	target   string    // what the next answer goes below: a cause, an answer, or an answer that is on its way
	above    ask.Above // that, as its question reads it
	given    string    // a question that was chosen, such as a standing one: to pass over it does not end the branch
	wordings []string  // of the question, the proposed one first
	wording  int       // which of them is shown
	from     string    // what an answer that is on its way was typed below
	way      pathLook
}

// treeView is how somebody looks at the tree of one postmortem: it stays while they go to other sheets and come back.
type treeView struct {
	of        string // the postmortem's id
	rootsOnly bool
	folded    map[string]bool
	skipped   map[string]bool // questions that were passed over, by their target and their words
}

func newWhys(h *Shelf) sheet.Screen {
	s := &whys{base: h.put(phasePage("whys"), true)}
	s.Page.Rows, s.Page.Line, s.Page.Actions, s.Page.Head, s.Page.Detail = s.rows, s.because, s.actions, s.head, s.detail
	s.Page.TypesAt = func() string { return s.target }
	s.Page.Picked = func(r *draw.Row) { s.aimAt(r.Ref, "") }
	s.Page.Add, s.Page.Uncover, s.Page.Fitted, s.Page.Looks = s.add, s.uncover, s.fitted, s.looks
	s.Start(true)
	return s
}

func (s *whys) view() *treeView {
	if v := s.shelf.tree; v == nil || v.of != s.Post().ID {
		s.shelf.tree = &treeView{of: s.Post().ID, folded: map[string]bool{}, skipped: map[string]bool{}}
	}
	return s.shelf.tree
}

func (s *whys) looks() func() {
	v := s.view()
	rootsOnly, folded := v.rootsOnly, maps.Clone(v.folded)
	return func() { v.rootsOnly, v.folded = rootsOnly, folded; s.Refresh() }
}

func (s *whys) rows() []draw.Row {
	s.follow()
	var rows []draw.Row
	v, hidden := s.view(), 0
	for i := range s.Post().Causes {
		c := &s.Post().Causes[i]
		if v.rootsOnly && !leadsToRoot(c.Whys) {
			hidden++
			continue
		}
		rows = append(rows, s.causeRow(c, v))
		if !v.folded[c.Ref] {
			rows = s.appendWhys(rows, c.Whys, 1)
		}
	}
	switch {
	case len(s.Post().Causes) == 0:
		rows = append(rows, draw.Row{Heading: true, Text: "No high-level cause yet: " + s.Key("phase.go.causes", "3") + " goes to Causes."})
	case v.rootsOnly:
		said := "Only the ways to root causes. " + s.Key("whys.roots", "R") + " shows all."
		if hidden > 0 {
			said = say.Count(hidden, "cause has", "causes have") + " no root yet. " + s.Key("whys.roots", "R") + " shows all."
		}
		rows = append(rows, draw.Row{Heading: true, Text: said, Look: s.Desk.Look().Question})
	}
	return rows
}

// causeRow is a cause at the head of its tree.
func (b base) causeRow(c *model.Cause, v *treeView) draw.Row {
	t := b.Desk.Look()
	r := draw.Row{Ref: c.Ref, Lead: draw.Pad(c.Ref, 4), LeadLook: t.Faint, Text: say.Safe(c.Text), Look: t.Heading, TailLook: t.Faint}
	switch {
	case len(c.Whys) == 0:
		r.Tail, r.TailLook = "not asked yet", t.Warn
	case v != nil && v.folded[c.Ref]:
		r.Tail = b.foldedTail(c.Ref)
	}
	return r
}

func (b base) foldedTail(ref string) string {
	return strconv.Itoa(len(b.Post().Branch(ref))-1) + " folded"
}

func leadsToRoot(list []model.Why) bool {
	for i := range list {
		if list[i].Root || leadsToRoot(list[i].Whys) {
			return true
		}
	}
	return false
}

// appendBranch adds every answer, whatever is folded.
func (b base) appendBranch(rows []draw.Row, list []model.Why, depth int) []draw.Row {
	for i := range list {
		rows = b.appendBranch(append(rows, b.whyRow(&list[i], depth, nil)), list[i].Whys, depth+1)
	}
	return rows
}

func (s *whys) appendWhys(rows []draw.Row, list []model.Why, depth int) []draw.Row {
	v := s.view()
	for i := range list {
		w := &list[i]
		if v.rootsOnly && !w.Root && !leadsToRoot(w.Whys) {
			continue
		}
		rows = append(rows, s.whyRow(w, depth, v))
		if !v.folded[w.Ref] {
			rows = s.appendWhys(rows, w.Whys, depth+1)
		}
	}
	return rows
}

// guides are what stands before an answer. Where they would leave no room for its text, the depth stands there as a number.
func (b base) guides(depth int) string {
	most := max((b.MainWidth()-24)/5, 2)
	if depth <= most {
		return strings.Repeat(draw.GuideGlyph, depth)
	}
	return strings.Repeat(draw.GuideGlyph, most-1) + draw.Pad(strconv.Itoa(depth), 3)
}

func (b base) whyRow(w *model.Why, depth int, v *treeView) draw.Row {
	t := b.Desk.Look()
	r := draw.Row{Ref: w.Ref, Lead: draw.Pad(w.Ref, 4) + b.guides(depth), LeadLook: t.Faint, Text: say.Safe(w.Answer), TailLook: t.Faint}
	if len(w.Ref) > 3 {
		r.Lead = w.Ref + " " + b.guides(depth)
	}
	if w.Answer == "" {
		r.Text, r.Look = say.Safe(w.Question), t.Question
	}
	end, actions := "", b.Desk.Mentioned(w.Ref, "A")
	switch {
	case w.Root && len(actions) == 0:
		end, r.TailLook = "root, no action", t.Warn
	case w.Root:
		end, r.TailLook = "root", t.Good
	case w.Stop != "":
		end = w.Stop
	case len(w.Whys) == 0:
		end, r.TailLook = "open", t.Question
	}
	folded := ""
	if v != nil && v.folded[w.Ref] && len(w.Whys) > 0 {
		folded = b.foldedTail(w.Ref)
	}
	r.Tail = draw.TailOf(strings.Join(w.Events, " "), w.Category, fixWords(w), strings.Join(actions, " "), end, folded)
	return r
}

// fixWords say whether a root can be fixed and how deep the fix goes: "structural, fix now".
func fixWords(w *model.Why) string {
	words := w.Fix
	if now := map[string]string{"now": "fix now", "later": "fix later", "no": "cannot fix"}[w.Fixable]; now != "" {
		words = strings.TrimPrefix(words+", "+now, ", ")
	}
	return words
}

// detail is what the selected row is, its question, what shows it and what answers it.
func (s *whys) detail(r *draw.Row) []string {
	part, ok := s.Post().Part(r.Ref)
	if !ok {
		return nil
	}
	why, isWhy := reflect.TypeAssert[model.Why](part.Value)
	if !isWhy {
		return s.links(r.Ref)
	}
	var lines, about []string
	for _, x := range []string{boolWord(why.Root, "root cause"), why.Category, fixWords(&why), why.Confidence, why.Stop} {
		if x != "" {
			about = append(about, x)
		}
	}
	if why.Root && len(s.Desk.Mentioned(r.Ref, "A")) == 0 {
		about = append(about, "no action yet: "+s.Key("whys.action", "A")+" starts one")
	}
	if len(about) > 0 {
		lines = append(lines, strings.Join(about, ", "))
	}
	return append(append(lines, s.links(r.Ref)...), say.Safe(why.Question))
}

func boolWord(is bool, word string) string {
	if is {
		return word
	}
	return ""
}

// links are the actions that answer a cause or a why, and the events that show it.
func (s *whys) links(ref string) []string {
	var lines []string
	for _, action := range s.Desk.Mentioned(ref, "A") {
		lines = append(lines, "answered by "+action+"  "+say.Safe(s.Post().Get(action, "title")))
	}
	for _, event := range model.SplitList(s.Post().Get(ref, "events")) {
		lines = append(lines, "shown by "+eventLine(s.Post(), event))
	}
	return lines
}
