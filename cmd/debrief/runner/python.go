package runner

import (
	"strings"

	"debrief/model/lazyregexp"
)

// pytest reads its last line, "1 failed, 2 passed in 0.12s", with or without bars, and the list of failed tests where -qq leaves
// that line out.
type pytest struct {
	spoke       int
	sums, ran   int
	failed      int
	named       int // failed tests in the short summary
	errors      int
	skipped     int
	collected   bool // it was asked to list tests
	interrupted bool
}

var (
	pytestSum   = lazyregexp.New(`^(?:=+ )?(\d+ [a-z]+(?:[a-z ]*)(?:, \d+ [a-z ]+)*|no tests ran) in \d+(?:\.\d+)?(?:s| seconds)(?: \(\d+:\d\d:\d\d\))?(?: =+)?$`)
	pytestList  = lazyregexp.New(`^(?:=+ )?(?:\d+/)?\d+ tests? collected(?: \(\d+ deselected\))?(?:, \d+ errors?)? in \d`)
	pytestPart  = lazyregexp.New(`^(\d+) (passed|failed|errors?|skipped|deselected|xfailed|xpassed|warnings?|rerun|subtests? passed|subtests? failed)$`)
	pytestShort = lazyregexp.New(`^=+ short test summary info =+$`)
)

func (p *pytest) line(l line) {
	if l.indent > 0 || l.text[0] >= '0' && l.text[0] <= '9' && !strings.HasSuffix(l.text, "s") && !strings.HasSuffix(l.text, ")") {
		return // most numbers begin no sum
	}
	switch {
	case pytestList().MatchString(l.text):
		p.spoke, p.collected = l.number, true
	case pytestShort().MatchString(l.text):
		p.spoke, p.named = l.number, 0
	case strings.HasPrefix(l.text, "FAILED "):
		p.named++
	case strings.HasPrefix(l.text, "!!!") && strings.Contains(l.text, " during collection"):
		p.spoke, p.interrupted = l.number, true
	default:
		if m := pytestSum().FindStringSubmatch(l.text); m != nil {
			p.sum(l.number, m[1])
		}
	}
}

func (p *pytest) sum(number int, text string) {
	parts := strings.Split(text, ", ")
	counts := map[string]int{}
	for _, part := range parts {
		m := pytestPart().FindStringSubmatch(part)
		if m == nil && text != "no tests ran" {
			return // somebody else's sum
		}
		if m != nil {
			counts[strings.TrimSuffix(m[2], "s")] += numbers(m[1:2])[0]
		}
	}
	p.spoke = number
	p.sums++
	p.ran += counts["passed"] + counts["failed"] + counts["xfailed"] + counts["xpassed"]
	p.failed += counts["failed"]
	p.errors += counts["error"]
	p.skipped += counts["skipped"]
}

func (p *pytest) tally() tally {
	t := tally{spoke: p.spoke, ran: p.ran, failed: p.failed, counted: p.sums == 1}
	if p.sums == 0 && p.named > 0 {
		t.ran, t.failed = p.named, p.named
	}
	switch {
	case p.collected:
		t.why = "the tests were listed, not run"
	case p.interrupted || p.errors > 0:
		t.why = "errors before a test could run"
	case p.skipped > 0 && t.ran == 0:
		t.why = "all tests were skipped"
	case t.ran == 0:
		t.why = "no tests ran"
	}
	return t
}

// unittest reads "Ran 3 tests in 0.001s" and the line of its result. What could not be loaded is counted as a test there, and
// is none.
type unittest struct {
	spoke       int
	ran, waits  int // of the sum whose result is still to come
	waiting     bool
	sums, total int
	failed      int
	skipped     int
	unloaded    int // errors that were no test's, since the last sum
	lost        int // all of them
}

var (
	unittestSum  = lazyregexp.New(`^Ran (\d+) tests? in \d+\.\d+s$`)
	unittestEnd  = lazyregexp.New(`^(OK|FAILED|NO TESTS RAN)(?: \(([a-z =,0-9]+)\))?$`)
	unittestPart = lazyregexp.New(`([a-z][a-z ]*)=(\d+)`)
	unittestLost = lazyregexp.New(`^ERROR: (?:\S+ \(unittest\.loader\._FailedTest|(?:setUpClass|setUpModule|tearDownClass|tearDownModule) \()`)
	loaded       = lazyregexp.New(`_FailedTest`)
)

func (u *unittest) line(l line) {
	if l.indent > 0 {
		return
	}
	if unittestLost().MatchString(l.text) {
		u.unloaded++
		if loaded().MatchString(l.text) {
			u.waits++
		}
		return
	}
	if m := unittestSum().FindStringSubmatch(l.text); m != nil {
		u.ran, u.waiting = numbers(m[1:])[0], true
		return
	}
	if m := unittestEnd().FindStringSubmatch(l.text); m != nil && u.waiting {
		u.end(l.number, m[2])
	}
}

// end takes the line behind the sum.
func (u *unittest) end(number int, details string) {
	counts := map[string]int{}
	for _, m := range unittestPart().FindAllStringSubmatch(details, -1) {
		counts[strings.TrimSpace(m[1])] = numbers(m[2:3])[0]
	}
	u.spoke, u.waiting = number, false
	u.sums++
	u.total += max(0, u.ran-counts["skipped"]-u.waits)
	u.failed += counts["failures"] + counts["unexpected successes"] + max(0, counts["errors"]-u.unloaded)
	u.skipped += counts["skipped"]
	u.lost += u.unloaded
	u.unloaded, u.waits = 0, 0
}

func (u *unittest) tally() tally {
	t := tally{spoke: u.spoke, ran: u.total, failed: min(u.failed, u.total), counted: u.sums == 1}
	switch {
	case u.lost > 0:
		t.why = "tests could not be loaded or set up"
	case u.skipped > 0:
		t.why = "all tests were skipped"
	default:
		t.why = "Ran 0 tests"
	}
	if t.ran > 0 && u.lost == 0 {
		t.why = ""
	}
	return t
}
