package runner

import (
	"path"
	"slices"
	"strings"
)

// chatty are the runners that tell of their tests whatever their flags say: where they told of none, none ran.
var chatty = []string{"go test", "unittest", "cargo test", "bats"}

// kinds are the runners that are understood, each in a file of its own. Go's stands first, because Output gives it lines of
// its own.
var kinds = []kind{
	{"go test", []string{"ok  \t", "?   \t", "FAIL", "PASS", "testing: warning", "--- ", "=== RUN", "panic: ", "fatal error: ", "goroutine ", "testing.tRunner(", "{\"", "DONE "},
		callsGo, []string{"-list", "-c", "-n", "-h", "-help"}, func() reader { return &goTest{} }},
	{"pytest", []string{"=", "0", "no tests ran", "FAILED ", "!!!"},
		callsPytest, []string{"--collect-only", "--co", "--version", "--help", "-h", "--fixtures", "--markers"}, func() reader { return &pytest{} }},
	{"unittest", []string{"Ran ", "OK", "FAILED", "NO TESTS RAN", "ERROR: "},
		callsModule("unittest"), []string{"-h", "--help"}, func() reader { return &unittest{} }},
	{"jest", []string{"Tests: ", "No tests found", "● Test"},
		calls("jest"), []string{"--listTests", "--showConfig", "--version", "--help", "--init", "--clearCache"}, func() reader { return &jest{} }},
	{"vitest", []string{"Tests  ", "Test Files  ", "No test files"},
		calls("vitest"), []string{"list", "--version", "--help", "init"}, func() reader { return &vitest{} }},
	{"node --test", []string{"# ", "ℹ ", "ok ", "not ok ", "✔ ", "✖ "},
		callsNode, nil, func() reader { return &nodeTest{} }},
	{"cargo test", []string{"running ", "test result: ", "error", "Summary [", "process didn"},
		callsCargo, []string{"--no-run", "--list", "--help"}, func() reader { return &cargo{} }},
	{"Maven", []string{"[INFO] ", "[WARNING] ", "[ERROR] ", "Tests run: ", "No tests ", "Tests are "},
		calls("mvn", "mvnw", "mvnd"), []string{"-DskipTests", "-DskipTests=true", "-Dmaven.test.skip", "-Dmaven.test.skip=true"}, func() reader { return &maven{} }},
	{"Gradle", []string{"BUILD ", "> ", ":", "0"},
		calls("gradle", "gradlew"), []string{"--dry-run", "-m"}, func() reader { return &gradle{} }},
	{"JUnit", []string{"OK (", "Tests run: ", "[ "},
		nil, nil, func() reader { return &junit{} }},
	{"RSpec", []string{"0"},
		calls("rspec"), []string{"--dry-run", "--version", "--help"}, func() reader { return &rspec{} }},
	{"minitest", []string{"0"},
		nil, nil, func() reader { return &minitest{} }},
	{"TAP", []string{"ok", "not ok", "1..", "TAP version ", "Bail out!", "Files=", "Result: "},
		calls("prove"), nil, func() reader { return &tap{} }},
	{"bats", []string{"ok", "not ok", "1..", "TAP version ", "Bail out!", "0"},
		calls("bats"), []string{"-c", "--count", "--version", "--help"}, func() reader { return &tap{bats: true} }},
}

// wordsOf are the words of a command, those of a script that it hands to a shell too.
func wordsOf(args []string) []string {
	var words []string
	for _, a := range args {
		words = append(words, strings.FieldsFunc(a, func(r rune) bool { return strings.ContainsRune(" \t\n\"'`;|&(){}<>", r) })...)
	}
	return words
}

// program is the name of a program, without its folder and without what Windows and versions add.
func program(word string) string {
	name := strings.ToLower(path.Base(strings.ReplaceAll(word, `\`, "/")))
	for _, ending := range []string{".exe", ".cmd", ".bat", ".js", ".mjs"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}

// calls reports whether words hold one of these programs.
func calls(names ...string) func([]string) bool {
	return func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(names, program(w)) })
	}
}

// callsGo reports whether words hold "go test", which may be told its folder before.
func callsGo(words []string) bool {
	for i, w := range words {
		if program(w) != "go" {
			continue
		}
		rest := words[i+1:]
		if len(rest) > 1 && rest[0] == "-C" {
			rest = rest[2:]
		}
		if len(rest) > 0 && rest[0] == "test" {
			return true
		}
	}
	return false
}

// callsModule reports whether words hold a call of a module of Python.
func callsModule(module string) func([]string) bool {
	return func(words []string) bool {
		for i, w := range words {
			if i > 0 && words[i-1] == "-m" && w == module {
				return true
			}
		}
		return false
	}
}

func callsPytest(words []string) bool {
	return callsModule("pytest")(words) || slices.ContainsFunc(words, func(w string) bool {
		name := program(w)
		return name == "pytest" || name == "py.test" || name == "pytest-3"
	})
}

func callsNode(words []string) bool {
	node := slices.IndexFunc(words, func(w string) bool { return program(w) == "node" })
	return node >= 0 && slices.Contains(words[node:], "--test")
}

func callsCargo(words []string) bool {
	for i, w := range words {
		if program(w) != "cargo" {
			continue
		}
		for _, next := range words[i+1:] {
			if next == "test" || next == "t" || next == "nextest" {
				return true
			}
			if !strings.HasPrefix(next, "+") && !strings.HasPrefix(next, "-") {
				break
			}
		}
	}
	return false
}

// idleWord is the word by which a runner was asked for something else than to run tests; "" where there is none. It counts
// behind the runner's own name alone.
func idleWord(k kind, words []string) string {
	for i := range words {
		if !k.called(words[:i+1]) {
			continue
		}
		for _, w := range words[i:] {
			name, _, _ := strings.Cut(w, "=")
			if slices.Contains(k.idle, w) || strings.HasPrefix(name, "-") && slices.Contains(k.idle, name) && !strings.HasPrefix(name, "-D") {
				return w
			}
		}
		return ""
	}
	return ""
}
