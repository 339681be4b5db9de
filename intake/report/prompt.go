package report

import "debrief/intake/text"

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
