package runner

import (
	"strings"

	"debrief/model/lazyregexp"
)

// maven reads "Tests run: 3, Failures: 1, Errors: 0, Skipped: 0": the sums of its modules, or those of the classes where the
// sums are missing.
type maven struct {
	spoke         int
	sums, classes [3]int // run, failed, skipped
	summed        bool
	why           string
}

var mavenSum = lazyregexp.New(`^(?:\[(?:INFO|WARNING|ERROR)\] +)?Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)(.*)$`)

func (m *maven) line(l line) {
	if found := mavenSum().FindStringSubmatch(l.text); found != nil {
		n := numbers(found[1:5])
		into := &m.sums
		if strings.Contains(found[5], "Time elapsed") {
			into = &m.classes
		} else {
			m.summed = true
		}
		into[0], into[1], into[2] = into[0]+n[0], into[1]+n[1]+n[2], into[2]+n[3]
		m.spoke = l.number
		return
	}
	text := strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(l.text, "[INFO]"), "[ERROR]"))
	switch {
	case text == "No tests to run.", strings.Contains(text, "No tests were executed"), strings.Contains(text, "No tests matching pattern"):
		m.spoke, m.why = l.number, "no tests to run"
	case text == "Tests are skipped.":
		m.spoke, m.why = l.number, "the tests are skipped"
	case text == "BUILD SUCCESS", text == "BUILD FAILURE":
		m.spoke = l.number
	case strings.HasPrefix(text, "COMPILATION ERROR"):
		m.spoke, m.why = l.number, "the build failed"
	}
}

func (m *maven) tally() tally {
	n := m.sums
	if !m.summed {
		n = m.classes
	}
	t := tally{spoke: m.spoke, ran: max(0, n[0]-n[2]), failed: n[1], counted: true, why: m.why}
	if t.ran == 0 && n[2] > 0 {
		t.why = "all tests were skipped"
	}
	return t
}

// gradle reads the tasks that run tests and how the build ended. Gradle counts tests only where one fails, or where it was told
// to name them.
type gradle struct {
	spoke       int
	task        string // what became of the last task that runs tests
	ran, cached bool   // of all of them
	built       bool
	completed   [3]int // tests, failed, skipped
	summed      bool
	passed      int // tests that were named
	failed      int
	skipped     int
	why         string
}

var (
	gradleTask = lazyregexp.New(`^(?:> Task )?((?::[\w.-]+)+)(?: (NO-SOURCE|UP-TO-DATE|FROM-CACHE|FAILED|SKIPPED))?$`)
	gradleSum  = lazyregexp.New(`^(\d+) tests? completed(?:, (\d+) failed)?(?:, (\d+) skipped)?$`)
	gradleTest = lazyregexp.New(`^[\w.$]+(?: > .+)? > .+ (PASSED|FAILED|SKIPPED)$`)
	isTestTask = lazyregexp.New(`(?i)^(?:test.*|.*test|.*tests)$`)
	noTestTask = lazyregexp.New(`(?i)^(?:compile|process|generate|merge|package|bundle).*|.*(?:classes|resources|report|javadoc|jar)$`)
)

func (g *gradle) line(l line) {
	if l.indent > 0 {
		return
	}
	switch {
	case strings.HasPrefix(l.text, "BUILD SUCCESSFUL"), strings.HasPrefix(l.text, "BUILD FAILED"):
		g.spoke, g.built = l.number, true
	case strings.HasPrefix(l.text, "> No tests found for given includes"),
		strings.HasPrefix(l.text, "> There are test sources present and no filters"):
		g.why = "no tests found"
	case strings.HasPrefix(l.text, "> Compilation failed"), strings.HasPrefix(l.text, "> Compilation error"):
		g.why = "the build failed"
	case strings.HasPrefix(l.text, "> Task :"), strings.HasPrefix(l.text, ":"):
		g.tasks(l.text)
	default:
		g.tests(l)
	}
}

func (g *gradle) tasks(text string) {
	m := gradleTask().FindStringSubmatch(text)
	if m == nil {
		return
	}
	name := m[1][strings.LastIndexByte(m[1], ':')+1:]
	if !isTestTask().MatchString(name) || noTestTask().MatchString(name) {
		return
	}
	switch g.task = m[2]; g.task {
	case "":
		g.ran = true
	case "UP-TO-DATE", "FROM-CACHE":
		g.ran, g.cached = true, true
	case "NO-SOURCE":
		g.why = "no test sources"
	case "SKIPPED":
		g.why = "the tests are skipped"
	}
}

func (g *gradle) tests(l line) {
	if c := l.text[0]; c >= '0' && c <= '9' {
		if !strings.Contains(l.text, "completed") {
			return
		}
	}
	if m := gradleSum().FindStringSubmatch(l.text); m != nil {
		n := numbers(m[1:])
		g.spoke, g.summed = l.number, true
		for i := range n {
			g.completed[i] += n[i]
		}
		return
	}
	if m := gradleTest().FindStringSubmatch(l.text); m != nil {
		switch m[1] {
		case "PASSED":
			g.passed++
		case "FAILED":
			g.failed++
		default:
			g.skipped++
		}
	}
}

func (g *gradle) tally() tally {
	t := tally{spoke: g.spoke, cached: g.cached, why: g.why}
	named := g.passed + g.failed
	switch {
	case g.summed:
		t.ran, t.failed, t.counted = g.completed[0]-g.completed[2], g.completed[1], true
	case g.passed > 0:
		t.ran, t.failed, t.counted = named, g.failed, true
	case g.failed > 0:
		t.ran, t.failed = named, g.failed
	case g.skipped > 0:
		t.why = "all tests were skipped"
	case g.ran && g.built && g.why == "":
		t.ran = 1 // at least: a task without sources would say so
	case g.built && t.why == "":
		t.why = "no task ran tests"
	}
	return t
}

// junit reads JUnit's own consoles: "OK (3 tests)" and "Tests run: 3,  Failures: 1" of the fourth, and the table of the fifth.
type junit struct {
	spoke       int
	ran, failed int
}

var (
	junitOK    = lazyregexp.New(`^OK \((\d+) tests?\)$`)
	junitFail  = lazyregexp.New(`^Tests run: (\d+),  Failures: (\d+)$`)
	junitTable = lazyregexp.New(`^\[ +(\d+) tests (found|skipped|started|aborted|successful|failed) +\]$`)
)

func (j *junit) line(l line) {
	if l.indent > 0 {
		return
	}
	if m := junitOK().FindStringSubmatch(l.text); m != nil {
		j.spoke, j.ran = l.number, j.ran+numbers(m[1:])[0]
		return
	}
	if m := junitFail().FindStringSubmatch(l.text); m != nil {
		n := numbers(m[1:])
		j.spoke, j.ran, j.failed = l.number, j.ran+n[0], j.failed+n[1]
		return
	}
	if m := junitTable().FindStringSubmatch(l.text); m != nil {
		n := numbers(m[1:2])[0]
		switch j.spoke = l.number; m[2] {
		case "successful":
			j.ran += n
		case "failed":
			j.ran, j.failed = j.ran+n, j.failed+n
		}
	}
}

func (j *junit) tally() tally {
	return tally{spoke: j.spoke, ran: j.ran, failed: j.failed, counted: true, why: "no tests ran"}
}
