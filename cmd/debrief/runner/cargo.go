package runner

import (
	"strings"

	"debrief/model/lazyregexp"
)

// cargo reads "test result: ok. 1 passed; 0 failed; …", one for each test program, and the summary of nextest.
type cargo struct {
	spoke       int
	ran, failed int
	ignored     int
	running     bool // a program has begun tests and not ended
	started     int
	why         string
}

var (
	cargoStart  = lazyregexp.New(`^running (\d+) tests?$`)
	cargoSum    = lazyregexp.New(`^test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored; \d+ measured; \d+ filtered out`)
	nextestSum  = lazyregexp.New(`^Summary \[ *\d+\.\d+s\] +(?:\d+/)?\d+ tests? run: (\d+) passed(?: \([^)]*\))?(?:, (\d+) failed)?(?:, (\d+) timed out)?`)
	cargoBroken = lazyregexp.New(`^error(?:\[E\d+\])?: could not compile `)
)

func (c *cargo) line(l line) {
	if m := cargoStart().FindStringSubmatch(l.text); m != nil && l.indent == 0 {
		c.started = numbers(m[1:])[0]
		return
	}
	if m := cargoSum().FindStringSubmatch(l.text); m != nil && l.indent == 0 {
		n := numbers(m[1:])
		c.spoke, c.started = l.number, 0
		c.ran, c.failed, c.ignored = c.ran+n[0]+n[1], c.failed+n[1], c.ignored+n[2]
		return
	}
	if m := nextestSum().FindStringSubmatch(l.text); m != nil {
		n := numbers(m[1:])
		c.spoke = l.number
		c.ran, c.failed = c.ran+n[0]+n[1]+n[2], c.failed+n[1]+n[2]
		return
	}
	switch {
	case cargoBroken().MatchString(l.text):
		c.spoke, c.why = l.number, "the build failed"
	case strings.HasPrefix(l.text, "error: no tests to run"):
		c.spoke = l.number
	case strings.HasPrefix(l.text, "process didn't exit successfully: ") && c.started > 0:
		c.spoke, c.running = l.number, true // a test took the program with it
	}
}

func (c *cargo) tally() tally {
	t := tally{spoke: c.spoke, ran: c.ran, failed: c.failed, counted: true, why: c.why}
	if c.running {
		t.ran, t.failed, t.counted = t.ran+1, t.failed+1, false
	}
	switch {
	case t.ran > 0 || t.why != "":
	case c.ignored > 0:
		t.why = "all tests were ignored"
	default:
		t.why = "running 0 tests"
	}
	return t
}
