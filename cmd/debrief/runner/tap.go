package runner

import (
	"strings"

	"debrief/model/lazyregexp"
)

// tap reads the Test Anything Protocol, which bats speaks where it does not draw for a terminal, the sum that bats draws, and
// that of Perl's prove. Subtests are indented, and are not counted.
type tap struct {
	bats        bool // only what bats says of itself
	spoke       int
	began       bool // a plan or a version stood there
	ran, failed int
	skipped     int
	last        int
	sum         *tally
	why         string
}

var (
	tapPlan   = lazyregexp.New(`^1\.\.(\d+)(?: *#.*)?$`)
	tapResult = lazyregexp.New(`^(not )?ok(?: (\d+))?(?: (?:- )?(.*))?$`)
	tapAside  = lazyregexp.New(`(?i)(?:^|\s)#\s*(skip|todo)`)
	batsSum   = lazyregexp.New(`^(\d+) tests?, (\d+) failures?(?:, (\d+) skipped)?(?:, \d+ not run)?(?: in \d+ seconds)?$`)
	proveSum  = lazyregexp.New(`^Files=\d+, Tests=(\d+),`)
)

// noTests are what bats tells of as a test and is none.
var noTests = map[string]bool{"setup_file failed": true, "teardown_file failed": true, "bats-gather-tests": true, "setup_suite": true, "teardown_suite": true}

func (t *tap) line(l line) {
	if l.indent > 0 {
		return
	}
	if m := planIn(l.text); m != nil {
		t.begin(l.number)
		if m[1] == "0" {
			t.why = "the plan is 1..0: no tests"
		}
		return
	}
	if m := resultIn(l.text); m != nil && m[2]+m[3] != "" {
		t.result(l.number, m[1] != "", m[3])
		return
	}
	switch {
	case strings.HasPrefix(l.text, "TAP version "):
		t.begin(l.number)
	case strings.HasPrefix(l.text, "Bail out!"):
		t.why = "the run was given up"
	case t.bats && strings.Contains(l.text, "failure"):
		if m := batsSum().FindStringSubmatch(l.text); m != nil {
			n := numbers(m[1:])
			t.spoke, t.sum = l.number, &tally{ran: n[0] - n[2], failed: n[1]}
		}
	default:
		t.prove(l)
	}
}

// planIn and resultIn take a line apart that looks like one; most do not.
func planIn(text string) []string {
	if !strings.HasPrefix(text, "1..") {
		return nil
	}
	return tapPlan().FindStringSubmatch(text)
}

func resultIn(text string) []string {
	if !strings.HasPrefix(text, "ok") && !strings.HasPrefix(text, "not ok") {
		return nil
	}
	return tapResult().FindStringSubmatch(text)
}

// begin makes what was read before, and what comes, words of the protocol.
func (t *tap) begin(number int) {
	t.began = true
	t.spoke = max(number, t.last)
}

func (t *tap) result(number int, failed bool, name string) {
	t.last = number
	if t.began {
		t.spoke = number
	}
	aside := tapAside().FindStringSubmatch(name)
	switch {
	case t.bats && noTests[name]:
		t.why = name
	case aside != nil && strings.EqualFold(aside[1], "skip"):
		t.skipped++
	case aside != nil: // a todo is expected to fail
		t.ran++
	case failed:
		t.ran, t.failed = t.ran+1, t.failed+1
	default:
		t.ran++
	}
}

// prove takes the sum of Perl's harness.
func (t *tap) prove(l line) {
	if m := proveSum().FindStringSubmatch(l.text); m != nil {
		t.spoke, t.sum = l.number, &tally{ran: numbers(m[1:])[0]}
		return
	}
	switch {
	case t.sum == nil:
	case strings.HasPrefix(l.text, "Result: FAIL"):
		t.sum.failed, t.sum.ran = 1, max(1, t.sum.ran)
	case strings.HasPrefix(l.text, "Result: NOTESTS"):
		t.sum.ran = 0
	}
}

func (t *tap) tally() tally {
	out := tally{spoke: t.spoke, ran: t.ran, failed: t.failed, counted: true, why: t.why}
	if t.sum != nil && t.ran == 0 {
		out.ran, out.failed = max(0, t.sum.ran), t.sum.failed
	}
	switch {
	case out.ran > 0 || out.why != "":
	case t.skipped > 0:
		out.why = "all tests were skipped"
	default:
		out.why = "no tests"
	}
	return out
}
