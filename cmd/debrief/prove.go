package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"debrief/intake"
	"debrief/model"
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
	exitCode     int
	exitGiven    bool
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
folder, with "-dirty" where something is not committed.

  run        before            then
  failing    never failed      seen failing: the expected first step
  failing    seen failing      still failing; the newer run is kept
  failing    seen passing      failing again; the loop is open, and the passing run goes to the history
  passing    never failed      unproven; kept, and said so
  passing    seen failing      proven; the newest passing run is kept

The exit status is 0 when that was the expected next step, 1 when it was not, and 2 when the command could not run, which
records nothing (a shell says so with 126 or 127). ctrl+c records nothing either. debrief undo takes a record back.

What continuous integration saw is recorded by hand, with --seen. With --from, the run is recorded in debrief's JSON document
instead of the archive, for postmortems that live in a repository.`,
		Example:           "  debrief prove PM-7/A3 -- go test ./pool -run TestPool\n  debrief prove PM-7/A3 --seen failing --commit 4f1c09e",
		ValidArgsFunction: p.completeActions,
		RunE: func(cmd *cobra.Command, args []string) error {
			flags.exitGiven = cmd.Flags().Changed("exit-code")
			if err := flags.check(args, cmd.ArgsLenAtDash()); err != nil {
				return err
			}
			post, part, err := actionRef(args[0])
			if err != nil {
				return err
			}
			v := proving{program: p, post: post, part: part, from: flags.from}
			promised, err := v.provable(cmd.Context())
			switch {
			case err != nil:
				return err
			case flags.seen != "":
				return v.record(cmd.Context(), "", flags.run(p.time()))
			case len(args) == 1:
				return fmt.Errorf("say what to run: debrief prove %s -- %s", args[0], cmp.Or(promised, "CMD…"))
			}
			run, err := p.runTest(cmd.Context(), args[1:])
			if err != nil {
				return err
			}
			command, _ := intake.HideSecrets(model.Clean(shellWords(args[1:])))
			return v.record(cmd.Context(), command, run)
		},
	}
	cmd.Flags().StringVar(&flags.seen, "seen", "", "`RESULT` that somebody saw, failing or passing: nothing is run")
	cmd.Flags().StringVar(&flags.commit, "commit", "", "`SHA` it was seen on")
	cmd.Flags().IntVar(&flags.exitCode, "exit-code", 0, "exit status `N` that was seen (default 1 for failing)")
	cmd.Flags().StringVar(&flags.from, "from", "", "`FILE` of debrief's JSON to read and to record in, instead of the archive")
	offer(cmd, "seen", "failing", "passing")
	return cmd
}

// check holds the two forms of the command apart: a test that is run, and one that was seen.
func (f *proveFlags) check(args []string, dash int) error {
	switch {
	case len(args) == 0:
		return errors.New("usage: debrief " + proveUsage)
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

func (f *proveFlags) checkSeen() error {
	switch {
	case f.seen != "failing" && f.seen != "passing":
		return fmt.Errorf("--seen %s is neither failing nor passing", model.Quote(f.seen))
	case f.commit == "":
		return errors.New("say on which commit it was seen, with --commit SHA")
	case f.commit != model.Clean(f.commit) || strings.ContainsAny(f.commit, " \t") || len(f.commit) > 100:
		return fmt.Errorf("--commit %s is not the name of a commit", model.Quote(f.commit))
	case f.exitCode < 0 || f.exitCode > 255:
		return fmt.Errorf("--exit-code %d is no exit status: they go from 0 to 255", f.exitCode)
	case f.exitGiven && (f.exitCode == 0) != (f.seen == "passing"):
		return fmt.Errorf("--exit-code %d is not that of a %s run", f.exitCode, f.seen)
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

// provable says before the test is run why its result could not be kept, and gives the command that was promised, if any.
func (v proving) provable(ctx context.Context) (command string, err error) {
	var pm *model.Postmortem
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
		return "", err
	}
	action, err := pm.Provable(v.part)
	if err != nil || action.Test == nil {
		return "", err
	}
	return action.Test.Command, nil
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
func (v proving) record(ctx context.Context, command string, run model.Run) error {
	var proof model.Proof
	pm, err := v.apply(ctx, model.Edit{Label: "record a " + run.Result() + " run of the test", Do: func(pm *model.Postmortem) error {
		var err error
		proof, err = pm.Prove(v.part, command, run)
		return err
	}})
	if err != nil {
		return fmt.Errorf("the run was %s, exit status %d, and could not be recorded: %w", run.Result(), run.ExitCode, err)
	}
	ref, at := pm.Ref+"/"+v.part, ""
	if run.Commit != "" {
		at = " at " + run.Commit
	}
	v.hint(fmt.Sprintf("%s: %s (exit status %d%s)", ref, proof.Said, run.ExitCode, at))
	if proof.Doubt != "" {
		v.hint(ref + ": " + proof.Doubt)
	}
	if v.asJSON {
		err = v.out.answer(struct {
			Schema   int           `json:"schema"`
			Ref      string        `json:"ref"`
			Result   string        `json:"result"`
			ExitCode int           `json:"exit_code"`
			Commit   string        `json:"commit"`
			At       model.Instant `json:"at"`
		}{1, ref, proof.Result, run.ExitCode, run.Commit, run.At})
	}
	if err == nil && !proof.Expected {
		return errNo
	}
	return err
}

// What a shell answers when it could not run a command, by POSIX.
const (
	notExecutable = 126
	notFound      = 127
)

// runTest runs a command, passing everything through, and gives what is to be kept of it. An error means that it did not run to
// its end.
func (p *program) runTest(ctx context.Context, args []string) (model.Run, error) {
	run := model.Run{Commit: headCommit(ctx)} // before the test leaves files in the folder
	var t tail
	cmd := exec.Command(args[0], args[1:]...) //nolint:noctx // nothing but a signal ends it, which is passed on
	cmd.Stdin = p.in
	cmd.Stdout, cmd.Stderr = &through{p.out, &t}, &through{p.err, &t}
	if p.asJSON {
		cmd.Stdout = &through{p.err, &t}
	}
	cmd.WaitDelay = time.Second // what the test left running may hold on to its output
	stopped, err := waitOut(cmd)
	state := cmd.ProcessState
	switch {
	case state == nil:
		return run, fmt.Errorf("%s could not run, nothing was recorded: %w", model.Quote(args[0]), execReason(err))
	case stopped || exitCode(state) == 128+int(syscall.SIGINT):
		return run, errors.New("stopped, nothing was recorded")
	}
	run.At, run.ExitCode, run.Tail = model.At(p.time()), exitCode(state), t.text()
	if run.ExitCode == notExecutable || run.ExitCode == notFound {
		return run, fmt.Errorf("the command could not be run (exit status %d), nothing was recorded", run.ExitCode)
	}
	return run, nil
}

// waitOut runs a command to its end and reports whether somebody stopped it. Signals that would end us are waited out, so that
// nothing of a run that was stopped is taken for its result; a command that does not heed them is killed at the third.
func waitOut(cmd *exec.Cmd) (stopped bool, err error) {
	const patienceOfAHand = 3
	signals := make(chan os.Signal, patienceOfAHand)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return false, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for n := 0; ; {
		select {
		case s := <-signals:
			if n++; n >= patienceOfAHand {
				_ = cmd.Process.Kill() // it may have ended by now
			} else {
				passOn(cmd.Process, s)
			}
		case err := <-ended:
			if n == 0 && err != nil {
				n += late(signals)
			}
			return n > 0, err
		}
	}
}

// late waits for a moment whether the signal that ended a command reaches us after its end.
func late(signals <-chan os.Signal) int {
	select {
	case <-signals:
		return 1
	case <-time.After(50 * time.Millisecond):
		return 0
	}
}

// exitCode is the exit status as a shell gives it: 128 and the signal's number where one ended the command.
func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}

// execReason is what the system said, without the name that the message has already.
func execReason(err error) error {
	if e := new(exec.Error); errors.As(err, &e) {
		return reason(e.Err)
	}
	return reason(err)
}

// headCommit is the commit of this folder, marked where something in it is not committed; "" where there is none.
func headCommit(ctx context.Context) string {
	git := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0")
		return cmd.Output()
	}
	head, err := git("rev-parse", "--verify", "HEAD")
	if err != nil {
		return ""
	}
	commit := model.Clean(string(bytes.TrimSpace(head)))
	if changes, err := git("status", "--porcelain"); err == nil && len(changes) > 0 {
		commit += model.Dirty
	}
	return commit
}

// shellWords is a command as it can be typed in a shell again.
func shellWords(args []string) string {
	words := make([]string, 0, len(args))
	for _, a := range args {
		safe := func(r rune) bool {
			return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:=,@%+", r)
		}
		if a == "" || slices.ContainsFunc([]rune(a), func(r rune) bool { return !safe(r) }) {
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		words = append(words, a)
	}
	return strings.Join(words, " ")
}

// through passes output on and keeps its tail. It takes everything, so that a full disk behind us is not the test's failure.
type through struct {
	to   io.Writer
	tail *tail
}

func (t *through) Write(b []byte) (int, error) {
	t.tail.add(b)
	_, _ = t.to.Write(b) // standard output keeps its first error; there is nowhere to tell of the other
	return len(b), nil
}
