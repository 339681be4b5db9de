// Package trial tries the tools of other languages before a test relies on them. A name on the path says little: it may be the shim of
// a version manager (rustup, pyenv, asdf) that has nothing to run, or a tool too old for what is wanted.
package trial

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// tries are what must end well before a tool is used; what is not here is asked for its version.
var tries = map[string][]string{
	"go":      {"version"},
	"node":    {"--test", "--experimental-vm-modules", "--version"},
	"python3": {"-c", "import unittest, py_compile"},
	"javac":   {"-version"},
	"sh":      {"-c", ":"},
}

var tried sync.Map // what was asked for → *outcome

type outcome struct {
	once sync.Once
	err  error
}

// Runs is nil where a tool is there and runs, with more of an environment such as "HOME=/nowhere"; else why not, in one line.
func Runs(name string, env ...string) error {
	v, _ := tried.LoadOrStore(strings.Join(append([]string{name}, env...), "\x00"), new(outcome))
	o := v.(*outcome)
	o.once.Do(func() { o.err = try(name, env) })
	return o.err
}

func try(name string, env []string) error {
	if _, err := exec.LookPath(name); err != nil {
		return fmt.Errorf("there is no %s here", name)
	}
	args, ok := tries[name]
	if !ok {
		args = []string{"--version"}
	}
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = os.TempDir(), append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		said, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		return fmt.Errorf("%s is here and does not run: %w: %s", name, err, said)
	}
	return nil
}
