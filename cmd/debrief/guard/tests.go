package guard

import (
	"slices"
	"strings"

	"debrief/model/lazyregexp"
)

// declared is a test, or a group of tests, as a file declares it.
type declared struct {
	name    string
	span    span   // from its declaration to its end
	group   bool   // a class, a suite: tests stand in it
	skipped string // by which words it does not run; "" where it does
	only    bool   // others of its file do not run beside it
}

var (
	goFunc   = lazyregexp.New(`(?m)^func\s+(?:\([^)]*\)\s*)?((?:Test|Fuzz|Benchmark|Example)(?:[^a-z\s(\[][\p{L}\p{N}_]*)?)\s*(?:\[[^\]]*\])?\(`)
	goSkip   = lazyregexp.New(`\b\w+\.(?:Skip|Skipf|SkipNow)\(`)
	goIgnore = lazyregexp.New(`(?m)^//(?:go:build| \+build) (?:ignore|never)\b`)
)

func goTests(s *source) []declared {
	var all []declared
	for _, m := range goFunc().FindAllSubmatchIndex(s.code, -1) {
		d := declared{name: string(s.code[m[2]:m[3]]), span: span{m[0], s.body(m[3]).to}}
		body := s.body(s.closed(m[1] - 1))
		d.span.to = body.to
		switch {
		case goIgnore().Match(s.text[:min(len(s.text), 4096)]):
			d.skipped = "go:build ignore"
		case s.top(body, goSkip):
			d.skipped = "t.Skip"
		}
		all = append(all, d)
		first, _ := slices.BinarySearchFunc(s.strings, body.from, func(x span, at int) int { return x.from - at })
		for _, x := range s.strings[first:] { // the names of its subtests stand somewhere in it
			if !body.holds(x.from) || len(all) >= mostDeclared {
				break
			}
			name := strings.Trim(string(s.text[x.from:x.to]), "\"`")
			all = append(all, declared{name: d.name + "/" + name, span: x, skipped: d.skipped})
		}
	}
	return all
}

// enclosing are the groups that a place stands in, the outermost first.
func enclosing(all []declared, at int) []int {
	var around []int
	for i := range all {
		if all[i].span.from > at {
			continue
		}
		if all[i].group && all[i].span.holds(at) && all[i].span.from != at {
			around = append(around, i)
		}
	}
	return around
}
