package runner

import (
	"path"
	"strings"

	"debrief/model/lazyregexp"
)

// parts are the numbers of a sum such as "1 failed, 2 passed, 4 total", by their words.
func parts(text, between string) map[string]int {
	counts := map[string]int{}
	for part := range strings.SplitSeq(text, between) {
		n, word, _ := strings.Cut(strings.TrimSpace(part), " ")
		counts[word] += numbers([]string{n})[0]
	}
	return counts
}

// jest reads "Tests:       1 failed, 1 passed, 2 total".
type jest struct {
	spoke, sums int
	ran, failed int
	skipped     int
	broken      bool
	why         string
}

var (
	jestSum  = lazyregexp.New(`^Tests: +((?:\d+ [a-z]+, )*\d+ total)$`)
	noneJest = lazyregexp.New(`^No tests found, exiting with code \d$`)
)

func (j *jest) line(l line) {
	switch m := jestSum().FindStringSubmatch(l.text); {
	case m != nil && l.indent == 0:
		counts := parts(m[1], ",")
		j.spoke = l.number
		j.sums++
		j.ran += counts["passed"] + counts["failed"]
		j.failed += counts["failed"]
		j.skipped += counts["skipped"] + counts["todo"]
	case noneJest().MatchString(l.text):
		j.spoke, j.why = l.number, "no tests found"
	case l.text == "● Test suite failed to run":
		j.broken = true
	}
}

func (j *jest) tally() tally {
	t := tally{spoke: j.spoke, ran: j.ran, failed: j.failed, counted: j.sums == 1, why: j.why}
	switch {
	case j.broken:
		t.why = "a test suite failed to run"
	case j.ran == 0 && j.skipped > 0:
		t.why = "all tests were skipped"
	case j.ran == 0 && t.why == "":
		t.why = "no tests found"
	}
	return t
}

// vitest reads "Tests  1 failed | 2 passed (3)".
type vitest struct {
	spoke, sums int
	ran, failed int
	skipped     int
	broken      bool
	why         string
}

var (
	vitestSum  = lazyregexp.New(`^Tests  +((?:\d+ [a-z ]+\| )*\d+ [a-z ]+) \(\d+\)$`)
	vitestFile = lazyregexp.New(`^Test Files  +.*\d+ failed`)
	noneVitest = lazyregexp.New(`^(?:Tests  +no tests|No test files found, exiting with code \d)$`)
)

func (v *vitest) line(l line) {
	switch m := vitestSum().FindStringSubmatch(l.text); {
	case m != nil && l.indent > 0: // its words stand in a column
		counts := parts(m[1], "|")
		v.spoke = l.number
		v.sums++
		v.ran += counts["passed"] + counts["failed"] + counts["expected fail"]
		v.failed += counts["failed"]
		v.skipped += counts["skipped"] + counts["todo"]
	case noneVitest().MatchString(l.text):
		v.spoke, v.why = l.number, "no tests found"
	case vitestFile().MatchString(l.text):
		v.broken = true
	}
}

func (v *vitest) tally() tally {
	t := tally{spoke: v.spoke, ran: v.ran, failed: v.failed, counted: v.sums == 1, why: v.why}
	switch {
	case v.broken && v.failed == 0:
		t.why = "a test file failed to load"
	case v.ran == 0 && v.skipped > 0:
		t.why = "all tests were skipped"
	}
	return t
}

// nodeTest reads the sums of node's own runner, "# pass 1" in TAP and "ℹ pass 1" in its own form. A file without a test, and
// one that could not be loaded, is a test of its own there, named like the file, and is none here.
type nodeTest struct {
	spoke, sums int
	sum         map[string]int
	ran, failed int
	files, lost int // that were told of as tests since the last sum: that passed, and that failed
	broken      bool
	skipped     int
	inside      bool // tests stood inside of the one that is to come
	nested      bool // tests were counted by their files
}

var (
	nodeResult = lazyregexp.New(`^(?:(?:ok|not ok) \d+ - |✔ |✖ )`)
	nodeSum    = lazyregexp.New(`^(?:#|ℹ) (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) (\d+)(?:\.\d+)?$`)
	nodeFile   = lazyregexp.New(`^(ok|not ok|✔|✖) (?:\d+ - )?(\S+\.[cm]?[jt]sx?)(?: \(\d+(?:\.\d+)?ms\))?$`)
)

func (n *nodeTest) line(l line) {
	result := nodeResult().MatchString(l.text)
	if l.indent > 0 {
		n.inside = n.inside || result && !strings.Contains(l.text, "# SKIP")
		return
	}
	if result {
		n.result(l.text)
		return
	}
	m := nodeSum().FindStringSubmatch(l.text)
	if m == nil {
		return
	}
	if m[1] == "tests" {
		n.sum = map[string]int{}
	}
	if n.sum == nil {
		return
	}
	n.sum[m[1]] = numbers(m[2:3])[0]
	if m[1] == "duration_ms" {
		n.end(l.number)
	}
}

// result takes a test at the top. Older nodes tell of every file as a test, with its own tests inside of it.
func (n *nodeTest) result(text string) {
	m := nodeFile().FindStringSubmatch(text)
	if m == nil || !isTestFile(m[2]) {
		return
	}
	switch {
	case n.inside:
		n.nested = true
	case m[1] == "ok" || m[1] == "✔":
		n.files++
	default:
		n.lost++
	}
	n.inside = false
}

// isTestFile reports whether a test is named like a file of tests: with its folder, or as node looks for them.
func isTestFile(name string) bool {
	return strings.ContainsAny(name, `/\`) || strings.Contains(path.Base(name), "test")
}

func (n *nodeTest) end(number int) {
	n.spoke = number
	n.sums++
	failed := max(0, n.sum["fail"]+n.sum["cancelled"]-n.lost)
	n.ran += max(0, n.sum["pass"]-n.files) + failed
	n.failed += failed
	n.skipped += n.sum["skipped"] + n.sum["todo"]
	n.broken = n.broken || n.lost > 0
	n.sum, n.files, n.lost = nil, 0, 0
}

func (n *nodeTest) tally() tally {
	t := tally{spoke: n.spoke, ran: n.ran, failed: n.failed, counted: n.sums == 1 && !n.nested}
	switch {
	case n.broken:
		t.why = "a test file could not be run"
	case n.ran == 0 && n.skipped > 0:
		t.why = "all tests were skipped"
	case n.ran == 0:
		t.why = "no tests found"
	}
	return t
}
