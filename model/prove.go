package model

import (
	"errors"
	"path"
	"strconv"
	"strings"
)

// The states of a regression test, as screens and pages say them. A test closes its loop in this order (seed 1, "tests that
// don't forget"): it fails on the code from before the fix, passes on the code with it, and is merged.
const (
	TestPromised = "not yet seen failing"
	TestUnproven = "unproven: never seen failing"
	TestFailing  = "seen failing"
	TestDoubted  = "seen passing, not proven"
	TestPassing  = "seen passing"
	TestMerged   = "merged"
)

// ExitStatusOnly is said of a run whose runner is not known: whether a test ran, nobody saw.
const ExitStatusOnly = "exit status only"

// State is how far the test has come around its loop; "" where there is no test. A test that passes and never failed is
// unproven, merged or not, and so is one whose runs do not show what the fix did. What rests on an exit status alone says so.
func (t *Test) State() string {
	state := t.Loop()
	if t != nil && (t.Failing.exitStatusOnly() || t.Passing.exitStatusOnly()) {
		state += ", " + ExitStatusOnly
	}
	return state
}

// Loop is the State without what it rests on: one of the words above.
func (t *Test) Loop() string {
	switch {
	case t == nil:
		return ""
	case t.Failing == nil && (t.Passing != nil || !t.MergedAt.IsZero()):
		return TestUnproven
	case t.Failing == nil:
		return TestPromised
	case t.Passing == nil:
		return TestFailing
	case t.Doubt() != "" && t.Passing.Despite == "":
		return TestDoubted
	case !t.MergedAt.IsZero():
		return TestMerged
	}
	return TestPassing
}

// Tests says how many tests ran; "" where that is not known.
func Tests(n Count) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 test"
	}
	return strconv.Itoa(int(n)) + " tests"
}

func (r *Run) exitStatusOnly() bool { return r != nil && r.Runner == "" }

// Written reports whether there is evidence that the test exists: somebody saw it run, merged it, or found it in its tree.
func (t *Test) Written() bool {
	return t != nil && (t.Failing != nil || t.Passing != nil || !t.MergedAt.IsZero() || t.Guard != nil && t.Guard.Found)
}

// PromisesTest reports whether the action stands and says something about its test: a name, a file, a command or a link, or
// that it was written.
func (a *Action) PromisesTest() bool {
	t := a.Test
	return t != nil && a.Status != "dropped" && (t.Written() || strings.TrimSpace(t.Name+t.File+t.Command+t.Link) != "")
}

// WholeRefs are the references that a part was ever known by outside its postmortem, today's first: PM-7/A3, and PM-2/A3 where
// the postmortem was PM-2 in another archive.
func (p *Postmortem) WholeRefs(part string) []string {
	refs := []string{p.Ref + "/" + part}
	for _, was := range p.Formerly {
		refs = append(refs, was+"/"+part)
	}
	return refs
}

// Proof is what a run of a regression test says: its result, whether that was the next step of the loop, and both in words
// for a person.
type Proof struct {
	Result   string // failing or passing
	Expected bool
	Said     string
	Doubt    string // why a passing run may not show what the fix did, in words for a person; "" where nothing speaks against it
	Run      Run    // as it was kept
}

// Result is failing or passing, by the exit code.
func (r Run) Result() string {
	if r.ExitCode != 0 {
		return "failing"
	}
	return "passing"
}

// Prove keeps a run of an action's regression test, and makes the test where the action has none. The newest failing and the
// newest passing run are kept; a failing run opens the loop again, so that the passing run from before it goes. The command
// becomes the test's own where none is known yet, else the run keeps it where it is another; it may be "". A reason to let the
// run count in spite of a doubt is kept with a passing run.
func (p *Postmortem) Prove(ref, command string, run Run) (Proof, error) {
	a, err := p.Provable(ref)
	if err != nil {
		return Proof{}, err
	}
	if a.Test == nil {
		a.Test = &Test{}
	}
	t := a.Test
	proof := t.next(run.Result())
	if strings.TrimSpace(t.Command) == "" {
		t.Command = command
	} else if command != strings.TrimSpace(t.Command) {
		run.Command = command
	}
	if run.ExitCode != 0 {
		run.Despite = ""
		t.Failing, t.Passing = &run, nil
	} else {
		t.Passing = &run
	}
	proof.Run = run
	if proof.Doubt = t.Doubt(); proof.Doubt != "" {
		proof.weigh(run.Despite)
	}
	return proof, nil
}

// weigh says of a doubted run whether it is a proof: where a person says why.
func (p *Proof) weigh(despite string) {
	if despite != "" {
		p.Said = "seen failing, then passing: proven, despite what speaks against it: " + despite
		return
	}
	p.Expected = false
	p.Said = `seen failing, then passing, but not proven; where it counts all the same, say why with --despite "reason"`
}

// Provable is the action of that reference where a run of its test can be kept; the error says why not.
func (p *Postmortem) Provable(ref string) (*Action, error) {
	a := p.Action(ref)
	switch {
	case a == nil:
		return nil, errors.New("there is no action " + ref + " in " + p.Ref)
	case a.Status == "dropped":
		return nil, errors.New(p.Ref + "/" + ref + " was dropped: set it to open or doing before its test is proved")
	}
	return a, nil
}

// next judges a result by the state of the test before it.
func (t *Test) next(result string) Proof {
	failed, passed := t.Failing != nil, t.Passing != nil
	proof := Proof{Result: result}
	switch {
	case result == "failing" && !failed:
		proof.Expected, proof.Said = true, "seen failing, as it should be before the fix; next, see it pass with the fix"
	case result == "failing" && !passed:
		proof.Said = "still failing: the fix is not there yet"
	case result == "failing":
		proof.Said = "failing again after it passed: what the test holds is broken"
	case !failed:
		proof.Said = "passing, but unproven: a test that never failed proves nothing yet; see it fail on the code from before the fix"
	case !passed:
		proof.Expected, proof.Said = true, "seen failing, then passing: proven; next, merge it"
	default:
		proof.Expected, proof.Said = true, "passing again, and seen failing before: proven"
	}
	return proof
}

// Doubt says what is odd about the passing run beside the failing one: the same code, or another command; "" where nothing is.
// A test shows what a fix did when nothing but the fix lies between the two.
func (t *Test) Doubt() string {
	if t == nil || t.Failing == nil || t.Passing == nil {
		return ""
	}
	var doubts []string
	if sameCommit(t.Failing.Commit, t.Passing.Commit) {
		doubts = append(doubts, "it failed on this very commit, and nothing is uncommitted: the code did not change between the two runs")
	}
	if failed, passed := t.commandOf(t.Failing), t.commandOf(t.Passing); failed != passed {
		doubts = append(doubts, "it was seen failing by another command: "+failed)
	}
	return strings.Join(doubts, "; and ")
}

// commandOf is what a run ran.
func (t *Test) commandOf(r *Run) string {
	if r.Command != "" {
		return r.Command
	}
	return strings.TrimSpace(t.Command)
}

// Dirty ends the name of a commit where something was not committed.
const Dirty = "-dirty"

// sameCommit reports whether two names mean the same clean commit. One may be short, as people write them.
func sameCommit(a, b string) bool {
	if strings.HasSuffix(a, Dirty) || strings.HasSuffix(b, Dirty) {
		return false
	}
	const short = 7 // what git shortens a name to
	a, b = strings.ToLower(a), strings.ToLower(b)
	return a != "" && a == b || min(len(a), len(b)) >= short && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// KeepGuard keeps what a look for the action's test found. A look that found it in the same file as the last one, or missed
// it again, changes nothing: lines move all the time, and a history of them tells nobody anything.
func (p *Postmortem) KeepGuard(ref string, g Guard) {
	a := p.Action(ref)
	if a == nil || a.Test == nil {
		return
	}
	if was := a.Test.Guard; was != nil && was.Found == g.Found && was.Says == g.Says && fileOf(was.Where) == fileOf(g.Where) {
		return
	}
	a.Test.Guard = &g
}

// fileOf is the file of "path:line".
func fileOf(where string) string {
	if colon := strings.LastIndexByte(where, ':'); colon >= 0 {
		where = where[:colon]
	}
	return path.Clean(where)
}
