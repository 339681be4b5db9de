package text

import (
	"regexp"
	"slices"
	"strings"

	"debrief/model/lazyregexp"
)

// Pattern is a regular expression that is compiled when it is first used. A grammar for everything that people and machines
// write has a hundred of them.
type Pattern struct{ regexp func() *regexp.Regexp }

// Expression is the pattern of a text in the syntax of package regexp, which a test holds to be right.
func Expression(source string) *Pattern { return &Pattern{lazyregexp.New(source)} }

// LongestFirst sorts alternatives so that none hides a longer one that begins with it.
func LongestFirst(alternatives []string) []string {
	return slices.SortedStableFunc(slices.Values(alternatives), func(a, b string) int { return len(b) - len(a) })
}

// AnyOf is the pattern of one of several expressions.
func AnyOf(alternatives ...string) *Pattern { return Expression(strings.Join(alternatives, "|")) }

// MatchString reports whether the pattern is found in s. This and the methods below are those of regexp.Regexp.
func (p *Pattern) MatchString(s string) bool { return p.regexp().MatchString(s) }

// FindString is what the pattern found first.
func (p *Pattern) FindString(s string) string { return p.regexp().FindString(s) }

// FindStringIndex is where that stands.
func (p *Pattern) FindStringIndex(s string) []int { return p.regexp().FindStringIndex(s) }

// FindStringSubmatch is what was found first, with its groups.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.regexp().FindStringSubmatch(s) }

// FindAllStringSubmatch is what was found up to n times, with its groups.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.regexp().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex is where that stands.
func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.regexp().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString puts with in the place of all that is found.
func (p *Pattern) ReplaceAllString(s, with string) string {
	return p.regexp().ReplaceAllString(s, with)
}

// ReplaceAllStringFunc puts what with makes of it in the place of all that is found.
func (p *Pattern) ReplaceAllStringFunc(s string, with func(string) string) string {
	return p.regexp().ReplaceAllStringFunc(s, with)
}

// Split cuts s at what is found, into at most n pieces.
func (p *Pattern) Split(s string, n int) []string { return p.regexp().Split(s, n) }
