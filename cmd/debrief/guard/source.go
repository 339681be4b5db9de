package guard

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// source is a file's text and its code: the same text with blanks in the place of comments and of what stands in strings, so
// that a place in one is the same place in the other.
type source struct {
	text, code []byte
	strings    []span // where they stand, with their quotes, in order
	skip       []span // texts that stand below the line which begins them
	partner    []int32
	budget     int // how many bytes may still be looked at again: a file made for it cannot take for ever
}

// spend reports whether so much may be looked at again.
func (s *source) spend(n int) bool {
	s.budget -= n
	return s.budget > 0
}

// pair finds the bracket that closes each one that opens, and the other way around.
func (s *source) pair() {
	s.partner = make([]int32, len(s.code))
	var stacks [3][]int32
	for i, c := range s.code {
		switch kind := strings.IndexByte("([{", c); {
		case kind >= 0:
			stacks[kind] = append(stacks[kind], int32(i))
			s.partner[i] = int32(len(s.code))
		case strings.IndexByte(")]}", c) >= 0:
			kind = strings.IndexByte(")]}", c)
			if n := len(stacks[kind]); n > 0 {
				open := stacks[kind][n-1]
				stacks[kind] = stacks[kind][:n-1]
				s.partner[open], s.partner[i] = int32(i), open
			} else {
				s.partner[i] = int32(i)
			}
		}
	}
}

type span struct{ from, to int }

func (s span) holds(at int) bool { return s.from <= at && at < s.to }

// grammar is what a language writes around comments and strings.
type grammar struct {
	comment []string    // to the end of the line
	blocks  [][2]string // comments over several lines
	nested  bool        // which may stand inside of each other
	quotes  string      // of strings that end with their line
	long    [][2]string // strings over several lines, tried first
	raw     string      // those of their beginnings in which a backslash is a backslash
	special func(s *source, at int) int
}

// read tells code from comments and strings. A string that never ends takes its line, so that one slip does not take the file.
func (g *grammar) read(text []byte) *source {
	s := &source{text: text, code: bytes.Clone(text), budget: 8*len(text) + 1<<20}
	for at := 0; at < len(text); {
		if len(s.skip) > 0 && s.skip[0].holds(at) {
			at = s.skip[0].to
			s.skip = s.skip[1:]
			continue
		}
		if next := g.step(s, at); next > at {
			at = next
		} else {
			at++
		}
	}
	s.pair()
	return s
}

// step reads a comment or a string that begins at a place, and gives its end; the place itself where code stands there.
func (g *grammar) step(s *source, at int) int {
	if g.special != nil {
		if next := g.special(s, at); next > at {
			return next
		}
	}
	rest := s.text[at:]
	for _, b := range g.blocks {
		if bytes.HasPrefix(rest, []byte(b[0])) {
			return s.blank(at, at+g.block(rest, b))
		}
	}
	for _, c := range g.comment {
		if bytes.HasPrefix(rest, []byte(c)) {
			return s.blank(at, at+lineEnd(rest))
		}
	}
	for _, l := range g.long {
		if bytes.HasPrefix(rest, []byte(l[0])) {
			end := closing(rest, len(l[0]), l[1], strings.Contains(g.raw, l[0]))
			return s.quote(at, at+end, len(l[0]), len(l[1]))
		}
	}
	if strings.IndexByte(g.quotes, rest[0]) >= 0 {
		end := lineEnd(rest)
		length := closing(rest[:end], 1, string(rest[:1]), false)
		return s.quote(at, at+length, 1, 1)
	}
	return at
}

// block is how long a comment is that begins here.
func (g *grammar) block(rest []byte, b [2]string) int {
	depth, at := 1, len(b[0])
	for at < len(rest) && depth > 0 {
		switch {
		case bytes.HasPrefix(rest[at:], []byte(b[1])):
			depth--
			at += len(b[1])
		case g.nested && bytes.HasPrefix(rest[at:], []byte(b[0])):
			depth++
			at += len(b[0])
		default:
			at++
		}
	}
	return at
}

// closing is where a string ends, behind its closing quote; the end of the text where it has none.
func closing(rest []byte, at int, quote string, raw bool) int {
	for at < len(rest) {
		switch {
		case bytes.HasPrefix(rest[at:], []byte(quote)):
			return at + len(quote)
		case rest[at] == '\\' && !raw:
			at += 2
		default:
			at++
		}
	}
	return len(rest)
}

func lineEnd(rest []byte) int {
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		return i
	}
	return len(rest)
}

// blank takes something out of the code, its lines not.
func (s *source) blank(from, to int) int {
	to = min(to, len(s.code))
	for i := from; i < to; i++ {
		if s.code[i] != '\n' {
			s.code[i] = ' '
		}
	}
	return to
}

// quote takes what stands in a string out of the code.
func (s *source) quote(from, to, open, end int) int {
	to = min(to, len(s.code))
	s.strings = append(s.strings, span{from, to})
	s.blank(from+open, max(from+open, to-end))
	return to
}

// literal is what stands in the string that begins at a place, or behind blanks there.
func (s *source) literal(at int) (text string, end int, ok bool) {
	for at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[at]) >= 0 {
		at++
	}
	i, found := slices.BinarySearchFunc(s.strings, at, func(x span, at int) int { return x.from - at })
	if !found {
		return "", at, false
	}
	x := s.strings[i]
	return strings.Trim(string(s.text[x.from:x.to]), "\"'`"), x.to, true
}

// closed is where a bracket closes that opens at a place, behind it.
func (s *source) closed(at int) int {
	if at >= len(s.code) || strings.IndexByte("([{", s.code[at]) < 0 {
		return at
	}
	return min(int(s.partner[at])+1, len(s.code))
}

// far is how far the head and the body of a declaration may be from its name, in bytes.
const far = 4 << 10

// body is the block of braces that opens at or behind a place, before the statement ends.
func (s *source) body(at int) span {
	for i := at; i < min(len(s.code), at+far); i++ {
		switch s.code[i] {
		case '(', '[':
			i = s.closed(i) - 1
		case ';', '}':
			return span{i, i}
		case '{':
			return span{i, s.closed(i)}
		}
	}
	return span{at, at}
}

// top reports whether a pattern stands in a block itself, and not in one inside of it: what is done whatever happens.
func (s *source) top(in span, pattern func() *regexp.Regexp) bool {
	if in.to-in.from < 2 || !s.spend(in.to-in.from) {
		return false
	}
	flat := bytes.Clone(s.code[in.from+1 : in.to-1])
	depth := 0
	for i, c := range flat {
		switch c {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth > 0 && c != '\n' {
			flat[i] = ' '
		}
	}
	return pattern().Match(flat)
}

// head is what stands before a declaration and belongs to it: its attributes and annotations.
func (s *source) head(at int) string {
	from := at
	for from > max(0, at-far) && strings.IndexByte("};{", s.code[from-1]) < 0 {
		from--
		if s.code[from] == ')' || s.code[from] == ']' {
			from = int(s.partner[from])
		}
	}
	if !s.spend(at - from) {
		return ""
	}
	return string(s.code[from:at])
}
