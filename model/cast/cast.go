// Package cast says what the people of a postmortem are called where their names are not shown: by their team and a letter
// ("Platform A"), or as "participant A". The same person is the same throughout, in a field, in a sentence, by first name, family name
// or handle.
//
// Its rule: it would rather call a word a person who is none than show somebody's name; but a name that is a word of English too (Will,
// May, Mark) is a name only where the sentence makes it one, because a text must still say what happened.
package cast

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/model"
	"debrief/model/coach"
)

// Cast is the people of one postmortem and what they are called. It is safe for concurrent use.
type Cast struct {
	people []person
	known  map[string][]alias // by their first word, the longest first
	run    []alias            // in scripts that put no space between words
}

// person is somebody who took part, or whom the postmortem names.
type person struct {
	names  []string // whole ones, as they were written
	handle string
	team   string
	label  string
	of     string // the team that the label is of
	seen   int    // the place among the texts of the one that names them first
}

// Of reads who is named in a postmortem: its participants, who did something, who owns an action, whom a text calls with @ or by a
// common first name. Letters are given in the order in which the events that name them were written down, so that a fact that comes
// late and lies early changes nobody's letter.
func Of(p *model.Postmortem) *Cast { return (&Cast{}).Again(p) }

// Again is the cast of a later state of the postmortem: whoever was called something is called that still, also where what named them is
// gone.
func (c *Cast) Again(p *model.Postmortem) *Cast {
	return cast(slices.Clone(c.people), p)
}

func cast(known []person, p *model.Postmortem) *Cast {
	c := &Cast{people: known}
	for i := range p.Participants {
		n := &p.Participants[i]
		c.join(person{names: []string{n.Name}, handle: n.Handle, team: n.Team})
	}
	texts := textsOf(p)
	for i := range texts {
		t := &texts[i]
		for _, who := range t.people {
			c.join(person{names: []string{who}})
		}
		for _, who := range coach.NamesIn(t.text) {
			c.join(person{names: []string{who}})
		}
	}
	c.learn()
	c.order(texts)
	return c
}

// join takes somebody in; whoever is here already under that name, or under one that it is a part of, is the same. A team with a seat
// is nobody.
func (c *Cast) join(p person) {
	if p.names[0] = strings.TrimSpace(p.names[0]); len(wordsOf(p.names[0])) == 0 {
		p.names[0] = p.handle
	}
	name := p.names[0]
	if len(wordsOf(name)) == 0 || coach.OwnerKind(name) == coach.OwnerTeam {
		return
	}
	for i := range c.people {
		if known := &c.people[i]; known.is(name) {
			known.team, known.handle = cmp.Or(p.team, known.team), cmp.Or(known.handle, p.handle)
			if !slices.ContainsFunc(known.names, func(n string) bool { return len(wordsOf(n)) >= len(wordsOf(name)) }) {
				known.names = append(slices.Clip(known.names), name)
			}
			return
		}
	}
	c.people = append(c.people, p)
}

// is reports whether a name is this person's: the whole of one, a part of it, its words run together, as in handles, or the longer name
// of whom we know by one word.
func (p *person) is(name string) bool {
	words := wordsOf(name)
	if len(words) == 0 {
		return false
	}
	if strings.Join(wordsOf(p.handle), "") == strings.Join(words, "") {
		return true
	}
	for _, own := range p.names {
		have := wordsOf(own)
		if strings.Join(have, "") == strings.Join(words, "") ||
			!slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(have, w) }) {
			return true
		}
	}
	first := wordsOf(p.names[0])
	return len(p.names) == 1 && len(first) == 1 && first[0] == words[0]
}

// order gives everybody their letter.
func (c *Cast) order(texts []said) {
	for i := range c.people {
		c.people[i].seen = len(texts)
	}
	for n := range texts {
		t := &texts[n]
		for _, by := range t.people {
			if who := c.whoIs(by); who >= 0 {
				c.people[who].seen = min(c.people[who].seen, n)
			}
		}
		for _, f := range c.find(t.text) {
			for _, who := range f.who {
				c.people[who].seen = min(c.people[who].seen, n)
			}
		}
	}
	byFirst := make([]int, len(c.people))
	for i := range byFirst {
		byFirst[i] = i
	}
	slices.SortStableFunc(byFirst, func(a, b int) int { return cmp.Compare(c.people[a].seen, c.people[b].seen) })
	given := map[string]bool{}
	for i := range c.people {
		p := &c.people[i]
		if team := c.teamOf(p); p.label != "" && team != p.of {
			p.label = "" // somebody has said where they are
		}
		given[strings.ToLower(p.label)] = true
	}
	for _, i := range byFirst {
		p := &c.people[i]
		p.of = c.teamOf(p)
		for n := 0; p.label == ""; n++ {
			if label := cmp.Or(p.of, "participant") + " " + letter(n); !given[strings.ToLower(label)] {
				p.label, given[strings.ToLower(label)] = label, true
			}
		}
	}
}

// teamOf is how a person's team is called, "" where they have none, or one that is called like somebody.
func (c *Cast) teamOf(p *person) string {
	if len(c.find(p.team)) > 0 {
		return ""
	}
	return capital(strings.Join(strings.Fields(model.Clean(p.team)), " "))
}

func (c *Cast) whoIs(name string) int {
	return slices.IndexFunc(c.people, func(p person) bool { return p.is(name) })
}

// Same reports whether who did something is, or is among others, the person of that name.
func (c *Cast) Same(by, name string) bool {
	who := c.whoIs(name)
	return who >= 0 && slices.ContainsFunc(coach.PeopleIn(by), func(one string) bool { return c.whoIs(one) == who })
}

// letter is A to Z, then AA, AB: as the columns of a sheet are called.
func letter(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return letter(n/26-1) + letter(n%26)
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// Person is what somebody is called who stands in a field by themselves, as who did something. What names nobody, a bot or a role,
// stays.
func (c *Cast) Person(field string) string {
	var spans []found
	from := 0
	for _, name := range coach.PeopleIn(field) {
		at := strings.Index(field[from:], name)
		if at < 0 || len(c.find(name)) > 0 {
			continue
		}
		if who := c.whoIs(name); who >= 0 {
			spans = append(spans, found{from: from + at, to: from + at + len(name), who: []int{who}})
			from += at + len(name)
		}
	}
	return c.Text(c.replace(field, spans))
}

// Team is the team of who stands in a field by themselves; who has none is called as Person does.
func (c *Cast) Team(field string) string {
	if who := c.whoIs(field); who >= 0 && c.people[who].team != "" {
		return c.people[who].team
	}
	return c.Person(field)
}

// Named are the words of a text that name somebody.
func (c *Cast) Named(s string) []string {
	var words []string
	for _, f := range c.find(s) {
		words = append(words, s[f.from:f.to])
	}
	return words
}

// Text is a text with everybody in it called by team and letter.
func (c *Cast) Text(s string) string {
	if len(c.people) == 0 || s == "" {
		return s
	}
	return c.replace(s, c.find(s))
}

func (c *Cast) replace(s string, all []found) string {
	if len(all) == 0 {
		return s
	}
	var b strings.Builder
	at := 0
	for _, f := range all {
		if f.from < at {
			continue
		}
		b.WriteString(s[at:f.from])
		b.WriteString(c.label(f))
		at = f.to
	}
	b.WriteString(s[at:])
	return b.String()
}

// label is what a place of a text is called: of a first name that two share, both.
func (c *Cast) label(f found) string {
	labels := make([]string, 0, len(f.who))
	for _, who := range f.who {
		labels = append(labels, c.people[who].label)
	}
	label := strings.Join(labels, " or ")
	if f.owns {
		label += "'s"
	}
	return label
}

// said is a text of the postmortem, and the people of the fields beside it.
type said struct {
	people []string
	text   string
}

// textsOf are the texts that may name somebody: the events in the order in which they were written down, then the rest in the order
// of the document.
func textsOf(p *model.Postmortem) []said {
	var texts []said
	events := make([]*model.Event, 0, len(p.Events))
	for i := range p.Events {
		events = append(events, &p.Events[i])
	}
	slices.SortStableFunc(events, func(a, b *model.Event) int { return cmp.Compare(number(a.Ref), number(b.Ref)) })
	for _, e := range events {
		told := []string{e.Text}
		for i := range e.Also {
			told = append(told, e.Also[i].Text)
		}
		texts = append(texts, said{coach.PeopleIn(e.By), strings.Join(told, "\n")})
	}
	rest := func(text ...string) { texts = append(texts, said{nil, strings.Join(text, "\n")}) }
	rest(p.Title, p.Summary, p.WhyNow)
	for i := range p.Impact {
		rest(p.Impact[i].What)
	}
	var below func([]model.Why)
	below = func(whys []model.Why) {
		for i := range whys {
			rest(whys[i].Question, whys[i].Answer)
			below(whys[i].Whys)
		}
	}
	for i := range p.Causes {
		rest(p.Causes[i].Text)
		below(p.Causes[i].Whys)
	}
	for i := range p.Actions {
		a := &p.Actions[i]
		texts = append(texts, said{coach.PeopleIn(a.Owner), strings.Join([]string{a.Title, a.DoneWhen, a.Reason}, "\n")})
	}
	for i := range p.Parking {
		rest(p.Parking[i].Text, p.Parking[i].Reason)
	}
	for i := range p.Lessons {
		rest(p.Lessons[i].Text)
	}
	return texts
}

func number(ref string) int {
	n, err := strconv.Atoi(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err != nil {
		return 0
	}
	return n
}
