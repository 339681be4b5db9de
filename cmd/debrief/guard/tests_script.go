package guard

import (
	"strings"

	"debrief/model/lazyregexp"
)

var (
	scriptCall  = lazyregexp.New(`(?:^|[^\w.$])((?:x|f)?(?:test|it|specify|describe|context|suite)|Deno\.test|testWidgets|group)((?:\.\w+)*)\s*([(\x60])`)
	scriptOpts  = lazyregexp.New(`^\s*,\s*(?:\{[^{}]*\b(?:skip|todo)\s*:\s*(?:true|["'\x60])|skip:\s*(?:true|["']))`)
	scriptSkips = lazyregexp.New(`\b(?:t|this|ctx|context|test)\.(?:skip|todo)\(`)
	scriptGroup = lazyregexp.New(`describe|context|suite|group`)
	takesTable  = lazyregexp.New(`\.(?:each|for|skipIf|runIf)\b`)
	modifier    = lazyregexp.New(`\.(?:skip|todo)\b`)
)

func scriptTests(s *source) []declared {
	var all []declared
	for _, m := range scriptCall().FindAllSubmatchIndex(s.code, -1) {
		word, chain := string(s.code[m[2]:m[3]]), string(s.code[m[4]:m[5]])
		open := m[6]
		if takesTable().MatchString(chain) {
			open = s.behind(open)
		}
		if open >= len(s.code) || s.code[open] != '(' {
			continue
		}
		name, after, ok := s.literal(open + 1)
		if !ok {
			continue
		}
		d := declared{name: name, span: span{m[2], s.closed(open)}, group: scriptGroup().MatchString(word)}
		switch {
		case strings.HasPrefix(word, "x"):
			d.skipped = word
		case modifier().MatchString(chain):
			d.skipped = word + chain
		case scriptOpts().Match(s.code[after:max(after, min(after+far, d.span.to))]):
			d.skipped = "its options"
		case !d.group && s.top(s.body(after), scriptSkips):
			d.skipped = "skip in its body"
		}
		d.only = strings.HasPrefix(word, "f") || strings.Contains(chain, ".only")
		all = append(all, d)
	}
	return all
}

// behind is what follows a table in brackets, or in a template.
func (s *source) behind(at int) int {
	if s.code[at] == '(' {
		at = s.closed(at)
	} else if _, end, ok := s.literal(at); ok {
		at = end
	}
	for at < len(s.code) && strings.IndexByte(" \t\r\n", s.code[at]) >= 0 {
		at++
	}
	return at
}
