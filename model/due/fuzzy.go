// Package due knows the words that people write for a time and that name no day of the calendar: in the line of an action, in a cell
// of a document, and in what the coach reads. It reads English.
package due

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"debrief/model"
)

// Fuzzy is the words of a text that mean a time and name no day of the calendar: "next sprint", "in the coming weeks",
// "Q3"; "" where there are none (seed 2, "Action Items", 2). The text may be a date's own field or a whole action item; in a
// sentence more is asked of a word, because "as soon as", "eventually consistent" and "split in June" are about no deadline.
// It reads English, and no more of a text than an action item is long.
func Fuzzy(text string) string {
	text = strings.Join(strings.Fields(model.Clean(text[:min(len(text), longestItem)])), " ")
	if !mayBeFuzzy(text) {
		return ""
	}
	x := fuzzyDates()
	if alone := strings.Trim(text, " .,;:!()[]*_~"); len(alone) <= shortDate && x.alone.MatchString(alone) {
		return alone
	}
	for from := 0; from < len(text); {
		m := x.inside.FindStringIndex(text[from:])
		if m == nil {
			return ""
		}
		start, end := from+m[0], from+m[1]
		if !otherwise(text, start, end) {
			return text[start:end]
		}
		from = end
	}
	return ""
}

// Whole reports whether a text is such words and nothing else. Lengths of time ("half", "2 weeks") are left out: behind "by" they may
// mean how much.
func Whole(text string) bool {
	return len(text) <= shortDate && mayBeFuzzy(text) && fuzzyDates().whole.MatchString(text)
}

// Field reports whether the text of a date's own field, such as a cell, says when and names no day.
func Field(text string) bool {
	text = strings.Trim(strings.Join(strings.Fields(text), " "), " .,;:!()[]*_~`")
	return len(text) <= shortDate && mayBeFuzzy(text) && fuzzyDates().alone.MatchString(text)
}

// longestItem is how much of a text is looked at, and shortDate what can be a date's own words, in bytes.
const (
	longestItem = 4096
	shortDate   = 40
)

// fuzzyWords are those that all fuzzy dates are made with: at least one stands in each, unless it is made with a number.
var fuzzyWords = strings.Fields(`asap soon possible shortly eventually day someday sometime point time date stage course tbd tba tbc scheduled
	planned determined decided confirmed later sprint sprints iteration iterations release releases milestone milestones cycle cycles week
	weeks month months quarter quarters year years days half pi eow eom eoq eoy permits allow allows available capacity bandwidth term
	future run freeze migration can feasible practical ready hour hours vacation vacations holiday ongoing
	continuous continuously backlog immediate immediately
	spring summer autumn fall winter holidays christmas january february march april may june july august september october november
	december jan feb mar apr jun jul aug sep sept oct nov dec`)

// mayBeFuzzy spares most texts the search. It may be wrong in one way only.
func mayBeFuzzy(text string) bool {
	if len(text) <= shortDate && startsWith(strings.ToLower(text), "before ", "after ") {
		return true
	}
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if numbered := len(word) <= 6 && strings.ContainsAny(word, "0123456789"); numbered && (strings.ContainsAny(word[:1], "qQhH") ||
			strings.HasPrefix(word, "20")) || slices.Contains(fuzzyWords, strings.ToLower(word)) {
			return true
		}
	}
	return false
}

type fuzzyPatterns struct{ alone, inside, whole *regexp.Regexp }

// fuzzyDates are put together once: not every run of the program needs them.
var fuzzyDates = sync.OnceValue(func() fuzzyPatterns {
	const (
		some  = `(?:few |couple of |several |two |three )?`
		span  = `(?:days?|weeks?|months?|quarters?|years?|sprints?|iterations?|releases?|milestones?|cycles?|half|pi)`
		month = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|` +
			`nov(?:ember)?|dec(?:ember)?)`
		year   = `(?:20\d\d)`
		season = `(?:spring|summer|autumn|fall|winter|holidays|christmas|new year)`
		number = `(?:q[1-4](?:[ /-]?(?:20)?\d\d)?|20\d\d[ -/]?q[1-4]|h[12][ /-]?20\d\d|20\d\d[ /-]?h[12])`
		which  = `(?:(?:by )?(?:the )?(?:early|mid|late|beginning of|start of|middle of|end of)|by|before|until)`
	)
	inside := strings.Join([]string{
		`asap`, `as soon as (?:possible|we can|feasible|practical|time permits)`, `soon`, `shortly`, `eventually`, `some ?day`, `sometime`,
		`at some (?:point|time)`, `at a later (?:date|stage|point|time)`, `in due (?:course|time)`, `tb[dac]`,
		`to be (?:scheduled|planned|determined|decided|confirmed)`,
		`later this ` + span, `(?:early |mid |late |later )?(?:this|next|the next|upcoming|the coming|the upcoming|the following) ` + some +
			`(?:sprints?|iterations?|weeks?|months?|quarters?|years?)`,
		`current (?:sprint|iteration|quarter)`, `(?:in|for|with|by|before|until|during|targeting) (?:this|the next|next|the upcoming) ` + span,
		`(?:in|within|over|during) (?:the next|the coming|the following|coming|next) ` + some + `(?:days|weeks|months|quarters|sprints)`,
		`(?:in|within) (?:a few|a couple of|several|some) (?:days|weeks|months|quarters|sprints)`,
		`(?:in|within) (?:\d+|two) ?(?:-|–|to|or) ?(?:\d+|three) (?:days|weeks|months|sprints)`,
		`(?:by |at )?(?:the )?end of (?:the |this |next )?(?:day|week|month|quarter|year|sprint|iteration)`,
		`eo[wmqy]`, `(?:by|before) (?:year|month|quarter)[- ]end`,
		number, `(?:in|during|by|for) (?:the )?h[12]`, `(?:by|before|until|end of) week \d+`,
		which + `[ -](?:our |the )?` + month + `(?: ` + year + `)?`, which + `[ -]` + year, `(?:first|second|third|fourth|last) quarter`,
		`(?:this|next|by|after|before) (?:the )?` + season, `sprint \d+`,
		`(?:when|if|as|once) (?:time|capacity|bandwidth|resources?|priorit(?:y|ies)|schedules?) (?:permits?|allows?|is available|are available)`,
		`when (?:we|there) (?:have|is|has) (?:the )?(?:time|capacity|bandwidth)`,
		`(?:in|over) the (?:near|short|medium|long|longer)(?: |-)(?:term|future|run)`,
		`after (?:the |my |our )?(?:freeze|holidays?|vacations?)`,
	}, `|`)
	whole := inside + `|` + strings.Join([]string{
		`later(?: on)?`, `soonest`, `(?:the )?(?:short|medium|mid|long|near|longer)[ -]term`, `when (?:possible|we can|ready)`, `h[12]`,
		`(?:early |mid |late )` + number, `(?:this|end of(?: the)?|after the|coming) ` + span, `(?:the )?next (?:iteration|release)`,
	}, `|`)
	alone := whole + `|` + strings.Join([]string{
		month + `(?:[ ,]+` + year + `)?`, `(?:in|during) ` + month + `(?: ` + year + `)?`, year, `(?:in|during) ` + year, `immediate(?:ly)?`,
		`ongoing`, `continuous(?:ly)?`, `backlog`, `future`,
		`(?:a few|a couple of|several|some|coming|few|\d+ ?(?:-|–|to) ?\d+) (?:days|weeks|months|sprints)`,
		`(?:within |~|about |approx(?:imately|\.)? )?(?:a |one |1 |two |2 )?` + span,
		`(?:cw|kw|week|calendar week) ?\d{1,2}`, season, `(?:in|during|this) ` + season,
		`\d{1,3} (?:hours?|days?|weeks?|months?|sprints?)`, `(?:before|after) (?:the )?\S+`,
	}, `|`)
	return fuzzyPatterns{
		alone:  regexp.MustCompile(`(?i)^(?:` + alone + `)$`),
		whole:  regexp.MustCompile(`(?i)^(?:` + whole + `)$`),
		inside: regexp.MustCompile(`(?i)\b(?:` + inside + `)\b`),
	}
})

// nearby bounds how far around its words a date is judged, in bytes, so that many of them stay linear in the text.
const nearby = 80

// otherwise reports whether words that look like a time mean something else in their sentence.
func otherwise(text string, start, end int) bool {
	before := strings.ToLower(text[max(0, start-nearby):start])
	after := strings.ToLower(text[end:min(len(text), end+nearby)])
	switch strings.ToLower(text[start:end]) {
	case "soon":
		return startsWith(after, " as", "er") || strings.Contains(before, "when ") || strings.Contains(before, "if ") ||
			endsWith(before, "as ", "too ", "how ", "expire ", "expires ", "expiring ")
	case "shortly":
		return startsWith(after, " after", " before")
	case "eventually":
		return startsWith(after, " consisten")
	}
	day := strings.TrimLeft(after, " ")
	return startsWith(after, "'s", "’s", "-") || endsWith(before, "-") || // "next week's certificates", "by 2026-12-04"
		day != after && day != "" && day[0] >= '0' && day[0] <= '9' // "by Dec 4"
}

func startsWith(s string, starts ...string) bool {
	return slices.ContainsFunc(starts, func(start string) bool { return strings.HasPrefix(s, start) })
}

func endsWith(s string, ends ...string) bool {
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(s, end) })
}
