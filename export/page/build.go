package page

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"
)

// Of is the page of a postmortem for those who will read it. Times are in the postmortem's zone. Private notes are never on it. The same
// postmortem gives the same page; now is the clock by which questions are asked. hosts are those that a page for the public may lead to.
func Of(p *model.Postmortem, who Audience, now time.Time, hosts ...string) *Page {
	told, names := who.told(p, hosts)
	w := &writer{p: told, who: who, now: now, clock: clock{told.Location(), told.Location().String()}}
	for _, section := range who.sections() {
		section(w)
	}
	w.of, w.Page.who, w.names, w.hosts = p, who, names, hosts
	if names != nil {
		w.rename(w.Called)
	}
	return &w.Page
}

// writer writes one postmortem section by section.
type writer struct {
	Page
	clock
	p   *model.Postmortem
	who Audience
	now time.Time
}

// top is the title, and what a manager reads in thirty seconds.
func (w *writer) top() {
	title := Line(w.p.Title)
	if title == "" {
		title = "Untitled"
	}
	w.add(Block{Level: 1, Heading: Spans{plain(title)}})
	w.paragraph(w.head()...)
	w.drawIncident()
	for _, b := range blocksOf(w.p.Summary) {
		w.add(b)
	}
}

func (w *writer) head() (head Spans) {
	then := func(s ...Span) {
		if Spans(s).Text() == "" {
			return
		}
		if len(head) > 0 {
			head = append(head, plain(" · "))
		}
		head = append(head, s...)
	}
	p := w.p
	then(plain(p.Ref))
	then(strong(p.Severity))
	then(plain(w.span()))
	figures := p.Figures()
	if figures.TTD != nil {
		then(plain("unseen for " + say.Length(*figures.TTD)))
	}
	if figures.TTR != nil {
		then(plain("recovered in " + say.Length(*figures.TTR)))
	}
	then(identifiers(p.Services)...)
	if w.who != Public {
		then(plain(p.Status))
	}
	return head
}

// identifiers are names of things, apart by blanks.
func identifiers(names []string) (all Spans) {
	for _, s := range names {
		if s = Line(s); s == "" {
			continue
		}
		if len(all) > 0 {
			all = append(all, plain(" "))
		}
		all = append(all, code(s))
	}
	return all
}

// span is from when until when it was, as far as it is known.
func (w *writer) span() string {
	from := w.p.Begin()
	if from.IsZero() {
		return ""
	}
	begin := w.day(from)
	whole := slices.ContainsFunc(w.p.Events, func(e model.Event) bool { return e.Precision == "day" && e.At.Equal(from) })
	if !whole {
		begin = w.full(from)
	}
	for _, end := range []*model.Moment{w.p.Moments.Resolved, w.p.Moments.Mitigated} {
		if end != nil && end.At.Time().After(from.Time()) {
			return begin + " to " + w.later(end.At, from, "minute") + " " + w.zone
		}
	}
	return begin + " " + w.zone
}

func (w *writer) impact() {
	w.heading(2, plain("Impact"))
	var items []Spans
	for i := range w.p.Impact {
		items = append(items, consequence(&w.p.Impact[i]))
	}
	w.list(items)
}

// consequence is how much of what there was, and what that is.
func consequence(i *model.Impact) (item Spans) {
	size := Line(i.Unit)
	if i.Amount != nil {
		size = Joined(" ", when(i.Estimate, "about"), say.Amount(*i.Amount), size)
	}
	if size != "" {
		item = Spans{strong(size + ":")}
	}
	return said(item, i.What)
}

func (w *writer) actions() {
	w.heading(2, plain("Actions"))
	rows := make([][]Spans, 0, len(w.p.Actions))
	for i := range w.p.Actions {
		a := &w.p.Actions[i]
		status := Spans{plain(a.Status)}
		if ticket := Line(a.Ticket); ticket != "" {
			status = append(status, plain(", "), link("", ticket))
		}
		rows = append(rows, []Spans{said(Spans{strong(a.Ref)}, a.Title), said(nil, a.Owner), {plain(string(a.Due))}, status})
	}
	w.table(actionHeads, rows)
}

// doing are the actions as people outside read them: what changes, and how far it is.
func (w *writer) doing() {
	w.heading(2, plain("What we are doing"))
	var items []Spans
	for i := range w.p.Actions {
		if a := &w.p.Actions[i]; a.Status != "dropped" {
			word := map[string]string{"done": "done", "doing": "begun"}[a.Status]
			if word == "" {
				word = Joined(" ", "planned", when(a.Due != "", "for "+string(a.Due)))
			}
			items = append(items, said(Spans{strong(word + ":")}, a.Title))
		}
	}
	w.list(items)
}

// noRole stands below a cause of which nothing is known but its words.
const noRole = "its role is not said yet"

func (w *writer) causes() {
	w.heading(2, plain("Causes"))
	w.drawWhys()
	answered := w.answered()
	for i := range w.p.Causes {
		c := &w.p.Causes[i]
		w.heading(3, said(Spans{plain(c.Ref)}, c.Text)...)
		facts := Joined("; ", c.Role, list("shown by ", c.Events), list("answered by ", answered[c.Ref]))
		if facts == "" {
			facts = noRole
		}
		w.paragraph(plain(facts))
		w.list(w.whys(c.Whys, c.Text, strconv.Itoa(i+1), answered))
	}
}

// answered says which actions answer a cause or a why.
func (w *writer) answered() map[string][]string {
	by := map[string][]string{}
	for i := range w.p.Actions {
		for _, ref := range w.p.Actions[i].Answers {
			by[ref] = append(by[ref], w.p.Actions[i].Ref)
		}
	}
	return by
}

func list(word string, refs []string) string {
	if len(refs) == 0 {
		return ""
	}
	return word + strings.Join(refs, ", ")
}

// whys are the answers below a cause, the tree in its numbers: 1.2.1 hangs on 1.2. A question that only says its answer's parent again is
// "Why?".
func (w *writer) whys(whys []model.Why, of, above string, answered map[string][]string) (items []Spans) {
	for i := range whys {
		y := &whys[i]
		n := above + "." + strconv.Itoa(i+1)
		question := Line(y.Question)
		if question == "" || y.Answer != "" && strings.EqualFold(question, guide.Ask(of)[0]) {
			question = "Why?"
		}
		item := said(Spans{strong(n + " " + question)}, y.Answer)
		fixable := map[string]string{"now": "can be fixed now", "later": "can be fixed later", "no": "cannot be fixed"}[y.Fixable]
		item = aside(item, y.Ref, when(y.Root, "root cause"), y.Category, fixable, when(y.Fix != "", y.Fix+" fix"), confidence(y.Confidence),
			list("shown by ", y.Events), when(y.Stop != "", "stopped here: "+y.Stop), list("answered by ", answered[y.Ref]))
		items = append(append(items, item), w.whys(y.Whys, y.Answer, n, answered)...)
	}
	return items
}

func confidence(word string) string {
	if word == "guess" {
		return "a guess"
	}
	return word
}

// lessonNames are the kinds of lessons as the page says them.
var lessonNames = map[string]string{"went well": "Went well", "went badly": "Went badly", "lucky": "We were lucky", "learned": "We learned"}

// lessons are sorted by kind, in the order of the words.
func (w *writer) lessons() {
	w.heading(2, plain("Lessons"))
	var items []Spans
	for _, l := range byKind(w.p.Lessons) {
		items = append(items, lesson(&l))
	}
	w.list(items)
}

// byKind are lessons in the order of the words for their kinds.
func byKind(lessons []model.Lesson) []model.Lesson {
	var sorted []model.Lesson
	for _, kind := range append(slices.Clone(model.Words["lesson"]), "") {
		for _, l := range lessons {
			if l.Kind == kind {
				sorted = append(sorted, l)
			}
		}
	}
	return sorted
}

func lesson(l *model.Lesson) Spans {
	if l.Kind == "" {
		return said(nil, l.Text)
	}
	return said(Spans{strong(lessonNames[l.Kind] + ":")}, l.Text)
}

// verdicts are what the follow-up says of an action.
var verdicts = map[string]string{"yes": "helped", "no": "did not help", "too early": "too early to say", "": "not said"}

func (w *writer) followUp() {
	w.heading(2, plain("Follow-up"))
	f := w.p.FollowUp
	if f == nil {
		return
	}
	planned := ""
	if !f.At.IsZero() {
		planned = Joined(", ", "planned "+w.full(f.At), minutes(f.Minutes))
	}
	w.paragraph(plain(Joined("; ", planned, after("held ", w.full(f.HeldAt)), after("happened again: ", f.Again))))
	var items []Spans
	for _, v := range f.Verdicts {
		item := Spans{strong(v.Action), plain(" " + verdicts[v.Helped])}
		if note := Line(v.Note); note != "" {
			item[1].Text += ":"
			item = said(item, note)
		}
		items = append(items, item)
	}
	w.list(append(items, labelled("Missed until then", f.Missed)))
}

// after is a fixed word before something that is there.
func after(word, s string) string {
	if s == "" {
		return ""
	}
	return word + s
}

// labelled is an item of what stands behind its name; none where nothing does.
func labelled(name, text string) Spans {
	if Line(text) == "" {
		return nil
	}
	return said(Spans{strong(name + ":")}, text)
}

func minutes(n int) string {
	if n == 0 {
		return ""
	}
	return say.Count(n, "minute", "minutes")
}

// foot says where the page comes from: it is what a page that was changed is compared with.
func (w *writer) foot() {
	words := Spans{plain("Written by debrief for the " + w.who.Name() + " from ")}
	words = append(words, plain(w.p.Ref+", step "+strconv.FormatInt(w.p.Revision, 10)+", "), code(w.p.ID), plain(". Times are "+w.zone+"."))
	w.waiting = [4]Spans{} // no section is open any more
	w.add(Block{Paragraph: words})
}
