package ui

import (
	"reflect"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/guide"

	tea "charm.land/bubbletea/v2"
)

// whys is the sheet of the why tree: it asks its next question from the last answer.
type whys struct {
	*sheet
	target    string // the cause or why that the next answer goes below; for a why without an answer, that why itself
	asks      string // the question, where it is a standing probe or was swapped; "" for the proposed one
	wording   int
	skipped   map[string]bool // probes and causes that were passed over
	rootsOnly bool
	folded    map[string]bool
}

func (s *whys) rows() []row {
	if s.skipped == nil {
		s.skipped, s.folded = map[string]bool{}, map[string]bool{}
	}
	var rows []row
	for i := range s.pm().Causes {
		c := &s.pm().Causes[i]
		r := row{ref: c.Ref, lead: pad(c.Ref, 4), leadLook: s.app.theme.faint,
			text: safe(c.Text), look: s.app.theme.heading, tailLook: s.app.theme.faint}
		switch {
		case len(c.Whys) == 0:
			r.tail, r.tailLook = "not asked yet", s.app.theme.warn
		case s.folded[c.Ref]:
			r.tail = "folded"
		}
		rows = append(rows, r)
		if !s.folded[c.Ref] {
			rows = s.appendWhys(rows, c.Whys, 1)
		}
	}
	if len(rows) == 0 {
		rows = append(rows, row{heading: true, text: "No high-level cause yet: 3 goes to Causes."})
	}
	return rows
}

func (s *whys) appendWhys(rows []row, list []model.Why, depth int) []row {
	for i := range list {
		w := &list[i]
		if !s.rootsOnly || w.Root {
			rows = append(rows, s.whyRow(w, depth))
		}
		if !s.folded[w.Ref] {
			rows = s.appendWhys(rows, w.Whys, depth+1)
		}
	}
	return rows
}

func (s *whys) whyRow(w *model.Why, depth int) row {
	t := s.app.theme
	indent := strings.Repeat(guideGlyph, min(depth, 12))
	if s.rootsOnly {
		indent = ""
	}
	r := row{ref: w.Ref, lead: pad(w.Ref, 4) + indent, leadLook: t.faint, text: safe(w.Answer), tailLook: t.faint}
	if w.Answer == "" {
		r.text, r.look = safe(w.Question), t.question
	}
	var tail []string
	if w.Root {
		tail = append(tail, "root")
		r.tailLook = t.good
	}
	tail = append(tail, w.Category)
	if w.Fixable == "now" {
		tail = append(tail, "can fix now")
	}
	if !w.Root && w.Stop != "" {
		tail = append(tail, w.Stop)
	}
	if len(w.Events) > 0 {
		tail = append(tail, strings.Join(w.Events, " "))
	}
	if s.folded[w.Ref] {
		tail = append(tail, "folded")
	}
	r.tail = strings.Join(slices.DeleteFunc(tail, func(x string) bool { return x == "" }), ", ")
	return r
}

// aim is the question that an answer typed now would get.
func (s *whys) aim() string {
	if s.asks != "" {
		return s.asks
	}
	part, ok := s.pm().Part(s.target)
	if !ok {
		return ""
	}
	switch above := part.Value.Interface().(type) {
	case model.Cause:
		return s.ask(above.Text)
	case model.Why:
		if above.Answer == "" {
			return above.Question
		}
		return s.ask(above.Answer)
	}
	return ""
}

func (s *whys) ask(answer string) string {
	wordings := guide.Ask(safe(answer), s.names()...)
	return wordings[s.wording%len(wordings)]
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
		s.asks = ""
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
		return []string{
			"below " + s.target + "   tab asks it another way   empty enter stops here",
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
			s.aimAt(ref)
			s.list.choose(ref, "")
			return s.reopen()
		})
}

// aimAt makes the next answer go below a part.
func (s *whys) aimAt(ref string) { s.target, s.asks, s.wording = ref, "", 0 }

// reopen shows the line for the present target.
func (s *whys) reopen() tea.Cmd {
	s.prompt = nil
	if p := s.capture(); p != nil {
		return s.open(p)
	}
	s.app.say("Every branch has an end. > goes on to Action.")
	return nil
}

// stopHere is enter on an empty line: the branch ends at the target, and says why.
func (s *whys) stopHere() tea.Cmd {
	part, ok := s.pm().Part(s.target)
	w, isWhy := reflect.TypeAssert[model.Why](part.Value)
	if !ok || !isWhy || s.asks != "" || w.Answer == "" {
		s.skipped[s.target+s.aim()] = true
		s.skipped[s.target] = s.skipped[s.target] || s.asks == ""
		return s.onward()
	}
	return s.askStop(w.Ref, s.onward)
}

// askStop asks why a branch ends, then whether its end is a root cause, and what follows from that.
func (s *whys) askStop(ref string, then func() tea.Cmd) tea.Cmd {
	p := s.wordPrompt(ref, "stop", "Stops here because it is", func() tea.Cmd {
		return s.askRoot(ref, then)
	})
	return s.open(p)
}

// wordPrompt chooses one word of a field and goes on.
func (s *whys) wordPrompt(ref, name, label string, then func() tea.Cmd) *prompt {
	p := s.fieldChooser(ref, fieldOf(ref, name))
	p.label, p.onTab = label, nil
	p.choose = func(chosen []string) tea.Cmd {
		if s.pm().Get(ref, name) == chosen[0] {
			s.done(p)
			return then()
		}
		e := model.SetFrom(ref, name, s.pm().Get(ref, name), chosen[0], labelFor("change", ref, name))
		return s.apply(p, e, func(model.Applied) tea.Cmd { return then() })
	}
	return p
}

func (s *whys) askRoot(ref string, then func() tea.Cmd) tea.Cmd {
	if s.pm().Get(ref, "root") == "yes" {
		return s.askCategory(ref, then)
	}
	p := newChooser("Is "+ref+" a root cause", []choice{{key: "y", word: "yes"}, {key: "n", word: "no"}})
	p.choose = func(chosen []string) tea.Cmd {
		if chosen[0] == "no" {
			s.done(p)
			return then()
		}
		return s.apply(p, model.SetFrom(ref, "root", "", "yes", "mark "+ref+" as a root cause"), func(model.Applied) tea.Cmd {
			return s.askCategory(ref, then)
		})
	}
	return s.open(p)
}

func (s *whys) askCategory(ref string, then func() tea.Cmd) tea.Cmd {
	fix := func() tea.Cmd { return s.open(s.wordPrompt(ref, "fix", "The fix would be", then)) }
	fixable := func() tea.Cmd { return s.open(s.wordPrompt(ref, "fixable", "Can we fix it", fix)) }
	if s.pm().Get(ref, "category") != "" {
		return fixable()
	}
	return s.open(s.wordPrompt(ref, "category", "What kind of cause is it", fixable))
}

// onward aims at the next thing to ask and opens the line on it.
func (s *whys) onward() tea.Cmd {
	from := s.target
	s.aimAt("")
	s.aimAfter(from)
	if s.target != "" {
		s.list.choose(s.target, "")
	}
	return s.reopen()
}

func (s *whys) aimNext() { s.aimAfter("") }

// aimAfter finds the next open question: first the standing probes of the cause that was just dug into, then any question
// without an answer, then causes that were not asked about.
func (s *whys) aimAfter(from string) {
	for i := range s.pm().Causes {
		c := &s.pm().Causes[i]
		if from != "" && s.pm().Below(c.Ref, from) && len(c.Whys) > 0 && s.aimAtProbe(c) {
			return
		}
	}
	for i := range s.pm().Causes {
		c := &s.pm().Causes[i]
		if len(c.Whys) == 0 && !s.skipped[c.Ref] {
			s.aimAt(c.Ref)
			return
		}
		if ref := openWhy(c.Whys); ref != "" && !s.skipped[ref] {
			s.aimAt(ref)
			return
		}
	}
}

func (s *whys) aimAtProbe(c *model.Cause) bool {
	for _, probe := range guide.Probes() {
		asked := slices.ContainsFunc(c.Whys, func(w model.Why) bool { return w.Question == probe })
		if !asked && !s.skipped[c.Ref+probe] {
			s.aimAt(c.Ref)
			s.asks = probe
			return true
		}
	}
	return false
}

// openWhy is the first question without an answer.
func openWhy(list []model.Why) string {
	for i := range list {
		if list[i].Answer == "" {
			return list[i].Ref
		}
		if ref := openWhy(list[i].Whys); ref != "" {
			return ref
		}
	}
	return ""
}

func (s *whys) head(int, int) []string     { return nil }
func (s *whys) enter(*row) (tea.Cmd, bool) { return nil, false }

func (s *whys) add(r *row) tea.Cmd {
	if r == nil {
		s.app.warn("Dig deeper starts from a high-level cause: 3 goes to Causes.")
		return nil
	}
	s.aimAt(r.ref)
	return s.open(s.capture())
}

func (s *whys) detail(r *row, w int) []string {
	part, ok := s.pm().Part(r.ref)
	if !ok {
		return nil
	}
	why, isWhy := reflect.TypeAssert[model.Why](part.Value)
	if !isWhy {
		return wrap(r.ref+"  "+model.Shorten(safe(s.pm().Get(r.ref, "text")), 600), w)
	}
	lines := wrap(safe(why.Question), w)
	lines = append(lines, wrap(model.Shorten(safe(why.Answer), 600), w)...)
	for _, ref := range why.Events {
		lines = append(lines, "shown by "+eventLine(s.pm(), ref))
	}
	return lines
}
