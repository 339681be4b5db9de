package main

import (
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

	"debrief/cmd/debrief/runner"
	"debrief/model"
)

// What a shell answers when it could not run a command, by POSIX.
const (
	notExecutable = 126
	notFound      = 127
)

// runTest runs a command, passing everything through, and gives what is to be kept of it and what was understood. An error means
// that it did not run to its end.
func (v proving) runTest(ctx context.Context, args []string, u *unwritten) (model.Run, runner.Report, error) {
	run := model.Run{Commit: v.headCommit(ctx)} // before the test leaves files in the folder
	var t tail
	var none runner.Report
	words := runner.Listen(args)
	cmd := exec.Command(args[0], args[1:]...) //nolint:noctx // nothing but a signal ends it, which is passed on
	cmd.Stdin = v.in
	streams := [2]*through{{to: v.out, tail: &t, words: words.Stream(), skeleton: u}, {to: v.err, tail: &t, words: words.Stream(), skeleton: u}}
	if v.asJSON {
		streams[0].to = v.err
	}
	cmd.Stdout, cmd.Stderr = streams[0], streams[1]
	cmd.WaitDelay = time.Second // what the test left running may hold on to its output
	stopped, err := waitOut(cmd)
	state := cmd.ProcessState
	switch {
	case state == nil:
		return run, none, fmt.Errorf("%s could not run, nothing was recorded: %w", model.Quote(args[0]), execReason(err))
	case stopped || exitCode(state) == 128+int(syscall.SIGINT):
		return run, none, errors.New("stopped, nothing was recorded")
	}
	run.At, run.ExitCode, run.Tail = model.At(v.time()), exitCode(state), t.text()
	if run.ExitCode == notExecutable || run.ExitCode == notFound {
		return run, none, fmt.Errorf("the command could not be run (exit status %d), nothing was recorded", run.ExitCode)
	}
	for _, s := range streams {
		_ = s.words.Close() // it takes what is left of the last line
	}
	return run, words.Report(run.ExitCode), nil
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
			if n == 0 { // one that tidies up may end well
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
	case <-time.After(100 * time.Millisecond):
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

// through passes output on, keeps its tail and listens to its words. It takes everything, so that a full disk behind us is not
// the test's failure.
type through struct {
	to       io.Writer
	tail     *tail
	words    io.WriteCloser
	skeleton *unwritten
}

func (t *through) Write(b []byte) (int, error) {
	t.tail.add(b)
	t.skeleton.hear(b)
	_, _ = t.words.Write(b) // it refuses nothing
	_, _ = t.to.Write(b)    // standard output keeps its first error; there is nowhere to tell of the other
	return len(b), nil
}
