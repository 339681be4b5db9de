package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"debrief/intake/markdown"
	"debrief/intake/text"
)

// part is what a stretch of a postmortem is about.
type part int

const (
	unknownPart part = iota
	summaryPart
	factsPart
	impactPart
	timelinePart
	causesPart
	whysPart
	actionPart
	lessonsPart
	peoplePart
	asidePart // of no account here: references, chat logs, figures
)

// section is the coach's word for how a part is to be read. What stands under a heading that says nothing is a report of facts.
func (p part) section() string {
	switch p {
	case summaryPart:
		return "summary"
	case causesPart:
		return "causes"
	case whysPart:
		return "whys"
	case actionPart:
		return "action"
	case lessonsPart:
		return "lessons"
	}
	return "facts"
}

// partNames are the headings of published postmortems, in small letters, in the order in which they are tried: the first that
// fits is meant.
var partNames = []struct {
	part part
	name *text.Pattern
}{
	{whysPart, text.AnyOf(`^(?:the )?(?:5|five)[- ]?whys?\b`, `\b(?:five|5)[- ]whys\b`, `^whys?$`)},
	{asidePart, text.AnyOf(
		`^(?:references?|(?:useful )?links|resources|further reading|see also)$`,
		`^related (?:links|incidents|issues|reading|documents?|tickets?|work)$`,
		`^(?:glossary|terminology|definitions|acronyms|footnotes|(?:table of )?contents|toc)$`,
		`^(?:acknowledge?ments?|thanks|thank you|disclaimer|contact|about (?:us|this document|the authors?))$`,
		`^(?:supporting (?:information|material|documents?|data)|screenshots?|attachments?)$`,
		`^(?:stats|statistics|metadata|changelog|(?:revision|document) history)$`,
		`^regression tests$`, `^parking lot$`,
		`^app?endi`, `\bchat (?:logs?|transcript)`, `\btranscript\b`, `\b(?:slack|irc) (?:logs?|conversation|thread)`, `\blogs?$`, `^raw `,
	)},
	{peoplePart, text.AnyOf(
		`^(?:incident |meeting |post-?mortem |the )?(?:attendees|participants|present|responders|people(?: involved)?|team members?|roster|roles)$`,
		`^(?:response|incident) team$`, `^(?:authors?|contributors|involved|who was involved|(?:prepared|written|created|reported) by)$`,
		`^(?:(?:incident |report )?owners?|(?:incident |tech(?:nical)? |communications? )?leads?|(?:incident )?commander)$`,
		`^(?:facilitator|scribe|note ?takers?|on-?call)$`,
	)},
	{factsPart, text.AnyOf( // what sounds like actions, and is told of the past
		`^(?:actions?|steps|measures) (?:that were |we |already )?taken`, `\bactions? taken\b`,
		`^(?:immediate |initial |incident )?(?:response|mitigation) actions?$`, `^what (?:has|have) (?:been|we) (?:done|changed)`,
		`^(?:how|what) (?:we|was|did we) (?:responded?|fix(?:ed)?|resolved?|mitigated?|recover(?:ed)?)`, `^what (?:actually )?happened`,
		`^how (?:was|were|did) (?:it|this|we|the) .*(?:detect|notic|resolv|fix|mitigat|discover)`,
	)},
	{timelinePart, text.AnyOf(
		`\btime[- ]?lines?\b`, `\bsequence of events\b`, `\bchronolog`, `^key events$`, `^(?:log|order|course) of events$`,
		`^(?:events|event order|(?:incident|event|activity) log)$`,
		`^zeit(?:verlauf|strahl|leiste|linie)`, `^cronolog`, `^タイムライン`, `^时间线`,
	)},
	{lessonsPart, text.AnyOf(
		`\blessons?\b`, `\blearn(?:t|ed)\b`, `^learnings?\b`, `\bwhat (?:we |has |have )?(?:went|worked|did(?:n['’]t)? (?:we )?(?:do|work|go))`,
		`\bwhat (?:have we learn|could (?:have |we |be )|can we (?:do|learn)|was (?:good|bad))`, `^went (?:well|wrong|badly|poorly)`,
		`\bwell$`, `\bpoorly$`, `\b(?:un)?lucky\b`, `^luck\b`, `^where we (?:got|were|could)`, `^things that (?:went|worked|could)$`,
		`^(?:positives|negatives|pros|cons|(?:the )?(?:good|bad)|(?:key )?takeaways|reflections?|retrospective)$`, `^areas? (?:for|of) improvement`,
	)},
	{actionPart, text.AnyOf(
		`\baction[- ]items?\b`, `\bactions?$`, `^actions?\b`, `\bcorrective\b`, `\bnext[- ]steps?\b`, `\bremedial\b`, `^to[- ]?dos?\b`,
		`\bpreventa?t(?:ive|ion) (?:measures?|actions?|steps?)\b`, `\bprevent(?:ing)? (?:this|recurrence|future|it|similar)`,
		`^recommendations?\b`, `^(?:tasks|tickets|plan|future)$`, `^(?:our )?(?:moving|going|looking|way) forward$`,
		`^(?:planned|proposed|(?:long|short|medium)[- ]term|permanent|immediate|further|additional|upcoming|future) `+
			`(?:actions?|work|changes|fix(?:es)?|improvements?|solutions?|measures?|plans?|remediations?|goals?|tasks|steps|mitigations?|`+
			`developments?|considerations?)$`,
		`^what (?:are we|we(?:['’]re| are|['’]ll| will)|will we|is next|comes next|happens next|['’]?s next)`, `^what['’]s next`,
		`^how (?:do|will|can|are) we (?:prevent|avoid|stop|make|improv|going)`,
		`^(?:\S+ ){0,2}(?:follow[- ]?ups?|remediations?|prevention|preventative|improvements?|counter-?measures?|forward)(?: \S+){0,3}$`,
		`^ma(?:ß|ss)nahmen`, `^plan d['’]action`, `^acciones`, `^azioni`, `^ações`, `^actie(?:s|punten)`, `^アクション`, `^再発防止`, `^改进`,
	)},
	{impactPart, text.AnyOf(
		`\bimpact(?:ed)?\b`, `\baffected\b`, `\bblast radius\b`, `^(?:damages?|consequences?|losses|user experience|fall-?out)$`,
		`^auswirkung`, `^impacto`, `^影響`, `^影响`,
	)},
	{causesPart, text.AnyOf(
		`\broot[- ]?causes?\b`, `\bcontribut(?:ing|ory)\b`, `\bcauses?\b`, `\btriggers?\b`, `^(?:faults?|reasons?)$`,
		`^why (?:did|was|were|it|this|the)\b`, `^what (?:caused|was the cause|broke|was wrong)`, `^how (?:did|could) (?:it|this) happen`,
		`^(?:underlying|technical) (?:issue|problem|reason)s?`, `^(?:incident |technical |failure )?analysis$`,
		`^(?:haupt)?ursachen?`, `^causas?\b`, `^根本原因`, `^直接原因`, `^原因`,
	)},
	{summaryPart, text.AnyOf(
		`\bsummary\b`, `\boverview\b`, `^tl;?dr`, `^(?:abstract|synopsis|in short|at a glance|conclusions?)$`,
		`^zusammenfassung`, `^résumé`, `^resum(?:en|o)$`, `^サマリー`, `^概要`, `^摘要`,
	)},
	{factsPart, text.AnyOf(
		`\bdetection\b`, `\bresolution\b`, `\brecovery\b`, `^(?:detected|response|mitigations?|repair(?:ed)?|resolved|identified|fix)$`,
		`^(?:background|introduction|lead[- ]?up|context|details?|description|investigation|status|duration|severity|services?)$`,
		`^(?:incident|issue) (?:details?|description)$`, `^problem(?: statement| description)?$`, `^the (?:incident|problem|issue|fix)$`,
		`^details of\b`,
	)},
}

// partNamed is the part that a heading or a label names. A long heading is a sentence of its own and names none.
func partNamed(name string) part {
	plain := strings.TrimFunc(strings.ToLower(headingNumber.ReplaceAllString(strings.TrimSpace(name), "")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if plain == "" || len(plain) > 90 {
		return unknownPart
	}
	if words := len(strings.Fields(plain)); words > 8 && !isTimelineName(name) {
		return unknownPart
	}
	for i := range partNames {
		if partNames[i].name.MatchString(plain) {
			return partNames[i].part
		}
	}
	return unknownPart
}

// isBareName reports whether line i is the name of a part by itself, without any mark, as in text that was pasted from an editor: a
// line below a blank one, and one of the names that everybody uses.
func isBareName(lines []markdown.Line, i int) bool {
	l := &lines[i]
	if l.Kind != markdown.Text || len(l.Body) >= 40 || i > 0 && lines[i-1].Kind != markdown.Blank {
		return false
	}
	if i+1 < len(lines) && lines[i+1].Kind == markdown.Text {
		if first, _ := utf8.DecodeRuneInString(lines[i+1].Body); unicode.IsLower(first) {
			return false // a sentence that was wrapped
		}
	}
	return bareName.MatchString(strings.TrimSuffix(l.Body, ":"))
}

// endsTimeline reports a bare name of a part that tells no more of the events.
func endsTimeline(lines []markdown.Line, i int) bool {
	if !isBareName(lines, i) {
		return false
	}
	switch partNamed(lines[i].Body) {
	case actionPart, lessonsPart, causesPart, whysPart, impactPart, peoplePart, asidePart:
		return true
	}
	return false
}

var bareName = text.Expression(`^(?:\d{1,2}[.)]\s+)?(?:[A-Z][a-z]+ )?(?i:summary|overview|background|impact|time ?line|detection|resolution|` +
	`recovery|mitigation|root[- ]causes?(?: analysis)?|causes?|trigger|contributing factors?|(?:5|five)[- ]whys|` +
	`lessons(?: learn(?:ed|t))?|what went (?:well|wrong|badly|poorly)|where we got (?:un)?lucky|what (?:could|can) be improved|` +
	`action items?|actions|next steps|follow[- ]?ups?|corrective (?:actions?|measures)|(?:preventive|preventative) (?:actions?|measures)|` +
	`participants|attendees|authors?|references|links|appendix|glossary|supporting information)$`)

var (
	headingNumber   = text.Expression(`^(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[IVX]{1,4}[.)])\s+`)
	numberedHeading = text.Expression(`^\d{1,2}[.):]\s*\S`)
)

// within is what a part is about that stands below another: a subheading that says nothing, or that only sorts what stands
// there ("Prevention" and "Detection" below the actions, "What went well" below the lessons), changes nothing.
func within(outer, own part) part {
	switch {
	case own == unknownPart, outer == asidePart && own != actionPart:
		return outer
	case (outer == actionPart || outer == lessonsPart) && (own == factsPart || own == impactPart),
		outer == actionPart && own == peoplePart,
		outer == whysPart && (own == causesPart || own == factsPart || own == impactPart):
		return outer
	case outer == timelinePart && (own == factsPart || own == impactPart):
		return outer
	}
	return own
}

var (
	// tellsImpact finds a sentence that says who felt an incident, in a report without a heading for it.
	tellsImpact = text.Expression(`(?i)\b(?:users?|customers?|clients?|visitors?|requests?|merchants?|patients?|people|developers|everyone|` +
		`services?|sites?|website|api|traffic)\b[^.\n]{0,80}` +
		`\b(?:affected|impacted|unable|could(?:n['’]t| not)|cannot|failed|unavailable|down|offline|degraded|lost|errors?|inaccessible|` +
		`slow(?:er)?|blocked|experienced|saw)\b|` +
		`(?i)\b(?:affected|impacted|impacting|affecting)\b[^.\n]{0,80}\b(?:users?|customers?|clients?|visitors?|requests?|services?|sites?|` +
		`everyone|people|developers)\b|` +
		`\b(?:no|any|minimal) (?:customer |user )?impact\b`)
	// tellsCause finds a sentence that names a cause.
	tellsCause = text.Expression(`(?i)\b(?:root[- ]?cause|(?:was|were|is|been) (?:caused|triggered) by|the cause (?:of|was|is)|caused by|due to|` +
		`because)\b`)

	// prompts are what a template asks, left as it was.
	promptQuestion = text.Expression(`(?i)^[\s*_(\[<]*(?:what|why|how|who|where|when|which|did|do|does|is|are|was|were|could|should|would|have|` +
		`has|can|any)\b[^.!?\n]{0,150}\?[\s*_)\]>]*$`)
	promptOrder = text.Expression(`(?i)^[*_(\[<]+(?:please |optional:? |briefly )?(?:describe|list|explain|provide|include|add|insert|fill|` +
		`write|summari[sz]e|give|detail|outline|use|note|todo|your|replace|date|time|name|link)\b[^\n]*[*_)\]>]+$`)
	promptNothing = text.Expression(`(?i)^[\s*_(\[<.…-]*(?:tbd|tba|todo|n/?a|none|nothing|no|to be (?:completed|done|added|written|determined|` +
		`confirmed)|coming soon|work in progress|wip|pending|\.\.\.|…|-|–|\?+|xxx?|x)?[\s*_)\]>.…!-]*$`)
)

// isPrompt reports whether a text is a template's and not the writer's: its question, its order, or a word for nothing.
func isPrompt(text string) bool {
	return len(text) < 200 && (promptNothing.MatchString(text) || promptQuestion.MatchString(text) || promptOrder.MatchString(text))
}
