// Package trial tries the tools of other languages before a test relies on them. A name on the path says little: it may be the shim of
// a version manager (rustup, pyenv, asdf) that has nothing to run, or a tool too old for what is wanted.
package trial

import (
	"context"
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

var (
	mu    sync.Mutex
	tried = map[string]error{} // by what was asked for
)

// Runs is nil where a tool is there and runs, with more of an environment such as "HOME=/nowhere"; else why not, in one line.
func Runs(name string, env ...string) error {
	mu.Lock()
	defer mu.Unlock()
	asked := strings.Join(append([]string{name}, env...), "\x00")
	err, known := tried[asked]
	if !known {
		err = try(name, env)
		tried[asked] = err
	}
	return err
}

func try(name string, env []string) error {
	if _, err := exec.LookPath(name); err != nil {
		return fmt.Errorf("there is no %s here", name)
	}
	args, ok := tries[name]
	if !ok {
		args = []string{"--version"}
	}
	cmd := exec.CommandContext(context.Background(), name, args...)
	cmd.Dir, cmd.Env = os.TempDir(), append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		said, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		return fmt.Errorf("%s is here and does not run: %w: %s", name, err, said)
	}
	return nil
}
