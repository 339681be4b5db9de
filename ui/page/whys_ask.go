package page

import (
	"strings"

	"debrief/model"
	"debrief/model/guide"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	tea "charm.land/bubbletea/v2"
)

// aimAt makes the next answer go below a part, to a question that is given or to the proposed one.
func (s *whys) aimAt(ref, given string) {
	s.target, s.given, s.wording = ref, given, 0
	s.reword()
}

// aimAtEntry makes the next answer go below one that is on its way.
func (s *whys) aimAtEntry(mark string, above ask.Above) {
	s.from = s.target
	s.target, s.given, s.wording, s.above = mark, "", 0, above
	s.wordings = ask.Wordings(s.Post(), above, "", s.Desk.Now())
}

// reword words the question from what stands in the tree.
func (s *whys) reword() {
	s.wordings = nil
	above, ok := ask.AboveOf(s.Post(), s.target)
	if !ok {
		return
	}
	s.above = above
	s.wordings = ask.Wordings(s.Post(), above, s.given, s.Desk.Now())
}

// follow takes in a newer tree: what was on its way has its number, and what is gone is not asked about any more.
func (s *whys) follow() {
	if s.target == "" {
		return
	}
	if s.target = s.Desk.Ref(s.target); sheet.EntryID(s.target) != "" {
		return
	}
	s.reword()
	if s.wordings == nil {
		s.target = ""
		s.aimAfter("")
	}
}

// aim is the question that an answer typed now would get.
func (s *whys) aim() string {
	if len(s.wordings) == 0 {
		return ""
	}
	return s.wordings[s.wording%len(s.wordings)]
}

// because is the line in which an answer is typed; nil where every branch has an end.
func (s *whys) because() *sheet.Line {
	if s.target == "" {
		s.aimAfter("")
	}
	if s.target == "" {
		return nil
	}
	l := sheet.NewLine("Because", "")
	l.Key = "answer"
	l.Ask = s.aim
	l.Hint = s.hint
	l.Says = func(line string) ask.Saying {
		_, rest := ask.SplitQuestion(line)
		return ask.Adds(s.Post(), "W", model.Why{Answer: ask.ReadTags(rest, "why", s.Post()).Text})
	}
	l.About = func() map[string]string { return map[string]string{"below": s.target, "question": s.aim()} }
	l.Enter = s.answer
	l.Next = func(e *sheet.Entry) tea.Cmd {
		_, rest := ask.SplitQuestion(e.Text)
		tags := ask.ReadTags(rest, "why", s.Post())
		s.pass(e.About["below"]) // it has its answer
		s.aimAtEntry(sheet.OnItsWay(e.ID), ask.Above{Text: tags.Text, Category: tags.Values["category"]})
		return nil
	}
	l.Empty = s.stopHere
	l.OnTab = func() tea.Cmd {
		s.wording++
		return nil
	}
	l.TabIs = "another wording"
	return l
}

// answer puts an answer into the tree, below what it was typed to, which may itself be on its way.
func (s *whys) answer(line string, about map[string]string) (sheet.Job, error) {
	why, err := ask.ReadAnswer(s.Post(), line, about["question"])
	if err != nil {
		return sheet.Job{}, err
	}
	return sheet.Job{Post: s.Post().Ref, After: sheet.EntryID(about["below"]), Edit: func(t sheet.Turn) (model.Edit, error) {
		return ask.AnswerBelow(t.Ref(about["below"]), why), nil
	}}, nil
}

// name is what stands for the target in a sentence.
func (s *whys) name() string {
	if sheet.EntryID(s.target) != "" {
		return "the last answer"
	}
	return s.target
}

func (s *whys) hint(text string) []string {
	if strings.TrimSpace(text) == "" {
		empty := "empty enter stops here"
		if s.given != "" {
			empty = "empty enter passes over it"
		}
		if s.width() < sheet.Roomy {
			return []string{"tab rewords it, enter ends it"}
		}
		return []string{
			"below " + s.name() + "   tab asks it another way   " + empty,
			"behind it: #process #tooling #design #human #communication #known E8",
		}
	}
	if events := s.eventsLike(text); len(events) > 0 {
		return events
	}
	question, rest := ask.SplitQuestion(text)
	said := ask.ReadTags(rest, "why", s.Post()).Understood()
	if question != "" {
		said = append([]string{"asks " + model.Quote(question)}, said...)
	}
	return []string{orNothing(said, "an answer below "+s.name())}
}

// eventsLike are the first events whose reference begins as the last word of a text does, which is being typed: "E1".
func (s *whys) eventsLike(text string) (lines []string) {
	word := text[strings.LastIndexByte(text, ' ')+1:]
	if !strings.HasPrefix(word, "E") || strings.Trim(word[1:], "0123456789") != "" || len(word) == len(text) {
		return nil
	}
	const most = 3
	for i := range s.Post().Events {
		if ref := s.Post().Events[i].Ref; strings.HasPrefix(ref, word) && len(lines) < most {
			lines = append(lines, model.Shorten(eventLine(s.Post(), ref), 120))
		}
	}
	return lines
}

// probe asks the next standing question of a part.
func (s *whys) probe(ref string) tea.Cmd {
	left := ask.Probes(s.Post(), ref)
	if len(left) == 0 {
		s.Desk.Say("Every standing question of " + ref + " was asked.")
		return nil
	}
	s.aimAt(ref, left[0])
	return s.OpenOwn()
}

// onward aims at the next thing to ask.
func (s *whys) onward() tea.Cmd {
	from := s.target
	if sheet.EntryID(from) != "" {
		from = s.Desk.Ref(s.from)
	}
	s.target = ""
	s.aimAfter(from)
	if s.target == "" {
		s.StopTyping()
		s.Desk.Say("Every branch has an end. > goes on to Action.")
		return nil
	}
	s.Uncovered(s.target)
	return s.OpenOwn()
}

// aimAfter aims at the next open question, the standing ones of the cause that was just dug into first.
func (s *whys) aimAfter(from string) {
	skipped := s.view().skipped
	if ref, given := ask.NextWhy(s.Post(), from, skipped); ref != "" {
		s.aimAt(ref, given)
	}
}

// pass leaves a part, or one question of it, out of what is asked next.
func (s *whys) pass(refs ...string) {
	for _, ref := range refs {
		s.view().skipped[ref] = true
	}
}

// stopHere is enter on an empty line: the branch ends at the target, and says why. A standing question is only passed over.
func (s *whys) stopHere() tea.Cmd {
	if s.given != "" || s.above.Cause || s.above.Given != "" {
		s.pass(s.target+s.aim(), s.target+s.given)
		return s.onward()
	}
	return s.askStop(s.target)
}

// askHuman goes on from what was called a human error: why it was possible, and why it was not caught.
func (s *whys) askHuman(ref, category string) tea.Cmd {
	if category != "human error" || sheet.EntryID(ref) != "" {
		return nil
	}
	above, ok := ask.AboveOf(s.Post(), ref)
	if !ok {
		return nil
	}
	for _, q := range guide.CategoryProbes(category) {
		asked := false
		for _, was := range above.Asked {
			asked = asked || was == q
		}
		if !asked && !s.view().skipped[ref+q] {
			s.aimAt(ref, q)
			return s.OpenOwn()
		}
	}
	return nil
}
