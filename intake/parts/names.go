package parts

import "debrief/intake/text"

// partNames are the headings of published postmortems, in small letters, in the order in which they are tried: the first that
// fits is meant.
var partNames = []struct {
	part Part
	name *text.Pattern
}{
	{Whys, text.AnyOf(`^(?:the )?(?:5|five)[- ]?whys?\b`, `\b(?:five|5)[- ]whys\b`, `^whys?$`)},
	{Aside, text.AnyOf(
		`^(?:references?|(?:useful )?links|resources|further reading|see also)$`,
		`^related (?:links|incidents|issues|reading|documents?|tickets?|work)$`,
		`^(?:glossary|terminology|definitions|acronyms|footnotes|(?:table of )?contents|toc)$`,
		`^(?:acknowledge?ments?|thanks|thank you|disclaimer|contact|about (?:us|this document|the authors?))$`,
		`^(?:supporting (?:information|material|documents?|data)|screenshots?|attachments?)$`,
		`^(?:stats|statistics|metadata|changelog|(?:revision|document) history)$`,
		`^regression tests$`, `^parking lot$`,
		`^app?endi`, `\bchat (?:logs?|transcript)`, `\btranscript\b`, `\b(?:slack|irc) (?:logs?|conversation|thread)`, `\blogs?$`, `^raw `,
	)},
	{People, text.AnyOf(
		`^(?:incident |meeting |post-?mortem |the )?(?:attendees|participants|present|responders|people(?: involved)?|team members?|roster|roles)$`,
		`^(?:response|incident) team$`, `^(?:authors?|contributors|involved|who was involved|(?:prepared|written|created|reported) by)$`,
		`^(?:(?:incident |report )?owners?|(?:incident |tech(?:nical)? |communications? )?leads?|(?:incident )?commander)$`,
		`^(?:facilitator|scribe|note ?takers?|on-?call)$`,
	)},
	{Facts, text.AnyOf( // what sounds like actions, and is told of the past
		`^(?:actions?|steps|measures) (?:that were |we |already )?taken`, `\bactions? taken\b`,
		`^(?:immediate |initial |incident )?(?:response|mitigation) actions?$`, `^what (?:has|have) (?:been|we) (?:done|changed)`,
		`^(?:how|what) (?:we|was|did we) (?:responded?|fix(?:ed)?|resolved?|mitigated?|recover(?:ed)?)`, `^what (?:actually )?happened`,
		`^how (?:was|were|did) (?:it|this|we|the) .*(?:detect|notic|resolv|fix|mitigat|discover)`,
	)},
	{Timeline, text.AnyOf(
		`\btime[- ]?lines?\b`, `\bsequence of events\b`, `\bchronolog`, `^key events$`, `^(?:log|order|course) of events$`,
		`^(?:events|event order|(?:incident|event|activity) log)$`,
		`^zeit(?:verlauf|strahl|leiste|linie)`, `^cronolog`, `^タイムライン`, `^时间线`,
	)},
	{Lessons, text.AnyOf(
		`\blessons?\b`, `\blearn(?:t|ed)\b`, `^learnings?\b`, `\bwhat (?:we |has |have )?(?:went|worked|did(?:n['’]t)? (?:we )?(?:do|work|go))`,
		`\bwhat (?:have we learn|could (?:have |we |be )|can we (?:do|learn)|was (?:good|bad))`, `^went (?:well|wrong|badly|poorly)`,
		`\bwell$`, `\bpoorly$`, `\b(?:un)?lucky\b`, `^luck\b`, `^where we (?:got|were|could)`, `^things that (?:went|worked|could)$`,
		`^(?:positives|negatives|pros|cons|(?:the )?(?:good|bad)|(?:key )?takeaways|reflections?|retrospective)$`, `^areas? (?:for|of) improvement`,
	)},
	{Actions, text.AnyOf(
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
	{Impact, text.AnyOf(
		`\bimpact(?:ed)?\b`, `\baffected\b`, `\bblast radius\b`, `^(?:damages?|consequences?|losses|user experience|fall-?out)$`,
		`^auswirkung`, `^impacto`, `^影響`, `^影响`,
	)},
	{Causes, text.AnyOf(
		`\broot[- ]?causes?\b`, `\bcontribut(?:ing|ory)\b`, `\bcauses?\b`, `\btriggers?\b`, `^(?:faults?|reasons?)$`,
		`^why (?:did|was|were|it|this|the)\b`, `^what (?:caused|was the cause|broke|was wrong)`, `^how (?:did|could) (?:it|this) happen`,
		`^(?:underlying|technical) (?:issue|problem|reason)s?`, `^(?:incident |technical |failure )?analysis$`,
		`^(?:haupt)?ursachen?`, `^causas?\b`, `^根本原因`, `^直接原因`, `^原因`,
	)},
	{Summary, text.AnyOf(
		`\bsummary\b`, `\boverview\b`, `^tl;?dr`, `^(?:abstract|synopsis|in short|at a glance|conclusions?)$`,
		`^zusammenfassung`, `^résumé`, `^resum(?:en|o)$`, `^サマリー`, `^概要`, `^摘要`,
	)},
	{Facts, text.AnyOf(
		`\bdetection\b`, `\bresolution\b`, `\brecovery\b`, `^(?:detected|response|mitigations?|repair(?:ed)?|resolved|identified|fix)$`,
		`^(?:background|introduction|lead[- ]?up|context|details?|description|investigation|status|duration|severity|services?)$`,
		`^(?:incident|issue) (?:details?|description)$`, `^problem(?: statement| description)?$`, `^the (?:incident|problem|issue|fix)$`,
		`^details of\b`,
	)},
}
