package capture

import (
	"cmp"
	"net/url"
	"strings"

	"debrief/intake/text"
	"debrief/model"
)

// personAtEnd finds @person at the end of s, and where it begins, -1 without one: @"any name", the full name of a participant, or
// one word.
func personAtEnd(s string, people []model.Participant) (name string, from int) {
	if rest, quoted := strings.CutSuffix(s, `"`); quoted {
		if at := strings.LastIndex(rest, `@"`); at >= 0 && startsWord(s, at) && at+2 < len(rest) && !strings.Contains(rest[at+2:], `"`) {
			return rest[at+2:], at
		}
	}
	for i := range people {
		full := "@" + people[i].Name
		if at := len(s) - len(full); strings.Contains(full, " ") && at >= 0 && startsWord(s, at) && strings.EqualFold(s[at:], full) {
			return people[i].Name, at
		}
	}
	at := lastWord(s)
	if who, ok := strings.CutPrefix(s[at:], "@"); ok && who != "" {
		name, _ = person(who, people)
		return name, at
	}
	return "", -1
}

// personAt finds the same at the beginning of s, and how many bytes it takes, 0 without one.
func personAt(s string, people []model.Participant) (name string, n int) {
	if rest, quoted := strings.CutPrefix(s, `@"`); quoted {
		if end := strings.IndexByte(rest, '"'); end > 0 && endsWord(rest, end+1) {
			return rest[:end], end + 3
		}
	}
	for i := range people {
		full := "@" + people[i].Name
		if n := len(full); strings.Contains(full, " ") && len(s) >= n && endsWord(s, n) && strings.EqualFold(s[:n], full) {
			return people[i].Name, n
		}
	}
	w := word(s)
	if who, ok := strings.CutPrefix(w, "@"); ok && who != "" {
		name, _ = person(who, people)
		return name, len(w)
	}
	return "", 0
}

func startsWord(s string, at int) bool { return at == 0 || strings.IndexByte(blanks, s[at-1]) >= 0 }

func endsWord(s string, at int) bool { return at == len(s) || strings.IndexByte(blanks, s[at]) >= 0 }

// trailingPerson is personAtEnd for words, and how many words it takes.
func trailingPerson(words []string, people []model.Participant) (name string, n int) {
	line := strings.Join(words, " ")
	name, from := personAtEnd(line, people)
	if from < 0 {
		return "", 0
	}
	return name, len(text.Words(line[from:]))
}

// person is the full name of the participant whose handle, name or first name was typed; else the word as it was typed,
// and false. A first name that two share stays as it is.
func person(typed string, people []model.Participant) (name string, known bool) {
	found := ""
	for i := range people {
		if p := &people[i]; strings.EqualFold(p.Handle, typed) || strings.EqualFold(p.Name, typed) {
			return p.Name, true
		}
		if first, _, _ := strings.Cut(people[i].Name, " "); strings.EqualFold(first, typed) {
			if found != "" && found != people[i].Name {
				return typed, false
			}
			found = people[i].Name
		}
	}
	return cmp.Or(found, typed), found != ""
}

func isLink(word string) bool {
	u, err := url.Parse(word)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
