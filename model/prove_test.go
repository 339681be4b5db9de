package model

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// atDesk is a postmortem with an action that promises a test and one that was dropped.
func atDesk() *Postmortem {
	p := New("The pool ran dry", time.Date(2026, 11, 18, 4, 0, 0, 0, time.UTC))
	p.Ref, p.Formerly = "PM-7", []string{"PM-2", "OPS-40"}
	p.Actions = []Action{
		{Ref: "A1", Title: "Wait for migrations", Status: "open"},
		{Ref: "A2", Title: "Rewrite it all", Status: "dropped", Test: &Test{Name: "TestAll"}},
	}
	return p
}

func TestATestGoesAroundItsLoop(t *testing.T) {
	p := atDesk()
	steps := []struct {
		story    string
		exit     int
		expected bool
		state    string
		failing  string // the commit of the failing run that is kept
		passing  string
	}{
		{"green first proves nothing", 0, false, TestUnproven, "", "0"},
		{"then red is what was missing", 1, true, TestFailing, "1", ""},
		{"red for another reason is the better record", 2, false, TestFailing, "2", ""},
		{"green with the fix", 0, true, TestPassing, "2", "3"},
		{"green once more", 0, true, TestPassing, "2", "4"},
		{"red after green is a regression, and opens the loop", 1, false, TestFailing, "5", ""},
		{"green closes it", 0, true, TestPassing, "5", "6"},
	}
	commit := func(r *Run) string {
		if r == nil {
			return ""
		}
		return r.Commit
	}
	for i, s := range steps {
		proof, err := p.Prove("A1", "go test ./pool", Run{ExitCode: s.exit, Commit: itoa(int64(i)), Runner: "go test"})
		if err != nil {
			t.Fatal(err)
		}
		test := p.Action("A1").Test
		if proof.Expected != s.expected || test.State() != s.state || commit(test.Failing) != s.failing || commit(test.Passing) != s.passing {
			t.Errorf("%s: expected %v, %s, failing at %q, passing at %q", s.story, proof.Expected, test.State(), commit(test.Failing), commit(test.Passing))
		}
		if want := (Run{ExitCode: s.exit}).Result(); proof.Result != want {
			t.Errorf("%s: %s, want %s", s.story, proof.Result, want)
		}
	}
	test := p.Action("A1").Test
	test.MergedAt = At(p.CreatedAt.Time())
	if test.State() != TestMerged {
		t.Errorf("merged after both runs it is %q", test.State())
	}
	if test.Failing = nil; test.State() != TestUnproven {
		t.Errorf("merged without a failing run it is %q", test.State())
	}
}

func TestAPassingRunIsNoProofWhereMoreOrLessThanTheFixLiesBetween(t *testing.T) {
	for _, c := range []struct{ story, failing, passing, red, green, doubt string }{
		{"the fix was committed", "4f1c09e", "77aa0b1", "make pool", "make pool", ""},
		{"nothing changed", "4f1c09e", "4f1c09e", "make pool", "make pool", "this very commit"},
		{"nothing changed, and git said more of it", "4f1c09e", "4F1C09E5D3", "make pool", "make pool", "this very commit"},
		{"too short to tell", "4f1", "4f1c09e", "make pool", "make pool", ""},
		{"the fix is not committed", "4f1c09e", "4f1c09e-dirty", "make pool", "make pool", ""},
		{"nobody knows what was not committed", "4f1c09e-dirty", "4f1c09e-dirty", "make pool", "make pool", ""},
		{"no repository", "", "", "make pool", "make pool", ""},
		{"another command", "4f1c09e", "77aa0b1", "make pool", "true", "another command: make pool"},
		{"another command failed", "4f1c09e", "77aa0b1", "false", "make pool", "another command: false"},
		{"both by another than the one that was promised", "4f1c09e", "77aa0b1", "make all", "make all", ""},
		{"seen elsewhere, with a command nobody named", "4f1c09e", "77aa0b1", "make pool", "", ""},
	} {
		p := atDesk()
		p.Action("A1").Test = &Test{Command: "make pool"}
		if proof, err := p.Prove("A1", c.red, Run{ExitCode: 1, Commit: c.failing, Runner: "TAP"}); err != nil || proof.Doubt != "" || !proof.Expected {
			t.Fatalf("%s: a failing run is doubted: %q %v", c.story, proof.Doubt, err)
		}
		state := TestPassing
		if c.doubt != "" {
			state = TestDoubted
		}
		proof, err := p.Prove("A1", c.green, Run{Commit: c.passing, Runner: "TAP"})
		if err != nil || (proof.Doubt == "") != (c.doubt == "") || !strings.Contains(proof.Doubt, c.doubt) {
			t.Errorf("%s: doubted for %q, want %q (%v)", c.story, proof.Doubt, c.doubt, err)
		}
		if got := p.Action("A1").Test.State(); proof.Expected != (c.doubt == "") || got != state {
			t.Errorf("%s: expected %v, and the test is %q, want %q", c.story, proof.Expected, got, state)
		}
		proof, err = p.Prove("A1", c.green, Run{Commit: c.passing, Runner: "TAP", Despite: "the database was the fix"})
		if got := p.Action("A1").Test; err != nil || !proof.Expected || got.State() != TestPassing || got.Passing.Despite == "" {
			t.Errorf("%s: with a reason, expected %v, and the test is %q (%v)", c.story, proof.Expected, got.State(), err)
		}
	}
}

func TestAReasonIsKeptWithAPassingRunOnly(t *testing.T) {
	p := atDesk()
	if _, err := p.Prove("A1", "make pool", Run{ExitCode: 1, Despite: "because"}); err != nil || p.Action("A1").Test.Failing.Despite != "" {
		t.Errorf("a failing run keeps %+v (%v)", p.Action("A1").Test.Failing, err)
	}
}

func TestWhatRestsOnAnExitStatusAloneSaysSo(t *testing.T) {
	run := func(runner string) *Run { return &Run{Runner: runner} }
	for _, c := range []struct {
		story string
		test  *Test
		want  string
	}{
		{"no test", nil, ""},
		{"only promised", &Test{}, TestPromised},
		{"both seen by their runner", &Test{Failing: run("pytest"), Passing: run("pytest")}, TestPassing},
		{"only seen failing, nobody knows by what", &Test{Failing: run("")}, TestFailing + ", " + ExitStatusOnly},
		{"one of them", &Test{Failing: run(""), Passing: run("pytest")}, TestPassing + ", " + ExitStatusOnly},
		{"never failed", &Test{Passing: run("")}, TestUnproven + ", " + ExitStatusOnly},
		{"merged", &Test{Failing: run("pytest"), Passing: run(""), MergedAt: At(time.Now())}, TestMerged + ", " + ExitStatusOnly},
	} {
		if got := c.test.State(); got != c.want {
			t.Errorf("%s: %q, want %q", c.story, got, c.want)
		}
	}
}

func TestWhatCameLaterIsWrittenOnlyWhereItIsNotEmpty(t *testing.T) {
	p := atDesk()
	p.Action("A1").Test = &Test{Failing: &Run{Tail: "<b> & more"}, Guard: &Guard{}}
	old := string(Encode(p, true))
	for _, name := range []string{"runner", "tests", "despite", "says"} {
		if strings.Contains(old, `"`+name+`"`) {
			t.Errorf("%s is written where it is empty", name)
		}
	}
	if !strings.Contains(old, `"tail": "<b> & more"`) {
		t.Error("what is no HTML was escaped as HTML")
	}
	p.Action("A1").Test.Failing = &Run{Runner: "pytest", Tests: 3, Command: "make pool", Despite: "because"}
	p.Action("A1").Test.Guard.Says = "mentioned"
	whole := Encode(p, true)
	read, err := Decode(bytes.NewReader(whole), time.Now())
	if err != nil || !reflect.DeepEqual(read.Action("A1").Test, p.Action("A1").Test) {
		t.Errorf("what was written is read as something else: %v", err)
	}
	nobody := strings.Replace(string(whole), `"tests": 3`, `"tests": null`, 1)
	if read, err = Decode(strings.NewReader(nobody), time.Now()); err != nil || read.Action("A1").Test.Failing.Tests != 0 {
		t.Errorf("null for the number of tests: %v", err)
	}
	for old, wrong := range map[string]string{`"tests": 3`: `"tests": -3`, `"says": "mentioned"`: `"says": "found"`} {
		if _, err := Decode(strings.NewReader(strings.Replace(string(whole), old, wrong, 1)), time.Now()); err == nil {
			t.Errorf("%s is taken", wrong)
		}
	}
}

func TestTheCommandIsKeptOnlyWhereNoneIsKnown(t *testing.T) {
	p := atDesk()
	for _, command := range []string{"", "make pool", "make everything"} {
		if _, err := p.Prove("A1", command, Run{ExitCode: 1}); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.Action("A1").Test.Command; got != "make pool" {
		t.Errorf("the command is %q", got)
	}
}

func TestADroppedActionIsNotProved(t *testing.T) {
	p := atDesk()
	for _, ref := range []string{"A2", "A9", ""} {
		if _, err := p.Prove(ref, "true", Run{}); err == nil {
			t.Errorf("%q was proved", ref)
		}
	}
	if p.Action("A2").PromisesTest() {
		t.Error("a dropped action promises a test")
	}
	if p.Action("A1").PromisesTest() {
		t.Error("an action without a test promises one")
	}
}

func TestAReferenceHoldsUnderEveryNameThePostmortemHad(t *testing.T) {
	if got := atDesk().WholeRefs("A3"); !slices.Equal(got, []string{"PM-7/A3", "PM-2/A3", "OPS-40/A3"}) {
		t.Error(got)
	}
}

func TestALookIsKeptOnlyWhenItFoundSomethingElse(t *testing.T) {
	p := atDesk()
	p.KeepGuard("A1", Guard{Found: true, Where: "a.go:1"}) // it promises no test, so there is nothing to look for
	if p.Action("A1").Test != nil {
		t.Fatal("a look made a test")
	}
	p.Action("A1").Test = &Test{Name: "TestPool"}
	for _, step := range []struct {
		look Guard
		want string
	}{
		{Guard{Found: false}, ""},
		{Guard{Found: true, Where: "pool/a_test.go:12"}, "pool/a_test.go:12"},
		{Guard{Found: true, Where: "pool/a_test.go:90"}, "pool/a_test.go:12"},
		{Guard{Found: true, Where: "core/a_test.go:90"}, "core/a_test.go:90"},
		{Guard{Found: false}, ""},
		{Guard{Found: false, Where: "doc/a.md:1", Says: "mentioned"}, "doc/a.md:1"},
		{Guard{Found: true, Where: "core/a_test.go:1", Says: "there"}, "core/a_test.go:1"},
		{Guard{Found: true, Where: "core/a_test.go:7", Says: "skipped"}, "core/a_test.go:7"},
		{Guard{Found: false, Says: "lost"}, ""},
	} {
		p.KeepGuard("A1", step.look)
		if g := p.Action("A1").Test.Guard; g.Where != step.want || g.Found != step.look.Found {
			t.Errorf("after %+v the test has %+v", step.look, g)
		}
	}
	if p.Action("A1").Test.Written() {
		t.Error("a test that was only missed is said to be written")
	}
}
