// Package lazyregexp has regular expressions that are compiled when they are first used.
//
// Its rule: a program that only opens its archive waits for none of the grammars of outside text that it has.
package lazyregexp

import (
	"regexp"
	"sync"
)

// all is every expression of the program, for the test that compiles each.
var all []func() *regexp.Regexp

// New is the expression of a text in the syntax of package regexp, for the initialisation of a package: it is compiled at its first
// call, which panics where the text is none. A test calls CompileAll.
func New(source string) func() *regexp.Regexp {
	compiled := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })
	all = append(all, compiled)
	return compiled
}

// CompileAll compiles every expression that the packages of the program have, and gives their number.
func CompileAll() int {
	for _, compiled := range all {
		compiled()
	}
	return len(all)
}
