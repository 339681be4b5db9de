package runner

import (
	"encoding/json"
	"strconv"
	"strings"

	"debrief/model/lazyregexp"
)

// goTest reads "go test", plain, with -v and with -json, and the sum of gotestsum.
type goTest struct {
	spoke          int
	passed, failed int  // tests that were told of by name, subtests not counted
	begun          int  // tests that -v said had begun
	skipped        int  // of them
	packages       int  // that ran tests
	broken         bool // a package's tests ended without a result
	crash, crashed bool
	cached         bool
	sum            *tally
	why            string
	verbose        bool
}

// goResult is how the result of one test begins.
var goResult = []byte("--- FAIL: ")

var (
	goPackage = lazyregexp.New(`^(ok  |FAIL)\t\S+\t(\d+\.\d+s|\(cached\))(.*)$`)
	goBroken  = lazyregexp.New(`^FAIL\t\S+ \[(build failed|setup failed)\]$`)
	goNoFiles = lazyregexp.New(`^\?   \t\S+\t\[no test files\]$`)
	goSum     = lazyregexp.New(`^DONE (?:\d+ runs, )?(\d+) tests?(?:, (\d+) skipped)?(?:, (\d+) failures?)?(?:, (\d+) errors?)? in \d`)
	goroutine = lazyregexp.New(`^goroutine (\d+) `)
)

func (g *goTest) line(l line) {
	if strings.HasPrefix(l.text, `{"`) {
		g.json(l)
		return
	}
	if l.indent > 0 {
		return
	}
	switch {
	case strings.HasPrefix(l.text, "--- "):
		g.test(l.text)
	case strings.HasPrefix(l.text, "=== RUN "):
		g.verbose = true
		if !strings.Contains(l.text, "/") {
			g.begun++
		}
	case strings.HasPrefix(l.text, "panic: "), strings.HasPrefix(l.text, "fatal error: "), g.crash && isTrace(l.text):
		g.trace(l.text)
	case l.text == "PASS", l.text == "FAIL": // all that a test program says that was built before
		if g.verbose || g.failed > 0 {
			g.spoke = l.number
		}
	case l.text == "testing: warning: no tests to run":
		g.spoke, g.why = l.number, "no tests to run"
	default:
		g.pkg(l)
	}
}

// isTrace reports whether a line may be one of the stack of a program that came down.
func isTrace(text string) bool {
	return strings.HasPrefix(text, "goroutine ") || strings.HasPrefix(text, "testing.tRunner(")
}

// trace follows how a program of tests came down: in a test, or before one could run.
func (g *goTest) trace(text string) {
	g.crash = true
	m := goroutine().FindStringSubmatch(text)
	switch {
	case strings.HasPrefix(text, "panic: test timed out"), strings.HasPrefix(text, "testing.tRunner("):
		g.crashed = true
	case m != nil && m[1] != "1": // the first one is that of init and TestMain
		g.crashed = true
	}
}

// test takes the result of one test.
func (g *goTest) test(text string) {
	switch name, _, _ := strings.Cut(text, " ("); {
	case strings.Contains(name, "/"): // a subtest, which -json does not indent
	case strings.HasPrefix(text, "--- PASS: "):
		g.passed++
	case strings.HasPrefix(text, "--- FAIL: "):
		g.failed++
	case strings.HasPrefix(text, "--- SKIP: "):
		g.skipped++
	}
}

// pkg takes the result of a package.
func (g *goTest) pkg(l line) {
	if m := goPackage().FindStringSubmatch(l.text); m != nil {
		g.spoke = l.number
		switch {
		case strings.Contains(m[3], "[no tests to run]"):
			g.why = "no tests to run"
		case m[1] == "FAIL":
			g.broken = true
		default:
			g.packages++
		}
		g.cached = g.cached || m[2] == "(cached)"
		return
	}
	if m := goBroken().FindStringSubmatch(l.text); m != nil {
		g.spoke, g.why = l.number, "the "+strings.Replace(m[1], " failed", "", 1)+" failed"
		return
	}
	if goNoFiles().MatchString(l.text) {
		g.spoke, g.why = l.number, "no test files"
		return
	}
	if m := goSum().FindStringSubmatch(l.text); m != nil {
		n := numbers(m[1:])
		g.spoke = l.number
		g.sum = &tally{ran: n[0] - n[1], failed: n[2], counted: true}
	}
}

// json takes a line of -json, which holds a line of the output.
func (g *goTest) json(l line) {
	var event struct {
		Package string `json:"Package"`
		Output  string `json:"Output"`
	}
	if !strings.Contains(l.text, `"Action":"output"`) || json.Unmarshal([]byte(l.text), &event) != nil || event.Package == "" {
		return
	}
	text := strings.TrimRight(event.Output, "\n")
	trimmed := strings.TrimLeft(text, " \t")
	if trimmed != "" && !strings.HasPrefix(trimmed, "{") {
		g.line(line{number: l.number, indent: len(text) - len(trimmed), text: trimmed})
	}
}

func (g *goTest) tally() tally {
	t := tally{spoke: g.spoke, failed: g.failed, cached: g.cached, counted: g.verbose, why: g.why}
	if g.sum != nil && g.passed+g.failed == 0 {
		t.ran, t.failed, t.counted = g.sum.ran, g.sum.failed, true
		return t
	}
	if g.broken && g.failed == 0 && (g.crashed || g.begun > g.passed+g.failed+g.skipped) {
		t.failed++ // it took the program with it
	}
	t.ran = g.passed + t.failed
	switch {
	case !g.verbose && g.packages > 0:
		t.ran++ // at least
	case g.verbose && t.ran == 0 && g.skipped > 0:
		t.why = "all tests were skipped"
	case t.ran == 0 && g.broken:
		t.why = "the test program ended without the result of a test"
	}
	return t
}

// numbers are the numbers that a pattern found; 0 where a group found none.
func numbers(texts []string) []int {
	all := make([]int, len(texts))
	for i, text := range texts {
		all[i], _ = strconv.Atoi(text) // a group of digits, or nothing
	}
	return all
}
