package ask

import (
	"strings"

	"debrief/model"
)

// Name completes the last word after @, or the whole of a short text, from the participants; the same text where there is
// nothing to complete.
func Name(p *model.Postmortem, typed string) string {
	at, word := nameBegun(typed)
	if word == "" {
		return typed
	}
	for _, n := range p.Participants {
		for _, name := range []string{n.Handle, n.Name} {
			if name == "" || len(name) <= len(word) || !strings.EqualFold(name[:len(word)], word) {
				continue
			}
			if at < 0 {
				return n.Name
			}
			return typed[:at+1] + handleOf(n)
		}
	}
	return typed
}

// Owner completes a name from the participants, and then from the owners of earlier actions.
func Owner(p *model.Postmortem, owners []string, typed string) string {
	if text := Name(p, typed); text != typed {
		return text
	}
	at, word := nameBegun(typed)
	if word == "" {
		return typed
	}
	for _, name := range owners {
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
