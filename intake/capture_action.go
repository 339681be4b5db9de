package intake

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"debrief/model"
)

// CapturedAction is an action as it was understood, before it is saved.
type CapturedAction struct {
	Action     model.Action
	Understood string // "Priya Nair, by Fri 4 Dec 2026, answers W3"
}

// CaptureAction reads a line of the Action sheet: title [@owner] [by day] [link] [#word], everything behind the title in any
// order; an owner of several words stands in quotation marks, @"the team". The owner is a participant or the owner of an
// earlier action, else the word as typed. # takes a priority (#P2), a scope (#class), a kind (#preventative) or an area
// (#detection). "by" and words that name no day stay in the title, and what was understood says so; a day that does not
// exist is an error.
func CaptureAction(line string, ctx CaptureContext) (CapturedAction, error) {
	c := CapturedAction{Action: model.NewAction()}
	if letter, _, ok := model.SplitRef(ctx.Selected); ok && (letter == "C" || letter == "W") {
		c.Action.Answers = []string{ctx.Selected}
	}
	words := splitWords(line)
	for len(words) > 0 {
		n, err := c.readEnd(words, ctx)
		if err != nil {
			return CapturedAction{}, err
		}
		if n == 0 {
			break
		}
		words = words[:len(words)-n]
	}
	c.Action.Title = strings.Join(words, " ")
	if c.Action.Title == "" {
		return CapturedAction{}, errors.New("say what changes: title [@owner] [by day] [link] [#P1]")
	}
	c.Understood = c.understood(words, ctx)
	return c, nil
}

// readEnd understands what stands at the end of the words and says how many of them it takes.
func (c *CapturedAction) readEnd(words []string, ctx CaptureContext) (int, error) {
	a, last := &c.Action, words[len(words)-1]
	if name, n := quotedOwner(words); n > 0 && a.Owner == "" {
		a.Owner = name
		return n, nil
	}
	if name, n := trailingPerson(words, ctx.people()); n > 0 && a.Owner == "" {
		a.Owner = name
		if who, one := strings.CutPrefix(last, "@"); one {
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
	at := lastBy(words)
	if at < 0 {
		return 0, nil
	}
	text := strings.Join(words[at+1:], " ")
	switch day, kind := readDue(text, ctx.Now); kind {
	case dueDay:
		a.Due = model.DateOf(day)
		return len(words) - at, nil
	case dueImpossible, dueEither, dueOther:
		_, err := ParseDue(text, ctx.Now)
		return 0, err
	}
	return 0, nil
}

// quotedOwner is an owner of several words at the end: @"the team". It takes n words.
func quotedOwner(words []string) (name string, n int) {
	for i, word := range slices.Backward(words) {
		rest, opens := strings.CutPrefix(word, `@"`)
		if !opens {
			continue
		}
		name, closes := strings.CutSuffix(strings.Join(append([]string{rest}, words[i+1:]...), " "), `"`)
		if !closes || name == "" || strings.Contains(name, `"`) {
			return "", 0
		}
		return name, len(words) - i
	}
	return "", 0
}

// lastBy is where the last "by" or "due" stands that something follows, -1 without one.
func lastBy(words []string) int {
	for i := len(words) - 2; i > 0; i-- {
		if w := strings.ToLower(words[i]); w == "by" || w == "due" {
			return i
		}
	}
	return -1
}

// owner is the participant that was meant, else the owner of an earlier action, else the word as typed.
func owner(typed string, ctx CaptureContext) string {
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

func (c *CapturedAction) readHash(word string) bool {
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

func (c CapturedAction) understood(title []string, ctx CaptureContext) string {
	a := c.Action
	said := []string{cmp.Or(a.Owner, "no owner yet")}
	switch {
	case a.Due != "":
		by := "by " + a.Due.Time().Format("Mon 2 Jan 2006")
		if a.Due < model.DateOf(ctx.Now) {
			by += " (that is past: is it the day?)"
		}
		said = append(said, by)
	case fuzzyEnd(title, ctx):
		said = append(said, fmt.Sprintf("no date: %s names no day", model.Quote(strings.Join(title[lastBy(title)+1:], " "))))
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

// fuzzyEnd reports whether the title ends in words about time that name no day: "by next sprint".
func fuzzyEnd(title []string, ctx CaptureContext) bool {
	at := lastBy(title)
	if at < 0 {
		return false
	}
	_, kind := readDue(strings.Join(title[at+1:], " "), ctx.Now)
	return kind == dueFuzzy
}

// Edit adds the action in one step.
func (c CapturedAction) Edit() model.Edit {
	return model.Edit{Label: "add an action", Do: func(p *model.Postmortem) error {
		p.Actions = append(p.Actions, c.Action)
		return nil
	}}
}
