package intake

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first used. A grammar for everything that people and machines
// write has a hundred of them, and a program that only lists its archive should not wait for one.
type pattern struct {
	source   string
	once     sync.Once
	compiled *regexp.Regexp
}

// patterns are all of the package's, for a test that compiles each.
var patterns []*pattern

// expression is the pattern of a text in the syntax of package regexp, which a test holds to be right.
func expression(source string) *pattern {
	p := &pattern{source: source}
	patterns = append(patterns, p)
	return p
}

func (p *pattern) regexp() *regexp.Regexp {
	p.once.Do(func() { p.compiled = regexp.MustCompile(p.source) })
	return p.compiled
}

// The methods are those of regexp.Regexp.

func (p *pattern) MatchString(s string) bool            { return p.regexp().MatchString(s) }
func (p *pattern) FindString(s string) string           { return p.regexp().FindString(s) }
func (p *pattern) FindStringIndex(s string) []int       { return p.regexp().FindStringIndex(s) }
func (p *pattern) FindStringSubmatch(s string) []string { return p.regexp().FindStringSubmatch(s) }
func (p *pattern) ReplaceAllString(s, with string) string {
	return p.regexp().ReplaceAllString(s, with)
}
func (p *pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.regexp().FindAllStringSubmatch(s, n)
}
func (p *pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.regexp().FindAllStringSubmatchIndex(s, n)
}
func (p *pattern) ReplaceAllStringFunc(s string, with func(string) string) string {
	return p.regexp().ReplaceAllStringFunc(s, with)
}
func (p *pattern) Split(s string, n int) []string { return p.regexp().Split(s, n) }
