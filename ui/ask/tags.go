package ask

import (
	"slices"
	"strings"

	"debrief/model"
)

// Tags are what a line for a cause or an answer carries behind its text: #words, and the references of events that show
// it, such as "... #process #known E8".
type Tags struct {
	Text   string
	Events []string
	Values map[string]string // by field
}

// tagWords are the words behind # for each field, by their first letters: "#process" is "process gap".
var tagWords = map[string][]string{"cause": {"role"}, "why": {"category", "confidence"}, "lesson": {"lesson"}}

// ReadTags takes tags off the end of a line. What is no tag stays text.
func ReadTags(line, what string, pm *model.Postmortem) Tags {
	tags := Tags{Values: map[string]string{}}
	words := strings.Fields(line)
	for len(words) > 0 {
		last := words[len(words)-1]
		if e := pm.Event(strings.ToUpper(last)); e != nil {
			tags.Events = append([]string{e.Ref}, tags.Events...)
		} else if field, word, ok := tagOf(last, what); ok {
			tags.Values[field] = word
		} else {
			break
		}
		words = words[:len(words)-1]
	}
	tags.Text = strings.Join(words, " ")
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

// Understood says what the tags were taken for.
func (t Tags) Understood() []string {
	var words []string
	for _, field := range []string{"role", "category", "confidence", "lesson"} {
		if w := t.Values[field]; w != "" {
			words = append(words, w)
		}
	}
	if len(t.Events) > 0 {
		words = append(words, "shown by "+strings.Join(t.Events, ", "))
	}
	return words
}
