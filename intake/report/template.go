package report

import (
	"slices"
	"strings"

	"debrief/intake/clock"
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
		`templates?|issues?|on|at|brief|short|` +
		`post-?mortems?|mortem|post|incidents?|reports?|reviews?|analysis|retrospectives?|documents?|services?|systems?|summary|` +
		`happened|what|when|who|where|how|why)\b)*$`)
	sentenceEnd = text.Expression(`[.!?]+(?:[\s*_)\]>]+|$)`)
)

var (
	saysTemplate = text.Expression(`(?i)\btemplate\b`)
	// bracketed is a name in brackets, in a title: "[Date]: [Title]", "{{ incident date }}, {{ name }}".
	bracketed = text.Expression(`\[[^\[\]]*\]|\{\{[^{}]*\}\}|<[^<>]*>`)
	// unfilled is what stands for a value that nobody has given.
	unfilled = text.Expression(`(?i:\b(?:yyyy|20xx)\b|\bhh:mm\b|\bdd/mm\b|\blorem ipsum\b|\bsit amet\b|\{\{[^{}]*\}\}|^\W*<[a-z][^<>/:@=]{3,}>?\W*$|` +
		`:\s*<[a-z][^<>/:@=]{3,}>?|^[\W_]*to be (?:done|completed|filled|added|written)\b|` +
		`^\W*\[[^\[\]]{3,}\]\W*$|\[(?:date|time|title|name|owner|team|link|action|event|description|your)\b[^\[\]]*\](?:[^(\[]|$))|` +
		`\bDATE(?: RANGE|:)|\b(?:XXX|YYY|ZZZ)\b`)
	codeSpan = text.Expression("`[^`]*[<>][^`]*`")
	realDay  = text.Expression(`\b(?:19|20)\d{2}[-/.]?(?:0[1-9]|1[0-2])[-/.]?(?:0[1-9]|[12]\d|3[01])\b|(?i:\b` + clock.MonthPattern + `\b.{0,12}\b(?:19|20)\d{2}\b)`)
)

// isTemplate reports whether nobody has filled the document in: nothing stands there but what a template asks, or its title says that it is one,
// and it keeps placeholders. What somebody has begun is asked about, but it is no postmortem to bring in yet: its title is a template's,
// it keeps placeholders, there or in more than a quarter of its lines, and it names no day.
func (d *documentReader) isTemplate() bool {
	if d.isUntouched() {
		return true
	}
	title := bracketed().ReplaceAllString(d.doc.Title, " ")
	named := saysTemplate().MatchString(title)
	if !named && !fieldWords().MatchString(title) {
		return false
	}
	kept, days, told := d.placeholders()
	return days == 0 && kept > 1 && (d.whole && (3*kept > told || title != d.doc.Title) || named) || named && kept > 2 && kept > days
}

// placeholders counts the lines that keep a placeholder, those that name a day, and all those in which somebody tells something.
func (d *documentReader) placeholders() (kept, days, told int) {
	for i := range d.lines {
		switch d.lines[i].Kind {
		case markdown.Fence, markdown.Comment, markdown.Blank, markdown.Reference:
		default:
			body := text.FirstBytes(d.lines[i].Body, mostAsked)
			if unfilled().MatchString(codeSpan().ReplaceAllString(body, "")) {
				kept++
				continue
			}
			if len(strings.Fields(body)) > 3 && !asks(body, false) {
				told++
			}
			if realDay().MatchString(body) && !strings.Contains(body, "http") {
				days++
			}
		}
	}
	return kept, days, told
}

// isUntouched reports whether nobody has written anything into a template: two parts of a postmortem are named or more, its title says nothing of
// its own, and all that stands below is what a template asks.
func (d *documentReader) isUntouched() bool {
	if !fieldWords().MatchString(d.doc.Title) && !asks(d.doc.Title, false) {
		return false
	}
	named, actions := 0, false
	for i := 0; i < len(d.lines); i++ {
		l := &d.lines[i]
		end := i + 1
		switch l.Kind {
		case markdown.Heading:
			if part := parts.Named(l.Body); part != parts.Unknown {
				named, actions = named+1, part == parts.Actions
			}
			continue
		case markdown.Text, markdown.Bullet:
			for ; end < len(d.lines) && d.lines[end].Kind == markdown.Text; end++ {
				if name, _, _ := labelOf(d.lines[end].Body); name != "" {
					break
				}
			}
			if name, _, _ := labelOf(l.Body); parts.Named(name) != parts.Unknown {
				named++
			}
		}
		if d.tellsOf(i, end, actions) {
			return false
		}
		i = end - 1
	}
	return named >= 2
}

// tellsOf reports whether somebody wrote something on lines i to end, which are one text, or one row, or something without words.
func (d *documentReader) tellsOf(i, end int, actions bool) bool {
	switch l := &d.lines[i]; l.Kind {
	case markdown.Fence:
		return markdown.FenceMark(d.source[i]) == "" && !asks(d.source[i], false)
	case markdown.Row:
		names := i+1 < len(d.lines) && markdown.AlignmentLine().MatchString(d.lines[i+1].Body) // of the columns
		cells := markdown.Cells(l.Body)
		return !names && !onlyNames(cells) && slices.ContainsFunc(cells, func(cell string) bool { return !asks(cell, actions) })
	case markdown.Text, markdown.Bullet:
		if isQuoted(l.Body) {
			return false // where the template comes from
		}
		said, _ := d.itemText(i, end)
		return !asks(said, actions && l.Kind == markdown.Bullet)
	}
	return false
}

// onlyNames reports a row of names whose values are empty: "| Start |  | End |  |".
func onlyNames(cells []string) bool {
	for i, cell := range cells {
		if i%2 == 1 && cell != "" {
			return false
		}
	}
	return len(cells) > 1
}

// mostAsked bounds, in bytes, what a template says in one place.
const mostAsked = 2000

// asks reports whether a text is what stands in a template: a question, an order, a placeholder, the names of fields. An order by itself is
// an action where those stand.
func asks(said string, action bool) bool {
	if len(said) > mostAsked {
		return false
	}
	said = strings.TrimSpace(strings.TrimLeft(markdown.TaskMark().ReplaceAllString(said, ""), "> "))
	if name, rest, _ := labelOf(said); name != "" {
		said = rest
	}
	bare := strings.Trim(said, "*_ ")
	if isPrompt(said) || placeholder().MatchString(bare) || fieldWords().MatchString(bare) || order().MatchString(bare) && (!action || bare != said) {
		return true
	}
	from := 0
	for _, end := range sentenceEnd().FindAllStringSubmatchIndex(bare, -1) {
		if !strings.Contains(bare[end[0]:end[1]], "?") {
			return false
		}
		from = end[1]
	}
	return from > 0 && from == len(bare)
}
