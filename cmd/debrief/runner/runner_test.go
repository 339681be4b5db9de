package runner

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// samples are all samples by the names of their files.
func samples(t *testing.T) map[string]sample {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]sample{}
	for _, file := range files {
		all[strings.TrimSuffix(filepath.Base(file), ".txt")] = readSample(t, file)
	}
	return all
}

// runnerOf is the runner of a sample by what is understood of it.
func runnerOf(s sample) string {
	parts := strings.Split(s.want, "; ")
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

// listsOnly are samples in which the command's own words say that no test ran; the output does not.
func listsOnly(s sample) bool { return strings.Contains(s.want, "runs no test with") }

func TestTheOutputAloneSaysWhichRunnerItWas(t *testing.T) {
	for name, s := range samples(t) {
		if listsOnly(s) || runnerOf(s) == "" || strings.Contains(s.want, "told of no test") {
			continue
		}
		want := strings.ReplaceAll(s.want, "bats", "TAP")
		if strings.HasPrefix(name, "bats-bad") {
			want = "failing; TAP; 1" // only bats itself is known to tell so of a file that it could not read
		}
		if name == "bats-pretty" || name == "gotestsum-none" {
			want = s.want
		}
		if got := said(s.in(4096, "make", "check")); got != want {
			t.Errorf("%s behind make is %q, want %q", name, got, want)
		}
	}
}

// TestWordsOfAnotherRunnerChangeNothing puts the whole output of every runner into that of every other, or behind it.
func TestWordsOfAnotherRunnerChangeNothing(t *testing.T) {
	all := samples(t)
	for name, s := range all {
		for other, o := range all {
			if unnamed(s) || runnerOf(s) == "" || runnerOf(o) == "" || o.holdsWordsOf(runnerOf(s)) {
				continue
			}
			mixed, where := s, "behind"
			mixed.output = s.output + o.output
			if (len(name)+len(other))%2 == 0 {
				middle := strings.LastIndexByte(s.output[:len(s.output)/2], '\n') + 1
				mixed.output, where = s.output[:middle]+o.output+s.output[middle:], "inside of"
			}
			if got := said(mixed.in(1<<20, strings.Fields(s.command)...)); got != s.want {
				t.Errorf("%s with %s %s it is %q, want %q", name, other, where, got, s.want)
			}
		}
	}
}

// unnamed reports whether the command of a sample does not say which runner it calls.
func unnamed(s sample) bool {
	words := wordsOf(strings.Fields(s.command))
	for _, k := range kinds {
		if k.called != nil && k.called(words) {
			return false
		}
	}
	return true
}

// holdsWordsOf reports whether an output holds words that are a runner's own, such as TAP in that of node, or what a test printed.
func (s sample) holdsWordsOf(name string) bool {
	o := Listen(nil)
	stream := o.Stream()
	_, _ = stream.Write([]byte(s.output))
	_ = stream.Close()
	for i, k := range kinds {
		if k.name == name && o.readers[i].tally() != Listen(nil).readers[i].tally() {
			return true
		}
	}
	return false
}

func TestTheRunnerThatSpokeLastIsTheOneThatSumsUp(t *testing.T) {
	all := samples(t)
	for _, c := range []struct{ before, last, want string }{
		{"jest-passing", "pytest-failing", "pytest"}, {"go-passing", "jest-failing", "jest"}, {"unittest-none", "cargo-passing", "cargo test"},
		{"rspec-failing", "vitest-passing", "vitest"}, {"pytest-passing", "unittest-none", "unittest"},
	} {
		s := all[c.last]
		want := s.want
		s.output = all[c.before].output + s.output
		if got := said(s.in(4096, "make")); got != want || !strings.Contains(got, c.want) {
			t.Errorf("%s before %s is %q, want %q", c.before, c.last, got, want)
		}
	}
}

func TestWhatNoRunnerSaidIsKnownByItsExitStatusOnly(t *testing.T) {
	for _, output := range []string{
		"", "all is well\n", "ok\n", "PASS\n", "FAIL: it broke\n", "1 passed\n", "Tests: all good\n", "5 tests, great success\n", "not ok\n", "ok 1\nok 2\n",
		"Ran 3 tests\n", "3 examples of it\n", "test result: fine\n", "OK\n", "# tests 3\n", "Tests run: many\n", "BUILDING in 3s\n", strings.Repeat("x", 1<<20),
	} {
		for exit, want := range map[int]string{0: Passing, 3: Failing} {
			s := sample{output: output, exit: exit}
			if r := s.in(1000, "make", "check"); r != (Report{Result: want}) {
				t.Errorf("%q is %+v", output[:min(len(output), 40)], r)
			}
		}
	}
}

func TestTheWordsOfACommandNameItsRunner(t *testing.T) {
	for _, c := range []struct{ command, want string }{
		{"go test ./...", "go test"}, {"/usr/local/go/bin/go -C sub test", "go test"}, {"sh -c|cd x && go test ./pool", "go test"},
		{"go run ./cmd/test", ""}, {"go vet ./test", ""}, {"gopls test", ""},
		{"python3 -m pytest tests", "pytest"}, {"uv run pytest", "pytest"}, {"py.test", "pytest"}, {"cat pytest.ini", ""},
		{"python -m unittest", "unittest"}, {"python3 -W error -m unittest discover", "unittest"}, {"python3 unittest", ""},
		{"npx jest pool", "jest"}, {"node node_modules/.bin/jest", "jest"}, {"node_modules/jest/bin/jest.js", "jest"}, {"npx vitest run", "vitest"},
		{"node --test", "node --test"}, {"node --import tsx --test x.ts", "node --test"}, {"node server.js", ""},
		{"cargo test", "cargo test"}, {"cargo +nightly test --workspace", "cargo test"}, {"cargo nextest run", "cargo test"}, {"cargo build --test x", ""},
		{"mvn -q test", "Maven"}, {"./mvnw verify", "Maven"}, {`C:\src\gradlew.bat test`, "Gradle"}, {"bundle exec rspec", "RSpec"}, {"bats t", "bats"},
	} {
		got := ""
		words := wordsOf(strings.Split(strings.ReplaceAll(c.command, " ", "|"), "|"))
		for _, k := range kinds {
			if k.called != nil && k.called(words) {
				got = k.name
			}
		}
		if got != c.want {
			t.Errorf("%s calls %q, want %q", c.command, got, c.want)
		}
	}
}

func TestAHundredMegabytesAreFollowedInLittleMemory(t *testing.T) {
	o := Listen([]string{"make"})
	s := o.Stream()
	words := []byte(strings.Repeat("--- ok 12 passed, and more of it\n", 1<<10) + strings.Repeat("x", 1<<16))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 1000 {
		_, _ = s.Write(words)
	}
	_, _ = s.Write([]byte("\n1 failed, 2 passed in 0.10s\n"))
	_ = s.Close()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 1<<20 {
		t.Errorf("it holds %d bytes", grown)
	}
	if r := o.Report(1); r != (Report{Runner: "pytest", Result: Failing, Tests: 3}) {
		t.Errorf("%+v", r)
	}
}

func TestStreamsMayBeWrittenToAtOnce(t *testing.T) {
	o := Listen([]string{"make"})
	done := make(chan bool)
	for range 2 {
		go func() {
			s := o.Stream()
			for range 1000 {
				_, _ = s.Write([]byte("ok 1 - a\nnot"))
				_, _ = s.Write([]byte(" ok 2 - b\n"))
			}
			_, _ = s.Write([]byte("1..2000"))
			_ = s.Close()
			done <- true
		}()
	}
	<-done
	<-done
	if r := o.Report(1); r.Result != Failing || r.Tests != 4000 {
		t.Errorf("%+v", r)
	}
}

// FuzzReport: no output fails, and nothing is understood of one that is not there in the pieces of it.
func FuzzReport(f *testing.F) {
	for _, seed := range []string{
		"ok  \tx\t0.1s\n--- FAIL: A\n", "Ran 1 test in 0.1s\n\nOK (skipped=1)\n", "1..1\nok 1 # skip\n", "{\"Action\":\"output\",\"Package\":\"p\",\"Output\":\"x\"}\n",
		"> Task :test\nBUILD SUCCESSFUL in 1s\n", "\x1b[1m Tests  1 passed (1)\r\n", "# tests 1\n# duration_ms 1\n",
	} {
		f.Add(seed, 0)
	}
	f.Fuzz(func(t *testing.T, output string, exit int) {
		s := sample{output: output, exit: exit}
		whole := s.in(max(1, len(output)), "make")
		if whole != s.in(1, "make") || whole.Tests < 0 || whole.Result == Nothing && whole.Why == "" {
			t.Fatalf("%q is %+v, and in pieces %+v", output, whole, s.in(1, "make"))
		}
		if whole.Result == Passing && exit != 0 || whole.Result == Failing && exit == 0 {
			t.Fatalf("%q with exit status %d is %+v", output, exit, whole)
		}
	})
}
