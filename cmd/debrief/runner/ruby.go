package runner

import (
	"strings"

	"debrief/model/lazyregexp"
)

// rspec reads "3 examples, 1 failure, 1 pending".
type rspec struct {
	spoke, sums int
	ran, failed int
	pending     int
	errors      int
}

var rspecSum = lazyregexp.New(
	`^(\d+) examples?, (\d+) failures?(?:, (\d+) pending)?(?:, (\d+) errors? occurred outside of examples)?$`)

func (r *rspec) line(l line) {
	if l.indent > 0 || !strings.Contains(l.text, "example") {
		return
	}
	m := rspecSum().FindStringSubmatch(l.text)
	if m == nil {
		return
	}
	n := numbers(m[1:])
	r.spoke = l.number
	r.sums++
	r.ran, r.failed = r.ran+n[0]-n[2], r.failed+n[1]
	r.pending, r.errors = r.pending+n[2], r.errors+n[3]
}

func (r *rspec) tally() tally {
	t := tally{spoke: r.spoke, ran: max(0, r.ran), failed: r.failed, counted: r.sums == 1}
	switch {
	case r.errors > 0:
		t.why = "errors outside of examples"
	case t.ran == 0 && r.pending > 0:
		t.why = "all examples are pending"
	case t.ran == 0:
		t.why = "0 examples"
	}
	return t
}

// minitest reads "3 runs, 2 assertions, 1 failures, 0 errors, 1 skips", and test-unit's line, which says tests for runs.
type minitest struct {
	spoke, sums int
	ran, failed int
	skipped     int
}

var minitestSum = lazyregexp.New(
	`^(\d+) (?:runs|tests), \d+ assertions, (\d+) failures, (\d+) errors, (?:(\d+) skips|(\d+) pendings, (\d+) omissions(?:, \d+ notifications)?)$`)

func (t *minitest) line(l line) {
	if l.indent > 0 || !strings.Contains(l.text, "assertions") {
		return
	}
	m := minitestSum().FindStringSubmatch(l.text)
	if m == nil {
		return
	}
	n := numbers(m[1:])
	skipped := n[3] + n[4] + n[5]
	t.spoke = l.number
	t.sums++
	t.ran, t.failed, t.skipped = t.ran+n[0]-skipped, t.failed+n[1]+n[2], t.skipped+skipped
}

func (t *minitest) tally() tally {
	out := tally{spoke: t.spoke, ran: max(0, t.ran), failed: t.failed, counted: t.sums == 1}
	switch {
	case out.ran > 0:
	case t.skipped > 0:
		out.why = "all tests were skipped"
	default:
		out.why = "0 runs"
	}
	return out
}
