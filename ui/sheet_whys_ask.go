package ui

import (
	"reflect"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

// wordings are the questions that an answer typed now could get, made once for a target.
type wordings struct {
	of           *model.Postmortem
	target, asks string
	list         []string
}

// questions are the wordings for the target, the proposed one first; none where nothing is aimed at.
func (s *whys) questions() []string {
	w := &s.wordings
	if w.of != s.pm() || w.target != s.target || w.asks != s.asks {
		*w = wordings{s.pm(), s.target, s.asks, s.wordingsFor(s.target, s.asks)}
	}
	return w.list
}

func (s *whys) wordingsFor(target, given string) []string {
	part, ok := s.pm().Part(target)
	if !ok {
		return nil
	}
	var list, usual []string
	if given != "" {
		list = append(append(list, given), s.probes(target)...)
	}
	switch above := part.Value.Interface().(type) {
	case model.Cause:
		usual = guide.Ask(say.Safe(above.Text), s.names()...)
	case model.Why:
		if above.Answer == "" {
			return s.wordingsFor(part.Parent, say.Safe(above.Question))
		}
		usual = guide.Ask(say.Safe(above.Answer), s.names()...)
		if above.Category == "human error" { // it is never where one stops asking
			list = append(list, s.probes(target)...)
		}
	}
	if q := s.neutral(target, usual); given == "" && q != "" {
		list = append(list, q)
	}
	list = append(append(append(list, usual[0]), s.probes(target)...), usual[1:]...)
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(q string) bool { again := seen[q]; seen[q] = true; return again })
}

// proposed is the first wording of the next question under a part, "" where none is asked there.
func (s *whys) proposed(target string) string {
	if list := s.wordingsFor(target, ""); len(list) > 0 {
		return list[0]
	}
	return ""
}

// neutral is the coach's question where an answer tells of somebody's error: to read its words aloud as a question would repeat
// the blame. "" where the coach has none, or where it was set aside.
func (s *whys) neutral(ref string, usual []string) string {
	for _, f := range s.app.checked().all {
		if f.At != ref || !slices.Contains([]string{"blame", "counterfactual", "character", "human-error"}, f.Code) {
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

// probes are the standing questions about a cause or a why that were not asked yet: those of its category, then those that
// fit any cause.
func (s *whys) probes(ref string) []string {
	part, _ := s.pm().Part(ref)
	var all []string
	var asked []model.Why
	switch v := part.Value.Interface().(type) {
	case model.Cause:
		all, asked = guide.Probes(), v.Whys
	case model.Why:
		all, asked = slices.Concat(guide.CategoryProbes(v.Category), guide.Probes()), v.Whys
	}
	return slices.DeleteFunc(all, func(q string) bool {
		return slices.ContainsFunc(asked, func(w model.Why) bool { return w.Question == q })
	})
}

// aim is the question that an answer typed now would get.
func (s *whys) aim() string {
	list := s.questions()
	if len(list) == 0 {
		return ""
	}
	return list[s.wording%len(list)]
}

func (s *whys) names() []string {
	var names []string
	for _, n := range s.pm().Participants {
		names = append(names, strings.Fields(n.Name)...)
	}
	return append(names, s.pm().Services...)
}

// asking is the why that an answer is typed to.
func (s *whys) asking() string {
	if s.prompt != nil && s.prompt.capture {
		return s.aim()
	}
	return ""
}

// typesAt is the row that the line is about.
func (s *whys) typesAt() string { return s.target }

func (s *whys) capture() *prompt {
	if s.target == "" || s.stale() {
		s.aimNext()
	}
	if s.target == "" {
		return nil
	}
	p := newPrompt("Because", "")
	p.capture, p.draft = true, s.draftKey("answer below "+s.target)
	p.hint = s.hint
	p.says = func(line string) saying {
		_, rest := splitQuestion(line)
		return s.app.adds("W", model.Why{Answer: readTags(rest, "why", s.pm()).text})
	}
	p.submit = func(line string) tea.Cmd { return s.answer(p, line) }
	p.empty = s.stopHere
	p.onTab = func() tea.Cmd {
		s.wording++
		return nil
	}
	return p
}

func (s *whys) stale() bool {
	_, there := s.pm().Part(s.target)
	return !there
}

func (s *whys) hint(text string) []string {
	if strings.TrimSpace(text) == "" {
		empty := "empty enter stops here"
		if s.asks != "" {
			empty = "empty enter passes over it"
		}
		if s.app.w < 60 {
			return []string{"tab rewords it, enter ends it"}
		}
		return []string{
			"below " + s.target + "   tab asks it another way   " + empty,
			"behind it: #process #tooling #design #human #communication #known E8",
		}
	}
	question, rest := splitQuestion(text)
	said := readTags(rest, "why", s.pm()).understood()
	if question != "" {
		said = append([]string{"asks " + model.Quote(question)}, said...)
	}
	return []string{orNothing(said, "an answer below "+s.target)}
}

// splitQuestion takes a question of one's own off the front of an answer: "Why was it slow? The index was missing."
func splitQuestion(line string) (question, answer string) {
	at := strings.Index(line, "? ")
	if at < 0 || !slices.Contains([]string{"why", "what", "how", "where", "when", "which"}, strings.ToLower(strings.Fields(line + " x")[0])) {
		return "", line
	}
	return strings.TrimSpace(line[:at+1]), strings.TrimSpace(line[at+1:])
}

func (s *whys) answer(p *prompt, line string) tea.Cmd {
	question, rest := splitQuestion(line)
	tags := readTags(rest, "why", s.pm())
	if question == "" {
		question = s.aim()
	}
	if tags.text == "" {
		p.problem = "Type the answer, then its marks."
		return nil
	}
	why := model.Why{Question: question, Answer: tags.text, Category: tags.values["category"], Confidence: tags.values["confidence"],
		Events: tags.events}
	target := s.target
	return s.apply(p, model.Edit{Label: "answer why", Do: func(pm *model.Postmortem) error { return pm.Answer(target, why) }},
		func(applied model.Applied) tea.Cmd {
			ref := applied.Step.Touched()
			s.aimAt(ref, "")
			return s.reopen()
		})
}

// aimAt makes the next answer go below a part, to a question that is given or to the proposed one.
func (s *whys) aimAt(ref, asks string) { s.target, s.asks, s.wording = ref, asks, 0 }

// reopen shows the line for the present target.
func (s *whys) reopen() tea.Cmd {
	s.prompt = nil
	if p := s.capture(); p != nil {
		s.land(s.target)
		return s.open(p)
	}
	s.app.say("Every branch has an end. > goes on to Action.")
	return nil
}

// land selects a row, and shows it where it is hidden.
func (s *whys) land(ref string) {
	if s.list.Choose(ref, "") {
		return
	}
	s.uncover(ref)
	s.refresh()
	s.list.Choose(ref, "")
}

// probe asks the next standing question of a part.
func (s *whys) probe(ref string) tea.Cmd {
	left := s.probes(ref)
	if len(left) == 0 {
		s.app.say("Every standing question of " + ref + " was asked.")
		return nil
	}
	s.aimAt(ref, left[0])
	return s.reopen()
}

// onward aims at the next thing to ask and opens the line on it.
func (s *whys) onward() tea.Cmd {
	from := s.target
	s.aimAt("", "")
	s.aimAfter(from)
	return s.reopen()
}

func (s *whys) aimNext() { s.aimAfter("") }

// aimAfter finds the next open question: first the standing questions of the cause that was just dug into, then branches that
// have no end yet and causes that were not asked about.
func (s *whys) aimAfter(from string) {
	for i := range s.pm().Causes {
		c := &s.pm().Causes[i]
		if from != "" && s.pm().Below(c.Ref, from) && len(c.Whys) > 0 && s.aimAtProbe(c.Ref, guide.Probes()) {
			return
		}
	}
	for i := range s.pm().Causes {
		c := &s.pm().Causes[i]
		if len(c.Whys) == 0 && !s.View().skipped[c.Ref] {
			s.aimAt(c.Ref, "")
			return
		}
		if ref := s.openEnd(c.Whys); ref != "" {
			s.aimAt(ref, "")
			return
		}
	}
}

// aimAtProbe aims at the first of some standing questions that was neither asked nor passed over.
func (s *whys) aimAtProbe(ref string, questions []string) bool {
	for _, q := range s.probes(ref) {
		if slices.Contains(questions, q) && !s.View().skipped[ref+q] {
			s.aimAt(ref, q)
			return true
		}
	}
	return false
}

// openEnd is the first why without an answer, or without another why, a reason to stop or the mark of a root.
func (s *whys) openEnd(list []model.Why) string {
	for i := range list {
		w := &list[i]
		ends := len(w.Whys) == 0 && w.Stop == "" && !w.Root
		if (w.Answer == "" || ends) && !s.View().skipped[w.Ref] {
			return w.Ref
		}
		if ref := s.openEnd(w.Whys); ref != "" {
			return ref
		}
	}
	return ""
}

// stopHere is enter on an empty line: the branch ends at the target, and says why. A standing question is only passed over.
func (s *whys) stopHere() tea.Cmd {
	part, ok := s.pm().Part(s.target)
	w, isWhy := reflect.TypeAssert[model.Why](part.Value)
	if !ok || !isWhy || s.asks != "" || w.Answer == "" {
		skipped := s.View().skipped
		skipped[s.target+s.aim()], skipped[s.target+s.asks] = true, true
		return s.onward()
	}
	return s.askStop(w.Ref, s.onward)
}
