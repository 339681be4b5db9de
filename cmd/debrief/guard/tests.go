package guard

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
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
	goFunc   = regexp.MustCompile(`(?m)^func (?:\([^)]*\) ?)?((?:Test|Fuzz|Benchmark|Example)(?:[^a-z\s(\[][\p{L}\p{N}_]*)?)\s*(?:\[[^\]]*\])?\(`)
	goSkip   = regexp.MustCompile(`\b\w+\.(?:Skip|Skipf|SkipNow)\(`)
	goIgnore = regexp.MustCompile(`(?m)^//(?:go:build| \+build) (?:ignore|never)\b`)
)

func goTests(s *source) []declared {
	var all []declared
	for _, m := range goFunc.FindAllSubmatchIndex(s.code, -1) {
		d := declared{name: string(s.code[m[2]:m[3]]), span: span{m[0], s.body(m[3]).to}}
		body := s.body(s.closed(m[1] - 1))
		d.span.to = body.to
		switch {
		case goIgnore.Match(s.text[:min(len(s.text), 4096)]):
			d.skipped = "go:build ignore"
		case s.top(body, goSkip):
			d.skipped = "t.Skip"
		}
		all = append(all, d)
		for _, x := range s.strings { // the names of its subtests stand somewhere in it
			if body.holds(x.from) && len(all) < 10_000 {
				name := strings.Trim(string(s.text[x.from:x.to]), "\"`")
				all = append(all, declared{name: d.name + "/" + name, span: x, skipped: d.skipped})
			}
		}
	}
	return all
}

var (
	pyDeclared = regexp.MustCompile(`(?m)^([ \t]*)(?:(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(|class[ \t]+(\w+)[ \t]*([(:].*))`)
	pySkip     = regexp.MustCompile(`@[\w.]*\bskip\b|@[\w.]*\bskip(?:If|if)\(True\b|@[\w.]*\bskipUnless\(False\b|\bxfail\([^)]*run=False`)
	pyBodySkip = regexp.MustCompile(`^(?:[\w.]*\.)?(?:skip|skipTest|xfail)\(|^raise (?:\w+\.)?SkipTest\b`)
	pyModule   = regexp.MustCompile(`(?m)^pytestmark\s*=.*\bskip\b|^(?:pytest\.)?skip\(|^raise (?:unittest\.)?SkipTest\b`)
	pyNoTest   = regexp.MustCompile(`(?m)^[ \t]+__test__\s*=\s*False\b`)
	pySetUp    = regexp.MustCompile(`^(?:setUp|setUpClass|setup_method|setup_class)$`)
)

func pythonTests(s *source) []declared {
	var all []declared
	everything := ""
	if pyModule.Match(s.code) {
		everything = "a skip of the whole file"
	}
	for _, m := range pyDeclared.FindAllSubmatchIndex(s.code, -1) {
		indent := m[3] - m[2]
		d := declared{span: span{m[0], s.pythonEnd(m[1], indent)}, skipped: everything}
		if head := s.decorators(m[0]); pySkip.MatchString(head) {
			d.skipped = "a decorator that skips"
		}
		if m[6] >= 0 {
			d.name, d.group = string(s.code[m[6]:m[7]]), true
			bases := string(s.code[m[8]:m[9]])
			if pyNoTest.Match(s.code[d.span.from:d.span.to]) {
				d.skipped = "__test__ = False"
			}
			if !strings.HasPrefix(d.name, "Test") && !strings.Contains(bases, "Test") {
				continue
			}
			all = append(all, d)
			continue
		}
		d.name = string(s.code[m[4]:m[5]])
		if d.skipped == "" && s.pythonSkips(m[1], d.span.to, indent) {
			d.skipped = "a skip in its body"
		}
		if around := enclosing(all, d.span.from); pySetUp.MatchString(d.name) && d.skipped != "" && len(around) > 0 {
			all[around[len(around)-1]].skipped = "a skip in " + d.name
		}
		if strings.HasPrefix(d.name, "test") && (indent == 0 || len(enclosing(all, d.span.from)) > 0) {
			all = append(all, d)
		}
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
	from, lines := at, 0
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
	end := at
	for end < len(s.code) && !bytes.HasPrefix(bytes.TrimLeft(s.code[end:], " \t"), []byte("def ")) &&
		!bytes.HasPrefix(bytes.TrimLeft(s.code[end:], " \t"), []byte("class ")) && !bytes.HasPrefix(bytes.TrimLeft(s.code[end:], " \t"), []byte("async ")) {
		end += lineEnd(s.code[end:]) + 1
	}
	return string(s.code[at:min(end, len(s.code))])
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
		if len(line)-len(text) == level && pyBodySkip.Match(text) {
			return true
		}
	}
	return false
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

var (
	scriptCall  = regexp.MustCompile(`(?:^|[^\w.$])((?:x|f)?(?:test|it|specify|describe|context|suite)|Deno\.test|testWidgets|group)((?:\.\w+)*)\s*([(\x60])`)
	scriptOpts  = regexp.MustCompile(`^\s*,\s*(?:\{[^{}]*\b(?:skip|todo)\s*:\s*(?:true|["'\x60])|skip:\s*(?:true|["']))`)
	scriptSkips = regexp.MustCompile(`\b(?:t|this|ctx|context|test)\.(?:skip|todo)\(`)
	scriptGroup = regexp.MustCompile(`describe|context|suite|group`)
	modifier    = regexp.MustCompile(`\.(?:skip|todo)\b`)
)

func scriptTests(s *source) []declared {
	var all []declared
	for _, m := range scriptCall.FindAllSubmatchIndex(s.code, -1) {
		word, chain := string(s.code[m[2]:m[3]]), string(s.code[m[4]:m[5]])
		open := m[6]
		if strings.Contains(chain, ".each") || strings.Contains(chain, ".skipIf") || strings.Contains(chain, ".runIf") || strings.Contains(chain, ".for") {
			open = s.behind(open)
		}
		if open >= len(s.code) || s.code[open] != '(' {
			continue
		}
		name, after, ok := s.literal(open + 1)
		if !ok {
			continue
		}
		d := declared{name: name, span: span{m[2], s.closed(open)}, group: scriptGroup.MatchString(word)}
		switch {
		case strings.HasPrefix(word, "x"):
			d.skipped = word
		case modifier.MatchString(chain):
			d.skipped = word + chain
		case scriptOpts.Match(s.code[after:min(len(s.code), d.span.to)]):
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

var (
	classOf      = regexp.MustCompile(`\b(?:class|object|struct|trait)\s+(\w+)`)
	methodOf     = regexp.MustCompile("[\\w>\\]?]\\s+(\\w+|\x60[^\x60\\n]+\x60)\\s*\\(")
	methodMark   = regexp.MustCompile(`@(?:\w+\.)*(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property|Theory)\b|\[(?:\w+\.)*(?:Fact|Theory|Test|TestMethod|TestCase|DataTestMethod|TestCaseSource)\b|#\[Test\b`)
	methodSkip   = regexp.MustCompile(`@(?:\w+\.)*(?:Disabled|Ignore|Ignored)\b|\[(?:\w+\.)*Ignore\b|\bSkip\s*=|\benabled\s*=\s*false|\.disabled\b`)
	methodBody   = regexp.MustCompile(`\b(?:markTestSkipped|markTestIncomplete|XCTSkip|Assert\.(?:Ignore|Inconclusive)|assumeTrue\(false|assumeFalse\(true)\b`)
	notAMethod   = regexp.MustCompile(`\b(?:new|return|else|throw|case|await|in)\s+$`)
	methodPrefix = regexp.MustCompile(`^test`)
)

func methodTests(s *source) []declared {
	var all []declared
	for _, m := range classOf.FindAllSubmatchIndex(s.code, -1) {
		d := declared{name: string(s.code[m[2]:m[3]]), span: span{m[0], s.body(m[1]).to}, group: true}
		if methodSkip.MatchString(s.head(m[0])) {
			d.skipped = "an annotation of its class"
		}
		all = append(all, d)
	}
	for _, m := range methodOf.FindAllSubmatchIndex(s.code, -1) {
		name := strings.Trim(string(s.code[m[2]:m[3]]), "`")
		head := s.head(m[2])
		body := s.body(s.closed(m[1] - 1))
		if notAMethod.MatchString(head) || !methodMark.MatchString(head) && !methodPrefix.MatchString(name) || body.to <= body.from && !strings.Contains(head, "fun ") {
			continue
		}
		d := declared{name: name, span: span{m[2], max(body.to, m[1])}}
		switch {
		case methodSkip.MatchString(head):
			d.skipped = "an annotation"
		case s.top(body, methodBody):
			d.skipped = "a skip in its body"
		}
		all = append(all, d)
	}
	return append(all, scriptTests(s)...) // Kotest, Pest and Spek call what they test by a text
}

var (
	rustFn    = regexp.MustCompile(`\bfn\s+(\w+)\s*(?:<[^>]*>)?\(`)
	rustMark  = regexp.MustCompile(`#\[(?:\w+::)*(?:test|rstest|test_case|case|quickcheck|test_log|wasm_bindgen_test)\b|#\[\w+_test\b`)
	rustSkips = regexp.MustCompile(`#\[ignore\b|#\[cfg\(any\(\)\)\]`)
	rustMod   = regexp.MustCompile(`\bmod\s+(\w+)\s*\{`)
)

func rustTests(s *source) []declared {
	var all []declared
	for _, m := range rustMod.FindAllSubmatchIndex(s.code, -1) {
		all = append(all, declared{name: string(s.code[m[2]:m[3]]), span: span{m[0], s.closed(m[1] - 1)}, group: true})
	}
	for _, m := range rustFn.FindAllSubmatchIndex(s.code, -1) {
		head := s.head(m[0])
		if !rustMark.MatchString(head) {
			continue
		}
		d := declared{name: string(s.code[m[2]:m[3]]), span: span{m[0], s.body(m[1] - 1).to}}
		if rustSkips.MatchString(head) {
			d.skipped = "#[ignore]"
		}
		all = append(all, d)
	}
	return all
}

var (
	rubyCall = regexp.MustCompile(`(?m)^([ \t]*)(?:RSpec\.)?((?:x|f)?(?:it|specify|example|scenario|describe|context|feature)|test|pending|skip|property)[ \t(]+(\S)`)
	rubyDef  = regexp.MustCompile(`(?m)^([ \t]*)(?:def (test_\w+[?!]?)|class (\w+(?:::\w+)*) *<)`)
	rubyMeta = regexp.MustCompile(`[ ,(](?::skip\b|:pending\b|(?:skip|pending): *(?:true|["'])|:(?:skip|pending) *=> *(?:true|["']))`)
	rubyBody = regexp.MustCompile(`^(?:skip|pending|omit)\b`)
	exTag    = regexp.MustCompile(`(?m)@(?:module)?tag (?::skip\b|skip:)`)
)

func rubyTests(s *source) []declared {
	var all []declared
	for _, m := range rubyCall.FindAllSubmatchIndex(s.code, -1) {
		name, _, ok := s.literal(m[6])
		word := string(s.code[m[4]:m[5]])
		group := strings.Contains(word, "describe") || strings.Contains(word, "context") || strings.Contains(word, "feature")
		line := s.code[m[0] : m[0]+lineEnd(s.code[m[0]:])]
		if !ok && group {
			name = strings.TrimSuffix(strings.Fields(string(s.code[m[6] : m[6]+lineEnd(s.code[m[6]:])]))[0], ",")
		} else if !ok {
			continue
		}
		d := declared{name: name, span: s.rubyBlock(m[0], m[3]-m[2]), group: group}
		switch {
		case strings.HasPrefix(word, "x"), word == "pending", word == "skip":
			d.skipped = word
		case rubyMeta.Match(line):
			d.skipped = "its options"
		case exTag.Match(s.code[bytes.LastIndexByte(s.code[:max(0, m[0]-1)], '\n')+1 : m[0]]):
			d.skipped = "@tag :skip"
		case !group && s.rubySkips(d.span, m[3]-m[2]):
			d.skipped = "a skip in its body"
		}
		all = append(all, d)
	}
	for _, m := range rubyDef.FindAllSubmatchIndex(s.code, -1) {
		d := declared{span: s.rubyBlock(m[0], m[3]-m[2])}
		if m[6] >= 0 {
			d.name, d.group = string(s.code[m[6]:m[7]]), true
		} else {
			d.name = string(s.code[m[4]:m[5]])
			if s.rubySkips(d.span, m[3]-m[2]) {
				d.skipped = "a skip in its body"
			}
		}
		all = append(all, d)
	}
	return all
}

// rubyBlock goes from a line to the end that is indented like it.
func (s *source) rubyBlock(at, indent int) span {
	end := regexp.MustCompile(`(?m)^[ \t]{` + itoa(indent) + `}(?:end|\})`)
	first := at + lineEnd(s.code[at:])
	if line := bytes.TrimSpace(s.code[at:first]); bytes.HasSuffix(line, []byte("}")) || bytes.HasSuffix(line, []byte(" end")) {
		return span{at, first}
	}
	if m := end.FindIndex(s.code[first:]); m != nil && s.spend(m[1]) {
		return span{at, first + m[1]}
	}
	return span{at, len(s.code)}
}

// rubySkips reports whether a statement of a block itself skips.
func (s *source) rubySkips(in span, indent int) bool {
	level := -1
	for line := range bytes.SplitSeq(s.code[min(in.from+lineEnd(s.code[in.from:])+1, in.to):in.to], []byte("\n")) {
		text := bytes.TrimLeft(line, " \t")
		if len(bytes.TrimSpace(text)) == 0 || len(line)-len(text) <= indent {
			continue
		}
		if level < 0 {
			level = len(line) - len(text)
		}
		conditional := bytes.Contains(text, []byte(" if ")) || bytes.Contains(text, []byte(" unless "))
		if len(line)-len(text) == level && rubyBody.Match(text) && !conditional {
			return true
		}
	}
	return false
}

var (
	batsTest  = regexp.MustCompile(`(?m)^[ \t]*@test[ \t]+`)
	shellFunc = regexp.MustCompile(`(?m)^[ \t]*(?:function[ \t]+)?([\w:-]+)[ \t]*\(\)[ \t\n]*\{`)
	shellSkip = regexp.MustCompile(`(?m)^[ \t]*(?:skip|startSkipping)\b`)
)

func shellTests(s *source) []declared {
	var all []declared
	add := func(name string, from, at int) {
		body := s.body(at)
		d := declared{name: name, span: span{from, body.to}}
		if s.top(body, shellSkip) {
			d.skipped = "skip"
		}
		all = append(all, d)
	}
	for _, m := range batsTest.FindAllIndex(s.code, -1) {
		if name, end, ok := s.literal(m[1]); ok {
			add(name, m[0], end)
		}
	}
	for _, m := range shellFunc.FindAllSubmatchIndex(s.code, -1) {
		if name := string(s.code[m[2]:m[3]]); strings.HasPrefix(strings.ToLower(name), "test") {
			add(name, m[0], m[1]-1)
		}
	}
	return all
}

var (
	macro     = regexp.MustCompile(`\b(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|TEST_CASE|TEST_CASE_METHOD|SCENARIO|TEST_METHOD|BOOST_AUTO_TEST_CASE|BOOST_FIXTURE_TEST_CASE|START_TEST|Test)\s*\(`)
	macroFunc = regexp.MustCompile(`(?m)\b(?:void|int|static|bool)\s+(test\w*|\w+_test)\s*\(`)
	macroSkip = regexp.MustCompile(`\b(?:GTEST_SKIP|TEST_IGNORE|TEST_IGNORE_MESSAGE|SKIP|XCTSkip)\b`)
)

func macroTests(s *source) []declared {
	var all []declared
	add := func(name string, from, at int) {
		body := s.body(at)
		d := declared{name: name, span: span{from, body.to}}
		switch {
		case strings.Contains(name, "DISABLED_"):
			d.name, d.skipped = strings.ReplaceAll(name, "DISABLED_", ""), "DISABLED_"
		case s.top(body, macroSkip):
			d.skipped = "a skip in its body"
		}
		if body.to > body.from {
			all = append(all, d)
		}
	}
	for _, m := range macro.FindAllIndex(s.code, -1) {
		end := s.closed(m[1] - 1)
		name, _, ok := s.literal(m[1])
		if ok {
			add(name, m[0], end)
			continue
		}
		parts := strings.FieldsFunc(string(s.code[m[1]:max(m[1], end-1)]), func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) })
		if len(parts) > 0 {
			add(parts[len(parts)-1], m[0], end)
		}
		if len(parts) == 2 {
			add(parts[0]+"."+parts[1], m[0], end)
		}
	}
	for _, m := range macroFunc.FindAllSubmatchIndex(s.code, -1) {
		add(string(s.code[m[2]:m[3]]), m[0], s.closed(m[1]-1))
	}
	return slices.Clip(all)
}
