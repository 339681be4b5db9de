package guard

import (
	"bytes"
	"regexp"
	"strings"

	"debrief/model/lazyregexp"
)

var (
	rubyCall = lazyregexp.New(`(?m)^([ \t]*)(?:RSpec\.)?((?:x|f)?(?:it|specify|example|scenario|describe|context|feature)|test|pending|skip|property)[ \t(]+(\S)`)
	rubyDef  = lazyregexp.New(`(?m)^([ \t]*)(?:def (test_\w+[?!]?)|class (\w+(?:::\w+)*) *<)`)
	rubyMeta = lazyregexp.New(`[ ,(](?::skip\b|:pending\b|(?:skip|pending): *(?:true|["'])|:(?:skip|pending) *=> *(?:true|["']))`)
	rubyBody = lazyregexp.New(`^(?:skip|pending|omit)\b`)
	exTag    = lazyregexp.New(`(?m)@(?:module)?tag (?::skip\b|skip:)`)
)

func rubyTests(s *source) []declared {
	var all []declared
	for _, m := range rubyCall().FindAllSubmatchIndex(s.code, -1) {
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
		case rubyMeta().Match(line):
			d.skipped = "its options"
		case exTag().Match(s.code[bytes.LastIndexByte(s.code[:max(0, m[0]-1)], '\n')+1 : m[0]]):
			d.skipped = "@tag :skip"
		case !group && s.rubySkips(d.span, m[3]-m[2]):
			d.skipped = "a skip in its body"
		}
		all = append(all, d)
	}
	for _, m := range rubyDef().FindAllSubmatchIndex(s.code, -1) {
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

// longestBlock is how far the end of a block is looked for, in bytes.
const longestBlock = 256 << 10

// rubyBlock goes from a line to the end that is indented like it.
func (s *source) rubyBlock(at, indent int) span {
	end := regexp.MustCompile(`(?m)^[ \t]{` + itoa(indent) + `}(?:end|\})`)
	first := at + lineEnd(s.code[at:])
	if line := bytes.TrimSpace(s.code[at:first]); bytes.HasSuffix(line, []byte("}")) || bytes.HasSuffix(line, []byte(" end")) {
		return span{at, first}
	}
	last := min(len(s.code), first+longestBlock)
	if !s.spend(1 << 10) {
		return span{at, first}
	}
	if m := end.FindIndex(s.code[first:last]); m != nil {
		s.spend(m[1])
		return span{at, first + m[1]}
	}
	s.spend(last - first)
	return span{at, last}
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
		if len(line)-len(text) == level && rubyBody().Match(text) && !conditional {
			return true
		}
	}
	return false
}
