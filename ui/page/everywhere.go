package page

import (
	"debrief/model"
	"debrief/ui/ask"
	"debrief/ui/sheet"

	"slices"

	tea "charm.land/bubbletea/v2"
)

// Everywhere is what can be done on every page of a postmortem.
func (h *Shelf) Everywhere() []sheet.Action {
	on := func(do func(base) tea.Cmd) func() tea.Cmd {
		return func() tea.Cmd { return do(base{h.desk.Top().Base(), h}) }
	}
	acts := []sheet.Action{
		{ID: "park", Keys: []string{"p"}, Name: "park a thought", Opens: "park", Scope: sheet.InList, Do: on(base.park)},
		{ID: "park.typing", Keys: []string{"ctrl+t"}, Name: "park a thought, then go on typing", Scope: sheet.Typing, Do: on(base.park)},
		{ID: "findings", Keys: []string{"f"}, Name: "list the open questions", Foot: "open questions", Scope: sheet.InList, Do: h.findings},
		{ID: "like", Keys: []string{"O"}, Name: "others like this one: what they share, what was decided then and whether it helped", Scope: sheet.InList,
			Do: h.openLike, Why: h.noOthers},
		{ID: "question", Keys: []string{"n"}, Name: "show the next question to ask", Scope: sheet.InList,
			Do: on(func(b base) tea.Cmd { b.NextQuestion(); return nil })},
		{ID: "lesson", Keys: []string{"w"}, Name: "write down a lesson: what went well or badly, was lucky, was learned", Opens: "lesson",
			Scope: sheet.InList, Do: on(base.lesson)},
		{ID: "lesson.typing", Keys: []string{"ctrl+l"}, Name: "write down a lesson, then go on typing", Scope: sheet.Typing, Do: on(base.lesson)},
		{ID: "preview", Keys: []string{"v"}, Name: "look at the page as it will be", Foot: "preview", Scope: sheet.InList, Do: h.showPreview},
		{ID: "export", Keys: []string{"x"}, Name: "write the page to a file: who will read it, and in which markup", Foot: "export", Scope: sheet.InList, Do: on(base.export)},
		{ID: "zone", Name: "time zone: the one that times are shown and typed in", Scope: sheet.Always,
			Do: on(func(b base) tea.Cmd { return b.EditField("", "zone") })},
		{ID: "note", Keys: []string{"N"}, Name: "write a private note, which no page shows", Scope: sheet.InList, Do: on(base.note),
			Why: func() string { return h.desk.Top().Base().Withheld("", "notes") }},
	}
	return append(acts, h.cardActions()...)
}

// park sets a thought aside, also in the middle of typing.
func (b base) park() tea.Cmd { return b.Open(b.parkLine()) }

func (b base) parkLine() *sheet.Line {
	l := sheet.NewLine("Park", "")
	l.Key = "park"
	phase := b.Page.Phase.Key
	l.Hint = func(string) []string {
		return []string{"kept for the Action phase, where it becomes an action or a decision not to act"}
	}
	l.Enter = func(text string, _ map[string]string) (sheet.Job, error) {
		return b.Job(ask.Park(text, phase)), nil
	}
	return l
}

// lessonKinds are what a lesson can be of.
var lessonKinds = []sheet.Choice{
	{Word: "went well"}, {Word: "went badly"}, {Word: "lucky", Name: "was lucky"}, {Word: "learned", Name: "was learned"},
}

// lesson writes down what went well or badly, what was luck, what was learned. Where no kind is chosen, it was learned.
func (b base) lesson() tea.Cmd {
	c := sheet.NewChooser("It", slices.Clone(lessonKinds))
	c.Take = func(chosen []string) tea.Cmd { return b.Open(b.lessonLine(chosen[0])) }
	c.Skip = func() tea.Cmd { return b.Open(b.lessonLine(ask.Learned)) }
	c.Next = func() *sheet.Line { return b.lessonLine(ask.Learned) }
	c.Hint = "enter alone: it was learned"
	return b.Choose(c)
}

func (b base) lessonLine(kind string) *sheet.Line {
	l := sheet.NewLine("Lesson", "")
	l.Key = "lesson " + kind
	l.Hint = func(string) []string { return []string{kind + "; one sentence"} }
	l.Says = func(text string) ask.Saying { return ask.Adds(b.Post(), "L", model.Lesson{Text: text}) }
	l.Enter = func(text string, _ map[string]string) (sheet.Job, error) {
		j := b.Job(ask.AddLesson(kind, text))
		j.Then = b.selectUnlessTyping
		return j, nil
	}
	return l
}

// selectUnlessTyping selects what was added, unless a line stands open: that one keeps the row that it is about.
func (b base) selectUnlessTyping(applied model.Applied) tea.Cmd {
	if b.Typing() {
		return nil
	}
	return b.SelectNew(applied)
}

func (b base) note() tea.Cmd { return b.EditField("", "notes") }
