package main

import (
	"testing"

	"debrief/model/lazyregexp"
)

func TestEveryLazyPatternIsOne(t *testing.T) {
	if n := lazyregexp.CompileAll(); n == 0 {
		t.Error("no pattern was tried")
	}
}
