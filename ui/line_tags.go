package ui

import (
	"slices"
	"strings"

	"debrief/model"
)

// lineTags are what a line for a cause or an answer carries behind its text: #words, and the references of events that show
// it, such as "... #process #known E8".
type lineTags struct {
	text   string
	events []string
	values map[string]string // by field
}

// tagWords are the words behind # for each field, by their first letters: "#process" is "process gap".
var tagWords = map[string][]string{"cause": {"role"}, "why": {"category", "confidence"}, "lesson": {"lesson"}}

// readTags takes tags off the end of a line. What is no tag stays text.
func readTags(line, what string, pm *model.Postmortem) lineTags {
	tags := lineTags{values: map[string]string{}}
	words := strings.Fields(line)
	for len(words) > 0 {
		last := words[len(words)-1]
		if e := pm.Event(strings.ToUpper(last)); e != nil {
			tags.events = append([]string{e.Ref}, tags.events...)
		} else if field, word, ok := tagOf(last, what); ok {
			tags.values[field] = word
		} else {
			break
		}
		words = words[:len(words)-1]
	}
	tags.text = strings.Join(words, " ")
	return tags
}

func tagOf(tag, what string) (field, word string, ok bool) {
	name, is := strings.CutPrefix(tag, "#")
	if !is || len(name) < 3 {
		return "", "", false
	}
	for _, list := range tagWords[what] {
		i := slices.IndexFunc(model.Words[list], func(w string) bool {
			return strings.HasPrefix(strings.ReplaceAll(w, " ", "-"), strings.ToLower(name)) || strings.HasPrefix(w, strings.ToLower(name))
		})
		if i >= 0 {
			return list, model.Words[list][i], true
		}
	}
	return "", "", false
}

// understood says what the tags were taken for.
func (t lineTags) understood() []string {
	var words []string
	for _, field := range []string{"role", "category", "confidence", "lesson"} {
		if w := t.values[field]; w != "" {
			words = append(words, w)
		}
	}
	if len(t.events) > 0 {
		words = append(words, "shown by "+strings.Join(t.events, ", "))
	}
	return words
}
