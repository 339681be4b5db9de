package export

import (
	"cmp"
	"fmt"
	"strings"

	"debrief/export/page"
)

// mermaid is a diagram in mermaid's language: a flow chart for a tree, a timeline for events; "" for what it has no picture of.
func mermaid(d *page.Diagram) string {
	var b strings.Builder
	switch d.Name {
	case page.IncidentDiagram:
		return ""
	case page.TimelineDiagram:
		b.WriteString("timeline\n")
		for _, n := range d.Nodes {
			fmt.Fprintf(&b, "    %s : %s\n", timeWord(n.When), quoteless(n.Text))
		}
		return b.String()
	}
	b.WriteString("flowchart LR\n")
	for i, n := range d.Nodes {
		shape := [2]string{`["`, `"]`}
		if n.Root {
			shape = [2]string{`(["`, `"])`}
		}
		fmt.Fprintf(&b, "    n%d%s%s%s\n", i, shape[0], entities(shown(n.Text)), shape[1])
		if n.Above >= 0 {
			fmt.Fprintf(&b, "    n%d --> n%d\n", n.Above, i)
		}
	}
	return b.String()
}

// timeWord is a time without the colon that mermaid's timeline parts its fields by.
func timeWord(s string) string { return strings.ReplaceAll(s, ":", ".") }

// quoteless leaves out of a text what mermaid's timeline gives a meaning, or a fence would end.
func quoteless(s string) string {
	return shown(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:;#%"<>{}[]()|\`+"`", r) {
			return ' '
		}
		return r
	}, s))
}

// shown is a text of a box, which must have one.
func shown(s string) string { return cmp.Or(short(s), "…") }

// entities writes what is no letter, digit, blank or plain punctuation by its number, as mermaid's quoted labels do: #35; is #.
func entities(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\"#;<>&`\\{}[]()|*_~%$@", r) {
			fmt.Fprintf(&b, "#%d;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// short is as much of a text as a box holds.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > 120 {
		s = strings.TrimRight(string(runes[:119]), " ") + "…"
	}
	return s
}
