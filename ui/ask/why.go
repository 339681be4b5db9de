package ask

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/coach"
	"debrief/model/guide"
	"debrief/model/say"
)

// Above is what the next why is asked of: a cause or an answer.
type Above struct {
	Cause    bool
	Text     string // of the cause or the answer
	Category string
	Asked    []string // the questions below it that were asked already
	Given    string   // a question below it that nobody has answered yet, which comes first
}

// AboveOf is what stands in the tree under that reference, false where nothing does. A question that nobody has answered is asked of
// what stands above it.
func AboveOf(p *model.Postmortem, ref string) (Above, bool) {
	part, ok := p.Part(ref)
	if !ok {
		return Above{}, false
	}
	var a Above
	var below []model.Why
	switch v := part.Value.Interface().(type) {
	case model.Cause:
		a, below = Above{Cause: true, Text: v.Text}, v.Whys
	case model.Why:
		if v.Answer == "" {
			above, ok := AboveOf(p, part.Parent)
			above.Given = say.Safe(v.Question)
			return above, ok
		}
		a, below = Above{Text: v.Answer, Category: v.Category}, v.Whys
	default:
		return Above{}, false
	}
	for i := range below {
		a.Asked = append(a.Asked, below[i].Question)
	}
	return a, true
}

// Wordings are the questions that the next answer could get, the proposed one first. given is a question that was chosen, such as
// a standing one. They follow from the words alone, so that they are the same before and after the words are saved.
func Wordings(p *model.Postmortem, a Above, given string, now time.Time) []string {
	if given == "" {
		given = a.Given
	}
	made := madeOf(p, a, now)
	var list []string
	if given != "" {
		list = append(append(list, given), probes(a)...)
	}
	if a.Category == "human error" { // it is never where one stops asking
		list = append(list, probes(a)...)
	}
	if given != "" {
		made = made[len(made)-1:]
	}
	return distinct(slices.Concat(list, made, probes(a), guide.Standing()))
}

func distinct(list []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(q string) bool { again := seen[q]; seen[q] = true; return again })
}

// neutral is the coach's question where an answer tells of somebody's error: to read its words aloud as a question would repeat
// the blame. "" where the coach has none, or where it was set aside.
func neutral(p *model.Postmortem, a Above, usual []string, now time.Time) string {
	said := Adds(p, "W", model.Why{Answer: a.Text})
	if a.Cause {
		said = Adds(p, "C", model.Cause{Text: a.Text})
	}
	for _, f := range coach.Check(said.Pm, now) {
		if f.At != said.Ref || !slices.Contains([]string{"blame", "counterfactual", "character", "human-error"}, f.Code) ||
			slices.ContainsFunc(p.Dismissed, func(d model.Dismissal) bool { return d.Code == f.Code && d.Text == f.Text }) {
			continue
		}
		for _, q := range usual {
			if strings.HasPrefix(f.Question, strings.TrimSuffix(q, "?")) {
				return q
			}
		}
		return f.Question
	}
	return ""
}

// probes are the standing questions that were not asked yet: those of its category, then those that fit any cause.
func probes(a Above) []string {
	return slices.DeleteFunc(slices.Concat(guide.CategoryProbes(a.Category), guide.Probes()), func(q string) bool {
		return slices.Contains(a.Asked, q)
	})
}

// Probes are the standing questions of a cause or a why that were not asked yet.
func Probes(p *model.Postmortem, ref string) []string {
	a, ok := AboveOf(p, ref)
	if !ok {
		return nil
	}
	return probes(a)
}

// Proposed is the first wording of the next question under a part, "" where none is asked there.
func Proposed(p *model.Postmortem, ref string, now time.Time) string {
	a, ok := AboveOf(p, ref)
	if !ok {
		return ""
	}
	return Wordings(p, a, "", now)[0]
}

// names are the people and services whose names keep their capital letters in a question.
func names(p *model.Postmortem) []string {
	var names []string
	for _, n := range p.Participants {
		names = append(names, strings.Fields(n.Name)...)
	}
	return append(names, p.Services...)
}

// ByHands are the causes in the order in which the room wants to dig: most hands first, and as they stand where none was raised.
func ByHands(p *model.Postmortem) []*model.Cause {
	causes := make([]*model.Cause, len(p.Causes))
	for i := range p.Causes {
		causes[i] = &p.Causes[i]
	}
	slices.SortStableFunc(causes, func(a, b *model.Cause) int { return cmp.Compare(b.Hands, a.Hands) })
	return causes
}

// NextWhy is the next open question: the open branches of the cause that was just dug into, its standing questions, the open branches
// of the other causes, and last a cause that was not asked about; of several causes the one with most hands is first. skipped are
// references, and references with a question, that were passed over.
func NextWhy(p *model.Postmortem, from string, skipped map[string]bool) (ref, given string) {
	for i := range p.Causes {
		c := &p.Causes[i]
		if from == "" || !p.Below(c.Ref, from) || len(c.Whys) == 0 {
			continue
		}
		if ref := openEnd(c.Whys, skipped); ref != "" {
			return ref, ""
		}
		if q := NextProbe(p, c.Ref, guide.Probes(), skipped); q != "" {
			return c.Ref, q
		}
	}
	for _, c := range ByHands(p) {
		if ref := openEnd(c.Whys, skipped); ref != "" {
			return ref, ""
		}
	}
	for _, c := range ByHands(p) {
		if len(c.Whys) == 0 && !skipped[c.Ref] {
			return c.Ref, ""
		}
	}
	return "", ""
}

// NextProbe is the first of some standing questions that was neither asked of a part nor passed over; "" for none.
func NextProbe(p *model.Postmortem, ref string, questions []string, skipped map[string]bool) string {
	for _, q := range Probes(p, ref) {
		if slices.Contains(questions, q) && !skipped[ref+q] {
			return q
		}
	}
	return ""
}

// openEnd is the first why without an answer, or without another why, a reason to stop or the mark of a root.
func openEnd(list []model.Why, skipped map[string]bool) string {
	for i := range list {
		w := &list[i]
		ends := len(w.Whys) == 0 && w.Stop == "" && !w.Root
		if (w.Answer == "" || ends) && !skipped[w.Ref] {
			return w.Ref
		}
		if ref := openEnd(w.Whys, skipped); ref != "" {
			return ref
		}
	}
	return ""
}

// SplitQuestion takes a question of one's own off the front of an answer: "Why was it slow? The index was missing."
func SplitQuestion(line string) (question, answer string) {
	at := strings.Index(line, "? ")
	if at < 0 || !slices.Contains([]string{"why", "what", "how", "where", "when", "which"}, strings.ToLower(strings.Fields(line + " x")[0])) {
		return "", line
	}
	return strings.TrimSpace(line[:at+1]), strings.TrimSpace(line[at+1:])
}
