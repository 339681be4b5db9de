package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"debrief/cmd/debrief/runner"
	"debrief/intake/secret"
	"debrief/model"
	"debrief/model/lazyregexp"
	"debrief/storage"

	"github.com/spf13/cobra"
)

// testCommands are about regression tests: prove, guard and test.
func (p *program) testCommands() []*cobra.Command {
	return []*cobra.Command{p.proveCommand(), p.guardCommand(), p.skeletonCommand()}
}

// proveFlags say what somebody saw, where the test is not to be run.
type proveFlags struct {
	seen, commit string
	from         string
	despite      string
	exitCode     int
	exitGiven    bool
	despiteGiven bool
}

const proveUsage = "prove PM-7/A3 -- CMD…, or debrief prove PM-7/A3 --seen failing --commit SHA"

func (p *program) proveCommand() *cobra.Command {
	var flags proveFlags
	cmd := &cobra.Command{
		Use:   "prove REF/ACTION [flags] -- CMD…",
		Short: "Run an action's regression test and record what happened",
		Long: `Run an action's regression test and record what happened: a failing run on the code from before the fix, later a
passing one with it. A test that never failed is unproven, whatever it says now.

The command runs in this folder and is given your keyboard; what it writes passes through as it comes, and the last lines are
kept, with secrets hidden. debrief speaks on standard error, so that the output stays the command's own; with --json the
answer alone is on standard output, and all of the command's output on standard error. The commit is git's HEAD of this
folder, with "-dirty" where something is not committed; what runners leave behind and debrief's own files do not count.

A run counts where tests ran: that is read from what the runner prints. Understood are go test, pytest, unittest, jest, vitest,
node --test, cargo test, Maven, Gradle, JUnit, RSpec, minitest, bats and TAP. Of any other command the exit status is all that
is known, and "exit status only" is said of it wherever it is shown.

  run        before            then
  nothing    whatever          no test ran, none failed though the command did, or the test is still the skeleton: not recorded
  failing    never failed      seen failing: the expected first step
  failing    seen failing      still failing; the newer run is kept
  failing    seen passing      failing again; the loop is open, and the passing run goes to the history
  passing    never failed      unproven; kept, and said so
  passing    seen failing      proven; the newest passing run is kept
  passing    seen failing      on the same commit, or by another command: kept, but not proven without --despite "reason"

The exit status is 0 when that was the expected next step, 1 when it was not, and 2 when the command could not run, which
records nothing (a shell says so with 126 or 127). ctrl+c records nothing either. debrief undo takes a record back.

What continuous integration saw is recorded by hand, with --seen. With --from, the run is recorded in debrief's JSON document
instead of the archive, for postmortems that live in a repository.`,
		Example:           "  debrief prove PM-7/A3 -- go test ./pool -run TestPool\n  debrief prove PM-7/A3 --seen failing --commit 4f1c09e",
		ValidArgsFunction: p.completeActions,
		RunE: func(cmd *cobra.Command, args []string) error {
			flags.exitGiven, flags.despiteGiven = cmd.Flags().Changed("exit-code"), cmd.Flags().Changed("despite")
			if err := flags.check(args, cmd.ArgsLenAtDash()); err != nil {
				return err
			}
			post, part, err := actionRef(args[0])
			if err != nil {
				return err
			}
			return proving{program: p, post: post, part: part, from: flags.from}.prove(cmd.Context(), flags, args)
		},
	}
	cmd.Flags().StringVar(&flags.seen, "seen", "", "`RESULT` that somebody saw, failing or passing: nothing is run")
	cmd.Flags().StringVar(&flags.commit, "commit", "", "`SHA` it was seen on")
	cmd.Flags().IntVar(&flags.exitCode, "exit-code", 0, "exit status `N` that was seen (default 1 for failing)")
	cmd.Flags().StringVar(&flags.from, "from", "", "`FILE` of debrief's JSON to read and to record in, instead of the archive")
	cmd.Flags().StringVar(&flags.despite, "despite", "", "why a passing run counts in spite of what speaks against it, as a `REASON`")
	offer(cmd, "seen", "failing", "passing")
	return cmd
}

// check holds the two forms of the command apart: a test that is run, and one that was seen.
func (f *proveFlags) check(args []string, dash int) error {
	switch {
	case len(args) == 0:
		return errors.New("usage: debrief " + proveUsage)
	case f.despiteGiven && strings.TrimSpace(model.Clean(f.despite)) == "":
		return errors.New("--despite takes the reason why the run counts")
	case f.seen != "" && len(args) > 1:
		return errors.New("--seen records what was seen elsewhere: it takes no command")
	case f.seen != "":
		return f.checkSeen()
	case f.commit != "" || f.exitGiven:
		return errors.New("--commit and --exit-code say what was seen: they go with --seen")
	case len(args) > 1 && dash != 1:
		return errors.New("put -- before the command: debrief prove PM-7/A3 -- CMD…")
	}
	return nil
}

// commitName is how a commit is named: by its hash, or the beginning of it. Branches and tags move.
var commitName = lazyregexp.New(`^[0-9a-fA-F]{4,64}(?:` + model.Dirty + `)?$`)

func (f *proveFlags) checkSeen() error {
	switch {
	case f.seen != "failing" && f.seen != "passing":
		return fmt.Errorf("--seen %s is neither failing nor passing", model.Quote(f.seen))
	case f.commit == "":
		return errors.New("say on which commit it was seen, with --commit SHA")
	case f.exitCode < 0 || f.exitCode > 255:
		return fmt.Errorf("--exit-code %d is no exit status: they go from 0 to 255", f.exitCode)
	case f.exitGiven && (f.exitCode == 0) != (f.seen == "passing"):
		return fmt.Errorf("--exit-code %d is not that of a %s run", f.exitCode, f.seen)
	case !commitName().MatchString(f.commit):
		return fmt.Errorf("--commit %s is not the name of a commit, such as 4f1c09e", model.Quote(f.commit))
	}
	return nil
}

// run is what somebody saw.
func (f *proveFlags) run(now time.Time) model.Run {
	run := model.Run{At: model.At(now), Commit: f.commit, ExitCode: f.exitCode}
	if f.seen == "failing" && !f.exitGiven {
		run.ExitCode = 1
	}
	return run
}

// proving is the proof of one action's test, which is kept in the archive or in a document.
type proving struct {
	*program
	post, part string
	from       string // the document; "" where it is the archive
}

// prove runs the test, or takes what was seen elsewhere, and records it.
func (v proving) prove(ctx context.Context, flags proveFlags, args []string) error {
	pm, action, err := v.provable(ctx)
	if err != nil {
		return err
	}
	reason, _ := secret.Hide(oneLine(model.Clean(flags.despite)))
	test := cmp.Or(action.Test, &model.Test{})
	switch {
	case flags.seen != "":
		run := flags.run(v.time())
		run.Despite = reason
		return v.record(ctx, "", run, runner.Report{})
	case len(args) == 1:
		return fmt.Errorf("say what to run: debrief prove %s -- %s", args[0], cmp.Or(test.Command, "CMD…"))
	}
	unwritten := unwritten{phrases: skeletonPhrases(pm, v.part), file: test.File}
	run, report, err := v.runTest(ctx, args[1:], &unwritten)
	if err != nil {
		return err
	}
	run.Despite = reason
	if unwritten.is() && report.Result != runner.Nothing {
		report.Result, report.Why = runner.Nothing, "the test is still the skeleton, which fails until it is written"
	}
	if report.Result == runner.Nothing {
		return v.nothing(pm.Ref+"/"+v.part, run, report)
	}
	command, _ := secret.Hide(model.Clean(shellWords(args[1:])))
	return v.record(ctx, command, run, report)
}

// provable says before the test is run why its result could not be kept.
func (v proving) provable(ctx context.Context) (pm *model.Postmortem, action *model.Action, err error) {
	if v.from != "" {
		pm, err = v.writableDocument(v.from, v.post)
	} else {
		err = v.use(ctx, func(a *storage.Archive) error {
			if a.ReadOnly() {
				return errors.New("the archive is read-only: the run could not be recorded, so nothing was run")
			}
			pm, err = a.Load(ctx, v.post)
			return err
		})
	}
	if err != nil {
		return nil, nil, err
	}
	action, err = pm.Provable(v.part)
	return pm, action, err
}

// apply makes an edit where the postmortem is kept, whole or not at all.
func (v proving) apply(ctx context.Context, edit model.Edit) (pm *model.Postmortem, err error) {
	if v.from == "" {
		err = v.use(ctx, func(a *storage.Archive) error {
			applied, err := a.Apply(ctx, v.post, edit)
			pm = applied.Postmortem
			return err
		})
		return pm, err
	}
	return v.editDocument(v.from, v.post, edit)
}

// record keeps a run, in one edit, and says what it means.
func (v proving) record(ctx context.Context, command string, run model.Run, report runner.Report) error {
	run.Runner, run.Tests = report.Runner, model.Count(report.Tests)
	var proof model.Proof
	pm, err := v.apply(ctx, model.Edit{Label: "record a " + run.Result() + " run of the test", Do: func(pm *model.Postmortem) error {
		var err error
		proof, err = pm.Prove(v.part, command, run)
		return err
	}})
	if err != nil {
		return fmt.Errorf("the run was %s, exit status %d, and could not be recorded: %w", run.Result(), run.ExitCode, err)
	}
	ref := pm.Ref + "/" + v.part
	v.hint(fmt.Sprintf("%s: %s (%s)", ref, proof.Said, known(run)))
	if run.Runner == "" {
		v.hint(ref + ": " + model.ExitStatusOnly + ": no test runner was understood, so that nobody saw a test run")
	}
	if report.Cached {
		v.hint(ref + ": " + run.Runner + " answered from its cache")
	}
	if proof.Doubt != "" {
		v.hint(ref + ": " + proof.Doubt)
	}
	if run.Despite != "" && proof.Run.Despite == "" {
		v.hint(ref + ": --despite goes with a passing run, and was not kept")
	}
	if err := v.answerProof(ref, proof.Result, proof.Run); err != nil {
		return err
	}
	if !proof.Expected {
		return errNo
	}
	return nil
}

// known is what is known of a run, in words.
func known(run model.Run) string {
	text := fmt.Sprintf("exit status %d", run.ExitCode)
	if run.Commit != "" {
		text += " at " + run.Commit
	}
	if run.Runner != "" {
		text += ", " + run.Runner
	}
	if n := model.Tests(run.Tests); n != "" {
		text += ", " + n
	}
	return text
}

// nothing says why a run showed nothing, and keeps nothing of it.
func (v proving) nothing(ref string, run model.Run, report runner.Report) error {
	v.hint(fmt.Sprintf("%s: nothing was proved and nothing recorded: %s (exit status %d)", ref, report.Why, run.ExitCode))
	run.Runner, run.Tests, run.Despite = report.Runner, model.Count(report.Tests), ""
	if err := v.answerProof(ref, report.Result, run); err != nil {
		return err
	}
	return errNo
}

// answerProof answers a program that asked for a document.
func (v proving) answerProof(ref, result string, run model.Run) error {
	if !v.asJSON {
		return nil
	}
	tests := &run.Tests
	if run.Tests == 0 && result != runner.Nothing {
		tests = nil
	}
	return v.out.answer(struct {
		Schema   int           `json:"schema"`
		Ref      string        `json:"ref"`
		Result   string        `json:"result"`
		ExitCode int           `json:"exit_code"`
		Commit   string        `json:"commit"`
		At       model.Instant `json:"at"`
		Runner   string        `json:"runner"`
		Tests    *model.Count  `json:"tests"`
		Despite  string        `json:"despite"`
	}{1, ref, result, run.ExitCode, run.Commit, run.At, run.Runner, tests, run.Despite})
}
