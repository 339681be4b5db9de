package guard

import (
	"slices"
	"strings"

	"debrief/model/lazyregexp"
)

var (
	rustFn    = lazyregexp.New(`\bfn\s+(\w+)\s*(?:<[^>]*>)?\(`)
	rustMark  = lazyregexp.New(`#\[(?:\w+::)*(?:test|rstest|test_case|case|quickcheck|test_log|wasm_bindgen_test)\b|#\[\w+_test\b`)
	rustSkips = lazyregexp.New(`#\[ignore\b|#\[cfg\(any\(\)\)\]`)
	rustMod   = lazyregexp.New(`\bmod\s+(\w+)\s*\{`)
)

func rustTests(s *source) []declared {
	var all []declared
	for _, m := range rustMod().FindAllSubmatchIndex(s.code, -1) {
		all = append(all, declared{name: string(s.code[m[2]:m[3]]), span: span{m[0], s.closed(m[1] - 1)}, group: true})
	}
	for _, m := range rustFn().FindAllSubmatchIndex(s.code, -1) {
		head := s.head(m[0])
		if !rustMark().MatchString(head) {
			continue
		}
		d := declared{name: string(s.code[m[2]:m[3]]), span: span{m[0], s.body(m[1] - 1).to}}
		if rustSkips().MatchString(head) {
			d.skipped = "#[ignore]"
		}
		all = append(all, d)
	}
	return all
}

var (
	batsTest  = lazyregexp.New(`(?m)^[ \t]*@test[ \t]+`)
	shellFunc = lazyregexp.New(`(?m)^[ \t]*(?:function[ \t]+)?([\w:-]+)[ \t]*\(\)[ \t\n]*\{`)
	shellSkip = lazyregexp.New(`(?m)^[ \t]*(?:skip|startSkipping)\b`)
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
	for _, m := range batsTest().FindAllIndex(s.code, -1) {
		if name, end, ok := s.literal(m[1]); ok {
			add(name, m[0], end)
		}
	}
	for _, m := range shellFunc().FindAllSubmatchIndex(s.code, -1) {
		if name := string(s.code[m[2]:m[3]]); strings.HasPrefix(strings.ToLower(name), "test") {
			add(name, m[0], m[1]-1)
		}
	}
	return all
}

var (
	macro     = lazyregexp.New(`\b(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|TEST_CASE|TEST_CASE_METHOD|SCENARIO|TEST_METHOD|BOOST_AUTO_TEST_CASE|BOOST_FIXTURE_TEST_CASE|START_TEST|Test)\s*\(`)
	macroFunc = lazyregexp.New(`(?m)\b(?:void|int|static|bool)\s+(test\w*|\w+_test)\s*\(`)
	macroSkip = lazyregexp.New(`\b(?:GTEST_SKIP|TEST_IGNORE|TEST_IGNORE_MESSAGE|SKIP|XCTSkip)\b`)
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
	for _, m := range macro().FindAllIndex(s.code, -1) {
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
	for _, m := range macroFunc().FindAllSubmatchIndex(s.code, -1) {
		add(string(s.code[m[2]:m[3]]), m[0], s.closed(m[1]-1))
	}
	return slices.Clip(all)
}
