package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"debrief/model"
	"debrief/model/say"
	"debrief/ui/ask"
)

// told says what a step changed, old and new, a line for each field: `C2: "the queue was ful" → "the queue was full"`. Where a part
// stands in its list is not worth a line.
func told(s model.Step) []string {
	var lines []string
	for _, c := range s.Changes {
		if line := toldOf(c); line != "" && (s.N > 1 || c.Field == "title") { // the first step makes everything
			lines = append(lines, line)
		}
	}
	return lines
}

func toldOf(c model.Change) string {
	main := ask.MainField(c.Part)
	was, is := value(c.Before), value(c.After)
	at := strings.TrimSpace(c.Part + " " + lower(ask.FieldOf(c.Part, c.Field).Label))
	switch {
	case c.Field == "rank":
		return ""
	case c.Field == "parent":
		return fmt.Sprintf("%s: from under %s to under %s", c.Part, was, is)
	case c.Field == "notes" && c.Part == "": // on no screen that others may see
		return at + " changed"
	case c.Field == "" && string(c.Before) == "null":
		return c.Part + ": " + quoted(member(c.After, main))
	case c.Field == "":
		return c.Part + ": " + quoted(member(c.Before, main)) + " → gone"
	case c.Field == main && c.Part != "":
		at = c.Part
	}
	return at + ": " + quoted(was) + " → " + quoted(is)
}

// lower makes a label part of a sentence.
func lower(label string) string {
	return strings.ToLower(label[:min(1, len(label))]) + label[min(1, len(label)):]
}

// quoted is a value of the journal in a line.
func quoted(s string) string {
	if s == "" {
		return "none"
	}
	return model.Quote(s)
}

// member is a field of a part's image as text.
func member(image json.RawMessage, name string) string {
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(image, &fields)
	return value(fields[name])
}

// value is what the journal holds of a field, as text: "" for nothing, the items of a list and the fields of a record behind each other.
func value(raw json.RawMessage) string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	return textOf(v)
}

func textOf(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case bool:
		return map[bool]string{true: "yes", false: "no"}[x]
	case []any:
		items := make([]string, 0, len(x))
		for _, item := range x {
			items = append(items, textOf(item))
		}
		return strings.Join(items, ", ")
	case map[string]any:
		var items []string
		for name, of := range x {
			if text := textOf(of); text != "" && text != "no" && text != "0" {
				items = append(items, strings.ReplaceAll(name, "_", " ")+" "+text)
			}
		}
		slices.Sort(items)
		return strings.Join(items, ", ")
	}
	return fmt.Sprint(v)
}

// someLines are the first of many lines, and how many more there are.
func someLines(lines []string) []string {
	const some = 5
	if len(lines) <= some+1 {
		return lines
	}
	return append(slices.Clone(lines[:some]), "and "+say.Thousands(len(lines)-some)+" more")
}

// stepsOf are the steps that are about one part, and what they changed of it.
func stepsOf(steps []model.Step, part string) []model.Step {
	var about []model.Step
	for _, s := range steps {
		s.Changes = slices.DeleteFunc(slices.Clone(s.Changes), func(c model.Change) bool { return c.Part != part })
		if len(s.Changes) > 0 {
			about = append(about, s)
		}
	}
	return about
}
