package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/intake"
	"debrief/model"
	"debrief/model/guide"
	"debrief/model/say"

	tea "charm.land/bubbletea/v2"
)

// helpField adds to the line of a field what helps to fill it in.
func (s *sheet) helpField(p *prompt, ref string, f field) {
	switch f.name {
	case "owner":
		p.tab, p.hint = s.completeOwner, s.ownerHint
	case "done_when":
		s.offerOutcome(p, ref)
	case "by":
		p.tab = s.completeName
	}
}

// ownerHint says who is meant, or that one person is.
func (s *sheet) ownerHint(typed string) []string {
	if name := s.completeOwner(typed); name != typed {
		return []string{"tab: " + say.Safe(name)}
	}
	return []string{"one named person, who need not be a participant"}
}

// completeOwner completes a name from the participants, and then from the owners of earlier actions.
func (s *sheet) completeOwner(typed string) string {
	if text := s.completeName(typed); text != typed {
		return text
	}
	at, word := nameBegun(typed)
	if word == "" {
		return typed
	}
	for _, name := range s.app.owners {
		if len(name) <= len(word) || !strings.EqualFold(name[:len(word)], word) {
			continue
		}
		switch {
		case at < 0:
			return name
		case strings.Contains(name, " "):
			return typed[:at] + `@"` + name + `" `
		}
		return typed[:at+1] + name + " "
	}
	return typed
}

// completeName completes the last word after @, or the whole text, from the participants.
func (s *sheet) completeName(typed string) string {
	at, word := nameBegun(typed)
	if word == "" {
		return typed
	}
	for _, p := range s.pm().Participants {
		for _, name := range []string{p.Handle, p.Name} {
			if name != "" && len(name) > len(word) && strings.EqualFold(name[:len(word)], word) {
				if at < 0 {
					return p.Name
				}
				return typed[:at+1] + handleOf(p)
			}
		}
	}
	return typed
}

// handleOf is the one word by which a capture line names a participant.
func handleOf(p model.Participant) string {
	if p.Handle != "" {
		return p.Handle + " "
	}
	first, _, _ := strings.Cut(p.Name, " ")
	return first + " "
}

// nameBegun is the name that a text ends in the middle of: behind its last @, or the whole of a short one. at is where the @ is.
func nameBegun(typed string) (at int, word string) {
	at = strings.LastIndexByte(typed, '@')
	word = typed[at+1:]
	if at < 0 && strings.Contains(strings.TrimSpace(typed), " ") || at > 0 && strings.Contains(word, " ") {
		return at, ""
	}
	return at, word
}

// offerOutcome offers a sentence to complete. It is only shown until tab takes it into the line, and it is not saved while it has
// a gap.
func (s *sheet) offerOutcome(p *prompt, ref string) {
	p.hint = func(text string) []string {
		switch {
		case text == "":
			return []string{"tab begins: " + guide.Outcome(s.areaOf(ref)), "something another person can check; enter alone leaves it open"}
		case guide.FindGap(text) >= 0:
			return []string{"tab goes to the next " + guide.Gap}
		}
		return []string{"something another person can check"}
	}
	onward, save := p.onTab, p.submit
	p.onTab = func() tea.Cmd {
		before := p.text()
		if before == "" && !s.flow {
			p.Set(guide.Outcome(s.areaOf(ref)))
		}
		if p.toGap() {
			s.keep(before)
			return nil
		}
		if onward == nil {
			return nil
		}
		return onward()
	}
	p.submit = func(text string) tea.Cmd {
		if guide.FindGap(text) >= 0 {
			p.problem = "Type what stands for " + guide.Gap + ": tab goes there. ctrl+u clears the line."
			p.sent = ""
			return nil
		}
		return save(text)
	}
}

// toGap puts the cursor in the place of the first gap of a line; false when it has none.
func (p *prompt) toGap() bool {
	text := p.text()
	at := guide.FindGap(text)
	if at < 0 {
		return false
	}
	p.problem = ""
	p.setWhole(text[:at] + text[at+len(guide.Gap):])
	p.area.SetCursorColumn(len([]rune(text[:at])))
	return true
}

// areaOf is what an action is about: its area, else what the role of the cause that it answers suggests.
func (s *sheet) areaOf(ref string) string {
	a := s.pm().Action(ref)
	if a == nil || a.Area != "" || len(a.Answers) == 0 {
		return s.pm().Get(ref, "area")
	}
	i := slices.IndexFunc(s.pm().Causes, func(c model.Cause) bool { return c.Ref == a.Answers[0] || s.pm().Below(c.Ref, a.Answers[0]) })
	if i < 0 {
		return ""
	}
	switch s.pm().Causes[i].Role {
	case "detection gap":
		return "detection"
	case "prolonging":
		return "response"
	}
	return ""
}

// readDay reads a day that is typed into a field of its own. Other than in a line about what is to come, yesterday has its place
// there, and so has a month or a day of one digit: 2026-1-2.
func readDay(typed string, now time.Time) (model.Date, error) {
	if strings.EqualFold(typed, "yesterday") {
		return model.DateOf(now.AddDate(0, 0, -1)), nil
	}
	due, unread := intake.ParseDue(typed, now)
	if unread == nil {
		return due, nil
	}
	day, err := time.Parse("2006-1-2", typed)
	if broken, ok := errors.AsType[*time.ParseError](err); ok && strings.HasSuffix(broken.Message, "out of range") {
		return "", fmt.Errorf("%s is a day that does not exist: give one of the calendar", model.Quote(typed))
	}
	if err != nil {
		return "", unread
	}
	return model.DateOf(day), nil
}

// dueHint is the day that was understood, and how far away it is: one that has passed is taken, and asked about.
func dueHint(due model.Date, today time.Time) string {
	day := due.Time()
	days := model.DateOf(today).DaysUntil(due)
	switch {
	case days < 0:
		return say.Day(day) + ", " + say.Count(-days, "day", "days") + " ago. Is that the day?"
	case days == 0:
		return say.Day(day) + ", today"
	}
	return say.Day(day) + ", in " + say.Count(days, "day", "days")
}
