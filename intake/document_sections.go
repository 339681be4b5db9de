package intake

import (
	"strings"
	"unicode"
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

// partNames are the headings of published postmortems, in the order in which they are tried: the first that fits is meant.
var partNames = []struct {
	part part
	name *pattern
}{
	{whysPart, expression(`^(?:the )?(?:5|five)[- ]?whys?\b|\bfive whys\b|\b5[- ]whys\b|^whys?$`)},
	{asidePart, expression(`^(?:references?|links|useful links|related (?:links|incidents|issues|reading|documents?|tickets?|work)|` +
		`resources|further reading|` +
		`see also|glossary|terminology|definitions|acronyms|table of contents|contents|toc|footnotes|acknowledge?ments?|thanks|thank you|` +
		`supporting (?:information|material|documents?|data)|screenshots?|attachments?|stats|statistics|changelog|revision history|` +
		`document history|metadata|about (?:us|this document|the authors?)|disclaimer|contact)$|^appendi|^apendi|\bchat (?:logs?|transcript)|` +
		`\btranscript\b|` +
		`\b(?:slack|irc) (?:logs?|conversation|thread)|\blogs?$|^raw `)},
	{peoplePart, expression(`^(?:incident |meeting |post-?mortem |the )?(?:attendees|participants|present|responders|people(?: involved)?|` +
		`authors?|team members?|` +
		`roster|response team|incident team|roles|commander|incident commander|facilitator|scribe|note ?takers?|on-?call|who was involved|` +
		`prepared by|` +
		`written by|created by|reported by|involved|owners?|lead|leads?|incident leads?|incident owner|report owner|contributors|` +
		`communications? lead|tech(?:nical)? lead)$`)},
	{factsPart, expression(`^(?:actions?|steps|measures) (?:that were |we |already )?taken|\bactions? taken\b|^(?:immediate |initial |` +
		`incident )?(?:response|mitigation) actions?$|` +
		`^what (?:has|have) (?:been|we) (?:done|changed)|^(?:how|what) (?:we|was|did we) (?:responded?|fix(?:ed)?|resolved?|mitigated?|` +
		`recover(?:ed)?)|^what (?:actually )?happened|^how (?:was|were|did) (?:it|this|we|the) .*(?:detect|notic|resolv|fix|mitigat|discover)`)},
	{timelinePart, expression(`\btime[- ]?lines?\b|\bsequence of events\b|\bchronolog|^key events$|^zeit(?:verlauf|strahl|leiste|linie)|` +
		`^chronologi|^cronolog|^タイムライン|^时间线|^(?:events|event order|incident log|log of events|order of events|course of events|event log|` +
		`activity log)$`)},
	{lessonsPart, expression(`\blessons?\b|\blearnt\b|\blearned\b|^learnings?\b|\bwhat (?:we |has |have )?(?:went|worked|` +
		`did(?:n['’]t)? (?:we )?(?:do|work|go)|have we learn|could (?:have |we |be )|can we (?:do|learn)|was (?:good|bad))|` +
		`^went (?:well|wrong|badly|poorly)|\b(?:un)?lucky\b|^luck\b|^(?:positives|negatives|takeaways|key takeaways|reflections?|retrospective|` +
		`the good|the bad|good|bad|pros|cons|things that (?:went|worked|could))|\bwell$|\bpoorly$|^areas? (?:for|of) improvement|` +
		`^where we (?:got|were|could)`)},
	{actionPart, expression(`\baction[- ]items?\b|\bactions?$|^actions?\b|\bcorrective\b|\bnext[- ]steps?\b|\bremedial\b|` +
		`\bpreventa?t(?:ive|ion) (?:measures?|actions?|steps?)\b|` +
		`^to[- ]?dos?\b|^ma(?:ß|ss)nahmen|^plan d['’]action|^acciones|^ações|^アクション|^再発防止|^改进|^recommendations?\b|^(?:planned|proposed|` +
		`(?:long|short|medium)[- ]term|permanent|immediate|further|additional|upcoming|future) ` +
		`(?:actions?|work|changes|fix(?:es)?|improvements?|solutions?|measures?|plans?|remediations?|goals?|tasks|steps|mitigations?|` +
		`developments?|considerations?)$|` +
		`^what (?:are we|we(?:['’]re| are|['’]ll| will)|will we|is next|comes next|happens next|['’]?s next)|^what['’]s next|^how (?:do|will|` +
		`can|are) we (?:prevent|avoid|stop|make|improv|going)|` +
		`\bprevent(?:ing)? (?:this|recurrence|future|it|similar)|^tasks$|^tickets$|^plan$|^(?:our )?(?:moving|going|looking|way) forward$|^future$`)},
	{actionPart, expression(`^(?:\S+ ){0,2}(?:follow[- ]?ups?|remediations?|prevention|preventative|improvements?|counter-?measures?|` +
		`next steps?|forward)(?: \S+){0,3}$`)},
	{impactPart, expression(`\bimpact\b|\bimpacted\b|\baffected\b|^damages?$|\bblast radius\b|^consequences?$|^losses$|^user experience$|` +
		`^fall-?out$|^auswirkung|^impacto|^影響|^影响`)},
	{causesPart, expression(`\broot[- ]?causes?\b|\bcontribut(?:ing|ory)\b|\bcauses?\b|\btriggers?\b|^faults?$|^why (?:did|was|were|it|` +
		`this|the)\b|^what (?:caused|was the cause|broke|was wrong)|` +
		`^how (?:did|could) (?:it|this) happen|^(?:underlying|technical) (?:issue|problem|reason)s?|^(?:incident |technical |` +
		`failure )?analysis$|^reasons?$|^(?:haupt)?ursachen?|^causas?\b|^根本原因|^直接原因|^原因`)},
	{summaryPart, expression(`\bsummary\b|\boverview\b|^tl;?dr|^abstract$|^synopsis$|^in short$|^at a glance$|^conclusions?$|` +
		`^zusammenfassung|^résumé|^resumen$|^resumo$|^サマリー|^概要|^摘要`)},
	{factsPart, expression(`^(?:detection|detected|resolution|recovery|response|mitigations?|background|lead[- ]?up|context|details?|` +
		`description|investigation|repair|` +
		`introduction|incident (?:details?|description)|issue (?:details?|description)|problem(?: statement| description)?|` +
		`resolution and recovery|status|fix|the (?:incident|problem|issue|fix)|` +
		`identified|resolved|repaired|duration|severity|services?)$|^details of\b|\bdetection\b|\bresolution\b|\brecovery\b`)},
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

var (
	headingNumber   = expression(`^(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[IVX]{1,4}[.)])\s+`)
	numberedHeading = expression(`^\d{1,2}[.):]\s*\S`)
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
	tellsImpact = expression(`(?i)\b(?:users?|customers?|clients?|visitors?|requests?|merchants?|patients?|people|developers|everyone|` +
		`services?|sites?|website|api|traffic)\b[^.\n]{0,80}` +
		`\b(?:affected|impacted|unable|could(?:n['’]t| not)|cannot|failed|unavailable|down|offline|degraded|lost|errors?|inaccessible|` +
		`slow(?:er)?|blocked|experienced|saw)\b|` +
		`(?i)\b(?:affected|impacted|impacting|affecting)\b[^.\n]{0,80}\b(?:users?|customers?|clients?|visitors?|requests?|services?|sites?|` +
		`everyone|people|developers)\b|` +
		`\b(?:no|any|minimal) (?:customer |user )?impact\b`)
	// tellsCause finds a sentence that names a cause.
	tellsCause = expression(`(?i)\b(?:root[- ]?cause|(?:was|were|is|been) (?:caused|triggered) by|the cause (?:of|was|is)|caused by|due to|` +
		`because)\b`)

	// prompts are what a template asks, left as it was.
	promptQuestion = expression(`(?i)^[\s*_(\[<]*(?:what|why|how|who|where|when|which|did|do|does|is|are|was|were|could|should|would|have|` +
		`has|can|any)\b[^.!?\n]{0,150}\?[\s*_)\]>]*$`)
	promptOrder = expression(`(?i)^[*_(\[<]+(?:please |optional:? |briefly )?(?:describe|list|explain|provide|include|add|insert|fill|` +
		`write|summari[sz]e|give|detail|outline|use|note|todo|your|replace|date|time|name|link)\b[^\n]*[*_)\]>]+$`)
	promptNothing = expression(`(?i)^[\s*_(\[<.…-]*(?:tbd|tba|todo|n/?a|none|nothing|no|to be (?:completed|done|added|written|determined|` +
		`confirmed)|coming soon|work in progress|wip|pending|\.\.\.|…|-|–|\?+|xxx?|x)?[\s*_)\]>.…!-]*$`)
)

// isPrompt reports whether a text is a template's and not the writer's: its question, its order, or a word for nothing.
func isPrompt(text string) bool {
	return len(text) < 200 && (promptNothing.MatchString(text) || promptQuestion.MatchString(text) || promptOrder.MatchString(text))
}
