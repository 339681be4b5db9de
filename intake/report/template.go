package report

import (
	"strings"

	"debrief/intake/markdown"
	"debrief/intake/parts"
	"debrief/intake/text"
)

var (
	// placeholder stands for what is to be written, in brackets of some kind: "[who was affected]", "<team>", "{{ summary }}".
	placeholder = text.Expression(`^(?:\[[^\[\]]*\]|<[^<>:@]*>|\{+[^{}]*\}+|\([^()]*\))$`)
	// order opens a text that says what to write; in a list of actions it may be one of them.
	order = text.Expression(`(?i)^(?:please |briefly |optional(?:ly)?[:,]? |e\.g\.|for example|this (?:section|template|document|part)\b|` +
		`(?:an?|the) (?:short |brief |one-line )?(?:summary|description|overview|list|explanation)\b|` +
		`(?:describe|explain|summari[sz]e|outline|list|provide|include|insert|fill|replace|copy|use|write|give|state|identify|note|keep|` +
		`attach|enter|specify|detail|document|paste|link|add|delete|remove|tell|say)\s)`)
	// fieldWords are what fields are called and how their values look before there are any: "HH:MM event", "Action 1 (owner, due date)".
	fieldWords = text.Expression(`(?i)^(?:[^\pL\pN]|\b(?:\d{1,2}|[ymdhsx#]{1,4}|utc|timezone|a|an|and|or|of|the|to|by|your|here|first|second|third|next|` +
		`actions?|items?|tasks?|owners?|assignees?|names?|dates?|times?|due|teams?|persons?|people|events?|descriptions?|details?|status|draft|` +
		`open|todo|tb[da]|titles?|links?|tickets?|urls?|ids?|impact|causes?|sever|severity|sev-?\d?|p\d|low|medium|high|duration|numbers?|authors?|` +
		`templates?|post-?mortems?|mortem|post|incidents?|reports?|reviews?|analysis|retrospectives?|documents?|services?|systems?|summary|` +
		`happened|what|when|who|where|how|why)\b)*$`)
	sentenceEnd = text.Expression(`[.!?]+(?:[\s*_)\]>]+|$)`)
)

// isTemplate reports whether nobody has filled the document in: two parts of a postmortem are named or more, its title says nothing of
// its own, and all that stands below is what a template asks.
func (d *documentReader) isTemplate() bool {
	if !fieldWords.MatchString(d.doc.Title) && !asks(d.doc.Title, false) {
		return false
	}
	named, actions := 0, false
	for i := 0; i < len(d.lines); i++ {
		switch l := &d.lines[i]; l.Kind {
		case markdown.Heading:
			if part := parts.Named(l.Body); part != parts.Unknown {
				named, actions = named+1, part == parts.Actions
			}
		case markdown.Fence:
			if mark := strings.TrimSpace(d.source[i]); markdown.FenceMark(mark) == "" && !asks(mark, false) {
				return false
			}
		case markdown.Row:
			if i+1 < len(d.lines) && markdown.AlignmentLine.MatchString(d.lines[i+1].Body) {
				continue // it names the columns
			}
			for _, cell := range markdown.Cells(l.Body) {
				if !asks(cell, actions) {
					return false
				}
			}
		case markdown.Text, markdown.Bullet:
			from := i
			for i+1 < len(d.lines) && d.lines[i+1].Kind == markdown.Text && !isLabelled(d.lines[i+1].Body) {
				i++
			}
			said, _ := d.itemText(from, i+1)
			if !asks(said, actions && l.Kind == markdown.Bullet) {
				return false
			}
			if name, _, _ := labelOf(d.lines[from].Body); parts.Named(name) != parts.Unknown {
				named++
			}
		}
	}
	return named >= 2
}

func isLabelled(body string) bool {
	name, _, _ := labelOf(body)
	return name != ""
}

// asks reports whether a text is what stands in a template: a question, an order, a placeholder, the names of fields. An order by itself is
// an action where those stand.
func asks(said string, action bool) bool {
	said = strings.TrimSpace(strings.TrimLeft(markdown.TaskMark.ReplaceAllString(said, ""), "> "))
	if name, rest, _ := labelOf(said); name != "" {
		said = rest
	}
	bare := strings.Trim(said, "*_ ")
	if isPrompt(said) || placeholder.MatchString(bare) || fieldWords.MatchString(bare) || order.MatchString(bare) && (!action || bare != said) {
		return true
	}
	from := 0
	for _, end := range sentenceEnd.FindAllStringSubmatchIndex(bare, -1) {
		if !strings.Contains(bare[end[0]:end[1]], "?") {
			return false
		}
		from = end[1]
	}
	return from > 0 && from == len(bare)
}
