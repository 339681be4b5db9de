package guard

import (
	"bytes"
	"strings"

	"debrief/model/lazyregexp"
)

var (
	pyDeclared = lazyregexp.New(`(?m)^([ \t]*)(?:(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(|class[ \t]+(\w+)[ \t]*([(:].*))`)
	pySkip     = lazyregexp.New(`@[\w.]*\bskip\b|@[\w.]*\bskip(?:If|if)\(True\b|@[\w.]*\bskipUnless\(False\b|\bxfail\([^)]*run=False`)
	pyBodySkip = lazyregexp.New(`^(?:[\w.]*\.)?(?:skip|skipTest|xfail)\(|^raise (?:\w+\.)?SkipTest\b`)
	pyModule   = lazyregexp.New(`(?m)^pytestmark\s*=.*\bskip\b|^(?:pytest\.)?skip\(|^raise (?:unittest\.)?SkipTest\b`)
	pyNoTest   = lazyregexp.New(`(?m)^[ \t]+__test__\s*=\s*False\b`)
	pySetUp    = lazyregexp.New(`^(?:setUp|setUpClass|setup_method|setup_class)$`)
)

func pythonTests(s *source) []declared {
	var all []declared
	everything := ""
	if pyModule().Match(s.code) {
		everything = "a skip of the whole file"
	}
	for _, m := range pyDeclared().FindAllSubmatchIndex(s.code, -1) {
		d := declared{span: span{m[0], s.pythonEnd(m[1], m[3]-m[2])}, skipped: everything}
		if head := s.decorators(m[0]); pySkip().MatchString(head) {
			d.skipped = "a decorator that skips"
		}
		if m[6] < 0 {
			d.name = string(s.code[m[4]:m[5]])
			all = s.pythonFunction(all, d, m[1], m[3]-m[2])
			continue
		}
		d.name, d.group = string(s.code[m[6]:m[7]]), true
		if s.spend(d.span.to-d.span.from) && pyNoTest().Match(s.code[d.span.from:d.span.to]) {
			d.skipped = "__test__ = False"
		}
		if strings.HasPrefix(d.name, "Test") || bytes.Contains(s.code[m[8]:m[9]], []byte("Test")) {
			all = append(all, d)
		}
	}
	return all
}

// pythonFunction adds a function that is a test, and takes from one that sets a class up whether its tests run.
func (s *source) pythonFunction(all []declared, d declared, at, indent int) []declared {
	if d.skipped == "" && s.pythonSkips(at, d.span.to, indent) {
		d.skipped = "a skip in its body"
	}
	around := enclosing(all, d.span.from)
	if pySetUp().MatchString(d.name) && d.skipped != "" && len(around) > 0 {
		all[around[len(around)-1]].skipped = "a skip in " + d.name
	}
	if strings.HasPrefix(d.name, "test") && (indent == 0 || len(around) > 0) {
		all = append(all, d)
	}
	return all
}

// pythonEnd is where a block ends that is indented more than its head.
func (s *source) pythonEnd(at, indent int) int {
	for from := at; at < len(s.code); {
		at += lineEnd(s.code[at:]) + 1
		if at >= len(s.code) || s.budget < at-from {
			break
		}
		line := s.code[at : at+lineEnd(s.code[at:])]
		if text := bytes.TrimLeft(line, " \t"); len(bytes.TrimSpace(text)) > 0 && len(line)-len(text) <= indent && text[0] != ')' {
			s.spend(at - from)
			return at
		}
	}
	return len(s.code)
}

// decorators are the lines above a declaration that begin with @, and those that go on with them.
func (s *source) decorators(at int) string {
	from, lines, below := at, 0, at
	for from > 0 && lines < 20 {
		start := bytes.LastIndexByte(s.code[:from-1], '\n') + 1
		line := bytes.TrimSpace(s.code[start:from])
		if len(line) == 0 || bytes.HasPrefix(line, []byte("def ")) || bytes.HasPrefix(line, []byte("class ")) {
			break
		}
		from, lines = start, lines+1
		if bytes.HasPrefix(line, []byte("@")) {
			at = start
		} else if !bytes.HasSuffix(line, []byte(")")) && !bytes.HasSuffix(line, []byte(",")) && !bytes.HasSuffix(line, []byte("(")) {
			break
		}
	}
	return string(s.code[at:below])
}

// pythonSkips reports whether a statement of a function itself, and not of a block in it, skips.
func (s *source) pythonSkips(at, end, indent int) bool {
	level := -1
	for at += lineEnd(s.code[at:]) + 1; at < end; at += lineEnd(s.code[at:]) + 1 {
		line := s.code[at : at+lineEnd(s.code[at:])]
		text := bytes.TrimLeft(line, " \t")
		if len(bytes.TrimSpace(text)) == 0 || len(line)-len(text) <= indent {
			continue
		}
		if level < 0 {
			level = len(line) - len(text)
		}
		if len(line)-len(text) == level && pyBodySkip().Match(text) {
			return true
		}
	}
	return false
}
