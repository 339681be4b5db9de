package report

import (
	"slices"
	"strings"

	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
	"debrief/model"
)

// People write whys in three ways: nested items with the questions between them, a flat list in which each item answers the one above it, and
// numbered questions with their answers below. All of them are read alike: a question is asked about the nearest text that it is nested in,
// else about the answer before it, and an answer belongs to the nearest question, else to what it is nested in or stands behind.

// node is a cause or an answer, before the tree is built.
type node struct {
	question, answer string
	root             bool
	below            []*node
	depth            int
}

// asked is a question that waits for answers.
type asked struct {
	indent   int
	question string
	about    *node
	answers  []*node
	piece    *piece
}

// asking is the last question of an indent: what it was about, and whether deeper ones followed, so that the next one is asked beside it.
type asking struct {
	about  *node
	deeper bool
}

// placedAt is a node that others may be nested in.
type placedAt struct {
	indent int
	*node
}

// tree reads the whys of a document.
type tree struct {
	*builder
	causes []*node
	within []placedAt
	open   []asked
	last   *node   // the answer that was given last
	given  []*node // those to the question that was answered last
	before map[int]asking
	by     shape // of the text that was read last
}

const unindented = -1

func (b *builder) whys(all []saying) {
	t := tree{builder: b, before: map[int]asking{}}
	section := 0
	for i := range all {
		if named := all[i].section(); i == 0 || named != section {
			t.divide("")
			section = named
		}
		t.read(&all[i], i+1 < len(all) && all[i+1].part() == all[i].part())
	}
	t.close(unindented)
	for _, cause := range t.causes {
		t.unanswered(cause)
		c := model.Cause{Text: cause.answer, Whys: whysOf(cause.below)}
		if c.Text != "" || len(c.Whys) > 0 {
			b.post.Causes = append(b.post.Causes, c)
		}
	}
}

// section is the line of the nearest name of a part that a text stands under.
func (s *saying) section() int {
	for _, o := range slices.Backward(s.under) {
		named := parts.Named(o.name)
		if (named == parts.Whys || named == parts.Causes) && parts.IsPlain(o.name) && o.line != s.from {
			return o.line
		}
	}
	return -1
}

func whysOf(nodes []*node) (whys []model.Why) {
	for _, n := range nodes {
		whys = append(whys, model.Why{Question: n.question, Answer: n.answer, Root: n.root, Whys: whysOf(n.below)})
	}
	return whys
}

// divide begins a new chain, about a cause where one is named.
func (t *tree) divide(cause string) {
	t.close(unindented)
	t.within, t.last, t.given = nil, nil, nil
	clear(t.before)
	if cause != "" {
		t.cause(cause)
	}
}

func (t *tree) cause(said string) *node {
	n := &node{answer: said}
	t.causes = append(t.causes, n)
	t.last = n
	return n
}

var (
	// whyNumber stands in front of a question or an answer: "Why 2:", "Q1.", "2nd why -", "A1:", "Answer:".
	whyNumber = text.Expression(`(?i)^(?:(?:why|question|q) ?#?\d{1,2}\s*[:.)–—-]\s*|\d{1,2}(?:st|nd|rd|th) why\s*[:.)–—-]\s*|(?:question|q)\s*[:.]\s+|` +
		`level \d{1,2}\s*[:.)–—-]\s*)`)
	answerLead  = text.Expression(`(?i)^(?:(?:answer|a|direct cause|reason) ?#?\d{0,2}\s*[:.)–—-]\s*|(?:→|->|=>|—|–|-)\s*|(?:[.…]+\s*)because,?:?\s+)`)
	becauseLead = text.Expression(`(?i)^[.…]*\s*because\b`)
	whyQuestion = text.Expression(`(?i)^(?:(?:why|how come)\b|` + whyAbroad + `)`)
	anyQuestion = text.Expression(`(?i)^(?:` + whyAbroad + `|(?:and |but |so )?(?:why|how|what|where|who|when|which|was|were|did|do|does|is|are|could|couldn['’]t|should|would|has|have)\b)`)
	problemName = text.Expression(`(?i)^(?:(?:the )?(?:problem|symptom|issue|effect)(?: statement)?)\s*[:–—-]\s+`)
	rootName    = text.Expression(`(?i)^(?:the )?(?:(?:final|ultimate|underlying|actual|true|real) )?root[- ]?cause\s*[:–—-]\s+`)
)

// whyAbroad is how questions about a cause begin elsewhere. Reading it is no reading of the language.
const whyAbroad = `¿?\s*por qu[eéê]|pourquoi|warum|wieso|weshalb|perch[eé]|waarom|hvorfor|varför|dlaczego|почему|なぜ|何故|どうして|为什么|为何|為什麼|왜`

// question splits a text into the question that it begins with, "" for none, and what follows.
func question(said string) (q, rest string) {
	said = strings.TrimSpace(said[len(whyNumber().FindString(said)):])
	asks := asksEnd().FindStringIndex(said)
	if asks == nil || !anyQuestion().MatchString(said) || strings.Contains(said[:asks[0]], ". ") {
		return "", said
	}
	end := asks[0] + len(strings.TrimRight(said[asks[0]:asks[1]], " )\"'*"))
	return said[:end], strings.TrimSpace(said[end:])
}

// asksEnd is the end of a question; one in an address goes on.
var asksEnd = text.Expression(`\?(?:[ )"'*]|$)|？`)

// asksByLines reports a paragraph about causes of which each line asks or answers.
func (b *builder) asksByLines(p *piece) bool {
	if p.shape != paragraph || p.to-p.from < 2 || p.part() != parts.Whys && p.part() != parts.Causes {
		return false
	}
	for i := p.from; i < p.to; i++ {
		if !asksOrAnswers().MatchString(strings.TrimLeft(b.lines[i].Body, "*_ ")) {
			return false
		}
	}
	return true
}

var asksOrAnswers = text.Expression(`(?i)^(?:why\b|[qa] ?\d{0,2}[*_]*\s*[:.)]|(?:question|answer|root cause)\b[^:]{0,4}:|→|->|=>|[.…]*\s*because\b)`)

// read takes one text: a heading divides chains, a row asks and answers, everything else asks, answers, or both.
func (t *tree) read(said *saying, followed bool) {
	indent, words := said.indent, said.text
	switch said.shape {
	case columns:
		return
	case row:
		t.row(said)
		return
	case heading, label:
		words = model.Clean(said.rest)
		if q, _ := question(words); q == "" && said.shape == heading && !rootName().MatchString(words) {
			t.heading(said, words)
			return
		}
	case labelled:
		words = t.ofLabel(said)
	}
	if said.shape != item && said.shape != labelled && indent == 0 {
		indent = unindented
	}
	t.said(said, indent, words, followed)
	t.by = said.shape
}

// said takes the words of a text apart.
func (t *tree) said(said *saying, indent int, words string, followed bool) {
	words = words[len(answerLead().FindString(words)):]
	if problem := problemName().FindString(words); problem != "" {
		t.divide(words[len(problem):])
		return
	}
	if root := rootName().FindString(words); root != "" {
		t.close(indent)
		t.answer(said, indent, words[len(root):], true)
		return
	}
	q, a := question(words)
	a = strings.TrimSpace(a[len(answerLead().FindString(a)):])
	if q != "" {
		t.ask(said.piece, indent, q)
	}
	switch {
	case a == "":
	case q == "" && said.shape == paragraph && strings.HasSuffix(a, ":") && followed && len(strings.Fields(a)) < 12 && len(t.open) == 0:
		t.unplace(said.piece, "it only introduces what stands below it")
	default:
		t.answer(said, indent, a, false)
	}
}

// heading begins a chain below a heading of its own. One that says that whys stand below it is no cause.
func (t *tree) heading(said *saying, words string) {
	switch {
	case parts.IsPlain(words):
		words = ""
	case parts.Named(words) == parts.Whys:
		t.unplace(said.piece, "a heading that says nothing by itself")
		words = ""
	}
	t.divide(words)
}

// ofLabel is a text behind a label, with the label where that is none of an answer.
func (t *tree) ofLabel(said *saying) string {
	name := said.under[len(said.under)-1].name
	if rootName().MatchString(name + ": ") {
		return "Root cause: " + said.text[len(rootName().FindString(said.text)):]
	}
	if why := whyQuestion().FindString(name); why != "" && (why == name || strings.HasSuffix(name, "?")) && !strings.HasPrefix(said.text, why) {
		return name + " " + said.text
	}
	return said.text
}

// row reads a row of questions and answers: the cell that asks, and what the others say behind it.
func (t *tree) row(said *saying) {
	var q string
	var answers []string
	for i, cell := range markdown.Cells(t.lines[said.from].Body) {
		plain := model.Clean(markdown.Addressed(cell, t.refs))
		if asks, rest := question(plain); asks != "" && q == "" {
			if q = asks; rest != "" {
				answers = append(answers, rest)
			}
			continue
		}
		if i > 0 && plain != "" || text.Letters(plain) > 0 {
			answers = append(answers, plain)
		}
	}
	if q != "" {
		t.ask(said.piece, 0, q)
	}
	if len(answers) > 0 {
		t.answer(said, 0, strings.Join(answers, " – "), false)
	}
}

// ask opens a question: about what it is nested in, else about the answer that it is most like of those given last, else about the whole incident.
func (t *tree) ask(p *piece, indent int, q string) {
	t.close(indent)
	about := t.nearest(indent)
	if beside := t.before[indent]; about == nil && beside.deeper {
		about = beside.about
	}
	if about == nil {
		about = t.meant(q)
	}
	if about == nil {
		about = t.cause("")
	}
	for above, of := range t.before {
		of.deeper = of.deeper || above < indent
		t.before[above] = of
	}
	t.before[indent] = asking{about: about}
	t.open = append(t.open, asked{indent: indent, question: q, about: about, piece: p})
}

// close ends the questions of this indent and of deeper ones.
func (t *tree) close(indent int) {
	for n := len(t.open); n > 0 && t.open[n-1].indent >= indent; n-- {
		q := &t.open[n-1]
		switch {
		case len(q.answers) > 0:
		case q.about.depth+1 >= maxWhys:
			t.unplace(q.piece, "whys nest 100 deep at most")
		default:
			q.about.below = append(q.about.below, &node{question: q.question, depth: q.about.depth + 1})
		}
		t.open = t.open[:n-1]
	}
	for n := len(t.within); n > 0 && t.within[n-1].indent >= indent; n-- {
		t.within = t.within[:n-1]
	}
}

// nearest is the text that an indent is nested in, nil for none.
func (t *tree) nearest(indent int) *node {
	for n := len(t.within); n > 0; n-- {
		if t.within[n-1].indent < indent {
			return t.within[n-1].node
		}
	}
	return nil
}

// mostGiven bounds how many answers to one question a later one is compared with.
const mostGiven = 20

// meant is the one of the answers given last that a question shares most words with, the last one where none shares more.
func (t *tree) meant(q string) *node {
	best, most := t.last, 0
	words := wordsIn(q)
	for _, n := range t.given[max(0, len(t.given)-mostGiven):] {
		shared := 0
		for _, w := range wordsIn(text.FirstBytes(n.answer, 1000)) {
			if len(w) > 3 && slices.Contains(words, w) {
				shared++
			}
		}
		if shared > most {
			best, most = n, shared
		}
	}
	return best
}

// answer takes a statement.
func (t *tree) answer(said *saying, indent int, words string, root bool) {
	words = t.one(said.piece, words)
	for n := len(t.open); n > 0 && t.open[n-1].indent > indent; n-- {
		t.close(t.open[n-1].indent)
	}
	if n := len(t.open); n > 0 {
		t.reply(&t.open[n-1], said, indent, words, root)
		return
	}
	t.drop(indent)
	about := t.nearest(indent)
	goesOn := !root && about == nil && t.last != nil && said.shape == paragraph && t.by == paragraph && !becauseLead().MatchString(said.text)
	switch {
	case goesOn:
		t.last.answer = t.join(t.last.answer, words, said.piece)
	case about == nil && t.last == nil:
		t.within = append(t.within, placedAt{indent, t.cause(words)})
	default:
		if about == nil {
			about = t.last
		}
		t.give(said.piece, about, "", words, indent, root)
		t.given = nil
	}
}

// reply takes a statement below a question. What is nested in an answer of it, with no question between, belongs to that.
func (t *tree) reply(q *asked, said *saying, indent int, words string, root bool) {
	nested := t.nearest(indent)
	switch n := len(q.answers); {
	case n > 0 && said.shape == paragraph && t.by == paragraph:
		q.answers[n-1].answer = t.join(q.answers[n-1].answer, words, said.piece)
	case n > 0 && said.shape == item && nested != nil && slices.Contains(q.answers, nested):
		t.give(said.piece, nested, "", words, indent, root)
	default:
		q.answers = append(q.answers, t.give(said.piece, q.about, q.question, words, indent, root))
		t.given = q.answers
	}
}

// drop forgets what an indent is not nested in.
func (t *tree) drop(indent int) {
	for n := len(t.within); n > 0 && t.within[n-1].indent >= indent; n-- {
		t.within = t.within[:n-1]
	}
}

// maxWhys is how deep the whys of a postmortem may nest.
const maxWhys = 100

func (t *tree) give(said *piece, about *node, q, words string, indent int, root bool) *node {
	if about.depth+1 >= maxWhys {
		about.answer = t.join(about.answer, words, said)
		return about
	}
	n := &node{question: q, answer: words, root: root, depth: about.depth + 1}
	about.below = append(about.below, n)
	t.drop(indent)
	t.within = append(t.within, placedAt{indent, n})
	t.last = n
	return n
}

// unanswered gives a chain that begins with a question the name of the incident as its cause.
func (t *tree) unanswered(cause *node) {
	if cause.answer == "" && len(cause.below) > 0 {
		cause.answer = model.Clean(t.doc.Title)
	}
}

// meant is a cause without the words that lead to it, and without its signs.
func meant(said string) string {
	return strings.Join(slices.DeleteFunc(wordsIn(said), func(w string) bool { return w == "because" || w == "the" || w == "a" || w == "an" }), " ")
}

// answers are the whys of all causes, by what they mean.
func (b *builder) answers() map[string]*model.Why {
	found := map[string]*model.Why{}
	var look func(whys []model.Why)
	look = func(whys []model.Why) {
		for i := range whys {
			found[meant(whys[i].Answer)] = &whys[i]
			look(whys[i].Whys)
		}
	}
	for i := range b.post.Causes {
		look(b.post.Causes[i].Whys)
	}
	return found
}

// isRoot marks the answer that a root cause repeats, and reports whether there is one.
func isRoot(said string, under []opened, answers map[string]*model.Why) bool {
	if len(answers) == 0 || len(under) == 0 || !strings.Contains(strings.ToLower(under[len(under)-1].name), "root") {
		return false
	}
	why := answers[meant(said)]
	if why != nil {
		why.Root = true
	}
	return why != nil
}
