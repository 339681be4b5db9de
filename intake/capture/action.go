package capture

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"debrief/intake/clock"
	"debrief/intake/text"
	"debrief/model"
)

// Action is an action as it was understood, before it is saved.
type Action struct {
	Action     model.Action
	Understood string // "Priya Nair, by Fri 4 Dec 2026, answers W3"
}

// ReadAction reads a line of the Action sheet: title [@owner] [by day] [link] [#word], everything behind the title in any
// order; an owner of several words stands in quotation marks, @"the team". The owner is a participant or the owner of an
// earlier action, else the word as typed. # takes a priority (#P2), a scope (#class), a kind (#preventative) or an area
// (#detection). Behind an owner a day needs no "by" (@priya in 2 weeks), and an owner may also stand in front (@priya: title).
// Words about time that name no day stay in the title, and what was understood says so; a day that does not exist is an error.
func ReadAction(line string, ctx Context) (Action, error) {
	c := Action{Action: model.NewAction()}
	if letter, _, ok := model.SplitRef(ctx.Selected); ok && (letter == "C" || letter == "W") {
		c.Action.Answers = []string{ctx.Selected}
	}
	words, vague := vagueEnd(text.Words(line), ctx)
	for len(words) > 0 {
		n, err := c.readEnd(words, ctx)
		if err != nil {
			return Action{}, err
		}
		if n == 0 {
			break
		}
		words = words[:len(words)-n]
	}
	if name, n := leadingPerson(words, ctx.people()); n > 0 && c.Action.Owner == "" {
		c.Action.Owner, words = name, words[n:]
	}
	if len(words) == 0 {
		return Action{}, errors.New("say what changes: title [@owner] [by day] [link] [#P1]")
	}
	words = append(words, vague...)
	c.Action.Title = strings.Join(words, " ")
	c.Understood = c.understood(words, vague, ctx)
	return c, nil
}

// readEnd understands what stands at the end of the words and says how many of them it takes.
func (c *Action) readEnd(words []string, ctx Context) (int, error) {
	a, last := &c.Action, words[len(words)-1]
	if name, n := trailingPerson(words, ctx.people()); n > 0 && a.Owner == "" {
		a.Owner = name
		if who, one := strings.CutPrefix(last, "@"); one && who[0] != '"' {
			a.Owner = owner(who, ctx)
		}
		return n, nil
	}
	if isLink(last) && a.Ticket == "" {
		a.Ticket = last
		return 1, nil
	}
	if c.readHash(last) {
		return 1, nil
	}
	if a.Due != "" {
		return 0, nil
	}
	for _, from := range []int{lastBy(words), behindOwner(words, ctx)} {
		if from < 0 {
			continue
		}
		text := bareDay(words[from:])
		switch day, kind := clock.ReadDue(text, ctx.Now); kind {
		case clock.DueDay:
			a.Due = model.DateOf(day)
			return len(words) - from, nil
		case clock.DueImpossible, clock.DueEither, clock.DueOther:
			_, err := clock.ParseDue(text, ctx.Now)
			return 0, err
		}
	}
	return 0, nil
}

// behindOwner is where words about a day begin that need no "by" because an owner stands right before them, -1 without such.
func behindOwner(words []string, ctx Context) int {
	const most = 5 // words of a day: "the day after tomorrow", "friday of next week"
	for from := len(words) - 1; from > 0 && len(words)-from <= most; from-- {
		_, owner := trailingPerson(words[:from], ctx.people())
		if _, kind := clock.ReadDue(bareDay(words[from:]), ctx.Now); owner > 0 && kind != clock.DueUnknown {
			return from
		}
	}
	return -1
}

// vagueEnd takes words about time that name no day, "by next sprint" or "soon", from behind an owner, who is named nonetheless.
func vagueEnd(words []string, ctx Context) (rest, vague []string) {
	from := behindOwner(words, ctx)
	if from < 0 {
		return words, nil
	}
	if _, kind := clock.ReadDue(bareDay(words[from:]), ctx.Now); kind != clock.DueFuzzy {
		return words, nil
	}
	return words[:from:from], words[from:]
}

// bareDay are the words for a day without the one before them that says so.
func bareDay(words []string) string {
	if saysBy(words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// leadingPerson finds a participant with an @ in front of the title, "@mei: ", "@Mei Tanaka to ", and how many words that takes.
func leadingPerson(words []string, people []model.Participant) (name string, n int) {
	for n = min(3, len(words)-1); n > 0; n-- {
		who, marked := strings.CutPrefix(strings.Join(words[:n], " "), "@")
		name, known := person(strings.TrimRight(who, ":,"), people)
		if !marked || !known {
			continue
		}
		if w := strings.ToLower(words[n]); len(words) > n+1 && (w == "to" || w == "will") {
			n++
		}
		return name, n
	}
	return "", 0
}

// lastBy is where the last "by" or "due" stands that a day follows or should, -1 without one.
func lastBy(words []string) int {
	for i := len(words) - 2; i > 0; i-- {
		if saysBy(words[i]) {
			return i
		}
	}
	return -1
}

func saysBy(word string) bool { return strings.EqualFold(word, "by") || strings.EqualFold(word, "due") }

// owner is the participant that was meant, else the owner of an earlier action, else the word as typed.
func owner(typed string, ctx Context) string {
	if name, known := person(typed, ctx.people()); known {
		return name
	}
	earlier := make([]model.Participant, 0, len(ctx.Owners))
	for _, name := range ctx.Owners {
		earlier = append(earlier, model.Participant{Name: name})
	}
	name, _ := person(typed, earlier)
	return name
}

func (c *Action) readHash(word string) bool {
	tag, ok := strings.CutPrefix(word, "#")
	if !ok || tag == "" {
		return false
	}
	for list, field := range map[string]*string{
		"priority": &c.Action.Priority, "scope": &c.Action.Scope, "action_kind": &c.Action.Kind, "area": &c.Action.Area,
	} {
		at := slices.IndexFunc(model.Words[list], func(w string) bool { return strings.EqualFold(w, tag) })
		if at >= 0 {
			*field = model.Words[list][at]
			return true
		}
	}
	return false
}

func (c Action) understood(title, vague []string, ctx Context) string {
	a := c.Action
	said := []string{cmp.Or(a.Owner, "no owner yet")}
	if also, n := trailingPerson(title[:len(title)-len(vague)], ctx.people()); n > 0 && a.Owner != "" && also != a.Owner {
		said[0] += " alone: one person sees it through"
	}
	noDay := ""
	if from := lastBy(title); len(vague) > 0 {
		noDay = bareDay(vague)
	} else if from >= 0 {
		if _, kind := clock.ReadDue(bareDay(title[from:]), ctx.Now); kind == clock.DueFuzzy {
			noDay = bareDay(title[from:])
		}
	}
	switch {
	case a.Due != "":
		by := "by " + a.Due.Time().Format("Mon 2 Jan 2006")
		if a.Due < model.DateOf(ctx.Now) {
			by += " (that is past: is it the day?)"
		}
		said = append(said, by)
	case noDay != "":
		said = append(said, fmt.Sprintf("no date: %s names no day", model.Quote(noDay)))
	default:
		said = append(said, "no date yet")
	}
	for _, s := range []string{a.Priority, a.Kind, a.Area, a.Scope} {
		if s != "" {
			said = append(said, s)
		}
	}
	if a.Ticket != "" {
		said = append(said, "with a ticket")
	}
	if len(a.Answers) > 0 {
		said = append(said, "answers "+strings.Join(a.Answers, ", "))
	}
	return model.Clean(strings.Join(said, ", "))
}

// Edit adds the action in one step.
func (c Action) Edit() model.Edit {
	return model.Edit{Label: "add an action", Do: func(p *model.Postmortem) error {
		p.Actions = append(p.Actions, c.Action)
		return nil
	}}
}
